"""Which names are one person's: "Lavrov" and "Sergey Lavrov", but not "Bill Marsh" and "Helen Marsh"."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from attrs import define, field

from .aliases import alias_after
from .persons import PersonName
from .spelling import folded, sounding, without_article

__all__ = ["Person", "group_persons"]

_NEAR = 20  # namesakes on either side of a name that are asked whether it is theirs
_SUFFIXES = {"jr.", "jr", "sr.", "sr", "ii", "iii"}


Person = tuple[PersonName, ...]
"""The names of one person, in the order of the text."""


def group_persons(names: Iterable[PersonName], text: str = "") -> list[Person]:
    """Names that belong together: a short one goes to the last full name it fits, wherever in the article.

    Two full names with one surname stay apart; a bare surname then goes to the nearer before it, unless a form of
    address ("Mrs.") fits the other one only. What the text gives as another name of somebody is that person's too.

    Args:
        names: the names of people in an article.
        text: the article's text.
    """
    namesakes = _Namesakes()
    groups: list[_Group] = []
    ordered = sorted(names, key=lambda n: n.span)
    for name in sorted(ordered, key=lambda n: (n.listed is None, -len(_core(n.parts)))):
        core = _core(name.parts)
        fitting = [g for g in namesakes.of(name, core) if _fits(name, g)]
        if fitting:
            _nearest(fitting, name).add(name)
            continue
        group = _Group(core=core, full=name)
        group.add(name)
        groups.append(group)
        namesakes.add(group)
    persons = [tuple(sorted(group.names, key=lambda n: n.span)) for group in _with_aliases(groups, text)]
    return sorted(persons, key=lambda names: names[0].span)


def _with_aliases(groups: Sequence[_Group], text: str) -> list[_Group]:
    """The groups, those joined that the text says are one: "Idris Kamara, better known as General Thunder"."""
    of = {id(name): group for group in groups for name in group.names}
    by_start = {name.span.start: name for group in groups for name in group.names}
    for name in sorted(by_start.values(), key=lambda n: n.span):
        alias = alias_after(text, name.span.end)
        starts = range(alias.start, alias.end) if alias is not None else ()
        other = next((by_start[at] for at in starts if at in by_start), None)
        joined = of[id(name)]
        if other is not None and of[id(other)] is not joined:
            for each in of[id(other)].names:
                joined.add(each)
                of[id(each)] = joined
    return list({id(group): group for group in of.values()}.values())


@define(kw_only=True)
class _Group:
    core: tuple[str, ...]
    full: PersonName
    names: list[PersonName] = field(factory=list)
    starts: list[int] = field(factory=list)
    genders: set[str] = field(factory=set)

    def add(self, name: PersonName) -> None:
        self.names.append(name)
        insort(self.starts, name.span.start)
        if name.gender is not None:
            self.genders.add(name.gender)

    def distance(self, at: int) -> tuple[int, int]:
        """How far the last of its names before a place is; farther than any where none stands before."""
        place = bisect_left(self.starts, at)
        return (0, at - self.starts[place - 1]) if place else (1, self.starts[0] - at)


@lru_cache(maxsize=1 << 12)
def _core(parts: tuple[str, ...]) -> tuple[str, ...]:
    plain = tuple(sounding(without_article(folded(part.strip(",")))) for part in parts)
    return tuple(part for part in plain if part not in _SUFFIXES) or plain


@define
class _Namesakes:
    """Groups by what a name that fits them has to share with them, so that no name is held against all others."""

    _groups: dict[tuple[str, ...], list[_Group]] = field(factory=dict)

    def add(self, group: _Group) -> None:
        """Lets a group be found by its names."""
        core, listed = group.core, group.full.listed
        keys: list[tuple[str, ...]] = [(part,) for part in _handles(core)]
        keys += [*pairwise(core), (core[0], core[-1]), ("", core[-1])]
        if _is_initial(core[0]):
            keys.append((core[0][0] + ".", core[-1]))
        if listed is not None:
            keys.append(("listed", "", str(listed.gazetteer_id)))
        for key in dict.fromkeys(keys):
            insort(self._groups.setdefault(key, []), group, key=_place)

    def of(self, name: PersonName, core: tuple[str, ...]) -> list[_Group]:
        """Groups that a name may fit, of many namesakes those that are named near it."""
        keys: list[tuple[str, ...]]
        if name.listed is not None:
            keys = [("listed", "", str(name.listed.gazetteer_id))]
        elif len(core) == 1:
            keys = [core]
        else:
            initial = _is_initial(core[0])
            keys = [core[:2], ("", core[-1]) if initial else (core[0], core[-1]), (core[0][0] + ".", core[-1])]
        near: dict[int, _Group] = {}
        for groups in (self._groups.get(key, ()) for key in keys):
            at = bisect_left(groups, name.span.start, key=_place)
            near.update((id(group), group) for group in groups[max(at - _NEAR, 0) : at + _NEAR])
        return list(near.values())


def _place(group: _Group) -> int:
    return group.full.span.start


def _is_initial(part: str) -> bool:
    return part.endswith(".")


def _fits(name: PersonName, group: _Group) -> bool:
    if name.listed is not None:  # the listed come first: nobody else has a group yet
        return group.full.listed == name.listed
    long, short = group.core, _core(name.parts)
    if len(short) > 1 and _suffix(name) != _suffix(group.full):
        return False
    if name.gender is not None and group.genders and name.gender not in group.genders:
        return False
    if _introduced_anew(name, group.full):
        return False
    if len(short) == 1:
        return short[0] in _handles(long)
    if any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1)):
        return True
    fits = long[0] == short[0] or ((_is_initial(long[0]) or _is_initial(short[0])) and long[0][0] == short[0][0])
    return long[-1] == short[-1] and fits


def _handles(long: tuple[str, ...]) -> tuple[str, ...]:
    """The parts of a name that may stand for it alone: the first, the last, of three the last but one."""
    return (long[0], long[-1], *long[1:][-2:-1])


def _introduced_anew(name: PersonName, full: PersonName) -> bool:
    """Whether a full name is of somebody else than a titled surname before it: "General Roth ... Eva Roth, a poet"."""
    if name.before is None or name.before.role is None or full.after is None or not full.after.introduces:
        return False
    roles = [(office.role or "").lower().split()[-1:] for office in (name.before, full.after)]
    return name.span < full.span and roles[0] != roles[1]


def _suffix(name: PersonName) -> str | None:
    last = name.parts[-1].lower().rstrip(".")
    return last if last in _SUFFIXES else None


def _nearest(groups: list[_Group], name: PersonName) -> _Group:
    """The group last named before the name, those of its surname first; else the first named after it."""
    if len(groups) == 1:
        return groups[0]
    by_surname = [g for g in groups if g.core[-1] == _core(name.parts)[-1]]
    return min(by_surname or groups, key=lambda g: g.distance(name.span.start))
