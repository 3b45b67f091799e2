"""Fits what tells which proposal words mean, and measures it on articles that it was not fitted to.

    python benchmarks/salience.py --texts DIR --parses FOLDER [--write]

The annotated articles of gold/ that are for training give the examples; DIR is searched for their texts. An example is
a place where words may take up a proposal, with the proposals spoken of before: what the library took for a proposal or
a later mention of one, the mentions of the gold proposals, and reactions, those of the library and those of the gold,
beside the library's proposals and beside the gold ones. The weights are those of a conditional logit over the
proposals and "none", with a penalty on how far they are from what was believed before.
Each fifth of the articles is read with weights that were fitted
to the others, and what comes of it is counted. With --write, the weights fitted to all are written into the library.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zlib import crc32

import numpy as np
import torch
from attrs import evolve, frozen
from diplomacy_nlp_proposals.candidate import ProposalCandidate
from diplomacy_nlp_proposals.chains import anaphor_of, spoken_of
from diplomacy_nlp_proposals.find import rule_candidates
from diplomacy_nlp_proposals.lexicons import packaged_cues
from events import prediction, sharing_most
from parses import analyses, kept_parses
from scoring import Matched, lines, overlap, place, read_text, score, stem

from diplomacy_nlp import Actor, Analysis, Annotation, Article, Link, Mention, Proposal, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit import salience
from diplomacy_nlp.toolkit.discourse import Discourse, Readings, ids_of, lemma_of, place_of
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.salience import Anaphor, Referent, Salience
from gold import files, read, split

FOLDS = 5
PENALTY = 1.0
SEEDS = 12  # how many articles the seed counts for, which has to be read right
# What the facts were believed to weigh before the first example: a few hundred articles do not show them all often. A
# weight is drawn to its belief, by the part of its name after the colon, and to 0 where there is none.
BELIEVED = {
    "its own words": 3.0,
    "its words in the phrase": 1.0,
    "another's own words": -1.0,
    "another has the noun": -1.5,
    "same noun": 1.5,
    "head in content": 1.5,
    "words known": 1.0,
    "words not known": -0.7,
    "no word known": -1.5,
    "same owner": 2.0,
    "other owner": -2.0,
    "another one by owner, words or number": -1.0,
    "other content and proposer": -2.0,
    "other content, by which it is named": -1.0,
    "sentences back": -0.5,
    "proposals between": -0.5,
    "told later": -1.5,
    "over": -2.0,
    "a kind that it is not": -1.5,
}
SURE = 40.0  # how many times as much a belief is held to as the zero of other facts
RARE = 4  # a fact that fewer examples have is not weighed
WEIGHT = {"reaction found": 1.0, "gold reaction, proposals found": 0.5, "gold reaction": 0.5}
WEIGHT |= {"mention found": 1.0, "gold mention": 0.5}
# The share from which on a proposal is taken rather than none. Where a reaction names nothing, "none" is no answer that
# could be right. Others gave the same within a few items in a thousand, on articles that were not fitted to.
LEAST = {"noun as target": 0.35, "pronoun as target": 0.25, "clause as target": 0.35, "nothing as target": 0.05}
LEAST |= {"put forward": 0.5, "mention": 0.4}
TARGET = Path(salience.__file__).parent / "weights" / "salience.tsv"
HEADER = """\
# What speaks for a proposal's being meant, and ("none") for none of them; written by benchmarks/salience.py.
# least share: of the likeliest proposal beside none, from which on it is taken.
fact\tweight
"""

OWN = Path(__file__).parent / "invented"  # articles of our own, to which we wrote the rules: fitted to, not counted
SEED = Path(__file__).parents[1] / "seeds" / "lavrov.json"

Gold = Mapping[str, Any]


@frozen(kw_only=True)
class Example:
    """Words that may take up a proposal, and which.

    Args:
        article: its id; an article's examples are left out together.
        source: a key of WEIGHT.
        right: keys of the proposals that are right; None among them where none is.
    """

    article: str
    source: str
    anaphor: Anaphor
    table: Salience
    right: frozenset[str | None]


@frozen(kw_only=True)
class Annotated:
    """An article with its gold, its parse, and what the library finds in it."""

    gold: Gold
    article: Article
    annotation: Annotation
    found: Analysis
    is_own: bool


def main() -> None:
    """Fits, measures, and writes the weights where it is asked to."""
    options = _options()
    articles = list(articles_in(options.texts, options.parses))
    examples = [example for article in articles for example in examples_of(article)]
    print("examples:", dict(Counter(example.source for example in examples)), flush=True)
    design = Design.of(examples)
    found: list[tuple[str, Gold, Gold]] = []
    for fold in range(FOLDS):
        others = frozenset(a.article.id for a in articles if fold_of(a.article.id) != fold)
        weights = design.fitted(others)
        held = [a for a in articles if fold_of(a.article.id) == fold and not a.is_own]
        with patch.object(salience, "packaged_weights", return_value=weights):
            for each, analysis in zip(held, analyses([a.article for a in held], options.parses), strict=True):
                found.append((each.article.text, each.gold, prediction(analysis)))
    tallies = score([(text, gold) for text, gold, _ in found], [line for _, _, line in found])
    print("articles read with weights fitted to others:", *lines(tallies), sep="\n")
    if options.write:
        weights = design.fitted(frozenset(a.article.id for a in articles))
        rows = [f"{fact}\t{weight:.2f}" for fact, weight in weights.items() if abs(weight) >= 0.005]
        TARGET.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--parses", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


def fold_of(article: str) -> int:
    return crc32(article.encode()) % FOLDS


def articles_in(folder: Path, parses: Path) -> Iterator[Annotated]:
    """The training articles; our own texts lie beside their gold."""
    parts = split()
    paths = [path for path in files() if parts[f"{path.parent.name}/{path.name}"] == "train"]
    paths += [*sorted(OWN.rglob("*.json")), SEED]
    golds = [{"proposals": [], "reactions": [], **read(path)} for path in paths]
    own = Path(__file__).parents[1] / "gold" / "mirrored" / "text"
    texts = {path.stem: path for top in (folder, own, OWN, SEED.parent) for path in top.rglob("*.txt")}
    articles = [Article(text=read_text(texts[stem(gold["doc"])]), id=gold["doc"]) for gold in golds]
    kept = kept_parses(articles, parses)
    for path, gold, (article, annotation), found in zip(paths, golds, kept, analyses(articles, parses), strict=True):
        own_article = path.parent in (OWN, SEED.parent)
        yield Annotated(gold=gold, article=article, annotation=annotation, found=found, is_own=own_article)


# --- examples -----------------------------------------------------------------------------------------------------


def examples_of(article: Annotated) -> Iterator[Example]:
    """All examples of an article."""
    yield from _mentions_found(article)
    yield from _gold_mentions(article)
    for source in ("reaction found", "gold reaction, proposals found", "gold reaction"):
        yield from _reactions(article, source)


@frozen(kw_only=True)
class Question:
    """A stance of which it is known what it is toward."""

    offset: int
    cue: Word
    word: Word | None
    holders: frozenset[str]
    key: str | None  # of the proposal
    right: frozenset[str | None]
    touched: frozenset[str]  # proposals of which the target's words are a part


def _reactions(article: Annotated, source: str) -> Iterator[Example]:
    document = _of_gold(article) if source == "gold reaction" else of_library(article)
    # of gold proposals the text's own mentions are kept back: they would tell what is to be learned
    bare = evolve(document, proposals=tuple(evolve(p, mentions=()) for p in document.proposals))
    readings = Readings(document=bare if source == "gold reaction" else document)
    asked = [(q, readings.anaphor(q.word, q.cue, q.holders)) for q in _questions(article, source, document)]
    discourse = Discourse.of(document)
    for question, anaphor in sorted(asked, key=lambda pair: max(pair[1].place.offset, pair[0].offset)):
        offset = max(anaphor.place.offset, question.offset)
        discourse = discourse.at(offset)
        yield Example(
            article=article.article.id,
            source=source,
            anaphor=anaphor,
            table=discourse.salience,
            # what the library took for two proposals may be one: its words name it as well
            right=question.right | (anaphor.named & question.touched if question.key else frozenset()),
        )
        discourse = discourse.after(Link(id=question.key) if question.key else None, offset)


def _questions(article: Annotated, source: str, document: Document) -> Iterator[Question]:
    found = prediction(article.found)
    matched = Matched(article.article.text, article.gold, found).matched
    keys = {name: item["id"] for name, item in matched["proposals"].items()}
    if source == "gold reaction":
        keys = {proposal["id"]: proposal["id"] for proposal in article.gold["proposals"]}
    reactions = {reaction.id: reaction for reaction in article.found.reactions}
    for gold in article.gold["reactions"]:
        target = gold.get("target") or {}
        key = keys.get(target.get("proposal", ""))
        touched = frozenset(_touched(target, article.gold, found)) if source != "gold reaction" else frozenset[str]()
        right = {key} if key or source == "gold reaction" else {None, *touched}
        if source == "reaction found":
            if gold["id"] not in matched["reactions"]:
                continue
            reaction = reactions[matched["reactions"][gold["id"]]["id"]]
            span = reaction.target.span if reaction.target is not None else None
            cue, word = document.annotation.head_in(reaction.cue), document.annotation.head_in(span) if span else None
            holders = ids_of(document, reaction.reactors)
        else:
            cue = document.annotation.head_in(Span(*gold["cue"]))
            asked = _target_word(article, document, cue, target) if cue is not None else None
            if asked is None:
                continue
            word, holders = asked[0], _holders(article, document, gold["reactors"])
        if cue is not None:
            offset = cue.span.start
            yield Question(
                offset=offset, cue=cue, word=word, holders=holders, key=key, right=frozenset(right), touched=touched
            )


def _touched(target: Gold, gold: Gold, found: Gold) -> Iterator[str]:
    """Proposals that a target's words name, though the gold takes them for none."""
    if target and "actor" not in target:
        spans = place(target, gold)
        for proposal in found["proposals"]:
            if overlap(spans, [proposal["cue"], *proposal["content"], *proposal["mentions"]]):
                yield proposal["id"]


