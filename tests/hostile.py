"""A body that does to its reader what a hostile file does to a parser. Small, since the reader's process imports it."""

import os
import signal

from flows.read import answers


class Hostile(bytes):
    """Does the harm that its bytes name when its reader asks for its length."""

    def __len__(self) -> int:
        if self == b"hang":
            while True:
                pass
        elif self == b"crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        elif self == b"memory":
            return len(bytearray(1_000_000_000))
        elif self.startswith(b"answer "):
            # What would take over its reader: it says to whoever asked what it likes.
            answers.encoded = lambda _: bytes(self).removeprefix(b"answer ")  # type: ignore[assignment]  # given by place alone
        raise ArithmeticError("a parser's own fault")
