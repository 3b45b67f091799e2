"""Measures whether the confidence of proposals and reactions keeps its word, and fits it.

    python benchmarks/confidence.py TEXTS GSR.json --scorers FOLDER [--fit]

What is right is known from three sources. judged.tsv holds a reader's verdicts on what was found in articles of TEXTS.
Of GSR.json, PLOVER's records, those items count whose event type is the record's; they are right where the record's
source is the one who acts. The gold files of `invented/` are matched as score_events.py in FOLDER does; an item is
right where kind or stance and at least one actor are. Each article has confidences that were fitted without it.

With --fit, the weights fitted to all of them are written into the plugins. Our own articles were in view when the rules
were written, so the rules are right there more often than in the news: the fit gives them a constant of their own, and
what is written is that for the news.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from attrs import field, frozen
from diplomacy_nlp_actors import Actors
from diplomacy_nlp_proposals import confidence as of_proposals
from diplomacy_nlp_proposals.find import find_proposals
from diplomacy_nlp_quotes import Quotes
from diplomacy_nlp_reactions import confidence as of_reactions
from diplomacy_nlp_reactions.find import find_reactions
from diplomacy_nlp_stanza import Stanza
from events import prediction
from numpy.typing import NDArray
from plover import RENAMED

from diplomacy_nlp import Actor, Analysis, Analyzer, Annotation, Article, Link, Proposal, Quote, Reaction, hookimpl
from diplomacy_nlp.toolkit.calibration import Calibration
from diplomacy_nlp.toolkit.lexicon import one_of, read_lexicon

ROOT = Path(__file__).parents[1]
HERE = ROOT / "benchmarks"
FACTS = {"proposal": of_proposals.FACTS, "reaction": of_reactions.FACTS}
BINS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
NEWS, OWN = "news that were judged, and PLOVER's records", "our own articles"

Found = Proposal | Reaction
Numbers = NDArray[np.float64]


@frozen(kw_only=True)
class Sample:
    """A found item of which it is known whether it is right.

    Args:
        group: the article or record, which is left out as a whole.
        item: proposal or reaction.
        facts: what the model weighs.
        right: whether it is.
        own: whether it is from one of our own articles.
    """

    group: str
    item: str
    facts: Mapping[str, float]
    right: bool
    own: bool = False


@frozen
class _Judged:
    doc: str
    item: str = field(validator=one_of("proposal", "reaction"))
    sort: str
    start: int = field(converter=int)
    end: int = field(converter=int)
    right: str = field(validator=one_of("yes", "no"))


def main() -> int:
    """Prints the table; with --fit, writes the weights."""
    options = _options()
    sys.path.insert(0, str(options.scorers))
    reader = Reader()
    samples = [*judged(reader, options.texts), *recorded(reader, options.records), *invented(reader)]
    print("\n".join(table(samples)))
    if options.fit:
        for item, facts in FACTS.items():
            _write(item, fitted([sample for sample in samples if sample.item == item], facts))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("--scorers", type=Path, required=True)
    parser.add_argument("--fit", action="store_true")
    return parser.parse_args()


# --- reading with the rules' own estimates ------------------------------------------------------------------------


class _Proposals:
    """The proposals plugin before its confidences are calibrated; keeps each item's facts."""

    name = "proposals"

    def __init__(self, facts: dict[tuple[str, str, int], Mapping[str, float]]) -> None:
        self._facts = facts

    @hookimpl
    def diplomacy_find_proposals(
        self, article: Article, annotation: Annotation, actors: Sequence[Actor], quotes: Sequence[Quote]
    ) -> Iterable[Proposal]:
        """The proposals."""
        for proposal in find_proposals(article, annotation, actors, quotes):
            self._facts[article.id, "proposal", proposal.cue.start] = of_proposals.facts_of(proposal)
            yield proposal


class _Reactions:
    """The same of reactions."""

    name = "reactions"

    def __init__(self, facts: dict[tuple[str, str, int], Mapping[str, float]]) -> None:
        self._facts = facts

    @hookimpl
    def diplomacy_find_reactions(
        self,
        article: Article,
        annotation: Annotation,
        actors: Sequence[Actor],
        quotes: Sequence[Quote],
        proposals: Sequence[Proposal],
    ) -> Iterable[Reaction]:
        """The reactions."""
        for reaction in find_reactions(article, annotation, actors, quotes, proposals):
            self._facts[article.id, "reaction", reaction.cue.start] = of_reactions.facts_of(reaction)
            yield reaction


