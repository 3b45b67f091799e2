"""Each reaction says its PLOVER event type and CAMEO root."""

from __future__ import annotations

import pytest
from diplomacy_nlp_reactions.find import find_reactions

from diplomacy_nlp import Proposal, Span


@pytest.mark.parametrize(
    ("text", "plover", "cameo"),
    [
        ("Malta accepted the ceasefire plan.", "AGREE", "03"),
        ("Malta welcomed the ceasefire plan.", "SUPPORT", "05"),
        ("Malta signed the treaty.", "SUPPORT", "05"),
        ("Malta will not sign the treaty.", "REJECT", "12"),
        ("Malta bowed to the demand.", "CONCEDE", "08"),
        ("Malta rejected the ceasefire plan.", "REJECT", "12"),
        ("Malta did not reject the ceasefire plan.", None, None),
        ("Malta condemned the raid on the port.", "ACCUSE", "11"),
        ("Malta recalled its ambassador from Tunis.", "SANCTION", "16"),
        ("Malta walked out of the talks.", "SANCTION", "16"),
        ("Malta severed ties with Tunis.", "SANCTION", "16"),
        ("Malta threatened to expel the envoy.", "THREATEN", "13"),
        ("Malta declined to comment on the leaked letter.", None, "01"),
    ],
)
def test_a_reaction_has_codes(parse, text, plover, cameo):
    article, annotation = parse(text)
    (found,) = find_reactions(article, annotation)
    assert (found.plover, found.cameo) == (plover, cameo)


@pytest.mark.parametrize(("kind", "plover"), [("demand", "CONCEDE"), ("offer", "AGREE")])
def test_who_accepts_a_demand_yields(parse, kind, plover):
    article, annotation = parse("Tunis spoke of the port. Malta accepted the proposal.")
    named = article.text.index("the proposal")
    proposal = Proposal(id="p1", cue=Span(0, 11), kind=kind, mentions=[Span(named, named + len("the proposal"))])
    (found,) = find_reactions(article, annotation, proposals=[proposal])
    assert (found.target.id, found.plover) == ("p1", plover)
