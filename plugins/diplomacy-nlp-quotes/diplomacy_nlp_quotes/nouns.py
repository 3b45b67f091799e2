"""Nouns as cues: "a warning that", "their refusal to", "criticism of the plan by Paris"."""

from __future__ import annotations

from collections.abc import Iterator

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import clause_of

from .candidates import Candidate, Source
from .document import MarkedDocument
from .extent import phrase_span, runs
from .lexicons import Cue, nouns, word_list
from .sources import owner_of, phrase_source

__all__ = ["nominal_candidates"]


def nominal_candidates(document: MarkedDocument) -> Iterator[Candidate]:
    """Attributions whose cue is a noun."""
    for word in document.parsed_words:
        if word.upos != "NOUN" or word.relation in ("compound", "flat"):
            continue
        entry = nouns().get(word.lemma.lower())
        found = None if entry is None else _of_noun(document, word, entry)
        if found is not None:
            yield found


def _of_noun(document: MarkedDocument, word: Word, entry: Cue) -> Candidate | None:
    annotation = document.annotation
    clause = _clause(annotation, word, entry)
    if clause is not None:
        spans = runs(w for w in annotation.subtree(clause) if w.id > word.id)
        return _candidate(document, word, entry, spans, _source(document, word), "noun with clause", 0.65)
    for modifier in annotation.children(word, "nmod", "acl", "obl"):
        preposition = annotation.child(modifier, "case", "mark")
        if preposition is None or modifier.id < word.id or preposition.text.lower() not in entry.prepositions:
            continue
        if preposition.text.lower() == "from":
            continue
        source = _source(document, word)
        if source.span is None:
            return None
        spans = runs(w for w in annotation.subtree(modifier) if w.id > preposition.id)
        return _candidate(document, word, entry, spans, source, "noun with preposition", 0.4, upto=preposition)
    return None


def _clause(annotation: Annotation, word: Word, entry: Cue) -> Word | None:
    for child in annotation.children(word, "acl", "ccomp", "advcl", "xcomp"):
        mark = annotation.child(child, "mark")
        if mark is None or child.id < word.id:
            continue
        marker = mark.text.lower()
        if "infinitive" in entry.takes and marker == "to":
            return child
        if "clause" in entry.takes and marker in ("that", "whether") and _is_complete(annotation, child):
            return child
    return None


def _is_complete(annotation: Annotation, clause: Word) -> bool:
    """Whether "that" introduces what is said ("a claim that he left"), not a relative clause ("one that he made")."""
    if not annotation.child(clause, "nsubj", "csubj", "expl"):
        return False
    return bool(annotation.child(clause, "obj", "ccomp", "xcomp", "cop", "obl", "aux")) or clause.upos != "VERB"


def _candidate(
    document: MarkedDocument,
    word: Word,
    entry: Cue,
    spans: tuple[Span, ...],
    source: Source,
    why: str,
    confidence: float,
    *,
    upto: Word | None = None,
) -> Candidate | None:
    light = _light_verb(document.annotation, word)
    cue = _cue(document, word, light, upto)
    if light is not None and source.span is not None and source.span.overlaps(cue):
        cue = Span(word.span.start, cue.end)
    content = tuple(s for s in spans if not s.overlaps(cue))
    if not content:
        return None
    return Candidate(
        content=content,
        why=why,
        confidence=confidence,
        cue=cue,
        predicate=light or word,
        source=source,
        reports=entry.kind != "thought" and "infinitive" not in entry.takes,
    )


def _cue(document: MarkedDocument, word: Word, light: Word | None, upto: Word | None) -> Span:
    """The noun, from a light verb before it to a preposition beside it."""
    sentence = document.annotation.sentence_of(word).words
    first = light if light is not None and light.id < word.id else word
    last = upto if upto is not None and upto.id - word.id <= 2 else word
    return Span(sentence[first.id - 1].span.start, max(w.span.end for w in sentence[first.id - 1 : last.id]))


def _light_verb(annotation: Annotation, word: Word) -> Word | None:
    """The verb that makes an act of the noun: "issued" in "issued a warning"."""
    above = annotation.parent(word)
    if above is None or word.relation != "obj" or above.lemma.lower() not in word_list("light") or above.id > word.id:
        return None
    return above if word.id - above.id <= 5 else None


def _source(document: MarkedDocument, word: Word) -> Source:
    annotation = document.annotation
    owner = owner_of(document.annotation, word)
    if owner is not None and owner.id < word.id + 25:
        return phrase_source(annotation, owner)
    light = _light_verb(annotation, word)
    if light is None:
        return Source()
    heads = clause_of(annotation, light).subjects
    if not heads:
        return Source()
    own = annotation.child(light, "nsubj") or heads[0]
    return Source(span=phrase_span(document.annotation, own, stop=light), heads=heads)
