"""A candidate: a cue in its clause, as a rule finds it, before it is settled and linked."""

from __future__ import annotations

from attrs import frozen

from diplomacy_nlp import Span, Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.types import EventType

__all__ = ["Candidate"]


@frozen(kw_only=True)
class Candidate:
    """Words that express a stance, and where the parse has their roles.

    Args:
        word: head of the cue.
        span: the words of the cue.
        stance: as the lexicon has it, before denial and conditions.
        why: the rule that found it.
        confidence: how often the lexicon's entry is right.
        predicate: the predicate of whose clause denial, hedging and conditions are read; the cue's own for verbs.
        reactors: heads of the phrases that name whose stance it is; None to ask the predicate's agents.
        target: head of the target's phrase.
        judgement: the phrase that judges ("as noise").
        denied: the stance that its denial amounts to ("does not support": reject); None where it is merely denied.
        negated: what the rule knows of denial besides the predicate's own.
        event: the PLOVER event type that the words have by themselves; None where it is their stance's.
        unconditional: what follows is no condition of it.
        by_speaker: where nobody is named, whoever reports it holds it.
    """

    word: Word
    span: Span
    stance: Stance
    why: str
    confidence: float
    predicate: Word
    reactors: tuple[Word, ...] | None = None
    target: Word | None = None
    judgement: Word | None = None
    denied: Stance | None = None
    negated: bool = False
    event: EventType | None = None
    unconditional: bool = False
    by_speaker: bool = False
