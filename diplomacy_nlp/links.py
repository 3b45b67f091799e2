"""Links in one place: words become ids, ids are given their words, dangling ids are told, statuses are settled.

A plugin links by what it has. A span names an item when it is one of the item's own spans or overlaps one of them by
at least half (Jaccard index of characters); the best overlap counts, then a proposal before a quote before an actor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, pairwise
from operator import itemgetter
from typing import Any, TypeVar

from .checks import shown
from .spans import Placed, Span, overlap_share
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
    renewed,
)

__all__ = ["LINK_FIELDS", "Resolver", "link_faults", "settle_statuses"]

AnyItem = TypeVar("AnyItem", bound=Item)

_ACTOR = (Actor,)
_MATTER = (Proposal, Quote, Actor)
_ANY = (Proposal, Quote, Reaction, Position, Finding, Actor)

LINK_FIELDS: Mapping[type[Item], Mapping[str, tuple[type[Item], ...]]] = {
    Actor: {"principal": _ACTOR},
    Quote: {"speaker": _ACTOR, "speakers": _ACTOR, "addressees": _ACTOR, "via": _ACTOR},
    Proposal: {"proposers": _ACTOR, "addressees": _ACTOR, "participants": _ACTOR},
    Reaction: {"reactors": _ACTOR, "target": _MATTER},
    Position: {"actor": _ACTOR, "issue": _MATTER, "evidence": (Quote, Proposal, Reaction)},
    Finding: {"links": _ANY},
}
"""Which fields of each kind of item are links, and to what kinds of items."""

_SAME = 0.5
# a closed class, and the core reads no lexicon of the toolkit
_PREPOSITIONS = {"of", "by", "for", "against", "with", "to", "on", "in", "from", "about", "at", "over", "between"}


class Resolver:
    """Completes links against the items found so far.

    Args:
        items: with their ids; `add` takes more.
        text: the article's, by which "the arrest of Anna Roth" is told from "Foreign Minister Anna Roth".
    """

    def __init__(self, items: Iterable[Item] = (), text: str = "") -> None:
        self._text = text
        self._anchors: dict[str, Span | None] = {}
        self._named: list[tuple[Span, int, Item]] = []
        self._placed: Placed[tuple[Span, int, Item]] | None = None  # made when a link has words alone, as few have
        self.add(items)

    def add(self, items: Iterable[Item]) -> None:
        """Further items that links may point at, with their ids; of equally good ones, those added first count."""
        for number, item in enumerate(items, len(self._anchors)):
            if item.id is None:
                raise ValueError(f"an item without an id cannot be linked to: {item!r}")
            self._anchors[item.id] = anchor(item)
            self._named += [(span, number, item) for span in _names(item)]
        self._placed = None

    def complete(self, item: AnyItem) -> AnyItem:
        """The item with all its links completed; links to the same thing become one."""
        changes: dict[str, Any] = {}
        for name, kinds in LINK_FIELDS[type(item)].items():
            value = getattr(item, name)
            if isinstance(value, tuple):
                changes[name] = self._complete_all(value, kinds)
            elif value is not None:
                cue = item.cue if isinstance(item, Reaction) else None
                changes[name] = self.complete_link(value, kinds, cue=cue)
        changes = {name: value for name, value in changes.items() if value != getattr(item, name)}
        return renewed(item, **changes) if changes else item

    def complete_link(self, link: Link, kinds: tuple[type[Item], ...], *, cue: Span | None = None) -> Link:
        """The link with its id and its words, as far as both can be known.

        Args:
            kinds: what it may point at, the preferred kind first.
            cue: of the reaction whose target it is. A quote with this cue, or around it, is what the reaction itself
                says ("could accept longer maturities"), and nothing that it reacts to.
        """
        if link.id is not None:
            span = link.span or self._anchors.get(link.id)
            return link if span is link.span else renewed(link, span=span)
        named = self._named_by(link.span, kinds, cue) if link.span else None  # a Link has at least one of the two
        return link if named is None else renewed(link, id=named.id)

    def _complete_all(self, links: tuple[Link, ...], kinds: tuple[type[Item], ...]) -> tuple[Link, ...]:
        found: dict[str | Span | None, Link] = {}
        for complete in (self.complete_link(link, kinds) for link in links):
            found.setdefault(complete.id or complete.span, complete)
        return tuple(found.values())

    def _named_by(self, span: Span, kinds: tuple[type[Item], ...], cue: Span | None) -> Item | None:
        best: tuple[tuple[float, int, int], Item] | None = None
        titled: Item | None = None
        if self._placed is None:
            self._placed = Placed(sorted(self._named, key=lambda n: (n[0].start, n[0].end, n[1])), itemgetter(0))
        for known, number, item in self._placed.at(span):
            kind = next((n for n, k in enumerate(kinds) if isinstance(item, k)), None)
            own = cue is not None and isinstance(item, Quote) and _says(item, cue)
            if kind is None or own or self._is_complement(item, known, span):
                continue
            share = overlap_share(known, span)
            rank = (-share, kind, number)
            if share >= _SAME and (best is None or rank < best[0]):
                best = (rank, item)
            if _is_name_after_title(item, known, span):
                titled = item
        return best[1] if best is not None else titled

    def _is_complement(self, item: Item, known: Span, span: Span) -> bool:
        """Whether an item is but the complement of a phrase: "the arrest of Minister Roth"."""
        before = self._text[span.start : known.start].rpartition(",")[2] if known.end == span.end else ""
        role = item.role if isinstance(item, Actor) else None
        words = before.replace(role or ",", "").split()
        return any(word in _PREPOSITIONS and noun.islower() for noun, word in pairwise(words))


def _says(quote: Quote, cue: Span) -> bool:
    return (quote.cue is not None and quote.cue.overlaps(cue)) or any(span.contains(cue) for span in quote.content)


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
        case Actor() | Finding():
            return item.spans
        case Quote():
            return item.content
        case Proposal():
            return (item.cue, *item.content, *item.mentions)
        case Reaction():
            return (item.cue, item.evidence)
    return ()


def link_faults(item: Item, known: Mapping[str | None, type[Item]]) -> Iterator[str]:
    """What is wrong with an item's links, in words: ids that no item has, or that are of the wrong kind.

    Args:
        known: kind by id, of the items that may be linked to.
    """
    for name, kinds in LINK_FIELDS[type(item)].items():
        value = getattr(item, name)
        if name == "speakers":
            value = value[1:]  # the first is told of as the speaker
        for link in value if isinstance(value, tuple) else [value]:
            if link is None or link.id is None or issubclass(known.get(link.id, Item), kinds):
                continue
            where = f"{type(item).__name__}.{name}: id {shown(link.id)}"
            if link.id not in known:
                there = ", ".join(filter(None, islice(known, 20)))
                yield f"{where} is none of the items found so far ({there or 'there are none'})"
            else:
                wanted = " or ".join(kind.__name__ for kind in kinds)
                yield f"{where} is a {known[link.id].__name__}, but {wanted} is expected"


# --- statuses -----------------------------------------------------------------------------------------------------


def settle_statuses(
    proposals: Iterable[Proposal], reactions: Iterable[Reaction], actors: Iterable[Actor] = ()
) -> tuple[Proposal, ...]:
    """Each proposal with the status that the article leaves it in, after all reactions.

    Who decides, and how, `docs/concepts.md` says under "Proposal". What a plugin read otherwise stays where nobody
    decides or they are divided, but for "lapsed", which a refusal overrules.

    Args:
        proposals, reactions: with ids and completed links.
        actors: for whom each of them acts; without them, each decides for itself alone.
    """
    principals = {a.id: a.principal.id for a in actors if a.id and a.principal and a.principal.id}
    toward: defaultdict[str | None, list[Reaction]] = defaultdict(list)
    for reaction in reactions:
        if reaction.target and reaction.target.id:
            toward[reaction.target.id].append(reaction)
    return tuple(renewed(p, status=_status(p, toward[p.id], principals)) for p in proposals)


_GONE = (Status.WITHDRAWN, Status.SUPERSEDED)


def _status(proposal: Proposal, reactions: list[Reaction], principals: Mapping[str, str]) -> Status:
    if proposal.status in _GONE:
        return proposal.status
    own = _sides(proposal.proposers, principals)
    asked = _sides(proposal.addressees, principals) - own
    if asked:
        found = _verdict([r for r in reactions if _sides(r.reactors, principals) & asked], principals, asked=True)
    else:
        others = [r for r in reactions if not _sides(r.reactors, principals) & own]
        involved = _sides(proposal.participants, principals) - own
        theirs = [r for r in others if _sides(r.reactors, principals) & involved]
        found = _verdict(theirs, principals) or _verdict(others, principals)
    return proposal.status or Status.OPEN if found in (None, Status.OPEN) else found


def _verdict(reactions: list[Reaction], principals: Mapping[str, str], *, asked: bool = False) -> Status | None:
    """What those who decide made of a proposal; None where they say nothing, open where they are divided.

    Args:
        asked: they are those who were asked, whose dismissal refuses and whose reservations leave it open.
    """
    refusals = {Stance.REJECT, Stance.DISMISS} if asked else {Stance.REJECT}
    plain = [r for r in reactions if not r.negated and r.mode is None and r.certainty == "asserted"]
    against = [r for r in plain if r.stance in refusals]
    agreed = [r for r in plain if r.stance is Stance.ACCEPT]
    accepting, rejecting = _who(agreed, principals), _who(against, principals)
    waiting = _who(_waiting(reactions, agreed, asked=asked, refused=bool(against)), principals)
    if against:
        if not asked and len(accepting) > len(rejecting):
            return Status.ACCEPTED  # some who would not join leave it to those who do
        return Status.OPEN if (accepting | waiting) - rejecting else Status.REJECTED
    if agreed:
        return Status.OPEN if waiting - accepting else Status.ACCEPTED
    return None


def _waiting(reactions: list[Reaction], agreed: list[Reaction], *, asked: bool, refused: bool) -> Iterator[Reaction]:
    """The reactions that leave a proposal open: with a condition, an acceptance that is denied or imagined, a doubt."""
    doubts = (Stance.NONCOMMITTAL, Stance.SUPPORT if refused else Stance.CRITICISE) if asked else ()
    for reaction in reactions:
        accepts = reaction.stance is Stance.ACCEPT and reaction not in agreed
        if accepts or reaction.stance is Stance.CONDITIONAL or reaction.stance in doubts:
            yield reaction


def _who(reactions: Iterable[Reaction], principals: Mapping[str, str]) -> set[str]:
    return {one for reaction in reactions for one in _sides(reaction.reactors, principals)}


def _sides(links: Iterable[Link], principals: Mapping[str, str]) -> set[str]:
    """The ids of actors and of those on whose behalf they act."""
    ids = {link.id for link in links if link.id}
    return ids | {principals[one] for one in ids if one in principals}
