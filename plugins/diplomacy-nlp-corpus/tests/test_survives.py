"""Nothing is lost: kills at random moments, workers that die, a full disk, an interrupt, each for real."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from diplomacy_nlp_corpus import CorpusError, manifest_of, read_corpus, read_problems, run_corpus

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
Bytes = Callable[[Path], dict[str, bytes]]
ROWS = [{"id": f"n{n}", "text": f"Paris SLOW met Oslo {n} times." if n % 7 else " "} for n in range(60)]
SCRIPT = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # tests that run in the background ignore it
sys.path.insert(0, {module!r})
import corpus_reader
from diplomacy_nlp_corpus import run_corpus

if __name__ == "__main__":
    {before}
    rows = [{{"id": f"n{{n}}", "text": f"Paris SLOW met Oslo {{n}} times." if n % 7 else " "}} for n in range(60)]
    print("begins", flush=True)
    run_corpus(rows, {out!r}, plugins=corpus_reader.plugins, workers=2, shard_size=4, parses={parses!r})
"""


def begin(reader: Any, folder: Path, *, before: str = "pass") -> subprocess.Popen[str]:
    """A run in a process of its own, in a group of its own, as a shell would start it."""
    script = folder / "script.py"
    given = {"module": str(Path(reader.__file__).parent), "out": str(folder / "out"), "before": before}
    script.write_text(SCRIPT.format(**given, parses=str(folder / "parses.sqlite")), encoding="utf-8")
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, str(script)], start_new_session=True, **pipes)  # type: ignore[call-overload,no-any-return]  # noqa: S603


def goes_on(reader: Any, folder: Path) -> None:
    """The same call once more, to its end."""
    last = begin(reader, folder)
    _, said = last.communicate(timeout=120)
    assert last.returncode == 0, said


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(6000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it did not come about within a minute")


def shards_in(folder: Path) -> int:
    return len([*(folder / "out" / "done").glob("part-*.json")])


def children_of(process: int) -> set[int]:
    """Processes below one that read for it (not multiprocessing's tracker of resources)."""
    import psutil

    below = psutil.Process(process).children(recursive=True)
    return {child.pid for child in below if "spawn_main" in " ".join(child.cmdline())}


@pytest.fixture(scope="module")
def undisturbed(reader: Any, tmp_path_factory: pytest.TempPathFactory, bytes_of: Bytes) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("undisturbed")
    done = run_corpus(ROWS, folder / "out", plugins=reader.plugins, shard_size=4, parses=folder / "parses.sqlite")
    assert (done.articles, done.problems, done.shards) == (51, 9, 15)
    return bytes_of(folder / "out")


def test_killed_at_random_moments_it_comes_to_what_an_undisturbed_run_comes_to(
    reader: Any, tmp_path: Path, undisturbed: dict[str, bytes], bytes_of: Bytes
) -> None:
    chance = random.Random(19)  # noqa: S311  # seeded, so that a failure comes again
    seen = [0]
    for _ in range(3):  # each time the run gets a random number of shards further, and a random moment
        process = begin(reader, tmp_path)
        goal = seen[-1] + chance.randint(1, 4)
        wait_for(lambda goal=goal: shards_in(tmp_path) >= goal)  # type: ignore[misc]
        time.sleep(chance.random() * 0.1)
        workers = children_of(process.pid)
        assert workers
        process.kill()
        process.communicate()
        wait_for(lambda workers=workers: not any(map(_lives, workers)))  # type: ignore[misc]  # none reads on for nobody
        seen.append(shards_in(tmp_path))
        for row in read_corpus(tmp_path / "out"):  # what a finished shard holds is whole
            assert row.actors
        assert "counts" not in manifest_of(tmp_path / "out")
    assert seen == sorted(set(seen))
    assert seen[-1] < 15
    goes_on(reader, tmp_path)
    assert bytes_of(tmp_path / "out") == undisturbed


def _lives(process: int) -> bool:
    import psutil

    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_killed_worker_costs_nothing(
    reader: Any, tmp_path: Path, undisturbed: dict[str, bytes], bytes_of: Bytes
) -> None:
    process = begin(reader, tmp_path)
    wait_for(lambda: shards_in(tmp_path) >= 2)
    os.kill(min(children_of(process.pid)), signal.SIGKILL)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    assert bytes_of(tmp_path / "out") == undisturbed


def test_two_runs_into_one_folder_are_refused_until_the_first_has_ended(
    reader: Any, tmp_path: Path, undisturbed: dict[str, bytes], bytes_of: Bytes
) -> None:
    process = begin(reader, tmp_path)
    wait_for(lambda: shards_in(tmp_path) >= 1)
    given: dict[str, Any] = {"plugins": reader.plugins, "shard_size": 4, "parses": tmp_path / "parses.sqlite"}
    with pytest.raises(CorpusError, match="another run is writing to this folder; wait until it has ended"):
        run_corpus(ROWS, tmp_path / "out", **given)
    process.kill()  # it cannot open its lock any more: the system does
    process.communicate()
    assert shards_in(tmp_path) < 15
    run_corpus(ROWS, tmp_path / "out", **given)
    assert bytes_of(tmp_path / "out") == undisturbed


def test_killed_before_its_manifest_is_written_it_goes_on(
    reader: Any, tmp_path: Path, undisturbed: dict[str, bytes], bytes_of: Bytes
) -> None:
    before = "from diplomacy_nlp_corpus import run; run._write = lambda *_: __import__('os').kill(0, 9)"
    process = begin(reader, tmp_path, before=before)
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [".lock", "articles", "done", "problems"]
    goes_on(reader, tmp_path)
    assert bytes_of(tmp_path / "out") == undisturbed


def test_an_interrupt_ends_it_and_its_workers_and_it_goes_on(
    reader: Any, tmp_path: Path, undisturbed: dict[str, bytes], bytes_of: Bytes
) -> None:
    process = begin(reader, tmp_path)
    wait_for(lambda: shards_in(tmp_path) >= 2)
    workers = children_of(process.pid)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does it: to all of them
    _, said = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "KeyboardInterrupt" in said
    wait_for(lambda: not any(map(_lives, workers)))
    done = shards_in(tmp_path)
    assert 2 <= done < 15
    goes_on(reader, tmp_path)
    assert bytes_of(tmp_path / "out") == undisturbed


def test_a_full_disk_ends_it_with_what_to_do_and_it_goes_on(
    reader: Any, tmp_path: Path, undisturbed: dict[str, bytes], bytes_of: Bytes
) -> None:
    # no file may grow beyond 16 KB: the system refuses the write itself, in the middle of a file
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (16_000, 16_000))"
    process = begin(reader, tmp_path, before=limit)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 1
    last_line = said.strip().splitlines()[-1]
    assert "CorpusError" in last_line
    assert "free" in last_line
    assert not [name for name in bytes_of(tmp_path / "out") if name.endswith(".tmp")]
    for analysis in read_corpus(tmp_path / "out"):
        assert analysis.actors
    goes_on(reader, tmp_path)
    assert bytes_of(tmp_path / "out") == undisturbed


