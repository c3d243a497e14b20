"""The benchmark of answers asks every view and macro that there is, and each question is one that is answered."""

from datetime import datetime
from pathlib import Path

from flows.schema import TABLES as STORED
from flows.store.catalogue import Published, sql_files, write_catalogue
from flows.store.publish import CATALOGUE
from tests.bench import answers
from tests.views.conftest import write_parts
from tests.views.corpus import TABLES


def test_everything_is_asked(tmp_path: Path) -> None:
    published = Published("1", tmp_path / "1.json", 1, "0.1.0", tmp_path, datetime(2024, 5, 2))
    write_catalogue(tmp_path / CATALOGUE, write_parts(tmp_path, TABLES), published)
    only = ["find_entity", "quotes", "tokens", "corpus_at", "source_of"]
    assert [each.what.split("(")[0].split(" ")[0] for each in answers.answers(tmp_path, only)] == sorted(only, key=list(asked()).index)
    assert asked().keys() >= STORED.keys() | sql_files("views").keys() | sql_files("macros").keys()


def asked() -> dict[str, None]:
    return dict.fromkeys(what.split("(")[0].split(" ")[0] for what in answers.queries())
