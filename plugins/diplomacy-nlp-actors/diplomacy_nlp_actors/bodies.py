"""Organisations that no table lists: the recogniser's ORG names, read by the words they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from diplomacy_nlp import ActorKind, Annotation, MentionType, Sector, Span
from diplomacy_nlp.annotation import Entity, Word
from diplomacy_nlp.toolkit.order import after

from .aliases import alias_after
from .cast import Cast, Draft
from .names import Name
from .offices import KnownAt, name_before
from .persons import PersonName
from .spelling import bare, is_possessive, plain_name
from .tables import Noun, nouns, titles, word_class

__all__ = ["Body", "enter_bodies", "find_bodies"]

_ACRONYM = re.compile(r"(?:['’]s)?\s?\(([A-Z][A-Za-z.&-]{1,9})\)")


@frozen(kw_only=True)
class Body:
    """An organisation's name in the text.

    Args:
        key: the same for all names of one body.
        owner: the known name in or before it that says whose it is ("Russian" in "Russian Foreign Ministry").
        acronym: where an acronym in brackets, or another name, follows it.
    """

    span: Span
    head: Word
    words: tuple[Word, ...]
    name: str
    key: str
    kind: ActorKind
    sector: Sector | None = None
    owner: Name | None = None
    acronym: Span | None = None
    entity: Entity


def find_bodies(
    text: str, annotation: Annotation, known: Sequence[Name], people: Sequence[PersonName]
) -> tuple[Body, ...]:
    """The organisations of a text that no table knows."""
    at = {(w.sentence, w.id): name for name in known for w in name.words}
    taken = {(w.sentence, w.id) for person in people for w in person.words}
    found = [b for e in annotation.entities if (b := _body(text, annotation, e, at, taken)) is not None]
    return tuple(_one_key(found, text))


def _body(
    text: str, annotation: Annotation, entity: Entity, known: KnownAt, taken: set[tuple[int, int]]
) -> Body | None:
    """The body that an entity's words name; None where they name none, or what is read elsewhere."""
    words = _name_words(annotation, entity) if entity.type != "PER" else ()
    if not words or any((w.sentence, w.id) in taken for w in words):
        return None
    entry = next((nouns()[w] for w in _kind_words(words) if w in nouns() and nouns()[w].name), None)
    inside = [known[w.sentence, w.id] for w in words if (w.sentence, w.id) in known]
    if not _leaves_a_body(entity, words, inside, entry) or not _looks_like_name(annotation, words):
        return None
    shown = bare(text[words[0].span.start : words[-1].span.end]).removesuffix("”").removesuffix('"')
    span = Span(words[0].span.start, words[0].span.start + len(shown))
    owner = inside[0] if inside else _owner_around(annotation, words, entry, known)
    if owner is not None and entry is not None and not inside and owner.span.start < span.start:
        span = Span(owner.span.start, span.end)  # "Turkey's Foreign Ministry", as of nominals
    bracketed = _ACRONYM.match(text, span.end)
    return Body(
        span=span,
        head=annotation.head_in(span) or words[-1],
        words=words,
        name=" ".join(plain_name(text[span.start : span.end]).split()),
        key=_key(words, inside, owner, entry is not None),
        kind=entry.kind if entry is not None else ActorKind.ORGANIZATION,
        sector=entry.sector if entry is not None else None,
        owner=owner,
        acronym=Span(*bracketed.span(1)) if bracketed else alias_after(text, span.end),
        entity=entity,
    )


def _leaves_a_body(entity: Entity, words: Sequence[Word], inside: Sequence[Name], entry: Noun | None) -> bool:
    """Whether the words name a body, and more than the known names among them do."""
    if entity.type != "ORG" and (entry is None or len(words) == 1):
        return False  # a place, which no noun for a body names
    if not inside:
        return True
    states = all(n.within is not None or n.known.kind == ActorKind.STATE for n in inside)
    if not states or entry is None:
        return False
    whole = len(inside) == len(words) and len({n.span for n in inside}) == 1
    return not whole or inside[0].within is not None  # "the West Bank" is no bank


def _name_words(annotation: Annotation, entity: Entity) -> tuple[Word, ...]:
    words = list(annotation.words_in(entity.span))
    while words and (words[0].upos in ("DET", "PUNCT") or words[0].text.lower() in ("the", "a", "'s", "’s")):
        words.pop(0)
    while words and (words[-1].upos == "PUNCT" or is_possessive(words[-1])):
        words.pop()
    return tuple(words)


def _kind_words(words: Sequence[Word]) -> Iterator[str]:
    """Words that may say what it is: the last, and the first before "of" or "for"."""
    yield words[-1].text.lower()
    if len(words) > 1:
        yield f"{words[-2].text.lower()} {words[-1].text.lower()}"
    if len(words) > 2 and words[1].text.lower() in ("of", "for", "on"):
        yield words[0].text.lower()
    yield from (w.text.lower() for w in words if w.text.lower() in ("ministry", "department", "parliament"))


