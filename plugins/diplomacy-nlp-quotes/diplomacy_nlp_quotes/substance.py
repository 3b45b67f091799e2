"""Whether anything is attributed: contents that say nothing go, and what belongs to other clauses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from diplomacy_nlp import Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import clause_of

from .candidates import Candidate
from .document import MarkedDocument
from .extent import is_endless
from .lexicons import listed, nouns, verbs

__all__ = ["is_bare_act", "own_content", "says_something", "stands"]

_BINDING = {"DET", "ADP", "PART", "CCONJ", "SCONJ", "AUX", "PUNCT"}
_POINTING = 0.6  # the confidence from which pronouns alone may be a content


def says_something(document: MarkedDocument, content: Iterable[Span]) -> bool:
    """Whether anything is attributed: more than an article, a preposition or another word that only binds others.

    What stands in quotation marks was said, whatever it is.
    """
    return any(
        word.upos not in _BINDING or document.quotation_at(word.span.start) is not None
        for span in content
        for word in document.annotation.words_in(span)
    )


def own_content(document: MarkedDocument, content: Sequence[Span], cue: Span | None) -> tuple[Span, ...]:
    """The content less what belongs to other clauses: single words, and words of another sentence than the cue's.

    As "them" of "Peru rejected them; Chile asked for time". Quoted sentences may stand anywhere.
    """
    if len(content) < 2:
        return tuple(content)
    own = content if cue is None else (*content, cue)
    home = None if cue is None else document.sentence_number(cue.start)
    kept = [span for span in content if not _is_stray(document, span, own)]
    near = [span for span in kept if home is None or document.sentence_number(span.start) == home]
    if near and not any(document.quotations_in(span) for span in kept):
        kept = near
    return tuple(kept) or tuple(content)


def _is_stray(document: MarkedDocument, span: Span, own: Sequence[Span]) -> bool:
    words = document.words_between(span.start, span.end)
    if len(words) != 1 or document.quotation_at(span.start) is not None or is_endless(document.annotation, words[0]):
        return False
    above = clause_of(document.annotation, words[0]).above
    return above is None or not any(part.overlaps(above.head.span) for part in own)


def stands(document: MarkedDocument, candidate: Candidate) -> bool:
    """Whether a candidate attributes something; pronouns alone, which say nothing by themselves, where it is sure."""
    pointed = candidate.confidence < _POINTING and _is_only_pointed_at(document, candidate.content)
    return not pointed and not is_bare_act(document, candidate.content, candidate.cue)


def _is_only_pointed_at(document: MarkedDocument, content: Iterable[Span]) -> bool:
    """Whether pronouns alone are the content ("it", "them"), not in quotation marks."""
    words = [word for span in content for word in document.words_between(span.start, span.end)]
    return all(word.upos in ("PRON", "PUNCT") and document.quotation_at(word.span.start) is None for word in words)


def is_bare_act(document: MarkedDocument, content: Sequence[Span], cue: Span | None) -> bool:
    """Whether the content is only what somebody did something to: no words, no thought ("signed a treaty").

    True of the plain object or phrase of a verb that hands over words or thoughts in other constructions only ("sees a
    role", but "sees that it has one"; "voted for the budget"), or that makes a thing ("issues visas", but "issues a
    warning").
    """
    head = document.annotation.head_in(content[0])
    verb = None if head is None else _verb_of(document, head)
    if head is None or verb is None or cue is None or not cue.overlaps(verb.span):
        return False
    if any(document.quotations_in(span) for span in content):
        return False
    entry = verbs().get(verb.lemma.lower())
    if listed("act", verb.lemma):
        told = entry is not None and clause_of(document.annotation, head).marker in entry.prepositions
        return (
            not told and head.lemma.lower() not in nouns() and not document.annotation.children(verb, "xcomp", "ccomp")
        )
    is_plain = head.relation == "obj" and entry is not None and "object" not in entry.takes
    return is_plain and _is_phrase_of(document, head, content)


def _verb_of(document: MarkedDocument, head: Word) -> Word | None:
    """The verb that a word is an object or a phrase of."""
    if head.relation not in ("obj", "obl") or is_endless(document.annotation, head):
        return None
    above = clause_of(document.annotation, head).above
    return above.head if above is not None and above.head.upos == "VERB" else None


def _is_phrase_of(document: MarkedDocument, head: Word, content: Sequence[Span]) -> bool:
    """Whether a content is a noun's phrase alone, without a verb."""
    below = {word.id for word in document.annotation.subtree(head)}
    words = (word for span in content for word in document.words_between(span.start, span.end))
    return all(word.upos == "PUNCT" or (word.upos != "VERB" and word.id in below) for word in words)
