"""Reads several articles and shows, in one table, who stands where on what, and which article says so.

    python examples/compare_articles.py examples/articles/*.txt
    python examples/compare_articles.py examples/articles/*.txt --about corridor

Actors are the same where name, kind and country are the same. Whether two articles speak of the same issue is left to
the reader: `--about` keeps the issues that hold a word.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import frozen
from diplomacy_nlp_outputs import rows
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from diplomacy_nlp import Analysis, Analyzer, Article, DiplomacyError
from diplomacy_nlp.checks import printable


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
        found = sorted(positions(Analyzer.discover().analyze_many(articles)))
    except DiplomacyError as error:
        _complain(str(error))
        return 2
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


def positions(analyses: Iterable[Analysis]) -> Iterator[Row]:
    """The positions of all articles; of the table of positions, what is shown here."""
    for row in rows(analyses, "positions"):
        yield Row(
            actor=printable(str(row["holder"] or "?")),
            country=str(row["holder_country"] or ""),
            article=str(row["article"]),
            stance=str(row["stance"]),
            issue=printable(str(row["issue"] or "?")),
            evidence=printable(str(row["evidence_words"] or "")),
        )


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
