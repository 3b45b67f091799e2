"""Where an analysis touches the text: its spans with their parts ("cue"), and the text cut at their ends."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise

from attrs import frozen

from diplomacy_nlp import Actor, Analysis, Finding, Link, Position, Proposal, Quote, Reaction, Span
from diplomacy_nlp.types import Item

__all__ = ["LANES", "Mark", "Segment", "marks_of", "segments"]

LANES = 6  # lines under the text; what would need more shares the last
_AT_ONCE = 24  # items that one stretch of text names at most: the shortest ones


@frozen
class Mark:
    """A span of an item, and which part of it the span is."""

    span: Span
    item: Item
    part: str

    @property
    def id(self) -> str:
        """The item's id."""
        return self.item.id or ""

    @property
    def kind(self) -> str:
        """The item's kind, such as "reaction"."""
        return type(self.item).__name__.lower()


@frozen
class Segment:
    """A stretch of text between two places where something begins or ends.

    Args:
        span: the stretch.
        marks: what covers it, the shortest first.
        drawn: those of them that are drawn, each with its lane (0 is nearest to the words).
    """

    span: Span
    marks: tuple[Mark, ...]
    drawn: tuple[tuple[Mark, int], ...]


def marks_of(analysis: Analysis) -> Iterator[Mark]:
    """Every span of every item that stands in the text, and the words of its links."""
    for item in analysis.items:
        for span, part in _parts(item):
            yield Mark(span, item, part)


def _parts(item: Item) -> Iterator[tuple[Span, str]]:
    match item:
        case Actor():
            yield from ((mention.span, "mention") for mention in item.mentions)
        case Quote():
            yield from _named(content=item.content, cue=[item.cue], source=[item.source])
            yield from _linked(speaker=item.speakers, addressee=item.addressees, via=item.via)
        case Proposal():
            yield from _named(cue=[item.cue], content=item.content, mention=item.mentions, date=[item.date])
            yield from _linked(proposer=item.proposers, addressee=item.addressees, participant=item.participants)
        case Reaction():
            yield from _named(
                cue=[item.cue], evidence=[item.evidence], condition=[item.condition], reason=[item.reason]
            )
            yield from _linked(holder=item.reactors, target=[item.target])
        case Position():
            yield from _linked(holder=[item.actor], issue=[item.issue], evidence=item.evidence)
        case Finding():
            yield from _named(words=item.spans)


def _named(**spans: Iterable[Span | None]) -> Iterator[tuple[Span, str]]:
    for part, found in spans.items():
        yield from ((span, part) for span in found if span)


def _linked(**links: Iterable[Link | None]) -> Iterator[tuple[Span, str]]:
    for part, found in links.items():
        yield from ((link.span, part) for link in found if link and link.span)


# Of an item, what is drawn without being pointed at; the rest lights up with it.
_DRAWN = {
    ("actor", "mention"),
    ("quote", "content"),
    ("proposal", "cue"),
    ("proposal", "content"),
    ("reaction", "cue"),
    ("reaction", "evidence"),
    ("finding", "words"),
}


def segments(analysis: Analysis) -> Iterator[Segment]:
    """The whole text in stretches, each with what covers it; time grows with the marks, times how deep they lie."""
    marks = sorted(_once(marks_of(analysis)), key=lambda m: (m.span.start, m.span.end))
    lanes = _lanes([mark for mark in marks if (mark.kind, mark.part) in _DRAWN])
    size = len(analysis.article.text)
    cuts = sorted({0, size, *(m.span.start for m in marks), *(m.span.end for m in marks)})
    active: list[Mark] = []
    at = 0
    for start, end in pairwise(cuts):
        active = [mark for mark in active if mark.span.end > start]
        while at < len(marks) and marks[at].span.start <= start:
            active.append(marks[at])
            at += 1
        nearest = sorted(active, key=lambda m: (len(m.span), m.kind != "actor", m.part != "cue"))[:_AT_ONCE]
        drawn = sorted(((m, lanes[id(m)]) for m in nearest if id(m) in lanes), key=lambda pair: -pair[1])
        yield Segment(Span(start, end), tuple(nearest), tuple(drawn))


def _once(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Each mark once, though an item may name the same words twice as the same part."""
    seen: set[tuple[str, str, Span]] = set()
    for mark in marks:
        key = (mark.id, mark.part, mark.span)
        if key not in seen:
            seen.add(key)
            yield mark


def _lanes(marks: list[Mark]) -> dict[int, int]:
    """A lane for each mark, so that those that overlap lie apart: short ones near the words, long ones below."""
    taken: list[list[Span]] = [[] for _ in range(LANES)]
    lanes: dict[int, int] = {}
    for mark in sorted(marks, key=lambda m: len(m.span)):
        for lane, spans in enumerate(taken):
            at = bisect_left(spans, mark.span)
            if not any(mark.span.overlaps(s) for s in spans[max(at - 1, 0) : at + 1]) or lane == LANES - 1:
                spans.insert(at, mark.span)
                lanes[id(mark)] = lane
                break
    return lanes
