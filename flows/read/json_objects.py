"""JSON: an object, a list of objects, or an object that holds one list of them; each object is a document."""

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from flows.read import json_lines
from flows.read.decoding import DecodingError, decode
from flows.read.documents import Issue, Reason
from flows.read.inputs import Input, Item, whole
from flows.read.records import Records, names_of
from flows.read.rules import Rules

MEDIA_TYPE = "application/json"


def read(found: Input, stream: BinaryIO, rules: Rules) -> Iterator[Item]:
    """The documents of the objects."""
    body = whole(found, stream, rules)
    if isinstance(body, Issue):
        yield Issue(found.uri, body.reason, f"{body.message} JSON lines have no such limit.")
        return
    try:
        text, encoding = decode(body, found.charset)
        value = json.loads(text)
    except DecodingError as error:
        yield Issue(found.uri, error.reason, str(error))
        return
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and text[: error.pos].rstrip().endswith("}"):
            yield from json_lines.read(found, io.BytesIO(text.encode("utf-8", "surrogatepass")), rules)
        else:
            yield Issue(found.uri, Reason.BROKEN_JSON, f"It is no JSON: {error}.")
        return
    except (ValueError, RecursionError) as error:
        yield Issue(found.uri, Reason.BROKEN_JSON, f"It is no JSON that can be read: {error}.")
        return
    records = Records(found.uri, encoding, MEDIA_TYPE)
    for number, each in enumerate(_objects(value), start=1):
        if isinstance(each, dict):
            yield from records.documents(number, each, names_of(each, rules.columns, with_aliases=True))
        else:
            yield Issue(f"{found.uri}#L{number}", Reason.NOT_AN_OBJECT, f"It holds a {type(each).__name__}, not an object.")


def _objects(value: Any) -> list[Any]:
    """The objects that are documents: those of the only list of objects in an object that has no text itself, too."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and not names_of(value, {}, with_aliases=True).get("text"):
        lists = [each for each in value.values() if isinstance(each, list) and each and isinstance(each[0], dict)]
        if len(lists) == 1:
            return lists[0]
    return [value]
