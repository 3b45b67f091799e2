"""What judges findings, fitted to readings by networks that had not seen the article."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from attrs import field, frozen
from corpus import Prepared
from diplomacy_nlp_actors import Actors
from diplomacy_nlp_proposals import Proposals
from diplomacy_nlp_proposals.learned import combine as of_proposals
from diplomacy_nlp_quotes import Quotes
from diplomacy_nlp_reactions import Reactions
from diplomacy_nlp_reactions.learned import combine as of_reactions
from numpy.typing import NDArray
from torch.nn import functional

from diplomacy_nlp import Analysis, Analyzer, Annotation
from diplomacy_nlp.testing import StoredAnnotations
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.learned.fill import Filler
from diplomacy_nlp.toolkit.learned.judge import FACTS, SHARES, Judge
from diplomacy_nlp.toolkit.learned.ranker import Ranker
from diplomacy_nlp.toolkit.models import OnFirstUse

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from events import prediction  # benchmarks/ is no package
from scoring import lines, score, verdicts

__all__ = ["Fitted", "analyses", "figures", "fitted_judges", "judge_of", "scores"]

_COMBINE = {"proposal": of_proposals, "reaction": of_reactions}
_CONSIDERED = 0.08  # chance from which on a word is judged at all
_TRUST = {"proposal": 0.4, "reaction": 0.7}  # added to the network's chance of the rule's label: most are right then
_LEAST_USABLE = {"proposal": 0.0, "reaction": 0.07}  # chosen with dev in view, see README.md
_STEP = 1e-7  # of the numbers by which findings are known again
_PENALTY = 1e-3
_NEARLY = 0.005  # of F1
_FEW = 30  # findings in all the texts of a source, below which it has no say
_FOLDS = 5


@frozen(kw_only=True)
class Fitted:
    """A judge, and the findings that it was fitted to.

    Args:
        weights, thresholds: for the model's configuration.
        facts: of each finding, in the order of `FACTS`.
        right, usable: whether it is.
        chance, sure: how likely that is, by weights that were fitted to other articles.
        gold: how many there are to find.
    """

    weights: Mapping[str, Mapping[str, float]]
    thresholds: Mapping[str, float]
    facts: NDArray[np.float64] = field(repr=False)
    right: NDArray[np.bool_] = field(repr=False)
    usable: NDArray[np.bool_] = field(repr=False)
    chance: NDArray[np.float64] = field(repr=False)
    sure: NDArray[np.float64] = field(repr=False)
    gold: int = 0

    def as_dict(self) -> dict[str, Any]:
        """For a configuration."""
        return {"weights": self.weights, "thresholds": self.thresholds}


Rankers = Mapping[str, Mapping[str, Ranker]]  # by the text's SHA-256, by name


def fitted_judges(articles: Sequence[Prepared], chances: Mapping[str, Any], rankers: Rankers) -> dict[str, Fitted]:
    """Judges of proposals and of reactions.

    Args:
        articles: annotated; those without chances are left out.
        chances: by the text's SHA-256, of networks that did not learn from it.
        rankers: that did not learn from it either.
    """
    read = [article for article in articles if article.article.sha256 in chances]
    found: dict[str, Fitted] = {}
    for name in _COMBINE:  # reactions are read beside the proposals that stand
        findings = list(_findings(name, read, chances, rankers, found))
        gold = Counter[str]()
        for article in read:
            gold[article.source] += len((article.gold or {})[f"{name}s"])
        found[name] = _fitted(name, findings, [read[number].source for number, *_ in findings], gold)
    return found


def analyses(
    articles: Sequence[Prepared], chances: Mapping[str, Any], rankers: Rankers, judges: Mapping[str, Any]
) -> Iterator[Analysis]:
    """The library's reading of articles by chances that were kept, with judges of its findings."""
    pairs = [(article.article, article.annotation) for article in articles]
    plugins: list[Any] = [Actors(), Quotes(), Proposals(model=None), Reactions(model=None)]
    for name, plugin in zip(_COMBINE, plugins[2:], strict=True):
        judge = judges.get(name)
        if judge is not None:
            all_stand = dict.fromkeys(("least", "least of rules", "least usable"), 0.0)
            thresholds = {"rule's label": _TRUST[name], "considered": _CONSIDERED, **all_stand}
            kept = _Kept(chances, rankers, thresholds)
            plugin._model = OnFirstUse(lambda kept=kept: kept)
            _COMBINE[name].Judge = _Judging(judge)  # type: ignore[misc]
            _COMBINE[name].columns_for = lambda document, *_: document  # type: ignore[assignment]
    analyzer = Analyzer(plugins, annotator=StoredAnnotations(pairs))
    yield from analyzer.analyze_many([article for article, _ in pairs])


