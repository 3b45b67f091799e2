"""The network that chooses among the options for a slot: facts of each, and the encoder's vectors of cue and option."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from threading import Lock
from typing import Any

import numpy as np
import torch
from attrs import asdict, frozen
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from diplomacy_nlp.annotation import Annotation

from .columns import vectors_of
from .products import Layer, side_by_side
from .slots import Facts, Group

__all__ = ["Question", "Questions", "Ranker", "Reading", "SlotNetwork", "SlotSizes", "logs_of_sums"]

_NONE = -1e9
_NOTHING: tuple[Group, ...] = ((),)
_KEPT = 1 << 15  # groups of facts whose numbers are kept
_AT_ONCE = 128  # options: NumPy divides the product of many more among threads, which costs more than it saves


@frozen(kw_only=True)
class SlotSizes:
    """How large the network is."""

    facts: int
    labels: int
    vectors: int = 1152
    width: int = 24
    of_facts: int = 24
    of_label: int = 16
    hidden: int = 32

    def as_dict(self) -> dict[str, Any]:
        """The sizes by name."""
        return asdict(self)


@frozen(kw_only=True, eq=False)
class Question:
    """A slot of a cue with its options.

    Args:
        cue: the vector of the cue's head.
        options: the options' vectors, [option, number]; zero for one without a word.
        placed: which options have a word.
        facts: numbers of each option's facts.
        label: number of the cue's label.
    """

    cue: NDArray[np.float32]
    options: NDArray[np.float32]
    placed: NDArray[np.float32]
    facts: Sequence[Sequence[int]]
    label: int


@frozen(kw_only=True, eq=False)
class Questions:
    """Questions, one after another, as the network reads them.

    Args:
        cues, labels: of each question.
        options, placed: of each option.
        of: number of each option's question.
        facts, starts: facts of all options, and where each option's begin.
    """

    cues: Tensor
    labels: Tensor
    options: Tensor
    placed: Tensor
    of: Tensor
    facts: Tensor
    starts: Tensor

    @classmethod
    def join(cls, questions: Sequence[Question]) -> Questions:
        """Questions put together."""
        facts = [own for question in questions for own in question.facts]
        counts = torch.tensor([len(question.facts) for question in questions])
        return cls(
            cues=torch.from_numpy(np.stack([question.cue for question in questions])),
            labels=torch.tensor([question.label for question in questions]),
            options=torch.from_numpy(np.concatenate([question.options for question in questions])),
            placed=torch.from_numpy(np.concatenate([question.placed for question in questions])),
            of=torch.repeat_interleave(torch.arange(len(questions)), counts),
            facts=torch.tensor([fact for own in facts for fact in own], dtype=torch.int64),
            starts=torch.tensor([0, *accumulate(map(len, facts))][:-1], dtype=torch.int64),
        )


class SlotNetwork(nn.Module):
    """The network.

    Args:
        sizes: see there.
        dropout: used while it is trained.
    """

    def __init__(self, sizes: SlotSizes, *, dropout: float = 0.5) -> None:
        super().__init__()
        self.sizes = sizes
        self.weights = nn.EmbeddingBag(sizes.facts, 1, mode="sum")
        self.facts = nn.EmbeddingBag(sizes.facts, sizes.of_facts, mode="sum")
        self.labels = nn.Embedding(sizes.labels, sizes.of_label)
        self.cue = nn.Linear(sizes.vectors, sizes.width)
        self.option = nn.Linear(sizes.vectors, sizes.width)
        self.of_cue, self.of_option = nn.LayerNorm(sizes.width), nn.LayerNorm(sizes.width)
        self.hidden = nn.Linear(3 * sizes.width + sizes.of_facts + sizes.of_label, sizes.hidden)
        self.score = nn.Linear(sizes.hidden, 1)
        self.drop = nn.Dropout(dropout)

    def forward(self, questions: Questions) -> Tensor:
        """The score of each option; the shares of a question are the softmax of its options' scores."""
        cues = self.of_cue(self.cue(self.drop(questions.cues)))[questions.of]
        options = self.of_option(self.option(self.drop(questions.options))) * questions.placed[:, None]
        facts = self.facts(questions.facts, questions.starts)
        labels = self.labels(questions.labels)[questions.of]
        x = torch.cat([cues, options, cues * options, facts, labels], dim=-1)
        x = functional.relu(self.hidden(self.drop(x)))
        found: Tensor = self.weights(questions.facts, questions.starts) + self.score(self.drop(x))
        return found[:, 0]


