"""Text to tokens and sentences.

The text is cut into atoms (letters, digits, or one other character), and small convolutional networks say of each
whether the token goes on, ends, or ends the sentence. They see 30 atoms to each side, by the encoder's embeddings of
word pieces, so that they know many words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import torch
from attrs import asdict, field, frozen
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from .batches import like_sized
from .wordpiece import CASES, WordPieces, case_of

__all__ = [
    "GOES_ON",
    "SENTENCE_ENDS",
    "TOKEN_ENDS",
    "Paragraph",
    "Splitter",
    "SplitterSizes",
    "Splitters",
    "decisions",
    "padded",
    "paragraphs_of",
    "sentences_of",
]

GOES_ON, TOKEN_ENDS, SENTENCE_ENDS = range(3)
_ATOM = re.compile(r"[^\W\d_]+|\d+|\S")
_BREAK = re.compile(r"\n\s*\n")
_LENGTHS = 12
_SURE = 0.95  # probability of a decision that needs no second opinion
_AT_ONCE = 2000  # atoms; what is computed with them should fit into the processor's cache


@frozen(kw_only=True)
class SplitterSizes:
    """How large the network is."""

    pieces: int = 384
    hidden: int = 192
    dilations: tuple[int, ...] = field(default=(1, 2, 4, 8), converter=tuple)

    def as_dict(self) -> dict[str, Any]:
        """The sizes by name."""
        return asdict(self)


@frozen(kw_only=True)
class Paragraph:
    """A paragraph as atoms.

    Args:
        spans: of each atom, offsets into the text.
        pieces: of each atom, the numbers of its first and last piece.
        marks: of each atom, its case, its length and whether white space follows it.
    """

    spans: list[tuple[int, int]]
    pieces: list[tuple[int, int]] = field(repr=False)
    marks: list[tuple[int, int, int]] = field(repr=False)

    @classmethod
    def of(cls, text: str, start: int, end: int, pieces: WordPieces) -> Paragraph:
        """The paragraph `text[start:end]`."""
        spans = [match.span() for match in _ATOM.finditer(text, start, end)]
        numbers, marks = [], []
        for begin, stop in spans:
            atom = text[begin:stop]
            found = pieces.numbers(atom)
            numbers.append((found[0], found[-1]))
            marks.append((case_of(atom), min(stop - begin, _LENGTHS), int(stop >= end or text[stop].isspace())))
        return cls(spans=spans, pieces=numbers, marks=marks)


def paragraphs_of(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of the text between blank lines."""
    start = 0
    for match in _BREAK.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


class Splitter(nn.Module):
    """The network.

    Args:
        sizes: see there.
        dropout: used while it is trained.
    """

    def __init__(self, sizes: SplitterSizes, *, dropout: float = 0.2) -> None:
        super().__init__()
        self.dropout = dropout
        self.read = nn.Linear(2 * sizes.pieces, sizes.hidden)
        self.cases = nn.Embedding(len(CASES), sizes.hidden)
        self.lengths = nn.Embedding(_LENGTHS + 1, sizes.hidden)
        self.spaces = nn.Embedding(2, sizes.hidden)
        self.norms = nn.ModuleList(nn.LayerNorm(sizes.hidden) for _ in sizes.dilations)
        self.layers = nn.ModuleList(
            nn.Conv1d(sizes.hidden, sizes.hidden, 5, padding=2 * dilation, dilation=dilation)
            for dilation in sizes.dilations
        )
        self.out = nn.Linear(sizes.hidden, 3)

    def forward(self, pieces: Tensor, marks: Tensor, lengths: Tensor) -> Tensor:
        """Scores, [paragraph, atom, decision]; where white space follows an atom, its token cannot go on.

        Args:
            pieces: embeddings of first and last pieces, [paragraph, atom, 2 * width].
            marks: [paragraph, atom, 3].
            lengths: atoms of each paragraph.
        """
        return self.scores(self.atoms(pieces, marks, lengths), marks)

    def atoms(self, pieces: Tensor, marks: Tensor, lengths: Tensor) -> Tensor:
        """What the decisions are read off, [paragraph, atom, hidden]; takes what `forward` takes."""
        case, length, space = marks.unbind(-1)
        x = functional.gelu(self.read(pieces) + self.cases(case) + self.lengths(length) + self.spaces(space))
        x = functional.dropout(x, self.dropout, self.training)
        real = (torch.arange(marks.shape[1], device=marks.device)[None, :] < lengths[:, None])[:, :, None]
        for norm, layer in zip(self.norms, self.layers, strict=True):
            seen = layer((norm(x) * real).transpose(1, 2)).transpose(1, 2)
            x = x + functional.dropout(functional.gelu(seen), self.dropout, self.training)
        return x

    def scores(self, atoms: Tensor, marks: Tensor) -> Tensor:
        """The scores that `forward` gives, of `atoms`."""
        scores: Tensor = self.out(atoms)
        return torch.cat((scores[..., :1] - 1e4 * marks[..., 2:], scores[..., 1:]), -1)


