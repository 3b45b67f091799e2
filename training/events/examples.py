"""Gold as numbers of words: which are a cue's head, in a cue, of what label, in a content, and which are left open."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import field, frozen
from corpus import Prepared
from numpy.typing import NDArray

from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.learned.columns import KINDS, STANCES, Columns, Lemmas, columns_of

__all__ = ["Answers", "Cue", "Example", "example_of"]

_LABELS = {"proposal": ("kind", KINDS), "reaction": ("stance", STANCES)}
_CONTENT = frozenset(("VERB", "NOUN", "ADJ", "PROPN", "ADV"))
# Words that are a cue's head only where there is no other ("is not on board").
_LIGHT = frozenset(("be", "have", "do", "not", "no", "go", "get", "make", "take", "give", "say", "would", "could"))


@frozen(kw_only=True)
class Cue:
    """A cue of the gold: its words, its label, and its head."""

    words: frozenset[int]
    label: int
    head: int
    id: str


@frozen(kw_only=True)
class Answers:
    """What is right of each word of an article.

    Args:
        yes: by output, how likely it holds: 0 or 1 in gold.
        labels: by output, how likely each label is, [word, label].
        labelled: by output, how much a word's label counts.
        open: by "proposal" and "reaction", words of a cue other than its head, of which nothing is learned.
    """

    yes: Mapping[str, NDArray[np.float32]]
    labels: Mapping[str, NDArray[np.float32]]
    labelled: Mapping[str, NDArray[np.float32]]
    open: Mapping[str, NDArray[np.bool_]]


@frozen(kw_only=True)
class Example:
    """An article with its columns and answers.

    Args:
        vectors: what is read of each word.
    """

    source: Prepared = field(repr=False)
    columns: Columns = field(repr=False)
    answers: Answers = field(repr=False)
    cues: Mapping[str, Sequence[Cue]] = field(repr=False)
    vectors: NDArray[np.float16] = field(repr=False)


def example_of(article: Prepared, lemmas: Lemmas) -> Example:
    """The example that an annotated article is."""
    columns = columns_of(
        article.annotation,
        text=article.article.text,
        lemmas=lemmas,
        actors=article.actors,
        quotes=article.quotes,
        proposed=article.proposed,
        reacted=article.reacted,
    )
    places = _Places(article.annotation.words)
    cues = {name: list(_cues(article, places, name)) for name in _LABELS}
    return Example(
        source=article, columns=columns, answers=_answers(article, places, cues), cues=cues, vectors=columns.vectors
    )


class _Places:
    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self._starts = [word.span.start for word in words]
        self._ends = [word.span.end for word in words]

    def within(self, span: Sequence[int]) -> list[int]:
        """Numbers of the words that share a character with a span."""
        return list(range(bisect_right(self._ends, span[0]), bisect_left(self._starts, span[1])))


def _cues(article: Prepared, places: _Places, name: str) -> Iterator[Cue]:
    label, labels = _LABELS[name]
    for item in (article.gold or {}).get(f"{name}s", ()):
        numbers = places.within(item["cue"])
        if numbers:
            head = _head(places.words, numbers)
            yield Cue(words=frozenset(numbers), label=labels.index(item[label]), head=head, id=item["id"])


def _head(words: Sequence[Word], numbers: Sequence[int]) -> int:
    """The topmost word of a cue that says something; else the last that does, else the topmost one."""
    ids = {(words[number].sentence, words[number].id) for number in numbers}
    tops = [number for number in numbers if (words[number].sentence, words[number].head) not in ids]

    def telling(found: Sequence[int]) -> list[int]:
        return [n for n in found if words[n].upos in _CONTENT and words[n].lemma.lower() not in _LIGHT]

    if good := telling(tops):
        return good[0]
    return [*tops, *telling(numbers)][-1] if not telling(numbers) else telling(numbers)[-1]


def _answers(article: Prepared, places: _Places, cues: Mapping[str, Sequence[Cue]]) -> Answers:
    count = len(places.words)
    answers = Answers(
        yes={name: np.zeros(count, np.float32) for name in _YES},
        labels={label: np.zeros((count, len(labels)), np.float32) for label, labels in _LABELS.values()},
        labelled={label: np.zeros(count, np.float32) for label, _ in _LABELS.values()},
        open={name: np.zeros(count, np.bool_) for name in _LABELS},
    )
    gold = article.gold or {"proposals": [], "reactions": []}
    items = {item["id"]: item for item in (*gold["proposals"], *gold["reactions"])}
    for name, found in cues.items():
        for cue in found:
            _learn_words_of(cue, items[cue.id], name, places, answers)
        for cue in found:  # a head is one, whatever else covers it
            label = _LABELS[name][0]
            answers.yes[name][cue.head] = 1
            answers.open[name][cue.head] = False
            answers.labels[label][cue.head] = np.eye(len(_LABELS[name][1]))[cue.label]
            answers.labelled[label][cue.head] = 1
    return answers


def _learn_words_of(cue: Cue, item: Mapping[str, Any], name: str, places: _Places, answers: Answers) -> None:
    numbers = sorted(cue.words)
    label, labels = _LABELS[name]
    answers.yes[f"{name}'s cue"][numbers] = 1
    answers.open[name][numbers] = True
    answers.labels[label][numbers] = np.eye(len(labels))[cue.label]
    answers.labelled[label][numbers] = 0.5
    for mention in item.get("mentions", ()):  # a later mention is no cue, which one sentence cannot tell
        answers.open[name][places.within(mention)] = True
    for output, spans in _stretches(item):
        for span in spans:
            answers.yes[output][places.within(span)] = 1
    for output, holds in (("negated", item.get("negated")), ("hedged", item.get("certainty") == "hedged")):
        answers.yes[output][cue.head] = float(bool(holds))


_YES = (
    *("proposal", "proposal's cue", "content", "reaction", "reaction's cue"),
    *("evidence", "condition", "reason", "negated", "hedged"),
)


def _stretches(item: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[Sequence[int]]]]:
    """By output, the spans of an item where it holds."""
    yield "content", item.get("content", ())
    for name in ("evidence", "condition", "reason"):
        if item.get(name):
            yield name, [item[name]]
