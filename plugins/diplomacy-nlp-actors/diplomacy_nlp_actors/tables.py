"""The plugin's data files, read once at first use. What the columns mean stands at the head of each file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from attrs import field, frozen
from attrs.converters import optional
from attrs.validators import in_

from diplomacy_nlp import ActorKind, Sector
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.lexicon import packaged, read_lexicon, read_rows
from diplomacy_nlp.toolkit.words import word_lists

from .spelling import folded

__all__ = [
    "CountryForm",
    "Listed",
    "Noun",
    "OfficeHolder",
    "Title",
    "acting_verbs",
    "cities",
    "country_forms",
    "first_name_genders",
    "holders_by_office",
    "is_body_noun",
    "listed",
    "meant_by",
    "nouns",
    "office_holders",
    "other_names",
    "pronoun_forms",
    "titles",
    "wikidata_ids",
    "word_class",
    "word_lists_of",
]

T = TypeVar("T")

_yes_or_no = in_(("yes", "no", ""))


def _split(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(";") if part.strip())


@frozen(kw_only=True)
class CountryForm:
    """A line of countries.tsv."""

    alpha_3: str
    sort: str = field(
        validator=in_(
            (
                *("usual", "name", "short", "demonym", "people", "capital", "region", "prefix", "if-named", "shared"),
                *("not-name", "not-capital", "not-demonym", "not-region"),
            )
        )
    )
    forms: tuple[str, ...] = field(converter=_split)


@frozen(kw_only=True)
class Listed:
    """A line of metonyms.tsv, organisations.tsv or lands.tsv: a body, or a part of a state that acts by itself."""

    name: str
    kind: ActorKind = field(default=ActorKind.STATE, converter=ActorKind)
    country: str | None = None
    sector: Sector | None = field(default=None, converter=optional(Sector))
    place: str = field(default="", validator=_yes_or_no)
    shared: tuple[str, ...] = field(default="", converter=_split)
    aliases: tuple[str, ...] = field(default="", converter=_split)
    places: tuple[str, ...] = field(default="", converter=_split)
    adjectives: tuple[str, ...] = field(default="", converter=_split)


@frozen(kw_only=True)
class Title:
    """A line of titles.tsv."""

    title: str
    sector: Sector | None = field(default=None, converter=optional(Sector))
    gender: str | None = None
    alone: str = field(default="", validator=_yes_or_no)
    countries: tuple[str, ...] = field(default="", converter=_split)

    @property
    def country(self) -> str | None:
        """The one state that has such an office ("the taoiseach"); None where several do, or it is an office of any."""
        return self.countries[0] if len(self.countries) == 1 else None

    @property
    def is_honorific(self) -> bool:
        """Whether it is a mere form of address ("Mr."), no office."""
        return self.alone == "no"


@frozen(kw_only=True)
class Noun:
    """A line of nouns.tsv."""

    noun: str
    kind: ActorKind = field(converter=ActorKind)
    sector: Sector | None = field(default=None, converter=optional(Sector))
    sort: str = field(validator=in_(("people", "body")))
    acts_for: str = field(default="no", validator=in_(("yes", "no", "allied")))
    bare: str = field(default="", validator=_yes_or_no)
    name: str = field(default="", validator=in_(("yes", "only", "")))
    abroad: str = field(default="", validator=_yes_or_no)


_KNOWN_TO = "2025-11-30"  # when office_holders.tsv was written down: it knows nothing of later


@frozen(kw_only=True)
class OfficeHolder:
    """A line of office_holders.tsv."""

    name: str
    country: str | None = None
    role: str | None = None
    sector: Sector | None = field(default=None, converter=optional(Sector))
    since: str | None = None
    until: str | None = None
    alone: str = field(default="", validator=_yes_or_no)
    aliases: tuple[str, ...] = field(default="", converter=_split)

    def in_office(self, date: str | None) -> bool:
        """Whether the person is known to have held the office on a date (ISO 8601); False where no date is known."""
        if not date:
            return False
        day = date[:10]
        return (self.since or "") <= day <= (self.until or _KNOWN_TO)


_BREAK = re.compile(r"[ -]")


def _read(file: str, entry: type[T]) -> tuple[T, ...]:
    return read_lexicon(packaged("diplomacy_nlp_actors", f"lexicons/{file}"), entry)


def _pairs(file: str, name: str, told: str | None = None) -> dict[str, str]:
    """A file's first column with the other one."""
    columns = [column for column in (name, told) if column is not None]
    rows = read_rows(packaged("diplomacy_nlp_actors", f"lexicons/{file}"), columns=columns, wanted=columns)
    return {row.cells[name]: row.cells[told] if told is not None else "" for row in rows}


