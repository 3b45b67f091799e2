"""Reads, checks and joins the annotations in `gold/` with their texts.

    python benchmarks/gold.py check                       every file: well formed, ids known, in the split once
    python benchmarks/gold.py join --texts DIR [--out F]  with the texts and the words of all spans, as JSON Lines
    python benchmarks/gold.py texts FROM --out DIR        texts of others from what gold/README.md names, a file each
    python benchmarks/gold.py agreement ONE TWO --texts DIR   how far two folders of annotations of the same texts agree
    python benchmarks/gold.py add FOLDER --source NAME    takes files over into gold/NAME, and into gold/split.tsv

DIR is searched, subfolders too, for the text of each annotation: the last part of its "doc", with `.txt`. The texts
of others are not in this repository; gold/README.md says where they come from. A text whose SHA-256 is another than the
annotation's is refused, since its offsets would mean nothing.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from scoring import f1, read_text, score, stem

from diplomacy_nlp import ActorKind, Certainty, ProposalKind, Stance, Status

GOLD = Path(__file__).parents[1] / "gold"
SOURCES = ("news", "wikinews", "statements", "mirrored", "sentences", "world")
SPLIT = GOLD / "split.tsv"

Gold = Mapping[str, Any]
_ONE = ("cue", "evidence", "condition", "reason", "date")
_MANY = ("mentions", "content")
_KINDS = ("actors", "proposals", "reactions")


def main() -> int:
    """Does what the command line asks for; returns the exit status."""
    options = _options()
    if options.command == "check":
        faults = [fault for path in files() for fault in faults_of(read(path))] + [*_faults_of_split()]
        print("\n".join(faults) or f"{len(files())} files, no fault")
        return 1 if faults else 0
    if options.command == "join":
        lines = (json.dumps(line, ensure_ascii=False) for line in join(map(read, files()), _texts(options.texts)))
        if options.out is None:
            print("\n".join(lines))
        else:
            options.out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return 0
    if options.command == "agreement":
        print("\n".join(agreement(options.one, options.two, _texts(options.texts))))
        return 0
    if options.command == "texts":
        print(f"{write_texts(options.published, options.out)} texts")
        return 0
    return _add(options.drafts, options.source)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check")
    joined = commands.add_parser("join")
    joined.add_argument("--texts", type=Path, required=True)
    joined.add_argument("--out", type=Path)
    both = commands.add_parser("agreement")
    both.add_argument("one", type=Path)
    both.add_argument("two", type=Path)
    both.add_argument("--texts", type=Path, required=True)
    apart = commands.add_parser("texts")
    apart.add_argument("published", type=Path)
    apart.add_argument("--out", type=Path, required=True)
    more = commands.add_parser("add")
    more.add_argument("drafts", type=Path)
    more.add_argument("--source", choices=SOURCES, required=True)
    return parser.parse_args()


def rows_of(table: Path) -> list[dict[str, str]]:
    """The rows of a table with tabs between its cells, in which quotation marks are but characters."""
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def write_texts(published: Path, out: Path) -> int:
    """Writes the texts of `gold/sentences` or `gold/world`, each to a file of its own; returns how many there are.

    Args:
        published: PLV_train.tsv, NewsArticles.csv, lee_background.cor, or the folder of Reuters articles "crude".
        out: a folder.

    Raises:
        SystemExit: it is none of these, or not there.
    """
    of = _PUBLISHED.get(published.suffix)
    if of is None or not published.exists():
        raise SystemExit(f"{published}: none of the files whose texts are annotated; gold/README.md names them")
    out.mkdir(parents=True, exist_ok=True)
    texts = dict(of(published))
    for name, text in texts.items():
        (out / f"{name}.txt").write_bytes(text.encode())
    return len(texts)


def _sentences(table: Path) -> Iterator[tuple[str, str]]:
    """Of PLV_train.tsv; a sentence that comes again counts once."""
    numbers: dict[str, int] = {}
    for row in rows_of(table):
        numbers.setdefault(row["sentence"], int(row["sentence_id"]))
    return ((f"plv_{number:05}", sentence) for sentence, number in numbers.items())


def _news_articles(table: Path) -> Iterator[tuple[str, str]]:
    """Of NewsArticles.csv: a title, a blank line, the text in one paragraph."""
    with table.open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            site = next((own for part, own in _SITES.items() if part in row["article_source_link"].split("/")[2]), None)
            if site is not None:
                title, text = " ".join(row["title"].split()), " ".join(row["text"].split())
                yield f"{site}_{int(row['article_id']):04}", f"{title}\n\n{text}\n"


def _lines(corpus: Path) -> Iterator[tuple[str, str]]:
    """Of lee_background.cor: each line a text."""
    lines = (line.strip() for line in corpus.read_text(encoding="ascii").splitlines())
    return ((f"abc_{number:03}", f"{line}\n") for number, line in enumerate(filter(None, lines), start=1))


def _reuters(folder: Path) -> Iterator[tuple[str, str]]:
    """Of Reuters articles as R's package tm has them: a title, a blank line, paragraphs with blank lines between."""
    for path in sorted(folder.glob("*.xml")):
        article = ElementTree.parse(path).getroot()  # noqa: S314  # from a package of Debian's
        title, body = ((article.findtext(f".//{part}") or "").strip() for part in ("TITLE", "BODY"))
        paragraphs = (" ".join(p.split()) for p in re.split(r"\n\s{3,}", re.sub(r"\n\s*Reuter\s*$", "", body)))
        text = "\n\n".join([title, *filter(None, paragraphs)]) + "\n"
        yield f"reuters_{path.stem[-5:]}", re.sub(r" *(REUTER)?$", "", text, flags=re.MULTILINE)


