"""One article as the rules see it: text, parse, actors and quotation marks, with the look-ups that they share."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate

from attrs import frozen

from diplomacy_nlp import Actor, Annotation, Article, Link, Span
from diplomacy_nlp.annotation import Entity, Word
from diplomacy_nlp.spans import trim
from diplomacy_nlp.toolkit.naming import Naming

from .candidates import Source
from .marks import Quotation, find_quotations, paragraphs

__all__ = ["Reading"]

_LONGEST = 400  # words in a sentence


@frozen(kw_only=True)
class Reading:
    """An article, its parse and its actors, for one pass of the rules."""

    article: Article
    annotation: Annotation
    actors: tuple[Actor, ...] = ()

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    @cached_property
    def sources(self) -> dict[int, Source]:
        """Sources of predicates by the number of the word, as far as `sources.source_of` was asked for them."""
        return {}

    # --- words ------------------------------------------------------------------------------------------------

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """All words in the order of the text."""
        return self.annotation.words

    @cached_property
    def parsed_words(self) -> tuple[Word, ...]:
        """The words whose parse can be trusted to say something: those of sentences of a readable length."""
        return tuple(word for word in self.words if not self.is_endless(word))

    def is_endless(self, word: Word) -> bool:
        """Whether a word's sentence is too long to be one: a table, a list, a text without full stops.

        The rules leave such trees alone, since walking them word by word would take time in the square of their size.
        """
        return len(self.annotation.sentences[word.sentence].words) > _LONGEST

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins."""
        return [word.span.start for word in self.words]

    @cached_property
    def _firsts(self) -> list[int]:
        """The number of each sentence's first word."""
        return list(accumulate((len(sentence.words) for sentence in self.annotation.sentences), initial=0))

    def number_of(self, word: Word) -> int:
        """The place of a word among all words."""
        return self._firsts[word.sentence] + word.id - 1

    @cached_property
    def _ends(self) -> list[int]:
        return [word.span.end for word in self.words]

    def words_between(self, start: int, end: int) -> Sequence[Word]:
        """The words that share a character with `text[start:end]`, in logarithmic time."""
        return self.words[bisect_right(self._ends, start) : bisect_left(self.starts, end)]

    @cached_property
    def _entity_starts(self) -> list[int]:
        return [entity.span.start for entity in self.annotation.entities]

    def entities_in(self, span: Span) -> Sequence[Entity]:
        """The named entities that begin in a span or at most a few before it and reach into it."""
        first = max(bisect_right(self._entity_starts, span.start) - 2, 0)
        last = bisect_left(self._entity_starts, span.end)
        return [entity for entity in self.annotation.entities[first:last] if entity.span.overlaps(span)]

    # --- quotation marks --------------------------------------------------------------------------------------

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """All quotations, in the order of the text."""
        return find_quotations(self.text)

    @cached_property
    def outer_quotations(self) -> tuple[Quotation, ...]:
        """The quotations that stand in no other."""
        return tuple(q for q in self.quotations if q.depth == 0)

    @cached_property
    def _outer_starts(self) -> list[int]:
        return [q.span.start for q in self.outer_quotations]

    def quotation_at(self, offset: int) -> Quotation | None:
        """The outer quotation that covers an offset."""
        at = bisect_right(self._outer_starts, offset) - 1
        if at < 0 or offset >= self.outer_quotations[at].span.end:
            return None
        return self.outer_quotations[at]

    def quotations_in(self, span: Span) -> Sequence[Quotation]:
        """The outer quotations that share a character with a span."""
        first = max(bisect_right(self._outer_starts, span.start) - 1, 0)
        last = bisect_left(self._outer_starts, span.end)
        return [q for q in self.outer_quotations[first:last] if q.span.overlaps(span)]

    # --- paragraphs -------------------------------------------------------------------------------------------

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs, in the order of the text."""
        return tuple(paragraphs(self.text))

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [paragraph.start for paragraph in self.paragraphs]

    def paragraph_number(self, offset: int) -> int:
        """The number of the paragraph that an offset stands in or after."""
        return max(bisect_right(self._paragraph_starts, offset) - 1, 0)

    def paragraph_at(self, offset: int) -> Span:
        """The paragraph that an offset stands in or after."""
        if not self.paragraphs:
            return Span(0, max(len(self.text), 1))
        return self.paragraphs[self.paragraph_number(offset)]

    def lead_in(self, offset: int) -> Span:
        """The paragraph that an offset stands in; where it opens one and a colon ends the one before, that one."""
        here = self.paragraph_at(offset)
        number = self.paragraph_number(offset)
        if number and offset == here.start:
            before = self.paragraphs[number - 1]
            if self.text[before.end - 1] == ":":
                return before
        return here

    # --- spans ------------------------------------------------------------------------------------------------

    def runs(self, words: Iterable[Word]) -> tuple[Span, ...]:
        """Words of one sentence as spans, one for each unbroken run; punctuation at a run's ends falls away."""
        runs: list[list[Word]] = []
        for word in sorted(words, key=lambda w: w.id):
            if runs and word.id == runs[-1][-1].id + 1:
                runs[-1].append(word)
            else:
                runs.append([word])
        spans = (self._trimmed(run) for run in runs)
        return tuple(span for span in spans if span is not None)

    def _trimmed(self, run: list[Word]) -> Span | None:
        first, last = 0, len(run)
        while first < last and _is_edge(run[first]):
            first += 1
        while first < last and _is_edge(run[last - 1]):
            last -= 1
        if first == last:
            return None
        start, end = run[first].span.start, max(w.span.end for w in run[first:last])
        return trim(self.text, start, end)

    # --- actors -----------------------------------------------------------------------------------------------

    @cached_property
    def _naming(self) -> Naming:
        return Naming(self.annotation, self.actors)

    def links(self, words: Iterable[Word]) -> tuple[Link, ...]:
        """Links to what the noun phrases with these heads name."""
        return self._naming.links_to(words)


def _is_edge(word: Word) -> bool:
    return word.upos == "PUNCT" and word.text not in ("%", "$")
