"""The grammar of times of day: clocks, and parts of the day."""

from flows.extract.times.lexicon import CLOCK_WORDS, DAY_PARTS, DAYS_FROM_TODAY, NUMBERS
from flows.extract.times.meaning import AtClock, Meaning, Offset
from flows.extract.times.patterns import Groups, Rule, number, rule_of

RULES: list[Rule] = []
rule = rule_of(RULES)


def _clock_of(words: list[str]) -> str | None:
    """`T20:30` of "8 : 30 p . m ."; None where no clock shows that."""
    hour, *rest = [int(word) for word in words if word.isdigit()] or [NUMBERS.get(words[0], 0)]
    letters = "".join(word for word in words if word.isalpha())
    if letters.endswith(("am", "pm")):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if letters.endswith("pm") else 0)
    minute, *second = rest or [0]
    return f"T{hour:02}:{minute:02}" + "".join(f":{each:02}" for each in second)


def _zoned(clock: str, zone: list[str]) -> str:
    """Other zones than UTC are left out: the value stays local."""
    return clock + "Z" if {"gmt", "utc"} & set(zone) else clock


# The same time elsewhere, as agencies add it: "10:35 a.m. (0735 GMT)".
_ELSEWHERE = " {OPEN}~(?:{FOUR}|{HOUR}~{COLON|DOT}~{MINUTE})(?: |~){ZONE}~{CLOSE}"


@rule(
    "(?P<clock><CLOCK>)(?P<zone><ZONE>)?(?:" + _ELSEWHERE + ")?", "(?P<clock>{HOUR}~{COLON}~{MINUTE}(?:~{COLON}~{MINUTE})?)(?P<zone><ZONE>)"
)
def _clock(g: Groups) -> Meaning | None:
    found = _clock_of(g["clock"])
    return AtClock(_zoned(found, g["zone"]), None) if found else None


@rule("(?P<four>{FOUR})(?P<zone>(?: |~){ZONE})")
def _military_clock(g: Groups) -> Meaning | None:
    hour, minute = int(g.first("four")[:2]), int(g.first("four")[2:])
    return AtClock(_zoned(f"T{hour:02}:{minute:02}", g["zone"]), None) if hour < 24 and minute < 60 else None


@rule("(?P<hour>{HOUR|CARD}) {in|at} (?:{the} )?(?P<part>{morning|afternoon|evening|night})")
def _hour_of_part(g: Groups) -> Meaning | None:
    hour, part = int(number(g["hour"]) or 0), g.first("part")
    if not 1 <= hour <= 12:
        return None
    before_noon = part == "morning" or (part == "night" and hour < 5)
    return AtClock(f"T{hour % 12 + (0 if before_noon else 12):02}:00", None)


@rule("(?P<noon>{NOON})")
def _noon(g: Groups) -> Meaning:
    return AtClock(CLOCK_WORDS[g.first("noon")], None)


@rule("(?P<word>{tonight|overnight})")
def _night(g: Groups) -> Meaning:
    return AtClock("TNI", Offset(0, "day") if g.first("word") == "tonight" else None)


@rule("(?P<relation>{this|last|that}) (?:{same} )?(?P<part>{DAYPART})", "(?P<day>{TODAY}) (?P<part>{DAYPART})")
def _part_of_named_day(g: Groups) -> Meaning:
    part, word = DAY_PARTS[g.first("part")], g.first("relation")
    if g.has("day"):
        return AtClock(part, Offset(DAYS_FROM_TODAY[g.first("day")], "day"))
    return AtClock(part, Offset(-1 if word == "last" else 0, "day", "text" if word == "that" else "document"))


@rule("{the} (?P<relation>{next|following|previous|same}) (?P<part>{DAYPART})")
def _part_of_told_day(g: Groups) -> Meaning:
    return AtClock(DAY_PARTS[g.first("part")], Offset({"previous": -1, "same": 0}.get(g.first("relation"), 1), "day", "text"))


@rule("(?:{the} )?(?P<part>{DAYPART})")
def _part_of_day(g: Groups) -> Meaning:
    return AtClock(DAY_PARTS[g.first("part")], None)
