"""What is read from each kind of input: documents, or a clear word; nothing lost."""

import gzip
import json
import os
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.read import formats, intake
from flows.read.documents import Document, Issue, Origin, doc_id
from flows.read.seeds import Seed, find
from tests.nobody import as_nobody, public_folder
from tests.read_inputs import read_bytes, read_seed, shown
from tests.samples import zipped


def zstandard(*frames: bytes) -> bytes:
    return b"".join(pa.compress(frame, codec="zstd", asbytes=True) for frame in frames)


def lines(*objects: object) -> bytes:
    return "".join(json.dumps(each) + "\n" for each in objects).encode()


A, B = {"text": "Anna went to town."}, {"text": "Boris did not."}


def read(tmp_path: Path, name: str, body: bytes) -> list[Document | Issue]:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / name).write_bytes(body)
    [seed] = find([tmp_path / "seeds"])
    assert isinstance(seed, Seed)
    return list(read_seed(seed))


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        # text as it is: no newline is touched, no space is taken off
        ("a.txt", b"  Anna\r\nwent.\r", ["  Anna\r\nwent.\r"]),
        ("A.TXT", "Zoë".encode(), ["Zoë"]),
        # byte-order marks decide and are removed
        ("a.txt", "Zoë".encode("utf-8-sig"), ["Zoë"]),
        ("a.txt", b"\xff\xfe" + "Zoë".encode("utf-16-le"), ["Zoë"]),
        ("a.txt", b"\xfe\xff" + "Zoë".encode("utf-16-be"), ["Zoë"]),
        ("a.txt", b"\xff\xfe\0\0" + "Zoë".encode("utf-32-le"), ["Zoë"]),
        ("a.txt", b"", ["empty"]),
        ("a.txt", b" \n\t\n", ["empty"]),
        # too short to tell its encoding
        ("a.txt", "Zoë".encode("latin-1"), ["wrong_encoding"]),
        ("a.txt", b"\x7fELF\x02\x01\x00\x00\xff", ["not_text"]),
        ("a.txt", b"Anna\0went", ["not_text"]),
        # half a surrogate pair is no UTF-8
        ("a.txt", b"\xed\xa0\x80", ["wrong_encoding"]),
        ("a.pages", b"Anna", ["unsupported_format"]),
        # text without an ending is text
        ("noending", b"Anna", ["Anna"]),
        # lines
        ("a.jsonl", lines(A, B), [A["text"], B["text"]]),
        ("a.jsonl", b"\xef\xbb\xbf" + lines(A), [A["text"]]),
        ("a.jsonl", lines(A).strip(), [A["text"]]),
        ("a.jsonl", b"\n \n" + lines(A) + b"\r\n", [A["text"]]),
        ("a.jsonl", b"", ["empty"]),
        ("a.jsonl", lines(A) + b"{broken\n" + lines(B), [A["text"], "broken_json", B["text"]]),
        ("a.jsonl", lines(A) + b'{"text": "\xff"}\n' + lines(B), [A["text"], "wrong_encoding", B["text"]]),
        ("a.jsonl", lines([1, 2], "x", None, 3), ["not_an_object"] * 4),
        ("a.jsonl", lines({}, {"text": None}, {"text": 3}, {"body": "x"}), ["no_text"] * 4),
        ("a.jsonl", lines({"text": ""}, {"text": " \n"}), ["empty"] * 2),
        ("a.jsonl", b'{"text": "half \\ud800"}', ["lone_surrogate"]),
        ("a.jsonl", b'{"text": "whole \\ud83d\\ude00"}', ["whole \U0001f600"]),
        ("a.jsonl", b'{"text": "nul \\u0000"}', ["not_text"]),
        ("a.jsonl", b"[" * 100_000, ["broken_json"]),
        # compressed, in several members too
        ("a.jsonl.gz", gzip.compress(lines(A), mtime=0) + gzip.compress(lines(B), mtime=0), [A["text"], B["text"]]),
        ("a.jsonl.zst", zstandard(lines(A), lines(B)), [A["text"], B["text"]]),
        ("a.jsonl.gz", lines(A), ["broken_compression"]),
        ("a.jsonl.zst", lines(A), ["broken_compression"]),
        ("a.jsonl.gz", gzip.compress(lines(A) * 10_000, mtime=0)[:-30], ["broken_compression"]),
        ("a.jsonl.gz", gzip.compress(lines(A), mtime=0) + b"rubbish", [A["text"], "broken_compression"]),
        (
            "a.jsonl.zst",
            zstandard(lines(A), lines(*[{"text": os.urandom(64).hex()} for _ in range(999)]))[:-30],
            [A["text"], "broken_compression"],
        ),
    ],
)
def test_read(name: str, body: bytes, expected: list[str], tmp_path: Path) -> None:
    found = [item.text if isinstance(item, Document) else str(item.reason) for item in read(tmp_path, name, body)]
    if "broken_compression" in expected:
        # how much is unpacked before the fault depends on the library's blocks; what is, is used
        assert found[-1] == "broken_compression"
        found = [*found[: len(expected) - 1], found[-1]]
    assert found == expected


