"""A user's own lexicon: one file whose lines extend a plugin's lexicons, replace words of theirs or switch these off.

Its columns are `lemma`, `pos` (the part of speech), `off`, and those of the entries of each part of speech.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from importlib.resources.abc import Traversable
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from attrs import evolve, field, frozen

from ..errors import LexiconError
from .lexicon import Row, columns_of, entry_of, is_word, near, overridden, read_rows

__all__ = ["UserWords", "read_user_lexicon"]

T = TypeVar("T")


@frozen(kw_only=True)
class UserWords:
    """What a user's file says of the words of one part of speech.

    Args:
        entries: what it adds, in the file's order.
        off: the lemmas that it switches off, each with file and line.
    """

    entries: list[Any] = field(factory=list)
    off: dict[str, str] = field(factory=dict)

    def has(self, lemma: str, entry: Any, *, several: bool) -> bool:
        """Whether a line (None: one that switches off) says what another says, or what cannot be beside it."""
        others = [one for one in self.entries if one.lemma == lemma]
        return lemma in self.off or (bool(others) and (not several or entry is None or entry in others))

    def over(self, ours: Iterable[T]) -> tuple[T, ...]:
        """A plugin's entries with these, which come first and end all of the same lemma.

        Raises:
            LexiconError: a lemma is switched off that no entry of the plugin has.
        """
        return overridden(ours, self.entries, self.off, attrgetter("lemma"))


def read_user_lexicon(
    source: str | Path | Traversable, parts: Mapping[str, type[Any]], *, several: Collection[str] = ("verb",)
) -> Mapping[str, UserWords]:
    """The words of a user's lexicon by part of speech, each line checked.

    Args:
        source: the file; see `diplomacy_nlp.toolkit.lexicon.read_lexicon` for its form.
        parts: the attrs class of the entries of each part of speech, one of whose fields is `lemma`, by the name that
            stands in the column `pos`.
        several: those of which one lemma may have several lines.

    Raises:
        LexiconError: the file cannot be read, or a line has a fault; the message names file, line and cell, and says
            what is allowed.
    """
    columns = ("lemma", "pos", "off", *(name for entry in parts.values() for name in columns_of(entry)))
    rows = read_rows(source, columns=tuple(dict.fromkeys(columns)), wanted=("lemma", "pos"))
    found = {pos: UserWords() for pos in parts}
    for written in rows:
        row = evolve(written, cells={name: cell.lower() for name, cell in written.cells.items()})
        pos, off = row.cells.get("pos", ""), row.cells.get("off", "")
        if pos not in parts:
            what = f"one of {', '.join(parts)} is expected, not {pos!r}{near(pos, parts)}"
            raise LexiconError(f"{row.where}: pos: {what}")
        if off not in ("", "yes"):
            raise LexiconError(f"{row.where}: off: 'yes' or an empty cell is expected, not {off!r}")
        row = _checked(row, pos, ("lemma",) if off else columns_of(parts[pos]))
        lemma, entry = row.cells["lemma"], None if off else entry_of(row, parts[pos])
        if found[pos].has(lemma, entry, several=pos in several):
            what = f"the {pos} {lemma!r} stands in the file already, and one line ends the other"
            raise LexiconError(f"{row.where}: lemma: {what}")
        if off:
            found[pos].off[lemma] = row.where
        else:
            found[pos].entries.append(entry)
    return found


def _checked(row: Row, pos: str, allowed: tuple[str, ...]) -> Row:
    """The cells of a line that its entry is made of."""
    cells = {name: cell for name, cell in row.cells.items() if name not in ("pos", "off")}
    if foreign := [name for name in cells if name not in allowed]:
        what = f"a {pos}" if len(allowed) > 1 else "a line that switches off"
        only = f"{near(foreign[0], allowed)}; it may have {', '.join(allowed)}"
        raise LexiconError(f"{row.where}: {what} has no {foreign[0]!r}{only}")
    lemma = cells.get("lemma", "")
    if not is_word(lemma):
        raise LexiconError(f"{row.where}: lemma: one word is expected, not {lemma!r}")
    return evolve(row, cells=cells)
