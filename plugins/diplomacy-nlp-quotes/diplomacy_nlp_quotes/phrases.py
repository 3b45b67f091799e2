"""Phrases that hand a clause to a source: "according to", "in the view of", "in its view", "in polls"."""

from __future__ import annotations

from collections.abc import Iterator

from diplomacy_nlp import Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import cover
from diplomacy_nlp.toolkit.clause import coordinated, marked

from .candidates import Candidate, Source
from .document import MarkedDocument
from .extent import phrase_span, runs
from .lexicons import phrases
from .sources import phrase_source

__all__ = ["phrase_candidates"]

_WITHIN_NOUN_PHRASE = {"det", "amod", "compound", "nmod:poss", "nummod", "flat", "case", "mark", "advmod"}


def phrase_candidates(document: MarkedDocument) -> Iterator[Candidate]:
    """Attributions by a prepositional phrase; the rest of the clause is the content."""
    plain = {p.phrase for p in phrases() if not p.noun}
    by_noun = {(p.phrase, p.noun) for p in phrases() if p.noun}
    yield from _according_to(document)
    introduced = {(word.sentence, word.head) for word in document.parsed_words if word.deprel in ("case", "mark")}
    for word in document.parsed_words:
        if (word.sentence, word.id) not in introduced or word.upos in ("PUNCT", "ADP", "VERB"):
            continue
        if word.relation in ("case", "mark", "punct"):
            continue
        preposition = marked(document.annotation, word)
        if not preposition or preposition.startswith("according"):
            continue
        if preposition in plain or _starts_with(preposition, plain):
            yield from _around(document, word, word, "according to", 0.8)
        elif (preposition, "=" + word.lemma.lower()) in by_noun:
            yield from _around(document, word, word, "poll or survey", 0.6)
        elif (preposition, word.lemma.lower()) in by_noun:
            yield from _by_noun(document, word)


def _according_to(document: MarkedDocument) -> Iterator[Candidate]:
    """The words "according to", found by themselves: parsers hang them now on the source, now on the clause."""
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


def _starts_with(preposition: str, plain: set[str]) -> bool:
    """Whether a longer marker begins with a phrase ("according to the")."""
    return any(" " in phrase and preposition.startswith(phrase + " ") for phrase in plain)


def _prepositions(document: MarkedDocument, word: Word) -> tuple[Word, ...]:
    annotation = document.annotation
    cases = [c for c in annotation.children(word, "case", "mark") if c.id < word.id]
    return tuple(w for c in cases for w in (c, *annotation.children(c, "fixed")))


def _by_noun(document: MarkedDocument, word: Word) -> Iterator[Candidate]:
    """A phrase whose noun has an owner: "in Mr. Orban's view", "in the words of one diplomat"."""
    annotation = document.annotation
    owner = annotation.child(word, "nmod:poss")
    if owner is None:
        owner = next((n for n in annotation.children(word, "nmod") if marked(annotation, n) == "of"), None)
    if owner is not None:
        yield from _around(document, word, owner, "in the view of", 0.6, cue=word.span)


def _around(
    document: MarkedDocument, word: Word, source: Word, why: str, confidence: float, *, cue: Span | None = None
) -> Iterator[Candidate]:
    """The clause around a phrase, given to its source; the cue is the preposition, where it is no other."""
    annotation = document.annotation
    above = annotation.parent(word)
    prepositions = _prepositions(document, word)
    if above is None or not prepositions or above.id in {w.id for w in prepositions}:
        return
    drop = {w.id for w in annotation.subtree(word)}
    spans = runs(_clause_around(document, above, drop))
    if spans:
        yield Candidate(
            content=spans,
            why=why,
            confidence=confidence,
            cue=cue or cover(w.span for w in prepositions),
            predicate=word,
            source=phrase_source(annotation, source),
        )


def _clause_around(document: MarkedDocument, above: Word, drop: set[int]) -> list[Word]:
    """The words that a phrase vouches for: the sentence before it where it ends one, else its clause."""
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
    at = word
    for _ in range(6):
        above = document.annotation.parent(at)
        if at.upos in ("VERB", "AUX") or above is None or document.annotation.child(at, "nsubj", "cop"):
            return at
        at = above
    return at
