"""Known names that mean several things, read as the article uses them: bodies that many states have, surnames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from attrs import evolve

from diplomacy_nlp import ActorKind, Annotation
from diplomacy_nlp.annotation import Word

from .home import Home
from .names import Name
from .persons import PersonName
from .spelling import folded
from .tables import word_class

__all__ = ["read_in_context", "without_surnames"]

_NAMESAKES = {"Georgia": "USA"}  # states of the world whose name is a federal state's too, and whose that is
_PRIMES = ("'s", "’s", "'", "’")


def read_in_context(annotation: Annotation, known: Sequence[Name], home: Home | None) -> tuple[Name, ...]:
    """The names, those with several meanings in the one that the article has for them."""
    at = {(w.sentence, w.id): name for name in known for w in name.words}
    countries = Counter(n.known.country for n in known if not n.known.shared)
    regions = {n.known.country for n in known if n.known.sort == "region"}
    return tuple(_read(annotation, name, at, countries, regions, home) for name in known)


def _read(
    annotation: Annotation,
    name: Name,
    known: Mapping[tuple[int, int], Name],
    countries: Counter[str | None],
    regions: Collection[str | None],
    home: Home | None,
) -> Name:
    is_party = name.known.kind is ActorKind.PARTY and name.words[-1].text == "Party"  # "the Irish Labour Party"
    if is_party or name.known.shared:
        owner = _owner(annotation, name, known)
        if owner is None and not is_party and home is not None and _has_one(name, home.country):
            owner = home.country if countries[home.country] > countries[name.known.country] else None
        return name if owner in (None, name.known.country) else _of(name, owner)
    federal = _NAMESAKES.get(name.known.name)
    if federal is not None and name.known.sort == "name" and _is_federal(annotation, name, regions, federal):
        region = evolve(name.known, key=f"region:{name.known.name}", sort="region", country=federal, wikidata=None)
        return evolve(name, known=region)
    return name


def _has_one(name: Name, country: str) -> bool:
    """Whether a state has a body of this name."""
    return "yes" in name.known.shared or country in name.known.shared


def _owner(annotation: Annotation, name: Name, known: Mapping[tuple[int, int], Name]) -> str | None:
    """The state that the words just before or after a body's name give it to: "Kenya's Supreme Court"."""
    words = annotation.sentence_of(name.head).words
    at = name.words[0].id - 2
    while at >= 0 and (words[at].lemma in _PRIMES or words[at].text in _PRIMES):
        at -= 1
    before = known.get((name.head.sentence, words[at].id)) if at >= 0 else None
    if before is not None and before.known.country is not None:
        return before.known.country
    after = words[name.words[-1].id :][:3]
    if not after or after[0].text.lower() != "of":
        return None
    owner = next((n for w in after[1:] if (n := known.get((w.sentence, w.id))) is not None), None)
    return owner.known.country if owner is not None else None


def _of(name: Name, country: str | None) -> Name:
    """A body's name as that of the body of another state."""
    known = name.known
    return evolve(name, known=evolve(known, key=f"{known.key}:{country}", country=country, wikidata=None))


def _is_federal(annotation: Annotation, name: Name, regions: Collection[str | None], country: str) -> bool:
    """Whether "Georgia" is the federal state: by the office after it, or among others of its kind."""
    words = annotation.sentence_of(name.head).words
    following: Sequence[Word] = words[name.words[-1].id :][:3]
    office = next((w for w in following if w.text not in _PRIMES), None)
    return (office is not None and office.text.lower() in word_class("federal")) or country in regions


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
