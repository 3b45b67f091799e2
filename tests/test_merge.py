"""Equal findings of several plugins become one, in whichever order they come."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from diplomacy_nlp import Actor, Finding, Link, Mention, Position, Proposal, Quote, Reaction, Span
from diplomacy_nlp.merge import merge, number


def actor(name: str, *spans: tuple[int, int], **more: object) -> Actor:
    return Actor(**{"name": name, "kind": "person", "mentions": [Mention(span=Span(*s)) for s in spans], **more})


def test_actors_that_share_a_mention_become_one_also_through_a_third() -> None:
    one = actor("Roth", (0, 4), found_by=["x"], confidence=0.5)
    two = actor("Anna Roth", (0, 4), (9, 12), found_by=["y"], confidence=0.9, country="DEU")
    three = actor("she", (9, 12), found_by=["z"], confidence=0.4, role="chancellor")
    (merged,) = merge([one, two, three])
    assert (merged.name, merged.country, merged.role) == ("Anna Roth", "DEU", "chancellor")
    assert merged.spans == (Span(0, 4), Span(9, 12))
    assert merged.found_by == ("x", "y", "z")
    assert merged.confidence == 0.9


def test_actors_whose_mentions_only_overlap_stay_apart() -> None:
    assert len(merge([actor("Russia", (0, 7)), actor("Russian officials", (0, 17))])) == 2


def test_quotes_of_the_same_content_become_one() -> None:
    rule = Quote(content=[Span(5, 9)], cue=Span(0, 4), why="rule", confidence=0.9)
    model = Quote(content=[Span(5, 7), Span(7, 9)], source=Span(10, 12), why="model", confidence=0.8)
    (merged,) = merge([model, rule])
    assert (merged.cue, merged.source, merged.why) == (Span(0, 4), Span(10, 12), "rule; model")


def test_of_two_stances_the_surer_stands_and_takes_nothing_from_the_other() -> None:
    at = {"cue": Span(0, 4), "evidence": Span(0, 9)}
    sure = Reaction(**at, stance="reject", confidence=0.9, found_by=["x"], why="verb")
    loser = Reaction(
        **at, stance="support", plover="SUPPORT", cameo="05", reactors=[Link(id="a1")], reason=Span(6, 8),
        why="noun", confidence=0.8, found_by=["y"], mode="future",
    )  # fmt: skip
    third = Reaction(**at, stance="reject", plover="REJECT", reactors=[Link(id="a2")], confidence=0.7, found_by=["z"])
    assert merge([loser, sure, third]) == (
        Reaction(**at, stance="reject", plover="REJECT", reactors=[Link(id="a2")], confidence=0.9, why="verb"),
    )
    assert merge([loser, sure, third])[0].found_by == ("x", "z")


def test_what_hangs_on_a_field_comes_from_those_that_agree_in_it() -> None:
    offer = Proposal(cue=Span(0, 4), kind="offer", confidence=0.9)
    demand = Proposal(cue=Span(0, 4), kind="demand", plover="REQUEST", content=[Span(5, 9)], confidence=0.8)
    (merged,) = merge([offer, demand])
    assert (merged.kind, merged.plover, merged.content) == ("offer", None, (Span(5, 9),))
    one = Quote(content=[Span(9, 12)], source=Span(0, 4), confidence=0.9)
    other = Quote(content=[Span(9, 12)], source=Span(5, 8), speaker=Link(id="a2"), cue=Span(4, 5), confidence=0.8)
    (quote,) = merge([one, other])
    assert (quote.source, quote.speakers, quote.cue) == (Span(0, 4), (), Span(4, 5))
    person = actor("Roth", (0, 4), confidence=0.9)
    state = actor("Roth", (0, 4), kind="state", sector="GOV", country="DEU", confidence=0.8)
    (merged_actor,) = merge([person, state])
    assert (merged_actor.kind, merged_actor.sector, merged_actor.country) == ("person", None, "DEU")


def test_an_ordinary_report_takes_no_mode_from_a_less_sure_reading() -> None:
    plain = Finding(label="x", spans=[Span(0, 2)], confidence=0.9)
    imagined = Finding(label="x", spans=[Span(0, 2)], confidence=0.8, mode="hypothetical")
    assert [item.mode for item in merge([imagined, plain])] == [None]


def test_a_proposals_cue_may_be_anothers_mention() -> None:
    verb = Proposal(cue=Span(0, 8), mentions=[Span(20, 28)], confidence=0.9)
    noun = Proposal(cue=Span(20, 28), content=[Span(30, 40)], confidence=0.5)
    (merged,) = merge([verb, noun])
    assert (merged.cue, merged.content, merged.mentions) == (Span(0, 8), (Span(30, 40),), (Span(20, 28),))


def test_reactions_with_the_same_cue_but_other_targets_stay_apart() -> None:
    toward = [Reaction(cue=Span(0, 4), stance="reject", evidence=Span(0, 9), target=Link(id=i)) for i in ("p1", "p2")]
    assert len(merge([*toward, toward[0]])) == 2


def test_positions_of_the_same_actor_and_issue_unite_their_evidence() -> None:
    def position(evidence: str) -> Position:
        return Position(actor=Link(id="a1"), issue=Link(id="p1"), stance="support", evidence=[Link(id=evidence)])

    (merged,) = merge([position("r1"), position("q1")])
    assert {link.id for link in merged.evidence} == {"r1", "q1"}


def test_items_stand_in_the_order_of_the_text_and_are_numbered() -> None:
    found = [Finding(label="b", spans=[Span(5, 6)]), Finding(label="a", spans=[Span(1, 2)])]
    assert [(item.id, item.label) for item in number(merge(found))] == [("f1", "a"), ("f2", "b")]


def test_positions_on_one_matter_stand_in_the_order_of_their_actors_whatever_their_confidence() -> None:
    def position(actor: str, start: int, confidence: float) -> Position:
        link, issue = Link(id=actor, span=Span(start, start + 2)), Link(id="p1", span=Span(40, 44))
        return Position(actor=link, issue=issue, stance="support", evidence=[Link(id="r1")], confidence=confidence)

    for confidences in ((0.2, 0.9), (0.9, 0.2)):
        found = [position("a1", 20, confidences[0]), position("a2", 3, confidences[1])]
        assert [item.actor.id for item in merge(found)] == ["a2", "a1"]


def test_an_item_that_no_other_equals_loses_what_it_says_twice() -> None:
    (found,) = merge([Proposal(cue=Span(0, 2), mentions=[Span(8, 9), Span(0, 2), Span(4, 5), Span(8, 9)])])
    assert found.mentions == (Span(4, 5), Span(8, 9))


spans = st.builds(lambda start, size: Span(start, start + size), st.integers(0, 30), st.integers(1, 6))
proposals = st.builds(
    Proposal,
    cue=spans,
    mentions=st.lists(spans, max_size=3),
    content=st.lists(spans, max_size=2),
    confidence=st.sampled_from([0.2, 0.5, 0.9]),
    found_by=st.sampled_from([("x",), ("y",)]),
)


@given(st.lists(proposals, max_size=8), st.randoms(use_true_random=False))
def test_every_order_gives_the_same(found: list[Proposal], order: random.Random) -> None:
    shuffled = list(found)
    order.shuffle(shuffled)
    assert number(merge(found)) == number(merge(shuffled))


@given(st.lists(proposals, max_size=8))
def test_merged_proposals_share_no_word_of_cue_or_mention(found: list[Proposal]) -> None:
    named = [span for p in merge(found) for span in (p.cue, *p.mentions)]
    assert len(named) == len(set(named))
    assert set(named) == {span for p in found for span in (p.cue, *p.mentions)}
