"""The trained network that weighs the states somebody may be of, beside facts by the words for him and for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any

from diplomacy_nlp import Annotation
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.learned.columns import has_vectors, vectors_of
from diplomacy_nlp.toolkit.learned.ranker import Ranker, SlotNetwork, SlotSizes
from diplomacy_nlp.toolkit.learned.slots import Facts
from diplomacy_nlp.toolkit.models import ModelFiles, one_thread

from ..likely_state import Question, Shares, Weights

__all__ = ["StateChoice", "asked", "numbers_of"]

_STEPS = 3  # in which a number that is a share, or a logarithm, is told
_FAR = 1000  # characters that a sentence counts for

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
        annotation = questions[0].evidence.annotation
        number = numbers_of(annotation)
        with one_thread():
            reading = self._ranker.reading(annotation.kept(vectors_of))
            found = reading.all_shares([asked(question, number) for question in questions])
        pairs = zip(questions, found, strict=True)
        return [dict(zip((*question.states, None), some, strict=True)) for question, some in pairs]


def numbers_of(annotation: Annotation) -> Callable[[Word], int]:
    """What tells the number of a word in the article."""
    starts = [0, *accumulate(len(sentence.words) for sentence in annotation.sentences)]
    return lambda word: starts[word.sentence] + word.id - 1


def asked(question: Question, number: Callable[[Word], int]) -> Asked:
    """A question for the ranker: for each state the nearest word that speaks of it, and facts; none comes last.

    Args:
        question: whose state.
        number: of a word in the article.
    """
    first = question.heads[0]
    near: dict[str, tuple[int, Word]] = {}
    for spot in question.evidence.spots:
        far = _FAR * abs(spot.head.sentence - first.sentence) + abs(spot.offset - first.span.start)
        if spot.country not in near or far < near[spot.country][0]:
            near[spot.country] = far, spot.head
    options = [
        (number(near[state][1]) if state in near else None, Facts(dict.fromkeys(map(_told, facts))))
        for state, facts in question.facts().items()
    ]
    return number(first), f"{question.sort()}: state", options


@lru_cache(maxsize=1 << 14)
def _told(fact: tuple[str, float]) -> tuple[str]:
    """The name of a fact, with its number in steps where that is not 1."""
    name, value = fact
    return (name if value == 1.0 else f"{name} {round(value * _STEPS)}",)
