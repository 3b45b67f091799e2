"""Which proposal is meant: by "the plan", by "it", by words of what would be done, or by nothing at all.

Whoever reads a text keeps a `Salience`: the proposals spoken of so far. Words that may take one of them up are an
`Anaphor`; each proposal is a `Referent`. `Salience.ranked` says how likely each is meant, and how likely none. The
weights were fitted to annotated articles (`benchmarks/salience.py`) and stand in `weights/salience.tsv`; the same ones
serve a proposal's later mentions, one course of action that is put forward twice, and what a reaction is toward.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache, partial
from itertools import chain, takewhile
from typing import Any

from attrs import evolve, field, frozen

from ..types import ProposalKind
from .calibration import read_weights
from .lexicon import packaged, read_lexicon

__all__ = [
    "Anaphor",
    "Choice",
    "Form",
    "Place",
    "ProposalNoun",
    "Referent",
    "Salience",
    "packaged_weights",
    "proposal_noun",
]

_RECENT = 10  # proposals that are looked back to, the last spoken of first
_OPENING = 3  # proposals of the article's beginning that stay in mind besides
_LEAD = 3  # sentences that say what an article is about
_AHEAD = 3  # sentences within which a headline or lead may speak of what is told later
_MUCH = 0.7  # of the words of the shorter content
_FAR = 30  # sentences from which on distance tells no more


class Form(StrEnum):
    """What sort of words take something up."""

    NOUN = "noun"
    PRONOUN = "pronoun"
    CLAUSE = "clause"
    NOTHING = "nothing"


@frozen(kw_only=True)
class ProposalNoun:
    """A noun by which an earlier proposal may be meant: a line of `lexicons/proposal_nouns.tsv`."""

    lemma: str
    kind: ProposalKind = field(converter=ProposalKind)
    family: str


@cache
def _proposal_nouns() -> Mapping[str, ProposalNoun]:
    entries = read_lexicon(packaged("diplomacy_nlp.toolkit", "lexicons/proposal_nouns.tsv"), ProposalNoun)
    return {entry.lemma: entry for entry in entries}


def proposal_noun(lemma: str) -> ProposalNoun | None:
    """The entry of a noun that may name a proposal; None for other nouns."""
    lemma = lemma.lower()
    return _proposal_nouns().get(lemma) or _proposal_nouns().get(lemma.removesuffix("s"))


# --- what is compared ---------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Place:
    """Where words stand: offset, and the numbers of sentence and paragraph."""

    offset: int
    sentence: int
    paragraph: int


@frozen(kw_only=True)
class Anaphor:
    """Words that may take up a proposal spoken of, as far as they tell which one.

    Args:
        place: where they stand; for a stance without a target, where its cue stands.
        form: a noun phrase, a pronoun, a clause, or nothing.
        determined: "definite", "possessive", "indefinite", or "" for none of these.
        lemma: of the head noun; "" where there is none.
        head: the head's root (see `roots.py`).
        roots: of all the phrase's words that carry meaning, the head's included where it says what would be done.
        content: roots of what would be done, where the words say it ("the plan to withdraw").
        owners: ids of those whom the phrase names as its makers, and of those they act for.
        holders: ids of those who react or propose here, and of those they act for.
        asked: ids of those who are asked here, and of those they act for.
        named: keys of the proposals whose own words these are.
        within: keys of the proposals that have words within the phrase.
        around: keys of the proposals that have words elsewhere in the clause of the cue.
        actors: ids of the actor that the words name, and of those it acts for.
        is_target: they are what a reaction is toward; else a candidate for a proposal's mention.
        refers: they can take up what was spoken of: a definite phrase or the like.
        told_apart: their content is part of what names them ("the plan to withdraw"), not said of them.
        has_pronoun: a clause has "it" or the like as its subject or object.
        stands: they are enough for a proposal of their own.
        kind: of the proposal that they are by themselves; None where they are none.
        plural: the head noun's number.
    """

    place: Place
    form: Form
    determined: str = ""
    lemma: str = ""
    head: str = ""
    roots: frozenset[str] = frozenset()
    content: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    holders: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    is_target: bool = False
    refers: bool = True
    told_apart: bool = False
    has_pronoun: bool = False
    stands: bool = False
    kind: ProposalKind | None = None
    plural: bool = False

    @property
    def noun(self) -> ProposalNoun | None:
        """The lexicon's entry of the head noun."""
        return proposal_noun(self.lemma) if self.lemma else None


