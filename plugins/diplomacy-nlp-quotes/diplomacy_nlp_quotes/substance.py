"""Whether anything is attributed, and all of it: contents that break off are completed, those that say nothing go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile

from diplomacy_nlp import Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import clause_of
from diplomacy_nlp.toolkit.pasted import ITEM

from .candidates import Candidate
from .document import MarkedDocument
from .extent import is_endless
from .lexicons import nouns, verbs, word_list

__all__ = ["is_bare_act", "says_something", "stands", "whole_content"]

_BINDING = {"DET", "ADP", "PART", "CCONJ", "SCONJ", "AUX", "PUNCT"}
_LEANS = {"det", "amod", "compound", "nummod", "case"}  # relations of words that the word they depend on must follow
_LONGEST = 60  # characters that a content may lack
_MOST_ITEMS = 20
_CONDITIONS = ("if", "unless")
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


def whole_content(document: MarkedDocument, content: Sequence[Span], cue: Span | None) -> tuple[Span, ...]:
    """All that is attributed: what the content breaks off before is added, what belongs to other clauses goes."""
    return _without_strays(document, _completed(document, content, cue), cue)


def _without_strays(document: MarkedDocument, content: Sequence[Span], cue: Span | None) -> tuple[Span, ...]:
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


def _completed(document: MarkedDocument, content: Sequence[Span], cue: Span | None) -> tuple[Span, ...]:
    """The content, with the rest of a noun phrase or a condition before which it breaks off.

    "the former" of "to back the former mayor"; "the cut only" of "would support the cut only if Oslo agreed"; the items
    of a list that it leads up to.
    """
    whole: list[Span] = []
    for number, span in enumerate(content):
        limit = content[number + 1].start if number + 1 < len(content) else len(document.text)
        if cue is not None and cue.start >= span.end:
            limit = min(limit, cue.start)
        end = _list_end(document, span.end) or _whole_end(document, span)
        whole.append(Span(span.start, end) if end <= limit else span)
    return tuple(whole)


def _list_end(document: MarkedDocument, end: int) -> int | None:
    """Where the list ends that follows words with a colon at the end of their paragraph; None where there is none."""
    if document.text[end : document.paragraph_at(end - 1).end].strip() != ":":
        return None
    first = document.paragraph_number(end - 1) + 1
    items = takewhile(lambda p: ITEM.match(document.text, p.start), document.paragraphs[first : first + _MOST_ITEMS])
    last = next(iter([*items][-1:]), None)
    return None if last is None else last.end


def _whole_end(document: MarkedDocument, span: Span) -> int:
    words = document.words_between(span.start, span.end)
    if not words or document.quotation_at(span.start) is not None or is_endless(document.annotation, words[-1]):
        return span.end
    last = words[-1]
    if last.upos == "CCONJ" and len(words) > 1:
        return words[-2].span.end  # what it joins is no part
    sentence = document.annotation.sentence_of(last).words
    head = document.annotation.parent(last)
    if head is not None and last.relation in _LEANS and head.span.start >= span.end and last.id < head.id:
        end = head.span.end
        return end if end - span.end <= _LONGEST and _is_plain(sentence[last.id : head.id]) else span.end
    end = _condition_end(last, sentence[last.id :]) or span.end
    closes = document.text[end : end + 1] == ")" and _is_open(document.text[span.start : end])
    return end + closes


def _is_open(words: str) -> bool:
    """Whether a bracket that opens in words is not closed in them."""
    return words.rfind("(") > words.rfind(")")


def _is_plain(words: Sequence[Word]) -> bool:
    """Whether the words up to a noun are of its phrase: no verb, no mark between."""
    return all(word.upos not in ("VERB", "AUX", "PUNCT", "ADP", "SCONJ") for word in words)


def _condition_end(last: Word, following: Sequence[Word]) -> int | None:
    """Where a condition ends that "only" at the content's end, or just after it, announces."""
    only = last.text.lower() == "only"
    if not only and following and following[0].text.lower() == "only":
        only, following = True, following[1:]
    if not only or not following or following[0].text.lower() not in _CONDITIONS:
        return None
    clause = [*takewhile(lambda word: word.upos != "PUNCT" and word.upos != "CCONJ", following)]
    return clause[-1].span.end if clause else None


def stands(document: MarkedDocument, candidate: Candidate) -> bool:
    """Whether a candidate attributes something; pronouns alone, which say nothing by themselves, where it is sure."""
    if not says_something(document, candidate.content):
        return False
    pointed = candidate.confidence < _POINTING and _is_only_pointed_at(document, candidate.content)
    return not pointed and not is_bare_act(document, candidate.content, candidate.cue)


def _is_only_pointed_at(document: MarkedDocument, content: Iterable[Span]) -> bool:
    """Whether pronouns alone are the content ("it", "them"), not in quotation marks."""
    words = [word for span in content for word in document.words_between(span.start, span.end)]
    return all(word.upos in ("PRON", "PUNCT") and document.quotation_at(word.span.start) is None for word in words)


def is_bare_act(document: MarkedDocument, content: Sequence[Span], cue: Span | None) -> bool:
    """Whether the content is only what somebody did something to: no words, no thought ("signed a treaty").

    True of the plain object of a verb that hands over words or thoughts in other constructions only ("sees a role", but
    "sees that it has one"), or that makes a thing ("issues visas", but "issues a warning").
    """
    if cue is None or any(document.quotations_in(span) for span in content):
        return False
    head = document.annotation.head_in(content[0])
    verb = None if head is None else _verb_of(document, head)
    if head is None or verb is None or not cue.overlaps(verb.span):
        return False
    if verb.lemma.lower() in word_list("act"):
        return head.lemma.lower() not in nouns() and not document.annotation.children(verb, "xcomp", "ccomp")
    entry = verbs().get(verb.lemma.lower())
    return entry is not None and "object" not in entry.takes and _is_phrase_of(document, head, content)


def _verb_of(document: MarkedDocument, head: Word) -> Word | None:
    """The verb that a word is the object of."""
    if head.relation != "obj" or is_endless(document.annotation, head):
        return None
    above = clause_of(document.annotation, head).above
    return above.head if above is not None and above.head.upos == "VERB" else None


def _is_phrase_of(document: MarkedDocument, head: Word, content: Sequence[Span]) -> bool:
    """Whether a content is a noun's phrase alone, without a verb."""
    below = {word.id for word in document.annotation.subtree(head)}
    words = (word for span in content for word in document.words_between(span.start, span.end))
    return all(word.upos == "PUNCT" or (word.upos != "VERB" and word.id in below) for word in words)
