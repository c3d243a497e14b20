"""Each format gives its text and what it states itself; what can't be read is said."""

import gzip
import json
import os
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.read.documents import Document, Issue
from flows.read.kinds import kind_of
from tests.read_inputs import read_bytes, shown
from tests.samples import DAM, FEED, PAGE, SAMPLES, TOWN, crawl, mail, mailbox, parquet, pdf, table, zipped

# More where somebody looks for faults: `DAMAGED=20000 pytest tests/test_read_formats.py -k damage`.
N_DAMAGED = int(os.environ.get("DAMAGED", "15"))

RIVER = "Die Bürgermeisterin erklärte, die Brücke über den Fluß müsse größer werden; außerdem fehle es an Geld für die Straße."


def document(name: str, body: bytes, **rules: Any) -> Document:
    [found] = [item for item in read_bytes(name, body, **rules) if isinstance(item, Document)]
    return found


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_every_format_has_its_text_and_says_what_it_is(name: str) -> None:
    found = [item for item in read_bytes(name, SAMPLES[name]) if isinstance(item, Document)]
    assert all("Port Seldom" in each.text.replace("Seld\nom", "Seldom") or "Corrow Dam" in each.text for each in found)
    assert found
    assert all(each.media_type and each.source_uri.startswith(f"seeds/{name}") for each in found)


@pytest.mark.parametrize(
    ("name", "stated"),
    [
        ("a.md", {"title": ("Bridge opens", "front matter"), "authors": (("Ann Lee",), "front matter")}),
        (
            "a.html",
            {
                "title": ("Bridge opens", "json-ld"),
                "authors": (("Ann Lee",), "json-ld"),
                "publisher": ("Marr Valley Herald", "html meta"),
                # as written: the zone is not applied
                "published_at": (datetime(2024, 5, 1, 8, 30), "html meta"),
                "url": ("https://herald.example/bridge", "html meta"),
                "language": ("en", "html meta"),
            },
        ),
        (
            "a.rss",
            {
                "title": ("Bridge & dam", "feed"),
                "authors": (("Ann Lee",), "feed"),
                "publisher": ("Herald", "feed"),
                "published_at": (datetime(2024, 5, 1, 8, 30), "feed"),
                "url": ("https://herald.example/1", "feed"),
                "language": ("en", "feed"),
            },
        ),
        ("a.pdf", {"authors": (("Ann Lee",), "pdf info"), "published_at": (datetime(2024, 5, 1, 8, 30), "pdf info")}),
        # the day of creation is the template's
        ("a.docx", {"title": ("Bridge opens", "office properties"), "authors": (("Ann Lee",), "office properties")}),
        ("a.odt", {"title": ("Bridge opens", "office properties")}),
    ],
)
def test_what_a_format_states(name: str, stated: dict[str, tuple[object, str]]) -> None:
    found = document(name, SAMPLES[name])
    assert {field: (getattr(found, field), str(origin)) for field, origin in found.origins.items()} == stated


