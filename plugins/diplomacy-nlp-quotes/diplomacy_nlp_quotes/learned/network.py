"""The network: convolutions and one layer of attention over the words of a paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from attrs import asdict, field, frozen
from torch import Tensor, nn
from torch.nn import functional

from diplomacy_nlp.toolkit.learned.products import Layer, convolution, product

from .links import DISTANCES, KINDS, TREES, distance_buckets, pair_kinds, pair_trees
from .paragraphs import Paragraph
from .tags import TAGS, Run

__all__ = ["PARTS", "AttributionNetwork", "Batch", "Sizes"]

MARKS = 8  # kinds of places with respect to quotation marks and ends of sentences
PARTS = ("content", "source")


@frozen(kw_only=True)
class Sizes:
    """How large the network is."""

    vectors: int = 384
    width: int = 96
    dilations: tuple[int, ...] = field(default=(1, 3), converter=tuple)
    heads: int = 4
    inner: int = 192
    link: int = 64

    def as_dict(self) -> dict[str, Any]:
        """The sizes by name."""
        return asdict(self)


@frozen(kw_only=True)
class Batch:
    """Paragraphs, one after the other.

    Args:
        vectors: [word, number].
        rules: the tags that the rules give, [word].
        marks: [word].
        lengths: words of each paragraph.
    """

    vectors: Tensor
    rules: Tensor
    marks: Tensor
    lengths: Tensor


class _Layout:
    """Where the words of paragraphs stand when they are padded."""

    def __init__(self, lengths: Tensor, *, gap: int) -> None:
        longest = int(lengths.max())
        self.real = torch.arange(longest, device=lengths.device)[None, :] < lengths[:, None]
        self.paragraphs = numbers = torch.repeat_interleave(torch.arange(len(lengths), device=lengths.device), lengths)
        words = torch.arange(len(numbers), device=lengths.device)
        self.places = words + gap * numbers
        before = lengths.cumsum(0) - lengths
        self._cells = words - before[numbers] + longest * numbers
        self._length = len(numbers) + gap * (len(lengths) - 1)

    def in_a_row(self, x: Tensor) -> Tensor:
        """All words in one row, with so many zeros between paragraphs that none sees another."""
        return x.new_zeros(self._length, x.shape[1]).index_copy(0, self.places, x)

    def side_by_side(self, x: Tensor) -> Tensor:
        """Each paragraph in a row of its own: [paragraph, word, number]."""
        cells = x.new_zeros(self.real.numel(), x.shape[1]).index_copy(0, self._cells, x)
        return cells.view(*self.real.shape, -1)

    def one_after_the_other(self, padded: Tensor) -> Tensor:
        """The words again: the other way round than `side_by_side`."""
        return padded.flatten(0, 1).index_select(0, self._cells)


class AttributionNetwork(nn.Module):
    """Reads paragraphs; says a tag of each word, and which cue a content or a source belongs to.

    Args:
        sizes: see there.
        dropout: used while it is trained.
    """

    def __init__(self, sizes: Sizes, *, dropout: float = 0.2) -> None:
        super().__init__()
        self.sizes = sizes
        self.dropout = dropout
        width = sizes.width
        self.norm = nn.LayerNorm(sizes.vectors)
        self.read = nn.Linear(sizes.vectors, width)
        self.rules = nn.Embedding(len(TAGS), width)
        self.marks = nn.Embedding(MARKS, width)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in sizes.dilations)
        self.layers = nn.ModuleList(
            nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation) for dilation in sizes.dilations
        )
        self.before_attention = nn.LayerNorm(width)
        self.attention = nn.Linear(width, 3 * width)
        self.attended = nn.Linear(width, width)
        self.before_inner = nn.LayerNorm(width)
        self.up = nn.Linear(width, sizes.inner)
        self.down = nn.Linear(sizes.inner, width)
        self.last = nn.LayerNorm(width)
        self.tags = nn.Linear(width, len(TAGS))
        self.parts = nn.ModuleDict({role: nn.Linear(width, sizes.link) for role in PARTS})
        self.cues = nn.ModuleDict({role: nn.Linear(width, sizes.link) for role in PARTS})
        self.distances = nn.ModuleDict({role: nn.Embedding(DISTANCES, 1) for role in PARTS})
        self.kinds = nn.ModuleDict({role: nn.Embedding(KINDS, 1) for role in PARTS})
        self.trees = nn.ModuleDict({role: nn.Embedding(TREES, 1) for role in PARTS})
        self._ready: dict[nn.Module, Layer] = {}

    def settle(self) -> None:
        """Makes a trained network fast; its weights are taken as they are now."""
        linear = (self.read, self.attention, self.attended, self.up, self.down, self.tags)
        self._ready = {
            **{layer: product(layer) for layer in linear},
            **{layer: convolution(layer) for layer in self.layers if isinstance(layer, nn.Conv1d)},
        }

    def _through(self, layer: nn.Module, x: Tensor) -> Tensor:
        found: Tensor = self._ready[layer](x) if layer in self._ready else layer(x)
        return found

    def _convolved(self, layer: nn.Module, x: Tensor, layout: _Layout) -> Tensor:
        """What a convolution makes of words, none of which sees those of other paragraphs."""
        if layer in self._ready:
            return self._ready[layer](x, layout.paragraphs)
        found: Tensor = layer(layout.in_a_row(x).T[None])[0].T[layout.places]
        return found

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """What it makes of each word: scores of tags, [word, tag], and states, [word, width].

        Words are padded only where one sees others, since most of the work is done for each by itself.
        """
        layout = _Layout(batch.lengths, gap=max(self.sizes.dilations, default=0))
        x = (
            self._through(self.read, self._drop(self.norm(batch.vectors)))
            + self.rules(batch.rules)
            + self.marks(batch.marks)
        )
        x = functional.gelu(x)
        for norm, layer in zip(self.norms, self.layers, strict=True):
            x = x + self._drop(functional.gelu(self._convolved(layer, norm(x), layout)))
        x = x + self._drop(self._attend(self.before_attention(x), layout))
        inner = functional.gelu(self._through(self.up, self.before_inner(x)))
        x = x + self._drop(self._through(self.down, inner))
        x = self._drop(self.last(x))
        return self._through(self.tags, x), x

    def links(
        self, role: str, states: Tensor, paragraph: Paragraph, parts: Sequence[Run], cues: Sequence[Run]
    ) -> Tensor:
        """Scores of cues for contents or sources, [part, cue].

        A content has one cue, so its scores are for a softmax. A source may have several ("she said ... and added"),
        so each of its scores is a log odds.

        Args:
            role: "content" or "source".
            states: of the paragraph, [word, width].
            paragraph: see there.
            parts: contents or sources.
            cues: in the order of the text.
        """
        own, theirs = self.parts[role](_means(states, parts)), self.cues[role](_means(states, cues))
        found: Tensor = own @ theirs.T / self.sizes.link**0.5
        for table, known in (
            (self.distances, distance_buckets(parts, cues)),
            (self.kinds, pair_kinds(paragraph, parts, cues)),
            (self.trees, pair_trees(role, paragraph, parts, cues)),
        ):
            found = found + table[role](torch.from_numpy(known))[..., 0]
        return found

    def _attend(self, x: Tensor, layout: _Layout) -> Tensor:
        padded = layout.side_by_side(self._through(self.attention, x))
        paragraphs, words, width = padded.shape
        split = padded.view(paragraphs, words, 3, self.sizes.heads, width // 3 // self.sizes.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=layout.real[:, None, None, :])
        rows = layout.one_after_the_other(seen.transpose(1, 2).reshape(paragraphs, words, width // 3))
        return self._through(self.attended, rows)

    def _drop(self, x: Tensor) -> Tensor:
        return functional.dropout(x, self.dropout, self.training)


def _means(states: Tensor, runs: Sequence[Run]) -> Tensor:
    return torch.stack([states[start:end].mean(0) for _, start, end in runs])
