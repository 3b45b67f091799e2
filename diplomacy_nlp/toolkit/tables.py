"""Tables as people make them: which column is meant, what parts the cells of a CSV file, and what is wrong with one."""

from __future__ import annotations

import csv
from collections.abc import Hashable, Iterable, Sequence
from functools import lru_cache
from typing import Any

__all__ = ["column_of", "header_fault", "ill_formed", "likely_encoding", "separator_of"]

_SEPARATORS = (",", ";", "\t", "|")


def column_of(wanted: str, there: Iterable[Hashable]) -> Any:
    """The column that is meant by a name: the one that is called so, else the only one that is but for case and spaces.

    Args:
        wanted: its name.
        there: the names of the columns there are.

    Returns:
        Its name as it stands in the table; None where there is none, where several are meant alike, and for "".

    >>> column_of("text", ["ID", " Text "])
    ' Text '
    """
    return _column_of(wanted, tuple(there))


@lru_cache(maxsize=1_024)  # each row of a table asks the same
def _column_of(wanted: str, there: tuple[Hashable, ...]) -> Any:
    if not wanted or wanted in there:
        return wanted or None
    alike = [name for name in there if str(name).strip().casefold() == wanted.strip().casefold()]
    return alike[0] if len(alike) == 1 else None


def separator_of(header: str, usual: str) -> str:
    """What parts the cells of a file: comma, semicolon, tab or bar, whichever parts its header into most.

    It asks the header alone, because `csv.Sniffer` takes the commas of long texts for separators.

    Args:
        header: the first line.
        usual: of files with this ending; taken where the header does not tell.

    >>> separator_of("id;title;text", usual=",")
    ';'
    """
    return max((usual, *_SEPARATORS), key=lambda separator: len(next(csv.reader([header], delimiter=separator), [])))


def likely_encoding(data: bytes) -> str:
    """What bytes that are no UTF-8 are written in, most likely, as iconv calls it: UTF-16 by its mark, else cp1252."""
    return "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"


def header_fault(file: object, names: Sequence[str], wanted: Iterable[str]) -> str | None:
    """What is wrong with the header of a CSV file, and the mend; None where nothing is.

    Args:
        file: what the fault calls it.
        names: those of its columns, in which bytes that are no UTF-8 are lone surrogates ("surrogateescape").
        wanted: the columns that are read.
    """
    if not names:
        return f"{file}: the file is empty; its first line names the columns"
    data = " ".join(names).encode("utf-8", "surrogateescape")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        encoding = likely_encoding(data)
        return f"{file}, line 1: not UTF-8; convert the file, for example with iconv -f {encoding} -t utf-8"
    twice = [name for name in wanted if names.count(column_of(name, names)) > 1]
    return f"{file}, line 1: several columns are called {twice[0]!r}; give them names that differ" if twice else None


def ill_formed(line: int, error: csv.Error) -> str:
    """What is said of a row of a CSV file that `csv` cannot take apart, for where the next one begins is not known.

    Args:
        line: in which it begins.
    """
    return (
        f"the row that begins in line {line} is not well formed, and the rows from there on are not read ({error}); "
        'within a cell in quotation marks, write "" for each of its own'
    )
