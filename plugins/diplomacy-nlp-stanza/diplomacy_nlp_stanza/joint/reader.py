"""Texts in, annotations out, by the joint model: without Stanza, whose import and documents would cost time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from attrs import field, frozen

from diplomacy_nlp.annotation import Annotation, Entity, Sentence, Word
from diplomacy_nlp.spans import Span
from diplomacy_nlp_stanza.cleaning import MAX_TOKEN, SHOWN, CleanedText
from diplomacy_nlp_stanza.convert import entity_of
from diplomacy_nlp_stanza.parse import cuts, in_groups, parts_of

from .entities import entity_spans
from .model import JointModel, ParsedSentence, Token

__all__ = ["JointReader"]

_Token = tuple[int, int, str]  # start, end, what the model reads of it
# Of each word: the name of the column, the step that fills it, and what a word has where nothing was read.
_COLUMNS = (
    ("lemmas", "lemma", ""),
    ("upos", "pos", "X"),
    ("feats", "pos", ""),
    ("heads", "depparse", 0),
    ("deprels", "depparse", "dep"),
)


@frozen
class _Article:
    """What is found of an article so far."""

    text: str
    sentences: list[Sentence] = field(factory=list)
    entities: list[Entity] = field(factory=list)
    vectors: list[Any] = field(factory=list)
    inner_vectors: list[Any] = field(factory=list)


class JointReader:
    """Reads texts with a joint model.

    Args:
        model: what reads.
        processors: which steps to keep, in Stanza's words; with "tokenize" and "mwt" alone there are just words.
        threads: in which to compute.
    """

    def __init__(self, model: JointModel, processors: Sequence[str], *, threads: int = 1) -> None:
        self._model = model
        self._threads = threads
        self._wanted = frozenset(processors) - {"tokenize", "mwt"}

    def annotate(self, texts: Sequence[str], *, made_by: str, vectors_by: str = "") -> list[Annotation]:
        """The annotation of each text, in order; see `parse.annotate`."""
        found = [_Article(text) for text in texts]
        for group in in_groups(parts_of(texts)):
            self._read([(found[number], part) for number, part in group])
        return [
            Annotation(
                sentences=article.sentences,
                entities=article.entities,
                made_by=made_by,
                vectors=np.concatenate(article.vectors) if article.vectors else None,
                inner_vectors=np.concatenate(article.inner_vectors) if article.inner_vectors else None,
                vectors_by=vectors_by,
            )
            for article in found
        ]

    def _read(self, parts: Sequence[tuple[_Article, CleanedText]]) -> None:
        split = self._model.split([part.text for _, part in parts])
        places = [
            (article, part, tokens)
            for (article, part), sentences in zip(parts, split, strict=True)
            for sentence in sentences
            for tokens in _sentences(sentence, part.text)
        ]
        if not self._wanted:
            for article, part, tokens in places:
                article.sentences.append(self._sentence(article, part, tokens, None))
            return
        parsed = self._model.analyse(
            [[word for _, _, word in tokens] for _, _, tokens in places], threads=self._threads
        )
        for (article, part, tokens), one in zip(places, parsed, strict=True):
            article.sentences.append(self._sentence(article, part, tokens, one))
            article.vectors.append(one.vectors)
            article.inner_vectors.append(one.inner_vectors)
            if "ner" in self._wanted:
                for first, end, kind in entity_spans(one.entities):
                    span = part.span(tokens[first][0], tokens[end - 1][1])
                    if (entity := entity_of(article.text, span, kind)) is not None:
                        article.entities.append(entity)

    def _sentence(
        self, article: _Article, part: CleanedText, tokens: Sequence[_Token], parsed: ParsedSentence | None
    ) -> Sentence:
        words = []
        rows = zip(tokens, *self._columns(parsed, len(tokens)), strict=True)
        for number, ((start, end, read), lemma, upos, feats, head, deprel) in enumerate(rows, 1):
            span = part.span(start, end)
            written = article.text[span.start : span.end]
            long = len(written) > MAX_TOKEN  # of which a part was read
            words.append(
                Word(
                    id=number,
                    text=written if long else read,
                    span=span,
                    lemma=written if long else lemma or read,
                    upos=upos,
                    feats=feats.strip("_"),
                    head=head,
                    deprel=deprel,
                    sentence=len(article.sentences),
                )
            )
        return Sentence(span=Span(words[0].span.start, max(word.span.end for word in words)), words=words)

    def _columns(self, parsed: ParsedSentence | None, size: int) -> Iterator[Sequence[Any]]:
        """Lemmas, tags, features, heads and relations of a sentence's words; where they were not read, what says so."""
        for name, step, unread in _COLUMNS:
            read = parsed is not None and step in self._wanted
            yield getattr(parsed, name) if read else [unread] * size


def _sentences(tokens: Sequence[Token], text: str) -> Iterator[list[_Token]]:
    """The words of a sentence, in stretches that are not too long."""
    pieces = [piece for token in tokens for piece in _pieces(token, text)]
    for start, end in cuts([word for _, _, word in pieces]):
        yield pieces[start:end]


def _pieces(token: Token, text: str) -> Iterator[_Token]:
    """The words of a token, each a piece of it; of an overlong one its beginning is read."""
    if token.end - token.start > MAX_TOKEN:
        yield token.start, token.end, text[token.start : token.start + SHOWN]
        return
    start = token.start
    for word in token.words:
        yield start, start + len(word), word
        start += len(word)
