"""Plain functions for rules that ask one thing of a word. A rule that asks more takes the word's `Clause`."""

from __future__ import annotations

from ..annotation import Annotation, Word
from ..spans import Span
from .clause import coordinated, marked

__all__ = ["coordinated", "marked", "noun_phrase"]


def noun_phrase(annotation: Annotation, noun: Word) -> Span:
    """The span of a noun phrase without what introduces or coordinates it, and without its relative clauses."""
    return annotation.phrase(noun, without=("case", "mark", "conj", "cc", "acl:relcl", "appos", "parataxis", "punct"))
