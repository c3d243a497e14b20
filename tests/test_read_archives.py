"""Archives: what is in them has an address of its own, and nothing in them gets out, blows up, or keeps the rest from being read."""

import bz2
import gzip
import io
import lzma
import struct
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest

from flows.read import budget
from flows.read.documents import Document, Issue
from flows.read.rules import Rules, rules_of
from flows.read.seeds import Seed, find
from flows.settings import Settings
from tests.read_inputs import read_bytes, read_seed, shown
from tests.samples import DAM, PAGE, SAMPLES, TOWN, crawl, mail, mailbox, tarred, zipped

FILES = {"in/a.txt": TOWN.encode(), "in/b.txt": DAM.encode()}


def compressed(name: str, body: bytes) -> bytes:
    """The bytes as the name's last ending says."""
    match name.rpartition(".")[2]:
        case "gz" | "tgz":
            return gzip.compress(body, mtime=0)
        case "bz2":
            return bz2.compress(body)
        case "xz":
            return lzma.compress(body)
        case "zst":
            return pa.compress(body, codec="zstd", asbytes=True)  # type: ignore[no-any-return]
        case _:
            return body


def encrypted_zip() -> bytes:
    """An archive whose member says that it needs a password."""
    body = bytearray(zipped({"a.txt": TOWN.encode()}))
    for start, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = body.index(start) + offset
        body[at : at + 2] = struct.pack("<H", struct.unpack("<H", body[at : at + 2])[0] | 1)
    return bytes(body)


