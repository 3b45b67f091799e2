"""The time expression that dates a proposal."""

from __future__ import annotations

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import noun_phrase
from diplomacy_nlp.toolkit.words import is_time

from .lexicons import listed

__all__ = ["date_of"]

_RELATIONS = ("nummod", "compound", "amod", "nmod", "obl", "advmod", "obj")


def date_of(annotation: Annotation, word: Word) -> Span | None:
    """The words that date a verb or noun: "2022" of "a 2022 draft", "on Monday", "last year"; None for none.

    Args:
        annotation: the parse.
        word: the cue's head.
    """
    for child in annotation.children(word, *_RELATIONS):
        # "a 2022 draft accord": the year may hang on the draft
        inner = annotation.children(child, "nummod", "compound", "nmod") if child.relation == "compound" else ()
        time = next((one for one in (child, *inner) if _is_date(annotation, one)), None)
        if time is not None:
            return noun_phrase(annotation, time)
    return None


def _is_date(annotation: Annotation, word: Word) -> bool:
    """Whether a word names a point of time: "2022", "Monday", "last week", but no "60-day" and no "within a year"."""
    if not is_time(word):
        return False
    if not listed("unit", word.lemma):
        return True
    return any(listed("last", child.lemma) for child in annotation.children(word, "amod", "det"))
