"""The words of a cue: a verb with its auxiliaries and particle, an adjective with its copula."""

from __future__ import annotations

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import clause_of

from .lexicons import listed

__all__ = ["cue_span", "first_of_cue"]


def cue_span(annotation: Annotation, predicate: Word) -> Span:
    """The cue that a verb or adjective makes: "has openly questioned", "did not say", "pointed out"."""
    return Span(first_of_cue(annotation, predicate).span.start, clause_of(annotation, predicate).verb_group().end)


def first_of_cue(annotation: Annotation, predicate: Word) -> Word:
    """The first of the auxiliaries, negations and adverbs that stand unbroken before a predicate."""
    words = annotation.sentence_of(predicate).words
    at = predicate.id
    while at > 1 and _belongs(words[at - 2], predicate, at - 1):
        at -= 1
    return words[at - 1]


def _belongs(word: Word, predicate: Word, place: int) -> bool:
    own = word.head == predicate.id or (word.relation == "advmod" and word.head == place + 1)
    if not own:
        return False
    if word.relation in ("aux", "cop"):
        return True
    if word.relation == "mark":
        return word.text.lower() == "to"
    return word.relation == "advmod" and not listed("not_of_cue", word.lemma)
