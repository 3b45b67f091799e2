"""The network: convolutions and one layer of attention over the words of a paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from attrs import asdict, field, frozen
from torch import Tensor, nn
from torch.nn import functional

from .links import DISTANCES, KINDS, distance_buckets, pair_kinds
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
    """Paragraphs, padded on the right.

    Args:
        vectors: [paragraph, word, number].
        rules: the tags that the rules give, [paragraph, word].
        marks: [paragraph, word].
        lengths: words of each paragraph.
    """

    vectors: Tensor
    rules: Tensor
    marks: Tensor
    lengths: Tensor


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

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """What it makes of each word: scores of tags, [paragraph, word, tag], and states, [paragraph, word, width]."""
        real = torch.arange(batch.rules.shape[1], device=batch.rules.device)[None, :] < batch.lengths[:, None]
        x = self.read(self._drop(self.norm(batch.vectors))) + self.rules(batch.rules) + self.marks(batch.marks)
        x = functional.gelu(x)
        for norm, layer in zip(self.norms, self.layers, strict=True):
            seen = layer((norm(x) * real[:, :, None]).transpose(1, 2)).transpose(1, 2)
            x = x + self._drop(functional.gelu(seen))
        x = x + self._drop(self._attend(self.before_attention(x), real))
        x = x + self._drop(self.down(functional.gelu(self.up(self.before_inner(x)))))
        x = self._drop(self.last(x))
        return self.tags(x), x

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
        near = self.parts[role](_means(states, parts)) @ self.cues[role](_means(states, cues)).T / self.sizes.link**0.5
        distances = self.distances[role](torch.from_numpy(distance_buckets(parts, cues)))[..., 0]
        found: Tensor = (
            near + distances + self.kinds[role](torch.from_numpy(pair_kinds(paragraph, parts, cues)))[..., 0]
        )
        return found

    def _attend(self, x: Tensor, real: Tensor) -> Tensor:
        paragraphs, words, width = x.shape
        split = self.attention(x).view(paragraphs, words, 3, self.sizes.heads, width // self.sizes.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=real[:, None, None, :])
        found: Tensor = self.attended(seen.transpose(1, 2).reshape(paragraphs, words, width))
        return found

    def _drop(self, x: Tensor) -> Tensor:
        return functional.dropout(x, self.dropout, self.training)


def _means(states: Tensor, runs: Sequence[Run]) -> Tensor:
    return torch.stack([states[start:end].mean(0) for _, start, end in runs])
