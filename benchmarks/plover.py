"""Scores actors, proposals and reactions against PLOVER's gold records.

    python benchmarks/plover.py GSR.json --scorer score_plover.py [--out PRED.jsonl]

GSR.json is a list of records ({"id", "text", "event", "source", "target", ...}), each a sentence or two. The library's
findings are written as PRED.jsonl, one line a record, and the scorer is run on them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from events import prediction

from diplomacy_nlp import Analyzer, Article


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
    lines = (json.dumps(prediction(a), ensure_ascii=False) for a in Analyzer.discover().analyze_many(articles))
    out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{len(articles)} records, predictions in {out}\n", flush=True)
    command = [sys.executable, options.scorer, options.records, out]
    return subprocess.run(command, check=False).returncode  # noqa: S603  # the scorer is the user's own


if __name__ == "__main__":
    sys.exit(main())
