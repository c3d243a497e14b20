"""Lines below and between the paragraphs that are about the text: credits, corrections, copyright, where to follow, what else to read.

A line counts by what the whole of it says, so that a story that speaks of copyright or of cookies keeps its sentences.

What is repeated in a pattern must be told apart at its first character, or be possessive: else a line that just fails takes for ever.
"""

import re
from collections.abc import Iterator

from flows.read.stated.lines import Line, lines
from flows.read.stated.people import name
from flows.read.stated.statement import Boilerplate, Found, Kind, Name, Statement

LONGEST = 400

_THIS = r"this\s+(?:news\s+)?(?:report(?:ing)?|story|article|piece|post|dispatch|column|review|coverage|investigation)"
_CONTRIBUTED = re.compile(
    rf"(?P<people>.{{3,250}}?)\s+(?:also\s+)?(?:contributed(?:\s+(?:additional\s+)?(?:reporting|writing|research))?\s+to"
    rf"|helped\s+(?:to\s+)?report|assisted\s+(?:in|with))\s+{_THIS}"
    r"(?:\s+from\s+[^.]{2,60})?\s*\.?"
)
_CREDITED = re.compile(
    r"\(?(?:additional\s+|with\s+)?(?:reporting|writing|contribut(?:ing|ions?|ors?)|research)(?:\s+(?:by|from)\b"
    r"|\s*:)\s*(?P<people>.{3,250}?)\s*\.?\)?",
    re.IGNORECASE,
)
_HOUSES = re.compile(r"^(?P<house>.{2,40}?)(?:['’]s|s['’])\s+")

_NETWORKS = (
    r"(?:Facebook|Twitter|Instagram|YouTube|Snapchat|Flipboard|LinkedIn|Pinterest|TikTok|Tumblr|WhatsApp|Telegram|Google\+|Mastodon"
    r"|Threads|Reddit|Email|E-mail)"
)

