"""Articles out of files: texts, web pages, and tables with a column of texts. One is read when it is asked for."""

from __future__ import annotations

import csv
import glob
import io
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from attrs import frozen

from diplomacy_nlp import Article, DiplomacyError
from diplomacy_nlp.checks import cell, printable, shown, told
from diplomacy_nlp.errors import ArticleError
from diplomacy_nlp.toolkit.tables import column_of, header_fault, ill_formed, separator_of

from .extras import need
from .files import decoded

__all__ = ["InputError", "count_articles", "files_of", "read_articles", "read_text"]

_PAGES = (".html", ".htm", ".xhtml")
_OF_TABLES = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")
_NEEDS = {**dict.fromkeys(_PAGES, "trafilatura"), ".parquet": "pyarrow.parquet"}
_FIELDS = ("id", "date", "title", "source", "url")


class InputError(DiplomacyError, ValueError):
    """A file, or a row of one, that holds no article as it was said to; the message names it and the mend."""


class _NoColumnError(InputError):
    """A row lacks a column that was named."""


_Rows = Iterator[Mapping[str, Any] | InputError]  # an error stands where a row cannot be read, and costs that row only


def files_of(patterns: Iterable[str | Path]) -> list[str]:
    """The files that are meant: `*.txt` as a shell would have it, other names as they are.

    Raises:
        InputError: a pattern fits no file.
    """
    found: list[str] = []
    for pattern in map(str, patterns):
        # whether a plain name is there is asked when it is read, so that one that cannot be asked about costs no other
        if pattern == "-" or not any(c in pattern for c in "*?[") or Path(pattern).exists():
            found.append(pattern)
        elif fitting := sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207  # patterns with a drive, or absolute
            found += fitting
        else:
            raise InputError(f"{pattern}: no file fits this pattern")
    return found


def read_articles(
    files: str | Path | Iterable[str | Path],
    *,
    text_column: str = "text",
    id_column: str | None = None,
    date_column: str | None = None,
    title_column: str | None = None,
    source_column: str | None = None,
    url_column: str | None = None,
    on_fault: Callable[[str], None] | None = None,
) -> Iterator[Article]:
    """The articles in files, one after another.

    A `.txt` file (or any other) is an article in UTF-8; its name is its id. A page (`.html`) is one too: trafilatura
    takes its text, title and date. A `.csv`, `.tsv`, `.jsonl` or `.parquet` file holds an article a row; of the first
    two, the header tells whether commas, semicolons, tabs or bars part the cells.

    Args:
        files: one file or several; patterns such as `news/*.txt` too.
        text_column: the column of the texts.
        id_column, date_column, title_column, source_column, url_column: further columns; by default `id`, `date`,
            `title`, `source` and `url`, where there are such. Upper and lower case, and spaces around a name, make no
            difference. Without an id, or with `id_column=""`, a row is called `FILE-1`, `FILE-2` ... A row with the id
            of an earlier one cannot be read. Files of one name are called by their paths.
        on_fault: is told of an article that cannot be read, which is then left out; without it, that is an error. The
            rest of a file is left out, too, where a column is missing from its first row, or where a quotation mark in
            a CSV leaves open where the next row begins.

    Raises:
        InputError: a file or a row cannot be read, or lacks a column.
        ArticleError: a text is blank, or no text (the message gives the file and the row).
        MissingExtraError: a page needs trafilatura, or Parquet pyarrow.
    """
    named = {
        "text": text_column,
        "id": id_column,
        "date": date_column,
        "title": title_column,
        "source": source_column,
        "url": url_column,
    }
    for field, column in named.items():
        if not isinstance(column, str | None):
            raise InputError(f"{field}_column: the name of a column is expected, not {shown(column)}")
    if isinstance(files, bytes) or not isinstance(files, str | Path | Iterable):
        raise InputError(f"files: the path of a file, or several, are expected, not {shown(files)}")
    given = [files] if isinstance(files, str | Path) else files
    found = files_of(given)
    for ending in sorted({Path(file).suffix.lower() for file in found} & set(_NEEDS)):
        need(_NEEDS[ending])  # before anything is read
    stems = Counter(map(_called, set(found)))
    ids: dict[str, str] = {}
    for file in found:
        name = _called(file) if stems[_called(file)] == 1 else printable(file)
        yield from _articles_in(_File(file, name, named, ids), on_fault)