class Reader:
    """Analyses articles and makes samples of what is found."""

    def __init__(self) -> None:
        self._facts: dict[tuple[str, str, int], Mapping[str, float]] = {}
        plugins = [Actors(), Quotes(), _Proposals(self._facts), _Reactions(self._facts)]
        self._analyzer = Analyzer(plugins=plugins, annotator=Stanza())

    def analyses(self, articles: Iterable[Article]) -> list[Analysis]:
        """What is found in each article."""
        return list(self._analyzer.analyze_many(list(articles)))

    def sample(self, analysis: Analysis, found: Found, *, right: bool, own: bool = False) -> Sample:
        """A found item as a sample."""
        item = "proposal" if isinstance(found, Proposal) else "reaction"
        facts = self._facts[analysis.article.id, item, found.cue.start]
        return Sample(group=analysis.article.id, item=item, facts=facts, right=right, own=own)


def _found(analysis: Analysis) -> tuple[Found, ...]:
    return (*analysis.proposals, *analysis.reactions)


def _sort(found: Found) -> str:
    return found.kind if isinstance(found, Proposal) else found.stance


def _who(found: Found) -> tuple[Link, ...]:
    return found.proposers if isinstance(found, Proposal) else found.reactors


def _text(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:  # newline="": offsets count as written
        return file.read()


# --- what is known to be right ------------------------------------------------------------------------------------


def judged(reader: Reader, texts: Path) -> Iterator[Sample]:
    """What a reader judged, as far as it is still found."""
    verdicts = {(v.doc, v.item, v.sort, v.start): v.right for v in read_lexicon(HERE / "judged.tsv", _Judged)}
    docs = sorted({doc for doc, *_ in verdicts})
    for analysis in reader.analyses(Article(text=_text(texts / f"{doc}.txt"), id=doc) for doc in docs):
        for found in _found(analysis):
            item = "proposal" if isinstance(found, Proposal) else "reaction"
            verdict = verdicts.get((analysis.article.id, item, _sort(found), found.cue.start))
            if verdict is not None:
                yield reader.sample(analysis, found, right=verdict == "yes")


def recorded(reader: Reader, path: Path) -> Iterator[Sample]:
    """What has the event type of its record, where that gives its source's country."""
    plover = import_module("score_plover")
    records = json.loads(path.read_text(encoding="utf-8"))
    analyses = reader.analyses(Article(text=record["text"], id=record["id"]) for record in records)
    for record, analysis in zip(records, analyses, strict=True):
        sources = {plover.code(actor) for actor in plover.actors(record, "source")} - {None}
        for found in _found(analysis):
            if sources and found.plover == RENAMED.get(record["event"], record["event"]):
                right = any(actor.country in sources for actor in analysis.actors_of(_who(found)))
                yield reader.sample(analysis, found, right=right)


def invented(reader: Reader) -> Iterator[Sample]:
    """What is found in our own articles, against their gold files."""
    golds = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((HERE / "invented").glob("*.json"))]
    names = [gold["doc"].rpartition("/")[2].removesuffix(".txt") for gold in golds]
    articles = [Article(text=_text(HERE / "invented" / f"{name}.txt"), id=name) for name in names]
    for gold, analysis in zip(golds, reader.analyses(articles), strict=True):
        right = _right_in(gold, analysis)
        for found in _found(analysis):
            yield reader.sample(analysis, found, right=found.id in right, own=True)


def _right_in(gold: Mapping[str, Any], analysis: Analysis) -> set[str]:
    events = import_module("score_events")
    words = import_module("score_quotes").Words(analysis.article.text)
    predicted = prediction(analysis)
    actors = {actor["id"]: actor for actor in gold["actors"]}
    right: set[str] = set()
    for items, (who, body) in events.ITEMS.items():
        for key, match in events.match(words, gold[items], predicted[items], body).items():
            wanted = next(item for item in gold[items] if item["id"] == key)
            found = next(item for item in _found(analysis) if item.id == match["id"])
            sort = wanted["kind"] if items == "proposals" else wanted["stance"]
            if sort == _sort(found) and _same_people([actors[a] for a in wanted[who]], analysis, _who(found)):
                right.add(match["id"])
    return right


