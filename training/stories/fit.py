"""Fits what makes two proposals one: `same_proposal.tsv` of diplomacy-nlp-corpus, on the families of `gold/families/A`.

    python training/stories/fit.py            prints how families that the weights have not seen score
    python training/stories/fit.py --write    the same, and writes the weights fitted on all four

Examples are taken twice: from the gold's items, and from what the library reads in the articles, as far as it is the
gold's; so the weights know how often a reader is wrong about kinds and actors. Pairs of proposals of two articles of
one family are examples, copies left out; so are pairs across families, one in five. Logistic regression with a ridge,
by Newton's method. Families B are not read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from diplomacy_nlp_corpus.same_actors import same_actors
from diplomacy_nlp_corpus.same_proposals import (
    FEATURES,
    Case,
    Commonness,
    cases_of,
    features,
    same_proposals,
)
from diplomacy_nlp_corpus.sightings import report_of
from families import Family, analysis_of, families  # benchmarks are scripts, no package
from stories import b_cubed, items, proposals_at

from diplomacy_nlp import Analysis, Analyzer, from_json

_FOR = ("content", "around", "rarest", "proposers", "proposing sides", "asked sides", "kind", "numbers", "company")
_RIDGE = 1.0
_ACROSS = 5  # one pair in so many of two families is an example
OUT = Path(__file__).parents[2] / "plugins/diplomacy-nlp-corpus/diplomacy_nlp_corpus/lexicons/same_proposal.tsv"
_HEAD = """# Weights of the logistic model that says whether proposals of two articles are one course of action.
# Fitted by training/stories/fit.py on gold/families/A; feature: as in FEATURES of same_proposals.py.
"""
Labelled = tuple[str, str, Case]  # family, proposal, and the case
Examples = tuple[list[Labelled], Commonness]


def main() -> int:
    """Fits; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument(
        "--analyses", type=Path, help="JSON Lines of what the library reads in families A, to save the time"
    )
    options = parser.parse_args()
    found = families("A")
    articles = [article for family in found for article in family.articles]
    given = {article.id: analysis_of(family, article) for family in found for article in family.articles}
    if options.analyses:
        read = {one.article.id: one for one in map(from_json, options.analyses.open(encoding="utf-8"))}
    else:
        read = {one.article.id: one for one in Analyzer.discover().analyze_many(articles)}
    both = [cases(found, given), cases(found, read)]
    for sure in (0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        for name, (labelled, _) in zip(("given", "read"), both, strict=True):
            scores = []
            for family in found:
                by = fit([([one for one in some if one[0] != family.name], common) for some, common in both], found)
                scores.append(score([one for one in labelled if one[0] == family.name], by, sure))
            mean = sum(scores) / len(scores)
            print(f"from {sure}, {name}: families not seen", *(f"{one:.3f}" for one in scores), f"mean {mean:.3f}")
    by = fit(both, found)
    lines = "".join(f"{name}\t{weight:.3f}\n" for name, weight in zip(FEATURES, by, strict=True))
    print(lines)
    if options.write:
        OUT.write_text(f"{_HEAD}feature\tweight\n{lines}", encoding="utf-8")
    return 0


def cases(found: Sequence[Family], analyses: Mapping[str, Analysis]) -> Examples:
    """The proposals of the families that the gold has, with their family and the gold proposal that they are."""
    by_name = {family.name: family for family in found}
    places = proposals_at(by_name, [*items(found, "proposals")], analyses)
    gold = {(item[2], key): item[:2] for item, key in places.items()}
    reports = [report_of(analyses[article.id]) for family in found for article in family.articles]
    labelled = []
    every = [*cases_of(reports, same_actors(reports))]
    for case in every:
        evidence = reports[case.place].proposals[case.number].evidence
        if (evidence.article, evidence.item) in gold:
            labelled.append((*gold[evidence.article, evidence.item], case))
    return labelled, Commonness(every)


def fit(examples: Sequence[Examples], found: Sequence[Family]) -> list[float]:
    """Weights for the features."""
    articles = [article.id for family in found for article in family.articles]
    copies = {copy for family in found for group in family.gold["duplicates"] for copy in group[1:]}
    rows, labels = [], []
    for labelled, common in examples:
        kept = [case for case in labelled if articles[case[2].place] not in copies]
        for number, (one, other) in enumerate(combinations(kept, 2)):
            if one[2].place == other[2].place or (one[0] != other[0] and number % _ACROSS):
                continue
            rows.append(features(common.weigh(one[2]), common.weigh(other[2]), common))
            labels.append(float(one[:2] == other[:2]))
    return _kept_plausible(np.array(rows), np.array(labels))


def _kept_plausible(rows: NDArray[np.float64], labels: NDArray[np.float64]) -> list[float]:
    """The weights; what can only speak for one course of action, yet comes out against it, is left out.

    All proposals of a family are among the same states, so that within it shared actors say little; over a corpus they
    say that it is one story at all.
    """
    left_out: set[int] = set()
    while True:
        kept = [place for place in range(len(FEATURES)) if place not in left_out]
        found = dict(zip(kept, (float(one) for one in _newton(rows[:, kept], labels)), strict=True))
        wrong = {place for place in kept if FEATURES[place] in _FOR and found[place] < 0}
        if not wrong:
            return [found.get(place, 0.0) for place in range(len(FEATURES))]
        left_out |= wrong


def _newton(rows: NDArray[np.float64], labels: NDArray[np.float64]) -> NDArray[np.float64]:
    weights = np.zeros(rows.shape[1])
    ridge = np.full(rows.shape[1], _RIDGE)
    ridge[0] = 1e-6
    for _ in range(30):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (likely - labels) + ridge * weights
        bend = (rows * (likely * (1 - likely))[:, None]).T @ rows + np.diag(ridge)
        weights = weights - np.linalg.solve(bend, slope)
    return weights


def score(labelled: Sequence[Labelled], by: Sequence[float], sure: float) -> float:
    """B-cubed F1 of the proposals."""
    gold = {(case.place, case.number): (family, key) for family, key, case in labelled}
    threads = same_proposals([case for _, _, case in labelled], by=by, sure=sure)
    given = {(case.place, case.number): number for number, thread in enumerate(threads) for case in thread}
    return b_cubed([gold[key] for key in gold], [given[key] for key in gold])[2]


if __name__ == "__main__":
    sys.exit(main())
