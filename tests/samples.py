"""Small files of every format, made here of sentences of our own."""

import csv
import io
import json
import tarfile
import zipfile
from email.message import EmailMessage

import docx
import pyarrow as pa
import pyarrow.parquet as pq

TOWN = "Ada Okoro opened the bridge at Port Seldom on Monday. Crowds came from the whole valley to see it."
DAM = "The Corrow Dam is leaking, engineers said. Nobody has been hurt so far, and the gates remain shut for now."

PAGE = f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Bridge opens - Marr Valley Herald</title>
<link rel="canonical" href="https://herald.example/bridge">
<meta property="og:site_name" content="Marr Valley Herald">
<meta property="article:published_time" content="2024-05-01T08:30:00+02:00">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Bridge opens", "author": [{{"name": "Ann Lee"}}]}}</script>
</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Bridge opens</h1><p>{TOWN}</p><p>{DAM}</p><p>{TOWN} {DAM}</p></article>
<div class="comments"><p>First! What a bridge.</p></div><footer>All rights reserved. Cookies.</footer></body></html>""".encode()

FEED = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Herald</title><language>en</language>
<item><title>Bridge &amp; dam</title><guid>tag:1</guid><link>https://herald.example/1</link><author>Ann Lee</author>
<pubDate>Wed, 01 May 2024 08:30:00 +0200</pubDate><description>&lt;p&gt;{TOWN}&lt;/p&gt;&lt;p&gt;{DAM}&lt;/p&gt;</description></item>
<item><title>Only a link</title><link>https://herald.example/2</link></item></channel></rss>""".encode()


def pdf(*pages: list[str], title: str = "") -> bytes:
    """A PDF with these lines on its pages, top to bottom; none make a page without text."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        drawn = b"BT /F1 12 Tf 14 TL 72 760 Td " + b"".join(f"({line}) Tj T* ".encode("latin-1") for line in lines) + b"ET"
        objects.append(b"<< /Length %d >> stream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    objects.append(b"<< /Title (%s) /Author (Ann Lee) /CreationDate (D:20240501083000+02'00') >>" % title.encode("latin-1"))
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(objects), start))
    return out.getvalue()


def word() -> bytes:
    """A DOCX with a heading, a paragraph, a table and its properties."""
    document = docx.Document()
    document.add_heading("Bridge opens", 1)
    document.add_paragraph(TOWN)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "cost", "4 million"
    document.core_properties.title = "Bridge opens"
    document.core_properties.author = "Ann Lee"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def open_document() -> bytes:
    """An ODT with two paragraphs, runs within them, and its properties."""
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
    )
    head, tail = TOWN[:10], TOWN[10:]
    content = (
        f"<office:document-content {names}><office:body><office:text><text:h>Bridge opens</text:h>"
        f"<text:p>{head}<text:span>{tail}</text:span></text:p></office:text></office:body></office:document-content>"
    )
    meta = f"<office:document-meta {names}><office:meta><dc:title>Bridge opens</dc:title></office:meta></office:document-meta>"
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode(), "meta.xml": meta.encode()})


def mail(text: str, html: str = "", attached: dict[str, bytes] | None = None, message_id: str = "<1@seldom.example>") -> bytes:
    """A message of Ann Lee's."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Ann Lee <ann@seldom.example>", "Bo <bo@seldom.example>", "The bridge"
    message["Date"] = "Wed, 01 May 2024 08:30:00 +0200"
    if message_id:
        message["Message-ID"] = message_id
    if text:
        message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html") if text else message.set_content(html, subtype="html")
    for name, body in (attached or {}).items():
        message.add_attachment(body, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def mailbox(*mails: bytes) -> bytes:
    """An mbox of these mails."""
    return b"".join(b"From ann@seldom.example Wed May  1 08:30:00 2024\n" + each + b"\n\n" for each in mails)


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip archive, packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


def tarred(members: dict[str, bytes], links: dict[str, str] | None = None, mode: str = "w") -> bytes:
    """A tar archive with files and symbolic links."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, body in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))
        for name, target in (links or {}).items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, target
            archive.addfile(info)
    return out.getvalue()


def table(rows: list[dict[str, str]], delimiter: str = ",") -> bytes:
    """Rows as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def parquet(rows: list[dict[str, object]]) -> bytes:
    """Rows as Parquet."""
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


def crawl(*pages: tuple[str, str, bytes], status: str = "200 OK") -> bytes:
    """A WARC file with these pages: address, media type, body."""
    records = []
    for url, media_type, body in pages:
        http = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-01T08:30:00Z\r\n"
            "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        records.append(head.encode() + http + b"\r\n\r\n")
    return b"".join(records)


SAMPLES: dict[str, bytes] = {
    "a.txt": TOWN.encode(),
    "a.md": f"---\ntitle: Bridge opens\nauthor: Ann Lee\n---\n# Bridge\n\n{TOWN}\n".encode(),
    "a.html": PAGE,
    "a.rss": FEED,
    "a.pdf": pdf([TOWN[:50], TOWN[50:]]),
    "a.docx": word(),
    "a.odt": open_document(),
    "a.eml": mail(TOWN, attached={"dam.txt": DAM.encode()}),
    "a.mbox": mailbox(mail(TOWN), mail(DAM, message_id="<2@seldom.example>")),
    "a.csv": table([{"id": "1", "body": TOWN}, {"id": "2", "body": DAM}]),
    "a.json": json.dumps([{"text": TOWN}, {"text": DAM}]).encode(),
    "a.jsonl": json.dumps({"text": TOWN}).encode() + b"\n",
    "a.parquet": parquet([{"id": 1, "text": TOWN}]),
    "a.zip": zipped({"in/a.txt": TOWN.encode()}),
    "a.tar": tarred({"in/a.txt": TOWN.encode()}),
    "a.warc": crawl(("https://herald.example/bridge", "text/html; charset=utf-8", PAGE)),
}
