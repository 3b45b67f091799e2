"""Names in the text that the tables know: countries, demonyms, capitals, residences, organisations; and the user's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from attrs import evolve, frozen

from diplomacy_nlp import ActorKind, Annotation, Sector, Span
from diplomacy_nlp.annotation import Entity, Word

from .countries import all_forms, usual_name
from .gazetteer import Entry
from .spelling import plain_of
from .tables import country_forms, listed, other_names, titles, wikidata_ids, word_class

__all__ = [
    "MIXED",
    "Forms",
    "Known",
    "Name",
    "find_known",
    "is_ethnic",
    "known_forms",
    "naming_words",
    "pronominal_words",
]

_RUN = re.compile(r"[^\W_]+")
_GOES_ON = re.compile(r" (?:of )?[A-Z]")
_NAMING = ("PROPN", "NOUN", "ADJ")  # tags of a word that may be a name by itself
# states whose people are told apart by where their forebears came from: "Japanese Americans" are of the United States
MIXED = {"USA", "CAN", "AUS", "NZL", "GBR", "FRA", "ISR", "BRA", "ARG", "DEU", "CYP"}
_SHORTEST = 3  # letters: a longer name may be written in capitals, or all small
_LONG_ENOUGH = 40  # characters: a shorter text without a capital may be a search, or a list of words
_OPPOSED = ("anti", "pro", "ex", "non", "post", "un")


@frozen(kw_only=True)
class Known:
    """What a name stands for.

    Args:
        key: the same for all names of one actor ("state:RUS", "known:NATO").
        sort: name, short (an abbreviation), demonym, people, capital, region, building, adjective, if-named (short for
            what the text names in full elsewhere), shared (of several states: see `readings`) or nothing.
        shared: the other states that have a body of this name too; "yes" for any.
        readings: what a form that several states share may stand for ("Congolese"), first what it mostly does.
        gazetteer_id: the id of the user's entry that says so, if one does.
    """

    key: str
    name: str
    sort: str
    kind: ActorKind = ActorKind.STATE
    country: str | None = None
    sector: Sector | None = None
    wikidata: str | None = None
    gazetteer_id: str | None = None
    shared: tuple[str, ...] = ()
    readings: tuple[Known, ...] = ()


Forms = Mapping[str, tuple[tuple[str, Known], ...]]
"""What the names stand for, by their first run of letters; of those that begin alike the longest comes first.

