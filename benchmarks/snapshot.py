"""Writes down every item that the library finds, and compares two such files item by item.

    python benchmarks/snapshot.py write OUT.jsonl [--data FOLDER] [--parses FOLDER] [--corpus NAME ...]
    python benchmarks/snapshot.py compare BEFORE.jsonl AFTER.jsonl [--show N]

For work on rules that shall not change results: write before, write after, compare. Read are the seed and
`benchmarks/invented`; with --data (the folder that benchmarks/README.md describes) also the articles of its gold
files, PolNeAR's development part and PLOVER's records. With --parses the parses are kept in that folder (`parses.py`),
so that the next run costs the extractors alone.

A line of the file is an article: its name, the text's SHA-256, and its items without ids. What links point at is
written as a place in the text, so that an item more or less does not change all others. An item of two files is the
same one where type and place are equal; `compare` prints what is gone, new or different, and exits with 1 if there is
anything.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import asdict
from parses import analyses

from diplomacy_nlp import Actor, Analysis, Article, Link, Mention, Position, Span
from diplomacy_nlp.types import Item, anchor

_ROOT = Path(__file__).parents[1]
Corpora = dict[str, list[Article]]


def main() -> int:
    """Writes or compares; returns the exit status."""
    options = _options()
    if options.command == "compare":
        return compare(_read(options.before), _read(options.after), show=options.show)
    corpora = {name: texts for name, texts in _corpora(options.data).items() if name in (options.corpus or [name])}
    with options.out.open("w", encoding="utf-8") as file:
        for corpus, articles in corpora.items():
            for analysis in analyses(articles, options.parses):
                line = {"corpus": corpus, "article": analysis.article.id, "sha256": analysis.article.sha256}
                file.write(json.dumps({**line, "items": snapshot(analysis)}, ensure_ascii=False) + "\n")
            print(f"{corpus}: {len(articles)} articles", flush=True)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    write = commands.add_parser("write")
    write.add_argument("out", type=Path)
    write.add_argument("--data", type=Path)
    write.add_argument("--parses", type=Path)
    write.add_argument("--corpus", action="append")
    both = commands.add_parser("compare")
    both.add_argument("before", type=Path)
    both.add_argument("after", type=Path)
    both.add_argument("--show", type=int, default=20, help="how many differences of each kind are printed")
    return parser.parse_args()


# --- what is read -------------------------------------------------------------------------------------------------


def _corpora(data: Path | None) -> Corpora:
    corpora = {"seed": _folder(_ROOT / "seeds"), "invented": _folder(_ROOT / "benchmarks" / "invented")}
    if data is not None:
        corpora["gold"] = [_article(path) for path in _gold_texts(data)]
        corpora["polnear"] = _folder(data / "data" / "polnear" / "dev" / "text")
        records = json.loads((data / "data" / "plover" / "gsr_dev.json").read_text(encoding="utf-8"))
        corpora["plover"] = [Article(text=record["text"], id=record["id"]) for record in records]
    return corpora


def _folder(folder: Path) -> list[Article]:
    return [_article(path) for path in sorted(folder.glob("*.txt"))]


def _article(path: Path) -> Article:
    with path.open(encoding="utf-8", newline="") as file:  # newline="": offsets count as written
        return Article(text=file.read(), id=path.stem)


def _gold_texts(data: Path) -> Iterator[Path]:
    """The texts of the gold files, which are known by the last part of their "doc"."""
    texts = {path.stem: path for path in sorted(data.rglob("*.txt"))}
    for gold in sorted(data.glob("data/gold_*/*.json")):
        yield texts[json.loads(gold.read_text(encoding="utf-8"))["doc"].rpartition("/")[2].removesuffix(".txt")]


# --- what is written ----------------------------------------------------------------------------------------------


def snapshot(analysis: Analysis) -> list[dict[str, Any]]:
    """The items of an analysis without ids, each with its type and its place, links as places."""
    return [_item(analysis, item) for item in analysis.items]


def _item(analysis: Analysis, item: Item) -> dict[str, Any]:
    facts = asdict(item, recurse=False)
    found = {name: _plain(analysis, value) for name, value in facts.items() if name not in ("id", "found_by")}
    return {"type": type(item).__name__.lower(), "at": _place(analysis, item), **found}


def _place(analysis: Analysis, item: Item) -> str:
    if isinstance(item, Position):  # an actor has one on each issue
        return f"{_plain(analysis, item.actor)} on {_plain(analysis, item.issue)}"
    return str(anchor(item))


def _plain(analysis: Analysis, value: object) -> Any:
    """A field's value as JSON has it."""
    if isinstance(value, Span):
        return str(value)
    if isinstance(value, Link):
        return _pointed(analysis, value)
    if isinstance(value, tuple):
        return [_plain(analysis, part) for part in value]
    if isinstance(value, Mention):
        return f"{value.type} {value.span}"
    return value


