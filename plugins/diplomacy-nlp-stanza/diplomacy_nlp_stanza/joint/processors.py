"""The joint model in Stanza's pipeline: a variant of the processor "tokenize", and a processor "joint" for the rest.

    import diplomacy_nlp_stanza.joint.processors
    stanza.Pipeline("en", processors={"tokenize": "joint", "joint": "joint"},
                    tokenize_with_joint=True, tokenize_joint_folder=FOLDER, joint_folder=FOLDER, ...)

Importing this module registers them. Both use one copy of the model; it is loaded once for each folder and device.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar
from weakref import WeakValueDictionary

from stanza.models.common.doc import Document, Sentence
from stanza.pipeline.processor import Processor, ProcessorVariant, register_processor, register_processor_variant

from .entities import entity_spans, tags_of_spans
from .model import JointModel, ParsedSentence, Token

__all__ = ["ALL", "JointProcessor", "JointTokenizer"]

ALL = ("pos", "lemma", "depparse", "ner")
_loaded: WeakValueDictionary[tuple[str, str], JointModel] = WeakValueDictionary()


def _model(folder: str, device: str) -> JointModel:
    model = _loaded.get((folder, device))
    if model is None:
        model = _loaded[folder, device] = JointModel.read(Path(folder), device=device)
    return model


@register_processor_variant("tokenize", "joint")
class JointTokenizer(ProcessorVariant):  # type: ignore[misc]  # Stanza has no types
    """Tokens, their words, and sentences.

    Args:
        config: "joint_folder", and "joint_device" ("cpu" by default).
    """

    OVERRIDE = True

    def __init__(self, config: dict[str, Any]) -> None:
        self._model = _model(str(config["joint_folder"]), str(config.get("joint_device", "cpu")))

    def process(self, document: Document | str) -> Document:
        """A document of the text (or of the document's text)."""
        text = document if isinstance(document, str) else document.text
        (sentences,) = self._model.split([text])
        return Document([_entries(tokens, text) for tokens in sentences], text=text)

    def bulk_process(self, docs: Sequence[Document]) -> list[Document]:
        """The documents, each with its sentences."""
        found = self._model.split([document.text for document in docs])
        for document, sentences in zip(docs, found, strict=True):
            made = Document([_entries(tokens, document.text) for tokens in sentences], text=document.text)
            document.sentences = made.sentences
            for sentence in document.sentences:
                sentence._doc = document
            document.num_tokens, document.num_words = made.num_tokens, made.num_words
        return [*docs]


@register_processor("joint")
class JointProcessor(Processor):  # type: ignore[misc]  # Stanza has no types
    """Parts of speech, features, lemmas, trees and entities, from one pass over each sentence."""

    PROVIDES_DEFAULT: ClassVar = {"joint", *ALL}
    REQUIRES_DEFAULT: ClassVar = {"tokenize"}

    def __init__(self, config: dict[str, Any], pipeline: Any, device: Any) -> None:
        super().__init__(config, pipeline, device)
        self._model = _model(str(config["folder"]), str(device))
        self._wanted = frozenset(config.get("processors", ALL))

    def _set_up_variants(self, config: dict[str, Any], device: Any) -> None:
        """There are none."""

    def process(self, doc: Document) -> Document:
        """The document, filled in."""
        return self.bulk_process([doc])[0]

    def bulk_process(self, docs: Sequence[Document]) -> list[Document]:
        """The documents, filled in; sentences of all of them are read together."""
        sentences = [sentence for document in docs for sentence in document.sentences]
        found = self._model.analyse([[word.text for word in sentence.words] for sentence in sentences])
        for sentence, parsed in zip(sentences, found, strict=True):
            self._fill(sentence, parsed)
        if "ner" in self._wanted:
            for document in docs:
                document.build_ents()
        return [*docs]

    def _fill(self, sentence: Sentence, parsed: ParsedSentence) -> None:
        for number, word in enumerate(sentence.words):
            if "pos" in self._wanted:
                word.upos = parsed.upos[number]
                word.feats = None if parsed.feats[number] == "_" else parsed.feats[number]
            if "lemma" in self._wanted:
                word.lemma = parsed.lemmas[number]
            if "depparse" in self._wanted:
                word.head, word.deprel = parsed.heads[number], parsed.deprels[number]
        if "depparse" in self._wanted:
            sentence.build_dependencies()
        if "ner" in self._wanted:
            for token, tag in zip(sentence.tokens, _token_tags(sentence, parsed.entities), strict=True):
                token.ner = tag
                token.multi_ner = (tag,)


def _token_tags(sentence: Sentence, tags: Sequence[str]) -> list[str]:
    """The tags of tokens; where a token has several words, an entity covers it if it covers one of them."""
    if len(sentence.tokens) == len(tags):
        return [*tags]
    token_of = [number for number, token in enumerate(sentence.tokens) for _ in token.words]
    spans: list[tuple[int, int, str]] = []
    for start, end, kind in entity_spans(tags):
        first, last = token_of[start], token_of[end - 1]
        if not spans or spans[-1][1] <= first:
            spans.append((first, last + 1, kind))
    return tags_of_spans(spans, len(sentence.tokens))


def _entries(tokens: Sequence[Token], text: str) -> list[dict[str, Any]]:
    return [entry for first, token in _numbered(tokens) for entry in _entry(first, token, text)]


def _numbered(tokens: Sequence[Token]) -> Iterator[tuple[int, Token]]:
    number = 1
    for token in tokens:
        yield number, token
        number += len(token.words)


def _entry(first: int, token: Token, text: str) -> Iterator[dict[str, Any]]:
    place = {"start_char": token.start, "end_char": token.end}
    if len(token.words) == 1:
        yield {"id": (first,), "text": token.words[0], **place}
        return
    yield {"id": (first, first + len(token.words) - 1), "text": text[token.start : token.end], **place}
    start = token.start
    for number, word in enumerate(token.words, start=first):
        yield {"id": (number,), "text": word, "start_char": start, "end_char": start + len(word)}
        start += len(word)
