"""Irregular verbs, of which a treebank of this size lacks forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from diplomacy_nlp.toolkit.lexicon import read_lexicon

__all__ = ["irregular_forms"]

_LEMMAS_TOO = {"wound", "ground", "found", "bound", "saw", "lay", "fell", "left", "felt", "lit", "bore"}


@frozen
class _Verb:
    lemma: str
    past: str
    participle: str


def irregular_forms() -> Iterator[tuple[str, str]]:
    """Each form and its lemma, but for forms that are lemmas of other verbs as well ("wound", "found")."""
    for verb in read_lexicon(Path(__file__).parent / "irregular_verbs.tsv", _Verb):
        for form in (verb.past, verb.participle):
            if form not in _LEMMAS_TOO and form != verb.lemma:
                yield form, verb.lemma
