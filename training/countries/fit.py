"""Learns of which state somebody is of whom no word says it: `models/states.pt` of the actors' plugin.

    python training/countries/fit.py GOLD_DIR [GOLD_DIR ...] --texts DIR [DIR ...] --split SPLIT.tsv --parses FOLDER
        [--out MODEL]

GOLD_DIR holds annotations (gold/README.md); texts are looked for in the folders of --texts. Articles that the split's
table calls "dev" are left out. A question is an actor of the library whose state no word gives; where the annotation
has the actor, its country is the right answer if it is among the states that are weighed, else none is. Without --out,
a conditional logit of the facts that the network is told is counted beside what the rules propose, for comparison; its
weights have a penalty on how far they are from 0, and those of the second step ("then: ...") learn from answers of the
first that did not learn from the article. Each fifth of the articles is answered with weights that learned from the
others in both steps. With --out, a network learns the same questions, and the second step learns from its answers:
MODEL gets both (states.pt and .json).
"""

from __future__ import annotations

import argparse
import sys
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from attrs import field, frozen
from diplomacy_nlp_actors.find import questions_in
from diplomacy_nlp_actors.learned import FILES, OF_STATES, read_model
from diplomacy_nlp_actors.learned.likely_state import LEAST, Question, Shares, facts_beside_others, likeliest
from diplomacy_nlp_actors.learned.state_evidence import Facts
from diplomacy_nlp_actors.learned.states import Asking
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from diplomacy_nlp import Annotation, Article, Span
from diplomacy_nlp.toolkit.learned.columns import vectors_of
from diplomacy_nlp.toolkit.learned.ranker import Ranker

sys.path.insert(0, str(Path(__file__).parents[1] / "events"))
from corpus import annotated, dev_files, fold_of, times  # training/events is no package
from slots import SlotExample, learned_ranker

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from parses import kept_parses  # nor is benchmarks

_FOLDS = 5
_RARE = 25  # a fact that fewer answers have is not weighed
_PENALTY = 1.0  # on the square of a weight
_OF_SORT = 4.0  # how many times as much on what a fact weighs besides for one sort of actors
_PRECISION = 0.92  # of the states given to actors that have one; with those that words give it is more than 95
_TINY = 0.02  # a weight of the second step that is not written
_TIMES = {"world/": 3, "wikinews/": 3, "statements/": 3}  # how often the network learns from what is rare
_NETWORK = {"epochs": 4, "dropout": 0.4, "rare": 30, "faster": 2, "width": 32, "of_facts": 32, "hidden": 48}
_AT_ONCE = 32  # articles
Gold = Mapping[str, Any]
Numbers = Any  # of numpy


@frozen(kw_only=True)
class Asked:
    """A question with its answer.

    Args:
        name: of the article's gold file.
        fold: of the article.
        place: sort of actor, paragraph and sentence.
        states: those that are weighed.
        is_known: whether the annotation has the actor.
        country: the annotated one, if it has one.
        guess: what the rules propose.
    """

    name: str
    fold: int
    place: tuple[str, int, int]
    states: Sequence[str]
    is_known: bool
    country: str | None
    guess: str | None

    @property
    def right(self) -> int:
        """The number of the right answer; none comes last."""
        return self.states.index(self.country) if self.country in self.states else len(self.states)


@frozen
class Table:
    """Facts as numbers: a row for each answer, a column for each fact."""

    columns: dict[str, int] = field(factory=dict)
    at: array[int] = field(factory=lambda: array("i"))
    values: array[float] = field(factory=lambda: array("f"))
    ends: array[int] = field(factory=lambda: array("i", [0]))

    def add(self, sort: str, facts: Facts) -> None:
        """Adds the facts of one answer to a question about an actor of a sort."""
        for fact, value in facts:
            for name in (fact, f"{sort}: {fact}"):
                self.at.append(self.columns.setdefault(name, len(self.columns)))
                self.values.append(value)
        self.ends.append(len(self.at))

    def design(self, asked: Sequence[Asked]) -> Design:
        """The table without rare facts."""
        size = (len(self.ends) - 1, len(self.columns))
        rows = csr_matrix((np.array(self.values), np.array(self.at), np.array(self.ends)), shape=size)
        kept = np.flatnonzero(np.bincount(rows.indices, minlength=size[1]) >= _RARE)
        names = list(self.columns)
        sizes = np.array([len(a.states) + 1 for a in asked])
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        return Design(rows[:, kept], [names[at] for at in kept], asked, sizes, starts)


