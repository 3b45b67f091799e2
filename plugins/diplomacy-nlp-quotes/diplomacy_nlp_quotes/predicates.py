"""What a cue's words say by their grammar alone: which of them is its predicate, and whose doing that is."""

from __future__ import annotations

from collections.abc import Sequence

from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import cover
from diplomacy_nlp.toolkit.grammar import coordinated

from .candidates import Source
from .lexicons import verbs
from .reading import Reading
from .sources import owner_of, phrase_span, source_of

__all__ = ["grammatical_source", "predicate_in"]

_PREPOSITIONS = ("case", "mark", "fixed")  # "according" of "according to", which taggers take for a verb


def predicate_in(reading: Reading, words: Sequence[Word]) -> Word | None:
    """The word of a cue that says what is done: a verb, best one that cues are known to have, else its head.

    Of an auxiliary or a copula alone ("is" of "is hostile to") it is the word that this goes with.
    """
    in_cue = [word for word in words if word.upos == "VERB" and word.relation not in _PREPOSITIONS]
    if in_cue:
        return next((word for word in in_cue if word.lemma.lower() in verbs()), in_cue[0])
    span = cover(word.span for word in words)
    head = None if span is None else reading.annotation.head_in(span)
    if head is not None and head.upos == "AUX" and head.relation in ("aux", "cop"):
        return reading.annotation.parent(head)
    return head if head is not None and head.upos in ("NOUN", "ADJ", "AUX", "ADP", "VERB") else None


def grammatical_source(reading: Reading, predicate: Word) -> Source:
    """Who a predicate is given to by the tree.

    A verb's subject or agent, a noun's owner ("his claim"), the noun phrase after a preposition ("according to Paris").
    """
    if reading.is_endless(predicate):
        return Source()
    annotation = reading.annotation
    if predicate.relation in _PREPOSITIONS:
        named = annotation.parent(predicate) if predicate.relation == "case" else None
        return Source() if named is None else _of(reading, named)
    owner = owner_of(reading, predicate) if predicate.upos == "NOUN" else None
    return source_of(reading, predicate) if owner is None else _of(reading, owner)


def _of(reading: Reading, head: Word) -> Source:
    return Source(span=phrase_span(reading, head), heads=coordinated(reading.annotation, head))