def logs_of_sums(scores: Tensor, of: Tensor, count: int) -> Tensor:
    """By question, the logarithm of the sum of its options' exponentials."""
    top = torch.full((count,), _NONE).scatter_reduce(0, of, scores.detach(), "amax")
    sums = torch.zeros(count).index_add(0, of, (scores - top[of]).exp())
    found: Tensor = top + sums.clamp_min(1e-30).log()
    return found


class _Numbers(dict[Group, int]):
    """The rows of `_Told.sums` of groups of facts, for cues of a task; a new group gets one when it is asked for.

    Args:
        told: where the rows are.
        known: numbers of facts, by their names.
    """

    def __init__(self, told: _Told, known: Mapping[str, tuple[int, ...]]) -> None:
        super().__init__()
        self._told, self._known = told, known

    def __missing__(self, group: Group) -> int:
        known = self._known
        return self.setdefault(group, self._told.added([n for name in group if name in known for n in known[name]]))


class _Told:
    """What groups of facts amount to: the sum of their rows, made once for each group.

    Args:
        ranker: whose facts they are.
    """

    def __init__(self, ranker: Ranker) -> None:
        self._ranker = ranker
        self._rows = np.pad(ranker.arrays["told"], ((0, 1), (0, 0)))  # a row of zeros comes last
        self._sums = np.zeros((_AT_ONCE, self._rows.shape[1]), np.float32)
        self._numbers: dict[str, _Numbers] = {}
        self._count = 0
        self._new: list[list[int]] = []  # facts of the last groups, which have no sums yet
        self._adding = Lock()

    @property
    def is_full(self) -> bool:
        """Whether there are so many groups that it is better to begin anew."""
        return self._count >= _KEPT

    def numbers(self, task: str) -> _Numbers:
        """The rows of `sums` by group, for a cue of a task."""
        found = self._numbers.get(task)
        if found is None:
            found = self._numbers.setdefault(task, _Numbers(self, self._ranker.known(task)))
        return found

    def added(self, facts: list[int]) -> int:
        """The row for the sum of one more group."""
        with self._adding:
            self._new.append([*facts, -1])
            self._count += 1
            return self._count - 1

    @property
    def sums(self) -> NDArray[np.float32]:
        """The sums of all groups whose numbers were asked for; of new ones all at once."""
        if self._new:  # not empty before their sums are there, so that no other thread passes by
            with self._adding:
                self._add_up()
        return self._sums

    def _add_up(self) -> None:
        new = self._new
        if not new:
            return
        while self._count > len(self._sums):
            self._sums = np.concatenate([self._sums, np.zeros_like(self._sums)])
        starts = [0, *accumulate(map(len, new))][:-1]
        rows = self._rows[[number for own in new for number in own]]
        self._sums[self._count - len(new) : self._count] = np.add.reduceat(rows, starts, axis=0)
        self._new = []


