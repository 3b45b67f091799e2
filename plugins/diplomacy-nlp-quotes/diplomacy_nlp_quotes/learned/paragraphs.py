"""An article as the network reads it: paragraphs of words, with what rules and quotation marks say of each word."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from attrs import field, frozen

from diplomacy_nlp import Span

from ..candidates import Candidate
from ..reading import Reading
from .tags import Run, tags_of_runs

__all__ = ["Paragraph", "paragraphs_of"]

_LONGEST = 400  # words; what is longer is read in parts
_OUTSIDE, _FIRST, _INSIDE, _LAST = range(4)
_SENTENCE_BEGINS = 4  # added to the four above


@frozen(kw_only=True)
class Paragraph:
    """Words of an article that are read together.

    Args:
        start, end: numbers of the first word and of the word after the last in the annotation.
        rules: the tag that the rules give to each.
        marks: where each stands with respect to quotation marks, and whether a sentence begins with it.
    """

    start: int
    end: int
    rules: list[int] = field(repr=False)
    marks: list[int] = field(repr=False)


def paragraphs_of(reading: Reading, candidates: Sequence[Candidate]) -> Iterator[Paragraph]:
    """The paragraphs of an article.

    Args:
        reading: the article and its parse.
        candidates: what the rules propose, settled.
    """
    starts = reading.starts
    rules = tags_of_runs(list(_runs(starts, reading, candidates)), len(starts))
    marks = _marks(starts, reading)
    for paragraph in reading.paragraphs:
        first, last = bisect_left(starts, paragraph.start), bisect_left(starts, paragraph.end)
        for start in range(first, last, _LONGEST):
            end = min(start + _LONGEST, last)
            yield Paragraph(start=start, end=end, rules=rules[start:end], marks=marks[start:end])


def _runs(starts: list[int], reading: Reading, candidates: Iterable[Candidate]) -> Iterator[Run]:
    """The words of the candidates' parts: of outer ones after those that stand in them, so that the outer count."""
    for candidate in sorted(candidates, key=lambda c: sum(map(len, c.content))):
        parts = [("content", span) for span in candidate.content]
        parts += [(role, span) for role, span in (("cue", candidate.cue), ("source", candidate.source.span)) if span]
        for role, span in parts:
            words = reading.words_between(span.start, span.end)
            if words:
                first = bisect_left(starts, words[0].span.start)
                yield role, first, first + len(words)


def _marks(starts: list[int], reading: Reading) -> list[int]:
    marks = [_OUTSIDE] * len(starts)
    for quotation in reading.outer_quotations:
        first, end = _words_in(starts, quotation.span)
        marks[first:end] = [_INSIDE] * (end - first)
        if end > first:
            marks[end - 1] = _LAST
            marks[first] = _FIRST
    for sentence in reading.annotation.sentences:
        marks[bisect_left(starts, sentence.span.start)] += _SENTENCE_BEGINS
    return marks


def _words_in(starts: list[int], span: Span) -> tuple[int, int]:
    return bisect_left(starts, span.start), bisect_left(starts, span.end)
