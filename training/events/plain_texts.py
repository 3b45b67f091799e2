"""Texts without gold from data that was made for something else, of which teachers say what they see.

    python training/events/plain_texts.py en-ud-train.conllu.xz en-ner-train.bio.xz OUT

OUT gets a text for each document of the treebank that is prose of a public kind (news, interviews, speeches, courts,
essays, letters, lives, textbooks and papers of GUM; newsgroups and weblogs of EWT), and one for every twelve sentences
of the name corpus that have a word of politics. Neither the trees nor the names are read. The names for
train.py's --plain are those of the files, without ".txt".
"""

from __future__ import annotations

import argparse
import lzma
import re
from collections.abc import Iterator
from pathlib import Path

_GENRES = ("academic", "bio", "court", "essay", "interview", "letter", "news", "speech", "textbook")
_KINDS = ("newsgroup", "weblog", *(f"GUM_{genre}" for genre in _GENRES))
_LEAST = 40  # words of a document
_SHORTEST = 8  # words of a sentence
_TOGETHER = 12  # sentences
_POLITICS = re.compile(
    r"\b(agreement|ambassador|coalition|congress|democratic|elections?|government|minister|parliament|party|peace"
    r"|policy|president|prime|republic|senate|soviet|talks|treaty|voted?|war)\b",
    re.IGNORECASE,
)
_SPACES = (
    (re.compile(r" ([,.;:!?%)\]])"), r"\1"),
    (re.compile(r"([(\[$]) "), r"\1"),
    (re.compile(r" ('s|n't)"), r"\1"),
    (re.compile(" - "), "-"),
)


def main() -> None:
    """Write by the command line's arguments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("treebank", "names", "out"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for name, text in documents(options.treebank):
        own = re.sub("[^A-Za-z0-9]", "-", name)
        (options.out / f"ud_{own}.txt").write_text(f"{text}\n", encoding="utf-8")
    sentences = [sentence for sentence in sentences_in(options.names) if _POLITICS.search(sentence)]
    for first in range(0, len(sentences), _TOGETHER):
        text = "\n\n".join(sentences[first : first + _TOGETHER])
        (options.out / f"ner_{first // _TOGETHER:04d}.txt").write_text(f"{text}\n", encoding="utf-8")


def documents(path: Path) -> Iterator[tuple[str, str]]:
    """Names and texts of a CoNLL-U file's documents of the kinds that are wanted; blank lines part paragraphs."""
    found: dict[str, list[str]] = {}
    parts: list[str] = []
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            key, _, value = line.partition(" = ")
            if key == "# newdoc id":
                parts = found.setdefault(value.strip(), [])
            elif line.startswith("# newpar"):
                parts.append("\n\n")
            elif key == "# text":
                parts.append(f"{value.strip()} ")
    for name, own in found.items():
        text = "".join(own).strip()
        if name.startswith(_KINDS) and len(text.split()) >= _LEAST:
            yield name, text


def sentences_in(path: Path) -> Iterator[str]:
    """The sentences of a file of a word and its tag a line, written as prose is."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for block in file.read().split("\n\n"):
            words = [line.partition("\t")[0] for line in block.splitlines()]
            if len(words) >= _SHORTEST:
                yield _as_prose(" ".join(words))


def _as_prose(text: str) -> str:
    for pattern, own in _SPACES:
        text = pattern.sub(own, text)
    return text


if __name__ == "__main__":
    main()
