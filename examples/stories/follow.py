"""From a CSV of articles to a timeline of every proposal, and a network of who stands where.

    python examples/stories/invent.py news.csv
    python examples/stories/follow.py news.csv --out stories

The columns are id, date, outlet, title, body. It writes `timeline.tsv` (each change of a status, with the article and
the words that tell it), `turns.tsv`, `contradictions.tsv`, and `network.graphml` (actors and proposals; for Gephi,
Cytoscape, networkx), and prints the largest story. All the time goes into reading; linking takes next to none.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import networkx
from diplomacy_nlp_corpus import LinkedCorpus, Story, link_stories

from diplomacy_nlp import Analyzer, Article, DiplomacyError


def main() -> int:
    """Runs the command; returns its exit status: 0, or 2 for a file that cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("csv", type=Path)
    parser.add_argument("--out", type=Path, default=Path("stories"))
    options = parser.parse_args()
    try:
        corpus = link_stories(Analyzer.discover().analyze_many(articles(options.csv)))
    except (OSError, DiplomacyError) as error:
        print(f"follow.py: {error}", file=sys.stderr)
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    write(
        options.out / "timeline.tsv", ("proposal", "words", "date", "status", "article", "evidence"), timeline(corpus)
    )
    write(options.out / "turns.tsv", ("actor", "date", "before", "after", "article", "evidence"), turns(corpus))
    write(options.out / "contradictions.tsv", ("what", "article", "evidence", "other", "its evidence"), clashes(corpus))
    networkx.write_graphml(network(corpus), options.out / "network.graphml")
    print(
        f"{len(corpus.articles)} articles, {len(corpus.copies)} families of copies, {len(corpus.stories)} stories, "
        f"{sum(len(story.turns) for story in corpus.stories)} changes of mind, "
        f"{sum(len(story.contradictions) for story in corpus.stories)} contradictions"
    )
    for line in shown(corpus, corpus.stories[0]) if corpus.stories else ():
        print(line)
    return 0


def articles(file: Path) -> Iterator[Article]:
    """The articles of a CSV."""
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Article(
                text=f"{row['title']}\n\n{row['body']}",
                id=row["id"],
                date=row["date"],
                source=row["outlet"],
                title=row["title"],
            )


def timeline(corpus: LinkedCorpus) -> Iterator[tuple[str, ...]]:
    """The statuses of all proposals over time."""
    for proposal in corpus.proposals:
        for told in proposal.timeline:
            where = told.evidence
            yield proposal.id, proposal.words, corpus.date_of(where) or "", told.status, where.article, where.words


def turns(corpus: LinkedCorpus) -> Iterator[tuple[str, ...]]:
    """All changes of mind."""
    for story in corpus.stories:
        for turn in story.turns:
            where = turn.after.evidence
            who = corpus.actor(turn.actor).name
            yield who, corpus.date_of(where) or "", turn.before.stance, turn.after.stance, where.article, where.words


def clashes(corpus: LinkedCorpus) -> Iterator[tuple[str, ...]]:
    """All contradictions between articles."""
    for story in corpus.stories:
        for one in story.contradictions:
            yield one.what, one.one.article, one.one.words, one.other.article, one.other.words


def network(corpus: LinkedCorpus) -> networkx.MultiDiGraph[str]:
    """Actors and proposals; an edge for each proposer and each stance, with the article and the words."""
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for story in corpus.stories:
        for actor in story.actors:
            graph.add_node(actor.id, label=actor.name, kind=str(actor.kind), country=actor.country or "")
        for proposal in story.proposals:
            graph.add_node(proposal.id, label=proposal.words, kind=str(proposal.kind), status=str(proposal.status))
            for who in proposal.proposers:
                graph.add_edge(who, proposal.id, stance="proposes", article="", words="")
            for view in proposal.views:
                where = view.evidence
                graph.add_edge(
                    view.actor, proposal.id, stance=str(view.stance), article=where.article, words=where.words
                )
    return graph


def shown(corpus: LinkedCorpus, story: Story) -> Iterator[str]:
    """A story in lines."""
    yield f"\nThe largest story, {len(story.articles)} articles from {story.articles[0].date} on:"
    for proposal in story.proposals:
        who = ", ".join(corpus.actor(one).name for one in proposal.proposers) or "?"
        yield f"\n{proposal.id} {who}: {proposal.words} ({len(proposal.articles)} articles)"
        for told in proposal.timeline:
            yield f"  {corpus.date_of(told.evidence)} {told.status} ({told.evidence.article})"
        for outlet in story.outlets(proposal.id):
            missing = ", ".join(f"{corpus.actor(actor).name} {stance}" for actor, stance in outlet.left_out)
            yield f"  {outlet.source}: {len(outlet.views)} reactions" + (f"; not: {missing}" if missing else "")


def write(file: Path, columns: Iterable[str], rows: Iterable[tuple[str, ...]]) -> None:
    """Writes a table, tabs between its cells."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
