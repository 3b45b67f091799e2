"""The trained model: an article's vectors in, attributions out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import Any

import numpy as np
import torch
from attrs import field, frozen
from numpy.typing import NDArray
from torch import nn

from diplomacy_nlp.toolkit.models import ModelFiles, one_thread

from .links import distance_buckets, pair_kinds, pair_trees
from .network import PARTS, AttributionNetwork, Batch, Sizes
from .paragraphs import Paragraph
from .tags import ROLES, TAGS, Run, best_tags, runs_of

__all__ = ["EVIDENCE", "Attribution", "AttributionModel", "batch_of", "evidence_of"]

EVIDENCE = 8  # pieces of it that the network has for an attribution
_TAGS_OF = {role: [TAGS.index(f"{place}-{role}") for place in "BI"] for role in ROLES}
_AT_ONCE = 1500  # words
_SURE = 1 - 1e-4
_Chances = Mapping[str, Sequence[float]]  # by role, of each word of a paragraph
_GAP = 2  # words
_LIKELY = 0.1  # a source that is named is mostly somebody's, so half would be too much to ask


@frozen(kw_only=True)
class Attribution:
    """An attribution in numbers of words, each part from its first word to the word after its last.

    Args:
        content: one stretch or more.
        cue: None where the network sees a content and no cue for it.
        source: None where no words name one.
        evidence: see `evidence_of`.
        sourced: how likely it is that the source is this cue's.
    """

    content: tuple[tuple[int, int], ...]
    cue: tuple[int, int] | None
    source: tuple[int, int] | None
    evidence: tuple[float, ...] = field(repr=False)
    sourced: float = 0.0


class AttributionModel:
    """The model, ready to be used.

    Args:
        network: trained.
        vectors_by: the encoder whose vectors it reads (`Annotation.vectors_by`).
        calibration: factors of the evidence, and a constant last.
    """

    def __init__(self, network: AttributionNetwork, *, vectors_by: str, calibration: Sequence[float]) -> None:
        self._network = network.eval()
        self._network.settle()
        self.vectors_by = vectors_by
        self._calibration = tuple(calibration)
        scale = network.sizes.link**-0.5
        self._sides = {role: (_linear(network.parts[role], scale), _linear(network.cues[role])) for role in PARTS}
        self._distances = {role: _table(network.distances[role]) for role in PARTS}
        self._kinds = {role: _table(network.kinds[role]) for role in PARTS}
        self._trees = {role: _table(network.trees[role]) for role in PARTS}

    @classmethod
    def read(cls, files: ModelFiles) -> AttributionModel:
        """The model in a folder.

        Raises:
            ModelError: a file is missing, is not what it should be, or cannot be read.
        """
        network, configuration = files.read(lambda known: AttributionNetwork(Sizes(**known["sizes"])))
        return cls(network, vectors_by=configuration["vectors_by"], calibration=configuration["calibration"])

    @torch.inference_mode()
    def attributions(self, vectors: NDArray[Any], paragraphs: Iterable[Paragraph]) -> list[Attribution]:
        """The attributions of an article, by paragraph.

        Args:
            vectors: a row for each word of the article.
            paragraphs: of the article.
        """
        ordered = [paragraph for paragraph in paragraphs if paragraph.end > paragraph.start]
        found: list[tuple[int, Attribution]] = []
        for group in _groups(ordered):
            lengths = [paragraph.end - paragraph.start for paragraph in group]
            rows = np.concatenate([vectors[paragraph.start : paragraph.end] for paragraph in group])
            with one_thread():
                tags, states = self._network(batch_of(rows, group))
            runs = best_tags(_padded(tags.numpy(), lengths), np.array(lengths))
            sure = _by_role(tags.T.contiguous().softmax(0).numpy())
            seen = states.numpy()
            for row, (end, length) in enumerate(zip(accumulate(lengths), lengths, strict=True)):
                own = slice(end - length, end)
                made = self._of_paragraph(
                    group[row],
                    list(runs_of(runs[row])),
                    {role: of[own] for role, of in sure.items()},
                    seen[own],
                )
                found += [(group[row].start, attribution) for attribution in made]
        return [attribution for _, attribution in sorted(found, key=lambda pair: pair[0])]

    def _of_paragraph(
        self, paragraph: Paragraph, runs: Sequence[Run], chances: _Chances, states: NDArray[np.float32]
    ) -> Iterator[Attribution]:
        offset = paragraph.start
        cues, contents, sources = ([run for run in runs if run[0] == role] for role in ("cue", "content", "source"))
        if not cues:
            for content in contents:
                yield self._attribution(chances, [content], None, None, 0.5, offset)
            return
        if len(cues) > 1:
            belongs = _softmax(self._links("content", states, paragraph, contents, cues))
        else:
            belongs = np.ones((len(contents), 1), np.float32)
        nearest = belongs.argmax(axis=1).tolist() if contents else []
        owns = 1 / (1 + np.exp(-self._links("source", states, paragraph, sources, cues)))
        for number, cue in enumerate(cues):
            own = [place for place, to in enumerate(nearest) if to == number]
            if own:
                linked = float(belongs[own, number].min())
                source = _best_source(sources, owns[:, number].tolist())
                whole = list(_joined([contents[place] for place in own], runs))
                yield self._attribution(chances, whole, cue, source, linked, offset)

    def _links(
        self, role: str, states: NDArray[np.float32], paragraph: Paragraph, parts: Sequence[Run], cues: Sequence[Run]
    ) -> NDArray[np.float32]:
        """As `AttributionNetwork.links`, in NumPy."""
        if not parts:
            return np.zeros((0, len(cues)), np.float32)
        own, theirs = self._sides[role]
        found: NDArray[np.float32] = own(_means(states, parts)) @ theirs(_means(states, cues)).T
        found += self._distances[role][distance_buckets(parts, cues)]
        found += self._kinds[role][pair_kinds(paragraph, parts, cues)]
        found += self._trees[role][pair_trees(role, paragraph, parts, cues)]
        return found

    def _attribution(
        self,
        chances: _Chances,
        contents: Sequence[Run],
        cue: Run | None,
        sourced: tuple[Run, float] | None,
        linked: float,
        offset: int,
    ) -> Attribution:
        source, sure = sourced if sourced is not None else (None, None)
        return Attribution(
            content=tuple((start + offset, end + offset) for _, start, end in contents),
            cue=None if cue is None else (cue[1] + offset, cue[2] + offset),
            source=None if source is None else (source[1] + offset, source[2] + offset),
            evidence=evidence_of(chances, contents, cue, source, linked, sure),
            sourced=sure or 0.0,
        )

    def confidence(self, evidence: Sequence[float]) -> float:
        """How likely content and source are right, in the sense of the benchmark.

        Args:
            evidence: the network's, and what others make of the same attribution (`combine.completed`).
        """
        *factors, constant = self._calibration
        total = constant + sum(factor * value for factor, value in zip(factors, evidence, strict=True))
        return round(1 / (1 + math.exp(-total)), 3)


def _linear(module: nn.Module, scale: float = 1.0) -> Callable[[NDArray[np.float32]], NDArray[np.float32]]:
    """A layer in NumPy, which takes less time to begin with the few rows of a paragraph."""
    weight = np.ascontiguousarray(module.get_parameter("weight").detach().numpy().T * np.float32(scale))
    bias = module.get_parameter("bias").detach().numpy() * np.float32(scale)

    def layer(rows: NDArray[np.float32]) -> NDArray[np.float32]:
        found: NDArray[np.float32] = rows @ weight + bias
        return found

    return layer


def _table(embedding: nn.Module) -> NDArray[np.float32]:
    """What each kind adds to a link."""
    found: NDArray[np.float32] = embedding.get_parameter("weight").detach().numpy()[:, 0].copy()
    return found


def _means(rows: NDArray[np.float32], runs: Sequence[Run]) -> NDArray[np.float32]:
    """The mean row of each run; runs do not overlap and come in order."""
    bounds = [bound for _, start, end in runs for bound in (start, end)]
    if bounds[-1] == len(rows):
        bounds.pop()
    lengths = np.array([end - start for _, start, end in runs], np.float32)
    found: NDArray[np.float32] = np.divide(np.add.reduceat(rows, bounds, axis=0)[::2], lengths[:, None])
    return found


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True)) if scores.size else scores
    found: NDArray[np.float32] = raised / raised.sum(axis=1, keepdims=True) if scores.size else scores
    return found


def _joined(contents: Sequence[Run], runs: Sequence[Run]) -> Iterator[Run]:
    """The contents of one attribution; those with no more than two words of no part between them are one."""
    starts = {start for _, start, _ in runs}
    held = contents[0]
    for content in contents[1:]:
        gap = range(held[2], content[1])
        if len(gap) <= _GAP and not starts.intersection(gap):
            held = (held[0], held[1], content[2])
        else:
            yield held
            held = content
    yield held


def _best_source(sources: Sequence[Run], sure: Sequence[float]) -> tuple[Run, float] | None:
    """The source that most likely has the cue, if that is likely at all."""
    best = max(zip(sure, sources, strict=True), default=(0.0, None))
    return (best[1], best[0]) if best[1] is not None and best[0] > _LIKELY else None


def evidence_of(
    chances: _Chances,
    contents: Sequence[Run],
    cue: Run | None,
    source: Run | None,
    linked: float,
    source_linked: float | None,
) -> tuple[float, ...]:
    """What the network has for an attribution, in log odds or as 0 and 1.

    The mean and the least probability of the content's words, the mean ones of cue and source, those of the links, and
    whether there are cue and source at all.
    """
    content = [chance for _, start, end in contents for chance in chances["content"][start:end]]
    cued = _mean(chances["cue"][cue[1] : cue[2]]) if cue else 0.5
    sourced = _mean(chances["source"][source[1] : source[2]]) if source else 0.5
    found = (_mean(content), min(content), cued, sourced, linked, source_linked or 0.5)
    return (*map(_log_odds, found), float(cue is not None), float(source is not None))


def _padded(rows: NDArray[np.float32], lengths: Sequence[int]) -> NDArray[np.float32]:
    """Rows of words as [paragraph, word, number], zeros after the last word of each."""
    found = np.zeros((len(lengths), max(lengths), rows.shape[1]), np.float32)
    found[np.arange(found.shape[1])[None, :] < np.array(lengths)[:, None]] = rows
    return found


def _by_role(probabilities: NDArray[np.float32]) -> dict[str, list[float]]:
    """Of each word, how likely it plays a part, as a first word or not; given by tag."""
    return {role: probabilities[numbers].sum(axis=0).tolist() for role, numbers in _TAGS_OF.items()}


def _mean(chances: Sequence[float]) -> float:
    return sum(chances) / len(chances)


def _log_odds(chance: float) -> float:
    kept = min(max(chance, 1 - _SURE), _SURE)
    return math.log(kept / (1 - kept))


def batch_of(rows: NDArray[Any], paragraphs: Sequence[Paragraph]) -> Batch:
    """Paragraphs, one after the other.

    Args:
        rows: the vectors of their words.
        paragraphs: in the same order.
    """
    return Batch(
        vectors=torch.from_numpy(rows).float(),
        rules=torch.tensor([*chain.from_iterable(paragraph.rules for paragraph in paragraphs)], dtype=torch.int32),
        marks=torch.tensor([*chain.from_iterable(paragraph.marks for paragraph in paragraphs)], dtype=torch.int32),
        lengths=torch.tensor([paragraph.end - paragraph.start for paragraph in paragraphs]),
    )


def _groups(paragraphs: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    group: list[Paragraph] = []
    for paragraph in sorted(paragraphs, key=lambda p: p.end - p.start):
        if group and (len(group) + 1) * (paragraph.end - paragraph.start) > _AT_ONCE:
            yield group
            group = []
        group.append(paragraph)
    if group:
        yield group
