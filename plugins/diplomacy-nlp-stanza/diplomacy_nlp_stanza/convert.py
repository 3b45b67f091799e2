"""From a Stanza document to the core's Annotation: same words, our offsets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplomacy_nlp.annotation import Annotation, Entity, Sentence, Word
from diplomacy_nlp.spans import Span, cover

if TYPE_CHECKING:
    from stanza.models.common.doc import Document
    from stanza.models.common.doc import Sentence as StanzaSentence

__all__ = ["annotation_of"]

_ENTITY_TYPES = {"PERSON": "PER", "GPE": "LOC", "FAC": "LOC", "NORP": "MISC"}  # of OntoNotes models
_KEPT_TYPES = ("PER", "ORG", "LOC", "MISC")
_POSSESSIVES = ("'s", "’s", "'", "’")


def annotation_of(document: Document, text: str, *, made_by: str) -> Annotation:
    """The annotation of a parsed document.

    Args:
        document: what `stanza.Pipeline` returned for `text`.
        text: the article's text, which all spans are checked against.
        made_by: recorded in the annotation.
    """
    sentences = []
    entities = []
    for sentence in document.sentences:
        words = _words(sentence, len(sentences), text)
        span = cover(word.span for word in words)
        if span is None:
            continue
        sentences.append(Sentence(span=span, words=words))
        entities.extend(_entities(sentence, text))
    return Annotation(sentences=sentences, entities=sorted(entities, key=lambda e: e.span), made_by=made_by)


def _words(sentence: StanzaSentence, number: int, text: str) -> list[Word]:
    words = []
    for word in sentence.words:
        # a word of a multi-word token has a place of its own only where the token could be cut into its letters
        start = word.parent.start_char if word.start_char is None else word.start_char
        end = word.parent.end_char if word.end_char is None else word.end_char
        words.append(
            Word(
                id=word.id,
                text=word.text,
                span=Span(start, end),
                lemma=word.lemma or word.text,
                upos=word.upos or "X",
                feats=word.feats or "",
                head=word.head or 0,
                deprel=word.deprel or "dep",
                sentence=number,
            )
        )
    return words


def _entities(sentence: StanzaSentence, text: str) -> list[Entity]:
    found = []
    for entity in sentence.ents:
        start, end = entity.start_char, entity.end_char
        for ending in _POSSESSIVES:
            if text[start:end].endswith(ending) and end - start > len(ending):
                end -= len(ending)
                break
        kind = _ENTITY_TYPES.get(entity.type, entity.type)
        if kind in _KEPT_TYPES:
            found.append(Entity(span=Span(start, end), type=kind))
    return found