@pytest.mark.parametrize(
    ("name", "body"),
    [
        # what a programme writes for nobody
        ("a.pdf", SAMPLES["a.pdf"].replace(b"/Author (Ann Lee)", b"/Author (unknown)")),
        # an address is no name, of a house or a person
        ("a.rss", SAMPLES["a.rss"].replace(b"Ann Lee", b"https://x.example/a").replace(b"<title>Herald<", b"<title>https://x.example<")),
    ],
)
def test_what_is_no_name(name: str, body: bytes) -> None:
    found = document(name, body)
    assert (found.authors, found.publisher) == (None, None)


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        # content decides, the name is a hint
        ("a.pdf", PAGE, "html"),
        ("a.html", SAMPLES["a.pdf"], "pdf"),
        ("a.html", FEED, "feed"),
        ("a.xml", FEED, "feed"),
        ("a.xml", b"<?xml version='1.0'?><!-- c --><note/>", None),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "-ole"),
        ("1.", mail(TOWN), "mail"),
        ("inbox", mailbox(mail(TOWN)), "mbox"),
        ("page", "\ufeff<!DOCTYPE html>".encode(), "html"),
        ("page", b"\xff\xfe" + "<!DOCTYPE html>".encode("utf-16-le"), "html"),
        # text that looks like something else is text if its name says so
        ("a.txt", PAGE, "text"),
        ("a.txt", mail(TOWN), "text"),
        ("a.jsonl", b"[1]", "json_lines"),
        # two headers are no mail
        ("note", b"From: Ann\nTo: Bo\n\nHello", "text"),
        ("README", b"Anna", "text"),
        ("a.css", b"p {}", None),
        ("a.docx", b"Anna", "-not-docx"),
        # what a crawl says decides last
        ("index.php", b"hello", None),
    ],
)
def test_the_format_is_told_from_the_content(name: str, head: bytes, kind: str | None) -> None:
    assert kind_of(name, head) == kind


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        # pages
        ("a.html", b"", ["empty"]),
        ("a.html", b"<html><body><script>x()</script></body></html>", ["no_text"]),
        ("a.html", "<html><meta charset=windows-1251><p>Мост</p>".encode(), None),
        # PDF: nothing but pages without text, and what is none
        ("a.pdf", pdf([]), ["image_only"]),
        ("a.pdf", SAMPLES["a.pdf"][:200], ["broken_file"]),
        ("a.pdf", b"Anna", ["broken_file"]),
        ("a.docx", SAMPLES["a.docx"][:900], ["broken_compression"]),
        ("a.docx", zipped({"word/document.xml": b"<x/>"}), ["broken_file"]),
        ("a.xlsx", zipped({"[Content_Types].xml": b"<x/>", "xl/a.xml": b""}), ["unsupported_format"]),
        ("a.odt", zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a"}), ["broken_file"]),
        # an entity that names a file is not followed
        (
            "a.odt",
            zipped(
                {
                    "mimetype": b"application/vnd.oasis.opendocument.text",
                    "content.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
                    b'<a xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
                    b'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:text><t:p>Anna &x;</t:p></o:text></a>',
                }
            ),
            ["Anna\n"],
        ),
        ("a.png", b"\x89PNG\r\n\x1a\n", ["not_text"]),
        ("a.rss", b"<rss><channel></channel></rss>", ["empty"]),
        ("a.rss", b"<rss><channel><item>", None),
        # a tag ends in another one than it began in, on which feedparser falls
        ("a.rss", b"<rss><channel><item><link></item></link></channel></rss>", ["broken_file"]),
        # tables
        ("a.csv", table([{"text": TOWN}, {"text": DAM}], delimiter=";"), [TOWN, DAM]),
        ("a.tsv", table([{"headline": "x", "content": TOWN}], delimiter="\t"), [TOWN]),
        ("a.csv", b"\xef\xbb\xbf" + table([{"text": TOWN}]), [TOWN]),
        ("a.csv", b'text,title\n"Two\nlines, quoted",x\n', ["Two\nlines, quoted"]),
        ("a.csv", b"text,title\na,b,c\n" + b"Anna,x\n", ["broken_row", "Anna"]),
        ("a.csv", b"a,b\n1,2\n", ["no_text"]),
        ("a.csv", b"text\n\n\n", ["empty"]),
        ("a.csv", f"text\n{RIVER}\n".encode("latin-1"), [RIVER]),
        ("a.parquet", parquet([{"text": TOWN, "date": datetime(2024, 5, 1)}]), [TOWN]),
        ("a.parquet", parquet([{"text": TOWN, "date": datetime(1, 1, 1)}]), ["bad_metadata", TOWN]),
        ("a.parquet", parquet([{"x": 1}]), ["no_text"]),
        ("a.parquet", b"PAR1" + b"x" * 50, ["broken_file"]),
        # JSON: a list, an object, an object with a list, lines under the wrong name
        ("a.json", json.dumps({"text": TOWN}).encode(), [TOWN]),
        ("a.json", json.dumps({"status": "ok", "articles": [{"body": TOWN}, {"body": DAM}]}).encode(), [TOWN, DAM]),
        ("a.json", b'{"text": "Anna"}\n{"text": "Boris"}\n', ["Anna", "Boris"]),
        ("a.json", b"{", ["broken_json"]),
        ("a.json", b"[" * 100_000, ["broken_json"]),
        ("a.json", b"3", ["not_an_object"]),
        # crawls: failures and pictures are passed over
        ("a.warc", crawl(("https://x.example/a.png", "image/png", b"x")), []),
        ("a.warc", crawl(("https://x.example/a", "text/plain", b"Anna"), status="404 Not Found"), []),
        ("a.warc.gz", gzip.compress(crawl(("https://x.example/a", "text/plain", b"Anna")), mtime=0), ["Anna"]),
        ("a.warc", b"WARC/1.0\r\nrubbish", None),
        # a length that no machine can count to
        (
            "a.warc",
            SAMPLES["a.warc"].replace(b"msgtype=response\r\nContent-Length: ", b"msgtype=response\r\nContent-Length: 99999999999999999"),
            ["broken_file"],
        ),
    ],
)
def test_what_is_read_and_what_is_an_issue(name: str, body: bytes, expected: list[str] | None) -> None:
    found = shown(read_bytes(name, body))
    assert (found == expected) if expected is not None and expected != ["empty"] else isinstance(found, list)


