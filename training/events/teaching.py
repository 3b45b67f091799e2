"""Teachers: networks that also read the vectors of a larger encoder, and say of articles what they see.

Of articles without gold, that is all that is learned. Of annotated articles, a part of what is learned is what a
teacher says that has not seen their annotations: how likely a word is a cue, and not only whether somebody took it for
one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from attrs import evolve
from corpus import fold_of
from learning import Settings, learned, read_by
from numpy.typing import NDArray

from examples import Answers, Example

__all__ = ["Learns", "Says", "answers_of", "blended", "taught", "with_frozen", "with_large"]

_LABELS = {"kind": "proposal", "stance": "reaction"}
_SURE = 1e-6
Chances = Mapping[str, NDArray[np.float32]]
Says = Callable[[Example], Chances]
Learns = Callable[[Sequence[Example], Settings, int], Says]


def with_large(examples: Sequence[Example], folder: Path) -> list[Example]:
    """The examples, beside whose vectors stand those of the larger encoder (large.py); without those that have none."""
    found = []
    for example in examples:
        path = folder / f"{example.source.article.sha256}.npy"
        if path.is_file():
            vectors = np.concatenate([example.vectors, np.load(path)], axis=1)
            found.append(evolve(example, vectors=vectors))
    return found


def with_frozen(examples: Sequence[Example], settings: Settings, seed: int) -> Says:
    """What a teacher says that reads the frozen encoder's vectors, and learned from annotated articles."""
    network = learned(examples, settings, seed)
    return lambda example: read_by(network, example, settings)


def taught(
    gold: Sequence[Example],
    without: Sequence[Example],
    folder: Path,
    settings: Settings,
    teachers: int,
    learns: Learns,
) -> dict[str, Chances]:
    """What teachers say of articles, by their names.

    Each teacher learns from all annotated articles but its part of them, of which it then says what it sees; of what is
    not annotated all say it, and their chances are averaged.

    Args:
        gold: annotated articles.
        without: articles that are not annotated.
        folder: the larger encoder's vectors.
        settings: of the teachers.
        teachers: how many there are, two at least.
        learns: how one learns, by a seed.
    """
    annotated, plain = with_large(gold, folder), with_large(without, folder)
    found: dict[str, dict[str, Any]] = {}
    for teacher in range(teachers):
        own = [e for e in annotated if fold_of(f"{e.source.article.text}.", teachers) == teacher]
        names = {e.source.name for e in own if not e.source.is_ours}
        says = learns([e for e in annotated if e.source.name not in names], settings, teacher)
        for example in own:
            if example.source.name in names:
                found[example.source.name] = dict(says(example))
        for example in plain:
            said = found.setdefault(example.source.name, {})
            for name, chances in says(example).items():
                said[name] = said.get(name, 0) + chances / teachers
    return found


def answers_of(example: Example, chances: Chances) -> Answers:
    """What teachers say of an article, as what is learned of it."""
    return Answers(
        yes={name: found for name, found in chances.items() if name not in _LABELS},
        labels={label: chances[label] for label in _LABELS},
        labelled={label: chances[name] for label, name in _LABELS.items()},
        open=dict.fromkeys(_LABELS.values(), np.zeros(len(example.columns.tags), np.bool_)),
    )


def blended(example: Example, chances: Chances | None, share: float) -> Example:
    """An annotated article of which a share of what is learned is what a teacher says.

    Args:
        example: the article.
        chances: by output, what the teacher says; None where none was asked.
        share: of what is learned, from 0 to 1.
    """
    if chances is None:
        return example
    gold, said = example.answers, answers_of(example, chances)
    labels, labelled = {}, {}
    for label in _LABELS:
        theirs, own = share * said.labelled[label], (1 - share) * gold.labelled[label]
        weight = theirs + own
        both = theirs[:, None] * said.labels[label] + own[:, None] * gold.labels[label]
        labels[label] = np.where(weight[:, None] > _SURE, both / np.maximum(weight, _SURE)[:, None], said.labels[label])
        labelled[label] = weight
    yes = {name: (1 - share) * found + share * said.yes[name] for name, found in gold.yes.items()}
    return evolve(example, answers=Answers(yes=yes, labels=labels, labelled=labelled, open=gold.open))
