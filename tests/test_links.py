"""Words become ids, ids get their words, statuses are settled."""

from __future__ import annotations

import pytest
from attrs import evolve

from diplomacy_nlp import Actor, Certainty, Link, Mention, Mode, Proposal, Quote, Reaction, Span, Stance, Status
from diplomacy_nlp.links import Resolver, link_faults, settle_statuses

TEXT = "Foreign Minister Anna Roth proposed a truce. The truce was rejected by Oslo, said Roth."


def at(words: str, start: int = 0) -> Span:
    found = TEXT.index(words, start)
    return Span(found, found + len(words))


ROTH = Actor(id="a1", name="Anna Roth", kind="person", mentions=[Mention(span=at("Anna Roth"))])
OSLO = Actor(id="a2", name="Norway", kind="state", mentions=[Mention(span=at("Oslo"), type="metonym")])
TRUCE = Proposal(id="p1", cue=at("proposed"), content=[at("a truce")], mentions=[at("The truce")])


def test_words_that_name_an_item_get_its_id() -> None:
    resolver = Resolver([ROTH, OSLO, TRUCE])
    reaction = Reaction(
        cue=at("rejected"),
        stance=Stance.REJECT,
        evidence=at("The truce was rejected by Oslo"),
        reactors=[Link(span=at("Oslo"))],
        target=Link(span=at("The truce")),
    )
    complete = resolver.complete(reaction)
    assert complete.reactors == (Link(id="a2", span=at("Oslo")),)
    assert complete.target == Link(id="p1", span=at("The truce"))


def test_an_id_gets_the_words_of_its_first_mention() -> None:
    assert Resolver([ROTH]).complete_link(Link(id="a1"), (Actor,)) == Link(id="a1", span=at("Anna Roth"))


def test_a_title_before_a_name_names_the_person() -> None:
    link = Resolver([ROTH]).complete_link(Link(span=at("Foreign Minister Anna Roth")), (Actor,))
    assert link.id == "a1"


def test_half_the_characters_must_be_shared() -> None:
    resolver = Resolver([OSLO])
    assert resolver.complete_link(Link(span=at("by Oslo")), (Actor,)).id == "a2"
    assert resolver.complete_link(Link(span=at("was rejected by Oslo")), (Actor,)).id is None


def test_words_that_name_nothing_stay_words() -> None:
    link = Link(span=at("said"))
    assert Resolver([ROTH, OSLO, TRUCE]).complete_link(link, (Proposal, Quote, Actor)) == link


def test_a_field_takes_only_its_own_kind_of_item() -> None:
    """ "A truce" names a proposal, and proposals do not speak."""
    quote = Quote(content=[at("a truce")], speaker=Link(span=at("a truce")))
    assert Resolver([TRUCE]).complete(quote).speaker == Link(span=at("a truce"))


def test_two_links_to_one_actor_become_one() -> None:
    proposal = Proposal(cue=at("proposed"), proposers=[Link(id="a1"), Link(span=at("Anna Roth"))])
    assert [link.id for link in Resolver([ROTH]).complete(proposal).proposers] == ["a1"]


def test_a_proposal_is_preferred_to_a_quote_of_the_same_words() -> None:
    quote = Quote(id="q1", content=[at("The truce")])
    link = Resolver([quote, TRUCE]).complete_link(Link(span=at("The truce")), (Proposal, Quote, Actor))
    assert link.id == "p1"


def test_what_a_reaction_says_itself_is_not_what_it_reacts_to() -> None:
    """ "Rejected" with its object is a quote as well, Oslo's own."""
    own = Quote(id="q1", content=[at("The truce")], cue=at("rejected"))
    other = Quote(id="q2", content=[at("The truce")], cue=at("said"))
    reaction = Reaction(
        cue=at("rejected"), stance=Stance.REJECT, evidence=at("was rejected by Oslo"), target=Link(span=at("The truce"))
    )
    assert Resolver([own]).complete(reaction).target == Link(span=at("The truce"))
    assert Resolver([own, other]).complete(reaction).target == Link(id="q2", span=at("The truce"))


def test_what_is_done_to_somebody_is_not_this_person() -> None:
    text = "Oslo condemned the arrest of Minister Anna Roth, and thanked Minister Anna Roth."
    first, second = (text.index("Anna Roth", start) for start in (0, 50))
    roth = Actor(id="a1", name="Anna Roth", kind="person", mentions=[Mention(span=Span(first, first + 9))])
    roth = evolve(roth, mentions=[*roth.mentions, Mention(span=Span(second, second + 9))])
    resolver = Resolver([roth], text)
    deed = Link(span=Span(text.index("the arrest"), first + 9))
    assert resolver.complete_link(deed, (Proposal, Quote, Actor)) == deed
    named = Link(span=Span(text.rindex("Minister"), second + 9))
    assert resolver.complete_link(named, (Proposal, Quote, Actor)).id == "a1"


@pytest.mark.parametrize("title", ["the prime minister of Norway, ", "minister of defence ", "Foreign Minister "])
def test_a_title_before_a_name_is_the_person(title: str) -> None:
    text = f"Oslo thanked {title}Anna Roth."
    name = Span(text.index("Anna"), len(text) - 1)
    roth = Actor(id="a1", name="Anna Roth", kind="person", role="minister of defence", mentions=[Mention(span=name)])
    link = Link(span=Span(text.index(title), name.end))
    assert Resolver([roth], text).complete_link(link, (Actor,)).id == "a1"


