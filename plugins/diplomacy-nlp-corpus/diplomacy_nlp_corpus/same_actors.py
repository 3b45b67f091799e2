"""Who is who across articles: by ids, by name and country, by office, and by the company that a name keeps.

Names are looked up by what their spellings share, so each costs the same in a large corpus. What stays open stays
apart: two actors that are one are a smaller error than one actor that is two.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import Factory, define, evolve, field, frozen

from diplomacy_nlp import ActorKind

from .sightings import ActorSighting, Report
from .spelling import PersonName, fold, person_name

__all__ = ["Cast", "Entity", "same_actors"]

_LATER = 400  # days after which a last name alone says nothing any more
_ENOUGH = 64  # of an entity's company; more of it tells no more
_WELL_KNOWN = 2  # names and states that two people of one full name, but of two states, share if they are one
_MOST = 200  # people of one last name that a further one is compared with
_PREFIX = 5  # letters that two last names of one office's holder share ("Hamidov", "Hamidzoda")
_LINKABLE = frozenset(ActorKind) - {ActorKind.GROUP, ActorKind.PERSON, ActorKind.STATE}
_RANKS = {"gen": "general", "col": "colonel", "adm": "admiral", "sen": "senator", "pm": "premier", "maj": "major"}
_EMPTY_WORDS = frozenset(["the", "of", "a", "an", "and", "for", "republic", "federal", "kingdom", "islamic"])


@define(eq=False)
class Entity:
    """Someone in the corpus.

    Args:
        number: its place in `Cast.entities`.
        names: how often it is called what.
        countries, kinds, roles: what articles say, and how often.
        company: countries and names that stand in the same articles, up to 64.
        first, last: the days of its first and last article, as ordinals.
    """

    number: int
    names: Counter[str] = field(factory=Counter)
    countries: Counter[str] = field(factory=Counter)
    kinds: Counter[ActorKind] = field(factory=Counter)
    roles: Counter[str] = field(factory=Counter)
    wikidata: str | None = None
    gazetteer_id: str | None = None
    company: set[str] = field(factory=set)
    first: int | None = None
    last: int | None = None
    person: PersonName | None = None

    @property
    def country(self) -> str | None:
        """The state that most articles give it."""
        return _most(self.countries)

    @property
    def name(self) -> str:
        """The name that most articles call it by; of equally common ones the longest."""
        return max(self.names, key=lambda name: (self.names[name], len(name), name))

    @property
    def kind(self) -> ActorKind:
        """What most articles take it for."""
        return max(self.kinds, key=lambda kind: (self.kinds[kind], kind))


def _most(counts: Counter[str]) -> str | None:
    return max(counts, key=lambda name: (counts[name], name)) if counts else None


@frozen
class Cast:
    """Everyone in a corpus.

    Args:
        entities: all of them.
        numbers: for each report, the entity of each of its actors, by the actor's id there.
    """

    entities: Sequence[Entity]
    numbers: Sequence[Mapping[str, int]]


@define(eq=False)
class _Form:
    """What several sightings have in common, so that each form is looked up once."""

    name: PersonName
    country: str | None
    role: str
    sightings: list[tuple[int, ActorSighting]] = Factory(list)
    company: set[str] = Factory(set)
    days: list[int] = Factory(list)


def same_actors(reports: Sequence[Report]) -> Cast:
    """Who is who in all reports."""
    return _Linker(reports).cast()


class _Linker:
    def __init__(self, reports: Sequence[Report]) -> None:
        self._reports = reports
        self._entities: list[Entity] = []
        self._numbers: list[dict[str, int]] = [{} for _ in reports]
        self._by_key: dict[tuple[Any, ...], Entity] = {}
        self._company = [_company(report) for report in reports]
        self._people: defaultdict[tuple[str, str], list[Entity]] = defaultdict(list)
        self._offices: defaultdict[tuple[str | None, str], list[Entity]] = defaultdict(list)
        self._state_words = _state_words(reports)

    def cast(self) -> Cast:
        persons: dict[tuple[Any, ...], _Form] = {}
        bodies: list[tuple[int, ActorSighting]] = []
        taken_for = _kinds_by_name(self._reports)
        for place, given in self._sightings():
            sighting = _as_most_say(given, taken_for)
            name = person_name(sighting.name) if sighting.kind is ActorKind.PERSON else None
            if sighting.gazetteer_id:
                self._put(place, sighting, ("gazetteer", sighting.gazetteer_id))
            elif sighting.kind is ActorKind.STATE:
                self._put(place, sighting, ("state", sighting.country or fold(sighting.name)))
            elif name is not None and sighting.is_named:
                self._remember(persons, place, sighting, name)
            elif sighting.kind in _LINKABLE and (sighting.is_named or sighting.country):
                bodies.append((place, sighting))
            else:
                self._put(place, sighting, ("alone", place, sighting.evidence.item))
        self._link_bodies(bodies)
        self._link_people(persons.values())
        return Cast(self._entities, self._numbers)

    def _sightings(self) -> Iterator[tuple[int, ActorSighting]]:
        for place, report in enumerate(self._reports):
            for sighting in report.actors:
                yield place, sighting

    # --- entities ---

    def _new(self) -> Entity:
        self._entities.append(Entity(len(self._entities)))
        return self._entities[-1]

    def _put(self, place: int, sighting: ActorSighting, key: tuple[Any, ...]) -> None:
        entity = self._by_key.get(key)
        if entity is None:
            entity = self._by_key[key] = self._new()
        self._join(entity, place, sighting)

    def _join(self, entity: Entity, place: int, sighting: ActorSighting) -> None:
        self._numbers[place][sighting.evidence.item] = entity.number
        entity.names[sighting.name] += 1
        entity.kinds[sighting.kind] += 1
        if sighting.country:
            entity.countries[sighting.country] += 1
        if sighting.role:
            entity.roles[sighting.role] += 1
        entity.wikidata = entity.wikidata or sighting.wikidata
        entity.gazetteer_id = entity.gazetteer_id or sighting.gazetteer_id
        if len(entity.company) < _ENOUGH:
            entity.company |= self._company[place] - {sighting.country, fold(sighting.name)}
        day = self._reports[place].date
        if day is not None:
            entity.first = day if entity.first is None else min(entity.first, day)
            entity.last = day if entity.last is None else max(entity.last, day)

    # --- bodies ---

    def _link_bodies(self, sightings: Sequence[tuple[int, ActorSighting]]) -> None:
        """By Wikidata's id, by full name and country, by what an article calls a body besides ("AU")."""
        names = _Names()
        for _, sighting in sightings:
            keys = [*self._body_keys(sighting)]
            if sighting.wikidata:
                keys.append(("wikidata", sighting.wikidata))
            names.join(keys)
        names.join_initials()
        short = self._short_names(sightings, names)
        for place, sighting in sightings:
            key = names.top(self._body_key(sighting.name, sighting))
            self._put(place, sighting, ("body", self._meant(place, key, short)))

    def _short_names(
        self, sightings: Sequence[tuple[int, ActorSighting]], names: _Names
    ) -> dict[str, dict[tuple[str, ...], set[str]]]:
        """Which bodies articles call by one word besides their full name ("the Commission"), and in what company."""
        found: defaultdict[str, dict[tuple[str, ...], set[str]]] = defaultdict(dict)
        for place, sighting in sightings:
            own = self._body_key(sighting.name, sighting)
            if " " in own[1]:
                for name in sighting.names[1:]:
                    word = self._body_key(name, sighting)[1]
                    if " " not in word and len(found[word]) < _ENOUGH:
                        company = found[word].setdefault(names.top(own), set())
                        if len(company) < _ENOUGH:
                            company |= self._company[place]
        return found

    def _meant(
        self, place: int, key: tuple[str, ...], short: Mapping[str, Mapping[tuple[str, ...], set[str]]]
    ) -> tuple[str, ...]:
        """The body that one word means here: the one whose articles speak of most of the same people and states."""
        known = short.get(key[1], {}) if key[0] == "name" and " " not in key[1] else {}
        scored = sorted(((len(company & self._company[place]), top) for top, company in known.items()), reverse=True)
        if not scored or scored[0][0] < 2 or (len(scored) > 1 and scored[0][0] == scored[1][0]):
            return key
        return scored[0][1]

    def _body_keys(self, sighting: ActorSighting) -> Iterator[tuple[str, ...]]:
        """The name's key first; then those of further names that no other body is likely to have."""
        for name in sighting.names:
            key = self._body_key(name, sighting)
            words = key[1].split()
            is_short = len(name) <= 6 and name.isupper() and len(name) > 1
            if name == sighting.name or len(words) > 1 or is_short:
                yield key

    def _body_key(self, name: str, sighting: ActorSighting) -> tuple[str, ...]:
        own = self._state_words.get(sighting.country or "", frozenset())
        words = [word for word in fold(name.removesuffix("'s").removesuffix("’s")).split() if word not in _EMPTY_WORDS]
        kept = [word for word in words if word not in own] or words
        # a ministry is one of a state's; what has a name of its own needs no country
        country = sighting.country or "" if sighting.kind is ActorKind.GOVERNMENT or not sighting.is_named else ""
        return ("name", " ".join(kept), country)

    # --- people ---

    def _remember(
        self, forms: dict[tuple[Any, ...], _Form], place: int, sighting: ActorSighting, name: PersonName
    ) -> None:
        role = fold(sighting.role or "")
        form = forms.get((name, sighting.country, role))
        if form is None:
            form = forms[name, sighting.country, role] = _Form(name, sighting.country, role)
        form.sightings.append((place, sighting))
        if len(form.company) < _ENOUGH:
            form.company |= self._company[place] - {sighting.country, fold(sighting.name)}
        day = self._reports[place].date
        if day is not None:
            form.days.append(day)

    def _link_people(self, forms: Iterable[_Form]) -> None:
        def rank(form: _Form) -> int:
            return 0 if form.name.is_full else 1 if form.name.given else 2

        ordered = sorted(forms, key=lambda form: (rank(form), -len(form.sightings)))
        for form in ordered:
            entity = self._known(form)
            is_new = entity is None
            if entity is None:
                entity = self._new()
                entity.person = form.name
            for place, sighting in form.sightings:
                self._join(entity, place, sighting)
            self._index(entity, form, is_new=is_new)

    def _index(self, entity: Entity, form: _Form, *, is_new: bool) -> None:
        name = form.name
        if form.country and form.role and entity not in self._offices[form.country, form.role]:
            self._offices[form.country, form.role].append(entity)
        keys = {(name.key, ""), (name.key, name.initial)}
        if name.given and is_new:  # "Xi" is short for "Xi Jinping"
            keys.add((PersonName((), name.given[0]).key, "family name first"))
        for key in keys:
            if entity not in self._people[key][-_ENOUGH:]:
                self._people[key].append(entity)

    def _known(self, form: _Form) -> Entity | None:
        candidates = [e for e in self._people[form.name.key, form.name.initial][-_MOST:] if _agree(e, form)]
        if form.name.is_full:
            return self._best(candidates, form, lambda e: _is_same_country(e, form) or _know_each_other(e, form))
        if not form.name.given:
            turned = self._people[form.name.key, "family name first"][-_MOST:]
            candidates += [e for e in turned if e.person and e.person.given[0] == form.name.last]
            if form.country:
                candidates += [e for e in self._offices[form.country, form.role][-_MOST:] if _have_one_stem(e, form)]
        return self._best(candidates, form, lambda e: _is_near(e, form) and _is_same_country(e, form))

    def _best(self, candidates: Sequence[Entity], form: _Form, is_possible: Callable[[Entity], bool]) -> Entity | None:
        """The likeliest of those that are possible; nobody where two are as likely and only a last name is known."""
        scored = sorted(
            (
                (_score(entity, form), -entity.number)
                for entity in {e.number: e for e in candidates if is_possible(e)}.values()
            ),
            reverse=True,
        )
        if not scored or (len(scored) > 1 and not form.name.is_full and scored[0][0] <= scored[1][0]):
            return None
        return self._entities[-scored[0][1]]


