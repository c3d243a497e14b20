"""What stands around a time and belongs to it: "early March", "the end of 2012", "about two years", "a week or so".

Values are those of TIMEX3's attribute `mod` (TimeML Annotation Guidelines 1.2.1, section 2.2.6).
"""

from flows.extract.times.atoms import Atoms
from flows.extract.times.lexicon import words
from flows.extract.times.patterns import pattern

_QUANTITY = pattern(
    "(?:(?P<APPROX>{about|around|nearly|almost|approximately|roughly|circa|some})|(?P<NONE>{exactly})"
    "|(?P<MORE_THAN>{more} {than}|{over}(?= <COUNT>))|(?P<LESS_THAN>{less|fewer} {than}|{under}(?= <COUNT>))"
    "|(?P<EQUAL_OR_MORE>{at} {least}|{no} {less|fewer} {than})"
    "|(?P<EQUAL_OR_LESS>{at} {most}|{up} {to}|{no} {more} {than}|{as} {long|many|little|much|few} {as})) "
)
_NUMBER = pattern("(?:{the} )?(?:{last|past|next|coming} )?<COUNT>")
_PHASES = (
    pattern("(?:{the} )?(?:{very} )?(?:(?P<START>{early})|(?P<MID>{mid})|(?P<END>{late}))(?:~{DASH}~|~| )"),
    pattern("(?:{the} )?(?:{very} )?(?:(?P<START>{beginning|start|turn|outset})|(?P<MID>{middle})|(?P<END>{end|close})) {of} "),
    pattern("(?:{the} )?(?:(?P<START>{first|early})|(?P<END>{second|last|latter|late})) (?:{half|part}) {of} "),
    pattern("(?P<NONE>(?:{the} )?(?:{rest|remainder|most|much|part|bulk|all|whole|entire|full}|{month}(?= {of} <MONTH>)) (?:{of} )?)"),
    pattern("(?P<NONE>{earlier|later|sometime}) (?:{in} |{on} )?(?={the|this|that|last|next|TODAY|WEEKDAY})"),
)
_BEFORE_OVER = frozenset(
    words("for in within after by of since just well little slightly lasted lasts took takes taken spent is was are were a , . (")
)
_AFTER = pattern(" {or} (?:(?P<APPROX>{so})|(?P<AFTER>{later})|(?P<BEFORE>{earlier})|(?P<EQUAL_OR_MORE>{more}))")


def before(atoms: Atoms, i: int) -> tuple[int, str | None, bool]:
    """Where the modifiers that begin at atom `i` end (`i` where there are none), what they say, and whether a number must follow."""
    said: str | None = None
    needs_number = False
    at = 2 * i
    match = _QUANTITY.match(atoms.codes, at)
    if match and not (atoms.word(i) == "over" and not _is_quantity(atoms, i)):
        at, said = match.end(), _name(match.lastgroup)
        needs_number = match.lastgroup not in ("APPROX", "NONE") and not _NUMBER.match(atoms.codes, at)
    for phase in _PHASES:
        if match := phase.match(atoms.codes, at):
            at, said = match.end(), _name(match.lastgroup) or said
    return at // 2, said, needs_number


def _is_quantity(atoms: Atoms, i: int) -> bool:
    """Whether "over" is "more than": after a preposition or a verb of lasting, not in "instalments over four years"."""
    return i == 0 or atoms.word(i - 1) in _BEFORE_OVER or atoms.codes[2 * i - 1] == "|"


def after(atoms: Atoms, end: int) -> tuple[int, str | None]:
    """The end of an expression with the modifiers that follow it, and what they say."""
    match = _AFTER.match(atoms.codes, 2 * end - 1)
    return ((match.end() + 1) // 2, _name(match.lastgroup)) if match else (end, None)


def _name(group: str | None) -> str | None:
    return None if group == "NONE" else group