def _holders(article: Annotated, document: Document, ids: Iterable[str]) -> frozenset[str]:
    """Ids in the document of gold actors, and of those they act for."""
    known = {actor["id"]: [Span(*m) for m in actor["mentions"]] for actor in article.gold["actors"]}
    found = (sharing_most(document.actors, known.get(name, ())) for name in ids)
    return ids_of(document, [Link(id=actor.id) for actor in found if actor is not None])


def _target_word(article: Annotated, document: Document, cue: Word, target: Gold) -> tuple[Word | None] | None:
    """Head of the words that name a gold target near a cue, None where none do; nothing where it cannot be told."""
    annotation = document.annotation
    spans = [Span(*span) for span in place(target, article.gold)]
    arguments = tuple(_arguments(annotation, cue))
    if "span" in target or "quote" in target:
        return (annotation.head_in(spans[0]) if spans else None,)
    covered = [w for w in arguments if any(span.contains(w.span) for span in spans)]
    touched = [w for w in arguments if any(span.overlaps(annotation.phrase(w)) for span in spans)]
    if covered or touched:
        return ((covered or touched)[0],)
    if "proposal" not in target:
        return (None,)
    near = [s for s in spans if s.overlaps(annotation.sentence_of(cue).span)]
    if near:
        return (annotation.head_in(near[0]),)
    return None if arguments else (None,)


