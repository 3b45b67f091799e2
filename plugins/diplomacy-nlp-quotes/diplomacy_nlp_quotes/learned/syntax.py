"""What the tree says of a cue: whose doing its predicate is, and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from diplomacy_nlp.annotation import Word

from ..document import MarkedDocument
from ..extent import is_endless
from ..sources import grammatical_source, predicate_in

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


def syntax_of(document: MarkedDocument, start: int, end: int) -> CueSyntax:
    """The syntax of the cue that words number `start` to `end` (exclusive) are.

    Args:
        document: the article and its parse.
        start, end: counted in the article.
    """
    predicate = predicate_in(document.annotation, document.annotation.words[start:end])
    if predicate is None or is_endless(document.annotation, predicate):
        return CueSyntax()
    below = document.annotation.children(predicate)
    own = [word for word in below if word.relation in ("nsubj", "nmod:poss")]
    sources = (*own, *grammatical_source(document.annotation, predicate).heads)
    numbers = _numbers(document, sources)
    above = document.annotation.parent(predicate)
    return CueSyntax(
        sources=numbers,
        stated=any(word.head == predicate.id or word.id == predicate.head for word in sources),
        below=_numbers(document, (word for word in below if word.upos != "PUNCT")) - numbers,
        above=None if above is None else document.number_of(above),
    )


def _numbers(document: MarkedDocument, words: Iterable[Word]) -> frozenset[int]:
    return frozenset(map(document.number_of, words))
