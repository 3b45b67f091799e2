"""Puts tables of `ablation.py` on a page: Markdown, a line for each rule, only columns in which something changes.

    python benchmarks/ablation_page.py TABLE.tsv ... [--only REGEX] [--columns REGEX]

The first line has the counts with all rules: right/given, or right. A line of a rule has how they change where it is
off; an empty cell stands for no change.
"""

from __future__ import annotations

import argparse
import csv
import re
from pathlib import Path


def main() -> None:
    """Prints the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", type=Path, nargs="+")
    parser.add_argument("--only", default="")
    parser.add_argument("--columns", default="")
    options = parser.parse_args()
    for table in options.tables:
        print(page(table.read_text(encoding="utf-8"), options.only, options.columns))


def page(table: str, only: str = "", columns: str = "") -> str:
    """The page of a table.

    Args:
        table: as `ablation.py` writes it.
        only, columns: regular expressions for the rules and the columns to show; empty for all.
    """
    first, *rest = csv.DictReader(table.splitlines(), delimiter="\t")
    shown = [row for row in rest if re.search(only, row["rule"])]
    names = [n for n in first if n not in ("rule", "texts") and re.search(columns, n) and any(r[n] for r in shown)]
    lines = [["rule", "texts", *names], ["---"] * (len(names) + 2)]
    lines += [[row["rule"], row["texts"], *(row[n] or "" for n in names)] for row in (first, *shown)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main()
