"""Documents that were forgotten: a line for each in `forgotten.jsonl`, which tells a text only to those who have it.

The file stands beside the catalogue and is no part of it: it is what keeps a text out when everything else of the warehouse is lost.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from flows.store import files
from flows.store.manifest import WarehouseError

FILE = "forgotten.jsonl"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A document that was forgotten: the hash of its text, when (UTC), and why, if somebody said."""

    doc_id: str
    forgotten_at: datetime
    why: str | None = None


def read(warehouse: Path) -> dict[str, Forgotten]:
    """What was forgotten, by doc_id. Raises WarehouseError if the file is damaged: without it what was forgotten would come back."""
    path = warehouse / FILE
    files.refreshed(path)
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        found = [Forgotten(row["doc_id"], datetime.fromisoformat(row["forgotten_at"]), row["why"]) for row in rows]
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WarehouseError(
            f"{path} cannot be read ({error}); mend or restore it, since it says which documents must not come back"
        ) from error
    return {each.doc_id: each for each in found}


def add(warehouse: Path, new: Iterable[Forgotten]) -> None:
    """Adds those that are not in the file."""
    known = read(warehouse)
    every = known | {each.doc_id: each for each in new if each.doc_id not in known}
    if every == known:
        return
    lines = [json.dumps(asdict(each), default=datetime.isoformat, ensure_ascii=False) + "\n" for each in every.values()]

    def fill(stream: BinaryIO) -> None:
        stream.write("".join(lines).encode())

    files.write(warehouse / FILE, fill)
