"""Tables as people make them: which column is meant, and what parts the cells of a CSV file."""

from __future__ import annotations

import csv
from collections.abc import Hashable, Iterable
from functools import lru_cache
from typing import Any

__all__ = ["column_of", "separator_of"]

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
