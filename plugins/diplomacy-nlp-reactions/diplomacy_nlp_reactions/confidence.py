"""How sure a reaction is: the rule's estimate, corrected by what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial

from attrs import evolve

from diplomacy_nlp import Certainty, Reaction
from diplomacy_nlp.toolkit.calibration import Calibration, log_odds
from diplomacy_nlp.toolkit.lexicon import packaged

__all__ = ["FACTS", "calibrated", "facts_of"]

FACTS = ("estimate", "linked target", "hedged")
_model = cache(partial(Calibration.read, packaged("diplomacy_nlp_reactions", "lexicons/confidence.tsv"), FACTS))


def facts_of(reaction: Reaction) -> Mapping[str, float]:
    """What the model weighs of a reaction, whose confidence is still the rule's estimate."""
    return {
        "estimate": log_odds(reaction.confidence),
        "linked target": reaction.target is not None and reaction.target.id is not None,
        "hedged": reaction.certainty is Certainty.HEDGED,
    }


def calibrated(reaction: Reaction) -> Reaction:
    """The reaction with the confidence that the model gives it, in place of the rule's estimate."""
    return evolve(reaction, confidence=_model().confidence(facts_of(reaction)))
