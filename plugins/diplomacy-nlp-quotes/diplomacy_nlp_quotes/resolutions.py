"""Resolutions: one sentence over many paragraphs, whose subject stands in the first ("The Security Council, ...")."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from attrs import evolve

from diplomacy_nlp import Span

from .candidates import Candidate, Source
from .document import MarkedDocument

__all__ = ["with_headings"]

_HEADING = re.compile(r"The [A-Z][\w'’-]*(?: (?:of|for|on|to|and|the|[A-Z][\w'’-]*)){0,12},")
_OPENING = re.compile(r"[\W\d_]*(?:[a-z]\)\s*|(?:Also|Further|And)\s+)?", re.ASCII)


def with_headings(document: MarkedDocument, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Candidates; those without a source whose cue opens a paragraph have the body that heads the resolution."""
    headings = [p for p in document.paragraphs if _HEADING.fullmatch(document.text, p.start, p.end)]
    for candidate in candidates:
        heading = _heading_of(document, candidate, headings) if headings else None
        if heading is None:
            yield candidate
        else:
            body = Span(heading.start, heading.end - 1)  # without its comma
            head = document.annotation.head_in(body)
            yield evolve(candidate, source=Source(span=body, heads=() if head is None else (head,)))


def _heading_of(document: MarkedDocument, candidate: Candidate, headings: list[Span]) -> Span | None:
    if candidate.cue is None or candidate.source.span is not None or candidate.source.heads:
        return None
    start = candidate.cue.start
    if _OPENING.fullmatch(document.text, document.paragraph_at(start).start, start) is None:
        return None
    at = bisect_right(headings, start, key=lambda heading: heading.start) - 1
    return headings[at] if at >= 0 else None
