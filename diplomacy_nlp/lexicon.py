"""Reading lexicons: tab-separated data files, one entry a line, each line an attrs class of the reader's.

The first line that is no comment names the columns; lines that begin with "#" and blank lines are skipped. An empty
cell leaves the class's default in place. Every fault is named with the file and the line.
"""

from __future__ import annotations

from importlib.abc import Traversable
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from attrs import NOTHING, fields_dict

from .errors import LexiconError

__all__ = ["packaged", "read_lexicon"]

T = TypeVar("T")


def packaged(package: str, name: str) -> Traversable:
    """A data file of a package: `packaged("diplomacy_nlp_quotes", "cues.tsv")`."""
    return files(package).joinpath(name)


def read_lexicon(source: str | Path | Traversable, entry: type[T]) -> tuple[T, ...]:
    """The entries of a lexicon file, in the file's order.

    Args:
        source: a path, or a data file of a package (see `packaged`).
        entry: an attrs class; the columns are its fields, and its converters make values of the strings.

    Raises:
        LexiconError: the file is missing or not UTF-8, a column is unknown, missing or named twice, a line has too
            many cells or lacks one that has no default, or the class refuses a value.
    """
    file = Path(source) if isinstance(source, str) else source
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()  # Windows editors begin a file with a mark
    except OSError as error:
        raise LexiconError(f"{file}: cannot be read ({error.strerror or error}); check the path") from None
    except UnicodeDecodeError as error:
        raise LexiconError(f"{file}: not UTF-8 (byte {error.start}); save it as UTF-8") from None
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not numbered:
        raise LexiconError(f"{file}: no lines; the first must name the columns ({_columns(entry)})")
    header = _read_header(file, numbered[0], entry)
    return tuple(_read_line(file, number, line, header, entry) for number, line in numbered[1:])


def _columns(entry: type[Any]) -> str:
    return ", ".join(fields_dict(entry))


def _wanted(entry: type[Any]) -> list[str]:
    return [name for name, attribute in fields_dict(entry).items() if attribute.default is NOTHING]


def _read_header(file: object, numbered: tuple[int, str], entry: type[Any]) -> list[str]:
    number, line = numbered
    header = [cell.strip() for cell in line.split("\t")]
    known = fields_dict(entry)
    if unknown := [name for name in header if name not in known]:
        raise LexiconError(f"{file}, line {number}: no column {unknown[0]!r}; the columns are {_columns(entry)}")
    if len(set(header)) < len(header):
        raise LexiconError(f"{file}, line {number}: a column is named twice ({', '.join(header)})")
    if missing := [name for name in _wanted(entry) if name not in header]:
        raise LexiconError(f"{file}, line {number}: the column {missing[0]!r} is missing")
    return header


def _read_line(file: object, number: int, line: str, header: list[str], entry: type[T]) -> T:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) > len(header):
        raise LexiconError(f"{file}, line {number}: {len(cells)} cells for {len(header)} columns ({', '.join(header)})")
    given = {name: cell for name, cell in zip(header, cells, strict=False) if cell}
    if empty := [name for name in _wanted(entry) if name not in given]:
        raise LexiconError(f"{file}, line {number}: the cell {empty[0]!r} is empty")
    try:
        return entry(**given)
    except (TypeError, ValueError) as error:
        reason = error.args[0] if error.args else error  # attrs' own validators add the whole attribute
        raise LexiconError(f"{file}, line {number}: {reason}") from None
