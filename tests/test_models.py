"""Which model annotates documents of which language, and what becomes of those that have none."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
import spacy

from flows.annotate.annotate import annotate
from flows.annotate.choice import models_of
from flows.annotate.fingerprint import ModelError
from flows.annotate.model import load_nlp
from flows.annotate.rows import rows as rows_of
from flows.settings import Settings, SettingsError
from flows.store import publish
from tests.conftest import Run
from tests.corpus_hash import view_hashes

ENGLISH = 'The ferry to Odda was late on Monday, said Ilse Varenko. "Nobody minded much."'
GERMAN = 'Die Fähre nach Odda kam zu spät, sagte Ilse Varenko am 3. Mai. "Niemand ärgerte sich darüber."'
FRENCH = "Le bac pour Odda est arrivé en retard, a dit Ilse Varenko. Personne ne s'en est plaint."
Model = Callable[[str], str]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """The path of a model for a language that knows one person and one place, by labels as WikiNER has them."""
    folder = tmp_path_factory.mktemp("models")

    def saved(language: str) -> str:
        nlp = spacy.blank(language)
        patterns = [{"label": "PER", "pattern": "Ilse Varenko"}, {"label": "LOC", "pattern": "Odda"}, {"label": "MISC", "pattern": "Mai"}]
        nlp.add_pipe("entity_ruler").add_patterns(patterns)  # type: ignore[attr-defined]
        nlp.to_disk(folder / language)
        return str(folder / language)

    return saved


def rows(tmp_path: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(tmp_path / "warehouse/textmart.duckdb"), read_only=True) as connection:
        return connection.sql(query).fetchall()


def seeds(tmp_path: Path, **texts: str) -> None:
    (tmp_path / "seeds").mkdir(exist_ok=True)
    for name, text in texts.items():
        (tmp_path / "seeds" / f"{name}.txt").write_text(text, encoding="utf-8")


def token_parts(tmp_path: Path) -> set[str]:
    return {path.name for path in (tmp_path / "warehouse/parts/tokens").glob("*.parquet")}


def test_of_what_language_a_model_is_chosen_for(model: Model, blank_model: str) -> None:
    several = model("xx")
    chosen = models_of(Settings(model=blank_model, models={"de": model("de"), "fra": several}))
    # the default one has its own language and documents whose language nobody knows
    assert [chosen.of(language) for language in ("en", None, "de", "fr", "es")] == [blank_model, blank_model, model("de"), several, None]
    # one for several languages has all that have none of their own
    assert models_of(Settings(model=several)).of("es") == several
    # and a default one for German has no English documents
    assert models_of(Settings(model=model("de"))).of("en") is None


def test_settings_that_name_no_model(model: Model, blank_model: str) -> None:
    with pytest.raises(ModelError, match="python -m spacy download de_no_such_model"):
        models_of(Settings(model=blank_model, models={"de": "de_no_such_model"}))
    with pytest.raises(SettingsError, match="'german-ish' is no code of a language"):
        models_of(Settings(model=blank_model, models={"german-ish": model("de")}))
    with pytest.raises(SettingsError, match="fr = .* is a model for 'de'"):
        models_of(Settings(model=blank_model, models={"fr": model("de")}))


def test_a_model_that_is_added_annotates_the_documents_of_its_language_and_no_others(run: Run, tmp_path: Path, model: Model) -> None:
    seeds(tmp_path, english=ENGLISH, german=GERMAN, french=FRENCH)
    of_source = "inner join documents using (doc_id)"
    # without a model: sentences and words, and an issue that says how to get more
    assert run().issues == {"no_model_for_language": 2}
    assert rows(tmp_path, "select source_id, language, language_from, n_sentences, n_tokens > 15 from documents order by all") == [
        ("english", "en", "detected", 2, True),
        ("french", "fr", "detected", 2, True),
        ("german", "de", "detected", 2, True),
    ]
    issues = rows(tmp_path, "select source_uri, stage, message like '%[models] %' from issues order by all")
    assert issues == [("seeds/french.txt", "annotate", True), ("seeds/german.txt", "annotate", True)]
    assert rows(tmp_path, f"select distinct source_id from mentions {of_source}") == [("english",)]
    assert rows(tmp_path, f"select distinct lemma, pos, tag, dep from tokens {of_source} where language <> 'en'") == [("", "", "", "")]
    before = token_parts(tmp_path)
    # a model for a language of no document changes nothing
    assert run(models={"es": model("es")}).outcome == "unchanged"

    chosen = {"de": model("de")}
    added = run(models=chosen)
    assert (added.outcome, added.n_added, added.issues) == ("published", 0, {"no_model_for_language": 1})
    # names as the model marks them, but for those that are like none of OntoNotes' kinds
    assert rows(
        tmp_path, f"select mentions.text, label, model_label, kind from mentions {of_source} where language = 'de' order by all"
    ) == [
        ("Ilse Varenko", "PERSON", "PER", "name"),
        ("Odda", "LOC", "LOC", "name"),
    ]
    # the rules of English do not run on German
    assert rows(tmp_path, f"select source_id from quotation_marks {of_source}") == [("english",)]
    # English rows are in the file that they were in
    [english] = rows(tmp_path, "select doc_id from documents where language = 'en'")
    live = {part.file for part in publish.live(tmp_path / "warehouse").parts()["tokens"]} & {f"tokens/{name}" for name in before}
    assert [pq.read_table(tmp_path / "warehouse/parts" / file)["doc_id"][0].as_py() for file in live] == list(english)

    # the same rows as those of one run
    stepwise = view_hashes(tmp_path / "warehouse")
    shutil.rmtree(tmp_path / "warehouse")
    run(models=chosen, batch_chars=1)
    assert view_hashes(tmp_path / "warehouse") == stepwise


def test_a_document_whose_stated_language_changes_goes_to_the_other_model(run: Run, tmp_path: Path, model: Model) -> None:
    """A text that may be in either language is in the stated one."""
    (tmp_path / "seeds").mkdir()
    lines = [{"id": "1", "text": "Ilse Varenko, Odda", "language": "en"}, {"id": "2", "text": ENGLISH}]
    for language, labels in (("en", {"PERSON"}), ("de", {"PER", "LOC"})):
        lines[0]["language"] = language
        (tmp_path / "seeds/a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        run(models={"de": model("de")})
        found = rows(tmp_path, "select model_label from mentions inner join documents using (doc_id) where source_id = '1'")
        assert {label for (label,) in found} == labels


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Es regnete am 3. Mai. Niemand kam.", ["Es regnete am 3. Mai.", "Niemand kam."]),
        ("El alcalde llegó tarde. ¿Quién lo vio? Nadie.", ["El alcalde llegó tarde.", "¿Quién lo vio?", "Nadie."]),
        # scripts whose sentences end in marks of their own, without white space or capitals
        ("渡轮晚点了。没有人抱怨！", ["渡轮晚点了。", "没有人抱怨！"]),
        ("「遅れた。」と市長。誰も知らない。", ["「遅れた。」と市長。", "誰も知らない。"]),
        ("नौका देर से आई। किसी ने शिकायत नहीं की।", ["नौका देर से आई।", "किसी ने शिकायत नहीं की।"]),
        ("هل تأخرت العبارة؟ لم يتذمر أحد.", ["هل تأخرت العبارة؟", "لم يتذمر أحد."]),
    ],
)
def test_sentences_of_a_text_that_no_model_is_for(text: str, expected: list[str]) -> None:
    found = rows_of(list(annotate(load_nlp(None), [("a", text)])))
    assert found.sentences["text"].to_pylist() == expected


def test_a_model_of_another_language_decides_where_sentences_start_within_a_line() -> None:
    """The rules of English would end one at "u. a. Die"; here a component of the model says so, whatever it says."""
    nlp = spacy.blank("de")
    nlp.add_pipe("sentencizer", config={"punct_chars": ["!"]})
    found = rows_of(list(annotate(nlp, [("a", "Es war spät. Niemand kam! Alle schliefen.\n\nEnde")])))
    assert found.sentences["text"].to_pylist() == ["Es war spät. Niemand kam!", "Alle schliefen.", "Ende"]
