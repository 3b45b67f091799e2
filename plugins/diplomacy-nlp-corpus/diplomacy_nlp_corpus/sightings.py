"""What linking keeps of an article: a few words a finding, so that a corpus fits into memory."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from attrs import frozen

from diplomacy_nlp import (
    Actor,
    ActorKind,
    Analysis,
    Certainty,
    Link,
    MentionType,
    Mode,
    Proposal,
    ProposalKind,
    Reaction,
    Span,
    Stance,
    Status,
)

__all__ = ["ActorSighting", "Evidence", "ProposalSighting", "ReactionSighting", "Report", "day_of", "report_of"]

_AROUND = 160  # characters to each side of a cue that count as its surroundings
_LONGEST = 240  # characters of evidence that are kept; the span leads to the rest


@frozen
class Evidence:
    """Where something stands: the article's id, the item's id in its Analysis, the span, and the words.

    Args:
        article: `Article.id`.
        item: the id of the item in that article's Analysis ("p1").
        span: character offsets into the article's text, end exclusive.
        words: the words of the span; of long ones the first 240 characters.
    """

    article: str
    item: str
    span: Span
    words: str


@frozen
class ActorSighting:
    """An actor in one article.

    Args:
        evidence: its first mention.
        names: the words of its mentions that are names, each once, the actor's own name first.
        others: those that are capitals or adjectives of it ("Tashkent", "Uzbek").
        principal: the id of the actor that it acts for, in the same article.
        is_named: whether any mention is a name; "critics" and "an adviser" are not.
    """

    evidence: Evidence
    name: str
    kind: ActorKind
    country: str | None
    role: str | None
    wikidata: str | None
    gazetteer_id: str | None
    principal: str | None
    names: tuple[str, ...]
    others: tuple[str, ...]
    is_named: bool


@frozen
class ProposalSighting:
    """A proposal in one article; actors by their ids there.

    Args:
        evidence: its content, else its cue.
        content: the words of cue, content and mentions.
        around: the words around the cue.
    """

    evidence: Evidence
    kind: ProposalKind
    status: Status
    proposers: tuple[str, ...]
    asked: tuple[str, ...]
    content: str
    around: str


@frozen
class ReactionSighting:
    """A reaction in one article; actors and the proposal that it is toward by their ids there."""

    evidence: Evidence
    stance: Stance
    reactors: tuple[str, ...]
    proposal: str | None
    is_firm: bool


@frozen
class Report:
    """What is kept of an article.

    Args:
        article: its id.
        date: its day as an ordinal (`datetime.date.toordinal`); None where it has none.
        source: the outlet.
        title: its headline.
    """

    article: str
    date: int | None
    source: str
    title: str
    actors: tuple[ActorSighting, ...]
    proposals: tuple[ProposalSighting, ...]
    reactions: tuple[ReactionSighting, ...]


def day_of(text: str | None) -> int | None:
    """The ordinal of the day that an ISO 8601 date or time begins with; None where it begins with none."""
    found = re.match(r"\d{4}-\d\d-\d\d", text or "")
    try:
        return date.fromisoformat(found[0]).toordinal() if found else None
    except ValueError:
        return None


def report_of(analysis: Analysis) -> Report:
    """What linking needs of an article's findings."""
    article = analysis.article
    return Report(
        article=article.id,
        date=day_of(article.date),
        source=article.source or "",
        title=article.title or article.text.lstrip().partition("\n")[0][:120],
        actors=tuple(_actor(analysis, actor) for actor in analysis.actors),
        proposals=tuple(_proposal(analysis, proposal) for proposal in analysis.proposals),
        reactions=tuple(_reaction(analysis, reaction) for reaction in analysis.reactions),
    )


def _evidence(analysis: Analysis, item: str | None, span: Span) -> Evidence:
    return Evidence(analysis.article.id, item or "", span, analysis.article[span][:_LONGEST])


def _actor(analysis: Analysis, actor: Actor) -> ActorSighting:
    def words(*types: MentionType) -> tuple[str, ...]:
        found = (" ".join(analysis.article[m.span].split()) for m in actor.mentions if m.type in types)
        return tuple(dict.fromkeys(found))

    named = words(MentionType.NAME)
    return ActorSighting(
        evidence=_evidence(analysis, actor.id, min(actor.spans)),
        name=actor.name,
        kind=actor.kind,
        country=actor.country,
        role=actor.role,
        wikidata=actor.wikidata,
        gazetteer_id=actor.gazetteer_id,
        principal=actor.principal.id if actor.principal else None,
        names=tuple(dict.fromkeys((actor.name, *named))),
        others=words(MentionType.METONYM, MentionType.DEMONYM),
        is_named=bool(named or words(MentionType.METONYM, MentionType.DEMONYM)),
    )


def _proposal(analysis: Analysis, proposal: Proposal) -> ProposalSighting:
    text = analysis.article.text
    spans = dict.fromkeys((proposal.cue, *proposal.content, *proposal.mentions))
    start, end = max(proposal.cue.start - _AROUND, 0), min(proposal.cue.end + _AROUND, len(text))
    return ProposalSighting(
        evidence=_evidence(analysis, proposal.id, min(proposal.content, default=proposal.cue)),
        kind=proposal.kind,
        status=proposal.status or Status.OPEN,
        proposers=_ids(proposal.proposers),
        asked=_ids((*proposal.addressees, *proposal.participants)),
        content=" | ".join(analysis.article[span] for span in spans),
        around=text[start:end],
    )


def _reaction(analysis: Analysis, reaction: Reaction) -> ReactionSighting:
    target = analysis.resolve(reaction.target)
    is_firm = not (reaction.negated or reaction.certainty is Certainty.HEDGED or reaction.mode is Mode.HYPOTHETICAL)
    return ReactionSighting(
        evidence=_evidence(analysis, reaction.id, reaction.evidence),
        stance=reaction.stance,
        reactors=_ids(reaction.reactors),
        proposal=target.id if isinstance(target, Proposal) else None,
        is_firm=is_firm,
    )


def _ids(links: Iterable[Link]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(link.id for link in links if link.id))
