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
from attrs.converters import optional

from diplomacy_nlp import ActorKind, Sector
from diplomacy_nlp.errors import LexiconError
from diplomacy_nlp.toolkit.lexicon import columns_of, entry_of, read_rows

from .countries import all_forms, usual_name

__all__ = ["COLUMNS", "Entry", "read_gazetteer"]

_BETWEEN_ALIASES = "|"
_WIKIDATA_ID = re.compile(r"Q[1-9][0-9]*")


# --- what cells hold: each raises a ValueError that says what is wrong ---------------------------------------------


def _name(entry: Entry, attribute: Attribute[str], value: str) -> None:
    if not re.search(r"\w", value):
        raise ValueError(f"the name {value!r} has no letter; no text could be searched for it")


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
        where: file and line, for messages.
    """

    name: str = field(validator=_name)
    kind: ActorKind = field(converter=ActorKind)
    country: str | None = field(default=None, validator=_country)
    sector: Sector | None = field(default=None, converter=optional(Sector))
    aliases: tuple[str, ...] = field(default=(), converter=_aliases)
    wikidata: str | None = field(default=None, validator=_wikidata)
    id: str = Factory(lambda entry: entry.name, takes_self=True)
    where: str = field(default="", eq=False)

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
    rows = read_rows(path, columns=COLUMNS, wanted=_NEEDED, lines=_lines, divided="commas")
    if not rows:
        raise LexiconError(f"{path}: no entries follow the columns' names; add a line for each actor")
    entries = tuple(evolve(entry_of(row, Entry), where=row.where) for row in rows)
    _refuse_twins(entries)
    return entries


def _lines(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold something, each with the number of its first line in the file; the first in small letters."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins, header = 1, True
    try:
        for cells in reader:
            cells = [" ".join(cell.split()) for cell in cells]
            if any(cells):
                yield begins, [cell.lower() for cell in cells] if header else cells
                header = False
            begins = reader.line_num + 1
    except csv.Error as error:
        raise LexiconError(f"{file}, line {begins}: no CSV ({error}); check the quotation marks") from None


def _refuse_twins(entries: Sequence[Entry]) -> None:
    """One form or id for two entries would leave it open whom a text means."""
    first: dict[str, Entry] = {}
    for entry in entries:
        for what in (*(f"the name {form!r}" for form in entry.forms), f"the id {entry.id!r}"):
            other = first.setdefault(what, entry)
            if other is not entry:
                line = other.where.rpartition(", ")[2]
                raise LexiconError(f"{entry.where}: {what} is that of {line} too; keep one of them")
