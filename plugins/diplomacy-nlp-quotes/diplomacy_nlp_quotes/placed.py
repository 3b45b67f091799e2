"""Spans of a text, to ask in logarithmic time what stands in or beside them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from diplomacy_nlp import Span

__all__ = ["Placed"]


class Placed:
    """Spans, in the order of the text.

    Args:
        spans: of which none stands within another.
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span in self._spans]

    def around(self, part: Span) -> Span | None:
        """The span that holds another."""
        at = bisect_right(self._starts, part.start) - 1
        found = self._spans[at] if at >= 0 else None
        return found if found is not None and found.contains(part) else None

    def touch(self, part: Span) -> bool:
        """Whether one of them shares a letter with another span."""
        return any(span.overlaps(part) for span in self._near(part))

    def shared_with(self, part: Span) -> int:
        """How many letters of another span they have."""
        return sum(max(0, min(span.end, part.end) - max(span.start, part.start)) for span in self._near(part))

    def _near(self, part: Span) -> Sequence[Span]:
        at = bisect_right(self._starts, part.start) - 1
        return self._spans[max(at, 0) : bisect_left(self._starts, part.end)]
