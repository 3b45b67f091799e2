"""Measures a run over a corpus, by processor time: one worker and two, and what kept parses save.

    python benchmarks/corpus.py TEXTS [--articles 100]

TEXTS is a folder of text files. Processor time says what a run costs; on cores that are free, two workers take as long
as the busier of them has to do, to which what the parent does is added. So the speed-up is told from processor time
alone, and does not depend on what else the machine does. It is told with the start of a worker, and without.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
from attrs import evolve
from diplomacy_nlp_corpus import ParseStore, read_corpus, run_corpus
from diplomacy_nlp_corpus.recipe import Recipe, make_analyzer, versions_of
from diplomacy_nlp_corpus.worker import one_thread, rare_collection

from diplomacy_nlp import Analysis, Article

_WARM = 8  # articles
_SHARD = 4  # articles: a small corpus has to be shared out evenly


class Costs:
    """Processor time of this process and of each below it, as it was last seen."""

    def __init__(self) -> None:
        self._me = psutil.Process()
        self._before = _own(self._me)
        self.workers: defaultdict[int, float] = defaultdict(float)
        self._server = 0.0

    def look(self, *_: object) -> None:
        """Reads the clocks of the workers; their last shard is done when this is called."""
        for child in self._me.children(recursive=True):
            command = " ".join(child.cmdline())
            if "spawn_main" in command or ("forkserver" in command and child.ppid() != self._me.pid):
                self.workers[child.pid] = max(self.workers[child.pid], _own(child))
            elif "forkserver" in command:  # loads what the workers share, before there are any
                self._server = max(self._server, _own(child))

    @property
    def parent(self) -> float:
        """Seconds that this process used, and the one that workers are forked from."""
        return _own(self._me) - self._before + self._server


def _own(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--articles", type=int, default=100)
    options = parser.parse_args()
    paths = sorted(options.texts.glob("*.txt"))[: options.articles]
    articles = [Article(text=path.read_text(encoding="utf-8"), id=path.stem) for path in paths]
    words = sum(len(article.text.split()) for article in articles)
    print(f"{len(articles)} articles, {words} words\n")
    with tempfile.TemporaryDirectory() as folder:
        _cores(articles, Path(folder))
        _parses(articles, Path(folder))


def _cores(articles: Sequence[Article], folder: Path) -> None:
    print("| workers | seconds of each | of the parent | on free cores | times as fast | less the start |")
    print("|---|---|---|---|---|---|")
    start = _start(folder / "start")
    alone: list[float] = []
    for workers in (1, 2):
        costs = Costs()
        run_corpus(articles, folder / str(workers), workers=workers, shard_size=_SHARD, progress=costs.look)
        each = sorted(costs.workers.values(), reverse=True)
        whole = each[0] + costs.parent
        alone = alone or [whole, whole - start]
        told = ", ".join(f"{seconds:.1f}" for seconds in each)
        times = f"{alone[0] / whole:.2f} | {alone[1] / (whole - start):.2f}"
        print(f"| {workers} | {told} | {costs.parent:.1f} | {whole:.1f} | {times} |", flush=True)
    print(f"\nOf each worker, {start:.1f} s are its start, with the models: a run of hours pays them once.")
    same = all(a == b for a, b in zip(read_corpus(folder / "1"), read_corpus(folder / "2"), strict=True))
    print(f"Results of both are {'equal' if same else 'NOT EQUAL'}.\n")


def _start(out: Path) -> float:
    """What a worker costs that reads next to nothing."""
    costs = Costs()
    run_corpus([Article(text="Paris agreed.")], out, progress=costs.look)
    return max(costs.workers.values())


def _parses(articles: Sequence[Article], folder: Path) -> None:
    """What the reading costs in one process, models loaded: with nothing kept, while it is made, and after changes."""
    one_thread()
    rare_collection()
    path = folder / "kept.sqlite"
    lists = folder / "list.csv"
    lists.write_text(
        "name,kind,country,sector,aliases,wikidata,id\nUnited Nations,organization,,IGO,UN,,mine-1\n", encoding="utf-8"
    )
    print("| | seconds | articles an hour | times as fast | equal |\n|---|---|---|---|---|")
    _read(articles[:_WARM], Recipe())  # the first articles of a process find much to load
    nothing, alone = _read(articles, Recipe())
    kept = Recipe(parses=str(path))
    for name, recipe in (
        ("nothing is kept", Recipe()),
        ("parses and findings are kept for the first time", kept),
        ("read again, nothing has changed", kept),
        ("an option of reactions has changed", evolve(kept, options={"reactions": {"min_confidence": 0.5}})),
        ("quotes are read with rules alone", evolve(kept, options={"quotes": {"model": None}})),
        ("actors have a list of one's own", evolve(kept, options={"actors": {"gazetteer": str(lists)}})),
        ("parses alone are kept", evolve(kept, keep_findings=False)),
    ):
        found, seconds = (nothing, alone) if recipe == Recipe() else _read(articles, recipe)
        wanted = _read(articles, evolve(recipe, keep_findings=False))[0] if recipe.options else nothing
        told = f"{seconds:.1f} | {len(articles) / seconds * 3600:,.0f} | {alone / seconds:.1f}"
        print(f"| {name} | {told} | {'yes' if found == wanted else 'NO'} |", flush=True)
    size = sum(file.stat().st_size for file in _files(path))
    print(f"\n{len(ParseStore(path))} kept parses: {size / 1e6 / len(articles):.2f} MB an article.")


def _read(articles: Sequence[Article], recipe: Recipe) -> tuple[list[Analysis], float]:
    """The analyses, and the seconds of processor time that they took."""
    store = None if recipe.parses is None else ParseStore(recipe.parses)
    analyzer = make_analyzer(recipe, {name: told["digest"] for name, told in versions_of(recipe).items()}, store)
    list(analyzer.analyze_many([Article(text="Paris rejected the plan that Oslo had proposed.")]))  # loads the models
    start = time.process_time()
    found = list(analyzer.analyze_many(articles))
    return found, time.process_time() - start


def _files(path: Path) -> Iterator[Path]:
    yield from path.parent.glob(f"{path.name}*")


if __name__ == "__main__":
    main()
