"""The training of one network."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
import torch
from attrs import frozen
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from diplomacy_nlp.toolkit.learned.columns import names_of_columns
from diplomacy_nlp.toolkit.learned.model import LABELS
from diplomacy_nlp.toolkit.learned.network import Batch, EventNetwork, Sizes
from examples import Example

__all__ = ["Learner", "Settings", "batch_of", "groups_of", "hidden", "learn", "learned", "read_by"]

_NAMES = names_of_columns()
_LEMMAS = len(_NAMES)  # their columns begin here
_COLUMNS = {
    "proposal": [n for n, name in enumerate(_NAMES) if name.startswith("proposal")],
    "reaction": [n for n, name in enumerate(_NAMES) if name.startswith("reaction")],
}
_LABEL = {"proposal": "kind", "reaction": "stance"}
# What is learned besides cues and labels, and how much it counts.
_BESIDE = {
    "proposal's cue": 0.3,
    "reaction's cue": 0.3,
    "content": 0.1,
    "evidence": 0.1,
    "condition": 0.05,
    "reason": 0.05,
}
_AT_HEADS = {"negated": 0.1, "hedged": 0.1}  # learned at heads of reactions alone
_SCALE = 20.0  # of the loss: few words are cues
_DRAWN = 30_000_000
_LEAST = 0.02  # how likely a word must be a cue for its label to be learned
_HIDDEN_OF_OURS = 0.8  # of the rules' votes in articles by which the rules were made


@frozen(kw_only=True)
class Settings:
    """How it is trained; the values were chosen by cross-validation (README)."""

    width: int = 128
    convolutions: int = 2
    context: int = 32
    dropout: float = 0.2
    rate: float = 2e-3
    decay: float = 0.05
    epochs: int = 12
    components: int = 384  # of the vectors, that are read
    words: int = 2500  # in a batch
    positive: float = 3.0  # what a cue counts for
    smoothing: float = 0.05  # of labels
    taught: float = 0.4  # share of what is learned of annotated articles that a teacher says
    hidden: float = 0.3  # of sentences: the rules' votes of either kind, and the lemmas' columns
    average: float = 0.995  # of the weights of past steps
    rules: bool = True
    lemmas: bool = True
    half: bool = True  # bfloat16 where that is exact enough


def batch_of(examples: Sequence[Example]) -> Batch:
    """Articles, one after the other."""
    words, sentences = 0, 0
    heads, places, counts = [], [], []
    for example in examples:
        columns = example.columns
        heads.append(columns.heads + words)
        places.append(columns.sentences + sentences)
        counts.append(int(columns.sentences[-1]) + 1)
        words += len(columns.tags)
        sentences += counts[-1]
    return Batch(
        vectors=torch.from_numpy(np.concatenate([e.vectors for e in examples])).float(),
        facts=torch.from_numpy(np.concatenate([e.columns.facts for e in examples])),
        tags=torch.from_numpy(np.concatenate([e.columns.tags for e in examples])),
        relations=torch.from_numpy(np.concatenate([e.columns.relations for e in examples])),
        heads=torch.from_numpy(np.concatenate(heads)),
        sentences=torch.from_numpy(np.concatenate(places)),
        articles=counts,
    )


def hidden(batch: Batch, names: Sequence[str], settings: Settings) -> None:
    """Hides the rules' votes on some of "proposal" and "reaction", and what the settings do without."""
    for name in _COLUMNS if not settings.rules else names:
        batch.facts[:, _COLUMNS[name]] = 0
    if not settings.lemmas:
        batch.facts[:, _LEMMAS:] = 0


# Which votes the network does not see when it reads for one of the plugins: proposals are found before reactions are.
_READINGS = {"proposal": "reaction", "reaction": "proposal"}
_OF = {
    "proposal": ("proposal", "kind", "proposal's cue", "content"),
    "reaction": ("reaction", "stance", "reaction's cue", "evidence", "condition", "reason", "negated", "hedged"),
}


class Learner(EventNetwork):
    """Drops numbers by chances that are drawn once: drawing them anew took a fifth of the time."""

    _noise: ClassVar[dict[float, Tensor]] = {}

    def _drop(self, x: Tensor) -> Tensor:
        if not self.training or not self.dropout:
            return x
        if self.dropout not in self._noise:
            kept = torch.rand(_DRAWN, generator=torch.Generator().manual_seed(0)) >= self.dropout
            self._noise[self.dropout] = kept.float() / (1 - self.dropout)
        start = int(torch.randint(_DRAWN - x.numel(), ()))
        return x * self._noise[self.dropout][start : start + x.numel()].view_as(x)


