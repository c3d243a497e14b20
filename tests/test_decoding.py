"""Bytes become the text that was written, in the encoding that it was written in, or a clear word why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.read.decoding import DecodingError, declared_in_markup, decode

RUSSIAN = (
    "Газета пишет, что новый мост через реку откроют только весной, потому что зимой работы не ведутся. Жители села об этом давно говорили."
)
GERMAN = "Die Bürgermeisterin erklärte, die Brücke über den Fluß müsse größer werden; außerdem fehle es an Geld für die Straße."
CZECH = "Starostka řekla, že nový most přes řeku bude otevřen až na jaře, protože v zimě se žádné práce nekonají. Lidé to věděli už dříve."
JAPANESE = "新しい橋は来年の春に開通する予定だと町長は述べた。住民はそのことをずっと前から知っていたという。"
CHINESE = "市长说，新的大桥要到明年春天才能通车，因为冬天不能施工。居民们早就知道这件事了。"
GREEK = "Η δήμαρχος είπε ότι η νέα γέφυρα θα ανοίξει την άνοιξη, επειδή τον χειμώνα δεν γίνονται εργασίες."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (RUSSIAN, "iso-8859-5"),
        (GERMAN, "windows-1252"),
        (GERMAN, "mac-roman"),
        (CZECH, "windows-1250"),
        (CZECH, "iso-8859-2"),
        (GREEK, "iso-8859-7"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
        (JAPANESE, "iso-2022-jp"),
        (CHINESE, "gb18030"),
        (CHINESE, "big5"),
        # no mark, and told by its zeros
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-32-be"),
    ],
)
def test_what_is_not_declared_is_detected(text: str, encoding: str) -> None:
    if encoding == "big5":
        text = "市長說，新的大橋要到明年春天才能通車，因為冬天不能施工。居民們早就知道這件事了。"
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("body", "declared", "text", "encoding"),
    [
        # UTF-8 is UTF-8 whatever is declared
        ("Zoë".encode(), "iso-8859-1", "Zoë", "utf-8"),
        # a mark goes before what is declared, and is taken off
        ("Zoë".encode("utf-8-sig"), "iso-8859-1", "Zoë", "utf-8"),
        (b"\xff\xfe" + "Zoë".encode("utf-16-le"), None, "Zoë", "utf-16-le"),
        # what is declared decides where the bytes leave a choice
        ("Zoë".encode("latin-1"), "iso-8859-1", "Zoë", "iso8859-1"),
        ("Čapek".encode("iso-8859-2"), "ISO-8859-2", "Čapek", "iso8859-2"),
        # browsers read the larger set under the label of the smaller
        ("“Zoë”".encode("cp1252"), "iso-8859-1", "“Zoë”", "cp1252"),
        ("“Zoë”".encode("cp1252"), "us-ascii", "“Zoë”", "cp1252"),
        # a label that is wrong or unknown does not keep it from being detected
        (RUSSIAN.encode("koi8-r"), "utf-8", RUSSIAN, "koi8-r"),
        (RUSSIAN.encode("koi8-r"), "no-such-charset", RUSSIAN, "koi8-r"),
        (RUSSIAN.encode("koi8-r"), "base64", RUSSIAN, "koi8-r"),
    ],
)
def test_mark_then_utf_8_then_what_is_declared(body: bytes, declared: str | None, text: str, encoding: str) -> None:
    assert decode(body, declared) == (text, encoding)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        # UTF-8 with one damaged byte: any one-byte encoding takes it, and makes rubbish of the rest
        (RUSSIAN.encode() + b"\xff" + RUSSIAN.encode(), "wrong_encoding"),
        # bytes of no encoding
        (bytes(range(1, 256)) * 20, "wrong_encoding not_text"),
        # a mark that is a lie
        (b"\xff\xfea", "wrong_encoding"),
    ],
)
def test_rubbish_is_an_error(body: bytes, reason: str) -> None:
    with pytest.raises(DecodingError) as caught:
        decode(body)
    assert str(caught.value.reason) in reason.split()


@pytest.mark.parametrize(
    ("head", "declared"),
    [
        (b'<?xml version="1.0" encoding="KOI8-R"?><rss/>', "KOI8-R"),
        (b"<html><head><meta charset=big5>", "big5"),
        (b'<META http-equiv="Content-Type" content="text/html; charset=windows-1251">', "windows-1251"),
        (b"<p>charset=utf-8", None),
    ],
)
def test_what_markup_declares(head: bytes, declared: str | None) -> None:
    assert declared_in_markup(head) == declared


@given(st.text(), st.sampled_from([None, "latin-1", "shift_jis", "utf-16", "rot13"]))
def test_utf_8_is_read_as_it_was_written(text: str, declared: str | None) -> None:
    text = text.replace("\0", "").replace("\x1b", "").removeprefix("\ufeff")
    assert decode(text.encode(), declared).text == text


@given(st.binary(max_size=400), st.sampled_from([None, "latin-1", "utf-8", "iso-2022-kr", "hz", "utf-7", "unicode_escape"]))
def test_no_bytes_make_it_fail(body: bytes, declared: str | None) -> None:
    try:
        decode(body, declared).text.encode("utf-8", "surrogatepass")
    except DecodingError as error:
        assert str(error)