def _pointed(analysis: Analysis, link: Link) -> str:
    """What a link points at, as a place: "actor 3-9 by 20-24"; an actor by its first mention."""
    words = "" if link.span is None else f" by {link.span}"
    if link.id is None:
        return f"words {link.span}"
    item = analysis[link.id]
    place = min(item.spans) if isinstance(item, Actor) else _place(analysis, item)
    return f"{type(item).__name__.lower()} {place}{words}"


# --- comparing ----------------------------------------------------------------------------------------------------


def _read(path: Path) -> dict[tuple[str, str], list[dict[str, Any]]]:
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {(line["corpus"], line["article"]): line["items"] for line in lines}


def compare(
    before: Mapping[tuple[str, str], list[dict[str, Any]]],
    after: Mapping[tuple[str, str], list[dict[str, Any]]],
    *,
    show: int = 20,
) -> int:
    """Prints how the items of two snapshots differ; returns 0 where they are equal, else 1."""
    counts: Counter[str] = Counter()
    for article in sorted(before.keys() | after.keys()):
        if article not in before or article not in after:
            _tell(counts, "articles", f"{'/'.join(article)}: only {'before' if article in before else 'after'}", show)
            continue
        for what, line in _differences(before[article], after[article]):
            _tell(counts, what, f"{'/'.join(article)}: {line}", show)
    shared = sum(len(items) for items in before.values()), sum(len(items) for items in after.values())
    print(f"{shared[0]} items before, {shared[1]} after; " + (_summary(counts) or "all equal"))
    return 1 if counts else 0


def _tell(counts: Counter[str], what: str, line: str, show: int) -> None:
    counts[what] += 1
    if counts[what] <= show:
        print(f"{what}: {line}")


def _summary(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} x {what}" for what, number in sorted(counts.items()))


def _differences(before: Iterable[dict[str, Any]], after: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    old, new = _by_place(before), _by_place(after)
    for key in sorted(old.keys() | new.keys()):
        sort, place, _ = key
        if key not in new:
            yield f"{sort} gone", f"{place} {_short(old[key])}"
        elif key not in old:
            yield f"{sort} new", f"{place} {_short(new[key])}"
        else:
            for name in sorted(old[key].keys() | new[key].keys()):
                if old[key].get(name) != new[key].get(name):
                    yield f"{sort}.{name}", f"{place}: {old[key].get(name)!r} -> {new[key].get(name)!r}"


def _by_place(items: Iterable[dict[str, Any]]) -> dict[tuple[str, str, int], dict[str, Any]]:
    """Items by type, place and a running number, for several may stand at one place."""
    found: dict[tuple[str, str, int], dict[str, Any]] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for item in items:
        key = item["type"], item["at"]
        found[*key, seen[key]] = item
        seen[key] += 1
    return found


def _short(item: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={item[name]!r}" for name in ("name", "stance", "why") if item.get(name))


if __name__ == "__main__":
    sys.exit(main())
