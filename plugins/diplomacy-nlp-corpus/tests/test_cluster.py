"""On a Dask cluster: two workers, one of which is killed; jobs of Slurm, as far as they go without Slurm."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from diplomacy_nlp_corpus import read_problems, run_corpus

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="signals of POSIX"),
    pytest.mark.filterwarnings("default"),  # Dask's and tornado's own
]
Bytes = Callable[[Path], dict[str, bytes]]
ROWS = [{"id": f"n{n}", "text": f"Paris SLOW met Oslo {n} times."} for n in range(40)]


@pytest.fixture(scope="module")
def client(reader: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from distributed import Client, LocalCluster

    place = str(tmp_path_factory.mktemp("dask"))
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "local_directory": place}
    with LocalCluster(**options) as cluster, Client(cluster) as client:
        yield client


def test_a_killed_worker_costs_nothing(reader: Any, client: Any, tmp_path: Path, bytes_of: Bytes) -> None:
    run_corpus(ROWS, tmp_path / "undisturbed", plugins=reader.plugins, shard_size=4)
    processes = sorted(client.run(os.getpid).values())
    assert len(processes) == 2
    killed: list[int] = []

    def kill_one(progress: Any) -> None:
        if not killed:
            killed.append(processes[0])
            os.kill(processes[0], signal.SIGKILL)

    out = tmp_path / "out"
    done = run_corpus(ROWS, out, plugins=reader.plugins, shard_size=4, client=client, progress=kill_one)
    assert killed
    assert (done.articles, done.shards) == (40, 10)
    assert bytes_of(out) == bytes_of(tmp_path / "undisturbed")
    for _ in range(600):  # its nanny starts another one
        if len(client.scheduler_info()["workers"]) == 2:
            break
        time.sleep(0.05)
    assert set(client.run(os.getpid).values()) != set(processes)


def test_an_article_that_kills_workers_is_a_problem(reader: Any, client: Any, tmp_path: Path) -> None:
    client.run_on_scheduler(lambda dask_scheduler: setattr(dask_scheduler, "allowed_failures", 0))
    rows = [{"id": f"n{n}", "text": "DEADLY words" if n == 1 else "Paris agreed."} for n in range(4)]
    done = run_corpus(rows, tmp_path / "out", plugins=reader.plugins, shard_size=4, client=client)
    assert (done.articles, done.problems) == (3, 1)
    assert [problem["id"] for problem in read_problems(tmp_path / "out")] == ["n1"]


def test_workers_that_come_later_are_given_something_to_do(
    reader: Any, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [f"Paris met Oslo {number} times." for number in range(20)]
    there = {"first": 1}
    submitted: list[Any] = []
    submit = client.submit
    monkeypatch.setattr(client, "nthreads", lambda: there)
    monkeypatch.setattr(client, "submit", lambda *job, **more: submitted.append(job) or submit(*job, **more))
    under_way: list[int] = []

    def look(progress: Any) -> None:
        under_way.append(len(submitted) - progress.done)
        there.update(second=1, third=2)

    run_corpus(rows, tmp_path / "out", plugins=reader.plugins, shard_size=1, client=client, progress=look)
    assert under_way[0] == 1  # two, of which one is done
    assert max(under_way) == 7


SBATCH = """#!/bin/sh
# stands for Slurm's: it takes a copy of the script, and a job is a group of processes
cp "$1" "{jobs}.$$"
setsid sh "{jobs}.$$" >/dev/null 2>&1 &
echo $! >>"{jobs}"
echo "Submitted batch job $!"
"""
SCANCEL = """#!/bin/sh
for job in "$@"; do kill -9 -- -"$job" 2>/dev/null; done
"""


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Commands of Slurm on the path that run jobs here; gives the file with the jobs' numbers."""
    commands, jobs = tmp_path / "commands", tmp_path / "jobs"
    commands.mkdir()
    for name, script in (("sbatch", SBATCH), ("scancel", SCANCEL)):
        (commands / name).write_text(script.format(jobs=jobs), encoding="utf-8")
        (commands / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{commands}{os.pathsep}{os.environ['PATH']}")
    return jobs


def test_jobs_of_slurm_read_and_one_that_ends_costs_nothing(
    reader: Any, slurm: Path, tmp_path: Path, bytes_of: Bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobqueue = pytest.importorskip("dask_jobqueue")
    from distributed import Client

    monkeypatch.setenv("PYTHONPATH", str(Path(reader.__file__).parent))
    run_corpus(ROWS, tmp_path / "undisturbed", plugins=reader.plugins, shard_size=4)
    ended: list[int] = []

    def end_one(progress: Any) -> None:
        if not ended:
            ended.append(int(slurm.read_text(encoding="utf-8").split()[0]))
            os.killpg(ended[0], signal.SIGKILL)  # as when its time has run out

    options = {"local_directory": str(tmp_path), "scheduler_options": {"dashboard_address": None}}
    job = {"cores": 1, "processes": 1, "memory": "3GB", "walltime": "12:00:00"}
    with jobqueue.SLURMCluster(**job, **options) as cluster, Client(cluster) as client:
        script = cluster.job_script()
        cluster.adapt(minimum_jobs=2, maximum_jobs=3)
        client.wait_for_workers(2, timeout=120)
        run_corpus(ROWS, tmp_path / "out", plugins=reader.plugins, shard_size=4, client=client, progress=end_one)
    for line in ("#SBATCH --cpus-per-task=1", "#SBATCH --mem=3G", "#SBATCH -t 12:00:00", "--nthreads 1"):
        assert line in script
    assert ended
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "undisturbed")
