"""The trained network that weighs the states somebody may be of, beside facts by the words for him and for them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from itertools import accumulate
from operator import attrgetter
from typing import Any

from diplomacy_nlp import Annotation
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.learned.columns import has_vectors, vectors_of
from diplomacy_nlp.toolkit.learned.ranker import Ranker, SlotNetwork, SlotSizes
from diplomacy_nlp.toolkit.learned.slots import Facts
from diplomacy_nlp.toolkit.models import ModelFiles, one_thread

from .likely_state import Question, Shares, Weights
from .state_evidence import Evidence, Spot

__all__ = ["Asking", "StateChoice"]

_STEPS = 3  # in which a number that is a share, or a logarithm, is told

Asked = tuple[int, str, list[tuple[int | None, Facts]]]
"""The number of the first word for somebody, the label of the question, and the options: word and facts of each."""


class StateChoice:
    """The network, ready to be used.

    Args:
        network: trained.
        configuration: `vectors_by`, the encoder whose vectors it reads (`Annotation.vectors_by`); `weights`, of the
            second step and the least share; and what `Ranker.as_dict` gives.
    """

    def __init__(self, network: SlotNetwork, configuration: Mapping[str, Any]) -> None:
        self.vectors_by: str = configuration["vectors_by"]
        self.weights = Weights(configuration["weights"])
        self._ranker = Ranker.of(network, configuration)

    @classmethod
    def read(cls, files: ModelFiles) -> StateChoice:
        """The network in a folder.

        Raises:
            ModelError: a file is missing, is not what it should be, or cannot be read.
        """
        return cls(*files.read(lambda configuration: SlotNetwork(SlotSizes(**configuration["sizes"]))))

    def reads(self, annotation: Annotation) -> bool:
        """Whether an annotation has words, and vectors that it can read."""
        return has_vectors(annotation, self.vectors_by)

    def shares(self, questions: Sequence[Question]) -> list[Shares]:
        """How likely each state is, and none, for each actor by itself.

        Args:
            questions: of one article, whose annotation the network `reads`; one at least.
        """
        evidence = questions[0].evidence
        asking = Asking(evidence)
        with one_thread():
            reading = self._ranker.reading(evidence.annotation.kept(vectors_of))
            found = reading.all_shares([asking.of(question) for question in questions])
        pairs = zip(questions, found, strict=True)
        return [dict(zip((*question.states, None), some, strict=True)) for question, some in pairs]


class Asking:
    """Makes questions for the ranker.

    Args:
        evidence: of the article whose questions they are.
    """

    def __init__(self, evidence: Evidence) -> None:
        sentences = evidence.annotation.sentences
        self._starts = [0, *accumulate(len(sentence.words) for sentence in sentences)]
        self._spots: dict[str, list[Spot]] = {}
        for spot in evidence.spots:
            self._spots.setdefault(spot.country, []).append(spot)

    def of(self, question: Question) -> Asked:
        """A question: for each state the nearest word that speaks of it, and facts; none comes last."""
        first = question.heads[0]
        options = [
            (self._nearest(state, first), Facts(dict.fromkeys(map(_told, facts))))
            for state, facts in question.facts().items()
        ]
        return self._number(first), f"{question.sort()}: state", options

    def _number(self, word: Word) -> int:
        """The number of a word in the article."""
        return self._starts[word.sentence] + word.id - 1

    def _nearest(self, state: str | None, word: Word) -> int | None:
        """The number of the nearest word that speaks of a state; None where none does."""
        spots = self._spots.get(state or "", ())
        at = bisect_left(spots, word.span.start, key=attrgetter("offset"))
        near = min(spots[max(at - 1, 0) : at + 1], key=partial(_distance, word), default=None)
        return None if near is None else self._number(near.head)


def _distance(word: Word, spot: Spot) -> tuple[int, int]:
    """How far a spot is from a word, in sentences and in characters."""
    return abs(spot.head.sentence - word.sentence), abs(spot.offset - word.span.start)


@lru_cache(maxsize=1 << 14)
def _told(fact: tuple[str, float]) -> tuple[str]:
    """The name of a fact, with its number in steps where that is not 1."""
    name, value = fact
    return (name if value == 1.0 else f"{name} {round(value * _STEPS)}",)
