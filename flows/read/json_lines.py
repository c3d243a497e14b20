"""JSON lines: one document a line, with the metadata it states."""

import json
import reprlib
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from flows.read.documents import STATED, Document, Issue, Origin, Reason, unusable
from flows.read.moments import moment
from flows.read.seeds import Seed

MEDIA_TYPE = "application/jsonl"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read(seed: Seed, stream: BinaryIO) -> Iterator[Document | Issue]:
    """The documents of the lines. A line that is none is an issue, and the next one is read."""
    times: Counter[str] = Counter()
    for number, line in enumerate(stream, start=1):
        body = line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line
        if body.strip():
            yield from _document(seed, number, body, times)


def _document(seed: Seed, number: int, line: bytes, times: Counter[str]) -> Iterator[Document | Issue]:
    """One line's document with its issues; `times` counts how often each id was given before."""
    by_line = f"{seed.seed_uri}#L{number}"
    try:
        body = json.loads(line)
    except UnicodeDecodeError as error:
        yield Issue(by_line, Reason.WRONG_ENCODING, f"Byte {error.start} of the line is not UTF-8.")
        return
    except (ValueError, RecursionError) as error:
        yield Issue(by_line, Reason.BROKEN_JSON, f"The line is no JSON: {error}.")
        return
    if not isinstance(body, dict):
        yield Issue(by_line, Reason.NOT_AN_OBJECT, f"The line holds a {type(body).__name__}, not an object.")
        return
    source_id, source_uri = f"L{number}", by_line
    given = body.get("id")
    if isinstance(given, str | int) and not isinstance(given, bool) and str(given).strip() and _is_text(str(given)):
        source_id = str(given)
        times[source_id] += 1
        source_uri = f"{seed.seed_uri}#{source_id}" + (f"~{times[source_id]}" if times[source_id] > 1 else "")
        if times[source_id] > 1:
            yield Issue(
                source_uri,
                Reason.REPEATED_ID,
                f"The id {reprlib.repr(source_id)} was given before in this file; line {number} is kept as {source_uri}.",
            )
    elif given is not None:
        yield Issue(
            by_line, Reason.BAD_METADATA, f"id is {reprlib.repr(given)}, not a text or whole number; the line number stands for it."
        )
    if not isinstance(body.get("text"), str):
        yield Issue(source_uri, Reason.NO_TEXT, "The object has no text in its field `text`.")
        return
    issue = unusable(source_uri, body["text"])
    if issue:
        yield issue
        return
    metadata, faults = _metadata(body)
    for fault in faults:
        yield Issue(source_uri, Reason.BAD_METADATA, fault)
    origins = {name: Origin.FIELD for name in STATED if metadata.get(name) is not None}
    yield Document(source_uri, source_id, body["text"], **metadata, encoding="utf-8", media_type=MEDIA_TYPE, origins=origins)


def _metadata(body: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The fields that a document knows, and a sentence for each that is there and can't be used."""
    metadata: dict[str, Any] = {}
    faults = []
    for name in ("title", "publisher", "dateline_place", "url", "language"):
        value = body.get(name)
        if isinstance(value, str) and _is_text(value):
            metadata[name] = value.strip() or None
        elif value is not None:
            faults.append(f"{name} is {reprlib.repr(value)}, not a text; it is left out.")
    for name in ("authors", "contributors"):
        people = body.get(name)
        if isinstance(people, str):
            people = [people]
        if isinstance(people, list) and all(isinstance(person, str) and _is_text(person) for person in people):
            metadata[name] = tuple(person.strip() for person in people if person.strip()) or None
        elif people is not None:
            faults.append(f"{name} is {reprlib.repr(people)}, not a text or a list of texts; it is left out.")
    published = body.get("published_at")
    if isinstance(published, str):
        try:
            metadata["published_at"], metadata["published_precision"] = moment(published)
        except ValueError:
            if published.strip():
                faults.append(f"published_at is {reprlib.repr(published)}, not an ISO date or date-time; it is left out.")
    elif published is not None:
        faults.append(f"published_at is {reprlib.repr(published)}, not an ISO date or date-time; it is left out.")
    return metadata, faults


def _is_text(value: str) -> bool:
    """Whether it can be written: JSON's escapes allow halves of surrogate pairs."""
    return "\0" not in value and not any("\ud800" <= character <= "\udfff" for character in value)
