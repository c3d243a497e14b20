"""What a mail quotes of other mails, told from its new text by the conventions of mail programs.

Quoted lines begin with `>` (RFC 3676, section 4.5), under a line that says who wrote them; Outlook puts the older mail whole below the new
one, under a line of dashes or a block of its headers.
"""

import re

MARK = "[…]"

_QUOTED = re.compile(r" ?>(?!From )")
# "On Tue, 4 June 2024 at 10:12, Ada Okoro <ada@example.org> wrote:" in the languages that mail programs have it, in up to three lines.
_WROTE = re.compile(
    r"(?:wrote|writes|schrieb(?: am)?|a écrit|escribió|ha scritto|schreef|escreveu|"
    r"skrev|kirjoitti|napisał(?:\(a\)|a)?|napsal(?:\(a\)|a)?|написал(?:\(а\)|а)?)"
    r"[^\n]{0,80}:\s*$",
    re.IGNORECASE,
)
_DATED = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}:\d\d")
_SEPARATOR = re.compile(
    r"\s*-{2,}\s*(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original|Messaggio originale|Oorspronkelijk bericht|"
    r"Mensagem original|Original-Nachricht)\s*-{2,}\s*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\*?(?:From|Von|De|Da|Van|Från|Fra|Od)\*?\s?:\*? \S", re.IGNORECASE)
_SENT = re.compile(r"\*?(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado(?: el)?|Inviato|Verzonden|Skickat|Sendt|Data)\*?\s?:\*? ", re.IGNORECASE)
_RULE = re.compile(r"\s*_{10,}\s*$")


def without_quoted(text: str) -> tuple[str, int]:
    """The new text, a line `[…]` for each quoted stretch, and how many lines were quoted."""
    lines = text.split("\n")
    is_quoted = [bool(_QUOTED.match(line)) for line in lines]
    _close_gaps(lines, is_quoted)
    for place, line in enumerate(lines):
        if not is_quoted[place] and (_SEPARATOR.match(line) or _is_header_block(lines, place)):
            start = place - 1 if place and _RULE.match(lines[place - 1]) else place
            is_quoted[start:] = [True] * (len(lines) - start)
            break
    _mark_attributions(lines, is_quoted)
    kept: list[str] = []
    for place, line in enumerate(lines):
        if not is_quoted[place]:
            kept.append(line)
        elif not kept or kept[-1] != MARK:
            kept.append(MARK)
    n_quoted = sum(quoted and bool(line.strip()) for line, quoted in zip(lines, is_quoted, strict=True))
    return "\n".join(kept), n_quoted


def _close_gaps(lines: list[str], is_quoted: list[bool]) -> None:
    """Blank lines between quoted ones are quoted."""
    last = -1
    for place, quoted in enumerate(is_quoted):
        if quoted:
            if last >= 0 and not any(line.strip() for line in lines[last + 1 : place]):
                is_quoted[last + 1 : place] = [True] * (place - last - 1)
            last = place


def _is_header_block(lines: list[str], place: int) -> bool:
    """Whether an older mail's headers begin here: its sender, and its date within the next two lines."""
    return bool(_FROM.match(lines[place])) and any(_SENT.match(line) for line in lines[place + 1 : place + 3])


def _mark_attributions(lines: list[str], is_quoted: list[bool]) -> None:
    """The line that says who wrote what is quoted goes with it; one that stands before what is not marked quotes all that follows."""
    for place, line in enumerate(lines):
        if is_quoted[place] or not _WROTE.search(line):
            continue
        start = _start_of_attribution(lines, place)
        following = next((each for each in range(place + 1, len(lines)) if lines[each].strip()), None)
        if following is not None and is_quoted[following]:
            is_quoted[start:following] = [True] * (following - start)
        elif following is not None and len(re.findall(rf"{_DATED.pattern}|@", "\n".join(lines[start : place + 1]))) > 1:
            is_quoted[start:] = [True] * (len(lines) - start)
            return


def _start_of_attribution(lines: list[str], place: int) -> int:
    """Where the sentence that ends with "wrote:" begins: at its date, which stands up to two lines before where the sentence was folded."""
    for start in range(place, max(place - 3, -1), -1):
        if not lines[start].strip():
            break
        if _DATED.search(lines[start]):
            return start
    return place
