"""Who does what to whom in a clause, and how far it holds: the questions of `clause.py` as plain functions.

For rules that ask one or two things of a word. A rule that asks more takes the word's `Clause`.
"""

from __future__ import annotations

from ..annotation import Annotation, Word
from ..spans import Span
from ..types import Certainty, Mode
from .clause import clause_of, coordinated, marked

__all__ = [
    "agents",
    "certainty",
    "clause",
    "coordinated",
    "depth",
    "is_negated",
    "is_passive",
    "marked",
    "mode",
    "noun_phrase",
    "patients",
    "subjects",
    "verb_group",
]


def is_passive(annotation: Annotation, predicate: Word) -> bool:
    """Whether a predicate is passive; see `Clause.is_passive`."""
    return clause_of(annotation, predicate).is_passive


def subjects(annotation: Annotation, predicate: Word) -> tuple[Word, ...]:
    """Heads of the noun phrases that are the predicate's subject, stated or understood; see `Clause.subjects`."""
    return clause_of(annotation, predicate).subjects


def agents(annotation: Annotation, predicate: Word) -> tuple[Word, ...]:
    """Heads of the noun phrases that name who does it; see `Clause.agents`."""
    return clause_of(annotation, predicate).agents


def patients(annotation: Annotation, predicate: Word) -> tuple[Word, ...]:
    """Heads of the noun phrases that name what it is done to; see `Clause.patients`."""
    return clause_of(annotation, predicate).patients


def is_negated(annotation: Annotation, predicate: Word) -> bool:
    """Whether the clause denies its predicate; see `Clause.is_negated`."""
    return clause_of(annotation, predicate).is_negated


def certainty(annotation: Annotation, predicate: Word) -> Certainty:
    """Whether the text asserts the clause or hedges it; see `Clause.certainty`."""
    return clause_of(annotation, predicate).certainty


def mode(annotation: Annotation, predicate: Word) -> Mode | None:
    """PLOVER's mode that the clause's own words set; see `Clause.mode`."""
    return clause_of(annotation, predicate).mode


def verb_group(annotation: Annotation, predicate: Word, *, auxiliaries: bool = False) -> Span:
    """The words of a predicate with its particle and perhaps its auxiliaries; see `Clause.verb_group`."""
    return clause_of(annotation, predicate).verb_group(auxiliaries=auxiliaries)


def clause(annotation: Annotation, predicate: Word) -> Span:
    """The span of a predicate's clause: its subtree without coordinated clauses and what introduces it."""
    return annotation.phrase(predicate, without=("conj", "cc", "parataxis", "punct", "mark"))


def noun_phrase(annotation: Annotation, noun: Word) -> Span:
    """The span of a noun phrase without what introduces or coordinates it, and without its relative clauses."""
    return annotation.phrase(noun, without=("case", "mark", "conj", "cc", "acl:relcl", "appos", "parataxis", "punct"))


def depth(annotation: Annotation, word: Word) -> int:
    """How many words stand above a word in its tree: 0 for a root."""
    return sum(1 for _ in annotation.ancestors(word))
