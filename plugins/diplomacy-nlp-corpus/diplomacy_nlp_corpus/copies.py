"""Near-duplicates: the same agency copy in several outlets, cut or lightly edited.

Articles are compared by their runs of four words. MinHash and locality-sensitive hashing (A. Z. Broder, "On the
resemblance and containment of documents", 1997; the library datasketch) name a few candidates for each article, so that
the cost grows in step with the number of articles; of those, it is counted exactly how much of the shorter one stands
in the longer.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from typing import Any
from zlib import crc32

from attrs import frozen

from diplomacy_nlp import Article

from .errors import CorpusError, each
from .sightings import day_of

__all__ = ["CopyFinder", "Family", "find_copies"]

_RUN = 4  # words
# Two articles of which a third is shared are candidates in four of five cases, of which a half is, in nearly all; two
# that share one run in two hundred, in one of 200,000: else the candidates would grow with the corpus.
_BANDS, _ROWS = 42, 3
_ENOUGH = 20  # members of a family that later articles are compared with: one text may have thousands of copies
_SHORTEST = 12  # words; of less, nothing is said
_WORDS = re.compile(r"\w+")


@frozen
class Family:
    """Articles that are one copy.

    Args:
        first: the id of the one that was published first; of those of one day, the longest; else the one given first.
        others: the ids of the rest, in the same order.
    """

    first: str
    others: tuple[str, ...]

    @property
    def articles(self) -> tuple[str, ...]:
        """All of them, the first one first."""
        return (self.first, *self.others)


def find_copies(articles: Iterable[Article], *, share: float = 0.6) -> tuple[Family, ...]:
    """The families of copies among articles, in the order of their first members.

    Args:
        articles: with ids that differ.
        share: how much of the shorter article's runs of four words has to stand in the longer one, 0 to 1.

    Returns:
        Families of two or more. A text that merely quotes a few paragraphs of an agency is none of its copies.

    Raises:
        CorpusError: something given is no Article, two articles have one id, or `share` is no number above 0 and up
            to 1.
    """
    finder = CopyFinder(share=share)
    for article in each(Article, articles, "find_copies: Articles are expected, not {}; give a list of them"):
        finder.add(article)
    return finder.families()


class CopyFinder:
    """Finds copies while articles come by; of a text it keeps the hashes of its runs of words alone."""

    def __init__(self, *, share: float = 0.6) -> None:
        if not 0 < share <= 1:
            raise CorpusError(f"share: a number above 0 and up to 1 is expected, not {share!r}")
        from datasketch import MinHash, MinHashLSH
        from networkx.utils import UnionFind

        self._share = share
        self._index: Any = MinHashLSH(num_perm=_BANDS * _ROWS, params=(_BANDS, _ROWS))
        self._runs: list[array[int]] = []
        self._order: list[tuple[int, int, int]] = []
        self._places: dict[str, int] = {}
        self._families: Any = UnionFind()  # of places
        self._seed = MinHash(num_perm=_BANDS * _ROWS, hashfunc=int)

    def add(self, article: Article) -> None:
        """Takes an article in.

        Raises:
            CorpusError: there is one of this id already.
        """
        if article.id in self._places:
            raise CorpusError(f"two articles have the id {article.id!r}; give each its own")
        place = self._places[article.id] = len(self._runs)
        runs = _runs_of(article.text)
        day = day_of(article.date)
        self._runs.append(array("I", sorted(runs)))
        self._order.append((10**9 if day is None else day, -len(article.text), place))
        if not runs:
            return
        sketch = self._sketch(self._runs[-1])
        for other in sorted(self._index.query(sketch)):
            if self._families[other] != self._families[place] and self._is_copy(runs, other):
                self._families.union(other, place)
        if self._families.weights[self._families[place]] <= _ENOUGH:
            self._index.insert(place, sketch, check_duplication=False)

    def families(self) -> tuple[Family, ...]:
        """What was found so far."""
        names = list(self._places)
        members: dict[int, list[str]] = {}
        for place in sorted(range(len(names)), key=self._order.__getitem__):
            members.setdefault(self._families[place], []).append(names[place])
        return tuple(Family(ids[0], tuple(ids[1:])) for ids in members.values() if len(ids) > 1)

    def _sketch(self, runs: Sequence[int]) -> Any:
        sketch = self._seed.copy()
        sketch.update_batch(runs)
        return sketch

    def _is_copy(self, runs: set[int], other: int) -> bool:
        theirs = self._runs[other]
        return sum(run in runs for run in theirs) >= self._share * min(len(runs), len(theirs))


def _runs_of(text: str) -> set[int]:
    words = _WORDS.findall(text.lower())
    if len(words) < _SHORTEST:
        return set()
    return {crc32(" ".join(words[i : i + _RUN]).encode()) for i in range(len(words) - _RUN + 1)}
