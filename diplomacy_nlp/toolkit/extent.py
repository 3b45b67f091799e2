"""Where the words end that a cue says something of, or that somebody says: one answer for targets and contents."""

from __future__ import annotations

from itertools import dropwhile, takewhile

from ..annotation import Annotation, Word
from ..spans import Span, trim
from .clause import marked, noun_phrase
from .order import after
from .words import is_time, listed

__all__ = ["clause_extent", "content_extent", "noun_extent", "trimmed"]

_NOT_TARGET = ("case", "conj", "cc", "acl", "appos", "parataxis", "punct", "nsubj", "cop", "aux", "advcl")
_STOPS = {";", ":", "(", ")", "--", "—", "–", "?", "!", "."}
_MARKS = (("“", "”"), ("‘", "’"), ('"', '"'))


def noun_extent(annotation: Annotation, noun: Word, cue: Word) -> Span:
    """The words of a noun phrase that something is said of.

    Left out are what introduces and coordinates it, circumstances ("the truce | after a week"), relative clauses with
    a subject of their own, and the one that holds the cue ("a move that allies dismissed").

    Args:
        noun: its head.
        cue: what says something of it.
    """
    if annotation.is_below(cue, noun):
        return annotation.phrase(noun, without=_NOT_TARGET)
    span = noun_phrase(annotation, noun)
    for phrase in annotation.children(noun, "nmod", "obl", "advcl"):
        if phrase.id > noun.id and listed("circumstance", marked(annotation, phrase)):
            span = Span(span.start, max(noun.span.end, min(span.end, annotation.phrase(phrase).start)))
    for clause in annotation.children(noun, "acl"):
        if annotation.child(clause, "nsubj") and clause.id > noun.id:
            start = annotation.phrase(clause).start
            if span.start < noun.span.end <= start:
                span = Span(span.start, min(span.end, start))
    return span


def trimmed(text: str, span: Span) -> Span:
    """A span without white space and commas at its ends, and with the quotation mark whose partner it holds."""
    found = trim(text, span.start, span.end, ",;:") or span
    inside = text[found.start : found.end]
    for opening, closing in _MARKS:
        opened, closed = inside.count(opening), inside.count(closing)
        odd = opening == closing and opened % 2 == 1
        if (odd or opened > closed) and text[found.end : found.end + 1] == closing:
            return Span(found.start, found.end + 1)
        if (odd or closed > opened) and text[found.start - 1 : found.start] == opening:
            return Span(found.start - 1, found.end)
    return found


def clause_extent(annotation: Annotation, head: Word) -> Span:
    """The words of a clause, without what introduces it and what stands beside it."""
    return annotation.phrase(head, without=("case", "mark", "punct", "parataxis"))


# --- what would be done ----------------------------------------------------------------------------------------------


def content_extent(annotation: Annotation, start: Word, head: Word, cue: Word) -> Span | None:
    """The words from `start` on that belong to what `head` says, up to where another thought begins.

    Args:
        annotation: the parse.
        start: the first word.
        head: the content's head; its subtree bounds the extent.
        cue: what governs it; prepositional phrases that a parser hung on it instead still count.
    """
    inside = {w.id for w in annotation.subtree(head)}
    kept: list[Word] = []
    for word in annotation.sentence_of(start).words[start.id - 1 :]:
        if word.text in _STOPS or (word.text == "," and _ends_thought(annotation, word)):
            break
        if word.id not in inside and word.upos != "PUNCT":
            more = _hung_higher(annotation, word, head, cue)
            if not more:
                break
            inside |= more
        kept.append(word)
    return annotation.span_of(_without_loose_ends(kept))


def _without_loose_ends(words: list[Word]) -> list[Word]:
    """The words without commas before them, and without marks and conjunctions after them."""
    while words and (words[-1].upos in ("PUNCT", "CCONJ") or words[-1].text in "'’\"”"):
        words.pop()
    return [*dropwhile(lambda word: word.text == ",", words)]


def _hung_higher(annotation: Annotation, word: Word, head: Word, cue: Word) -> set[int]:
    """Ids of a prepositional phrase that begins with `word` and hangs on the cue rather than on the content."""
    if not listed("extending", word.text) or word.relation not in ("case", "mark"):
        return set()
    phrase = annotation.parent(word)
    above = annotation.parent(phrase) if phrase is not None else None
    if phrase is None or above is None or is_time(phrase) or above.id not in (cue.id, cue.head, head.head):
        return set()
    if word.text.lower() == "in" and listed("message", phrase.lemma):
        return set()  # "demanded an apology in a letter"
    return {w.id for w in annotation.subtree(phrase)} if phrase.id > word.id else set()


def _ends_thought(annotation: Annotation, comma: Word) -> bool:
    """Whether what follows a comma is no part of the content: an apposition, a comment, a report, the main clause."""
    rest = [*dropwhile(lambda word: word.upos == "ADV", after(annotation, comma))]
    if not rest or listed("cutting", rest[0].text) or rest[0].feat("VerbForm") == "Fin":
        return True
    if rest[0].upos == "VERB" and rest[0].text.lower().endswith("ing") and rest[0].relation != "conj":
        return True
    # "a move that ...", "the latest proposal by ...": a noun phrase that sums up what was said
    phrase = takewhile(lambda word: word.relation == "appos" or word.upos in ("ADJ", "NOUN", "ADV"), rest[1:5])
    return rest[0].upos == "DET" and any(word.relation == "appos" for word in phrase)
