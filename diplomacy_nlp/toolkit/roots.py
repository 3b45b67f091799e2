"""Which words say the same of a matter: "postpone" and "postponement" by their stem, "delay" by a word list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from attrs import frozen

from ..annotation import Word
from .lexicon import packaged, read_lexicon
from .words import known_lemma

__all__ = ["root", "root_of", "roots"]

_CONTENT_TAGS = {"NOUN", "VERB", "PROPN", "ADJ"}
# endings that make a noun of a verb, the longest first ("suspension" and "suspend" both become "suspen")
_ENDINGS = ("ization", "isation", "ation", "ition", "ment", "tion", "sion", "ance", "ence", "ery", "ing", "ion", "al")
_SOFTENED = ("nd", "st", "ct", "pt")  # what such a noun loses or changes: "suspend", "suggest", "reject", "adopt"
_SHORTEST = 4  # letters that a stem keeps: "ration" and "rate" have nothing in common


@frozen
class _Kin:
    lemma: str
    group: str


@cache
def _groups() -> Mapping[str, str]:
    return {kin.lemma: kin.group for kin in read_lexicon(packaged("diplomacy_nlp.toolkit", "lexicons/kin.tsv"), _Kin)}


@cache
def root(lemma: str) -> str:
    """What a word has in common with its kin: the name of its group in `kin.tsv`, else its stem."""
    lemma = lemma.lower()
    group = _groups().get(lemma)
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
    return _root_of(word.lemma.lower(), word.text.lower())


@cache
def _root_of(lemma: str, form: str) -> str:
    return root(known_lemma(lemma, form, _groups()))


def roots(words: Iterable[Word]) -> frozenset[str]:
    """The roots of the words that carry meaning: nouns, verbs, adjectives and names."""
    return frozenset(root_of(word) for word in words if word.upos in _CONTENT_TAGS)