def _looks_like_name(annotation: Annotation, words: Sequence[Word]) -> bool:
    """Whether last word, capitals and tags speak for a body's name: no "Truly", no clause, no lone title."""
    if words[-1].text.lower() in word_class("no body"):
        return False
    if any(w.upos in ("AUX", "PRON", "SCONJ") for w in words) or not words[-1].text[0].isupper():
        return False
    if len(words) > 1:
        return sum(w.text[0].isupper() for w in words) * 2 > len(words)
    word = words[0]
    if len(word.text) < 2 or not word.text[0].isalpha() or word.text.lower() in titles():
        return False
    return word.text.isupper() or word.upos == "PROPN" or (word.upos == "NOUN" and word.id > 1)


def _owner_around(annotation: Annotation, words: Sequence[Word], entry: Noun | None, known: KnownAt) -> Name | None:
    """Whose a body is by the name just before ("Turkey's Foreign Ministry"), or a government's part by its seat."""
    name, owns = name_before(annotation, words[0], known)
    if name is not None and (owns or name.known.sort in ("demonym", "short", "adjective")):
        return name
    is_public = entry is not None and entry.kind == ActorKind.GOVERNMENT
    place = after(annotation, words[-1])[:2]
    seated = len(place) == 2 and place[0].text.lower() == "in"  # "the Department of Transport in Ottawa"
    return known.get((place[1].sentence, place[1].id)) if is_public and seated else None


def _key(words: Sequence[Word], inside: Sequence[Name], owner: Name | None, typed: bool) -> str:
    core = " ".join(w.text.lower() for w in words if not any(w in name.words for name in inside))
    if owner is not None and typed and core:
        return f"body:{core}:{owner.known.key}"
    return "org:" + " ".join(w.text.lower().strip(".") for w in words)


def _one_key(bodies: Sequence[Body], text: str) -> Iterator[Body]:
    """Bodies with acronyms and short forms led back to the full name that came before."""
    by_short: dict[str, str] = {}
    for body in bodies:
        short = by_short.get(body.name.lower().replace(".", ""))
        body = evolve(body, key=short) if short is not None and body.owner is None else body
        yield body
        if body.acronym is not None:
            by_short[text[body.acronym.start : body.acronym.end].lower().replace(".", "")] = body.key
        if len(body.words) > 1:
            initials = "".join(w.text[0] for w in body.words if w.text[0].isupper())
            by_short.setdefault(initials.lower(), body.key)
            by_short.setdefault(" ".join(w.text for w in body.words[1:]).lower(), body.key)


def enter_bodies(cast: Cast, bodies: Sequence[Body]) -> None:
    """Enter organisations, or more names of those that are there: "the Department" is the last one of that noun.

    Args:
        cast: the actors, those that a table knows included.
        bodies: the organisations that no table knows, in the order of the text.
    """
    told = (s for s in cast.sightings if s.draft.kind not in (ActorKind.PERSON, ActorKind.STATE))
    known = sorted(told, key=lambda s: s.head.span.start)
    last: dict[str, Draft] = {}
    at = 0
    for body in bodies:
        while at < len(known) and known[at].head.span.start < body.span.start:
            last.update((noun, known[at].draft) for noun in _nouns_of(known[at].draft.name))
            at += 1
        short = len(body.words) == 1 and body.owner is None
        again = last.get(body.name.lower()) if short else None
        if again is not None:
            cast.mention(again, body.span, MentionType.NAME, body.head, body.words)
        else:
            last.update((noun, draft) for draft in [_enter(cast, body)] for noun in _nouns_of(draft.name))


def _nouns_of(name: str) -> Iterator[str]:
    """The nouns that may stand for a body of this name: "ministry" for "Ministry of Trade"."""
    words = name.lower().split()
    ends = {words[-1], *(words[n - 1] for n in range(1, len(words)) if words[n] in ("of", "for"))}
    entries = (nouns().get(word) for word in ends)
    yield from (e.noun for e in entries if e is not None and e.sort == "body" and e.kind is not ActorKind.ALLIANCE)


def _enter(cast: Cast, body: Body) -> Draft:
    owner = body.owner.known if body.owner is not None else None
    public = body.kind == ActorKind.GOVERNMENT
    draft = cast.enter(
        Draft(
            key=body.key,
            name=body.name,
            kind=body.kind,
            country=owner.country if owner is not None else None,
            sector=body.sector,
            principal=owner.key if owner is not None and public else None,
            confidence=0.8 if owner is not None or body.sector is not None else 0.6,
            why="organisation's name",
        )
    )
    if len(body.name) > len(draft.name):
        draft.name = body.name
    cast.mention(draft, body.span, MentionType.NAME, body.head, body.words)
    if body.acronym is not None:
        cast.mention(draft, body.acronym, MentionType.NAME, body.head)
    return draft
