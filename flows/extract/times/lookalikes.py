"""Words that look like times and are none: "may", "march", "second", a Sun that shines, 1,500 of something, "Friday Night Lights".

What a word is comes from its neighbours first, then from the model's tags and names; a document that has none loses little.
"""

from spacy.tokens import Doc, Token

from flows.extract.times import tense
from flows.extract.times.atoms import Atoms
from flows.extract.times.expressions import Expression
from flows.extract.times.lexicon import DAY_PARTS, DAYS_FROM_TODAY, RATES, REFERENCES, SEASONS, WEEKDAY_NUMBERS, WEEKDAYS, words
from flows.extract.times.meaning import Bare, Length, Recurring

_BEFORE_TIME = frozenset(
    words(
        "in since until till by from to of during through throughout between after before for circa year around about late "
        "early mid and or than as the last next this"
    )
)
_NAMES = frozenset(("PERSON", "ORG", "WORK_OF_ART", "FAC", "PRODUCT", "GPE", "NORP", "LAW", "EVENT", "LOC"))
_AMOUNTS = frozenset(("MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"))
# Plain words, so that a capital within a sentence makes a name of them: "Psychology Today", "the Daily Star".
_PLAIN = frozenset((*DAYS_FROM_TODAY, *REFERENCES, *RATES, "tonight"))
_CLAUSE = frozenset(("PRON", "PROPN", "NOUN", "DET"))
_MARKS = frozenset("\"'“‘«`")
_OPENING = frozenset('"“«')
_CLOSING = frozenset('"”»')
# Abbreviations that are more often something else.
_RARELY = frozenset(("sun", "jan", "sat", "mar", "mon", "wed"))


def is_time(doc: Doc, atoms: Atoms, found: Expression, first: int, last: int) -> bool:
    """Whether the expression, whose first and last tokens are given, is a time in this sentence."""
    said = atoms.words(found.start, found.end)
    before = atoms.word(found.start - 1) if found.start else ""
    after = atoms.word(found.end) if found.end < len(atoms.starts) else ""
    if len(said) == 1 and not _lone_word(doc, atoms, found, first, before, after):
        return False
    if isinstance(found.meaning, Length) and not _length(atoms, found, said, before, after):
        return False
    if isinstance(found.meaning, Bare) and not _bare(found.meaning, atoms, found, after):
        return False
    if said[0] == "some" and said[-1] == "day":
        return False  # "some day they will"
    if said == ["the", "fall"] and after in ("of", "between", "from"):
        return False  # "the fall of a town"
    if said == ["the", "end", "of", "the", "day"] and before == "at":
        return False  # "at the end of the day": all in all
    if len(said) == 1 and before in _OPENING and after in _CLOSING and not atoms.text[atoms.starts[found.start]].islower():
        return False  # a title: the novel "1984", the show “Today”
    if said == ["daily"] and first and last + 1 < len(doc) and doc[last + 1].pos_ == "PROPN" and doc[first - 1].pos_ in ("NOUN", "PROPN"):
        return False  # "the party daily Courier"
    if isinstance(found.meaning, Length) and first and doc[last].text.istitle() and doc[first - 1].text[-1] in _MARKS:
        return False  # a title: “60 Minutes”
    if said[-1] == "future" and last + 1 < len(doc) and doc[last + 1].pos_ in ("NOUN", "PROPN"):
        return False  # "the future queen"
    if said[0] == "the" and said[-1] in DAY_PARTS and len(said) == 2 and last + 1 < len(doc) and doc[last + 1].pos_ in _CLAUSE:
        return False  # "the night she won", "the morning sun"
    return not _in_name(doc, said, first, last, isinstance(found.meaning, Recurring))


def _lone_word(doc: Doc, atoms: Atoms, found: Expression, i: int, before: str, after: str) -> bool:
    token, word = doc[i], atoms.word(found.start)
    if word.isdigit():  # fewer than four digits are the second end of a range
        return len(word) < 4 or _year(token, atoms, found, before, after)
    if word in ("may", "march", "august"):
        if word != "august" and after in ("for", "of", "on", "against") and before not in _BEFORE_TIME - {"the"}:
            return False
        return token.pos_ in ("PROPN", "NOUN") or token.ent_type_ == "DATE" or (not token.pos_ and before in _BEFORE_TIME)
    if len(word) <= 5 and word not in WEEKDAYS and (word in WEEKDAY_NUMBERS or (len(word) == 3 and word in _RARELY)):
        return token.ent_type_ == "DATE" and word not in _RARELY
    if word in ("spring", "fall"):
        return token.ent_type_ == "DATE"
    if word in SEASONS:
        return token.pos_ == "NOUN" or token.ent_type_ == "DATE" or before in ("in", "by", "until", "since", "every")
    if word in ("current", "recent"):
        return token.pos_ in ("ADJ", "")
    if word == "now":
        return after != "that"
    if word == "soon":  # a story's "soon" is no future
        return before != "as" and after not in ("after", "as") and tense.direction(doc, i) >= 0
    if word in ("night", "morning", "evening", "afternoon", "dawn", "dusk", "sunset", "sunrise", "sundown", "daytime", "nighttime"):
        return before in ("at", "by", "until", "before", "after", "since") and token.ent_type_ == "TIME"
    if word in ("quarterly", "biweekly", "yearly", "monthly", "annual"):  # as adjectives they say a kind of thing: "a quarterly report"
        return token.pos_ == "ADV"
    return word not in ("seconds", "minutes", "nights", "weekends", "quarters")


