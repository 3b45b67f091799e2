"""Of which state somebody likely is of whom no word says it: a choice among the states that an article speaks of.

Rules (`context.py`) propose; here is what the network (`states.py`) is told of each state (how much the article is
about it, where it stands beside the actor, whether a rule proposes it) and of none. It answers all questions of an
article at first each for itself; then a log-linear model weighs what was likely for the other actors around. Its
weights stand in `models/states.json`. A fact weighs the same for all actors, plus what it weighs besides for those of
one sort ("officer: then: beside"). Without the network the rules' proposals are the answers.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from attrs import field, frozen

from diplomacy_nlp import ActorKind, Annotation, MentionType
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import marked
from diplomacy_nlp.toolkit.learned.judge import is_article

from ..cast import PUBLIC_SECTORS, Draft
from ..tables import nouns
from .state_evidence import Evidence, Facts, Spot, present

if TYPE_CHECKING:
    from .states import StateChoice

__all__ = [
    "LEAST",
    "Question",
    "Shares",
    "Weights",
    "answers",
    "facts_beside_others",
    "likeliest",
    "shares",
]

_Told = Iterator[tuple[str, float]]

LEAST = "least share"
"""The name of the share, among the weights, from which on a state is taken."""

Shares = Mapping[str | None, float]
"""How likely each state is, and none; they sum to one."""

_BODIES = {ActorKind.ORGANIZATION, ActorKind.GOVERNMENT, ActorKind.MEDIA, ActorKind.COMPANY, ActorKind.PARTY}
_BODIES |= {ActorKind.GROUP}
_MENTIONS = 8  # of an actor's, in whose sentences states are looked for
_DEPTH = 3  # words between a phrase's head and a name in it
_BELOW = ("nmod", "amod", "compound", "appos", "flat", "obl", "conj", "acl")
_FAR = 4  # sentences from which on distance tells no more
_SPOTS = 20  # that are looked back to
_POSSESSIVES = {"his": "their", "her": "their", "its": "their", "their": "their", "our": "our", "my": "our"}
_SURE = ("told of person", "is of several")  # rules that go by the words beside somebody
_IMPOSSIBLE = 0.001  # a share below it tells no more


@frozen(kw_only=True)
class Question:
    """An actor whose state no word gives.

    Args:
        evidence: of the article.
        draft: the actor.
        heads: the head words of its mentions, in the order of the text.
        guess: the state that a rule proposes.
        rule: the rule's name; where none proposes one, of the sort of actors that it is to the rules.
    """

    evidence: Evidence
    draft: Draft
    heads: Sequence[Word]
    guess: str | None
    rule: str

    @property
    def states(self) -> tuple[str, ...]:
        """The states that are weighed, besides none."""
        states = self.evidence.states
        return states if self.guess is None or self.guess in states else (*states, self.guess)

    @property
    def paragraph(self) -> int:
        """The number of the paragraph of its first mention."""
        return self.evidence.paragraphs[self.heads[0].sentence]

    def facts(self) -> Mapping[str | None, Facts]:
        """What speaks for and against each state, and none."""
        of_article = self.evidence.facts
        in_sentence = self.evidence.in_sentence
        sentences = {head.sentence for head in self.heads[:_MENTIONS]}
        spoken = [{spot.country for spot in in_sentence.get(sentence, ())} for sentence in sentences]
        shared, phrases = [*self._shared()], self._phrases()
        found: dict[str | None, Facts] = {}
        for state in self.states:
            with_it = sum(state in states for states in spoken)
            with_others = sum(len(states) > (state in states) for states in spoken)
            found[state] = present(
                [
                    *of_article.get(state, ()),
                    *shared,
                    *self._of_rules(state),
                    *_in_sentence(self.heads[0], in_sentence.get(self.heads[0].sentence, ()), state),
                    *self._last(state),
                    *self._in_paragraph(state),
                    *((f"{own}in its phrase: {how}", 1.0) for own, how in _owned(phrases, state)),
                    ("share of its sentences", with_it / len(spoken)),
                    ("share of its sentences with others", with_others / len(spoken)),
                ]
            )
        found[None] = present(self._facts_of_none())
        return found

    def sort(self) -> str:
        """What sort of actor it is: facts weigh more or less by it."""
        draft = self.draft
        named = MentionType.NAME in draft.mentions.values()
        official = draft.sector in PUBLIC_SECTORS
        match draft.kind:
            case ActorKind.PERSON:
                noun = nouns().get((draft.role or draft.name).lower().split()[-1])
                if noun is not None and noun.abroad == "yes":
                    return "posted"
                if not named:
                    return "unnamed officer" if official else "unnamed person"
                return "officer" if draft.role and official else "titled" if draft.role else "person"
            case ActorKind.GROUP:
                return "officers" if official else "group"
            case ActorKind.ORGANIZATION:
                return "named body" if named else "body"
        return str(draft.kind)

    def _shared(self) -> _Told:
        """What is so for all states alike, and so speaks against none."""
        yield "no state in the sentence", self.heads[0].sentence not in self.evidence.in_sentence
        yield "no state in the paragraph", self.paragraph not in self.evidence.in_paragraph

    def _of_rules(self, state: str) -> _Told:
        """What the rules say of a state."""
        yield "rule", state == self.guess
        yield f"rule {self.rule}", state == self.guess
        yield "rule for another", self.guess is not None and state != self.guess
        yield "has such an office", state in self.draft.usual

    def _last(self, state: str) -> _Told:
        """Where the state was spoken of last before the actor, and whether others were since."""
        evidence, first = self.evidence, self.heads[0]
        at = bisect_left(evidence.spots, first.span.start, key=lambda spot: spot.offset)
        before = evidence.spots[max(at - _SPOTS, 0) : at][::-1]
        others = {spot.country for spot in takewhile(lambda spot: spot.country != state, before)}
        spot = next((spot for spot in before if spot.country == state), None)
        yield "states since", math.log1p(len(others))
        if spot is None:
            yield "not spoken of before", 1.0
            return
        back, since = min(first.sentence - spot.head.sentence, _FAR), ", others since" if others else ""
        yield f"last spoken of {back} back{since}", 1.0
        yield f"last, by {spot.what}, {back} back", 1.0
        yield f"same paragraph{since}", evidence.paragraphs[spot.head.sentence] == self.paragraph
        yield f"last, as the subject, {back} back", spot.head.relation == "nsubj" and back <= 1

    def _phrases(self) -> Collection[tuple[str, str]]:
        """By which words states stand in the actor's own phrases ("the chairman in Suva"), and which."""
        found: dict[tuple[str, str], None] = {}
        for head in self.heads[:_MENTIONS]:
            for spot in self.evidence.in_sentence.get(head.sentence, ()):
                how = _below(self.evidence.annotation, spot.head, head)
                if how is not None:
                    found[how, spot.country] = None
        return found

    def _in_paragraph(self, state: str) -> _Told:
        """How much the actor's paragraph speaks of the state, and who speaks there."""
        spots = self.evidence.in_paragraph.get(self.paragraph, ())
        if not spots:
            return
        own = sum(spot.country == state for spot in spots)
        yield "share of the paragraph", own / len(spots)
        yield "alone in the paragraph", own == len(spots)
        yield "opens the paragraph", spots[0].country == state
        speakers = {spot.country for spot in spots if spot.says}
        if speakers:
            speaks = f"{'' if state in speakers else 'another '}speaks in the paragraph"
            yield speaks, 1.0
            yield f"{speaks}, {'quoted' if self._is_quoted() else 'not quoted'}", 1.0

    def _is_quoted(self) -> bool:
        return self.evidence.is_quoted(self.heads[0].span.start)

    def _facts_of_none(self) -> _Told:
        draft, evidence, head = self.draft, self.evidence, self.heads[0]
        yield from evidence.facts_of_none
        yield "none", 1.0
        yield f"none: sector {draft.sector}", 1.0
        yield f"none: by {draft.key.partition(':')[0]}", 1.0
        yield "none: indefinite", draft.indefinite
        yield "none: plural", draft.plural
        yield "none: no rule", self.guess is None
        yield f"none: no rule, {self.rule}", self.guess is None
        for word in dict.fromkeys([*_words_of(draft), *_beside(evidence.annotation, head)]):
            yield f"none: {word}", 1.0
        yield f"none: as {head.relation}", 1.0
        yield "none: quoted", self._is_quoted()
        here = {spot.country for spot in evidence.in_sentence.get(head.sentence, ())}
        yield "none: states in the sentence", math.log1p(len(here))
        yield "none: mentions", math.log1p(len(self.heads))


