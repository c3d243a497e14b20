"""Documents of word processors: DOCX (Office Open XML) and ODT (OpenDocument), their text in order, tables row by row, notes at the end.

The day on which such a file was created is often that of its template, so it is not taken for one of publication.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import docx
from docx.document import Document as Docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from flows.read.documents import Document, Issue, Origin, Reason
from flows.read.inputs import Input, Item, whole
from flows.read.rules import Rules
from flows.read.stating import stated

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
_FAULTS = (
    OpcError,
    zipfile.BadZipFile,
    zlib.error,
    etree.LxmlError,
    KeyError,
    ValueError,
    AttributeError,
    TypeError,
    IndexError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    AssertionError,
)

_W_TEXT, _W_TAB, _W_BREAK, _W_RETURN, _W_PARAGRAPH = (qn(f"w:{name}") for name in ("t", "tab", "br", "cr", "p"))
_W_CELL, _W_ROW, _W_TABLE = qn("w:tc"), qn("w:tr"), qn("w:tbl")
# What is shown only where the first choice can't be, and would be told twice; what was deleted and not yet accepted.
_W_PASSED_OVER = frozenset(
    {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback", qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr")}
)

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_META = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
_DC = "http://purl.org/dc/elements/1.1/"
_ODT_BLOCKS = frozenset({f"{{{_TEXT}}}p", f"{{{_TEXT}}}h"})
_ODT_PASSED_OVER = frozenset(
    {f"{{{_TEXT}}}tracked-changes", f"{{{_TEXT}}}sequence-decls", f"{{{_OFFICE}}}annotation", f"{{{_OFFICE}}}forms"}
)


def read_docx(found: Input, stream: BinaryIO, rules: Rules) -> Iterator[Item]:
    """One document, or the issue why there is none."""
    yield from _read(found, stream, rules, _docx, DOCX)


def read_odt(found: Input, stream: BinaryIO, rules: Rules) -> Iterator[Item]:
    """One document, or the issue why there is none."""
    yield from _read(found, stream, rules, _odt, ODT)


def _read(found: Input, stream: BinaryIO, rules: Rules, parse: Any, media_type: str) -> Iterator[Item]:
    body = whole(found, stream, rules)
    if isinstance(body, Issue):
        yield body
        return
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            expanded = sum(member.file_size for member in archive.infolist())
        if expanded > max(len(body) * rules.max_expansion, rules.max_bytes):
            yield Issue(found.uri, Reason.EXPANDS_TOO_FAR, f"It unpacks to {expanded:,} bytes; raise `max_expansion` if it is no bomb.")
            return
        text, properties = parse(body)
    except _FAULTS as error:
        message = " ".join(str(error).split())[:200] or type(error).__name__
        yield Issue(found.uri, Reason.BROKEN_FILE, f"It can't be read as {found.name.rpartition('.')[2].upper()}: {message}.")
        return
    metadata, faults = stated(found.uri, (Origin.OFFICE_PROPERTIES, properties))
    yield from faults
    yield Document(found.uri, found.source_id, text, media_type=media_type, **metadata)


def _docx(body: bytes) -> tuple[str, dict[str, Any]]:
    document = docx.Document(io.BytesIO(body))
    pieces: list[str] = []
    _docx_text(document.element.body, pieces)
    for part in _notes(document):
        for note in etree.fromstring(part, _parser()):
            if note.get(qn("w:type")) is None:
                _docx_text(note, pieces)
    properties = document.core_properties
    return _tidy(pieces), {
        "title": properties.title,
        "authors": properties.author.split(";") if properties.author and properties.author != "python-docx" else None,
        "language": properties.language,
    }


def _notes(document: Docx) -> list[bytes]:
    """The parts with footnotes and endnotes."""
    related = document.part.rels.values()
    return [each.target_part.blob for each in related if not each.is_external and each.reltype.endswith(("/footnotes", "/endnotes"))]


def _docx_text(top: Any, pieces: list[str]) -> None:
    """The text below an element. Tracked insertions are text, deletions are not."""
    stack: list[Any] = [top]
    while stack:
        element = stack.pop()
        if isinstance(element, str):
            pieces.append(element)
            continue
        if element.tag in _W_PASSED_OVER:
            continue
        if element.tag == _W_TEXT:
            pieces.append(element.text or "")
        elif element.tag == _W_TAB:
            pieces.append("\t")
        elif element.tag in {_W_BREAK, _W_RETURN}:
            pieces.append("\n")
        else:
            in_cell = element.tag == _W_PARAGRAPH and element.getparent() is not None and element.getparent().tag == _W_CELL
            after = {_W_PARAGRAPH: " " if in_cell else "\n\n", _W_CELL: "\t", _W_ROW: "\n", _W_TABLE: "\n"}.get(element.tag)
            if after:
                stack.append(after)
            stack += reversed(element)


def _odt(body: bytes) -> tuple[str, dict[str, Any]]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        content = etree.fromstring(archive.read("content.xml"), _parser())
        meta = etree.fromstring(archive.read("meta.xml"), _parser()) if "meta.xml" in archive.namelist() else None
    top = content.find(f".//{{{_OFFICE}}}text")
    pieces: list[str] = []
    if top is not None:
        _odt_text(top, pieces)

    def property_of(name: str) -> str | None:
        return meta.findtext(f".//{name}") if meta is not None else None

    author = property_of(f"{{{_META}}}initial-creator") or property_of(f"{{{_DC}}}creator")
    return _tidy(pieces), {
        "title": property_of(f"{{{_DC}}}title"),
        "authors": [author] if author else None,
        "language": property_of(f"{{{_DC}}}language"),
    }


def _odt_text(top: Any, pieces: list[str]) -> None:
    stack: list[Any] = [top]
    while stack:
        element = stack.pop()
        if isinstance(element, str):
            pieces.append(element)
            continue
        if not isinstance(element.tag, str) or element.tag in _ODT_PASSED_OVER:
            continue
        name = etree.QName(element).localname
        if element.tag == f"{{{_TEXT}}}s":
            pieces.append(" " * min(int(element.get(f"{{{_TEXT}}}c", "1")), 100))
        elif name in {"tab", "line-break"}:
            pieces.append("\t" if name == "tab" else "\n")
        in_cell = element.getparent() is not None and element.getparent().tag == f"{{{_TABLE}}}table-cell"
        if element.tag in _ODT_BLOCKS:
            stack.append(" " if in_cell else "\n\n")
        elif element.tag == f"{{{_TABLE}}}table-cell":
            stack.append("\t")
        elif element.tag in {f"{{{_TABLE}}}table-row", f"{{{_TABLE}}}table"}:
            stack.append("\n")
        is_text = element.tag in _ODT_BLOCKS or name in {"span", "a", "note-body", "ruby-base"}
        for child in reversed(element):
            if is_text and child.tail:
                stack.append(child.tail)
            stack.append(child)
        if is_text and element.text:
            stack.append(element.text)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _tidy(pieces: list[str]) -> str:
    lines = [line.rstrip() for line in "".join(pieces).split("\n")]
    kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
    return "\n".join(kept).strip("\n") + "\n"
