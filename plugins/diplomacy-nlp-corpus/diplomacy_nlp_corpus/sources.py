"""The rows of a corpus: each article as it stands in its source, or why there is none."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from attrs import asdict, evolve, fields_dict, frozen

from diplomacy_nlp import Article
from diplomacy_nlp.checks import shown, told
from diplomacy_nlp.errors import ArticleError
from diplomacy_nlp.toolkit.tables import column_of, header_fault, ill_formed, likely_encoding, separator_of

from .errors import CorpusError

__all__ = ["COLUMNS", "Columns", "Row", "article_of", "count_rows", "rows_of"]

_BATCH = 256  # rows of a table that are held at once


@frozen(kw_only=True)
class Columns:
    """Which columns of a table hold what. `text` must be there, and so must others that are named otherwise than here.

    Upper and lower case, and spaces around a name, make no difference. "" stands for no column: with `id=""`, rows of
    files are called after these.
    """

    text: str = "text"
    id: str = "id"
    title: str = "title"
    source: str = "source"
    date: str = "date"
    url: str = "url"


COLUMNS = tuple(fields_dict(Columns))
"""What a table may hold."""


@frozen(kw_only=True)
class Row:
    """A row of a corpus, before it is known whether it can be read.

    Args:
        number: its place in the source, from 1.
        id: of the article; None where the source names none.
        cells: what stands in the source: `text`, `title`, `source`, `date`, `url`.
        fault: why there is nothing to read.
        article: the article, where the source gives such.
    """

    number: int = 0
    id: str | None = None
    cells: Mapping[str, Any] = {}
    fault: str | None = None
    article: Article | None = None


def article_of(row: Row, *, max_characters: int | None = None) -> Article:
    """The article of a row.

    Raises:
        ArticleError: there is none; the message says why.
    """
    if row.fault is not None:
        raise ArticleError(row.fault)
    article = row.article or _article(row)
    if max_characters is not None and len(article.text) > max_characters:
        raise ArticleError(
            f"the text has {len(article.text):,} characters, and the limit of this run is {max_characters:,} "
            "(max_characters)"
        )
    return article


def _article(row: Row) -> Article:
    text = row.cells.get("text")
    if _is_missing(text):
        raise ArticleError("no text: the cell is empty, or holds NaN")
    if not isinstance(text, str):
        raise ArticleError(f"the text is no text but {type(text).__name__}: {text!r:.60}")
    fields: dict[str, Any] = {name: _cell(row.cells.get(name)) for name in COLUMNS if name not in ("text", "id")}
    try:
        return Article(text=text, id=row.id or "", **fields)
    except (TypeError, ValueError) as error:
        raise ArticleError(str(error)) from None


def _cell(value: Any) -> str | None:
    if _is_missing(value) or (isinstance(value, str) and not value):
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def _is_missing(value: Any) -> bool:
    """Whether a cell holds nothing: None, or a table's missing value (NaN, NaT, pandas' NA)."""
    try:
        return value is None or bool(value != value)
    except (TypeError, ValueError):  # NA has no truth, nor has an array
        return type(value).__name__ == "NAType"


def rows_of(source: Any, columns: Columns | None = None) -> Iterator[Row]:
    """The rows of a source, one after another; numbers count from 1 over all of it.

    Ids differ: a row with the id of an earlier one has a fault. Where the source names none, a text is called after its
    file, and a row after its file and its place there; files of one name, by the path within the folder.

    Args:
        source: a folder (its `.txt`, `.csv`, `.tsv`, `.jsonl` and `.parquet` files, those of folders within it too, by
            name), such a file, a data frame (pandas, or a Dask one), a pyarrow Table, or an iterable of Articles, texts
            (a Series, too) or mappings of columns.
        columns: of tables.

    Raises:
        CorpusError: the source is not there, is of no such kind, or lacks the column of texts; `columns` are none.
    """
    named = Columns() if columns is None else columns
    if not isinstance(named, Columns):
        raise CorpusError(f'columns: Columns(text="body") or such is expected, not {shown(columns)}')
    for field, name in asdict(named).items():
        if not isinstance(name, str):
            raise CorpusError(f'columns: Columns({field}="name") or "" for none is expected, not {shown(name)}')
    places: dict[str, int] = {}
    for number, row in enumerate(_rows(source, named), 1):
        fault = row.fault
        if row.id is not None and (first := places.setdefault(row.id, number)) != number:
            fault = fault or (
                f"the id {shown(row.id)} is that of row {first}, too, and results are told apart by it; give each "
                'row an id of its own, name another column (Columns(id=...), --id-column), or none: ""'
            )
        yield evolve(row, number=number, fault=fault)


def count_rows(source: Any, columns: Columns | None = None) -> int | None:
    """How many rows a source has; None where that cannot be told without using it up, as of a generator."""
    if isinstance(source, str | Path):
        return sum(1 for _ in rows_of(source, columns))
    return len(source) if hasattr(source, "__len__") else None


def _rows(source: Any, columns: Columns) -> Iterator[Row]:
    if isinstance(source, str | Path):
        yield from _rows_below(source, columns)
    elif hasattr(source, "partitions"):  # a Dask data frame: a partition at a time is in memory
        for part in source.partitions:
            yield from _rows(part.compute(), columns)
    elif (hasattr(source, "columns") and hasattr(source, "iloc")) or hasattr(source, "to_batches"):
        yield from _rows_of_table(source, columns)
    elif isinstance(source, Iterable) and not isinstance(source, Mapping | bytes):  # of a Series, the texts
        yield from (_row_of(thing, columns) for thing in source)
    else:
        raise CorpusError(
            f"a source is a folder, a file, a data frame or an iterable of Articles, not {type(source).__name__}"
        )


def _rows_below(source: str | Path, columns: Columns) -> Iterator[Row]:
    """Of a file, or of those in a folder."""
    path = Path(source)
    if not str(source).strip() or not path.exists():
        raise CorpusError(f"{str(source).strip() or repr(source)}: no such file or folder")
    files = _files_in(path) if path.is_dir() else [path]
    for file in files:
        if file.suffix.lower() != ".txt":  # what is wrong with the last table is told before the first is read
            next(_rows_of_file(file, columns, ""), None)
    stems = Counter(file.stem for file in files)
    for file in files:
        name = file.stem if stems[file.stem] == 1 else file.relative_to(path).as_posix()
        yield from _rows_of_file(file, columns, name)


def _rows_of_table(table: Any, columns: Columns) -> Iterator[Row]:
    """Of a pandas data frame, or a pyarrow table."""
    if hasattr(table, "iloc"):
        _check_columns("the data frame", table.columns, columns)
        for start in range(0, len(table), _BATCH):
            yield from _named(table.iloc[start : start + _BATCH].to_dict("records"), columns)
    else:
        _check_columns("the table", table.schema.names, columns)
        for batch in table.to_batches():
            yield from _rows_of_batch("the table", batch, columns)


def _files_in(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _READERS and path.is_file())
    if not found:
        raise CorpusError(f"{folder}: no file here is one of {', '.join(_READERS)}")
    return found


def _row_of(thing: object, columns: Columns) -> Row:
    if isinstance(thing, Article):
        return Row(id=thing.id, article=thing)
    if isinstance(thing, Mapping):
        return _of_cells(thing, columns)
    return Row(cells={"text": thing})  # a text, or else what `article_of` refuses


def _of_cells(cells: Mapping[Any, Any], columns: Columns) -> Row:
    found = {field: cells.get(column_of(getattr(columns, field), cells)) for field in COLUMNS}
    fault = None if column_of(columns.text, cells) is not None else _without_texts("this row", cells, columns)
    return Row(id=_cell(found.pop("id")), cells=found, fault=fault)


def _named(records: Iterable[Mapping[Any, Any]], columns: Columns) -> Iterator[Row]:
    for record in records:
        yield _of_cells(record, columns)


def _rows_of_batch(where: str, batch: Any, columns: Columns) -> Iterator[Row]:
    """Of pyarrow's. A value that Python has none for (a date in the year 290,000, a broken text) costs its own row."""
    try:
        records = batch.to_pylist()
    except (ArithmeticError, ValueError) as error:
        if batch.num_rows == 1:
            yield Row(fault=f"{where}: a cell of this row cannot be read ({told(error)})")
            return
        half = batch.num_rows // 2
        for part in (batch.slice(0, half), batch.slice(half)):
            yield from _rows_of_batch(where, part, columns)
    else:
        yield from _named(records, columns)


