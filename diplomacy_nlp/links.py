"""Links in one place: words become ids, ids are given their words, dangling ids are told, statuses are settled.

A plugin links by what it has. A span names an item when it is one of the item's own spans or overlaps one of them by
at least half (Jaccard index of characters); the best overlap counts, then a proposal before a quote before an actor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from attrs import evolve

from .spans import Span, overlap_share
from .types import (
    Actor,
    ActorKind,
    Finding,
    Item,
    Link,
    MentionType,
    Position,
    Proposal,
    Quote,
    Reaction,
    Stance,
    Status,
    anchor,
)

__all__ = ["LINK_FIELDS", "Resolver", "link_faults", "settle_statuses"]

AnyItem = TypeVar("AnyItem", bound=Item)

_ACTOR = (Actor,)
_MATTER = (Proposal, Quote, Actor)
_ANY = (Proposal, Quote, Reaction, Position, Finding, Actor)

LINK_FIELDS: Mapping[type[Item], Mapping[str, tuple[type[Item], ...]]] = {
    Actor: {"principal": _ACTOR},
    Quote: {"speaker": _ACTOR, "addressees": _ACTOR, "via": _ACTOR},
    Proposal: {"proposers": _ACTOR, "addressees": _ACTOR, "participants": _ACTOR},
    Reaction: {"reactors": _ACTOR, "target": _MATTER},
    Position: {"actor": _ACTOR, "issue": _MATTER, "evidence": (Quote, Proposal, Reaction)},
    Finding: {"links": _ANY},
}
"""Which fields of each kind of item are links, and to what kinds of items."""

_SAME = 0.5
_BLOCK = 64  # characters; spans are looked up by the blocks they touch, so that cost grows with the text and no faster


class Resolver:
    """Completes links against the items found so far.

    Args:
        items: with their ids; `add` takes more.
    """

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._by_id: dict[str, Item] = {}
        self._order: dict[str, int] = {}
        self._anchors: dict[str, Span | None] = {}
        self._blocks: defaultdict[int, list[tuple[Span, Item]]] = defaultdict(list)
        self.add(items)

    def add(self, items: Iterable[Item]) -> None:
        """Further items that links may point at, with their ids; of equally good ones, those added first count."""
        for item in items:
            if item.id is None:
                raise ValueError(f"an item without an id cannot be linked to: {item!r}")
            self._by_id[item.id] = item
            self._order[item.id] = len(self._order)
            for span in _names(item):
                for block in range(span.start // _BLOCK, (span.end - 1) // _BLOCK + 1):
                    self._blocks[block].append((span, item))

    def complete(self, item: AnyItem) -> AnyItem:
        """The item with all its links completed; links to the same thing become one."""
        changes: dict[str, Any] = {}
        for name, kinds in LINK_FIELDS[type(item)].items():
            value = getattr(item, name)
            if isinstance(value, tuple):
                changes[name] = self._complete_all(value, kinds)
            elif value is not None:
                changes[name] = self.complete_link(value, kinds)
        return evolve(item, **changes)

    def complete_link(self, link: Link, kinds: tuple[type[Item], ...]) -> Link:
        """The link with its id and its words, as far as both can be known.

        Args:
            kinds: what it may point at, the preferred kind first.
        """
        if link.id is not None:
            return Link(id=link.id, span=link.span or self._anchor_of(link.id))
        if link.span is None:  # a Link has at least one of the two
            return link
        named = self._named_by(link.span, kinds)
        return link if named is None else Link(id=named.id, span=link.span)

    def _anchor_of(self, id: str) -> Span | None:
        """The span that stands for an item; found once, for an actor may have as many mentions as links to it."""
        if id not in self._anchors and id in self._by_id:
            self._anchors[id] = anchor(self._by_id[id])
        return self._anchors.get(id)

    def _complete_all(self, links: tuple[Link, ...], kinds: tuple[type[Item], ...]) -> tuple[Link, ...]:
        found: dict[str | Span | None, Link] = {}
        for link in links:
            complete = self.complete_link(link, kinds)
            found.setdefault(complete.id or complete.span, complete)
        return tuple(found.values())

    def _named_by(self, span: Span, kinds: tuple[type[Item], ...]) -> Item | None:
        best: tuple[tuple[float, int, int], Item] | None = None
        titled: Item | None = None
        for known, item in self._near(span):
            kind = next((n for n, k in enumerate(kinds) if isinstance(item, k)), None)
            if kind is None:
                continue
            share = overlap_share(known, span)
            rank = (-share, kind, self._order[item.id or ""])
            if share >= _SAME and (best is None or rank < best[0]):
                best = (rank, item)
            if _is_name_after_title(item, known, span):
                titled = item
        return best[1] if best is not None else titled

    def _near(self, span: Span) -> Iterator[tuple[Span, Item]]:
        for block in range(span.start // _BLOCK, (span.end - 1) // _BLOCK + 1):
            yield from self._blocks.get(block, ())


def _is_name_after_title(item: Item, known: Span, span: Span) -> bool:
    """Whether a phrase ends in a person's name: "Russian Foreign Minister Sergey Lavrov" names Lavrov."""
    return (
        isinstance(item, Actor)
        and item.kind is ActorKind.PERSON
        and known.end == span.end
        and span.contains(known)
        and any(m.span == known and m.type is MentionType.NAME for m in item.mentions)
    )


