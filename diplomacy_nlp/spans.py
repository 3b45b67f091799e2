"""Spans and their pure arithmetic.

A span is a pair of Python string indices into `Article.text`: start inclusive, end exclusive.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from functools import total_ordering
from itertools import accumulate
from typing import Generic, TypeVar

from attrs import fields, frozen

from .checks import is_a

__all__ = ["Placed", "Span", "cover", "merge_spans", "overlap_share", "trim"]

T = TypeVar("T")


@total_ordering
@frozen
class Span:
    """A stretch of text: `text[start:end]`.

    Args:
        start: offset of the first character, from 0.
        end: offset after the last character; greater than `start`.

    Raises:
        TypeError: an offset is not an int.
        ValueError: the span is empty, reversed or starts before 0.
    """

    start: int
    end: int

    def __attrs_post_init__(self) -> None:
        if not (type(self.start) is type(self.end) is int and 0 <= self.start < self.end):  # nearly all are sound
            for offset in fields(Span):
                is_a(int)(self, offset, getattr(self, offset.name))
            if not 0 <= self.start < self.end:
                raise ValueError(f"no such span: {self.start} to {self.end} (0 <= start < end must hold)")

    def __lt__(self, other: Span) -> bool:
        # what attrs would write makes tuples by way of the fields; spans are compared too often for that
        if other.__class__ is not Span:
            return NotImplemented
        return self.start < other.start or (self.start == other.start and self.end < other.end)

    def __len__(self) -> int:
        return self.end - self.start

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly within this span (equal spans contain each other)."""
        return self.start <= other.start and other.end <= self.end


class Placed(Generic[T]):
    """Things by where they stand in a text, to ask in logarithmic time which of them stand at a place.

    Args:
        things: in the order of the text.
        span: where a thing stands.
    """

    def __init__(self, things: Iterable[T], span: Callable[[T], Span]) -> None:
        self._things = tuple(things)
        self._spans = [*map(span, self._things)]
        self._starts, ends = [s.start for s in self._spans], [s.end for s in self._spans]
        self._reach = list(accumulate(ends, max))  # the furthest end so far
        self._rise = self._reach == ends

    def at(self, place: Span) -> tuple[T, ...]:
        """Those that share a character with a span, in the order of the text."""
        near = slice(bisect_right(self._reach, place.start), bisect_left(self._starts, place.end))
        found = self._things[near]
        if self._rise:
            return found
        return tuple([one for one, span in zip(found, self._spans[near], strict=True) if place.start < span.end])


def cover(spans: Iterable[Span]) -> Span | None:
    """The smallest span that contains all of `spans`; None where there are none."""
    found = list(spans)
    return Span(min(s.start for s in found), max(s.end for s in found)) if found else None


def overlap_share(one: Span, other: Span) -> float:
    """Jaccard index of the two spans' characters: 1.0 where equal, 0.0 where apart."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    if shared <= 0:
        return 0.0
    return shared / (len(one) + len(other) - shared)


def merge_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted spans without overlaps: those that overlap or touch become one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def trim(text: str, start: int, end: int, characters: str | None = None) -> Span | None:
    """The span `start` to `end` of `text` without white space at its ends; None where nothing is left.

    Args:
        characters: strip these as well as white space.
    """
    start, end = max(start, 0), min(end, len(text))
    drop = characters or ""
    while start < end and (text[start].isspace() or text[start] in drop):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in drop):
        end -= 1
    return Span(start, end) if start < end else None
