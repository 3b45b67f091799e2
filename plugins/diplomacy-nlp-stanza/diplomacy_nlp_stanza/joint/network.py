"""The network: one small BERT encoder, read by a tagger, a lemmatiser, a parser and an entity recogniser at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from attrs import asdict, frozen
from torch import Tensor, nn
from torch.nn import functional

from .rows import Rows

__all__ = ["Batch", "Network", "RowScores", "Scores", "Sizes", "embedding"]

_RELATIONS_AT_ONCE = 64  # arcs; what is computed with them should fit into the processor's cache


@frozen(kw_only=True)
class Sizes:
    """How large the network is; the defaults are those of all-MiniLM-L6-v2.

    Args:
        pieces: in the vocabulary.
        cases: ways to capitalise a word.
        upos, feats, lemmas, deprels, entities: labels of each kind.
    """

    pieces: int = 30522
    positions: int = 512
    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    cases: int = 6
    upos: int
    feats: int
    lemmas: int
    deprels: int
    entities: int
    arc: int = 256
    rel: int = 96

    def as_dict(self) -> dict[str, Any]:
        """The sizes by name, for a configuration file."""
        return asdict(self)


@frozen(kw_only=True)
class Batch:
    """Sentences for the network, padded on the right.

    Args:
        pieces, cases: [sentence, piece].
        lengths: pieces of each sentence.
        first, last: [sentence, word]: places of each word's first and last piece; word 0 is the root, before them all.
        words: number of words of each sentence, the root included.
    """

    pieces: Tensor
    cases: Tensor
    lengths: Tensor
    first: Tensor
    last: Tensor
    words: Tensor


@frozen(kw_only=True)
class Scores:
    """What the network makes of a batch: scores of labels for each word (the root included), and of heads.

    Args:
        upos, feats, lemmas, entities: [sentence, word, label].
        arcs: [sentence, dependent, head].
        dependents, governors: [sentence, word, width]: what `Network.deprels` reads.
        vectors: [sentence, word, width]: what all of them were read off.
    """

    upos: Tensor
    feats: Tensor
    lemmas: Tensor
    entities: Tensor
    arcs: Tensor
    dependents: Tensor
    governors: Tensor
    vectors: Tensor


@frozen(kw_only=True)
class RowScores:
    """The same for sentences one after the other, [word, label] and [word, width]; of arcs a matrix for each sentence.

    For what the fields mean see `Scores`.
    """

    upos: Tensor
    feats: Tensor
    lemmas: Tensor
    entities: Tensor
    arcs: list[Tensor]
    dependents: Tensor
    governors: Tensor


def embedding(rows: int, width: int) -> nn.Embedding:
    """An embedding as torch makes it, but that no numbers are rolled for one without memory (on the device "meta").

    Torch would import its compiler to do nothing there, which takes two seconds.
    """
    weight = torch.empty(rows, width)
    return nn.Embedding(rows, width, _weight=weight if weight.is_meta else nn.init.normal_(weight))


class _Layer(nn.Module):
    """A layer of BERT (Devlin et al. 2019)."""

    def __init__(self, sizes: Sizes, dropout: float) -> None:
        super().__init__()
        self.heads = sizes.heads
        self.dropout = dropout
        self.attention = nn.Linear(sizes.width, 3 * sizes.width)
        self.attended = nn.Linear(sizes.width, sizes.width)
        self.attended_norm = nn.LayerNorm(sizes.width, eps=1e-12)
        self.up = nn.Linear(sizes.width, sizes.inner)
        self.down = nn.Linear(sizes.inner, sizes.width)
        self.norm = nn.LayerNorm(sizes.width, eps=1e-12)

    def forward(self, x: Tensor, attend: Callable[[Tensor, int], Tensor]) -> Tensor:
        seen = self.attended(attend(self.attention(x), self.heads))
        x = self.attended_norm(x + functional.dropout(seen, self.dropout, self.training))
        made = self.down(functional.gelu(self.up(x)))
        found: Tensor = self.norm(x + functional.dropout(made, self.dropout, self.training))
        return found


class _Encoder(nn.Module):
    def __init__(self, sizes: Sizes, dropout: float) -> None:
        super().__init__()
        self.dropout = dropout
        self.pieces = embedding(sizes.pieces, sizes.width)
        self.places = embedding(sizes.positions, sizes.width)
        self.cases = embedding(sizes.cases, sizes.width)
        nn.init.zeros_(self.cases.weight)
        self.norm = nn.LayerNorm(sizes.width, eps=1e-12)
        self.layers = nn.ModuleList(_Layer(sizes, dropout) for _ in range(sizes.layers))

    def forward(self, batch: Batch) -> Tensor:
        return self.states(batch)[-1]

    def states(self, batch: Batch) -> list[Tensor]:
        """What each layer makes of the pieces, [sentence, piece, width]."""
        length = batch.pieces.shape[1]
        mask = torch.arange(length, device=batch.pieces.device)[None, :] < batch.lengths[:, None]

        def attend(made: Tensor, heads: int) -> Tensor:
            query, key, value = made.view(*made.shape[:2], 3, heads, -1).permute(2, 0, 3, 1, 4)
            seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask[:, None, None, :])
            return seen.transpose(1, 2).flatten(2)

        return self._states(self.pieces(batch.pieces) + self.places.weight[:length] + self.cases(batch.cases), attend)

    def states_of_rows(self, rows: Rows) -> list[Tensor]:
        """What each layer makes of the pieces, [row, width]."""
        x = self.pieces(rows.pieces) + self.places(rows.places) + self.cases(rows.cases)
        return self._states(x, rows.attend)

    def _states(self, x: Tensor, attend: Callable[[Tensor, int], Tensor]) -> list[Tensor]:
        x = functional.dropout(self.norm(x), self.dropout, self.training)
        found: list[Tensor] = []
        for layer in self.layers:
            x = layer(x, attend)
            found.append(x)
        return found


def _of_words(pieces: Tensor, batch: Batch) -> Tensor:
    wide = pieces.shape[2]
    first = pieces.gather(1, batch.first[:, :, None].expand(-1, -1, wide))
    last = pieces.gather(1, batch.last[:, :, None].expand(-1, -1, wide))
    found: Tensor = (first + last) / 2
    return found


class Network(nn.Module):
    """Encoder and heads.

    The parser is the biaffine one (Dozat and Manning 2017), straight on the encoder.

    Args:
        sizes: see there.
        dropout: used while it is trained.
    """

    def __init__(self, sizes: Sizes, *, dropout: float = 0.1) -> None:
        super().__init__()
        self.sizes = sizes
        self.dropout = dropout
        self.encoder = _Encoder(sizes, dropout)
        self.tags = nn.Linear(sizes.width, sizes.upos + sizes.feats + sizes.lemmas + sizes.entities)
        self.sides = nn.Linear(sizes.width, 2 * (sizes.arc + sizes.rel))
        self.arc = nn.Linear(sizes.arc, sizes.arc)
        self.arc_head = nn.Linear(sizes.arc, 1)
        self.rel = nn.Linear(sizes.rel + 1, sizes.deprels * (sizes.rel + 1), bias=False)

    def forward(self, batch: Batch) -> Scores:
        """The scores of all labels but the dependency relations, for which `deprels` wants to know the heads."""
        return self.scores(self.vectors(batch), batch)

    def vectors(self, batch: Batch) -> Tensor:
        """What the encoder makes of each word, [sentence, word, width]: the mean of its first and its last piece."""
        return _of_words(self.encoder(batch), batch)

    def vectors_of_layers(self, rows: Rows, layers: Sequence[int]) -> list[Tensor]:
        """The same of sentences one after the other, [word, width], after each of several layers, counted from 1."""
        states = self.encoder.states_of_rows(rows)
        return [rows.of_words(states[number - 1]) for number in layers]

    def scores(self, vectors: Tensor, batch: Batch) -> Scores:
        """The scores that `forward` gives, of `vectors`."""
        words = functional.dropout(vectors, self.dropout, self.training)
        sizes = self.sizes
        tags = torch.split(self.tags(words), [sizes.upos, sizes.feats, sizes.lemmas, sizes.entities], dim=-1)
        sides = functional.dropout(functional.gelu(self.sides(words)), 2 * self.dropout, self.training)
        dependent, head, rel_dependent, rel_head = torch.split(
            sides, [sizes.arc, sizes.arc, sizes.rel, sizes.rel], dim=-1
        )
        arcs = (self.arc(dependent) @ head.transpose(1, 2)) / sizes.arc**0.5 + self.arc_head(head).transpose(1, 2)
        unreal = torch.arange(arcs.shape[2], device=arcs.device)[None, :] >= batch.words[:, None]
        return Scores(
            upos=tags[0],
            feats=tags[1],
            lemmas=tags[2],
            entities=tags[3],
            arcs=arcs.masked_fill(unreal[:, None, :], -1e4),
            dependents=rel_dependent,
            governors=rel_head,
            vectors=vectors,
        )

    def scores_of_rows(self, vectors: Tensor, rows: Rows) -> RowScores:
        """The scores of words, of their `vectors`, [word, width]; each sentence's arcs by themselves."""
        sizes = self.sizes
        tags = torch.split(self.tags(vectors), [sizes.upos, sizes.feats, sizes.lemmas, sizes.entities], dim=-1)
        sides = functional.gelu(self.sides(vectors))
        dependent, head, rel_dependent, rel_head = torch.split(
            sides, [sizes.arc, sizes.arc, sizes.rel, sizes.rel], dim=-1
        )
        asked, bias = self.arc(dependent), self.arc_head(head)
        return RowScores(
            upos=tags[0],
            feats=tags[1],
            lemmas=tags[2],
            entities=tags[3],
            arcs=[(asked[own] @ head[own].T) / sizes.arc**0.5 + bias[own].T for own in rows.by_sentence()],
            dependents=rel_dependent,
            governors=rel_head,
        )

    def deprels_of_rows(self, scores: RowScores, dependents: Tensor, heads: Tensor) -> Tensor:
        """Scores of relations, [arc, label].

        Args:
            scores: of `scores_of_rows`.
            dependents, heads: of each arc, the numbers of its two words among all words.
        """
        dependent = functional.pad(scores.dependents[dependents], (0, 1), value=1.0)
        head = functional.pad(scores.governors[heads], (0, 1), value=1.0)
        found: list[Tensor] = []
        for ours, theirs in zip(
            torch.split(dependent, _RELATIONS_AT_ONCE), torch.split(head, _RELATIONS_AT_ONCE), strict=True
        ):
            sides = self.rel(ours).view(len(ours), self.sizes.deprels, self.sizes.rel + 1)
            found.append(sides.mul_(theirs[:, None]).sum(-1))  # each by itself, other than in a product of matrices
        return torch.cat(found)

    def deprels(self, scores: Scores, sentences: Tensor, dependents: Tensor, heads: Tensor) -> Tensor:
        """Scores of relations, [arc, label].

        Args:
            scores: of `forward`.
            sentences, dependents, heads: of each arc, the numbers of its sentence and its two words.
        """
        dependent = functional.pad(scores.dependents[sentences, dependents], (0, 1), value=1.0)
        head = functional.pad(scores.governors[sentences, heads], (0, 1), value=1.0)
        sides = self.rel(dependent).view(len(heads), self.sizes.deprels, self.sizes.rel + 1)
        found: Tensor = torch.bmm(sides, head[:, :, None])[:, :, 0] / self.sizes.rel**0.5
        return found
