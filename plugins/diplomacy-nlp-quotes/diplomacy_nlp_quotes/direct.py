"""Direct speech: quotations that stand by themselves, with the cue before, after or between them, or none.

A quotation embedded in a sentence of the article's own ("said the plan was “unserious”") is no direct speech; the
other rules find the clause that it belongs to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from attrs import define, evolve

from .candidates import Candidate, Source
from .document import MarkedDocument
from .marks import Quotation
from .signatures import signature_of
from .speakers import cue_after, cue_before

__all__ = ["direct_candidates"]

_TERMINAL = ".?!…"
_PEOPLE = {"he", "she", "they", "we", "i", "who"}
_MARKS = "“”„\"'‘’«»`‹›"
_MOST_MARKS = 100  # marks and spaces in a row, between a quotation and what stands before it
_REACH = 2  # a floating quotation looks for its speaker this many paragraphs back


@define
class _Turn:
    """One speaker's direct speech as it grows: its quotations, its cue, and where these or the cue's sentence end."""

    quotations: list[Quotation]
    said: Candidate
    end: int

    def candidate(self, *, sure: bool) -> Candidate:
        """The attribution; `sure` where its form leaves no doubt of who speaks."""
        named = self.said.cue is not None and bool(self.said.source.heads)
        content = [quotation.span for quotation in self.quotations]
        return evolve(self.said, content=content, turn=True, sure=self.said.sure or (sure and named))


def direct_candidates(document: MarkedDocument) -> Iterator[Candidate]:
    """Attributions of direct speech, one for each turn of a speaker within a paragraph.

    Where several speak by turns in a paragraph, each with a cue of their own ("…,” said Roth. “…,” said Berg."), its
    form leaves no doubt of who says what.
    """
    turns = _turns(document)
    speaking: defaultdict[int, set[str]] = defaultdict(set)
    for turn in turns:
        if turn.said.cue is not None and (named := turn.said.source.span) is not None:
            speaking[_paragraph(document, turn.quotations[0])].add(document.article[named].lower())
    for turn in turns:
        yield turn.candidate(sure=len(speaking[_paragraph(document, turn.quotations[0])] - _PEOPLE) > 1)


def _paragraph(document: MarkedDocument, quotation: Quotation) -> int:
    return document.paragraph_number(quotation.span.start)


def _turns(document: MarkedDocument) -> list[_Turn]:
    turns: list[_Turn] = []
    for quotation in document.quotations:
        turn, lead = turns[-1] if turns else None, _lead(document, quotation)
        cue = None if _goes_on(document, quotation, turn, lead) else _cue(document, quotation, lead)
        if turn is not None and _is_of(document, quotation, turn, cue, lead):
            turn.quotations.append(quotation)
            turn.end = max(turn.end, quotation.span.end)
        elif (new := _new_turn(document, quotation, turn, cue, lead)) is not None:
            turns.append(new)
    return turns


def _new_turn(
    document: MarkedDocument, quotation: Quotation, turn: _Turn | None, cue: Candidate | None, lead: str
) -> _Turn | None:
    """The turn that a quotation opens after another; None where it is no speech."""
    if cue is not None:
        sentence = None if cue.predicate is None else document.annotation.sentence_of(cue.predicate).span
        ends = (span.end for span in (quotation.span, cue.cue, sentence) if span is not None)
        return _Turn(quotations=[quotation], said=cue, end=max(ends))
    if lead != "start" or not _is_speech(document, quotation):
        return None
    near = turn is not None and _paragraphs_between(document, turn, quotation) <= _REACH
    source = turn.said.source if turn is not None and near else Source()
    confidence = 0.6 if source.heads else 0.4
    floating = Candidate(content=(), why="floating quotation", confidence=confidence, source=source)
    return _Turn(quotations=[quotation], said=floating, end=quotation.span.end)


def _paragraphs_between(document: MarkedDocument, turn: _Turn, quotation: Quotation) -> int:
    return _paragraph(document, quotation) - _paragraph(document, turn.quotations[-1])


def _goes_on(document: MarkedDocument, quotation: Quotation, turn: _Turn | None, lead: str) -> bool:
    """Whether a paragraph that opens with a mark continues the one before, which was left open."""
    if turn is None or turn.quotations[-1].closed or lead != "start":
        return False
    return _paragraphs_between(document, turn, quotation) == 1


def _is_of(document: MarkedDocument, quotation: Quotation, turn: _Turn, cue: Candidate | None, lead: str) -> bool:
    """Whether a quotation is one more of a turn: with the same cue, or with nothing but marks between."""
    if cue is not None:
        return cue.cue == turn.said.cue
    if _goes_on(document, quotation, turn, lead):
        return True
    beside = not _paragraphs_between(document, turn, quotation) and lead == "start"
    between = document.text[turn.end : quotation.span.start]
    return beside and not any(map(str.isalnum, between)) and _is_speech(document, quotation)


def _lead(document: MarkedDocument, quotation: Quotation) -> str:
    """What stands before a quotation: "start" (of a sentence), "colon", "comma" or "word".

    A colon counts at the end of the paragraph before it as well ("Moreau went on:").
    """
    start = max(document.lead_in(quotation.span.start).start, quotation.span.start - _MOST_MARKS)
    before = document.text[start : quotation.span.start].rstrip()
    bare = before.rstrip(_MARKS + " ")
    if not bare or bare[-1] in _TERMINAL or before[-1:] in "*•·|>–—-)]":
        return "start"
    return {":": "colon", ",": "comma"}.get(before[-1], "word")


def _cue(document: MarkedDocument, quotation: Quotation, lead: str) -> Candidate | None:
    if lead == "start":
        return cue_after(document, quotation) or signature_of(document, quotation)
    return cue_before(document, quotation, lead) or (cue_after(document, quotation) if lead != "word" else None)


def _is_speech(document: MarkedDocument, quotation: Quotation) -> bool:
    """Whether a quotation without a cue is speech rather than a title or a word held at arm's length."""
    inner = document.article[quotation.inner]
    after = document.text[quotation.span.end : quotation.span.end + 2].strip()
    size = len(inner.split())
    whole = inner[-1] in ".?!…,—-" or after[:1] in tuple(".?!")
    return (size >= 3 and whole) or (size >= 8 and not after[:1].islower())