def test_a_reaction_is_not_toward_the_quote_that_it_stands_in() -> None:
    whole = Quote(id="q1", content=[at("The truce was rejected by Oslo")], cue=at("said"))
    reaction = Reaction(
        cue=at("rejected"),
        stance=Stance.REJECT,
        evidence=at("was rejected by Oslo"),
        target=Link(span=at("The truce was rejected")),
    )
    assert Resolver([whole]).complete(reaction).target == Link(span=at("The truce was rejected"))


def test_dangling_ids_and_ids_of_the_wrong_kind_are_told() -> None:
    quote = Quote(content=[at("a truce")], speaker=Link(id="a9"), addressees=[Link(id="p1")])
    faults = list(link_faults(quote, {"a1": Actor, "p1": Proposal}))
    assert faults == [
        "Quote.speaker: id 'a9' is none of the items found so far (a1, p1)",
        "Quote.addressees: id 'p1' is a Proposal, but Actor is expected",
    ]


# --- statuses -----------------------------------------------------------------------------------------------------


def reaction(stance: Stance, who: str, **more: object) -> Reaction:
    return Reaction(
        cue=at("rejected"),
        stance=stance,
        evidence=at("rejected"),
        reactors=[Link(id=who)],
        target=Link(id="p1"),
        **more,
    )


def settled(proposal: Proposal, *reactions: Reaction) -> Status | None:
    (result,) = settle_statuses([proposal], reactions)
    return result.status


ASKED = Proposal(id="p1", cue=at("proposed"), proposers=[Link(id="a1")], addressees=[Link(id="a2")])


@pytest.mark.parametrize(
    ("reactions", "status"),
    [
        ([], Status.OPEN),
        ([reaction(Stance.REJECT, "a2")], Status.REJECTED),
        ([reaction(Stance.ACCEPT, "a2")], Status.ACCEPTED),
        ([reaction(Stance.ACCEPT, "a2"), reaction(Stance.REJECT, "a2")], Status.REJECTED),
        ([reaction(Stance.DISMISS, "a2")], Status.REJECTED),  # who is asked and does not take it seriously refuses
        ([reaction(Stance.DISMISS, "a3")], Status.OPEN),
        ([reaction(Stance.REJECT, "a3")], Status.OPEN),  # nobody asked a3
        ([reaction(Stance.REJECT, "a2", negated=True)], Status.OPEN),
        ([reaction(Stance.REJECT, "a2", mode=Mode.HYPOTHETICAL)], Status.OPEN),
        ([reaction(Stance.REJECT, "a2", certainty=Certainty.HEDGED)], Status.OPEN),
    ],
)
def test_those_who_are_asked_settle_the_status(reactions: list[Reaction], status: Status) -> None:
    assert settled(ASKED, *reactions) is status


def test_those_who_are_asked_may_be_divided_or_set_conditions() -> None:
    both = Proposal(id="p1", cue=at("proposed"), addressees=[Link(id="a2"), Link(id="a3")])
    refusal, consent = reaction(Stance.REJECT, "a2"), reaction(Stance.ACCEPT, "a3")
    assert settled(both, refusal) is Status.REJECTED
    assert settled(both, refusal, consent) is Status.OPEN
    assert settled(both, refusal, reaction(Stance.CONDITIONAL, "a3")) is Status.OPEN
    assert settled(both, consent, reaction(Stance.NONCOMMITTAL, "a2")) is Status.OPEN


def test_who_speaks_for_one_who_is_asked_decides_for_it() -> None:
    minister = Actor(
        id="a4", name="Minister", kind="person", principal=Link(id="a2"), mentions=[Mention(span=at("proposed"))]
    )
    refused = [reaction(Stance.REJECT, "a4")]
    assert settle_statuses([ASKED], refused)[0].status is Status.OPEN
    assert settle_statuses([ASKED], refused, [minister])[0].status is Status.REJECTED


def test_what_was_withdrawn_or_superseded_stays_so() -> None:
    withdrawn = evolve(ASKED, status=Status.WITHDRAWN)
    assert settled(withdrawn, reaction(Stance.REJECT, "a2")) is Status.WITHDRAWN


def test_where_nobody_is_asked_those_who_would_take_part_come_before_others() -> None:
    free = Proposal(id="p1", cue=at("proposed"), participants=[Link(id="a2")])
    assert settled(free, reaction(Stance.ACCEPT, "a3")) is Status.ACCEPTED
    assert settled(free, reaction(Stance.ACCEPT, "a3"), reaction(Stance.REJECT, "a2")) is Status.REJECTED


def test_where_nobody_is_asked_anyone_but_the_proposer_settles_it() -> None:
    free = Proposal(id="p1", cue=at("proposed"), proposers=[Link(id="a1")])
    assert settled(free, reaction(Stance.REJECT, "a3")) is Status.REJECTED
    assert settled(free, reaction(Stance.REJECT, "a1")) is Status.OPEN


def test_a_refusal_outweighs_what_lapsed_and_else_the_plugins_word_stays() -> None:
    lapsed = Proposal(id="p1", cue=at("proposed"), addressees=[Link(id="a2")], status=Status.LAPSED)
    assert settled(lapsed) is Status.LAPSED
    assert settled(lapsed, reaction(Stance.REJECT, "a2")) is Status.REJECTED
