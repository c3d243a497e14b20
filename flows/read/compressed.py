"""What is behind gzip, Zstandard, bzip2 or xz: one stream, read by the reader of what it holds."""

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO, cast

import pyarrow as pa

from flows.read.budget import Budget, ExpandsTooFarError
from flows.read.documents import Issue, Reason
from flows.read.inputs import Input, Item, Unpack
from flows.read.rules import Rules

FAULTS = (EOFError, zlib.error, gzip.BadGzipFile, lzma.LZMAError, OSError)

OPENED: dict[str, Callable[[BinaryIO], BinaryIO]] = {
    "gzip": lambda stream: cast(BinaryIO, gzip.GzipFile(fileobj=stream, mode="rb")),
    "bzip2": lambda stream: cast(BinaryIO, bz2.BZ2File(stream)),
    "xz": lambda stream: cast(BinaryIO, lzma.LZMAFile(stream)),  # noqa: SIM115  the caller's stream is what is to be closed
    "zstd": lambda stream: cast(BinaryIO, io.BufferedReader(pa.CompressedInputStream(pa.PythonFile(stream, mode="r"), "zstd"))),
}


def read(kind: str, found: Input, stream: BinaryIO, rules: Rules, budget: Budget, unpack: Unpack) -> Iterator[Item]:
    """The documents of what is behind the compression, under the address of the file itself."""
    if found.n_compressions >= rules.max_depth:
        message = f"It is compressed more than {rules.max_depth} times over; unpack it by hand, or raise `max_depth`."
        yield Issue(found.uri, Reason.NESTED_TOO_DEEP, message)
        return
    inner = replace(found.without_ending(), n_compressions=found.n_compressions + 1)
    if found.name.lower().endswith(".tgz"):
        inner = replace(inner, name=inner.name + ".tar")
    try:
        yield from unpack(inner, cast(BinaryIO, budget.counted(OPENED[kind](stream))))
    except FAULTS as error:
        yield Issue(found.uri, Reason.BROKEN_COMPRESSION, f"It can't be unpacked to its end ({error}); what came before is used.")
    except ExpandsTooFarError:
        yield expands_too_far(found.uri, rules)


def expands_too_far(uri: str, rules: Rules) -> Issue:
    """The issue that an archive is met which unpacks to more than is allowed."""
    return Issue(
        uri,
        Reason.EXPANDS_TOO_FAR,
        f"It unpacks to more than {rules.max_expansion:,} times the size of its seed; what came before is used. If it is no bomb, "
        "unpack it by hand or raise `max_expansion`.",
    )