Under a run in small letters with "*" before it stand those that begin with it in any letters.
"""


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


def naming_words(annotation: Annotation) -> tuple[Word, ...]:
    """The nouns, names and adjectives of a text, in which most of what this plugin looks for stands."""
    return tuple(word for word in annotation.words if word.upos in _NAMING)


def pronominal_words(annotation: Annotation) -> tuple[Word, ...]:
    """The pronouns and determiners of a text, and what may be one of them."""
    return tuple(word for word in annotation.words if word.upos in ("PRON", "DET", "SCONJ"))


def is_ethnic(annotation: Annotation, name: Name) -> bool:
    """Whether a people is named as one that lives in another state: "ethnic Albanians"."""
    first = name.words[0].id
    return first > 1 and annotation.sentence_of(name.head).words[first - 2].text.lower() == "ethnic"


def find_known(text: str, annotation: Annotation, forms: Forms | None = None) -> tuple[Name, ...]:
    """The known names of a text, in its order; of names that overlap the one that begins first and is longest.

    Args:
        text: the article's text.
        annotation: its parse.
        forms: the names to look for; by default those of our tables alone.
    """
    forms = known_forms() if forms is None else forms
    plain = plain_of(text)
    small = plain.text.islower() and len(plain.text) > _LONG_ENOUGH  # names, too, in small letters
    found: list[Name] = []
    end = 0
    moved = bool(plain.starts)
    may: dict[str, bool] = {}  # whether a name may begin with a word of this form
    for word in annotation.words:
        form = word.text
        begins = may.get(form)
        if begins is None:
            odd = form[0].isalnum() and not form.isalnum()
            begins = may[form] = moved or small or form in forms or form.isupper() or odd
        if not begins or word.span.start < end:
            continue
        first = "" if moved else form
        begin = plain.begin(word.span.start)
        match = _match(plain.text, begin, first, forms, small=small and word.upos in _NAMING)
        if match is None:
            continue
        span = plain.span(begin, begin + len(match[0]))
        end = span.end
        name = _name(annotation, word, span, match[1])
        if name is not None:
            found.append(name)
    return tuple(_read_shared(found))


def _read_shared(found: Sequence[Name]) -> Iterator[Name]:
    """The names, each that several states share read as the one of them that the text names most ("Korean").

    What stands for a state only where the text names it in full is left out elsewhere: "the North".
    """
    counts = Counter(name.known.key for name in found if name.known.sort != "if-named")
    for name in found:
        known = name.known
        if known.sort == "shared":
            named = sum(counts[reading.key] > 0 for reading in known.readings)
            if known.key != "if-named" or named == 1:
                yield evolve(name, known=max(known.readings, key=lambda reading: counts[reading.key]))
        elif known.sort != "if-named" or any(counts[key] for key in _called_briefly()):
            yield name


@cache
def _called_briefly() -> frozenset[str]:
    """The states of which there are names that stand for them only where the text names one in full ("the North")."""
    return frozenset(f"state:{form.country}" for form in all_forms() if form.sort == "if-named")


def _name(annotation: Annotation, first: Word, span: Span, known: Known) -> Name | None:
    if known.sort == "nothing":
        return None
    alone = first.span.end >= span.end
    words = (first,) if alone else annotation.words_in(span)
    head = first if alone else annotation.head_in(span)
    if head is None or (known.kind == ActorKind.PERSON and len(words) == 1 and head.upos not in _NAMING):
        return None
    longer = _longer(annotation, span)
    if longer is not None and not _keeps_in(longer, span, known, annotation):
        return None
    if longer is not None and longer.type == "LOC":
        longer = None  # where it stands decides whether it acts, as of the whole state
    return Name(span=span, head=head, words=words, known=known, within=longer)


def _keeps_in(entity: Entity, span: Span, known: Known, annotation: Annotation) -> bool:
    """Whether a known name within a longer entity counts: not in "Paris Hilton" or the "Gulf of Oman"."""
    if known.kind == ActorKind.PERSON:
        return entity.type == "PER"
    if known.kind == ActorKind.PARTY and _is_another_party(entity, span, known, annotation):
        return False
    if entity.type == "ORG" or known.sort in ("demonym", "people", "adjective", "shared"):
        return True
    if entity.type == "PER":  # "Ukraine President Volodymyr Zelensky" taken whole
        words = annotation.words_in(entity.span)
        if _is_of_office(annotation, span) or any(
            w.text.lower() == "of" and w.span.end + 1 == span.start for w in words
        ):
            return True
        return any(w.upos in ("ADJ", "NOUN") or w.text.lower() in titles() for w in words[:-1])
    if entity.type == "LOC":
        return annotation.words_in(entity.span)[0].text.lower() in titles()  # "Emir of Qatar"
    return known.sort in ("name", "short") and known.kind != ActorKind.STATE


def _is_of_office(annotation: Annotation, span: Span) -> bool:
    """Whether an office stands before a name: "President of Chad NAME", whose last three words are no name of one."""
    first = annotation.word_at(span.start)
    before = annotation.sentence_of(first).words[max(first.id - 3, 0) : first.id - 1] if first is not None else ()
    return len(before) == 2 and before[1].text.lower() in ("of", "for", "to") and before[0].text.lower() in titles()


def _is_another_party(entity: Entity, span: Span, known: Known, annotation: Annotation) -> bool:
    """Whether a party's name or adjective is a part of another's: "United Democratic Party", "Democratic Front"."""
    words = annotation.words_in(entity.span)
    if known.sort == "adjective":
        after = next((word for word in words if word.span.start >= span.end), None)
        lemma = after.lemma.lower() if after is not None and after.text[0].isupper() else ""
        if lemma != "party":
            return lemma in word_class("party")
    before = [w.text for w in words if w.span.end <= span.start and w.upos != "DET" and w.text[0].isupper()]
    return bool(before) and " ".join(before) not in _own_marks()


def _longer(annotation: Annotation, span: Span) -> Entity | None:
    """The entity that holds a span and more than an article before it, a stop or a possessive after it."""
    entity = next(iter(annotation.entities_in(span)), None)
    if entity is None or len(entity.span) <= len(span) + 2 or not entity.span.contains(span):
        return None
    return None if entity.span.end == span.end and span.start - entity.span.start <= 4 else entity


def _match(text: str, start: int, first: str, forms: Forms, *, small: bool = False) -> tuple[str, Known] | None:
    """The known name that begins at an offset, as its table has it.

    Args:
        first: the word that begins there, where it looks in the text as it is written; else nothing.
        small: whether it may be written in small letters.
    """
    if not first.isalnum():
        run = _RUN.match(text, start)
        first = run.group() if run is not None else ""
    otherwise = small or first.isupper()  # whether it may be written in other letters than in its table
    entries = forms.get(f"*{first.lower()}" if otherwise else first, ())
    if not entries or _is_opposed(text, start):
        return None
    for form, known in entries:
        if not text.startswith(form, start) and not (otherwise and _is_written(text, start, form, small)):
            continue
        end = start + len(form)
        after = text[end : end + 1]
        if after.isalnum():
            continue
        if form.startswith("The ") and _GOES_ON.match(text, end):
            continue  # "The Atlantic Alliance" and "The Times of Malta" are other names
        if after == "-" and known.sort in ("adjective", "people"):
            continue  # "Democratic-leaning" names no actor
        if known.sort != "prefix":
            return form, known
        if after == "-" and _is_of_a_state(text, end + 1, forms):
            return form, evolve(known, sort="demonym")
    return None


def _is_written(text: str, start: int, form: str, small: bool) -> bool:
    """Whether a form stands at an offset in capitals, or in small letters."""
    shown = text[start : start + len(form)]
    return len(form) > _SHORTEST and (shown == form.upper() or (small and shown == form.lower()))


def _is_of_a_state(text: str, start: int, forms: Forms) -> bool:
    """Whether a nationality stands at an offset: "Spanish" in "Franco-Spanish"."""
    run = _RUN.match(text, start)
    found = forms.get(run.group(), ()) if run is not None else ()
    return any(known.sort == "demonym" and text.startswith(form, start) for form, known in found)


def _is_opposed(text: str, start: int) -> bool:
    """Whether "anti-" or its like stands before: "anti-Russian" names no actor."""
    if text[start - 1 : start] != "-":
        return False
    before = text[max(start - 5, 0) : start].lower()
    return before.endswith("-") and before.rstrip("-").endswith(_OPPOSED)


@lru_cache(maxsize=2)  # ours, and those of the gazetteer that is in use
def known_forms(entries: tuple[Entry, ...] = ()) -> Forms:
    """Every form that the tables know; the user's entries win over ours.

    An entry that means an actor of ours ("Russia", a state, RUS) lends it the entry's facts and id, under all the names
    that we know for it; any other is an actor of its own, and takes its forms from whoever had them in our tables.
    """
    forms = dict(_ours())
    theirs = [(entry, _as_known(entry, forms)) for entry in entries]
    facts = {known.key: known for _, known in theirs}
    forms |= {form: evolve(facts[ours.key], sort=ours.sort) for form, ours in forms.items() if ours.key in facts}
    for entry, known in theirs:
        for form in (plain_of(form).text for form in entry.forms):
            before = _ours().get(form)
            forms[form] = evolve(known, sort=before.sort) if before is not None and before.key == known.key else known
    return _by_first_run(forms.items())


@cache
def _ours() -> dict[str, Known]:
    """What our tables know, by its plain form; of equal forms the first counts."""
    found: dict[str, Known] = {}
    for form, known in _all_known():
        found.setdefault(plain_of(form).text, known)
    return found


def _by_first_run(forms: Iterable[tuple[str, Known]]) -> Forms:
    table: dict[str, list[tuple[str, Known]]] = {}
    for form, known in forms:
        run = _RUN.search(form)
        for key in (run.group(), f"*{run.group().lower()}") if run is not None else ():
            table.setdefault(key, []).append((form, known))
    return {run: tuple(sorted(found, key=lambda item: -len(item[0]))) for run, found in table.items()}


def _as_known(entry: Entry, ours: Mapping[str, Known]) -> Known:
    """What an entry's forms stand for, with our facts where the entry has none."""
    new = Known(key=f"gazetteer:{entry.id}", name=entry.name, sort="name")
    named = (ours.get(plain_of(form).text) for form in entry.forms)
    same = next((known for known in named if known is not None and _is_same(entry, known)), new)
    return evolve(
        new,
        key=same.key,
        kind=entry.kind,
        country=entry.country or same.country,
        sector=entry.sector or same.sector,
        wikidata=entry.wikidata or same.wikidata,
        gazetteer_id=entry.id,
    )


