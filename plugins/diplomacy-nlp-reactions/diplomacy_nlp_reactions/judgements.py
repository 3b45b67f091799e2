"""What judges: "unacceptable", "a dangerous mistake", "no breakthrough"."""

from __future__ import annotations

from diplomacy_nlp import Annotation, Stance
from diplomacy_nlp.annotation import Word

from .lexicon import evaluations, word_class

__all__ = ["evaluate"]


def evaluate(annotation: Annotation, head: Word, *, strong: bool = False) -> Stance | None:
    """The stance of a judging phrase, given its head; None where it judges nothing.

    The head counts, then its modifiers. A denied praise is criticism; a denied blame says nothing.

    Args:
        strong: only words that judge on their own.
    """
    modifiers = annotation.children(head, "amod", "conj", "advmod", "det")
    known = evaluations(strong=strong)
    found = (known.get(form) for w in (head, *modifiers) for form in (w.lemma.lower(), w.text.lower()))
    stance = next(filter(None, found), None)
    if stance is Stance.REJECT or not any(w.text.lower() in word_class("denial") for w in modifiers):
        return stance
    return Stance.CRITICISE if stance is Stance.SUPPORT else None