def test_columns_are_called_as_the_settings_say() -> None:
    rows = table([{"id": "7", "story_text": TOWN, "kicker": "Bridge", "printed": "2024-05"}])
    columns = {"text": "story_text", "title": "kicker", "published_at": "printed"}
    found = document("a.csv", rows, columns=columns)
    assert (found.source_uri, found.source_id, found.title) == ("seeds/a.csv#7", "7", "Bridge")
    assert (found.published_at, str(found.published_precision)) == (datetime(2024, 5, 1), "month")
    assert document("a.jsonl", json.dumps({"story_text": TOWN}).encode(), columns=columns).text == TOWN


def test_a_page_is_its_main_text() -> None:
    text = document("a.html", PAGE).text
    assert text == f"Bridge opens\n\n{TOWN}\n\n{DAM}\n\n{TOWN} {DAM}\n"


PARAGRAPHS = [f"{TOWN} {DAM} It was day {number}." for number in range(30)]
ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def page_with(body: str) -> list[str]:
    """The paragraphs that are read of a page."""
    return document("a.html", f"<html><body><h1>Bridge opens</h1>{body}</body></html>".encode()).text.strip().split("\n\n")


def test_a_table_that_only_places_the_text_is_no_table() -> None:
    assert page_with(f"<table><tr><td>Menu</td><td><table><tr><td>{ARTICLE}</td></tr></table></td></tr></table>") == PARAGRAPHS


@pytest.mark.parametrize(
    ("short", "is_whole"),
    [
        # a notice is no text of a page that has another
        (
            "This copy is for you alone. Order more at https://x.example/bridge-opens or ask at the office of the Herald for them. " * 3,
            False,
        ),
        # a short text is, whatever else stands there
        (
            "The bridge opens on Monday at Port Seldom, the mayor said, and everybody from the valley is asked to come and see it. " * 3,
            True,
        ),
    ],
)
def test_a_notice_is_not_the_text_of_a_page(short: str, is_whole: bool) -> None:
    read = page_with(f"<article><p>{short}</p></article><section class='related'>{ARTICLE}</section>")
    assert (read == [short.strip()], set(PARAGRAPHS) <= set(read)) == (is_whole, not is_whole)


