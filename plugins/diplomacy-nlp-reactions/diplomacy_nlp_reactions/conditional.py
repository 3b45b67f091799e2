"""Conditional stances outside the lexicon: "will only talk if", "will not return unless"."""

from __future__ import annotations

from diplomacy_nlp import Span, Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import cover
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.grammar import is_negated, patients

from .candidate import Candidate
from .grounds import find_ground
from .lexicon import engagement_verbs
from .words import is_clausal, only_before

__all__ = ["find_conditional_cue", "is_threatened"]

_COMMITTING = {"will", "would", "can", "could", "'ll", "'d", "wo", "ca"}


def find_conditional_cue(document: Document, word: Word) -> Candidate | None:
    """An act that somebody makes depend on a condition, whatever the verb; else None."""
    annotation = document.annotation
    if word.upos != "VERB" or not {a.lemma.lower() for a in annotation.children(word, "aux")} & _COMMITTING:
        return None
    only = only_before(annotation, word)
    denied = is_negated(annotation, word)
    threat = is_threatened(document, word)
    if threat and any(w.upos == "NOUN" and document.actor(w) is None for w in annotation.children(word, "nsubj")):
        return None  # "warned that the fighting would spread unless": what will happen, not what he will do
    if only is None and not denied and not threat and word.lemma.lower() not in engagement_verbs():
        return None
    target = _target(document, word)
    condition = find_ground(document, word, "condition", stance=Stance.CONDITIONAL, target=target, negated=denied)
    if condition is None or (target is None and (denied or threat or word.lemma.lower() not in engagement_verbs())):
        return None
    if threat and opening_of(document, condition) != "unless" and only is None:
        return None
    opening = opening_of(document, condition)
    if denied and opening not in ("unless", "until", "till", "without", "before", "except"):
        return None  # "will not talk if" refuses
    near = [w.span for w in (only, word) if w is not None and word.id - w.id <= 3]
    return Candidate(
        word=word,
        span=cover(near) or word.span,
        stance=Stance.THREATEN if threat else Stance.CONDITIONAL,
        why="threat on a condition" if threat else "act on a condition",
        confidence=0.55,
        predicate=word,
        target=target,
        is_clause=target is not None and is_clausal(annotation, target),
        denied=Stance.REJECT,
        only=only is not None,
    )


def opening_of(document: Document, condition: Span) -> str:
    """The first word of a condition, in lower case."""
    return document.article[condition].lower().split()[0]


def is_threatened(document: Document, word: Word) -> bool:
    """Whether somebody warns or threatens that he will do it."""
    above = document.annotation.parent(word)
    return above is not None and word.relation == "ccomp" and above.lemma.lower() in ("warn", "threaten", "caution")


def _target(document: Document, word: Word) -> Word | None:
    found = patients(document.annotation, word)
    if found:
        return found[0]
    for child in document.annotation.children(word, "obl", "xcomp"):
        if child.id > word.id and child.deprel not in ("obl:tmod", "obl:unmarked"):
            return child
    return None
