"""What a stance is toward: a proposal, an actor, or just the words."""

from __future__ import annotations

from attrs import evolve

from diplomacy_nlp import Actor, Link
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.discourse import Discourse
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.extent import clause_extent, noun_extent, trimmed

from .lexicon import topics
from .sorts import is_clausal

__all__ = ["proposal_of", "target_link"]


def target_link(spoken: Discourse, word: Word, *, cue: Word, reactors: tuple[Link, ...] = ()) -> Link:
    """The link of a target, given the head of its phrase.

    Args:
        cue: what a definite phrase takes up stands before it.
        reactors: whose stance it is.
    """
    document = spoken.document
    annotation = document.annotation
    is_clause = word != cue and is_clausal(annotation, word)  # "denied that ..."
    span = clause_extent(annotation, word) if is_clause else trimmed(document.text, noun_extent(annotation, word, cue))
    if (proposal := spoken.link(word, cue, reactors)) is not None:
        return evolve(proposal, span=span)
    if is_clause:
        return Link(span=span)
    actor = document.actor(word) or _speaker(document, word)
    return Link(id=actor.id, span=span) if actor is not None and actor.id else Link(span=span)


def _speaker(document: Document, word: Word) -> Actor | None:
    """Who is meant by a statement with a name before it ("Lavrov's remarks")."""
    if "statement" not in topics().get(word.lemma.lower(), frozenset()):
        return None
    owners = (document.actor(w) for w in document.clause(word).owners() if w.upos == "PROPN")
    return next((actor for actor in owners if actor is not None), None)


def proposal_of(document: Document, somebody: Word, predicate: Word) -> Word | None:
    """The word for somebody's proposal that a stance takes up: "thanked Oslo for its offer", "Oslo and its plan"."""
    actor = document.actor(somebody)
    if actor is None or not actor.id:
        return None
    beside = (*document.clause(predicate).phrases("for"), *document.clause(somebody).phrases("for"))
    for word in (*beside, *document.clause(somebody).conjuncts):
        proposal = document.proposal_named(word) if document.annotation.child(word, "nmod:poss") else None
        if proposal is not None and actor.id in {link.id for link in proposal.proposers}:
            return word
    return None
