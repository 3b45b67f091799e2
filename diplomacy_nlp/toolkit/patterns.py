"""Rules as rows: what a word in its clause amounts to, as lines of a TSV file, each with an example that is its test.

A row names the words that set it off, asks a few tests of their clause, says which role of the clause fills which
slot, and gives the kind of what is found. The language is kept small on purpose: no nesting, no arithmetic, no
templates. What does not fit is a Python function that a row calls by its name. The columns:

- `rule`: a name, for people.
- `trigger`: a part of speech with lemmas, parted by commas ("VERB discuss,debate"), or a class ("VERB %engaging");
  without, any word of it.
- `clause`: of which clause tests and roles are asked: the trigger's "own" (the default), or the one "above" it.
- `tests`: parted by spaces, all must hold; one after "!" must not. `negated`, `passive`, `copula`, `existential`
  ("there is"), `awaited` ("has yet to"), `undergone` (the trigger's own clause is passive), `no` ("no" stands before
  the trigger), `lacking` (any of negated, awaited, no), `aux=...` (one of these auxiliaries), `lemma=...` (of the
  clause's head), `governor=...` (a lemma, of what the clause is the complement of), `as=...` (the trigger's relation),
  `marker=...` (the preposition or conjunction before the trigger: "in" of "in favour"), `particle=...` ("turned it
  down") and `object=...` ("poured cold water": lemmas), whose words become parts of what is found, `call=NAME` (a
  function of the plugin's).
- `slots`: parted by spaces: "holder=subject@person". Of several roles, parted by "|", the first that is filled counts;
  for the roles see `Clause.role`. "own." or "above." before a role asks the trigger's own clause, or the one above the
  row's; phrases with a preposition may hang on particle or object as well. "@NAME" and "!NAME" keep or drop words by
  functions of the plugin's. A slot with "?" may stay empty.
- `kind`, `confidence`: what is found, and how often that is right.
- `marks`: words that mean something to the plugin.
- `example`: a sentence that the row must match, with the trigger in brackets.

A user's own file has the same columns. Its rows come before a plugin's, those of the same `rule` replace the plugin's,
and the kind "off" switches them off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.abc import Traversable
from itertools import compress
from pathlib import Path
from typing import Any

from attrs import field, frozen

from ..annotation import Annotation, Word
from ..errors import LexiconError
from .clause import Clause
from .document import Document
from .lexicon import is_word, near, none_of, one_of, overridden, read_placed, share
from .words import RELATIONS, TAGS, ByForm, Form, known_lemma

__all__ = ["Match", "Pattern", "Patterns"]

_SLOT = re.compile(r"(\w+)(\??)=([\w:,.|]+)((?:[@!][\w-]+)*)")
_FILTER = re.compile(r"([@!])([\w-]+)")
_PLAIN: Mapping[str, Callable[[Clause, Clause], bool]] = {
    "negated": lambda clause, _: clause.is_negated,
    "passive": lambda clause, _: clause.is_passive,
    "undergone": lambda _, own: own.is_passive,
    "copula": lambda clause, _: clause.has_copula,
    "existential": lambda clause, _: clause.is_existential,
    "awaited": lambda clause, _: clause.awaited is not None,
    "no": lambda _, own: "no" in own.determiners,
    "lacking": lambda clause, own: clause.is_negated or clause.awaited is not None or "no" in own.determiners,
}
_VALUED: Mapping[str, Callable[[Clause, Clause], Collection[str]]] = {
    "aux": lambda clause, _: clause.auxiliaries,
    "lemma": lambda clause, _: (clause.lemma,),
    "governor": lambda clause, _: (
        () if clause.above is None or clause.head.relation != "ccomp" else (clause.above.lemma,)
    ),
    "as": lambda _, own: (own.head.relation, own.head.deprel),
    "marker": lambda _, own: (own.marker.replace(" ", "_"),),
}
_PARTS: Mapping[str, Callable[[Clause, Collection[str]], Word | None]] = {
    "particle": Clause.particle,
    "object": Clause.object_among,
}
_OFF = "off"
_ANY = ""  # as a lemma
Call = Callable[[Document, Clause], bool]
Filter = Callable[[Document, Word], bool]


def _parted(cell: str) -> tuple[str, ...]:
    return tuple(cell.split())


def _bracketed(instance: object, attribute: object, value: str) -> None:
    if value and not re.fullmatch(r"[^][]*\[[^][]*\w[^][]*\][^][]*", value):
        raise ValueError(f"example: one word in brackets is expected, the trigger, not {value!r}")


@contextmanager
def _cell(name: str) -> Iterator[None]:
    """Names the cell of what is refused within."""
    try:
        yield
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


@frozen(kw_only=True)
class Pattern:
    """A row; the module's text says what its cells mean."""

    rule: str
    trigger: str = ""
    clause: str = field(default="own", validator=one_of("own", "above"))
    tests: tuple[str, ...] = field(default="", converter=_parted)
    slots: tuple[str, ...] = field(default="", converter=_parted)
    kind: str = ""
    marks: tuple[str, ...] = field(default="", converter=_parted)
    confidence: float = field(default=0.5, converter=share)
    example: str = field(default="", validator=_bracketed)


