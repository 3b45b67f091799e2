"""Quotation marks: which open, which close, which are apostrophes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from diplomacy_nlp_quotes.document import MarkedDocument
from diplomacy_nlp_quotes.marks import find_quotations
from hypothesis import given
from hypothesis import strategies as st

from diplomacy_nlp import Annotation, Article

Growth = Callable[[Callable[[int], Callable[[], object]], int, int], float]  # see conftest.py


def quoted(text: str) -> list[str]:
    return [text[q.span.start : q.span.end] for q in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He called it “a step”.", ["“a step”"]),
        ('He called it "a step".', ['"a step"']),
        ("He called it ‘a step’.", ["‘a step’"]),
        ("He called it 'a step'.", ["'a step'"]),
        ("He called it «a step».", ["«a step»"]),
        ("He called it ‹a step›.", ["‹a step›"]),
        ("He called it „a step“.", ["„a step“"]),
        ("He called it „a step”.", ["„a step”"]),
        ("He called it ``a step''.", ["``a step''"]),
        ("He called it ''a step''.", ["''a step''"]),
        ('He called it “a step".', ['“a step"']),  # careless copies mix the marks
        ("He called it “a step“.", ["“a step“"]),
    ],
)
def test_every_usual_kind_of_mark(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The minister's aides don't know what the allies’ plan is.",
        "The accords of the '90s and the rock 'n' roll years",
        "The statue is 6'2\" tall.",
        "The Smiths' house and the Joneses' car",
    ],
)
def test_apostrophes_and_inch_signs_open_nothing(text: str) -> None:
    assert quoted(text) == []


def test_single_marks_with_apostrophes_inside() -> None:
    text = "She said ‘the allies’ plan won’t work,’ and left."
    assert quoted(text) == ["‘the allies’ plan won’t work,’"]


def test_a_quotation_within_a_quotation_follows_it() -> None:
    text = "“They told us ‘wait’ again,” she said."
    outer, inner = find_quotations(text)
    assert outer.inner.contains(inner.span)
    assert text[inner.inner.start : inner.inner.end] == "wait"


def test_a_quotation_left_open_ends_with_its_paragraph() -> None:
    text = "“We are ready.\n“We have been for years.”\nThat was all."
    first, second = find_quotations(text)
    assert (first.closed, second.closed) == (False, True)
    assert text[first.span.start : first.span.end] == "“We are ready."


def test_one_missing_mark_does_not_turn_the_rest_inside_out() -> None:
    text = 'The "draft was read aloud. He called it "a start" and left.'
    assert '"a start"' in quoted(text)


def test_a_stray_mark_loses_no_quotation_after_it() -> None:
    text = '"It rains," said Jo in \'t Hof. "They told us \'wait\' again."'
    document = MarkedDocument(article=Article(text=text), annotation=Annotation(sentences=()))
    assert [text[q.span.start : q.span.end] for q in document.quotations] == [
        '"It rains,"',
        "\"They told us 'wait' again.\"",
    ]


@given(st.text(alphabet=" a.s\n“”\"'‘’«»`„", max_size=60))
def test_every_quotation_lies_in_the_text_and_outer_ones_do_not_overlap(text: str) -> None:
    open_ends: list[int] = []  # of those that the next may stand in
    for quotation in find_quotations(text):
        assert (
            0 <= quotation.span.start <= quotation.inner.start < quotation.inner.end <= quotation.span.end <= len(text)
        )
        open_ends = [end for end in open_ends if end > quotation.span.start]
        assert all(quotation.span.end <= end for end in open_ends)
        open_ends.append(quotation.span.end)


@pytest.mark.parametrize("mark", ["“", "”", '"', "'", "’", "«", "``", "“a ", "'a "])
def test_marks_in_a_row_cost_no_more_than_their_number(mark: str, growth: Growth) -> None:
    def task(size: int) -> Callable[[], object]:
        return lambda: find_quotations(mark * size)

    assert growth(task, 1_000, 10_000) < 30  # the square of their number would be a hundred times as much
