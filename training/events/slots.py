"""The training of the networks that choose whose a cue is and what it is toward."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from attrs import field, frozen
from corpus import Prepared, candidates_in, reactions_in
from torch import nn

from diplomacy_nlp import Actor, Analysis, Link, Span
from diplomacy_nlp.annotation import Annotation, Word
from diplomacy_nlp.toolkit.discourse import Discourse
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.learned.coder import CODES
from diplomacy_nlp.toolkit.learned.columns import vectors_of
from diplomacy_nlp.toolkit.learned.fill import ADDRESSEES, HOLDERS, LINKS, TARGETS, Filler
from diplomacy_nlp.toolkit.learned.links import link_options
from diplomacy_nlp.toolkit.learned.ranker import Questions, Ranker, Reading, SlotNetwork, SlotSizes, logs_of_sums
from diplomacy_nlp.toolkit.learned.slots import (
    Option,
    Ruled,
    addressee_options,
    holder_options,
    link_of,
    target_options,
)

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from events import prediction, sharing_most  # benchmarks/ is no package
from scoring import Matched, place

__all__ = [
    "SETTINGS",
    "SlotExample",
    "addressee_examples",
    "document_of",
    "holder_examples",
    "learned_ranker",
    "link_examples",
    "shares_right",
    "target_examples",
]

_RARE = 5  # a fact that fewer options have is not known
_EPOCHS = 6
_AT_ONCE = 32  # questions
_RATE = 2e-3
_FASTER = 5  # the weights of facts alone
_WARM = 50  # steps
_SEED_LIMIT = 5.0  # of the gradient's norm
# Of a slot, where they are not the usual ones: a larger network tells holders better, but not targets.
SETTINGS: Mapping[str, Mapping[str, Any]] = {
    HOLDERS: {"width": 64, "of_facts": 48, "hidden": 64, "dropout": 0.4, "decay": 0.05},
    ADDRESSEES: {"width": 64, "of_facts": 48, "hidden": 64, "dropout": 0.4, "decay": 0.05},
    LINKS: {"width": 64, "of_facts": 48, "hidden": 64, "dropout": 0.4, "decay": 0.05},
    CODES: {"epochs": 15},  # there are few
}


@frozen(kw_only=True, eq=False)
class SlotExample:
    """A gold item's slot: the options, and which of them are right.

    Args:
        article: its text's SHA-256.
        name: of the ranker that it is for.
        label: of the cue, with the task.
        vectors: of the article's words.
        cue: number of the cue's head.
        options: of each the number of its word, if it has one, and its facts.
        right: what is learned.
        counted: by what the benchmark counts as right.
        sort: of the right answer, for the figures.
    """

    article: str
    name: str
    label: str
    vectors: Any = field(repr=False)
    cue: int
    options: Sequence[tuple[int | None, Sequence[str]]]
    right: Sequence[bool]
    counted: Sequence[bool]
    sort: str


def holder_examples(articles: Iterable[Prepared]) -> Iterator[SlotExample]:
    """Whose the cues of gold proposals and reactions are."""
    for article in articles:
        document = _unread(article)
        ruled = {
            "proposal": [(c.cue, _ids(c.proposers)) for c in candidates_in(document) if c.stands],
            "reaction": [(r.cue, _ids(r.reactors)) for r in reactions_in(document)],
        }
        for task, label, who in (("proposal", "kind", "proposers"), ("reaction", "stance", "reactors")):
            for item, word in _cued(article, task):
                own = next((ids for cue, ids in ruled[task] if cue.overlaps(Span(*item["cue"]))), None)
                rule = None if own is None else Ruled(holders=own)
                options = holder_options(document, word, item[label], rule)
                sort = f"{task}, {'told by a rule' if rule else 'seen by the network'}"
                ids = _named_in(document, article, item, who)
                yield _who_example(document, HOLDERS, f"{task}: {item[label]}", word, options, ids, sort)


def addressee_examples(articles: Iterable[Prepared]) -> Iterator[SlotExample]:
    """Who is asked by gold proposals."""
    for article in articles:
        document = _unread(article)
        filler = Filler(document=document, rankers={})
        ruled = [(candidate.cue, candidate.addressees) for candidate in candidates_in(document) if candidate.stands]
        for item, word in _cued(article, "proposal"):
            holders = _named_in(document, article, item, "proposers") or set()
            ids = _named_in(document, article, item, "addressees")
            own = next((links for cue, links in ruled if cue.overlaps(Span(*item["cue"]))), None)
            links = filler.objects(word, (Link(id=name) for name in holders)) if own is None else own
            rule = Ruled(holders=_ids(links))
            options = addressee_options(document, word, item["kind"], frozenset(holders), rule)
            sort = "nobody" if ids is None else "somebody"
            yield _who_example(document, ADDRESSEES, f"proposal: {item['kind']}", word, options, ids, sort)


def _unread(article: Prepared) -> Document:
    """An article before proposals and reactions are found."""
    return Document(
        article=article.article, annotation=article.annotation, actors=article.actors, quotes=article.quotes
    )


def _named_in(document: Document, article: Prepared, item: Mapping[str, Any], field: str) -> set[str] | None:
    """Ids of the library's actors that a field of a gold item names; None where it names nobody."""
    names = item.get(field) or ()
    return {own for name in names for own in _named_so(document, article.gold or {}, name)} if names else None


