"""What the network says of a word: that it stands in the content, the cue or the source of an attribution, or in none.

In PolNeAR, these never overlap within an article, so one tag a word says it all (BIO: Ramshaw and Marcus 1995).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["ROLES", "TAGS", "Run", "best_tags", "runs_of", "tags_of_runs"]

ROLES = ("content", "cue", "source")
TAGS = ("O", *(f"{place}-{role}" for role in ROLES for place in "BI"))

Run = tuple[str, int, int]  # role, first word, word after the last

_NEVER = -1e9


def _steps() -> NDArray[np.float32]:
    """0 where one tag may follow another: what goes on must have begun, or the sequence begins in its middle."""
    steps = np.zeros((len(TAGS), len(TAGS)), np.float32)
    for to, name in enumerate(TAGS):
        if name.startswith("I-"):
            before = [number for number, tag in enumerate(TAGS) if tag[2:] != name[2:]]
            steps[before, to] = _NEVER
    return steps


_STEPS = _steps()
_OUTSIDE = TAGS.index("O")
_PADDING = np.where(np.arange(len(TAGS)) == _OUTSIDE, 0, _NEVER).astype(np.float32)
_GOES_ON = [number for number, tag in enumerate(TAGS) if tag.startswith("I-")]


def best_tags(scores: NDArray[np.float32], lengths: NDArray[np.int64]) -> list[list[int]]:
    """Of each sequence the tags of the highest sum of scores that make sense together (Viterbi's algorithm).

    Args:
        scores: [sequence, word, tag].
        lengths: words of each sequence; what follows them is padding.
    """
    beyond = np.arange(scores.shape[1])[None, :] >= lengths[:, None]
    best: NDArray[np.int64] = np.where(beyond, _OUTSIDE, scores.argmax(axis=2))
    senseless = (_STEPS[best[:, :-1], best[:, 1:]] < 0).any(axis=1) | np.isin(best[:, 0], _GOES_ON)
    if senseless.any():
        best[senseless] = _viterbi(np.where(beyond[..., None], _PADDING, scores)[senseless])
    return [row[:length] for row, length in zip(best.tolist(), lengths.tolist(), strict=True)]


def _viterbi(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """All sequences at once, since each step of NumPy costs the same for many as for one."""
    sums = scores[:, 0].copy()
    sums[:, _GOES_ON] += _NEVER
    back = np.zeros(scores.shape, np.int64)
    for place in range(1, scores.shape[1]):
        ways = sums[:, :, None] + _STEPS
        back[:, place] = ways.argmax(axis=1)
        sums = ways.max(axis=1) + scores[:, place]
    paths = np.zeros(scores.shape[:2], np.int64)
    paths[:, -1] = sums.argmax(axis=1)
    rows = np.arange(len(scores))
    for place in range(scores.shape[1] - 1, 0, -1):
        paths[:, place - 1] = back[rows, place, paths[:, place]]
    return paths


def runs_of(tags: Sequence[int]) -> Iterator[Run]:
    """The stretches of words that belong together."""
    start, role = 0, ""
    for place, number in enumerate([*tags, 0]):
        tag = TAGS[number]
        if role and tag != f"I-{role}":
            yield role, start, place
            role = ""
        if tag.startswith("B-"):
            start, role = place, tag[2:]


def tags_of_runs(runs: Sequence[Run], length: int) -> list[int]:
    """The tags of runs; where two overlap, the later one in the sequence counts."""
    tags = [0] * length
    for role, start, end in runs:
        tags[start:end] = [TAGS.index(f"I-{role}")] * (end - start)
        tags[start] = TAGS.index(f"B-{role}")
    return tags