def _words_of(draft: Draft) -> Iterator[str]:
    """The words that tell what an actor is: its noun, its office, and those of a body's name."""
    if draft.role:
        role = draft.role.lower()
        yield f"office {role.split()[-1]}"
        if role.startswith(("former", "ex-")):
            yield "former"
    if MentionType.NAME not in draft.mentions.values():
        yield f"noun {draft.name.lower().split()[-1]}"
    elif draft.kind in _BODIES:
        yield from (f"name {word}" for word in draft.name.lower().split())


def _beside(annotation: Annotation, head: Word) -> Iterator[str]:
    """The words beside a noun that tell how it is known, and of what sort it is."""
    for child in annotation.children(head):
        form = child.text.lower()
        if child.relation in ("amod", "compound"):
            yield f"beside {form}"
        elif form in _POSSESSIVES:
            yield _POSSESSIVES[form]
        elif child.relation == "det":
            yield form
        elif child.relation == "nummod":
            yield "counted"


def _in_sentence(first: Word, here: Sequence[Spot], state: str) -> Facts:
    """Where in the actor's sentence the state is spoken of, or which others are."""
    before = [spot for spot in here if spot.offset < first.span.start]
    after = [spot for spot in here if spot.offset > first.span.start]
    own = sum(spot.country == state for spot in here)
    found: list[str] = []
    if before and before[-1].country == state:
        found.append("nearest before")
    if after and after[0].country == state:
        found.append("nearest after")
    if here:
        with_others = "alone" if own == len(here) else "with others"
        found.append(f"in the sentence {with_others}" if own else "others in the sentence")
    for at, spots in (("before", before), ("after", after)):
        for spot in spots:
            if spot.country == state:
                there = f"in the sentence {at}"
                found += [there, f"{there}: {spot.what}, {spot.head.relation}", f"{there}: {spot.role}"]
                found.append(f"{there}: {spot.role}, beside {first.relation}")
    return [(fact, 1.0) for fact in dict.fromkeys(found)]  # in the same order each time, for sums of floats hang on it


