"""Known names that mean several things, read as the article uses them: bodies that many states have, surnames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from attrs import evolve

from diplomacy_nlp import ActorKind, Annotation
from diplomacy_nlp.annotation import Word

from .home import Home
from .names import Name
from .offices import KnownAt, name_before
from .persons import PersonName
from .spelling import folded, is_possessive
from .tables import word_class

__all__ = ["read_in_context", "without_surnames"]

_NAMESAKES = {"Georgia": "USA"}  # states of the world whose name is a federal state's too, and whose that is


def read_in_context(annotation: Annotation, known: Sequence[Name], home: Home | None) -> tuple[Name, ...]:
    """The names, those with several meanings in the one that the article has for them."""
    at = {(w.sentence, w.id): name for name in known for w in name.words}
    countries = Counter(n.known.country for n in known if not n.known.shared)
    return tuple(_read(annotation, name, at, countries, home) for name in known)


def _read(
    annotation: Annotation, name: Name, known: KnownAt, countries: Counter[str | None], home: Home | None
) -> Name:
    is_party = name.known.kind is ActorKind.PARTY and name.words[-1].text == "Party"  # "the Irish Labour Party"
    if is_party or name.known.shared:
        owner = _owner(annotation, name, known)
        has_one = home is not None and not {"yes", home.country}.isdisjoint(name.known.shared)
        if owner is None and not is_party and home is not None and has_one:
            owner = home.country if countries[home.country] > countries[name.known.country] else None
        if owner in (None, name.known.country):
            return name
        return evolve(name, known=evolve(name.known, key=f"{name.known.key}:{owner}", country=owner, wikidata=None))
    federal = _NAMESAKES.get(name.known.name)
    if federal is not None and name.known.sort == "name" and _is_federal(annotation, name, known, federal):
        region = evolve(name.known, key=f"region:{name.known.name}", sort="region", country=federal, wikidata=None)
        return evolve(name, known=region)
    return name


def _owner(annotation: Annotation, name: Name, known: KnownAt) -> str | None:
    """The state that the words just before or after a body's name give it to: "Kenya's Supreme Court"."""
    before, _ = name_before(annotation, name.words[0], known)
    if before is not None and before.known.country is not None:
        return before.known.country
    after = annotation.sentence_of(name.head).words[name.words[-1].id :][:3]
    if not after or after[0].text.lower() != "of":
        return None
    owners = (known.get((w.sentence, w.id)) for w in after[1:])
    return next((owner.known.country for owner in owners if owner is not None), None)


def _is_federal(annotation: Annotation, name: Name, known: KnownAt, country: str) -> bool:
    """Whether "Georgia" is the federal state: by the office after it, or among others of its kind."""
    words = annotation.sentence_of(name.head).words
    following: Sequence[Word] = words[name.words[-1].id :][:3]
    office = next((w for w in following if not is_possessive(w)), None)
    among_others = any(n.known.sort == "region" and n.known.country == country for n in known.values())
    return among_others or (office is not None and office.text.lower() in word_class("federal"))


def without_surnames(known: Sequence[Name], people: Sequence[PersonName]) -> tuple[Name, ...]:
    """The names without those that are surnames here: "Ireland" after "Paul Ireland", where nothing else is Irish."""
    places: dict[str, int] = {}
    for person in people:
        if len(person.parts) > 1:
            places.setdefault(folded(person.parts[-1]), person.span.start)
    by_key: dict[str, set[str]] = {}
    for name in known:
        by_key.setdefault(name.known.key, set()).add(_form(name))
    return tuple(
        name
        for name in known
        if not (
            name.known.sort in ("name", "capital", "region")
            and places.get(_form(name), name.span.start) < name.span.start
            and by_key[name.known.key] == {_form(name)}
        )
    )


def _form(name: Name) -> str:
    return folded(" ".join(word.text for word in name.words))
