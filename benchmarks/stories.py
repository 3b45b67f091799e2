"""Scores what is linked across articles on the families of `gold/families`: copies, actors, proposals, statuses.

    python benchmarks/stories.py A           given each article's own gold items
    python benchmarks/stories.py B --read    the same, and end to end: with what the library reads in the articles

All families of a part are linked together, as one corpus, so that what is joined across families counts as wrong.

- copies: F1 of the pairs of articles that are one copy; pairs that share paragraphs only (`partial`) count for nothing.
- actors, proposals: B-cubed (A. Bagga, B. Baldwin, 1998) over the gold's items, one for each actor (proposal) and
  article. End to end, an item that the library did not find is alone: it costs recall; "of those found" leaves it out,
  and "linked without fault" says what no linking can pass, given what was found.
- statuses: F1 of the entries of timelines, one to one: the same status, at most a week apart. Each gold proposal is
  held against the linked one that has most of its items, none of which has an entry for nothing.
- status by day: on the day of each article since the proposal is first told of, how often the status is the gold's.
- contradictions: of the gold's, those found between the same two articles; and how many are found in all.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any

from diplomacy_nlp_corpus import CorpusProposal, LinkedCorpus, link_stories
from families import Family, analysis_of, families

from diplomacy_nlp import Analysis, Analyzer, Span

_WEEK = 7
_HALF = 0.5
Item = tuple[str, str, str]  # family, gold id, article
Pair = tuple[int, int, int]  # hits, of the gold, of the given


def main() -> int:
    """Prints the table; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=["A", "B"])
    parser.add_argument("--read", action="store_true", help="end to end as well")
    options = parser.parse_args()
    found = families(options.part)
    articles = [article for family in found for article in family.articles]
    given = {article.id: analysis_of(family, article) for family in found for article in family.articles}
    columns = [score(found, given)]
    heads = ["given the items"]
    if options.read:
        read = {one.article.id: one for one in Analyzer.discover().analyze_many(articles)}
        columns.append(score(found, read))
        heads.append("end to end")
    print(f"| families {options.part}, {len(articles)} articles | {' | '.join(heads)} |")
    print(f"|---|{'---|' * len(heads)}")
    for name in columns[0]:
        print(f"| {name} | {' | '.join(column[name] for column in columns)} |")
    return 0


def score(found: Sequence[Family], analyses: Mapping[str, Analysis]) -> dict[str, str]:
    """The lines of the table, by name."""
    corpus = link_stories(analyses.values())
    actors = _actor_clusters(corpus)
    proposals = {
        (told.evidence.article, told.evidence.item): proposal for proposal in corpus.proposals for told in proposal.told
    }
    gold_actors = [*items(found, "actors")]
    gold_proposals = [*items(found, "proposals")]
    by_name = {family.name: family for family in found}
    theirs_a = [actors.get((item[2], _actor_at(by_name[item[0]], item, analyses[item[2]]))) for item in gold_actors]
    places = proposals_at(by_name, gold_proposals, analyses)
    theirs_p = [proposals.get((item[2], places.get(item, ""))) for item in gold_proposals]
    ids = [one.id if one else None for one in theirs_p]
    faultless = ["/".join(item[:2]) if item in places else None for item in gold_proposals]
    timelines = _timelines(found, gold_proposals, theirs_p)
    agreed, days = _by_day(found, gold_proposals, theirs_p)
    told, all_told = _contradictions(found, corpus)
    return {
        "copies: F1 of pairs": _f1(_copies(found, corpus)),
        "actors: B-cubed precision, recall, F1": _clusters(gold_actors, theirs_a),
        "actors of those found": _clusters(*_there(gold_actors, theirs_a)),
        "proposals: B-cubed precision, recall, F1": _clusters(gold_proposals, ids),
        "proposals of those found": _clusters(*_there(gold_proposals, ids)),
        "proposals, were those found linked without fault": _clusters(gold_proposals, faultless),
        "statuses over time: F1 of entries": _f1(timelines),
        "status by day": f"{100 * agreed / max(days, 1):.1f} ({agreed} of {days})",
        "contradictions": f"{told[0]} of {told[1]}, {all_told} found",
    }


