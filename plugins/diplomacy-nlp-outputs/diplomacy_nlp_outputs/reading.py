"""Articles out of files: texts, web pages, and tables with a column of texts. One is read when it is asked for."""

from __future__ import annotations

import csv
import glob
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from diplomacy_nlp import Article, DiplomacyError
from diplomacy_nlp.checks import printable, shown
from diplomacy_nlp.errors import ArticleError

from .extras import need

__all__ = ["InputError", "count_articles", "files_of", "read_articles", "read_text"]

_PAGES = (".html", ".htm", ".xhtml")
_OF_TABLES = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")
_FIELDS = ("id", "date", "title", "source", "url")


class InputError(DiplomacyError, ValueError):
    """A file that holds no articles as it was said to; the message names the file and the mend."""


def files_of(patterns: Iterable[str | Path]) -> list[str]:
    """The files that are meant: `*.txt` as a shell would have it, other names as they are.

    Raises:
        InputError: a pattern fits no file.
    """
    found: list[str] = []
    for pattern in map(str, patterns):
        if pattern == "-" or Path(pattern).exists() or not any(c in pattern for c in "*?["):
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
    takes its text, title and date. A `.csv`, `.tsv`, `.jsonl` or `.parquet` file holds an article a row.

    Args:
        files: one file or several; patterns such as `news/*.txt` too.
        text_column: the column of the texts.
        id_column, date_column, title_column, source_column, url_column: further columns; by default `id`, `date`,
            `title`, `source` and `url`, where there are such. Without an id, a row is called `FILE-1`, `FILE-2` ...
        on_fault: is told of an article that cannot be read, which is then left out; without it, that is an error.

    Raises:
        InputError: a file cannot be read, or lacks a column.
        ArticleError: a text is blank (the message gives the file and the row).
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
    given = [files] if isinstance(files, str | Path) else files
    for file in files_of(given):
        yield from _articles_in(file, named, on_fault)


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
            count += sum(1 for _ in _ROWS[suffix](file)) if suffix in _OF_TABLES else 1
        except (OSError, ValueError):  # told of when it is read
            return None
    return count


def read_text(data: bytes, name: str) -> Article:
    """The article in the bytes of a text file; line ends stay as they are, so that offsets count as in the file.

    Raises:
        InputError: it is not UTF-8.
        ArticleError: it is blank.
    """
    return _article(name, text=_decoded(data, name), id="stdin" if name == "-" else _called(name))


# --- one file -----------------------------------------------------------------------------------------------------


def _articles_in(
    file: str, named: Mapping[str, str | None], on_fault: Callable[[str], None] | None
) -> Iterator[Article]:
    suffix = Path(file).suffix.lower()
    try:
        if suffix in _OF_TABLES:
            for number, row in enumerate(_ROWS[suffix](file), 1):
                try:
                    yield _from_row(file, number, row, named)
                except ArticleError as error:
                    _report(error, on_fault)
        elif suffix in _PAGES:
            yield _from_page(file)
        else:
            yield read_text(sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes(), file)
    except OSError as error:
        _report(InputError(f"{file}: {error.strerror or error}"), on_fault)
    except (ArticleError, InputError) as error:
        _report(error, on_fault)
    except ValueError as error:  # Python's, of a NUL
        _report(InputError(f"{shown(file)}: no file can be called so ({error})"), on_fault)


def _report(error: DiplomacyError, on_fault: Callable[[str], None] | None) -> None:
    if on_fault is None:
        raise error
    on_fault(str(error))


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: not UTF-8 (byte {error.start}); convert it, for example with iconv -f cp1252 -t utf-8"
        ) from None


def _called(file: str) -> str:
    """What an article is called after its file."""
    return printable(Path(file).stem) or "file"


def _article(where: str, **fields: Any) -> Article:
    try:
        return Article(**fields)
    except ArticleError as error:
        raise ArticleError(f"{where}: {error}") from None


def _from_page(file: str) -> Article:
    trafilatura = need("trafilatura")
    found = trafilatura.extract(
        Path(file).read_bytes(), output_format="json", with_metadata=True, include_comments=False
    )
    if not found:
        raise InputError(f"{file}: no article was found in this page; save its text as a .txt file")
    page = json.loads(found)
    return _article(
        file,
        text=page.get("text") or "",
        id=_called(file),
        title=page.get("title") or None,
        date=page.get("date") or None,
        source=page.get("source-hostname") or page.get("hostname") or None,
        url=page.get("source") or None,
    )


def _from_row(file: str, number: int, row: Mapping[str, Any], named: Mapping[str, str | None]) -> Article:
    for field, column in named.items():
        if column is not None and column not in row:
            option = f"{field}_column"
            raise InputError(f"{file}: no column {column!r}; there are {', '.join(map(str, row))}; name one: {option}")
    cells = {field: _cell(row.get(named[field] or field)) for field in _FIELDS}
    return _article(
        f"{file}, row {number}",
        **{**cells, "id": cells["id"] or f"{_called(file)}-{number}", "text": _cell(row[named["text"] or ""]) or ""},
    )


def _cell(value: Any) -> str | None:
    if value is None or value == "" or value != value:  # the last: a table's missing number
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


# --- rows ---------------------------------------------------------------------------------------------------------


def _separated(file: str, delimiter: str) -> Iterator[Mapping[str, Any]]:
    csv.field_size_limit(max(csv.field_size_limit(), 2**31 - 1))  # an article may be longer than csv's default cell
    with Path(file).open("rb") as binary:
        try:
            text = io.TextIOWrapper(binary, encoding="utf-8-sig", newline="")
            for row in csv.DictReader(text, delimiter=delimiter):
                row.pop(None, None)  # cells beyond the header
                yield row
        except UnicodeDecodeError as error:
            raise InputError(f"{file}: not UTF-8 ({error.reason}); convert it, for example with iconv") from None
        except csv.Error as error:
            raise InputError(f"{file}: no {delimiter!r}-separated table ({error})") from None


def _lines(file: str) -> Iterator[Mapping[str, Any]]:
    with Path(file).open("rb") as binary:
        for number, line in enumerate(binary, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise InputError(f"{file}, line {number}: not JSON ({error})") from None
            if not isinstance(row, dict):
                raise InputError(f"{file}, line {number}: an object is wanted, not {type(row).__name__}")
            yield row


def _columns(file: str) -> Iterator[Mapping[str, Any]]:
    parquet, arrow = need("pyarrow.parquet"), need("pyarrow")
    try:
        with parquet.ParquetFile(file) as table:
            for batch in table.iter_batches(batch_size=256):
                yield from batch.to_pylist()
    except arrow.ArrowInvalid as error:
        raise InputError(f"{file}: no Parquet file ({error})") from None


_ROWS: Mapping[str, Callable[[str], Iterator[Mapping[str, Any]]]] = {
    ".csv": lambda file: _separated(file, ","),
    ".tsv": lambda file: _separated(file, "\t"),
    ".jsonl": _lines,
    ".ndjson": _lines,
    ".parquet": _columns,
}