@frozen(kw_only=True)
class Referent:
    """A proposal, as far as words can tell that it is meant.

    Args:
        key: its id, or any other name that is its own.
        kinds: of the words that put it forward or name it.
        nouns: lemmas that have named it.
        families: of its nouns.
        content: roots of what would be done.
        names: roots of the words that have named it.
        makers, asked: ids of those who put it forward and who are asked, and of those they act for.
        first, last: where it was first and last spoken of.
        times: how often.
        is_over: it was withdrawn, or came to nothing.
    """

    key: str
    kinds: frozenset[ProposalKind]
    nouns: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    content: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    makers: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    first: Place
    last: Place
    times: int = 1
    is_over: bool = False

    def spoken_of(self, place: Place) -> Referent:
        """The proposal after the text has spoken of it once more, at a place."""
        return evolve(self, last=max(self.last, place, key=lambda p: p.offset), times=self.times + 1)

    def joined(self, said: Referent) -> Referent:
        """The proposal after it was spoken of once more, with what was said of it there.

        Args:
            said: what its words tell by themselves, as if they put forward a proposal of their own.
        """
        told = ("kinds", "nouns", "families", "content", "names", "makers", "asked")
        both: dict[str, Any] = {name: getattr(self, name) | getattr(said, name) for name in told}
        return evolve(self.spoken_of(said.last), **both)


@frozen(kw_only=True)
class Choice:
    """One of the answers: a proposal (None: none of them), and how likely it is meant."""

    referent: Referent | None
    share: float


# --- the weights ------------------------------------------------------------------------------------------------------


@cache
def packaged_weights() -> Mapping[str, float]:
    """The weights of the facts, and from what share on a proposal is taken rather than none."""
    return read_weights(packaged("diplomacy_nlp.toolkit", "weights/salience.tsv"))


# --- the table ----------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Salience:
    """The proposals that a text has spoken of so far; a value: `after` gives a new one.

    Args:
        referents: the one spoken of last comes first; of many, the latest and the article's first stay.
        ahead: those that the text will speak of, in its order.
        weights: of the facts, by name.
    """

    referents: tuple[Referent, ...] = ()
    ahead: tuple[Referent, ...] = ()
    weights: Mapping[str, float] = field(factory=lambda: packaged_weights(), eq=False, repr=False)

    def after(self, referent: Referent) -> Salience:
        """The table after the text has spoken of a proposal, given as it is now."""
        others = [r for r in self.referents if r.key != referent.key]
        opening = sorted(others[_RECENT - 1 :], key=lambda r: r.first.offset)[:_OPENING]
        kept = (referent, *others[: _RECENT - 1], *opening)
        return evolve(self, referents=kept, ahead=tuple(r for r in self.ahead if r.key != referent.key))

    def candidates(self, anaphor: Anaphor) -> tuple[Referent, ...]:
        """The proposals that words may mean: those in mind, and near a text's beginning those told soon after."""
        last = anaphor.place.sentence + _AHEAD
        found = (*self.referents, *takewhile(lambda referent: referent.first.sentence <= last, self.ahead))
        if anaphor.stands and anaphor.determined == "indefinite":
            # "Oslo put forward a plan": another one than that of others, unless it would do the same
            return tuple(r for r in found if not _differ(anaphor.holders, r.makers) or anaphor.content & r.content)
        if anaphor.stands and anaphor.form is Form.CLAUSE and anaphor.asked:
            # "It also called on Bergen to pay": what others are asked for is another thing
            return tuple(r for r in found if not _differ(anaphor.asked, r.asked) or anaphor.content & r.content)
        return found

    def ranked(self, anaphor: Anaphor) -> tuple[Choice, ...]:
        """The proposals and "none", the likeliest first; the shares sum to one."""
        candidates = self.candidates(anaphor)
        if not candidates:
            return (Choice(referent=None, share=1.0),)
        scores = [_sum(self.weights, self.facts(anaphor, r)) for r in candidates]
        scores.append(_sum(self.weights, self.facts_of_none(anaphor, len(candidates))))
        top = max(scores)
        parts = [math.exp(score - top) for score in scores]
        whole = sum(parts)
        choices = [Choice(referent=r, share=part / whole) for r, part in zip((*candidates, None), parts, strict=True)]
        return tuple(sorted(choices, key=lambda c: -c.share))

    def meant(self, anaphor: Anaphor) -> Choice:
        """The answer: the likeliest proposal, where it is likely enough beside none at all."""
        ranked = self.ranked(anaphor)
        none = next(choice for choice in ranked if choice.referent is None)
        proposals = [choice for choice in ranked if choice.referent is not None]
        # what the text itself calls by these words is meant before all others
        own = [c for c in proposals if c.referent is not None and c.referent.key in anaphor.named]
        best = next(iter([*own, *proposals]), none)
        use = f"{anaphor.form} as target" if anaphor.is_target else "put forward" if anaphor.stands else "mention"
        least = self.weights.get(f"{use}: least share", 0.5)
        return best if best.share >= least * (best.share + none.share) else none

    # --- what the weights weigh -----------------------------------------------------------------------------------

    def facts(self, anaphor: Anaphor, referent: Referent) -> dict[str, float]:
        """What speaks for and against a proposal's being meant: names of facts, with numbers from 0 to about 3."""
        sort, has_noun = _sort(anaphor, referent), partial(_has_noun, anaphor)
        rank = next((rank for rank, r in enumerate(self.referents) if r.key == referent.key), len(self.referents))
        another = anaphor.form is Form.NOUN and not has_noun(referent) and any(map(has_noun, self.referents))
        found = chain(
            _of_distance(anaphor, referent, sort, rank),
            *(facts(anaphor, referent, sort) for facts in (_of_nouns, _of_words, _of_content, _of_people)),
            _of_headline(anaphor, referent),
            _of_actors(anaphor, referent),
            [("another has the noun", another)],
        )
        return {name: value for name, value in found if value}

    def facts_of_none(self, anaphor: Anaphor, rivals: int) -> dict[str, float]:
        """What speaks for and against none of them being meant."""
        return {name: value for name, value in _of_none(anaphor, rivals) if value}


