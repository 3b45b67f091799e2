"""Scores actors, proposals and reactions against PLOVER's gold records.

    python benchmarks/plover.py GSR.json --scorer score_plover.py [--out PRED.jsonl]

GSR.json is a list of records ({"id", "text", "event", "source", "target", ...}), each a sentence or two. The library's
findings are written as PRED.jsonl, one line a record, and the scorer is run on them. A table follows of how far the
event types that the library gives are those of the records.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from events import prediction

from diplomacy_nlp import Analysis, Analyzer, Article, Proposal, Reaction
from diplomacy_nlp.types import EventType

# what PLOVER's first draft, in which the records are coded, called the types of the published one
RENAMED = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}


def main() -> int:
    """Analyses the records and prints their scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    records = json.loads(options.records.read_text(encoding="utf-8"))
    articles = [Article(text=record["text"], id=record["id"]) for record in records]
    out = options.out or Path(tempfile.mkdtemp()) / "plover.jsonl"
    analyses = list(Analyzer.discover().analyze_many(articles))
    lines = (json.dumps(prediction(analysis), ensure_ascii=False) for analysis in analyses)
    out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{len(articles)} records, predictions in {out}\n", flush=True)
    command = [sys.executable, options.scorer, options.records, out]
    status = subprocess.run(command, check=False).returncode  # noqa: S603  # the scorer is the user's own
    if status == 0:
        print("\n".join(["", *code_table(records, analyses)]))
    return status


def code_table(records: Sequence[Mapping[str, Any]], analyses: Iterable[Analysis]) -> Iterator[str]:
    """Lines that tell of each event type in how many of its records it was given, and how many given are right."""
    of, found, given, right = (Counter[str]() for _ in range(4))
    for record, analysis in zip(records, analyses, strict=True):
        event = RENAMED.get(record["event"], record["event"])
        items: list[Proposal | Reaction] = [*analysis.proposals, *analysis.reactions]
        codes = [item.plover for item in items if item.plover is not None]
        of[event] += 1
        found[event] += event in codes
        given.update(codes)
        right.update(code for code in codes if code == event)
    yield f"{'event type':<12}{'records':>8}{'with it':>9}{'given':>7}{'right':>7}"
    for event in EventType:
        yield f"{event:<12}{of[event]:>8}{found[event]:>9}{given[event]:>7}{right[event]:>7}"


if __name__ == "__main__":
    sys.exit(main())
