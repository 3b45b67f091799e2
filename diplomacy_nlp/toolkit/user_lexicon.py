"""A user's own lexicon: one file whose lines extend a plugin's lexicons, replace words of theirs or switch these off.

Its columns are `lemma`, `pos` (the part of speech), `off`, and those of the entries of each part of speech.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from importlib.resources.abc import Traversable
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from attrs import evolve, field, frozen

from ..annotation import Word
from ..errors import LexiconError
from .lexicon import Row, columns_of, entry_of, overridden, read_rows

__all__ = ["UserWords", "Yours", "read_user_lexicon"]

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

    def over(self, ours: Iterable[T]) -> tuple[T, ...]:
        """A plugin's entries with these, which come first and end all of the same lemma.

        Raises:
            LexiconError: a lemma is switched off that no entry of the plugin has.
        """
        return overridden(ours, self.entries, self.off, attrgetter("lemma"))


@frozen(kw_only=True)
class Yours:
    """What a user's words and rows settle in a text, whatever a network sees there.

    Args:
        entries: of a word as that part of speech, by the plugin's lexicon and by the user's.
        labels: what an entry may make of a sentence.
        ended: the words of constructions whose rows the user replaced or switched off.
        rows: the words that rows of the user's hold of, with the kinds of these.
    """

    entries: Callable[[Word], tuple[Collection[Any], Collection[Any]]]
    labels: Callable[[Any], Collection[str]]
    ended: Collection[Word] = ()
    rows: Mapping[Word, Collection[str]] = field(factory=dict)

    def owns(self, words: Iterable[Word]) -> bool:
        """Whether what a rule finds with these as its cue is found by a word or row of the user's."""
        return any(word in self.rows or self._is_own(*self.entries(word)) for word in words)

    @staticmethod
    def _is_own(ours: Collection[Any], users: Collection[Any]) -> bool:
        return bool(users) and ours != users

    def bars(self, words: Iterable[Word], label: str) -> bool:
        """Whether words that no rule takes for a cue are none with this label, as one of them is the user's."""
        return any(map(partial(self._bars, label=label), words))

    def _bars(self, word: Word, *, label: str) -> bool:
        if word in self.ended or label not in self.rows.get(word, (label,)):
            return True
        ours, users = self.entries(word)
        if ours == users:
            return False
        # the user's lines replace ours, with all frames; of a new word another frame may hold, with the same label
        return bool(ours) or not any(label in self.labels(entry) for entry in users)


def read_user_lexicon(source: str | Path | Traversable, parts: Mapping[str, type[Any]]) -> Mapping[str, UserWords]:
    """The words of a user's lexicon by part of speech, each line checked.

    Args:
        source: the file; see `diplomacy_nlp.toolkit.lexicon.read_lexicon` for its form.
        parts: the attrs class of the entries of each part of speech, one of whose fields is `lemma`, by the name that
            stands in the column `pos`.

    Raises:
        LexiconError: the file cannot be read, or a line has a fault; the message names file and line, and says what is
            allowed.
    """
    columns = ("lemma", "pos", "off", *(name for entry in parts.values() for name in columns_of(entry)))
    rows = read_rows(source, columns=tuple(dict.fromkeys(columns)), wanted=("lemma", "pos"))
    found = {pos: UserWords() for pos in parts}
    for written in rows:
        row = evolve(written, cells={name: cell.lower() for name, cell in written.cells.items()})
        pos, off = row.cells.get("pos", ""), row.cells.get("off", "")
        if pos not in parts:
            raise LexiconError(f"{row.where}: pos: one of {', '.join(parts)} is expected, not {pos!r}")
        if off not in ("", "yes"):
            raise LexiconError(f"{row.where}: off: 'yes' or an empty cell is expected, not {off!r}")
        row = _checked(row, pos, ("lemma",) if off else columns_of(parts[pos]))
        if off:
            found[pos].off[row.cells["lemma"]] = row.where
        else:
            found[pos].entries.append(entry_of(row, parts[pos]))
    return found


def _checked(row: Row, pos: str, allowed: tuple[str, ...]) -> Row:
    """The cells of a line that its entry is made of."""
    cells = {name: cell for name, cell in row.cells.items() if name not in ("pos", "off")}
    if foreign := [name for name in cells if name not in allowed]:
        what = f"a {pos}" if len(allowed) > 1 else "a line that switches off"
        raise LexiconError(f"{row.where}: {what} has no {foreign[0]!r}; it may have {', '.join(allowed)}")
    lemma = cells.get("lemma", "")
    if len(lemma.split()) != 1:
        raise LexiconError(f"{row.where}: lemma: one word is expected, not {lemma!r}")
    return evolve(row, cells=cells)
