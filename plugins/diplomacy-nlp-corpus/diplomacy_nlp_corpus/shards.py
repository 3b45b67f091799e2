"""What a run writes: shards that are whole or not there, each with a record of what it holds; and how it is read."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from attrs import frozen

from diplomacy_nlp import Analysis, from_json
from diplomacy_nlp.checks import told
from diplomacy_nlp.toolkit.options import path_of

from .errors import CorpusError

__all__ = ["FORMATS", "Shard", "manifest_of", "read_corpus", "read_problems", "sha256_of", "write_text", "write_whole"]

T = TypeVar("T")

MANIFEST = "manifest.json"
_COUNTED = ("actors", "quotes", "proposals", "reactions", "positions", "findings")
_ARTICLES: Mapping[str, str] = {
    "row": "int64",
    "id": "string",
    "sha256": "string",
    "title": "string",
    "source": "string",
    "date": "string",
    "url": "string",
    **dict.fromkeys(_COUNTED, "int32"),
    "analysis": "string",
}
_PROBLEMS: Mapping[str, str] = {"row": "int64", **dict.fromkeys(("id", "plugin", "hook", "message"), "string")}
FORMATS = ("parquet", "jsonl")


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Writes a file so that it is whole or not there: beside it first, to the disk, then renamed.

    Raises:
        OSError: it cannot be written; nothing is left of it.
    """
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        write(beside)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


@frozen(kw_only=True)
class Shard:
    """A stretch of a corpus, and the files that hold what was found in it.

    Args:
        folder: of the run.
        number: of the shard, from 0.
        format: "parquet" or "jsonl".
    """

    folder: Path
    number: int
    format: str = "parquet"

    def file(self, kind: str) -> Path:
        """The shard's file of "articles" or "problems"."""
        return self.folder / kind / f"part-{self.number:06}.{self.format}"

    @property
    def record_file(self) -> Path:
        """What says that the shard is done; it is written last."""
        return self.folder / "done" / f"part-{self.number:06}.json"

    @property
    def notes_file(self) -> Path:
        """Which row is being read, where a worker died over this shard before."""
        return self.folder / "done" / f"part-{self.number:06}.reading"

    def write(self, articles: Sequence[tuple[int, Analysis]], problems: Sequence[Mapping[str, Any]], rows: str) -> None:
        """Writes what was found: two files, then the record.

        Args:
            articles: row numbers and analyses.
            problems: rows of the table of problems.
            rows: digest of what was read.
        """
        files: dict[str, Sequence[Mapping[str, Any]]] = {
            "articles": [_row(n, a) for n, a in articles],
            "problems": list(problems),
        }
        record: dict[str, Any] = {"rows": rows, "articles": len(articles), "problems": len(problems), "files": {}}
        at_fault, read = {p["row"] for p in problems}, {number for number, _ in articles}
        record |= {"unread": len(at_fault - read), "faulty": len(at_fault & read)}
        for kind, columns in (("articles", _ARTICLES), ("problems", _PROBLEMS)):
            path = self.file(kind)
            write_whole(path, _WRITERS[self.format](files[kind], columns))
            record["files"][kind] = [path.stat().st_size, sha256_of(path)]
        text = json.dumps(record, indent=1) + "\n"
        write_whole(self.record_file, lambda path: write_text(path, text))
        self.notes_file.unlink(missing_ok=True)

    def record(self) -> dict[str, Any] | None:
        """The record of a shard that is done and whole; None for one that is to be read (again)."""
        try:
            record: dict[str, Any] = json.loads(self.record_file.read_text(encoding="utf-8"))
            whole = {type(record[name]) for name in ("articles", "unread")} == {int} and all(
                [self.file(kind).stat().st_size, sha256_of(self.file(kind))] == record["files"][kind]
                for kind in ("articles", "problems")
            )
            whole = whole and type(record["rows"]) is str
        except (OSError, ValueError, LookupError, TypeError):  # the latter two: JSON, but no record
            return None
        return record if whole else None

    def forget(self) -> None:
        """Takes away the record, so that the shard is read again."""
        self.record_file.unlink(missing_ok=True)


