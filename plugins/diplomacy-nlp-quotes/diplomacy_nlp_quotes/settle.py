"""Which proposals stand: contents squared with quotation marks, doubles and tangles removed."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from diplomacy_nlp import Span
from diplomacy_nlp.spans import merge_spans, trim

from .candidates import Candidate
from .document import MarkedDocument
from .extent import placed
from .substance import is_bare_act, own_content, says_something

__all__ = ["aligned", "in_order", "settled"]


def aligned(document: MarkedDocument, candidate: Candidate) -> Candidate | None:
    """The candidate with contents that begin and end with the quotations they reach into; None where nothing is left.

    A cue within quotation marks is somebody's own words, so what it introduces ends within the marks as well.
    """
    if candidate.cue is None:
        return candidate
    home = document.quotation_at(candidate.cue.start)
    spans: list[Span] = []
    for span in candidate.content:
        if home is not None:
            kept = trim(document.text, max(span.start, home.inner.start), min(span.end, home.inner.end), ",")
        else:
            kept = _with_marks(document, span, candidate.cue)
        if kept is not None:
            sides = ((kept.start, min(kept.end, candidate.cue.start)), (max(kept.start, candidate.cue.end), kept.end))
            spans += [Span(start, end) for start, end in sides if start < end]
    content = own_content(document, merge_spans(spans), candidate.cue)
    if not says_something(document, content) or is_bare_act(document, content, candidate.cue):
        return None
    return evolve(candidate, content=content)


def _with_marks(document: MarkedDocument, span: Span, cue: Span) -> Span | None:
    start, end = span.start, span.end
    for quotation in document.quotations_in(Span(max(start - 2, 0), end + 2)):
        inner = quotation.inner
        if inner.start >= start - 2 and inner.start < end and quotation.span.end <= end + 3:
            start, end = min(start, quotation.span.start), max(end, quotation.span.end)
        elif start <= quotation.span.start < end < quotation.span.end and len(quotation.span) < 400:
            end = quotation.span.end
        elif quotation.span.start < start < quotation.span.end <= end and not cue.overlaps(quotation.span):
            start = quotation.span.start
    kept = trim(document.text, start, min(end, len(document.text)), ",;")
    if kept is not None and kept.end < end and (mark := document.quotation_at(kept.end)) and mark.span.end == end:
        return Span(kept.start, end)  # the last of "&rdquo;"
    return kept


def settled(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The candidates that stand, in the order of the text.

    One cue makes one attribution and one content has one source: the more confident proposal stays. Nothing else has a
    part in the name and the colon or dash of those that are sure.
    """
    proposed = list(candidates)
    sure = [candidate for candidate in proposed if candidate.sure]
    names = placed({span for c in sure for span in (c.source.span, c.cue) if span is not None})
    kept: list[Candidate] = []
    cues: set[Span] = set()
    contents: set[tuple[Span, ...]] = set()
    for candidate in sorted(proposed, key=lambda c: (not c.sure, -c.confidence, _place(c))):
        cue = candidate.cue if candidate.predicate is None else candidate.predicate.span
        if candidate.content in contents or cue in cues or (not candidate.sure and any(map(names.at, candidate.parts))):
            continue
        contents.add(candidate.content)
        if cue is not None:
            cues.add(cue)
        kept.append(candidate)
    return in_order(kept)


def in_order(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The candidates in the order of their contents, outer before inner."""
    return tuple(sorted(candidates, key=lambda c: (_place(c), -max(s.end for s in c.content))))


def _place(candidate: Candidate) -> tuple[int, int]:
    return min((span.start, span.end) for span in candidate.content)
