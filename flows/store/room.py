"""Whether an error is the disk's: the operating system's own is an OSError, and DuckDB has others for it."""

import errno
import os

import duckdb

_NO_ROOM = [os.strerror(each) for each in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)]


def is_of_the_disk(error: Exception) -> bool:
    """Whether DuckDB could not write or read a file. Where a commit does not fit on the disk, it calls that by another name."""
    return isinstance(error, duckdb.IOException) or (isinstance(error, duckdb.Error) and any(each in str(error) for each in _NO_ROOM))
