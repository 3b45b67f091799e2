"""Text to tokens and sentences.

The text is cut into atoms (letters, digits, or one other character), and small convolutional networks say of each
whether the token goes on, ends, or ends the sentence, and whether an apostrophe is missing in it ("its" for "it's").
They see 30 atoms to each side, by the encoder's embeddings of word pieces, so that they know many words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain
from typing import Any

import numpy as np
import torch
from attrs import asdict, field, frozen
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from .forms import Forms
from .network import embedding
from .rows import packs
from .wordpiece import CASES, WordPieces

__all__ = [
    "ATOMS_AT_ONCE",
    "GOES_ON",
    "SENTENCE_ENDS",
    "SEVERAL",
    "TOKEN_ENDS",
    "Decided",
    "Line",
    "Paragraph",
    "Several",
    "Splitter",
    "SplitterSizes",
    "Splitters",
    "decisions",
    "padded",
    "paragraphs_of",
    "real_atoms",
    "sentences_of",
]

GOES_ON, TOKEN_ENDS, SENTENCE_ENDS = range(3)
_ATOM = re.compile(r"[^\W\d_]+|\d+|\S")
_BREAK = re.compile(r"\n\s*\n")
_LENGTHS = 12
SEVERAL = 0.6  # probability from which an atom is several words; in 114 articles of news, two were held so wrongly
_SURE = 0.95  # probability of a decision that needs no second opinion
ATOMS_AT_ONCE = 400  # what is computed with them should fit into the processor's cache


@frozen(kw_only=True)
class SplitterSizes:
    """How large the network is."""

    pieces: int = 384
    hidden: int = 192
    several: int = 128
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
        forms: what is known without any network.
    """

    spans: list[tuple[int, int]]
    pieces: list[tuple[int, int]] = field(repr=False)
    marks: list[tuple[int, int, int]] = field(repr=False)
    forms: Forms = field(repr=False)

    @classmethod
    def of(cls, text: str, start: int, end: int, pieces: WordPieces) -> Paragraph:
        """The paragraph `text[start:end]`."""
        spans = [match.span() for match in _ATOM.finditer(text, start, end)]
        numbers, marks = [], []
        for begin, stop in spans:
            found, case = pieces.read(text[begin:stop])
            numbers.append((found[0], found[-1]))
            marks.append((case, min(stop - begin, _LENGTHS), int(stop >= end or text[stop].isspace())))
        return cls(spans=spans, pieces=numbers, marks=marks, forms=Forms.of(text, start, end))


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
        self.cases = embedding(len(CASES), sizes.hidden)
        self.lengths = embedding(_LENGTHS + 1, sizes.hidden)
        self.spaces = embedding(2, sizes.hidden)
        self.norms = nn.ModuleList(nn.LayerNorm(sizes.hidden) for _ in sizes.dilations)
        self.layers = nn.ModuleList(
            nn.Conv1d(sizes.hidden, sizes.hidden, 5, padding=2 * dilation, dilation=dilation)
            for dilation in sizes.dilations
        )
        self.out = nn.Linear(sizes.hidden, 3)

    def atoms(self, pieces: Tensor, marks: Tensor, lengths: Tensor) -> Tensor:
        """What the decisions are read off, [paragraph, atom, hidden].

        Args:
            pieces: embeddings of first and last pieces, [paragraph, atom, 2 * width].
            marks: [paragraph, atom, 3].
            lengths: atoms of each paragraph.
        """
        case, length, space = marks.unbind(-1)
        x = functional.gelu(self.read(pieces) + self.cases(case) + self.lengths(length) + self.spaces(space))
        x = functional.dropout(x, self.dropout, self.training)
        real = real_atoms(marks, lengths)[:, :, None]
        for norm, layer in zip(self.norms, self.layers, strict=True):
            seen = layer((norm(x) * real).transpose(1, 2)).transpose(1, 2)
            x = x + functional.dropout(functional.gelu(seen), self.dropout, self.training)
        return x

    def atoms_of_rows(self, pieces: Tensor, line: Line) -> Tensor:
        """The same of paragraphs on a line, [atom, hidden], once its convolutions are `weights.Taps`.

        Args:
            pieces: embeddings of first and last pieces, [atom, 2 * width].
            line: where the atoms stand.
        """
        case, length, space = line.marks.unbind(-1)
        x = functional.gelu(self.read(pieces) + self.cases(case) + self.lengths(length) + self.spaces(space))
        for norm, layer in zip(self.norms, self.layers, strict=True):
            x = x + functional.gelu(layer(norm(x), line.near))
        return x

    def scores(self, atoms: Tensor, marks: Tensor) -> Tensor:
        """Scores of decisions, [..., atom, decision]; where white space follows, a token cannot go on."""
        scores: Tensor = self.out(atoms)
        return torch.cat((scores[..., :1] - 1e4 * marks[..., 2:], scores[..., 1:]), -1)


