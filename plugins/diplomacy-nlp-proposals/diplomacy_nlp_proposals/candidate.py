"""What is found before it is known whether it is a proposal of its own or a later mention of one."""

from __future__ import annotations

from attrs import evolve, frozen

from diplomacy_nlp import Link, Mode, ProposalKind, Span, Status
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.types import EventType

__all__ = ["ProposalCandidate", "joined"]


@frozen(kw_only=True)
class ProposalCandidate:
    """A cue and its arguments.

    Args:
        cue: the words that make it a proposal.
        word: the cue's head.
        kind: offer, proposal, request, demand or invitation.
        proposers, addressees: links to those who propose and who are asked.
        content: what would be done.
        is_named_by_content: the content is part of what names it ("the plan to withdraw"), not said of it ("it would").
        noun: the noun that names the proposal, where one does: the cue itself, or the object of a verb.
        nominal: the noun phrase of `noun`.
        refers_back: it may be a later mention of an earlier proposal.
        stands: it is enough for a proposal of its own.
        owners: those of the proposers whom the noun phrase itself names ("Oslo's plan", "a plan by Oslo").
        family: the noun's, see `lexicons/nouns.tsv`.
        event: the PLOVER event type that the cue has by itself ("ultimatum"); None where it is its kind's.
        date, mode, status, confidence, why: as in `Proposal`.
    """

    cue: Span
    word: Word
    kind: ProposalKind
    proposers: tuple[Link, ...] = ()
    addressees: tuple[Link, ...] = ()
    content: tuple[Span, ...] = ()
    is_named_by_content: bool = False
    noun: Word | None = None
    nominal: Span | None = None
    family: str = ""
    refers_back: bool = False
    stands: bool = True
    owners: tuple[Link, ...] = ()
    event: EventType | None = None
    date: Span | None = None
    mode: Mode | None = None
    status: Status | None = None
    confidence: float = 0.5
    why: str = ""


def joined(verb: ProposalCandidate, noun: ProposalCandidate) -> ProposalCandidate:
    """A verb's candidate with that of its object: "tabled a plan to", "renewed its call for"."""
    told = noun.content if noun.stands and noun.content != (noun.nominal,) else ()
    return evolve(
        verb,
        noun=noun.noun,
        nominal=noun.nominal if noun.content != (noun.nominal,) else None,
        family=noun.family,
        content=told or verb.content,
        refers_back=noun.refers_back and not noun.content,
        date=verb.date or noun.date,
        status=noun.status,
        event=noun.event or verb.event,
    )