@frozen(kw_only=True)
class Match:
    """A row that holds of a word.

    Args:
        pattern: the row.
        word: what set it off.
        clause: the clause that its tests and roles were asked of.
        slots: what fills them, heads of phrases and clauses; () for one that may stay empty and does.
        parts: the particle and the object that its tests found.
    """

    pattern: Pattern
    word: Word
    clause: Clause
    slots: Mapping[str, tuple[Word, ...]]
    parts: tuple[Word, ...] = ()

    @property
    def words(self) -> tuple[Word, ...]:
        """The words that make up its construction, without what fills its slots."""
        above = self.clause.above if any(test.startswith("governor=") for test in self.pattern.tests) else None
        return (self.word, self.clause.head, *self.parts, *(() if above is None else (above.head,)))


class Patterns:
    """The rows of a file, by what sets them off.

    Args:
        source: the file.
        own: a user's file of the same form, if any; its rows alone are `users`, those that they end are `ended`.
        classes: what a class of words is, by its name; () for an unknown one.
        filters: functions by which slots keep or drop words, by name.
        calls: functions that rows call as tests, by name.
        kinds, slots, marks: those that there are; () for any.
        needed: the slots that each row has.

    Raises:
        LexiconError: a file cannot be read, or a row names a part of speech, relation, kind, test, slot, role, class,
            filter, mark or function that there is not; a user's row switches off what there is not, or says again or
            ends what stands before it.
    """

    def __init__(
        self,
        source: str | Path | Traversable,
        own: str | Path | None = None,
        *,
        classes: Callable[[str], Collection[str]] = lambda _: (),
        filters: Mapping[str, Filter] | None = None,
        calls: Mapping[str, Call] | None = None,
        kinds: Collection[str] = (),
        slots: Collection[str] = (),
        needed: Collection[str] = (),
        marks: Collection[str] = (),
    ) -> None:
        self._classes, self._filters, self._calls = classes, dict(filters or {}), dict(calls or {})
        self._kinds, self._slots, self._needed, self._marks = sorted(kinds), sorted(slots), [*needed], sorted(marks)
        packaged = read_placed(source, Pattern)
        users = () if own is None else read_placed(own, Pattern)
        _refuse_twice(users)
        off = {row.rule: f"{where}, {row.rule!r}" for where, row in users if row.kind == _OFF}
        placed = overridden(packaged, (pair for pair in users if pair[1].kind != _OFF), off, lambda pair: pair[1].rule)
        self.rows = tuple(row for _, row in placed)
        self._read([where for where, _ in placed])
        named = {row.rule for _, row in users}
        self.users = self._of([row for row in self.rows if row.rule in named])
        self.ended = self._of([row for _, row in packaged if row.rule in named])

    def _of(self, rows: Sequence[Pattern]) -> Patterns:
        """These rows alone, with the functions of all."""
        made = Patterns.__new__(Patterns)
        vars(made).update(vars(self), rows=tuple(rows))
        made._read()
        return made

    def found_in(self, document: Document) -> Iterator[Match]:
        """All matches of a text, in its order."""
        return (match for word in self.set_off(document.annotation) for match in self.matches(document, word))

    def _read(self, places: Sequence[str] = ()) -> None:
        self._by_trigger: dict[str, dict[str, list[_Row]]] = {}
        self._values: dict[tuple[str, str], frozenset[str]] = {}
        self._triggered = ByForm(self._find_triggered)
        for number, pattern in enumerate(self.rows):
            try:
                self._add(self._row(pattern, number))
            except ValueError as error:
                where = places[number] if places else "a row"
                raise LexiconError(f"{where}, {pattern.rule!r}: {error}") from None

    def _add(self, row: _Row) -> None:
        tag, _, lemmas = row.pattern.trigger.partition(" ")
        with _cell("trigger"):
            _known(tag, TAGS)
            words = self._words(lemmas)
        for lemma in words or (_ANY,):
            self._by_trigger.setdefault(tag, {}).setdefault(lemma, []).append(row)
            for name, _, cell in (test.partition("=") for test in row.pattern.tests):
                if name in _PARTS:
                    key = lemma, name
                    self._values[key] = self._values.get(key, frozenset()) | frozenset(self._words(cell))

    def __getstate__(self) -> dict[str, Any]:
        made = ("_by_trigger", "_values", "_triggered")
        return {name: value for name, value in vars(self).items() if name not in made}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        vars(self).update(state)
        self._read()

    def matches(self, document: Document, word: Word) -> Iterator[Match]:
        """The rows that hold of a word, in the file's order."""
        rows = self._triggered[word.upos, word.lemma, word.text]
        if not rows:
            return
        own = document.clause(word)
        for row in rows:
            clause = own if row.pattern.clause == "own" else own.above
            if clause is None or not row.holds(document, clause, own):
                continue
            parts = tuple([part for find in row.parts if (part := find(own)) is not None])
            if len(parts) < len(row.parts):
                continue
            slots = {slot.name: slot.filled(document, clause, own, parts) for slot in row.slots}
            if all(slots[slot.name] or slot.optional for slot in row.slots):
                yield Match(pattern=row.pattern, word=word, clause=clause, slots=slots, parts=parts)

    def may_match(self, form: Form) -> bool:
        """Whether a word of this part of speech, lemma and text sets any row off, whatever stands around it."""
        return bool(self._triggered[form])

    def set_off(self, annotation: Annotation) -> list[Word]:
        """The words of a text that may match, in its order."""
        return [*compress(annotation.words, self._triggered.of_words(annotation))]

    def _find_triggered(self, form: Form) -> tuple[_Row, ...]:
        """The rows that a word sets off, in the file's order."""
        tag, lemma, text = form
        rows = self._by_trigger.get(tag, {})
        asked = (*rows.get(known_lemma(lemma, text, rows), ()), *rows.get(_ANY, ()))
        return tuple(sorted(asked, key=lambda row: row.number))

    def values(self, lemma: str, test: str) -> frozenset[str]:
        """All that the rows of a lemma ask for with a test: of "back" and "particle" "up", "away" and so on.

        Those that a user ended count, too: without its row, "backed up" is not "backed".
        """
        key = lemma.lower(), test
        return self._values.get(key, frozenset()) | self.ended._values.get(key, frozenset())

    # --- reading rows -----------------------------------------------------------------------------------------

    def _words(self, cell: str) -> Collection[str]:
        if cell.strip().startswith("%"):
            if not (found := self._classes(cell.strip()[1:])):
                raise ValueError(f"there is no class of words {cell.strip()[1:]!r}")
            return found
        words = tuple(word.strip().lower() for word in cell.split(",")) if cell.strip() else ()
        if wrong := [word for word in words if not is_word(word)]:
            raise ValueError(f"{wrong[0]!r} is no word; commas part words, and a class (%) stands alone")
        return words

    def _row(self, pattern: Pattern, number: int) -> _Row:
        with _cell("kind"):
            if self._kinds and pattern.kind not in self._kinds:
                raise ValueError(none_of(pattern.kind, (*self._kinds, _OFF)))
        with _cell("marks"):
            for mark in pattern.marks:
                _known(mark, self._marks)
        parts = [cell for cell in pattern.tests if (test := cell.partition("="))[0] in _PARTS and test[2]]
        with _cell("tests"):
            tests = tuple(self._test(cell) for cell in pattern.tests if cell not in parts)
            found = tuple(map(self._part, parts))
        with _cell("slots"):
            slots = tuple(self._slot(cell) for cell in pattern.slots)
            names = [slot.name for slot in slots]
            if missing := [name for name in self._needed if name not in names]:
                raise ValueError(f"the slot {missing[0]!r} is missing")
            if len({*names}) < len(names):
                raise ValueError(f"a slot is named twice ({', '.join(names)})")
        return _Row(number=number, pattern=pattern, tests=tests, parts=found, slots=slots)

    def _part(self, cell: str) -> _Part:
        name, _, value = cell.partition("=")
        find, words = _PARTS[name], frozenset(self._words(value))
        return lambda own: find(own, words)

    def _test(self, cell: str) -> _Test:
        expected = not cell.startswith("!")
        name, is_valued, value = cell.removeprefix("!").partition("=")
        if name == "call" and value:
            if value not in self._calls:
                raise ValueError(f"the call {none_of(value, sorted(self._calls))}")
            call = self._calls[value]
            return lambda document, clause, _: call(document, clause) is expected
        if name == "as":
            for relation in value.split(","):
                _known(relation.partition(":")[0], RELATIONS)
        if name in _VALUED and value:
            asked, words = _VALUED[name], frozenset(self._words(value))
            return lambda _, clause, own: words.isdisjoint(asked(clause, own)) is not expected
        if name in _PLAIN and not is_valued:
            holds = _PLAIN[name]
            return lambda _, clause, own: holds(clause, own) is expected
        valued = [f"{one}=..." for one in (*_VALUED, *_PARTS, "call")]
        denied = " when denied" if name in _PARTS and not expected else ""
        known = near(name, names) if name not in (names := [*_PLAIN, *_VALUED, *_PARTS, "call"]) else ""
        raise ValueError(f"{cell!r} is no test{denied}{known}; tests are {', '.join((*_PLAIN, *valued))}")

    def _slot(self, cell: str) -> _Slot:
        found = _SLOT.fullmatch(cell)
        if found is None:
            raise ValueError(f"{cell!r} is no slot; NAME=ROLE is expected, NAME?=ROLE|ROLE@FILTER for one")
        _known(found[1], self._slots)
        filters = [(sign == "@", name) for sign, name in _FILTER.findall(found[4])]
        for _, name in filters:
            if name not in self._filters:
                raise ValueError(f"the filter {none_of(name, sorted(self._filters))}")
        return _Slot(
            name=found[1],
            optional=bool(found[2]),
            roles=tuple(_role(name) for name in found[3].split("|")),
            filters=tuple((expected, self._filters[name]) for expected, name in filters),
        )