def _check_columns(where: object, there: Iterable[Any], columns: Columns) -> None:
    names = [str(name) for name in there]
    if column_of(columns.text, names) is None:
        raise CorpusError(_without_texts(where, names, columns))
    for field, name in asdict(columns).items():
        if name not in ("", getattr(Columns(), field)) and column_of(name, names) is None:
            raise CorpusError(
                f"{where}: no column {shown(name)}; there are {', '.join(names)}; name it: Columns({field}=...)"
            )


def _without_texts(where: object, there: Iterable[Any], columns: Columns) -> str:
    names = ", ".join(map(str, there))
    return f"{where}: no column {columns.text!r} of texts; there are {names}; name it: Columns(text=...)"


# --- files --------------------------------------------------------------------------------------------------------


def _rows_of_file(file: Path, columns: Columns, name: str) -> Iterator[Row]:
    """The rows of a file; those without an id are called after `name`."""
    reader = _READERS.get(file.suffix.lower())
    if reader is None:
        raise CorpusError(f"{file}: a source ends in one of {', '.join(_READERS)}")
    for place, row in enumerate(reader(file, columns), 1):
        yield row if row.id else evolve(row, id=name if reader is _text else f"{name}-{place}")


def _text(file: Path, columns: Columns) -> Iterator[Row]:
    try:
        data = file.read_bytes()
        yield Row(cells={"text": data.decode("utf-8-sig")})
    except UnicodeDecodeError as error:
        yield Row(fault=f"{file.name}: {_not_utf8(data, error)}")
    except OSError as error:
        yield Row(fault=f"{file.name}: {error.strerror or error}")


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> str:
    likely = likely_encoding(data)
    return f"not UTF-8 (byte {error.start}); convert it, for example with iconv -f {likely} -t utf-8"


