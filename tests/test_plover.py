"""PLOVER event types and CAMEO root codes: one for each kind and stance, with the mapping's exceptions."""

from __future__ import annotations

import pytest

from diplomacy_nlp import Proposal, ProposalKind, Reaction, Span, Stance
from diplomacy_nlp.toolkit.plover import coded_proposal, coded_reaction
from diplomacy_nlp.types import EventType

SPAN = Span(0, 4)


def proposal(kind: str) -> Proposal:
    return Proposal(cue=SPAN, kind=kind)


def reaction(stance: str, *, negated: bool = False) -> Reaction:
    return Reaction(cue=SPAN, stance=stance, evidence=SPAN, negated=negated)


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("offer", ("AGREE", "03")),
        ("proposal", ("REQUEST", None)),
        ("request", ("REQUEST", "02")),
        ("demand", ("REQUEST", "10")),
        ("invitation", ("REQUEST", None)),
    ],
)
def test_a_proposal_is_coded_by_its_kind(kind: str, codes: tuple[str, str]) -> None:
    coded = coded_proposal(proposal(kind))
    assert (coded.plover, coded.cameo) == codes


@pytest.mark.parametrize(
    ("stance", "codes"),
    [
        ("accept", ("AGREE", "03")),
        ("support", ("SUPPORT", "05")),
        ("conditional", ("AGREE", None)),
        ("noncommittal", (None, "01")),
        ("dismiss", ("ACCUSE", None)),
        ("reject", ("REJECT", "12")),
        ("criticise", ("ACCUSE", "11")),
        ("threaten", ("THREATEN", "13")),
        ("deny", (None, "01")),
    ],
)
def test_a_reaction_is_coded_by_its_stance(stance: str, codes: tuple[str, str]) -> None:
    coded = coded_reaction(reaction(stance))
    assert (coded.plover, coded.cameo) == codes


@pytest.mark.parametrize("stance", Stance)
@pytest.mark.parametrize("kind", ProposalKind)
def test_what_a_reaction_is_toward_counts_where_the_mapping_says_so(stance: Stance, kind: ProposalKind) -> None:
    coded = coded_reaction(reaction(stance), toward=kind)
    if stance is Stance.DISMISS:
        assert (coded.plover, coded.cameo) == ("REJECT", "12")
    elif (stance, kind) == (Stance.ACCEPT, ProposalKind.DEMAND):
        assert (coded.plover, coded.cameo) == ("CONCEDE", "08")
    else:
        assert coded == coded_reaction(reaction(stance))


def test_what_is_denied_is_no_event() -> None:
    coded = coded_reaction(reaction("reject", negated=True), event=EventType.SANCTION)
    assert (coded.plover, coded.cameo) == (None, None)


@pytest.mark.parametrize(
    ("event", "cameo"), [("THREATEN", "13"), ("SANCTION", "16"), ("CONCEDE", "08"), ("ASSAULT", None)]
)
def test_a_word_with_an_event_type_of_its_own_goes_before(event: str, cameo: str | None) -> None:
    own = EventType(event)
    for coded in (coded_proposal(proposal("demand"), event=own), coded_reaction(reaction("criticise"), event=own)):
        assert (coded.plover, coded.cameo) == (event, cameo)


def test_coding_changes_nothing_else() -> None:
    found = reaction("support")
    coded = coded_reaction(found)
    assert (coded.stance, coded.cue, coded.evidence, coded.confidence) == (found.stance, SPAN, SPAN, found.confidence)