class _Names:
    """Names that are one body's; joined names have one top."""

    def __init__(self) -> None:
        self._above: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._wikidata: dict[tuple[str, ...], str] = {}

    def join(self, keys: Sequence[tuple[str, ...]]) -> None:
        for key in keys:
            self._add(key)
        for other in keys[1:]:
            one, two = self.top(keys[0]), self.top(other)
            ids = {self._wikidata.get(one), self._wikidata.get(two)} - {None}
            if one != two and len(ids) < 2:  # two ids of Wikidata are two bodies, whatever they are called
                self._above[two] = one
                for known in ids:
                    self._wikidata[one] = str(known)

    def _add(self, key: tuple[str, ...]) -> None:
        if key not in self._above:
            self._above[key] = key
            if key[0] == "wikidata":
                self._wikidata[key] = key[1]

    def join_initials(self) -> None:
        """Joins "EU" to the one body whose name has these initials, where it was joined to none."""
        alone = Counter(self.top(key) for key in self._above)
        by_initials: defaultdict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
        for key in self._above:
            if key[0] == "name" and " " in key[1]:
                by_initials["".join(word[0] for word in key[1].split()), key[2]].add(self.top(key))
        for key in [key for key in self._above if key[0] == "name" and " " not in key[1]]:
            found = by_initials.get((key[1], key[2]), set())
            if len(found) == 1 and alone[self.top(key)] == 1:
                self.join([next(iter(found)), key])

    def top(self, key: tuple[str, ...]) -> tuple[str, ...]:
        while self._above[key] != key:
            self._above[key] = self._above[self._above[key]]
            key = self._above[key]
        return key


