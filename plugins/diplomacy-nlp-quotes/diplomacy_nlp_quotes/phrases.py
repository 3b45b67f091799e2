"""The phrase "according to", which hands a clause to a source."""

from __future__ import annotations

from collections.abc import Iterator

from diplomacy_nlp import Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import clause_of, coordinated

from .candidates import Candidate, Source
from .document import MarkedDocument
from .extent import phrase_span, runs

__all__ = ["phrase_candidates"]

_WITHIN_NOUN_PHRASE = {"det", "amod", "compound", "nmod:poss", "nummod", "flat", "case", "mark", "advmod"}


def phrase_candidates(document: MarkedDocument) -> Iterator[Candidate]:
    """Attributions by "according to"; the rest of the clause is the content.

    The words are found by themselves: parsers hang them now on the source, now on the clause.
    """
    for word in document.parsed_words:
        if word.text.lower() != "according":
            continue
        words = document.annotation.sentence_of(word).words
        if word.id + 2 > len(words) or words[word.id].text.lower() != "to":
            continue
        to = words[word.id]
        if to.id == len(words):
            continue
        source = _head_of_phrase(document, words[to.id], to.id)
        span = phrase_span(document.annotation, source)
        if span is None or span.start < to.span.end:
            span = words[to.id].span
        drop = {w.id for w in words if word.id <= w.id and w.span.start < span.end}
        above = next((a for a in document.annotation.ancestors(word) if a.id not in drop), source)
        spans = runs(_clause_around(document, above, drop))
        if spans:
            yield Candidate(
                content=spans,
                why="according to",
                confidence=0.85,
                cue=Span(word.span.start, to.span.end),
                predicate=source,
                source=Source(span=span, heads=coordinated(document.annotation, source)),
            )


def _head_of_phrase(document: MarkedDocument, word: Word, limit: int) -> Word:
    """The head of the noun phrase that a word begins, given that it stands after a place in the sentence."""
    top = word
    for above in document.annotation.ancestors(word):
        if above.id <= limit or not {top.deprel, top.relation} & _WITHIN_NOUN_PHRASE:
            break
        top = above
    return top


def _clause_around(document: MarkedDocument, above: Word, drop: set[int]) -> list[Word]:
    """The words that the phrase vouches for: the sentence before it where it ends one, else its clause."""
    annotation = document.annotation
    sentence = annotation.sentence_of(above).words
    after = [w for w in sentence if w.id > max(drop) and w.upos != "PUNCT"]
    if not after:
        return [w for w in sentence if w.id < min(drop)]
    if not any(w.id < min(drop) and w.upos != "PUNCT" for w in sentence):
        return [w for w in sentence if w.id > max(drop)]
    return [w for w in annotation.subtree(_clause_head(document, above)) if w.id not in drop]


def _clause_head(document: MarkedDocument, word: Word) -> Word:
    """The predicate of the clause that a phrase is attached to: up from a noun to its verb."""
    clause = clause_of(document.annotation, word)
    for _ in range(6):
        if clause.head.upos in ("VERB", "AUX") or clause.above is None or clause.stated or clause.has_copula:
            break
        clause = clause.above
    return clause.head
