"""Edges as GraphML, for Gephi, NetworkX, igraph and Cytoscape (Brandes et al. 2002)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import pyarrow as pa
from lxml import etree

from flows.store.json_values import as_json, encoded
from flows.store.unfit import UnfitError

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
# The two ends of an edge, and whether it leads from the one to the other.
ENDS = ((("source", "target"), False), (("from", "to"), True))
HELP = (
    "GraphML is for edges: each row needs its two ends in columns named source and target, or from and to where edges lead from the one to"
    " the other, as in `from entity_network()`. A column source_id (or from_entity_id) tells nodes apart, and all else that begins so"
    " describes the node; weight and other columns describe the edge"
)


@dataclass(frozen=True, slots=True)
class End:
    """The columns of one end of an edge: what tells its node from others, its label, and what else describes the node, by its name."""

    key: str
    label: str
    rest: Mapping[str, str]


def write(reader: pa.RecordBatchReader, stream: BinaryIO) -> int:
    """Writes a graph with an edge a row, and returns how many there were; columns that belong to no end describe the edge.

    Raises UnfitError where the columns are not those of edges, an end is null, two rows describe a node differently, or a text has
    characters that XML has not.
    """
    ends, is_directed = _ends(reader.schema)
    of_ends = {name for end in ends for name in (end.key, end.label, *end.rest.values())}
    of_edges = [name for name in reader.schema.names if name not in of_ends]
    # Nodes are declared before edges, so edges wait, as the columns they came in.
    edges = reader.read_all()
    nodes = _nodes(edges, ends)
    described = {name: column for end in ends for name, column in end.rest.items()}
    kinds = {f"node_{name}": _kind(edges.schema.field(column).type) for name, column in described.items()} | {
        f"edge_{name}": _kind(edges.schema.field(name).type) for name in of_edges
    }
    try:
        with etree.xmlfile(stream, encoding="utf-8") as file, file.element(_tag("graphml"), nsmap={None: NAMESPACE}):
            for key, kind in {"node_label": "string", **kinds}.items():
                of, _, name = key.partition("_")
                _put(file, "key", {"id": key, "for": of, "attr.name": name, "attr.type": kind})
            with file.element(_tag("graph"), {"edgedefault": "directed" if is_directed else "undirected"}):
                for key, values in nodes.items():
                    _put(file, "node", {"id": key}, values)
                for one, other, values in _edges(edges, ends, of_edges):
                    _put(file, "edge", {"source": one, "target": other}, values)
    except ValueError as error:  # what lxml says of control characters
        raise UnfitError(
            f"GraphML is XML, which has no control characters: {error}; `regexp_replace` takes them out of a column"
        ) from error
    return int(edges.num_rows)


def _ends(schema: pa.Schema) -> tuple[tuple[End, End], bool]:
    names = schema.names
    for (one, other), is_directed in ENDS:
        found = [_end(names, prefix) for prefix in (one, other)]
        if found[0] and found[1]:
            return (found[0], found[1]), is_directed
    raise UnfitError(f"{HELP}; the query has {', '.join(names)}")


def _end(names: Sequence[str], prefix: str) -> End | None:
    label = next((name for name in (prefix, f"{prefix}_name") if name in names), None)
    key = next((name for name in (f"{prefix}_id", f"{prefix}_entity_id") if name in names), label)
    if key is None:
        return None
    mine = {key, label}
    rest = {name.removeprefix(f"{prefix}_"): name for name in names if name.startswith(f"{prefix}_") and name not in mine}
    # `label` is what Gephi writes beside a node.
    return End(key, label or key, {"node_label" if name == "label" else name: column for name, column in rest.items()})


def _nodes(edges: pa.Table, ends: Sequence[End]) -> dict[str, dict[str, Any]]:
    """Each node's values by its key, in the order in which they come up."""
    nodes: dict[str, dict[str, Any]] = {}
    columns = [[edges[name].to_pylist() for name in (end.key, end.label, *end.rest.values())] for end in ends]
    names = [("label", *end.rest) for end in ends]
    for number, row in enumerate(zip(*(zip(*each, strict=True) for each in columns), strict=True), start=1):
        for (key, *values), of_values in zip(row, names, strict=True):
            if key is None:
                raise UnfitError(f"row {number:,} has an edge with an end that is null; `where` leaves such rows out")
            node = nodes.setdefault(str(key), {})
            for name, value in zip(of_values, values, strict=True):
                if node.setdefault(name, value) != value:
                    raise UnfitError(f"row {number:,} says of node {key} that its {name} is {value!r}, an earlier one {node[name]!r}")
    return nodes


def _edges(edges: pa.Table, ends: Sequence[End], names: Sequence[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for batch in edges.to_batches():
        keys = (batch.column(end.key).to_pylist() for end in ends)
        values = zip(*(batch.column(name).to_pylist() for name in names), strict=True) if names else iter([()] * batch.num_rows)
        for one, other, row in zip(*keys, values, strict=True):
            yield str(one), str(other), dict(zip(names, row, strict=True))


def _kind(kind: pa.DataType) -> str:
    if pa.types.is_boolean(kind):
        return "boolean"
    if pa.types.is_integer(kind):
        return "long"
    return "double" if pa.types.is_floating(kind) or pa.types.is_decimal(kind) else "string"


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _put(file: Any, name: str, attributes: Mapping[str, str], values: Mapping[str, Any] | None = None) -> None:
    """Writes an element on a line of its own, with its values as `data`."""
    file.write("\n")
    with file.element(_tag(name), dict(attributes)):
        for key, value in (values or {}).items():
            simple = as_json(value)
            if simple is not None:
                with file.element(_tag("data"), {"key": f"{name}_{key}"}):
                    file.write(simple if isinstance(simple, str) else encoded(simple))