@frozen(eq=False)
class Design:
    """The numbers that weights are fitted to."""

    rows: Any
    facts: Sequence[str]
    asked: Sequence[Asked]
    sizes: Numbers
    starts: Numbers

    def fitted(self, wanted: Callable[[Asked], bool]) -> Numbers:
        """The weights by some of the questions."""
        learned = np.array([a.is_known and wanted(a) for a in self.asked])
        rows, sizes = self.rows[np.repeat(learned, self.sizes)], self.sizes[learned]
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        right = starts + np.array([a.right for a in self.asked])[learned]
        sorts = {a.place[0] for a in self.asked}
        own = np.array([fact.partition(": ")[0] in sorts for fact in self.facts])
        penalty, back = _PENALTY * np.where(own, _OF_SORT, 1.0), rows.T.tocsr()

        def loss(weights: Numbers) -> tuple[float, Numbers]:
            scores = rows @ weights
            top = np.maximum.reduceat(scores, starts)
            parts = np.exp(scores - np.repeat(top, sizes))
            whole = np.add.reduceat(parts, starts)
            value = (np.log(whole) + top - scores[right]).sum() + (penalty * weights**2).sum()
            slope = parts / np.repeat(whole, sizes)
            slope[right] -= 1
            return value, back @ slope + 2 * penalty * weights

        ends = {"maxiter": 500, "ftol": 1e-7}
        return minimize(loss, np.zeros(len(self.facts)), jac=True, method="L-BFGS-B", options=ends).x

    def shares(self, weights: Numbers, wanted: Callable[[Asked], bool]) -> dict[int, Shares]:
        """How likely each answer is to some of the questions, by their numbers."""
        scores = self.rows @ weights
        found: dict[int, Shares] = {}
        for number, (asked, start, size) in enumerate(zip(self.asked, self.starts, self.sizes, strict=True)):
            if wanted(asked):
                parts = np.exp(scores[start : start + size] - scores[start : start + size].max())
                found[number] = dict(zip((*asked.states, None), (parts / parts.sum()).tolist(), strict=True))
        return found

    def named(self, weights: Numbers) -> dict[str, float]:
        """Weights by their facts."""
        return dict(zip(self.facts, weights.tolist(), strict=True))


def main() -> None:
    """Counts what weights of facts choose, or learns the network."""
    options = _options()
    wanted = annotated(options.gold, options.texts, leave_out=dev_files(options.split))
    asked: list[Asked] = []
    examples: list[SlotExample] = []
    table = Table()
    for name, article, annotation in _parsed(wanted, options.parses):
        vectors, asking = vectors_of(annotation), None
        for question, one in _asked(name, article, annotation, wanted[name][1]):
            asked.append(one)
            if options.out is not None:
                asking = asking or Asking(question.evidence)
                examples.append(_example(article, vectors, one, *asking.of(question)))
            for facts in question.facts().values():
                table.add(one.place[0], facts)
    design = table.design(asked)
    known = [one for one in asked if one.is_known]
    print(
        f"{len(wanted)} articles, {len(asked)} questions, {len(known)} of them about annotated actors,",
        f"{sum(one.country is not None for one in known)} of these with a country,",
        f"{sum(one.country in one.states for one in known)} of which it is weighed; {len(design.facts)} facts",
        flush=True,
    )
    if options.out is not None:
        _write_network(options.out, examples, asked, annotation.vectors_by)
        return
    shares: dict[int, Shares] = {}
    for fold in range(_FOLDS):
        some = _learned(design, _not_in(fold))
        shares |= {number: share for number, share in some.items() if asked[number].fold == fold}
    _report(asked, [shares[number] for number in range(len(asked))])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--split", type=Path, required=True)
    parser.add_argument("--parses", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="learn a network instead, into this folder")
    return parser.parse_args()