def count_articles(files: Iterable[str]) -> int | None:
    """How many articles there are, for a progress bar; None where that cannot be told beforehand.

    Tables are counted row by row, which takes a moment where reading the articles takes minutes.
    """
    count = 0
    for file in files:
        if file == "-":
            return None
        suffix = Path(file).suffix.lower()
        try:
            count += sum(1 for _ in _ROWS[suffix](file, ())) if suffix in _OF_TABLES else 1
        except (OSError, ValueError):  # told of when it is read
            return None
    return count


def read_text(data: bytes, name: str, id: str | None = None) -> Article:
    """The article in the bytes of a text file; line ends stay as they are, so that offsets count as in the file.

    Args:
        name: of the file, after which the article is called where no `id` is given.

    Raises:
        InputError: it is not UTF-8.
        ArticleError: it is blank.
    """
    return _article(name, text=decoded(data, name, InputError), id=id or _called(name))


# --- one file -----------------------------------------------------------------------------------------------------


@frozen
class _File:
    """A file to read: its path, what its articles are called after, its columns, and where each id has been met."""

    path: str
    name: str
    columns: Mapping[str, str | None]
    ids: dict[str, str]


def _articles_in(given: _File, on_fault: Callable[[str], None] | None) -> Iterator[Article]:
    file = given.path
    suffix = Path(file).suffix.lower()
    try:
        _check_name(file)
        if suffix in _OF_TABLES:
            wanted = [field if column is None else column for field, column in given.columns.items()]
            for number, row in enumerate(_ROWS[suffix](file, wanted), 1):
                try:
                    yield _from_row(given, number, row)
                except (ArticleError, InputError) as error:
                    if number == 1 and isinstance(error, _NoColumnError):
                        raise  # told once, and not once a row
                    _report(error, on_fault)
        elif suffix in _PAGES:
            yield _from_page(file, given.name)
        else:
            yield read_text(sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes(), file, given.name)
    except OSError as error:
        _report(InputError(f"{file}: {error.strerror or error}"), on_fault)
    except (ArticleError, InputError) as error:
        _report(error, on_fault)


def _check_name(file: str) -> None:
    """Refuses what can be no file's name: one with a NUL, for one."""
    if not file.strip():
        raise InputError(f"{file!r}: the name of a file is expected")
    try:
        os.stat(file)  # noqa: PTH116  # Path.exists() says no more than False
    except ValueError as error:
        raise InputError(f"{shown(file)}: no file can be called so ({error})") from None
    except OSError:
        return  # told of when it is read


def _report(error: DiplomacyError, on_fault: Callable[[str], None] | None) -> None:
    if on_fault is None:
        raise error
    on_fault(str(error))


def _called(file: str) -> str:
    """What an article is called after its file."""
    return "stdin" if file == "-" else printable(Path(file).stem) or "file"


def _article(where: str, **fields: Any) -> Article:
    try:
        return Article(**fields)
    except ArticleError as error:
        raise ArticleError(f"{where}: {error}") from None


def _from_page(file: str, name: str) -> Article:
    trafilatura = need("trafilatura")
    data = Path(file).read_bytes()
    try:
        found = trafilatura.extract(data, output_format="json", with_metadata=True, include_comments=False)
    except Exception as error:
        raise InputError(f"{file}: this page cannot be read ({told(error)}); save its text as a .txt file") from None
    if not found:
        raise InputError(f"{file}: no article was found in this page; save its text as a .txt file")
    page = json.loads(found)
    return _article(
        file,
        text=page.get("text") or "",
        id=name,
        title=page.get("title") or None,
        date=page.get("date") or None,
        source=page.get("source-hostname") or page.get("hostname") or None,
        url=page.get("source") or None,
    )


def _from_row(given: _File, number: int, row: Mapping[str, Any] | InputError) -> Article:
    where = f"{given.path}, row {number}"
    if isinstance(row, InputError):
        raise row
    columns = {field: column_of(field if column is None else column, row) for field, column in given.columns.items()}
    for field, column in given.columns.items():
        if columns[field] is None and (column or field == "text"):
            option = f"{field}_column"
            at = given.path if number == 1 else where
            there = ", ".join(map(str, row))
            raise _NoColumnError(f"{at}: no column {column!r}; there are {there}; name one: {option}")
    cells = {field: _cell(row.get(columns[field])) for field in _FIELDS}
    text = row[columns["text"]]
    if _cell(text) is None:
        text = ""  # and any other value that is no text is refused, because it was meant for something else
    article = _article(where, **{**cells, "id": cells["id"] or f"{given.name}-{number}", "text": text})
    if cells["id"] is not None and (first := given.ids.setdefault(article.id, where)) != where:
        raise InputError(
            f"{where}: the id {shown(article.id)} is that of {first}, too, and results are told apart by it; give each "
            'row an id of its own, name another column (id_column, --id-column), or none: ""'
        )
    return article


