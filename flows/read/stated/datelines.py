"""Datelines, and the house's name where there is no place: `ATLANTA, Georgia (CNN) --`, `WASHINGTON, March 3 (Reuters) -`, `(CNN)`."""

import re
from collections.abc import Iterator

from flows.read.documents import Precision
from flows.read.moments import Moment
from flows.read.stated.dates import written
from flows.read.stated.letters import CAPITAL
from flows.read.stated.statement import Boilerplate, Found, Kind, Name, Statement

# A hyphen belongs to a word where the word goes on, and parts no words: with two ways to read each, a long line takes for ever.
_IN_WORD = rf"(?:{CAPITAL}|['’.])"
_CAPITALS = rf"{CAPITAL}(?:{_IN_WORD}++(?:-{_IN_WORD}++)*|(?:-{_IN_WORD}++)+)"
_PLACE_IN_CAPITALS = rf"{_CAPITALS}(?:[ /]{_CAPITALS}){{0,3}}"
_REGION_WORD = rf"{CAPITAL}[\w'’.]*+(?:-[\w'’.]++)*"
_REGION = rf"(?:,\s+{_REGION_WORD}(?:\s+(?:of\s+|and\s+|the\s+)*{_REGION_WORD}){{0,3}}){{0,2}}"
_DATE = (
    r"(?:,?\s+(?P<date>(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
    r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}|\d{1,2}\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep"
    r"|Oct|Nov|Dec)[a-z]*\.?)"
    r"(?:,?\s+(?:19|20)\d\d)?),?)?"
)
_HOUSE = rf"(?P<house>{CAPITAL}[\w.&'’-]*(?:[ /]{CAPITAL}?[\w.&'’-]+){{0,3}})"
_CREDIT = rf"(?:\s*\({_HOUSE}\)|\s+/{_HOUSE.replace('house', 'wire')}/)"
# A hyphen within a word (`COVID-19`) is none.
_DASH = r"(?:\s*(?:--+|[—–―_])|\s+-|-(?=\s)|(?<=[)/])-)"
# What a story begins with after its dateline: a capital, a figure or a quotation.
_BEGIN = rf"(?=\s*[\"'“‘«(\[]*(?:{CAPITAL}|\d))"

_IN_CAPITALS = re.compile(rf"(?P<place>{_PLACE_IN_CAPITALS}{_REGION}){_DATE}(?P<credit>{_CREDIT})?{_DASH}{_BEGIN}")
_WITH_CREDIT = re.compile(
    rf"(?P<place>{_REGION_WORD}(?: (?:de\s+|del\s+|la\s+|al-|upon\s+)?{_REGION_WORD}){{0,3}}{_REGION}){_DATE}{_CREDIT}{_DASH}{_BEGIN}"
)
_CREDIT_ALONE = re.compile(rf"\({_HOUSE}\)(?P<dash>{_DASH})?{_BEGIN}")
# `(NFN)The ferry`: without a dash only letters are taken for a house.
_ACRONYM = re.compile(r"[A-Z]{2,6}|[A-Z]{2,6}[ .]?[A-Z]?[a-z]{2,12}")

# Words in capitals before a dash that announce something and are no place.
_NO_PLACE = re.compile(
    r"\b(?:ADVISORY|ALERT|ANALYSIS|AND|AUDIO|BREAKING|CHAPTER|COLUMN|COMMENT|CORRECT(?:ED|ION)|DEAL|DEVELOPING|EDITORIAL|EXCLUSIVE"
    r"|EXPLAINER|FACTBOX|FEATURE"
    r"|FLASH|GALLERY|HEADLINES?|INTERVIEW|JUST|LATEST|LEAD|LIST|LIVE|NEW|NEWS|NO|NOTE|OBITUARY|OPINION|PART|PHOTOS?|PICTURES?|POLL"
    r"|PREVIEW|PROFILE"
    r"|RECAP|REFILE|REPORT|REVIEW|RUMOR|SHOCK|SPOILERS?|STORY|SUMMARY|TABLE|TEST|THE|TIMELINE|TOP|TRANSCRIPT|TRENDING|UPDATED?"
    r"|URGENT|VIDEO|WATCH|WINNER)\b"
)
_PLACES_IN_NEW = re.compile(
    r"\bNEW (?:ALBANY|BEDFORD|BERN|BRITAIN|BRUNSWICK|CALEDONIA|CANAAN|CASTLE|DELHI|GUINEA|HAMPSHIRE|HAVEN|IBERIA|JERSEY|LONDON"
    r"|MEXICO|ORLEANS|PLYMOUTH"
    r"|ROCHELLE|SMYRNA|SOUTH WALES|ULM|WESTMINSTER|YORK|ZEALAND)\b"
)
_NO_HOUSE = re.compile(
    r"(?:AUDIO|BREAKING|EXCLUSIVE|GALLERY|LIVE|NSFW|PHOTOS?|PICTURED?|SPOILERS?|SOURCE|UPDATED?|VIDEO|WATCH|APPLAUSE|CROSSTALK"
    r"|LAUGHTER|MUSIC|COMMERCIAL BREAK)",
    re.IGNORECASE,
)
# What makes a name in brackets a house and no country (`PORT SELDOM, Veld (Corvane) --`): letters alone, a word of the trade, or one of the
# world's large agencies by its short name.
_HOUSE_NAME = re.compile(
    r"[A-Z]{2,6}(?:[ .]?[A-Z]?[a-z]{2,12})?|[A-Z]{2,5}/[A-Z]{2,5}"
    r"|.*\b(?:Agence|Associated|Courier|Gazette|Herald|Journal|Network|News(?:wires?)?|Post|Press|Radio|Service|Tribune|Times|Wire)\b.*"
    r"|Ansa|Bernama|Bloomberg|Interfax|Kyodo|Reuters|Sputnik|Tass|Xinhua",
)


def dateline(text: str, start: int, end: int) -> Iterator[Found]:
    """What a dateline at `start` states, if there is one: place, house, a day with its year, and the dateline itself as boilerplate."""
    found = _IN_CAPITALS.match(text, start, end)
    if not found or _is_no_place(found["place"]):
        found = _WITH_CREDIT.match(text, start, end)
        if found and not _HOUSE_NAME.fullmatch(found["house"] or found["wire"]):
            found = None
    if found and not _is_no_place(found["place"]):
        place = found["place"].strip()
        yield Statement(Name.DATELINE_PLACE, place, found.start("place"), found.start("place") + len(place))
        yield from _house(found)
        date = found["date"]
        moment = written(date) if date else None
        if isinstance(moment, Moment) and moment.precision == Precision.DAY:
            yield Statement(Name.PUBLISHED_AT, moment, *found.span("date"))
        yield Boilerplate(Kind.DATELINE, found.start(), found.end())
        return
    alone = _CREDIT_ALONE.match(text, start, end)
    is_house = alone and not _NO_HOUSE.fullmatch(alone["house"])
    if alone and is_house and (_ACRONYM.fullmatch(alone["house"]) or (alone["dash"] and _HOUSE_NAME.fullmatch(alone["house"]))):
        yield from _house(alone)
        yield Boilerplate(Kind.SOURCE, alone.start(), alone.end())


def _house(found: re.Match[str]) -> Iterator[Found]:
    groups = found.groupdict()
    for name in ("house", "wire"):
        if groups.get(name) and _HOUSE_NAME.fullmatch(groups[name]):
            yield Statement(Name.PUBLISHER, groups[name], *found.span(name))


def _is_no_place(place: str) -> bool:
    return bool(_NO_PLACE.search(_PLACES_IN_NEW.sub("", place.partition(",")[0])))