def _owned(phrases: Collection[tuple[str, str]], state: str) -> Collection[tuple[str, str]]:
    """The words by which a state stands in an actor's phrases, after "", and by which others do, after "another "."""
    return dict.fromkeys(("" if country == state else "another ", how) for how, country in phrases)


def _below(annotation: Annotation, word: Word, head: Word) -> str | None:
    """How a name stands in a phrase: by the relation and the preposition; None where it does not."""
    at = word
    for _ in range(_DEPTH):
        above = annotation.parent(at)
        if above is None or at.relation not in _BELOW:
            return None
        if above.id == head.id:
            return f"{at.relation} {marked(annotation, at)}" if at.relation in ("nmod", "obl") else at.relation
        at = above
    return None


# --- the answers --------------------------------------------------------------------------------------------------


@frozen(eq=False)
class Weights:
    """What the facts weigh, by name; and the least share."""

    by_fact: Mapping[str, float]
    _by_sort: dict[str, Mapping[str, float]] = field(factory=dict, init=False, repr=False)

    def of(self, sort: str) -> Mapping[str, float]:
        """What the facts weigh for actors of one sort."""
        if sort not in self._by_sort:
            weights, begin = self.by_fact, f"{sort}: "
            own = {fact.removeprefix(begin): weight for fact, weight in weights.items() if fact.startswith(begin)}
            self._by_sort[sort] = {**weights, **{fact: weights.get(fact, 0.0) + own[fact] for fact in own}}
        return self._by_sort[sort]