def _known(word: str, known: Collection[str]) -> None:
    if known and word not in known:
        raise ValueError(none_of(word, known))


def _refuse_twice(placed: Iterable[tuple[str, Pattern]]) -> None:
    """A rule may have several rows, but not the same twice, nor some that are off and some that are not."""
    before: dict[str, list[tuple[str, Pattern]]] = {}
    for where, row in placed:
        for other, one in before.setdefault(row.rule, []):
            asks = [(r.trigger, r.clause, r.tests, r.slots) for r in (row, one)]
            if _OFF in (row.kind, one.kind) or asks[0] == asks[1]:
                raise LexiconError(f"{where}, {row.rule!r}: rule: it stands in {other} already, and one ends the other")
        before[row.rule].append((where, row))


def _role(name: str) -> tuple[str, str]:
    prefix, dot, role = name.rpartition(".")
    Clause.check_role(role)
    if dot and prefix not in ("own", "above"):
        raise ValueError(f"{name!r}: only 'own.' and 'above.' may stand before a role")
    return prefix, role


_Test = Callable[[Document, Clause, Clause], bool]
_Part = Callable[[Clause], Word | None]


@frozen(kw_only=True)
class _Slot:
    name: str
    optional: bool
    roles: tuple[tuple[str, str], ...]  # whose clause is asked, and for which role
    filters: tuple[tuple[bool, Filter], ...]

    def filled(self, document: Document, clause: Clause, own: Clause, parts: Sequence[Word]) -> tuple[Word, ...]:
        """What fills it: the words of the first role of which any pass its filters."""
        for prefix, role in self.roles:
            asked = [{"": clause, "own": own, "above": clause.above}[prefix]]
            if parts and role.startswith("oblique:"):
                asked += map(document.clause, parts)
            words = [word for at in asked if at is not None for word in at.role(role)]
            kept = tuple(w for w in words if all(keep(document, w) is expected for expected, keep in self.filters))
            if kept:
                return kept
        return ()


@frozen(kw_only=True)
class _Row:
    number: int
    pattern: Pattern
    tests: tuple[_Test, ...]
    parts: tuple[_Part, ...]
    slots: tuple[_Slot, ...]

    def holds(self, document: Document, clause: Clause, own: Clause) -> bool:
        """Whether all its tests hold, but for those that find parts."""
        for test in self.tests:  # noqa: SIM110  # most rows fall at the first, before a generator would be made
            if not test(document, clause, own):
                return False
        return True
