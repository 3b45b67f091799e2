"""A run over a corpus: the source cut into shards, the shards read by worker processes, what is missing read again."""

from __future__ import annotations

import errno
import json
import pickle
import shutil
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from threading import TIMEOUT_MAX
from typing import Any, Literal

from attrs import asdict, evolve, field, frozen

from diplomacy_nlp.checks import shown, told
from diplomacy_nlp.errors import OptionError
from diplomacy_nlp.registry import several
from diplomacy_nlp.toolkit.options import path_of

from .errors import CorpusError
from .recipe import Recipe, make_analyzer, versions_of
from .shards import FORMATS, MANIFEST, Shard, manifest_of, write_text, write_whole
from .sources import Columns, Row, count_rows, rows_of
from .worker import Job, digest_of, read_shard, shares, start

__all__ = ["CorpusRun", "Progress", "run_corpus"]

_FORM = 1  # of what is written
_KINDS = ("done", "articles", "problems")  # folders; records of what is done go first
_LOCK = ".lock"
_AHEAD = 2  # shards a worker that wait for it, so that it never waits for the source


@frozen(kw_only=True)
class Progress:
    """How far a run is.

    Args:
        done: articles that are read or noted as problems, those of earlier runs included.
        total: articles of the source; None where that is not known.
        problems: articles that could not be read.
        faulty: articles that were read, but with faults of plugins.
        rate: articles a second in this run; 0 before the first shard is done.
        left: seconds that the rest will take at this rate; None where that is not known.
    """

    done: int
    total: int | None
    problems: int
    faulty: int
    rate: float
    left: float | None


@frozen(kw_only=True)
class CorpusRun:
    """What a run came to.

    Args:
        folder: where it was written.
        articles: how many were read.
        problems: how many could not be read.
        faulty: how many were read, but with faults of plugins (`read_problems` tells them, too).
        shards: how many there are.
        kept: how many of these were done by an earlier run.
    """

    folder: Path
    articles: int
    problems: int
    faulty: int
    shards: int
    kept: int


