"""Names that are known: where one stands alone, it is likelier what it is known for than the network holds it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from .entities import tags_of_spans

__all__ = ["KnownNames"]

_BY = 1.5  # chosen on the development part
_WORD = re.compile(r"[^\s-]+|-")

Floats = NDArray[np.float32]
Words = tuple[str, ...]


class KnownNames:
    """Raises the scores of names that are known.

    Args:
        names: by type of entity; of a name under two types, the later one counts.
        tags: of entities, in the order of their scores.
    """

    def __init__(self, names: Mapping[str, Iterable[str]], tags: Sequence[str]) -> None:
        self._columns = {tag: column for column, tag in enumerate(tags)}
        self._types: dict[Words, str] = {}
        self._longest: dict[str, int] = {}  # by first word
        for kind, listed in names.items():
            for name in listed:
                for words in _written(name):
                    self._types[words] = kind
                    self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))

    def raised(self, words: Sequence[str], scores: Floats) -> Floats:
        """The scores of a sentence, [word, tag], raised where a name stands that is not part of a longer one."""
        found = scores
        for start, end, kind in self.named(words):
            if found is scores:
                found = scores.copy()
            for number, tag in enumerate(tags_of_spans([(0, end - start, kind)], end - start), start=start):
                found[number, self._columns[tag]] += _BY
        return found

    def named(self, words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """First word, word after the last, and type of each known name that stands alone."""
        for start, word in enumerate(words):
            for size in range(min(self._longest.get(word, 0), len(words) - start), 0, -1):
                kind = self._types.get(tuple(words[start : start + size]))
                if kind is not None:
                    if not self._goes_on(words, start, start + size):
                        yield start, start + size, kind
                    break

    @staticmethod
    def _goes_on(words: Sequence[str], start: int, end: int) -> bool:
        """Whether it may be part of a longer name; what begins a sentence is no sign of one."""
        return (start > 1 and _is_name(words[start - 1])) or (end < len(words) and _is_name(words[end]))


def _written(name: str) -> set[Words]:
    """The tokens that a name may be: "Mazar-i-Sharif" is one, or five."""
    joined = name.replace(" - ", "-")
    return {tuple(joined.split()), tuple(_WORD.findall(joined))}


def _is_name(word: str) -> bool:
    return word[0].isupper() and word.isalpha()
