"""Trains the network of the actors' plugin: whom nominals and pronouns mean.

    python training/coreference/train.py GOLD_DIR [GOLD_DIR ...] --texts DIR [DIR ...] --split SPLIT.tsv --work WORK
        [--folds 3] [--out FOLDER]

GOLD_DIR holds annotations (gold/README.md); texts are looked for in the folders of --texts. Articles that the split's
table calls "dev" are left out. Parses are kept in WORK. Every article is read by a network that did not learn from it,
and the figures printed are of these readings; WORK/fold0, WORK/fold1 ... get these networks, which the networks of
proposals and reactions need (training/events). OUT gets the one that learned from all.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from attrs import frozen
from diplomacy_nlp_actors.find import cast_by_rules
from diplomacy_nlp_actors.learned import FILES
from diplomacy_nlp_actors.learned.meant import BESIDE, NAMING, NOMINAL, Choice, Entity, Sighted, Story
from diplomacy_nlp_actors.learned.model import asked

from diplomacy_nlp import Annotation, Article, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.learned.columns import vectors_of
from diplomacy_nlp.toolkit.learned.ranker import Ranker

sys.path.insert(0, str(Path(__file__).parents[1] / "events"))
from corpus import annotated, dev_files, fold_of  # training/events is no package
from slots import SlotExample, learned_ranker

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from parses import kept_parses  # nor is benchmarks

_SIZES = {"width": 48, "of_facts": 32, "hidden": 64}
_LEAST, _SHARE = 2, 0.1  # times that a noun must name an actor in the gold, and of its times in all
_AT_ONCE = 32  # articles


def main() -> None:
    """Train by the command line's arguments."""
    options = _options()
    torch.set_num_threads(1)
    began = time.time()
    wanted = annotated(options.gold, options.texts, leave_out=dev_files(options.split))
    articles = list(_read(wanted, options.work))
    print(f"{len(articles)} articles, {time.time() - began:.0f} s", flush=True)
    for fold in range(options.folds):
        kept = [a for a in articles if fold_of(a.article.text, options.folds) != fold]
        away = [a for a in articles if fold_of(a.article.text, options.folds) == fold]
        model, known = _learned(kept, fold, options.work / f"fold{fold}")
        counted = _counted(model, known, away)
        print("\n".join(_lines(f"fold {fold}", counted)), flush=True)
    if options.out is not None:
        _learned(articles, 0, options.out)
    print(f"done after {time.time() - began:.0f} s")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--split", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--out", type=Path)
    return parser.parse_args()


# --- annotated articles -------------------------------------------------------------------------------------------


@frozen(kw_only=True, eq=False)
class _Annotated:
    """An article with the gold actor of each word that heads a mention.

    Args:
        article, annotation: text and parse.
        gold: ids of gold actors by sentence and number of the word.
    """

    article: Article
    annotation: Annotation
    gold: Mapping[tuple[int, int], str]

    def named_at(self, word: Word) -> str | None:
        """Who is meant by a word; by a name also where the title before it, or what it explains, heads the mention."""
        found = self.gold.get((word.sentence, word.id))
        above = self.annotation.parent(word)
        if found is None and word.relation in BESIDE and above is not None:
            found = self.gold.get((above.sentence, above.id))
        return found


def _read(wanted: Mapping[str, tuple[Article, Mapping[str, Any]]], work: Path) -> Iterator[_Annotated]:
    pairs = list(wanted.values())
    for start in range(0, len(pairs), _AT_ONCE):
        some = pairs[start : start + _AT_ONCE]
        annotations = [annotation for _, annotation in kept_parses([article for article, _ in some], work / "parses")]
        for (article, gold), annotation in zip(some, annotations, strict=True):
            mentions = [
                (actor["id"], annotation.head_in(Span(*m))) for actor in gold["actors"] for m in actor["mentions"]
            ]
            heads = {(head.sentence, head.id): name for name, head in mentions if head is not None}
            if annotation.words:
                yield _Annotated(article=article, annotation=annotation, gold=heads)


def _nouns(articles: Sequence[_Annotated]) -> frozenset[str]:
    """The nouns that name an actor often enough that it is worth asking whom they mean."""
    naming: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for one in articles:
        for word in one.annotation.words:
            if word.upos == "NOUN":
                times[word.lemma.lower()] += 1
                naming[word.lemma.lower()] += (word.sentence, word.id) in one.gold
    return frozenset(noun for noun, count in naming.items() if count >= max(_LEAST, _SHARE * times[noun]))


