"""Fits what makes two proposals one: `same_proposal.tsv` of diplomacy-nlp-corpus, on the families of `gold/families/A`.

    python training/stories/fit.py            prints how families score that the weights have not seen, and writes nothing
    python training/stories/fit.py --write    the same, and writes the weights fitted on all four

Pairs of proposals of two articles of one family are examples, copies left out; so are pairs across families, one in
five. Logistic regression with a ridge, by Newton's method. Families B are not read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from families import Family, analysis_of, families  # noqa: E402  # benchmarks are scripts, no package
from stories import b_cubed  # noqa: E402

from diplomacy_nlp_corpus.same_actors import same_actors  # noqa: E402
from diplomacy_nlp_corpus.same_proposals import (  # noqa: E402
    FEATURES,
    Case,
    Commonness,
    cases_of,
    features,
    same_proposals,
)
from diplomacy_nlp_corpus.sightings import report_of  # noqa: E402

_RIDGE = 1.0
_ACROSS = 5  # one pair in so many of two families is an example
OUT = Path(__file__).parents[2] / "plugins/diplomacy-nlp-corpus/diplomacy_nlp_corpus/lexicons/same_proposal.tsv"
_HEAD = """# Weights of the logistic model that says whether two proposals of different articles are one course of action.
# Fitted by training/stories/fit.py on gold/families/A; feature: as in FEATURES of same_proposals.py.
"""
Labelled = tuple[str, str, Case]  # family, proposal, and the case


def main() -> int:
    """Fits; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = families("A")
    labelled, common = cases(found)
    for sure in (0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        scores = []
        for family in found:
            by = fit([case for case in labelled if case[0] != family.name], found, common)
            kept = [case for case in labelled if case[0] == family.name]
            scores.append(score(kept, by, sure))
        print(f"from {sure}: families not seen", *(f"{one:.3f}" for one in scores), f"mean {sum(scores) / len(scores):.3f}")
    by = fit(labelled, found, common)
    print("all seen:", f"{score(labelled, by, 0.5):.3f}")
    lines = "".join(f"{name}\t{weight:.3f}\n" for name, weight in zip(FEATURES, by, strict=True))
    print(lines)
    if options.write:
        OUT.write_text(f"{_HEAD}feature\tweight\n{lines}", encoding="utf-8")
    return 0


def cases(found: Sequence[Family]) -> tuple[list[Labelled], Commonness]:
    """All proposals of the families, with their family and the gold proposal that they are."""
    names, reports = [], []
    for family in found:
        for article in family.articles:
            names.append(family.name)
            reports.append(report_of(analysis_of(family, article)))
    labelled, common = [], Commonness()
    for case in cases_of(reports, same_actors(reports)):
        item = reports[case.place].proposals[case.number].evidence.item
        labelled.append((names[case.place], item.rpartition("-")[0], case))
        common.add(case)
    return labelled, common


def fit(labelled: Sequence[Labelled], found: Sequence[Family], common: Commonness) -> list[float]:
    """Weights for the features."""
    articles = [article.id for family in found for article in family.articles]
    copies = {id for family in found for group in family.gold["duplicates"] for id in group[1:]}
    kept = [case for case in labelled if articles[case[2].place] not in copies]
    rows, labels = [], []
    for number, (one, other) in enumerate(combinations(kept, 2)):
        if one[2].place == other[2].place or (one[0] != other[0] and number % _ACROSS):
            continue
        rows.append(features(one[2], other[2], common))
        labels.append(float(one[:2] == other[:2]))
    return [float(weight) for weight in _newton(np.array(rows), np.array(labels))]


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
    gold = {(case.place, case.number): (family, id) for family, id, case in labelled}
    threads = same_proposals([case for _, _, case in labelled], by=by, sure=sure)
    given = {(case.place, case.number): number for number, thread in enumerate(threads) for case in thread}
    return b_cubed([gold[key] for key in gold], [given[key] for key in gold])[2]


if __name__ == "__main__":
    sys.exit(main())
