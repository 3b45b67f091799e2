"""Closed lists of words that rules of several plugins ask for: times, messages, verbs of saying, pronouns."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.abc import Traversable
from pathlib import Path

from attrs import frozen

from ..annotation import Word
from .lexicon import packaged, read_lexicon

__all__ = ["is_time", "listed", "shared_lists", "word_lists"]

_CENTURIES = ("18", "19", "20")  # years of which news speaks


@frozen
class _Listed:
    list: str
    lemma: str


def word_lists(source: str | Path | Traversable) -> Mapping[str, frozenset[str]]:
    """The lists of a lexicon file with the columns `list` and `lemma`, by their names.

    Raises:
        LexiconError: the file cannot be read, or a line has a fault.
    """
    found: dict[str, set[str]] = {}
    for entry in read_lexicon(source, _Listed):
        found.setdefault(entry.list, set()).add(entry.lemma)
    return {name: frozenset(lemmas) for name, lemmas in found.items()}


@cache
def shared_lists() -> Mapping[str, frozenset[str]]:
    """The lists of `lexicons/words.tsv`."""
    return word_lists(packaged("diplomacy_nlp.toolkit", "lexicons/words.tsv"))


def listed(name: str, word: str) -> bool:
    """Whether a word, in upper or lower case, stands in a list of `lexicons/words.tsv`.

    Raises:
        KeyError: there is no such list.
    """
    return word.lower() in shared_lists()[name]


def is_time(word: Word) -> bool:
    """Whether a noun names a time: a weekday, a month, a year."""
    text = word.text
    return listed("time", word.lemma) or (len(text) == 4 and text.isdigit() and text[:2] in _CENTURIES)