def _who_example(
    document: Document,
    name: str,
    label: str,
    word: Word,
    options: Sequence[Option],
    ids: Collection[str] | None,
    sort: str,
) -> SlotExample:
    """A question whose answer is somebody with one of some ids, or nobody where these are None."""
    right = [option.actor is None if ids is None else option.actor in ids for option in options]
    return SlotExample(
        article=document.article.sha256,
        name=name,
        label=label,
        vectors=document.annotation.kept(vectors_of),
        cue=document.number_of(word),
        options=_numbered(document, options),
        right=right,
        counted=right,
        sort=sort,
    )


def target_examples(articles: Sequence[Prepared], read: Iterable[Analysis]) -> Iterator[SlotExample]:
    """What gold reactions are toward, among the proposals of a reading by networks that did not learn from it."""
    for judged in _judged(articles, read):
        yield from map(judged.target, judged.asked())


def link_examples(
    articles: Sequence[Prepared], read: Iterable[Analysis], rankers: Mapping[str, Ranker]
) -> Iterator[SlotExample]:
    """Which proposals gold reactions are toward, if any.

    Args:
        articles, read: as for `target_examples`.
        rankers: of targets, that did not learn from the article, by its SHA-256.
    """
    for judged in _judged(articles, read):
        ranker = rankers.get(judged.article.article.sha256)
        if ranker is not None:
            reading = ranker.reading(judged.vectors)
            found = (judged.link(asked, reading) for asked in judged.asked())
            yield from (example for example in found if example is not None)


def _judged(articles: Sequence[Prepared], read: Iterable[Analysis]) -> Iterator[_Targets]:
    for article, analysis in zip(articles, read, strict=True):
        gold = {"proposals": [], "reactions": [], "actors": [], **(article.gold or {})}
        yield _Targets(
            article=article,
            document=document_of(article.annotation, analysis),
            gold=gold,
            matched=Matched(article.article.text, gold, prediction(analysis)),
        )


def document_of(annotation: Annotation, analysis: Analysis) -> Document:
    """An article with what the library found before reactions."""
    return Document(
        article=analysis.article,
        annotation=annotation,
        actors=analysis.actors,
        quotes=analysis.quotes,
        proposals=analysis.proposals,
    )


@frozen(kw_only=True)
class _Asked:
    """A gold reaction with what its target may be."""

    item: Mapping[str, Any]
    cue: Word
    spoken: Discourse
    holders: Sequence[Link]
    sides: frozenset[str]
    options: Sequence[Option]
    by_rule: bool
    meant: str | None  # the proposal that was found for the gold's, if its target is one

    @property
    def label(self) -> str:
        """Of the cue, with the task."""
        return f"reaction: {self.item['stance']}"


