"""Seeds that are objects of a bucket: each is fetched to a temporary file, some ahead of the one that is being read."""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flows.read.documents import Issue, Reason
from flows.read.seeds import Seed, SeedsError, moment_of
from flows.settings import is_address
from flows.store import objects, scratch
from flows.store.objects import StoreError

# So many seeds, of so many bytes together, are fetched ahead at most: a bucket takes its time for each, and no disk is without end.
MOST_AHEAD = 16
MOST_BYTES_AHEAD = 256_000_000


@contextmanager
def fetching(seeds: Iterator[Seed | Issue], is_opened: Callable[[Seed], bool]) -> Iterator[Iterator[Seed | Issue]]:
    """The seeds in their order; objects that are to be opened as temporary files, each there until the next seed is asked for.

    One that the store does not give is an issue. Raises SeedsError if the store fails: that says nothing of the seeds.
    """
    with scratch.folder() as folder, ThreadPoolExecutor(MOST_AHEAD) as threads:
        try:
            yield _fetched(seeds, is_opened, folder, threads)
        finally:
            threads.shutdown(cancel_futures=True)


def _fetched(
    seeds: Iterator[Seed | Issue], is_opened: Callable[[Seed], bool], folder: Path, threads: ThreadPoolExecutor
) -> Iterator[Seed | Issue]:
    ahead = deque[tuple[Seed | Issue, Future[Seed | Issue] | None]]()
    n_bytes, number = 0, 0

    def first() -> Iterator[Seed | Issue]:
        nonlocal n_bytes
        seed, fetched = ahead.popleft()
        if fetched is None or isinstance(seed, Issue):
            yield seed
            return
        found = fetched.result()
        yield found
        n_bytes -= seed.n_bytes
        if isinstance(found, Seed):
            found.path.unlink(missing_ok=True)

    for seed in seeds:
        if not isinstance(seed, Seed) or not is_address(seed.location) or not is_opened(seed):
            ahead.append((seed, None))
        else:
            while ahead and n_bytes + seed.n_bytes > MOST_BYTES_AHEAD:
                yield from first()
            ahead.append((seed, threads.submit(_fetch, seed, folder / str(number))))
            n_bytes, number = n_bytes + seed.n_bytes, number + 1
        while ahead and (ahead[0][1] is None or len(ahead) > MOST_AHEAD):
            yield from first()
    while ahead:
        yield from first()


def _fetch(seed: Seed, path: Path) -> Seed | Issue:
    """The seed as a file of its size and time, or of those of what it has become."""
    bucket, _, key = seed.location.removeprefix("s3://").partition("/")
    try:
        with path.open("w+b") as stream:
            entry = objects.opened(bucket).copy(key, stream)
    except FileNotFoundError:
        return Issue(seed.seed_uri, Reason.VANISHED, "It was there when the run began and was gone when it was to be read.")
    except StoreError as error:
        if not error.is_answer:
            raise SeedsError(str(error)) from None
        return Issue(seed.seed_uri, Reason.UNREADABLE, f"It can't be read: {error}.")
    moment = moment_of(entry)
    os.utime(path, ns=(moment, moment))
    return replace(seed, location=str(path))
