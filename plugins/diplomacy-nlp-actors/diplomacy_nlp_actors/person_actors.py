"""Actors by people's names: role, sector, gender, country and principal from the text, then from known offices."""

from __future__ import annotations

from collections.abc import Sequence

from diplomacy_nlp import ActorKind, Article, MentionType, Sector, Span
from diplomacy_nlp.annotation import Word

from .cast import Cast, Draft
from .grouping import Person
from .nominals import as_draft, sector_for
from .offices import Office
from .persons import PersonName
from .spelling import folded, plain_name
from .tables import OfficeHolder, holders_by_office, office_holders, wikidata_ids, word_class

__all__ = ["enter_persons", "owning_spans"]

_ABROAD = "counterpart"  # of another state, where a colleague need not be
_NEAR = 400  # characters: two or three sentences


def owning_spans(names: Sequence[PersonName]) -> set[Span]:
    """Where known names own an office: "Russian" in "Russian Foreign Minister NAME"."""
    offices = [o for name in names for o in (name.before, name.after)]
    return {o.owner.span for o in offices if o is not None and o.owner is not None}


def enter_persons(cast: Cast, article: Article, persons: Sequence[Person]) -> list[tuple[Draft, Word]]:
    """Enter people with all their names; whose officers they are is read when all are known.

    Returns those whose title a pronoun owns ("its envoy, NAME"), with it, for later.
    """
    owned: list[tuple[Draft, Word]] = []
    drafts = [_enter(cast, article, person, number) for number, person in enumerate(persons)]
    for person, draft in zip(persons, drafts, strict=True):
        for name in person:
            for office in (name.office, name.before, name.after):
                if office is not None:
                    _learn_from_office(cast, draft, office)
                    equal = (office.role or "").lower().rpartition(" ")[2] in word_class("equal")
                    if equal and office.owner is None and (office.role or "").lower().endswith(_ABROAD):
                        draft.equal_of = draft.equal_of or office.possessor
                    elif office.possessor is not None and not office.former and not equal:
                        owned.append((draft, office.possessor))
        _learn_from_table(draft, person, article)
        _learn_from_gazetteer(draft, person)
    _learn_from_equals(drafts)
    return owned


def _learn_from_equals(drafts: Sequence[Draft]) -> None:
    """Give "his counterpart, NAME" the office of the one who was named before."""
    before: Draft | None = None
    for draft in sorted((d for d in drafts if d.mentions), key=lambda d: d.first.start):  # else a body has the name
        if (draft.role or "").lower().rpartition(" ")[2] in word_class("equal"):
            near = before is not None and draft.first.start - before.first.start < _NEAR
            draft.role = before.role if before is not None and near else None
        elif draft.role is not None:
            before = draft


def _enter(cast: Cast, article: Article, person: Person, number: int) -> Draft:
    offices = [name.office for name in person if name.office is not None]
    office = next((o for o in offices if o.role is not None), None)
    full = max(person, key=lambda name: (len(name.parts), -name.span.start))
    draft = cast.enter(
        Draft(
            key=f"person:{number}",
            name=" ".join(plain_name(article[full.span]).split()),
            kind=ActorKind.PERSON,
            role=office.role if office is not None else None,
            sector=next((o.sector for o in offices if o.sector is not None), None),
            gender=next((name.gender for name in person if name.gender), None),
            usual=next((o.usual for o in offices if o.usual), ()),
            confidence=0.95 if office is not None or (full.sure and len(full.parts) > 1) else 0.7,
            why="person's name with a title" if office is not None else "person's name",
        )
    )
    for name in person:
        cast.mention(draft, name.span, MentionType.NAME, name.head, name.words)
    return draft


def _learn_from_office(cast: Cast, draft: Draft, office: Office) -> None:
    known = office.owner and (cast.drafts.get(office.owner.known.key) or as_draft(office.owner))
    served = cast.named_at(office.served) if office.served is not None else None
    owner = known or served
    if owner is None or owner is draft:
        draft.country = draft.country or office.country
        return
    draft.country = draft.country or owner.country
    if served is not None and served is not draft:
        owner = served  # a chancellor's spokesman speaks for the chancellor
    if office.role is not None and owner.kind != ActorKind.PARTY and not office.former:
        draft.sector = draft.sector or sector_for(owner)
        draft.principal = draft.principal or owner.key


def _learn_from_table(draft: Draft, person: Person, article: Article) -> None:
    """Country, and the office where the article's date lies within the term, of a well-known office holder."""
    holder = _holder(draft, person)
    if holder is None or (draft.country is not None and holder.country != draft.country):
        return
    draft.country = draft.country or holder.country
    draft.wikidata = wikidata_ids().get(holder.name)
    if draft.role is None and holder.in_office(article.date):
        draft.role, draft.sector = holder.role, draft.sector or holder.sector
    former = (draft.role or "").lower().startswith(("former", "ex-"))
    if draft.role and draft.sector == Sector.GOV and holder.country and not former:
        draft.principal = draft.principal or f"state:{holder.country}"


def _learn_from_gazetteer(draft: Draft, person: Person) -> None:
    """What the user says of a person wins over text and tables; what the user leaves open stays."""
    listed = next((name.listed for name in person if name.listed is not None), None)
    if listed is None:
        return
    if listed.country is not None and listed.country != draft.country:
        draft.country = listed.country
        draft.principal = f"state:{listed.country}" if draft.principal is not None else None
    draft.sector = listed.sector or draft.sector
    draft.wikidata = listed.wikidata or draft.wikidata
    draft.name, draft.gazetteer_id = listed.name, listed.gazetteer_id
    draft.confidence, draft.why = 0.95, "name of the gazetteer"


def _holder(draft: Draft, person: Person) -> OfficeHolder | None:
    """The table's person of this full name, of a last name that suffices, or of this last name and office."""
    name = folded(draft.name)
    holder = office_holders().get(name)
    if holder is None and draft.role and all(len(name.parts) == 1 for name in person):
        return holders_by_office().get((name, draft.role.lower()))
    return holder
