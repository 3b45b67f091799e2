"""Which words say the same of a proposal: "postpone" and "postponement" by their stem, "delay" by a word list."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from diplomacy_nlp.annotation import Word

from .lexicon import kin_groups, known_lemma

__all__ = ["root", "root_of", "roots"]

_CONTENT_TAGS = {"NOUN", "VERB", "PROPN", "ADJ"}
# endings that make a noun of a verb, the longest first ("suspension" and "suspend" both become "suspen")
_ENDINGS = ("ization", "isation", "ation", "ition", "ment", "tion", "sion", "ance", "ence", "ery", "ing", "ion", "al")
_SOFTENED = ("nd", "st", "ct", "pt")  # what such a noun loses or changes: "suspend", "suggest", "reject", "adopt"
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
    silent = len(lemma) > _SHORTEST and (lemma.endswith("e") or lemma.endswith(_SOFTENED))
    return lemma[:-1] if silent else lemma


def root_of(word: Word) -> str:
    """The root of a word in a text, also where its lemma is a slip ("postpon")."""
    return root(known_lemma(word.lemma, word.text, kin_groups()))


def roots(words: Iterable[Word]) -> frozenset[str]:
    """The roots of the words that carry meaning: nouns, verbs, adjectives and names."""
    return frozenset(root_of(word) for word in words if word.upos in _CONTENT_TAGS)
