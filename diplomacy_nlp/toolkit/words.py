"""Closed lists of words that rules of several plugins ask for: times, messages, verbs of saying, pronouns."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from functools import cache
from importlib.abc import Traversable
from itertools import count
from pathlib import Path
from typing import Any, Generic, TypeVar

from attrs import frozen

from ..annotation import Annotation, Word
from .lexicon import grouped, packaged, read_lexicon

__all__ = ["ByForm", "Form", "is_time", "known_lemma", "listed", "shared_lists", "word_lists"]

Form = tuple[str, str, str]
T = TypeVar("T")

_FORMS = 1 << 16  # that are told apart; with more, numbers begin anew
_UNKNOWN: Any = object()

_SHORTEST = 3  # letters of a lemma
_CENTURIES = ("18", "19", "20")  # years of which news speaks


@frozen
class _Listed:
    list: str
    lemma: str


class _Numbers(dict[Form, int]):
    """Numbers of part of speech, lemma and text, which are all that lexicons ask of a word."""

    def __init__(self) -> None:
        super().__init__()
        self._count = count()

    def __missing__(self, form: Form) -> int:
        return self.setdefault(form, next(self._count))


@cache
def _newest() -> list[_Numbers]:
    return [_Numbers()]


def _numbered(annotation: Annotation) -> tuple[_Numbers, list[int]]:
    """The numbers of the words' forms, in the order of the text, with the table that has them."""
    newest = _newest()
    if len(newest[0]) >= _FORMS:
        newest[0] = _Numbers()
    numbers = newest[0]
    return numbers, [numbers[word.upos, word.lemma, word.text] for word in annotation.words]


class ByForm(Generic[T]):
    """What a function says of words by their form alone; it is asked once for each form.

    Args:
        ask: the function, of part of speech, lemma and text.
    """

    def __init__(self, ask: Callable[[Form], T]) -> None:
        self._ask = ask
        self._known: tuple[_Numbers | None, list[T]] = None, []

    def of_words(self, annotation: Annotation) -> list[T]:
        """What it says of each word of an annotation, in the order of the text."""
        numbers, own = annotation.kept(_numbered)
        if self._known[0] is not numbers:
            self._known = numbers, []
        known = self._known[1]
        known += [_UNKNOWN] * (max(own, default=-1) + 1 - len(known))
        found = [known[number] for number in own]
        if _UNKNOWN in found:
            for word, number in zip(annotation.words, own, strict=True):
                if known[number] is _UNKNOWN:
                    known[number] = self._ask((word.upos, word.lemma, word.text))
            found = [known[number] for number in own]
        return found


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