def _names(item: Item) -> tuple[Span, ...]:
    """The spans that name an item."""
    match item:
        case Actor():
            return item.spans
        case Quote():
            return item.content
        case Proposal():
            return (item.cue, *item.content, *item.mentions)
        case Reaction():
            return (item.cue, item.evidence)
        case Finding():
            return item.spans
    return ()


def link_faults(item: Item, known: Mapping[str, type[Item]]) -> Iterator[str]:
    """What is wrong with an item's links, in words: ids that no item has, or that are of the wrong kind.

    Args:
        known: kind by id, of the items that may be linked to.
    """
    for name, kinds in LINK_FIELDS[type(item)].items():
        value = getattr(item, name)
        for link in value if isinstance(value, tuple) else [value]:
            if link is None or link.id is None:
                continue
            where = f"{type(item).__name__}.{name}: id {link.id!r}"
            if link.id not in known:
                yield f"{where} is none of the items found so far ({', '.join(known) or 'there are none'})"
            elif not issubclass(known[link.id], kinds):
                wanted = " or ".join(kind.__name__ for kind in kinds)
                yield f"{where} is a {known[link.id].__name__}, but {wanted} is wanted"


# --- statuses -----------------------------------------------------------------------------------------------------


def settle_statuses(proposals: Iterable[Proposal], reactions: Iterable[Reaction]) -> tuple[Proposal, ...]:
    """Each proposal with the status that the article leaves it in, after all reactions.

    A refusal by one who is asked, or who would take part, makes it rejected, also where the text calls it lapsed; an
    acceptance by one who is asked makes it accepted, unless another refuses. Where nobody is known to be asked or to
    take part, anyone's but the proposer's counts. What a plugin read otherwise stays; else the proposal is open.
    Denied, hedged and imagined reactions settle nothing.
    """
    plain = [r for r in reactions if not r.negated and r.mode is None and r.certainty == "asserted"]
    return tuple(evolve(p, status=_status(p, [r for r in plain if _is_toward(r, p)])) for p in proposals)


def _is_toward(reaction: Reaction, proposal: Proposal) -> bool:
    return reaction.target is not None and reaction.target.id is not None and reaction.target.id == proposal.id


def _status(proposal: Proposal, reactions: list[Reaction]) -> Status:
    asked, involved, own = _ids(proposal.addressees), _ids(proposal.participants), _ids(proposal.proposers)
    refusing = (asked | involved) - own
    accepting = asked - own or involved - own
    for stance, status, entitled in (
        (Stance.REJECT, Status.REJECTED, refusing),
        (Stance.ACCEPT, Status.ACCEPTED, accepting),
    ):
        for reaction in reactions:
            reactors = _ids(reaction.reactors)
            counts = reactors & entitled if entitled else not reactors & own
            if reaction.stance is stance and counts:
                return status
    return proposal.status or Status.OPEN


def _ids(links: Iterable[Link]) -> set[str]:
    return {link.id for link in links if link.id}
