"""What is known of lemmas apart from their place: the lists of both plugins that they are on, and how they sound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import diplomacy_nlp_proposals
import diplomacy_nlp_reactions
import numpy as np
from numpy.typing import NDArray

__all__ = ["lemma_table"]

_REACTIONS = Path(diplomacy_nlp_reactions.__file__).parent / "lexicons"
_PROPOSALS = Path(diplomacy_nlp_proposals.__file__).parent / "lexicons"
# File, the column that has the lemma, and the column whose value says which list it is on ("" for one list).
_LISTS = (
    *((_REACTIONS / f"{name}.tsv", "lemma", "stance") for name in ("verbs", "adjectives", "nouns")),
    (_REACTIONS / "evaluations.tsv", "phrase", "stance"),
    (_REACTIONS / "governors.tsv", "lemma", "effect"),
    (_REACTIONS / "matters.tsv", "lemma", "class_"),
    (_REACTIONS / "nominal_hosts.tsv", "lemma", "role"),
    (_REACTIONS / "word_classes.tsv", "lemma", "class_"),
    *((_REACTIONS / f"{name}.tsv", "lemma", "") for name in ("engage", "people", "frames")),
    *((_PROPOSALS / f"{name}.tsv", "lemma", "kind") for name in ("verbs", "nouns")),
    (_PROPOSALS / "plan_verbs.tsv", "lemma", "role"),
    (_PROPOSALS / "words.tsv", "lemma", "list"),
    *((_PROPOSALS / f"{name}.tsv", "lemma", "") for name in ("actions", "no_actions", "modifiers")),
)
_LEAST = 3  # lemmas that a list must have


def lemma_table(valences: Path | None) -> tuple[list[str], NDArray[np.float32]]:
    """Lemmas in lower case, and a row of numbers for each: 1 for each list that it is on.

    Args:
        valences: VADER's `vader_lexicon.txt` (Hutto and Gilbert 2014, MIT licence), for two more columns.
    """
    lists: dict[str, dict[str, float]] = defaultdict(dict)
    for path, lemma, column in _LISTS:
        if not path.is_file():
            continue
        for row in _rows(path):
            if lemma in row and " " not in row[lemma]:
                lists[f"{path.parts[-3]} {path.stem} {row.get(column, '')}"][row[lemma].lower()] = 1.0
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