def test_a_shard_that_does_not_fit_leaves_nothing_and_says_what_to_do(
    reader: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    from diplomacy_nlp_corpus import shards

    def full(path: Path) -> None:
        path.write_bytes(b"half of it")
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with pytest.raises(OSError, match="No space left"):
        shards.write_whole(tmp_path / "part-0.parquet", full)
    assert not list(tmp_path.iterdir())
    monkeypatch.setattr("diplomacy_nlp_corpus.run.write_text", lambda path, text: full(path))
    with pytest.raises(CorpusError, match=r"No space left on device; free some of the disk; .*the same call goes on"):
        run_corpus([], tmp_path / "out", plugins=reader.plugins)


def test_an_article_that_kills_its_worker_is_a_problem_and_the_others_are_read(reader: Any, tmp_path: Path) -> None:
    rows = [{"id": f"n{n}", "text": "DEADLY words" if n == 5 else "Paris agreed."} for n in range(9)]
    done = run_corpus(rows, tmp_path / "out", plugins=reader.plugins, workers=2, shard_size=3)
    assert (done.articles, done.problems) == (8, 1)
    (problem,) = read_problems(tmp_path / "out")
    assert (problem["row"], problem["id"]) == (6, "n5")
    assert "a worker process died while it read this article" in problem["message"]


def test_a_script_without_its_guard_is_told_of_it(reader: Any, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        f"import sys; sys.path.insert(0, {str(Path(reader.__file__).parent)!r})\n"
        "import corpus_reader\nfrom diplomacy_nlp_corpus import run_corpus\n"
        f"run_corpus(['Paris agreed.'], {str(tmp_path / 'out')!r}, plugins=corpus_reader.plugins)\n",
        encoding="utf-8",
    )
    ran = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=False)  # noqa: S603
    assert ran.returncode == 1
    assert "below `if __name__ == '__main__':`" in ran.stderr.strip().splitlines()[-1]