_KINDS: list[tuple[Kind, re.Pattern[str]]] = [
    (kind, re.compile(rf"(?:{shape})", flags))
    for kind, shape, flags in (
        (
            Kind.CORRECTION,
            (
                rf"\(?(?:corrections?|clarification|editor['’]?s['’]?\s+note|correction\s+\([^)]{{3,40}}\))\s*:\s.*"
                rf"|\(?(?:an?|the)\s+(?:earlier|previous|original)\s+version\s+of\s+{_THIS}(?:\s+(?:incorrectly|mistakenly|wrongly"
                rf"|erroneously))?"
                r"\s+(?:misstated|misspelled|misidentified|gave|said|stated|named|reported|referred|listed|described|contained|included"
                r"|attributed|had|omitted|was|implied)\b.*"
                rf"|{_THIS}\s+(?:has\s+been|was)\s+(?:updated|corrected|amended|revised|clarified)\b.*"
            ),
            re.IGNORECASE | re.DOTALL,
        ),
        (
            Kind.COPYRIGHT,
            (
                r"(?:copyright\s+)?(?:©|\(c\)|copyright)\s+(?:(?:19|20)\d\d\b|[^.]{2,60}\.?\s+all rights reserved).*"
                r"|©\s*\S.{0,80}"
                r"|.{0,80}\ball rights reserved\.?(?:\s+.{0,160})?"
            ),
            re.IGNORECASE,
        ),
        (
            Kind.FOLLOW,
            (
                rf"(?:(?:for\s+more[^.]{{0,60}},\s+)?(?:please\s+|you\s+can\s+)?(?:follow|like|find|join|friend)\s+\S[^.?!]{{0,60}}?\s+(?:on\s+(?:{_NETWORKS}|social\s+media)|at\s+@|for\s+more(?=\s+(?:on|about|from|news|stories|updates|information)\b|\s*[.!]?$))\b.{{0,150}})"
                r"|(?:follow|like|find|join)\s+us\s+(?:on|at)\b.{0,150}"
                r"|follow\s+(?:@\w+.{0,60}|\S[^.?!]{0,80}?\s+at\s+(?:https?://|www\.)\S{3,120}(?:\s.{0,60})?)"
                r"|(?:.{0,120}[.?!]\s+)?(?:sign\s+up|subscribe)\b(?:[^.!?]|\.(?=\w)){0,100}\b(?:newsletters?|inbox|e?-?mails?|alerts|youtube|channel"
                r"|podcast)\b.{0,150}"
                r"|get\s+(?:push\s+)?notifications\b.{0,80}|get\s+.{3,120}\b(?:delivered|straight|sent)\b.{0,40}\binbox\b.{0,80}"
                r"|(?:want|like|love|can['’]t\s+get\s+enough)\b.{3,160}\b(?:newsletter|sign\s+up|subscribe)\b.{0,120}"
                r"|(?:write|e-?mail|reach|contact)\s+(?:to\s+)?(?:us|[A-Z][\w'’.-]+(?:\s[A-Z][\w'’.-]+){0,3})\s+at\s+\S+@\S+(?:(?:,|\s+or|\s+and|(?<=\.))\s+(?:or\s+|and\s+)?(?:follow|on|at|via|by)\b.{0,150})?"
                r"|(?:got|have|do\s+you\s+have)\s+(?:a\s+)?(?:news\s+)?(?:story|tip|question)s?\b.{0,60}\?.{0,160}"
            ),
            re.IGNORECASE,
        ),
        (
            Kind.SHARE,
            (
                rf"(?:click\s+to\s+)?(?:share|tweet|pin|e-?mail|print|send)\b(?:\s+(?:this|on|to|via|with|it|in|a|an|the|link|page|article|story|post|someone|friends?|by|{_NETWORKS}|\(Opens\s+in\s+new\s+window\)|,|and|&))*[.!]?"
                rf"|(?=.*[a-z])(?:(?:{_NETWORKS}|print|save|copy\s+link|tweet|\d++|shares?)\s*+(?:[|,/•·]\s*+)?){{2,}}"
            ),
            re.IGNORECASE,
        ),
        (
            Kind.RELATED,
            (
                r"more\s+[^.:!?]{2,60}:\s+(?:https?://|www\.)\S.{0,120}"
                r"|(?:>+\s*)?(?:read\s+(?:more|next|also|this)|see\s+also|see\s+more|also\s+read|you\s+may\s+also\s+like|you\s+might\s+also\s+like|more\s+(?:from|on)|don['’]t\s+miss|recommended|related"
                r"|related\s+(?:content|stories|story|articles?|links?|videos?|galler(?:y|ies)|topics?|coverage|news)|related)\s*:.{0,160}"
                r"|(?:>+\s*)?(?:read\s+more|read\s+(?:the\s+)?full\s+(?:story|article)|related|related\s+(?:content|stories|story"
                r"|articles?|links?|videos?|galler(?:y|ies)|topics?)|continue\s+reading(?:\s+the\s+main\s+story)?"
                r"|view\s+gallery|scroll\s+(?:down|below)\s+for\s+(?:more|videos?)|most\s+(?:read|popular|viewed)|trending(?:\s+now)?|recommended\s+for\s+you|more\s+(?:stories|news|videos))\s*[.…:>»]*"
            ),
            re.IGNORECASE,
        ),
        (
            Kind.SOURCE,
            (
                rf"(?:{_THIS}\s+(?:was\s+)?)?(?:first|originally)\s+(?:published|appeared)\s+(?:by|on|in|at)\s+[^.!?]{{2,80}}(?:\.\w[^.!?]{{0,40}})?\.?"
                r"(?:\s+read\s+the\s+original(?:\s+\w+)?\.?)?"
                r"|sources?\s*:\s*\S[^.!?:]{1,60}\.?"
            ),
            re.IGNORECASE,
        ),
        (
            Kind.SUBSCRIPTION,
            (
                r"(?:to\s+(?:continue|keep)\s+reading|already\s+a\s+(?:subscriber|member)|subscribe\s+(?:now|today|here|to\s+(?:continue|read|unlock|get\s+full))|support\s+(?:local|real|quality|our|independent)\s+journalism"
                r"|this\s+(?:article|story|content)\s+is\s+(?:for|available\s+to|exclusive\s+to)\s+(?:subscribers|members)|you\s+have\s+(?:reached|\d+\s+free))\b.{0,250}"
            ),
            re.IGNORECASE,
        ),
        (
            Kind.COOKIES,
            (
                r"(?:we|this\s+(?:web)?site|our\s+(?:web)?site|this\s+page|by\s+(?:using|continuing|clicking))\b.{0,120}\bcookies\b.{0,250}|(?:accept|manage)\s+(?:all\s+)?cookies\.?"
                r"|(?:.{0,140}\s)?this\s+site\s+is\s+protected\s+by\s+recaptcha\b.{0,120}"
            ),
            re.IGNORECASE,
        ),
        (
            Kind.ADVERTISEMENT,
            (
                r"(?:story\s+continues\s+below\s+)?advertisement(?:\s+(?:continue\s+reading|scroll|story\s+continues)\b.{0,60})?\.?|article\s+continues\s+(?:below|after\s+(?:ad|advertisement|video))\.?|sponsored(?:\s+content)?|promoted(?:\s+content)?"
                r"|if\s+you\s+are\s+using\s+ad-?block\w*\b.{0,160}"
            ),
            re.IGNORECASE,
        ),
        (
            Kind.COMMENTS,
            (
                r"(?:\d+\s+)?comments?(?:\s*\(\d+\))?\s*:?|(?:add|leave|post|view|show|hide|read|see)\s+(?:a\s+|all\s+|your\s+|the\s+)?(?:\d+\s+)?comments?\.?|comments\s+are\s+closed\.?|join\s+the\s+(?:conversation|discussion)\.?"
                r"|sorry\s+we\s+are\s+not\s+currently\s+accepting\s+comments\b.{0,60}|have\s+(?:something\s+to\s+add|your\s+say)\b.{0,120}\bcomments\b.{0,40}"
            ),
            re.IGNORECASE,
        ),
        (
            Kind.CREDIT,
            (
                r"(?:image\s+zoom\b.{0,160}|\(?(?:photos?|images?|picture|pictures|video|illustration|graphic"
                r"|file\s+photo)(?:\s+(?:credit|courtesy|source|copyright)s?)?(?:\s*:|\s+by\b|\s+courtesy\s+of\b|\s+credit\b"
                r"|\s+copyright\b)\s*[A-Z@].{1,100}\)?|(?:getty\s+images|getty|splash\s+news|rex/shutterstock|ap\s+photo"
                r"|reuters\s+photo)(?:/.{1,60})?)"
            ),
            re.IGNORECASE,
        ),
    )
]
# A line without any of these is no furniture: most lines of a story end here. Looked for in small letters, much faster than ignoring case.
_HINTS = re.compile(
    r"\b(?:contribut|originally|first (?:publish|appear)|sources?\s*:"
    r"|report(?:ing)?\b|assisted|writing by|research|correct|clarif|editor|earlier version|previous version"
    r"|original version|this (?:article|story|report|piece|post)"
    r"|this (?:content|dispatch|column|review|coverage|investigation|news|site|website|page)|copyright|all rights|follow|like (?:us"
    r"|it)|find |join |friend |sign ?up|subscri|get |newsletter|e-?mail"
    r"|write to|reach |contact |got |have |want |love |can['’]t get|share|tweet|pin |pin$|print|send|read |see |also |you m|more "
    r"|don['’]t miss|recommended|related|continue reading|view |gallery|scroll|most (?:read|popular|viewed)"
    r"|trending|to (?:continue|keep) reading|already a |support |you have |cookies|recaptcha|advert|sponsored|promoted|ad-?block"
    r"|comments?\b|join the|have your say|image|photo|picture|video|illustration|graphic|file photo"
    r"|getty|splash news|rex/|ap photo|reuters photo|facebook|twitter|instagram|youtube|whatsapp|linkedin|pinterest|flipboard"
    r"|copy link|save\b)|©|\(c\)"
)


