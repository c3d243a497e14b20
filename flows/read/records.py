"""Records with named fields (lines of JSON, rows of tables) -> documents: which field is which, and what can't be used."""

import reprlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from flows.read.documents import STATED, Document, Issue, Origin, Reason, is_storable, unusable
from flows.read.inputs import Item
from flows.read.language import code
from flows.read.stating import not_a_date, when

# Other names that tables have for what is stated here, most usual first.
ALIASES: dict[str, tuple[str, ...]] = {
    "text": ("body", "content", "article_text", "full_text", "fulltext", "maintext", "article", "story"),
    "id": ("doc_id", "article_id", "document_id", "_id", "uuid"),
    "title": ("headline", "heading"),
    "publisher": ("source", "source_name", "outlet", "publication", "newspaper", "site_name", "sitename"),
    "authors": ("author", "byline", "by", "creator"),
    "contributors": (),
    "published_at": (
        "published",
        "date",
        "publish_date",
        "published_date",
        "publication_date",
        "date_published",
        "pub_date",
        "pubdate",
        "datetime",
    ),
    "dateline_place": ("dateline",),
    "url": ("link", "canonical_url", "permalink"),
    "language": ("lang", "language_code"),
}


def names_of(columns: Collection[str], mapped: Mapping[str, str], *, with_aliases: bool) -> dict[str, str]:
    """The column for each of our names: the one that the settings map to it, the one of that name, or one of a usual other name."""
    lower: dict[str, str] = {}
    for column in columns:
        lower.setdefault(column.strip().lower().replace(" ", "_").replace("-", "_"), column)
    found = {}
    for ours, others in ALIASES.items():
        if ours in mapped:
            found[ours] = mapped[ours]
        elif ours in columns:
            found[ours] = ours
        elif with_aliases:
            named = next((lower[other] for other in (ours, *others) if other in lower), None)
            if named is not None:
                found[ours] = named
    return found


def no_text_column(uri: str, header: Collection[str]) -> Issue:
    """The issue of a table none of whose columns is known to hold the text."""
    shown = ", ".join(repr(name) for name in list(header)[:20]) or "there are none"
    return Issue(
        uri, Reason.NO_TEXT, f'None of its columns is known to hold the text: {shown}. Name it in textmart.toml: [columns] text = "…".'
    )


class Records:
    """The records of one input, each given an address of its own: by its `id`, else by its number in the input."""

    def __init__(self, uri: str, encoding: str | None, media_type: str) -> None:
        self._uri, self._encoding, self._media_type = uri, encoding, media_type
        self._times: Counter[str] = Counter()

    def documents(self, number: int, record: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Item]:
        """One record's document with its issues. `names` has the record's field for each of our names."""
        by_number = f"{self._uri}#L{number}"
        values = {ours: record.get(theirs) for ours, theirs in names.items()}
        source_id, source_uri = f"L{number}", by_number
        given = values.get("id")
        if isinstance(given, str | int) and not isinstance(given, bool) and str(given).strip() and is_storable(str(given)):
            source_id = str(given)
            shown = " ".join(source_id.split())
            self._times[shown] += 1
            source_uri = f"{self._uri}#{shown}" + (f"~{self._times[shown]}" if self._times[shown] > 1 else "")
            if self._times[shown] > 1:
                yield Issue(
                    source_uri,
                    Reason.REPEATED_ID,
                    f"The id {reprlib.repr(source_id)} was given before in this file; line {number} is kept as {source_uri}.",
                )
        elif given is not None:
            yield Issue(
                by_number, Reason.BAD_METADATA, f"id is {reprlib.repr(given)}, not a text or whole number; the line number stands for it."
            )
        text = values.get("text")
        if not isinstance(text, str):
            field = names.get("text", "text")
            yield Issue(
                source_uri, Reason.NO_TEXT, f"It has no text in its field `{field}`; `[columns]` in textmart.toml can name another."
            )
            return
        if issue := unusable(source_uri, text):
            yield issue
            return
        metadata, faults = _metadata(values)
        for fault in faults:
            yield Issue(source_uri, Reason.BAD_METADATA, fault)
        origins = {name: Origin.FIELD for name in STATED if metadata.get(name) is not None}
        yield Document(source_uri, source_id, text, **metadata, encoding=self._encoding, media_type=self._media_type, origins=origins)


def _metadata(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The fields that a document knows, and a sentence for each that is there and can't be used."""
    metadata: dict[str, Any] = {}
    faults = []
    for name in ("title", "publisher", "dateline_place", "url"):
        value = values.get(name)
        if isinstance(value, str) and is_storable(value):
            metadata[name] = value.strip() or None
        elif value is not None:
            faults.append(f"{name} is {reprlib.repr(value)}, not a text; it is left out.")
    language = values.get("language")
    if isinstance(language, str) and (known := code(language)):
        metadata["language"] = known
    elif language is not None and not (isinstance(language, str) and not language.strip()):
        faults.append(f"language is {reprlib.repr(language)}, not the code of one, such as `en`, or its English name; it is left out.")
    for name in ("authors", "contributors"):
        people = values.get(name)
        if isinstance(people, str):
            people = [people]
        if isinstance(people, list) and all(isinstance(person, str) and is_storable(person) for person in people):
            metadata[name] = tuple(person.strip() for person in people if person.strip()) or None
        elif people is not None:
            faults.append(f"{name} is {reprlib.repr(people)}, not a text or a list of texts; it is left out.")
    published = values.get("published_at")
    if isinstance(published, str | date | datetime) and (at := when(published)):
        metadata["published_at"], metadata["published_precision"] = at
    elif published is not None and not (isinstance(published, str) and not published.strip()):
        faults.append(not_a_date(published))
    return metadata, faults
