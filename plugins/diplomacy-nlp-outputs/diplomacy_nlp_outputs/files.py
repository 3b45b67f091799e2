"""Writers that stream: each analysis is written when it comes, and none is kept, so that memory stays flat."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import IO, Any, Literal

from diplomacy_nlp import Analysis, DiplomacyError, from_json, to_json
from diplomacy_nlp.checks import shown
from diplomacy_nlp.errors import OptionError, SerializationError
from diplomacy_nlp.toolkit.options import path_of
from diplomacy_nlp.toolkit.tables import likely_encoding

from .extras import need
from .tables import TABLES, Row, Table, arrow_schema, each, table_named

__all__ = [
    "decoded",
    "opened",
    "path_given",
    "read_analyses",
    "to_read",
    "whole",
    "write_analyses",
    "write_csv",
    "write_jsonl",
    "write_parquet",
    "write_tables",
]

_ROWS_AT_ONCE = 10_000  # rows of a Parquet row group: large enough to compress well, small enough to hold


def decoded(data: bytes, where: str, fault: type[DiplomacyError], encoding: str = "utf-8-sig") -> str:
    """Bytes in UTF-8 as text.

    Args:
        where: what the error names: a file, or a line of one.
        fault: the error to raise where they are no UTF-8.
        encoding: "utf-8" keeps a byte order mark as a character.
    """
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        likely = likely_encoding(data)
        raise fault(
            f"{where}: not UTF-8 (byte {error.start}); convert it, for example with iconv -f {likely} -t utf-8"
        ) from None


def path_given(what: str, value: Any) -> Path:
    """The path that a caller gives.

    Raises:
        OptionError: it cannot be one; the message says what it was given for.
    """
    try:
        return path_of(what, value)
    except ValueError as error:
        raise OptionError(error) from None


@contextmanager
def to_read(source: Any) -> Iterator[IO[bytes]]:
    """A file of ours, open to be read.

    Raises:
        OptionError: `source` is no path.
        SerializationError: it cannot be read.
    """
    try:
        with path_given("what is read", source).open("rb") as file:
            yield file
    except OSError as error:
        raise SerializationError(f"{source}: {error.strerror or error}") from None


@contextmanager
def whole(path: str | Path) -> Iterator[Path]:
    """The path to write a file at so that it is whole or not there: beside it first, and renamed when all went well.

    After a fault there is still what was there before. What an interrupted run has written until then stays beside it
    as `NAME.part`, since it may be the work of hours. A pipe or a device (/dev/stdout) is written to as it is.
    """
    path = path_given("what is written", path)
    if path.absolute().parts[1:2] in (("dev",), ("proc",)) or (path.exists() and not path.is_file()):
        yield path
        return
    file = path.resolve()  # of a link, what it leads to is replaced
    beside = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    try:
        yield beside
        if file.exists():
            shutil.copymode(file, beside)
        beside.replace(file)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt) and beside.exists():
            beside.replace(file.with_name(f"{file.name}.part"))
        beside.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename == str(beside):
            error.filename = str(path)  # the name that was given
        raise


@contextmanager
def opened(target: str | Path | IO[Any], mode: Literal["w", "wb"] = "w") -> Iterator[IO[Any]]:
    """A file to write to, a text's in UTF-8: the one at a path (see `whole`), or one that is open and stays open."""
    if isinstance(target, str | Path):
        how: dict[str, Any] = {"encoding": "utf-8", "newline": ""} if mode == "w" else {}
        with whole(target) as path, path.open(mode, **how) as file:
            yield file
    elif not hasattr(target, "write"):
        raise OptionError(f"what is written: a path, or a file that is open, is expected, not {shown(target)}")
    else:
        yield target


class _Sink:
    """What takes the rows of a table and writes them to a file."""

    def __init__(self, table: Table, file: IO[Any]) -> None:
        raise NotImplementedError

    def write(self, rows: Iterable[Row]) -> int:
        raise NotImplementedError

    def flush(self) -> None:
        """Writes what is held."""

    def close(self) -> None:
        """Ends it, also after a fault."""


