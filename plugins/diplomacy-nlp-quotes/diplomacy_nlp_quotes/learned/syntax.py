"""What the tree says of a cue: whose doing its predicate is, and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from diplomacy_nlp.annotation import Word

from ..predicates import grammatical_source, predicate_in
from ..reading import Reading

__all__ = ["CueSyntax", "syntax_of"]


@frozen
class CueSyntax:
    """A cue in its tree, in numbers of words.

    Args:
        sources: heads of what the tree gives as the source, a relative pronoun and what it stands for both.
        stated: whether the source stands with the predicate, as its own subject does, and is not understood.
        below: dependents of the predicate other than its source.
        above: what the predicate hangs on.
    """

    sources: frozenset[int] = frozenset()
    stated: bool = False
    below: frozenset[int] = frozenset()
    above: int | None = None


def syntax_of(reading: Reading, start: int, end: int) -> CueSyntax:
    """The syntax of the cue that words number `start` to `end` (exclusive) are.

    Args:
        reading: the article and its parse.
        start, end: counted in the article.
    """
    predicate = predicate_in(reading, reading.words[start:end])
    if predicate is None or reading.is_endless(predicate):
        return CueSyntax()
    below = reading.annotation.children(predicate)
    own = [word for word in below if word.relation in ("nsubj", "nmod:poss")]
    sources = (*own, *grammatical_source(reading, predicate).heads)
    numbers = _numbers(reading, sources)
    above = reading.annotation.parent(predicate)
    return CueSyntax(
        sources=numbers,
        stated=any(word.head == predicate.id or word.id == predicate.head for word in sources),
        below=_numbers(reading, (word for word in below if word.upos != "PUNCT")) - numbers,
        above=None if above is None else reading.number_of(above),
    )


def _numbers(reading: Reading, words: Iterable[Word]) -> frozenset[int]:
    return frozenset(map(reading.number_of, words))
