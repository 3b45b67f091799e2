"""What brings what: networks of cues that learn with less, or without a part of what they read.

    python training/events/variants.py GOLD_DIR [GOLD_DIR ...] --texts DIR [DIR ...] --work WORK
        [--split SPLIT.tsv] [--valences vader_lexicon.txt] [--folds 3] [--seeds 1]
        [--only WORD ...] [--set NAME=VALUE ...]

The arguments are those of train.py. Each row of the table that is printed is a way to learn; its figures are of the
annotated articles, each read by networks that did not learn from it, without judges and without the rules' own
findings: average precision of the heads of cues, the best F1 of them over thresholds, the share of labels that are
right at gold cues, and after "±" the standard deviation over seeds where there are several.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from attrs import evolve
from corpus import Prepared, fold_of
from learning import Settings, learned, read_by
from numpy.typing import NDArray
from train import gold_examples, parser_of, settings_of

from examples import Example

__all__ = ["average_precision", "best_f1"]

_TASKS = {"proposal": "kind", "reaction": "stance"}
_PARTS = 1000
_WAYS: Mapping[str, tuple[float, Mapping[str, Any]]] = {
    "all": (1.0, {}),
    "half of the gold": (0.5, {}),
    "a quarter of the gold": (0.25, {}),
    "without our own texts": (1.0, {}),
    "without the rules' votes": (1.0, {"rules": False}),
    "without lexicons and valences": (1.0, {"lemmas": False}),
    "without the article around a sentence": (1.0, {"context": 0}),
}
_OURS = ("mirrored/", "invented/")


def main() -> None:
    """Prints the table."""
    options = _options()
    torch.set_num_threads(1)
    settings = settings_of(options.set)
    examples, *_ = gold_examples(options, settings)
    print("| learned from | proposals: AP | F1 | kind | reactions: AP | F1 | stance |\n|---|---|---|---|---|---|---|")
    for name, (share, changes) in _WAYS.items():
        if options.only and not any(word in name for word in options.only):
            continue
        rows = []
        for seed in range(options.seeds):
            reads = dict(_read(examples, evolve(settings, **changes), name, share, seed, options.folds))
            rows.append(figures([e for e in examples if e.source.name in reads], reads))
        print(f"| {name} | {' | '.join(_told([row[n] for row in rows]) for n in range(len(rows[0])))} |", flush=True)


def _options() -> argparse.Namespace:
    parser = parser_of(__doc__, seeds=1, folds=3)
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD", help="the rows with one of these words alone")
    return parser.parse_args()


def _read(
    examples: Sequence[Example], settings: Settings, way: str, share: float, seed: int, folds: int
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """By name, what a network says of each article that it did not learn from; always of the same articles."""
    for fold in range(folds):
        away = [e for e in examples if fold_of(e.source.article.text, folds) == fold and not e.source.is_ours]
        names = {e.source.name for e in away}
        known = [e for e in examples if e.source.name not in names and _is_in(e.source, way, share)]
        network = learned(known, settings, seed)
        for example in away:
            yield example.source.name, read_by(network, example, settings)


def _is_in(article: Prepared, way: str, share: float) -> bool:
    """Whether an article is learned from; each article's lot is cast once."""
    if way == "without our own texts" and article.name.startswith(_OURS):
        return False
    return int(hashlib.sha256(article.name.encode()).hexdigest(), 16) % _PARTS < share * _PARTS


def figures(examples: Sequence[Example], reads: Mapping[str, Mapping[str, Any]]) -> list[float]:
    """The six figures of a row, in percent."""
    found: list[float] = []
    for task, label in _TASKS.items():
        known = [~example.answers.open[task] for example in examples]
        right = np.concatenate([e.answers.yes[task][own] for e, own in zip(examples, known, strict=True)]) > 0
        chances = np.concatenate([reads[e.source.name][task][own] for e, own in zip(examples, known, strict=True)])
        labels = [
            int(reads[e.source.name][label][cue.head].argmax()) == cue.label for e in examples for cue in e.cues[task]
        ]
        found += [average_precision(right, chances), best_f1(right, chances), float(np.mean(labels))]
    return [100 * value for value in found]


def average_precision(right: NDArray[np.bool_], chances: NDArray[Any]) -> float:
    """The mean of the precision at each right answer, the likeliest first."""
    order = np.argsort(-chances, kind="stable")
    hits = right[order]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(precision[hits].mean())


def best_f1(right: NDArray[np.bool_], chances: NDArray[Any]) -> float:
    """The greatest F1 of all thresholds."""
    order = np.argsort(-chances, kind="stable")
    hits = np.cumsum(right[order])
    return float((2 * hits / (np.arange(1, len(hits) + 1) + right.sum())).max())


def _told(values: Sequence[float]) -> str:
    spread = f" ± {np.std(values):.1f}" if len(values) > 1 else ""
    return f"{np.mean(values):.1f}{spread}"


if __name__ == "__main__":
    main()
