"""Reactions that only an auxiliary repeats: "So did Oslo", "as did the unions", "Nor has Kyiv", "Zimbabwe did not"."""

from __future__ import annotations

from attrs import evolve

from diplomacy_nlp import Reaction
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import cover
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.grammar import noun_phrase

from .reactors import reactor_links
from .words import can_react

__all__ = ["repeated"]

_AUXILIARIES = {"do", "have", "will", "would", "can", "could"}
_LIKEWISE = {"so", "as", "nor", "neither", "than"}
_ADVERBS = {"not", "n't", "n’t", "too", "also", "likewise", "either"}
_SHARE = 0.8  # of the confidence of what is repeated
_NEAR = 1  # sentences between the two


def repeated(document: Document, word: Word, last: Reaction | None) -> Reaction | None:
    """The reaction that an auxiliary without a verb repeats of somebody else; None where it repeats none."""
    if last is None or not _stands_alone(document, word):
        return None
    before = document.annotation.word_at(last.cue.start)
    if before is None or word.sentence - before.sentence > _NEAR:
        return None
    opening = _opening(document, word)
    subject = _subject(document, word, opening)
    if subject is None or not can_react(document, subject):
        return None
    adverbs = {w.text.lower() for w in document.annotation.children(word, "advmod")} & _ADVERBS
    if opening is None and not adverbs:
        return None  # "what they did"
    denied = bool(adverbs & {"not", "n't", "n’t"})
    reactors = reactor_links(document, (subject,))
    if {link.id or link.span for link in reactors} & {link.id or link.span for link in last.reactors}:
        return None
    cue = [word.span, *(w.span for w in document.annotation.children(word, "advmod") if w.text.lower() in _ADVERBS)]
    cue += [opening.span] if opening is not None else []
    return evolve(
        last,
        cue=cover(cue) or word.span,
        evidence=cover([*cue, noun_phrase(document.annotation, subject)]) or word.span,
        reactors=reactors,
        condition=None,
        reason=None,
        negated=last.negated != denied,
        confidence=round(last.confidence * _SHARE, 3),
        why="repeated by an auxiliary",
    )


def _stands_alone(document: Document, word: Word) -> bool:
    """Whether it is an auxiliary for which no verb stands."""
    if word.lemma.lower() not in _AUXILIARIES or word.upos not in ("AUX", "VERB"):
        return False
    return word.relation not in ("aux", "cop") and not document.annotation.children(word, "xcomp", "ccomp")


def _opening(document: Document, word: Word) -> Word | None:
    """The "so", "as" or "nor" right before it."""
    words = document.annotation.sentence_of(word).words
    before = words[word.id - 2] if word.id > 1 else None
    return before if before is not None and before.text.lower() in _LIKEWISE else None


def _subject(document: Document, word: Word, opening: Word | None) -> Word | None:
    """Who does likewise: after an inverted auxiliary parsers take it for an object."""
    annotation = document.annotation
    if opening is not None:
        return next((w for w in annotation.children(word, "nsubj", "obj", "obl") if w.id > word.id), None)
    if annotation.children(word, "obj"):
        return None
    found = annotation.child(word, "nsubj")
    if found is None:  # "Malaysia did not, arguing ..." with the subject hung on "arguing"
        words = annotation.sentence_of(word).words
        found = words[word.id - 2] if word.id > 1 and words[word.id - 2].upos in ("PROPN", "NOUN", "PRON") else None
    return found if found is not None and found.id < word.id else None
