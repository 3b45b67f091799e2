"""An article as the rules see it: a document with its quotation marks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from operator import attrgetter

from diplomacy_nlp import Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import Placed
from diplomacy_nlp.toolkit.document import Document

from .marks import Quotation, find_quotations

__all__ = ["MarkedDocument"]


class MarkedDocument(Document):
    """A document, and the quotations of its text by their place."""

    def words_between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that share a character with `text[start:end]`."""
        return self.annotation.words_in(Span(start, end)) if start < end else ()

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """The quotations that stand in no other, in the order of the text."""
        found: list[Quotation] = []
        for quotation in find_quotations(self.text):
            if not found or quotation.span.start >= found[-1].span.end:
                found.append(quotation)
        return tuple(found)

    @cached_property
    def _placed(self) -> Placed[Quotation]:
        return Placed(self.quotations, attrgetter("span"))

    def quotation_at(self, offset: int) -> Quotation | None:
        """The quotation that covers an offset."""
        return next(iter(self._placed.at(Span(offset, offset + 1))), None)

    def quotations_in(self, span: Span) -> Sequence[Quotation]:
        """The quotations that share a character with a span."""
        return self._placed.at(span)

    def lead_in(self, offset: int) -> Span:
        """The paragraph that an offset stands in; where it opens one and a colon ends the one before, that one."""
        here = self.paragraph_at(offset)
        number = self.paragraph_number(offset)
        if number and offset == here.start:
            before = self.paragraphs[number - 1]
            if self.text[before.end - 1] == ":":
                return before
        return here
