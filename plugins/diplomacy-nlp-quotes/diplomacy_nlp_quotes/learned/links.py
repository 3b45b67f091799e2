"""What is known of a pair of a part (content or source) and a cue, beside what the network makes of their words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .paragraphs import Paragraph
from .tags import Run

__all__ = ["DISTANCES", "KINDS", "distance_buckets", "pair_kinds"]

DISTANCES = 24  # kinds of distances between two words
_FAR = DISTANCES // 2 - 1
_UNKNOWN, _TOGETHER, _APART, _ONE_KNOWN = range(4)  # what the rules say of the two
_BETWEEN = 3  # cues that stand between them: none, one, more
KINDS = 4 * _BETWEEN * 2
_NONE: frozenset[int] = frozenset()


def distance_buckets(parts: Sequence[Run], cues: Sequence[Run]) -> NDArray[np.int64]:
    """Kinds of distances from parts to cues, [part, cue]: exact for near words, by powers of two for others."""
    firsts, others = _starts(parts), _starts(cues)
    distance = others[None, :] - firsts[:, None]
    size = np.minimum((np.log2(np.maximum(np.abs(distance), 1).astype(np.float32)) * 1.5).astype(np.int64), _FAR)
    found: NDArray[np.int64] = np.where(distance > 0, size + _FAR + 1, size)
    return found


def pair_kinds(paragraph: Paragraph, parts: Sequence[Run], cues: Sequence[Run]) -> NDArray[np.int64]:
    """Kinds of pairs, [part, cue]: whether the rules see them together, cues between them, one sentence or not.

    Args:
        paragraph: that they stand in.
        parts: contents, or sources.
        cues: in the order of the text.
    """
    firsts, others = _starts(parts), _starts(cues)
    before = np.searchsorted(others, firsts)[:, None]
    number = np.arange(len(cues))[None, :]
    between = np.minimum(np.where(number >= before, number - before, before - 1 - number), _BETWEEN - 1)
    sentences = np.array(paragraph.sentences)
    lasts = np.array([end - 1 for _, _, end in parts], np.int64)
    here = sentences[others][None, :]
    same = (sentences[firsts][:, None] == here) | (sentences[lasts][:, None] == here)
    own, theirs = [_proposed(paragraph, run) for run in parts], [_proposed(paragraph, run) for run in cues]
    said = np.array([[_said(one, other) for other in theirs] for one in own], np.int64).reshape(len(parts), len(cues))
    found: NDArray[np.int64] = (said * _BETWEEN + between) * 2 + same
    return found


def _starts(runs: Sequence[Run]) -> NDArray[np.int64]:
    return np.array([start for _, start, _ in runs], np.int64)


def _proposed(paragraph: Paragraph, run: Run) -> frozenset[int]:
    role, start, end = run
    if role == "content":
        return paragraph.proposed.get((role, start), _NONE)
    return _NONE.union(*(paragraph.proposed.get((role, word), _NONE) for word in range(start, end)))


def _said(one: frozenset[int], other: frozenset[int]) -> int:
    if one and other:
        return _APART if one.isdisjoint(other) else _TOGETHER
    return _ONE_KNOWN if one or other else _UNKNOWN
