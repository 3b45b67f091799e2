"""How sure a finding is, of the rules or of the network or of both: what is kept, and with what confidence."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from diplomacy_nlp.annotation import Annotation

from ..calibration import Calibration, log_odds

__all__ = ["BEYOND_DOUBT", "FACTS", "SHARES", "Judge", "facts_of", "is_article", "shares_of"]

_SENTENCES = 8  # that an article has at least
BEYOND_DOUBT = 2.0
"""What is added to the share of a rule's label so that no other has more."""
SHARES = ("holder", "target")  # how likely they are right
FACTS = (
    "network",
    "rule",
    "rule's estimate",
    "network, where a rule",
    "label",
    "same label",
    "known holder",
    "whole",
    "inside another",
    "quoted",
    *SHARES,
)


def is_article(annotation: Annotation) -> bool:
    """Whether a text is as long as those that weights were fitted to: of a few sentences, rules know more."""
    return len(annotation.sentences) >= _SENTENCES


def facts_of(
    *,
    chance: float,
    labelled: float,
    rule: float | None = None,
    same_label: bool = False,
    held: bool = False,
    whole: bool = False,
    inside: bool = False,
    quoted: bool = False,
    holder: float | None = None,
    target: float | None = None,
) -> Mapping[str, float]:
    """What is weighed of a finding.

    Args:
        chance: the network's, that the cue is one.
        labelled: the network's, that the label is right.
        rule: the confidence of the rule that found it; None where only the network did.
        same_label: rule and network agree on the label.
        held: it is known who proposes or reacts.
        whole: there is a content or a target.
        inside: the cue stands within what another finding is about.
        quoted: it stands in a quote.
        holder, target: how likely these are right; None where that is not known.
    """
    network = log_odds(chance)
    return {
        "network": network,
        "rule": float(rule is not None),
        "rule's estimate": 0.0 if rule is None else log_odds(rule),
        "network, where a rule": 0.0 if rule is None else network,
        "label": log_odds(labelled),
        "same label": float(same_label),
        "known holder": float(held),
        "whole": float(whole),
        "inside another": float(inside),
        "quoted": float(quoted),
        **shares_of(holder, target),
    }


def shares_of(holder: float | None, target: float | None) -> Mapping[str, float]:
    """What is weighed of how likely holder and target are right; None where that is not known."""
    return {
        name: 0.0 if share is None else log_odds(share) for name, share in zip(SHARES, (holder, target), strict=True)
    }


@frozen(kw_only=True)
class Judge:
    """Two logistic models of a finding.

    Args:
        right: that its cue is one.
        usable: that cue, label, holders and content or target are all right.
        least, least_of_rules: what is less likely right is left out, found by the network alone or by the rules.
    """

    right: Calibration
    usable: Calibration
    least: float
    least_of_rules: float

    @classmethod
    def of(cls, weights: Mapping[str, Mapping[str, float]], thresholds: Mapping[str, float]) -> Judge:
        """The judge with a trained model's weights, by "right" and "usable", and with its thresholds."""
        return cls(
            right=_model(weights["right"]),
            usable=_model(weights["usable"]),
            least=thresholds["least"],
            least_of_rules=thresholds["least of rules"],
        )

    def confidence(self, facts: Mapping[str, float], *, stands: bool = False) -> float | None:
        """How likely all of a finding is right; None where it is not to be kept.

        Args:
            facts: of the finding.
            stands: it is kept in any case.
        """
        least = self.least_of_rules if facts["rule"] else self.least
        if not stands and self.right.confidence(facts) < least:
            return None
        return self.usable.confidence(facts)

    def is_hopeless(self, facts: Mapping[str, float]) -> bool:
        """Whether a finding of the network alone would not be kept, even with its holder and its content or target.

        So that these need not be looked for where nothing depends on them.
        """
        best = {name: float(self.right.weights[name] > 0) for name in ("known holder", "whole")}
        return self.right.confidence({**facts, **best}) < self.least


def _model(weights: Mapping[str, float]) -> Calibration:
    if wrong := sorted({"constant", *FACTS} ^ weights.keys()):
        raise ValueError(f"the weights have {wrong[0]!r} too much or too little")
    return Calibration(weights=weights)
