"""Documents and issues as JSON: what the process that reads what may be malicious answers. JSON cannot make its receiver do anything."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from flows.read.documents import Document, Issue, Origin, Precision, Reason
from flows.read.inputs import Item


class AnswerError(ValueError):
    """An answer is no document, issue or end."""


def encoded(item: Item | None) -> bytes:
    """The document or issue, or None for the end of them, as bytes. Halves of surrogate pairs, which metadata may have, are escaped."""
    said = None if item is None else {"kind": type(item).__name__, **asdict(item)}
    return json.dumps(said, default=datetime.isoformat).encode("ascii")


def decoded(answer: bytes) -> Item | None:
    """The document or issue of the bytes, or None for the end of them; raises AnswerError."""
    try:
        said = json.loads(answer)
        return None if said is None else _item(said)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise AnswerError(f"{type(error).__name__}: {error}") from error


def _item(said: Mapping[str, Any]) -> Item:
    values = {name: value for name, value in said.items() if name != "kind"}
    if said["kind"] == "Issue":
        return Issue(**_texts(Issue, values), reason=Reason(values["reason"]))
    if said["kind"] != "Document":
        raise ValueError(f"{said['kind']!r} is no kind of answer")
    moment, precision = values["published_at"], values["published_precision"]
    return Document(
        **_texts(Document, values),
        authors=_names(values["authors"]),
        contributors=_names(values["contributors"]),
        published_at=None if moment is None else datetime.fromisoformat(moment),
        published_precision=None if precision is None else Precision(precision),
        origins={str(name): Origin(origin) for name, origin in values["origins"].items()},
    )


def _texts(kind: type[Item], values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are a text or may be none."""
    types: dict[str, Any] = {each.name: each.type for each in fields(kind) if each.type in (str, str | None)}
    for name, expected in types.items():
        if not isinstance(values[name], expected):
            raise TypeError(f"{name} is no text")
    return {name: values[name] for name in types}


def _names(values: Any) -> tuple[str, ...] | None:
    if values is not None and not (isinstance(values, list) and all(isinstance(value, str) for value in values)):
        raise TypeError("names are to be texts")
    return None if values is None else tuple(values)
