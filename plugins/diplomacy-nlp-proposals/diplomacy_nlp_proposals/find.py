"""The way of an article: candidates of the rules, settled into one a course of action, made into proposals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import evolve

from diplomacy_nlp import Actor, Annotation, Article, Link, Proposal, Quote, Span
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.plover import coded_proposal

from .candidate import ProposalCandidate, joined
from .chains import chains
from .lexicons import Cues, packaged_cues
from .parties import actors_in
from .proposal_nouns import noun_candidates
from .proposing_verbs import verb_candidates
from .rows import row_candidates

if TYPE_CHECKING:
    from diplomacy_nlp.toolkit.learned.model import EventModel

__all__ = ["find_proposals", "proposal_of", "rule_candidates"]

_AS_SURE = 0.15  # of confidence, by which a candidate may be less sure than the surest and yet open the proposal


def find_proposals(
    article: Article,
    annotation: Annotation,
    actors: Sequence[Actor] = (),
    quotes: Sequence[Quote] = (),
    *,
    cues: Cues | None = None,
    model: EventModel | None = None,
) -> tuple[Proposal, ...]:
    """The proposals of an article, one per course of action, in the order of the text.

    Their confidence is the rule's estimate (see `confidence.py`); with a model, how likely all of them is right.

    Args:
        article: the text.
        annotation: its parse.
        actors: who is in it, with ids; without them, links are spans.
        quotes: what is attributed to whom.
        cues: the verbs and nouns that propose; by default those of this package.
        model: a network that says which of the rules' candidates stand, and finds others; it is asked if the annotation
            has vectors that it can read. What the rules find by other cues than the package's stands.
    """
    document = Document(article=article, annotation=annotation, actors=actors, quotes=quotes)
    candidates = rule_candidates(document, cues or packaged_cues())
    if model is not None and model.reads(annotation):
        from .learned.combine import combined, yours_in

        candidates = combined(document, model, candidates, yours=None if cues is None else yours_in(document, cues))
    return tuple(proposal_of(document, chain) for chain in chains(document, candidates))


def rule_candidates(document: Document, cues: Cues) -> list[ProposalCandidate]:
    """What the rules find, each with its confidence, in the order of the text: proposals and later mentions of them.

    A verb and the noun that is its object are one candidate.
    """
    nouns = {c.word: c for c in noun_candidates(document, cues)}
    found: list[ProposalCandidate] = []
    for verb in (*verb_candidates(document, cues), *row_candidates(document, cues)):
        noun = nouns.get(verb.noun) if verb.noun is not None else None
        if noun is None:
            found.append(verb)
        elif noun.word.id > verb.word.id or not noun.stands:
            del nouns[noun.word]
            found.append(joined(verb, noun))
        # else "the plan that Oslo proposed": the noun has found its author
    return _outermost(sorted([*found, *nouns.values()], key=lambda c: (c.word.span.start, c.word.span.end)))


def _outermost(candidates: list[ProposalCandidate]) -> list[ProposalCandidate]:
    """Without verbs inside what another asks for: "urged the Council to demand that" is one proposal.

    A definite noun in there can only refer back.
    """
    kept: list[ProposalCandidate] = []
    covered: list[Span] = []
    for candidate in candidates:
        if candidate.nominal is None and any(span.contains(candidate.cue) for span in covered[-4:]):
            continue
        if candidate.refers_back and any(span.contains(candidate.word.span) for span in covered[-4:]):
            candidate = evolve(candidate, stands=False)  # "urged both to merge their plans"
        kept.append(candidate)
        covered.extend(candidate.content)
    return kept


def proposal_of(document: Document, candidates: Sequence[ProposalCandidate]) -> Proposal:
    """The proposal that candidates name: the first of the surest opens it, the others are its mentions.

    A headline that only alludes to a plan is less sure than the lead that tells it.
    """
    told = sorted(candidates, key=lambda c: not c.stands)
    surest = max(c.confidence for c in candidates if c.stands)
    first = next(c for c in told if c.confidence >= surest - _AS_SURE)
    content = next(filter(None, (c.content for c in told)), ())
    names = (c.nominal or c.cue for c in candidates)
    proposers, addressees = _parties(candidates)
    proposal = Proposal(
        cue=first.cue,
        kind=first.kind,
        proposers=proposers,
        addressees=addressees,
        participants=actors_in(document, content),
        content=content,
        status=next((c.status for c in reversed(candidates) if c.status is not None), None),
        date=next((c.date for c in candidates if c.date is not None), None),
        mentions=tuple(dict.fromkeys(name for name in names if name not in (first.cue, *first.content))),
        mode=first.mode,
        confidence=first.confidence,
        why=first.why,
    )
    return coded_proposal(proposal, event=first.event)


def _parties(candidates: Sequence[ProposalCandidate]) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """Who proposes, and who is asked, by the first candidates that tell it; nobody is asked by himself."""
    proposers = next(filter(None, (c.proposers for c in candidates)), ())
    own = {link.id for link in proposers if link.id}
    asked = (c.addressees for c in candidates if not any(link.id in own for link in c.addressees))
    return proposers, next(filter(None, asked), ())