_SITES = {
    "tass.com": "tass",
    "dw.com": "dw",
    "aljazeera.com": "aljazeera",
    "rte.ie": "rte",
    "bbc.co.uk": "bbc",
    "abcnews.go.com": "abcnews",
    "cnn.com": "cnn",
    "chinadaily.com.cn": "chinadaily",
}
_PUBLISHED = {".tsv": _sentences, ".csv": _news_articles, ".cor": _lines, "": _reuters}


# --- reading ------------------------------------------------------------------------------------------------------


def files(folder: Path = GOLD) -> list[Path]:
    """The annotation files, source after source."""
    return [path for source in SOURCES for path in sorted((folder / source).glob("*.json"))]


def read(path: Path) -> Gold:
    """An annotation."""
    found: Gold = json.loads(path.read_text(encoding="utf-8"))
    return found


def split() -> dict[str, str]:
    """The part ("train", "dev") of each annotation, by "SOURCE/FILE.json"."""
    rows = (line.split("\t") for line in SPLIT.read_text(encoding="utf-8").splitlines()[1:])
    return {name: part for name, part in rows}  # noqa: C416  # mypy knows no dict() of lists


def _texts(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in folder.rglob("*.txt")}


def join(golds: Iterable[Gold], texts: Mapping[str, Path]) -> Iterator[dict[str, Any]]:
    """Annotations with their text; each span becomes {"start", "end", "words"}.

    Raises:
        SystemExit: a text is missing, or is not the one that was annotated.
    """
    for gold in golds:
        path = texts.get(stem(gold["doc"]))
        if path is None:
            raise SystemExit(f"{gold['doc']}: no text {stem(gold['doc'])}.txt; README.md says where texts come from")
        text = read_text(path)
        score([(text, gold)], [])  # refuses another text, and spans outside of it
        items = {kind: [_with_words(item, text) for item in gold[kind]] for kind in _KINDS}
        yield {"doc": gold["doc"], "sha256": gold["sha256"], "text": text, **items}


def _with_words(item: Gold, text: str) -> dict[str, Any]:
    def shown(span: Sequence[int]) -> dict[str, Any]:
        return {"start": span[0], "end": span[1], "words": text[span[0] : span[1]]}

    found = dict(item)
    found |= {name: shown(item[name]) for name in _ONE if item.get(name)}
    found |= {name: [*map(shown, item[name])] for name in _MANY if name in item}
    if target := item.get("target"):
        found["target"] = {k: shown(v) if k in ("span", "quote") else v for k, v in target.items()}
    return found


# --- checking -----------------------------------------------------------------------------------------------------

_VOCABULARIES: Mapping[str, Mapping[str, Collection[str]]] = {
    "actors": {"kind": set(ActorKind)},
    "proposals": {"kind": set(ProposalKind), "status": set(Status)},
    "reactions": {"stance": set(Stance), "certainty": set(Certainty)},
}
_REQUIRED = {
    "actors": ("id", "name", "kind", "mentions"),
    "proposals": ("id", "proposers", "kind", "cue", "content"),
    "reactions": ("id", "reactors", "stance", "cue", "evidence"),
}


