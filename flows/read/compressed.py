"""Compressed seeds: another reader's file behind gzip or Zstandard."""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

import pyarrow as pa

from flows.read.documents import Document, Issue, Reason
from flows.read.seeds import Seed

Reader = Callable[[Seed, BinaryIO], Iterator[Document | Issue]]


def gzipped(reader: Reader) -> Reader:
    """The reader, behind gzip (several members too)."""
    return _behind(reader, lambda stream: cast(BinaryIO, gzip.GzipFile(fileobj=stream, mode="rb")))


def zstandard(reader: Reader) -> Reader:
    """The reader, behind Zstandard (several frames too)."""
    return _behind(
        reader, lambda stream: cast(BinaryIO, io.BufferedReader(pa.CompressedInputStream(pa.PythonFile(stream, mode="r"), "zstd")))
    )


def _behind(reader: Reader, opened: Callable[[BinaryIO], BinaryIO]) -> Reader:
    def read(seed: Seed, stream: BinaryIO) -> Iterator[Document | Issue]:
        try:
            yield from reader(seed, opened(stream))
        except (EOFError, zlib.error, gzip.BadGzipFile, OSError) as error:
            yield Issue(seed.seed_uri, Reason.BROKEN_COMPRESSION, f"It can't be unpacked to its end ({error}); what came before is used.")

    return read
