"""The greedy search of spaCy's parser and entity recogniser, driven from Python: the same transitions at about half the cost.

`Parser.greedy_parse` runs without the interpreter lock, but in spaCy's builds by Cython 3 every vector sum inside takes the lock and lets
it go again to see whether an exception is pending: a third of the time of a whole pipeline. The steps that spaCy offers to its beam
search and training keep the lock, so that these checks cost next to nothing.
"""

from spacy.pipeline.transition_parser import Parser
from spacy.tokens import Doc


def is_greedy(component: object) -> bool:
    """True for a parser or entity recogniser that takes the best transition at each step (no beam)."""
    return isinstance(component, Parser) and component.cfg["beam_width"] == 1


def parse(component: Parser, docs: list[Doc]) -> None:
    """Sets what `component` predicts on `docs`, all of which advance together: most economical for docs of similar length."""
    states = component.moves.init_batch(docs)
    unfinished = [state for state, doc in zip(states, docs, strict=True) if len(doc)]
    if unfinished:
        scores = component.model.predict(docs)
        while unfinished:
            unfinished = component.transition_states(unfinished, scores.predict(unfinished))
        scores.clear_memory()
    component.set_annotations(docs, states)
