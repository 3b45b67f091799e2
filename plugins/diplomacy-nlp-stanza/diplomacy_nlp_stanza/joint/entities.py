"""From scores of tags to entities.

A tag is "O", or the place in an entity (B, I, E, or S for the only word) and a type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["Tagging", "entity_spans", "tags_of_spans"]

_NEVER = -1e9
_LIKELY = 0.2  # the least probability of each tag of an entity; chosen on the development part


class Tagging:
    """What tags there are, and which may follow which."""

    def __init__(self, tags: Sequence[str]) -> None:
        self.tags = tuple(tags)
        outside = ["O", *tags, "O"]
        allowed = np.array([[_may_follow(one, other) for other in outside] for one in outside])
        self._starts = np.where(allowed[0, 1:-1], 0, _NEVER)
        self._ends = np.where(allowed[1:-1, -1], 0, _NEVER)
        self._steps = np.where(allowed[1:-1, 1:-1], 0, _NEVER)

    def best(self, scores: NDArray[np.float32]) -> list[str]:
        """The tags of the highest sum of scores that make sense together, less entities with an unlikely tag.

        Args:
            scores: [word, tag].
        """
        path = self._path(scores)
        tags = [self.tags[number] for number in path]
        if any(tag != "O" for tag in tags):
            likely = _likely(scores, path)
            for start, end, _ in entity_spans(tags):
                if likely[start:end].min() < _LIKELY:
                    tags[start:end] = ["O"] * (end - start)
        return tags

    def _path(self, scores: NDArray[np.float32]) -> list[int]:
        """The numbers of the tags of the highest sum that make sense together (Viterbi's algorithm)."""
        greedy = scores.argmax(axis=1)
        steps = self._steps[greedy[:-1], greedy[1:]]
        if not (self._starts[greedy[0]] or self._ends[greedy[-1]] or steps.any()):
            return list(greedy)
        sums = scores[0] + self._starts
        back = []
        for row in scores[1:]:
            ways = sums[:, None] + self._steps
            back.append(ways.argmax(axis=0))
            sums = ways.max(axis=0) + row
        path = [int((sums + self._ends).argmax())]
        for step in reversed(back):
            path.append(int(step[path[-1]]))
        return path[::-1]


def _likely(scores: NDArray[np.float32], path: Sequence[int]) -> NDArray[np.float32]:
    """The probability of each word's tag, by the word's scores alone."""
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: NDArray[np.float32] = shares[np.arange(len(path)), path] / shares.sum(axis=1)
    return found


def _may_follow(one: str, other: str) -> bool:
    if one[0] in "BI":
        return other[0] in "IE" and one[1:] == other[1:]
    return other[0] in "OBS"


def entity_spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """First word, word after the last, and type of each entity."""
    start = 0
    for number, tag in enumerate(tags):
        if tag[0] in "BS":
            start = number
        if tag[0] in "ES":
            yield start, number + 1, tag[2:]


def tags_of_spans(spans: Iterable[tuple[int, int, str]], length: int) -> list[str]:
    """The tags of entities that do not overlap; the other way round than `entity_spans`."""
    tags = ["O"] * length
    for start, end, kind in spans:
        tags[start:end] = [f"I-{kind}"] * (end - start)
        tags[start] = f"B-{kind}"
        tags[end - 1] = f"{'S' if end - start == 1 else 'E'}-{kind}"
    return tags
