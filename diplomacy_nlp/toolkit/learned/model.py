"""The trained model: an article's columns in, chances of each word out."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from threading import Lock
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
import torch
from attrs import evolve, field, frozen
from numpy.typing import NDArray
from torch import Tensor, nn

from diplomacy_nlp.annotation import Annotation
from diplomacy_nlp.types import Reaction

from ..document import Document
from ..models import ModelFiles, one_thread
from .coder import CODES, Coder
from .columns import Columns, Lemmas, has_vectors, names_of_columns, vectors_of
from .fill import Filler
from .network import Batch, EventNetwork, Sizes
from .ranker import Ranker, SlotNetwork, SlotSizes

__all__ = ["EventModel", "EventNetworks"]

LABELS = ("kind", "stance")  # outputs of which one label of several is right
_AT_ONCE = 20_000  # words


class EventNetworks(nn.Module):
    """Networks whose chances are averaged, and the numbers that they are told of lemmas.

    Args:
        sizes: of each network.
        members: how many there are.
        lemmas: how many lemmas are known, and how many numbers of each.
        slots: sizes of the networks that choose what fills a slot, by name.
    """

    lemmas: Tensor

    def __init__(self, sizes: Sizes, *, members: int, lemmas: tuple[int, int], slots: Mapping[str, SlotSizes]) -> None:
        super().__init__()
        self.slots = nn.ModuleDict({name: SlotNetwork(own) for name, own in slots.items()})
        self.members = nn.ModuleList(EventNetwork(sizes) for _ in range(members))
        self.register_buffer("lemmas", torch.zeros(lemmas))

    def rankers(self) -> Iterator[tuple[str, SlotNetwork]]:
        """The networks that choose what fills a slot, by name."""
        for name, network in self.slots.items():
            if isinstance(network, SlotNetwork):
                yield name, network

    def settle(self) -> None:
        """Makes trained networks fast; their weights are taken as they are now."""
        for member in self._members():
            member.settle()

    def _members(self) -> list[EventNetwork]:
        return [member for member in self.members if isinstance(member, EventNetwork)]

    def seen(self, vectors: Tensor) -> list[Tensor]:
        """What each network makes of the encoder's vectors alone."""
        return [member.seen(vectors) for member in self._members()]

    def states(self, batch: Batch, seen: Sequence[Tensor]) -> list[Tensor]:
        """What each network makes of words within their sentences, given what it makes of their vectors."""
        return [member.states(evolve(batch, seen=own)) for member, own in zip(self._members(), seen, strict=True)]

    def forward(self, batch: Batch, states: Sequence[Tensor] | None = None) -> dict[str, Tensor]:
        """The mean chances of each output, [word, label].

        Args:
            batch: what is read.
            states: what `states` made of it, where that is known already.
        """
        members = self._members()
        found = []
        for member, own in zip(members, states or self.states(batch, self.seen(batch.vectors)), strict=True):
            scores = member.outcome(own, batch)
            chances = scores.sigmoid()
            into = member.by_output(chances)
            for name, labels in member.by_output(scores).items():
                if name in LABELS:
                    into[name].copy_(labels.T.contiguous().softmax(0).T)  # of each word by itself it takes longer
            found.append(chances)
        return members[0].by_output(found[0] if len(found) == 1 else torch.stack(found).mean(0))


class _Read:
    """What networks made of an annotation: of its vectors, and of the words of each part by the facts told last."""

    def __init__(self, networks: EventNetworks, annotation: Annotation) -> None:
        self._networks = networks
        self._seen = networks.seen(torch.from_numpy(annotation.kept(vectors_of)))
        self._last: dict[int, tuple[Tensor, list[Tensor]]] = {}

    def states(self, batch: Batch, first: int) -> list[Tensor]:
        """The states of a part that begins with a word; read are only sentences of which other facts are told now."""
        seen = [own[first : first + len(batch.heads)] for own in self._seen]
        if first not in self._last:
            states = self._networks.states(batch, seen)
        else:
            facts, states = self._last[first]
            told = torch.zeros(batch.articles[0], dtype=torch.bool)
            told[batch.sentences[(batch.facts != facts).any(dim=1)]] = True
            rows = told[batch.sentences].nonzero()[:, 0]
            if len(rows):
                new = self._networks.states(batch.only(rows), [own[rows] for own in seen])
                states = [own.index_copy(0, rows, made) for own, made in zip(states, new, strict=True)]
        self._last[first] = batch.facts, states
        return states


@frozen
class _Reading:
    """Reads an annotation by networks, to be kept with it: plugins may have the same networks, which tell more of it.

    Args:
        digest: of their weights.
        networks: these.
    """

    digest: str
    networks: EventNetworks = field(eq=False, repr=False)

    @classmethod
    def by(cls, networks: EventNetworks) -> _Reading:
        digest = hashlib.sha256()
        for name, tensor in networks.state_dict().items():
            if name.startswith("members."):
                digest.update(name.encode() + tensor.numpy().tobytes())
        return cls(digest.hexdigest(), networks)

    def __call__(self, annotation: Annotation) -> _Read:
        return _Read(self.networks, annotation)


