"""Resolutions: one sentence over many paragraphs, whose subject stands in the first ("The Security Council, ...")."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from attrs import evolve

from diplomacy_nlp import Span

from .candidates import Candidate, Source
from .document import MarkedDocument
from .sources import source_at

__all__ = ["with_headings"]

_HEADING = re.compile(r"The [A-Z][\w'’-]*(?: (?:of|for|on|to|and|the|[A-Z][\w'’-]*)){0,12},")
_OPENING = re.compile(r"[\W\d_]*(?:[a-z]\)\s*|(?:Also|Further|And)\s+)?", re.ASCII)


def with_headings(document: MarkedDocument, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Candidates; those without a source whose cue opens a paragraph have the body that heads the resolution."""
    headings = [paragraph for paragraph in document.paragraphs if _is_heading(document.text, paragraph)]
    for candidate in candidates:
        heading = _heading_of(document, candidate, headings) if headings else None
        yield candidate if heading is None else evolve(candidate, source=_named(document, heading))


def _is_heading(text: str, paragraph: Span) -> bool:
    return _HEADING.fullmatch(text, paragraph.start, paragraph.end) is not None


def _heading_of(document: MarkedDocument, candidate: Candidate, headings: list[Span]) -> Span | None:
    if candidate.cue is None or candidate.source.span is not None or candidate.source.heads:
        return None
    start = candidate.cue.start
    if _OPENING.fullmatch(document.text, document.paragraph_at(start).start, start) is None:
        return None
    at = bisect_right(headings, start, key=lambda heading: heading.start) - 1
    return headings[at] if at >= 0 else None


def _named(document: MarkedDocument, heading: Span) -> Source:
    return source_at(document.annotation, Span(heading.start, heading.end - 1))
