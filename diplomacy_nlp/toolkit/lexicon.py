"""Reading lexicons: tab-separated data files, one entry a line, each line an attrs class of the reader's.

The first line that is no comment names the columns; lines that begin with "#" and blank lines are skipped. An empty
cell leaves the class's default in place, and quotation marks that a spreadsheet put around a cell are taken off. Every
fault is named with the file, the line and the cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from attrs import NOTHING, Attribute, fields_dict, frozen

from ..errors import LexiconError
from .options import path_of

__all__ = [
    "Row",
    "by_lemma",
    "columns_of",
    "entry_of",
    "grouped",
    "is_word",
    "near",
    "none_of",
    "one_of",
    "overridden",
    "packaged",
    "read_lexicon",
    "read_placed",
    "read_rows",
    "share",
    "words",
]

_WORD = re.compile(r"[\w'’.:&-]+")
T = TypeVar("T")


def packaged(package: str, name: str) -> Traversable:
    """A data file of a package: `packaged("diplomacy_nlp_quotes", "cues.tsv")`."""
    return files(package).joinpath(name)


@frozen(kw_only=True)
class Row:
    """A line of a lexicon file.

    Args:
        where: file and line, for messages: "words.tsv, line 3".
        cells: what it gives, by column; empty cells are left out.
    """

    where: str
    cells: Mapping[str, str]


def read_lexicon(source: str | Path | Traversable, entry: type[T]) -> tuple[T, ...]:
    """The entries of a lexicon file, in the file's order.

    Args:
        source: a path, or a data file of a package (see `packaged`).
        entry: an attrs class; the columns are its fields, and its converters make values of the strings.

    Raises:
        LexiconError: the file is missing or not UTF-8, a column is unknown, missing or named twice, a line has too
            many cells or lacks one that has no default, or the class refuses a value.
    """
    return tuple(value for _, value in read_placed(source, entry))


def read_placed(source: str | Path | Traversable, entry: type[T]) -> tuple[tuple[str, T], ...]:
    """As `read_lexicon`, each entry with its file and line.

    Raises:
        LexiconError: as there.
    """
    rows = read_rows(source, columns=columns_of(entry), wanted=_wanted(entry))  # type: ignore[arg-type]  # mypy doubts that classes have a hash
    return tuple((row.where, entry_of(row, entry)) for row in rows)


Lines = Iterable[tuple[int, Sequence[str]]]
"""The lines of a table that say something, as their numbers and cells; the first names the columns."""


def _tabbed(file: str, text: str) -> Lines:
    numbered = enumerate(text.splitlines(), 1)
    return ((number, _cells(line)) for number, line in numbered if line.strip() and not line.startswith("#"))


def read_rows(
    source: str | Path | Traversable,
    *,
    columns: Sequence[str],
    wanted: Sequence[str],
    lines: Callable[[str, str], Lines] = _tabbed,
    divided: str = "tabs",
) -> tuple[Row, ...]:
    """The lines of a lexicon file, with nothing but the columns checked.

    Args:
        source: a path, or a data file of a package.
        columns: those that the file may have.
        wanted: those that it must have.
        lines: finds the lines of a file, given its name for messages and its text.
        divided: what divides the cells of a line.

    Raises:
        LexiconError: the file is missing or not UTF-8, a column is unknown, missing or named twice, or a line has too
            many cells.
    """
    try:
        is_data = isinstance(source, Traversable) and not isinstance(source, Path)
        file: Any = source if is_data else path_of("the lexicon", source)  # type: ignore[arg-type]  # it refuses others
        written = file.read_bytes()
        text = written.decode("utf-8-sig")  # Windows editors begin a file with a mark
    except OSError as error:
        raise LexiconError(f"{file}: cannot be read ({error.strerror or error}); check the path") from None
    except UnicodeDecodeError as error:
        number = written.count(b"\n", 0, error.start) + 1
        raise LexiconError(f"{file}, line {number}: not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except ValueError as error:
        raise LexiconError(str(error)) from None
    numbered = [*lines(str(file), text)]
    if not numbered:
        raise LexiconError(f"{file}: no lines; the first must name the columns ({', '.join(columns)})")
    (number, header), *rest = numbered
    _check_header(f"{file}, line {number}", header, columns, wanted, divided)
    return tuple(_row(f"{file}, line {number}", cells, header) for number, cells in rest)


def entry_of(row: Row, entry: type[T]) -> T:
    """What a line says, as a value of an attrs class.

    Raises:
        LexiconError: a cell without a default is empty, or the class refuses a value.
    """
    try:
        return entry(**row.cells)
    except (TypeError, ValueError) as error:
        wanted = _wanted(entry)  # type: ignore[arg-type]  # see above
        if empty := [name for name in wanted if name not in row.cells]:
            raise LexiconError(f"{row.where}: the cell {empty[0]!r} is empty") from None
        reason = str(error.args[0] if error.args else error)  # attrs' own validators add the whole attribute
        raise LexiconError(f"{row.where}: {_refused(row.cells, fields_dict(entry)) or reason}") from None  # type: ignore[arg-type]  # see above


def _refused(cells: Mapping[str, str], fields: Mapping[str, Attribute[Any]]) -> str:
    """What is wrong with the first cell that its converter refuses, with its name; "" where none does."""
    for name, cell in cells.items():
        converter = fields[name].converter
        try:
            if converter is not None:
                converter(cell)  # type: ignore[operator]  # converters that ask for more are not used in lexicons
        except ValueError as error:
            known = str(error).partition(": one of ")[2].removesuffix(" is expected")  # as vocabularies say it
            reason = none_of(cell, known.split(", ")) if known else str(error)
            return reason if reason.startswith(f"{name}: ") else f"{name}: {reason}"
    return ""


def grouped(entries: Iterable[T], name: Callable[[T], str], word: Callable[[T], str]) -> Mapping[str, frozenset[str]]:
    """The words of entries that are lists or classes of words, by the name of each.

    Args:
        entries: lines of a lexicon.
        name: of the class that a line belongs to.
        word: that it gives.
    """
    found: dict[str, set[str]] = {}
    for entry in entries:
        found.setdefault(name(entry), set()).add(word(entry))
    return {one: frozenset(words) for one, words in found.items()}


def overridden(
    ours: Iterable[T], users: Iterable[T], off: Mapping[str, str], name: Callable[[T], str]
) -> tuple[T, ...]:
    """A plugin's entries with a user's, which come first and end all of the same name; what is switched off ends, too.

    Args:
        ours: the plugin's.
        users: the user's.
        off: names that the user switches off, each with its place in the file.
        name: of an entry.

    Raises:
        LexiconError: a name is switched off that no entry of the plugin has.
    """
    ours, users = tuple(ours), tuple(users)
    known = set(map(name, ours))
    if unknown := [one for one in off if one not in known]:
        what = f"nothing is called {unknown[0]!r}{near(unknown[0], known)}"
        raise LexiconError(f"{off[unknown[0]]}: there is nothing to switch off: {what}")
    ended = {*off, *map(name, users)}
    return (*users, *(entry for entry in ours if name(entry) not in ended))


def by_lemma(entries: Iterable[T], lemma: Callable[[T], str]) -> Mapping[str, tuple[T, ...]]:
    """Entries by their lemmas; those of one lemma stay in order.

    Args:
        entries: lines of a lexicon.
        lemma: of an entry.
    """
    found: dict[str, tuple[T, ...]] = {}
    for entry in entries:
        found[lemma(entry)] = (*found.get(lemma(entry), ()), entry)
    return found


def columns_of(entry: type[Any]) -> tuple[str, ...]:
    """The columns of a lexicon whose lines are values of this attrs class."""
    return tuple(fields_dict(entry))


@cache
def _wanted(entry: Any) -> tuple[str, ...]:
    return tuple(name for name, attribute in fields_dict(entry).items() if attribute.default is NOTHING)


def _check_header(
    where: str, header: Sequence[str], columns: Sequence[str], wanted: Sequence[str], divided: str
) -> None:
    if unknown := [name for name in header if name not in columns]:
        known = f"the columns are {', '.join(columns)}, and {divided} divide them"
        first = "" if len(unknown) < len(header) else "; the first line must name them"
        raise LexiconError(f"{where}: no column {unknown[0]!r}{near(unknown[0], columns)}; {known}{first}")
    if len(set(header)) < len(header):
        raise LexiconError(f"{where}: a column is named twice ({', '.join(header)})")
    if missing := [name for name in wanted if name not in header]:
        raise LexiconError(f"{where}: the column {missing[0]!r} is missing")


def _row(where: str, cells: Sequence[str], header: Sequence[str]) -> Row:
    if len(cells) > len(header):
        raise LexiconError(f"{where}: {len(cells)} cells for {len(header)} columns ({', '.join(header)})")
    return Row(where=where, cells={name: cell for name, cell in zip(header, cells, strict=False) if cell})


def _cells(line: str) -> list[str]:
    cells = (cell.strip() for cell in line.rstrip().split("\t"))  # spreadsheets leave empty cells behind the last
    return [c[1:-1].replace('""', '"').strip() if len(c) > 1 and c[0] == c[-1] == '"' else c for c in cells]


# --- what cells hold ----------------------------------------------------------------------------------------------


def is_word(text: str) -> bool:
    """Whether a text is one word, without blanks, commas or slashes between words."""
    return _WORD.fullmatch(text) is not None


def words(cell: str | Iterable[str]) -> tuple[str, ...]:
    """The parts of a cell that commas divide; words that are parted already stay so.

    Raises:
        ValueError: something else than commas divides them.
    """
    parts = cell.split(",") if isinstance(cell, str) else cell
    if wrong := [part for part in parts if re.search(r"[;|/%]", part)]:
        raise ValueError(f"{wrong[0]!r} is no word; commas part words")
    return tuple(part.strip() for part in parts if part.strip())


def share(cell: str | float) -> float:
    """A cell with a number from 0 to 1.

    Raises:
        ValueError: it is none.
    """
    try:
        number = float(cell)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise ValueError(f"a number from 0 to 1 is expected, not {cell!r}")
    return number


def near(word: str, known: Iterable[str]) -> str:
    """What is said after a word that is unknown, of the known one that is nearest; nothing where none is near."""
    by_form = {one.lower(): str(one) for one in known}  # a part of speech stands in capitals
    return "".join(f" (did you mean {by_form[one]!r}?)" for one in get_close_matches(word.lower(), by_form, n=1))


def none_of(word: str, known: Iterable[str]) -> str:
    """What is said of a word that is none of those that there may be."""
    known = [*filter(None, known)]
    return f"{word!r} is none of {', '.join(known)}{near(word, known)}"


def one_of(*known: str) -> Any:
    """A validator of attrs: each word of the field is one of these."""

    def check(instance: object, attribute: Any, value: str | Collection[str]) -> None:
        for word in (value,) if isinstance(value, str) else value:
            if word not in known:
                raise ValueError(f"{attribute.name}: {none_of(word, known)}")

    return check
