"""Noun phrases that name proposals: what stands before the noun, who is behind it, and what dates it."""

from __future__ import annotations

from functools import partial
from itertools import chain, dropwhile

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import coordinated, noun_phrase
from diplomacy_nlp.toolkit.discourse import determined
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.order import before
from diplomacy_nlp.toolkit.words import is_time

from .lexicons import Cues, NounCue, listed
from .parties import names_actor

__all__ = ["by_phrases", "cue_span", "date_of", "determiner", "modifiers", "naming_cue", "nominal", "owners"]

_OUTSIDE = ("case", "mark", "cc", "punct", "nsubj", "cop", "aux", "advcl", "parataxis", "obl")
_OF_DATES = ("nummod", "compound", "amod", "nmod", "obl", "advmod", "obj")
_MODIFYING = ("amod", "compound", "nummod", "flat", "advmod")


def naming_cue(document: Document, cues: Cues, word: Word) -> NounCue | None:
    """The noun's entry, where the word is the head of a noun phrase and no name ("the Marshall Plan")."""
    if word.upos not in ("NOUN", "ADJ", "PROPN") or word.deprel in ("compound", "amod", "flat"):
        return None
    if word.upos == "ADJ" and word.relation not in ("nsubj", "obj", "obl", "nmod"):
        return None
    if word.upos == "PROPN" and (document.entity_at(word) is not None or word.text[:1].isupper()):
        return None
    return cues.noun_cue(word.lemma, word.text)


def modifiers(annotation: Annotation, noun: Word) -> tuple[Word, ...]:
    """The words before a noun that modify it, and the words of those."""
    tops = (w for w in annotation.children(noun, *_MODIFYING) if w.id < noun.id)
    words = (w for top in tops for w in annotation.subtree(top) if w.id < noun.id)
    return tuple(w for w in words if w.upos not in ("DET", "ADP"))


def determiner(document: Document, noun: Word) -> str:
    """How the phrase is determined: as `determined` of the toolkit has it, and "none" ("no plan")."""
    return "none" if document.clause(noun).determiners & {"no", "any"} else determined(document, noun)


def nominal(annotation: Annotation, noun: Word) -> Span:
    """The noun with its determiner, possessor and modifiers, without what follows it."""
    return Span(min(annotation.phrase(noun, without=_OUTSIDE).start, noun.span.start), noun.span.end)


def cue_span(document: Document, noun: Word) -> Span:
    """The noun with the modifiers that make it a proposal ("draft accord"), or with its article ("a plan")."""
    annotation = document.annotation
    inner = dropwhile(partial(_names_or_counts, document), modifiers(annotation, noun))
    article = (w for w in before(annotation, noun)[:1] if w.text.lower() in ("a", "an"))
    first = next(chain(inner, article), noun)
    return Span(first.span.start, noun.span.end)


def _names_or_counts(document: Document, word: Word) -> bool:
    return word.upos == "NUM" or word.text in ("-", "–") or names_actor(document, word) or is_time(word)


def owners(document: Document, noun: Word) -> tuple[Word, ...]:
    """Who the phrase itself says is behind it: a possessor ("Oslo's plan") or a modifier ("the French plan")."""
    if found := tuple(w for w in document.clause(noun).owners() if not is_time(w)):
        return found
    inner = (w for w in modifiers(document.annotation, noun) if w.text[:1].isupper() and w.id > 1)
    return tuple(w for w in inner if w.upos == "ADJ" or names_actor(document, w))


def by_phrases(document: Document, noun: Word) -> tuple[Word, ...]:
    """As in "a proposal by Cairo", "a request from the mayors"."""
    named = (w for w in document.clause(noun).phrases("by", "from") if not is_time(w))
    return tuple(c for c in coordinated(document.annotation, *named) if c.upos in ("PROPN", "PRON", "NOUN"))


# --- when ---------------------------------------------------------------------------------------------------------


def date_of(annotation: Annotation, word: Word) -> Span | None:
    """The words that date a verb or noun: "2022" of "a 2022 draft", "on Monday", "last year"; None for none.

    Args:
        annotation: the parse.
        word: the cue's head.
    """
    for child in annotation.children(word, *_OF_DATES):
        # "a 2022 draft accord": the year may hang on the draft
        inner = annotation.children(child, "nummod", "compound", "nmod") if child.relation == "compound" else ()
        time = next((one for one in (child, *inner) if _is_date(annotation, one)), None)
        if time is not None:
            return noun_phrase(annotation, time)
    return None


def _is_date(annotation: Annotation, word: Word) -> bool:
    """Whether a word names a point of time: "2022", "Monday", "last week", but no "60-day" and no "within a year"."""
    last = any(listed("last", child.lemma) for child in annotation.children(word, "amod", "det"))
    return is_time(word) and (last or not listed("unit", word.lemma))
