"""Which proposals of several articles are one course of action.

Articles are read in the order of time. For each proposal an index names a few threads (one course of action each, as
far as it is known) that share a rare word, or a word and a side; a small logistic model, fitted by
`training/stories/fit.py`, says how likely it belongs to each. An article's proposals go to threads one to one, the
likeliest first: two proposals of one article are two. Lists in the index are bounded, so that the cost grows in step
with the number of proposals.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from attrs import Factory, define, field, frozen

from diplomacy_nlp import ProposalKind
from diplomacy_nlp.toolkit.lexicon import packaged, read_lexicon

from .matters import numbers_of, roots_of
from .same_actors import Cast
from .sightings import Report

__all__ = ["FEATURES", "Case", "Commonness", "cases_of", "features", "same_proposals", "weights"]

FEATURES = (
    *("always", "content", "around", "rarest", "proposers", "proposing sides", "other proposers"),
    *("asked sides", "others asked", "turned round", "kind", "numbers", "other numbers", "days", "company"),
)
"""What the model sees of two proposals, in the order of its weights."""

_KEYS = 8  # content words by which a thread is looked up, the rarest first
_SIDES = 4
_POSTING = 30  # threads that an entry of the index keeps, the latest
_CANDIDATES = 12
_MEMBERS = 6  # of a thread that a proposal is compared with: the first and the latest
_MANY_DAYS = 5.0  # log(1 + 150 days)
_SURE = 0.5


@frozen
class Case:
    """A proposal of an article, ready for comparison.

    Args:
        place: of its report; `number`: its own place there.
        proposers, asked: entities of the cast; `proposing`, `asked_sides`: their states, else those they act for.
        content, around: roots of words, with how often they stand there.
        company: who and which states stand in the article.
    """

    place: int
    number: int
    day: int | None
    kind: ProposalKind
    proposers: frozenset[int]
    proposing: frozenset[str]
    asked_sides: frozenset[str]
    content: Mapping[str, int]
    around: Mapping[str, int]
    numbers: frozenset[str]
    company: frozenset[int]


def cases_of(reports: Sequence[Report], cast: Cast) -> Iterator[Case]:
    """All proposals, report after report."""
    for place, report in enumerate(reports):
        numbers = cast.numbers[place]
        sides = {actor.evidence.item: _sides(actor.evidence.item, place, reports, cast) for actor in report.actors}
        company = frozenset(numbers.values())
        for number, proposal in enumerate(report.proposals):
            yield Case(
                place=place,
                number=number,
                day=report.date,
                kind=proposal.kind,
                proposers=frozenset(numbers[one] for one in proposal.proposers if one in numbers),
                proposing=frozenset(side for one in proposal.proposers for side in sides.get(one, ())),
                asked_sides=frozenset(side for one in proposal.asked for side in sides.get(one, ())),
                content=roots_of(proposal.content),
                around=roots_of(proposal.around),
                numbers=numbers_of(proposal.content),
                company=company,
            )


def _sides(item: str, place: int, reports: Sequence[Report], cast: Cast) -> tuple[str, ...]:
    """An actor's state; of what has none, itself and whom it acts for."""
    actor = next(actor for actor in reports[place].actors if actor.evidence.item == item)
    number = cast.numbers[place][item]
    country = actor.country or cast.entities[number].country
    if country:
        return (country,)
    above = cast.numbers[place].get(actor.principal or "")
    return (f"#{number}",) if above is None else (f"#{number}", f"#{above}")


@define
class Commonness:
    """In how many proposals each root stands, so that rare ones count for more."""

    proposals: int = 0
    counts: Counter[str] = Factory(Counter)

    def add(self, case: Case) -> None:
        """Counts the roots of a proposal."""
        self.proposals += 1
        self.counts.update(case.content.keys() | case.around.keys())

    def weight(self, word: str) -> float:
        """The weight of a root: 1 for the rarest, near 0 for those of every proposal."""
        return math.log((self.proposals + 2) / (self.counts[word] + 1)) / math.log(self.proposals + 2)


def features(one: Case, other: Case, common: Commonness) -> tuple[float, ...]:
    """What the model sees of two proposals, by `FEATURES`; the order of the two is of no account."""
    shared = one.content.keys() & other.content.keys()
    sides = bool(one.proposing & other.proposing)
    days = 0.0 if one.day is None or other.day is None else math.log1p(abs(one.day - other.day)) / _MANY_DAYS
    smaller = max(min(len(one.company), len(other.company)), 1)
    return (
        1.0,
        _cosine(one.content, other.content, common),
        _cosine(one.around, other.around, common),
        max((common.weight(word) for word in shared), default=0.0),
        float(bool(one.proposers & other.proposers)),
        float(sides and not one.proposers & other.proposers),
        float(bool(one.proposing and other.proposing) and not sides),
        float(bool(one.asked_sides & other.asked_sides)),
        float(bool(one.asked_sides and other.asked_sides) and not one.asked_sides & other.asked_sides),
        float(bool(one.proposing & other.asked_sides and other.proposing & one.asked_sides and not sides)),
        float(one.kind is other.kind),
        float(bool(one.numbers & other.numbers)),
        float(bool(one.numbers and other.numbers) and not one.numbers & other.numbers),
        days,
        len(one.company & other.company) / smaller,
    )


