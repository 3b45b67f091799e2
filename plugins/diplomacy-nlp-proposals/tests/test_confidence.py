"""Confidences of what the rules alone find are those of the fitted model, and the option acts on them."""

from __future__ import annotations

from diplomacy_nlp_proposals import Proposals
from diplomacy_nlp_proposals.confidence import FACTS, calibrated, facts_of
from diplomacy_nlp_proposals.find import find_proposals

from diplomacy_nlp import Actor, Mention, Proposal, Span


def found(parse, text, actors=(), **options):
    article, annotation = parse(text)
    return Proposals(model=None, **options).diplomacy_find_proposals(
        article=article, annotation=annotation, actors=actors, quotes=()
    )


def test_a_known_proposer_makes_a_proposal_surer(parse):
    text = "Ghana urged Togo to reopen the border."
    ghana = Actor(id="a1", name="Ghana", kind="state", mentions=[Mention(span=Span(0, 5))])
    (unknown,), (known,) = found(parse, text), found(parse, text, [ghana])
    assert known.confidence > unknown.confidence


def test_the_plugin_calibrates_what_the_rules_estimate(parse):
    article, annotation = parse("Ghana urged Togo to reopen the border.")
    estimated = find_proposals(article, annotation)
    assert found(parse, article.text) == tuple(map(calibrated, estimated)) != estimated


def test_the_min_confidence_is_that_of_the_model(parse):
    text = "Ghana urged Togo to reopen the border."
    (proposal,) = found(parse, text)
    assert found(parse, text, min_confidence=proposal.confidence) == (proposal,)
    assert found(parse, text, min_confidence=proposal.confidence + 0.001) == ()


def test_every_fact_is_told_of_a_proposal():
    assert tuple(facts_of(Proposal(cue=Span(0, 5), confidence=0.5))) == FACTS
