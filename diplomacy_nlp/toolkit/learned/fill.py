"""Whose a cue is that only the network sees, who is told, and what it is toward: a plain reading of the tree."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import Span
from diplomacy_nlp.types import Link

from ..document import Document
from ..grammar import noun_phrase
from .found import PROPOSAL, Found, Task

__all__ = ["Filled", "fill"]

_FIRST_PERSON = frozenset(("i", "we", "us", "our", "my", "me"))
_NOMINAL = ("NOUN", "PROPN")
_OWNING = ("by", "from", "of")
_TOWARD = ("against", "on", "for", "to", "of", "over", "about", "with", "at", "toward", "towards", "from", "in")
_ASKED = ("on", "to", "upon", "with")


@frozen(kw_only=True)
class Filled:
    """The slots of a cue, as far as the text fills them.

    Args:
        holders: who proposes or reacts.
        addressees: who is asked.
        target: what a reaction is toward.
    """

    holders: tuple[Link, ...] = ()
    addressees: tuple[Link, ...] = ()
    target: Link | None = None


def fill(document: Document, found: Found, task: Task) -> Filled:
    """The slots of a cue.

    Args:
        document: the article.
        found: a cue and its label.
        task: whether it is a proposal's or a reaction's.
    """
    predicate = _predicate(document, found.word)
    holders = _holders(document, found.word, predicate)
    if task is PROPOSAL:
        return Filled(holders=holders, addressees=_addressees(document, found.word, holders))
    return Filled(holders=holders, target=_target(document, found.word, predicate, holders))


def _predicate(document: Document, word: Word) -> Word:
    """The word itself, or the verb that puts a noun or adjective to use ("voiced fears")."""
    annotation = document.annotation
    if word.upos == "VERB" or annotation.children(word, "nsubj", "cop", "csubj"):
        return word
    for above in annotation.ancestors(word):
        if above.upos == "VERB" or annotation.children(above, "nsubj", "cop"):
            return above
    return word


def _holders(document: Document, word: Word, predicate: Word) -> tuple[Link, ...]:
    """Whose it is: the owner of a noun, the agent of the clause, the speaker, else the agent of a clause above."""
    quotes = [quote for quote in document.quotes_around(word) if quote.speaker is not None]
    speakers = tuple(quote.speaker for quote in quotes[:1] if quote.speaker is not None)
    owners = document.clause(word).owners(*_OWNING) if word.upos in _NOMINAL else ()
    candidates = owners or document.clause(predicate).agents
    if speakers and any(candidate.text.lower() in _FIRST_PERSON for candidate in candidates):
        return speakers
    known = _known(document, candidates)
    if speakers and (predicate.upos != "VERB" or not known):
        return speakers
    above = document.annotation.ancestors(predicate)
    while not known and (higher := next(above, None)) is not None:
        known = _known(document, document.clause(higher).agents)
    return document.naming.links_to(known)


def _known(document: Document, words: Iterable[Word]) -> list[Word]:
    return [word for word in words if document.actor(word) is not None]


def _addressees(document: Document, word: Word, holders: Iterable[Link]) -> tuple[Link, ...]:
    annotation = document.annotation
    own = {link.id for link in holders}
    clause = document.clause(word)
    asked = [*annotation.children(word, "obj", "iobj"), *(w for p in _ASKED for w in clause.phrases(p))]
    known = [w for w in asked if (actor := document.actor(w)) is not None and actor.id not in own]
    return document.naming.links_to(known)


def _target(document: Document, word: Word, predicate: Word, holders: Iterable[Link]) -> Link | None:
    """The object, the phrase that a preposition introduces, the clause; of an adjective or noun, what it is said of."""
    clause = document.clause(word)
    own = {link.id for link in holders}
    phrases = [w for preposition in _TOWARD for w in clause.phrases(preposition)]
    candidates: list[Word] = []
    if word.upos == "VERB":
        candidates += [*clause.patients, *phrases, *clause.role("clause"), *clause.role("infinitive")]
    else:
        candidates += [*phrases, *(clause.subjects if predicate == word else ())]
        above = document.annotation.parent(word)
        if word.relation == "amod" and above is not None:
            candidates.insert(0, above)
        if predicate != word:
            candidates += document.clause(predicate).patients
    for candidate in candidates:
        if candidate == word or candidate.span == word.span:
            continue
        link = _link(document, candidate)
        if link.id is None or link.id not in own:
            return link
    return None


def _link(document: Document, word: Word) -> Link:
    proposal = document.proposal_named(word)
    span = _phrase(document, word)
    if proposal is not None and proposal.id:
        return Link(id=proposal.id, span=span)
    actor = document.actor(word)
    if actor is not None and actor.id:
        return Link(id=actor.id, span=span)
    return Link(span=span)


def _phrase(document: Document, word: Word) -> Span:
    if word.upos in ("VERB", "ADJ"):
        return document.annotation.phrase(word, without=("mark", "punct"))
    return noun_phrase(document.annotation, word)
