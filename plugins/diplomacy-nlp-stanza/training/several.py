"""Which tokens are several words: what the treebank knows of them, and what the splitter learns where it does not.

Writers on the web leave apostrophes out ("its" for "it's", "a guys help"), and only the context tells. A small
network on what the splitter makes of the atoms learns it from the treebank, from the treebank with all
apostrophes left out, and from news, whose editors leave none out.
"""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import torch
from attrs import frozen
from corpus import Token, TreeSentence
from diplomacy_nlp_stanza.joint.batches import like_sized
from diplomacy_nlp_stanza.joint.expansion import Expansions, cut, plain
from diplomacy_nlp_stanza.joint.splitter import (
    SEVERAL,
    Paragraph,
    Several,
    Splitter,
    SplitterSizes,
    padded,
    real_atoms,
)
from diplomacy_nlp_stanza.joint.wordpiece import WordPieces
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["Judged", "expansions", "learn_several", "of_news", "of_treebank", "without_apostrophes"]

_OFTEN = 3
_WEIGHTS = (1.0, 0.3, 0.3)  # of the treebank, of the treebank without apostrophes, and of news
_EPOCHS = 12
_DROPOUT = 0.4
_BATCH = 512
_AT_ONCE = 4000  # atoms
_POSSESSIVE = re.compile(r"[^\W\d_]+('s|s')")
_BARE = re.compile(r"(?<!\S)[\"“(]?([^\W\d_]+)(?![\w'’&@/-])")  # letters in a row that are a token wherever they stand

Span = tuple[int, int]
Lengths = tuple[int, ...]


@frozen(kw_only=True)
class Judged:
    """A paragraph, and of tokens in it whether they are several words."""

    text: str
    several: dict[Span, bool]


# --- what the treebank knows --------------------------------------------------------------------------------------


def expansions(sentences: Iterable[TreeSentence], news: Iterable[str]) -> Expansions:
    """Lengths of the words of tokens, as the treebank has them.

    A possessive that it has as one word by some slip ("Tuesday's") is not believed. A token in letters alone is always
    several words where the treebank has it so only ("cannot"), or where nobody writes the letters otherwise ("havent");
    with a final "s", which may be a plural's, only if the treebank has it often. Of others it is known only what words
    they would be.

    Args:
        sentences: of the treebank.
        news: paragraphs of edited news.
    """
    seen: dict[str, Counter[Lengths]] = defaultdict(Counter)
    bare: dict[str, Counter[Lengths]] = defaultdict(Counter)
    for sentence in sentences:
        for token, lengths in _tokens(sentence):
            form = plain(token.text)
            seen[form][lengths] += 1
            if _has_one_apostrophe(form) and len(lengths) > 1:
                words = cut(form, lengths)
                bare[form.replace("'", "")][tuple(len(word.replace("'", "")) for word in words)] += 1
    in_news = {plain(match[1]) for text in news for match in _BARE.finditer(text)}
    always = {form: _commonest(counts) for form, counts in seen.items() if not form.isalpha() and _is_odd(form, counts)}
    sometimes: dict[str, Lengths] = {}
    for form in sorted(form for form in {*seen, *bare} if form.isalpha()):
        several = Counter({lengths: n for lengths, n in (seen[form] + bare[form]).items() if len(lengths) > 1})
        if several:
            is_word = (len(form),) in seen[form] or (form not in seen and form in in_news)
            is_sure = not is_word and (form[-1] != "s" or seen[form].total() >= _OFTEN)
            (always if is_sure else sometimes)[form] = _commonest(several)
    return Expansions(always=always, sometimes=sometimes)


def _is_odd(form: str, counts: Counter[Lengths]) -> bool:
    """Whether the rule of apostrophes would not do."""
    lengths = _commonest(counts)
    is_slip = len(lengths) == 1 and _POSSESSIVE.fullmatch(form)
    return not is_slip and tuple(map(len, Expansions().words(form))) != lengths


def _tokens(sentence: TreeSentence) -> Iterator[tuple[Token, Lengths]]:
    for token, words in sentence.words_of_tokens():
        yield token, tuple(len(word.form) for word in words)


def _has_one_apostrophe(form: str) -> bool:
    return form.count("'") == 1 and form.replace("'", "").isalpha() and form[-1] != "'"


def _commonest(counts: Counter[Lengths]) -> Lengths:
    return counts.most_common(1)[0][0]


# --- what the splitter learns -------------------------------------------------------------------------------------


def of_treebank(paragraphs: Iterable[Sequence[TreeSentence]]) -> Iterator[Judged]:
    """The paragraphs as they are written."""
    return (_judged(sentences, bare=False) for sentences in paragraphs)


