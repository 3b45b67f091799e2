"""Closed lists of words that rules of several plugins ask for: times, messages, verbs of saying, pronouns."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from functools import cache
from importlib.abc import Traversable
from pathlib import Path
from typing import TypeVar

from attrs import frozen

from ..annotation import Annotation, Word
from .lexicon import grouped, packaged, read_lexicon

__all__ = ["RELATIONS", "TAGS", "ByForm", "Form", "is_time", "known_lemma", "listed", "lists_of", "word_lists"]


def _parted(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# UD's parts of speech and relations, in the order in which trained networks know them.
TAGS = _parted("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X")
RELATIONS = _parted(
    "acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse dislocated expl fixed "
    "flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis punct reparandum root vocative xcomp"
)
Form = tuple[str, str, str]
T = TypeVar("T")

_FORMS = 1 << 16  # whose answers are kept; with more, all are asked for anew
_SHORTEST = 3  # letters of a lemma
_CENTURIES = ("18", "19", "20")  # years of which news speaks


@frozen
class _Listed:
    list: str
    lemma: str


class ByForm(dict[Form, T]):
    """What a function says of words by their form alone; it is asked once for each form.

    Args:
        ask: the function, of part of speech, lemma and text.
    """

    def __init__(self, ask: Callable[[Form], T]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, form: Form) -> T:
        if len(self) >= _FORMS:
            self.clear()
        found = self[form] = self._ask(form)
        return found

    def of_words(self, annotation: Annotation) -> list[T]:
        """What it says of each word of an annotation, in the order of the text."""
        return [*map(self.__getitem__, annotation.kept(_forms))]


def _forms(annotation: Annotation) -> list[Form]:
    return [(word.upos, word.lemma, word.text) for word in annotation.words]


def word_lists(source: str | Path | Traversable) -> Mapping[str, frozenset[str]]:
    """The lists of a lexicon file with the columns `list` and `lemma`, by their names.

    Raises:
        LexiconError: the file cannot be read, or a line has a fault.
    """
    return grouped(read_lexicon(source, _Listed), lambda entry: entry.list, lambda entry: entry.lemma)


@cache
def lists_of(package: str = "diplomacy_nlp.toolkit", name: str = "lexicons/words.tsv") -> Mapping[str, frozenset[str]]:
    """The lists of a package's own file of this form, by default of the toolkit's; it is read once."""
    return word_lists(packaged(package, name))


def listed(name: str, word: str) -> bool:
    """Whether a word, in upper or lower case, stands in a list of `lexicons/words.tsv`.

    Raises:
        KeyError: there is no such list.
    """
    return word.lower() in lists_of()[name]


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
