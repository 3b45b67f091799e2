"""From a Stanza document to the core's types: same words, our offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from diplomacy_nlp.annotation import Entity, Sentence, Word
from diplomacy_nlp.spans import Span, trim

from .cleaning import MAX_TOKEN, CleanedText

if TYPE_CHECKING:
    from stanza.models.common.doc import Document
    from stanza.models.common.doc import Word as StanzaWord

__all__ = ["entities_of", "entity_of", "sentences_of"]


_ENTITY_TYPES = {"PERSON": "PER", "GPE": "LOC", "FAC": "LOC", "NORP": "MISC"}  # of models trained on OntoNotes
_KEPT_TYPES = ("PER", "ORG", "LOC", "MISC")
_POSSESSIVES = ("'s", "’s", "'S", "’S", "'", "’")
_OWNER = re.compile(r".*\w['’]s\s+(?:[^\WA-Z][\w-]*\s+)*(?=[A-Z])", re.DOTALL)
_NOT_OF_A_NAME = '"“”„«»‘()[]{}<>,;:!?*'


def sentences_of(document: Document, text: str, cleaned: CleanedText, *, first: int) -> Iterator[Sentence]:
    """The sentences of a parsed document.

    Args:
        document: what Stanza made of `cleaned.text`.
        text: the article's text, which all spans point into.
        cleaned: leads from Stanza's offsets to those of the text.
        first: number of the first sentence.
    """
    for number, sentence in enumerate(document.sentences, start=first):
        words = [_word(word, number, text, cleaned) for word in sentence.words]
        start, end = words[0].span.start, max(word.span.end for word in words)
        yield Sentence(span=Span(start, end), words=words)


def entities_of(document: Document, text: str, cleaned: CleanedText) -> Iterator[Entity]:
    """The named entities of a parsed document; the arguments are those of `sentences_of`."""
    for sentence in document.sentences:
        for entity in sentence.ents:
            found = entity_of(text, cleaned.span(entity.start_char, entity.end_char), entity.type)
            if found is not None:
                yield found


def entity_of(text: str, span: Span, kind: str) -> Entity | None:
    """A named entity, by the span and the type that a model gives it; None where it is none of ours.

    Args:
        text: the article's.
        span: in it.
        kind: the model's name for the type.
    """
    kind = _ENTITY_TYPES.get(kind, kind)
    name = _name_in(text, span, kind)
    return Entity(span=name, type=kind) if kind in _KEPT_TYPES and name is not None else None


def _word(word: StanzaWord, number: int, text: str, cleaned: CleanedText) -> Word:
    span = _place(word, cleaned)
    written = text[span.start : span.end]
    return Word(
        id=word.id,
        text=written if len(written) > MAX_TOKEN else word.text,
        span=span,
        lemma=written if len(written) > MAX_TOKEN else word.lemma or word.text,  # of a long one just a part was read
        upos=word.upos or "X",
        feats=word.feats or "",
        head=word.head or 0,
        deprel=word.deprel or "dep",
        sentence=number,
    )


def _place(word: StanzaWord, cleaned: CleanedText) -> Span:
    """The word's span.

    Stanza knows the place of a multi-word token's words where they are its letters cut in pieces ("do" and "n't"), and
    not where they are not ("de" and "el" of Spanish "del"): those share the token's span.
    """
    token = word.parent
    alone = len(token.words) == 1
    if alone or (word.start_char is not None and cleaned.text[word.start_char : word.end_char] == word.text):
        return cleaned.span(word.start_char, word.end_char)
    return cleaned.span(token.start_char, token.end_char)


def _person_start(text: str, span: Span) -> int:
    """Where the name begins in "Lebanon's new President Elias Haddad": an owner, and what is small after it, goes."""
    owned = _OWNER.match(text, span.start, span.end)
    return owned.end() if owned is not None else span.start


def _name_in(text: str, span: Span, kind: str) -> Span | None:
    """The span without quotation marks, brackets and a possessive ending; None where no letter or digit is left."""
    name = trim(text, _person_start(text, span) if kind == "PER" else span.start, span.end, _NOT_OF_A_NAME)
    if name is None:
        return None
    for ending in _POSSESSIVES:
        if text[name.start : name.end].endswith(ending):
            name = trim(text, name.start, name.end - len(ending), _NOT_OF_A_NAME)
            break
    if name is None or not any(character.isalnum() for character in text[name.start : name.end]):
        return None
    return name
