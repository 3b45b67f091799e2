"""An article as the network reads it: paragraphs of words, with what rules and quotation marks say of each word."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

from attrs import field, frozen

from diplomacy_nlp import Span

from ..candidates import Candidate
from ..document import MarkedDocument
from .syntax import CueSyntax, syntax_of
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
        proposed: by role and word of the article, the numbers of the rules' candidates that give it this role.
        document: the article.
    """

    start: int
    end: int
    rules: list[int] = field(repr=False)
    marks: list[int] = field(repr=False)
    proposed: Mapping[tuple[str, int], frozenset[int]] = field(repr=False)
    document: MarkedDocument = field(repr=False)
    _syntax: dict[tuple[int, int], CueSyntax] = field(factory=dict, init=False, repr=False, eq=False)

    @cached_property
    def sentences(self) -> list[int]:
        """Of each word, the number of its sentence within the paragraph."""
        return list(accumulate(int(mark >= _SENTENCE_BEGINS) for mark in self.marks))

    def syntax(self, cue: Run) -> CueSyntax:
        """What the tree says of a cue, in numbers of words of the article; looked up once."""
        _, start, end = cue
        found = self._syntax.get((start, end))
        if found is None:
            found = self._syntax[start, end] = syntax_of(self.document, self.start + start, self.start + end)
        return found


def paragraphs_of(document: MarkedDocument, candidates: Sequence[Candidate]) -> Iterator[Paragraph]:
    """The paragraphs of an article.

    Args:
        document: the article and its parse.
        candidates: what the rules propose, settled.
    """
    starts = [word.span.start for word in document.annotation.words]
    # Outer candidates come after those that stand in them, so that the outer ones' tags count.
    numbered = list(enumerate(sorted(candidates, key=lambda c: sum(map(len, c.content)))))
    runs = [(number, run) for number, candidate in numbered for run in _runs(document, candidate)]
    rules = tags_of_runs([run for _, run in runs], len(starts))
    marks = _marks(starts, document)
    proposed = _proposed(runs)
    for paragraph in document.paragraphs:
        first, last = bisect_left(starts, paragraph.start), bisect_left(starts, paragraph.end)
        for start in range(first, last, _LONGEST):
            end = min(start + _LONGEST, last)
            own = rules[start:end], marks[start:end]
            yield Paragraph(start=start, end=end, rules=own[0], marks=own[1], proposed=proposed, document=document)


def _runs(document: MarkedDocument, candidate: Candidate) -> Iterator[Run]:
    """The words of a candidate's parts."""
    parts = [("content", span) for span in candidate.content]
    parts += [(role, span) for role, span in (("cue", candidate.cue), ("source", candidate.source.span)) if span]
    for role, span in parts:
        words = document.words_between(span.start, span.end)
        if words:
            first = document.number_of(words[0])
            yield role, first, first + len(words)


def _proposed(runs: Sequence[tuple[int, Run]]) -> Mapping[tuple[str, int], frozenset[int]]:
    """By role and word, the numbers of the candidates that give it the role; of contents, first words only."""
    found: dict[tuple[str, int], set[int]] = defaultdict(set)
    for number, (role, start, end) in runs:
        for word in range(start, start + 1 if role == "content" else end):
            found[role, word].add(number)
    return {place: frozenset(numbers) for place, numbers in found.items()}


def _marks(starts: list[int], document: MarkedDocument) -> list[int]:
    marks = [_OUTSIDE] * len(starts)
    for quotation in document.quotations:
        first, end = _words_in(starts, quotation.span)
        marks[first:end] = [_INSIDE] * (end - first)
        if end > first:
            marks[end - 1] = _LAST
            marks[first] = _FIRST
    for sentence in document.annotation.sentences:
        marks[bisect_left(starts, sentence.span.start)] += _SENTENCE_BEGINS
    return marks


def _words_in(starts: list[int], span: Span) -> tuple[int, int]:
    return bisect_left(starts, span.start), bisect_left(starts, span.end)
