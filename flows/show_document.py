"""One document at the terminal, with what was found in it marked."""

from collections.abc import Sequence

from rich.console import Console
from rich.style import Style
from rich.text import Text

from flows.report.document import KINDS, Mark, segments
from flows.schema import Row
from flows.show_rows import OBEYED

STYLES = {
    "name": Style(color="blue", bold=True),
    "place": Style(color="green", bold=True),
    "time": Style(color="yellow"),
    "statement": Style(italic=True, underline=True),
}


def show(document: Row, found: Sequence[Mark], console: Console) -> None:
    """Prints title, source and text. What would make the terminal do something is shown as `�`."""
    told = [document["title"], document["publisher"], document["published_on"] and document["published_on"].isoformat()]
    console.print(Text(_harmless(" · ".join(filter(None, told)) or document["source_uri"]), style="bold"))
    console.print(Text(_harmless(f"{document['source_uri']}  {document['doc_id']}"), style="dim"))
    legend = Text()
    for kind in KINDS:
        legend.append(f"{kind}s", style=STYLES[kind]).append(f" {sum(mark.kind == kind for mark in found)}  ")
    console.print(legend)
    console.print()
    text = Text()
    for segment in segments(document["text"], found):
        kinds = [kind for kind in reversed(KINDS) if any(mark.kind == kind for mark in segment.marks)]
        style = Style.combine([Style.null(), *(STYLES[kind] for kind in kinds)])
        text.append(_harmless(segment.text), style=style)
    console.print(text)


def _harmless(text: str) -> str:
    return OBEYED.sub(lambda found: found[0] if found[0] in "\n\t" else "\N{REPLACEMENT CHARACTER}", text)
