"""The words of English temporal expressions: to which categories of the patterns they belong, and what they stand for.

Which words count follows the lexical triggers of the TimeML annotation guidelines (Saurí et al., *TimeML Annotation Guidelines 1.2.1*,
2006, section 2.2) and of TIDES (Ferro et al., *2005 Standard for the Annotation of Temporal Expressions*, section 3.1).
"""

from collections import defaultdict
from collections.abc import Iterable

from flows.extract.times.holidays import NAMES


def words(text: str) -> list[str]:
    """The words of a text: how lists of words stand here, so that they can be read."""
    return text.split()


MONTHS = words("january february march april may june july august september october november december")
WEEKDAYS = words("monday tuesday wednesday thursday friday saturday sunday")
_MONTH_ABBREVIATIONS = [name[:3] for name in MONTHS if name != "may"] + ["sept"]
_WEEKDAY_ABBREVIATIONS = [name[:3] for name in WEEKDAYS] + ["tues", "weds", "thur", "thurs"]
MONTH_NUMBERS = {name: i for i, name in enumerate(MONTHS, 1)} | {
    name: _i for name in _MONTH_ABBREVIATIONS for _i, full in enumerate(MONTHS, 1) if full[:3] == name[:3]
}
WEEKDAY_NUMBERS = {
    form: i
    for i, name in enumerate(WEEKDAYS, 1)
    for form in (name, name + "s", *(short for short in _WEEKDAY_ABBREVIATIONS if short[:3] == name[:3]))
}

_UNITS = words("second minute hour day night week weekend fortnight month quarter year decade century millennium")
_PLURALS = {unit + "s": unit for unit in _UNITS if unit not in ("century", "millennium")} | {
    "centuries": "century",
    "millennia": "millennium",
}
_ABBREVIATED = {
    "hr": "hour",
    "hrs": "hour",
    "min": "minute",
    "mins": "minute",
    "sec": "second",
    "secs": "second",
    "yr": "year",
    "yrs": "year",
}
_COUNTED_SEASONS = {"summers": "summer", "winters": "winter"}
_COUNTED_PARTS = {"mornings": "day", "afternoons": "day", "evenings": "day"}
UNIT_OF = {unit: unit for unit in _UNITS} | _PLURALS | _ABBREVIATED | _COUNTED_SEASONS | _COUNTED_PARTS

_SEASON_NOUNS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}
_SEASONS_PLURAL = {"summers": "SU", "autumns": "FA", "winters": "WI"}
SEASONS = _SEASON_NOUNS | _SEASONS_PLURAL | {"springtime": "SP", "summertime": "SU", "wintertime": "WI"}

_DAY_PARTS_PLURAL = {"mornings": "TMO", "afternoons": "TAF", "evenings": "TEV", "nights": "TNI"}
DAY_PARTS = _DAY_PARTS_PLURAL | {
    "morning": "TMO", "dawn": "TMO", "daybreak": "TMO", "sunrise": "TMO", "midmorning": "TMO",
    "afternoon": "TAF", "midafternoon": "TAF", "lunchtime": "TMI", "midday": "TMI",
    "evening": "TEV", "dusk": "TEV", "sunset": "TEV", "sundown": "TEV", "nightfall": "TEV",
    "night": "TNI", "daytime": "TDT", "nighttime": "TNI",
}  # fmt: skip
CLOCK_WORDS = {"noon": "T12:00", "midnight": "T24:00"}
DAYS_FROM_TODAY = {"yesterday": -1, "today": 0, "tomorrow": 1}

_SMALL = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")
NUMBERS = {word: i for i, word in enumerate(_SMALL)} | {word: 10 * i for i, word in enumerate(_TENS, 2)}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}
DECADE_WORDS = {word[:-1] + "ies": 10 * i for i, word in enumerate(_TENS, 2)}
_ORDINAL_WORDS = words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS = {word: i for i, word in enumerate(_ORDINAL_WORDS, 1)} | {"thirtieth": 30}