def _arguments(annotation: Annotation, cue: Word) -> Iterator[Word]:
    """Heads of phrases and clauses near a cue that may say what it is toward."""
    for child in annotation.children(cue, "obj", "iobj", "obl", "nmod", "ccomp", "xcomp", "nsubj:pass", "acl"):
        yield child
        if child.relation == "xcomp":
            yield from annotation.children(child, "obj", "obl", "ccomp", "nmod")
    above = annotation.parent(cue)
    if above is not None and cue.relation in ("amod", "acl", "obj", "obl", "xcomp", "nmod"):
        if above.upos in ("NOUN", "PROPN", "PRON"):
            yield above
        else:
            yield from (w for w in annotation.children(above, "obj", "obl", "nsubj") if w != cue)
    if cue.upos in ("ADJ", "NOUN"):
        yield from annotation.children(cue, "nsubj", "csubj")


def of_library(article: Annotated) -> Document:
    found = article.found
    return Document(
        article=article.article,
        annotation=article.annotation,
        actors=found.actors,
        quotes=found.quotes,
        proposals=found.proposals,
    )


def _of_gold(article: Annotated) -> Document:
    named = [actor for actor in article.gold["actors"] if actor["mentions"]]
    known = {actor["id"] for actor in named}
    actors = [
        Actor(
            id=a["id"],
            name=a["name"],
            kind=a["kind"],
            mentions=[Mention(span=Span(*m)) for m in a["mentions"]],
            principal=Link(id=a["principal"]) if a.get("principal") in known else None,
        )
        for a in named
    ]

    def links(ids: Iterable[str] | None) -> list[Link]:
        return [Link(id=i) for i in ids or () if i in known]

    proposals = [
        Proposal(
            id=p["id"],
            cue=Span(*p["cue"]),
            kind=p["kind"],
            proposers=links(p["proposers"]),
            addressees=links(p.get("addressees")),
            participants=links(p.get("participants")),
            content=[Span(*s) for s in p["content"]],
            mentions=[Span(*s) for s in p.get("mentions") or ()],
            status=p.get("status"),
        )
        for p in article.gold["proposals"]
    ]
    return Document(
        article=article.article, annotation=article.annotation, actors=tuple(actors), proposals=tuple(proposals)
    )