# --- gold and given -----------------------------------------------------------------------------------------------


def items(found: Iterable[Family], kind: str) -> Iterator[Item]:
    """The gold's actors or proposals, one item for each article that has them."""
    for family in found:
        for key, gold in family.gold[kind].items():
            there = {*gold["articles"], *(gold.get("nominals") or {})}
            yield from ((family.name, key, article.id) for article in family.articles if article.id in there)


def _actor_clusters(corpus: LinkedCorpus) -> dict[tuple[str, str], str]:
    return {(one.article, one.item): actor.id for actor in corpus.actors for one in actor.sightings}


def _actor_at(family: Family, item: Item, analysis: Analysis) -> str:
    """The id of the actor that the gold's mentions in this article meet most often; "" where they meet none."""
    gold = family.gold["actors"][item[1]]
    spans = [Span(*span) for part in (gold["articles"], gold.get("nominals") or {}) for span in part.get(item[2], ())]
    met = Counter(
        actor.id or "" for actor in analysis.actors for span in spans if any(span.overlaps(own) for own in actor.spans)
    )
    own = f"a-{item[1]}"  # an Analysis made of gold
    return own if own in met else max(met, key=lambda one: (met[one], one)) if met else ""


def proposals_at(
    by_name: Mapping[str, Family], items: Sequence[Item], analyses: Mapping[str, Analysis]
) -> dict[Item, str]:
    """Gold items to proposals of the Analysis of their article, one to one, those that share most first."""
    pairs = []
    for item in items:
        gold = by_name[item[0]].gold["proposals"][item[1]]
        for proposal in analyses[item[2]].proposals:
            shared = max(_shared(one, proposal) for one in gold["articles"][item[2]])
            if shared >= _HALF:
                pairs.append((shared, item, proposal.id or ""))
    found: dict[Item, str] = {}
    for _, item, key in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        if item not in found and (item[2], key) not in {(one[2], other) for one, other in found.items()}:
            found[item] = key
    return found


def _shared(gold: Mapping[str, Any], proposal: Any) -> float:
    """How much of the shorter one's cue, or content, both share."""
    cue = _overlap([Span(*gold["cue"])], [proposal.cue])
    return max(cue, _overlap([Span(*span) for span in gold["content"]], proposal.content))


def _overlap(one: Sequence[Span], other: Sequence[Span]) -> float:
    both = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    return both / max(min(sum(map(len, one)), sum(map(len, other))), 1)


# --- measures -----------------------------------------------------------------------------------------------------


