"""Fits whose a cue is and what it is toward, and measures it on articles that it was not fitted to.

    python benchmarks/slots.py --texts DIR --parses FOLDER [--write]

The annotated articles of gold/ that are for training, and our own, give the examples: the cue of each gold item with
its label, beside the actors and proposals that the library finds. Each fifth of the articles is judged by weights that
were fitted to the others. With --write, the weights fitted to all are written into the library.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import torch
from attrs import frozen
from salience import FOLDS, Annotated, articles_in, fold_of, of_library
from scoring import overlap, place

from diplomacy_nlp import Actor, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit import slots
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.slots import Option, holder_options, holders_of, target_options, target_words

PENALTY = 1.5
RARE = 5
LEAST = 0.05  # weights nearer to zero are not written
TARGET = Path(slots.__file__).parent / "weights" / "slots.tsv"
HEADER = """\
# What speaks for an actor's being a cue's holder, and a word's being its target; written by benchmarks/slots.py.
fact\tweight
"""


@frozen(kw_only=True)
class Example:
    """A cue with the options for one of its slots, and which of them are right."""

    article: str
    options: Sequence[Option]
    right: Sequence[bool]


@frozen(kw_only=True)
class Cue:
    """A gold item's cue, and what fills its slots, in terms of what the library finds."""

    article: Annotated
    document: Document
    word: Word
    label: str
    task: str
    holders: frozenset[str]
    lost: int  # holders that the library finds no actor for
    target: Mapping[str, Any]


def main() -> None:
    """Fits, measures, and writes the weights where it is asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--parses", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    articles = list(articles_in(options.texts, options.parses))
    cues = [cue for article in articles for cue in cues_of(article)]
    examples = [example for cue in cues for example in examples_of(cue)]
    counts: Counter[str] = Counter()
    design = Design.of(examples)
    for fold in range(FOLDS):
        others = frozenset(a.article.id for a in articles if fold_of(a.article.id) != fold)
        weights = design.fitted(others)
        with patch.object(slots, "options_weights", return_value=weights):
            for cue in cues:
                if fold_of(cue.article.article.id) == fold and not cue.article.is_own:
                    counts.update(_judged(cue))
    for name in sorted(counts):
        if not name.endswith(" of"):
            print(
                f"{name:24}{100 * counts[name] / counts[f'{name} of']:6.1f}  {counts[name]} of {counts[f'{name} of']}"
            )
    if options.write:
        weights = design.fitted(frozenset(a.article.id for a in articles))
        rows = [f"{fact}\t{weight:.2f}" for fact, weight in weights.items() if abs(weight) >= LEAST]
        TARGET.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")


def cues_of(article: Annotated) -> Iterator[Cue]:
    """The cues of an article's gold items."""
    document = of_library(article)
    for task, label, who in (("proposal", "kind", "proposers"), ("reaction", "stance", "reactors")):
        for item in article.gold[f"{task}s"]:
            word = article.annotation.head_in(Span(*item["cue"]))
            if word is None:
                continue
            same = [_same(article, document, name) for name in item[who]]
            yield Cue(
                article=article,
                document=document,
                word=word,
                label=item[label],
                task=task,
                holders=frozenset(actor.id or "" for actor in same if actor is not None),
                lost=sum(actor is None for actor in same),
                target=item.get("target") or {},
            )


def _same(article: Annotated, document: Document, name: str) -> Actor | None:
    """The library's actor that shares most mentions with a gold one."""
    spans = [Span(*m) for actor in article.gold["actors"] if actor["id"] == name for m in actor["mentions"]]
    shares = [(sum(m.overlaps(n) for m in actor.spans for n in spans), actor) for actor in document.actors]
    most, best = max(shares, key=lambda pair: pair[0], default=(0, None))
    return best if most else None


def examples_of(cue: Cue) -> Iterator[Example]:
    """The choices that a cue gives."""
    options = holder_options(cue.document, cue.word, cue.label, cue.task)
    right = [option.actor in cue.holders if cue.holders else option.actor is None for option in options]
    if cue.holders or not cue.lost:
        yield Example(article=cue.article.article.id, options=options, right=right)
    if cue.target:
        options = target_options(cue.document, cue.word, cue.label, cue.holders)
        right = [_is_right(cue, option.word) for option in options]
        yield Example(article=cue.article.article.id, options=options, right=_or_nothing(right))