def run_corpus(
    source: Any,
    out: str | Path,
    *,
    workers: int = 1,
    client: Any = None,
    resume: bool = True,
    changed: Literal["refuse", "redo"] = "refuse",
    columns: Columns | None = None,
    shard_size: int = 100,
    format: str = "parquet",
    plugins: Callable[[], Iterable[object]] | None = None,
    only: Iterable[str] | None = None,
    block: Iterable[str] = (),
    options: Mapping[str, Mapping[str, Any]] | None = None,
    annotator: str | None = None,
    batch_size: int = 16,
    parses: str | Path | None = None,
    keep_findings: bool = True,
    max_characters: int | None = None,
    timeout: float | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> CorpusRun:
    """Reads a corpus into a folder. The same call goes on where a run ended, however it ended.

    A script that calls this needs `if __name__ == "__main__":`, as always with processes that are spawned. On Linux,
    several workers of the installed plugins are forked from one process that has loaded the models, and share them.

    Args:
        source: as for `rows_of`: a folder, a file, a data frame, an iterable of Articles. To go on, give the same one.
        out: the folder of results: `articles` and `problems` in shards, `manifest.json`. `read_corpus` reads it.
        workers: processes that read, with one thread each; with `client`, shards that are under way.
        client: a `dask.distributed.Client`, whose workers read instead; `out` (and `parses`) must be theirs, too.
        resume: go on with what stands in `out`; False expects that nothing does.
        changed: what happens if versions, models, options or the source are not those of the run in `out`: it is
            refused, or what they concern is done again.
        columns: of tables.
        shard_size: articles a shard. What is lost when a run ends is no more than the shards under way.
        format: of the shards, "parquet" or "jsonl".
        plugins, only, block, options, annotator, batch_size: as for `Recipe`.
        parses: a file where parses are kept, and what each plugin found by all that it was given. The next run with
            other lexicons, plugins or options then costs the plugins that these concern, and the others for articles
            in which what they are given has changed.
        keep_findings: False keeps parses alone: for plugins that ask the world outside (a clock, a server).
        max_characters, timeout: a longer text, and one that takes more seconds, is noted as a problem.
        progress: is called after each shard.

    Raises:
        CorpusError: the source or an argument cannot be used, `out` holds something else or another run is writing to
            it, the disk is full.
        OptionError: `only`, `block` or `options` are not what `Analyzer.discover` takes.
        PluginLoadError: a plugin cannot be loaded.
    """
    _check_numbers(workers, shard_size, batch_size, max_characters, timeout)
    _check_kinds(format, changed, options)
    _check_functions(plugins, client, progress)
    recipe = Recipe(
        plugins=plugins,
        only=None if only is None else tuple(several("only", only)),
        block=tuple(several("block", block)),
        options=options or {},
        annotator=annotator,
        batch_size=batch_size,
        parses=None if parses is None else str(_path("parses", parses)),
        keep_findings=keep_findings,
        max_characters=max_characters,
        timeout=timeout,
    )
    folder = _path("out", out)
    if client is None:
        _check_travels(recipe)
    versions = versions_of(recipe)
    try:
        with _alone_in(folder):
            digests = {name: told["digest"] for name, told in versions.items()}
            # a slip in the call is found here, before anything of an earlier run goes or the call is written down
            make_analyzer(recipe, digests)
            total = count_rows(source, columns) if progress else None
            rows = _begun(rows_of(source, columns))
            _prepare(folder, _manifest(recipe, versions, columns, shard_size, format), resume=resume, changed=changed)
            made = _Run(folder, format, recipe, digests, changed, total, progress)
            shards = made.missing(rows, shard_size)
            if client is None:
                _by_processes(shards, workers, recipe, made.finished)
            else:
                _by_cluster(shards, client, workers, made.finished)
            return made.close()
    except OSError as error:
        raise _told(error, folder) from error


def _check_numbers(workers: Any, shard_size: Any, batch_size: Any, max_characters: Any, timeout: Any) -> None:
    given = {"workers": workers, "shard_size": shard_size, "batch_size": batch_size}
    for name, value in (given if max_characters is None else given | {"max_characters": max_characters}).items():
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise CorpusError(f"{name}: a whole number from 1 is expected, not {shown(value)}")
    is_number = isinstance(timeout, int | float) and not isinstance(timeout, bool)
    if timeout is not None and not (is_number and 0 < timeout <= TIMEOUT_MAX):  # NaN is not, either
        raise CorpusError(
            f"timeout: a number of seconds above 0 is expected, or None for no limit, not {shown(timeout)}"
        )


def _check_functions(plugins: Any, client: Any, progress: Any) -> None:
    if plugins is not None and not callable(plugins):
        raise CorpusError(f"plugins: a function that gives instances is expected, not {shown(plugins)}")
    if client is not None and not hasattr(client, "submit"):
        raise CorpusError(f"client: a dask.distributed.Client is expected, not {shown(client)}")
    if progress is not None and not callable(progress):
        raise CorpusError(f"progress: a function that takes a Progress is expected, not {shown(progress)}")


def _check_kinds(format: Any, changed: Any, options: Any) -> None:
    if format not in FORMATS:
        raise CorpusError(f"format: one of {', '.join(FORMATS)} is expected, not {shown(format)}")
    if changed not in ("refuse", "redo"):
        raise CorpusError(f'changed: "refuse" or "redo" is expected, not {shown(changed)}')
    if not isinstance(options, Mapping | None) or not all(isinstance(o, Mapping) for o in (options or {}).values()):
        raise OptionError(f'options: {{"plugin": {{"option": value}}}} is expected, not {shown(options)}')


def _check_travels(recipe: Recipe) -> None:
    """Refuses a recipe that no worker process can be given; a cluster's client has ways of its own."""
    for name in ("plugins", "options"):
        try:
            pickle.dumps(getattr(recipe, name))
        except Exception as error:  # pickling runs the code of what is pickled
            raise CorpusError(
                f"{name}: worker processes cannot be given it ({told(error)}); plugins are given by a function at the "
                "top of a module, and options are plain values"
            ) from None


def _path(name: str, value: Any) -> Path:
    try:
        return path_of(name, value).resolve()
    except ValueError as error:
        raise CorpusError(error) from None


def _begun(rows: Iterator[Row]) -> Iterator[Row]:
    """The same rows, of which the first has been read: what is wrong with the source as a whole is raised now."""
    return chain([*islice(rows, 1)], rows)


def _told(error: OSError, folder: Path) -> CorpusError:
    what = f"{error.filename or folder}: {error.strerror or error}"
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        what += "; free some of the disk"
    return CorpusError(f"{what}; the shards that are done are whole, and the same call goes on from them")


# --- the manifest -------------------------------------------------------------------------------------------------


def _manifest(
    recipe: Recipe, versions: Mapping[str, Any], columns: Columns | None, shard_size: int, format: str
) -> dict[str, Any]:
    """All that the results depend on. No time and no path of `out` is in it, so equal runs give equal files."""
    return {
        "form": _FORM,
        "plugins": dict(versions),
        "run": {
            "format": format,
            "shard_size": shard_size,
            "columns": asdict(columns or Columns()),
            "only": recipe.only and sorted(recipe.only),
            "block": sorted(recipe.block),
            "options": json.loads(json.dumps(recipe.options, sort_keys=True, default=repr)),
            "annotator": recipe.annotator,
            "batch_size": recipe.batch_size,
            "half_precision": recipe.parses is not None,
            "max_characters": recipe.max_characters,
            "timeout": recipe.timeout,
        },
    }


def _prepare(folder: Path, manifest: Mapping[str, Any], *, resume: bool, changed: str) -> None:
    """Makes the folder of a new run, or checks that of an earlier one."""
    path = folder / MANIFEST
    if path.exists():
        if not resume:
            raise CorpusError(f"{folder}: holds a run already; resume=True goes on with it, or name another folder")
        earlier = manifest_of(folder)
        differences = [*_differences({k: v for k, v in earlier.items() if k != "counts"}, manifest)]
        if differences and changed == "refuse":
            raise CorpusError(
                f"{folder}: this run is not the one that began here: {'; '.join(differences)}. Set it back, name "
                'another folder, or let all be done again: changed="redo" (--redo)'
            )
        if differences:
            for kind in _KINDS:
                shutil.rmtree(folder / kind, ignore_errors=True)
    for kind in _KINDS:
        (folder / kind).mkdir(parents=True, exist_ok=True)
    _write(path, manifest)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Nobody else writes a run to the folder meanwhile. The lock is the system's own, so it ends with its process."""
    from filelock import FileLock, Timeout

    _check_is_ours(folder)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock(folder / _LOCK, timeout=0)
        lock.acquire()
    except Timeout:
        raise CorpusError(
            f"{folder}: another run is writing to this folder; wait until it has ended, or name another one"
        ) from None
    try:
        yield
    finally:
        lock.release()


def _check_is_ours(folder: Path) -> None:
    """Refuses a folder of something else, before anything is written to it."""
    if any(path.exists() and not path.is_dir() for path in (folder, *folder.parents)):
        raise CorpusError(f"{folder}: a file, or within one; name a folder")
    if (folder / MANIFEST).exists() or not folder.exists():
        return
    for path in folder.iterdir():  # a run that was killed at its very beginning has empty folders and no manifest
        begun = path.name in _KINDS and path.is_dir() and not any(path.iterdir())
        if not begun and path.name != _LOCK and not path.name.startswith(f"{MANIFEST}."):
            raise CorpusError(f"{folder}: holds something that is no run of ours; name a new folder")


def _write(path: Path, data: Mapping[str, Any]) -> None:
    text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    write_whole(path, lambda beside: write_text(beside, text))


def _differences(earlier: Any, now: Any, at: str = "") -> Iterator[str]:
    if isinstance(earlier, Mapping) and isinstance(now, Mapping):
        for key in sorted({*earlier, *now}):
            yield from _differences(earlier.get(key), now.get(key), f"{at}.{key}" if at else key)
    elif earlier != now:
        yield f"{at} was {json.dumps(earlier)} and is {json.dumps(now)}"


# --- a run --------------------------------------------------------------------------------------------------------


@frozen
class _Run:
    """What is known of a run under way."""

    folder: Path
    format: str
    recipe: Recipe
    digests: Mapping[str, str]
    changed: str
    total: int | None
    progress: Callable[[Progress], None] | None
    counts: dict[str, int] = field(
        factory=lambda: {"shards": 0, "articles": 0, "problems": 0, "faulty": 0, "kept": 0, "kept_rows": 0}
    )
    started: float = field(factory=time.monotonic)

    def missing(self, rows: Iterator[Row], shard_size: int) -> Iterator[Job]:
        """The shards that are not done, as the source is read; the records of the others are counted."""
        number = 0
        while held := tuple(islice(rows, shard_size)):
            shard = Shard(folder=self.folder, number=number, format=self.format)
            record = shard.record()
            if record is not None and record["rows"] != digest_of(held):
                if self.changed == "refuse":
                    raise CorpusError(
                        f"the source is not the one of the run in {self.folder}: rows {held[0].number} to "
                        f"{held[-1].number} have changed. Name another folder, or let them be done again: "
                        'changed="redo" (--redo)'
                    )
                record = None
            if record is None:
                shard.forget()
                yield Job(shard=shard, rows=held, recipe=self.recipe, digests=self.digests)
            else:
                self.counts["kept"] += 1
                self._count(record)
                self.counts["kept_rows"] += record["articles"] + record["unread"]
            number += 1
        self._drop(number)

    def _drop(self, number: int) -> None:
        """Of a source that has become shorter, what lies behind its end."""
        for path in sorted((self.folder / "done").glob("part-*.json")):
            if int(path.stem.removeprefix("part-")) >= number:
                if self.changed == "refuse":
                    raise CorpusError(
                        f"the source has become shorter since the run in {self.folder} began. Name another folder, or "
                        'let what is behind its end be dropped: changed="redo" (--redo)'
                    )
                for kind in ("articles", "problems"):
                    (self.folder / kind / f"{path.stem}.{self.format}").unlink(missing_ok=True)
                path.unlink()

    def finished(self, job: Job) -> None:
        """Counts a shard that is done."""
        record = job.shard.record()
        if record is None:
            raise CorpusError(
                f"{job.shard.record_file}: not here although a worker wrote it; `out` must be one folder "
                "for all workers"
            )
        self._count(record)
        if self.progress is not None:
            done = self.counts["articles"] + self.counts["problems"]
            rate = (done - self.counts["kept_rows"]) / max(time.monotonic() - self.started, 1e-6)
            left = None if self.total is None or not rate else max(self.total - done, 0) / rate
            problems, faulty = self.counts["problems"], self.counts["faulty"]
            told = Progress(done=done, total=self.total, problems=problems, faulty=faulty, rate=rate, left=left)
            self.progress(told)

    def _count(self, record: Mapping[str, Any]) -> None:
        self.counts["shards"] += 1
        self.counts["articles"] += record["articles"]
        self.counts["problems"] += record["unread"]
        self.counts["faulty"] += record.get("faulty", 0)  # runs of versions before this did not note it

    def close(self) -> CorpusRun:
        """Writes the counts into the manifest, and clears away what killed processes left."""
        counts = {name: self.counts[name] for name in ("shards", "articles", "problems", "faulty")}
        _write(self.folder / MANIFEST, manifest_of(self.folder) | {"counts": counts})
        for stray in (*self.folder.rglob("*.tmp"), *self.folder.rglob("*.reading")):
            stray.unlink(missing_ok=True)
        return CorpusRun(folder=self.folder, kept=self.counts["kept"], **counts)


# --- processes of this machine ------------------------------------------------------------------------------------


def _context(workers: int, recipe: Recipe) -> Any:
    """How processes begin: each by itself, or forked from one that has loaded what they share.

    This process is never forked: the new one would inherit torch's locks without the threads that would open them, and
    hang. Several workers of the installed plugins are forked from a process with one thread (`forked`), on Linux.
    """
    import multiprocessing

    if workers > 1 and recipe.plugins is None and sys.platform.startswith("linux"):
        forking = multiprocessing.get_context("forkserver")
        forking.set_forkserver_preload([f"{__package__}.forked.shared"])
        with suppress(BrokenProcessPool), ProcessPoolExecutor(1, mp_context=forking) as pool:
            if pool.submit(shares).result():
                return forking
    return multiprocessing.get_context("spawn")


def _by_processes(jobs: Iterator[Job], workers: int, recipe: Recipe, finished: Callable[[Job], None]) -> None:
    """Reads the jobs in processes of their own, in any order. Those over which a worker died are read one by one."""
    context = _context(workers, recipe)

    def pool(size: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(size, mp_context=context, initializer=start)

    while lost := _together(jobs, workers, pool(workers), finished):
        _one_by_one(lost, pool, finished)


def _together(
    jobs: Iterator[Job], workers: int, pool: ProcessPoolExecutor, finished: Callable[[Job], None]
) -> Sequence[Job]:
    """Reads jobs until they are done, or a worker dies; gives those that were under way then."""
    running: dict[Future[int], Job] = {}
    lost: list[Job] = []
    try:
        for job in islice(jobs, workers * _AHEAD):
            running[pool.submit(read_shard, job)] = job
        while running:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                job = running.pop(future)
                try:
                    future.result()
                except BrokenProcessPool:
                    lost.append(job)
                    continue
                finished(job)
                if not lost:
                    try:
                        for more in islice(jobs, 1):
                            running[pool.submit(read_shard, more)] = more
                    except BrokenProcessPool:
                        lost.append(more)
        return [job for job in lost if not _is_done(job, finished)]
    except BaseException:
        _stop(pool)
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _is_done(job: Job, finished: Callable[[Job], None]) -> bool:
    """Whether the worker had written the shard before it died."""
    if job.shard.record() is None:
        return False
    finished(job)
    return True


def _stop(pool: ProcessPoolExecutor) -> None:
    """Ends the workers at once: what they have under way is not waited for."""
    for process in list((pool._processes or {}).values()):  # Python 3.14 has kill_workers() for this
        process.kill()


def _one_by_one(
    jobs: Iterable[Job], new_pool: Callable[[int], ProcessPoolExecutor], finished: Callable[[Job], None]
) -> None:
    """Reads jobs alone, so that it is known over which a worker dies: then singly, at last without the deadly row."""
    waiting = deque(jobs)
    while waiting:
        pool = new_pool(1)
        try:
            while waiting:
                pool.submit(read_shard, waiting[0]).result()
                finished(waiting.popleft())
        except BrokenProcessPool:
            if _is_done(waiting[0], finished):
                waiting.popleft()
            else:
                waiting[0] = after_death(waiting[0])
        except BaseException:
            _stop(pool)
            raise
        finally:
            pool.shutdown(cancel_futures=True)


def after_death(job: Job) -> Job:
    """The job as it is to be tried again after a worker died over it alone."""
    if not job.singly:
        return evolve(job, singly=True)
    try:
        row = int(job.shard.notes_file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise CorpusError(
            "worker processes die before they read anything; call run_corpus below `if __name__ == '__main__':`, and "
            "see what they say on standard error"
        ) from None
    return evolve(job, deadly=job.deadly | {row})


# --- a cluster ----------------------------------------------------------------------------------------------------


def _by_cluster(jobs: Iterator[Job], client: Any, workers: int, finished: Callable[[Job], None]) -> None:
    """Reads the jobs on the workers of a Dask cluster, which tries those of a dead worker again on another one."""
    from distributed import KilledWorker, as_completed

    running: dict[Any, Job] = {}
    done = as_completed()

    def submit(job: Job) -> None:
        future = client.submit(read_shard, job, pure=False)
        running[future] = job
        done.add(future)

    def fill() -> None:
        """Gives the workers that there are by now enough to do: on a cluster they come and go."""
        enough = max(workers, sum(client.nthreads().values())) * _AHEAD
        for job in islice(jobs, max(enough - len(running), 0)):
            submit(job)

    try:
        fill()
        for future in done:
            job = running.pop(future)
            try:
                future.result()
            except KilledWorker:
                submit(after_death(job))
                continue
            finished(job)
            fill()
    except BaseException:
        client.cancel(list(running))
        raise
