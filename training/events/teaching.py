"""Teachers: networks that also read the vectors of a larger encoder, and say of articles without gold what they see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from attrs import evolve
from learning import Settings, learned, read_by
from numpy.typing import NDArray

from examples import Answers, Example

__all__ = ["taught", "with_large"]

_LABELS = {"kind": "proposal", "stance": "reaction"}


def with_large(examples: Sequence[Example], folder: Path) -> list[Example]:
    """The examples, beside whose vectors stand those of the larger encoder (large.py); without those that have none."""
    found = []
    for example in examples:
        path = folder / f"{example.source.article.sha256}.npy"
        if path.is_file():
            vectors = np.concatenate([example.vectors, np.load(path)], axis=1)
            found.append(evolve(example, vectors=vectors))
    return found


def taught(
    gold: Sequence[Example], without: Sequence[Example], folder: Path, settings: Settings, seeds: Sequence[int]
) -> list[Example]:
    """Articles without gold, with the answers of teachers that learned from `gold`.

    Args:
        gold: annotated articles.
        without: articles that are not annotated.
        folder: the larger encoder's vectors.
        settings: of the teachers.
        seeds: one teacher each; their chances are averaged.
    """
    read: dict[str, dict[str, Any]] = {}
    for seed in seeds:
        teacher = learned(with_large(gold, folder), settings, seed)
        for example in with_large(without, folder):
            own = read.setdefault(example.source.name, {})
            for name, chances in read_by(teacher, example, settings).items():
                own[name] = own.get(name, 0) + chances / len(seeds)
    return [evolve(e, answers=_answers(e, read[e.source.name])) for e in without if e.source.name in read]


def _answers(example: Example, chances: Mapping[str, NDArray[np.float32]]) -> Answers:
    empty = np.zeros(len(example.columns.tags), np.bool_)
    return Answers(
        yes={name: found for name, found in chances.items() if name not in _LABELS},
        labels={label: chances[label] for label in _LABELS},
        labelled={label: chances[name] for label, name in _LABELS.items()},
        open=dict.fromkeys(_LABELS.values(), empty),
    )
