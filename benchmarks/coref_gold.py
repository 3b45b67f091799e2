"""Scores coreference on gold files: MUC, B-cubed, CEAF-e over mentions, and their mean, the CoNLL score.

    python benchmarks/coref_gold.py GOLD_DIR [GOLD_DIR ...] --texts DIR
        [--split SPLIT.tsv] [--part dev] [--parses FOLDER]

The options are those of `events.py`. Two mentions are the same where their words are, articles at their begin aside
(gold files may give "the minister" or "minister"); by heads, where their head words are, since a gold file may give a
name with its title or without; so again without possessive, relative and reflexive pronouns, which gold files may leave
out. A gold file need not list all mentions of an actor and lists no actor without a part in the story, so that numbers
are also printed of its mentions alone, which counts what is missed and what is grouped wrongly; and of those alone that
both sides have, which says how well found mentions are grouped.

MUC: Vilain et al. 1995; B-cubed: Bagga and Baldwin 1998; CEAF with the entity-based similarity: Luo 2005; their mean:
Pradhan et al. 2011. Written by these definitions; counts are added up over all articles, as the shared tasks do.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from parses import analyses, kept_parses

from diplomacy_nlp import Analysis, Annotation, Article, Span

Mention = tuple[int, int]
Clusters = Sequence[frozenset[Mention]]
Fraction = tuple[float, float]

_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)


def main() -> int:
    """Reads the gold files' articles and prints the scores."""
    options = _options()
    files = [path for folder in options.gold for path in sorted(folder.glob("*.json"))]
    if options.split is not None:
        lines = (line.split("\t") for line in options.split.read_text(encoding="utf-8").splitlines())
        wanted = {name for name, part in lines if part == options.part}
        files = [path for path in files if f"{path.parent.name}/{path.name}" in wanted]
    gold = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    articles = [Article(text=_text(options.texts, one["doc"]), id=one["doc"]) for one in gold]
    with tempfile.TemporaryDirectory() as folder:
        parses = options.parses or Path(folder)
        annotations = [annotation for _, annotation in kept_parses(articles, parses)]
        found = [_clusters(analysis) for analysis in analyses(articles, parses)]
    pairs = [
        (_gold_clusters(one, article.text), ours) for one, article, ours in zip(gold, articles, found, strict=True)
    ]
    heads = [
        (_heads(key, annotation), _heads(ours, annotation))
        for (key, ours), annotation in zip(pairs, annotations, strict=True)
    ]
    rows = {
        "all": pairs,
        "by heads": heads,
        "by heads, no possessives": [
            (_without(key, annotation), _without(ours, annotation))
            for (key, ours), annotation in zip(heads, annotations, strict=True)
        ],
        "by heads, the gold's": [(key, _among(ours, key)) for key, ours in heads],
        "of both": [_shared(*pair) for pair in pairs],
    }
    print("| mentions | MUC | B-cubed | CEAF-e | CoNLL |\n|---|---|---|---|---|")
    for name, those in rows.items():
        values = [_f(*counts) for counts in scores(those)]
        print(f"| {name} | " + " | ".join(f"{100 * value:.1f}" for value in [*values, sum(values) / 3]) + " |")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--split", type=Path)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--parses", type=Path)
    return parser.parse_args()


def _text(folder: Path, doc: str) -> str:
    name = doc.rpartition("/")[2].removesuffix(".txt") + ".txt"
    with next(folder.rglob(name)).open(encoding="utf-8", newline="") as file:  # newline="": offsets count as written
        return file.read()


def _bare(text: str, start: int, end: int) -> Mention:
    found = _ARTICLE.match(text, start, end)
    return (found.end() if found is not None and found.end() < end else start, end)


def _gold_clusters(gold: Mapping[str, list[dict[str, list[list[int]]]]], text: str) -> Clusters:
    return _apart([_bare(text, *span) for span in actor["mentions"]] for actor in gold["actors"])


def _clusters(analysis: Analysis) -> Clusters:
    def bare(span: Span) -> Mention:
        return _bare(analysis.article.text, span.start, span.end)

    return _apart([bare(span) for span in actor.spans] for actor in analysis.actors)


def _apart(clusters: Iterable[Sequence[Mention]]) -> Clusters:
    """Clusters in which each mention stands once: in the first that has it."""
    taken: set[Mention] = set()
    found = []
    for cluster in clusters:
        rest = frozenset(cluster) - taken
        taken |= rest
        if rest:
            found.append(rest)
    return found


def _heads(clusters: Clusters, annotation: Annotation) -> Clusters:
    """The clusters, each mention given by its head word alone."""
    found = ([annotation.head_in(Span(*mention)) for mention in sorted(cluster)] for cluster in clusters)
    return _apart([(head.span.start, head.span.end) for head in heads if head is not None] for heads in found)


