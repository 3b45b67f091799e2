"""Where the words end that a cue says something of, or that somebody says: one answer for targets and contents."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile, pairwise

from ..annotation import Annotation, Word
from ..spans import Span, trim
from .grammar import marked, noun_phrase
from .order import after, is_finite
from .words import is_time, listed

__all__ = ["clause_extent", "content_extent", "noun_extent", "trimmed"]

_NOT_TARGET = ("case", "conj", "cc", "acl", "appos", "parataxis", "punct", "nsubj", "cop", "aux", "advcl")
_STOPS = {";", ":", "(", ")", "--", "—", "–", "?", "!", "."}
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
        if word.text in _STOPS or (word.text == "," and _ends_thought(annotation, word, start)):
            break
        told = bool(kept) and start.feat("Tense") != "Past"
        if told and (_opens_main_adjunct(annotation, word) or _joins_past(annotation, word)):
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


def _is_past(verb: Word) -> bool:
    return verb.feat("Tense") == "Past" and verb.feat("VerbForm") == "Fin"


def _opens_main_adjunct(annotation: Annotation, word: Word) -> bool:
    """As in "withdrew its offer to send troops after the parliament objected": a past clause is no part of a plan."""
    if not listed("past_adjunct", word.text) or word.relation not in ("mark", "advmod", "cc"):
        return False
    verb = annotation.parent(word)
    return verb is not None and verb.id > word.id and _is_past(verb)


def _joins_past(annotation: Annotation, word: Word) -> bool:
    """As in "demanded that the Senate vote and accused": a past verb is no part of what would be done."""
    verb = next((w for w in after(annotation, word)[:2] if w.upos != "ADV"), None) if word.upos == "CCONJ" else None
    return verb is not None and verb.upos == "VERB" and _is_past(verb)


def _hung_higher(annotation: Annotation, word: Word, head: Word, cue: Word) -> set[int]:
    """Ids of a prepositional phrase that begins with `word` and hangs on the cue rather than on the content."""
    if not listed("extending", word.text) or word.relation not in ("case", "mark"):
        return set()
    phrase = annotation.parent(word)
    above = annotation.parent(phrase) if phrase is not None else None
    if phrase is None or above is None or is_time(phrase) or above.id not in (cue.id, cue.head, head.head):
        return set()
    if word.text.lower() == "by" and phrase.deprel == "obl:agent":
        return set()
    if word.text.lower() == "in" and listed("message", phrase.lemma):
        return set()  # "demanded an apology in a letter"
    return {w.id for w in annotation.subtree(phrase)} if phrase.id > word.id else set()


def _ends_thought(annotation: Annotation, comma: Word, start: Word) -> bool:
    """Whether what follows a comma is no part of the content: an apposition, a comment, a report, the main clause."""
    rest = after(annotation, comma)
    while rest and rest[0].upos == "ADV":
        rest = rest[1:]
    if not rest:
        return True
    first = rest[0]
    if listed("cutting", first.text) or is_finite(first):
        return True
    if first.upos == "VERB" and first.text.lower().endswith("ing") and first.relation != "conj":
        return True
    return _is_apposition(rest) or _is_new_clause(annotation, first, rest, start)


def _is_apposition(rest: Sequence[Word]) -> bool:
    """As in "a move that ...", "the latest proposal by ...": a noun phrase that sums up what was said."""
    if rest[0].upos != "DET":
        return False
    for word in rest[1:5]:
        if word.relation == "appos":
            return True
        if word.upos not in ("ADJ", "NOUN", "ADV"):
            return False
    return False


def _is_new_clause(annotation: Annotation, first: Word, rest: Sequence[Word], start: Word) -> bool:
    """As in "and Cairo agreed": a coordinated clause with a finite verb and a subject of its own."""
    if first.upos != "CCONJ":
        return False
    bare = start.upos in ("VERB", "NOUN", "PROPN", "DET") and not is_finite(start)
    if bare and len(rest) > 1 and is_finite(rest[1]) and rest[1].feat("Tense") == "Past":
        return True
    for word in rest[1:14]:
        if is_finite(word):
            subject = annotation.child(word, "nsubj") or annotation.child(annotation.parent(word) or word, "nsubj")
            return subject is not None and subject.id > first.id and start.feat("VerbForm") != "Fin"
        if word.text == ",":
            return False
    return False
