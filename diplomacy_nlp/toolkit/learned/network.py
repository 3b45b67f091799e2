"""The network: words beside their neighbours in the tree and in the row, and what their sentence stands between."""

from __future__ import annotations

from typing import Any

import torch
from attrs import asdict, evolve, field, frozen
from torch import Tensor, nn
from torch.nn import functional

from ..words import RELATIONS, TAGS
from .columns import KINDS, STANCES
from .products import Layer, convolution, product, recurrence

__all__ = ["OUTPUTS", "Batch", "EventNetwork", "Sizes"]

# What is said of each word. The label of a cue is one of several; all else is a log odds of its own.
OUTPUTS = {
    "proposal": 1,  # a cue's head
    "kind": len(KINDS),
    "proposal's cue": 1,  # within a cue
    "content": 1,
    "reaction": 1,
    "stance": len(STANCES),
    "reaction's cue": 1,
    "evidence": 1,
    "condition": 1,
    "reason": 1,
    "negated": 1,
    "hedged": 1,
}


@frozen(kw_only=True)
class Sizes:
    """How large the network is."""

    vectors: int = 1152
    facts: int = 100
    width: int = 128
    convolutions: int = 2
    context: int = 32
    outputs: tuple[str, ...] = field(default=tuple(OUTPUTS), converter=tuple)

    def as_dict(self) -> dict[str, Any]:
        """The sizes by name."""
        return asdict(self)


@frozen(kw_only=True)
class Batch:
    """Articles, one after the other.

    Args:
        vectors, facts: [word, number].
        tags, relations: [word].
        heads: number of each word's head within the batch, its own for a root.
        sentences: number of each word's sentence within the batch, [word].
        articles: number of sentences of each article.
        seen: what `EventNetwork.seen` makes of the vectors, where that is known already.
    """

    vectors: Tensor
    facts: Tensor
    tags: Tensor
    relations: Tensor
    heads: Tensor
    sentences: Tensor
    articles: list[int]
    seen: Tensor | None = None

    def only(self, rows: Tensor) -> Batch:
        """Some of the words, whole sentences, for what is made of them within these once their vectors are seen."""
        places = torch.zeros_like(self.heads).index_copy(0, rows, torch.arange(len(rows)))
        heads = places[self.heads[rows]]
        told = {name: getattr(self, name)[rows] for name in ("facts", "tags", "relations", "sentences")}
        return evolve(self, heads=heads, **told)