def _sort(anaphor: Anaphor, referent: Referent | None = None) -> str:
    """By what sort of words a proposal is taken up: each reaches back in its own way."""
    if anaphor.form is Form.CLAUSE and anaphor.has_pronoun:
        return "clause with it"
    if anaphor.form is not Form.NOUN:
        return anaphor.form
    if referent is not None and anaphor.lemma in referent.nouns:
        return "its noun"
    if anaphor.noun is None:
        return "other noun"
    return "move" if anaphor.noun.family == "move" else "proposal noun"


def _by(sort: str, *facts: tuple[str, float]) -> Iterator[tuple[str, float]]:
    """Facts that weigh more or less by the sort of words, as far as they hold: most do not, and need no name."""
    return ((f"{sort}: {name}", value) for name, value in facts if value)


def _of_distance(anaphor: Anaphor, referent: Referent, sort: str, rank: int) -> Iterator[tuple[str, float]]:
    sentences = anaphor.place.sentence - referent.last.sentence
    if referent.first.offset > anaphor.place.offset:
        yield "told later", 1.0
        yield "told later, sentences", abs(sentences) / _AHEAD
        yield "told later, in a lead", anaphor.place.sentence < _LEAD
    else:
        yield from _by(
            sort,
            ("same sentence", sentences == 0),
            ("sentence before", sentences == 1),
            ("sentences back", math.log1p(min(max(sentences, 0), _FAR))),
            ("proposals between", math.log1p(rank)),
        )
    yield from _by(
        sort,
        ("same paragraph", referent.last.paragraph == anaphor.place.paragraph),
        ("opens the article", referent.first.sentence < _LEAD),
        ("often spoken of", math.log(referent.times)),
        ("over", referent.is_over),
    )
    yield "over", referent.is_over


def _has_noun(anaphor: Anaphor, referent: Referent) -> bool:
    """Whether the head noun has named a proposal, or says what it would do."""
    return anaphor.lemma in referent.nouns or anaphor.head in referent.content


def _of_nouns(anaphor: Anaphor, referent: Referent, sort: str) -> Iterator[tuple[str, float]]:
    noun = anaphor.noun
    same = anaphor.lemma in referent.nouns
    yield "same noun", same
    yield from _by(sort, ("head in content", anaphor.head in referent.content and not same))
    if noun is None:
        return
    yield f"{anaphor.determined or 'bare'}{', stands' if anaphor.stands else ''}: {sort}", 1.0
    if same:
        return
    related = noun.family in referent.families
    yield "same family" if related else f"{noun.family}: of another family", 1.0
    yield f"{noun.family} for {'its' if noun.kind in referent.kinds else 'another'} kind", 1.0
    yield "a kind that it is not", noun.kind is not ProposalKind.PROPOSAL and noun.kind not in referent.kinds
    yield "plural of another noun", anaphor.plural


