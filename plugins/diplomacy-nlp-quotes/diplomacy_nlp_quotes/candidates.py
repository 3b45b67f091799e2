"""What a rule proposes: the parts of an attribution, before it is settled which proposals stand."""

from __future__ import annotations

from attrs import field, frozen

from diplomacy_nlp import Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.checks import items

__all__ = ["Candidate", "Source"]


@frozen(kw_only=True)
class Source:
    """Who an attribution is given to.

    Args:
        span: the words that name the source; None where no words do.
        heads: heads of the noun phrases that name it, antecedents of relative pronouns looked up.
        via: heads of the noun phrases that name who passed it on ("comments reported by state media").
    """

    span: Span | None = None
    heads: tuple[Word, ...] = ()
    via: tuple[Word, ...] = ()


@frozen(kw_only=True)
class Candidate:
    """A proposed attribution.

    Args:
        content: the spans that are attributed.
        why: name of the rule.
        confidence: 0 to 1.
        cue: the words that signal it.
        predicate: the cue's main word, asked for negation, certainty and mode.
        source: who it is given to.
        addressees: heads of the noun phrases that name who is told.
        hedged: whether the cue itself hedges.
        reports: whether the source passes on what the content holds, as one who says or writes does and one who
            wants or thinks does not.
        turn: whether it is all of what a speaker says in direct speech, as far as the rules see.
        sure: whether its form leaves no doubt, so that the network has no say in it.
    """

    content: tuple[Span, ...] = field(converter=items)
    why: str
    confidence: float
    cue: Span | None = None
    predicate: Word | None = None
    source: Source = Source()
    addressees: tuple[Word, ...] = ()
    hedged: bool = False
    reports: bool = True
    turn: bool = False
    sure: bool = False

    @property
    def parts(self) -> tuple[Span, ...]:
        """Its content and its cue."""
        return self.content if self.cue is None else (*self.content, self.cue)