def _mentions_found(article: Annotated) -> Iterator[Example]:
    """What the rules took for proposals and their mentions, each with the earlier one of the same gold proposal."""
    document = evolve(of_library(article), proposals=())
    matched = Matched(article.article.text, article.gold, prediction(article.found))
    opened: dict[str | None, str] = {}
    known: dict[str, Referent] = {}
    table = Salience()
    for number, candidate in enumerate(rule_candidates(document, packaged_cues())):
        anaphor = anaphor_of(document, candidate)
        label = _label(matched, article.gold, candidate)
        key = opened.get(label) if label is not None else None
        if table.referents:
            yield Example(
                article=article.article.id,
                source="mention found",
                anaphor=anaphor,
                table=table,
                right=frozenset({key}),
            )
        if key is None:
            if not candidate.stands:
                continue
            key = opened[label] = str(number)
        known[key] = spoken_of(document, candidate, anaphor, key, known.get(key))
        table = table.after(known[key])


def _label(matched: Matched, gold: Gold, candidate: ProposalCandidate) -> str | None:
    """The gold proposal of a candidate: by cue and mentions first, else by what would be done."""
    named = [[s.start, s.end] for s in (candidate.cue, candidate.nominal) if s is not None]
    told = [[s.start, s.end] for s in candidate.content]
    best, label = 0.0, None
    for proposal in gold["proposals"]:
        theirs = [proposal["cue"], *(proposal.get("mentions") or ())]
        by_name = max(matched.words.share(a, b) for a in named for b in theirs)
        by_content = matched.words.share(told, proposal["content"]) if candidate.stands else 0.0
        points = (by_name >= 0.5) * 2 * by_name + (by_content >= 0.5) * by_content
        if points > best:
            best, label = points, proposal["id"]
    return label