# --- questions ----------------------------------------------------------------------------------------------------


def _parsed(wanted: Mapping[str, tuple[Article, Gold]], parses: Path) -> Iterator[tuple[str, Article, Annotation]]:
    names = list(wanted)
    for start in range(0, len(names), _AT_ONCE):
        some = names[start : start + _AT_ONCE]
        kept = kept_parses([wanted[name][0] for name in some], parses)
        yield from ((name, *pair) for name, pair in zip(some, kept, strict=True) if pair[1].words)


def _asked(name: str, article: Article, annotation: Annotation, gold: Gold) -> Iterator[tuple[Question, Asked]]:
    model = read_model(FILES)
    for question in questions_in(article, annotation, model if model.reads(annotation) else None):
        actor = _of_gold(gold, question.draft.mentions)
        yield (
            question,
            Asked(
                name=name,
                fold=fold_of(article.text, _FOLDS),
                place=(question.sort(), question.paragraph, question.heads[0].sentence),
                states=question.states,
                is_known=actor is not None,
                country=(actor or {}).get("country") or None,
                guess=question.guess,
            ),
        )


def _of_gold(gold: Gold, mentions: Iterable[Span]) -> Gold | None:
    """The annotated actor that an actor's mentions are mostly of."""
    spans, actors = list(mentions), gold["actors"]
    shared = [sum(s.start < end and start < s.end for s in spans for start, end in a["mentions"]) for a in actors]
    return actors[shared.index(max(shared))] if any(shared) else None


# --- the fit ------------------------------------------------------------------------------------------------------


def _learned(design: Design, wanted: Callable[[Asked], bool]) -> dict[int, Shares]:
    """How likely the answers to the other questions are by weights, of both steps, that some of them fitted."""
    first = design.fitted(wanted)
    alone = design.shares(first, lambda one: True)
    for fold in {one.fold for one in design.asked if wanted(one)}:  # what was learned of one by heart tells too much
        elsewhere = _not_in(fold)
        others = design.fitted(lambda one, away=elsewhere: wanted(one) and away(one))
        alone |= design.shares(others, lambda one, away=elsewhere: wanted(one) and not away(one))
    second = _second(design.asked, alone)
    weights = second.fitted(wanted)
    return second.shares(weights, lambda one: not wanted(one))


def _second(asked: Sequence[Asked], alone: Mapping[int, Shares]) -> Design:
    """What the second step learns from: each question's first answer beside those of others."""
    table = Table()
    for one, facts in zip(asked, _facts_beside_others(asked, alone), strict=True):
        for some in facts.values():
            table.add(one.place[0], some)
    return table.design(asked)


def _not_in(fold: int) -> Callable[[Asked], bool]:
    return lambda one: one.fold != fold


def _facts_beside_others(asked: Sequence[Asked], alone: Mapping[int, Shares]) -> Iterator[Mapping[str | None, Facts]]:
    start = 0
    for end in range(1, len(asked) + 1):
        if end == len(asked) or asked[end].name != asked[start].name:
            yield from facts_beside_others([a.place for a in asked[start:end]], [alone[n] for n in range(start, end)])
            start = end


def _least(given: Sequence[tuple[Asked, Shares]]) -> float:
    """The smallest share from which on so many of the states are right that actors with a state are given."""
    ranked = []
    for asked, shares in given:
        state = likeliest(shares, 0.0)
        if asked.country is not None and state is not None:
            ranked.append((shares[state], state == asked.country))
    right, least = 0, 1.0
    for number, (share, is_right) in enumerate(sorted(ranked, reverse=True), 1):
        right += is_right
        least = share if right >= _PRECISION * number else least
    return round(least, 2)


# --- the network ----------------------------------------------------------------------------------------------------


