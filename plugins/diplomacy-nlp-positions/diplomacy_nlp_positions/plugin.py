"""The plugin: its hook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from diplomacy_nlp import Position, PositionStance, Proposal, Quote, Reaction, hookimpl
from diplomacy_nlp.toolkit.options import proportion

from .find import find_positions

__all__ = ["Positions"]


class Positions:
    """Reads positions off proposals and reactions.

    Args:
        min_confidence: leave out positions whose surest evidence is less sure than this, from 0 (all) to 1; those under
            a condition stay, which are rare and more often right than their confidence says.

    Raises:
        ValueError: `min_confidence` is no number from 0 to 1.
    """

    name = "positions"

    def __init__(self, *, min_confidence: float = 0.25) -> None:
        self.min_confidence = proportion("Positions(min_confidence=...)", min_confidence)

    @hookimpl
    def diplomacy_find_positions(
        self, quotes: Sequence[Quote], proposals: Sequence[Proposal], reactions: Sequence[Reaction]
    ) -> Iterable[Position]:
        """Positions of proposers and reactors."""
        found = find_positions(quotes, proposals, reactions)
        return (p for p in found if p.stance is PositionStance.CONDITIONAL or p.confidence >= self.min_confidence)
