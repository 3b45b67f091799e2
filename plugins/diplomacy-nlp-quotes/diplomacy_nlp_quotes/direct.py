"""Direct speech: quotations that stand by themselves, with the cue before, after or between them, or none.

A quotation embedded in a sentence of the article's own ("said the plan was “unserious”") is no direct speech; the
other rules find the clause that it belongs to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from attrs import define, evolve

from diplomacy_nlp import Span
from diplomacy_nlp.toolkit.clause import clause_of

from .candidates import Candidate, Source
from .document import MarkedDocument
from .extent import is_endless
from .marks import Quotation
from .signatures import signature_of
from .sources import source_of
from .speakers import SpeechCue, cue_after, cue_before

__all__ = ["direct_candidates"]

_TERMINAL = ".?!…"
_PEOPLE = {"he", "she", "they", "we", "i", "who"}
_MARKS = "“”„\"'‘’«»`‹›"
_MOST_MARKS = 100  # marks and spaces in a row, between a quotation and what stands before it
_REACH = 2  # a floating quotation looks for its speaker this many paragraphs back


@define
class _Turn:
    """One speaker's direct speech as it grows: its quotations and its cue."""

    content: list[Span]
    cue: SpeechCue | None
    source: Source
    why: str
    confidence: float
    paragraph: int
    end: int  # where the last part or the cue's sentence ends
    last: Quotation
    first: int  # the paragraph in which it begins

    @property
    def is_named(self) -> bool:
        """Whether a cue beside its first quotation says whose it is."""
        return self.cue is not None and bool(self.source.heads)

    def take(self, quotation: Quotation, paragraph: int) -> None:
        self.content.append(quotation.span)
        self.last, self.paragraph = quotation, paragraph
        self.end = max(self.end, quotation.span.end)

    def candidate(self) -> Candidate:
        cue = self.cue
        return Candidate(
            content=self.content,
            why=self.why,
            confidence=self.confidence,
            cue=cue.span if cue else None,
            predicate=cue.verb if cue else None,
            source=self.source,
            addressees=cue.addressees if cue else (),
            turn=True,
            sure=cue is not None and cue.sure,
        )


def direct_candidates(document: MarkedDocument) -> Iterator[Candidate]:
    """Attributions of direct speech, one for each turn of a speaker within a paragraph.

    Where several speak by turns in a paragraph, each with a cue of their own ("…,” said Roth. “…,” said Berg."), its
    form leaves no doubt of who says what.
    """
    turns = [*_turns(document)]
    speaking: defaultdict[int, set[str]] = defaultdict(set)
    for turn in turns:
        if turn.cue is not None and turn.source.span is not None:
            speaking[turn.first].add(document.text[turn.source.span.start : turn.source.span.end].lower())
    for turn in turns:
        several = len(speaking[turn.first] - _PEOPLE) > 1
        yield evolve(turn.candidate(), sure=True) if several and turn.is_named else turn.candidate()


def _turns(document: MarkedDocument) -> Iterator[_Turn]:
    turn: _Turn | None = None
    for quotation in document.quotations:
        following = _next_turn(document, quotation, turn)
        if following is None:
            continue
        if following is not turn and turn is not None:
            yield turn
        turn = following
    if turn is not None:
        yield turn


def _next_turn(document: MarkedDocument, quotation: Quotation, turn: _Turn | None) -> _Turn | None:
    """The turn that a quotation belongs to: the present one, grown, or a new one; None where it is no speech."""
    number = document.paragraph_number(quotation.span.start)
    lead = _lead(document, quotation)
    if _goes_on(turn, number, lead):
        assert turn is not None  # noqa: S101 - for the type checker; _goes_on holds it
        turn.take(quotation, number)
        return turn
    cue = _cue(document, quotation, lead)
    if cue is not None:
        if turn is not None and turn.cue is not None and cue.span == turn.cue.span:
            turn.take(quotation, number)
            return turn
        return _turn(document, quotation, number, cue)
    if lead != "start" or not _is_speech(document, quotation):
        return None
    if (
        turn is not None
        and turn.paragraph == number
        and not _sentence_between(document, turn.end, quotation.span.start)
    ):
        turn.take(quotation, number)
        return turn
    return _floating(document, quotation, number, turn)


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


