"""Parsers that hang, crash or take all memory end alone: their input is an issue, and the next one is read."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import psutil
import pytest

from flows.read.confined import ReaderProcess
from flows.read.documents import Document, Issue
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


def test_no_process_is_left_behind() -> None:
    before = set(psutil.Process().children())
    with closing(ReaderProcess(Rules())) as process:
        assert len(list(process.read("html", PAGE, SAMPLES["a.html"]))) == 1
        assert set(psutil.Process().children()) - before
    assert not set(psutil.Process().children()) - before
