"""What people decided of entities, in `curation.toml`: applied last, on every run, for ever.

    [[same]]                                   # one entity under several names
    names = ["Ada Okoro", "A. N. Okoro-Falk"]
    note = "married name, see her own site"

    [[different]]                              # never one entity
    names = ["Falk Industries", "Falk & Sons"]

    [[rename]]
    name = "elvian health board"
    to = "Elvian Health Board"

    [[relabel]]
    name = "Norrvik"
    label = "ORG"

    [[ignore]]
    name = "Photo Desk"

A name stands for all entities that bear it; an `entity_id` in its place for that one.
"""

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from flows.extract.identity.lexicon import NAME_LABELS
from flows.store import decided

FIELDS = {"same": {"names"}, "different": {"names"}, "rename": {"name", "to"}, "relabel": {"name", "label"}, "ignore": {"name"}}
HEADER = re.compile(r"^\s*\[\[\s*(\w+)\s*\]\]")


class CurationError(ValueError):
    """A `curation.toml` that cannot be understood; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: its line in the file, what it is (same, different, rename, relabel, ignore), the names or ids it speaks of, the new
    name or
    label (empty for others), and the note.
    """

    line: int
    verb: str
    names: tuple[str, ...]
    value: str = ""
    note: str = ""


def read_decisions(place: str) -> list[Decision]:
    """The decisions of the file, or of the object at the address, in its order; none where there is none. Raises CurationError."""
    text = decided.text(place) or ""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CurationError(f"{place}: {error}") from error
    lines: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := HEADER.match(line):
            lines.setdefault(header[1], []).append(number)
    found = []
    for verb, entries in tables.items():
        if verb not in FIELDS or not isinstance(entries, list):
            raise CurationError(f"{place}: [[{verb}]] is no decision; there are {', '.join(FIELDS)}")
        found += [decision(place, line, verb, entry) for line, entry in zip(lines[verb], entries, strict=True)]
    return sorted(found, key=lambda decision: decision.line)


def decision(place: str, line: int, verb: str, entry: dict[str, Any]) -> Decision:
    """One entry of the file, checked."""
    where = f"{place}:{line}: [[{verb}]]"
    if wrong := (entry.keys() - {"note"}) ^ FIELDS[verb]:
        raise CurationError(
            f"{where} has {', '.join(sorted(FIELDS[verb]))} and may have a note; wrong or missing: {', '.join(sorted(wrong))}"
        )
    names = entry["names"] if "names" in entry else [entry["name"]]
    value = entry.get("to", entry.get("label", ""))
    if (
        not isinstance(names, list)
        or not all(isinstance(name, str) and name.strip() for name in [*names, entry.get("note", "-") or "-"])
        or not isinstance(value, str)
    ):
        raise CurationError(f"{where}: names, label and note are texts in quotation marks")
    if "names" in entry and len(names) < 2:
        raise CurationError(f"{where} needs two names or more")
    if verb == "relabel" and value not in NAME_LABELS:
        raise CurationError(f"{where}: {value!r} is no label; there are {', '.join(sorted(NAME_LABELS))}")
    return Decision(line, verb, tuple(names), value, entry.get("note", ""))


def appended(text: str, verb: str, names: Sequence[str], note: str) -> str:
    """The file's text with a decision of `same` or `different` after all that it holds, comments included."""
    lines = text.rstrip("\r\n").splitlines(keepends=True)
    listed = ", ".join(map(quoted, names))
    return "".join([*lines, *(["\n\n"] if lines else []), f"[[{verb}]]\nnames = [{listed}]\nnote = {quoted(note)}\n"])


def quoted(text: str) -> str:
    """The text as a basic string of TOML: JSON's, but for DEL, which TOML does not take as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def contradictions(decisions: Sequence[Decision]) -> list[tuple[int, str]]:
    """(line, message) of decisions that speak against an earlier one; the earlier one holds."""
    found = []
    for earlier, later in combinations(decisions, 2):
        shared = set(earlier.names) & set(later.names)
        against = (
            ({earlier.verb, later.verb} == {"same", "different"} and len(shared) > 1)
            or (earlier.verb == later.verb and earlier.verb in {"rename", "relabel"} and bool(shared) and earlier.value != later.value)
        )  # fmt: skip
        if against:
            found.append(
                (
                    later.line,
                    f"[[{later.verb}]] of {', '.join(sorted(shared))} contradicts the decision of line {earlier.line}, which holds",
                )
            )
    return found
