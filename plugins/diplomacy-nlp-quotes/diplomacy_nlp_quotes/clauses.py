"""Verbs and adjectives as cues, and the finite clauses that they take; other complements are in the next modules."""

from __future__ import annotations

from collections.abc import Iterator

from diplomacy_nlp import Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.grammar import is_passive, marked

from .candidates import Candidate
from .extent import clause_end
from .infinitives import infinitive_candidate, raising_candidate
from .lexicons import Cue, adjectives, verbs
from .objects import object_candidate, phrase_candidate
from .proposing import branch, propose
from .reading import Reading

__all__ = ["clause_candidates"]

_ASKING = {"ask", "wonder", "inquire", "know", "see"}
_NO_PREDICATES = ("aux", "cop", "case", "mark", "amod", "compound", "fixed", "flat")
_ASIDE = {"parataxis", "advcl", "discourse"}


def clause_candidates(reading: Reading) -> Iterator[Candidate]:
    """Attributions whose cue is a verb or an adjective."""
    for word in reading.parsed_words:
        entry = _entry(word)
        found = None if entry is None else _of_predicate(reading, word, entry)
        if found is not None:
            yield found


def _entry(word: Word) -> Cue | None:
    if word.upos not in ("VERB", "ADJ") or word.relation in _NO_PREDICATES:
        return None
    if word.upos == "VERB":
        return verbs().get(word.lemma.lower())
    return adjectives().get(word.text.lower())


def _of_predicate(reading: Reading, word: Word, entry: Cue) -> Candidate | None:
    if entry.kind == "raising":
        return raising_candidate(reading, word, entry)
    passive = word.upos == "VERB" and is_passive(reading.annotation, word)
    return (
        _clause(reading, word, entry)
        or _aside(reading, word, entry)
        or infinitive_candidate(reading, word, entry, passive=passive)
        or phrase_candidate(reading, word, entry, passive=passive)
        or object_candidate(reading, word, entry, passive=passive)
    )


def _clause(reading: Reading, word: Word, entry: Cue) -> Candidate | None:
    if "clause" not in entry.takes:
        return None
    for complement in _complement_clauses(reading, word):
        spans = _clause_spans(reading, word, complement)
        if spans:
            passive = word.upos == "VERB" and is_passive(reading.annotation, word)
            why = "passive cue verb with clausal complement" if passive else "cue verb with clausal complement"
            return propose(reading, word, entry, spans, why, 0.85)
    return None


def _clause_spans(reading: Reading, word: Word, complement: Word) -> tuple[Span, ...]:
    annotation = reading.annotation
    inside = annotation.subtree(complement)
    if complement.id < word.id:
        return branch(reading, complement, word)
    first = min((w.id for w in inside if w.id > word.id), default=0)
    words = annotation.sentence_of(word).words
    return reading.runs(words[first - 1 : clause_end(annotation, word, complement)]) if first else ()


def _complement_clauses(reading: Reading, word: Word) -> Iterator[Word]:
    annotation = reading.annotation
    yield from annotation.children(word, "ccomp")
    for child in annotation.children(word, "xcomp", "advcl", "parataxis"):
        finite = annotation.child(child, "nsubj", "expl") is not None
        mark = annotation.child(child, "mark")
        if child.relation == "parataxis":
            if finite and child.id > word.id and not annotation.child(word, "obj"):
                yield child
        elif finite and mark is not None and _opens_content(word, mark):
            yield child
    # "told reporters that": parsers hang the clause on the hearer
    for told in annotation.children(word, "obj", "iobj"):
        for child in annotation.children(told, "acl"):
            mark = annotation.child(child, "mark")
            if mark is not None and _opens_content(word, mark) and annotation.child(child, "nsubj"):
                yield child


def _opens_content(predicate: Word, mark: Word) -> bool:
    """Whether a conjunction opens what is said: "that", "whether", and "if" after verbs of asking."""
    lemma = mark.lemma.lower()
    return lemma in ("that", "whether") or (lemma == "if" and predicate.lemma.lower() in _ASKING)


def _aside(reading: Reading, word: Word, entry: Cue) -> Candidate | None:
    """A cue set off ("The talks, he said, will go on", "as Paris noted"): the clause around it is the content."""
    if "clause" not in entry.takes or word.relation not in _ASIDE:
        return None
    annotation = reading.annotation
    above = annotation.parent(word)
    as_clause = marked(annotation, word) == "as"
    if above is None or not annotation.child(word, "nsubj") or annotation.child(word, "obj", "xcomp"):
        return None
    if word.relation == "advcl" and not as_clause:
        return None
    if annotation.child(word, "mark") and not as_clause:
        return None
    return propose(reading, word, entry, _branch_around(reading, above, word), "cue clause set off", 0.75)


def _branch_around(reading: Reading, above: Word, word: Word) -> tuple[Span, ...]:
    annotation = reading.annotation
    drop = {w.id for w in annotation.subtree(word)}
    return reading.runs(w for w in annotation.subtree(above) if w.id not in drop)
