"""The data folder, read: treebank sentences with their text, and sentences with entities."""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import field, frozen

__all__ = ["NerSentence", "Token", "TreeSentence", "UdWord", "entity_sentences", "paragraphs", "tree_sentences"]


@frozen(kw_only=True)
class UdWord:
    """A syntactic word of a treebank; the names are those of the CoNLL-U format."""

    form: str
    lemma: str
    upos: str
    feats: str
    head: int
    deprel: str


@frozen(kw_only=True)
class Token:
    """A stretch of text between spaces or punctuation marks, and how many words it is."""

    text: str
    words: int
    space_after: bool


@frozen(kw_only=True)
class TreeSentence:
    """A sentence of a treebank.

    Args:
        starts_paragraph: a paragraph or document begins with it.
    """

    text: str
    words: tuple[UdWord, ...] = field(converter=tuple)
    tokens: tuple[Token, ...] = field(converter=tuple)
    starts_paragraph: bool

    def words_of_tokens(self) -> Iterator[tuple[Token, tuple[UdWord, ...]]]:
        """Each token with its words."""
        at = 0
        for token in self.tokens:
            yield token, self.words[at : at + token.words]
            at += token.words


@frozen(kw_only=True)
class NerSentence:
    """Words and their tags ("B-PER", "I-PER", "O")."""

    words: tuple[str, ...]
    tags: tuple[str, ...]


def tree_sentences(data: Path, part: str) -> Iterator[TreeSentence]:
    """The sentences of `ud/en-ud-{part}.conllu.xz`."""
    with lzma.open(data / "ud" / f"en-ud-{part}.conllu.xz", "rt", encoding="utf-8") as file:
        for block in _blocks(file):
            yield _tree_sentence(block)


def entity_sentences(data: Path, part: str) -> Iterator[NerSentence]:
    """The sentences of `ner/en-ner-{part}.bio.xz`."""
    with lzma.open(data / "ner" / f"en-ner-{part}.bio.xz", "rt", encoding="utf-8") as file:
        for block in _blocks(file):
            words, tags = zip(*(line.split("\t") for line in block), strict=True)
            yield NerSentence(words=words, tags=tags)


def paragraphs(sentences: Iterable[TreeSentence]) -> Iterator[list[TreeSentence]]:
    """The sentences by paragraph."""
    found: list[TreeSentence] = []
    for sentence in sentences:
        if sentence.starts_paragraph and found:
            yield found
            found = []
        found.append(sentence)
    if found:
        yield found


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        if line.strip():
            block.append(line.rstrip("\n"))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _tree_sentence(block: list[str]) -> TreeSentence:
    comments = [line for line in block if line.startswith("#")]
    rows = [line.split("\t") for line in block if not line.startswith("#")]
    words = [
        UdWord(form=row[1], lemma=row[2], upos=row[3], feats=row[5], head=int(row[6]), deprel=row[7])
        for row in rows
        if row[0].isdigit()
    ]
    return TreeSentence(
        text=next(line[len("# text = ") :] for line in comments if line.startswith("# text = ")),
        words=words,
        tokens=_tokens(rows),
        starts_paragraph=any(line.startswith(("# newpar", "# newdoc")) for line in comments),
    )


def _tokens(rows: list[list[str]]) -> Iterator[Token]:
    covered = 0
    for row in rows:
        first, _, last = row[0].partition("-")
        if "." in first or int(first) <= covered:
            continue
        covered = int(last or first)
        yield Token(text=row[1], words=covered - int(first) + 1, space_after="SpaceAfter=No" not in row[9])