class EventNetwork(nn.Module):
    """The network.

    Args:
        sizes: see there.
        dropout: used while it is trained.
    """

    def __init__(self, sizes: Sizes, *, dropout: float = 0.2) -> None:
        super().__init__()
        self.sizes = sizes
        self.dropout = dropout
        width = sizes.width
        self.read = nn.Linear(sizes.vectors, width)
        self.told = nn.Linear(sizes.facts, width, bias=False)
        self.tags = nn.Embedding(len(TAGS), width)
        self.relations = nn.Embedding(len(RELATIONS), width)
        self.before_tree = nn.LayerNorm(width)
        self.tree = nn.Linear(3 * width, width)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(sizes.convolutions))
        self.layers = nn.ModuleList(nn.Conv1d(width, width, 3, padding=1) for _ in range(sizes.convolutions))
        if sizes.context:
            self.pooled = nn.Linear(width, sizes.context)
            self.story = nn.GRU(sizes.context, sizes.context, bidirectional=True)
            self.context = nn.Linear(2 * sizes.context, width)
        self.last = nn.LayerNorm(width)
        self.outputs = nn.Linear(width, sum(OUTPUTS[name] for name in sizes.outputs))
        self._ready: dict[nn.Module, Layer] = {}

    def settle(self) -> None:
        """Makes a trained network fast; its weights are taken as they are now."""
        linear = (self.read, self.told, self.tree, self.outputs, *((self.context,) if self.sizes.context else ()))
        self._ready = {
            **{layer: product(layer) for layer in linear},
            **{layer: convolution(layer) for layer in self.layers if isinstance(layer, nn.Conv1d)},
            **({self.story: recurrence(self.story)} if self.sizes.context else {}),
        }

    def seen(self, vectors: Tensor) -> Tensor:
        """What the network makes of the encoder's vectors alone, [word, width]: the larger part of its work."""
        return self._through(self.read, self._drop(vectors))

    def _through(self, layer: nn.Module, *parts: Tensor) -> Tensor:
        """What a layer makes of rows, of several parts side by side."""
        if layer in self._ready:
            return self._ready[layer](*parts)
        found: Tensor = layer(torch.cat(parts, dim=-1).float())
        return found

    def _convolved(self, layer: nn.Module, x: Tensor, batch: Batch) -> Tensor:
        """What a convolution makes of words, none of which sees those of other sentences."""
        if layer in self._ready:
            return self._ready[layer](x, batch.sentences)
        places = torch.arange(len(x), device=x.device) + 2 * batch.sentences
        row = x.new_zeros(int(places[-1]) + 1, x.shape[1]).index_copy(0, places, x)
        found: Tensor = layer(row.T[None])[0].T[places]
        return found

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        """The scores of each output, [word, label]."""
        return self.by_output(self.scores(batch))

    def by_output(self, whole: Tensor) -> dict[str, Tensor]:
        """What stands side by side for all outputs, [word, number], for each of them."""
        wide = [OUTPUTS[name] for name in self.sizes.outputs]
        return dict(zip(self.sizes.outputs, torch.split(whole, wide, dim=-1), strict=True))

    def scores(self, batch: Batch) -> Tensor:
        """The scores of all outputs side by side, [word, number]."""
        return self.outcome(self.states(batch), batch)

    def states(self, batch: Batch) -> Tensor:
        """What the network makes of words within their sentences, [word, width]."""
        x = (
            (self.seen(batch.vectors) if batch.seen is None else batch.seen)
            + self._through(self.told, batch.facts)
            + self.tags(batch.tags)
            + self.relations(batch.relations)
        )
        x = functional.gelu(x)
        x = x + self._drop(functional.gelu(self._through(self.tree, *self._in_tree(self.before_tree(x), batch))))
        for norm, layer in zip(self.norms, self.layers, strict=True):
            x = x + self._drop(functional.gelu(self._convolved(layer, norm(x), batch)))
        return x

    def outcome(self, x: Tensor, batch: Batch) -> Tensor:
        """The scores of words, given their states."""
        if self.sizes.context:
            x = x + self._through(self.context, self._story(x, batch)).index_select(0, batch.sentences)
        return self._through(self.outputs, self._drop(self.last(x)))

    def _in_tree(self, x: Tensor, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Each word, its head, and the mean of what hangs on it."""
        inner = (batch.heads != torch.arange(len(x), device=x.device)).to(x.dtype)[:, None]
        below = torch.zeros_like(x).index_add(0, batch.heads, x * inner)
        count = torch.zeros_like(inner).index_add(0, batch.heads, inner)
        return x, x.index_select(0, batch.heads) * inner, below / count.clamp(min=1)

    def _story(self, x: Tensor, batch: Batch) -> Tensor:
        """What sentences are about, read in their order in both directions."""
        sums = x.new_zeros(sum(batch.articles), x.shape[1]).index_add(0, batch.sentences, x)
        ones = x.new_ones(len(x), 1)
        count = x.new_zeros(len(sums), 1).index_add(0, batch.sentences, ones)
        pooled = functional.gelu(self.pooled(sums / count.clamp(min=1)))
        if len(batch.articles) == 1:
            found: Tensor = (
                self._ready[self.story](pooled) if self.story in self._ready else self.story(pooled[:, None])[0][:, 0]
            )
            return found
        packed = nn.utils.rnn.pack_sequence([*torch.split(pooled, batch.articles)], enforce_sorted=False)
        read, _ = self.story(packed)
        padded, _ = nn.utils.rnn.pad_packed_sequence(read)
        return torch.cat([padded[:length, number] for number, length in enumerate(batch.articles)])

    def _drop(self, x: Tensor) -> Tensor:
        return functional.dropout(x, self.dropout, self.training)
