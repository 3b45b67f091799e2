"""Names in the text that the tables know: countries, demonyms, capitals, residences, organisations."""

from __future__ import annotations

import re
from functools import cache

from attrs import frozen

from diplomacy_nlp import ActorKind, Annotation, Sector, Span
from diplomacy_nlp.annotation import Entity, Word

from .countries import all_forms, usual_name
from .tables import institutions, organisations, other_names

__all__ = ["Known", "Name", "find_known", "plain"]

_RUN = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "\n": " ", "\t": " ", "\xa0": " ", "‑": "-", "–": "-"})
_OPPOSED = ("anti", "pro", "ex", "non", "post", "un")


@frozen(kw_only=True)
class Known:
    """What a name stands for.

    Args:
        key: the same for all names of one actor ("state:RUS", "known:NATO").
        sort: name, short (an abbreviation), demonym, people, capital, building, adjective or nothing.
    """

    key: str
    name: str
    sort: str
    kind: ActorKind = ActorKind.STATE
    country: str | None = None
    sector: Sector | None = None


@frozen(kw_only=True)
class Name:
    """A place in the text where a table's name stands.

    Args:
        head: the syntactic head of its words.
        within: the longer entity that it is part of, if any ("England" in "Bank of England").
    """

    span: Span
    head: Word
    words: tuple[Word, ...]
    known: Known
    within: Entity | None = None


def plain(text: str) -> str:
    """The text with straight apostrophes and plain spaces, character for character."""
    return text.translate(_APOSTROPHES)


def find_known(text: str, annotation: Annotation) -> tuple[Name, ...]:
    """The known names of a text, in its order; of names that overlap the one that begins first and is longest."""
    text = plain(text)
    entities = _Cursor(annotation.entities)
    found: list[Name] = []
    end = 0
    for word in annotation.words:
        if word.span.start < end:
            continue
        match = _match(text, word.span.start)
        if match is None:
            continue
        span = Span(word.span.start, word.span.start + len(match[0]))
        end = span.end
        name = _name(annotation, span, match[1], entities)
        if name is not None:
            found.append(name)
    return tuple(found)


def _name(annotation: Annotation, span: Span, known: Known, entities: _Cursor) -> Name | None:
    if known.sort == "nothing":
        return None
    words = annotation.words_in(span)
    head = annotation.head_in(span)
    if head is None:
        return None
    longer = entities.longer(span)
    if longer is not None and not _keeps_in(longer, span, known, annotation):
        return None
    return Name(span=span, head=head, words=words, known=known, within=longer)


def _keeps_in(entity: Entity, span: Span, known: Known, annotation: Annotation) -> bool:
    """Whether a known name within a longer entity counts: not in "Paris Hilton" or the "Gulf of Oman"."""
    if entity.type == "ORG" or known.sort in ("demonym", "people", "adjective"):
        return True
    if entity.type == "PER":  # "Ukraine President Volodymyr Zelensky" taken whole
        return any(
            w.upos in ("ADJ", "NOUN") or w.text in ("President", "Minister") for w in annotation.words_in(entity.span)
        )
    if entity.type == "LOC":
        return (
            known.sort not in ("capital", "building")
            and span.start == entity.span.start
            and _listed(entity, span, annotation)
        )
    return known.sort in ("name", "short") and known.kind != ActorKind.STATE


def _listed(entity: Entity, span: Span, annotation: Annotation) -> bool:
    """Whether the entity is a list that the recogniser ran together ("Russia, China")."""
    rest = [w for w in annotation.words_in(entity.span) if w.span.start >= span.end]
    return bool(rest) and rest[0].upos in ("PUNCT", "CCONJ", "PART")


class _Cursor:
    """The entities, asked for in the order of the text."""

    def __init__(self, entities: tuple[Entity, ...]) -> None:
        self._entities = sorted(entities, key=lambda e: e.span)
        self._at = 0

    def longer(self, span: Span) -> Entity | None:
        """The entity that holds the span and more than it."""
        while self._at < len(self._entities) and self._entities[self._at].span.end <= span.start:
            self._at += 1
        if self._at == len(self._entities):
            return None
        entity = self._entities[self._at]
        # an article at its begin, or a stop or a possessive at its end, makes an entity no longer
        more = len(entity.span) > len(span) + 2 and entity.span.contains(span)
        if more and entity.span.end == span.end and span.start - entity.span.start <= 4:
            return None
        return entity if more else None


def _match(text: str, start: int) -> tuple[str, Known] | None:
    run = _RUN.match(text, start)
    if run is None or _is_opposed(text, start):
        return None
    for form, known in _table().get(run.group().lower(), ()):
        end = start + len(form)
        if text[start:end] != form and not (len(form) > 3 and text[start:end] == form.upper()):
            continue
        if end < len(text) and text[end].isalnum():
            continue
        if known.sort in ("adjective", "people") and text[end : end + 1] == "-":
            continue  # "Democratic-leaning" names no actor
        return form, known
    return None


def _is_opposed(text: str, start: int) -> bool:
    """Whether "anti-" or its like stands before: "anti-Russian" names no actor."""
    before = text[max(start - 5, 0) : start].lower()
    return before.endswith("-") and before.rstrip("-").endswith(_OPPOSED)


@cache
def _table() -> dict[str, tuple[tuple[str, Known], ...]]:
    """Forms by their first run of letters, the longest first."""
    table: dict[str, dict[str, Known]] = {}
    for form, known in _all_known():
        run = _RUN.search(form)
        if run is not None:
            table.setdefault(run.group().lower(), {}).setdefault(plain(form), known)
    return {run: tuple(sorted(forms.items(), key=lambda item: -len(item[0]))) for run, forms in table.items()}


def _all_known() -> list[tuple[str, Known]]:
    found = [(name, Known(key="", name=name, sort="nothing")) for name in other_names()]
    for i in institutions():
        known = Known(
            key=f"known:{i.name}",
            name=i.name,
            sort="building" if i.place == "yes" else "name",
            kind=i.kind,
            country=i.country,
            sector=i.sector,
        )
        found += [(alias, known) for alias in (i.name, *i.aliases)]
    for o in organisations():
        for sort, forms in (("name", (o.name, *o.aliases)), ("capital", o.places), ("adjective", o.adjectives)):
            known = Known(
                key=f"known:{o.name}", name=o.name, sort=sort, kind=o.kind, country=o.country, sector=o.sector
            )
            found += [(form, known) for form in forms]
    for form in all_forms():
        state = Known(key=f"state:{form.country}", name=usual_name(form.country), sort=form.sort, country=form.country)
        found.append((form.text, state))
    return found
