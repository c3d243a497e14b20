"""Documents to measure with: those of a file, or varied ones made of the test stories."""

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

NEWSROOM = Path(__file__).parents[1] / "newsroom"
Line = dict[str, Any]


def of_file(path: Path) -> list[Line]:
    """The lines of a file of JSON lines, compressed or not."""
    if path.suffix == ".gz":
        body = gzip.decompress(path.read_bytes())
    elif path.suffix == ".zst":
        body = pa.input_stream(str(path), compression="zstd").read()
    else:
        body = path.read_bytes()
    return [json.loads(line) for line in body.splitlines() if line.strip()]


def made(n: int) -> Iterator[Line]:
    """As many documents as wanted, each some paragraphs of the test stories with other names and numbers in them."""
    chance = random.Random(1)
    stories = [line["text"] for path in sorted(NEWSROOM.rglob("*.jsonl*")) for line in of_file(path)]
    stories += [path.read_text(encoding="utf-8") for path in sorted(NEWSROOM.rglob("*.txt"))]
    paragraphs = [each for story in stories for each in story.split("\n\n") if len(each) > 40]
    for number in range(n):
        chosen = chance.sample(paragraphs, chance.randint(4, 12))
        text = "\n\n".join("".join(str(chance.randint(1, 9)) if char.isdigit() else char for char in each) for each in chosen)
        yield {
            "id": f"made-{number}",
            "text": f"{text}\n\nStory {number}.",
            "published_at": f"2024-{1 + number % 12:02}-{1 + number % 28:02}",
        }


def chosen(corpus: Path | None, n: int) -> list[Line]:
    """`n` documents of the file, always the same ones, or made ones."""
    if corpus is None:
        return list(made(n))
    lines = of_file(corpus)
    return lines if len(lines) <= n else random.Random(0).sample(lines, n)


def shuffled(corpus: Path | None, n_made: int) -> list[Line]:
    """All documents of the file in an order of chance that is always the same, or made ones."""
    lines = list(made(n_made)) if corpus is None else of_file(corpus)
    return random.Random(0).sample(lines, len(lines))


def write(path: Path, lines: Sequence[Line]) -> Path:
    """The lines as a file of JSON lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path
