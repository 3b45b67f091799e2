"""Whose a cue is that only the network sees, who is told, and what it is toward."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve, frozen

from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import Span
from diplomacy_nlp.types import Link

from ..discourse import Discourse
from ..document import Document
from ..grammar import noun_phrase
from ..slots import holders_of, target_words
from .found import PROPOSAL, Found, Task

__all__ = ["Filled", "fill"]

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


def fill(document: Document, found: Found, task: Task, spoken: Discourse | None = None) -> Filled:
    """The slots of a cue.

    Args:
        document: the article.
        found: a cue and its label.
        task: whether it is a proposal's or a reaction's.
        spoken: which proposals the article has spoken of, up to the cue or any place before.
    """
    holders = holders_of(document, found.word, found.label, task.name)
    if task is PROPOSAL:
        return Filled(holders=holders, addressees=_addressees(document, found.word, holders))
    ids = document.sides(link.id for link in holders if link.id)
    words = target_words(document, found.word, found.label, ids)
    if spoken is not None and words[0] is None and (left_out := spoken.link(None, found.word, holders)) is not None:
        return Filled(holders=holders, target=left_out)
    word = next((word for word in words if word is not None), None)
    if word is None:
        return Filled(holders=holders)
    meant = None if spoken is None else spoken.link(word, found.word, holders)
    link = _link(document, word) if meant is None else evolve(meant, span=_phrase(document, word))
    own = link.id is not None and link.id in {holder.id for holder in holders}
    return Filled(holders=holders, target=None if own else link)


def _addressees(document: Document, word: Word, holders: Iterable[Link]) -> tuple[Link, ...]:
    annotation = document.annotation
    own = {link.id for link in holders}
    clause = document.clause(word)
    asked = [*annotation.children(word, "obj", "iobj"), *(w for p in _ASKED for w in clause.phrases(p))]
    known = [w for w in asked if (actor := document.actor(w)) is not None and actor.id not in own]
    return document.naming.links_to(known)


def _link(document: Document, word: Word) -> Link:
    span = _phrase(document, word)
    actor = document.actor(word)
    if actor is not None and actor.id:
        return Link(id=actor.id, span=span)
    return Link(span=span)


def _phrase(document: Document, word: Word) -> Span:
    if word.upos in ("VERB", "ADJ"):
        return document.annotation.phrase(word, without=("mark", "punct"))
    return noun_phrase(document.annotation, word)
