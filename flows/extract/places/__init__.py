"""Where: place names, each resolved to the place of the gazetteer that the document most likely means."""

from flows.annotate.annotated import AnnotatedDocument
from flows.extract.places.belief import believed
from flows.extract.places.gazetteer import Gazetteer, gazetteer
from flows.extract.places.home import home_of
from flows.extract.places.resolve import Sense, resolve
from flows.extract.places.tokens import Tokens
from flows.extract.places.toponyms import Toponym, find
from flows.schema import Row

# A toponym whose best reading has a smaller share than this is not told.
LEAST_SHARE = 0.1


def extract(annotated: AnnotatedDocument, metadata: Row) -> list[Row]:
    """The rows of `places` of one document. Of `metadata`, its row of `document_metadata`, `publisher` and `url` are read."""
    places = gazetteer()
    # The model's own names: with names that rules repaired, fewer places are found.
    spans = [(*annotated.chars(ent), ent.label_) for ent in annotated.doc.ents]
    home = home_of(metadata["publisher"], metadata["url"], places)
    tokens = Tokens(annotated, spans)
    toponyms = find(tokens, home.names, places)
    if not toponyms:
        return []
    senses, homes = resolve(toponyms, home, places)
    told = [(toponym, sense) for toponym, sense in zip(toponyms, senses, strict=True) if sense.share >= LEAST_SHARE]
    kept = believed([toponym for toponym, _ in told], [sense for _, sense in told], homes, places)
    return [
        _row(annotated, tokens.sentence[toponym.start], toponym, sense, places)
        for (toponym, sense), keep in zip(told, kept, strict=True)
        if keep
    ]


def _row(annotated: AnnotatedDocument, sentence_index: int, toponym: Toponym, sense: Sense, places: Gazetteer) -> Row:
    row = sense.row
    admin1 = int(places.admin1[row])
    country = int(places.country[row])
    return {
        "doc_id": annotated.doc_id,
        "sentence_index": sentence_index,
        "start_char": toponym.start_char,
        "end_char": toponym.end_char,
        "text": annotated.text[toponym.start_char : toponym.end_char],
        "is_demonym": toponym.is_demonym,
        "is_part_of_name": not toponym.is_whole,
        "geonames_id": int(places.geonames_id[row]),
        "name": places.name[row].as_py(),
        "feature_class": places.feature_classes[places.feature_class[row]],
        "feature_code": places.feature_codes[places.feature_code[row]],
        "admin1_name": places.name[admin1].as_py() if admin1 >= 0 else None,
        "country_code": places.country_codes[country] if country >= 0 else None,
        "latitude": float(places.latitude[row]),
        "longitude": float(places.longitude[row]),
        "coordinates_from": places.coordinate_sources[places.coordinates_from[row]],
        "confidence": sense.share,
        "runner_up_geonames_id": int(places.geonames_id[sense.runner_up]) if sense.runner_up >= 0 else None,
    }
