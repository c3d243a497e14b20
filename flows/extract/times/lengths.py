"""The grammar of durations, and of what is counted in units at all."""

from math import prod

from flows.extract.times.lexicon import NUMBERS, SCALES, SEASONS, UNIT_OF, words
from flows.extract.times.meaning import Length, Meaning, Often
from flows.extract.times.patterns import Groups, Rule, number, rule_of

RULES: list[Rule] = []
rule = rule_of(RULES)

# TIMEX3's letters; those of the clock stand behind a T.
_LETTERS = {"second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
_LETTERS |= {"weekend": "WE", "summer": "SU", "winter": "WI", "fortnight": "W", "decade": "DE", "century": "CE", "millennium": "ML"}
_SPELT_OUT = {"fortnight": (2, "W"), "decade": (10, "Y"), "century": (100, "Y"), "millennium": (1000, "Y")}
_HALVES = {"year": "6M", "day": "T12H", "hour": "30M", "minute": "30S"}
_LARGEST = 100_000  # of any unit: more is a serial number


def value_of(n: float | None, unit: str) -> str:
    """The TIMEX3 value of n units: `P3Y`, `PT1M30S`; `PXY` where the number is not said."""
    letters = _LETTERS[unit]
    start, letter = ("PT", letters[1:]) if letters.startswith("T") else ("P", letters)
    if n is None:
        return f"{start}X{letter}"
    if unit in _SPELT_OUT:
        times, letter = _SPELT_OUT[unit]
        return f"P{n * times:.10g}{letter}"
    if n % 1 == 0.5 and unit in _HALVES:
        return start + (f"{int(n)}{letter}" if n > 1 else "") + _HALVES[unit]
    return f"{start}{n:.10g}{letter}"


def of_units(n: float | None, unit: str, direction: int = 0) -> Length:
    """The duration of n units."""
    return Length(value_of(n, unit), int(n) if n is not None and n == int(n) else None, unit, direction)


_UNIT = "{UNIT|UNITS|UNITABBR|summers|winters|mornings|afternoons|evenings}"
_MORE = (
    "(?: {more|other|another|additional|extra|consecutive|straight|full|solid|successive|trading|business|working|calendar|fiscal|long})?"
)
_RANGE = "(?:(?: {or|to} |~{DASH} {or|to} |~{DASH}~)(?P<high><NUMBER>))?"
# "three years", "two to three weeks", "several more days", "half an hour"
SPAN = "(?:(?P<vague><VAGUE>)|(?P<n><NUMBER>|{half} {a|an}|{a|an|another})" + _RANGE + ")" + _MORE + "<JOIN>(?P<unit>" + _UNIT + ")"


def counted(g: Groups) -> tuple[float | None, str] | None:
    """The number of units (None: not said; of a range the lower end) and the unit of SPAN; None where the words are no amount of time."""
    unit = UNIT_OF[g.first("unit")]
    if not g.has("n"):
        return None, unit
    n = 1.0 if g.first("n") == "another" else number(g["n"])
    if n is None or g.first("n").startswith("00"):
        return None  # the end of "50,000"
    if g.has("high"):
        if not set(g["n"]) & SCALES.keys():
            n *= prod(SCALES[word] for word in g["high"] if word in SCALES)  # "20 to 30 million years"
        if (number(g["high"]) or n) < n:
            return None  # "a fine of 500 or two years in prison"
    lone = g["n"] in (["a"], ["an"])
    return None if n >= _LARGEST or (lone and g.first("unit").endswith("s")) else (n, unit)


@rule(SPAN, "(?P<unit>{UNITS})")
def _length(g: Groups) -> Meaning | None:
    amount = counted(g)
    if amount is None or amount[1] == "weekend":
        return None
    if g["n"] in (["a"], ["an"]) and _follows_amount(g):
        return Often(value_of(*amount))
    return of_units(*amount)


_NO_RATE = frozenset(words("in for within after before over about than to at by from since until with and only just nearly almost as"))


def _follows_amount(g: Groups) -> bool:
    """Whether "a year" says a rate: "$3 million a year", "40 deaths a day"; a number stands just before, and no preposition between."""
    first = g.match.start() // 2
    for word in (g.atoms.word(i) for i in range(first - 1, max(first - 5, -1), -1)):
        if word.isdigit() or word in NUMBERS or word in SCALES:
            return True
        if word in _NO_RATE or not (word.isalpha() or word in "%-.,"):
            return False
    return False


_FIGURE = "(?P<n{i}><NUMBER>)<JOIN>(?P<unit{i}>{UNIT|UNITS|UNITABBR})"
_ONE, _TWO, _THREE = (_FIGURE.replace("{i}", str(i)) for i in (1, 2, 3))
_NEXT = "(?:~{COMMA})? (?:{and} )?"
_FINENESS = {"second": 0, "minute": 1, "hour": 2, "day": 3, "week": 4, "month": 5, "year": 6}


@rule(_ONE + _NEXT + _TWO + "(?:" + _NEXT + _THREE + ")?")
def _length_of_several_units(g: Groups) -> Meaning | None:
    """Two hours, 32 minutes and 25 seconds; one year and three months: units that get finer."""
    days, clock, last = "", "", len(_FINENESS)
    for i in "123":
        if not g.has("n" + i):
            continue
        n, unit = number(g["n" + i]), UNIT_OF[g.first("unit" + i)]
        fineness = _FINENESS.get(unit, last)
        if n is None or n >= _LARGEST or fineness >= last:
            return None
        last = fineness
        value = value_of(n, unit)
        if value.startswith("PT"):
            clock += value[2:]
        else:
            days += value[1:]
    return Length("P" + days + ("T" + clock if clock else ""))


@rule("(?P<n>{a}|<NUMBER>) (?P<unit>{UNIT|UNITS}) {and} {a} {half}")
def _length_and_a_half(g: Groups) -> Meaning | None:
    n = number(g["n"])
    return of_units(n + 0.5, UNIT_OF[g.first("unit")]) if n is not None and n < _LARGEST else None


@rule(
    "(?:{the} )?(?P<side>{last|past|previous|preceding|prior|next|coming|upcoming|following|latest|ORD}) " + SPAN,
    "{the|these|those} " + SPAN,
)
def _bounded_length(g: Groups) -> Meaning | None:
    """The past two years, the first nine months, these ten days."""
    amount = counted(g)
    if amount is None or g.first("n") in ("a", "an", "another") or g.first("vague") == "a":
        return None
    if amount[1] in SEASONS:
        return Often(f"XXXX-{SEASONS[amount[1]]}")
    word = g.first("side")
    return of_units(*amount, direction=-1 if word in ("last", "past") else 1 if word in ("next", "coming") else 0)


@rule("{the} (?P<side>{past}) (?P<unit>{UNIT})", "{the} (?P<side>{last|past|next|coming}) (?P<unit>{UNIT})(?= {or} {so})")
def _length_up_to_now(g: Groups) -> Meaning:
    return of_units(1, UNIT_OF[g.first("unit")], -1 if g.first("side") in ("past", "last") else 1)


@rule(
    "{all}(?: |~{DASH}~)(?P<unit>{day|night|week|month|year})",
    "{half} {a} (?P<unit>{century|decade})",
    "(?:{a} )?{quarter}<JOIN>(?P<unit>{century})",
)
def _whole_or_fraction(g: Groups) -> Meaning:
    """All day, half a century, a quarter-century."""
    first = g.atoms.word(g.match.start() // 2)
    return of_units(1 if first == "all" else 0.5 if first == "half" else 0.25, UNIT_OF[g.first("unit")])


@rule("(?P<minutes>{DIGITS})~{COLON}~(?P<seconds>{MINUTE}~{DOT}~{DIGITS})(?: {UNITS})?")
def _stopwatch(g: Groups) -> Meaning:
    """4:07.13, of a race."""
    return Length(f"PT{g.first('minutes')}M{number(g['seconds']):g}S", None, "second")


@rule("{the} (?:{full|whole|entire} )?(?:{fiscal|financial} )?{year}(?= {ended|ending|ends})")
def _reported_year(_: Groups) -> Meaning:
    """The year ended June 30: a length, whose end the text gives next."""
    return of_units(1, "year")


@rule("(?:(?P<n><NUMBER>|{a})~{DASH}~)?(?P<unit>{LASTING})", "(?:(?P<n><NUMBER>|{a})~{DASH}~)?(?P<unit>{UNIT|UNITS})~{DASH}~{long}")
def _lasting(g: Groups) -> Meaning | None:
    """A yearlong study, a decades-long war, an hour-long talk."""
    word = g.first("unit").removesuffix("long")
    n = number(g["n"]) if g.has("n") else None if word.endswith("s") else 1.0
    return of_units(n, UNIT_OF[word]) if n is None or n < _LARGEST else None
