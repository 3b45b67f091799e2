"""Where the words end that a cue says something of, or that somebody says: one answer for targets and contents."""

from __future__ import annotations

from itertools import pairwise

from ..annotation import Annotation, Word
from ..spans import Span, trim
from .grammar import marked, noun_phrase

__all__ = ["clause_extent", "noun_extent", "trimmed"]

_CIRCUMSTANCES = {
    "after",
    "despite",
    "amid",
    "following",
    "during",
    "before",
    "since",
    "while",
    "until",
    "unless",
    "when",
}
_NOT_TARGET = ("case", "conj", "cc", "acl", "appos", "parataxis", "punct", "nsubj", "cop", "aux", "advcl")
_MARKS = (("“", "”"), ("‘", "’"))
_NEXT_CLAUSE = ("while", "whereas", "although", "though", "but", "as")


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
        if phrase.id > noun.id and marked(annotation, phrase) in _CIRCUMSTANCES:
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
        if inside.count(closing) > inside.count(opening) and text[found.start - 1 : found.start] == opening:
            return Span(found.start - 1, found.end)
        if inside.count(opening) > inside.count(closing) and text[found.end : found.end + 1] == closing:
            return Span(found.start, found.end + 1)
    if inside.count('"') % 2:
        if text[found.end : found.end + 1] == '"':
            return Span(found.start, found.end + 1)
        if text[found.start - 1 : found.start] == '"':
            return Span(found.start - 1, found.end)
    return found


def clause_extent(annotation: Annotation, head: Word) -> Span:
    """The words of a clause, up to a comma with "while" or the like, which begins the next one."""
    span = annotation.phrase(head, without=("case", "mark", "punct", "parataxis"))
    after = [w for w in annotation.words_in(span) if w.id > head.id]
    for comma, following in pairwise(after):
        if comma.text == "," and following.lemma.lower() in _NEXT_CLAUSE:
            return Span(span.start, comma.span.start)
    return span