@cache
def country_forms() -> tuple[CountryForm, ...]:
    """What the libraries of countries lack."""
    return _read("countries.tsv", CountryForm)


@cache
def cities() -> dict[str, str]:
    """The country of a city, as alpha-3, by the city's name, folded (see `folded`)."""
    by_country = _pairs("cities.tsv", "alpha_3", "cities")
    return {folded(city): country for country, names in by_country.items() for city in _split(names)}


@cache
def listed(file: str) -> tuple[Listed, ...]:
    """The lines of "metonyms", "organisations" or "lands"."""
    return _read(f"{file}.tsv", Listed)


@cache
def other_names() -> tuple[str, ...]:
    """Names that only look like a country's or a capital's."""
    return tuple(_pairs("other_names.tsv", "name"))


@cache
def titles() -> dict[str, Title]:
    """Offices and forms of address, by their lower-case words."""
    read = _read("titles.tsv", Title)
    joined = {title.title.replace("-", ""): title for title in read}  # "vicepresident", cut at the end of a line
    return {**joined, **{title.title: title for title in read}}


@cache
def title_words() -> frozenset[str]:
    """All words of the titles, with the stop of an abbreviation and without; most words of a text are none."""
    words = {word for title in titles() for word in _BREAK.split(title)}
    return frozenset(words | {word.rstrip(".") for word in words} | {"."})


@cache
def noun_words() -> frozenset[str]:
    """The last words of the common nouns that can act; most words of a text are none."""
    return frozenset(noun.rpartition(" ")[2] for noun in nouns())


@cache
def nouns() -> dict[str, Noun]:
    """Common nouns that can act, by their lemma."""
    return {noun.noun: noun for noun in _read("nouns.tsv", Noun)}


def is_body_noun(word: Word) -> bool:
    """Whether a word is a noun for a body ("Commission")."""
    noun = nouns().get(word.text.lower())
    return noun is not None and noun.sort == "body"


@cache
def office_holders() -> dict[str, OfficeHolder]:
    """Well-known office holders by each of their names, folded (see `folded`), and by a last name that suffices."""
    table: dict[str, OfficeHolder] = {}
    for holder in _read("office_holders.tsv", OfficeHolder):
        for name in (holder.name, *holder.aliases):
            table[folded(name)] = holder
            if holder.alone == "yes":
                table.setdefault(folded(name.split()[-1]), holder)
    return table


@cache
def holders_by_office() -> dict[tuple[str, str], OfficeHolder]:
    """Well-known office holders by their last name, folded, and their office in lower case."""
    holders = reversed(office_holders().values())  # of several the first
    return {(folded(h.name).split()[-1], h.role.lower()): h for h in holders if h.role}


@cache
def first_name_genders() -> dict[str, str]:
    """Whether a first name, folded, is men's (m) or women's (f)."""
    return {folded(name): gender for name, gender in _pairs("first_names.tsv", "name", "gender").items()}


@cache
def wikidata_ids() -> dict[str, str]:
    """Wikidata ids by a state's alpha-3 code, or by the name that an actor has in its table."""
    return _pairs("wikidata.tsv", "of", "id")


@cache
def word_lists_of(file: str) -> Mapping[str, frozenset[str]]:
    """The lists of words in a file, by their names."""
    return word_lists(packaged("diplomacy_nlp_actors", f"lexicons/{file}.tsv"))


@cache
def meant_by(file: str) -> Mapping[str, str]:
    """What the words of a file's lists stand for: the name of each one's list."""
    return {word: name for name, words in word_lists_of(file).items() for word in words}


def word_class(name: str) -> frozenset[str]:
    """The words of a class; see word_classes.tsv."""
    return word_lists_of("word_classes")[name]


def pronoun_forms(person: str) -> frozenset[str]:
    """The forms of "i", "we", "he", "she", "they" or "it", possessives and reflexives among them."""
    return word_lists_of("pronouns")[person]


@cache
def acting_verbs() -> frozenset[str]:
    """Verbs whose lone subject is somebody: those of saying, and others."""
    return word_class("acting") | word_class("saying")