REFERENCES = {
    "now": "PRESENT_REF", "currently": "PRESENT_REF", "nowadays": "PRESENT_REF", "current": "PRESENT_REF",
    "recently": "PAST_REF", "lately": "PAST_REF", "recent": "PAST_REF", "soon": "FUTURE_REF",
}  # fmt: skip
RATES = {
    "hourly": "PT1H", "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "biweekly": "P2W", "monthly": "P1M", "quarterly": "P3M",
    "yearly": "P1Y", "annually": "P1Y",
}  # fmt: skip

# Words of the patterns that stand for themselves.
_PLAIN = words(
    "a about additional after afterward afterwards ago all almost an and another approximately around as at before beginning bulk "
    "business calendar circa clock close coming comparable consecutive corresponding couple current day distant each earlier early "
    "end ended ending ends ensuing entire every exactly extra few fewer financial fiscal following foreseeable from full future half "
    "hence immediate in last late later latest latter least less little long many mid middle moment more most much near nearly next "
    "no o of on once or other outset over overnight part past per period preceding previous prior recent remainder rest right roughly "
    "s same short single so solid some sometime start straight subsequent successive term than that the these this those through till "
    "time to tonight trading turn twice under until up upcoming very whole working"
)


def _capitals(words: Iterable[str]) -> list[str]:
    return [form for word in words for form in (word.capitalize(), word.upper())]


def _any_case(words: Iterable[str]) -> list[str]:
    return [form for word in words for form in (word, word.capitalize(), word.upper())]


def _categories() -> dict[str, frozenset[str]]:
    """The categories of each form, exactly as it may be written ("May" is a month, "may" is none); each is also one of its own word's."""
    table = {
        "MONTH": _capitals(MONTHS) + [name for name in MONTHS if name not in ("march", "may", "august")],
        "MONTHABBR": _capitals(_MONTH_ABBREVIATIONS),
        "WEEKDAY": _any_case(WEEKDAYS),
        "WEEKDAYS": _any_case(name + "s" for name in WEEKDAYS),
        "WEEKDAYABBR": _capitals(_WEEKDAY_ABBREVIATIONS),
        "SEASON": _any_case(SEASONS.keys() - _SEASONS_PLURAL.keys()),
        "SEASONS": _any_case(_SEASONS_PLURAL),
        "DAYPART": _any_case(DAY_PARTS.keys() - _DAY_PARTS_PLURAL.keys()),
        "DAYPARTS": _any_case(_DAY_PARTS_PLURAL),
        "NOON": _any_case(CLOCK_WORDS),
        "TODAY": _any_case(DAYS_FROM_TODAY),
        "UNIT": _any_case(_UNITS),
        "UNITS": _any_case(_PLURALS),
        "UNITABBR": list(_ABBREVIATED),
        "LASTING": _any_case(form + "long" for form in (*_UNITS, *_PLURALS)),
        "CARD": _any_case(NUMBERS),
        "SCALE": _any_case(SCALES),
        "SCALES": _any_case(["dozens", "hundreds", "thousands", "millions"]),
        "DECADES": _any_case(DECADE_WORDS),
        "ORD": _any_case(ORDINALS),
        "SUFFIX": words("st nd rd th ST ND RD TH"),
        "FEW": _any_case(words("few several some many numerous various countless")),
        "RATE": _any_case(RATES),
        "REF": _any_case(REFERENCES),
        "FY": ["FY"],
        "AMPM": ["am", "pm", "AM", "PM"],
        "AP": ["a", "p", "A", "P"],
        "Mm": ["m", "M"],
        "ZONE": words("EST EDT ET CST CDT CT MST MDT MT PST PDT PT GMT UTC BST CET CEST IST JST MSK"),
        "ERA": ["BC", "BCE", "AD", "CE"],
        "ERALETTER": ["B", "C", "A", "D"],
        "HOLIDAY": _capitals(name.split()[0].split("'")[0].rstrip(".") for name in NAMES),
        "PLAIN": _any_case(_PLAIN),
    }
    found: dict[str, set[str]] = defaultdict(set)
    for category, forms in table.items():
        for form in forms:
            found[form] |= {category, form.lower()}
    return {form: frozenset(names) for form, names in found.items()}


CATEGORIES = _categories()