def _of_words(anaphor: Anaphor, referent: Referent, sort: str) -> Iterator[tuple[str, float]]:
    yield "another's own words", bool(anaphor.named) and referent.key not in anaphor.named
    yield from _by(
        sort,
        ("its own words", referent.key in anaphor.named),
        ("its words in the phrase", referent.key in anaphor.within),
        ("its words in the clause", referent.key in anaphor.around),
    )
    if anaphor.kind is not None:
        yield "put forward alike", anaphor.kind in referent.kinds
    known = referent.content | referent.names if anaphor.roots else None
    if known:
        shared = len(anaphor.roots & known)
        yield "share of words known", shared / len(anaphor.roots)
        yield "words known", math.log1p(shared)
        yield "words not known", math.log1p(len(anaphor.roots) - shared)
        yield from _by(sort, ("no word known", shared == 0), ("all words known", shared == len(anaphor.roots)))
    if anaphor.form is Form.NOUN:
        strange = known is not None and not anaphor.roots & known
        another = anaphor.plural and anaphor.lemma not in referent.nouns
        yield "another one by owner, words or number", _differ(anaphor.owners, referent.makers) or strange or another


def _of_content(anaphor: Anaphor, referent: Referent, sort: str) -> Iterator[tuple[str, float]]:
    if not (anaphor.content and referent.content):
        return
    shared = len(anaphor.content & referent.content)
    share = shared / max(min(len(anaphor.content), len(referent.content)), 2)
    yield "share of content", share
    yield "content shared", math.log1p(shared)
    yield "much of the content", share >= _MUCH
    yield from _by(sort, ("much of the content", share >= _MUCH))
    yield "all content shared", shared == len(anaphor.content)
    if shared == 0:
        yield "other content", 1.0
        yield "other content, by which it is named", anaphor.told_apart
        yield "other content, alone", anaphor.stands
        yield "other content and proposer", anaphor.stands and _differ(anaphor.holders, referent.makers)


def _differ(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether both are known, and nobody is on both sides."""
    return bool(some and others and not some & others)


def _of_people(anaphor: Anaphor, referent: Referent, sort: str) -> Iterator[tuple[str, float]]:
    who = "reactor" if anaphor.is_target else "proposer"
    if anaphor.owners and referent.makers:
        same = not _differ(anaphor.owners, referent.makers)
        yield f"{'same' if same else 'other'} owner", 1.0
        yield "same owner, no words of its own", same and not anaphor.content and not anaphor.roots
    if anaphor.holders and referent.makers:
        mine = not _differ(anaphor.holders, referent.makers)
        yield f"{sort}: {who} {'put' if mine else 'did not put'} it forward", 1.0
        yield "proposer of its words", mine and not anaphor.is_target and bool(anaphor.content & referent.content)
    if anaphor.holders and referent.asked:
        asked = not _differ(anaphor.holders, referent.asked)
        yield f"{sort}: {who} {'is' if asked else 'is not'} asked", 1.0


def _of_headline(anaphor: Anaphor, referent: Referent) -> Iterator[tuple[str, float]]:
    if not anaphor.is_target:
        told = referent.first.sentence == 0 and 0 < anaphor.place.sentence < _LEAD
        yield "headline told again", told
        yield "headline told again by its proposer", told and bool(anaphor.holders & referent.makers)


def _of_actors(anaphor: Anaphor, referent: Referent) -> Iterator[tuple[str, float]]:
    if anaphor.actors:
        theirs, near = bool(anaphor.actors & referent.makers), referent.key in anaphor.around
        yield "the actor put it forward", theirs
        yield "the actor put it forward, as the clause says", theirs and near
        yield "the actor put it to the reactor", theirs and bool(anaphor.holders & referent.asked)
        yield "not the actor's, though in the clause", near and not theirs


def _of_none(anaphor: Anaphor, rivals: int) -> Iterator[tuple[str, float]]:
    use = "target" if anaphor.is_target else "mention"
    yield f"none, {use}", 1.0
    yield f"none, {use}: {_sort(anaphor)}", 1.0
    if anaphor.form is Form.NOUN:
        yield f"none: {anaphor.determined or 'bare'} {_sort(anaphor)}", 1.0
        yield f"none: {anaphor.determined or 'bare'}, stands", anaphor.stands
        if anaphor.noun is not None:
            yield f"none: {anaphor.noun.family}", 1.0
    yield "none: stands alone", anaphor.stands
    yield "none: cannot refer back", not anaphor.refers
    yield "none: stands, cannot refer back", anaphor.stands and not anaphor.refers
    yield f"none: stands, {anaphor.form}", anaphor.stands
    yield "none: own content", bool(anaphor.content)
    yield "none: words of its own", math.log1p(len(anaphor.roots))
    yield f"none: an actor, {'pronoun' if anaphor.form is Form.PRONOUN else 'noun'}", bool(anaphor.actors)
    yield "none: words of one", bool(anaphor.named)
    yield "none: words of one in the clause", bool(anaphor.around or anaphor.within)
    yield "none: proposals in mind", math.log1p(rivals)


def _sum(weights: Mapping[str, float], facts: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in facts.items())