def _gold_mentions(article: Annotated) -> Iterator[Example]:
    """Later mentions of the gold proposals; that none is meant is no answer here."""
    document = _of_gold(article)
    readings = Readings(document=document)
    known, table = dict(readings.referents), Salience()
    spoken: set[str] = set()
    names = [(s, p.id or "", s != p.cue) for p in document.proposals for s in (p.cue, *p.mentions)]
    for span, key, is_mention in sorted(names):
        word = document.annotation.head_in(span)
        if is_mention and key in spoken and word is not None and word.upos in ("NOUN", "PRON", "PROPN"):
            nothing = frozenset[str]()
            anaphor = evolve(
                readings.anaphor(word, word), is_target=False, around=nothing, within=nothing, named=nothing
            )
            yield Example(
                article=article.article.id,
                source="gold mention",
                anaphor=anaphor,
                table=table,
                right=frozenset({key}),
            )
        if key in spoken:
            nouns = frozenset({lemma_of(word)}) if word is not None and word.upos == "NOUN" else frozenset[str]()
            said = evolve(known[key], nouns=nouns, last=place_of(document, span.start))
            known[key] = known[key].joined(said)
        spoken.add(key)
        table = table.after(known[key])


# --- the fit ------------------------------------------------------------------------------------------------------


@frozen(kw_only=True, eq=False)
class Design:
    """The examples as numbers: a row for each answer, a column for each fact."""

    examples: Sequence[Example]
    facts: Sequence[str]
    rows: Any
    example_of: Any
    right: Any

    @classmethod
    def of(cls, examples: Sequence[Example]) -> Design:
        """The design of examples, with the facts that are not rare."""
        answers = [list(_answers(example)) for example in examples]
        counts = Counter(fact for answer in answers for facts, _ in answer for fact in facts)
        columns = {fact: at for at, fact in enumerate(sorted(f for f, count in counts.items() if count >= RARE))}
        size = sum(map(len, answers))
        rows, example_of, right = np.zeros((size, len(columns)), "f4"), np.zeros(size, "i8"), np.zeros(size, "f4")
        for at, (number, facts, is_right) in enumerate(
            (number, facts, is_right) for number, answer in enumerate(answers) for facts, is_right in answer
        ):
            example_of[at], right[at] = number, is_right
            for fact, value in facts.items():
                if fact in columns:
                    rows[at, columns[fact]] = value
        return cls(examples=examples, facts=list(columns), rows=rows, example_of=example_of, right=right)

    def fitted(self, articles: frozenset[str]) -> dict[str, float]:
        """Weights fitted to the examples of some articles, and the least shares."""
        rows, example_of, right = map(torch.from_numpy, (self.rows, self.example_of, self.right))
        size = len(self.examples)
        believed = torch.tensor([BELIEVED.get(fact.rpartition(": ")[2], 0.0) for fact in self.facts])
        penalty = PENALTY * torch.where(believed != 0, SURE, 1.0)
        known = torch.zeros(size).index_add(0, example_of, right) > 0
        often = [SEEDS if stem(e.article) == SEED.stem else 1 for e in self.examples]
        count = torch.tensor(
            [WEIGHT[e.source] * n * (e.article in articles) for e, n in zip(self.examples, often, strict=True)]
        )
        count = count * known
        weights = torch.zeros(len(self.facts), requires_grad=True)
        optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

        def total(parts: Any) -> Any:
            return torch.zeros(size).index_add(0, example_of, parts).clamp_min(1e-30).log()

        def loss() -> Any:
            optimizer.zero_grad()
            odds = torch.exp(rows @ weights)
            value = ((total(odds) - total(odds * right)) * count).sum() + (penalty * (weights - believed) ** 2).sum()
            value.backward()
            return value

        optimizer.step(loss)  # type: ignore[no-untyped-call]
        fitted = dict(zip(self.facts, weights.detach().tolist(), strict=True))
        return fitted | {f"{use}: least share": share for use, share in LEAST.items()}


def _answers(example: Example) -> Iterator[tuple[Mapping[str, float], bool]]:
    """The facts of each answer, and whether it is right."""
    referents = example.table.candidates(example.anaphor)
    for referent in referents:
        yield example.table.facts(example.anaphor, referent), referent.key in example.right
    if example.source != "gold mention":
        yield example.table.facts_of_none(example.anaphor, len(referents)), None in example.right


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
