"""What is known of lemmas apart from their place: the lexicons' lists that they are on, and how they sound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import diplomacy_nlp_proposals
import diplomacy_nlp_reactions
import numpy as np
from numpy.typing import NDArray

import diplomacy_nlp.toolkit

__all__ = ["lemma_table"]

_FOLDERS = tuple(
    Path(package.__file__ or "").parent / "lexicons"
    for package in (diplomacy_nlp.toolkit, diplomacy_nlp_proposals, diplomacy_nlp_reactions)
)
_LISTS = ("stance", "kind", "effect", "class_", "role", "list")  # columns that say which list of a file a lemma is on
_LEAST = 3  # lemmas that a list must have


def lemma_table(valences: Path | None) -> tuple[list[str], NDArray[np.float32]]:
    """Lemmas in lower case, and a row of numbers for each: 1 for each list that it is on.

    Args:
        valences: VADER's `vader_lexicon.txt` (Hutto and Gilbert 2014, MIT licence), for two more columns.
    """
    lists: dict[str, dict[str, float]] = defaultdict(dict)
    for path in (path for folder in _FOLDERS for path in sorted(folder.glob("*.tsv"))):
        for row in _rows(path):
            lemma = row.get("lemma") or row.get("phrase") or ""
            column = next((name for name in _LISTS if name in row), "")
            if lemma and " " not in lemma:
                lists[f"{path.parts[-3]} {path.stem} {row.get(column, '')}"][lemma.lower()] = 1.0
    if valences is not None:
        for line in valences.read_text(encoding="utf-8").splitlines():
            word, valence, *_ = line.split("\t")
            if word.isalpha():
                lists["good" if float(valence) > 0 else "bad"][word.lower()] = abs(float(valence)) / 2
    names = sorted(name for name, words in lists.items() if len(words) >= _LEAST)
    lemmas = sorted({word for name in names for word in lists[name]})
    numbers = [[lists[name].get(word, 0.0) for name in names] for word in lemmas]
    return lemmas, np.array(numbers, np.float32)


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    names = lines[0].split("\t")
    for line in lines[1:]:
        yield dict(zip(names, line.split("\t"), strict=False))