def _row(number: int, analysis: Analysis) -> dict[str, Any]:
    from diplomacy_nlp import to_json

    article = analysis.article
    given = {name: getattr(article, name) for name in ("id", "sha256", "title", "source", "date", "url")}
    counts = {name: len(getattr(analysis, name)) for name in _COUNTED}
    return {"row": number, **given, **counts, "analysis": to_json(analysis)}


def sha256_of(path: Path) -> str:
    """The digest of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_text(path: Path, text: str) -> None:
    """Writes a text in UTF-8, its line ends as they are, and a lone surrogate as JSON does: its escape."""
    path.write_text(text, encoding="utf-8", newline="\n", errors="backslashreplace")


def _to_parquet(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> Callable[[Path], None]:
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    schema = arrow.schema([(name, arrow.type_for_alias(kind)) for name, kind in columns.items()])
    table = arrow.Table.from_pylist(list(rows), schema=schema)
    return lambda path: parquet.write_table(table, str(path), compression="zstd")


def _to_jsonl(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for row in rows:
                cells = {name: row[name] for name in columns}
                if "analysis" in cells:
                    cells["analysis"] = json.loads(cells["analysis"])
                file.write(json.dumps(cells, ensure_ascii=False) + "\n")

    return write


_WRITERS = {"parquet": _to_parquet, "jsonl": _to_jsonl}


# --- reading ------------------------------------------------------------------------------------------------------


def manifest_of(folder: str | Path) -> dict[str, Any]:
    """The manifest of a run: versions, digests, options and, of a finished one, counts.

    Raises:
        CorpusError: the folder holds no run, or its manifest is damaged.
    """
    try:
        path = path_of("the folder of a run", folder) / MANIFEST
    except ValueError as error:
        raise CorpusError(error) from None
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if found["run"]["format"] not in FORMATS:
            raise ValueError("it names no format of ours")
    except (OSError, ValueError, LookupError, TypeError) as error:  # the latter two: JSON, but no manifest
        raise CorpusError(
            f"{path}: no manifest of a run ({told(error)}); name the folder that run_corpus wrote, and if that is this "
            "one, the manifest is damaged: remove the folder, and begin anew"
        ) from None
    return found


def read_corpus(folder: str | Path) -> Iterator[Analysis]:
    """The analyses of a run in the order of its source, one after another; those of finished shards, if it is not done.

    Raises:
        CorpusError: the folder holds no run, or a shard is damaged or missing.
    """
    return _read(folder, "articles", ["analysis"], _analysis)


def read_problems(folder: str | Path) -> Iterator[dict[str, Any]]:
    """The problems of a run: `row` (from 1), `id`, `plugin` and `hook` (None where the article itself is at fault),
    `message`.

    Raises:
        CorpusError: the folder holds no run, or a shard is damaged or missing.
    """  # noqa: D205
    return _read(folder, "problems", list(_PROBLEMS), lambda row: {name: row[name] for name in _PROBLEMS})


def _analysis(row: Mapping[str, Any]) -> Analysis:
    given = row["analysis"]
    found = from_json(given if isinstance(given, str) else json.dumps(given))
    if not isinstance(found, Analysis):
        raise TypeError(f"an Analysis is expected, not {type(found).__name__}")
    return found


def _read(folder: str | Path, kind: str, columns: Sequence[str], make: Callable[[Mapping[str, Any]], T]) -> Iterator[T]:
    """What is made of each row of a run's finished shards, in the order of its source."""
    format_ = manifest_of(folder)["run"]["format"]
    place = path_of("the folder of a run", folder)
    for record in sorted((place / "done").glob("part-*.json")):
        path = place / kind / f"{record.stem}.{format_}"
        try:
            yield from map(make, _ROWS_OF[format_](path, columns))
        except _DAMAGE as error:
            raise CorpusError(
                f"{path}: the shard is damaged or missing ({told(error)}); run the same call again, which reads its "
                "articles anew"
            ) from None


def _of_jsonl(path: Path, columns: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from map(json.loads, file)


def _of_parquet(path: Path, columns: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    import pyarrow.parquet as parquet

    with parquet.ParquetFile(path) as table:
        for batch in table.iter_batches(batch_size=64, columns=list(columns)):
            yield from batch.to_pylist()


_ROWS_OF = {"parquet": _of_parquet, "jsonl": _of_jsonl}
_DAMAGE = (OSError, ValueError, LookupError, TypeError, RuntimeError)  # what Arrow's and JSON's errors are
