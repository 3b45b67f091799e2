"""Plain functions for rules that ask one thing of a word. A rule that asks more takes the word's `Clause`."""

from __future__ import annotations

from ..annotation import Annotation, Word
from ..spans import Span
from .clause import clause_of, coordinated, marked

__all__ = ["coordinated", "is_passive", "marked", "noun_phrase", "subjects"]


def is_passive(annotation: Annotation, predicate: Word) -> bool:
    """Whether a predicate is passive; see `Clause.is_passive`."""
    return clause_of(annotation, predicate).is_passive


def subjects(annotation: Annotation, predicate: Word) -> tuple[Word, ...]:
    """Heads of the noun phrases that are the predicate's subject, stated or understood; see `Clause.subjects`."""
    return clause_of(annotation, predicate).subjects


def noun_phrase(annotation: Annotation, noun: Word) -> Span:
    """The span of a noun phrase without what introduces or coordinates it, and without its relative clauses."""
    return annotation.phrase(noun, without=("case", "mark", "conj", "cc", "acl:relcl", "appos", "parataxis", "punct"))
