"""Where actors stand, read off proposals and reactions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from diplomacy_nlp_positions import Positions
from diplomacy_nlp_positions.find import find_positions

from diplomacy_nlp import Link, Mode, Position, PositionStance, Proposal, Quote, Reaction, Span, Stance

Growth = Callable[[Callable[[int], Callable[[], object]], int, int], float]  # see conftest.py
PLAN = Proposal(id="p1", cue=Span(0, 4), content=[Span(5, 20)], proposers=[Link(id="a1")])


def reaction(number: int, stance: Stance, who: str = "a2", target: str = "p1", **more: object) -> Reaction:
    cue = Span(30 + number, 31 + number)
    return Reaction(
        id=f"r{number}",
        cue=cue,
        stance=stance,
        evidence=cue,
        reactors=[Link(id=who)],
        target=Link(id=target),
        **more,
    )


def stand(*reactions: Reaction, who: str = "a2") -> PositionStance | None:
    found = [p for p in find_positions([], [PLAN], reactions) if p.actor.id == who]
    assert len(found) <= 1
    return found[0].stance if found else None


def test_who_proposes_supports() -> None:
    (position,) = find_positions([], [PLAN], [])
    assert position == Position(
        actor=Link(id="a1"),
        issue=Link(id="p1"),
        stance=PositionStance.SUPPORT,
        evidence=[Link(id="p1")],
        why="read off proposals",
    )


@pytest.mark.parametrize(
    ("stance", "expected"),
    [
        (Stance.ACCEPT, PositionStance.SUPPORT),
        (Stance.SUPPORT, PositionStance.SUPPORT),
        (Stance.CONDITIONAL, PositionStance.CONDITIONAL),
        (Stance.NONCOMMITTAL, PositionStance.NEUTRAL),
        (Stance.DISMISS, PositionStance.OPPOSE),
        (Stance.REJECT, PositionStance.OPPOSE),
        (Stance.CRITICISE, PositionStance.OPPOSE),
        (Stance.THREATEN, PositionStance.OPPOSE),
        (Stance.DENY, PositionStance.OPPOSE),
    ],
)
def test_each_stance_puts_the_reactor_somewhere(stance: Stance, expected: PositionStance) -> None:
    assert stand(reaction(1, stance)) is expected


@pytest.mark.parametrize(
    ("stances", "expected"),
    [
        ([Stance.SUPPORT, Stance.REJECT], PositionStance.AMBIVALENT),
        ([Stance.REJECT, Stance.SUPPORT], PositionStance.AMBIVALENT),
        ([Stance.SUPPORT, Stance.CONDITIONAL], PositionStance.CONDITIONAL),
        ([Stance.NONCOMMITTAL, Stance.REJECT], PositionStance.OPPOSE),
        ([Stance.REJECT, Stance.DISMISS], PositionStance.OPPOSE),
    ],
)
def test_several_signs_are_weighed(stances: list[Stance], expected: PositionStance) -> None:
    assert stand(*(reaction(n, stance) for n, stance in enumerate(stances, 1))) is expected


def test_a_denied_welcome_is_opposition_and_a_denied_refusal_is_nothing_yet() -> None:
    assert stand(reaction(1, Stance.SUPPORT, negated=True)) is PositionStance.OPPOSE
    assert stand(reaction(1, Stance.REJECT, negated=True)) is PositionStance.NEUTRAL


def test_what_somebody_did_at_first_counts_where_there_is_nothing_else() -> None:
    at_first = reaction(1, Stance.REJECT, mode=Mode.HISTORICAL)
    assert stand(at_first) is PositionStance.OPPOSE
    assert stand(at_first, reaction(2, Stance.ACCEPT)) is PositionStance.SUPPORT


def test_imagined_reactions_count_for_nothing() -> None:
    assert stand(reaction(1, Stance.REJECT, mode=Mode.HYPOTHETICAL)) is None
    assert stand(reaction(1, Stance.CONDITIONAL, mode=Mode.HYPOTHETICAL)) == "conditional"  # "would attend only if"


def test_the_proposer_who_turns_against_its_plan_is_ambivalent() -> None:
    assert stand(reaction(1, Stance.REJECT, who="a1"), who="a1") is PositionStance.AMBIVALENT


def test_a_reaction_to_a_quote_is_one_to_the_proposal_in_it() -> None:
    quote = Quote(id="q1", content=[Span(0, 25)])
    found = [
        p for p in find_positions([quote], [PLAN], [reaction(1, Stance.REJECT, target="q1")]) if p.actor.id == "a2"
    ]
    assert [(p.issue.id, p.stance) for p in found] == [("p1", PositionStance.OPPOSE)]


def test_the_plan_in_a_quote_of_several_parts_is_found() -> None:
    quote = Quote(id="q1", content=[Span(1, 8), Span(4, 30)])
    found = find_positions([quote], [PLAN], [reaction(1, Stance.REJECT, target="q1")])
    assert {p.actor.id: p.issue.id for p in found} == {"a1": "p1", "a2": "p1"}


def test_many_quotes_and_proposals_cost_no_look_at_every_pair(growth: Growth) -> None:
    def task(size: int) -> Callable[[], None]:
        quotes = [Quote(id=f"q{n}", content=[Span(10 * n, 10 * n + 9)]) for n in range(size)]
        proposals = [Proposal(id=f"p{n}", cue=Span(10 * n + 2, 10 * n + 4)) for n in range(size)]

        def run() -> None:
            (position,) = find_positions(quotes, proposals, [reaction(1, Stance.REJECT, target="q77")])
            assert position.issue.id == "p77"

        return run

    assert growth(task, 500, 5_000) < 30  # all pairs would be a hundred times as many


def test_evidence_names_every_sign_once() -> None:
    found = list(find_positions([], [PLAN], [reaction(1, Stance.REJECT), reaction(2, Stance.DISMISS)]))
    evidence = next(p.evidence for p in found if p.actor.id == "a2")
    assert [link.id for link in evidence] == ["r1", "r2"]


def test_what_is_hardly_sure_is_left_out_but_for_conditions() -> None:
    signs = [
        reaction(1, Stance.REJECT, "a2", confidence=0.2),
        reaction(2, Stance.SUPPORT, "a3", confidence=0.3),
        reaction(3, Stance.CONDITIONAL, "a4", confidence=0.1),
    ]
    stands = {
        least: [p.actor.id for p in Positions(min_confidence=least).diplomacy_find_positions([], [], signs)]
        for least in (0.0, 0.25, 0.5)
    }
    assert stands == {0.0: ["a2", "a3", "a4"], 0.25: ["a3", "a4"], 0.5: ["a4"]}
    assert [p.actor.id for p in Positions().diplomacy_find_positions([], [], signs)] == stands[0.25]
    with pytest.raises(ValueError, match=r"Positions\(min_confidence=...\): expected a number from 0 to 1, not 7"):
        Positions(min_confidence=7)


def test_a_doubtful_sign_does_not_turn_a_sure_one_unless_it_is_a_condition() -> None:
    sure = reaction(1, Stance.REJECT, confidence=0.8)
    assert stand(sure, reaction(2, Stance.SUPPORT, confidence=0.3)) == "oppose"
    assert stand(sure, reaction(2, Stance.SUPPORT, confidence=0.5)) == "ambivalent"
    welcome = reaction(1, Stance.SUPPORT, confidence=0.8)
    assert stand(welcome, reaction(2, Stance.CONDITIONAL, confidence=0.1)) == "conditional"
