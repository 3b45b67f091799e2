"""Scores proposals, reactions and actors against gold files of the annotation scheme.

    python benchmarks/events.py GOLD_DIR [GOLD_DIR ...] --texts DIR
        [--split SPLIT.tsv] [--part dev] [--parses FOLDER] [--models FOLDER] [--out PRED.jsonl]

GOLD_DIR holds one JSON file per article ({"doc", "sha256", "actors", "proposals", "reactions"}); DIR is searched, with
its subfolders, for the last part of each "doc". With --split, a table of `FOLDER/FILE.json TAB part`, only the files of
one part are read. `scoring.py` says what is counted; PRED.jsonl keeps the library's findings in the form that it reads.
--parses is a folder in which parses are kept (`parses.py`). --models is a folder with models of the plugins proposals
and reactions (training/events), or "none" for their rules alone.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from parses import analyses
from scoring import lines, read_text, score, stem

from diplomacy_nlp import Actor, Analysis, Article, Proposal, Quote, Reaction, Span


def main() -> None:
    """Analyses the gold files' articles and prints their scores and the time that it took."""
    options = _options()
    files = [path for folder in options.gold for path in sorted(folder.glob("*.json"))]
    if options.split is not None:
        files = list(_of_part(files, options.split, options.part))
    golds = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    texts = {path.name: path for path in options.texts.rglob("*.txt")}
    articles = [Article(text=read_text(texts[f"{stem(gold['doc'])}.txt"]), id=gold["doc"]) for gold in golds]
    start = time.process_time()
    found = [prediction(analysis) for analysis in analyses(articles, options.parses, _of_plugins(options.models))]
    print(f"{len(found)} articles in {time.process_time() - start:.1f} s of processor time, models loaded and all\n")
    if options.out is not None:
        options.out.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in found), encoding="utf-8")
    pairs = ((article.text, gold) for article, gold in zip(articles, golds, strict=True))
    print("\n".join(lines(score(pairs, found))))


def _of_part(files: Iterable[Path], split: Path, part: str) -> Iterator[Path]:
    """The files that a split's table gives to one part."""
    rows = (line.split("\t") for line in split.read_text(encoding="utf-8").splitlines())
    wanted = {name for name, its_part in rows if its_part == part}
    return (path for path in files if f"{path.parent.name}/{path.name}" in wanted)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--split", type=Path)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--parses", type=Path)
    parser.add_argument("--models")
    parser.add_argument("--out", type=Path)
    return parser.parse_args()


def _of_plugins(models: str | None) -> Mapping[str, Mapping[str, Any]]:
    """Options of the plugins that have models."""
    if models is None:
        return {}
    if models == "none":
        return {name: {"model": None} for name in ("actors", "proposals", "reactions")}
    return {name: {"model": Path(models) / name} for name in ("proposals", "reactions")}


def prediction(analysis: Analysis) -> dict[str, Any]:
    """An analysis in the scorer's format."""
    return {
        "doc": analysis.article.id,
        "actors": [_actor(actor) for actor in analysis.actors],
        "proposals": [_proposal(analysis, proposal) for proposal in analysis.proposals],
        "reactions": [_reaction(analysis, reaction) for reaction in analysis.reactions],
        "positions": [
            {"evidence": [link.id for link in position.evidence], "confidence": position.confidence}
            for position in analysis.positions
        ],
    }


def sharing_most(actors: Iterable[Actor], spans: Sequence[Span]) -> Actor | None:
    """The actor of the library that a gold one's mentions are mostly of; None where it shares none of them."""
    shares = [(sum(m.overlaps(n) for m in actor.spans for n in spans), actor) for actor in actors]
    most, best = max(shares, key=lambda pair: pair[0], default=(0, None))
    return best if most else None


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _actor(actor: Actor) -> dict[str, Any]:
    mentions = [_pair(span) for span in actor.spans]
    return {"id": actor.id, "name": actor.name, "country": actor.country, "kind": actor.kind, "mentions": mentions}


def _proposal(analysis: Analysis, proposal: Proposal) -> dict[str, Any]:
    return {
        "id": proposal.id,
        "proposers": [actor.id for actor in analysis.actors_of(proposal.proposers)],
        "addressees": [actor.id for actor in analysis.actors_of(proposal.addressees)],
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
    main()
