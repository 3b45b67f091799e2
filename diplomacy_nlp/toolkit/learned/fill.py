"""Whose a cue is, who is asked, and what it is toward: the likeliest of the options, and how likely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from diplomacy_nlp.annotation import Word
from diplomacy_nlp.types import Link

from ..discourse import Discourse
from ..document import Document
from .found import PROPOSAL, Task
from .judge import is_article
from .links import Told, likeliest_words, link_options
from .slots import (
    Facts,
    Option,
    Ruled,
    addressee_options,
    beside,
    heads_of_proposals,
    holder_options,
    ids_named,
    link_of,
    target_options,
    words_around,
    words_of,
)

if TYPE_CHECKING:
    from .ranker import Ranker, Reading


__all__ = ["ADDRESSEES", "HOLDERS", "LINKS", "TARGETS", "Asked", "Filler", "Slot"]

HOLDERS, ADDRESSEES, TARGETS, LINKS = "holders", "addressees", "targets", "links"  # names of the rankers
_ASKED = ("on", "to", "upon", "with")
_MODIFIERS = ("compound", "amod", "nmod")
_LIKELY = 0.15  # share from which on a target is told that no rule tells
_ADDRESSED = 0.5  # share from which on it is told who is asked; chosen on texts that nothing had learned from
# Of the share of the likeliest proposal and of none: in articles so that no more links are told in news without gold
# than by the networks before; in texts of a few sentences, which networks know less, chosen on texts new to them.
_LINKED, _LINKED_IN_FEW = 0.45, 0.55


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


@frozen(kw_only=True)
class Asked:
    """A cue of which it is asked whose it is, or what it is toward.

    Args:
        cue: head of the cue.
        label: kind or stance.
        ruled: what a rule says; None where no rule found the cue.
        barred: ids of actors who cannot hold it.
    """

    cue: Word
    label: str
    ruled: Ruled | None = None
    barred: frozenset[str] = frozenset()


@frozen(kw_only=True, eq=False)
class Filler:
    """Fills the slots of an article's cues.

    Args:
        document: the article.
        rankers: by name; without them the rules' slots stay as they are.
    """

    document: Document
    rankers: Mapping[str, Ranker]

    @cached_property
    def _readings(self) -> Mapping[str, Reading]:
        return {name: self.document.annotation.kept(ranker) for name, ranker in self.rankers.items()}

    def _prepare(self, asked: Sequence[Asked], options: Iterable[Sequence[Option]]) -> None:
        """Has all words read at once that targets will be asked of."""
        if TARGETS in self.rankers:
            document, number = self.document, self.document.number_of
            words = [one.cue for one in asked]
            words += [option.at for own in options for option in own if option.at is not None]
            words += [word for one in asked for word in words_around(document, one.cue)]
            self._readings[TARGETS].prepare(map(number, (*words, *heads_of_proposals(document))))

    def _told(self, options: Sequence[Option]) -> list[tuple[int | None, Facts]]:
        number = self.document.number_of
        return [(None if option.at is None else number(option.at), option.facts) for option in options]

    def holders(self, asked: Sequence[Asked], task: Task) -> list[Slot]:
        """Who proposes or reacts, of each cue; those who do it together are all told.

        Args:
            asked: the article's cues, all at once, which takes less time than one by one.
            task: whether they are of proposals or of reactions.
        """
        if HOLDERS not in self.rankers or not asked:
            return [Slot(is_rules=True) for _ in asked]
        options = [
            [o for o in holder_options(self.document, one.cue, one.label, one.ruled) if o.actor not in barred]
            for one in asked
            for barred in (one.barred | self._readers(one),)
        ]
        self._prepare(asked, options)
        return self._who(HOLDERS, task, asked, options)

    def _readers(self, asked: Asked) -> frozenset[str]:
        """Ids of those to whom a letter is, whose words are not theirs; but for those that a rule takes for holders."""
        ruled = frozenset[str]() if asked.ruled is None else asked.ruled.holders
        return ids_named(self.document, self.document.readers(asked.cue)) - ruled

    def addressees(self, asked: Sequence[Asked], holders: Sequence[Iterable[Link]]) -> list[Slot]:
        """Who is asked, of each cue of a proposal; those who are asked together are all told.

        Args:
            asked: the cues, with those whom rules take for asked as the holders of `ruled`.
            holders: whose each is.
        """
        if ADDRESSEES not in self.rankers or not asked:
            return [Slot(is_rules=True) for _ in asked]
        ids = (frozenset(link.id for link in links if link.id) for links in holders)
        options = [
            addressee_options(self.document, one.cue, one.label, own, one.ruled)
            for one, own in zip(asked, ids, strict=True)
        ]
        if not is_article(self.document.annotation):  # "Norway proposed a truce. Finland welcomed it."
            options = [tuple(o for o in own if o.word is not None or o.actor is None) for own in options]
        slots = self._who(ADDRESSEES, PROPOSAL, asked, options)
        return [slot if (slot.share or 0.0) >= _ADDRESSED else Slot(share=slot.share, is_rules=True) for slot in slots]

    def _who(self, name: str, task: Task, asked: Sequence[Asked], options: Sequence[Sequence[Option]]) -> list[Slot]:
        """Whom a ranker chooses for each cue."""
        number = self.document.number_of
        questions = [
            (number(one.cue), f"{task.name}: {one.label}", self._told(own))
            for one, own in zip(asked, options, strict=True)
        ]
        shares = self._readings[name].all_shares(questions)
        return [self._holder(one, own, found) for one, own, found in zip(asked, options, shares, strict=True)]

    def _holder(self, asked: Asked, options: Sequence[Option], shares: Sequence[float]) -> Slot:
        share, best = max(zip(shares, options, strict=True), key=_share)
        ruled = asked.ruled
        by_rules = frozenset[str]() if ruled is None else ruled.holders
        told = [pair for pair in zip(shares, options, strict=True) if pair[1].actor in by_rules]
        by_rule = max((own for own, _ in told), default=0.0)
        if any(self._is_part(best.word, option.word) for _, option in told):
            by_rule = share
        if best.actor is None or by_rule >= share:
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

    def objects(self, cue: Word, holders: Iterable[Link]) -> tuple[Link, ...]:
        """Who is asked by the looks of it: the known actors among the cue's objects and obliques."""
        annotation = self.document.annotation
        own = {link.id for link in holders}
        clause = self.document.clause(cue)
        asked = [*annotation.children(cue, "obj", "iobj"), *(w for p in _ASKED for w in clause.phrases(p))]
        known = [w for w in asked if (actor := self.document.actor(w)) is not None and actor.id not in own]
        return self.document.naming.links_to(known)

    def target(self, spoken: Discourse, asked: Asked, holders: Iterable[Link]) -> Slot:
        """What a reaction is toward.

        Args:
            spoken: the article up to the cue.
            asked: the cue.
            holders: whose it is.
        """
        if TARGETS not in self.rankers:
            return Slot(is_rules=True)
        cue, label, ruled = asked.cue, asked.label, asked.ruled
        holders = tuple(holders)
        sides = self.document.sides(link.id for link in holders if link.id)
        options = target_options(spoken, cue, label, sides, ruled)
        number = self.document.number_of(cue)
        shares = self._readings[TARGETS].shares(number, f"reaction: {label}", self._told(options))
        told = [pair for pair in zip(shares, options, strict=True) if _is_something(pair[1])]
        share, link = self._linked(spoken, asked, sides, told) or _likeliest(spoken, cue, holders, told)
        own = link is not None and link.id is not None and link.id in {holder.id for holder in holders}
        if link is None or own or (share < _LIKELY and ruled is not None):
            return Slot(share=round(1 - share, 3), is_rules=ruled is not None)
        by_rule = ruled is not None and ruled.target is not None and _is_same(ruled.target, link)
        by_rule = by_rule or (ruled is not None and self._is_within(link, ruled.target))
        share = round(share, 3)
        return Slot(links=() if by_rule else (evolve(link, confidence=share),), share=share, is_rules=by_rule)

    def _is_within(self, link: Link, target: Link | None) -> bool:
        """Whether a link means an actor that a rule's words name as a part: Russia of "sanctions on Russia"."""
        if link.span is None or target is None or target.span is None or target.id is not None:
            return False
        return self.document.actor_with(link.id) is not None and target.span.contains(link.span)

    def _linked(
        self, spoken: Discourse, asked: Asked, sides: frozenset[str], told: Told
    ) -> tuple[float, Link | None] | None:
        """How likely a target is, and a link to it, where that is known better because proposals are in mind."""
        options = link_options(spoken, asked.cue, asked.label, sides, told) if LINKS in self.rankers else ()
        if not options:
            return None
        number = self.document.number_of(asked.cue)
        *shares, none = self._readings[LINKS].shares(number, f"reaction: {asked.label}", self._told(options))
        share, best = max(zip(shares, options, strict=False), key=_share)
        least = _LINKED if is_article(self.document.annotation) else _LINKED_IN_FEW
        likeliest = best.proposal if share >= least * (share + none) else None
        meant = self._meant(spoken, asked, sides, told, likeliest)
        if meant is None:
            share, best = max((pair for pair in told if pair[1].proposal is None), key=_share, default=(0.0, Option()))
            return share, words_of(self.document, best)
        _, top = max(told, key=_share)
        named = top.word is not None and top.actor is None and top.proposal in (None, meant)
        link = words_of(self.document, top if named else best)
        return share, None if link is None else evolve(link, id=meant)

    def _meant(
        self, spoken: Discourse, asked: Asked, sides: frozenset[str], told: Told, likeliest: str | None
    ) -> str | None:
        """The proposal that the likeliest words mean, given the likeliest one: none where they speak against it.

        "Any attempt" means none with which it shares no root. In texts of a few sentences, which networks know less,
        words that are some proposal's own mean no other; in articles the network is right more often than they.
        """
        annotation, (_, option) = self.document.annotation, likeliest_words(told)
        if likeliest is None or option.word is None:
            return likeliest
        in_few = not is_article(annotation)
        is_any = any(own.lemma.lower() == "any" for own in annotation.children(option.word, "det"))
        if not (in_few or is_any):  # mostly nothing more need be asked
            return likeliest
        anaphor = spoken.readings.anaphor(option.word, asked.cue, sides)
        if in_few and anaphor.named and likeliest not in anaphor.named:
            return min(anaphor.named)
        referent = spoken.readings.referents.get(likeliest)
        if not is_any or referent is None or anaphor.noun is not None or likeliest in anaphor.named:
            return likeliest
        known = referent.content | referent.names
        return likeliest if known & {anaphor.head, *anaphor.roots} else None


def _likeliest(spoken: Discourse, cue: Word, holders: Iterable[Link], told: Told) -> tuple[float, Link | None]:
    share, best = max(told, key=_share, default=(0.0, Option()))
    return share, link_of(spoken, best, cue, holders)


def _share(pair: tuple[float, Option]) -> float:
    return pair[0]


def _is_something(option: Option) -> bool:
    return option.word is not None or option.actor is not None or option.proposal is not None


def _is_same(link: Link, other: Link) -> bool:
    """Whether two links mean the same."""
    if link.id is not None or other.id is not None:
        return link.id == other.id
    return link.span is not None and other.span is not None and link.span.overlaps(other.span)
