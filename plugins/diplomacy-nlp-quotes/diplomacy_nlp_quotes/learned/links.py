"""What is known of a pair of a part (content or source) and a cue, beside what the network makes of their words."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from .paragraphs import Paragraph
from .syntax import CueSyntax
from .tags import Run

__all__ = ["DISTANCES", "KINDS", "TREES", "distance_buckets", "pair_kinds", "pair_trees"]

DISTANCES = 24  # kinds of distances between two words
_FAR = DISTANCES // 2 - 1
_UNKNOWN, _TOGETHER, _APART, _ONE_KNOWN = range(4)  # what the rules say of the two
_BETWEEN = 3  # cues that stand between them: none, one, more
KINDS = 4 * _BETWEEN * 2
TREES = 5  # what the tree says of the two
_NONE: frozenset[int] = frozenset()


def distance_buckets(parts: Sequence[Run], cues: Sequence[Run]) -> NDArray[np.int64]:
    """Kinds of distances from parts to cues, [part, cue]: exact for near words, by powers of two for others."""
    found = [[_bucket(cue - part) for _, cue, _ in cues] for _, part, _ in parts]
    return np.array(found, np.int64).reshape(len(parts), len(cues))


@cache
def _bucket(distance: int) -> int:
    size = min(int(math.log2(max(abs(distance), 1)) * 1.5), _FAR)
    return size + _FAR + 1 if distance > 0 else size


def pair_kinds(paragraph: Paragraph, parts: Sequence[Run], cues: Sequence[Run]) -> NDArray[np.int64]:
    """Kinds of pairs, [part, cue]: whether the rules see them together, cues between them, one sentence or not.

    There are few pairs in a paragraph, so that NumPy would take longer to begin than Python to end.

    Args:
        paragraph: that they stand in.
        parts: contents, or sources.
        cues: in the order of the text.
    """
    sentences = paragraph.sentences
    starts = [start for _, start, _ in cues]
    theirs = [_proposed(paragraph, run) for run in cues]
    found = []
    for part in parts:
        _, start, end = part
        own, before, lines = (
            _proposed(paragraph, part),
            bisect_left(starts, start),
            (sentences[start], sentences[end - 1]),
        )
        for number, cue in enumerate(starts):
            between = min(number - before if number >= before else before - 1 - number, _BETWEEN - 1)
            found.append((_said(own, theirs[number]) * _BETWEEN + between) * 2 + (sentences[cue] in lines))
    return np.array(found, np.int64).reshape(len(parts), len(cues))


def pair_trees(role: str, paragraph: Paragraph, parts: Sequence[Run], cues: Sequence[Run]) -> NDArray[np.int64]:
    """What the tree says of pairs, [part, cue].

    Of a source: nothing, that it is the cue's stated or understood one, that another is.
    Of a content: nothing, that it hangs on the cue, that the cue hangs on it.

    Args:
        role: "content" or "source".
        paragraph, parts, cues: as for `pair_kinds`.
    """
    kind = _source_tree if role == "source" else _content_tree
    syntaxes = [paragraph.syntax(cue) for cue in cues]
    start = paragraph.start
    found = [[kind(syntax, range(start + first, start + end)) for syntax in syntaxes] for _, first, end in parts]
    return np.array(found, np.int64).reshape(len(parts), len(cues))


def _source_tree(syntax: CueSyntax, words: range) -> int:
    if not syntax.sources:
        return 0
    mine = any(number in words for number in syntax.sources)
    return 1 + 2 * (not mine) + syntax.stated


def _content_tree(syntax: CueSyntax, words: range) -> int:
    if any(number in words for number in syntax.below):
        return 1
    return 2 if syntax.above in words else 0


def _proposed(paragraph: Paragraph, run: Run) -> frozenset[int]:
    role, start, end = run
    words = range(paragraph.start + start, paragraph.start + (start + 1 if role == "content" else end))
    return _NONE.union(*(paragraph.proposed.get((role, word), _NONE) for word in words))


def _said(one: frozenset[int], other: frozenset[int]) -> int:
    if one and other:
        return _APART if one.isdisjoint(other) else _TOGETHER
    return _ONE_KNOWN if one or other else _UNKNOWN
