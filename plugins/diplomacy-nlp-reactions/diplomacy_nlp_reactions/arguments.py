"""Which argument of a verb is its target: the places that `verbs.tsv` names, looked up in the parse."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.grammar import agents, is_passive, marked, subjects
from diplomacy_nlp.toolkit.words import listed

from .words import is_clausal, preposition_left

__all__ = ["Target", "arguments"]


@frozen
class Target:
    """An argument of a verb: the head of a phrase or clause; no word where the sense needs no target.

    Args:
        word: the head.
        is_clause: it heads a clause.
        left_out: the clause leaves the target out, and only what the text spoke of before can be it ("Zambia refused").
    """

    word: Word | None
    is_clause: bool = False
    left_out: bool = False


def arguments(document: Document, word: Word, place: str) -> Iterator[Target]:
    """What a verb has in a place, as `verbs.tsv` names it ("obj", "obl:with", "left"), perhaps of one lemma alone."""
    annotation = document.annotation
    kind, _, detail = place.partition(":")
    if kind == "none":
        yield Target(None)
    elif kind == "left" and document.proposals and _leaves_out(document, word):
        yield Target(None, left_out=True)
    elif kind == "obj":
        yield from _objects(document, word, detail)
    elif kind == "obl":
        yield from _obliques(document, word, detail)
    elif kind == "subj":
        yield from (Target(noun) for noun in agents(annotation, word))
    elif kind == "ccomp":
        clauses = annotation.children(word, "ccomp")
        yield from (Target(c, is_clause=True) for c in clauses if is_clausal(annotation, c) and c.id > word.id)
    elif kind == "xcomp":
        clauses = annotation.children(word, "xcomp", "advcl")
        yield from (Target(c, is_clause=True) for c in clauses if _is_infinitive(document, word, c, detail))


_COMPLEMENTS = ("obj", "iobj", "ccomp", "xcomp", "csubj")
_ABOUT = {"to", "on", "with", "about", "of", "against", "for", "over", "upon", "at", "from", "by"}


def _leaves_out(document: Document, word: Word) -> bool:
    """Whether nothing beside an active finite verb says what its subject agrees to or refuses."""
    annotation = document.annotation
    if word.feat("VerbForm") == "Ger" or is_passive(annotation, word) or word.relation in ("amod", "acl", "compound"):
        return False
    if annotation.children(word, *_COMPLEMENTS):
        return False
    obliques = (c for c in annotation.children(word, "obl") if not listed("time", c.lemma))
    obliques = (c for c in obliques if c.upos != "ADV")  # "at once"
    return not any(set(marked(annotation, c).split()) & _ABOUT and c.id > word.id for c in obliques)


def _is_infinitive(document: Document, word: Word, clause: Word, lemma: str) -> bool:
    """Whether a dependent is the verb's infinitive or gerund, of one verb only where a lemma is given."""
    if clause.id < word.id or clause.upos not in ("VERB", "NOUN", "ADJ") or lemma not in ("", clause.lemma.lower()):
        return False
    if clause.relation == "xcomp" and clause.text.lower().endswith("ing"):
        return True
    to = document.annotation.child(clause, "mark")
    return to is not None and to.text.lower() == "to"


def _objects(document: Document, word: Word, lemma: str) -> Iterator[Target]:
    """What it is done to; an object before its verb belongs to a clause that stands before, unless it is a gap."""
    annotation, clause = document.annotation, document.clause(word)
    for noun in clause.patients:
        before = noun.id < word.id and noun.relation in ("obj", "nsubj") and noun.head == word.id
        if not (before and not clause.is_passive) and lemma in ("", noun.lemma.lower()):
            yield Target(noun, is_clause=noun.upos == "VERB" and is_clausal(annotation, noun))


def _obliques(document: Document, word: Word, preposition: str) -> Iterator[Target]:
    annotation = document.annotation
    for child in document.clause(word).phrases(preposition):
        yield Target(child, is_clause=is_clausal(annotation, child))
    if preposition_left(annotation, word, preposition):
        if is_passive(annotation, word):
            yield from (Target(noun) for noun in subjects(annotation, word))
        elif word.relation == "acl" and (above := annotation.parent(word)) is not None:
            yield Target(above)
