"""Conditional stances outside the lexicon: "will only talk if", "will not return unless"."""

from __future__ import annotations

from diplomacy_nlp import Span, Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.grammar import is_negated, patients

from .candidate import Candidate
from .grounds import find_ground
from .lexicon import engagement_verbs
from .words import is_clausal, only_before

__all__ = ["find_conditional_cue", "is_threatened"]

_THREAT = (Stance.THREATEN, "threat on a condition")
_CONDITION = (Stance.CONDITIONAL, "act on a condition")
_SAVING = {"unless", "until", "till", "without", "before", "except"}
_COMMITTING = {"will", "would", "can", "could", "'ll", "'d", "wo", "ca"}


def find_conditional_cue(document: Document, word: Word) -> Candidate | None:
    """An act that somebody makes depend on a condition, whatever the verb; else None."""
    annotation = document.annotation
    if word.upos != "VERB" or not {a.lemma.lower() for a in annotation.children(word, "aux")} & _COMMITTING:
        return None
    only = only_before(annotation, word)
    denied = is_negated(annotation, word)
    threat = is_threatened(document, word)
    engages = word.lemma.lower() in engagement_verbs()
    if not (only or denied or threat or engages) or (threat and _is_foretold(document, word)):
        return None
    target = _target(document, word)
    condition = find_ground(document, word, "condition", stance=Stance.CONDITIONAL, target=target, negated=denied)
    if condition is None or (target is None and (denied or threat or not engages)):
        return None
    if not _is_opened_aptly(opening_of(document, condition), denied=denied, threat=threat and only is None):
        return None
    first = only if only is not None and word.id - only.id <= 3 else word
    stance, why = _THREAT if threat else _CONDITION
    return Candidate(
        word=word,
        span=Span(first.span.start, word.span.end),
        stance=stance,
        why=why,
        confidence=0.55,
        predicate=word,
        target=target,
        is_clause=target is not None and is_clausal(annotation, target),
        denied=Stance.REJECT,
        only=only is not None,
    )


def _is_foretold(document: Document, word: Word) -> bool:
    """As in "warned that the fighting would spread unless": what will happen, not what somebody will do."""
    subjects = document.annotation.children(word, "nsubj")
    return any(w.upos == "NOUN" and document.actor(w) is None for w in subjects)


def _is_opened_aptly(opening: str, *, denied: bool, threat: bool) -> bool:
    """Whether a condition's first word makes one of a denial or threat: "will not talk if" refuses."""
    if threat and opening != "unless":
        return False
    return not denied or opening in _SAVING


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
