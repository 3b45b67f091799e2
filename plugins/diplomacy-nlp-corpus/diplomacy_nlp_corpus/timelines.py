"""What many reports tell of one proposal: its statuses over time, changes of mind, contradictions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from attrs import evolve, frozen

from diplomacy_nlp import Stance, Status

from .sightings import Evidence

__all__ = ["Contradiction", "Told", "Turn", "View", "contradictions", "timeline", "turns"]

_SOON = 3  # days within which two reports are of the same events
_FINAL = frozenset({Status.WITHDRAWN, Status.SUPERSEDED})
_ENDED = frozenset({Status.REJECTED, Status.LAPSED}) | _FINAL
_OPPOSITE = {Status.ACCEPTED: Status.REJECTED, Status.REJECTED: Status.ACCEPTED}
_SIDE = dict.fromkeys((Stance.ACCEPT, Stance.SUPPORT), 1) | dict.fromkeys(
    (Stance.REJECT, Stance.CRITICISE, Stance.DISMISS, Stance.THREATEN), -1
)
_DECIDES = {Stance.ACCEPT, Stance.REJECT, Stance.DISMISS}


@frozen
class Told:
    """What one article says of a proposal.

    Args:
        day: the article's, as an ordinal; None where it has none.
        status: as that article leaves it.
        evidence: article and words.
        is_copy: whether the article is a copy of an earlier one.
    """

    day: int | None
    status: Status
    evidence: Evidence
    is_copy: bool = False


@frozen
class View:
    """What one article says that an actor thinks of a proposal.

    Args:
        actor: the id of the actor in the corpus ("a12").
        day: the article's, as an ordinal.
        is_firm: neither denied, hedged nor imagined.
    """

    actor: str
    day: int | None
    stance: Stance
    evidence: Evidence
    is_firm: bool = True
    is_copy: bool = False


@frozen
class Turn:
    """A change of mind: two views of one actor on one proposal that point apart, one after the other."""

    actor: str
    before: View
    after: View


@frozen
class Contradiction:
    """Two articles that cannot both be right about a proposal.

    Args:
        what: in words.
        one, other: where each says so, the earlier article first.
        actor: whose stance is told in two ways; None where it is the status.
    """

    what: str
    one: Evidence
    other: Evidence
    actor: str | None = None


def timeline(told: Iterable[Told]) -> tuple[Told, ...]:
    """The statuses of a proposal over time: the first report, then each that changes the status.

    What is rejected or withdrawn when it is first told of was open before: it begins as open, with the same evidence.
    Where two reports of the same days contradict each other, the first stands until one of later days settles it.
    What was withdrawn, superseded or lapsed is not rejected or opened again by an article that looks back.

    Args:
        told: what articles say, in any order; copies and articles without a date count last.
    """
    ordered = _in_order(told)
    found: list[Told] = []
    for place, one in enumerate(ordered):
        if not found:
            found += [evolve(one, status=Status.OPEN), one] if one.status in _ENDED else [one]
        elif one.status is not found[-1].status and _counts(one, ordered[:place], found):
            found.append(one)
    return tuple(found)


def _in_order(told: Iterable[Told]) -> list[Told]:
    return sorted((one for one in told if not one.is_copy), key=lambda one: (one.day is None, one.day or 0))


def _counts(one: Told, before: Sequence[Told], found: Sequence[Told]) -> bool:
    now = found[-1].status
    if one.status is Status.OPEN:
        return False  # an article that leaves it open knows less, or looks back
    if now in _ENDED - {Status.REJECTED} and one.status is not Status.ACCEPTED:
        return now not in _FINAL and one.status in _FINAL
    opposite = _OPPOSITE.get(one.status)
    if opposite is None:
        return True
    return not any(other.status is opposite and _is_soon(one, other) for other in before)


def _is_soon(one: Told | View, other: Told | View) -> bool:
    return one.day is not None and other.day is not None and abs(one.day - other.day) <= _SOON


def turns(views: Iterable[View]) -> tuple[Turn, ...]:
    """The changes of mind among views of one proposal.

    A change is told by a later day: what two articles of the same days say differently is a contradiction. An article
    that looks back ("had once spurned it") tells the earlier view again, and is none.
    """
    found = []
    for actor, seen in _by_actor(views).items():
        last: View | None = None
        for day in _days(seen):
            sides = {_SIDE[view.stance] for view in day}
            new = day if last is None else [view for view in day if _SIDE[view.stance] != _SIDE[last.stance]]
            if last is not None and new and not any(_is_soon(view, last) for view in new):
                found.append(Turn(actor, last, new[0]))
                last = new[0]
            elif last is None and len(sides) == 1:
                last = day[0]
    return tuple(sorted(found, key=lambda turn: (turn.after.day or 0, turn.actor)))


def _by_actor(views: Iterable[View]) -> dict[str, list[View]]:
    found: defaultdict[str, list[View]] = defaultdict(list)
    for view in views:
        if view.is_firm and not view.is_copy and view.stance in _SIDE and view.day is not None:
            found[view.actor].append(view)
    return found


def _days(views: Iterable[View]) -> Iterator[list[View]]:
    days: defaultdict[int, list[View]] = defaultdict(list)
    for view in views:
        days[view.day or 0].append(view)
    yield from (days[day] for day in sorted(days))


def contradictions(told: Iterable[Told], views: Iterable[View]) -> tuple[Contradiction, ...]:
    """Where articles of the same days say opposite things: accepted and rejected, of the proposal or of one actor."""
    found: list[Contradiction] = []
    ordered = [one for one in _in_order(told) if one.day is not None]
    for earlier, later in _near_pairs(ordered):
        if _OPPOSITE.get(later.status) is earlier.status:
            what = f"{earlier.status} in one article, {later.status} in another of the same days"
            found.append(Contradiction(what, earlier.evidence, later.evidence))
    for actor, seen in _by_actor(views).items():
        known = set()
        firm = sorted((view for view in seen if view.stance in _DECIDES), key=lambda view: view.day or 0)
        for before, after in _near_pairs(firm):
            articles = before.evidence.article, after.evidence.article
            if articles not in known and _SIDE[before.stance] != _SIDE[after.stance]:
                known.add(articles)
                what = f"{before.stance} in one article, {after.stance} in another of the same days"
                found.append(Contradiction(what, before.evidence, after.evidence, actor))
    return tuple(found)


T = TypeVar("T", Told, View)


def _near_pairs(ordered: Sequence[T]) -> Iterator[tuple[T, T]]:
    """Pairs of two articles of the same days: each with the few that come next."""
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 : place + 9]:
            if one.evidence.article != other.evidence.article and _is_soon(one, other):
                yield one, other
