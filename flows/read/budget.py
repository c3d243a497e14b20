"""How much may be unpacked from one seed, over all archives in it, so that an archive bomb is met and not expanded."""

import io
from typing import BinaryIO

# Archives up to this size are no danger, however well they were packed.
ALWAYS_ALLOWED = 64_000_000


class ExpandsTooFarError(Exception):
    """More was unpacked from a seed than its size allows."""


class Budget:
    """The bytes that may still be unpacked from a seed of `n_bytes`."""

    def __init__(self, n_bytes: int, max_expansion: int) -> None:
        self.left = max(n_bytes * max_expansion, ALWAYS_ALLOWED)

    def spend(self, n_bytes: int) -> None:
        """Takes so many off; raises ExpandsTooFarError when there are none left."""
        self.left -= n_bytes
        if self.left < 0:
            raise ExpandsTooFarError

    def counted(self, unpacked: BinaryIO) -> io.BufferedReader:
        """The stream, its bytes taken off as they are read."""
        return io.BufferedReader(_Counted(unpacked, self), 1 << 16)


class _Counted(io.RawIOBase):
    def __init__(self, unpacked: BinaryIO, budget: Budget) -> None:
        self._unpacked, self._budget = unpacked, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        # One step: what comes before a fault is delivered.
        body = self._unpacked.read1(len(buffer))  # type: ignore[attr-defined]
        self._budget.spend(len(body))
        buffer[: len(body)] = body
        return len(body)
