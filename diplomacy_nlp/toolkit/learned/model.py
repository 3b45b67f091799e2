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

    def seen(self, vectors: Tensor) -> tuple[Tensor, ...]:
        """What each network makes of the encoder's vectors alone."""
        return tuple(member.seen(vectors) for member in self._members())

    def forward(self, batch: Batch, seen: Sequence[Tensor | None] | None = None) -> dict[str, Tensor]:
        """The mean chances of each output, [word, label].

        Args:
            batch: what is read.
            seen: what `seen` made of its vectors, where that is known already.
        """
        members = self._members()
        found = []
        for member, own in zip(members, seen or [None] * len(members), strict=True):
            scores = member.scores(batch if own is None else evolve(batch, seen=own))
            chances = scores.sigmoid()
            into = member.by_output(chances)
            for name, labels in member.by_output(scores).items():
                if name in LABELS:
                    into[name].copy_(labels.T.contiguous().softmax(0).T)  # of each word by itself it takes longer
            found.append(chances)
        return members[0].by_output(found[0] if len(found) == 1 else torch.stack(found).mean(0))


@frozen
class _Seeing:
    """What networks make of the vectors of an annotation, to be kept with it: plugins may have the same networks.

    Args:
        digest: of the weights that are used.
        networks: these.
    """

    digest: str
    networks: EventNetworks = field(eq=False, repr=False)

    @classmethod
    def by(cls, networks: EventNetworks) -> _Seeing:
        digest = hashlib.sha256()
        for name, tensor in networks.state_dict().items():
            if ".read." in name:
                digest.update(name.encode() + tensor.numpy().tobytes())
        return cls(digest.hexdigest(), networks)

    def __call__(self, annotation: Annotation) -> tuple[Tensor, ...]:
        return self.networks.seen(torch.from_numpy(annotation.kept(vectors_of)))


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
        self._seeing = _Seeing.by(networks)
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
            seen = None if annotation is None else annotation.kept(self._seeing)
            parts = [self._of_part(columns, seen, slice(first, end)) for first, end in _parts(columns)]
        return parts[0] if len(parts) == 1 else {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}

    def _of_part(self, columns: Columns, seen: Sequence[Tensor] | None, rows: slice) -> dict[str, NDArray[np.float32]]:
        batch = _part(columns, rows.start, rows.stop)
        found = self._networks(batch, None if seen is None else [own[rows] for own in seen])
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