def _year(token: Token, atoms: Atoms, found: Expression, before: str, after: str) -> bool:
    """Whether four digits are a year: the word before them says so, or the model does."""
    text = atoms.text
    start, end = atoms.starts[found.start], atoms.ends[found.end - 1]
    left, right = text[start - 1 : start], text[end : end + 1]
    if (left.strip() and left not in "(-–—/\"'“‘[") or before in ("$", "£", "€", "#", "no", "flight"):
        return False
    if left and left in "-–—/" and text[start - 2 : start - 1].isdigit() and len(atoms.word(found.start - 2)) != 4:
        return False  # a telephone number
    if right.strip() and (right not in ".,;:)-–—/\"'”’]?!" or (right in ",.:" and text[end + 1 : end + 2].isdigit())):
        return False
    if not 1400 <= int(text[start:end]) <= 2100 and before not in ("in", "since"):
        return False
    if after in ("dollars", "people", "percent", "%", "miles", "meters", "metres", "feet", "pounds"):
        return False
    if token.ent_type_ in _AMOUNTS and before not in ("in", "since"):
        return False
    return token.ent_type_ == "DATE" or before in _BEFORE_TIME or bool(left.strip()) or before in "(,"


def _length(atoms: Atoms, found: Expression, said: list[str], before: str, after: str) -> bool:
    """Not an age ("a six-year-old", "aged 12": the corpora mark none), a fraction ("a quarter of") or an ordinal ("a second try")."""
    glued = found.end < len(atoms.starts) and atoms.starts[found.end] == atoms.ends[found.end - 1]
    following = atoms.word(found.end + 1) if found.end + 1 < len(atoms.starts) else ""
    olds = ("old", "olds")
    if after in olds or (after in "-–" and glued and following in olds) or before == "aged":
        return False
    if said[-1] in ("quarter", "quarters") and (after in ("of", "the", "mile", "point", "-") or said[-2:-1] == ["-"]):
        return False
    return not (said[-1] == "second" and said[0] in ("a", "an", "one"))


def _bare(meaning: Bare, atoms: Atoms, found: Expression, after: str) -> bool:
    """Whether "the year" and its like are a time: year and quarter are unless they are a title ("Book of the Year"), of the others only
    "the end of the month" and "later in the day".
    """
    if atoms.text[atoms.starts[found.end - 1]].isupper():
        return False
    if meaning.unit in ("year", "quarter"):
        return after not in ("of", "that", "when", "in", "-", "'", "’")
    told = found.modifier is not None or atoms.word(found.start) in ("earlier", "later")
    return meaning.unit in ("week", "month", "day") and told and after not in ("of", "that")


def _in_name(doc: Doc, said: list[str], first: int, last: int, recurs: bool) -> bool:
    """Whether the expression is a piece of a longer name."""
    token = doc[first]
    label = token.ent_type_
    follows = doc[last + 1] if last + 1 < len(doc) and not doc[last + 1].is_sent_start else None
    precedes = doc[first - 1] if first and not token.is_sent_start else None
    in_name = label in _NAMES and token.ent_iob_ == "I"
    if len(said) == 1 and said[0] in _PLAIN:
        capital = not token.text.islower() and precedes is not None
        named = in_name or (precedes is not None and precedes.pos_ == "PROPN") or (follows is not None and follows.pos_ == "PROPN")
        return capital and named
    if said[-1].isdigit():
        return False
    if label in _NAMES and follows is not None and follows.ent_iob_ == "I" and follows.text.istitle():
        return True
    if not recurs:
        return doc[last].ent_type_ in ("WORK_OF_ART", "ORG") and doc[last].text.istitle() and doc[last].ent_iob_ == "I"
    if said[-1] in WEEKDAYS and precedes is not None and precedes.text.lower() == "the" and follows is not None and follows.pos_ == "PROPN":
        return follows.text.istitle()  # "the Sunday Chronicle"
    if said[-1] in SEASONS and doc[last].text.istitle():
        return in_name or (follows is not None and follows.text.istitle())
    return (in_name and label in ("WORK_OF_ART", "EVENT", "PERSON")) or (label == "PERSON" and len(said) == 1)
