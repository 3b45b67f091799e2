"""The network that chooses among the options for a slot: facts of each, and the encoder's vectors of cue and option."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np
import torch
from attrs import asdict, frozen
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from ..slots import Facts

__all__ = ["Question", "Questions", "Ranker", "Reading", "SlotNetwork", "SlotSizes", "logs_of_sums"]

_NONE = -1e9
_KEPT = 1 << 15  # groups of facts whose numbers are kept


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


def _placed(options: Sequence[tuple[int | None, Any]]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The numbers of the options' words, the first word's for those without one, and which have one."""
    numbers = np.array([-1 if number is None else number for number, _ in options])
    return np.maximum(numbers, 0), (numbers >= 0).astype(np.float32)


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
        self._of_groups: dict[str, dict[tuple[str, ...], tuple[int, ...]]] = {}

    def known(self, task: str) -> Mapping[str, tuple[int, ...]]:
        """The numbers of facts, by their names, for cues of a task."""
        if task not in self._known:
            found: defaultdict[str, tuple[int, ...]] = defaultdict(tuple)
            for name, number in self._facts.items():
                found[name.removeprefix(f"{task}: ")] += (number,)
            self._known[task] = dict(found)
        return self._known[task]

    def numbers(self, label: str, options: Iterable[Collection[str]]) -> tuple[int, list[list[int]]]:
        """The number of a label, and of each option's facts, as far as they are known."""
        task = label.partition(":")[0]
        known, kept = self.known(task), self._of_groups.setdefault(task, {})
        if len(kept) > _KEPT:
            kept.clear()
        found = []
        for facts in options:
            numbers: list[int] = []
            for group in facts.groups if isinstance(facts, Facts) else (tuple(facts),):
                own = kept.get(group)
                if own is None:
                    own = kept[group] = tuple(number for name in group for number in known.get(name, ()))
                numbers += own
            found.append([*dict.fromkeys(numbers)])
        return self._labels.get(label, 0), found

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
        places, placed = _placed(options)
        own, facts = self.numbers(label, (names for _, names in options))
        return Question(
            cue=vectors[cue].astype(np.float32),
            options=vectors[places].astype(np.float32) * placed[:, None],
            placed=placed,
            facts=facts,
            label=own,
        )

    @cached_property
    def arrays(self) -> Mapping[str, NDArray[np.float32]]:
        """The trained weights in NumPy, by name.

        Under "told" is what a fact adds to the score, and to the hidden layer's numbers; a row of zeros comes last.
        Under "whose", "words", "both" and "kind" is what the hidden layer makes of the cue, the option, their product
        and the label.
        """
        found = {name: tensor.detach().float().numpy() for name, tensor in self.network.state_dict().items()}
        sizes, hidden = self.network.sizes, found["hidden.weight"]
        bounds = np.cumsum([sizes.width, sizes.width, sizes.width, sizes.of_facts]).tolist()
        whose, words, both, facts, kind = (np.ascontiguousarray(part.T) for part in np.split(hidden, bounds, axis=1))
        told = np.concatenate([found["weights.weight"], found["facts.weight"] @ facts], axis=1)
        nothing = np.zeros((1, told.shape[1]), np.float32)
        kinds = found["labels.weight"] @ kind + found["hidden.bias"]
        return {
            **found,
            "told": np.concatenate([told, nothing]),
            "whose": whose,
            "words": words,
            "both": both,
            "kinds": kinds,
        }

    def as_dict(self) -> Mapping[str, Any]:
        """What a configuration keeps of it."""
        names = "\n".join(self._facts)
        return {"sizes": self.network.sizes.as_dict(), "facts": names, "labels": list(self._labels)}

    @classmethod
    def of(cls, network: SlotNetwork, configuration: Mapping[str, Any]) -> Ranker:
        """The ranker of a network and what `as_dict` gave."""
        return cls(network, configuration["facts"].split("\n"), configuration["labels"])

    def reading(self, vectors: NDArray[Any]) -> Reading:
        """What is asked of an article, given the vectors of its words."""
        return Reading(self, vectors)


class Reading:
    """Answers for one article: the network's forward step, of which only words are read by torch.

    NumPy takes less time to begin with the few options of a cue, and divides no product among threads that is as small.

    Args:
        ranker: trained.
        vectors: of the article's words.
    """

    def __init__(self, ranker: Ranker, vectors: NDArray[Any]) -> None:
        self._ranker = ranker
        self._weights = ranker.arrays
        self._vectors = torch.from_numpy(np.require(vectors, requirements="W"))
        size = (len(vectors), ranker.network.sizes.width)
        self._known = {name: np.zeros(size[0], bool) for name in ("cue", "option")}
        self._made = {name: np.zeros(size, np.float32) for name in ("cue", "option")}

    def prepare(self, cues: Sequence[int], options: Sequence[int]) -> None:
        """Has words read all at once that questions will be about, which takes less time than one question's by one.

        Args:
            cues, options: numbers of words.
        """
        self._read("cue", np.array(cues, np.int64))
        self._read("option", np.array(options, np.int64))

    def _read(self, name: str, words: NDArray[np.int64]) -> NDArray[np.float32]:
        """What the network makes of words' vectors, of each once: cues have many options in common."""
        known, made = self._known[name], self._made[name]
        new = words[~known[words]]
        if len(new):
            made[new] = self._projected(name, new)
            known[new] = True
        return made[words]

    @torch.inference_mode()
    def _projected(self, name: str, words: NDArray[np.int64]) -> NDArray[np.float32]:
        network = self._ranker.network
        linear, norm = (network.cue, network.of_cue) if name == "cue" else (network.option, network.of_option)
        found: NDArray[np.float32] = norm(linear(self._vectors[torch.from_numpy(words)].float())).numpy()
        return found

    def shares(self, cue: int, label: str, options: Sequence[tuple[int | None, Collection[str]]]) -> list[float]:
        """How likely each option is the right one; they sum to one.

        Args:
            cue, label, options: as for `Ranker.question`.
        """
        weights = self._weights
        own, facts = self._ranker.numbers(label, (names for _, names in options))
        nothing = len(weights["told"]) - 1
        flat = [number for numbers in facts for number in (*numbers, nothing)]
        starts = [0, *accumulate(len(numbers) + 1 for numbers in facts)][:-1]
        told = np.add.reduceat(weights["told"][flat], starts, axis=0)
        places, placed = _placed(options)
        words = self._read("option", places) * placed[:, None]
        whose = self._read("cue", np.array([cue]))
        x = words @ (weights["words"] + weights["both"] * whose.T)
        x += told[:, 1:] + (whose @ weights["whose"] + weights["kinds"][own])
        np.maximum(x, 0, out=x)
        scores = told[:, 0] + x @ weights["score.weight"][0] + weights["score.bias"][0]
        parts = np.exp(scores - scores.max())
        found: list[float] = (parts / parts.sum()).tolist()
        return found
