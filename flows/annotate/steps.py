"""What the components of a pipeline do to a batch of docs, each by the fastest way that gives the same annotation."""

from collections.abc import Callable
from functools import cache, partial
from itertools import pairwise
from typing import Any

from spacy.language import Language
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc

from flows.annotate.lemmas import UnknownPatternError, WordRules, looks_at_one_token
from flows.annotate.transitions import is_greedy, parse

Step = Callable[[list[Doc]], None]


@cache
def steps(nlp: Language) -> list[Step]:
    """One function per component of `nlp`, in order, save that an attribute ruler and a lemmatizer share one where they can."""
    components: list[Any] = [component for _, component in nlp.pipeline]
    found: list[Step] = []
    merged = None  # a lemmatizer whose work the step before does
    for component, following in pairwise([*components, None]):
        if component is merged:
            continue
        rules = word_rules(component, following)
        if rules:
            found.append(rules)
            merged = following
        elif is_greedy(component):
            found.append(partial(parse, component))
        else:
            found.append(whole(component))
    return found


def word_rules(component: object, following: object) -> WordRules | None:
    """The rules of an attribute ruler and the lemmatizer that follows it, unless only spaCy itself can apply them."""
    if isinstance(component, AttributeRuler) and isinstance(following, Lemmatizer) and looks_at_one_token(following):
        try:
            return WordRules(component, following)
        except UnknownPatternError:
            return None
    return None


def whole(component: Any) -> Step:
    """Any other component: all docs at once where it can."""

    def run(docs: list[Doc]) -> None:
        if hasattr(component, "pipe"):
            for _ in component.pipe(docs, batch_size=len(docs)):
                pass
        else:
            for doc in docs:
                component(doc)

    return run
