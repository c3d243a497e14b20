"""The grammar of sets of times ("every Monday", "twice a week", "daily") and of what is only past, present or future."""

from flows.extract.times.lengths import value_of
from flows.extract.times.lexicon import DAY_PARTS, MONTH_NUMBERS, RATES, REFERENCES, SEASONS, UNIT_OF, WEEKDAY_NUMBERS
from flows.extract.times.meaning import Meaning, Often, Reference
from flows.extract.times.patterns import Groups, Rule, number, rule_of

RULES: list[Rule] = []
rule = rule_of(RULES)


def _calendar_value(word: str) -> str:
    if word in WEEKDAY_NUMBERS:
        return f"XXXX-WXX-{WEEKDAY_NUMBERS[word]}"
    if word in MONTH_NUMBERS:
        return f"XXXX-{MONTH_NUMBERS[word]:02}"
    return f"XXXX-{SEASONS[word]}" if word in SEASONS else f"XXXX-XX-XX{DAY_PARTS[word]}"


@rule(
    "(?P<each>{each|every}) (?:{other|ORD} )?(?P<what><WEEKDAY>|<MONTH>|{SEASON|DAYPART})(?: (?P<part>{DAYPART}))?",
    "(?P<what>{WEEKDAYS|DAYPARTS|SEASONS})",
    "(?P<what>{WEEKDAY|WEEKDAYS}) (?P<part>{DAYPARTS})",
)
def _calendar_times(g: Groups) -> Meaning:
    return Often(_calendar_value(g.first("what")) + DAY_PARTS.get(g.first("part"), ""), quant=g.first("each").upper() or None)


@rule("(?P<each>{each|every}) (?:(?P<n>{other|few|single}|<NUMBER>|<ORDINAL>) )?(?P<unit>{UNIT|UNITS})")
def _every_unit(g: Groups) -> Meaning | None:
    n = {"": 1.0, "single": 1.0, "other": 2.0}.get(g.first("n")) or number(g["n"])
    quant = " ".join([g.first("each"), *g["n"]]).upper()
    return Often(value_of(n, UNIT_OF[g.first("unit")]), quant) if n is None or n < 1000 else None


@rule("(?P<freq>{once|twice}) {a} (?P<unit>{UNIT})", "{per} (?P<unit>{minute|hour|day|night|week|month|quarter|year|decade})")
def _times_a_unit(g: Groups) -> Meaning:
    return Often(value_of(1, UNIT_OF[g.first("unit")]), freq={"once": "1X", "twice": "2X"}.get(g.first("freq")))


@rule("(?P<rate>{RATE})")
def _rate(g: Groups) -> Meaning:
    return Often(RATES[g.first("rate")])


@rule("(?:{right|more|most|very} )?(?P<word>{REF})")
def _reference(g: Groups) -> Meaning:
    return Reference(REFERENCES[g.first("word")])


@rule(
    "(?:{the} )?{recent|past|latest} {UNITS}(?: {and} {UNITS})?", "{the} (?:{recent|distant|immediate|very} )?{past}", "{at} {the} {time}"
)
def _past(_: Groups) -> Meaning:
    return Reference("PAST_REF")


@rule("{these} {days}", "{at} {the|this} {moment}")
def _present(_: Groups) -> Meaning:
    return Reference("PRESENT_REF")


@rule(
    "(?:{the} )?{coming|upcoming|future} {UNITS}",
    "{the} (?:{near|distant|foreseeable|immediate|very} )?{future}",
    "{the} {near|short|long} {term}",
)
def _future(_: Groups) -> Meaning:
    return Reference("FUTURE_REF")


@rule("(?:{a} )?{long|many|some} (?:{time} )?{ago}")
def _long_ago(_: Groups) -> Meaning:
    return Reference("PAST_REF")
