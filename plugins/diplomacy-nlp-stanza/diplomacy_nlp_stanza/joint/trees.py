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
    circle, Chu, Liu and Edmonds' algorithm finds it, in Stanza's code; there, each word that hangs on the root costs
    so much that there is just one (Stanojević and Cohen 2021).

    Args:
        scores: logarithms of probabilities, [dependent, head]; word 0 is the root.

    Returns:
        The head of each word but the root.
    """
    best = _with_one_root(scores)
    if is_tree(best):
        return best
    from stanza.models.common.chuliu_edmonds import chuliu_edmonds

    dear = scores.astype(np.float64)
    dear[1:, 0] -= _ROOT_COSTS
    found: list[int] = chuliu_edmonds(dear)[1:].tolist()
    return found


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