def _example(article: Article, vectors: Any, one: Asked, cue: int, label: str, options: Any) -> SlotExample:
    """A question as the network learns it."""
    right = [number == one.right for number in range(len(options))]
    return SlotExample(
        article=article.sha256,
        name="states",
        label=label,
        vectors=vectors,
        cue=cue,
        options=options,
        right=right,
        counted=right,
        sort="",
    )


def _write_network(
    folder: Path, examples: Sequence[SlotExample], asked: Sequence[Asked], vectors_by: str | None
) -> None:
    """Learns from all questions, and writes it with the second step, which learns from answers by others."""
    alone: dict[int, Shares] = {}
    for fold in range(_FOLDS):
        ranker = _ranker(examples, asked, _not_in(fold))
        away = [number for number, one in enumerate(asked) if one.fold == fold]
        alone |= {number: _shares(ranker, examples[number], asked[number]) for number in away}
    second = _second(asked, alone)
    found: dict[int, Shares] = {}
    for fold in range(_FOLDS):
        found |= second.shares(second.fitted(_not_in(fold)), lambda one, own=fold: one.fold == own)
    _report(asked, [found[number] for number in range(len(asked))])
    least = _least([(one, found[number]) for number, one in enumerate(asked) if one.is_known])
    weights = {fact: round(weight, 3) for fact, weight in second.named(second.fitted(lambda _: True)).items()}
    kept = {fact: weight for fact, weight in weights.items() if abs(weight) >= _TINY} | {LEAST: least}
    ranker = _ranker(examples, asked, lambda _: True)
    told = {**ranker.as_dict(), "vectors_by": vectors_by, "weights": kept}
    OF_STATES.within(folder).write(ranker.network.state_dict(), told)


def _ranker(examples: Sequence[SlotExample], asked: Sequence[Asked], wanted: Callable[[Asked], bool]) -> Ranker:
    known = [pair for pair in zip(examples, asked, strict=True) if pair[1].is_known and wanted(pair[1])]
    learned = [e for e, one in known for _ in range(int(times(one.name, _TIMES)))]
    return learned_ranker(learned, 0, **_NETWORK)


def _shares(ranker: Ranker, example: SlotExample, one: Asked) -> Shares:
    found = ranker.reading(example.vectors).shares(example.cue, example.label, example.options)
    return dict(zip((*one.states, None), found, strict=True))


# --- what comes of it ---------------------------------------------------------------------------------------------


def _report(asked: Sequence[Asked], shares: Sequence[Shares]) -> None:
    """Counts right answers, of the rules and by the least share."""
    known = [(one, share) for one, share in zip(asked, shares, strict=True) if one.is_known]
    least = _least(known)
    for share in sorted({least, *(x / 20 for x in range(8, 20))}):
        print(f"{share:.2f}", _line((one.country, likeliest(some, share)) for one, some in known))
    for what, of in (("source", lambda one: one.name.partition("/")[0]), ("sort", lambda one: one.place[0])):
        for value in sorted({of(one) for one, _ in known}):
            some = [(one, share) for one, share in known if of(one) == value]
            print(f"{what} {value}")
            print("  rules", _line((one.country, one.guess) for one, _ in some))
            print("  choice", _line((one.country, likeliest(share, least)) for one, share in some))
    print("rules", _line((one.country, one.guess) for one, _ in known), flush=True)


def _line(pairs: Iterable[tuple[str | None, str | None]]) -> str:
    """What is right of the actors that have a country, and of those given."""
    counts: Counter[str] = Counter()
    for country, given in pairs:
        counts["having"] += country is not None
        counts["given"] += given is not None
        counts["right"] += given is not None and given == country
        counts["without"] += given is not None and country is None
    right, given, without = counts["right"], counts["given"], counts["without"]
    return (
        f"right {right} of {counts['having']} ({100 * right / max(counts['having'], 1):.1f}),"
        f" of {given} given ({100 * right / max(given, 1):.1f}), {without} of these to actors without;"
        f" of those with one {100 * right / max(given - without, 1):.1f}"
    )


if __name__ == "__main__":
    main()
