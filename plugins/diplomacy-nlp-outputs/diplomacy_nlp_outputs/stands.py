"""Who stands where, over any number of articles: what networks, plots and the page of positions are made of.

The library reads one article at a time. Across articles an actor is the same where name and country are the same,
and an issue where its words are; `issues` brings words together that mean one matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from attrs import frozen

from diplomacy_nlp import Analysis, DiplomacyError, Link, Position, Quote, Reaction
from diplomacy_nlp import Proposal as Proposed
from diplomacy_nlp.checks import shown
from diplomacy_nlp.errors import OptionError
from diplomacy_nlp.types import Item

from .tables import each
from .words import issue_words, one_line, place, sentence_around

__all__ = ["By", "Holder", "Issues", "Stand", "holder_of", "reaction_pairs", "stands"]

By = Literal["name", "country"]
Issues = Mapping[str, Iterable[str]]

_LEADING = re.compile(r"^(?:the|a|an|this|that|these|those|its|his|her|their)\s+", re.IGNORECASE)


@frozen(order=True)
class Holder:
    """An actor across articles: what it is called, its country, and its kind."""

    name: str
    country: str = ""
    kind: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.country})" if self.country and self.country != self.name else self.name


@frozen(eq=False)
class Stand:
    """One position in one article, in words.

    Args:
        holder: who holds it.
        issue: the matter, as `issues` names it, else in the article's words.
        stance: support, oppose, conditional, ambivalent or neutral.
        analysis, position: where it is from.
    """

    holder: Holder
    issue: str
    stance: str
    analysis: Analysis
    position: Position

    @property
    def evidence(self) -> Iterator[Item]:
        """What the position rests on."""
        for link in self.position.evidence:
            found = self.analysis.resolve(link)
            if isinstance(found, Item):
                yield found

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of the evidence, each once."""
        text = self.analysis.article.text
        spans = (place(self.analysis, item) for item in self.evidence)
        found = (one_line(self.analysis.words(sentence_around(text, span))) for span in spans if span)
        return tuple(dict.fromkeys(found))


def holder_of(analysis: Analysis, link: Link, *, by: By = "name") -> Holder | None:
    """The holder behind a link; by country, the country alone, and None where there is none."""
    if by not in ("name", "country"):
        raise DiplomacyError(f'by: "name" or "country" is wanted, not {by!r}')
    actor = analysis.actor_of(link)
    if by == "country":
        return Holder(actor.country, actor.country, "country") if actor and actor.country else None
    if actor is None:
        words = one_line(analysis.words(link))
        return Holder(words) if words else None
    return Holder(actor.name, actor.country or "", actor.kind.value)


def stands(
    analyses: Analysis | Iterable[Analysis], *, issues: Issues | None = None, by: By = "name"
) -> Iterator[Stand]:
    """All positions of all articles, in words.

    Args:
        analyses: one analysis or several.
        issues: names of issues, each with words that tell it: `{"grain corridor": ["corridor", "grain"]}`. An issue
            that holds none of the words is left out. Without it, every issue goes by its own words.
        by: "name" keeps actors apart; "country" takes those of a country together and leaves others out.

    Raises:
        DiplomacyError: an unknown `by`, or issues that are no names with lists of words.
    """
    telling = _patterns(issues)
    for analysis in each(analyses):
        for position in analysis.positions:
            holder = holder_of(analysis, position.actor, by=by)
            words = issue_words(analysis, position)
            issue = _issue(words, telling)
            if holder and issue:
                yield Stand(holder, issue, position.stance.value, analysis, position)


def reaction_pairs(
    analyses: Analysis | Iterable[Analysis], *, by: By = "name"
) -> Iterator[tuple[Holder, Holder, Analysis, Reaction]]:
    """Who reacts to whom: reactor, whom it is toward, and where it is from; each pair once a reaction.

    Whom a reaction is toward is the actor, those who proposed, or who said it. Denied reactions, and those to
    oneself, are left out.

    Args:
        analyses: one analysis or several.
        by: as for `stands`.
    """
    for analysis in each(analyses):
        for reaction in analysis.reactions:
            if reaction.negated:
                continue
            holders = dict.fromkeys(holder_of(analysis, link, by=by) for link in reaction.reactors)
            targets = dict.fromkeys(_targets(analysis, reaction, by))
            yield from (
                (holder, target, analysis, reaction)
                for holder in holders
                for target in targets
                if holder and holder != target
            )


def _targets(analysis: Analysis, reaction: Reaction, by: By) -> list[Holder]:
    match analysis.resolve(reaction.target):
        case Proposed() as proposal:
            links: tuple[Link | None, ...] = proposal.proposers
        case Quote() as quote:
            links = quote.speakers
        case _:
            links = (reaction.target,) if analysis.actor_of(reaction.target) else ()
    return [holder for link in links if link and (holder := holder_of(analysis, link, by=by))]


def _patterns(issues: Issues | None) -> dict[str, re.Pattern[str]] | None:
    if issues is None:
        return None
    if not isinstance(issues, Mapping):
        raise OptionError(f"issues: names with words are wanted ({{'aid': ['aid', 'loans']}}), not {shown(issues)}")
    telling = {}
    for name, words in issues.items():
        given = [] if isinstance(words, str) or not isinstance(words, Iterable) else [name, *words]
        if not given or not all(isinstance(word, str) for word in given):
            mend = f"[{words!r}]" if isinstance(words, str) else "{'aid': ['aid', 'loans']}"
            raise OptionError(f"issues: {shown(name)} wants a list of words, not {shown(words)}; write {mend}")
        telling[name] = re.compile("|".join(rf"\b{re.escape(word)}" for word in given[1:]) or r"(?!)", re.IGNORECASE)
    return telling


def _issue(words: str, telling: dict[str, re.Pattern[str]] | None) -> str | None:
    if telling is None:
        return _LEADING.sub("", words) or None
    return next((name for name, pattern in telling.items() if pattern.search(words)), None)