def _kinds_by_name(reports: Iterable[Report]) -> dict[str, ActorKind]:
    """What names of two words and more are taken for, where articles differ on whether it is a person."""
    kinds: defaultdict[str, Counter[ActorKind]] = defaultdict(Counter)
    for report in reports:
        for actor in report.actors:
            if actor.is_named and " " in actor.name:
                kinds[fold(actor.name)][actor.kind] += 1
    return {
        name: max(counts, key=lambda kind: (counts[kind], kind))
        for name, counts in kinds.items()
        if ActorKind.PERSON in counts and len(counts) > 1
    }


def _as_most_say(sighting: ActorSighting, taken_for: Mapping[str, ActorKind]) -> ActorSighting:
    kind = taken_for.get(fold(sighting.name), sighting.kind) if sighting.is_named else sighting.kind
    return sighting if kind is sighting.kind else evolve(sighting, kind=kind)


def _agree(entity: Entity, form: _Form) -> bool:
    return entity.person is not None and entity.person.agrees(form.name)


def _is_same_country(entity: Entity, form: _Form) -> bool:
    return not form.country or not entity.countries or form.country in entity.countries


def _know_each_other(entity: Entity, form: _Form) -> bool:
    """Whether two people of one full name keep the same company: then an article has the wrong country."""
    shared = len(entity.company & form.company)
    return shared >= _WELL_KNOWN or 2 * shared >= max(len(form.company), 1)