def faults_of(gold: Gold) -> Iterator[str]:
    """What is wrong with an annotation, in words; the text is not needed."""
    known = {kind: {item["id"] for item in gold[kind]} for kind in _KINDS}
    for kind in _KINDS:
        if len(known[kind]) < len(gold[kind]):
            yield f"{gold['doc']}: {kind}: an id is given twice"
        for item in gold[kind]:
            where = f"{gold['doc']}: {item.get('id')}"
            yield from (f"{where}: no {name}" for name in _REQUIRED[kind] if name not in item)
            for name, words in _VOCABULARIES[kind].items():
                if item.get(name) and item[name] not in words:
                    yield f"{where}: {name} {item[name]!r} is none of {', '.join(sorted(words))}"
            yield from (f"{where}: no span {span}" for span in _spans(item) if not 0 <= span[0] < span[1])
            yield from (f"{where}: no actor {actor}" for actor in _actors(item) if actor not in known["actors"])
            proposal = (item.get("target") or {}).get("proposal")
            if proposal is not None and proposal not in known["proposals"]:
                yield f"{where}: no proposal {proposal}"


def _spans(item: Gold) -> Iterator[Sequence[int]]:
    yield from (item[name] for name in _ONE if item.get(name))
    yield from (span for name in _MANY for span in item.get(name) or ())
    yield from (value for key, value in (item.get("target") or {}).items() if key in ("span", "quote"))


def _actors(item: Gold) -> Iterator[str]:
    for name in ("proposers", "addressees", "participants", "reactors"):
        yield from item.get(name) or ()
    yield from (value for key, value in (item.get("target") or {}).items() if key == "actor")
    if item.get("principal"):
        yield item["principal"]


def _faults_of_split() -> Iterator[str]:
    there = {f"{path.parent.name}/{path.name}" for path in files()}
    listed = split()
    yield from (f"{name}: not in split.tsv" for name in sorted(there - listed.keys()))
    yield from (f"{name}: in split.tsv, but no such file" for name in sorted(listed.keys() - there))
    yield from (f"{name}: part {part!r}" for name, part in listed.items() if part not in ("train", "dev"))


# --- agreement ----------------------------------------------------------------------------------------------------


def agreement(one: Path, two: Path, texts: Mapping[str, Path]) -> Iterator[str]:
    """Lines of a Markdown table: the second folder scored against the first, for the texts that both have."""
    names = sorted({path.name for path in one.glob("*.json")} & {path.name for path in two.glob("*.json")})
    golds = [read(one / name) for name in names]
    articles = [(read_text(texts[stem(gold["doc"])]), gold) for gold in golds]
    tallies = score(articles, [read(two / name) for name in names])
    columns = ("F1", "by cue", "holders", "kind or stance", "status or polarity", "target", "link", "usable")
    yield f"| {len(names)} texts | {' | '.join(columns)} |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for kind, label, more in (("proposals", "kind", "status"), ("reactions", "stance", "polarity")):
        tally = tallies[kind]
        cells = [f"{100 * f1(tally):.1f}", f"{100 * f1(tally, 'cue '):.1f}"]
        cells += [_share(tally.get(name)) for name in ("actor", label, more, "target", "link", "usable")]
        yield f"| {kind} ({tally['recall'][1]} / {tally['precision'][1]}) | {' | '.join(cells)} |"
    actors = tallies["actors"]
    found, countries = _share(actors["recall"]), _share(actors["country"])
    yield f"\nActors of the first that the second has: {found}; their countries: {countries}."


def _share(counts: tuple[int, int] | None) -> str:
    return "" if counts is None else f"{100 * counts[0] / max(counts[1], 1):.1f} ({counts[0]} of {counts[1]})"


# --- taking over --------------------------------------------------------------------------------------------------


def _add(drafts: Path, source: str) -> int:
    """Writes each file an item a line; new ones are for training."""
    listed = split() if SPLIT.exists() else {}
    (GOLD / source).mkdir(exist_ok=True)
    for path in sorted(drafts.glob("*.json")):
        gold = read(path)
        if faults := [*faults_of(gold)]:
            print("\n".join(faults))
            return 1
        (GOLD / source / path.name).write_text(written(gold), encoding="utf-8")
        listed.setdefault(f"{source}/{path.name}", "train")
    rows = "".join(f"{name}\t{part}\n" for name, part in sorted(listed.items()))
    SPLIT.write_text(f"file\tpart\n{rows}", encoding="utf-8")
    return 0


def written(gold: Gold) -> str:
    """An annotation as the files have it: an item a line, so that a change is a line of a diff."""
    parts = [f' "doc": {json.dumps(gold["doc"])}', f' "sha256": "{gold["sha256"]}"']
    for kind in _KINDS:
        items = ",\n".join(f"  {json.dumps(item, ensure_ascii=False)}" for item in gold[kind])
        parts.append(f' "{kind}": [\n{items}\n ]' if items else f' "{kind}": []')
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    sys.exit(main())