class _CsvSink(_Sink):
    def __init__(self, table: Table, file: IO[Any]) -> None:
        self._writer = csv.DictWriter(file, [c.name for c in table.columns], lineterminator="\n")
        self._writer.writeheader()

    def write(self, rows: Iterable[Row]) -> int:
        written = 0
        for row in rows:
            self._writer.writerow({k: str(v).lower() if isinstance(v, bool) else v for k, v in row.items()})
            written += 1
        return written


class _JsonlSink(_Sink):
    def __init__(self, table: Table, file: IO[Any]) -> None:
        self._file = file

    def write(self, rows: Iterable[Row]) -> int:
        written = 0
        for row in rows:
            self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
            written += 1
        return written


class _ParquetSink(_Sink):
    def __init__(self, table: Table, file: IO[Any]) -> None:
        self._arrow = need("pyarrow")
        self._schema = arrow_schema(table.name)
        self._writer = need("pyarrow.parquet").ParquetWriter(file, self._schema)
        self._held: list[Row] = []

    def write(self, rows: Iterable[Row]) -> int:
        before = len(self._held)
        self._held.extend(rows)
        written = len(self._held) - before
        if len(self._held) >= _ROWS_AT_ONCE:
            self.flush()
        return written

    def flush(self) -> None:
        if self._held:
            self._writer.write_table(self._arrow.Table.from_pylist(self._held, schema=self._schema))
            self._held = []

    def close(self) -> None:
        self._writer.close()


_SINKS: dict[str, type[_Sink]] = {"csv": _CsvSink, "jsonl": _JsonlSink, "parquet": _ParquetSink}


@contextmanager
def _sink(format_: str, table: Table, target: str | Path | IO[Any]) -> Iterator[_Sink]:
    """What writes a table to a path, or to a file that is open."""
    with (
        opened(target, "wb" if format_ == "parquet" else "w") as file,
        closing(_SINKS[format_](table, file)) as sink,
    ):
        yield sink
        sink.flush()


def _written(analyses: Analysis | Iterable[Analysis], table: str, format_: str, target: str | Path | IO[Any]) -> int:
    made = table_named(table)
    found = each(analyses)
    with _sink(format_, made, target) as sink:
        return sum(sink.write(made.rows(analysis)) for analysis in found)


def write_csv(analyses: Analysis | Iterable[Analysis], table: str, target: str | Path | IO[str]) -> int:
    """Writes a table as CSV in UTF-8, with a header; gives the number of rows.

    Args:
        analyses: one analysis or several, a generator included; each is written as it comes.
        table: the table's name, one of `TABLES`.
        target: a path, or a text file that is open (with newline="").

    Raises:
        DiplomacyError: no table has this name.
    """
    return _written(analyses, table, "csv", target)


def write_jsonl(analyses: Analysis | Iterable[Analysis], table: str, target: str | Path | IO[str]) -> int:
    """Writes a table as lines of JSON, a row each, in UTF-8; gives the number of rows. Arguments as for `write_csv`."""
    return _written(analyses, table, "jsonl", target)


def write_parquet(analyses: Analysis | Iterable[Analysis], table: str, target: str | Path | IO[bytes]) -> int:
    """Writes a table as Parquet with the schema of `arrow_schema`; gives the number of rows.

    Arguments as for `write_csv`; an open file is a binary one.

    Raises:
        DiplomacyError: no table has this name.
        MissingExtraError: pyarrow is not installed.
    """
    return _written(analyses, table, "parquet", target)


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
    made = [table_named(name) for name in dict.fromkeys(tables)]
    written = dict.fromkeys(tables, 0)
    with ExitStack() as stack:
        place = path_given("folder", folder)
        place.mkdir(parents=True, exist_ok=True)
        sinks = [stack.enter_context(_sink(format, t, place / f"{t.name}.{format}")) for t in made]
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
        SerializationError: the file cannot be read, or a line is no analysis; the message gives the file and the line.
        OptionError: `source` is no path.
    """
    with to_read(source) as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            text = decoded(line, f"{source}, line {number}", SerializationError)
            try:
                analysis = from_json(text)
            except SerializationError as error:
                raise SerializationError(f"{source}, line {number}: {error}") from None
            if not isinstance(analysis, Analysis):
                raise SerializationError(
                    f"{source}, line {number}: an Analysis is wanted, not {type(analysis).__name__}"
                )
            yield analysis
