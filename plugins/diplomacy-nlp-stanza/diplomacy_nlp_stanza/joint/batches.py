"""Sentences as numbers, and batches of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from attrs import frozen
from torch import Tensor

from .network import Batch
from .wordpiece import WordPieces

__all__ = ["Encoded", "batch_of", "encoded", "like_sized"]

_MOST_PIECES = 512  # places that the encoder knows


@frozen(kw_only=True)
class Encoded:
    """A sentence as numbers.

    Args:
        pieces, cases: one number a piece, marks of begin and end included.
        first, last: places of each word's first and last piece; the root before them stands at the mark of begin.
    """

    pieces: list[int]
    cases: list[int]
    first: list[int]
    last: list[int]

    @property
    def length(self) -> int:
        """The number of pieces."""
        return len(self.pieces)


def encoded(words: Sequence[str], pieces: WordPieces) -> Encoded:
    """A sentence as numbers; of one with too many pieces, each word keeps its first piece only."""
    read = [pieces.read(word) for word in words]
    if sum(len(found) for found, _ in read) + 2 > _MOST_PIECES:
        read = [(found[:1], case) for found, case in read]
    places, cases, first, last = [pieces.begin], [0], [0], [0]
    for found, case in read:
        first.append(min(len(places), _MOST_PIECES - 2))
        places += found
        cases += [case] * len(found)
        last.append(min(len(places) - 1, _MOST_PIECES - 2))
    places, cases = places[: _MOST_PIECES - 1], cases[: _MOST_PIECES - 1]
    return Encoded(pieces=[*places, pieces.end], cases=[*cases, 0], first=first, last=last)


def batch_of(sentences: Sequence[Encoded], *, device: torch.device | None = None) -> Batch:
    """The sentences padded to the longest, on `device` or the CPU."""
    return Batch(
        pieces=_padded([sentence.pieces for sentence in sentences], device),
        cases=_padded([sentence.cases for sentence in sentences], device),
        lengths=torch.tensor([sentence.length for sentence in sentences], device=device),
        first=_padded([sentence.first for sentence in sentences], device),
        last=_padded([sentence.last for sentence in sentences], device),
        words=torch.tensor([len(sentence.first) for sentence in sentences], device=device),
    )


def _padded(rows: Sequence[list[int]], device: torch.device | None) -> Tensor:
    width = max(map(len, rows))
    return torch.tensor([row + [0] * (width - len(row)) for row in rows], device=device)


def like_sized(sizes: Sequence[int], *, at_most: int) -> Iterator[list[int]]:
    """Numbers of what is read together: of like size, padded to `at_most` in all; what has no size is left out."""
    group: list[int] = []
    for number in sorted(range(len(sizes)), key=sizes.__getitem__):
        if group and (len(group) + 1) * sizes[number] > at_most:
            yield group
            group = []
        if sizes[number]:
            group.append(number)
    if group:
        yield group
