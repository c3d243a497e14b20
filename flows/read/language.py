"""In which language a document is: as its source states it, unless its text is plainly in another; else as its text shows.

The detector is py3langid, langid's model retrained for 139 languages (Lui & Baldwin 2012, "langid.py: An Off-the-shelf Language
Identification Tool"): counts of byte sequences, so that it needs no words and knows short texts for what they are, unsure.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from typing import Any

from flows.read.documents import Document, Issue, Origin, Reason, doc_id

# What is told of the same text depends on it. Raised by hand when the rules below tell something else.
DETECTOR = f"languages 2, py3langid {version('py3langid')}"

# Four stretches from beginning to end are looked at: enough to tell a language, and to see that a text has several.
SAMPLE_CHARS = 125
N_SAMPLES = 4
# A sample is in a language that has this share of the probability, and is not in one that has less than the other.
SURE, RULED_OUT = 0.7, 0.001
# What the model has for numbers, markup and other text without words.
NO_LANGUAGE = "zxx"


def told(item: Document | Issue, known: Callable[[], Mapping[str, str | None]] = dict) -> Iterator[Document | Issue]:
    """The document with its language, after an issue where it states one that its text is not in. What is not sure stays None.

    `known` has, by document id, what this detector has told of texts that state none.
    """
    if isinstance(item, Issue):
        yield item
        return
    before = known() if item.language is None else {}
    identity = doc_id(item.text)
    shown = before[identity] if identity in before else detected(item.text, item.language)
    if shown is None:
        yield item
        return
    if item.language is not None:
        yield Issue(
            item.source_uri,
            Reason.WRONG_LANGUAGE,
            f"It states the language `{item.language}`, and its text is in `{shown}`, which stands in `language`.",
        )
    yield replace(item, language=shown, origins={**item.origins, "language": Origin.DETECTED})


def detected(text: str, stated: str | None = None) -> str | None:
    """The language that the text shows, as ISO 639 codes it; None where it is short, has several or no words, or may be in `stated`.

    A text is in the language of its samples, at least two of which must be in it for each that is in another.
    """
    stretches = samples(text)
    found = [_identifier().classify(sample) for sample in stretches]
    if stated is not None and (stated in {best for best, _ in found} or not all(_rules_out(stated, sample) for sample in stretches)):
        return None
    sure = Counter(best for best, probability in found if probability >= SURE)
    first, second = (*sure.most_common(2), (None, 0), (None, 0))[:2]
    return None if first[0] == NO_LANGUAGE or first[1] < 2 * second[1] else first[0]


def samples(text: str) -> list[str]:
    """The stretches of the text that are looked at: all of it if it is short."""
    if len(text) <= N_SAMPLES * SAMPLE_CHARS:
        return [text]
    apart = (len(text) - SAMPLE_CHARS) // (N_SAMPLES - 1)
    return [text[start : start + SAMPLE_CHARS] for start in range(0, N_SAMPLES * apart, apart)]


def _rules_out(language: str, sample: str) -> bool:
    """Whether the sample can't be in the language, which the detector must know for that."""
    probabilities: dict[str, float] = dict(_identifier().rank(sample))
    return probabilities.get(language, 1.0) < RULED_OUT


@cache
def _identifier() -> Any:
    """The detector, loaded in half a second when a text is first looked at.

    Languages without a code of two letters are left out: most are taken for their large neighbours (Nigerian Pidgin for English headlines,
    Cantonese for short Chinese ones).
    """
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    found = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    found.set_languages([label for label in found.labels if len(label) == 2 or label == NO_LANGUAGE])
    return found


@cache
def code(stated: str) -> str | None:
    """The ISO 639 code of a language that is stated by a tag (`en-GB`, `zh_Hans`), a code (`eng`, `iw`) or its English name; else None.

    The two letters of ISO 639-1 where there are such, for dialects (`yue`, `arz`) those of their language; Bokmål is Norwegian, `no`.
    """
    # Imported late: its tables take longer than a seed of plain text.
    from iso639 import Lang
    from iso639.exceptions import DeprecatedLanguageValue, InvalidLanguageValue

    first = stated.strip().replace("_", "-").partition("-")[0]
    named = first.lower() if len(first) <= 3 else stated.strip().title()
    try:
        found = Lang(named)
    except DeprecatedLanguageValue as old:
        return code(old.change_to) if old.change_to else None
    except InvalidLanguageValue:
        return None
    if found.pt1 == "nb":
        return "no"
    if found.scope() == "Special":
        return None
    whole = found.macro()
    return found.pt1 or (whole.pt1 if whole else "") or found.pt3