class _Kept:
    """Stands for a model: says what networks said before."""

    weights: Mapping[str, Any] = {"right": None, "usable": None}

    def __init__(self, chances: Mapping[str, Any], rankers: Rankers, thresholds: Mapping[str, float]) -> None:
        self._chances = chances
        self._rankers = rankers
        self.thresholds = thresholds

    def chances(self, document: Document, _: Any) -> Any:
        return self._chances[document.article.sha256]

    def filler(self, document: Document) -> Filler:
        rankers = self._rankers.get(document.article.sha256, {})
        return Filler(document=document, rankers=rankers)

    def coded(self, _: Document, items: Any) -> Any:
        return items

    def reads(self, annotation: Annotation) -> bool:
        return annotation.vectors is not None


class _Judging:
    """Stands for the class of judges."""

    def __init__(self, judge: Any) -> None:
        self._judge = judge

    def of(self, *_: Any) -> Any:
        return self._judge


class _Recorder:
    """Keeps every finding, with a confidence by which its facts are known again."""

    def __init__(self) -> None:
        self.facts: list[Mapping[str, float]] = []

    def confidence(self, facts: Mapping[str, float], **_: bool) -> float:
        self.facts.append(facts)
        return len(self.facts) * _STEP

    def is_hopeless(self, _: Mapping[str, float]) -> bool:
        return False

    def facts_of(self, confidence: float) -> Mapping[str, float]:
        return self.facts[round(confidence / _STEP) - 1]


def _findings(
    name: str,
    articles: Sequence[Prepared],
    chances: Mapping[str, Any],
    rankers: Rankers,
    judges: Mapping[str, Fitted],
) -> Iterator[tuple[int, Mapping[str, float], bool, bool]]:
    """Of everything that is considered: the number of its article, its facts, whether it is right, and usable."""
    recorder = _Recorder()
    known: dict[str, Any] = {other: judge_of(fitted) for other, fitted in judges.items()}
    for number, analysis in enumerate(analyses(articles, chances, rankers, {**known, name: recorder})):
        gold = articles[number].gold or {}
        verdict = verdicts(analysis.article.text, gold, prediction(analysis))[f"{name}s"]
        for item in getattr(analysis, f"{name}s"):
            yield number, recorder.facts_of(item.confidence), *verdict[item.id]


def judge_of(fitted: Fitted) -> Judge:
    """The judge that was fitted."""
    return Judge.of(fitted.weights, fitted.thresholds)


def _fitted(
    name: str,
    findings: Sequence[tuple[int, Mapping[str, float], bool, bool]],
    sources: Sequence[str],
    gold: Mapping[str, int],
) -> Fitted:
    facts = np.array([[found[fact] for fact in FACTS] for _, found, _, _ in findings])
    folds = np.array([number % _FOLDS for number, _, _, _ in findings])
    right = np.array([verdict for _, _, verdict, _ in findings])
    usable = np.array([verdict for _, _, _, verdict in findings])
    told = facts.copy()
    told[:, [FACTS.index(share) for share in SHARES]] = 0  # whether a cue is one is asked before these are known
    chance, sure = _by_folds(told, right, folds), _by_folds(facts, usable, folds)
    ruled = facts[:, FACTS.index("rule")] > 0
    told_of = {source: np.array(sources) == source for source, count in gold.items() if count >= _FEW}
    counted = [(inside, gold[source]) for source, inside in told_of.items()]
    least = _nearly_best(np.arange(0.15, 0.75, 0.01), lambda value: ruled | (chance >= value), right, counted).max()
    # What rules find is left out where that is plainly better: they know texts that are unlike those learned from.
    by_rules = np.arange(0.0, 0.5, 0.05)
    least_of_rules = _nearly_best(by_rules, lambda value: chance >= np.where(ruled, value, least), right, counted).min()
    kept = chance >= np.where(ruled, least_of_rules, least)  # the confidence is that of what is kept
    weights = {
        "right": _weights(_logistic(told, right)),
        "usable": _weights(_logistic(facts[kept], usable[kept])),
    }
    thresholds = {
        "least": round(float(least), 3),
        "least of rules": round(float(least_of_rules), 3),
        "considered": _CONSIDERED,
        "rule's label": _TRUST[name],
        "least usable": _LEAST_USABLE[name],
    }
    return Fitted(
        weights=weights,
        thresholds=thresholds,
        facts=facts,
        right=right,
        usable=usable,
        chance=chance,
        sure=sure,
        gold=sum(gold.values()),
    )


