"""Whose a cue is and what it is toward: the options, what is known of each, and the network that chooses."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch
from attrs import evolve

from diplomacy_nlp import Actor, Link, Mention, Proposal, Quote, Span
from diplomacy_nlp.toolkit.discourse import Discourse
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.learned.fill import ADDRESSEES, HOLDERS, LINKS, TARGETS, Asked, Filler
from diplomacy_nlp.toolkit.learned.found import REACTION
from diplomacy_nlp.toolkit.learned.links import link_options
from diplomacy_nlp.toolkit.learned.ranker import Questions, Ranker, SlotNetwork, SlotSizes, logs_of_sums
from diplomacy_nlp.toolkit.learned.slots import (
    Facts,
    Option,
    Ruled,
    addressee_options,
    holder_options,
    link_of,
    target_options,
)


def document_of(
    parse, text: str, *names: str, quotes: tuple[Quote, ...] = (), proposals: tuple[Proposal, ...] = ()
) -> Document:
    article, annotation = parse(text)
    actors = [
        Actor(id=f"a{number}", name=name, kind="state", mentions=[Mention(span=Span(*m.span())) for m in found])
        for number, name in enumerate(names, 1)
        if (found := list(re.finditer(name, text)))
    ]
    assert len(actors) == len(names)
    return Document(article=article, annotation=annotation, actors=tuple(actors), quotes=quotes, proposals=proposals)


def word(document: Document, text: str):
    return next(w for w in document.annotation.words if w.text == text)


def options_of(document: Document, cue: str, ruled: Ruled | None = None) -> dict[str | None, Option]:
    found = holder_options(document, word(document, cue), "criticise", ruled)
    return {option.actor: option for option in found}


def ranker(**weights: float) -> Ranker:
    """A ranker that weighs single facts alone."""
    facts = [name.replace("_", " ") for name in weights]
    network = SlotNetwork(SlotSizes(facts=len(facts), labels=1))
    for parameter in network.parameters():
        torch.nn.init.zeros_(parameter)
    network.weights.weight.data[:, 0] = torch.tensor(list(weights.values()))
    return Ranker(network, facts, ["reaction: criticise"])


def filler(document: Document, **rankers: Ranker) -> Filler:
    return Filler(document=document, rankers=rankers)


def asked(document: Document, cue: str, ruled: Ruled | None = None) -> Asked:
    return Asked(cue=word(document, cue), label="criticise", ruled=ruled)


# --- holders ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cue", "fact"),
    [
        ("Norway condemned the raid on Iceland.", "condemned", "agent"),
        ("Iceland was condemned by Norway.", "condemned", "agent"),
        ("Norway's criticism of Iceland was harsh.", "criticism", "owner, possessive"),
        ("The raid, which Norway condemned, angered Iceland.", "condemned", "agent"),
    ],
)
def test_agent_and_owner_are_told(parse, text, cue, fact):
    options = options_of(document_of(parse, text, "Norway", "Iceland"), cue)
    assert fact in options["a1"].facts
    assert fact not in options["a2"].facts


def test_nobody_is_the_last_option_and_all_have_facts(parse):
    document = document_of(parse, "Norway condemned the raid on Iceland.", "Norway", "Iceland")
    options = holder_options(document, word(document, "condemned"), "criticise")
    assert [option.actor for option in options] == ["a1", "a2", None]
    assert all(option.facts for option in options)


def test_who_speaks_and_says_i_is_told(parse):
    text = "“I think that is a disgrace,” Norway said."
    quote = Quote(id="q1", content=[Span(0, text.index(" Norway"))], speaker=Link(id="a1"))
    facts = options_of(document_of(parse, text, "Norway", quotes=(quote,)), "disgrace")["a1"].facts
    assert "speaker 0, first person True" in facts


def test_whom_the_text_spoke_of_before_is_an_option_with_its_last_mention(parse):
    document = document_of(parse, "Norway met Iceland. Norway spoke. It was a disgrace.", "Norway", "Iceland")
    option = options_of(document, "disgrace")["a1"]
    assert option.word is None
    assert option.at is not None
    assert option.at.sentence == 1


def test_what_a_rule_says_is_told(parse):
    document = document_of(parse, "Norway condemned the raid on Iceland.", "Norway", "Iceland")
    options = options_of(document, "condemned", Ruled(holders=frozenset({"a1"})))
    assert "the rule's" in options["a1"].facts
    assert "not the rule's" in options["a2"].facts
    assert "not the rule's" in options[None].facts


def test_those_who_do_it_together_are_all_holders(parse):
    document = document_of(parse, "Norway, Iceland and Denmark rejected the plan.", "Norway", "Iceland", "Denmark")
    (slot,) = filler(document, **{HOLDERS: ranker(agent=4.0)}).holders([asked(document, "rejected")], REACTION)
    assert [link.id for link in slot.links] == ["a1", "a2", "a3"]
    assert slot.share is not None
    assert all(link.confidence == slot.share for link in slot.links)


@pytest.mark.parametrize(("text", "holders"), [("to", []), ("by", ["a1"])])
def test_what_a_letter_says_is_not_its_reader_s(parse, text, holders):
    document = document_of(parse, f"The letter {text} Norway condemned the raid.", "Norway")
    (slot,) = filler(document, **{HOLDERS: ranker(kind_state=4.0)}).holders([asked(document, "condemned")], REACTION)
    assert [link.id for link in slot.links] == holders


def test_where_the_rule_names_the_likeliest_its_answer_stays(parse):
    document = document_of(parse, "Norway condemned the raid on Iceland.", "Norway", "Iceland")
    fill = filler(document, **{HOLDERS: ranker(agent=4.0)})
    by_rule = [asked(document, "condemned", Ruled(holders=frozenset({who}))) for who in ("a1", "a2")]
    same, other = fill.holders(by_rule, REACTION)
    assert same.is_rules
    assert not other.is_rules
    assert [link.id for link in other.links] == ["a1"]


# --- who is asked -------------------------------------------------------------------------------------------------


def asking(document: Document, cue: str, *ruled: str) -> Asked:
    return Asked(cue=word(document, cue), label="request", ruled=Ruled(holders=frozenset(ruled)))


def test_who_proposes_is_not_asked(parse):
    document = document_of(parse, "Norway urged Iceland to talk.", "Norway", "Iceland")
    options = addressee_options(document, word(document, "urged"), "request", frozenset({"a1"}))
    assert [option.actor for option in options] == ["a2", None]


def test_to_whom_a_quote_is_said_is_told(parse):
    text = "“Please withdraw,” Norway told Iceland."
    quote = Quote(id="q1", content=[Span(0, text.index(" Norway"))], speaker=Link(id="a1"), addressees=[Link(id="a2")])
    document = document_of(parse, text, "Norway", "Iceland", quotes=(quote,))
    options = addressee_options(document, word(document, "withdraw"), "request", frozenset({"a1"}))
    assert ["told so True" in option.facts for option in options] == [True, False]


@pytest.mark.parametrize(
    ("country", "fact"), [("NOR", "state its, True"), ("ISL", "state other, True"), (None, "state no, True")]
)
def test_whether_somebody_is_of_the_state_that_proposes_is_told(parse, country, fact):
    document = document_of(parse, "Norway urged the miners to talk.", "Norway", "miners")
    first, second = document.actors
    document = evolve(document, actors=(evolve(first, country="NOR"), evolve(second, country=country)))
    miners, _ = addressee_options(document, word(document, "urged"), "request", frozenset({"a1"}))
    assert fact in miners.facts


def test_those_who_are_asked_together_are_all_told(parse):
    document = document_of(parse, "Norway urged Iceland and Denmark to talk.", "Norway", "Iceland", "Denmark")
    fill = filler(document, **{ADDRESSEES: ranker(**{"path vobj": 4.0})})
    (slot,) = fill.addressees([asking(document, "urged")], [[Link(id="a1")]])
    assert [link.id for link in slot.links] == ["a2", "a3"]


def test_where_the_network_takes_nobody_for_asked_the_rule_s_answer_stays(parse):
    document = document_of(parse, "Norway urged Iceland to talk.", "Norway", "Iceland")
    fill = filler(document, **{ADDRESSEES: ranker(nobody=4.0)})
    (slot,) = fill.addressees([asking(document, "urged", "a2")], [[Link(id="a1")]])
    assert slot.is_rules


def test_nobody_is_told_who_is_likelier_not_asked(parse):
    text = "Norway urged Iceland to talk. Denmark was silent." + " The rain went on." * 6
    document = document_of(parse, text, "Norway", "Iceland", "Denmark")
    fill = filler(document, **{ADDRESSEES: ranker(**{"path vobj": 0.1})})
    (slot,) = fill.addressees([asking(document, "urged")], [[Link(id="a1")]])
    assert slot.is_rules
    assert slot.share is not None
    assert slot.share < 0.5


def test_no_fact_is_told_twice_of_an_option(parse):
    text = "Norway met Iceland. Norway spoke. Norway spoke. Norway spoke. Norway and its Norway condemned the raid."
    document = document_of(parse, text, "Norway", "Iceland")
    cue = word(document, "condemned")
    options = [
        *holder_options(document, cue, "criticise", Ruled(holders=frozenset({"a1"}))),
        *target_options(Discourse.of(document), cue, "criticise"),
    ]
    facts = [[*option.facts] for option in options]
    assert len(facts) > 4
    assert all(len(own) == len(set(own)) == len(option.facts) for own, option in zip(facts, options, strict=True))
    assert any("subject further back" in own for own in facts)


# --- targets ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cue", "target", "fact"),
    [
        ("Norway condemned the raid.", "condemned", "raid", "patient, criticise"),
        ("The raid was condemned by Norway.", "condemned", "raid", "patient, criticise"),
        ("Norway voiced its opposition to the tariff.", "opposition", "tariff", "path vnmod, to"),
        ("Norway called the unacceptable tariff off.", "unacceptable", "tariff", "path ^amod, bare"),
    ],
)
def test_words_of_the_sentence_are_options_with_their_way_to_the_cue(parse, text, cue, target, fact):
    document = document_of(parse, text, "Norway")
    options = target_options(Discourse.of(document), word(document, cue), "criticise", frozenset({"a1"}))
    found = {option.word.text: option for option in options if option.word is not None}
    assert fact in found[target].facts
    assert "the holder" in found["Norway"].facts
    assert options[-1].word is None


PLAN = "Norway proposed a truce. Iceland was furious."


def plan_in(parse, text: str = PLAN, cue: str = "furious") -> tuple[Document, Discourse]:
    proposed, content = text.index("proposed"), text.index("truce")
    plan = Proposal(id="p1", kind="proposal", cue=Span(proposed, proposed + 8), content=[Span(content, content + 5)])
    document = document_of(parse, text, "Norway", "Iceland", proposals=(plan,))
    return document, Discourse.of(document).at(text.index(cue))


def test_a_proposal_in_mind_is_an_option_where_no_word_names_it(parse):
    document, spoken = plan_in(parse)
    cue = word(document, "furious")
    (option,) = [o for o in target_options(spoken, cue, "criticise", frozenset({"a2"})) if o.proposal == "p1"]
    assert "proposal 1 back" in option.facts
    link = link_of(spoken, option, cue, [Link(id="a2")])
    assert link is not None
    assert (link.id, link.span) == ("p1", None)


def test_what_a_proposal_is_to_the_text_is_told(parse):
    document, spoken = plan_in(parse)
    cue = word(document, "furious")

    def facts(spoken: Discourse) -> Facts:
        (option,) = [o for o in target_options(spoken, cue, "criticise") if o.proposal == "p1"]
        return option.facts

    assert "opens the text True, one of 1" in facts(spoken)
    assert "stances before 0, most False" in facts(spoken)
    assert "stances before 1, most True" in facts(spoken.after(Link(id="p1"), 40))
    assert "the last stance's False, one of 1" in facts(spoken.after(Link(id="p1"), 40).after(None, 41))


def test_the_likeliest_target_is_told_with_its_share(parse):
    document, spoken = plan_in(parse)
    fill = filler(document, **{TARGETS: ranker(**{"in mind": 3.0})})
    slot = fill.target(spoken, asked(document, "furious"), [Link(id="a2")])
    assert [link.id for link in slot.links] == ["p1"]
    assert slot.share == slot.links[0].confidence
    assert slot.share > 0.5


def test_nobody_reacts_to_themselves(parse):
    document, spoken = plan_in(parse)
    fill = filler(document, **{TARGETS: ranker(**{"the holder": 3.0})})
    assert fill.target(spoken, asked(document, "furious"), [Link(id="a2")]).links == ()


# --- links to proposals -------------------------------------------------------------------------------------------


STEP = "Norway proposed a truce. Iceland criticised the step."


def test_the_proposals_in_mind_and_none_are_options_for_a_link(parse):
    document, spoken = plan_in(parse, STEP, "criticised")
    cue = word(document, "criticised")
    told = [(0.6 if o.word == word(document, "step") else 0.1, o) for o in target_options(spoken, cue, "criticise")]
    options = link_options(spoken, cue, "criticise", frozenset({"a2"}), told)
    assert [option.proposal for option in options] == ["p1", None]
    assert "named False, noun definite" in options[0].facts
    assert "none, lemma step" in options[1].facts
    assert all(len(set(option.facts)) == len(option.facts) for option in options)


def test_where_no_proposal_is_in_mind_nothing_is_asked(parse):
    document = document_of(parse, "Iceland criticised the step.", "Iceland")
    spoken, cue = Discourse.of(document), word(document, "criticised")
    told = [(0.1, option) for option in target_options(spoken, cue, "criticise")]
    assert link_options(spoken, cue, "criticise", frozenset(), told) == ()


@pytest.mark.parametrize(("weight", "id"), [(4.0, "p1"), (-4.0, None)])
def test_words_that_are_chosen_take_up_the_proposal_that_is_likely_meant(parse, weight, id):
    document, spoken = plan_in(parse, STEP, "criticised")
    targets = ranker(**{"patient, criticise": 3.0})
    fill = filler(document, **{TARGETS: targets, LINKS: ranker(**{"named False, noun definite": weight})})
    (link,) = fill.target(spoken, asked(document, "criticised"), [Link(id="a2")]).links
    assert link.id == id
    assert link.span is not None
    assert document.article[link.span] == "the step"


def test_without_rankers_the_rules_answers_stay(parse):
    document, spoken = plan_in(parse)
    cue = asked(document, "furious")
    assert [slot.is_rules for slot in filler(document).holders([cue], REACTION)] == [True]
    assert filler(document).target(spoken, cue, ()).is_rules


# --- the network --------------------------------------------------------------------------------------------------


def test_shares_sum_to_one_and_follow_the_facts():
    one = ranker(good=2.0, bad=-2.0)
    vectors = np.ones((3, 1152), np.float16)
    options = [(0, ["good"]), (None, ["bad", "never heard of"]), (1, [])]
    shares = one.reading(vectors).shares(2, "reaction: criticise", options)
    assert sum(shares) == pytest.approx(1)
    assert sorted(range(3), key=lambda n: -shares[n]) == [0, 2, 1]


def test_the_reading_without_torch_answers_as_the_network_does():
    torch.manual_seed(0)
    one = Ranker(SlotNetwork(SlotSizes(facts=4, labels=2, vectors=4)), ["a", "b", "c", "y: a"], ["x: 1", "y: 2"])
    vectors = np.random.default_rng(0).normal(size=(5, 4)).astype(np.float16)
    asked = [(0, "x: 1", [(1, ["a"]), (2, ["b", "c"]), (None, [])]), (3, "y: 2", [(4, ["c"]), (None, ["a"])])]
    joined = Questions.join([one.question(vectors, *question) for question in asked])
    with torch.inference_mode():
        scores = one.network(joined)
    shares = (scores - logs_of_sums(scores, joined.of, 2)[joined.of]).exp().tolist()
    found = [share for question in asked for share in one.reading(vectors).shares(*question)]
    assert found == pytest.approx(shares, abs=1e-5)
    together = one.reading(vectors).all_shares(asked * 40)
    assert [share for own in together for share in own] == pytest.approx(found * 40, abs=1e-6)
    assert len(set(found)) == len(found)


def test_a_ranker_is_kept_in_a_configuration():
    one = ranker(good=2.0)
    again = Ranker.of(one.network, one.as_dict())
    assert again.as_dict() == one.as_dict()
    assert SlotSizes(**one.as_dict()["sizes"]) == one.network.sizes


def test_cost_grows_in_step_with_the_length(parse, growth):
    sentence = "Norway condemned the raid on Iceland. "

    def task(times: int):
        document = document_of(parse, sentence * times, "Norway", "Iceland")
        cues = [w for w in document.annotation.words if w.text == "condemned"]
        assert len(cues) == times

        def read() -> None:
            spoken = Discourse.of(document)
            for cue in cues:
                holder_options(document, cue, "criticise")
                target_options(spoken.at(cue.span.start), cue, "criticise")

        return read

    assert growth(task, 20, 200) < 20  # all pairs would be a hundred times as many


def test_a_medium_that_has_seen_what_is_told_holds_nothing(parse) -> None:
    text = "The draft, seen by Reuters, calls on Israel to withdraw from Gaza."
    document = document_of(parse, text, "Reuters", "Israel")
    medium = evolve(document.actors[0], kind="media")
    document = evolve(document, actors=(medium, document.actors[1]))
    assert set(options_of(document, "calls")) == {"a2", None}
    assert set(options_of(document, "seen")) == {"a1", "a2", None}  # it did the seeing
