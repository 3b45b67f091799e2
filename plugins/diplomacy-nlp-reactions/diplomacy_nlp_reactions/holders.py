"""Whose stance it is."""

from __future__ import annotations

from diplomacy_nlp import Link
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.words import listed

from .lexicon import word_class
from .sorts import can_react

__all__ = ["holder_links", "holder_words", "speaker_of"]

_FIRST_PERSON = {"i": False, "me": False, "my": False, "we": True, "us": True, "our": True}  # whether with others


def holder_words(document: Document, predicate: Word) -> tuple[Word, ...] | None:
    """Heads of the phrases that name whose act a predicate is: people and bodies only.

    Returns:
        None where the predicate has a subject that cannot react ("the data support it"); () where it has none at all.
    """
    found = tuple(one for word in document.clause(predicate).agents for one in document.authors(word) or (word,))
    kept = tuple(word for word in found if can_react(document, word))
    beside = predicate.relation == "advcl" and predicate.text.lower().endswith("ing")
    if found and not kept and beside:  # "the statement, condemning the raid, ..."
        kept = speaker_of(document, predicate)
    return kept or (None if found else ())


def speaker_of(document: Document, predicate: Word) -> tuple[Word, ...]:
    """Heads of the phrases that name who reports the clause that a predicate stands in."""
    clause = document.clause(predicate)
    while (above := clause.above) is not None:
        reports = listed("saying", above.head.lemma) or above.lemma in word_class("thinking")
        found = tuple(w for w in above.subjects if can_react(document, w)) if reports else ()
        if found and clause.head.relation in ("ccomp", "parataxis"):
            return found
        clause = above
    return ()


def holder_links(document: Document, words: tuple[Word, ...]) -> tuple[Link, ...]:
    """Links to the actors that phrases name; "I" and "we" in a quote are its speaker, and whom he speaks for."""
    known = [(word, _speaker(document, word)) for word in words]
    spoken = [link for _, link in known if link is not None]
    rest = [word for word, link in known if link is None]
    links = (*spoken, *document.naming.links_to(rest))
    return tuple({link.id or link.span: link for link in links}.values())


def _speaker(document: Document, word: Word) -> Link | None:
    together = _FIRST_PERSON.get(word.lemma.lower())
    if together is None or document.actor(word) is not None:
        return None
    speaker = next((q.speaker for q in document.quotes_around(word) if q.speaker is not None), None)
    return document.spoken_for(speaker) if speaker is not None and together else speaker
