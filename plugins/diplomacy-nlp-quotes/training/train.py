"""Train the network of attributions on a corpus that prepare.py parsed.

    python training/train.py CORPUS WORK FOLDER [--scorer score_quotes.py] [--all]

writes `attributions.pt` and `attributions.json` into FOLDER. Articles are numbered in the order of their names. Those
with numbers that 8 divides are not learned from: the figures printed after each epoch, and the calibration of the
confidence, are theirs. The encoder did not see them either, nor those that 4 divides (training/ of the annotator). With
--all they are learned from as well; then the calibration of FOLDER, from an earlier run, is kept.
"""

from __future__ import annotations

import argparse
import random
import runpy
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from attrs import evolve
from corpus import Example, ParsedArticle, parsed_articles
from diplomacy_nlp_quotes.candidates import Candidate
from diplomacy_nlp_quotes.find import candidates_of
from diplomacy_nlp_quotes.learned import FILES
from diplomacy_nlp_quotes.learned.combine import AGREEMENT, Completed, Places, completed
from diplomacy_nlp_quotes.learned.model import EVIDENCE, Attribution, AttributionModel, batch_of
from diplomacy_nlp_quotes.learned.network import AttributionNetwork, Sizes
from diplomacy_nlp_quotes.settle import settled
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

SEED = 2024
_KEPT_AWAY = 8
_FOLDS = 5  # of the kept articles, for the calibration
_DECAY = 0.995  # of the mean of the weights of past steps, which is what is kept
_NONE_YET = [0.0] * (EVIDENCE + AGREEMENT + 1)  # a calibration
_RULES_LEFT_OUT = 0.15  # of paragraphs: so that the network does not lean on the rules alone


def main() -> None:
    """Train by the command line's arguments."""
    options = _options()
    torch.manual_seed(SEED)
    torch.set_num_threads(options.threads)
    articles = list(parsed_articles(options.corpus, options.work))
    kept = articles[::_KEPT_AWAY]
    learned = articles if options.all else [a for number, a in enumerate(articles) if number % _KEPT_AWAY]
    examples = [example for article in learned for example in article.examples]
    scorer = runpy.run_path(str(options.scorer)) if options.scorer else None
    print(f"{len(examples)} paragraphs of {len(learned)} articles; {len(kept)} articles are kept away", flush=True)
    network = AttributionNetwork(Sizes(width=options.width, inner=options.inner, dilations=options.dilations))
    vectors_by = articles[0].document.annotation.vectors_by
    _train(network, examples, kept, scorer, options)
    model = AttributionModel(network, vectors_by=vectors_by, calibration=_NONE_YET)
    calibration = _kept_calibration(options.folder) if options.all else calibrated(model, kept)
    write(network, options.folder, vectors_by=vectors_by, calibration=calibration)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="text/ and attributions/")
    parser.add_argument("work", type=Path, help="where prepare.py put the parsed articles")
    parser.add_argument("folder", type=Path, help="where to put the model")
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--width", type=int, default=96)
    parser.add_argument("--inner", type=int, default=192)
    parser.add_argument("--dilations", type=int, nargs="+", default=[1, 3])
    parser.add_argument("--batch", type=int, default=3000, help="words")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def _train(
    network: AttributionNetwork,
    examples: Sequence[Example],
    kept: Sequence[ParsedArticle],
    scorer: dict[str, Any] | None,
    options: argparse.Namespace,
) -> None:
    optimizer = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=0.02)
    total = options.epochs * sum(1 for _ in _batches(examples, options.batch, random.Random(SEED)))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, options.rate, total_steps=total + options.epochs * 5)
    averaged = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(_DECAY))
    began = time.time()
    for epoch in range(options.epochs):
        network.train()
        losses: list[float] = []
        for group in _batches(examples, options.batch, random.Random(SEED + epoch)):
            loss = _loss(network, group)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            averaged.update_parameters(network)
            losses.append(loss.item())
        shown = measured(averaged.module, kept, scorer) if scorer else ""
        print(f"epoch {epoch} loss {np.mean(losses):.3f} {time.time() - began:.0f} s {shown}", flush=True)
    network.load_state_dict(averaged.module.state_dict())


def _batches(examples: Sequence[Example], size: int, chance: random.Random) -> Iterator[list[Example]]:
    groups: list[list[Example]] = [[]]
    for example in sorted(examples, key=lambda e: len(e.tags) * (1 + 0.2 * chance.random())):
        if groups[-1] and (len(groups[-1]) + 1) * len(example.tags) > size:
            groups.append([])
        plain = chance.random() < _RULES_LEFT_OUT
        if plain:
            example = evolve(example, paragraph=evolve(example.paragraph, rules=[0] * len(example.tags), proposed={}))
        groups[-1].append(example)
    chance.shuffle(groups)
    yield from groups


