"""Writers that stream: each analysis is written when it comes, and none is kept, so that memory stays flat."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol

from diplomacy_nlp import Analysis, DiplomacyError, from_json, to_json
from diplomacy_nlp.errors import SerializationError

from .extras import need
from .tables import TABLES, Row, Table, arrow_schema, each, table_named

__all__ = ["opened", "read_analyses", "write_analyses", "write_csv", "write_jsonl", "write_parquet", "write_tables"]

_ROWS_AT_ONCE = 10_000  # rows of a Parquet row group: large enough to compress well, small enough to hold


@contextmanager
def opened(target: str | Path | IO[str]) -> Iterator[IO[str]]:
    """A text file in UTF-8 to write to: the one at a path, or the one that is open already, which stays open."""
    if isinstance(target, str | Path):
        with Path(target).open("w", encoding="utf-8", newline="") as file:
            yield file
    else:
        yield target


class _Sink(Protocol):
    def __enter__(self) -> _Sink: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def write(self, rows: Iterable[Row]) -> int: ...


class _TextSink:
    """What CSV and JSONL share: a file in UTF-8 that is closed where it was opened here."""

    def __init__(self, table: Table, target: str | Path | IO[str]) -> None:
        self._table = table
        self._target = target
        self._open: IO[str] | None = None

    def __enter__(self) -> _TextSink:
        if isinstance(self._target, str | Path):
            self._open = Path(self._target).open("w", encoding="utf-8", newline="")
        self.start(self._open or self._target)  # type: ignore[arg-type]  # what is no path is a file
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._open:
            self._open.close()

    def start(self, file: IO[str]) -> None:
        raise NotImplementedError

    def write(self, rows: Iterable[Row]) -> int:
        raise NotImplementedError


class _CsvSink(_TextSink):
    def start(self, file: IO[str]) -> None:
        self._writer = csv.DictWriter(file, [c.name for c in self._table.columns], lineterminator="\n")
        self._writer.writeheader()

    def write(self, rows: Iterable[Row]) -> int:
        written = 0
        for row in rows:
            self._writer.writerow({k: str(v).lower() if isinstance(v, bool) else v for k, v in row.items()})
            written += 1
        return written


class _JsonlSink(_TextSink):
    def start(self, file: IO[str]) -> None:
        self._file = file

    def write(self, rows: Iterable[Row]) -> int:
        written = 0
        for row in rows:
            self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
            written += 1
        return written


class _ParquetSink:
    def __init__(self, table: Table, target: str | Path | IO[bytes]) -> None:
        self._parquet = need("pyarrow.parquet")
        self._arrow = need("pyarrow")
        self._schema = arrow_schema(table.name)
        self._target = str(target) if isinstance(target, str | Path) else target
        self._held: list[Row] = []

    def __enter__(self) -> _ParquetSink:
        self._writer: Any = self._parquet.ParquetWriter(self._target, self._schema)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._flush()
        self._writer.close()

    def write(self, rows: Iterable[Row]) -> int:
        before = len(self._held)
        self._held.extend(rows)
        written = len(self._held) - before
        if len(self._held) >= _ROWS_AT_ONCE:
            self._flush()
        return written

    def _flush(self) -> None:
        if self._held:
            self._writer.write_table(self._arrow.Table.from_pylist(self._held, schema=self._schema))
            self._held = []


_SINKS: dict[str, Any] = {"csv": _CsvSink, "jsonl": _JsonlSink, "parquet": _ParquetSink}


def _written(analyses: Analysis | Iterable[Analysis], table: str, sink: _Sink) -> int:
    made = table_named(table)
    with sink as opened:
        return sum(opened.write(made.rows(analysis)) for analysis in each(analyses))


def write_csv(analyses: Analysis | Iterable[Analysis], table: str, target: str | Path | IO[str]) -> int:
    """Writes a table as CSV in UTF-8, with a header; gives the number of rows.

    Args:
        analyses: one analysis or several, a generator included; each is written as it comes.
        table: the table's name, one of `TABLES`.
        target: a path, or a text file that is open (with newline="").

    Raises:
        DiplomacyError: no table has this name.
    """
    return _written(analyses, table, _CsvSink(table_named(table), target))


def write_jsonl(analyses: Analysis | Iterable[Analysis], table: str, target: str | Path | IO[str]) -> int:
    """Writes a table as lines of JSON, a row each, in UTF-8; gives the number of rows. Arguments as for `write_csv`."""
    return _written(analyses, table, _JsonlSink(table_named(table), target))


def write_parquet(analyses: Analysis | Iterable[Analysis], table: str, target: str | Path | IO[bytes]) -> int:
    """Writes a table as Parquet with the schema of `arrow_schema`; gives the number of rows.

    Arguments as for `write_csv`; an open file is a binary one.

    Raises:
        DiplomacyError: no table has this name.
        MissingExtraError: pyarrow is not installed.
    """
    return _written(analyses, table, _ParquetSink(table_named(table), target))


def write_tables(
    analyses: Analysis | Iterable[Analysis],
    folder: str | Path,
    *,
    tables: Sequence[str] = tuple(TABLES),
    format: str = "csv",  # what people call it
) -> dict[str, int]:
    """Writes several tables in one pass, a file each (`reactions.csv`); gives the number of rows of each.

    Args:
        analyses: one analysis or several, a generator included; each is written as it comes.
        folder: where; it is made if it is not there.
        tables: names of tables; all of them by default.
        format: "csv", "jsonl" or "parquet".

    Raises:
        DiplomacyError: a table or the format is not known.
        MissingExtraError: Parquet is wanted and pyarrow is not installed.
    """
    if format not in _SINKS:
        raise DiplomacyError(f"no format {format!r} for tables; the formats are {', '.join(_SINKS)}")
    made = [table_named(name) for name in tables]
    written = dict.fromkeys(tables, 0)
    with ExitStack() as stack:
        Path(folder).mkdir(parents=True, exist_ok=True)
        sinks = [stack.enter_context(_SINKS[format](t, Path(folder) / f"{t.name}.{format}")) for t in made]
        for analysis in each(analyses):
            for table, sink in zip(made, sinks, strict=True):
                written[table.name] += sink.write(table.rows(analysis))
    return written


def write_analyses(analyses: Analysis | Iterable[Analysis], target: str | Path | IO[str]) -> int:
    """Writes analyses as lines of JSON, all of each, for `read_analyses`; gives their number."""
    written = 0
    with opened(target) as file:
        for analysis in each(analyses):
            file.write(to_json(analysis) + "\n")
            written += 1
    return written


def read_analyses(source: str | Path) -> Iterator[Analysis]:
    """The analyses that `write_analyses` (or `diplomacy-nlp read --to jsonl`) wrote, one after another.

    Raises:
        SerializationError: a line is no analysis; the message gives the file and the line.
    """
    with Path(source).open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                analysis = from_json(line)
            except SerializationError as error:
                raise SerializationError(f"{source}, line {number}: {error}") from None
            if not isinstance(analysis, Analysis):
                raise SerializationError(
                    f"{source}, line {number}: an Analysis is wanted, not {type(analysis).__name__}"
                )
            yield analysis
