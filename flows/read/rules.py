"""How inputs are read: the limits that protect the machine, and what columns are called. All of it can be set."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.read.documents import STATED
from flows.settings import Settings, SettingsError

MEGABYTE = 1_000_000
# What a record may state: the names that `columns` maps.
COLUMNS = ("text", "id", *STATED)


@dataclass(frozen=True, slots=True)
class Rules:
    """Limits and names. What an input holds beyond a limit is an issue, never cut."""

    max_bytes: int = 200 * MEGABYTE
    """Of what has to be in memory in one piece: a page, a PDF, a mail, a line, a member of an archive."""
    max_chars: int = 10_000_000
    """Of one document's text."""
    max_expansion: int = 200
    """How many times larger than its seed everything that is unpacked from it may be."""
    max_entries: int = 100_000
    """Members of an archive."""
    max_depth: int = 3
    """Archives within archives."""
    max_seconds: int = 60
    """Processor time for one document in a reader that can hang."""
    max_memory: int = 2_000 * MEGABYTE
    """Bytes of memory for such a reader."""
    keep_quoted: bool = False
    """Whether what a mail quotes of other mails stays in its text."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """What is called otherwise in tables and JSON, by the name it has here: `{"text": "body"}`."""

    def fingerprint(self) -> str:
        """A hash of all of them: what is read depends on each."""
        return hashlib.sha256(repr(sorted((name, _plain(getattr(self, name))) for name in self.__slots__)).encode()).hexdigest()


def _plain(value: object) -> object:
    return sorted(value.items()) if isinstance(value, Mapping) else value


def rules_of(settings: Settings) -> Rules:
    """The rules that the settings state. Raises SettingsError for a column that has no meaning here."""
    if unknown := set(settings.columns) - set(COLUMNS):
        raise SettingsError(f"columns: there is no {', '.join(sorted(unknown))}; known are {', '.join(COLUMNS)}")
    return Rules(
        max_bytes=settings.max_file_mb * MEGABYTE,
        max_chars=settings.max_text_chars,
        max_expansion=settings.max_expansion,
        max_entries=settings.max_entries,
        max_depth=settings.max_depth,
        max_seconds=settings.max_seconds,
        max_memory=settings.max_memory_mb * MEGABYTE,
        keep_quoted=settings.keep_quoted,
        columns=dict(settings.columns),
    )
