"""What a worker process does: it makes its Analyzer once, and reads shards one after another."""

from __future__ import annotations

import ctypes
import gc
import hashlib
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from attrs import frozen

from diplomacy_nlp import Analysis, Analyzer, Article
from diplomacy_nlp.errors import ArticleError

from .errors import CorpusError
from .parses import ParseStore
from .recipe import Recipe, make_analyzer
from .shards import Shard
from .sources import Row, article_of

__all__ = ["Job", "digest_of", "read_rows", "read_shard", "shares", "start"]

T = TypeVar("T")


@frozen(kw_only=True)
class Job:
    """A shard to be read.

    Args:
        shard: where what is found goes.
        rows: what is read.
        recipe, digests: how.
        singly: one article at a time, each noted beforehand, because a worker died over this shard.
        deadly: numbers of rows over which workers died, and which are left out.
    """

    shard: Shard
    rows: tuple[Row, ...]
    recipe: Recipe
    digests: Mapping[str, str]
    singly: bool = False
    deadly: frozenset[int] = frozenset()


def digest_of(rows: Iterable[Row]) -> str:
    """A digest of rows, by which a changed source is noticed."""
    whole = hashlib.sha256()
    for row in rows:
        given = row.article or sorted(row.cells.items())
        whole.update(repr((row.id, row.fault, _plain(given))).encode("utf-8", "surrogatepass"))
    return whole.hexdigest()[:32]


def _plain(given: Any) -> Any:
    if isinstance(given, Article):
        return given.sha256, given.id, given.title, given.source, given.date, given.url, given.language
    return given


def read_shard(job: Job) -> int:
    """Reads the rows of a job and writes its shard; gives the shard's number.

    This is what runs in a process of `run_corpus`, and on the workers of a cluster.

    Raises:
        OSError: what was found cannot be written.
        CorpusError: the file of kept parses cannot be used.
    """
    problems: list[dict[str, Any]] = []
    found: list[tuple[int, Analysis]] = []
    for number, analysis in read_rows(job, problems):
        found.append((number, analysis))
        for p in analysis.problems:
            told = {"plugin": p.plugin, "hook": p.hook, "message": p.message}
            problems.append({"row": number, "id": analysis.article.id, **told})
    problems.sort(key=lambda problem: problem["row"])
    job.shard.write(found, problems, digest_of(job.rows))
    found.clear()
    give_back_memory()
    return job.shard.number


def read_rows(job: Job, problems: list[dict[str, Any]]) -> Iterator[tuple[int, Analysis]]:
    """The number and the analysis of each row that can be read; of the others, a problem is added to the list."""
    reader = _reader(job)

    def refuse(row: Row, message: str) -> None:
        # a lone surrogate in it (a byte of another encoding), which nothing can write, as its escape
        name = row.id and row.id.encode("utf-8", "backslashreplace").decode("utf-8")
        problems.append({"row": row.number, "id": name, "plugin": None, "hook": None, "message": message})

    batch: list[tuple[Row, Article]] = []
    for row in job.rows:
        if row.number in job.deadly:
            refuse(row, "a worker process died while it read this article; it may need more memory than there is")
            continue
        try:
            batch.append((row, article_of(row, max_characters=job.recipe.max_characters)))
        except ArticleError as error:
            refuse(row, str(error))
        if len(batch) == (1 if job.singly else job.recipe.batch_size):
            yield from _read(reader, batch, job, refuse)
            batch = []
    yield from _read(reader, batch, job, refuse)


def _read(
    reader: _Reader, batch: Sequence[tuple[Row, Article]], job: Job, refuse: Callable[[Row, str], None]
) -> Iterator[tuple[int, Analysis]]:
    if not batch:
        return
    limit = job.recipe.timeout
    if job.singly:
        job.shard.notes_file.write_text(str(batch[0][0].number), encoding="utf-8")
    try:
        within = None if limit is None else limit * len(batch)
        analyses = in_time(lambda: list(reader.analyzer.analyze_many([article for _, article in batch])), within)
    except TimeoutError:
        if len(batch) == 1:
            refuse(batch[0][0], f"not read within {limit:g} seconds (timeout)")
            return
        for one in batch:
            yield from _read(reader, [one], job, refuse)
        return
    if reader.fault is not None:  # else articles would be problems for want of a disk
        raise reader.fault
    for (row, _), analysis in zip(batch, analyses, strict=True):
        yield row.number, analysis


# --- the process --------------------------------------------------------------------------------------------------


@frozen
class _Reader:
    analyzer: Analyzer
    store: ParseStore | None

    @property
    def fault(self) -> CorpusError | None:
        """What is wrong with the file of kept parses; None where nothing is."""
        return None if self.store is None else self.store.fault


_made: dict[str, _Reader] = {}
_making = threading.RLock()


def _reader(job: Job) -> _Reader:
    """What reads by a recipe, made once a process."""
    key = f"{os.getpid()} {job.recipe!r} {json.dumps(dict(job.digests), sort_keys=True)}"
    with _making:
        if key not in _made or _made[key].fault is not None:
            one_thread()
            _made.clear()  # a cluster's worker that reads another corpus now
            store = None if job.recipe.parses is None else ParseStore(job.recipe.parses)
            _made[key] = _Reader(make_analyzer(job.recipe, job.digests, store), store)
        return _made[key]


def one_thread() -> None:
    """One thread a process for torch and the libraries below it: the cores are shared out among processes."""
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"  # for a torch that is loaded from now on
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(1)


def rare_collection() -> None:
    """Lets the collector of garbage look seldom, in a process of our own.

    An article is a hundred thousand objects that all live until it is read; walking them again and again cost a
    fourteenth of the time.
    """
    gc.set_threshold(100_000, 20, 50)


def give_back_memory() -> None:
    """Has the C library give free memory back to the system, where it can: it would keep some hundred MB."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def shares() -> bool:
    """Whether this process was forked from one that has loaded what workers share, and by one thread."""
    loaded = sys.modules.get(f"{__package__}.forked.shared")
    return loaded is not None and bool(loaded.IS_SOUND)


def start() -> None:
    """Readies a process of our own: an interrupt is its parent's business, and it ends when its parent does."""
    import multiprocessing

    rare_collection()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)  # the parent was killed: nobody waits for what this process does


# --- time ---------------------------------------------------------------------------------------------------------


class _TooLong(BaseException):
    """Raised within work that takes too long; no Exception, so that nobody on the way takes it for a plugin's fault."""


def in_time(work: Callable[[], T], seconds: float | None) -> T:
    """What the work gives, if it is done in time.

    Works in any thread and on any system; a call into C is ended when it returns.

    Raises:
        TimeoutError: it was not.
    """
    if seconds is None:
        return work()
    thread = threading.get_ident()
    lock = threading.Lock()
    state = {"done": False}

    def end() -> None:
        with lock:
            if not state["done"]:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(_TooLong))

    timer = threading.Timer(min(seconds, threading.TIMEOUT_MAX), end)
    timer.daemon = True
    try:
        try:
            timer.start()  # within the try, for the time may be up before this returns
            return work()
        finally:
            with lock:
                state["done"] = True
            timer.cancel()
            sys.intern("")  # a call, so that an exception that is under way is raised here
    except _TooLong:
        raise TimeoutError(f"not done within {seconds:g} seconds") from None
