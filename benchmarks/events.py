"""Scores proposals, reactions and actors against gold files of the annotation scheme.

    python benchmarks/events.py GOLD_DIR [GOLD_DIR ...] --texts DIR --scorer score_events.py
        [--split SPLIT.tsv] [--part dev] [--parses FOLDER] [--out PRED.jsonl]

GOLD_DIR holds one JSON file per article ({"doc", "sha256", "actors", "proposals", "reactions"}); DIR is searched, with
its subfolders, for the last part of each "doc". With --split, a table of `FOLDER/FILE.json TAB part`, only the files of
one part are read. The library's findings are written as PRED.jsonl, one line per article, and the scorer is run on
them. --parses is a folder in which parses are kept (`parses.py`).
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from parses import analyses

from diplomacy_nlp import Actor, Analysis, Article, Proposal, Quote, Reaction, Span


def main() -> int:
    """Analyses the gold files' articles and prints their scores and the time that it took."""
    options = _options()
    files = [path for folder in options.gold for path in sorted(folder.glob("*.json"))]
    if options.split is not None:
        files = list(_of_part(files, options.split, options.part))
    docs = [json.loads(path.read_text(encoding="utf-8"))["doc"] for path in files]
    articles = [Article(text=_text(options.texts, doc), id=doc) for doc in docs]
    start = time.perf_counter()
    found = list(analyses(articles, options.parses))
    print(f"{len(found)} articles in {time.perf_counter() - start:.1f} s, models loaded and all\n", flush=True)
    with tempfile.TemporaryDirectory() as folder:  # the scorer takes one folder
        for path in files:
            shutil.copy(path, Path(folder) / path.name)
        out = options.out or Path(folder) / "events.jsonl"
        lines = (json.dumps(prediction(analysis), ensure_ascii=False) for analysis in found)
        out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        command = [sys.executable, options.scorer, folder, out, "--texts", options.texts]
        return subprocess.run(command, check=False).returncode  # noqa: S603  # the scorer is the user's own


def _of_part(files: Iterable[Path], split: Path, part: str) -> Iterator[Path]:
    """The files that a split's table gives to one part."""
    rows = (line.split("\t") for line in split.read_text(encoding="utf-8").splitlines())
    wanted = {name for name, its_part in rows if its_part == part}
    return (path for path in files if f"{path.parent.name}/{path.name}" in wanted)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--split", type=Path)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--parses", type=Path)
    parser.add_argument("--out", type=Path)
    return parser.parse_args()


def _text(folder: Path, doc: str) -> str:
    name = doc.rpartition("/")[2].removesuffix(".txt") + ".txt"
    with next(folder.rglob(name)).open(encoding="utf-8", newline="") as file:  # newline="": offsets count as written
        return file.read()


def prediction(analysis: Analysis) -> dict[str, Any]:
    """An analysis in the scorer's format."""
    return {
        "doc": analysis.article.id,
        "actors": [_actor(actor) for actor in analysis.actors],
        "proposals": [_proposal(analysis, proposal) for proposal in analysis.proposals],
        "reactions": [_reaction(analysis, reaction) for reaction in analysis.reactions],
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _actor(actor: Actor) -> dict[str, Any]:
    mentions = [_pair(span) for span in actor.spans]
    return {"id": actor.id, "name": actor.name, "country": actor.country, "kind": actor.kind, "mentions": mentions}


def _proposal(analysis: Analysis, proposal: Proposal) -> dict[str, Any]:
    return {
        "id": proposal.id,
        "proposers": [actor.id for actor in analysis.actors_of(proposal.proposers)],
        "kind": proposal.kind,
        "cue": _pair(proposal.cue),
        "content": [_pair(span) for span in proposal.content],
        "status": proposal.status,
        "mentions": [_pair(span) for span in proposal.mentions],
    }


def _reaction(analysis: Analysis, reaction: Reaction) -> dict[str, Any]:
    return {
        "id": reaction.id,
        "reactors": [actor.id for actor in analysis.actors_of(reaction.reactors)],
        "stance": reaction.stance,
        "cue": _pair(reaction.cue),
        "evidence": _pair(reaction.evidence),
        "target": _target(analysis, reaction),
    }


def _target(analysis: Analysis, reaction: Reaction) -> dict[str, Any] | None:
    match analysis.resolve(reaction.target):
        case Proposal(id=id):
            return {"proposal": id}
        case Actor(id=id):
            return {"actor": id}
        case Quote(content=content):
            return {"quote": [_pair(span) for span in content]}
        case Span() as span:
            return {"span": _pair(span)}
    return None


if __name__ == "__main__":
    sys.exit(main())
