"""Whether a stance is toward one of the proposals in mind, and which: a second look at what the target may be.

The words that name a target best mostly do not say whether they take up a proposal ("Oslo called the step hasty"). What
the choice of the target says of all options, and what salience says of those words, are weighed here together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter

from diplomacy_nlp.annotation import Word

from ..calibration import log_odds
from ..discourse import Discourse
from ..salience import Anaphor
from .slots import Facts, Option, named_facts

__all__ = ["likeliest_words", "link_options"]

_SHARES = 8  # steps in which a share is told
_ODDS = 14  # half steps of log odds that are told apart, on either side
_RANKS = 5

Told = Sequence[tuple[float, Option]]


def link_options(spoken: Discourse, cue: Word, label: str, holders: frozenset[str], told: Told) -> tuple[Option, ...]:
    """The proposals that a stance may be toward; none of them comes last. Empty where none is in mind.

    Args:
        spoken: the article up to the cue.
        cue: head of the cue.
        label: the stance.
        holders: ids of those who hold it, and of those they act for.
        told: the options for its target with their shares, of `target_options`.
    """
    proposals = [option for _, option in told if option.word is None and option.proposal is not None]
    if not proposals:
        return ()
    of_word, best = likeliest_words(told)
    anaphor = spoken.readings.anaphor(best.word, cue, holders)
    ranked = spoken.at(max(anaphor.place.offset, cue.span.start)).salience.ranked(anaphor)
    places = {c.referent.key: (rank, c.share) for rank, c in enumerate(ranked) if c.referent is not None}
    shares = {option.proposal: sum(s for s, o in told if o.proposal == option.proposal) for option in proposals}
    sort, family = f"{anaphor.form} {anaphor.determined}", _family(anaphor)
    most, count = max(shares.values()), len(shares)
    found = []
    for option in proposals:
        share = shares[option.proposal]
        rank, salient = places.get(option.proposal or "", (_RANKS, 0.0))
        salience = (min(int(salient * _SHARES), _SHARES - 1), min(rank, _RANKS))
        own = _of_proposal(
            _odds(share), *salience, share == most, best.proposal == option.proposal, count == 1, sort, family
        )
        found.append(Option(proposal=option.proposal, at=option.at, facts=Facts([*option.facts.groups, own])))
    named, is_actor = best.proposal is not None, best.actor is not None
    more = round(10 * (of_word - most))
    none = _of_none(_odds(of_word), _odds(most), more, count, named, is_actor, sort, family, label)
    return (*found, Option(facts=Facts([none, _of_word(*_told_of(best.word))])))


def likeliest_words(told: Told) -> tuple[float, Option]:
    """The likeliest option that words of the cue's sentence name, with its share; none where no words do.

    Args:
        told: the options for a target with their shares.
    """
    return max((pair for pair in told if pair[1].word is not None), key=itemgetter(0), default=(0.0, Option()))


def _family(anaphor: Anaphor) -> str:
    return "" if anaphor.noun is None else anaphor.noun.family


def _told_of(word: Word | None) -> tuple[str, str]:
    """Lemma, and tag with relation, of the likeliest word."""
    return ("", "no word") if word is None else (word.lemma.lower(), f"{word.upos} {word.relation}")


def _odds(share: float) -> int:
    return max(-_ODDS, min(_ODDS, round(2 * log_odds(share))))


@named_facts
def _of_proposal(
    odds: int, salient: int, rank: int, is_best: bool, is_named: bool, is_alone: bool, sort: str, family: str
) -> Iterator[str]:
    """Of a proposal: its share and its place among all; what salience says of the words; whether they name it."""
    yield from (f"share {odds}", f"share {odds}, {sort}", f"best {is_best}", f"alone {is_alone}")
    yield from (f"salient {salient}", f"salient {salient}, {sort}, {family}", f"salient {rank}th, {sort}")
    yield f"named {is_named}, {sort}"


@named_facts
def _of_none(
    odds: int, most: int, more: int, count: int, is_named: bool, is_actor: bool, sort: str, family: str, label: str
) -> Iterator[str]:
    """Of no proposal's being meant: shares of the words and of the likeliest proposal, and what the words are."""
    yield from ("none", f"none, {sort}, {family}", f"none, {label}", f"none, {label}, {sort}")
    yield from (f"none, words {odds}", f"none, proposal {most}", f"none, words over proposal {more}")
    yield from (f"none of {min(count, 6)}", f"none, named {is_named}", f"none, actor {is_actor}")


@named_facts
def _of_word(lemma: str, tag: str) -> Iterator[str]:
    yield from (f"none, lemma {lemma}", f"none, {tag}")