def _cosine(one: Mapping[str, int], other: Mapping[str, int], common: Commonness) -> float:
    if len(one) > len(other):
        one, other = other, one
    dot = sum(count * other[word] * common.weight(word) ** 2 for word, count in one.items() if word in other)
    return dot / math.sqrt(_square(one, common) * _square(other, common)) if dot else 0.0


def _square(words: Mapping[str, int], common: Commonness) -> float:
    return sum((count * common.weight(word)) ** 2 for word, count in words.items())


@frozen
class _WeightLine:
    feature: str
    weight: float = field(converter=float)



@cache
def weights() -> tuple[float, ...]:
    """The fitted weights, by `FEATURES`."""
    lines = read_lexicon(packaged("diplomacy_nlp_corpus", "lexicons/same_proposal.tsv"), _WeightLine)
    found = {line.feature: line.weight for line in lines}
    return tuple(found[name] for name in FEATURES)


@define(eq=False)
class _Thread:
    number: int
    members: list[Case]

    def likeness(self, case: Case, common: Commonness, by: Sequence[float]) -> float:
        """How likely a proposal is this course of action, by the member that is most like it."""
        compared = [self.members[0], *self.members[1:][-_MEMBERS:]]
        return max(probability(features(member, case, common), by) for member in compared)


def probability(seen: Sequence[float], by: Sequence[float]) -> float:
    """The model: how likely two proposals with these features are one."""
    total = sum(weight * value for weight, value in zip(by, seen, strict=True))
    return 1 / (1 + math.exp(-max(min(total, 50.0), -50.0)))


def same_proposals(
    cases: Iterable[Case], *, by: Sequence[float] | None = None, sure: float = _SURE
) -> list[list[Case]]:
    """Proposals in groups, one for each course of action; groups and members in the order of time.

    Args:
        by: weights other than the fitted ones.
        sure: from which probability two proposals are one.
    """
    by = weights() if by is None else by
    common = Commonness()
    articles: defaultdict[int, list[Case]] = defaultdict(list)
    for case in cases:
        common.add(case)
        articles[case.place].append(case)
    late = 10**9
    ordered = sorted(articles.values(), key=lambda found: (late if found[0].day is None else found[0].day, found[0].place))
    index = _Index(common)
    for found in ordered:
        _place(found, index, by, sure)
    return [thread.members for thread in index.threads]


def _place(found: Sequence[Case], index: _Index, by: Sequence[float], sure: float) -> None:
    """Hands an article's proposals to threads, the likeliest pair first; those without one begin their own."""
    pairs = [
        (thread.likeness(case, index.common, by), -thread.number, case.number, case, thread)
        for case in found
        for thread in index.candidates(case)
    ]
    taken: set[int] = set()
    placed: set[int] = set()
    for likely, _, _, case, thread in sorted(pairs, key=lambda pair: pair[:3], reverse=True):
        if likely >= sure and case.number not in placed and thread.number not in taken:
            placed.add(case.number)
            taken.add(thread.number)
            index.add(case, thread)
    for case in found:
        if case.number not in placed:
            index.add(case, None)


class _Index:
    """Threads by the rare words of their members."""

    def __init__(self, common: Commonness) -> None:
        self.common = common
        self.threads: list[_Thread] = []
        self._postings: defaultdict[tuple[str, str], dict[int, None]] = defaultdict(dict)

    def add(self, case: Case, thread: _Thread | None) -> None:
        """Puts a proposal into a thread; into a new one where none is given."""
        if thread is None:
            thread = _Thread(len(self.threads), [])
            self.threads.append(thread)
        thread.members.append(case)
        for key in self._keys(case):
            posting = self._postings[key]
            posting.pop(thread.number, None)  # the latest stand last
            posting[thread.number] = None
            if len(posting) > _POSTING:
                del posting[next(iter(posting))]

    def candidates(self, case: Case) -> list[_Thread]:
        """The threads that share most with a proposal, no more than a dozen."""
        votes: Counter[int] = Counter()
        for key in self._keys(case):
            weight = self.common.weight(key[1])
            for number in self._postings.get(key, ()):
                votes[number] += weight  # type: ignore[assignment]  # a Counter counts in fractions as well
        best = sorted(votes, key=lambda number: (-votes[number], -number))[:_CANDIDATES]
        return [self.threads[number] for number in best]

    def _keys(self, case: Case) -> Iterator[tuple[str, str]]:
        words = sorted(case.content or case.around, key=lambda word: (-self.common.weight(word), word))[:_KEYS]
        sides = sorted(case.proposing)[:_SIDES]
        for word in words:
            yield "", word
            for side in sides:
                yield side, word
        asked = sorted(case.asked_sides)[:_SIDES]
        for one in sides:
            for other in asked:
                yield one, f"to {other}"