@pytest.mark.parametrize(
    ("given_fields", "expected", "reasons"),
    [
        ({}, {}, []),
        (
            {
                "id": "x1",
                "title": " Town ",
                "publisher": "Post",
                "url": "https://post.example/1",
                "language": "en",
                "authors": ["Ann", "Bo"],
            },
            {
                "source_id": "x1",
                "title": "Town",
                "publisher": "Post",
                "url": "https://post.example/1",
                "language": "en",
                "authors": ("Ann", "Bo"),
            },
            [],
        ),
        ({"authors": "Ann Lee"}, {"authors": ("Ann Lee",)}, []),
        ({"authors": []}, {"authors": None}, []),
        ({"title": ""}, {"title": None}, []),
        # languages by their codes, whatever is stated
        ({"language": "English"}, {"language": "en"}, []),
        ({"language": " "}, {"language": None}, []),
        ({"language": "Corvanian"}, {"language": None}, ["bad_metadata"]),
        ({"language": 7}, {"language": None}, ["bad_metadata"]),
        ({"id": 17}, {"source_id": "17", "source_uri": "seeds/a.jsonl#17"}, []),
        # dates as written: the zone is not applied
        ({"published_at": "2024-05-01"}, {"published_at": datetime(2024, 5, 1), "published_on": date(2024, 5, 1)}, []),
        (
            {"published_at": "2024-05-01T23:30:00-07:00"},
            {"published_at": datetime(2024, 5, 1, 23, 30), "published_on": date(2024, 5, 1)},
            [],
        ),
        ({"published_at": "2024-05-01T23:30:00Z"}, {"published_at": datetime(2024, 5, 1, 23, 30)}, []),
        # as finely as stated; without a day there is no calendar date
        ({"published_at": "2024"}, {"published_at": datetime(2024, 1, 1), "published_precision": "year", "published_on": None}, []),
        ({"published_at": "2024-05"}, {"published_at": datetime(2024, 5, 1), "published_precision": "month", "published_on": None}, []),
        ({"published_at": "20240501"}, {"published_on": date(2024, 5, 1), "published_precision": "day"}, []),
        ({"published_at": "2024-05-01T23"}, {"published_on": date(2024, 5, 1), "published_precision": "hour"}, []),
        ({"published_at": "2024-05-01 23:30+02:00"}, {"published_on": date(2024, 5, 1), "published_precision": "minute"}, []),
        ({"published_at": "2024-05-01T23:30:00.5"}, {"published_on": date(2024, 5, 1), "published_precision": "second"}, []),
        # as news writes it, if it can be one day only
        ({"published_at": "Nov. 19, 2024, 9:02 PM"}, {"published_at": datetime(2024, 11, 19, 21, 2), "published_precision": "minute"}, []),
        ({"published_at": "1 May 24 09:02 GMT"}, {"published_at": datetime(2024, 5, 1, 9, 2), "published_precision": "minute"}, []),
        ({"published_at": "05/06/2024"}, {"published_at": None, "published_on": None}, ["bad_metadata"]),
        # what programmes write for no day at all
        ({"published_at": "0001-01-01T00:00:00Z"}, {"published_at": None, "published_precision": None}, ["bad_metadata"]),
        ({"published_at": "9999-12-31"}, {"published_at": None, "published_precision": None}, ["bad_metadata"]),
        ({"published_at": "2024-13"}, {"published_at": None, "published_precision": None}, ["bad_metadata"]),
        # each with its origin, and nothing else with one
        ({"title": "Town", "contributors": "Ann Lee"}, {"origins": {"title": "field", "contributors": "field"}}, []),
        ({"dateline_place": "CORVANE"}, {"dateline_place": "CORVANE", "encoding": "utf-8", "media_type": "application/jsonl"}, []),
        # what is there and can't be used is said, and the document is kept
        ({"published_at": "May 1st"}, {"published_at": None}, ["bad_metadata"]),
        ({"published_at": 1714521600}, {"published_at": None}, ["bad_metadata"]),
        ({"title": 3, "authors": [1]}, {"title": None, "authors": None}, ["bad_metadata"] * 2),
        ({"id": ["x"]}, {"source_id": "L1", "source_uri": "seeds/a.jsonl#L1"}, ["bad_metadata"]),
        ({"title": "half \ud800"}, {"title": None}, ["bad_metadata"]),
        ({"title": None, "id": None, "published_at": None, "authors": None}, {"title": None, "source_id": "L1"}, []),
        ({"unknown": 1}, {}, []),
    ],
)
def test_metadata(given_fields: dict[str, object], expected: dict[str, object], reasons: list[str], tmp_path: Path) -> None:
    items = read(tmp_path, "a.jsonl", lines(A | given_fields))
    [document] = [item for item in items if isinstance(item, Document)]
    assert {name: getattr(document, name) for name in expected} == expected
    assert [str(item.reason) for item in items if isinstance(item, Issue)] == reasons