def shares(facts: Mapping[str | None, Facts], weights: Mapping[str, float]) -> Shares:
    """How likely each state is, and none, by the facts of each."""
    scores = {state: _sum(weights, some) for state, some in facts.items()}
    top = max(scores.values())
    parts = {state: math.exp(score - top) for state, score in scores.items()}
    whole = sum(parts.values())
    return {state: part / whole for state, part in parts.items()}


def _sum(weights: Mapping[str, float], facts: Facts) -> float:
    total = 0.0
    for fact, value in facts:  # asked so often that a generator would cost half as much again
        if fact in weights:
            total += weights[fact] * value
    return total


def answers(questions: Sequence[Question], network: StateChoice | None = None) -> list[str | None]:
    """The states of the actors that are asked about, all those of an article; None where none is likely enough.

    Args:
        questions: the actors.
        network: what tells how likely each state is for an actor by itself. It knows articles: without it, and in a
            text of a few sentences, what the rules propose is the answer.
    """
    if network is None or not questions or not is_article(questions[0].evidence.annotation):
        return [question.guess for question in questions]
    sorts = [question.sort() for question in questions]
    weights, alone = network.weights, network.shares(questions)
    places = [(sort, q.paragraph, q.heads[0].sentence) for q, sort in zip(questions, sorts, strict=True)]
    beside = zip(facts_beside_others(places, alone), sorts, strict=True)
    likely = [likeliest(shares(facts, weights.of(sort)), weights.by_fact[LEAST]) for facts, sort in beside]
    return [q.guess if q.rule in _SURE else state for q, state in zip(questions, likely, strict=True)]


def likeliest(some: Shares, least: float) -> str | None:
    """The likeliest state; None where its share is less than the least."""
    share, state = max(((share, state) for state, share in some.items() if state is not None), default=(0.0, None))
    return state if share >= least else None


def facts_beside_others(
    places: Sequence[tuple[str, int, int]], alone: Sequence[Shares]
) -> Iterator[Mapping[str | None, Facts]]:
    """What speaks for and against each state by what is likely for the other actors of an article.

    Args:
        places: of each question, in the order of the text: the sort of actor, the paragraph, and the sentence.
        alone: what is likely for each by itself.
    """
    groups: dict[Hashable, tuple[int, defaultdict[str | None, float]]] = {}
    keys = [_groups_of(*place) for place in places]
    for named, some in zip(keys, alone, strict=True):
        for key in named.values():
            count, sums = groups.get(key, (0, defaultdict(float)))
            groups[key] = count + 1, sums
            for state, share in some.items():
                sums[state] += share
    for number, (named, some) in enumerate(zip(keys, alone, strict=True)):
        found: dict[str | None, Facts] = {}
        for state, share in some.items():
            facts: Facts = [("then: its own", math.log(max(share, _IMPOSSIBLE)))]
            if state is None:
                found[state] = [*facts, ("then: none", 1.0)]
                continue
            for what, key in named.items():
                count, sums = groups[key]
                if count > 1:
                    facts.append((f"then: others {what}", (sums[state] - share) / (count - 1)))
            around = alone[max(number - 1, 0) : number + 2]
            facts.append(("then: beside", (sum(a.get(state, 0.0) for a in around) - share) / max(len(around) - 1, 1)))
            found[state] = facts
        yield found


def _groups_of(sort: str, paragraph: int, sentence: int) -> dict[str, Hashable]:
    """The groups of actors that somebody is compared with."""
    return {
        "of the article": "article",
        "of the sort": ("sort", sort),
        "of the paragraph": ("paragraph", paragraph),
        "of the sentence": ("sentence", sentence),
    }