def _have_one_stem(entity: Entity, form: _Form) -> bool:
    return entity.person is not None and entity.person.last[:_PREFIX] == form.name.last[:_PREFIX]


def _is_near(entity: Entity, form: _Form) -> bool:
    if entity.first is None or entity.last is None or not form.days:
        return True
    return min(form.days) - _LATER <= entity.last and entity.first - _LATER <= max(form.days)


def _score(entity: Entity, form: _Form) -> tuple[int, int, int]:
    """How likely a form is this entity's: by the office, then by the country, then by the company."""
    offices = {word for role in entity.roles for word in _office(role)}
    office = 0
    if offices and form.role:
        office = 1 if offices & _office(form.role) else -1
    return office, int(form.country in entity.countries), min(len(entity.company & form.company), _ENOUGH)


def _office(role: str) -> set[str]:
    return {_RANKS.get(word, word) for word in fold(role).split() if word not in _EMPTY_WORDS}


def _company(report: Report) -> set[str]:
    countries = {actor.country for actor in report.actors if actor.country}
    return countries | {fold(actor.name) for actor in report.actors if actor.is_named and " " in actor.name}


def _state_words(reports: Iterable[Report]) -> dict[str, frozenset[str]]:
    """What each state is called, as the articles have it: its names, capital and adjectives."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for report in reports:
        for actor in report.actors:
            if actor.kind is ActorKind.STATE and actor.country:
                for name in (*actor.names, *actor.others):
                    found[actor.country].update(re.findall(r"\w+", fold(name)))
    return {country: frozenset(words) for country, words in found.items()}
