"""The plugin: its hook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from diplomacy_nlp import Position, Proposal, Quote, Reaction, hookimpl

from .find import find_positions

__all__ = ["Positions"]


class Positions:
    """Reads positions off proposals and reactions; it has no options."""

    name = "positions"

    @hookimpl
    def diplomacy_find_positions(
        self, quotes: Sequence[Quote], proposals: Sequence[Proposal], reactions: Sequence[Reaction]
    ) -> Iterable[Position]:
        """Positions of proposers and reactors."""
        return find_positions(quotes, proposals, reactions)
