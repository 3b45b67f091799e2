"""Confidences of what the rules alone find are those of the fitted model, and the option acts on them."""

from __future__ import annotations

from diplomacy_nlp_reactions import Reactions
from diplomacy_nlp_reactions.confidence import FACTS, calibrated, facts_of
from diplomacy_nlp_reactions.find import find_reactions

from diplomacy_nlp import Reaction, Span


def found(parse, text, **options):
    article, annotation = parse(text)
    return list(
        Reactions(model=None, **options).diplomacy_find_reactions(
            article=article, annotation=annotation, actors=(), quotes=(), proposals=()
        )
    )


def test_a_hedged_reaction_is_less_sure(parse):
    (plain,) = found(parse, "Malta rejected the ceasefire plan.")
    (hedged,) = found(parse, "Malta reportedly rejected the ceasefire plan.")
    assert hedged.confidence < plain.confidence


def test_the_plugin_calibrates_what_the_rules_estimate(parse):
    article, annotation = parse("Malta rejected the ceasefire plan.")
    estimated = list(find_reactions(article, annotation))
    assert found(parse, article.text) == list(map(calibrated, estimated)) != estimated


def test_the_least_confidence_is_that_of_the_model(parse):
    text = "Malta rejected the ceasefire plan."
    (reaction,) = found(parse, text)
    assert found(parse, text, min_confidence=reaction.confidence) == [reaction]
    assert found(parse, text, min_confidence=reaction.confidence + 0.001) == []


def test_every_fact_is_told_of_a_reaction():
    reaction = Reaction(cue=Span(0, 5), stance="reject", evidence=Span(0, 5), confidence=0.5)
    assert tuple(facts_of(reaction)) == FACTS
