"""The README is true: its dictionary is the catalogue's, and its commands are the command line's."""

import re
from pathlib import Path

import click
import pytest

from flows.cli import main
from flows.store.catalogue import sql_files
from tests.data_dictionary import README, dictionary, section
from tests.readme_examples import examples, output, warehouses

TEXT = README.read_text(encoding="utf-8")


def test_the_data_dictionary_is_current() -> None:
    assert section(TEXT) == dictionary(), "run `python -m tests.data_dictionary`"


def test_every_view_macro_and_column_has_a_comment() -> None:
    assert "None" not in re.findall(r"\| ([^|]+) \|$", dictionary(), re.MULTILINE)
    assert not re.search(r"\nNone\n", dictionary())


@pytest.mark.parametrize("verb", sorted(main.commands))
def test_every_verb_is_in_the_readme_and_has_help(verb: str) -> None:
    assert f"textmart {verb}" in TEXT
    command = main.commands[verb]
    assert command.help
    assert all(option.help for option in command.params if isinstance(option, click.Option))


def test_every_command_in_the_readme_is_one_that_is_there() -> None:
    blocks = "".join(re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL))
    for verb, options in re.findall(r"^(?:\S*/)?textmart ([a-z]+)(.*)$", blocks, re.MULTILINE):
        known = {name for option in main.commands[verb].params for name in option.opts}
        assert set(re.findall(r"(?<= )--?[a-z-]+", re.split(r"[\"#]", options)[0])) <= known, f"textmart {verb}{options}"


def test_every_macro_has_an_example_in_the_cookbook() -> None:
    asked = " ".join(command for command, _ in examples(TEXT))
    # How `search` reads a question, and what `quotes_by` and `quotes_about` have in common: nobody needs to call these.
    inner = {"attributions", "phrase_matches", "question_matches", "question_terms", "question_words"}
    assert {name for name in sql_files("macros") if not re.search(rf"\b{name}\(", asked)} == inner


@pytest.mark.model
def test_the_examples_print_what_the_readme_shows(tmp_path: Path) -> None:
    places = warehouses(tmp_path)
    found = examples(TEXT)
    assert len(found) >= 5
    for command, shown in found:
        assert output(command, places) == shown, f"{command}\nrun `python -m tests.readme_examples`"