@pytest.mark.parametrize(
    "stated",
    [
        {"title": "Town"},  # no origin
        {"origins": {"title": Origin.FIELD}},  # an origin of nothing
        {"published_at": datetime(2024, 5, 1), "origins": {"published_at": Origin.FIELD}},  # no precision
    ],
)
def test_a_reader_says_where_each_metadatum_is_from(stated: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="do not go together"):
        Document("a.txt", "a", "Anna", **stated)


def test_an_id_given_twice_is_two_sources_and_an_issue(tmp_path: Path) -> None:
    found = read(tmp_path, "a.jsonl", lines(A | {"id": "x"}, B | {"id": "x"}, A | {"id": "y\n y"}))
    uris = [(type(item).__name__, item.source_uri) for item in found]
    assert uris == [
        ("Document", "seeds/a.jsonl#x"),
        ("Issue", "seeds/a.jsonl#x~2"),
        ("Document", "seeds/a.jsonl#x~2"),
        # an address has no line breaks
        ("Document", "seeds/a.jsonl#y y"),
    ]


def test_seeds_come_in_a_stable_order_with_the_root_in_front(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a b.txt", "Z.txt", "é.txt"):
        (tmp_path / "mine" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "mine" / name).write_text("Anna")
    (tmp_path / os.fsdecode(b"mine/not\xffutf8.txt")).write_text("Anna")
    single = tmp_path / "single.txt"
    single.write_text("Boris")
    uris = [seed.seed_uri for seed in find([single, tmp_path / "mine"]) if isinstance(seed, Seed)]
    expected = ["mine/Z.txt", "mine/a b.txt", "mine/a/z.txt", "mine/b.txt", "mine/not\\xffutf8.txt", "mine/é.txt", "single.txt"]
    assert sorted(uris) == sorted(expected)
    assert uris == [seed.seed_uri for seed in find([tmp_path / "mine", single]) if isinstance(seed, Seed)]


def test_links_are_followed_within_their_root_only(tmp_path: Path) -> None:
    root = tmp_path / "seeds"
    (root / "deep").mkdir(parents=True)
    (root / "a.txt").write_text("Anna")
    (tmp_path / "secret.txt").write_text("Clara")
    (root / "to-a.txt").symlink_to("a.txt")
    (root / "out.txt").symlink_to("../secret.txt")
    (root / "deep/up").symlink_to("..")
    (root / "self.txt").symlink_to("self.txt")
    (root / "dangling.txt").symlink_to("nothing.txt")
    os.mkfifo(root / "pipe.txt")
    found = {
        item.seed_uri if isinstance(item, Seed) else item.source_uri: "" if isinstance(item, Seed) else str(item.reason)
        for item in find([root])
    }
    assert found == {
        "seeds/a.txt": "",
        "seeds/to-a.txt": "",
        "seeds/out.txt": "link_outside",
        "seeds/deep/up": "link_loop",
        "seeds/self.txt": "link_loop",
        "seeds/dangling.txt": "link_loop",
        "seeds/pipe.txt": "not_a_file",
    }


def test_a_seed_that_vanishes_or_grows_while_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.jsonl").write_bytes(lines(A))
    (tmp_path / "seeds/b.txt").write_text("Boris")
    grows, vanishes = [seed for seed in find([tmp_path / "seeds"]) if isinstance(seed, Seed)]
    reading = read_seed(grows)
    assert isinstance(next(reading), Document)
    with grows.path.open("ab") as stream:
        stream.write(lines(B))
    assert [str(item.reason) for item in reading if isinstance(item, Issue)] == ["changed_while_read"]
    vanishes.path.unlink()
    assert [str(item.reason) for item in read_seed(vanishes) if isinstance(item, Issue)] == ["vanished"]


def test_an_unreadable_seed() -> None:
    with public_folder() as folder:
        (folder / "seeds").mkdir()
        path = folder / "seeds/a.txt"
        path.write_text("Anna")

        def reasons() -> str:
            [seed] = find([folder / "seeds"])
            assert isinstance(seed, Seed)
            return " ".join(str(item.reason) for item in read_seed(seed) if isinstance(item, Issue))

        assert reasons() == ""
        path.chmod(0)
        assert as_nobody(reasons) == "unreadable"


class _FaultError(Exception):
    """What no reader expects."""


def _faulty(*before: Document) -> Callable[..., Iterator[Document]]:
    def read(*_: object) -> Iterator[Document]:
        yield from before
        raise _FaultError("of a library")

    return read


def test_a_reader_that_fails_in_the_process_of_the_run_ends_its_own_input_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Document("seeds/a.zip!/a.csv#L1", "L1", "Anna went to town.")
    monkeypatch.setitem(formats.HERE, "csv", _faulty(first))
    found = read(tmp_path, "a.zip", zipped({"a.csv": b"text", "b.txt": b"Boris did not."}))
    assert shown(found) == [first.text, "reader_died", "Boris did not."]
    assert found[1].source_uri == "seeds/a.zip!/a.csv"
    # a fault that an archive may be to blame for, and the archive itself
    for fault, uri in ((ValueError, "seeds/a.zip!/a.csv"), (MemoryError, "seeds/a.zip")):
        monkeypatch.setitem(formats.HERE, "csv", Mock(side_effect=fault))
        [seed] = find([tmp_path / "seeds"])
        assert isinstance(seed, Seed)
        assert uri in [item.source_uri for item in read_seed(seed) if isinstance(item, Issue)]


def test_a_document_is_kept_whose_text_can_not_be_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document("seeds/a.txt", "a", "Anna went to town.")
    monkeypatch.setattr(intake, "completed", Mock(side_effect=_FaultError("of a rule")))
    assert shown(intake.understood(document, dict)) == ["bad_metadata", document.text]


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
)
def test_no_json_makes_the_lines_fail(value: object) -> None:
    fields = ["id", "title", "published_at", "url", "publisher", "authors", "language"]
    body = lines(value, *({"text": "Anna", name: value} for name in fields))
    assert sum(isinstance(item, Document) for item in read_bytes("a.jsonl", body)) >= len(fields)


def test_the_document_is_its_text() -> None:
    assert doc_id("Anna") == doc_id("Anna") != doc_id("Anna ")
    assert len(doc_id("Anna")) == 32