# --- questions with their answers ---------------------------------------------------------------------------------


@frozen(kw_only=True, eq=False)
class _Answered:
    example: SlotExample
    by_rules: bool


def _answered(one: _Annotated, nouns: frozenset[str]) -> Iterator[_Answered]:
    """Each place where it is asked who is meant, read as far as it by the gold."""
    story = Story(one.article.text, one.annotation, cast_by_rules(one.article, one.annotation), nouns)
    number = Document(article=one.article, annotation=one.annotation).number_of
    vectors = vectors_of(one.annotation)
    named: defaultdict[Entity, Counter[str]] = defaultdict(Counter)
    for sighted in story.sighted:
        entity = story.of_rules(sighted.ruled) if sighted.type in NAMING else None
        name = one.named_at(sighted.head)
        if entity is not None and name is not None:
            named[entity][name] += 1
    known = {entity: counts.most_common(1)[0][0] for entity, counts in named.items()}
    for sighted in story.sighted:
        name = (
            one.named_at(sighted.head) if not sighted.form else one.gold.get((sighted.head.sentence, sighted.head.id))
        )
        choice = None
        if sighted.form:
            choices = story.choices(sighted)
            right = _right(choices, name, known)
            choice = choices[right.index(True)]
            label, told = asked(sighted, choices, number)
            example = SlotExample(
                article=one.article.sha256,
                name="meant",
                label=label,
                vectors=vectors,
                cue=number(sighted.head),
                options=told,
                right=right,
                counted=right,
                sort=f"{sighted.form}, {_sort(choice)}",
            )
            yield _Answered(example=example, by_rules=_is_right_by_rules(story, sighted, choices, right))
        entity = story.settle(sighted, choice)
        if entity is not None and name is not None:
            known.setdefault(entity, name)


def _right(choices: Sequence[Choice], name: str | None, known: Mapping[Entity, str]) -> list[bool]:
    right = [name is not None and choice.entity is not None and known.get(choice.entity) == name for choice in choices]
    if not any(right):
        is_new = name is not None and len(choices) > 1 and choices[-2].is_new
        right[-2 if is_new else -1] = True
    return right


def _sort(choice: Choice) -> str:
    return "somebody known" if choice.entity is not None else "somebody new" if choice.is_new else "nobody"


def _is_right_by_rules(story: Story, one: Sighted, choices: Sequence[Choice], right: Sequence[bool]) -> bool:
    entity = story.of_rules(one.ruled)
    if one.ruled is None:
        return right[-1]
    if entity is None:
        return one.form == NOMINAL and right[-2]
    return any(choice.entity is entity and good for choice, good in zip(choices, right, strict=True))


# --- the training -------------------------------------------------------------------------------------------------


def _learned(articles: Sequence[_Annotated], seed: int, folder: Path) -> tuple[Ranker, frozenset[str]]:
    nouns = _nouns(articles)
    examples = [found.example for one in articles for found in _answered(one, nouns)]
    ranker = learned_ranker(examples, seed, **_SIZES)
    vectors_by = articles[0].annotation.vectors_by
    told = {**ranker.as_dict(), "vectors_by": vectors_by, "nouns": " ".join(sorted(nouns))}
    FILES.within(folder).write(ranker.network.state_dict(), told)
    return ranker, nouns


def _counted(ranker: Ranker, nouns: frozenset[str], articles: Sequence[_Annotated]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for one in articles:
        for found in _answered(one, nouns):
            example = found.example
            shares = ranker.reading(example.vectors).shares(example.cue, example.label, example.options)
            best = max(range(len(shares)), key=lambda place: shares[place])
            counts[example.sort, "all"] += 1
            counts[example.sort, "rules"] += found.by_rules
            counts[example.sort, "network"] += example.right[best]
    return counts


def _lines(title: str, counts: Counter[tuple[str, str]]) -> Iterator[str]:
    yield title
    for sort in sorted({sort for sort, _ in counts}):
        total = counts[sort, "all"]
        rules, network = (100 * counts[sort, name] / total for name in ("rules", "network"))
        yield f"  {sort:30} {total:6}   rules {rules:5.1f} %   network {network:5.1f} %"


if __name__ == "__main__":
    main()