class EventModel:
    """The model, ready to be used.

    Args:
        networks: trained.
        configuration: `vectors_by`, the encoder whose vectors they read (`Annotation.vectors_by`); `lemmas`, of which
            something is known; `thresholds`; `weights`, by what they judge, of facts of a finding; `slots`, by name,
            what the rankers are made of.
    """

    def __init__(self, networks: EventNetworks, configuration: Mapping[str, Any]) -> None:
        self._networks = networks.eval()
        self._networks.settle()
        self._reading = _Reading.by(networks)
        self.vectors_by: str = configuration["vectors_by"]
        self.lemmas = Lemmas(configuration["lemmas"].split(), networks.lemmas.numpy())
        self.thresholds: Mapping[str, float] = configuration["thresholds"]
        self.weights: Mapping[str, Mapping[str, float]] = configuration["weights"]
        slots = configuration["slots"]
        self._rankers = {name: Ranker.of(network, slots[name]) for name, network in networks.rankers()}
        self._coder = Coder(self._rankers.pop(CODES)) if CODES in self._rankers else None

    @classmethod
    def read(cls, files: ModelFiles) -> EventModel:
        """The model in a folder, which those share who use it.

        Raises:
            ModelError: a file is missing, is not what it should be, or cannot be read.
        """
        key = files.state()
        with _reading:
            found = _models.get(key)
            if found is None:
                found = _models[key] = cls(*files.read(_built))
            return found

    def reads(self, annotation: Annotation) -> bool:
        """Whether an annotation has words, and vectors that it can read."""
        return has_vectors(annotation, self.vectors_by)

    def filler(self, document: Document) -> Filler:
        """What fills the slots of an article's cues."""
        return Filler(document=document, rankers=self._rankers)

    def coded(self, document: Document, reactions: Iterable[Reaction]) -> Iterable[Reaction]:
        """Reactions with the types of events that human coders give such (see `Coder`).

        Args:
            document: the article, with the proposals that reactions are toward.
            reactions: found in it.
        """
        return reactions if self._coder is None else self._coder.coded(document, reactions)

    @torch.inference_mode()
    def chances(self, columns: Columns, annotation: Annotation | None = None) -> dict[str, NDArray[np.float32]]:
        """By output, how likely it is of each word: [word], or [word, label] where one of several labels is right.

        Args:
            columns: of an article with at least a word.
            annotation: whose vectors the columns have; with it, what the networks make of these is kept for others.
        """
        with one_thread():
            read = None if annotation is None else annotation.kept(self._reading)
            parts = [self._of_part(_part(columns, first, end), read, first) for first, end in _parts(columns)]
        return parts[0] if len(parts) == 1 else {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}

    def _of_part(self, batch: Batch, read: _Read | None, first: int) -> dict[str, NDArray[np.float32]]:
        found = self._networks(batch, None if read is None else read.states(batch, first))
        return {name: (chances if name in LABELS else chances[:, 0]).numpy() for name, chances in found.items()}


_models: WeakValueDictionary[Hashable, EventModel] = WeakValueDictionary()
_reading = Lock()


def _built(configuration: Mapping[str, Any]) -> EventNetworks:
    if configuration["columns"] != list(names_of_columns()):
        raise ValueError("it was trained on other columns")
    sizes = Sizes(**configuration["sizes"])
    known = (len(configuration["lemmas"].split()), sizes.facts - len(configuration["columns"]))
    slots = {name: SlotSizes(**own["sizes"]) for name, own in configuration["slots"].items()}
    return EventNetworks(sizes, members=configuration["members"], lemmas=known, slots=slots)


def _parts(columns: Columns) -> Iterator[tuple[int, int]]:
    """First and last word of parts of whole sentences that are not too long."""
    total = len(columns.tags)
    if total <= _AT_ONCE:
        yield 0, total
        return
    starts = np.flatnonzero(np.diff(columns.sentences, prepend=-1)).tolist()
    bounds = [0]
    for start, following in pairwise([*starts, total]):
        if following - bounds[-1] > _AT_ONCE and start > bounds[-1]:
            bounds.append(start)
    yield from pairwise([*bounds, total])


def _part(columns: Columns, first: int, end: int) -> Batch:
    rows = slice(first, end)
    sentences = columns.sentences[rows] - columns.sentences[first]
    return Batch(
        vectors=torch.from_numpy(columns.vectors[rows]),
        facts=torch.from_numpy(columns.facts[rows]),
        tags=torch.from_numpy(columns.tags[rows]),
        relations=torch.from_numpy(columns.relations[rows]),
        heads=torch.from_numpy(columns.heads[rows] - first),
        sentences=torch.from_numpy(sentences),
        articles=[int(sentences[-1]) + 1],
    )
