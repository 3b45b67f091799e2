"""What tests of several packages stand on: a model that says what a test wants, actors by their names, any tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from diplomacy_nlp import Actor, Annotation, Article, Mention, Span
from diplomacy_nlp.annotation import Entity, Sentence, Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.learned.columns import Lemmas
from diplomacy_nlp.toolkit.learned.fill import HOLDERS, TARGETS, Filler
from diplomacy_nlp.toolkit.learned.judge import FACTS


def actor(article: Article, id: str, name: str, **fields: Any) -> Actor:
    """A state, or what the fields say, that is mentioned wherever its name stands."""
    mentions = [Mention(span=Span(*found.span())) for found in re.finditer(name, article.text)]
    return Actor(**{"kind": "state", **fields}, id=id, name=name, mentions=mentions)


# --- files of a user's own ----------------------------------------------------------------------------------------

_RAIN = 5 * " Rain fell on the capital."
IN_TEXTS = pytest.mark.parametrize("text", ["{}", f"{_RAIN[1:]} {{}}{_RAIN}"], ids=["a sentence", "an article"])
"""A sentence alone and within an article, whose rules' findings need not stand."""


def own_files(folder: Path, **files: tuple[str, str]) -> dict[str, Path]:
    """The paths of files that a user writes, by the options that take them; none where there are no lines.

    Args:
        folder: where they are written.
        files: header and lines of each, by its option.
    """
    paths = {option: folder / f"{option}.tsv" for option, (_, lines) in files.items() if lines}
    for option, path in paths.items():
        path.write_text("".join(files[option]), encoding="utf-8")
    return paths


# --- a model of events --------------------------------------------------------------------------------------------


class Likely:
    """Stands for rankers: agents are holders, and what stands "at" something, or what the rule says, is a target."""

    def __call__(self, annotation: Annotation) -> Likely:
        return self

    def prepare(self, words: Any) -> None:
        pass

    def all_shares(self, questions: Any) -> list[list[float]]:
        return [self.shares(*question) for question in questions]

    def shares(self, cue: int, label: str, options: Any) -> list[float]:
        sure = {"agent", "path vobl", "the rule's words"}
        return [0.9 if sure & set(facts) else 0.01 for _, facts in options]


class Says:
    """Stands for a trained model: it is sure of some words and their labels, and of nothing else.

    Args:
        annotation: what it is asked of.
        finding: what these words are cues of, "proposal" or "reaction".
        outputs: which it has besides.
        label: the output that has labels, and which they are.
        said: labels by word.
    """

    def __init__(
        self,
        annotation: Annotation,
        *,
        finding: str,
        outputs: Iterable[str],
        label: tuple[str, Sequence[str]],
        said: Mapping[str, str],
    ) -> None:
        words, (output, labels) = [word.text for word in annotation.words], label
        none = dict.fromkeys((*FACTS, "constant"), 0.0)
        self.lemmas = Lemmas([], np.zeros((0, 0), np.float32))
        self.thresholds = {
            "considered": 0.1,
            "least": 0.5,
            "least of rules": 0.4,
            "least usable": 0.0,
            "rule's label": 0.3,
        }
        self.weights = {"right": {**none, "network": 1.0}, "usable": {**none, "network": 0.5}}
        self._finding, names = finding, (finding, f"{finding}'s cue", *outputs)
        self._said: dict[str, Any] = {name: np.full(len(words), 0.02, np.float32) for name in names}
        self._said[output] = np.full((len(words), len(labels)), 0.1, np.float32)
        for word, name in said.items():
            number = words.index(word)
            self._said[finding][number] = 0.9
            self._said[output][number] = np.eye(len(labels))[labels.index(name)]

    def reads(self, annotation: Annotation) -> bool:
        return True

    def chances(self, columns: Any, annotation: Any) -> dict[str, Any]:
        assert columns.facts.shape[0] == len(self._said[self._finding])
        return self._said

    def filler(self, document: Document) -> Filler:
        rankers: Any = {HOLDERS: Likely(), TARGETS: Likely()}
        return Filler(document=document, rankers=rankers)

    def coded(self, document: Document, items: Any) -> Any:
        return items


# --- any parse ----------------------------------------------------------------------------------------------------


@st.composite
def _trees(draw: st.DrawFn, size: int) -> dict[int, int]:
    """The head of each word of a sentence: any tree, in which words hang on words before them and after them."""
    order = draw(st.permutations(range(1, size + 1)))
    return {word: order[draw(st.integers(0, at - 1))] if at else 0 for at, word in enumerate(order)}


@st.composite
def documents(
    draw: st.DrawFn,
    *,
    words: st.SearchStrategy[tuple[str, str, str]],
    relations: st.SearchStrategy[str],
    feats: st.SearchStrategy[str] = st.just(""),  # noqa: B008 - strategies are values
    gaps: st.SearchStrategy[str] = st.just(" "),  # noqa: B008
    entities: st.SearchStrategy[str | None] = st.none(),  # noqa: B008
    longest: int = 14,
) -> tuple[Article, Annotation]:
    """Nonsense with nonsense trees, worse than a parser's worst.

    Args:
        words: forms with lemmas and tags.
        relations, feats: of words that are no root; of all words.
        gaps: what stands after a word.
        entities: the type of the entity that a word is, if it is one.
        longest: words of a sentence.
    """
    text, sentences, named = "", list[Sentence](), list[Entity]()
    for number in range(draw(st.integers(1, 3))):
        made: list[Word] = []
        for place, head in sorted(draw(_trees(draw(st.integers(1, longest)))).items()):
            form, lemma, upos = draw(words)
            span = Span(len(text), len(text) + len(form))
            text += form + draw(gaps)
            made.append(
                Word(
                    id=place,
                    text=form,
                    span=span,
                    lemma=lemma,
                    upos=upos,
                    head=head,
                    deprel=draw(relations) if head else "root",
                    feats=draw(feats),
                    sentence=number,
                )
            )
            kind = draw(entities)
            if kind is not None:
                named.append(Entity(span=span, type=kind))
        sentences.append(Sentence(span=Span(made[0].span.start, made[-1].span.end), words=made))
    return Article(text=text), Annotation(sentences=sentences, entities=named)
