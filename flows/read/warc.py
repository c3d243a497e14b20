"""WARC files of web crawls: one document a page that was fetched, under `crawl.warc!/https://…`.

Redirections, failures, and what is no text (images, styles, scripts) are passed over.
"""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from flows.read.documents import Issue, Reason
from flows.read.inputs import Input, Item, Unpack
from flows.read.rules import Rules

_READ = (
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "application/pdf",
    "application/rss+xml",
    "application/atom+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
)
_RECORDS = frozenset({"response", "resource", "conversion"})


def read(found: Input, stream: BinaryIO, rules: Rules, unpack: Unpack) -> Iterator[Item]:
    """The documents of the pages."""
    times: Counter[str] = Counter()
    try:
        for record in ArchiveIterator(stream):
            if record.rec_type not in _RECORDS:
                continue
            if record.rec_type == "response" and record.http_headers is not None and record.http_headers.get_statuscode() != "200":
                continue
            stated_type = (record.http_headers or record.rec_headers).get_header("Content-Type") or ""
            media_type, _, parameters = stated_type.partition(";")
            media_type = media_type.strip().lower()
            if media_type not in _READ:
                continue
            url = " ".join((record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>").split()) or "page"
            times[url] += 1
            uri = f"{found.uri}!/{url}" + (f"~{times[url]}" if times[url] > 1 else "")
            if found.depth >= rules.max_depth:
                yield Issue(
                    uri, Reason.NESTED_TOO_DEEP, f"It lies in more than {rules.max_depth} files; save it by itself, or raise `max_depth`."
                )
                continue
            body = record.content_stream().read(rules.max_bytes + 1)
            if len(body) > rules.max_bytes:
                yield Issue(uri, Reason.TOO_LARGE, f"It has more than {rules.max_bytes:,} bytes; raise `max_file_mb`.")
                continue
            charset = parameters.partition("charset=")[2].strip(" \"';") or None
            name = url.partition("?")[0].rstrip("/").rpartition("/")[2] or "page"
            inner = replace(found, uri=uri, name=name, depth=found.depth + 1, media_type=media_type, charset=charset, url=url)
            yield from unpack(inner, io.BytesIO(body))
    except (ArchiveLoadFailed, EOFError, ValueError, AttributeError, TypeError, LookupError, OverflowError) as error:
        yield Issue(found.uri, Reason.BROKEN_FILE, f"It can't be read as WARC to its end ({error}); what came before is used.")