def twice_named() -> bytes:
    """An archive with two members of one name, and one that has the name which the second would get."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, pytest.warns(UserWarning):
        for name, text in (("a.txt", "one"), ("a.txt", "two"), ("a.txt~2", "three")):
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.bz2", "a.tar.xz", "a.tar.zst"])
def test_members_are_documents_with_addresses_in_the_archive(name: str) -> None:
    body = zipped(FILES) if name == "a.zip" else compressed(name, tarred(FILES))
    found = read_bytes(name, body)
    assert [(item.source_uri, item.text) for item in found if isinstance(item, Document)] == [
        (f"seeds/{name}!/in/a.txt", TOWN),
        (f"seeds/{name}!/in/b.txt", DAM),
    ]


@pytest.mark.parametrize("sample", ["a.txt", "a.html", "a.jsonl", "a.eml", "a.csv", "a.pdf", "a.docx", "a.warc", "a.mbox"])
@pytest.mark.parametrize("ending", ["gz", "bz2", "xz", "zst"])
def test_what_is_compressed_is_read_as_what_it_is(sample: str, ending: str) -> None:
    name = f"{sample}.{ending}"
    packed, bare = read_bytes(name, compressed(name, SAMPLES[sample])), read_bytes(sample, SAMPLES[sample])
    assert shown(packed) == shown(bare)
    assert [item.source_uri.replace(name, sample) for item in packed] == [item.source_uri for item in bare]


def test_the_content_of_a_member_decides_too() -> None:
    found = read_bytes("a.zip", zipped({"page": PAGE, "box": mailbox(mail(TOWN))}))
    assert [item.media_type for item in found if isinstance(item, Document)] == ["text/html", "message/rfc822"]


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        # names that lead out of the archive; nothing is ever written to disk, and nothing outside is ever read
        ("a.zip", zipped({"../a.txt": b"x", "/etc/a.txt": b"x", "C:\\a.txt": b"x", "ok.txt": b"Anna"}), ["member_outside"] * 3 + ["Anna"]),
        ("a.tar", tarred({"../../a.txt": b"x", "ok.txt": b"Anna"}), ["member_outside", "Anna"]),
        # a link is not followed, wherever it leads
        ("a.tar", tarred({"ok.txt": b"Anna"}, links={"l.txt": "/etc/passwd", "m.txt": "ok.txt"}), ["Anna", "not_a_file", "not_a_file"]),
        # hidden files and what systems leave behind, as in folders
        ("a.zip", zipped({".hidden.txt": b"x", "__MACOSX/a.txt": b"x", "Thumbs.db": b"x", "ok.txt": b"Anna"}), ["Anna"]),
        ("a.zip", encrypted_zip(), ["encrypted"]),
        # nothing in it
        ("a.zip", zipped({}), []),
        # damaged: what comes before is used
        ("a.tar.gz", compressed("a.gz", tarred({f"{n}.txt": TOWN.encode() for n in range(40)}))[:-30], None),
        ("a.zip", zipped(FILES)[:-40], ["broken_compression"]),
        ("a.gz", b"\x1f\x8b\x08\x00rubbish", ["broken_compression"]),
        ("a.tar", b"x" * 600, ["broken_compression"]),
    ],
)
def test_what_is_in_an_archive_and_can_not_be_used(name: str, body: bytes, expected: list[str] | None) -> None:
    found = read_bytes(name, body)
    assert shown(found) == expected if expected is not None else str(found[-1].reason) == "broken_compression"  # type: ignore[union-attr]


def nested(depth: int) -> bytes:
    """A text in so many archives."""
    body = b"Anna"
    for level in range(depth):
        body = zipped({"in.zip" if level else "a.txt": body})
    return body


def crawled(depth: int) -> bytes:
    """A text that was fetched from a crawl of a crawl, so many times over."""
    body = b"Anna"
    for _ in range(depth):
        body = crawl(("https://x.example/a", "text/plain", body))
    return body


@pytest.mark.parametrize(
    ("limits", "name", "body", "expected"),
    [
        # depth
        ({"max_depth": 3}, "a.zip", nested(3), ["Anna"]),
        ({"max_depth": 3}, "a.zip", nested(4), ["nested_too_deep"]),
        ({"max_depth": 1}, "a.eml", mail("Hello", attached={"b.zip": nested(1)}), ["Hello\n", "nested_too_deep"]),
        ({"max_depth": 2}, "a.txt.gz", compressed("a.gz", compressed("a.gz", b"Anna")), ["Anna"]),
        ({"max_depth": 2}, "a.txt.gz", compressed("a.gz", compressed("a.gz", compressed("a.gz", b"Anna"))), ["nested_too_deep"]),
        ({"max_depth": 2}, "a.warc", crawled(2), ["Anna"]),
        ({"max_depth": 2}, "a.warc", crawled(3), ["nested_too_deep"]),
        # members
        ({"max_entries": 2}, "a.zip", zipped(FILES | {"in/c.txt": b"x"}), [TOWN, DAM, "too_many_entries"]),
        ({"max_entries": 2}, "a.tar", tarred(FILES | {"in/c.txt": b"x"}), [TOWN, DAM, "too_many_entries"]),
        # what has to be in memory in one piece
        ({"max_bytes": 50}, "a.txt", b"x" * 51, ["too_large"]),
        ({"max_bytes": 50}, "a.html", b"<html>" + b"x" * 51, ["too_large"]),
        ({"max_bytes": 50}, "a.zip", zipped({"a.txt": b"x" * 51, "b.txt": b"Anna"}), ["too_large", "Anna"]),
        ({"max_bytes": 50}, "a.jsonl", b'{"text": "' + b"x" * 60 + b'"}\n{"text": "Anna"}\n', ["too_large", "Anna"]),
        # a text
        ({"max_chars": 50}, "a.txt", b"x" * 51, ["too_long"]),
        ({"max_chars": 50}, "a.csv", b"text\nAnna\n" + b"x" * 51 + b"\n", ["Anna", "broken_row"]),
    ],
)
def test_beyond_a_limit_is_an_issue_and_never_cut(limits: dict[str, int], name: str, body: bytes, expected: list[str]) -> None:
    assert shown(read_bytes(name, body, **limits)) == expected


def test_every_limit_can_be_set() -> None:
    chosen = Settings(
        max_file_mb=1, max_text_chars=2, max_expansion=3, max_entries=4, max_depth=5, max_seconds=6, max_memory_mb=7, keep_quoted=True
    )
    assert rules_of(chosen) == Rules(1_000_000, 2, 3, 4, 5, 6, 7_000_000, keep_quoted=True)


@pytest.mark.parametrize("name", ["a.txt.gz", "a.txt.bz2", "a.txt.xz", "a.txt.zst", "a.zip", "a.tar.gz"])
def test_a_bomb_is_met_and_not_expanded(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "ALWAYS_ALLOWED", 1_000_000)
    zeros = b" " * 5_000_000
    if name == "a.zip":
        body = zipped({"a.txt": zeros, "b.txt": b"Anna"})
    else:
        body = compressed(name, tarred({"a.txt": zeros}) if ".tar" in name else zeros)
    assert len(body) < 30_000
    assert shown(read_bytes(name, body, max_expansion=100)) == ["expands_too_far"]


def test_two_members_of_one_name_have_two_addresses(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.zip").write_bytes(twice_named())
    [seed] = find([tmp_path / "seeds"])
    assert isinstance(seed, Seed)
    found = list(read_seed(seed))
    addresses = [item.source_uri for item in found if isinstance(item, Document)]
    assert len(set(addresses)) == len(addresses) == 2
    # a name whose ending says nothing is not text
    assert [str(item.reason) for item in found if isinstance(item, Issue)] == ["unsupported_format"]