class Ranker:
    """A network, ready to be asked.

    Args:
        network: trained, or about to be.
        facts: the names that it knows, in the order of their numbers: "FACT", and "TASK: FACT".
        labels: "TASK: LABEL", in the order of their numbers.
    """

    def __init__(self, network: SlotNetwork, facts: Sequence[str], labels: Sequence[str]) -> None:
        self.network = network.eval()
        self._facts = {name: number for number, name in enumerate(facts)}
        self._labels = {name: number for number, name in enumerate(labels)}
        self._known: dict[str, dict[str, tuple[int, ...]]] = {}
        self._told: _Told | None = None

    def known(self, task: str) -> Mapping[str, tuple[int, ...]]:
        """The numbers of facts, by their names, for cues of a task."""
        if task not in self._known:
            found: defaultdict[str, tuple[int, ...]] = defaultdict(tuple)
            for name, number in self._facts.items():
                found[name.removeprefix(f"{task}: ")] += (number,)
            self._known[task] = dict(found)
        return self._known[task]

    def told(self) -> _Told:
        """What groups of facts amount to."""
        found = self._told
        if found is None or found.is_full:
            found = self._told = _Told(self)
        return found

    def number_of(self, label: str) -> int:
        """The number of a label."""
        return self._labels.get(label, 0)

    def question(
        self, vectors: NDArray[Any], cue: int, label: str, options: Sequence[tuple[int | None, Collection[str]]]
    ) -> Question:
        """A question in numbers, as the network learns from it.

        Args:
            vectors: of the article's words.
            cue: number of the cue's head.
            label: of the cue.
            options: of each the number of its word, if it has one, and the names of its facts.
        """
        placed = np.array([number is not None for number, _ in options], np.float32)
        places = [number or 0 for number, _ in options]
        known = self.known(label.partition(":")[0])
        facts = [[*dict.fromkeys(number for name in names for number in known.get(name, ()))] for _, names in options]
        return Question(
            cue=vectors[cue].astype(np.float32),
            options=vectors[places].astype(np.float32) * placed[:, None],
            placed=placed,
            facts=facts,
            label=self.number_of(label),
        )

    @cached_property
    def projection(self) -> Layer:
        """What the network makes of words' vectors as cues, and beside it as options."""
        return side_by_side(self.network.cue, self.network.option)

    @cached_property
    def arrays(self) -> Mapping[str, NDArray[np.float32]]:
        """The trained weights in NumPy, by name.

        Under "told" is what a fact adds to the score, and to the hidden layer's numbers. Under "whose", "words" and
        "kinds" is what the hidden layer makes of the cue, of an option and of the label, under "both" what it makes of
        an option's numbers times the cue's.
        """
        found = {name: tensor.detach().float().numpy() for name, tensor in self.network.state_dict().items()}
        sizes, hidden = self.network.sizes, found["hidden.weight"]
        bounds = np.cumsum([sizes.width, sizes.width, sizes.width, sizes.of_facts]).tolist()
        whose, words, both, facts, kind = (np.ascontiguousarray(part.T) for part in np.split(hidden, bounds, axis=1))
        return {
            **found,
            "told": np.concatenate([found["weights.weight"], found["facts.weight"] @ facts], axis=1),
            "whose": whose,
            "words": words,
            "both": both,
            "kinds": found["labels.weight"] @ kind + found["hidden.bias"],
        }

    def as_dict(self) -> Mapping[str, Any]:
        """What a configuration keeps of it."""
        names = "\n".join(self._facts)
        return {"sizes": self.network.sizes.as_dict(), "facts": names, "labels": list(self._labels)}

    @classmethod
    def of(cls, network: SlotNetwork, configuration: Mapping[str, Any]) -> Ranker:
        """The ranker of a network and what `as_dict` gave."""
        return cls(network, configuration["facts"].split("\n"), configuration["labels"])

    @cached_property
    def _digest(self) -> bytes:
        whole = hashlib.sha256("\n".join([*self._facts, "", *self._labels]).encode())
        for name, weights in self.arrays.items():
            whole.update(name.encode() + weights.tobytes())
        return whole.digest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ranker) and self._digest == other._digest

    def __hash__(self) -> int:
        return hash(self._digest)

    def __call__(self, annotation: Annotation) -> Reading:
        """What is asked of an article, to be kept with its annotation: plugins may have the same ranker."""
        return self.reading(annotation.kept(vectors_of))

    def reading(self, vectors: NDArray[Any]) -> Reading:
        """What is asked of an article, given the vectors of its words."""
        return Reading(self, vectors)


Asked = tuple[int, str, Sequence[tuple[int | None, Collection[str]]]]


def _places(questions: Sequence[Asked]) -> list[int]:
    """The numbers of all options' words, -1 for those without one."""
    return [-1 if number is None else number for _, _, options in questions for number, _ in options]


