"""What judges: "unacceptable", "a dangerous mistake", "no breakthrough"."""

from __future__ import annotations

from diplomacy_nlp import Annotation, Stance
from diplomacy_nlp.annotation import Word

from .lexicon import evaluations

__all__ = ["evaluate"]

_OPPOSITE = {Stance.SUPPORT: Stance.CRITICISE}
_DENIALS = {"no", "not", "never", "n't", "hardly", "neither"}
_ENDS = {"rather", "instead", "not", "which"}


def evaluate(annotation: Annotation, head: Word, *, strong: bool = False) -> Stance | None:
    """The stance of a judging phrase, given its head; None where it judges nothing.

    The head counts, then its adjectives. What follows "rather than", "instead of" or "not" is left out. A denied praise
    is criticism; a denied blame says nothing.

    Args:
        strong: only words that judge on their own.
    """
    words = _judging_words(annotation, head)
    beside = [w for w in words if w.head == head.id and w.relation in ("amod", "conj", "advmod")]
    known = evaluations(strong=strong)
    found = (known.get(form) for w in (head, *beside) for form in (w.lemma.lower(), w.text.lower()))
    stance = next(filter(None, found), None)
    if stance is None or stance is Stance.REJECT:
        return stance
    denied = any(w.text.lower() in _DENIALS and w.id < head.id for w in words)
    return _OPPOSITE.get(stance) if denied else stance


def _judging_words(annotation: Annotation, head: Word) -> list[Word]:
    """The phrase up to "rather than", "instead of" or "not", a relative clause or a comma after the head."""
    kept: list[Word] = []
    for word in annotation.subtree(head):
        if word.id > head.id and (word.upos == "PUNCT" or word.lemma.lower() in _ENDS):
            break
        kept.append(word)
    return kept
