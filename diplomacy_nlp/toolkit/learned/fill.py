"""Whose a cue is, who is asked, and what it is toward: the likeliest of the options, and how likely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from diplomacy_nlp.annotation import Word
from diplomacy_nlp.types import Link

from ..discourse import Discourse
from ..document import Document
from ..slots import (
    Option,
    Ruled,
    actors_around,
    beside,
    holder_options,
    link_of,
    target_options,
    words_around,
)
from .found import Task

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .ranker import Ranker, Reading


__all__ = ["HOLDERS", "TARGETS", "Filler", "Slot"]

HOLDERS, TARGETS = "holders", "targets"  # names of the rankers
_ASKED = ("on", "to", "upon", "with")
_MODIFIERS = ("compound", "amod", "nmod")
_SURER = 3.0  # times as likely another holder must be than the rule's: a rule knows who else is named for it
_LIKELY = 0.15  # share from which on a target is told that no rule tells


@frozen(kw_only=True)
class Slot:
    """What fills a slot.

    Args:
        links: as many as belong together; none for nobody or nothing.
        share: how likely it is; None where no ranker was asked.
        is_rules: it is what the rule says.
    """

    links: tuple[Link, ...] = ()
    share: float | None = None
    is_rules: bool = False


@frozen(kw_only=True, eq=False)
class Filler:
    """Fills the slots of an article's cues.

    Args:
        document: the article.
        vectors: of its words.
        rankers: by name; without them the rules' slots stay as they are.
    """

    document: Document
    vectors: NDArray[Any] = field(repr=False)
    rankers: Mapping[str, Ranker]

    @cached_property
    def _readings(self) -> Mapping[str, Reading]:
        return {name: ranker.reading(self.vectors) for name, ranker in self.rankers.items()}

    def prepare(self, cues: Sequence[Word]) -> None:
        """Has the words around cues read all at once, before their slots are filled one after the other."""
        number = self.document.number_of
        numbers = [number(cue) for cue in cues]
        around = [number(word) for cue in cues for word in words_around(self.document, cue)]
        heads = [number(word) for cue in cues for word in actors_around(self.document, cue)]
        for name, reading in self._readings.items():
            reading.prepare(numbers, list(dict.fromkeys(heads if name == HOLDERS else around)))

    def _ranked(self, name: str, cue: Word, label: str, options: Sequence[Option]) -> list[tuple[float, Option]]:
        number = self.document.number_of
        told = [(None if option.at is None else number(option.at), option.facts) for option in options]
        shares = self._readings[name].shares(number(cue), label, told)
        return sorted(zip(shares, options, strict=True), key=lambda pair: -pair[0])

    def holders(self, cue: Word, label: str, task: Task, ruled: Ruled | None = None) -> Slot:
        """Who proposes or reacts; those who do it together are all told.

        Args:
            cue: head of the cue.
            label: kind or stance.
            task: whether it is a proposal's or a reaction's.
            ruled: what a rule says; None where no rule found the cue.
        """
        if HOLDERS not in self.rankers:
            return Slot(is_rules=True)
        options = holder_options(self.document, cue, label, ruled)
        ranked = self._ranked(HOLDERS, cue, f"{task.name}: {label}", options)
        share, best = ranked[0]
        told = [(own, option) for own, option in ranked if ruled is not None and option.actor in ruled.holders]
        by_rule = max((own for own, _ in told), default=0.0)
        if any(self._is_part(best.word, option.word) for _, option in told):
            by_rule = share
        if best.actor is None or by_rule * _SURER > share:
            return Slot(share=round(by_rule or share, 3), is_rules=ruled is not None)
        share = round(share, 3)
        if best.word is None:
            return Slot(links=(Link(id=best.actor, confidence=share),), share=share)
        return Slot(links=beside(self.document, best.word, best.actor, share), share=share)

    def _is_part(self, word: Word | None, of: Word | None) -> bool:
        """Whether a word is a modifier of another: "NATO" of "NATO allies"."""
        if word is None or of is None:
            return False
        return word.relation in _MODIFIERS and self.document.annotation.parent(word) == of

    def addressees(self, cue: Word, holders: Iterable[Link]) -> tuple[Link, ...]:
        """Who is asked: the known actors among the cue's objects and obliques."""
        annotation = self.document.annotation
        own = {link.id for link in holders}
        clause = self.document.clause(cue)
        asked = [*annotation.children(cue, "obj", "iobj"), *(w for p in _ASKED for w in clause.phrases(p))]
        known = [w for w in asked if (actor := self.document.actor(w)) is not None and actor.id not in own]
        return self.document.naming.links_to(known)

    def target(
        self, spoken: Discourse, cue: Word, label: str, holders: Iterable[Link], ruled: Ruled | None = None
    ) -> Slot:
        """What a reaction is toward.

        Args:
            spoken: the article up to the cue.
            cue: head of the cue.
            label: the stance.
            holders: whose it is.
            ruled: what a rule says; None where no rule found the cue.
        """
        if TARGETS not in self.rankers:
            return Slot(is_rules=True)
        holders = tuple(holders)
        sides = self.document.sides(link.id for link in holders if link.id)
        options = target_options(spoken, cue, label, sides, ruled)
        ranked = self._ranked(TARGETS, cue, f"reaction: {label}", options)
        told = [(share, option) for share, option in ranked if option.actor or option.proposal or option.word]
        share, best = told[0] if told else (0.0, Option())
        link = link_of(spoken, best, cue, holders)
        own = link is not None and link.id is not None and link.id in {holder.id for holder in holders}
        if link is None or own or (share < _LIKELY and ruled is not None):
            return Slot(share=round(1 - share, 3), is_rules=ruled is not None)
        by_rule = ruled is not None and ruled.target is not None and _is_same(ruled.target, link)
        share = round(share, 3)
        return Slot(links=() if by_rule else (evolve(link, confidence=share),), share=share, is_rules=by_rule)


def _is_same(link: Link, other: Link) -> bool:
    """Whether two links mean the same."""
    if link.id is not None or other.id is not None:
        return link.id == other.id
    return link.span is not None and other.span is not None and link.span.overlaps(other.span)