class Reading:
    """Answers for one article: the network's forward step, of which only words are read by torch.

    NumPy takes less time to begin with the few options of a cue, and divides no product among threads that is as small.

    Args:
        ranker: trained.
        vectors: of the article's words.
    """

    def __init__(self, ranker: Ranker, vectors: NDArray[Any]) -> None:
        self._ranker = ranker
        self._width, hidden = ranker.network.sizes.width, ranker.network.sizes.hidden
        self._weights = ranker.arrays
        self._vectors = vectors
        self._known = np.zeros(len(vectors) + 1, bool)
        self._known[-1] = True  # zeros, for options without a word
        # of words as cues and as options what the network makes of them, and beside it what the hidden layer does
        self._cues = np.zeros((len(vectors) + 1, self._width + hidden), np.float32)
        self._options = np.zeros_like(self._cues)

    def prepare(self, words: Iterable[int]) -> None:
        """Has words read all at once that questions will be about, which takes less time than one question's by one.

        Args:
            words: their numbers.
        """
        self._read(np.array([*words], np.int64))

    def _read(self, words: NDArray[np.int64]) -> None:
        """Has words read that were not yet: cues have many in common."""
        known = self._known[words]
        if known.all():
            return
        new = np.unique(words[~known])
        width, weights = self._width, self._weights
        projected = self._projected(new)
        for side, name, made in zip(
            (self._cues, self._options), ("whose", "words"), (projected[:, :width], projected[:, width:]), strict=True
        ):
            side[new] = np.concatenate([made, made @ weights[name]], axis=1)
        self._known[new] = True

    @torch.inference_mode()
    def _projected(self, words: NDArray[np.int64]) -> NDArray[np.float32]:
        network = self._ranker.network
        cues, options = self._ranker.projection(torch.from_numpy(self._vectors[words])).chunk(2, dim=1)
        found: NDArray[np.float32] = torch.cat([network.of_cue(cues), network.of_option(options)], dim=1).numpy()
        return found

    def shares(self, cue: int, label: str, options: Sequence[tuple[int | None, Collection[str]]]) -> list[float]:
        """How likely each option is the right one; they sum to one.

        Args:
            cue, label, options: as for `Ranker.question`.
        """
        return self.all_shares([(cue, label, options)])[0]

    def all_shares(self, questions: Sequence[Asked]) -> list[list[float]]:
        """The shares of several questions' options.

        Args:
            questions: cue, label and options of each.
        """
        if len(questions) > 1:
            self.prepare([*(cue for cue, _, _ in questions), *_places(questions)])
        found: list[list[float]] = []
        first = count = 0
        for end, (_, _, options) in enumerate(questions):
            if end > first and count + len(options) > _AT_ONCE:
                found += self._shares(questions[first:end])
                first, count = end, 0
            count += len(options)
        return [*found, *self._shares(questions[first:])] if questions else found

    def _shares(self, questions: Sequence[Asked]) -> list[list[float]]:
        weights, width = self._weights, self._width
        told = self._told(questions)
        numbers = np.array([*(cue for cue, _, _ in questions), *_places(questions)])
        self._read(numbers)
        cues, options = self._cues[numbers[: len(questions)]], self._options[numbers[len(questions) :]]
        cues[:, width:] += weights["kinds"][[self._ranker.number_of(label) for _, label, _ in questions]]
        ends = [*accumulate(len(options) for _, _, options in questions)]
        starts = [0, *ends[:-1]]
        # the question of each option; mostly there is but one, for which nothing need be repeated
        of: Any = np.repeat(np.arange(len(starts)), np.diff(ends, prepend=0)) if len(starts) > 1 else 0
        cues = cues[of]
        x = (options[:, :width] * cues[..., :width]) @ weights["both"]
        x += options[:, width:]
        x += told[:, 1:]
        x += cues[..., width:]
        np.maximum(x, 0, out=x)
        scores = told[:, 0] + x @ weights["score.weight"][0]  # a constant of all options changes no share
        parts = np.exp(scores - np.maximum.reduceat(scores, starts)[of])
        found = (parts / np.add.reduceat(parts, starts)[of]).tolist()
        return [found[start:end] for start, end in zip(starts, ends, strict=True)]

    def _told(self, questions: Sequence[Asked]) -> NDArray[np.float32]:
        """What the facts of each option add, [option, number]."""
        table = self._ranker.told()
        rows: list[int] = []
        starts: list[int] = []
        for _, label, options in questions:
            numbers = table.numbers(label.partition(":")[0]).__getitem__
            for _, facts in options:
                starts.append(len(rows))
                groups = facts.groups if isinstance(facts, Facts) else (tuple(dict.fromkeys(facts)),)
                rows += map(numbers, groups or _NOTHING)
        found: NDArray[np.float32] = np.add.reduceat(table.sums[rows], starts, axis=0)
        return found
