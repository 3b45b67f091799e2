"""From chances of words to findings: which words are cues, of what label, and which stretches belong to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from attrs import field, frozen

from diplomacy_nlp.annotation import Annotation, Sentence, Word
from diplomacy_nlp.spans import Span, cover

from .columns import KINDS, STANCES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Chances = Mapping[str, NDArray[np.float32]]

__all__ = ["PROPOSAL", "REACTION", "Found", "Task", "clause_around", "found_in", "stretch_of"]

_SAME_CUE = 0.3  # a word next to a cue's head from which on it is taken for the same cue's
_IN_CUE = 0.5
_REACH = 4  # words that a cue may go beyond its head
_GAP = 2  # words of no part that a stretch may pass over
_NO_END = frozenset(("PUNCT", "CCONJ", "SCONJ", "ADP", "PART", "DET"))


@frozen(kw_only=True)
class Task:
    """What is looked for, and the names of the outputs that tell it."""

    name: str
    label: str
    labels: tuple[str, ...]

    @property
    def cue(self) -> str:
        """The output that says which words are within a cue."""
        return f"{self.name}'s cue"


PROPOSAL = Task(name="proposal", label="kind", labels=KINDS)
REACTION = Task(name="reaction", label="stance", labels=STANCES)


@frozen(kw_only=True)
class Found:
    """A cue that the network sees.

    Args:
        number: of its head among the article's words.
        word: its head.
        cue: its words.
        label: kind or stance.
        chance: how likely the head is one.
        labelled: how likely the label is right, given that it is.
    """

    number: int
    word: Word
    cue: Span
    label: str
    chance: float
    labelled: float = field(default=0.0)


def found_in(
    annotation: Annotation, chances: Chances, task: Task, threshold: float, known: AbstractSet[int] = frozenset()
) -> list[Found]:
    """The cues of an article, in the order of the text; of words that make up one cue, the likeliest is its head.

    Args:
        annotation: the parse.
        chances: what the network says (`EventModel.chances`).
        task: what is looked for.
        threshold: the least chance.
        known: numbers of words of cues that others found: what shares one with them is theirs.
    """
    heads, within, labels = chances[task.name], chances[task.cue], chances[task.label]
    words = annotation.words
    likely = [number for number, chance in enumerate(heads.tolist()) if chance >= threshold]
    taken: set[int] = set()
    found = []
    for number in sorted(likely, key=lambda n: (-heads[n], n)):
        if number in taken:
            continue
        word = words[number]
        taken.update(_same_cue(annotation, within, word, number))
        best = int(labels[number].argmax())
        found.append(
            Found(
                number=number,
                word=word,
                cue=_cue(annotation, within, word, number),
                label=task.labels[best],
                chance=float(heads[number]),
                labelled=float(labels[number, best]),
            )
        )
    if known:
        found = [one for one in found if known.isdisjoint(_numbers(annotation, one))]
    return sorted(found, key=lambda one: one.number)


def _numbers(annotation: Annotation, found: Found) -> Iterator[int]:
    """Numbers of the words of a cue, its head among them."""
    yield found.number
    yield from (found.number + word.id - found.word.id for word in annotation.words_in(found.cue))


def _same_cue(annotation: Annotation, within: NDArray[np.float32], word: Word, number: int) -> Iterator[int]:
    """Numbers of words near a cue's head, beside it or next to it in the tree, all likely in a cue up to there."""
    words = annotation.sentence_of(word).words
    for step in (-1, 1):
        for away in range(1, _REACH):
            place = word.id - 1 + step * away
            if not 0 <= place < len(words):
                break
            other = words[place]
            if within[number + step * away] <= _SAME_CUE:
                break
            if away == 1 or other.head == word.id or word.head == other.id:
                yield number + step * away


def _cue(annotation: Annotation, within: NDArray[np.float32], word: Word, number: int) -> Span:
    words = annotation.sentence_of(word).words
    first = last = word.id - 1
    shift = number - first
    while first > 0 and word.id - 1 - first < _REACH and within[first - 1 + shift] >= _IN_CUE:
        first -= 1
    while last + 1 < len(words) and last - word.id + 1 < _REACH and within[last + 1 + shift] >= _IN_CUE:
        last += 1
    while first < word.id - 1 and words[first].upos in ("PUNCT", "CCONJ", "DET"):
        first += 1
    while last > word.id - 1 and words[last].upos in ("PUNCT", "CCONJ", "DET", "ADP"):
        last -= 1
    return Span(words[first].span.start, max(w.span.end for w in words[first : last + 1]))


def clause_around(annotation: Annotation, word: Word) -> Span:
    """The clause that shows what a word expresses: that of the predicate which it is or belongs to."""
    predicate = word
    while not _is_predicate(annotation, predicate):
        above = annotation.parent(predicate)
        if above is None:
            break
        predicate = above
    without = ("conj", "cc", "parataxis", "advcl", "mark", "discourse", "acl:relcl")
    kept = annotation.phrase(predicate, without=without)
    return cover((kept, word.span)) or word.span


def _is_predicate(annotation: Annotation, word: Word) -> bool:
    return word.upos == "VERB" or bool(annotation.children(word, "nsubj", "cop", "csubj"))


def stretch_of(annotation: Annotation, likely: NDArray[np.float32], found: Found, least: float) -> Span | None:
    """The stretch of likely words that is a cue's: in its sentence, the one with the most of them.

    Args:
        annotation: the parse.
        likely: the chance of each word of the article.
        found: the cue.
        least: chance from which on a word counts.
    """
    shift = found.number - found.word.id + 1
    own = annotation.sentence_of(found.word)
    below = {word.id for word in annotation.subtree(found.word)}
    runs = list(_runs(own, likely[shift : shift + len(own.words)].tolist(), least, found.cue))
    if not runs:
        return None

    def weight(run: tuple[int, int]) -> float:
        hanging = sum(word.id in below for word in own.words[run[0] : run[1]])
        share = 0.3 + 0.7 * hanging / (run[1] - run[0])
        return float(likely[shift + run[0] : shift + run[1]].sum()) * share

    first, end = max(runs, key=weight)
    return Span(own.words[first].span.start, max(word.span.end for word in own.words[first:end]))


def _runs(sentence: Sentence, likely: Sequence[float], least: float, cue: Span) -> Iterator[tuple[int, int]]:
    """First word and the word after the last of stretches of likely words that do not touch the cue."""
    first: int | None = None
    last = 0
    for place, word in enumerate([*sentence.words, None]):
        stands = word is not None and likely[place] >= least and not word.span.overlaps(cue)
        if stands:
            first = place if first is None else first
            last = place
        elif first is not None and (word is None or place - last > _GAP or word.span.overlaps(cue)):
            while last > first and _cannot_end(sentence.words[last]):
                last -= 1
            while first < last and sentence.words[first].upos == "PUNCT":
                first += 1
            yield first, last + 1
            first = None


def _cannot_end(word: Word) -> bool:
    """Whether a stretch goes on after a word: "the" and "to", but not "down" of "step down"."""
    return word.upos in _NO_END and word.deprel != "compound:prt"