def _is_same(entry: Entry, known: Known) -> bool:
    """Whether an actor of ours whose form the entry has is the entry's: no other country's, nor a state for a body."""
    if known.sort not in ("name", "short", "building") or entry.kind == ActorKind.PERSON:
        return False
    states = (entry.kind == ActorKind.STATE, known.kind == ActorKind.STATE)
    return states in ((True, True), (False, False)) and entry.country in (None, known.country)


def _all_known() -> Iterator[tuple[str, Known]]:
    for name in other_names():
        yield name, Known(key="", name=name, sort="nothing")
    yield from _of_file("metonyms", "known")
    yield from _of_file("organisations", "known")
    yield from _of_file("lands", "land")
    yield from _shared()
    for form in all_forms():
        if form.sort == "region":
            yield form.text, Known(key=f"region:{form.text}", name=form.text, sort="region", country=form.country)
        else:
            yield form.text, _state(form.country, form.sort)


def _state(country: str, sort: str) -> Known:
    """A state by a form of that sort."""
    return Known(
        key=f"state:{country}",
        name=usual_name(country),
        sort=sort,
        country=country,
        wikidata=wikidata_ids().get(country),
    )


def _shared() -> Iterator[tuple[str, Known]]:
    """Forms that several states share; one that no single state has by itself is read only where one is named."""
    states: dict[str, list[str]] = {}
    for line in country_forms():
        if line.sort == "shared":
            for text in line.forms:
                states.setdefault(text, []).append(line.alpha_3)
    own = {form.text: form.sort for form in all_forms()}
    for text, countries in states.items():
        readings = tuple(_state(country, own.get(text, "demonym")) for country in countries)
        needed = "" if text in own else "if-named"
        yield text, Known(key=needed, name=text, sort="shared", readings=readings)


def _of_file(file: str, kept_as: str) -> Iterator[tuple[str, Known]]:
    """The bodies or parts of states that a file lists, under all their names."""
    for line in listed(file):
        known = Known(
            key=f"{kept_as}:{line.name}",
            name=line.name,
            sort="building" if line.place == "yes" else "name",
            kind=line.kind,
            country=line.country,
            sector=line.sector,
            wikidata=wikidata_ids().get(line.name),
        )
        for form in (line.name, *line.aliases):
            yield form, evolve(known, shared=() if form.split()[0] in _own_marks() else line.shared)
        modifier = "demonym" if line.kind is ActorKind.STATE else "adjective"
        for sort, forms in (("capital", line.places), (modifier, line.adjectives)):
            yield from ((form, evolve(known, sort=sort)) for form in forms)


@cache
def _own_marks() -> frozenset[str]:
    """What stands before a body's name and says whose it is: "U.S." in "U.S. Congress", "California"."""
    return frozenset(form.text for form in all_forms() if form.sort in ("name", "short", "demonym", "region"))
