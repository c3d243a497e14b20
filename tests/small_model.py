"""A pipeline of the same components as spaCy's small models, trained in a second on three sentences: it has opinions, not good ones."""

from functools import cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.training import Example

SENTENCES: list[tuple[str, dict[str, Any]]] = [
    (
        "Ada Lind met Bo Berg in Orm .",
        {
            "tags": ["NNP", "NNP", "VBD", "NNP", "NNP", "IN", "NNP", "."],
            "heads": [1, 2, 2, 4, 2, 2, 5, 2],
            "deps": ["compound", "nsubj", "ROOT", "compound", "dobj", "prep", "pobj", "punct"],
            "entities": ["B-PERSON", "L-PERSON", "O", "B-PERSON", "L-PERSON", "O", "U-GPE", "O"],
        },
    ),
    (
        "They are gon na sell 40 ships .",
        {
            "tags": ["PRP", "VBP", "VBG", "TO", "VB", "CD", "NNS", "."],
            "heads": [2, 2, 2, 4, 2, 6, 4, 2],
            "deps": ["nsubj", "aux", "ROOT", "aux", "xcomp", "nummod", "dobj", "punct"],
            "entities": ["O", "O", "O", "O", "O", "U-CARDINAL", "O", "O"],
        },
    ),
    (
        "Was there a fire ?",
        {
            "tags": ["VBD", "EX", "DT", "NN", "."],
            "heads": [0, 0, 3, 0, 0],
            "deps": ["ROOT", "expl", "det", "attr", "punct"],
            "entities": ["O", "O", "O", "O", "O"],
        },
    ),
]

# Of each kind that the attribute ruler of spaCy's English models has.
PATTERNS: list[dict[str, Any]] = [
    {"patterns": [[{"TAG": "NNP"}]], "attrs": {"POS": "PROPN", "MORPH": "Number=Sing"}},
    {"patterns": [[{"TAG": "NNS"}]], "attrs": {"POS": "NOUN", "MORPH": "Number=Plur"}},
    {"patterns": [[{"TAG": "VBD"}], [{"TAG": "VBG"}], [{"TAG": "VB"}]], "attrs": {"POS": "VERB", "MORPH": "_"}},
    {"patterns": [[{"TAG": "IN", "LOWER": {"IN": ["in", "if"]}}]], "attrs": {"POS": "SCONJ"}},
    {"patterns": [[{"LOWER": {"REGEX": "^sh[io]ps?$"}}]], "attrs": {"LEMMA": "vessel"}},
    {"patterns": [[{"DEP": {"NOT_IN": ["nsubj", ""]}, "TAG": "NNP"}]], "attrs": {"POS": "X"}},
    {"patterns": [[{"LOWER": "gon"}, {"LOWER": "na"}]], "attrs": {"LEMMA": "go"}, "index": 0},
    {"patterns": [[{"LOWER": "gon"}, {"LOWER": "na"}]], "attrs": {"LEMMA": "to"}, "index": -1},
    {"patterns": [[{"LOWER": {"IN": ["is", "was"]}}, {"DEP": "expl"}]], "attrs": {"POS": "VERB"}, "index": 0},
    {"patterns": [[{"IS_SPACE": True}]], "attrs": {"TAG": "_SP", "POS": "SPACE"}},
]


@cache
def small_model() -> Language:
    """The pipeline; nobody changes it."""
    nlp = spacy.blank("en")
    tok2vec = {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": 32,
            "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
            "rows": [200, 100, 100, 100],
            "include_static_vectors": False,
        },
        "encode": {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 32, "depth": 4, "window_size": 1, "maxout_pieces": 2},
    }
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 32, "upstream": "tok2vec"}
    transitions = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "extra_state_tokens": False,
        "hidden_width": 16,
        "maxout_pieces": 2,
        "use_upper": True,
    }
    nlp.add_pipe("tok2vec", config={"model": tok2vec})
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}})
    nlp.add_pipe("parser", config={"min_action_freq": 1, "model": {**transitions, "state_type": "parser", "tok2vec": listener}})
    nlp.add_pipe("ner", config={"model": {**transitions, "state_type": "ner", "tok2vec": tok2vec}})
    examples = [Example.from_dict(nlp.make_doc(text), gold) for text, gold in SENTENCES]
    nlp.initialize(lambda: examples)
    for _ in range(20):
        nlp.update(examples)
    ruler: Any = nlp.add_pipe("attribute_ruler", after="parser")
    ruler.add_patterns(PATTERNS)
    lemmatizer: Any = nlp.add_pipe("lemmatizer", config={"mode": "rule"}, after="attribute_ruler")
    tables = Lookups()
    tables.add_table("lemma_rules", {"noun": [["s", ""]], "verb": [["s", ""]]})
    tables.add_table("lemma_index", {"noun": ["ship", "fire"], "verb": ["sell"]})
    tables.add_table("lemma_exc", {"verb": {"met": ["meet"]}})
    lemmatizer.initialize(lookups=tables)
    return nlp