def furniture(text: str, start: int = 0) -> Iterator[Found]:
    """The lines from `start` on that are about the text, with the contributors and the house that they name."""
    for line in lines(text, start):
        if len(line.text) <= LONGEST and _HINTS.search(line.text.lower()):
            yield from _line(line)


def _line(line: Line) -> Iterator[Found]:
    people = _CONTRIBUTED.fullmatch(line.text) or _CREDITED.fullmatch(line.text)
    if people and (found := _contributors(people["people"])) is not None:
        for person in found:
            at = line.text.find(person, people.start("people"))
            if at >= 0:
                yield Statement(Name.CONTRIBUTOR, " ".join(person.split()), line.start + at, line.start + at + len(person))
        yield Boilerplate(Kind.CONTRIBUTED, line.start, line.end)
        return
    for kind, shape in _KINDS:
        if shape.fullmatch(line.text):
            if kind == Kind.COPYRIGHT:
                yield from _holder(line)
            yield Boilerplate(kind, line.start, line.end)
            return


_HOLDER = re.compile(
    r"(?:copyright\s+)?(?:©|\(c\)|copyright)\s*(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19"
    r"|20)\d\d)?,?\s+)?(?:by\s+)?(?P<holder>(?:The\s+)?[A-Z][\w'’&.-]*(?:\s+(?:and\s+|of\s+|&\s+)?[A-Z][\w'’&-]*){0,5})"
    r"(?=\s*\.|\s*,|\s+all rights|\s*$)",
    re.IGNORECASE,
)