def _nearly_best(
    values: NDArray[np.float64],
    kept_from: Callable[[float], NDArray[np.bool_]],
    right: NDArray[np.bool_],
    sources: Sequence[tuple[NDArray[np.bool_], int]],
) -> NDArray[np.float64]:
    """The thresholds with which F1 is nearly as good as with the best.

    It is the mean of the sources' F1, so that the source with most texts does not decide for all.

    Args:
        values: the thresholds.
        kept_from: which findings are kept with one.
        right: of each finding.
        sources: which findings are of a source, and how many there are to find in it.
    """
    kept = [kept_from(value) for value in values]
    scores = np.array([np.mean([_f1(own[inside], right[inside], gold) for inside, gold in sources]) for own in kept])
    return values[scores >= scores.max() - _NEARLY]


def _f1(kept: NDArray[np.bool_], right: NDArray[np.bool_], gold: int) -> float:
    return float(2 * (kept & right).sum() / max(kept.sum() + gold, 1))


def _by_folds(facts: NDArray[np.float64], answers: NDArray[np.bool_], folds: NDArray[np.int64]) -> NDArray[np.float64]:
    chances = np.zeros(len(answers))
    for fold in range(_FOLDS):
        own = folds == fold
        factors = _logistic(facts[~own], answers[~own])
        chances[own] = 1 / (1 + np.exp(-(facts[own] @ factors[:-1] + factors[-1])))
    return chances


def _logistic(facts: NDArray[np.float64], answers: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Factors of the facts, and a constant last."""
    rows, right = torch.from_numpy(facts), torch.from_numpy(answers.astype(np.float64))
    factors = torch.zeros(rows.shape[1] + 1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([factors], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = functional.binary_cross_entropy_with_logits(rows @ factors[:-1] + factors[-1], right)
        loss = loss + _PENALTY * factors[:-1].square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return factors.detach().numpy()


def _weights(factors: NDArray[np.float64]) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip((*FACTS, "constant"), factors, strict=True)}


def figures(judged: Mapping[str, Fitted]) -> Iterator[str]:
    """What is kept of the findings, by cue, and how well the confidence keeps its word."""
    for name, fitted in judged.items():
        ruled, least = fitted.facts[:, FACTS.index("rule")] > 0, fitted.thresholds
        kept = fitted.chance >= np.where(ruled, least["least of rules"], least["least"])
        right = int((kept & fitted.right).sum())
        yield (
            f"{name}s by cue, articles not learned from: F1 {100 * _f1(kept, fitted.right, fitted.gold):.1f}, "
            f"{right} right of {int(kept.sum())} kept and of {fitted.gold}; "
            f"usable {int((kept & fitted.usable).sum())}; threshold {fitted.thresholds['least']}"
        )
        for low in np.arange(0, 1, 0.1):
            inside = kept & (fitted.sure >= low) & (fitted.sure < low + 0.1)
            if inside.any():
                share = 100 * fitted.usable[inside].mean()
                yield f"  confidence {low:.1f} to {low + 0.1:.1f}: {share:.0f} % usable of {int(inside.sum())}"


def scores(
    articles: Sequence[Prepared], chances: Mapping[str, Any], rankers: Rankers, judged: Mapping[str, Fitted]
) -> str:
    """The benchmark's figures for articles by chances that were kept."""
    judges = {name: judge_of(one) for name, one in judged.items()}
    found = [prediction(analysis) for analysis in analyses(articles, chances, rankers, judges)]
    return "\n".join(lines(score(((a.article.text, {**(a.gold or {}), "doc": a.name}) for a in articles), found)))
