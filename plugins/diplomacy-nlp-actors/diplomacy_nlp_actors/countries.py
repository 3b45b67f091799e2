"""Countries: their names, codes, demonyms and capitals, from pycountry, babel and countryinfo.

What the three lack (short names, old spellings, irregular demonyms) comes from lexicons/countries.tsv.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

from attrs import frozen

from .tables import country_forms

__all__ = ["Form", "all_forms", "usual_name"]

_SMALL = 200_000  # capitals of smaller states are better known as other places (Hamilton, Victoria)
# states whose regions have in pycountry the names that English news has
_FEDERAL = {"US": "USA", "CA": "CAN", "AU": "AUS", "GB": "GBR", "IN": "IND"}
_UNINFLECTED = ("ese", "ish", "ch", "ss", "x", "s")  # "the French", "the Swiss": no plural of their own


@frozen
class Form:
    """One way to write a country.

    Args:
        text: as news writes it.
        country: ISO 3166-1 alpha-3.
        sort: name, short (an abbreviation), demonym, people, capital or region.
    """

    text: str
    country: str
    sort: str


@cache
def usual_name(country: str) -> str:
    """The everyday English name of a country ("Russia", "Britain"), given its alpha-3 code; the code if unknown."""
    own = (line.forms[0] for line in country_forms() if line.sort == "usual" and line.alpha_3 == country)
    return next(own, None) or _babel_names().get(country, country)


@cache
def all_forms() -> tuple[Form, ...]:
    """Every form of every country, none twice; what countries.tsv says wins over the libraries."""
    refusals = [line for line in country_forms() if line.sort.startswith("not-")]
    refused = {Form(text, line.alpha_3, line.sort.removeprefix("not-")) for line in refusals for text in line.forms}
    found: dict[str, Form] = {}
    for form in (*_own_forms(), *_library_forms()):
        if form not in refused:
            found.setdefault(form.text, form)
    return tuple(found.values())


def _own_forms() -> Iterator[Form]:
    for line in country_forms():
        if line.sort in ("usual", "shared") or line.sort.startswith("not-"):
            continue
        for text in line.forms:
            yield Form(text, line.alpha_3, line.sort)
            if line.sort == "demonym":
                yield from _plural(text, line.alpha_3)


def _library_forms() -> Iterator[Form]:
    facts = sorted(_facts(), key=lambda told: -told[3])  # of two Congolese, the more numerous
    for country, name in (*_babel_names().items(), *_pycountry_names()):
        yield from _spellings(name, country, "name")
    for country, demonyms, capital, population in facts:
        for demonym in demonyms:
            yield from _spellings(demonym, country, "demonym")
            yield from _plural(demonym, country)
        if capital and population >= _SMALL:
            yield from _spellings(capital, country, "capital")
    yield from _regions()


def _regions() -> Iterator[Form]:
    """The parts of federal states and of Britain."""
    import pycountry

    for region in pycountry.subdivisions:
        country = _FEDERAL.get(region.country_code)
        if country is not None and region.parent_code is None:
            yield from _spellings(region.name.split(" [")[0], country, "region")


def _spellings(text: str, country: str, sort: str) -> Iterator[Form]:
    yield Form(text, country, sort)
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    if plain != text:
        yield Form(plain, country, sort)


def _plural(demonym: str, country: str) -> Iterator[Form]:
    if not demonym.endswith(_UNINFLECTED):
        yield Form(demonym + "s", country, "people")


@cache
def _babel_names() -> dict[str, str]:
    """Everyday names by alpha-3."""
    import pycountry
    from babel import Locale

    territories = Locale("en").territories
    names = {}
    for country in pycountry.countries:
        name = territories.get(country.alpha_2, country.name)
        names[country.alpha_3] = name.split(" (")[0].replace("&", "and").replace("’", "'").replace("St. ", "Saint ")
    return names


def _pycountry_names() -> Iterator[tuple[str, str]]:
    import pycountry

    for country in pycountry.countries:
        for attribute in ("name", "common_name", "official_name"):
            name = getattr(country, attribute, None)
            if name and "," not in name and "(" not in name:
                yield country.alpha_3, name


def _facts() -> Iterator[tuple[str, list[str], str, int]]:
    """Alpha-3, demonyms, capital and population of countries, by countryinfo."""
    import countryinfo

    known = _babel_names()
    for info in countryinfo.all_countries():
        data = info.info()
        code, capital = data.get("ISO", {}).get("alpha3"), data.get("capital")
        if code in known:
            demonyms = [d.strip() for d in (data.get("demonym") or "").split(",") if d.strip()]
            yield code, demonyms, capital if isinstance(capital, str) else "", int(data.get("population") or 0)
