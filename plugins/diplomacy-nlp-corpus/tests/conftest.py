"""A reader that costs nothing, in a module that spawned processes can import, and the bytes of a run."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

MODULE = '''
"""Reads texts word by word; some words of a text say what is to happen while it is read."""

import os
import time

import numpy as np

from diplomacy_nlp import Actor, ActorKind, Annotation, Mention, MentionType, Span, hookimpl
from diplomacy_nlp.annotation import Sentence, Word


class Reader:
    name = "reader"

    def __init__(self):
        self.asked = 0

    @hookimpl
    def diplomacy_annotate(self, articles):
        self.asked += len(articles)
        return [self._read(article.text) for article in articles]

    def _read(self, text):
        if "DEADLY" in text:
            os.kill(os.getpid(), 9)
        if "FAULTY" in text:
            raise ValueError("this text cannot be parsed")
        if "SLOW" in text:
            time.sleep(0.1)
        while "ENDLESS" in text:
            time.sleep(0.001)
        words, at = [], 0
        for number, form in enumerate(text.split(), 1):
            at = text.index(form, at)
            word = {"head": int(number > 1), "deprel": "dep" if number > 1 else "root", "upos": "X", "lemma": form}
            words.append(Word(id=number, text=form, span=Span(at, at + len(form)), **word))
            at += len(form)
        vectors = np.array([[len(word.text) / 3, at / 7] for word in words], dtype=np.float32)
        sentence = Sentence(span=Span(words[0].span.start, at), words=words)
        return Annotation(sentences=[sentence], made_by="reader", vectors=vectors, vectors_by="lengths")


class Capitals:
    name = "capitals"

    @hookimpl
    def diplomacy_find_actors(self, article, annotation):
        rows = np.asarray(annotation.vectors, dtype=np.float64)
        for word, row in zip(annotation.words, rows, strict=True):
            if word.text[0].isupper():  # the confidence shows every bit of the vector
                mention = Mention(span=word.span, type=MentionType.NAME)
                sure = float(row[0] % 1)
                yield Actor(name=word.text, kind=ActorKind.STATE, mentions=[mention], confidence=sure, why="capital")


def plugins():
    return [Reader(), Capitals()]


def with_threads():
    """Plugins that say how many threads torch has: as the confidence's hundredths."""
    class Threads:
        name = "threads"

        @hookimpl
        def diplomacy_find_actors(self, article):
            import torch

            mention = Mention(span=Span(0, 1), type=MentionType.NAME)
            name = f"{torch.get_num_threads()} thread of {os.getpid()}"
            return [Actor(name=name, kind=ActorKind.STATE, mentions=[mention], confidence=1.0, why="threads")]

    return [Reader(), Threads()]
'''


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The module with the reader's plugins: `reader.plugins` is what `run_corpus` takes."""
    folder = tmp_path_factory.mktemp("reader")
    (folder / "corpus_reader.py").write_text(MODULE, encoding="utf-8")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("corpus_reader")
    sys.path.remove(str(folder))


@pytest.fixture(scope="session")
def bytes_of() -> Callable[[Path], dict[str, bytes]]:
    """Every file below a folder, by its path; not the lock, which holds nothing."""

    def read(folder: Path) -> dict[str, bytes]:
        files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".lock"]
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

    return read
