"""Texts in, annotations out: the calls to Stanza's pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from diplomacy_nlp.annotation import Annotation, Entity, Sentence

from .cleaning import MAX_TOKEN, SHOWN, CleanedText, cleaned
from .convert import entities_of, sentences_of

if TYPE_CHECKING:
    from stanza import Pipeline
    from stanza.models.common.doc import Document
    from stanza.models.common.doc import Token as StanzaToken

__all__ = ["MAX_WORDS", "annotate", "cuts", "in_groups", "parts_of"]

MAX_WORDS = 250  # in a sentence: the parser's time and memory grow with their square
_CUT_AFTER = {";", ":", ",", ".", "!", "?", "—", "–"}
_PART = 50_000  # characters: a longer text is parsed in parts, for Stanza's documents take much memory
_AT_ONCE = 100_000  # characters

_Token = tuple[int, int, list[str]]  # start, end, words
_Entry = dict[str, Any]


def annotate(pipeline: Pipeline, texts: Sequence[str], *, made_by: str) -> list[Annotation]:
    """The annotation of each text, in order.

    No step looks beyond a paragraph, so neither the other texts nor the cutting into parts changes an annotation.

    Args:
        pipeline: Stanza's, with at least a tokenizer.
        texts: parsed together, in Stanza's batches.
        made_by: recorded in the annotations.
    """
    sentences: list[list[Sentence]] = [[] for _ in texts]
    entities: list[list[Entity]] = [[] for _ in texts]
    for group in in_groups(parts_of(texts)):
        documents = _parsed(pipeline, [part.text for _, part in group])
        for (number, part), document in zip(group, documents, strict=True):
            found = sentences[number]
            found.extend(sentences_of(document, texts[number], part, first=len(found)))
            entities[number].extend(entities_of(document, texts[number], part))
    return [
        Annotation(sentences=found, entities=names, made_by=made_by)
        for found, names in zip(sentences, entities, strict=True)
    ]


def parts_of(texts: Sequence[str]) -> Iterator[tuple[int, CleanedText]]:
    """What is read of texts, each part with its text's number; short texts have one part."""
    return ((number, part) for number, text in enumerate(texts) for part in cleaned(text).parts(_PART))


def in_groups(parts: Iterable[tuple[int, CleanedText]]) -> Iterator[list[tuple[int, CleanedText]]]:
    """Parts that are read together, of a hundred thousand characters or one part."""
    group: list[tuple[int, CleanedText]] = []
    size = 0
    for number, part in parts:
        if group and size + len(part.text) > _AT_ONCE:
            yield group
            group, size = [], 0
        group.append((number, part))
        size += len(part.text)
    if group:
        yield group


def _parsed(pipeline: Pipeline, texts: list[str]) -> list[Document]:
    from stanza.models.common.doc import Document

    first = [name for name in ("tokenize", "mwt") if name in pipeline.processors]
    rest = [name for name in pipeline.processors if name not in first]
    documents = [Document([], text=text) for text in texts]
    pipeline.process(documents, processors=first)
    documents = [Document([*_sentences(document)], text=document.text) for document in documents]
    filled = [document for document in documents if document.sentences]  # no processor expects an empty one
    if filled and rest:
        pipeline.process(filled, processors=rest)
    return documents


def _sentences(document: Document) -> Iterator[list[_Entry]]:
    """The sentences of a tokenized document, none of them longer than `MAX_WORDS`, in Stanza's own notation."""
    for sentence in document.sentences:
        tokens = [piece for token in sentence.tokens for piece in _pieces(token, document.text)]
        for start, end in cuts([words[0] for _, _, words in tokens]):
            yield _entries(tokens[start:end])


def _pieces(token: StanzaToken, text: str) -> Iterator[_Token]:
    """The token, or its words where each is a piece of it ("Ukraine" and "'s").

    Stanza recognises entities among tokens; the models for that were trained on texts where these are tokens each.
    """
    start, end = token.start_char, token.end_char
    words = token.words
    if end - start > MAX_TOKEN:
        yield start, end, [text[start : start + SHOWN]]
    elif len(words) == 1:
        yield start, end, [words[0].text]
    elif all(word.start_char is not None and text[word.start_char : word.end_char] == word.text for word in words):
        for word in words:
            yield word.start_char, word.end_char, [word.text]
    else:
        yield start, end, [word.text for word in words]


def cuts(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Stretches of at most `MAX_WORDS` tokens, each up to a punctuation mark where its second half has one.

    Args:
        tokens: the first word of each.
    """
    start = 0
    while len(tokens) - start > MAX_WORDS:
        places = range(start + MAX_WORDS, start + MAX_WORDS // 2, -1)
        end = next((place for place in places if tokens[place - 1] in _CUT_AFTER), start + MAX_WORDS)
        yield start, end
        start = end
    yield start, len(tokens)


def _entries(tokens: list[_Token]) -> list[_Entry]:
    entries: list[_Entry] = []
    number = 1
    for start, end, words in tokens:
        place = {"start_char": start, "end_char": end}
        if len(words) == 1:
            entries.append({"id": (number,), "text": words[0], **place})
        else:
            entries.append({"id": (number, number + len(words) - 1), "text": "".join(words), **place})
            entries += [{"id": (number + at,), "text": word} for at, word in enumerate(words)]
        number += len(words)
    return entries