def _loss(network: AttributionNetwork, group: Sequence[Example]) -> Tensor:
    vectors = np.concatenate([example.vectors for example in group])
    tags, states = network(batch_of(vectors, [example.paragraph for example in group]))
    answers = torch.tensor([tag for example in group for tag in example.tags])
    loss = functional.cross_entropy(tags, answers)
    contents, sources = [], []
    own_states = states.split([len(example.tags) for example in group])
    for example, own in zip(group, own_states, strict=True):
        cues = sorted({cue for pairs in example.links.values() for _, cue in pairs}, key=lambda run: run[1])
        if not cues:
            continue

        if len(cues) > 1 and example.links["content"]:
            parts, owners = zip(*example.links["content"], strict=True)
            right = torch.tensor([cues.index(cue) for cue in owners])
            contents.append(
                functional.cross_entropy(
                    network.links("content", own, example.paragraph, parts, cues), right, reduction="none"
                )
            )
        parts = sorted({part for part, _ in example.links["source"]}, key=lambda run: run[1])
        if parts:
            owned = torch.zeros(len(parts), len(cues))
            for part, cue in example.links["source"]:
                owned[parts.index(part), cues.index(cue)] = 1
            scores = network.links("source", own, example.paragraph, parts, cues)
            sources.append(functional.binary_cross_entropy_with_logits(scores, owned, reduction="none").flatten())
    for found in (contents, sources):
        if found:
            loss = loss + 0.3 * torch.cat(found).mean()
    return loss


# --- how good it is -----------------------------------------------------------------------------------------------


def measured(network: AttributionNetwork, kept: Sequence[ParsedArticle], scorer: dict[str, Any]) -> str:
    """The scorer's main figures."""
    model = AttributionModel(network, vectors_by="", calibration=_NONE_YET)
    result = scorer["score"]((a.text, a.gold, [_spans(a, found) for found in _found(model, a)]) for a in kept)
    names = ("content", "cue", "source", "partial", "exact", "joint")
    shown = [f"{name} {100 * result[name]['f']:.1f}" for name in names]
    recalls = [f"{form} {100 * found['r']:.0f}" for form, found in result["recall_by_form"].items()]
    return " ".join([*shown, f"source accuracy {100 * result['source_accuracy']:.1f}", *recalls])


def _found(model: AttributionModel, article: ParsedArticle) -> list[Attribution]:
    return model.attributions(article.vectors, [example.paragraph for example in article.examples])


def _spans(article: ParsedArticle, found: Attribution) -> dict[str, list[list[int]]]:
    words = article.document.annotation.words

    def span(part: tuple[int, int]) -> list[int]:
        return [words[part[0]].span.start, words[part[1] - 1].span.end]

    return {
        "content": [span(part) for part in found.content],
        "cue": [span(found.cue)] if found.cue else [],
        "source": [span(found.source)] if found.source else [],
    }


def calibrated(model: AttributionModel, kept: Sequence[ParsedArticle]) -> list[float]:
    """Factors of the evidence by logistic regression: how likely content (by half) and source are right.

    The table that is printed is of confidences by factors that were fitted on other articles than those they are of.
    """
    found = [(number, article, one) for number, article in enumerate(kept) for one in _completed(model, article)]
    evidence = torch.tensor([one.evidence for _, _, one in found], dtype=torch.float64)
    right = [float(_is_right(article, one.candidate)) for _, article, one in found]
    answers = torch.tensor(right, dtype=torch.float64)
    folds = torch.tensor([number % _FOLDS for number, _, _ in found])
    sure = torch.zeros_like(answers)
    for fold in range(_FOLDS):
        factors = _fitted(evidence[folds != fold], answers[folds != fold])
        sure[folds == fold] = _sure(evidence[folds == fold], factors)
    for low in np.arange(0, 1, 0.1):
        inside = (sure >= low) & (sure < low + 0.1)
        if inside.any():
            print(f"confidence {low:.1f}-{low + 0.1:.1f}: {answers[inside].mean():.2f} right of {int(inside.sum())}")
    return [round(value, 4) for value in _fitted(evidence, answers).tolist()]


def _completed(model: AttributionModel, article: ParsedArticle) -> Iterator[Completed]:
    places = Places(article.document, settled(candidates_of(article.document)))
    for attribution in _found(model, article):
        done = completed(article.document, attribution, places)
        if done is not None:
            yield done


def _fitted(evidence: Tensor, answers: Tensor) -> Tensor:
    factors = torch.zeros(evidence.shape[1] + 1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([factors], max_iter=200)

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = functional.binary_cross_entropy(_sure(evidence, factors), answers)
        loss = loss + 1e-3 * factors[:-1].square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    return factors.detach()


def _sure(evidence: Tensor, factors: Tensor) -> Tensor:
    return (evidence @ factors[:-1] + factors[-1]).sigmoid()


def _kept_calibration(folder: Path) -> list[float]:
    found: list[float] = FILES.within(folder).read_configuration()["calibration"]
    return found


def _is_right(article: ParsedArticle, found: Candidate) -> bool:
    content = _characters((span.start, span.end) for span in found.content)
    named = found.source.span
    for gold in article.gold:
        wanted = _characters(gold["content"])
        if 2 * len(content & wanted) >= len(content | wanted):
            source = _characters([(named.start, named.end)] if named else [])
            other = _characters(gold["source"])
            return bool(source & other) or not (source or other)
    return False


def _characters(spans: Iterable[tuple[int, int]]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def write(network: AttributionNetwork, folder: Path, *, vectors_by: str, calibration: Sequence[float]) -> None:
    """What `AttributionModel.read` reads."""
    configuration = {
        "sizes": network.sizes.as_dict(),
        "vectors_by": vectors_by,
        "calibration": list(calibration),
    }
    FILES.within(folder).write(network.state_dict(), configuration)


if __name__ == "__main__":
    main()
