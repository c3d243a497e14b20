"""The file with people's decisions: on the disk, or an object beside the seeds of a bucket."""

from pathlib import Path
from typing import BinaryIO

from flows.settings import is_address
from flows.store import files, objects
from flows.store.objects import Address, Body, ChangedError, IfThere, StoreError


def text(place: str) -> str | None:
    """What the file holds; None where there is none. Raises StoreError."""
    if is_address(place):
        body = _body(Address.parse(place))
        return body.content.decode() if body else None
    path = Path(place)
    return path.read_text("utf-8") if path.exists() else None


def replace(place: str, old: str | None, new: str | None) -> None:
    """Makes the file hold what is `new` in place of what is `old`; None is no file.

    Raises StoreError, also if somebody else has changed the object meanwhile.
    """
    if is_address(place):
        _replace_object(place, old, new)
    elif new is None:
        Path(place).unlink()
    else:
        content = new.encode()

        def fill(stream: BinaryIO) -> None:
            stream.write(content)

        files.write(Path(place), fill)


def _replace_object(place: str, old: str | None, new: str | None) -> None:
    address = Address.parse(place)
    there = _body(address)
    changed = StoreError(f"{place}: somebody else has changed it; `textmart review` again asks what is open")
    if (there.content.decode() if there else None) != old:
        raise changed
    bucket = objects.opened(address.bucket)
    if new is None:
        bucket.delete(address.prefix)
        return
    try:
        bucket.put(address.prefix, new.encode(), IfThere(there.etag if there else None))
    except ChangedError:
        raise changed from None


def _body(address: Address) -> Body | None:
    try:
        return objects.opened(address.bucket).get(address.prefix)
    except FileNotFoundError:
        return None
