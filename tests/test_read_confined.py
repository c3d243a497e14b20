"""Parsers that hang, crash or take all memory end alone: their input is an issue, and the next one is read."""

import os
import pickle
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.read import answers
from flows.read.confined import ReaderProcess
from flows.read.documents import Document, Issue, Origin, Precision, Reason
from flows.read.inputs import Input
from flows.read.rules import Rules
from tests.hostile import Hostile
from tests.samples import SAMPLES

PAGE = Input("seeds/a.html", "a.html", 100)


@pytest.fixture(scope="module")
def process() -> Iterator[ReaderProcess]:
    with closing(ReaderProcess(Rules(max_seconds=1, max_memory=600_000_000))) as started:
        yield started


@pytest.mark.parametrize(("name", "kind"), [("a.html", "html"), ("a.pdf", "pdf"), ("a.docx", "docx"), ("a.eml", "mail")])
def test_what_a_reader_gives_comes_through(process: ReaderProcess, name: str, kind: str) -> None:
    first, *_ = process.read(kind, replace(PAGE, uri=f"seeds/{name}", name=name), SAMPLES[name])
    assert isinstance(first, Document)
    assert first.source_uri == f"seeds/{name}"


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        # a loop without end, in native code too: the system counts its processor time
        ("hang", "took_too_long"),
        # a fault of native code
        ("crash", "reader_died"),
        ("memory", "out_of_memory"),
        # an exception that no reader expects
        ("fault", "reader_died"),
    ],
)
def test_harm_is_an_issue_and_the_next_input_is_read(process: ReaderProcess, harm: str, reason: str) -> None:
    [issue] = process.read("html", PAGE, Hostile(harm.encode()))
    assert isinstance(issue, Issue)
    assert (issue.source_uri, str(issue.reason)) == ("seeds/a.html", reason)
    [page] = process.read("html", PAGE, SAMPLES["a.html"])
    assert isinstance(page, Document)


def run_by_whoever_unpickles() -> bytes:
    class Harm:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, ("taken_over",)

    return pickle.dumps(Harm())


@pytest.mark.parametrize(
    "answer",
    [
        run_by_whoever_unpickles(),
        b"",
        b"{}",
        b"[" * 100_000,
        b'{"kind": "Input", "uri": "a"}',  # none of the two kinds
        b'{"kind": "Issue", "source_uri": "a", "message": "m", "stage": "read", "reason": "no such word"}',
        b'{"kind": "Issue", "source_uri": "a", "message": null, "stage": "read", "reason": "empty"}',
    ],
)
def test_a_reader_that_was_taken_over_is_an_issue(
    answer: bytes, process: ReaderProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    [issue] = process.read("html", PAGE, Hostile(b"answer " + answer))
    assert isinstance(issue, Issue)
    assert str(issue.reason) == "reader_died"
    assert not list(tmp_path.iterdir())
    [page] = process.read("html", PAGE, SAMPLES["a.html"])
    assert isinstance(page, Document)


MOMENTS = st.tuples(st.datetimes(), st.sampled_from(Precision)) | st.just((None, None))
TEXTS = st.text(st.characters(), max_size=9)  # halves of surrogate pairs among them


@given(
    stated=st.fixed_dictionaries({name: st.none() | TEXTS for name in ("title", "publisher", "dateline_place", "url", "language")}),
    names=st.fixed_dictionaries({name: st.none() | st.lists(TEXTS, max_size=2).map(tuple) for name in ("authors", "contributors")}),
    moment=MOMENTS,
    encoding=st.none() | TEXTS,
    text=TEXTS,
)
def test_a_document_comes_through_as_it_is(
    stated: dict[str, str | None],
    names: dict[str, tuple[str, ...] | None],
    moment: tuple[datetime | None, Precision | None],
    encoding: str | None,
    text: str,
) -> None:
    said = {**stated, **names, "published_at": moment[0]}
    origins = {name: Origin.FIELD for name, value in said.items() if value is not None}
    document = Document("a", "a", text, **said, published_precision=moment[1], encoding=encoding, origins=origins)  # type: ignore[arg-type]
    assert answers.decoded(answers.encoded(document)) == document


@pytest.mark.parametrize("item", [None, *(Issue("a", reason, "m\ud800", "read") for reason in Reason)])
def test_an_issue_and_the_end_come_through_as_they_are(item: Issue | None) -> None:
    assert answers.decoded(answers.encoded(item)) == item


def test_no_process_is_left_behind() -> None:
    before = set(psutil.Process().children())
    with closing(ReaderProcess(Rules())) as process:
        assert len(list(process.read("html", PAGE, SAMPLES["a.html"]))) == 1
        assert set(psutil.Process().children()) - before
    assert not set(psutil.Process().children()) - before
