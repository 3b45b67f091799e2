"""Reads several articles and shows, in one table, who stands where on what, and which article says so.

    python examples/compare_articles.py examples/articles/*.txt
    python examples/compare_articles.py examples/articles/*.txt --about corridor

Actors are the same where name, kind and country are the same. Whether two articles speak of the same issue is left to
the reader: `--about` keeps the issues that hold a word.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from diplomacy_nlp import Actor, Analysis, Analyzer, Article, DiplomacyError, Position, Proposal


@frozen(order=True)
class Row:
    """One position in one article, all in words."""

    actor: str
    country: str
    article: str
    stance: str
    issue: str
    evidence: str


def main() -> int:
    """Runs the command; returns its exit status: 0, or 2 for articles that cannot be read."""
    options = _options()
    articles = [article for article in map(_read, options.files) if article]
    if len(articles) < len(options.files):
        return 2
    try:
        analyses = list(Analyzer.discover().analyze_many(articles))
    except DiplomacyError as error:
        _complain(str(error))
        return 2
    found = sorted(row for analysis in analyses for row in rows(analysis))
    show([row for row in found if options.about.lower() in row.issue.lower()])
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", help="text files in UTF-8")
    parser.add_argument("--about", default="", metavar="WORDS", help="only issues that hold these words")
    return parser.parse_args()


def _complain(message: str) -> None:
    print(f"compare_articles.py: {message}", file=sys.stderr)


def _read(file: str) -> Article | None:
    """The article in a file; None, after a complaint, where it cannot be read."""
    try:
        return Article(text=Path(file).read_bytes().decode("utf-8-sig"), id=Path(file).stem)
    except OSError as error:
        _complain(f"{file}: {error.strerror}")
    except UnicodeDecodeError as error:
        _complain(f"{file}: not UTF-8 (byte {error.start})")
    except DiplomacyError as error:
        _complain(f"{file}: {error}")
    return None


def rows(analysis: Analysis) -> Iterator[Row]:
    """The positions of one article."""
    for position in analysis.positions:
        actor = analysis.resolve(position.actor)
        yield Row(
            actor=_printable(actor.name if isinstance(actor, Actor) else analysis.words(position.actor)),
            country=(isinstance(actor, Actor) and actor.country) or "",
            article=analysis.article.id,
            stance=position.stance,
            issue=_printable(_issue(analysis, position)),
            evidence=", ".join(_printable(analysis.words(link)) for link in position.evidence),
        )


def _issue(analysis: Analysis, position: Position) -> str:
    """The issue in words: of a proposal, what would be done, as far as the article says it."""
    issue = analysis.resolve(position.issue)
    if isinstance(issue, Proposal) and issue.content:
        return " … ".join(analysis.words(span) for span in issue.content)
    return issue.name if isinstance(issue, Actor) else analysis.words(position.issue)


def _printable(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def show(found: list[Row]) -> None:
    """Prints the table; an actor's name stands once, above all that it holds."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for column, width in {"Actor": 20, "Stance": 11, "Issue": None, "Evidence": 16, "Article": 16}.items():
        table.add_column(column, overflow="fold", max_width=width)
    before = None
    for row in found:
        name = f"{row.actor} ({row.country})" if row.country else row.actor
        table.add_row("" if name == before else name, row.stance, row.issue, row.evidence, row.article)
        before = name
    console = Console(markup=False, highlight=False, emoji=False)
    console.print(table if found else "No positions found.")


if __name__ == "__main__":
    sys.exit(main())
