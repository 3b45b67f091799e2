"""The network: convolutions and one layer of attention over the words of a paragraph."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from attrs import asdict, field, frozen
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from .tags import TAGS

__all__ = ["DISTANCES", "PARTS", "AttributionNetwork", "Batch", "Sizes", "distance_buckets"]

MARKS = 8  # kinds of places with respect to quotation marks and ends of sentences
DISTANCES = 24  # kinds of distances between two words
PARTS = ("content", "source")
_FAR = DISTANCES // 2 - 1


@frozen(kw_only=True)
class Sizes:
    """How large the network is."""

    vectors: int = 384
    width: int = 128
    dilations: tuple[int, ...] = field(default=(1, 2, 4), converter=tuple)
    heads: int = 4
    inner: int = 256
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

    def links(self, role: str, states: Tensor, parts: Tensor, cues: Tensor) -> Tensor:
        """Scores of cues for contents or sources, [part, cue].

        A content has one cue, so its scores are for a softmax. A source may have several ("she said ... and added"),
        so each of its scores is a log odds.

        Args:
            role: "content" or "source".
            states: of one paragraph, [word, width].
            parts: first words of contents or sources.
            cues: first words of cues.
        """
        near = self.parts[role](states[parts]) @ self.cues[role](states[cues]).T / self.sizes.link**0.5
        found: Tensor = (
            near + self.distances[role](torch.from_numpy(distance_buckets(parts.numpy(), cues.numpy())))[..., 0]
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


def distance_buckets(parts: NDArray[np.int64], cues: NDArray[np.int64]) -> NDArray[np.int64]:
    """Kinds of distances from parts to cues, [part, cue]: exact for near words, by powers of two for others."""
    distance = cues[None, :] - parts[:, None]
    size = np.minimum((np.log2(np.maximum(np.abs(distance), 1).astype(np.float32)) * 1.5).astype(np.int64), _FAR)
    found: NDArray[np.int64] = np.where(distance > 0, size + _FAR + 1, size)
    return found
