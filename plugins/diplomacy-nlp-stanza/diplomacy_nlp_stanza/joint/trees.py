"""From scores of heads to a tree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["is_tree", "tree_of"]

_ROOT_COSTS = 1e5  # more than all differences in a sentence


def tree_of(scores: NDArray[np.float32]) -> list[int]:
    """The heads that make the best tree with one root.

    Mostly the best heads with one root among them make a tree, and then it is the best one. Where they run in a
    circle, Chu, Liu and Edmonds' algorithm finds the best tree with any number of roots, which mostly has one. Where it
    has several, each word that hangs on the root is made to cost so much that there is just one (Stanojević and Cohen
    2021); this comes last, since nearly all words then run in circles first.

    Args:
        scores: logarithms of probabilities, [dependent, head]; word 0 is the root.

    Returns:
        The head of each word but the root.
    """
    best = _with_one_root(scores)
    if is_tree(best):
        return best
    exact = scores.astype(np.float64)
    found: list[int] = _best_tree(exact)[1:].tolist()
    if found.count(0) != 1:
        exact[1:, 0] -= _ROOT_COSTS
        found = _best_tree(exact)[1:].tolist()
    return found


def _best_tree(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """The heads of the best tree, with any number of roots; word 0 gets itself.

    The best heads; where they run in a circle, the circle is taken for one word, and the best tree of what is left says
    where it is to be broken.
    """
    scores = scores.copy()
    np.fill_diagonal(scores, -np.inf)
    scores[0] = -np.inf
    scores[0, 0] = 0
    heads: NDArray[np.int64] = scores.argmax(axis=1)
    inside = _circle(heads.tolist())
    if not inside:
        return heads
    circle = np.array(inside)
    others = np.setdiff1d(np.arange(len(scores)), circle)
    # what it costs to hang a word of the circle on another one instead
    change = scores[np.ix_(circle, others)] - scores[circle, heads[circle]][:, None]
    below = scores[np.ix_(others, circle)]
    size = len(others)
    smaller = np.full((size + 1, size + 1), -np.inf)
    smaller[:size, :size] = scores[np.ix_(others, others)]
    smaller[size, :size] = change.max(axis=0)
    smaller[:size, size] = below.max(axis=1)
    found = _best_tree(smaller)
    for number, word in enumerate(others[1:], start=1):
        head = found[number]
        heads[word] = circle[below[number].argmax()] if head == size else others[head]
    head = found[size]
    heads[circle[change[:, head].argmax()]] = others[head]
    return heads


def _circle(heads: Sequence[int]) -> list[int]:
    """The words of a circle, in their order; none where all lead to word 0."""
    reached = [0] * len(heads)
    for start in range(1, len(heads)):
        at = start
        while at and not reached[at]:
            reached[at] = start
            at = heads[at]
        if at and reached[at] == start:
            found = [at]
            while heads[found[-1]] != at:
                found.append(heads[found[-1]])
            return sorted(found)
    return []


def _with_one_root(scores: NDArray[np.float32]) -> list[int]:
    """The best head of each word, but for the one whose hanging on the root costs least."""
    others = scores[1:].copy()
    others[:, 0] = -np.inf
    np.fill_diagonal(others[:, 1:], -np.inf)  # nobody hangs on itself
    heads: list[int] = others.argmax(axis=1).tolist()
    gains = scores[1:, 0] - others.max(axis=1)
    heads[int(gains.argmax())] = 0
    return heads


def is_tree(heads: Sequence[int]) -> bool:
    """Whether just one word hangs on the root, and all others on it by some way. Linear in time."""
    if sum(head == 0 for head in heads) != 1:
        return False
    reached = [1] + [0] * len(heads)  # 0: not looked at, 2: on the way from this word, 1: leads to the root
    for start in range(1, len(heads) + 1):
        way = []
        at = start
        while not reached[at]:
            reached[at] = 2
            way.append(at)
            at = heads[at - 1]
        if reached[at] == 2:
            return False
        for place in way:
            reached[place] = 1
    return True
