"""Runs the benchmarks and writes what they print into docs/benchmarks.md.

    python benchmarks/run.py [NAME ...] [--data DATA] [--world FOLDER] [--first FOLDER]

DATA has the layout that benchmarks/README.md describes; without it, those are run for which our own articles suffice.
--world is a folder with the texts of gold/world (`gold.py texts`); without it, they are not read.
In docs/benchmarks.md, a line `<!-- bench: NAME -->` stands before each block; the block is replaced by what the
benchmark of that name prints. Without names, all are run.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
MODELS = ROOT / "plugins" / "diplomacy-nlp-stanza"
EMBEDDED = MODELS / "diplomacy_nlp_stanza" / "models" / "en"
_HERE = ROOT / "benchmarks"
_GOLD = ROOT / "gold"
_SOURCES = ("news", "wikinews", "statements", "mirrored")


def main() -> int:
    """Runs the benchmarks that are named; returns the exit status: 1 if one failed, and its block is left as it was."""
    options = _options()
    for name in ("data", "world"):
        folder = getattr(options, name)
        if folder is not None and not folder.is_dir():
            print(f"--{name} {folder}: no such folder; benchmarks/README.md says what it holds", file=sys.stderr)
            return 2
    commands = commands_for(options.data, options.first, options.world)
    unknown = sorted(set(options.names) - commands.keys())
    if unknown:
        print(f"no such benchmarks: {', '.join(unknown)}; there are {', '.join(commands)}", file=sys.stderr)
        return 2
    failed = False
    for name in options.names or commands:
        ran = subprocess.run(  # noqa: S603  # our own scripts
            [sys.executable, *commands[name]],
            capture_output=True,
            encoding="utf-8",
            check=False,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        print(f"--- {name}\n{ran.stdout}", flush=True)
        if ran.returncode:
            print(ran.stderr, file=sys.stderr)
            failed = True
        else:
            PAGE.write_text(with_block(PAGE.read_text(encoding="utf-8"), name, ran.stdout), encoding="utf-8")
    return int(failed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--world", type=Path, help="texts of gold/world")
    parser.add_argument("--first", type=Path, help="another set of models: its speed, and quotes on its parse")
    return parser.parse_args()


def commands_for(
    data: Path | None, first: Path | None = None, world: Path | None = None
) -> Mapping[str, Sequence[str | Path]]:
    """The benchmarks by name."""
    own = _OWN if world is None else _OWN | {"gold-world": _on_dev("world", texts=world)}
    return own if data is None else own | _with_data(data, first)


def _on_dev(*sources: str, texts: Path) -> list[str | Path]:
    """The benchmark of events on the development part of some sources of gold."""
    folders = (_GOLD / source for source in sources)
    return [_HERE / "events.py", *folders, "--texts", texts, "--split", _GOLD / "split.tsv", "--part", "dev"]


_OWN: dict[str, Sequence[str | Path]] = {
    "invented": [_HERE / "events.py", _HERE / "invented", "--texts", _HERE / "invented"],
    "gold-own": _on_dev("mirrored", texts=_GOLD / "mirrored"),
    "coreference": [_HERE / "coreference.py"],
    "stories": [_HERE / "stories.py", "B", "--read"],
}


def _with_data(data: Path, first: Path | None) -> dict[str, Sequence[str | Path]]:
    evaluate: list[str | Path] = [MODELS / "training" / "evaluate.py", data / "data", EMBEDDED]
    against: list[str | Path] = ["--first", first] if first else []
    other: list[str | Path] = ["--models", first] if first else []
    scorers = data / "eval"
    quotes: list[str | Path] = [_HERE / "quotes.py", data / "data" / "polnear" / "dev"]
    quotes += ["--scorer", scorers / "score_quotes.py"]
    return {
        "models-dev": [*evaluate, "--part", "dev", *against],
        "models-test": [*evaluate, "--part", "test"],
        "quotes": quotes,
        "quotes-parts": [*quotes, "--parts", *other],
        "events": [_HERE / "events.py", data / "data" / "gold", "--texts", data],
        "gold": _on_dev(*_SOURCES, texts=data),
        "gold-rules": [*_on_dev(*_SOURCES, texts=data), "--models", "none"],
        "coref-gold": [
            *(_HERE / "coref_gold.py", *(_GOLD / name for name in _SOURCES)),
            *("--texts", data, "--split", _GOLD / "split.tsv", "--part", "dev"),
        ],
        "plover": [
            *(_HERE / "plover.py", data / "data" / "plover" / "gsr_dev.json"),
            *("--scorer", scorers / "score_plover.py"),
        ],
        "confidence": [
            *(_HERE / "confidence.py", data / "data" / "polnear" / "dev" / "text"),
            *(data / "data" / "plover" / "gsr_dev.json", "--scorers", scorers),
        ],
        "speed": [_HERE / "speed.py", data / "data" / "polnear" / "dev" / "text"],
        "profile": [_HERE / "speed.py", data / "data" / "polnear" / "dev" / "text", "--profile"],
    }


def with_block(page: str, name: str, output: str) -> str:
    """The page with the block after a benchmark's mark replaced."""
    mark = f"<!-- bench: {name} -->"
    if mark not in page:
        raise SystemExit(f"{PAGE} has no line {mark}")
    # paths are those of the machine that it ran on, and say nothing
    shown = re.sub(r"(predictions in) \S+", r"\1 a file", output).strip()
    block = shown if shown.startswith("|") else f"```\n{shown}\n```"
    pattern = re.compile(rf"{re.escape(mark)}\n+(?:```\n.*?\n```\n?|(?:\|[^\n]*\n?)+|(?=\n|\Z))", re.DOTALL)
    return pattern.sub(lambda _: f"{mark}\n\n{block}\n", page, count=1)


if __name__ == "__main__":
    sys.exit(main())
