"""Teachers whose larger encoder learns with them: its layers 7 to 10 are fine-tuned on cues and labels.

Each begins as a teacher that reads the frozen encoder's vectors (teaching.py), and then learns on together with these
layers. What the six layers below make of a text is kept in a folder: they do not learn, and are asked once. On one core
with bfloat16 (AMX), two epochs take 25 minutes for 1,800 articles. Needs transformers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from attrs import evolve, frozen
from corpus import times
from large import Encoder, stretches_of
from learning import Learner, Settings, groups_of, learn, learned, read_by
from numpy.typing import NDArray
from teaching import Says
from torch import Tensor, nn
from transformers import MPNetModel

from diplomacy_nlp.annotation import Annotation
from diplomacy_nlp.toolkit.learned.network import Batch, EventNetwork
from examples import Example

__all__ = ["LowerLayers", "tuned"]

_FROZEN, _LEARNING = 6, 4  # layers
_EPOCHS = 2
_RATE, _OWN_RATE = 6e-5, 5e-4  # of the encoder's layers, and of the network above them
_WARM = 60  # steps
_SCALE = 4.0  # the encoder's numbers are small beside those of the standardised vectors
_TOGETHER = 14  # stretches
_NEVER = -1e4  # is added where attention must not look
# How often an epoch tells a text, by the name of its gold file.
_OFTEN = {
    "world/": 2,
    "wikinews/": 2,
    "statements/": 2,
    "mirrored/1": 1,
    "mirrored/2": 1,
    "mirrored/": 0.4,
    "invented/": 0.4,
    "news/": 0.7,
}
_AT_HAND = 200  # articles whose lower layers are in memory


@frozen
class Lower:
    """What the lower layers make of an article.

    Args:
        states: of each piece, stretch after stretch.
        lengths: how many pieces each stretch has.
        places: of each word's first and last piece.
    """

    states: Tensor
    lengths: list[int]
    places: Tensor


class LowerLayers:
    """Reads articles by the encoder's lower layers once, and keeps in a folder what they make of them.

    Args:
        folder: where it is kept.
        model: folder of the encoder.
    """

    def __init__(self, folder: Path, model: Path) -> None:
        self.model = model
        self._folder = folder
        self._encoder = Encoder(model, layers=_FROZEN)
        self._kept: dict[str, Lower] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def of(self, example: Example) -> Lower:
        """What they make of an article."""
        sha = example.source.article.sha256
        if sha not in self._kept:
            if len(self._kept) >= _AT_HAND:
                self._kept.clear()
            path = self._folder / f"{sha}.npz"
            if not path.is_file():
                np.savez(path, **self._read(example.source.annotation))
            kept = np.load(path)
            states = torch.from_numpy(kept["h"]).to(torch.bfloat16)
            self._kept[sha] = Lower(states, kept["lens"].tolist(), torch.from_numpy(kept["at"]))
        return self._kept[sha]

    def _read(self, annotation: Annotation) -> Mapping[str, NDArray[Any]]:
        numbered = [
            self._encoder.numbers([word.text for word in annotation.words[first:end]])
            for first, end in stretches_of(annotation)
        ]
        states = [self._encoder.states([numbers])[-1][0] for numbers, _ in numbered]
        lengths = np.array([len(own) for own in states])
        starts = np.cumsum(lengths) - lengths
        places = [own + start for (_, own), start in zip(numbered, starts, strict=True)]
        return {"h": torch.cat(states).to(torch.float16).numpy(), "lens": lengths, "at": np.concatenate(places)}


class Tuned(nn.Module):
    """A teacher with the layers of the encoder that learn.

    Args:
        begin: a teacher that reads the frozen encoder's vectors; the learning layers' are read beside them.
        lower: what the layers below make of articles.
        settings: of the teachers.
    """

    def __init__(self, begin: EventNetwork, lower: LowerLayers, settings: Settings) -> None:
        super().__init__()
        encoder = MPNetModel.from_pretrained(lower.model, add_pooling_layer=False).encoder
        self.layers = encoder.layer[_FROZEN : _FROZEN + _LEARNING]
        for module in self.layers.modules():
            if isinstance(module, nn.Dropout):
                module.p = 0.0  # it is slow, and the network above drops numbers itself
        width = encoder.config.hidden_size
        self.network = Learner(evolve(begin.sizes, vectors=begin.sizes.vectors + width), dropout=settings.dropout)
        state = dict(begin.state_dict())
        state["read.weight"] = torch.cat([state["read.weight"], torch.zeros(begin.sizes.width, width)], dim=1)
        self.network.load_state_dict(state)
        self.group: Sequence[Example] = ()
        self._lower = lower
        with torch.no_grad():
            self._bias = encoder.compute_position_bias(torch.zeros(1, 512, width))

    def forward(self, batch: Batch) -> Mapping[str, Tensor]:
        """The scores of each output for the articles of `group`, of which the batch is."""
        return self.network(evolve(batch, vectors=torch.cat([batch.vectors, self.vectors()], dim=1)))

    @torch.autocast("cpu", torch.bfloat16)
    def vectors(self) -> Tensor:
        """What the learning layers make of the words of `group`."""
        read = [self._lower.of(example) for example in self.group]
        stretches = [own for one in read for own in torch.split(one.states, one.lengths)]
        order = sorted(range(len(stretches)), key=lambda n: len(stretches[n]))
        made: dict[int, Tensor] = {}
        for first in range(0, len(order), _TOGETHER):
            numbers = order[first : first + _TOGETHER]
            made.update(zip(numbers, self._through([stretches[n] for n in numbers]), strict=True))
        states = torch.cat([made[n] for n in range(len(stretches))])
        starts = np.cumsum([0, *(len(one.states) for one in read)])
        places = torch.cat([one.places + int(start) for one, start in zip(read, starts, strict=False)])
        return _SCALE * (states[places[:, 0]] + states[places[:, 1]]).float() / 2

    def _through(self, stretches: Sequence[Tensor]) -> Iterator[Tensor]:
        longest = max(map(len, stretches))
        states = nn.utils.rnn.pad_sequence(list(stretches), batch_first=True)
        mask = torch.full((len(stretches), 1, 1, longest), _NEVER)
        for row, own in enumerate(stretches):
            mask[row, ..., : len(own)] = 0
        bias = (self._bias[..., :longest, :longest] + mask).to(torch.bfloat16)
        for layer in self.layers:
            states = layer(states, None, position_bias=bias)[0]
        for row, own in enumerate(stretches):
            yield states[row, : len(own)]

    @torch.inference_mode()
    def says(self, example: Example, settings: Settings) -> Mapping[str, Any]:
        """The chances of the words of an article."""
        self.group = [example]
        beside = np.concatenate([example.vectors, self.vectors().numpy()], axis=1)
        return read_by(self.network, evolve(example, vectors=beside), settings)


def tuned(lower: LowerLayers, examples: Sequence[Example], settings: Settings, seed: int) -> Says:
    """What a teacher says that learned from annotated articles.

    Args:
        lower: what the encoder's layers that do not learn make of articles.
        examples: the articles, beside whose vectors stand those of the frozen encoder.
        settings: of the network.
        seed: of what is drawn.
    """
    teacher = Tuned(learned(examples, settings, seed), lower, settings)
    chance = random.Random(seed)
    epochs = [list(_told(examples, chance)) for _ in range(_EPOCHS)]
    steps = sum(2 + sum(len(e.columns.tags) for e in epoch) // settings.words for epoch in epochs)
    rates = [(teacher.layers, _RATE, 0.01), (teacher.network, _OWN_RATE, settings.decay)]
    optimizer = torch.optim.AdamW(
        [{"params": part.parameters(), "lr": rate, "weight_decay": decay} for part, rate, decay in rates]
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / _WARM) * max(1 - step / steps, 0.0)
    )
    teacher.train()
    for epoch in epochs:
        for group in groups_of(epoch, settings.words, chance):
            teacher.group = group
            learn(teacher, group, settings, optimizer)
            schedule.step()
    teacher.eval()
    return partial(teacher.says, settings=settings)


def _told(examples: Sequence[Example], chance: random.Random) -> Iterator[Example]:
    """What an epoch tells: real news of the world twice, of what there is much of a part, drawn by chance."""
    for example in examples:
        often = times(example.source.name, _OFTEN)
        yield from [example] * (int(often) + (chance.random() < often % 1))