def b_cubed(gold: Sequence[Hashable], given: Sequence[Hashable]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 of two ways to group the same items."""
    real: defaultdict[Hashable, set[int]] = defaultdict(set)
    ours: defaultdict[Hashable, set[int]] = defaultdict(set)
    for place, (one, other) in enumerate(zip(gold, given, strict=True)):
        real[one].add(place)
        ours[other].add(place)
    shared = [
        (len(real[one] & ours[other]), len(ours[other]), len(real[one])) for one, other in zip(gold, given, strict=True)
    ]
    precision = sum(both / size for both, size, _ in shared) / max(len(shared), 1)
    recall = sum(both / size for both, _, size in shared) / max(len(shared), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def _clusters(items: Sequence[Item], given: Sequence[str | None]) -> str:
    """B-cubed, in per cent; an item without a cluster is alone.

    Actors of two families may be one, so each is scored within its own; proposals of two families never are.
    """
    alone = [one or f"none {place}" for place, one in enumerate(given)]
    is_actor = any((one or "").startswith("a") for one in given)
    ours = [(item[0] if is_actor else "", one) for item, one in zip(items, alone, strict=True)]
    figures = b_cubed([item[:2] for item in items], ours)
    return ", ".join(f"{100 * one:.1f}" for one in figures) + f" ({len(items)} items)"


def _there(items: Sequence[Item], given: Sequence[str | None]) -> tuple[list[Item], list[str]]:
    both = [(item, one) for item, one in zip(items, given, strict=True) if one]
    return [item for item, _ in both], [one for _, one in both]


def _f1(pair: Pair) -> str:
    hits, gold, given = pair
    return f"{100 * 2 * hits / max(gold + given, 1):.1f} ({hits} of {gold}, {given} given)"


def _copies(found: Iterable[Family], corpus: LinkedCorpus) -> Pair:
    given = {pair for family in corpus.copies for pair in combinations(sorted(family.articles), 2)}
    gold: set[tuple[str, ...]] = set()
    for family in found:
        gold |= {pair for group in family.gold["duplicates"] for pair in combinations(sorted(group), 2)}
        given -= {pair for group in family.gold.get("partial", ()) for pair in combinations(sorted(group), 2)} - gold
    return len(gold & given), len(gold), len(given)


def _linked(
    found: Iterable[Family], items: Sequence[Item], given: Sequence[CorpusProposal | None]
) -> Iterator[tuple[Family, str, CorpusProposal | None]]:
    """Each gold proposal with the linked one that has most of its items."""
    votes: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    by_id = {one.id: one for one in given if one}
    for item, one in zip(items, given, strict=True):
        if one:
            votes[item[:2]][one.id] += 1
    for family in found:
        for key in family.gold["proposals"]:
            best = votes[family.name, key].most_common(1)
            yield family, key, by_id[best[0][0]] if best else None


def _timelines(found: Iterable[Family], items: Sequence[Item], given: Sequence[CorpusProposal | None]) -> Pair:
    hits = gold_entries = given_entries = 0
    for family, key, proposal in _linked(found, items, given):
        left = [(told.day or 0, str(told.status)) for told in proposal.timeline] if proposal else []
        gold = [*_entries(family, key)]
        gold_entries += len(gold)
        given_entries += len(left)
        for day, status in gold:
            near = [one for one in left if one[1] == status and abs(one[0] - day) <= _WEEK]
            if near:
                left.remove(near[0])
                hits += 1
    return hits, gold_entries, given_entries


def _entries(family: Family, id: str) -> Iterator[tuple[int, str]]:
    for day, status in family.gold["proposals"][id]["timeline"]:
        yield date.fromisoformat(day).toordinal(), status


def _by_day(found: Iterable[Family], items: Sequence[Item], given: Sequence[CorpusProposal | None]) -> tuple[int, int]:
    agreed = days = 0
    for family, key, proposal in _linked(found, items, given):
        ours = [(told.day or 0, str(told.status)) for told in proposal.timeline] if proposal else []
        gold = [*_entries(family, key)]
        there = family.gold["proposals"][key]["articles"]
        published = {article.id: date.fromisoformat(article.date or "").toordinal() for article in family.articles}
        first = min(published[article] for article in there)
        for day in sorted({day for day in published.values() if day >= first}):
            days += 1
            agreed += _on(ours, day) == _on(gold, day) is not None
    return agreed, days


def _on(entries: Sequence[tuple[int, str]], day: int) -> str | None:
    return next((status for began, status in reversed(entries) if began <= day), None)


def _contradictions(found: Iterable[Family], corpus: LinkedCorpus) -> tuple[tuple[int, int], int]:
    given = [{one.one.article, one.other.article} for proposal in corpus.proposals for one in proposal.contradictions]
    gold = [set(one["articles"]) for family in found for one in family.gold["contradictions"]]
    return (sum(any(one <= other for other in given) for one in gold), len(gold)), len(given)


if __name__ == "__main__":
    sys.exit(main())