def _cell(value: Any) -> Any:
    if isinstance(value, InputError):
        raise value
    value = cell(value)
    # a number, a UUID; of bytes and lists Article says that they are no text
    return value if value is None or isinstance(value, Collection) else str(value)


# --- rows ---------------------------------------------------------------------------------------------------------


def _separated(file: str, wanted: Iterable[str], usual: str) -> _Rows:
    csv.field_size_limit(max(csv.field_size_limit(), 2**31 - 1))  # an article may be longer than csv's default cell
    with Path(file).open("rb") as binary:
        # what is not UTF-8 becomes surrogates, so that it costs the rows it stands in, and not all of a block
        text = io.TextIOWrapper(binary, encoding="utf-8-sig", errors="surrogateescape", newline="")
        header = text.readline()
        delimiter = separator_of(header, usual)
        reader = csv.DictReader(chain([header] if header else [], text), delimiter=delimiter, strict=True)
        began = 1
        try:
            if fault := header_fault(file, reader.fieldnames or (), wanted):
                raise InputError(fault)
            began = reader.line_num + 1
            for number, row in enumerate(reader, 1):
                yield _checked(row, f"{file}, row {number}", delimiter)
                began = reader.line_num + 1
        except csv.Error as error:
            raise InputError(f"{file}: {ill_formed(began, error)}") from None


def _checked(row: dict[str | Any, str | Any], where: str, delimiter: str) -> Mapping[str, Any] | InputError:
    beyond = [text for text in row.pop(None, ()) if text.strip()]
    if beyond:
        return InputError(
            f"{where}: more cells than the header has ({shown(beyond[0])}); put a text that holds {delimiter!r} in "
            "quotation marks"
        )
    try:
        _check_utf8(filter(None, row.values()), where)
    except InputError as error:
        return error
    return row


def _check_utf8(cells: Iterable[str], where: str) -> None:
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        raise InputError(f"{where}: not UTF-8; convert the file, for example with iconv -f cp1252 -t utf-8") from None


def _lines(file: str, _: Iterable[str]) -> _Rows:
    with Path(file).open("rb") as binary:
        for number, line in enumerate(binary, 1):
            if line.strip():
                yield _object(line, f"{file}, line {number}")


def _object(line: bytes, where: str) -> Mapping[str, Any] | InputError:
    try:
        row = json.loads(decoded(line, where, InputError))
    except InputError as error:
        return error
    except (ValueError, RecursionError) as error:
        return InputError(f"{where}: not JSON ({error})")
    return row if isinstance(row, dict) else InputError(f"{where}: an object is wanted, not {type(row).__name__}")


def _columns(file: str, _: Iterable[str]) -> _Rows:
    parquet, arrow = need("pyarrow.parquet"), need("pyarrow")
    try:
        with parquet.ParquetFile(file) as table:
            number = 0
            for batch in table.iter_batches(batch_size=256):
                names = batch.schema.names
                for cells in zip(*batch.columns, strict=True):
                    number += 1
                    where = f"{file}, row {number}"
                    yield {n: _python(c, f"{where}, column {n!r}") for n, c in zip(names, cells, strict=True)}
    except arrow.ArrowException as error:
        raise InputError(f"{file}: no Parquet file ({error})") from None


def _python(scalar: Any, where: str) -> Any:
    """A Parquet cell as Python's value, or the error to raise where it is asked for."""
    try:
        return scalar.as_py()
    except Exception as error:  # a date beyond the year 9999, a string that is not UTF-8
        return InputError(f"{where}: the cell has no value in Python ({told(error)}); mend it where the file is made")


_ROWS: Mapping[str, Callable[[str, Iterable[str]], _Rows]] = {
    ".csv": lambda file, wanted: _separated(file, wanted, ","),
    ".tsv": lambda file, wanted: _separated(file, wanted, "\t"),
    ".jsonl": _lines,
    ".ndjson": _lines,
    ".parquet": _columns,
}
