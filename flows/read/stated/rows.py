"""What a text states of itself, as rows of the tables `statements` and `boilerplate`."""

from flows.read.moments import Moment, moment
from flows.read.stated import found_in
from flows.read.stated.statement import Boilerplate, Name, Statement
from flows.schema import Row


def rows(doc_id: str, text: str) -> dict[str, list[Row]]:
    """The rows of a document by table, in the order of the text."""
    made: dict[str, list[Row]] = {"statements": [], "boilerplate": []}
    for each in found_in(text):
        span = {"doc_id": doc_id, "start_char": each.start, "end_char": each.end, "text": text[each.start : each.end]}
        if isinstance(each, Boilerplate):
            made["boilerplate"].append({**span, "kind": str(each.kind)})
        else:
            made["statements"].append({**span, "field": str(each.name), "value": _written(each.value)})
    return made


def statement(row: Row) -> Statement:
    """What a row of `statements` was made of."""
    name, value = Name(row["field"]), row["value"]
    is_moment = name in {Name.PUBLISHED_AT, Name.UPDATED_AT}
    return Statement(name, moment(value) if is_moment else value, row["start_char"], row["end_char"])


def _written(value: str | Moment) -> str:
    """A moment as ISO 8601 has it, down to its unit."""
    if not isinstance(value, Moment):
        return value
    n_characters = {"year": 4, "month": 7, "day": 10, "hour": 13, "minute": 16, "second": 19}[value.precision]
    return value.at.isoformat()[:n_characters]