@pytest.mark.parametrize(
    ("head", "title", "published_at"),
    [
        # the site's name goes, told by the heading or by the publisher
        ('<meta property="og:title" content="Bridge opens - The Herald Blog">', "Bridge opens", None),
        ('<meta property="og:title" content="The Herald | Bridge opens">', "Bridge opens", None),
        ('<meta property="og:title" content="Dam leaks | Herald"><meta property="og:site_name" content="Herald">', "Dam leaks", None),
        # a dash alone does not make what follows a site's name
        ('<meta property="og:title" content="Dam leaks - again">', "Dam leaks - again", None),
        # linked data with a comma too many, as templates leave it; a date in words
        (
            """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Dam &amp; leak", "keywords": ["dam",],
            "datePublished": "08:30 AM, May 1, 2024"}</script>""",
            "Dam & leak",
            datetime(2024, 5, 1),
        ),
        # the article before the page that holds it, which states what the article does not
        (
            """<script type="application/ld+json">[{"@type": "WebPage", "headline": "Bridges", "datePublished": "2024-05-01", "url":
            "https://x.example/"}, {"@type": "NewsArticle", "headline": "Dam leaks"}]</script>""",
            "Dam leaks",
            datetime(2024, 5, 1),
        ),
        # a shorter variant of the page's only heading, for links; something else
        ('<meta property="og:title" content="Bridge\'s opening: Bridge opens">', "Bridge opens", None),
        ('<meta property="og:title" content="Crowds come for trams">', "Crowds come for trams", None),
        ('<meta name="date" content="1 May 2024">', "Bridge opens", datetime(2024, 5, 1)),
        # a year in which nothing is published gives way to what is stated elsewhere
        (
            """<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "0001-01-01T00:00:00Z"}</script>
            <meta name="date" content="2024-05-01">""",
            "Bridge opens",
            datetime(2024, 5, 1),
        ),
        ('<meta name="date" content="May 2 or May 3, 2024 or 1 May 2024">', "Bridge opens", None),
        ('<meta name="date" content="31 Feb 2024">', "Bridge opens", None),
    ],
)
def test_what_a_page_states(head: str, title: str, published_at: datetime | None) -> None:
    found = document("a.html", f"<html><head>{head}</head><body><h1>Bridge opens</h1><p>{TOWN} {DAM}</p></body></html>".encode())
    assert (found.title, found.published_at) == (title, published_at)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Ann Lee", ("Ann Lee",)),
        ("Ann Lee and Bo Ray", ("Ann Lee", "Bo Ray")),
        ("Ann Lee, Bo Ray, and Cy Fox", ("Ann Lee", "Bo Ray", "Cy Fox")),
        # the job, the house, the address and the day are no authors
        ("ANN LEE, CRN Sports Writer", ("ANN LEE",)),
        ("Ann Lee | Marr Media for Herald", ("Ann Lee",)),
        ("Ann Lee @annlee May 1, 2024 at 6:46 pm • 2 min read", ("Ann Lee",)),
        ("Ann Lee, Bo Ray, and Cy Fox, CRN", ("Ann Lee", "Bo Ray", "Cy Fox")),
        ("ANN LEE NOVEMBER 20, 2024 10:43", ("ANN LEE",)),
        # a number is part of the name, and so is a surname put first
        ("Ann Lee, III", ("Ann Lee, III",)),
        ("LEE, ANN", ("LEE, ANN",)),
        # a house alone is what is stated
        ("Herald Staff", ("Herald Staff",)),
    ],
)
def test_authors_of_a_page(line: str, authors: tuple[str, ...]) -> None:
    page = f"<html><body><h1>Bridge opens</h1><div itemprop='author'>{line}</div><p>{TOWN} {DAM}</p></body></html>"
    assert document("a.html", page.encode()).authors == authors


MENU = "<ul>" + "<li>Home and garden</li>" * 20 + "</ul>"


@pytest.mark.parametrize(
    ("page", "published_at"),
    [
        # below the heading, as a class or an id says, whatever else is said with it
        ('{h1}<span class="storyDate">Fri 6:45 PM, Feb 16, 2024</span>{p}', datetime(2024, 2, 16)),
        ('{h1}<div id="article-publish-date"><b>Posted: Feb 16, 2024, 6:45 PM</b></div>{p}', datetime(2024, 2, 16, 18, 45)),
        # the only heading, though the title that is stated for links is another
        (
            '<meta property="og:title" content="Bridge opens">' + '<h1>Crowds come</h1><i class="date">Feb 16, 2024</i>{p}',
            datetime(2024, 2, 16),
        ),
        # or alone in its element
        ("{h1}<p>Published: Friday, February 16th, 2024 at 11:08 a.m.</p>{p}", datetime(2024, 2, 16, 11, 8)),
        # in the language's words and its order
        ('<html lang="pt"><body>{h1}<i class="data">16 de fevereiro de 2024</i>{p}</html>', datetime(2024, 2, 16)),
        ('<html lang="pt"><body>{h1}<i class="data">06/07/2024</i>{p}</html>', datetime(2024, 7, 6)),
        # which of the two is the month?
        ('<html lang="en"><body>{h1}<i class="date">06/07/2024</i>{p}</html>', None),
        # close above
        ('<i class="date">Feb 16, 2024</i>{h1}{p}', datetime(2024, 2, 16)),
        # the day on which the page was fetched, in its head
        ('<i class="date">Feb 16, 2024</i>{menu}{h1}{p}', None),
        # an update; another story's; a reader's; two days
        ('{h1}<i class="date">Updated: Feb 16, 2024</i>{p}', None),
        ('{h1}<i class="updated-date">Feb 16, 2024</i>{p}', None),
        ('{h1}<aside><i class="date">Feb 16, 2024</i></aside>{p}', None),
        ('{h1}{p}{p}{p}{p}<i class="date">Feb 16, 2024</i>', None),
        ('{h1}<i class="date">From Feb 16, 2024 to Feb 18, 2024</i>{p}', None),
        # what the story tells
        ("{h1}<p>The dam broke on Feb 16, 2024.</p>{p}", None),
        # below a heading that is not the page's
        ('{h1}{p}{p}{p}{p}<h2>Trams</h2><i class="date">Feb 16, 2024</i>', None),
    ],
)
def test_the_day_beside_the_heading_of_a_page(page: str, published_at: datetime | None) -> None:
    body = page.format(h1="<h1>Bridge opens</h1>", p=f"<p>{TOWN} {DAM}</p>", menu=MENU)
    found = document("a.html", body.encode())
    assert (found.title, found.published_at) == ("Bridge opens", published_at)


