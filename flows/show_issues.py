"""Issues as a person reads them: by reason and message, with the first inputs of each, so that many of a kind do not bury the others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import click

from flows.show_rows import one_line

# So many messages of a reason, and inputs of a message, are shown unless all are asked for.
MESSAGES, INPUTS = 6, 3


def lines(issues: Iterable[Mapping[str, str]], *, is_all: bool) -> Iterator[str]:
    """The lines to print for rows of the table `issues`, the reason with the fewest of them first."""
    reasons: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in issues:
        reasons[row["reason"]][row["message"]].append(row["source_uri"])
    is_cut = False
    for reason, messages in sorted(reasons.items(), key=lambda item: (_count(item[1]), item[0])):
        yield click.style(f"{reason}: {_count(messages):,} {'input' if _count(messages) == 1 else 'inputs'}", bold=True)
        inputs_by_message = sorted(messages.items(), key=lambda item: (-len(item[1]), item[0]))
        shown = inputs_by_message if is_all else inputs_by_message[:MESSAGES]
        for message, inputs in shown:
            yield f"  {one_line(message)}"
            some = sorted(inputs) if is_all else sorted(inputs)[:INPUTS]
            yield from (f"    {one_line(uri)}" for uri in some)
            if left := len(inputs) - len(some):
                yield f"    and {left:,} more"
                is_cut = True
        if len(shown) < len(inputs_by_message):
            n_others = sum(len(inputs) for _, inputs in inputs_by_message[len(shown) :])
            yield f"  and {n_others:,} for {len(inputs_by_message) - len(shown):,} other causes of the kind"
            is_cut = True
    if is_cut:
        yield 'All of them: textmart issues --all, or as rows: textmart sql "from issues"'


def _count(messages: Mapping[str, list[str]]) -> int:
    return sum(map(len, messages.values()))
