"""What a stance is toward: a proposal, a quote, an actor, or just the words."""

from __future__ import annotations

from attrs import evolve

from diplomacy_nlp import Link, Quote
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.discourse import Discourse
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.extent import clause_extent, noun_extent, trimmed
from diplomacy_nlp.toolkit.roots import root_of

from .lexicon import engagement_verbs, matter_classes, word_class
from .reactors import reactor_links

__all__ = ["target_link"]

# Statements of which one speaks in general: with a name before them, their speaker is meant ("Lavrov's remarks").
_GENERAL = {
    "remark",
    "comment",
    "statement",
    "word",
    "rhetoric",
    "speech",
    "talk",
    "position",
    "stance",
    "language",
    "tone",
}
_BACK = 4  # quotes that are looked back to
_POINTERS = {"the", "this", "that", "these", "those", "such", "both"}


def target_link(spoken: Discourse, word: Word, *, is_clause: bool, cue: Word, reactors: tuple[Link, ...] = ()) -> Link:
    """The link of a target, given the head of its phrase.

    Args:
        is_clause: the target is a clause ("denied that ...").
        cue: what a definite phrase takes up stands before it.
        reactors: whose stance it is.
    """
    document = spoken.document
    annotation = document.annotation
    before = cue.span.start
    span = clause_extent(annotation, word) if is_clause else trimmed(document.text, noun_extent(annotation, word, cue))
    if (proposal := spoken.link(_said(document, word) if is_clause else word, cue, reactors)) is not None:
        return evolve(proposal, span=span)
    if is_clause:
        return Link(span=span)
    if _is_statement(word):
        link = _statement_link(document, word, before, reactors)
        if link is not None:
            return Link(id=link.id, span=span)
    actor = document.actor(word)
    return Link(id=actor.id, span=span) if actor is not None and actor.id else Link(span=span)


def _said(document: Document, word: Word) -> Word | None:
    """What a clause takes up: what it handles ("(refused) to discuss it"), else itself; None where it leaves it out.

    As in "(refused) to comment", "(would be willing) to negotiate".
    """
    annotation, lemma = document.annotation, word.lemma.lower()
    engaging = lemma in engagement_verbs()
    if engaging or {lemma, word.text.lower()} & word_class("handling"):
        handled = (w for w in annotation.children(word, "obj", "obl") if w.id > word.id)
        if (found := next(handled, None)) is not None:
            return found
    bare = not annotation.children(word, "obj", "obl", "ccomp", "xcomp")
    return None if bare and (engaging or lemma in word_class("speaking")) else word


# --- statements -----------------------------------------------------------------------------------------------------


def _is_statement(word: Word) -> bool:
    return "statement" in matter_classes().get(word.lemma.lower(), frozenset())


def _statement_link(document: Document, word: Word, before: int, reactors: tuple[Link, ...]) -> Link | None:
    """The quote that a statement noun means: the one it spells out, its speaker's nearest before, or the speaker."""
    annotation = document.annotation
    lemma = word.lemma.lower()
    spelt_out = annotation.child(word, "acl", "ccomp")
    if (
        spelt_out is not None
        and (quote := document.quote_within(annotation.phrase(spelt_out))) is not None
        and quote.id
    ):
        return Link(id=quote.id)
    by = document.clause(word).owners("from", "by", "of")
    speakers = [link for link in reactor_links(document, by) if link.id]
    if speakers:
        named = not any(w.upos == "PRON" or w.feat("Poss") == "Yes" for w in by)
        if named and lemma in _GENERAL:
            return speakers[0]
        quote = document.quote_before(before, speakers[0].id)
        return Link(id=quote.id) if quote is not None and quote.id else speakers[0]
    if not by and spelt_out is None and any(d.text.lower() in _POINTERS for d in annotation.children(word, "det")):
        quote = _statement_before(document, word, before, reactors)
        return Link(id=quote.id) if quote is not None and quote.id else None
    return None


def _statement_before(document: Document, word: Word, before: int, reactors: tuple[Link, ...]) -> Quote | None:
    """The statement that "the complaint" means: one shortly before whose cue is kin to the noun, of somebody else.

    What is not told by such a cue ("the letter") stays the words themselves: the last quote is as likely another.
    """
    own = {link.id for link in reactors if link.id}
    for quote in document.quotes_before(before, _BACK):
        if quote.content[0].end > before or (quote.speaker is not None and quote.speaker.id in own):
            continue
        head = document.annotation.head_in(quote.cue) if quote.cue is not None else None
        if head is not None and root_of(head) == root_of(word):
            return quote
    return None
