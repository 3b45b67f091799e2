"""Sentences one after the other, without padding, so that nothing that is computed of one depends on the others.

What is computed of a row (a piece of a word) alone comes out the same beside whatever rows, as long as integers are
summed: sums of floats by a matrix product depend on how many rows there are. What is computed of a sentence's rows
together is computed of that sentence, or of sentences of exactly its length, one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain, groupby
from typing import TYPE_CHECKING

import numpy as np
import torch
from attrs import frozen
from torch import Tensor
from torch.nn import functional

if TYPE_CHECKING:
    from .batches import Encoded

__all__ = ["Rows", "packs"]


@frozen(kw_only=True)
class Rows:
    """Sentences for the network.

    Args:
        pieces, cases, places: of each row; a place is the number of the piece in its sentence.
        runs: of sentences of equal length that follow each other: first row, number of sentences, pieces of each.
        first, last: rows of each word's first and last piece; each sentence's root comes before its words.
        words: number of words of each sentence, the root included.
    """

    pieces: Tensor
    cases: Tensor
    places: Tensor
    runs: tuple[tuple[int, int, int], ...]
    first: Tensor
    last: Tensor
    words: tuple[int, ...]

    @classmethod
    def of(cls, sentences: Sequence[Encoded], *, device: torch.device | None = None) -> Rows:
        """The rows of sentences, of which those of equal length should follow each other."""
        starts = [0, *accumulate(one.length for one in sentences)]
        runs, row = [], 0
        for length, group in groupby(one.length for one in sentences):
            number = len([*group])
            runs.append((row, number, length))
            row += number * length

        def tensor(rows: Iterable[int]) -> Tensor:
            return torch.from_numpy(np.fromiter(rows, np.int64)).to(device)

        words = tuple(len(one.first) for one in sentences)
        before = torch.repeat_interleave(tensor(starts[:-1]), tensor(words))
        return cls(
            pieces=tensor(chain.from_iterable(one.pieces for one in sentences)),
            cases=tensor(chain.from_iterable(one.cases for one in sentences)),
            places=tensor(chain.from_iterable(range(one.length) for one in sentences)),
            runs=tuple(runs),
            first=before + tensor(chain.from_iterable(one.first for one in sentences)),
            last=before + tensor(chain.from_iterable(one.last for one in sentences)),
            words=words,
        )

    def attend(self, made: Tensor, heads: int) -> Tensor:
        """What each row sees of its sentence, [row, width].

        Args:
            made: queries, keys and values, [row, 3 * width].
            heads: of attention.
        """
        found = made.new_empty(len(made), made.shape[1] // 3)
        for start, sentences, pieces in self.runs:
            rows = slice(start, start + sentences * pieces)
            query, key, value = made[rows].view(sentences, pieces, 3, heads, -1).permute(2, 0, 3, 1, 4)
            seen = functional.scaled_dot_product_attention(query, key, value)
            found[rows].view(sentences, pieces, heads, -1).copy_(seen.transpose(1, 2))
        return found

    def of_words(self, made: Tensor) -> Tensor:
        """The mean of each word's first and last row, [word, width]; of most these are the same."""
        places, last = self._long
        found = made.index_select(0, self.first)
        means = (found.index_select(0, places) + made.index_select(0, last)) / 2
        return found.index_copy_(0, places, means)

    @cached_property
    def _long(self) -> tuple[Tensor, Tensor]:
        """The numbers of words of several rows, and their last rows."""
        places = (self.first != self.last).nonzero()[:, 0]
        return places, self.last[places]

    def by_sentence(self) -> Iterator[slice]:
        """The words of each sentence, the root included."""
        end = 0
        for words in self.words:
            yield slice(end, end + words)
            end += words


def packs(sizes: Sequence[int], *, at_most: int) -> Iterator[list[int]]:
    """Numbers of what is read together, sorted by size, of at most so much in all; what has no size is left out.

    What alone has more is read alone.
    """
    group: list[int] = []
    total = 0
    for number in sorted(range(len(sizes)), key=sizes.__getitem__):
        if group and total + sizes[number] > at_most:
            yield group
            group, total = [], 0
        if sizes[number]:
            group.append(number)
            total += sizes[number]
    if group:
        yield group