class Several(nn.Module):
    """Says which atoms are several words, if they are tokens, by what a splitter makes of them and their neighbours.

    Args:
        sizes: of the splitter.
        dropout: used while it is trained.
    """

    REACH = 2  # atoms to each side

    def __init__(self, sizes: SplitterSizes, *, dropout: float = 0.2) -> None:
        super().__init__()
        self.dropout = dropout
        self.read = nn.Conv1d(sizes.hidden, sizes.several, 1 + 2 * self.REACH, padding=self.REACH)
        self.out = nn.Linear(sizes.several, 1)

    def forward(self, atoms: Tensor, real: Tensor) -> Tensor:
        """A score for each atom, [paragraph, atom].

        Args:
            atoms: what `Splitter.atoms` makes, [paragraph, atom, hidden].
            real: which of them are there, [paragraph, atom].
        """
        x = functional.layer_norm(atoms, atoms.shape[-1:]) * real[:, :, None]
        x = functional.dropout(x, self.dropout, self.training)
        x = functional.gelu(self.read(x.transpose(1, 2)).transpose(1, 2))
        scores: Tensor = self.out(functional.dropout(x, self.dropout, self.training))[..., 0]
        return scores

    def of_rows(self, atoms: Tensor, line: Line) -> Tensor:
        """The same of paragraphs on a line, [atom], once its convolution is `weights.Taps`."""
        x = functional.layer_norm(atoms, atoms.shape[-1:])
        scores: Tensor = self.out(functional.gelu(self.read(x, line.near)))[..., 0]
        return scores


class Splitters(nn.Module):
    """Several splitters that were trained apart, and what reads the first of them; see `decisions`.

    Args:
        sizes: of each.
        members: how many.
    """

    def __init__(self, sizes: SplitterSizes, *, members: int) -> None:
        super().__init__()
        self.members = nn.ModuleList(Splitter(sizes) for _ in range(members))
        self.several = Several(sizes)


@frozen(kw_only=True)
class Decided:
    """What the networks say of a paragraph.

    Args:
        decisions: one for each atom; the last one ends a sentence.
        several: spans of atoms that are several words, if they are tokens.
    """

    decisions: list[int]
    several: frozenset[tuple[int, int]]


@torch.inference_mode()
def decisions(
    splitters: Iterable[Any],
    embeddings: nn.Embedding,
    paragraphs: Sequence[Paragraph],
    several: Any = None,
    *,
    at_most: int = ATOMS_AT_ONCE,
) -> list[Decided]:
    """What the networks say of each paragraph.

    The first one decides alone about a paragraph of whose atoms it is sure; about others, the mean of what all hold
    likely decides (Hansen and Salamon 1990). On the development part, this decides as if all were always asked.

    Args:
        splitters: each a `Splitter` (lists of torch do not know what they hold).
        embeddings: of word pieces.
        paragraphs: in any order.
        several: reads the first splitter; without it, no atom is held to be several words.
        at_most: atoms that are read together, but for longer paragraphs.
    """
    first, *others = splitters
    likely, are_several = _read(first, embeddings, paragraphs, several, at_most=at_most)
    doubtful = [number for number, rows in enumerate(likely) if (rows[:-1].max(axis=1) < _SURE).any()]
    asked = [paragraphs[number] for number in doubtful]
    for other in others:
        for number, rows in zip(doubtful, _read(other, embeddings, asked, at_most=at_most)[0], strict=True):
            likely[number] += rows
    return [
        Decided(
            decisions=_decided(paragraph, rows),
            several=frozenset(paragraph.spans[place] for place in places),
        )
        for paragraph, rows, places in zip(paragraphs, likely, are_several, strict=True)
    ]


