"""A user's own lexicon: one file whose lines extend, override or switch off entries of a plugin's lexicons.

Its columns are `lemma`, `pos` (the part of speech), `off`, and those of the entries of each part of speech. What an
entry's frames are, and what else tells two entries of a lemma apart, the plugin says with a `PartOfSpeech`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from attrs import Attribute, evolve, field, fields_dict, frozen

from ..errors import LexiconError
from .lexicon import Row, columns_of, entry_of, read_rows

__all__ = ["PartOfSpeech", "UserLine", "changed", "read_user_lexicon"]

T = TypeVar("T")
Lines = Mapping[str, tuple["UserLine", ...]]


@frozen(kw_only=True)
class PartOfSpeech:
    """What a user's file may say of the words of one part of speech.

    Args:
        entry: the attrs class of its entries, one of whose fields is `lemma`.
        same: fields that, besides the lemma, have to be equal for a line to override an entry ("particle").
        frames: the field that lists an entry's frames, each of which is overridden or switched off by itself; None
            where a lemma has one entry and no choice of frames.
        narrows: fields that let two lines of a file speak of the same frame, because they narrow it differently.
    """

    entry: type[Any]
    same: tuple[str, ...] = ()
    frames: str | None = None
    narrows: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its lines, besides `pos` and `off`."""
        return columns_of(self.entry)

    @property
    def naming(self) -> tuple[str, ...]:
        """The columns that say which entry is meant."""
        return ("lemma", *self.same, *([self.frames] if self.frames else []))


@frozen(kw_only=True)
class UserLine:
    """A line of a user's lexicon.

    Args:
        where: file and line, for messages.
        entry: what it adds; None where it switches off.
        named: what it gives of the columns that say which entry is meant, converted.
    """

    where: str
    entry: Any | None
    named: Mapping[str, Any] = field(factory=dict)


def read_user_lexicon(source: str | Path | Traversable, parts: Mapping[str, PartOfSpeech]) -> Lines:
    """The lines of a user's lexicon by part of speech, each checked.

    Args:
        source: the file; see `diplomacy_nlp.toolkit.lexicon.read_lexicon` for its form.
        parts: the parts of speech that the plugin knows, by the name that stands in the column `pos`.

    Raises:
        LexiconError: the file cannot be read, or a line has a fault; the message names file and line, and says what is
            allowed.
    """
    columns = ("lemma", "pos", "off", *(name for part in parts.values() for name in part.columns))
    rows = read_rows(source, columns=tuple(dict.fromkeys(columns)), wanted=("lemma", "pos"))
    found: dict[str, list[UserLine]] = {pos: [] for pos in parts}
    seen: dict[tuple[object, ...], str] = {}
    for written in rows:
        row = evolve(written, cells={name: cell.lower() for name, cell in written.cells.items()})
        pos = _pos(row, parts)
        line = _line(row, pos, parts[pos])
        for key in _keys(line, pos, parts[pos]):
            if key in seen:
                raise LexiconError(f"{row.where}: says again what {seen[key]} says of the {pos} {key[1]!r}; drop one")
            seen[key] = row.where
        found[pos].append(line)
    return {pos: tuple(lines) for pos, lines in found.items()}


def changed(own: Iterable[T], lines: Iterable[UserLine], part: PartOfSpeech) -> tuple[T, ...]:
    """A plugin's entries with a user's lines applied: the user's come first, so that they count before ours.

    Args:
        own: the plugin's entries of one part of speech.
        lines: the user's.
        part: how they are told apart.

    Raises:
        LexiconError: a line switches off what there is not.
    """
    lines = tuple(lines)
    kept = tuple(own)
    for line in lines:
        if line.entry is None and not any(_is_meant(entry, line, part) for entry in kept):
            raise LexiconError(f"{line.where}: there is nothing to switch off: no entry has {_shown(line)}")
    for line in lines:
        kept = tuple(left for entry in kept if (left := _left_of(entry, line, part)) is not None)
    return (*(line.entry for line in lines if line.entry is not None), *kept)


# --- lines --------------------------------------------------------------------------------------------------------


def _pos(row: Row, parts: Mapping[str, PartOfSpeech]) -> str:
    pos = row.cells.get("pos", "")
    if pos not in parts:
        raise LexiconError(f"{row.where}: pos: one of {', '.join(parts)} is expected, not {pos!r}")
    return pos


def _line(row: Row, pos: str, part: PartOfSpeech) -> UserLine:
    off = row.cells.get("off")
    if off not in (None, "yes"):
        raise LexiconError(f"{row.where}: off: 'yes' or an empty cell is expected, not {off!r}")
    cells = {name: cell for name, cell in row.cells.items() if name not in ("pos", "off")}
    allowed = part.naming if off else part.columns
    if foreign := [name for name in cells if name not in allowed]:
        what = "a line that switches off" if off else f"a {pos}"
        raise LexiconError(f"{row.where}: {what} has no {foreign[0]!r}; it may have {', '.join(allowed)}")
    lemma = cells.get("lemma", "")
    if len(lemma.split()) != 1:
        raise LexiconError(f"{row.where}: lemma: one word is expected, not {lemma!r}")
    entry = None if off else entry_of(evolve(row, cells=cells), part.entry)
    return UserLine(where=row.where, entry=entry, named=_named(cells, part))


def _named(cells: Mapping[str, str], part: PartOfSpeech) -> dict[str, Any]:
    fields = fields_dict(part.entry)
    return {name: _converted(fields[name], cells[name]) for name in part.naming if name in cells}


def _converted(attribute: Attribute[Any], cell: str) -> Any:
    return attribute.converter(cell) if callable(attribute.converter) else cell


def _keys(line: UserLine, pos: str, part: PartOfSpeech) -> Iterator[tuple[object, ...]]:
    """What a line speaks of, frame by frame; two lines of a file that speak of the same leave it open which counts."""
    if line.entry is None:
        return
    apart = tuple(getattr(line.entry, name) for name in (*part.same, *part.narrows))
    for frame in getattr(line.entry, part.frames) if part.frames else ("",):
        yield pos, line.entry.lemma, apart, frame


# --- what they do to the plugin's entries -------------------------------------------------------------------------


def _is_meant(entry: Any, line: UserLine, part: PartOfSpeech) -> bool:
    """Whether a line overrides or switches off (a part of) an entry.

    A line with an entry of its own is compared in all of `same`; one that switches off only in what it gives.
    """
    if entry.lemma != line.named["lemma"]:
        return False
    given = {name: line.named[name] for name in part.same if name in line.named}
    told = given if line.entry is None else {name: getattr(line.entry, name) for name in part.same}
    if any(getattr(entry, name) != value for name, value in told.items()):
        return False
    if not part.frames or part.frames not in line.named:
        return True
    return not set(line.named[part.frames]).isdisjoint(getattr(entry, part.frames))


def _left_of(entry: Any, line: UserLine, part: PartOfSpeech) -> Any | None:
    """An entry without the frames that a line takes over; None where none are left."""
    if not _is_meant(entry, line, part):
        return entry
    if not part.frames or part.frames not in line.named:
        return None
    left = tuple(frame for frame in getattr(entry, part.frames) if frame not in line.named[part.frames])
    return evolve(entry, **{part.frames: left}) if left else None


def _shown(line: UserLine) -> str:
    shown = ((name, ",".join(value) if isinstance(value, tuple) else value) for name, value in line.named.items())
    return ", ".join(f"{name} {value!r}" for name, value in shown)
