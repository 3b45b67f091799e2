"""Where each actor stands on each issue, read off proposals and reactions alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from diplomacy_nlp import Link, Mode, Position, PositionStance, Proposal, Quote, Reaction, Span, Stance
from diplomacy_nlp.types import Item

__all__ = ["find_positions"]

_STANDS = dict.fromkeys(Stance, PositionStance.OPPOSE) | {
    Stance.ACCEPT: PositionStance.SUPPORT,
    Stance.SUPPORT: PositionStance.SUPPORT,
    Stance.CONDITIONAL: PositionStance.CONDITIONAL,
    Stance.NONCOMMITTAL: PositionStance.NEUTRAL,
}
_WEIGHTY = 0.5  # of the surest sign's confidence
_ON_CONDITION = (Stance.CONDITIONAL, Stance.THREATEN)  # what somebody would do is what he says


@frozen
class _Sign:
    """One thing that shows where an actor stands."""

    actor: Link
    issue: Link
    stance: PositionStance
    item: Item


def find_positions(
    quotes: Sequence[Quote], proposals: Sequence[Proposal], reactions: Sequence[Reaction]
) -> Iterator[Position]:
    """Where each actor stands on each issue.

    Proposing a thing is support for it. Two signs that point apart make the actor ambivalent, whichever came first;
    a condition outweighs plain support, and either outweighs a noncommittal sign. What an actor did at first counts
    where there is nothing else. Reactions that the text only imagines count for nothing, but conditions and threats do
    ("would attend only if"). What is not half as sure as the surest sign, and contradicts it, is none, but for
    conditions. A reaction to a quote counts toward the proposal that the quote holds, if any.

    Args:
        quotes, proposals, reactions: with ids and completed links.

    Returns:
        One Position for each actor and issue, with all its evidence. Its confidence is that of its surest evidence.
    """
    groups: dict[tuple[object, object], list[_Sign]] = {}
    for sign in (*_of_proposals(proposals), *_of_reactions(reactions, quotes, proposals)):
        key = (sign.actor.id or sign.actor.span, sign.issue.id or sign.issue.span)
        groups.setdefault(key, []).append(sign)
    for signs in groups.values():
        yield _position(_weighty([s for s in signs if s.item.mode is not Mode.HISTORICAL] or signs))


def _of_proposals(proposals: Sequence[Proposal]) -> Iterator[_Sign]:
    for proposal in proposals:
        for actor in proposal.proposers:
            yield _Sign(_plain(actor), Link(id=proposal.id), PositionStance.SUPPORT, proposal)


def _of_reactions(
    reactions: Sequence[Reaction], quotes: Sequence[Quote], proposals: Sequence[Proposal]
) -> Iterator[_Sign]:
    within = _proposals_within(quotes, proposals)
    for reaction in reactions:
        imagined = reaction.mode is Mode.HYPOTHETICAL and reaction.stance not in _ON_CONDITION
        if reaction.target is None or imagined:
            continue
        issue = _plain(within.get(reaction.target.id, reaction.target))
        for actor in reaction.reactors:
            yield _Sign(_plain(actor), issue, _stand(reaction), reaction)


def _plain(link: Link) -> Link:
    """The link by its id alone, where it has one: a position is on a matter, not on one of its mentions."""
    return Link(id=link.id) if link.id else link


def _proposals_within(quotes: Sequence[Quote], proposals: Sequence[Proposal]) -> dict[str | None, Link]:
    """The proposal that a quote puts forward, by the quote's id; only where it is the single one."""
    ordered = sorted(proposals, key=lambda proposal: min(_put(proposal)).start)
    starts = [min(_put(proposal)).start for proposal in ordered]
    found: dict[str | None, Link] = {}
    for quote in quotes:
        start, end = min(quote.content).start, max(span.end for span in quote.content)
        near = ordered[bisect_left(starts, start) : bisect_left(starts, end)]
        held = [p for p in near if _holds(quote.content, _put(p))]
        if len(held) == 1:
            found[quote.id] = Link(id=held[0].id)
    return found


def _put(proposal: Proposal) -> tuple[Span, ...]:
    """The words that have to stand in a quote for it to put the proposal forward."""
    return proposal.content or (proposal.cue,)


def _holds(outer: Iterable[Span], inner: Iterable[Span]) -> bool:
    spans = tuple(outer)
    return all(any(span.contains(part) for span in spans) for part in inner)


def _stand(reaction: Reaction) -> PositionStance:
    stand = _STANDS[reaction.stance]
    if not reaction.negated:
        return stand
    # "did not back it" is opposition; "did not reject it" commits to nothing
    return PositionStance.OPPOSE if stand is PositionStance.SUPPORT else PositionStance.NEUTRAL


def _weighty(signs: list[_Sign]) -> list[_Sign]:
    """The signs but for those that the surest one contradicts and that are not half as sure; conditions all count."""
    surest = max(signs, key=lambda sign: sign.item.confidence)
    enough, agreed = surest.item.confidence * _WEIGHTY, (surest.stance, PositionStance.CONDITIONAL)
    return [sign for sign in signs if sign.stance in agreed or sign.item.confidence >= enough]


def _position(signs: list[_Sign]) -> Position:
    stands = {sign.stance for sign in signs}
    links = {sign.item.id: Link(id=sign.item.id) for sign in signs}
    return Position(
        actor=signs[0].actor,
        issue=signs[0].issue,
        stance=_weigh(stands),
        evidence=tuple(links.values()),
        confidence=max(sign.item.confidence for sign in signs),
        why="read off " + " and ".join(sorted({type(sign.item).__name__.lower() + "s" for sign in signs})),
    )


def _weigh(stands: set[PositionStance]) -> PositionStance:
    decided = stands - {PositionStance.NEUTRAL} or {PositionStance.NEUTRAL}
    if len(decided) == 1:
        return next(iter(decided))
    if decided == {PositionStance.SUPPORT, PositionStance.CONDITIONAL}:
        return PositionStance.CONDITIONAL
    return PositionStance.AMBIVALENT