@frozen(kw_only=True)
class _Targets:
    """An article with its gold beside what the library finds."""

    article: Prepared
    document: Document
    gold: Mapping[str, Any]
    matched: Matched

    @property
    def vectors(self) -> Any:
        """Of the article's words."""
        return self.article.annotation.kept(vectors_of)

    def asked(self) -> Iterator[_Asked]:
        """The gold reactions that have a target."""
        ruled = reactions_in(self.document)
        spoken = Discourse.of(self.document)
        for item, word in sorted(_cued(self.article, "reaction"), key=lambda pair: pair[1].span.start):
            target = item.get("target")
            if not target:
                continue
            found = [_same(self.document, self.gold, name) for name in item["reactors"]]
            holders = [Link(id=actor.id) for actor in found if actor is not None]
            sides = self.document.sides(link.id for link in holders if link.id)
            own = next((r for r in ruled if r.cue.overlaps(Span(*item["cue"]))), None)
            rule = None if own is None else Ruled(holders=_ids(own.reactors), target=own.target)
            spoken = spoken.at(word.span.start)
            meant = self.matched.matched["proposals"].get(target.get("proposal", ""))
            yield _Asked(
                item=item,
                cue=word,
                spoken=spoken,
                holders=holders,
                sides=sides,
                options=target_options(spoken, word, item["stance"], sides, rule),
                by_rule=rule is not None,
                meant=None if meant is None else meant["id"],
            )
            spoken = spoken.after(None if meant is None else Link(id=meant["id"]), word.span.start)

    def target(self, asked: _Asked) -> SlotExample:
        """What is learned of what it is toward."""
        target = asked.item["target"]
        links = (link_of(asked.spoken, option, asked.cue, asked.holders) for option in asked.options)
        counted = [self._counts(target, link) for link in links]
        return SlotExample(
            article=self.article.article.sha256,
            name=TARGETS,
            label=asked.label,
            vectors=self.vectors,
            cue=self.document.number_of(asked.cue),
            options=_numbered(self.document, asked.options),
            right=self._learned(target, asked.options, counted),
            counted=counted,
            sort=f"{next(iter(target))}, {'told by a rule' if asked.by_rule else 'seen by the network'}",
        )

    def link(self, asked: _Asked, targets: Reading) -> SlotExample | None:
        """What is learned of whether it is toward a proposal in mind; None where there is none."""
        number = self.document.number_of(asked.cue)
        shares = targets.shares(number, asked.label, _numbered(self.document, asked.options))
        told = [pair for pair in zip(shares, asked.options, strict=True) if pair[1] is not asked.options[-1]]
        options = link_options(asked.spoken, asked.cue, asked.item["stance"], asked.sides, told)
        if not options:
            return None
        right = [option.proposal == asked.meant for option in options]
        return SlotExample(
            article=self.article.article.sha256,
            name=LINKS,
            label=asked.label,
            vectors=self.vectors,
            cue=number,
            options=_numbered(self.document, options),
            right=right,
            counted=right,
            sort="none of those found" if asked.meant is None else "a proposal",
        )

    def _counts(self, target: Mapping[str, Any], link: Link | None) -> bool:
        """Whether the benchmark takes a link for the gold target."""
        if link is None:
            return False
        if link.id is None:
            found: dict[str, Any] = {"span": [link.span.start, link.span.end]} if link.span else {}
        elif self.document.actor_with(link.id) is not None:
            found = {"actor": link.id}
        else:
            found = {"proposal": link.id} if self.document.proposal_with(link.id) is not None else {}
        return bool(found) and bool(self.matched._is_target(target, found))

    def _learned(self, target: Mapping[str, Any], options: Sequence[Option], counted: Sequence[bool]) -> list[bool]:
        """The options that are right: of words those that name it, not each clause that it is a part of."""
        spans = [Span(*span) for span in place(target, self.gold)]
        heads = [self.document.annotation.head_in(span) for span in spans]
        right = []
        for option, counts in zip(options, counted, strict=True):
            word = option.word
            if word is None:
                right.append(counts)
                continue
            inside = any(span.contains(word.span) for span in spans) and not {"span", "quote"} & target.keys()
            right.append(word in heads or (counts and (inside or ("actor" in target and option.actor is not None))))
        if not any(right):
            right = list(counted)
        return right if any(right) else [*right[:-1], True]


def _cued(article: Prepared, task: str) -> Iterator[tuple[Mapping[str, Any], Word]]:
    for item in (article.gold or {}).get(f"{task}s", ()):
        word = article.annotation.head_in(Span(*item["cue"]))
        if word is not None:
            yield item, word


def _ids(links: Iterable[Link]) -> frozenset[str]:
    return frozenset(link.id for link in links if link.id)


def _same(document: Document, gold: Mapping[str, Any], name: str) -> Actor | None:
    """The library's actor that shares most mentions with a gold one."""
    spans = [Span(*m) for actor in gold["actors"] if actor["id"] == name for m in actor["mentions"]]
    return sharing_most(document.actors, spans)