def _holder(line: Line) -> Iterator[Found]:
    found = _HOLDER.match(line.text)
    if found and "all rights" not in found["holder"].lower() and found["holder"][0].isupper():
        begin, end = found.span("holder")
        yield Statement(Name.PUBLISHER, found["holder"], line.start + begin, line.start + end)


_SEPARATORS = re.compile(r"\s*(?:;\s*(?:editing|writing)\s+by\b.*|,\s*(?:and|&)\s+|,\s+|;\s+|\s+and\s+|\s+&\s+)\s*", re.IGNORECASE)
_HOUSE_OR_PLACE = re.compile(r"(?:[Tt]he\s+)?(?:[A-Z][\w.&'’-]*+\s?){1,4}")
_STAFF = re.compile(r"\bstaff\b|\breporters?\b|\bcorrespondents?\b|\bagencies\b|\bservices?\b|\bwires?\b", re.IGNORECASE)
_WHERE = re.compile(r"\s+(?:in|from|at|reported|of)\s.*$")


def _contributors(people: str) -> list[str] | None:
    """The persons and houses of a line of credit as written; none of them if it names none by name; None if it is no such line."""
    house = _HOUSES.match(people)
    if house and len(house["house"].split()) <= 4:
        people = people[house.end() :]
    found = []
    is_placed = False
    for each in _SEPARATORS.split(people):
        who = _WHERE.sub("", each).strip()
        house = _HOUSES.match(who)
        who = who[house.end() :] if house and name(who[house.end() :]) else who
        if is_placed and who == each and _HOUSE_OR_PLACE.fullmatch(who):
            continue  # `staff in Stennet and Port Seldom`
        if name(who) or _HOUSE_OR_PLACE.fullmatch(who):
            found.append(who)
        elif _STAFF.search(who) and len(who.split()) <= 6:
            is_placed = who != each
        else:
            return None
    return found
