"""PLOVER's event type of a finding, learned from human coders: a stance or kind alone does not always tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from attrs import frozen

from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import Span
from diplomacy_nlp.types import EventType, Proposal, Reaction

from ..document import Document
from ..plover import recoded, told_by_label
from ..slots import Facts, named_facts
from .columns import vectors_of
from .ranker import Ranker

__all__ = ["CODES", "TYPES", "Coder", "Coding", "coding_of"]

CODES = "codes"  # name of the ranker
# The coders have one type for both ways to yield.
TYPES = tuple(event for event in EventType if event != EventType.RETREAT)
_LEAST = 0.35  # share below which no type is told
_BELOW = ("aux", "ccomp", "csubj", "nsubj", "nsubj:pass", "obj", "obl", "xcomp")

Item = TypeVar("Item", Proposal, Reaction)


@frozen(kw_only=True)
class Coding:
    """What a type is chosen by.

    Args:
        label: kind or stance, with the task.
        cue: head of the cue.
        about: head of the content or target; None where there is none.
        facts: what speaks for each of `TYPES`.
    """

    label: str
    cue: Word
    about: Word | None
    facts: Sequence[Facts]


def coding_of(document: Document, item: Proposal | Reaction) -> Coding | None:
    """What the type of a finding is chosen by.

    None where its words have a type by themselves, by a lexicon, and where nothing happened, since the text denies it.
    """
    cue = document.annotation.head_in(item.cue)
    toward = None if isinstance(item, Proposal) else document.kind_toward(item.target)
    told = told_by_label(item, toward=toward)
    if cue is None or item.plover != told or (isinstance(item, Reaction) and item.negated):
        return None
    label = f"proposal: {item.kind}" if isinstance(item, Proposal) else f"reaction: {item.stance}"
    sort, about = _about(document, item)
    below = tuple(name for name in _BELOW if document.annotation.children(cue, name))
    return Coding(
        label=label,
        cue=cue,
        about=None if about is None else document.annotation.head_in(about),
        facts=[
            Facts(
                (
                    _of_label(event, label, event == told),
                    _of_lemma(event, cue.lemma),
                    _of_clause(event, cue.upos, str(item.mode), sort),
                    _of_dependents(event, below),
                )
            )
            for event in TYPES
        ],
    )


@named_facts
def _of_label(event: str, label: str, told: bool) -> Iterator[str]:
    yield from (event, f"{event}: {label}")
    if told:
        yield "by the label"


@named_facts
def _of_lemma(event: str, lemma: str) -> Iterator[str]:
    yield f"{event}: {lemma}"


@named_facts
def _of_clause(event: str, tag: str, mode: str, sort: str) -> Iterator[str]:
    yield from (f"{event}: {tag}", f"{event}: mode {mode}", f"{event}: toward {sort}")


@named_facts
def _of_dependents(event: str, relations: tuple[str, ...]) -> Iterator[str]:
    for relation in relations:
        yield f"{event}: has {relation}"


def _about(document: Document, item: Proposal | Reaction) -> tuple[str, Span | None]:
    """What sort of thing a content or target is, and where it is told."""
    if isinstance(item, Proposal):
        content = next(iter(item.content), None)
        return ("nothing" if content is None else "content"), content
    target = item.target
    if target is None:
        return "nothing", None
    if target.id is None:
        return "words", target.span
    known = (("proposal", document.proposal_with), ("actor", document.actor_with))
    return next((name for name, with_id in known if with_id(target.id) is not None), "quote"), target.span


@frozen
class Coder:
    """Chooses types.

    Args:
        ranker: trained; its options are `TYPES`.
    """

    ranker: Ranker

    def coded(self, document: Document, items: Iterable[Item]) -> Iterator[Item]:
        """The findings with the likeliest type each, or with none where none is likely.

        Args:
            document: the article, with the proposals that reactions are toward.
            items: of it, with the types that their kinds or stances have.
        """
        reading = None
        for item in items:
            coding = coding_of(document, item)
            if coding is None:
                yield item
                continue
            reading = reading or self.ranker.reading(document.annotation.kept(vectors_of))
            at = None if coding.about is None else document.number_of(coding.about)
            options = [(at, facts) for facts in coding.facts]
            shares = reading.shares(document.number_of(coding.cue), coding.label, options)
            share, event = max(zip(shares, TYPES, strict=True), key=lambda pair: pair[0])
            yield recoded(item, event if share > _LEAST else None)
