"""What several plugins found of the same thing becomes one item; and items get their order and their ids.

Pure functions: whichever order the items come in, the result is the same. Of merged items, the most confident one
says what single fields hold; what it leaves open the next one fills in; mentions, links and makers are united. What
means something only beside another field is taken from no item that differs from the surest in that one (`_LEADING`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

from attrs import astuple, evolve, fields

from .spans import Span, merge_spans
from .types import Actor, Finding, Item, Link, Mention, Position, Proposal, Quote, Reaction, anchor, renewed

__all__ = ["merge", "number"]

AnyItem = TypeVar("AnyItem", bound=Item)

_PREFIX: dict[type[Item], str] = {Actor: "a", Quote: "q", Proposal: "p", Reaction: "r", Position: "s", Finding: "f"}
# what a merged item keeps as the most confident plugin drew it: united, two drawings of one thing would be neither
_DRAWN = {"content", "spans"}
_OWN = {"mode", "negated", "certainty"}  # to leave them out says something too: an ordinary report
# Fields that others hang on, and which do (all, where none are named): who spoke hangs on the words of the source, and
# an event code on the stance. A reaction or position of another stance is another reading, of which nothing is taken.
_LEADING: dict[type[Item], tuple[tuple[str, ...], set[str] | None]] = {
    Actor: (("kind",), {"sector"}),
    Quote: (("source",), {"speaker", "speakers", "via"}),
    Proposal: (("kind",), {"plover", "cameo", "status"}),
    Reaction: (("stance", "negated"), None),
    Position: (("stance",), None),
    Finding: ((), set()),
}
_START = Span(0, 1)


def merge(items: Iterable[AnyItem]) -> tuple[AnyItem, ...]:
    """Items of one kind, those merged that mean one thing (each hook says which do), in the order of the text."""
    groups = _groups(_in_order(items, lambda item: (-item.confidence, item.found_by, *_place(item))))
    return tuple(_in_order(map(_combine, groups), _place))


def number(items: Iterable[AnyItem]) -> tuple[AnyItem, ...]:
    """The items with their ids: `a1`, `a2`, ... in the order given."""
    return tuple(renewed(item, id=f"{_PREFIX[type(item)]}{n}") for n, item in enumerate(items, 1))


def _in_order(items: Iterable[AnyItem], key: Callable[[AnyItem], Any]) -> list[AnyItem]:
    """The items by a key, and those that are alike in it by their words, which are made for these alone."""
    keyed = sorted([(key(item), item) for item in items], key=itemgetter(0))
    runs = [[item for _, item in run] for _, run in groupby(keyed, itemgetter(0))]
    return [item for run in runs for item in (sorted(run, key=repr) if len(run) > 1 else run)]


def _place(item: Item) -> tuple[Span, Span]:
    where = anchor(item) or _START
    actor = item.actor.span if isinstance(item, Position) else None  # positions on one matter: as actors are named
    return where, actor or where


# --- which belong together ----------------------------------------------------------------------------------------


def _keys(item: Item) -> Iterator[Hashable]:
    match item:
        case Actor():
            yield from item.spans
        case Quote():
            yield merge_spans(item.content)
        case Proposal():
            yield item.cue
            yield from item.mentions
        case Reaction():
            yield item.cue, _target(item.target)
        case Position():
            yield _target(item.actor), _target(item.issue)
        case Finding():
            yield item.label, merge_spans(item.spans)


def _target(link: Link | None) -> Hashable:
    return link and (link.id or link.span)


def _groups(items: list[AnyItem]) -> list[list[AnyItem]]:
    """Items that share a key, directly or through others, in the order given (union-find over the keys)."""
    above = list(range(len(items)))

    def top(n: int) -> int:
        while above[n] != n:
            above[n] = above[above[n]]
            n = above[n]
        return n

    holder: dict[Hashable, int] = {}
    for n, item in enumerate(items):
        for key in _keys(item):
            first, other = sorted((top(holder.setdefault(key, n)), top(n)))
            above[other] = first
    groups: dict[int, list[AnyItem]] = {}
    for n, item in enumerate(items):
        groups.setdefault(top(n), []).append(item)
    return list(groups.values())


# --- making one of them -------------------------------------------------------------------------------------------


def _combine(group: list[AnyItem]) -> AnyItem:
    best = group[0]
    if len(group) == 1 and _is_plain(best):
        return best
    leading, led = _LEADING[type(best)]
    agreeing = [item for item in group if _agree(item, best, leading)]
    changes: dict[str, Any] = {}
    for name in (attribute.name for attribute in fields(type(best))):
        source = agreeing if led is None or name in led else group
        changes[name] = _joined(name, [getattr(item, name) for item in source])
    combined = evolve(best, **changes)
    if isinstance(combined, Proposal):
        named = {*combined.mentions, *(item.cue for item in group if isinstance(item, Proposal))}
        return evolve(combined, mentions=sorted(named - {combined.cue}))
    return combined


def _joined(name: str, values: list[Any]) -> Any:
    """What a merged item has in a field, given what each has there, the surest first."""
    if name == "found_by":
        return tuple(sorted({plugin for plugins in values for plugin in plugins}))
    if name == "why":
        return "; ".join(dict.fromkeys(filter(None, values)))
    if isinstance(values[0], tuple) and name not in _DRAWN:
        return _united(values)
    if name in _OWN:
        return values[0]
    return next((value for value in values if value not in (None, ())), values[0])


def _agree(item: Item, best: Item, leading: Iterable[str]) -> bool:
    """Whether an item differs from the surest one in no field that others hang on; what it leaves open differs not."""
    pairs = [(getattr(item, name), getattr(best, name)) for name in leading]
    return all(one == other or None in (one, other) for one, other in pairs)


def _is_plain(item: Item) -> bool:
    """Whether nothing in an item stands twice or out of order: combined with no other, it stays as it is."""
    tuples = (value for value in astuple(item, recurse=False) if isinstance(value, tuple))
    names_itself = isinstance(item, Proposal) and item.cue in item.mentions
    is_united = all(len(value) < 2 or value == _united([value]) for value in tuples)
    return is_united and not names_itself and list(item.found_by) == sorted(item.found_by)


def _united(values: list[tuple[object, ...]]) -> tuple[object, ...]:
    """All parts, each once; mentions of one span count as one. Spans and mentions stand in the order of the text."""
    parts: dict[Hashable, object] = {}
    for part in (part for value in values for part in value):
        key = part.span if isinstance(part, Mention) else _target(part) if isinstance(part, Link) else part
        parts.setdefault(key, part)
    found = list(parts.values())
    if all(isinstance(part, Span | Mention) for part in found):
        found.sort(key=lambda part: part.span if isinstance(part, Mention) else part)  # type: ignore[arg-type,return-value]  # checked above
    return tuple(found)