def test_a_day_that_can_not_be_one_is_told() -> None:
    page = f'<meta name="date" content="0001-01-01"><h1>Bridge opens</h1><p>{TOWN} {DAM}</p>'
    assert shown(read_bytes("a.html", page.encode()))[0] == "bad_metadata"


def test_a_pdf_without_what_repeats_on_its_pages() -> None:
    pages = [["Marr Valley Herald", f"Line {number} of the story.", "More of it.", "And more.", f"Page {number}"] for number in range(1, 6)]
    text = document("a.pdf", pdf(*pages, title="Bridge opens")).text
    assert "Herald" not in text
    assert "Page" not in text
    assert text.count("of the story") == 5


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# Bridge\n\nAda *Okoro* [spoke](https://x.example).\n", "Bridge\n\nAda Okoro spoke.\n"),
        ("- one\n- two\n\nEnd", "one\ntwo\n\nEnd\n"),
        ("| a | b |\n| - | - |\n| 1 | 2 |\n", "a\tb\n1\t2\n"),
        ("```\ncode\n```\n", "code\n"),
        ("<div>Block of <b>HTML</b></div>\n\nEnd", "Block of HTML\n\nEnd\n"),
        # no front matter: a rule, and text
        ("---\n\nAnna", "Anna\n"),
    ],
)
def test_markdown_without_its_marks(markdown: str, text: str) -> None:
    assert document("a.md", markdown.encode()).text == text


def test_mails_of_a_box_have_addresses_of_their_own() -> None:
    same = mail(TOWN)
    without = mail("Hello from Bo, and >From the valley.\n", message_id="")
    found = read_bytes("a.mbox", mailbox(same, same, without))
    assert [item.source_uri for item in found] == ["seeds/a.mbox#1@seldom.example", "seeds/a.mbox#1@seldom.example~2", "seeds/a.mbox#L3"]


BOX = b"From ann@seldom.example Wed May  1 08:30:00 2024\nSubject: y\n\nHello.\n"


@pytest.mark.parametrize("body", [mailbox(BOX), mailbox(b">" + BOX), b"F" + b"\0" * 40 + BOX[1:]])
def test_a_mail_of_a_box_that_looks_like_a_box_is_a_mail(body: bytes) -> None:
    assert {item.source_uri for item in read_bytes("a.mbox", body)} == {"seeds/a.mbox#L1"}


