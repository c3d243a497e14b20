"""What Prefect keeps of runs has nothing of their documents, so that a takedown leaves nothing there."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from flows.corpus import utc_now
from flows.forget import forget
from flows.settings import Settings
from flows.show import Silent
from flows.workers import Workers
from tests.test_forget import TRACES, write_letter, write_seeds

LOGGED_WITHIN_SECONDS = 30


def held(home: Path) -> Iterator[str]:
    """What is in Prefect's database and in the files beside it, and their names."""
    for path in home.rglob("*"):
        yield path.relative_to(home).as_posix()
        if path.is_file():
            yield path.read_bytes().decode("utf-8", "replace")
    with closing(sqlite3.connect(home / "prefect.db")) as database:
        yield from database.iterdump()


def found(words: tuple[str, ...], home: Path) -> set[str]:
    return {word for text in held(home) for word in words if word.casefold() in text.casefold()}


@pytest.mark.usefixtures("api")
def test_prefect_has_nothing_of_a_document(tmp_path: Path, blank_model: str) -> None:
    from flows import pipeline

    home, folder = Path(os.environ["PREFECT_HOME"]), tmp_path / "of-a-newspaper"
    write_seeds(tmp_path / "seeds")
    write_letter(tmp_path / "seeds")
    # Inputs that become issues, with what they hold in their names.
    (tmp_path / "seeds/zz-letter.pdf").write_bytes(b"%PDF-1.7 Quillon")
    (tmp_path / "seeds/zz-letter.jsonl").write_text('{"text": "Zweifelhaft')
    settings = Settings(seeds=(str(tmp_path / "seeds"),), warehouse=str(folder), model=blank_model, n_processes=1)
    made = pipeline.run(settings, Silent(), Workers(1))
    assert made.issues
    # Records are sent when the run has ended. The warehouse's name is among them: so this finds what is there.
    until = time.monotonic() + LOGGED_WITHIN_SECONDS
    while not (of_run := found((folder.name, made.run_id), home)) and time.monotonic() < until:
        time.sleep(0.2)
    assert folder.name in of_run
    assert found(TRACES, home) == set()
    forget(settings, "seeds/zz-letter.txt", None, lambda: max(utc_now(), datetime(2030, 1, 1)))
    assert found(TRACES, home) == set()
