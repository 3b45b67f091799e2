"""What the order of the words says: for places where a parser's tree cannot be trusted."""

from __future__ import annotations

from collections.abc import Sequence

from ..annotation import Annotation, Word
from .words import listed

__all__ = ["after", "before", "particles"]


def after(annotation: Annotation, word: Word) -> Sequence[Word]:
    """The words of the sentence after a word."""
    return annotation.sentence_of(word).words[word.id :]


def before(annotation: Annotation, word: Word) -> Sequence[Word]:
    """The words of the sentence before a word, nearest first."""
    return annotation.sentence_of(word).words[: word.id - 1][::-1]


def particles(annotation: Annotation, verb: Word) -> tuple[str, ...]:
    """The particles that a verb may have ("put it forward"), and "" for none."""
    below = [w for w in annotation.children(verb, "compound", "advmod", "obl", "case") if w.id > verb.id]
    found = [w.text.lower() for w in (*below, *after(annotation, verb)[:1]) if listed("particle", w.text)]
    return (*dict.fromkeys(found), "")