def test_attachments_are_documents_of_their_own() -> None:
    body = mail(TOWN, attached={"a/dam.txt": DAM.encode(), "page.html": PAGE, "logo.png": b"\x89PNG\r\n\x1a\n"})
    found = read_bytes("a.eml", body)
    assert [(item.source_uri, type(item).__name__) for item in found] == [
        ("seeds/a.eml", "Document"),
        ("seeds/a.eml!/a_dam.txt", "Document"),
        ("seeds/a.eml!/page.html", "Document"),
        ("seeds/a.eml!/logo.png", "Issue"),
    ]


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Yes.\n\nOn Wed, 1 May 2024 at 10:12, Ann Lee <ann@x.example> wrote:\n> Coming?\n>\n> Ann\n", "Yes.\n\n[…]"),
        ("Yes.\n\nOn Wed, 1 May 2024 at 10:12, Ann Lee\n<ann@x.example> wrote:\n> Coming?\n", "Yes.\n\n[…]"),
        ("> Coming?\nYes.\n> And Bo?\nNo.\n", "[…]\nYes.\n[…]\nNo."),
        ("Yes.\n\n-----Original Message-----\nFrom: Ann\n\nComing?\n", "Yes.\n\n[…]"),
        ("Yes.\n\nFrom: Ann Lee\nSent: Wednesday\nTo: Bo\nSubject: Dam\n\nComing?\n", "Yes.\n\n[…]"),
        ("Ja.\n\nAm 01.05.2024 um 10:12 schrieb Ann Lee:\n> Kommst du?\n", "Ja.\n\n[…]"),
        # what a person wrote herself
        ("The minister wrote:\nNothing was decided.\n", "The minister wrote:\nNothing was decided."),
        ("From: the valley\nwith love\n", "From: the valley\nwith love"),
        # a forwarded mail is what the message is about
        ("---------- Forwarded message ---------\nFrom: Ann\n\nComing?\n", "---------- Forwarded message ---------\nFrom: Ann\n\nComing?"),
    ],
)
def test_what_a_mail_quotes_stands_apart(text: str, new: str) -> None:
    found = read_bytes("a.eml", mail(text))
    [body] = [item.text for item in found if isinstance(item, Document)]
    assert body.strip("\n") == new
    assert [str(item.reason) for item in found if isinstance(item, Issue)] == (["quoted_text"] if "[…]" in new else [])
    assert document("a.eml", mail(text), keep_quoted=True).text.strip("\n") == text.strip("\n")


def test_an_html_mail_is_read_with_its_quotes_apart() -> None:
    html = "<p>Yes.<br>See you.</p><div class='gmail_quote'><blockquote><p>Coming?</p></blockquote></div>"
    assert document("a.eml", mail("", html)).text == "Yes.\nSee you.\n\n[…]\n"


def test_an_issue_of_a_name_that_can_not_be_stored_is_still_of_its_seed() -> None:
    message = b"From: a\nTo: b\nDate: 1 May 2024\nContent-Type: multipart/mixed; boundary=q\n\n--q\nContent-Type: x/y\0z\n\n\0\n--q--\n"
    assert [item.source_uri for item in read_bytes("a.eml", message)] == ["seeds/a.eml", r"seeds/a.eml!/attachment.y\0z"]


def test_a_broken_mail_within_a_mail_is_an_issue_of_its_own() -> None:
    message = b"From: a\nTo: b\nContent-Type: multipart/mixed; boundary=q\n\n--q\n\nHello.\n--q\nContent-Type: message/rfc822\n\n \n"
    found = read_bytes("a.eml", message + b"Content-Type: multipart/mixed\n\xf3\n--q--\n")
    assert [(item.source_uri, text) for item, text in zip(found, shown(found), strict=True)] == [
        ("seeds/a.eml", "Hello.\n"),
        ("seeds/a.eml!/message.eml", "broken_file"),
    ]


@pytest.mark.parametrize("name", sorted(SAMPLES))
@settings(max_examples=N_DAMAGED, deadline=None)
@given(data=st.data())
def test_no_damage_makes_a_reader_fail(name: str, data: st.DataObject) -> None:
    body = bytearray(SAMPLES[name])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(body) - 1))
        match data.draw(st.sampled_from(["change", "cut", "insert", "repeat"])):
            case "change":
                body[at] = data.draw(st.integers(0, 255))
            case "cut":
                del body[at : at + data.draw(st.integers(1, 200))]
            case "insert":
                body[at:at] = data.draw(st.binary(max_size=20))
            case "repeat":
                body[at:at] = body[at : at + 60] * data.draw(st.integers(1, 5))
        if not body:
            break
    for item in read_bytes(name, bytes(body)):
        assert item.source_uri.startswith(f"seeds/{name}")
        if isinstance(item, Document):
            item.text.encode()