def _is_right(cue: Cue, word: Word | None) -> bool:
    """Whether a word is the head of the gold target, or of words that name it."""
    if word is None:
        return False
    target, annotation = cue.target, cue.document.annotation
    if "actor" in target:
        actor = _same(cue.article, cue.document, target["actor"])
        found = cue.document.actor(word)
        return actor is not None and found is not None and found.id == actor.id
    spans = [Span(*span) for span in place(target, cue.article.gold)]
    heads = [annotation.head_in(span) for span in spans]
    return word in heads


def _or_nothing(right: list[bool]) -> list[bool]:
    return right if any(right) else [*right[:-1], True]


def _judged(cue: Cue) -> Iterator[str]:
    """Names of the measures, and of those that are right, of a cue."""
    found = {link.id for link in holders_of(cue.document, cue.word, cue.label, cue.task)}
    yield f"{cue.task}: holders of"
    yield f"{cue.task}: any holder of"
    if not cue.lost and found == cue.holders:
        yield f"{cue.task}: holders"
    if found & cue.holders or (not found and not cue.holders and not cue.lost):
        yield f"{cue.task}: any holder"
    if cue.target:
        kind = "proposal" if "proposal" in cue.target else "else"
        words = target_words(cue.document, cue.word, cue.label, frozenset(i for i in found if i))
        word = next((w for w in words if w is not None), None)
        yield f"target, {kind} of"
        spans = place(cue.target, cue.article.gold)
        if word is not None and (_is_right(cue, word) or overlap(spans, [[word.span.start, word.span.end]])):
            yield f"target, {kind}"


# --- the fit ------------------------------------------------------------------------------------------------------


@frozen(kw_only=True, eq=False)
class Design:
    """The examples as numbers: for each option the columns of its facts, one after another."""

    articles: Sequence[str]
    facts: Sequence[str]
    columns: Any
    starts: Any
    example_of: Any
    right: Any

    @classmethod
    def of(cls, examples: Sequence[Example]) -> Design:
        """The design of examples, with the facts that are not rare."""
        counts = Counter(fact for example in examples for option in example.options for fact in option.facts)
        numbers = {fact: at for at, fact in enumerate(sorted(f for f, count in counts.items() if count >= RARE))}
        columns: list[int] = []
        starts, example_of, right = [], [], []
        for number, example in enumerate(examples):
            for option, is_right in zip(example.options, example.right, strict=True):
                starts.append(len(columns))
                columns.extend(numbers[fact] for fact in option.facts if fact in numbers)
                example_of.append(number)
                right.append(float(is_right))
        return cls(
            articles=[example.article for example in examples],
            facts=list(numbers),
            columns=torch.tensor(columns),
            starts=torch.tensor(starts),
            example_of=torch.tensor(example_of),
            right=torch.tensor(right),
        )

    def fitted(self, articles: frozenset[str]) -> dict[str, float]:
        """Weights fitted to the examples of some articles."""
        size = len(self.articles)
        known = torch.zeros(size).index_add(0, self.example_of, self.right) > 0
        count = torch.tensor([float(article in articles) for article in self.articles]) * known
        weights = torch.zeros(len(self.facts), requires_grad=True)
        optimizer = torch.optim.LBFGS([weights], max_iter=120, line_search_fn="strong_wolfe")

        def total(parts: Any) -> Any:
            return torch.zeros(size).index_add(0, self.example_of, parts).clamp_min(1e-30).log()

        def loss() -> Any:
            optimizer.zero_grad()
            scores = torch.nn.functional.embedding_bag(self.columns, weights.unsqueeze(1), self.starts, mode="sum")[
                :, 0
            ]
            odds = torch.exp(scores)
            value = ((total(odds) - total(odds * self.right)) * count).sum() + PENALTY * (weights**2).sum()
            value.backward()
            return value

        optimizer.step(loss)  # type: ignore[no-untyped-call]
        return dict(zip(self.facts, weights.detach().tolist(), strict=True))


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
