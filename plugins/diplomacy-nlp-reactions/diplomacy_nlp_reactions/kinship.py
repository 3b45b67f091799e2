"""Which words say the same of a proposal: "postpone" and "postponement" by their stem, "delay" by a word list."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from diplomacy_nlp.annotation import Word

from .lexicon import kin_groups

__all__ = ["root", "roots"]

_CONTENT_TAGS = {"NOUN", "VERB", "PROPN", "ADJ"}
# endings that make a noun of a verb, the longest first ("suspension" and "suspend" both become "suspen")
_ENDINGS = ("ization", "isation", "ation", "ition", "ment", "tion", "sion", "ance", "ence", "ery", "ing", "ion", "al")
_LAST = "edst"
_SHORTEST = 4  # letters that a stem keeps: "ration" and "rate" have nothing in common


@cache
def root(lemma: str) -> str:
    """What a word has in common with its kin: the name of its group in `kin.tsv`, else its stem."""
    lemma = lemma.lower()
    group = kin_groups().get(lemma)
    if group is not None:
        return group
    for ending in _ENDINGS:
        if lemma.endswith(ending) and len(lemma) - len(ending) >= _SHORTEST:
            lemma = lemma.removesuffix(ending)
            break
    while len(lemma) > _SHORTEST and lemma[-1] in _LAST:
        lemma = lemma[:-1]
    return lemma


def roots(words: Iterable[Word]) -> frozenset[str]:
    """The roots of the words that carry meaning: nouns, verbs, adjectives and names."""
    return frozenset(root(word.lemma) for word in words if word.upos in _CONTENT_TAGS)
