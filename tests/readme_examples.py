"""The README's examples with their real output. `python -m tests.readme_examples` runs them and writes what they print into the README.

An example is a command line in a block of `sh`, with a block of `text` right behind it.
"""

import re
import shlex
import tempfile
from collections.abc import Mapping
from pathlib import Path

from click.testing import CliRunner

from flows.cli import main as textmart
from flows.corpus import Engine, at_once, build
from flows.settings import Settings
from flows.show import Silent
from tests.data_dictionary import README

ROOT = README.parent
EXAMPLE = re.compile(r"```sh\n(textmart sql [^`]*?)\n```\n\n```text\n(.*?)```", re.DOTALL)


def warehouses(folder: Path) -> dict[str, str]:
    """The warehouses that the README's examples ask: of the shipped seed, and of the test stories, to which one outlet's came later."""
    made = {name: str(folder / name) for name in ("warehouse", "mart")}
    for name, seeds, exclude in (
        ("warehouse", "seeds", ()),
        ("mart", "tests/newsroom", ("ninefold-news/",)),
        ("mart", "tests/newsroom", ()),
    ):
        settings = Settings(seeds=(str(ROOT / seeds),), warehouse=made[name], exclude=exclude)
        build(settings, Engine(at_once, at_once), Silent())
    return made


def output(command: str, places: Mapping[str, str]) -> str:
    """What the command prints, 100 characters wide."""
    words = shlex.split(command.replace("\\\n", " "))[1:]
    asked = words[words.index("-w") + 1] if "-w" in words else "warehouse"
    words = [word for word in words if word not in {"-w", asked}]
    done = CliRunner(env={"COLUMNS": "100"}).invoke(textmart, [*words, "-w", places[asked]])
    if done.exit_code:
        raise RuntimeError(f"{command}\n{done.output}")
    return "\n".join(line.rstrip() for line in done.output.strip("\n").splitlines())


def examples(readme: str) -> list[tuple[str, str]]:
    """Commands of the README with the output that it shows."""
    return [(command, shown.strip("\n")) for command, shown in EXAMPLE.findall(readme)]


def main() -> None:
    """Writes the real outputs into the README."""
    readme = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        places = warehouses(Path(folder))
        made = EXAMPLE.sub(lambda found: f"```sh\n{found[1]}\n```\n\n```text\n{output(found[1], places)}\n```", readme)
    README.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
