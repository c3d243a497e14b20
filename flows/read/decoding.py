"""Bytes -> text, with the encoding that was used: mark, UTF-8, declared, detected. Text that would be rubbish is an error, never a guess.

The order is that of browsers (WHATWG, Encoding Standard, section 4.2 and 6) but for one thing: bytes that are valid UTF-8 and more than
ASCII are UTF-8, whatever is declared, since no other encoding's text comes out so by chance.
"""

import codecs
import re
import unicodedata
from collections import Counter
from typing import NamedTuple

import chardet

from flows.read.documents import Reason

# Longest first: UTF-32's little-endian mark begins with UTF-16's.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers read under a label, because what is labelled so often uses characters of the larger set.
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
# Codecs of Python that turn bytes into something else than text, or text that no file declares.
_NO_CHARSETS = frozenset(
    {
        "base64",
        "bz2",
        "hex",
        "idna",
        "mbcs",
        "oem",
        "palmos",
        "punycode",
        "quopri",
        "raw_unicode_escape",
        "rot13",
        "undefined",
        "unicode_escape",
        "uu",
        "zlib",
    }
)
# Below this the detector chooses among encodings of which none fits; text of a line or two in the right one has 0.16 and more.
_LEAST_CONFIDENCE = 0.1
_RUBBISH_SHARE = 0.01
_SEVEN_BIT_ESCAPE = re.compile(rb"\x1b[$(]")
_DECLARED_IN_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})""")
_DECLARED_IN_HTML = re.compile(rb"""<meta[^>]{0,400}?\bcharset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)


class Decoded(NamedTuple):
    """Text and the codec that it was decoded with, in Python's spelling."""

    text: str
    encoding: str


class DecodingError(ValueError):
    """Bytes that are no text, or text in an encoding that could not be told; `reason` and the message are those of the issue."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def declared_in_markup(head: bytes) -> str | None:
    """The encoding that an XML declaration or an HTML `meta` in the first bytes states."""
    found = _DECLARED_IN_XML.search(head) or _DECLARED_IN_HTML.search(head[:4096])
    return found[1].decode("ascii") if found else None


def decode(body: bytes, declared: str | None = None) -> Decoded:
    """The text of bytes. `declared` is what a header or the markup says. Raises DecodingError."""
    for mark, codec in MARKS:
        if body.startswith(mark):
            try:
                return Decoded(body[len(mark) :].decode(codec), codec)
            except UnicodeDecodeError as error:
                raise DecodingError(
                    Reason.WRONG_ENCODING, f"Its byte-order mark says {codec.upper()}, and byte {error.start} is not; repair or convert it."
                ) from None
    stated = _codec(declared)
    is_wide = b"\0" in body[:4096] and chardet.detect(body)["encoding"] not in {None, "ascii", "utf-8"}
    if not _SEVEN_BIT_ESCAPE.search(body, 0, 1 << 16) and not is_wide:
        try:
            return Decoded(body.decode(), "utf-8")
        except UnicodeDecodeError as error:
            _refuse_damaged_utf_8(body, error)
    if stated:
        for codec in filter(None, (stated, _SUPERSETS.get(stated))):
            try:
                text = body.decode(codec)
            except (UnicodeDecodeError, ValueError):
                continue
            if not is_rubbish(text):
                return Decoded(text, codec)
    return _detected(body)


def _codec(declared: str | None) -> str | None:
    """Python's name of a declared encoding; none for one that it does not know."""
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip().lower().removeprefix("x-")).name
        return None if name in _NO_CHARSETS or name.startswith(("utf-8", "utf-7")) else name
    except (LookupError, ValueError):
        return None


def _detected(body: bytes) -> Decoded:
    found = chardet.detect(body)
    encoding = found["encoding"]
    if encoding is None:
        raise DecodingError(Reason.NOT_TEXT, "Its bytes are those of no text in any known encoding.")
    try:
        codec = codecs.lookup(encoding).name
        text = body.decode(codec)
        if codec == "iso8859-1" and is_rubbish(text):
            codec, text = "cp1252", body.decode("cp1252")
        elif codec == "cp932":
            codec, text = _shift_jis(body)
    except (LookupError, UnicodeDecodeError):
        text, codec = "", ""
    if not codec or found["confidence"] < _LEAST_CONFIDENCE or is_rubbish(text):
        raise DecodingError(
            Reason.WRONG_ENCODING,
            f"It is not UTF-8 and states no other encoding; the likeliest, {encoding}, makes rubbish of it. "
            "Convert it to UTF-8, for instance with iconv.",
        )
    return Decoded(text, codec)


def _shift_jis(body: bytes) -> tuple[str, str]:
    """Codec and text by the standard where it is enough, else by Microsoft's extension: they differ in what some marks are in Unicode."""
    try:
        return "shift_jis", body.decode("shift_jis")
    except UnicodeDecodeError:
        return "cp932", body.decode("cp932")


def _refuse_damaged_utf_8(body: bytes, error: UnicodeDecodeError) -> None:
    """Raises DecodingError for UTF-8 with a few wrong bytes: any one-byte encoding would take it, and make rubbish of its letters."""
    sample = body[:200_000].decode("utf-8", "replace")
    n_wrong = sample.count("�")
    n_right = sum(character > "\x7f" for character in sample) - n_wrong
    if n_right > 4 and n_right > 9 * n_wrong:
        raise DecodingError(
            Reason.WRONG_ENCODING, f"It is UTF-8, but byte {error.start} is damaged; repair it, for instance with iconv -c."
        ) from None


def is_rubbish(text: str) -> bool:
    """Whether decoding went wrong: more than one in a hundred characters is one that no text has, counted apart in ASCII and beyond."""
    total, wrong = [0, 0], [0, 0]
    for character, n in Counter(text).items():
        is_beyond = character > "\x7f"
        total[is_beyond] += n
        if is_beyond:
            wrong[True] += n * (unicodedata.category(character) in {"Cc", "Cn", "Co", "Cs"} and character != "\x85")
        else:
            wrong[False] += n * (character < " " and character not in "\t\n\r\f\v\x1a\x1b")
    return any(wrong[part] > total[part] * _RUBBISH_SHARE for part in (False, True))