def _separated(usual: str) -> Callable[[Path, Columns], Iterator[Row]]:
    def read(file: Path, columns: Columns) -> Iterator[Row]:
        csv.field_size_limit(2**31 - 1)  # an article may be longer than csv's default cell
        with file.open("rb") as binary:
            # a byte that is no UTF-8 becomes a lone surrogate, which costs its own row alone
            text = io.TextIOWrapper(binary, encoding="utf-8-sig", errors="surrogateescape", newline="")
            header = text.readline()
            delimiter = separator_of(header, usual)
            reader = csv.DictReader(chain([header] if header else [], text), delimiter=delimiter, strict=True)
            try:
                names = reader.fieldnames or ()
            except csv.Error as error:
                raise CorpusError(f"{file}: {ill_formed(1, error)}") from None
            if fault := header_fault(file, names, asdict(columns).values()):
                raise CorpusError(fault)
            _check_columns(file, names, columns)
            while True:
                began = reader.line_num + 1
                try:
                    cells = next(reader)
                    beyond = cells.pop(None, ())
                    row = _of_cells(cells, columns)
                    if any(beyond):  # the rest of a text that is not within quotation marks, perhaps
                        fault = f"{file.name}, line {reader.line_num}: more cells than columns; put a text that holds "
                        row = evolve(row, fault=f"{fault}{delimiter!r} within double quotation marks")
                    yield row
                except StopIteration:
                    return
                except csv.Error as error:
                    yield Row(fault=f"{file.name}: {ill_formed(began, error)}")
                    return

    return read


def _lines(file: Path, columns: Columns) -> Iterator[Row]:
    with file.open("rb") as binary:
        for number, line in enumerate(binary, 1):
            if line.strip():
                yield _line(f"{file.name}, line {number}", line, columns)


def _line(where: str, line: bytes, columns: Columns) -> Row:
    try:
        cells = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return Row(fault=f"{where}: {_not_utf8(line, error)}")
    except (ValueError, RecursionError) as error:
        return Row(fault=f"{where}: not JSON ({error})")
    if not isinstance(cells, dict):
        return Row(fault=f"{where}: an object is expected, not {type(cells).__name__}")
    return _of_cells(cells, columns)


def _parquet(file: Path, columns: Columns) -> Iterator[Row]:
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    try:
        with parquet.ParquetFile(file) as table:
            names = table.schema_arrow.names
            _check_columns(file, names, columns)
            wanted = {column_of(name, names) for name in asdict(columns).values()}
            there = [name for name in names if name in wanted]
            for batch in table.iter_batches(batch_size=_BATCH, columns=there):
                yield from _rows_of_batch(file.name, batch, columns)
    except (arrow.ArrowException, OSError) as error:
        raise CorpusError(f"{file}: no Parquet file, or a damaged one ({told(error)})") from None


_READERS: Mapping[str, Callable[[Path, Columns], Iterator[Row]]] = {
    ".txt": _text,
    ".csv": _separated(","),
    ".tsv": _separated("\t"),
    ".jsonl": _lines,
    ".ndjson": _lines,
    ".parquet": _parquet,
}
