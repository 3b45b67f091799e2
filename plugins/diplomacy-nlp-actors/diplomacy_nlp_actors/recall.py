"""What a nominal points back to: the holder of an office, an alliance or agency named before."""

from __future__ import annotations

from attrs import define, field

from diplomacy_nlp import ActorKind, Sector

from .cast import Cast, Draft
from .phrases import Phrase
from .tables import meant_by, word_lists_of

__all__ = ["Index", "holder_of"]

_LEADERS = {"leader", "strongman", "dictator", "ruler", "autocrat"}
_LATELY = 12  # persons that are looked back to
_NEAR = 400  # characters: two or three sentences


@define
class Index:
    """Drafts by what a nominal may call them; each list in the order of the text."""

    cast: Cast
    by_role: dict[str, list[Draft]] = field(factory=dict)
    by_noun: dict[str, list[Draft]] = field(factory=dict)
    persons: list[Draft] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        for draft in sorted((d for d in self.cast if d.mentions), key=lambda d: (d.first.start, d.first.end)):
            self.add(draft)

    def add(self, draft: Draft) -> None:
        """Lets a draft be found from now on by its role and by the nouns that may stand for it."""
        if draft.kind is ActorKind.PERSON and not draft.indefinite:
            _append(self.persons, draft)
        if draft.role:
            office = _head(_long(draft.role))
            _append(self.by_role.setdefault(meant_by("same_offices").get(office, office).split()[-1], []), draft)
        if draft.kind == ActorKind.PERSON and draft.sector == Sector.GOV and draft.country:
            _append(self.by_role.setdefault("leader", []), draft)
        if draft.kind not in (ActorKind.PERSON, ActorKind.STATE):
            name = draft.name.lower()
            for last in {name.split()[-1], _head(name).split()[-1]}:  # "the court" of "the Court of Justice"
                _append(self.by_noun.setdefault(last, []), draft)
            for noun in word_lists_of("anaphors").get(draft.kind, ()):
                _append(self.by_noun.setdefault(noun, []), draft)

    def body_called(self, noun: str, offset: int) -> Draft | None:
        """The body or group that a noun may stand for, the last one named before an offset; None for none."""
        candidates = [d for d in self.by_noun.get(noun, ())[-8:] if d.last_before(offset) >= 0]
        return max(candidates, key=lambda d: d.last_before(offset), default=None)


def _long(role: str) -> str:
    """A role in lower case, an abbreviation at its end written out."""
    *first, last = role.lower().split()
    return " ".join([*first, meant_by("short_titles").get(last, last)])


def _head(role: str) -> str:
    """An office without its department, a body without its purpose: "secretary" of "secretary of defence"."""
    return role.partition(" of ")[0].partition(" for ")[0]


def _append(drafts: list[Draft], draft: Draft) -> None:
    if not drafts or (drafts[-1] is not draft and draft not in drafts[-8:]):
        drafts.append(draft)


def holder_of(phrase: Phrase, owner: Draft | None, index: Index) -> Draft | None:
    """The person whom "the foreign minister" means: of that office and owner, the last one named before."""
    if phrase.possessor is not None:
        return None
    title = (phrase.role or phrase.head.lemma).lower()
    title = meant_by("same_offices").get(title, title)
    wanted = title.split()[-1] if title else phrase.head.lemma.lower()
    leads = wanted in _LEADERS
    candidates = index.by_role.get("leader" if leads else wanted, [])[-_LATELY:]
    start = phrase.span.start
    of_office = [d for d in candidates if _holds(d, title, leads, owner)]
    fitting = [d for d in of_office if d.last_before(start) >= 0]
    if not fitting:
        return _called(phrase, owner, index) if phrase.definite else None
    if owner is None and leads and len(fitting) > 1:
        return None
    return max(fitting, key=lambda d: d.last_before(start))


def _called(phrase: Phrase, owner: Draft | None, index: Index) -> Draft | None:
    """The person whom "the diplomat" means: the last one near whose office is one of those that news calls so.

    Somebody without any office is meant only where nobody else is near.
    """
    offices = word_lists_of("callings").get(phrase.head.lemma.lower(), ())
    start = phrase.span.start
    persons = [d for d in index.persons[-_LATELY:] if d.last_before(start) >= max(start - _NEAR, 0)]
    if owner is not None:
        persons = [d for d in persons if d.country == owner.country or owner.key == d.principal]
    holders = [d for d in persons if d.role and _long(d.role).split()[-1] in offices]
    if holders:
        return max(holders, key=lambda d: d.last_before(start))
    return persons[0] if "*" in offices and len(persons) == 1 and not persons[0].role else None


def _holds(draft: Draft, title: str, leads: bool, owner: Draft | None) -> bool:
    """Whether a person holds an office of this title and owner."""
    role = _long(draft.role) if draft.role else ""
    role = meant_by("same_offices").get(role, role)
    head = _head(role)
    if not (leads or role.endswith(title) or title.endswith((role, head)) or head.endswith(title)):
        return False
    if owner is None:
        return True
    return owner.key in (draft.principal, draft.key) or (owner.country is not None and owner.country == draft.country)
