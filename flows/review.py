"""`textmart review`: the doubts of most value, one at a time, answered at a keypress and written to `curation.toml`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.resolve.curation import appended, read_decisions
from flows.resolve.doubts import Doubt, Sentence, Side, doubts
from flows.settings import Settings
from flows.store import changes, decided, mirror, publish
from flows.store.manifest import WarehouseError

TABLES_READ = (
    *("entities", "entity_links", "entity_names", "merge_evidence", "document_entities", "document_mentions", "document_names"),
    *("document_metadata", "sentences"),
)
WHY = {
    "same name": "Both have this name, and documents state of them what one person can hardly be.",
    "spelling": "The names may be one name spelled in two ways.",
    "two labels": "The name stands for things of two kinds.",
    "stated once": "A single document shows that the second name is the first one's.",
    "short name": "Several people of the corpus bear the short name; this is the one mentioned most.",
}
KEYS = "[y]es  [n]o  [l]ater  [u]ndo  [q]uit"


def find(settings: Settings, limit: int) -> list[Doubt]:
    """The doubts of the published corpus that the file of decisions leaves open. Raises WarehouseError and CurationError."""
    warehouse = mirror.folder(settings.warehouse)
    live = publish.live(warehouse)
    if not live.run_id:
        raise WarehouseError(f"{warehouse} has no published run; `textmart run` makes one")
    parts = live.parts()
    with changes.connect(warehouse, {name: parts.get(name, []) for name in TABLES_READ}) as connection:
        return doubts(connection, read_decisions(settings.curated()), limit)


@dataclass(slots=True)
class Answers:
    """The answers of a session, each written to the file at once; `undone` takes back the last."""

    place: str
    today: date
    before: list[tuple[str | None, str]] = field(default_factory=list)
    """What the file held before each answer, None where there was no file, and after it."""

    def write(self, doubt: Doubt, *, is_one: bool) -> None:
        """Appends the decision."""
        text = decided.text(self.place)
        sides = " / ".join(side.name for side in doubt.sides)
        note = f"review of {self.today.isoformat()}: {doubt.kind}" + (f", {sides}" if doubt.names[0] != doubt.sides[0].name else "")
        written = appended(text or "", "same" if is_one else "different", doubt.names, note)
        decided.replace(self.place, text, written)
        self.before.append((text, written))

    def undo(self) -> None:
        """Puts the file back to what it was before the last answer."""
        text, written = self.before.pop()
        decided.replace(self.place, written, text)


def ask(found: Sequence[Doubt], answers: Answers, key: Callable[[], str], console: Console) -> None:
    """Asks one doubt after the other until all are answered or put off, or the reader quits."""
    number = 0
    answered: list[int] = []
    while number < len(found):
        show(found[number], f"{number + 1} of {len(found)}", console)
        pressed = _pressed(key, console)
        if pressed == "q":
            break
        if pressed == "u":
            if not answered:
                console.print("Nothing was answered yet.", style="dim")
                continue
            answers.undo()
            number = answered.pop()
            continue
        if pressed in "yn":
            answers.write(found[number], is_one=pressed == "y")
            answered.append(number)
        number += 1
    n = len(answered)
    told = f"{n} {'decision' if n == 1 else 'decisions'} written to {answers.place}; `textmart run` applies them." if n else ""
    console.print(told or "No decision was written.", markup=False, highlight=False, soft_wrap=True)


def _pressed(key: Callable[[], str], console: Console) -> str:
    """One of y, n, l, u, q; whatever else is pressed tells the keys again. The end of the input quits, as Ctrl-C and Ctrl-D do."""
    while True:
        console.print(KEYS, markup=False, highlight=False, style="bold")
        try:
            pressed = key().lower()
        except (EOFError, KeyboardInterrupt):
            return "q"
        if pressed in {"", "\x03", "\x04", "\x1b"}:
            return "q"
        if pressed in "ynluq":
            return pressed


def show(doubt: Doubt, position: str, console: Console) -> None:
    """Prints a question with the sentences that help to answer it."""
    first, second = (side.name for side in doubt.sides)
    console.print()
    console.rule(f"{position}: {doubt.kind}", align="left")
    question = Text.assemble("Are ", (first, "bold cyan"), " and ", (second, "bold magenta"), " one?", overflow="fold")
    console.print(question)
    console.print(f"{WHY[doubt.kind]} They are {'one' if doubt.are_one else 'two'} in the corpus.", style="dim", highlight=False)
    for side, style in zip(doubt.sides, ("bold cyan", "bold magenta"), strict=True):
        console.print()
        console.print(Text.assemble((side.name, style), f"  {counted(side)}"))
        for sentence in side.sentences:
            console.print(shown(sentence, style))
    console.print()


def counted(side: Side) -> str:
    """What a side is and how often it is mentioned."""
    mentions = "mention" if side.n_mentions == 1 else "mentions"
    documents = "document" if side.n_documents == 1 else "documents"
    return f"{side.entity.label}, {side.n_mentions:,} {mentions} in {side.n_documents:,} {documents}"


def shown(sentence: Sentence, style: str) -> Text:
    """A sentence on one line with its mentions marked, after the document's title and date."""
    text = Text("  ")
    text.append(" · ".join(filter(None, [sentence.title, str(sentence.published_on or "")])), "italic dim")
    text.append("\n    ")
    end = 0
    for start, stop in sentence.spans:
        text.append(_one_line(sentence.text[end:start]))
        text.append(_one_line(sentence.text[start:stop]), style)
        end = stop
    text.append(_one_line(sentence.text[end:]))
    return text


def _one_line(text: str) -> str:
    return "".join(" " if c in "\r\n\t" else c for c in text if c.isprintable() or c in "\r\n\t")


def table(found: Iterable[Doubt]) -> Table:
    """The doubts as a table, a row each."""
    made = Table(box=None, padding=(0, 2, 0, 0))
    for name in ("kind", "first", "second", "now", "value"):
        made.add_column(name, justify="right" if name == "value" else "left", overflow="fold")
    for row in rows(found):
        made.add_row(*(Text(value) for value in row))
    return made


def rows(found: Iterable[Doubt]) -> Iterator[tuple[str, str, str, str, str]]:
    """Kind, both sides with their counts, what they are in the corpus, and the value."""
    for doubt in found:
        first, second = (f"{side.name} ({counted(side)})" for side in doubt.sides)
        yield doubt.kind, first, second, "one" if doubt.are_one else "two", f"{doubt.value:,.1f}"
