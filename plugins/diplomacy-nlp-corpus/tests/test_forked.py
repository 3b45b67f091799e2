"""Several workers of the installed plugins are forked from a process that has loaded what they share."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from diplomacy_nlp_corpus import read_corpus, run, run_corpus
from diplomacy_nlp_corpus.recipe import Recipe

from diplomacy_nlp import Article

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere each worker loads its own")
Bytes = Callable[[Path], dict[str, bytes]]
ARTICLES = [Article(text=f"Paris rejected the plan of Oslo, {n} ministers said.", id=f"n{n}") for n in range(12)]
SCRIPT = """
from diplomacy_nlp_corpus import run_corpus

if __name__ == "__main__":
    rows = [f"Paris rejected the plan of Oslo, {{n}} ministers said." for n in range(2000)]
    run_corpus(rows, {out!r}, workers=2, shard_size=1, batch_size=1)
"""


def forked_below(process: int) -> list[Any]:
    """The process that others are forked from, and these."""
    import psutil

    return [p for p in psutil.Process(process).children(recursive=True) if "forkserver" in " ".join(p.cmdline())]


def test_workers_share_what_is_loaded_and_one_that_is_killed_costs_nothing(tmp_path: Path, bytes_of: Bytes) -> None:
    run_corpus(ARTICLES, tmp_path / "one", shard_size=2)
    memory: list[Any] = []

    def look_and_kill(progress: Any) -> None:
        if not memory:
            _, *workers = sorted(forked_below(os.getpid()), key=lambda process: process.create_time())
            assert len(workers) == 2
            memory.extend(worker.memory_full_info() for worker in workers)
            workers[0].send_signal(signal.SIGKILL)

    done = run_corpus(ARTICLES, tmp_path / "two", shard_size=2, workers=2, progress=look_and_kill)
    assert (done.articles, done.problems, done.shards) == (12, 0, 6)
    assert bytes_of(tmp_path / "two") == bytes_of(tmp_path / "one")
    assert all(analysis.reactions for analysis in read_corpus(tmp_path / "two"))
    assert len(memory) == 2
    for used in memory:
        assert used.uss < 0.6 * used.rss


def test_where_what_is_shared_is_not_sound_each_worker_loads_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run._context(2, Recipe()).get_start_method() == "forkserver"
    monkeypatch.setattr(run, "shares", bool)  # no
    assert run._context(2, Recipe()).get_start_method() == "spawn"


def test_all_end_with_the_one_that_began_them(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(out=str(tmp_path / "out")), encoding="utf-8")
    process = subprocess.Popen([sys.executable, str(script)], start_new_session=True)  # noqa: S603
    until(lambda: any((tmp_path / "out" / "done").glob("part-*.json")))
    forked = forked_below(process.pid)
    assert len(forked) == 3
    process.kill()
    process.wait()
    until(lambda: not any(_lives(one) for one in forked))


def _lives(process: Any) -> bool:
    import psutil

    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def until(condition: Callable[[], bool]) -> None:
    for _ in range(6000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it did not come about within a minute")
