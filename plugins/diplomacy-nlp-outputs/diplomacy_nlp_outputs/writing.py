"""What `--to` writes: each format by its name, as a function of a stream of analyses and where it goes."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO

from attrs import frozen

from diplomacy_nlp import Analysis, to_json

from .brat import write_brat
from .console import print_tables
from .events import write_cameo, write_plover
from .files import opened, write_analyses, write_csv, write_jsonl, write_parquet, write_tables
from .label_studio import write_label_studio
from .networks import actor_issue_network, write_network, write_statements
from .page import positions_page, to_html
from .tables import TABLES

__all__ = ["FORMATS", "Target"]


@frozen
class Target:
    """Where a format is written: a path, or standard output (None), and which tables are asked for."""

    path: str | None = None
    tables: tuple[str, ...] = ()

    @contextmanager
    def text(self) -> Iterator[IO[str]]:
        """The file, or standard output, in UTF-8 whatever the console's encoding."""
        if self.path:
            with opened(self.path) as file:
                yield file
            return
        file = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=True)
        try:
            yield file
        finally:
            file.flush()
            file.detach()  # standard output stays open


def _tables(analyses: Iterable[Analysis], target: Target) -> None:
    from rich.console import Console

    with target.text() as file:
        console = Console(file=file, markup=False, highlight=False, emoji=False)
        for number, analysis in enumerate(analyses):
            if number:
                console.print()
            print_tables(analysis, console)


def _json(analyses: Iterable[Analysis], target: Target) -> None:
    """One article's analysis by itself; those of several as a list."""
    with target.text() as file:
        held: str | None = None
        several = False
        for analysis in analyses:
            if held is not None:
                file.write(("" if several else "[\n") + held + ",\n")
                several = True
            held = to_json(analysis, indent=2)
        if held is not None:
            file.write(held + ("\n]\n" if several else "\n"))


def _rows(format_: str) -> Callable[[Iterable[Analysis], Target], None]:
    def write(analyses: Iterable[Analysis], target: Target) -> None:
        names = tuple(TABLES) if "all" in target.tables else target.tables or ("reactions",)
        if len(names) > 1:
            write_tables(analyses, target.path or ".", tables=names, format=format_)
        elif format_ == "parquet":
            write_parquet(analyses, names[0], target.path or "")
        elif format_ == "jsonl" and not target.tables:
            with target.text() as file:
                write_analyses(analyses, file)
        else:
            with target.text() as file:
                {"csv": write_csv, "jsonl": write_jsonl}[format_](analyses, names[0], file)

    return write


def _html(analyses: Iterable[Analysis], target: Target) -> None:
    """The page of one article; of several, the page of positions."""
    found = list(analyses)
    page = to_html(found[0]) if len(found) == 1 else positions_page(found)
    with target.text() as file:
        file.write(page)


def _texts(write: Callable[[Iterable[Analysis], IO[str]], int]) -> Callable[[Iterable[Analysis], Target], None]:
    def to_target(analyses: Iterable[Analysis], target: Target) -> None:
        with target.text() as file:
            write(analyses, file)

    return to_target


def _brat(analyses: Iterable[Analysis], target: Target) -> None:
    write_brat(analyses, target.path or "")


def _network(analyses: Iterable[Analysis], target: Target) -> None:
    write_network(actor_issue_network(analyses), target.path or "")


FORMATS: Mapping[str, Callable[[Iterable[Analysis], Target], None]] = {
    "table": _tables,
    "json": _json,
    "jsonl": _rows("jsonl"),
    "csv": _rows("csv"),
    "parquet": _rows("parquet"),
    "html": _html,
    "plover": _texts(write_plover),
    "cameo": _texts(write_cameo),
    "statements": _texts(write_statements),
    "brat": _brat,
    "label-studio": _texts(write_label_studio),
    "graphml": _network,
    "gexf": _network,
}
"""What can be written, by name."""
