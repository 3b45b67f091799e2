"""In which state an article is at home: whose parliament "parliament" is where no word says so.

News names the state once, as a rule in the lead, and leaves it out afterwards: "Guinea will vote again. Opposition
leader NAME ...". Only what shows the state as the one that acts or where things happen counts; a state that is visited,
accused or talked to is another's affair.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import frozen

from diplomacy_nlp import ActorKind, Annotation, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import marked
from diplomacy_nlp.toolkit.turns import Turn

from .heading import heading, is_statement, lines_of
from .names import Name, is_ethnic
from .offices import title_ending_at
from .places import is_struck
from .spelling import folded
from .tables import cities, word_class

__all__ = ["Home", "Place", "dateline", "find_home", "find_places", "is_main", "is_of_dateline", "place_before"]

_LEAD = 2  # sentences in which a state is named at first
_PARTS = {"nmod", "amod", "compound", "conj", "appos", "flat", "det", "dep"}
_OWNING = {"", "of", "in", "'s", "’s"}  # what stands with a name that is part of a phrase, and no counterpart in it
_DATELINE = re.compile(
    r"\s*(?:[A-ZÀ-Þ][A-ZÀ-Þ'’.-]+(?:[ ,][^—–\n]{0,60}?)?|[A-ZÀ-Þ][^—–\n.]{2,40}\([A-Z][A-Za-z/ ]{1,30}\))"
    r"\s(?:—|–|--|-)\s"
    r"|[A-ZÀ-Þ][\w'’ .-]{2,30}, (?:\d{1,2} [A-Z][a-z]{2,8}|[A-Z][a-z]{2,8} \d{1,2})(?:,? \d{4})?\s*$"
    r"|[A-ZÀ-Þ][A-ZÀ-Þ'’ -]{2,30}(?:, (?:\d{1,2} [A-Z][A-Za-z]{2,8}|[A-Z][A-Za-z]{2,8} \d{1,2}):|\.)\s(?=[A-Z“\"])"
    r"|[A-Z][a-z]{2,8} \d{1,2},? \d{4} (?:–|—|-) [A-ZÀ-Þ][\w'’ ,.-]{2,40} (?:–|—|-)\s",
    re.MULTILINE,
)
# what a headline in capitals is not: a place with no more than its state, a date and an agency after it
_PLACE = re.compile(
    r"\s*(?P<place>(?P<city>[A-ZÀ-Þ][A-ZÀ-Þ'’.-]+(?: [A-ZÀ-Þ][A-ZÀ-Þ'’.-]+){0,2})"
    r"(?:, (?!\w+\.? \d)[A-Z][\w.]+(?: [A-Z][\w.]+)?)?)"
    r"(?:,? [A-Z][A-Za-z]{2,8}\.? \d{1,2}(?:,? \d{4})?)?(?: ?\([^()\n]{2,40}\)| ?/[A-Z-]+/\.)?\s*(?:—|–|--|-|:|\.)\s*"
)
_LINE = re.compile(r"^", re.MULTILINE)
_HEAD = 1200  # characters in which a dateline may stand, after a headline and a summary
_SHORT = 3  # sentences that need not be about the state that they name once
_MOST = 3
_FIRST_LINES = 3  # of a statement: its title, and who says it
_HEADING = 9  # lines that a heading has at most


@frozen
class Home:
    """The state of an article, as alpha-3.

    Args:
        country: its code.
        alone: whether the article names no other state, so that people without any office are its too.
    """

    country: str
    alone: bool


def find_home(text: str, annotation: Annotation, known: Sequence[Name], said: Sequence[Turn]) -> Home | None:
    """The state where an article is at home; None where it shows none or several.

    Args:
        text: of the article.
        annotation: its parse.
        known: the known names in it.
        said: its turns, if it is a transcript.
    """
    names = [n for n in known if n.known.country is not None and n.known.kind == ActorKind.STATE]
    line = dateline(text)
    country = _of_author(text, annotation, known, said)
    country = country or _of_lead(annotation, known, names, line.end if line else 0)
    if country is None and line is not None:  # a headline may say what the lead leaves out
        country = _of_lead(annotation, known, names, 0)
    country = country or _most_named(known)
    if country is None and line is not None:  # better than nothing: where the reporter sat
        country = next((n.known.country for n in names if line.contains(n.span)), None)
    return Home(country, _only(n.known.country for n in names) == country) if country is not None else None


def _of_author(text: str, annotation: Annotation, known: Sequence[Name], said: Sequence[Turn]) -> str | None:
    """The state whose statement or briefing a text is: by its heading, else the one that alone acts in it.

    In the heading the capital tells ("Oslo, 3 May"), or a ministry or office. None for a text that is nobody's own.
    """
    is_briefing = bool(said)
    if not is_briefing and not is_statement(text, annotation):
        return None
    told = _of_heading(annotation, known, lines_of(text))
    if told is not None or is_briefing:
        return told
    acting = (n.known.country for n in known if n.known.kind is ActorKind.STATE and n.head.relation == "nsubj")
    return _leading(Counter(country for country in acting if country is not None), 2)


def _of_heading(annotation: Annotation, known: Sequence[Name], lines: Sequence[Span]) -> str | None:
    """The state of the capital, ministry or office that a statement opens with."""
    head = heading(annotation, lines, most=_HEADING)
    seats = (
        n.known.country for n in known if n.known.sort == "capital" and any(line.contains(n.span) for line in head)
    )
    end = lines[min(_FIRST_LINES, len(lines)) - 1].end if lines else 0
    bodies = (n.known.country for n in known if n.known.kind is ActorKind.GOVERNMENT and n.span.start < end)
    named = {n.known.country for n in known}
    words = annotation.words_in(Span(0, end))
    found = (title_ending_at(annotation.sentence_of(word).words, word.id - 1) for word in words)
    offices = (c[1].countries[0] for c in found if c is not None and c[1].countries)
    return next(seats, None) or next(filter(None, bodies), None) or next((c for c in offices if c in named), None)


def _of_lead(annotation: Annotation, known: Sequence[Name], states: Sequence[Name], end: int) -> str | None:
    """The state that alone acts in the first sentence with a state in it, else the only one that an article names.

    Args:
        states: names of states in the whole article.
        end: where the dateline ends; 0 for none, and to ask the headline too.
    """
    bodies = [n for n in known if n.known.kind is ActorKind.GOVERNMENT and not n.known.shared and n.span.start >= end]
    told = [n for n in (*states, *bodies) if n.span.start >= end]
    begin = next((at for at, sentence in enumerate(annotation.sentences) if sentence.span.end > end), 0)
    first = min((n.head.sentence for n in told), default=begin)
    lead = [n for n in told if n.head.sentence == (first if first < begin + _LEAD else begin)]
    scenes = (n.known.country for n in lead if n.known.kind is ActorKind.STATE and _is_scene(annotation, n.head))
    country = _only(_subjects(annotation, lead)) or _only(scenes)
    if country is None and len(annotation.sentences) > _SHORT:
        return _only(n.known.country for n in states)
    return country


def _most_named(known: Sequence[Name]) -> str | None:
    """The state that most names are of, those of its capital, people, ministries and parties among them.

    An article from Washington names the White House, Republicans and Ohio, and seldom the United States.
    """
    return _leading(Counter(n.known.country for n in known if n.known.country and not n.known.shared), _MOST)


def _leading(counts: Counter[str], least: int) -> str | None:
    """What was counted so often at least, and twice as often as anything else."""
    (first, most), (_, second) = (*counts.most_common(2), ("", 0), ("", 0))[:2]
    return first if most >= least and most >= 2 * second else None


def _only(countries: Iterable[str | None]) -> str | None:
    """The one country among them; None where there is none or where they are several."""
    found = {country for country in countries if country is not None}
    return found.pop() if len(found) == 1 else None


def _subjects(annotation: Annotation, names: Iterable[Name]) -> Iterator[str]:
    """States that are, or own, the subject of the main clause."""
    for name in names:
        at = _top(annotation, name.head)
        verb = annotation.parent(at)
        guest = verb is not None and verb.lemma.lower() == "visit"  # told by the host as well
        acts = at.relation == "nsubj" and is_main(annotation, verb) and not guest
        if acts and name.known.country and not is_ethnic(annotation, name):
            yield name.known.country


def is_main(annotation: Annotation, verb: Word | None) -> bool:
    """Whether a clause is the main one of its sentence, or what the main one says: "... agreed, mediators said"."""
    if verb is None or verb.relation == "root":
        return verb is not None
    above = annotation.parent(verb)
    # but not what somebody says: "officials said Chad would pay"
    told = verb.relation == "parataxis" or (verb.relation == "ccomp" and above is not None and verb.id < above.id)
    return told and above is not None and above.relation == "root"


def _top(annotation: Annotation, word: Word) -> Word:
    """The head of the phrase that a name is part of: "rebels" for "Chad" in "rebels in the north of Chad"."""
    at = word
    for above in annotation.ancestors(word):
        based = at.relation == "obl" and above.lemma.lower() == "base"
        if at.relation == "nmod" and marked(annotation, at) not in _OWNING:
            break
        if at.relation not in _PARTS and not based and not (at.relation == "acl" and at.lemma.lower() == "base"):
            break
        at = above
    return at


def dateline(text: str) -> Span | None:
    """Where "QUITO, May 3 (Agency) —" stands, at the head of the article or under its headline; None for none."""
    for line in _LINE.finditer(text, 0, _HEAD):
        match = _DATELINE.match(text, line.start())
        if match is not None:
            return Span(match.start(), match.end())
    return None


def is_of_dateline(text: str, known: Sequence[Name]) -> Callable[[Name], bool]:
    """Whether a name is only the place of the dateline: "QUITO", "KIEV, Ukraine", "UNITED NATIONS"."""
    line = dateline(text)
    match = _PLACE.fullmatch(text, line.start, line.end) if line is not None else None
    if match is None:  # a headline, or none
        return lambda name: False
    place, end = Span(*match.span("place")), match.end("city")
    seats = (n.known for n in known if (n.span.start, n.span.end) == (place.start, end))
    sat = any(seat.sort == "capital" or seat.key == "known:United Nations" for seat in seats)
    return lambda name: sat and place.contains(name.span)


def _is_scene(annotation: Annotation, word: Word) -> bool:
    above = annotation.parent(word)
    if above is None or marked(annotation, word) not in word_class("within"):
        return False
    met = word_class("meeting") | word_class("going")
    from_afar = any(far.lemma.lower() in word_class("commenting") for far in annotation.ancestors(word))
    return above.lemma.lower() not in met and not from_afar


def place_before(annotation: Annotation, word: Word, places: Iterable[Place]) -> str | None:
    """The state that stands at the head of a sentence before a word: "In Tunis, opposition leader NAME ..."."""
    for place in places:
        fronted = place.head.id <= _FRONT and (place.head.sentence, place.head.id) < (word.sentence, word.id)
        if fronted and marked(annotation, place.head) in word_class("within"):
            return place.country
    return None


_FRONT = 5  # a phrase that opens a sentence has its place among the first words


@frozen
class Place:
    """A place in the text where a state, or a part or a city of one, is named, by its head word."""

    head: Word
    country: str
    is_part: bool
    is_capital: bool = False


def find_places(text: str, annotation: Annotation, known: Iterable[Name]) -> Iterator[Place]:
    """The states that a text names, and the cities that lie in one, in no order."""
    taken: set[tuple[int, int]] = set()
    for name in known:
        taken.update((word.sentence, word.id) for word in name.words)
        if name.known.country is not None:
            sort = name.known.sort
            yield Place(name.head, name.known.country, sort == "region", sort == "capital")
    for entity in annotation.entities:
        country = cities().get(folded(text[entity.span.start : entity.span.end]))
        head = annotation.head_in(entity.span) if country is not None else None
        if head is None or not (entity.type == "LOC" or is_struck(annotation, head)):
            continue
        if country is not None and (head.sentence, head.id) not in taken:
            yield Place(head, country, True)
