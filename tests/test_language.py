"""In which language a document is: what its source states as a code, what its text shows, and which of the two is believed."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import corpus, plan
from flows.read import language
from flows.read.documents import Document, Issue, Origin
from flows.read.language import N_SAMPLES, SAMPLE_CHARS, code, detected, samples, told
from tests.conftest import Run

ENGLISH = "The ferry to Odda was late on Monday, and nobody minded much. The mayor of Port Seldom said she would look into it."
GERMAN = "Die Fähre nach Odda kam am Montag zu spät, und niemand ärgerte sich sehr. Die Bürgermeisterin will der Sache nachgehen."
FRENCH = "Le bac pour Odda est arrivé en retard lundi, et personne ne s'en est plaint. La maire a promis d'y regarder de plus près."


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        # tags of BCP 47 and of programs
        *[("en", "en"), ("en-GB", "en"), ("de_AT", "de"), ("zh-Hans-CN", "zh"), (" FR ", "fr")],
        # codes of three letters, of both kinds, and old ones
        *[("eng", "en"), ("ger", "de"), ("deu", "de"), ("iw", "he"), ("fil", "fil")],
        # English names
        *[("English", "en"), ("german", "de")],
        # what is a part of a larger language in writing is that
        *[("cmn", "zh"), ("yue", "zh"), ("arz", "ar"), ("nb", "no"), ("nob", "no"), ("nn", "nn")],
        # Croatian and Indonesian have codes of their own
        *[("hr", "hr"), ("id", "id")],
        # no language, several, unknown ones
        *[(each, None) for each in ("und", "mul", "zxx", "sh", "x-klingon", "en, fr", "Corvanian", "q", "")],
    ],
)
def test_what_is_stated_as_a_code(stated: str, expected: str | None) -> None:
    assert code(stated) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ENGLISH, "en"),
        (GERMAN, "de"),
        (FRENCH, "fr"),
        ("Паром в Одду в понедельник опоздал, и никто не жаловался.", "ru"),
        ("وصلت العبارة إلى أودا متأخرة يوم الاثنين ولم يتذمر أحد.", "ar"),
        ("周一开往奥达的渡轮晚点了，没有人抱怨。", "zh"),
        ("月曜日、オッダ行きのフェリーが遅れたが、誰も文句を言わなかった。", "ja"),
        # headlines, large ones too
        ("Bürgermeisterin tritt nach Streit um Staudamm zurück", "de"),
        ("THE FERRY TO ODDA WAS LATE ON MONDAY, AND NOBODY MINDED", "en"),
        # too short to tell, or without words
        *[("Ada Okoro", None), ("OK", None), ("1.204 1.377 1.598\n2.011 2.207", None), ("", None), ("…", None)],
        # as much of the one as of the other
        (ENGLISH * 4 + GERMAN * 4, None),
        # a foreign notice above a story, and a story with foreign words in it, are in the story's language
        (ENGLISH * 2 + GERMAN * 8, "de"),
        (ENGLISH * 5 + FRENCH + ENGLISH * 5, "en"),
    ],
)
def test_what_a_text_shows(text: str, expected: str | None) -> None:
    assert detected(text) == expected


def document(text: str, language: str | None) -> Document:
    origins = {"language": Origin.FIELD} if language else {}
    return Document("seeds/a.jsonl#1", "1", text, language=language, origins=origins)


@pytest.mark.parametrize(
    ("text", "stated", "expected", "origin", "reasons"),
    [
        (GERMAN, None, "de", "detected", []),
        (GERMAN, "de", "de", "field", []),
        # what is stated wins where the text may be in it: when it is short, of several languages, or like its neighbours
        ("Ada Okoro", "de", "de", "field", []),
        (ENGLISH * 4 + GERMAN * 4, "de", "de", "field", []),
        ("Statsråden sa at hun ikke visste noe. Ordføreren går av etter striden om demningen.", "da", "da", "field", []),
        # and where the detector does not know the language
        (GERMAN, "gsw", "gsw", "field", []),
        # a page in German whose template says English
        (GERMAN, "en", "de", "detected", ["wrong_language"]),
        ("Ada Okoro", None, None, None, []),
    ],
)
def test_what_is_stated_is_believed_unless_the_text_is_plainly_in_another(
    text: str, stated: str | None, expected: str | None, origin: str | None, reasons: list[str]
) -> None:
    *issues, found = told(document(text, stated))
    assert isinstance(found, Document)
    assert (found.language, found.origins.get("language")) == (expected, origin)
    assert [str(each.reason) for each in issues if isinstance(each, Issue)] == reasons


@given(st.text(), st.integers(1, 3_000))
def test_samples_are_stretches_of_the_text_and_few(text: str, times: int) -> None:
    text *= times
    found = samples(text)
    assert all(each in text for each in found)
    assert sum(map(len, found)) == min(len(text), N_SAMPLES * SAMPLE_CHARS)


def test_what_was_told_of_a_text_is_not_told_again(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A seed of many documents is read again for one that changed; another detector looks at all of them."""
    seed = tmp_path / "seeds/stories.jsonl"
    seed.parent.mkdir()
    texts = [f"It rained in town {number} again, and nobody there was glad of it." for number in range(3)]

    def write(*given: str) -> None:
        seed.write_text("\n".join(json.dumps({"id": str(number), "text": text}) for number, text in enumerate(given)))

    looked_at: list[str] = []
    detected = language.detected

    def detecting(text: str, stated: str | None = None) -> str | None:
        looked_at.append(text)
        return detected(text, stated)

    monkeypatch.setattr(language, "detected", detecting)
    write(*texts)
    run()
    assert looked_at == texts
    write(*texts[:2], texts[2] + " So it went.")
    run(prune=True)
    assert looked_at[3:] == [texts[2] + " So it went."]
    monkeypatch.setattr(corpus, "DETECTOR", "another")
    monkeypatch.setattr(plan, "DETECTOR", "another")
    write(*texts)
    run(prune=True)
    assert looked_at[4:] == texts