def _same_people(gold: Sequence[Mapping[str, Any]], analysis: Analysis, links: Sequence[Link]) -> bool:
    """Whether one of the people is a gold one, by a mention or by the words; or nobody is, on either side."""
    spans = [span for actor in analysis.actors_of(links) for span in actor.spans]
    spans += [link.span for link in links if link.span is not None]
    shared = any(s.start < end and start < s.end for s in spans for actor in gold for start, end in actor["mentions"])
    return shared or not (gold or links)


# --- the model ----------------------------------------------------------------------------------------------------


def fitted(samples: Sequence[Sample], facts: Sequence[str]) -> dict[str, float]:
    """Weights of the facts, and the constant for news: logistic regression with a normal prior, by Newton's method.

    Without items, the rule's estimate would be taken at its word (weight 1) and no other fact would count.
    """
    inputs = np.array([[1.0, s.own, *(float(s.facts[fact]) for fact in facts)] for s in samples])
    answers = np.array([float(s.right) for s in samples])
    prior = np.diag([0.01, 0.01, *(3.0 for _ in facts)])  # the two constants are all but free
    expected = np.array([0.0, 0.0, *(float(fact == "estimate") for fact in facts)])
    weights = expected
    for _ in range(25):
        shares = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (answers - shares) - prior @ (weights - expected)
        bend = inputs.T @ (inputs * (shares * (1 - shares))[:, None]) + prior
        weights = weights + np.linalg.solve(bend, slope)
    constant, _, *others = (round(float(weight), 3) for weight in weights)
    return {"constant": constant, **dict(zip(facts, others, strict=True))}


def _without_each(samples: Sequence[Sample], facts: Sequence[str]) -> Iterator[tuple[Sample, float]]:
    """Each sample with the confidence that the others' articles give it."""
    groups: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        groups[sample.group].append(sample)
    for group, members in groups.items():
        model = Calibration(weights=fitted([s for s in samples if s.group != group], facts))
        yield from ((sample, model.confidence(sample.facts)) for sample in members)


def _write(item: str, weights: Mapping[str, float]) -> None:
    package = ROOT / "plugins" / f"diplomacy-nlp-{item}s" / f"diplomacy_nlp_{item}s"
    path = package / "lexicons" / "confidence.tsv"
    lines = [f"{fact}\t{weight:g}" for fact, weight in weights.items()]
    head = "# What each fact adds to the log odds that an item is right. Made by benchmarks/confidence.py --fit."
    path.write_text("\n".join([head, "fact\tweight", *lines]) + "\n", encoding="utf-8")


# --- what is printed ----------------------------------------------------------------------------------------------


def table(samples: Sequence[Sample]) -> Iterator[str]:
    """A Markdown table: for each range of confidences, how many there are, and which share of them is right."""
    rated = {item: list(_without_each([s for s in samples if s.item == item], facts)) for item, facts in FACTS.items()}
    yield "| confidence | proposals | mean | right | reactions | mean | right |"
    yield "|---|---|---|---|---|---|---|"
    for own, title in ((False, NEWS), (True, OWN)):
        parts = [[(sure, s.right) for s, sure in rated[item] if s.own is own] for item in FACTS]
        yield f"| **{title}** | | | | | | |"
        for low, high in pairwise(BINS):
            cells = [_cells([pair for pair in part if low <= pair[0] < high]) for part in parts]
            yield f"| {low:.1f} to {high:.1f} | {' | '.join(cells)} |"
        yield f"| all | {' | '.join(map(_cells, parts))} |"


def _cells(pairs: Sequence[tuple[float, bool]]) -> str:
    if not pairs:
        return "0 | | "
    sure, right = (sum(values) / len(pairs) for values in zip(*pairs, strict=True))
    return f"{len(pairs)} | {sure:.2f} | {right:.0%}"


if __name__ == "__main__":
    sys.exit(main())
