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
from .sightings import ActorSighting, Report

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
_FEW = 0.4  # of the actors of the article that has fewer
_HARDLY_ANY = 2  # the state itself, and somebody of it
_MEMBERS = 6  # of a thread that a proposal is compared with: the first and the latest
_MANY_DAYS = 5.0  # log(1 + 150 days)
_SURE = 0.45  # as families that the weights have not seen score best: see training/stories/fit.py


@frozen
class Case:
    """A proposal of an article, ready for comparison.

    Args:
        place: of its report; `number`: its own place there.
        proposers, asked: entities of the cast; `proposing`, `asked_sides`: their states, else those they act for.
        content, around: roots of words, with how often they stand there.
        company: who stands in the article; `states`: which states, by themselves or by who is of them.
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
    states: frozenset[str]


def cases_of(reports: Sequence[Report], cast: Cast) -> Iterator[Case]:
    """All proposals, report after report."""
    for place, report in enumerate(reports):
        numbers = cast.numbers[place]
        sides = {actor.evidence.item: _sides(actor, numbers, cast) for actor in report.actors}
        company = frozenset(numbers.values())
        states = frozenset(actor.country for actor in report.actors if actor.country)
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
                states=states,
            )


def _sides(actor: ActorSighting, numbers: Mapping[str, int], cast: Cast) -> tuple[str, ...]:
    """An actor's state; of what has none, itself and whom it acts for."""
    number = numbers[actor.evidence.item]
    country = actor.country or cast.entities[number].country
    if country:
        return (country,)
    above = numbers.get(actor.principal or "")
    return (f"#{number}",) if above is None else (f"#{number}", f"#{above}")


class Commonness:
    """In how many proposals each root stands, so that rare ones count for more.

    Args:
        cases: all proposals of the corpus.
    """

    def __init__(self, cases: Iterable[Case]) -> None:
        counts: Counter[str] = Counter()
        number = 2
        for case in cases:
            number += 1
            counts.update(case.content.keys() | case.around.keys())
        scale = math.log(number)
        self._weights = {word: math.log(number / (count + 1)) / scale for word, count in counts.items()}

    def weight(self, word: str) -> float:
        """The weight of a root: near 1 for the rarest, near 0 for those of every proposal."""
        return self._weights.get(word, 1.0)

    def weigh(self, case: Case) -> Weighed:
        """A proposal with the lengths of its vectors of words."""
        return Weighed(case, self._length(case.content), self._length(case.around))

    def _length(self, words: Mapping[str, int]) -> float:
        return math.sqrt(sum((count * self.weight(word)) ** 2 for word, count in words.items()))

    def dot(self, one: Mapping[str, int], other: Mapping[str, int]) -> float:
        """The product of two vectors of words."""
        return sum(one[word] * other[word] * self.weight(word) ** 2 for word in one.keys() & other.keys())


@frozen(eq=False)
class Weighed:
    """A proposal, and the lengths of its vectors of words, which are the same in each comparison."""

    case: Case
    content: float
    around: float


def features(first: Weighed, second: Weighed, common: Commonness) -> tuple[float, ...]:
    """What the model sees of two proposals, by `FEATURES`; the order of the two is of no account."""
    one, other = first.case, second.case
    shared = one.content.keys() & other.content.keys()
    sides = bool(one.proposing & other.proposing)
    days = 0.0 if one.day is None or other.day is None else math.log1p(abs(one.day - other.day)) / _MANY_DAYS
    smaller = max(min(len(one.company), len(other.company)), 1)
    return (
        1.0,
        common.dot(one.content, other.content) / (first.content * second.content or 1.0),
        common.dot(one.around, other.around) / (first.around * second.around or 1.0),
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


def are_of_other_parties(one: Case, other: Case) -> bool:
    """Whether two proposals are between different parties, and so two, however much alike they are put.

    So it is where one says nothing of the matter ("the plan") and no proposer is shared; where the parties of both are
    known and none is shared, in articles of mostly different actors; and where
    the articles share one state alone, each names others, and hardly anybody is in both: a state may offer two others
    the same, or be offered the same by two.
    """
    if not (one.content and other.content) and not one.proposers & other.proposers:
        return True
    parties, others = one.proposing | one.asked_sides, other.proposing | other.asked_sides
    company = len(one.company & other.company)
    smaller = max(min(len(one.company), len(other.company)), 1)
    if parties and others and not parties & others and company < _FEW * smaller:
        return True
    shared = one.states & other.states
    return len(shared) <= 1 and bool(one.states - shared and other.states - shared) and company <= _HARDLY_ANY


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
    members: list[Case] = Factory(list)
    compared: list[Weighed] = Factory(list)

    def add(self, weighed: Weighed) -> None:
        self.members.append(weighed.case)
        if len(self.compared) > _MEMBERS:
            del self.compared[1]
        self.compared.append(weighed)

    def likeness(self, weighed: Weighed, common: Commonness, by: Sequence[float]) -> float:
        """How likely a proposal is this course of action, by the member that is most like it."""
        return max(
            0.0
            if are_of_other_parties(member.case, weighed.case)
            else probability(features(member, weighed, common), by)
            for member in self.compared
        )


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
    articles: defaultdict[int, list[Case]] = defaultdict(list)
    for case in cases:
        articles[case.place].append(case)
    common = Commonness(case for found in articles.values() for case in found)
    late = 10**9
    ordered = sorted(
        articles.values(), key=lambda found: (late if found[0].day is None else found[0].day, found[0].place)
    )
    index = _Index(common)
    for found in ordered:
        _place(found, index, by, sure)
    return [thread.members for thread in index.threads]


def _place(found: Sequence[Case], index: _Index, by: Sequence[float], sure: float) -> None:
    """Hands an article's proposals to threads, the likeliest pair first; those without one begin their own."""
    weighed = {case.number: index.common.weigh(case) for case in found}
    pairs = [
        (thread.likeness(weighed[case.number], index.common, by), -thread.number, case.number, thread)
        for case in found
        for thread in index.candidates(case)
    ]
    taken: set[int] = set()
    placed: set[int] = set()
    for likely, _, number, thread in sorted(pairs, key=lambda pair: pair[:3], reverse=True):
        if likely >= sure and number not in placed and thread.number not in taken:
            placed.add(number)
            taken.add(thread.number)
            index.add(weighed[number], thread)
    for case in found:
        if case.number not in placed:
            index.add(weighed[case.number], None)


class _Index:
    """Threads by the rare words of their members."""

    def __init__(self, common: Commonness) -> None:
        self.common = common
        self.threads: list[_Thread] = []
        self._postings: defaultdict[tuple[str, str], dict[int, None]] = defaultdict(dict)

    def add(self, weighed: Weighed, thread: _Thread | None) -> None:
        """Puts a proposal into a thread; into a new one where none is given."""
        if thread is None:
            thread = _Thread(len(self.threads))
            self.threads.append(thread)
        thread.add(weighed)
        for key in self._keys(weighed.case):
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
