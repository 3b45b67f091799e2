"""Who proposes and who is asked: from the noun phrases of a clause to the actors that they name."""

from __future__ import annotations

from collections.abc import Iterable

from diplomacy_nlp import Link, MentionType, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document

__all__ = ["actors_in", "names_actor", "names_somebody"]


def actors_in(document: Document, spans: Iterable[Span]) -> tuple[Link, ...]:
    """Links to the actors that are named within the spans, in the order of the text."""
    found: dict[str, Link] = {}
    for span in spans:
        for mention, actor in document.naming.within(span):
            if actor.id and span.contains(mention.span) and mention.type != MentionType.DEMONYM:
                found.setdefault(actor.id, Link(id=actor.id, span=mention.span))
    return tuple(found.values())


def names_actor(document: Document, word: Word) -> bool:
    """Whether a mention of an actor, or a named entity, covers the word or a modifier of it ("U.S. forces")."""
    parts = (word, *document.annotation.children(word, "amod", "compound", "flat"))
    return any(document.naming.mention_at(part) or document.entity_at(part) for part in parts)


def names_somebody(document: Document, *words: Word) -> bool:
    """Whether one of some noun phrases, given their heads, names an actor or is a pronoun."""
    return any(word.upos == "PRON" or names_actor(document, word) for word in words)
