"""On a Dask cluster: two workers, one of which is killed."""

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