def _named_so(document: Document, gold: Mapping[str, Any], name: str) -> set[str]:
    """Ids of the library's actors that a gold one is: all that the head of a mention names, else the likest one."""
    spans = [Span(*m) for actor in gold["actors"] if actor["id"] == name for m in actor["mentions"]]
    heads = {document.head_in(span) for span in spans} - {None}
    found = {actor.id for actor in document.actors if any(document.head_in(span) in heads for span in actor.spans)}
    if not found and (likest := sharing_most(document.actors, spans)) is not None:
        found = {likest.id}
    return {own for own in found if own}


def _numbered(document: Document, options: Iterable[Option]) -> list[tuple[int | None, Sequence[str]]]:
    return [(None if option.at is None else document.number_of(option.at), option.facts) for option in options]


# --- the training -------------------------------------------------------------------------------------------------


def learned_ranker(
    examples: Sequence[SlotExample],
    seed: int,
    *,
    epochs: int = _EPOCHS,
    dropout: float = 0.5,
    decay: float = 0.01,
    rare: int = _RARE,
    faster: float = _FASTER,
    **sizes: int,
) -> Ranker:
    """A ranker that learned from examples of one slot.

    Args:
        examples: what it learns from.
        seed: of all that is drawn.
        epochs: how often each example is read.
        dropout: share of the numbers that are hidden from the network while it learns.
        decay: of the weights.
        rare: a fact that fewer options have is not known.
        faster: how many times as fast the weights of facts alone are learned.
        sizes: of the network where they are not to be the usual ones (`SlotSizes`).
    """
    torch.manual_seed(seed)
    chance = random.Random(seed)
    usable = [example for example in examples if any(example.right)]
    counts: Counter[str] = Counter()
    several = len({example.label.partition(":")[0] for example in usable}) > 1
    for example in usable:
        task = example.label.partition(":")[0]
        told = [fact for _, facts in example.options for fact in facts]
        counts.update([*told, *(f"{task}: {fact}" for fact in told if several)])
    facts = sorted(fact for fact, count in counts.items() if count >= rare)
    labels = sorted({example.label for example in usable})
    known = {"facts": len(facts), "labels": len(labels), "vectors": usable[0].vectors.shape[1]}
    network = SlotNetwork(SlotSizes(**known, **sizes), dropout=dropout)
    nn.init.zeros_(network.weights.weight)
    nn.init.normal_(network.facts.weight, std=0.1)
    nn.init.zeros_(network.score.weight)
    ranker = Ranker(network, facts, labels)
    rest = [p for name, p in network.named_parameters() if name != "weights.weight"]
    groups = [{"params": [network.weights.weight], "lr": _RATE * faster}, {"params": rest}]
    optimizer = torch.optim.AdamW(groups, lr=_RATE, weight_decay=decay)
    steps = epochs * -(-len(usable) // _AT_ONCE)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / _WARM) * (1 - step / (steps + 1))
    )
    network.train()
    for _ in range(epochs):
        chance.shuffle(usable)
        for start in range(0, len(usable), _AT_ONCE):
            group = usable[start : start + _AT_ONCE]
            # Made when they are asked: all of them at once hold a row of vectors for each option.
            questions = Questions.join([ranker.question(e.vectors, e.cue, e.label, e.options) for e in group])
            right = torch.tensor([float(answer) for example in group for answer in example.right])
            scores = network(questions)
            whole = logs_of_sums(scores, questions.of, len(group))
            of_right = logs_of_sums(scores + (right - 1) * 1e9, questions.of, len(group))
            loss = (whole - of_right).mean()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), _SEED_LIMIT)
            optimizer.step()
            schedule.step()
    network.eval()
    return ranker


def shares_right(examples: Iterable[SlotExample], rankers: Mapping[str, Ranker]) -> Counter[str]:
    """How often the likeliest option counts as right, by the sort of the answer.

    Args:
        examples: of one slot.
        rankers: of each article, by its SHA-256.
    """
    found: Counter[str] = Counter()
    for example in examples:
        ranker = rankers.get(example.article)
        if ranker is None:
            continue
        shares = ranker.reading(example.vectors).shares(example.cue, example.label, example.options)
        last = len(shares) - (example.name == TARGETS)  # a target is told wherever one is
        best = max(range(last), key=lambda number: shares[number], default=None)
        found[f"{example.sort} of"] += 1
        found[example.sort] += best is not None and example.counted[best]
    return found
