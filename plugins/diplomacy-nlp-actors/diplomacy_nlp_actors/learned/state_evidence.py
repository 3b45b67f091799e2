"""What an article says of each state that it speaks of, and where: what `likely_state` weighs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from diplomacy_nlp import ActorKind, Annotation
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import marked

from ..cast import Cast
from ..heading import heading, lines_of
from ..home import Home, Place, dateline
from ..names import Name
from ..tables import word_class

__all__ = ["Evidence", "Facts", "Setting", "Spot", "present"]

Facts = list[tuple[str, float]]
"""Names of facts with numbers, mostly 1."""

_MOST_STATES = 10  # that are weighed: the most named
_HEADING = 9  # lines that a heading has at most
_NOBODIES = (ActorKind.STATE, ActorKind.PERSON)
_QUOTE = re.compile('[“„«][^”“»]*[”“»]|"[^"]*"')


@frozen
class Spot:
    """A place in the text that speaks of a state, of a city of one, or of somebody of one.

    Args:
        head: the head word of what is said there.
        country: the state's code.
        what: "state", "city" or "actor".
        role: the head's relation, with the preposition before it.
        says: whether it is the subject of a verb of speech.
    """

    head: Word
    country: str
    what: str
    role: str
    says: bool

    @property
    def offset(self) -> int:
        """Where it begins."""
        return self.head.span.start


@frozen(kw_only=True)
class Setting:
    """An article, what is known of it before anything is guessed, and the places that it names.

    Args:
        cast: its actors, none of them with a guessed country.
        known: the names in it that the tables know.
        places: where it names states and cities.
        home: where it is at home.
        prevailing: the state that it is plainly about.
        paragraphs: the number of the paragraph of each sentence.
    """

    text: str
    annotation: Annotation
    cast: Cast
    known: Sequence[Name]
    places: Sequence[Place]
    home: Home | None
    prevailing: str | None
    paragraphs: Sequence[int]


@frozen(kw_only=True)
class Evidence:
    """What an article says of its states before anything is guessed.

    Args:
        annotation: its parse.
        states: those that may be somebody's, the most named first.
        facts: of each of them, whoever is asked about.
        facts_of_none: of an article, as far as they speak for nobody's being of any.
        spots: where it speaks of states, in its order.
        in_sentence, in_paragraph: the spots of each, by its number.
        paragraphs: the number of the paragraph of each sentence.
        quotes: where quotation marks open and close, in turn.
    """

    annotation: Annotation
    states: tuple[str, ...]
    facts: Mapping[str, Facts]
    facts_of_none: Facts
    spots: Sequence[Spot]
    in_sentence: Mapping[int, Sequence[Spot]]
    in_paragraph: Mapping[int, Sequence[Spot]]
    paragraphs: Sequence[int]
    quotes: Sequence[int]

    @classmethod
    def of(cls, setting: Setting) -> Evidence:
        """The evidence of an article."""
        home, prevailing = setting.home, setting.prevailing
        spots = sorted(_spots(setting), key=lambda spot: spot.offset)
        counts = Counter(spot.country for spot in spots)
        if home is not None:
            counts[home.country] += 1
        states = tuple(state for state, _ in counts.most_common(_MOST_STATES))
        in_sentence: dict[int, list[Spot]] = {}
        in_paragraph: dict[int, list[Spot]] = {}
        for spot in spots:
            in_sentence.setdefault(spot.head.sentence, []).append(spot)
            in_paragraph.setdefault(setting.paragraphs[spot.head.sentence], []).append(spot)
        counted, parts, opening = _counted(setting, spots), _parts(setting, spots), spots[0].country if spots else None
        return cls(
            annotation=setting.annotation,
            states=states,
            facts={
                state: present(
                    [
                        *_shares(counted, state),
                        *_where(parts, state),
                        ("opens", state == opening),
                        *_of_home(setting, state, states),
                    ]
                )
                for state in states
            },
            facts_of_none=present(
                [
                    ("none: share of the most named", max(counts.values(), default=0) / max(counts.total(), 1)),
                    ("none: states", float(len(counts))),
                    ("none: no home", home is None),
                    ("none: nothing prevails", prevailing is None),
                    ("none: one state", len(counts) == 1),
                ]
            ),
            spots=spots,
            in_sentence=in_sentence,
            in_paragraph=in_paragraph,
            paragraphs=setting.paragraphs,
            quotes=[at for quote in _QUOTE.finditer(setting.text) for at in quote.span()],
        )

    def is_quoted(self, offset: int) -> bool:
        """Whether a place in the text stands in quotation marks."""
        return bisect_right(self.quotes, offset) % 2 == 1


def present(facts: Iterable[tuple[str, float]]) -> Facts:
    """The facts that hold: those whose number is not 0."""
    return [(fact, float(value)) for fact, value in facts if value]


def _spots(setting: Setting) -> Iterator[Spot]:
    annotation = setting.annotation
    for place in setting.places:
        yield _spot(annotation, place.head, place.country, "city" if place.is_part else "state")
    taken = {(place.head.sentence, place.head.id) for place in setting.places}
    for sighting in setting.cast.sightings:
        country, head = sighting.draft.country, sighting.head
        if country is not None and (head.sentence, head.id) not in taken:
            is_state = sighting.draft.kind is ActorKind.STATE
            yield _spot(annotation, head, country, "state" if is_state else "actor")


def _spot(annotation: Annotation, head: Word, country: str, what: str) -> Spot:
    role = f"{head.relation} {marked(annotation, head)}" if head.relation in ("nmod", "obl") else head.relation
    above = annotation.parent(head) if head.relation == "nsubj" else None
    says = above is not None and above.lemma.lower() in word_class("saying")
    return Spot(head, country, what, role.strip(), says)


def _of_home(setting: Setting, state: str, states: Collection[str]) -> Iterator[tuple[str, float]]:
    """What the rules think of the whole article."""
    home, prevailing = setting.home, setting.prevailing
    if home is not None:
        yield ("home" if home.country == state else "another is home"), 1.0
        yield "plain", home.country == state == prevailing
    if prevailing is not None:
        yield ("prevails" if prevailing == state else "another prevails"), 1.0
    yield "alone", len(states) == 1


def _counted(setting: Setting, spots: Sequence[Spot]) -> Mapping[str, Counter[str]]:
    """How much of an article is about each state, by several counts."""
    own = [name.known for name in setting.known if not name.known.shared]
    named = [(known.country, known.kind) for known in own if known.country is not None]
    sentences = {(spot.country, spot.head.sentence) for spot in spots}
    people = [d.country for d in setting.cast if d.mentions and d.country and d.kind is not ActorKind.STATE]
    return {
        "names": Counter(country for country, _ in named),
        "bodies": Counter(country for country, kind in named if kind not in _NOBODIES),
        "cities": Counter(spot.country for spot in spots if spot.what == "city"),
        "actors": Counter(people),
        "subjects": Counter(spot.country for spot in spots if spot.head.relation == "nsubj"),
        "sentences": Counter(country for country, _ in sentences),
    }


def _shares(counted: Mapping[str, Counter[str]], state: str) -> Iterator[tuple[str, float]]:
    """What the counts say of a state."""
    for what, counts in counted.items():
        count = counts[state]
        if count:
            yield f"share of {what}", count / counts.total()
            yield f"some {what}", 1.0
            yield f"most {what}", count == max(counts.values())
            yield f"several {what}", count > 2


def _parts(setting: Setting, spots: Sequence[Spot]) -> Mapping[str, Collection[str]]:
    """The states that the parts of an article speak of."""
    text, annotation = setting.text, setting.annotation
    lines = lines_of(text)
    first = lines[0].end if lines else 0
    line = dateline(text)
    begin = max(first, line.end if line is not None else 0)
    lead = next((s.span.end for s in annotation.sentences if s.span.end > begin), first)
    head = heading(annotation, lines, most=_HEADING)
    parts = {
        "headline": (0, first),
        "heading": (0, head[-1].end if head else 0),
        "dateline": (line.start, line.end) if line is not None else (0, 0),
        "lead": (first, lead),
        "last line": (lines[-1].start if lines else 0, len(text)),
    }
    return {part: {s.country for s in spots if start <= s.offset < end} for part, (start, end) in parts.items()}


def _where(parts: Mapping[str, Collection[str]], state: str) -> Iterator[tuple[str, float]]:
    """In which parts of an article a state is spoken of."""
    for part, states in parts.items():
        if state in states:
            yield part, 1.0
            yield f"{part}, alone", len(states) == 1