def learned(
    examples: Sequence[Example], settings: Settings, seed: int, begin: EventNetwork | None = None
) -> EventNetwork:
    """A network that was trained on the examples.

    Args:
        examples: what is learned.
        settings: how.
        seed: of what is drawn.
        begin: a network of the same sizes that learns on, in the place of a new one.
    """
    torch.manual_seed(seed)
    chance = random.Random(seed)
    sizes = Sizes(
        vectors=examples[0].vectors.shape[1],
        facts=examples[0].columns.facts.shape[1],
        width=settings.width,
        convolutions=settings.convolutions,
        context=settings.context,
    )
    network = Learner(sizes, dropout=settings.dropout)
    if begin is not None:
        network.load_state_dict(begin.state_dict())
    steps = settings.epochs * (2 + sum(len(e.columns.tags) for e in examples) // settings.words)
    optimizer = torch.optim.AdamW(network.parameters(), lr=settings.rate, weight_decay=settings.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, settings.rate, total_steps=steps, pct_start=0.2)
    averaged = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(settings.average))
    network.train()
    for _ in range(settings.epochs):
        for group in groups_of(examples, settings.words, chance):
            learn(network, group, settings, optimizer)
            averaged.update_parameters(network)
            if schedule.last_epoch + 1 < steps:
                schedule.step()
    found = EventNetwork(sizes)
    found.load_state_dict(averaged.module.state_dict())
    return found.eval()


def groups_of(examples: Sequence[Example], words: int, chance: random.Random) -> Iterator[list[Example]]:
    """The examples by chance, in groups of so many words."""
    order = list(examples)
    chance.shuffle(order)
    group: list[Example] = []
    for example in order:
        group.append(example)
        if sum(len(one.columns.tags) for one in group) >= words:
            yield group
            group = []
    if group:
        yield group


def _hide_by_chance(batch: Batch, group: Sequence[Example], settings: Settings) -> None:
    ours = torch.tensor([example.source.is_ours for example in group]).repeat_interleave(torch.tensor(batch.articles))
    share = torch.where(ours, _HIDDEN_OF_OURS, settings.hidden)
    for columns in (*_COLUMNS.values(), slice(_LEMMAS, None)):
        left_out = torch.rand(len(share)) < (settings.hidden if isinstance(columns, slice) else share)
        batch.facts[:, columns] *= (~left_out)[batch.sentences][:, None]
    hidden(batch, (), settings)


def learn(network: nn.Module, group: Sequence[Example], settings: Settings, optimizer: torch.optim.Optimizer) -> None:
    """One step of a network that gives the scores of a batch: what it learns from a group of examples."""
    loss = _loss(network, group, settings)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()


def _loss(network: nn.Module, group: Sequence[Example], settings: Settings) -> Tensor:
    batch = batch_of(group)
    _hide_by_chance(batch, group, settings)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=settings.half):
        scores = network(batch)
    scores = {name: found.float() for name, found in scores.items()}
    yes = {name: _joined([e.answers.yes[name] for e in group]) for name in group[0].answers.yes}
    loss = torch.zeros(())
    for name, label in _LABEL.items():
        known = ~_joined([e.answers.open[name] for e in group])
        weights = (1 + (settings.positive - 1) * yes[name]) * known
        loss = loss + (_of_words(scores[name], yes[name]) * weights).sum()
        labelled = _joined([e.answers.labelled[label] for e in group])
        cued = labelled > _LEAST
        labels = _joined([e.answers.labels[label] for e in group])[cued]
        of_labels = functional.cross_entropy(
            scores[label][cued], labels, reduction="none", label_smoothing=settings.smoothing
        )
        loss = loss + (of_labels * labelled[cued]).sum()
    for name, share in _BESIDE.items():
        loss = loss + share * _of_words(scores[name], yes[name]).sum()
    for name, share in _AT_HEADS.items():
        loss = loss + share * (_of_words(scores[name], yes[name]) * yes["reaction"]).sum()
    return _SCALE * loss / len(batch.tags)


def _of_words(scores: Tensor, answers: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(scores[:, 0], answers, reduction="none")


def _joined(arrays: Sequence[np.ndarray]) -> Tensor:
    return torch.from_numpy(np.concatenate(arrays))


@torch.inference_mode()
def read_by(network: EventNetwork, example: Example, settings: Settings) -> Mapping[str, Any]:
    """The chances of each output, with the votes that the plugin would have."""
    found = {}
    for reading, unseen in _READINGS.items():
        batch = batch_of([example])
        hidden(batch, [unseen], settings)
        scores = network(batch)
        for name in _OF[reading]:
            chances = scores[name].softmax(-1) if name in LABELS else scores[name][:, 0].sigmoid()
            found[name] = chances.numpy()
    return found
