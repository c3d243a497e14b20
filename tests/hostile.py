"""A body that does to its reader what a hostile file does to a parser. Small, since the reader's process imports it."""

import os
import signal


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
        raise ArithmeticError("a parser's own fault")