def _decided(paragraph: Paragraph, rows: NDArray[np.float32]) -> list[int]:
    """The likeliest decisions that fit the known forms."""
    if not len(rows):
        return []
    decided: list[int] = rows.argmax(axis=1).tolist()
    ending: list[int] = (1 + rows[:, TOKEN_ENDS:].argmax(axis=1)).tolist()
    forms = paragraph.forms
    at = {end: place for place, (_, end) in enumerate(paragraph.spans)}
    for before, after in forms.together:
        one, other = at[before], at[after]
        if (decided[one] == GOES_ON) != (decided[other] == GOES_ON):
            goes_on = rows[[one, other], GOES_ON] / rows[[one, other]].sum(axis=1)
            is_whole = goes_on.prod() > (1 - goes_on).prod()
            decided[one], decided[other] = (GOES_ON, GOES_ON) if is_whole else (ending[one], ending[other])
    for end in forms.ends & at.keys():
        decided[at[end]] = ending[at[end]]
    for end in forms.joined & at.keys():
        decided[at[end]] = GOES_ON
    return [*decided[:-1], SENTENCE_ENDS]


def _read(
    splitter: Any,
    embeddings: nn.Embedding,
    paragraphs: Sequence[Paragraph],
    several: Any = None,
    *,
    at_most: int,
) -> tuple[list[NDArray[np.float32]], list[list[int]]]:
    """How likely each decision is, [atom, decision], of each paragraph; and which of its atoms are several words."""
    device = embeddings.weight.device
    likely = [np.zeros((0, 3), np.float32) for _ in paragraphs]
    are_several: list[list[int]] = [[] for _ in paragraphs]
    for group in packs([len(paragraph.spans) for paragraph in paragraphs], at_most=at_most):
        line = Line.of([paragraphs[number] for number in group], device=device)
        atoms = splitter.atoms_of_rows(embeddings(line.pieces).flatten(1), line)
        rows = splitter.scores(atoms, line.marks).softmax(-1).float().cpu().numpy()
        found = None if several is None else (several.of_rows(atoms, line).sigmoid() > SEVERAL).cpu().numpy()
        for number, start, end in zip(group, line.bounds, line.bounds[1:], strict=False):
            likely[number] = rows[start:end]
            if found is not None:
                are_several[number] = np.flatnonzero(found[start:end]).tolist()
    return likely, are_several


@frozen(kw_only=True)
class Line:
    """Paragraphs one after the other, of which no atom sees another paragraph's.

    Args:
        pieces, marks: of each atom, [atom, 2] and [atom, 3].
        paragraphs: number of each atom's paragraph, [atom].
        bounds: the first atom of each paragraph, and the number of all atoms.
    """

    pieces: Tensor
    marks: Tensor
    paragraphs: Tensor
    bounds: tuple[int, ...]

    @classmethod
    def of(cls, paragraphs: Sequence[Paragraph], *, device: torch.device | None = None) -> Line:
        """The paragraphs on a line."""
        bounds = [0, *accumulate(len(paragraph.spans) for paragraph in paragraphs)]
        sizes = torch.tensor([len(paragraph.spans) for paragraph in paragraphs], device=device)

        def table(rows: Iterable[tuple[int, ...]], wide: int) -> Tensor:
            return torch.from_numpy(np.fromiter(chain.from_iterable(rows), np.int64).reshape(-1, wide)).to(device)

        return cls(
            pieces=table(chain.from_iterable(paragraph.pieces for paragraph in paragraphs), 2),
            marks=table(chain.from_iterable(paragraph.marks for paragraph in paragraphs), 3),
            paragraphs=torch.repeat_interleave(torch.arange(len(paragraphs), device=device), sizes),
            bounds=tuple(bounds),
        )

    def near(self, distance: int) -> Tensor:
        """Which atoms but the last `distance` are of one paragraph with the one so far after them, [atom, 1]."""
        if distance not in self._near:
            same = self.paragraphs[distance:] == self.paragraphs[:-distance]
            self._near[distance] = same[:, None].to(torch.float32)
        return self._near[distance]

    @cached_property
    def _near(self) -> dict[int, Tensor]:
        return {}


def real_atoms(marks: Tensor, lengths: Tensor) -> Tensor:
    """Which atoms of a padded batch are there, [paragraph, atom]."""
    return torch.arange(marks.shape[1], device=marks.device)[None, :] < lengths[:, None]


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
