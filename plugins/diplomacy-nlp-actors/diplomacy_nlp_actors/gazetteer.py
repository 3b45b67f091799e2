"""A user's own list of actors: a CSV file, read and checked line by line.

Only the file is read here; `names.py` joins its entries with what the library knows.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import Attribute, Factory, evolve, field, frozen

from diplomacy_nlp import ActorKind, Sector
from diplomacy_nlp.errors import LexiconError
from diplomacy_nlp.toolkit.lexicon import Row, columns_of, entry_of
from diplomacy_nlp.toolkit.options import path_of

from .countries import all_forms, usual_name

__all__ = ["COLUMNS", "Entry", "read_gazetteer"]

_BETWEEN_ALIASES = "|"
_WIKIDATA_ID = re.compile(r"Q[1-9][0-9]*")


# --- what cells hold: each raises a ValueError that says what is wrong ---------------------------------------------


def _name(entry: Entry, attribute: Attribute[str], value: str) -> None:
    if not re.search(r"\w", value):
        raise ValueError(f"the name {value!r} has no letter; no text could be searched for it")


def _kind(value: str) -> ActorKind:
    if value not in tuple(ActorKind):
        raise ValueError(f"unknown kind {value!r}; one of {', '.join(ActorKind)} is expected")
    return ActorKind(value)


def _sector(value: str | None) -> Sector | None:
    if value and value not in tuple(Sector):
        raise ValueError(f"unknown sector {value!r}; one of PLOVER's is expected, or nothing: {', '.join(Sector)}")
    return Sector(value) if value else None


def _country(entry: Entry, attribute: Attribute[str | None], value: str | None) -> None:
    by_form = {form.text: form.country for form in all_forms()} if value else {}
    if value and value not in by_form.values():
        meant = by_form.get(value)
        hint = f"; {usual_name(meant)} is {meant}" if meant is not None else ""
        raise ValueError(f"unknown country {value!r}; an ISO 3166-1 alpha-3 code is expected, or nothing{hint}")


def _wikidata(entry: Entry, attribute: Attribute[str | None], value: str | None) -> None:
    if value and _WIKIDATA_ID.fullmatch(value) is None:
        raise ValueError(f"{value!r} is no Wikidata id; Q and a number are expected (such as Q42), or nothing")


def _aliases(value: str | tuple[str, ...]) -> tuple[str, ...]:
    parts = value.split(_BETWEEN_ALIASES) if isinstance(value, str) else value
    aliases = tuple(alias.strip() for alias in parts if alias.strip())
    if empty := [alias for alias in aliases if not re.search(r"\w", alias)]:
        raise ValueError(f"the alias {empty[0]!r} has no letter; take it out")
    return aliases


@frozen(kw_only=True)
class Entry:
    """An actor of the user's.

    Args:
        name, aliases: the forms that a text may have.
        kind, country, sector, wikidata: as an Actor has them; None where the user leaves it open.
        id: the user's own id, or the name where the file gives none.
        line: where the entry begins in the file, from 1.
    """

    name: str = field(validator=_name)
    kind: ActorKind = field(converter=_kind)
    country: str | None = field(default=None, validator=_country)
    sector: Sector | None = field(default=None, converter=_sector)
    aliases: tuple[str, ...] = field(default=(), converter=_aliases)
    wikidata: str | None = field(default=None, validator=_wikidata)
    id: str = Factory(lambda entry: entry.name, takes_self=True)
    line: int = field(default=0, eq=False)

    @property
    def forms(self) -> tuple[str, ...]:
        """The name and the aliases, each once."""
        return tuple(dict.fromkeys((self.name, *self.aliases)))


COLUMNS = columns_of(Entry)[:-1]
_NEEDED = COLUMNS[:2]


def read_gazetteer(path: str | Path) -> tuple[Entry, ...]:
    """The entries of a gazetteer, in the file's order.

    Args:
        path: a CSV file in UTF-8, cells divided by commas. Its first line names the columns, in any order: name and
            kind, and any of country (ISO 3166-1 alpha-3), sector (PLOVER's code), aliases (divided by "|"), wikidata
            (such as Q42) and id (the user's own).

    Raises:
        LexiconError: the file cannot be read, is not UTF-8 or no CSV, or has no entries; a column is unknown, missing
            or named twice; a line has more cells than columns, lacks its name, or has an unknown kind, country or
            sector or a malformed Wikidata id; or two lines share a name, an alias or an id.
    """
    try:
        path = path_of("the gazetteer", path)
    except ValueError as error:
        raise LexiconError(str(error)) from None
    rows = _rows(path, _text(path))
    number, header = next(rows, (0, []))
    if not header:
        raise LexiconError(f"{path}: the file is empty; its first line must name the columns ({', '.join(COLUMNS)})")
    header = _checked_header(path, number, header)
    entries = [_entry(path, number, cells, header) for number, cells in rows]
    if not entries:
        raise LexiconError(f"{path}, line {number}: no entries follow the columns' names; add a line for each actor")
    _refuse_twins(path, entries)
    return tuple(entries)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read ({error.strerror or error}); check the path") from None
    try:
        return data.decode("utf-8-sig")  # spreadsheets begin a file with a mark
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LexiconError(f"{path}, line {line}: not UTF-8 (byte {error.start}); save the file as UTF-8") from None


def _rows(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold something, each with the number of its first line in the file."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            cells = [" ".join(cell.split()) for cell in cells]
            if any(cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise LexiconError(f"{path}, line {begins}: no CSV ({error}); check the quotation marks") from None


def _checked_header(path: Path, number: int, cells: Sequence[str]) -> list[str]:
    header = [cell.lower() for cell in cells]
    where = f"{path}, line {number}"
    if len(header) == 1 and re.search("[;\t]", header[0]):
        raise LexiconError(f"{where}: {cells[0]!r} is one column; save the file with commas between the columns")
    if unknown := [name for name in header if name not in COLUMNS]:
        raise LexiconError(f"{where}: no column {unknown[0]!r}; the columns are {', '.join(COLUMNS)}")
    if missing := [name for name in _NEEDED if name not in header]:
        raise LexiconError(f"{where}: the column {missing[0]!r} is missing; every entry needs a name and a kind")
    if len(set(header)) < len(header):
        raise LexiconError(f"{where}: a column is named twice ({', '.join(header)}); leave one out")
    return header


def _entry(path: Path, number: int, cells: Sequence[str], header: Sequence[str]) -> Entry:
    where = f"{path}, line {number}"
    if len(cells) > len(header):
        raise LexiconError(
            f"{where}: {len(cells)} cells for {len(header)} columns; put a cell that holds a comma in quotation marks"
        )
    given = {name: cell for name, cell in zip(header, cells, strict=False) if cell}
    return evolve(entry_of(Row(where=where, cells=given), Entry), line=number)


def _refuse_twins(path: Path, entries: Sequence[Entry]) -> None:
    """One form or id for two entries would leave it open whom a text means."""
    first: dict[str, Entry] = {}
    for entry in entries:
        for what in (*(f"the name {form!r}" for form in entry.forms), f"the id {entry.id!r}"):
            line = first.setdefault(what, entry).line
            if line != entry.line:
                raise LexiconError(f"{path}, line {entry.line}: {what} is that of line {line} too; keep one of them")
