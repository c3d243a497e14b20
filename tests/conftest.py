"""What many tests need: a model without training, and a run without Prefect."""

from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from hypothesis import settings as hypothesis_settings

from flows.corpus import Engine, Summary, at_once, build
from flows.settings import Settings
from flows.show import Silent

Run = Callable[..., Summary]

# A slow machine is no fault of what is tested.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--every-fault` tries every point at which a process can end or a disk can be full; without it some, evenly, are tried."""
    parser.addoption("--every-fault", action="store_true")


@pytest.fixture
def every_fault(request: pytest.FixtureRequest) -> bool:
    """Whether each fault point is to be tried."""
    return bool(request.config.getoption("--every-fault"))


@pytest.fixture(scope="session")
def blank_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of a pipeline that calls words with a capital names and splits sentences by rules: it takes milliseconds."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    patterns = [{"label": "PERSON", "pattern": [{"IS_TITLE": True, "OP": "+"}]}, {"label": "CARDINAL", "pattern": [{"IS_DIGIT": True}]}]
    ruler.add_patterns(patterns)  # type: ignore[attr-defined]
    path = tmp_path_factory.mktemp("models") / "blank"
    nlp.to_disk(path)
    return str(path)


@pytest.fixture
def run(blank_model: str, tmp_path: Path) -> Run:
    """A run of `tmp_path/seeds` into `tmp_path/warehouse`, in this process and without Prefect."""

    def run(*seeds: Path | str, prune: bool = False, only_add: bool = False, dry_run: bool = False, **given: object) -> Summary:
        roots = tuple(str(seed) for seed in seeds) or (str(tmp_path / "seeds"),)
        chosen = {"warehouse": str(tmp_path / "warehouse"), "model": blank_model} | given
        settings = Settings(seeds=roots, **chosen)  # type: ignore[arg-type]
        return build(settings, Engine(at_once, at_once), Silent(), prune=prune, only_add=only_add, dry_run=dry_run)

    return run
