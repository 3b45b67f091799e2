"""Confidences that keep their word: of the items with a confidence near 0.8, about four in five are right.

A rule's own estimate is a guess. A logistic model corrects it by a handful of facts about the item (is it known who
reacts? is there a target?); its weights were fitted to items that people had judged, and stand in a data file.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path

from attrs import field, frozen

from ..errors import LexiconError
from .lexicon import read_lexicon

__all__ = ["Calibration", "log_odds", "read_weights"]

_LEAST = 0.01  # nothing is certain, nor impossible


def log_odds(share: float) -> float:
    """The logarithm of the odds of a share: 0 for a half, about 1.4 for four in five; near 0 and 1 it is cut off."""
    share = min(max(share, _LEAST), 1 - _LEAST)
    return math.log(share / (1 - share))


def _number(cell: str | float) -> float:
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"weight: a number is expected, not {cell!r}")
    return number


@frozen
class _Weight:
    fact: str
    weight: float = field(converter=_number)


def read_weights(source: str | Path | Traversable) -> Mapping[str, float]:
    """What each fact weighs, by a lexicon file with the columns `fact` and `weight`.

    Raises:
        LexiconError: the file cannot be read, a weight is no number, or a fact is named twice.
    """
    lines = read_lexicon(source, _Weight)
    weights = {line.fact: line.weight for line in lines}
    if len(weights) < len(lines):
        raise LexiconError(f"{source}: a fact is named twice")
    return weights


@frozen(kw_only=True)
class Calibration:
    """A logistic model.

    Args:
        weights: what each fact adds to the log odds that the item is right; "constant" is added to all.
    """

    weights: Mapping[str, float]

    @classmethod
    def read(cls, source: str | Path | Traversable, facts: Iterable[str]) -> Calibration:
        """The model in a lexicon file with the columns `fact` and `weight`.

        Args:
            source: the file.
            facts: those that the file must weigh, besides "constant"; no others.

        Raises:
            LexiconError: the file cannot be read, a weight is no number, or a fact is missing, unknown or named twice.
        """
        weights = read_weights(source)
        known = {"constant", *facts}
        if wrong := sorted(weights.keys() ^ known):
            raise LexiconError(f"{source}: the fact {wrong[0]!r} is {'missing' if wrong[0] in known else 'unknown'}")
        return cls(weights=weights)

    def confidence(self, facts: Mapping[str, float]) -> float:
        """How likely an item is right, given its facts (0 or 1, or a number where that is what the fact is)."""
        odds = self.weights["constant"] + sum(self.weights[fact] * value for fact, value in facts.items())
        share = 1 / (1 + math.exp(-odds))
        return round(min(max(share, _LEAST), 1 - _LEAST), 3)
