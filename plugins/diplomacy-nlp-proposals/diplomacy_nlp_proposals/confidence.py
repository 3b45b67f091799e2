"""How sure a proposal is: the rule's estimate, corrected by what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from typing import TypeVar

from attrs import evolve

from diplomacy_nlp import Proposal
from diplomacy_nlp.toolkit.calibration import Calibration, log_odds
from diplomacy_nlp.toolkit.lexicon import packaged

from .candidate import ProposalCandidate

__all__ = ["FACTS", "calibrated", "facts_of"]

Told = TypeVar("Told", Proposal, ProposalCandidate)

FACTS = ("estimate", "known proposer")
_model = cache(partial(Calibration.read, packaged("diplomacy_nlp_proposals", "lexicons/confidence.tsv"), FACTS))


def facts_of(proposal: Proposal | ProposalCandidate) -> Mapping[str, float]:
    """What the model weighs of a proposal, whose confidence is still the rule's estimate."""
    return {"estimate": log_odds(proposal.confidence), "known proposer": any(link.id for link in proposal.proposers)}


def calibrated(proposal: Told) -> Told:
    """The proposal with the confidence that the model gives it, in place of the rule's estimate."""
    return evolve(proposal, confidence=_model().confidence(facts_of(proposal)))