def _goes_on(turn: _Turn | None, number: int, lead: str) -> bool:
    """Whether a paragraph that opens with a mark continues the one before, which was left open."""
    return turn is not None and not turn.last.closed and number == turn.paragraph + 1 and lead == "start"


def _cue(document: MarkedDocument, quotation: Quotation, lead: str) -> SpeechCue | None:
    if lead == "start":
        return cue_after(document, quotation) or signature_of(document, quotation)
    return cue_before(document, quotation, lead) or (cue_after(document, quotation) if lead != "word" else None)


def _turn(document: MarkedDocument, quotation: Quotation, number: int, cue: SpeechCue) -> _Turn:
    return _Turn(
        content=[quotation.span],
        cue=cue,
        source=cue.source,
        why=cue.why,
        confidence=0.93 if cue.source.span else 0.8,
        paragraph=number,
        end=max(quotation.span.end, _sentence_end(document, cue, quotation)),
        last=quotation,
        first=number,
    )


def _sentence_end(document: MarkedDocument, cue: SpeechCue, quotation: Quotation) -> int:
    """Where the sentence of a cue ends, or the next quotation in it begins."""
    end = cue.span.end
    if cue.verb is not None:
        end = max(end, document.annotation.sentence_of(cue.verb).span.end)
    for word in document.words_between(cue.span.end, end):
        other = document.quotation_at(word.span.start)
        if other is not None and other.span.start > quotation.span.start:
            return other.span.start
    return end


def _sentence_between(document: MarkedDocument, start: int, end: int) -> bool:
    """Whether more than punctuation stands between two offsets."""
    return any(c.isalnum() for c in document.text[start:end])


def _is_speech(document: MarkedDocument, quotation: Quotation) -> bool:
    """Whether a quotation without a cue is speech rather than a title or a word held at arm's length."""
    inner = document.text[quotation.inner.start : quotation.inner.end]
    after = document.text[quotation.span.end : quotation.span.end + 2].strip()
    size = len(inner.split())
    whole = inner[-1] in ".?!…,—-" or after[:1] in tuple(".?!")
    return (size >= 3 and whole) or (size >= 8 and not after[:1].islower())


def _subject_before(document: MarkedDocument, quotation: Quotation) -> Source:
    """Who the sentence before a quotation is about: "The minister was blunt. “We will not sign.”"."""
    at = document.paragraph_number(quotation.span.start)
    start = document.paragraphs[max(at - 1, 0)].start
    words = [w for w in document.words_between(start, quotation.span.start) if w.span.end <= quotation.span.start]
    if not words or is_endless(document.annotation, words[-1]):
        return Source()
    root = next((w for w in document.annotation.sentence_of(words[-1]).words if w.head == 0), None)
    subject = None if root is None else clause_of(document.annotation, root).stated
    if root is None or subject is None or subject.span.start >= quotation.span.start:
        return Source()
    if subject.upos == "PRON" and subject.lemma.lower() not in _PEOPLE:
        return Source()
    return source_of(document.annotation, root)


def _floating(document: MarkedDocument, quotation: Quotation, number: int, turn: _Turn | None) -> _Turn:
    source = _subject_before(document, quotation)
    if turn is not None and number - turn.paragraph <= _REACH:
        source = turn.source
    return _Turn(
        content=[quotation.span],
        cue=None,
        source=source,
        why="floating quotation",
        confidence=0.6 if source.heads else 0.4,
        paragraph=number,
        end=quotation.span.end,
        last=quotation,
        first=number,
    )
