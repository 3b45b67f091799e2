"""Spans: what is one, and their arithmetic against the characters that they stand for."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomacy_nlp import Span
from diplomacy_nlp.spans import cover, merge_spans, overlap_share, trim

Growth = Callable[[Callable[[int], Callable[[], object]], int, int], float]  # see conftest.py
spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 30), st.integers(1, 12))


def characters(*of: Span) -> set[int]:
    return {offset for span in of for offset in range(span.start, span.end)}


# --- what is a span -----------------------------------------------------------------------------------------------


def test_a_span_is_a_stretch_of_text() -> None:
    text = "Paris rejected the plan."
    span = Span(6, 14)
    assert text[span.start : span.end] == "rejected"
    assert len(span) == 8
    assert str(span) == "6-14"


def test_spans_sort_as_they_stand_in_the_text() -> None:
    assert sorted([Span(5, 6), Span(0, 9), Span(0, 2)]) == [Span(0, 2), Span(0, 9), Span(5, 6)]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=2, max_size=2))
def test_spans_compare_as_their_offsets_do(pairs: list[tuple[int, int]]) -> None:
    (one, other), (a, b) = [Span(s, s + n) for s, n in pairs], [(s, s + n) for s, n in pairs]
    assert (one < other, one <= other, one > other, one >= other) == (a < b, a <= b, a > b, a >= b)


def test_a_span_does_not_compare_with_anything_else() -> None:
    with pytest.raises(TypeError):
        _ = Span(0, 1) < (0, 2)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 3)])
def test_empty_reversed_and_negative_spans_are_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"no such span: {start} to {end}"):
        Span(start, end)


@pytest.mark.parametrize(("start", "end"), [("0", 3), (0, 3.0), (None, 3), (False, True)])
def test_offsets_are_whole_numbers(start: Any, end: Any) -> None:
    with pytest.raises(TypeError, match=r"Span\.(start|end): int is expected, not"):
        Span(start, end)


def test_a_span_is_a_frozen_value() -> None:
    span = Span(1, 2)
    with pytest.raises(AttributeError):
        span.start = 0  # type: ignore[misc]
    assert {span: "x"}[Span(1, 2)] == "x"
    assert pickle.loads(pickle.dumps(span)) == span  # noqa: S301  # our own bytes


# --- two spans ----------------------------------------------------------------------------------------------------


def test_spans_that_touch_do_not_overlap() -> None:
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert Span(0, 4).overlaps(Span(3, 5))


@given(spans, spans)
def test_overlaps_and_contains_are_what_they_are_for_sets_of_characters(one: Span, other: Span) -> None:
    assert one.overlaps(other) == bool(characters(one) & characters(other))
    assert one.contains(other) == (characters(other) <= characters(one))


@given(spans, spans)
def test_overlap_share_is_the_jaccard_index_of_the_characters(one: Span, other: Span) -> None:
    shared, either = characters(one) & characters(other), characters(one) | characters(other)
    assert overlap_share(one, other) == len(shared) / len(either) == overlap_share(other, one)
    assert (overlap_share(one, other) == 1.0) == (one == other)


# --- many spans ---------------------------------------------------------------------------------------------------


def test_cover_of_nothing_is_none() -> None:
    assert cover([]) is None


@given(st.lists(spans, min_size=1))
def test_cover_is_the_smallest_span_that_contains_all(some: list[Span]) -> None:
    found = cover(some)
    assert found is not None
    assert all(found.contains(span) for span in some)
    assert {found.start, found.end - 1} <= characters(*some)


def test_spans_that_overlap_or_touch_are_merged() -> None:
    assert merge_spans([Span(8, 9), Span(3, 5), Span(0, 3), Span(4, 6)]) == (Span(0, 6), Span(8, 9))


@given(st.lists(spans))
def test_merged_spans_hold_the_same_characters_with_gaps_between_them(some: list[Span]) -> None:
    merged = merge_spans(some)
    assert characters(*merged) == characters(*some)
    assert all(before.end < after.start for before, after in pairwise(merged))
    assert merge_spans(merged) == merged


# --- trim ---------------------------------------------------------------------------------------------------------


def test_trim_drops_white_space_and_what_it_is_told_to() -> None:
    text = "He said: ‘Peace,’ then left."
    assert trim(text, 8, 18) == Span(9, 17)
    assert trim(text, 8, 18, "‘’,") == Span(10, 15)
    assert trim(text, 2, 3) is None


@given(st.text(alphabet="a ,\n\u00a0\u200b’"), st.integers(-3, 12), st.integers(-3, 40), st.sampled_from([None, ",’"]))
def test_trim_is_strip_with_offsets(text: str, start: int, end: int, drop: str | None) -> None:
    found = trim(text, start, end, drop)
    kept = text[max(start, 0) : max(end, 0)].strip(" \n\u00a0" + (drop or ""))
    assert (text[found.start : found.end] if found else "") == kept
    if found:
        assert max(start, 0) <= found.start < found.end <= min(end, len(text))