def _without(clusters: Clusters, annotation: Annotation) -> Clusters:
    """The clusters without the pronouns that gold files may leave out: "his", "who", "itself"."""
    left_out = {
        (word.span.start, word.span.end)
        for word in annotation.words
        if word.upos in ("PRON", "DET")
        and (word.feat("Poss") == "Yes" or word.feat("PronType") == "Rel" or word.feat("Reflex") == "Yes")
    }
    return [cluster - left_out for cluster in clusters if cluster - left_out]


def _among(found: Clusters, gold: Clusters) -> Clusters:
    """The clusters with the mentions alone that the gold has too."""
    mentions = {mention for cluster in gold for mention in cluster}
    return [cluster & mentions for cluster in found if cluster & mentions]


def _shared(gold: Clusters, found: Clusters) -> tuple[Clusters, Clusters]:
    """Both sides with the mentions alone that the other has too."""
    both = {m for c in gold for m in c} & {m for c in found for m in c}
    return [c & both for c in gold if c & both], [c & both for c in found if c & both]


def links(gold: Mapping[str, Any], analysis: Analysis) -> tuple[Fraction, Fraction]:
    """Links between mentions: of the gold's those that we keep, of ours those that the gold has.

    Of our mentions those alone count that the gold has too.
    """
    key = _gold_clusters(gold, analysis.article.text)
    ours = _among(_clusters(analysis), key)
    return muc(key, ours), muc(ours, key)


# --- measures -----------------------------------------------------------------------------------------------------


def scores(pairs: Sequence[tuple[Clusters, Clusters]]) -> tuple[tuple[Fraction, Fraction], ...]:
    """Recall and precision, each as right and of how many, of MUC, B-cubed and CEAF-e over pairs of gold and found."""
    return tuple(
        (_added(measure(gold, found) for gold, found in pairs), _added(measure(found, gold) for gold, found in pairs))
        for measure in (muc, b_cubed, ceaf)
    )


def _added(fractions: Iterable[Fraction]) -> Fraction:
    listed = list(fractions)
    return sum(right for right, _ in listed), sum(of for _, of in listed)


def _f(recall: Fraction, precision: Fraction) -> float:
    r, p = (right / of if of else 0.0 for right, of in (recall, precision))
    return 2 * r * p / (r + p) if r + p else 0.0


def _owners(clusters: Clusters) -> dict[Mention, int]:
    return {mention: number for number, cluster in enumerate(clusters) for mention in cluster}


def muc(key: Clusters, response: Clusters) -> Fraction:
    """Links of the key that the response keeps, of all: a cluster that is cut in n parts lost n - 1."""
    owner = _owners(response)
    right = of = 0
    for cluster in key:
        parts = {owner.get(mention, -1 - number) for number, mention in enumerate(sorted(cluster))}
        right += len(cluster) - len(parts)
        of += len(cluster) - 1
    return float(right), float(of)


def b_cubed(key: Clusters, response: Clusters) -> Fraction:
    """For each mention of the key, the share of its cluster that the response has with it."""
    owner = _owners(response)
    right = 0.0
    for cluster in key:
        for mention in cluster:
            other = response[owner[mention]] if mention in owner else frozenset()
            right += len(cluster & other) / len(cluster)
    return right, float(sum(map(len, key)))


def ceaf(key: Clusters, response: Clusters) -> Fraction:
    """The similarity of the best one-to-one matching of clusters, of as many as the key has."""
    similar = [[2 * len(k & r) / (len(k) + len(r)) for r in response] for k in key]
    return best_matching(similar), float(len(key))


def best_matching(weights: Sequence[Sequence[float]]) -> float:
    """The largest sum of weights with at most one from each row and column (Kuhn and Munkres, by shortest paths)."""
    if not weights or not weights[0]:
        return 0.0
    if len(weights) > len(weights[0]):
        weights = [list(column) for column in zip(*weights, strict=True)]
    columns = len(weights[0])
    of_row, of_column = [0.0] * (len(weights) + 1), [0.0] * (columns + 1)
    match = [0] * (columns + 1)
    for row in range(1, len(weights) + 1):
        match[0], at = row, 0
        before, least, seen = [0] * (columns + 1), [float("inf")] * (columns + 1), set[int]()
        while match[at]:
            seen.add(at)
            for column in set(range(1, columns + 1)) - seen:
                cost = -weights[match[at] - 1][column - 1] - of_row[match[at]] - of_column[column]
                if cost < least[column]:
                    least[column], before[column] = cost, at
            at = min(set(range(1, columns + 1)) - seen, key=least.__getitem__)
            _shift(least[at], seen, match, of_row, of_column, least)
        while at:
            match[at], at = match[before[at]], before[at]
    return sum(weights[match[c] - 1][c - 1] for c in range(1, columns + 1) if match[c])


def _shift(
    step: float, seen: set[int], match: list[int], of_row: list[float], of_column: list[float], least: list[float]
) -> None:
    """Move the potentials of what was reached, so that one more edge costs nothing."""
    for column in range(len(match)):
        if column in seen:
            of_row[match[column]] += step
            of_column[column] -= step
        else:
            least[column] -= step


if __name__ == "__main__":
    sys.exit(main())
