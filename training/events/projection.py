"""What a network begins with: vectors made narrower, which saves most of the time, and earlier networks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from attrs import evolve, field, frozen
from numpy.typing import NDArray

from diplomacy_nlp.toolkit.learned.network import EventNetwork, Sizes

__all__ = ["Begun", "Projection"]

_SHARE = 0.2  # of the words, by which it is fitted
_MEMBER = "members.0."


@frozen(kw_only=True)
class Projection:
    """The first principal components of standardised vectors.

    Args:
        shift: what is added to a vector's components.
        axes: [number of a vector, component].
    """

    shift: NDArray[np.float32] = field(repr=False)
    axes: NDArray[np.float32] = field(repr=False)

    @classmethod
    def fitted(cls, vectors: Iterable[NDArray[Any]], components: int) -> Projection:
        """By a part of the words of articles."""
        chance = np.random.default_rng(0)
        rows = np.concatenate([rows[chance.random(len(rows)) < _SHARE] for rows in vectors]).astype(np.float32)
        mean, scale = rows.mean(0), rows.std(0) + 1e-4
        rows = (rows - mean) / scale
        _, axes = np.linalg.eigh(rows.T @ rows / len(rows))
        axes = axes[:, ::-1][:, :components] / scale[:, None]
        return cls(shift=-mean @ axes, axes=axes)

    @classmethod
    def whole(cls, count: int) -> Projection:
        """Vectors as they are."""
        return cls(shift=np.zeros(count, np.float32), axes=np.eye(count, dtype=np.float32))

    def of(self, vectors: NDArray[Any]) -> NDArray[np.float16]:
        """The components of vectors."""
        return (vectors.astype(np.float32) @ self.axes + self.shift).astype(np.float16)

    @torch.inference_mode()
    def folded_into(self, network: EventNetwork) -> EventNetwork:
        """The network that makes of the vectors what this one makes of their components."""
        axes, shift = torch.from_numpy(self.axes), torch.from_numpy(self.shift)
        found = EventNetwork(evolve(network.sizes, vectors=len(axes)))
        state = dict(network.state_dict())
        weight = state["read.weight"]
        state["read.weight"] = weight @ axes.T
        state["read.bias"] = state["read.bias"] + weight @ shift
        found.load_state_dict(state)
        return found.eval()


@frozen(kw_only=True)
class Begun:
    """A network that may learn on, and what it reads.

    Args:
        known: the lemmas of which something is known, with the numbers of each.
        projection: what made vectors narrower for it.
        network: as it was learned.
    """

    known: tuple[list[str], NDArray[np.float32]]
    projection: Projection
    network: EventNetwork

    @classmethod
    def read(cls, path: Path) -> Begun:
        """What an earlier run left, or what ships.

        Args:
            path: `students.pt` of an earlier run, or the folder of a plugin's models, whose first network is taken.
        """
        if not path.is_dir():
            begun: Begun = torch.load(path, weights_only=False)
            return begun
        (told,) = path.glob("*.json")
        configuration = json.loads(told.read_text(encoding="utf-8"))
        weights = torch.load(told.with_suffix(".pt"), weights_only=True)
        network = EventNetwork(Sizes(**configuration["sizes"]))
        own = {name.removeprefix(_MEMBER): kept.float() for name, kept in weights.items() if name.startswith(_MEMBER)}
        network.load_state_dict(own)
        return cls(
            known=(configuration["lemmas"].split(" "), weights["lemmas"].float().numpy()),
            projection=Projection.whole(network.sizes.vectors),
            network=network.eval(),
        )
