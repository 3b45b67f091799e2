"""Closed lists of words that rules of several plugins ask for: times, messages, verbs of saying, pronouns."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from functools import cache
from importlib.abc import Traversable
from pathlib import Path

from attrs import frozen

from ..annotation import Annotation, Word
from .lexicon import grouped, packaged, read_lexicon

__all__ = ["Form", "forms_of", "is_time", "known_lemma", "listed", "shared_lists", "word_lists"]

Form = tuple[str, str, str]

_SHORTEST = 3  # letters of a lemma
_CENTURIES = ("18", "19", "20")  # years of which news speaks


@frozen
class _Listed:
    list: str
    lemma: str


def forms_of(annotation: Annotation) -> tuple[Form, ...]:
    """Part of speech, lemma and text of each word: all that lexicons ask of it; for `Annotation.kept`."""
    return tuple([(word.upos, word.lemma, word.text) for word in annotation.words])


def word_lists(source: str | Path | Traversable) -> Mapping[str, frozenset[str]]:
    """The lists of a lexicon file with the columns `list` and `lemma`, by their names.

    Raises:
        LexiconError: the file cannot be read, or a line has a fault.
    """
    return grouped(read_lexicon(source, _Listed), lambda entry: entry.list, lambda entry: entry.lemma)


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


def known_lemma(lemma: str, text: str, known: Container[str]) -> str:
    """The lemma, or where the lexicon lacks it the one that the form may come from ("shrugg").

    Args:
        lemma: the parser's.
        text: the form in the text.
        known: the lexicon's lemmas.
    """
    lemma = lemma.lower()
    return lemma if lemma in known else next((one for one in _possible_lemmas(text.lower()) if one in known), lemma)


def _possible_lemmas(form: str) -> Iterator[str]:
    """The lemmas that a form, in lower case, may come from by its ending, the likeliest first."""
    if form.endswith(("ied", "ies")):
        yield f"{form[:-3]}y"
    for ending in ("ed", "d", "ing", "es", "s"):
        stem = form.removesuffix(ending)
        if stem != form and len(stem) >= _SHORTEST:
            yield from (stem, stem + "e", stem[:-1] if stem[-1] == stem[-2] else stem)
