"""Names in lines that are made for names: bylines and lines of credit. The forms of the words decide; nothing is looked up."""

import re

from flows.read.stated.letters import CAPITAL

_PARTICLE = r"(?:al|bin|bint|da|das|de|del|della|der|di|dos|du|el|ibn|la|le|ten|ter|van|vom|von|zu|y)"
_WORD = rf"(?:(?:Mc|Mac|O['’]|D['’]|[A-Z]['’])?{CAPITAL}[\w'’.-]*)"
_NAME = rf"{_WORD}(?:\s+(?:{_PARTICLE}\s+)*{_WORD}){{1,4}}(?:,?\s+(?:Jr|Sr|I{{2,3}}|IV|M\.?D|Ph\.?D)\.?)?"
_NAME_ONLY = re.compile(_NAME)
_PLACE = rf"(?:\s+(?:in|from|at)\s+{_WORD}(?:,?\s+{_WORD}){{0,3}})?"
_BETWEEN = re.compile(r"\s*(?:,\s*(?:and|&|with)\s+|,\s+|;\s+|\s+and\s+|\s+&\s+|\s+with\s+)\s*", re.IGNORECASE)
_JUNIOR = re.compile(r",\s+(?=(?:Jr|Sr|I{2,3}|IV|M\.?D|Ph\.?D)\b)")

# Words that make a phrase a job or a house, not a person.
_NO_PERSON = re.compile(
    r"\b(?:agenc(?:y|ies)|analysts?|associated|assistant|bureau|chief|columnists?|contributors?|contributing|correspondents?|critics?|daily|desk"
    r"|editors?|editorial|freelancers?|gazette|herald|international|journal|journalists?|magazine|mail|managing|media|ministry|network"
    r"|news|newspapers?|newsroom|online|photographers?|post|press|producers?|radio|report|reporters?|reuters|reviewers?|senior|service|shares"
    r"|special|specialist|sportswriters?|staff|standard|star|sun|team|telegraph|times|today|tribune|tv|university|web|writers?)\b",
    re.IGNORECASE,
)


def name(text: str) -> str | None:
    """The text if it is a person's name by its form: two to five words with capitals, particles between them; else None."""
    text = " ".join(text.split())
    return text if _NAME_ONLY.fullmatch(text) and not _NO_PERSON.search(text) else None


def named(text: str) -> list[str] | None:
    """The persons in a list of names, with or without their places (`Ann Lee in Rome, Bo Ray and Cy Fox`); None if it is no such list."""
    found = []
    for each in _BETWEEN.split(_JUNIOR.sub(" ", text.strip())):
        person = name(re.sub(rf"(?<=\w){_PLACE}$", "", each) if re.search(r"\s(?:in|from|at)\s", each) else each)
        if person is None:
            return None
        found.append(person)
    return found or None


def is_job(text: str) -> bool:
    """Whether it names a job or a house, such as `Staff Writer` or `Daily Mail`."""
    return bool(_NO_PERSON.search(text)) or bool(re.fullmatch(r"[A-Z]{2,6}", text.strip()))
