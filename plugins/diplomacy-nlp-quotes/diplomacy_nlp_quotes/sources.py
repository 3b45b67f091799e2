"""Who says it: a cue's predicate, the words that name its source, and whom it is said to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import cover
from diplomacy_nlp.toolkit.clause import clause_of, coordinated, marked, once_a_word

from .candidates import Source
from .extent import is_endless, phrase_span
from .lexicons import listed, nouns, verbs

__all__ = ["addressees_of", "grammatical_source", "owner_of", "phrase_source", "predicate_in", "source_of"]

_PREPOSITIONS = ("case", "mark", "fixed")  # "according" of "according to", which taggers take for a verb


def phrase_source(annotation: Annotation, head: Word) -> Source:
    """The source that a noun phrase names, given its head."""
    return Source(span=phrase_span(annotation, head), heads=coordinated(annotation, head))


@once_a_word
def source_of(annotation: Annotation, predicate: Word) -> Source:
    """The source of a predicate: its subject, a passive's agent, or the subject understood; looked up once."""
    if is_endless(annotation, predicate):
        return Source()
    clause = clause_of(annotation, predicate)
    if clause.is_passive:
        by = clause.agents
        return Source(span=phrase_span(annotation, by[0], stop=predicate), heads=by) if by else Source()
    own = [w for w in annotation.children(predicate, "nsubj") if w.upos != "PUNCT"]
    heads = clause.subjects
    if not own and not heads:
        return Source()
    head = own[-1] if own else heads[0]  # where a parser gives several subjects, the last counts
    return _resolved(annotation, phrase_span(annotation, head, stop=predicate), head, heads)


def _resolved(annotation: Annotation, span: Span | None, head: Word, heads: tuple[Word, ...]) -> Source:
    """The source where the subject is a person, or the owner of the words that are the subject ("his comments")."""
    owner = owner_of(annotation, head) if head.lemma.lower() in nouns() and head.upos == "NOUN" else None
    if owner is None:
        return Source(span=span, heads=heads)
    return evolve(phrase_source(annotation, owner), via=_passed_on(annotation, head))


def _passed_on(annotation: Annotation, noun: Word) -> tuple[Word, ...]:
    """Who reported the words that a noun names: "comments that were reported by state media"."""
    above = annotation.parent(noun)
    for verb in [*annotation.children(noun, "acl"), *([above] if above is not None else [])]:
        clause = clause_of(annotation, verb)
        if verb.upos == "VERB" and clause.is_passive and clause.agents:
            return clause.agents
    return ()


def owner_of(annotation: Annotation, noun: Word) -> Word | None:
    """Whose statement it is: "his warning", "the warning of the minister", "a warning by (from) Paris"."""
    return next(iter(clause_of(annotation, noun).owners("by", "from")), None)


def addressees_of(annotation: Annotation, predicate: Word) -> tuple[Word, ...]:
    """Heads of the phrases that name who is told: "told reporters", "wrote to Kyiv"."""
    lemma = predicate.lemma.lower()
    found: Iterable[Word] = ()
    if listed("addressed", lemma):
        found = annotation.children(predicate, "iobj") or annotation.children(predicate, "obj")
        if clause_of(annotation, predicate).is_passive:
            found = annotation.children(predicate, "nsubj")
    elif annotation.child(predicate, "ccomp", "parataxis") or lemma in ("write", "speak", "say"):
        found = [w for w in annotation.children(predicate, "obl") if marked(annotation, w) == "to"]
    return coordinated(annotation, *found)


# --- by the cue's words alone -------------------------------------------------------------------------------------


def predicate_in(annotation: Annotation, words: Sequence[Word]) -> Word | None:
    """The word of a cue that says what is done: a verb, best one that cues are known to have, else its head.

    Of an auxiliary or a copula alone ("is" of "is hostile to") it is the word that this goes with.
    """
    in_cue = [word for word in words if word.upos == "VERB" and word.relation not in _PREPOSITIONS]
    if in_cue:
        return next((word for word in in_cue if word.lemma.lower() in verbs()), in_cue[0])
    span = cover(word.span for word in words)
    head = None if span is None else annotation.head_in(span)
    if head is not None and head.upos == "AUX" and head.relation in ("aux", "cop"):
        return annotation.parent(head)
    return head if head is not None and head.upos in ("NOUN", "ADJ", "AUX", "ADP", "VERB") else None


def grammatical_source(annotation: Annotation, predicate: Word) -> Source:
    """Who a predicate is given to by the tree.

    A verb's subject or agent, a noun's owner ("his claim"), the noun phrase after a preposition ("according to Paris").
    """
    if is_endless(annotation, predicate):
        return Source()
    if predicate.relation in _PREPOSITIONS:
        named = annotation.parent(predicate) if predicate.relation == "case" else None
    else:
        named = owner_of(annotation, predicate) if predicate.upos == "NOUN" else None
        if named is None:
            return source_of(annotation, predicate)
    return Source() if named is None else phrase_source(annotation, named)