class Splitters(nn.Module):
    """Several splitters that were trained apart; see `decisions`.

    Args:
        sizes: of each.
        members: how many.
    """

    def __init__(self, sizes: SplitterSizes, *, members: int) -> None:
        super().__init__()
        self.members = nn.ModuleList(Splitter(sizes) for _ in range(members))


@torch.inference_mode()
def decisions(
    splitters: Iterable[nn.Module], embeddings: nn.Embedding, paragraphs: Sequence[Paragraph]
) -> list[list[int]]:
    """What the networks say of each atom; the last one of a paragraph ends a sentence.

    The first one decides alone about a paragraph of whose atoms it is sure; about others, the mean of what all hold
    likely decides (Hansen and Salamon 1990). On the development part, this decides as if all were always asked.
    """
    first, *others = splitters
    likely = _likely(first, embeddings, paragraphs)
    doubtful = [number for number, rows in enumerate(likely) if (rows[:-1].max(axis=1) < _SURE).any()]
    asked = [paragraphs[number] for number in doubtful]
    for other in others:
        for number, rows in zip(doubtful, _likely(other, embeddings, asked), strict=True):
            likely[number] += rows
    return [[*rows[:-1].argmax(axis=1).tolist(), SENTENCE_ENDS] if len(rows) else [] for rows in likely]


def _likely(
    splitter: nn.Module, embeddings: nn.Embedding, paragraphs: Sequence[Paragraph]
) -> list[NDArray[np.float32]]:
    """How likely each decision is, [atom, decision], of each paragraph."""
    device = embeddings.weight.device
    found = [np.zeros((0, 3), np.float32) for _ in paragraphs]
    for group in like_sized([len(paragraph.spans) for paragraph in paragraphs], at_most=_AT_ONCE):
        pieces, marks, lengths = (part.to(device) for part in padded([paragraphs[number] for number in group]))
        rows = splitter(embeddings(pieces).flatten(2), marks, lengths).softmax(-1).float().cpu().numpy()
        for number, row, length in zip(group, rows, lengths.tolist(), strict=True):
            found[number] = row[:length]
    return found


def padded(paragraphs: Sequence[Paragraph]) -> tuple[Tensor, Tensor, Tensor]:
    """The paragraphs' pieces and marks, padded to the longest, and their lengths."""
    lengths = torch.tensor([len(paragraph.spans) for paragraph in paragraphs])
    width = int(lengths.max())
    pieces = [[*paragraph.pieces, *[(0, 0)] * (width - len(paragraph.spans))] for paragraph in paragraphs]
    marks = [[*paragraph.marks, *[(0, 0, 0)] * (width - len(paragraph.spans))] for paragraph in paragraphs]
    return torch.tensor(pieces), torch.tensor(marks), lengths


def sentences_of(paragraph: Paragraph, found: Sequence[int]) -> Iterator[list[tuple[int, int]]]:
    """The spans of the tokens of each sentence."""
    tokens: list[tuple[int, int]] = []
    start = None
    for (begin, end), decision in zip(paragraph.spans, found, strict=True):
        start = begin if start is None else start
        if decision == GOES_ON:
            continue
        tokens.append((start, end))
        start = None
        if decision == SENTENCE_ENDS:
            yield tokens
            tokens = []