def without_apostrophes(paragraphs: Iterable[Sequence[TreeSentence]]) -> Iterator[Judged]:
    """The paragraphs, as somebody would write them who leaves apostrophes out."""
    return (_judged(sentences, bare=True) for sentences in paragraphs)


def _judged(sentences: Sequence[TreeSentence], *, bare: bool) -> Judged:
    text, several = "", {}
    for sentence in sentences:
        for token, lengths in _tokens(sentence):
            is_cut = bare and len(lengths) > 1 and _has_one_apostrophe(plain(token.text))
            written = re.sub("['’‘]", "", token.text) if is_cut else token.text
            several[len(text), len(text) + len(written)] = len(lengths) > 1
            text += written + " " * token.space_after
        text = text.rstrip() + " "
    return Judged(text=text.rstrip(), several=several)


def of_news(paragraphs: Iterable[str]) -> Iterator[Judged]:
    """Paragraphs of edited news, where no apostrophe is missing."""
    for text in paragraphs:
        yield Judged(text=text, several={match.span(1): False for match in _BARE.finditer(text)})


def learn_several(
    splitter: Splitter,
    embeddings: nn.Embedding,
    pieces: WordPieces,
    known: Expansions,
    train: Sequence[Sequence[Judged]],
    dev: Sequence[Judged],
) -> Several:
    """What tells, by what a splitter makes of a text, which of its tokens are several words.

    Args:
        splitter: trained; it stays as it is.
        embeddings: of word pieces.
        pieces: the vocabulary.
        known: only of tokens that may be several words by it, the context is asked.
        train: the treebank, the treebank without apostrophes, news.
        dev: prints how many of it are found.
    """
    splitter.eval()
    began = time.time()
    parts = [_windows(splitter, embeddings, pieces, known, paragraphs) for paragraphs in train]
    atoms, real, answers = (torch.cat(kind) for kind in zip(*parts, strict=True))
    weights = torch.cat([torch.full((len(part[0]),), weight) for part, weight in zip(parts, _WEIGHTS, strict=True)])
    held = _windows(splitter, embeddings, pieces, known, dev)
    several = Several(SplitterSizes(), dropout=_DROPOUT)
    optimizer = torch.optim.AdamW(several.parameters(), lr=1e-3, weight_decay=0.05)
    steps = _EPOCHS * -(-len(atoms) // _BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.02, 1 - step / steps))
    for epoch in range(_EPOCHS):
        several.train()
        for chosen in torch.randperm(len(atoms)).split(_BATCH):
            scores = several(atoms[chosen].float(), real[chosen])[:, Several.REACH]
            loss = functional.binary_cross_entropy_with_logits(scores, answers[chosen], weights[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        several.eval()
        print(f"epoch {epoch} several words: {_measured(several, *held)} {time.time() - began:.0f} s", flush=True)
    return several


@torch.inference_mode()
def _measured(several: Several, atoms: Tensor, real: Tensor, answers: Tensor) -> str:
    found = several(atoms.float(), real)[:, Several.REACH].sigmoid() > SEVERAL
    right = int((found & (answers > 0)).sum())
    return f"{right} of {int(answers.sum())} found, {int(found.sum()) - right} wrong"


@torch.inference_mode()
def _windows(
    splitter: Splitter, embeddings: nn.Embedding, pieces: WordPieces, known: Expansions, found: Sequence[Judged]
) -> tuple[Tensor, Tensor, Tensor]:
    """Of each token of which the context is asked: it and its neighbours, which are there, and whether it is several.

    What the splitter makes of them is kept in half precision.
    """
    read = [Paragraph.of(one.text, 0, len(one.text), pieces) for one in found]
    atoms, are_real, answers = [], [], []
    for group in like_sized([len(paragraph.spans) for paragraph in read], at_most=_AT_ONCE):
        numbers, marks, lengths = padded([read[number] for number in group])
        rows = splitter.atoms(embeddings(numbers).flatten(2), marks, lengths).half()
        rows = functional.pad(rows, (0, 0, Several.REACH, Several.REACH))
        real = functional.pad(real_atoms(marks, lengths), (Several.REACH, Several.REACH))
        for row, number in enumerate(group):
            one = found[number]
            for place, span in enumerate(read[number].spans):
                if span in one.several and known.possible(one.text[slice(*span)]):
                    window = slice(place, place + 1 + 2 * Several.REACH)
                    atoms.append(rows[row, window].clone())
                    are_real.append(real[row, window])
                    answers.append(one.several[span])
    return torch.stack(atoms), torch.stack(are_real), torch.tensor(answers, dtype=torch.float32)
