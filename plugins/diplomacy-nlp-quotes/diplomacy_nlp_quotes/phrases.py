"""The phrase "according to", which hands a clause to a source."""

from __future__ import annotations

from collections.abc import Iterator

from diplomacy_nlp import Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.order import after

from .candidates import Candidate, Source
from .document import MarkedDocument
from .extent import is_endless, runs
from .sources import phrase_source

__all__ = ["phrase_candidates"]


def phrase_candidates(document: MarkedDocument) -> Iterator[Candidate]:
    """Attributions by "according to"; the rest of the clause is the content."""
    annotation = document.annotation
    for word in annotation.words:
        to = after(annotation, word)[:1] if word.text.lower() == "according" else ()
        if [w.text.lower() for w in to] != ["to"] or is_endless(annotation, word):
            continue
        source = annotation.parent(word) if word.relation == "case" else annotation.child(word, "obl", "nmod")
        named = Source() if source is None else phrase_source(annotation, source)
        if source is None or named.span is None or named.span.start < word.span.end:
            continue
        phrase = Span(word.span.start, named.span.end)
        spans = runs(w for w in _clause_around(document, source) if not phrase.contains(w.span))
        if spans:
            yield Candidate(
                content=spans,
                why="according to",
                confidence=0.85,
                cue=Span(word.span.start, to[0].span.end),
                predicate=source,
                source=named,
            )


def _clause_around(document: MarkedDocument, source: Word) -> tuple[Word, ...]:
    """The words of the clause that the phrase vouches for: up from a noun to its verb."""
    clause = document.clause(source)
    while clause.above is not None:
        clause = clause.above
        if clause.head.upos in ("VERB", "AUX") or clause.stated is not None or clause.has_copula:
            break
    return document.annotation.subtree(clause.head)
