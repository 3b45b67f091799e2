"""Judging words: what a phrase like "a constructive step" or "nothing but noise" amounts to."""

from __future__ import annotations

from diplomacy_nlp import Annotation, Stance
from diplomacy_nlp.annotation import Word

from .lexicon import evaluations

__all__ = ["evaluate", "is_judging_phrase"]

_LONGEST = 5
_OPPOSITE = {Stance.SUPPORT: Stance.CRITICISE}
_MERE = {"mere", "merely", "just", "only", "simply", "nothing"}


def evaluate(annotation: Annotation, head: Word, *, strong: bool = False) -> Stance | None:
    """The stance of a judging phrase, given its head; None where it judges nothing.

    The longest listed phrase with the head counts, then the head, then its adjectives. What follows "rather than",
    "instead of" or "not" is left out. A denied praise is criticism; a denied blame says nothing.

    Args:
        strong: only words that judge on their own.
    """
    words = _judging_words(annotation, head)
    stance = _phrase(annotation, words, head, strong) or _single(head, strong)
    for word in words if stance is None else ():
        if word != head and annotation.parent(word) == head and word.relation in ("amod", "conj", "advmod"):
            stance = _single(word, strong)
            if stance is not None:
                break
    if stance is None or stance is Stance.REJECT or not _is_denied(annotation, head, words):
        return stance  # "not negotiable" is listed with its denial
    return _OPPOSITE.get(stance)


def is_judging_phrase(annotation: Annotation, head: Word) -> bool:
    """Whether several listed words with this head judge by themselves: "not on the table"."""
    return _phrase(annotation, _judging_words(annotation, head), head, strong=True) is not None


def _judging_words(annotation: Annotation, head: Word) -> tuple[Word, ...]:
    """The phrase up to "rather than", "instead of", "but" or "not", a relative clause or a comma after the head."""
    kept: list[Word] = []
    for word in annotation.subtree(head):
        if word.id > head.id and (word.upos == "PUNCT" or word.lemma.lower() in ("rather", "instead", "not", "which")):
            break
        kept.append(word)
    return tuple(kept)


def _around(annotation: Annotation, words: tuple[Word, ...], head: Word) -> tuple[Word, ...]:
    """The judging words with those that directly follow: parsers hang "forward" of "a step forward" anywhere."""
    sentence = annotation.sentence_of(head).words
    last = words[-1].id
    kept = list(words)
    for word in sentence[last : last + _LONGEST]:
        if word.upos == "PUNCT":
            break
        kept.append(word)
    return tuple(kept)


def _phrase(annotation: Annotation, words: tuple[Word, ...], head: Word, strong: bool) -> Stance | None:
    words = _around(annotation, words, head)
    lemmas = [word.lemma.lower() for word in words]
    texts = [word.text.lower() for word in words]
    for size in range(min(_LONGEST, len(words)), 1, -1):
        for start in range(len(words) - size + 1):
            if not words[start].id <= head.id <= words[start + size - 1].id:
                continue
            for row in (lemmas, texts):
                entry = evaluations().get(tuple(row[start : start + size]))
                if entry is not None and (entry[1] or not strong):
                    return entry[0]
    return None


def _single(word: Word, strong: bool) -> Stance | None:
    for form in (word.lemma.lower(), word.text.lower()):
        entry = evaluations().get((form,))
        if entry is not None and (entry[1] or not strong):
            return entry[0]
    return None


def _is_denied(annotation: Annotation, head: Word, words: tuple[Word, ...]) -> bool:
    denials = {"no", "not", "never", "n't", "hardly", "neither"}
    return any(w.text.lower() in denials and w.id < head.id for w in words)
