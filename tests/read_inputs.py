"""Inputs read without a run: bytes under a name, in this process, or a seed as a run reads it."""

import io
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from flows.read import formats
from flows.read.confined import ReaderProcess
from flows.read.documents import Document
from flows.read.inputs import Input, Item
from flows.read.rules import Rules
from flows.read.seeds import Seed


def read_bytes(name: str, body: bytes, **rules: Any) -> list[Item]:
    """What a file of that name and content gives, `seeds/` before its name."""
    found = Input(f"seeds/{name}", name.rpartition("/")[2], len(body))
    return list(formats.read_input(found, io.BytesIO(body), Rules(**rules), None))


def read_seed(seed: Seed) -> Iterator[Item]:
    """What a seed gives in a run."""
    with closing(ReaderProcess(Rules())) as process:
        yield from formats.read(seed, Rules(), process)


def shown(items: list[Item]) -> list[str]:
    """Texts of documents and reasons of issues, in order."""
    return [item.text if isinstance(item, Document) else str(item.reason) for item in items]
