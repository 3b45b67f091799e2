"""Which proposal words mean: the ranker of the toolkit, the discourse that feeds it, and the roots it compares."""

from __future__ import annotations

import pytest

from diplomacy_nlp import Link, Proposal, Span
from diplomacy_nlp.toolkit.discourse import Discourse
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.roots import root
from diplomacy_nlp.toolkit.salience import (
    Anaphor,
    Form,
    Place,
    Referent,
    Salience,
    packaged_weights,
    proposal_noun,
)
from diplomacy_nlp.types import ProposalKind


def place(sentence: int) -> Place:
    return Place(offset=100 * sentence, sentence=sentence, paragraph=sentence)


def plan(key: str, sentence: int, *content: str, **more: object) -> Referent:
    at = place(sentence)
    return Referent(
        key=key, kinds=frozenset({ProposalKind.PROPOSAL}), content=frozenset(content), first=at, last=at, **more
    )


def table(*referents: Referent) -> Salience:
    found = Salience()
    for referent in referents:
        found = found.after(referent)
    return found


def noun(lemma: str, sentence: int, *roots: str, **more: object) -> Anaphor:
    facts = {"determined": "definite", "is_target": True, **more}
    return Anaphor(
        place=place(sentence), form=Form.NOUN, lemma=lemma, head=root(lemma), roots=frozenset(roots), **facts
    )


def first_proposal(found: Salience, anaphor: Anaphor) -> str:
    """The likeliest of the proposals, whether or not none of them is likelier."""
    return next(choice.referent.key for choice in found.ranked(anaphor) if choice.referent is not None)


# --- the table ----------------------------------------------------------------------------------------------------


def test_shares_sum_to_one_and_the_likeliest_comes_first():
    ranked = table(plan("a", 3), plan("b", 4)).ranked(noun("plan", 5))
    assert sum(choice.share for choice in ranked) == pytest.approx(1)
    assert [choice.share for choice in ranked] == sorted((choice.share for choice in ranked), reverse=True)
    assert {choice.referent and choice.referent.key for choice in ranked} == {"a", "b", None}


def test_without_a_proposal_nothing_is_meant():
    assert Salience().meant(noun("plan", 1)).referent is None


def test_after_gives_a_new_table_and_leaves_the_old_one():
    before = table(plan("a", 1))
    after = before.after(plan("b", 2))
    assert [r.key for r in before.referents] == ["a"]
    assert [r.key for r in after.referents] == ["b", "a"]


def test_what_is_spoken_of_again_comes_first_again():
    found = table(plan("a", 1), plan("b", 2), plan("a", 1))
    assert [r.key for r in found.referents] == ["a", "b"]


def test_of_many_proposals_the_latest_and_the_first_stay_in_mind():
    found = table(*(plan(str(number), number) for number in range(40)))
    kept = {r.key for r in found.referents}
    assert len(kept) < 20
    assert {"39", "38", "0"} <= kept


def test_what_a_candidate_says_is_known_of_the_proposal_afterwards():
    known = plan("a", 1, "truce").joined(plan("x", 4, "ceasefire", nouns=frozenset({"deal"})))
    assert (known.key, known.times, known.last.sentence) == ("a", 2, 4)
    assert known.content == {"truce", "ceasefire"}
    assert known.nouns == {"deal"}


def test_a_lead_may_mean_what_is_told_soon_after_but_not_far_below():
    soon, far = plan("soon", 2), plan("far", 30)
    found = Salience(ahead=(soon, far))
    assert [r.key for r in found.candidates(noun("plan", 0))] == ["soon"]


# --- what the weights make of it ----------------------------------------------------------------------------------


def test_the_nearer_of_two_like_proposals_is_meant():
    found = table(plan("far", 3, "a"), plan("near", 8, "b"))
    assert found.meant(noun("proposal", 8)).referent.key == "near"


def test_the_words_of_the_content_tell_which_one():
    found = table(plan("nets", 6, "ban", "net"), plan("ships", 7, "send", "ship"))
    assert first_proposal(found, noun("plan", 8, "net", "ban")) == "nets"


def test_an_owner_tells_which_one():
    oslo = plan("p1", 6, "ban", makers=frozenset({"oslo"}))
    bern = plan("p2", 7, "tax", makers=frozenset({"bern"}))
    meant = noun("proposal", 8, determined="possessive", owners=frozenset({"oslo"}))
    assert first_proposal(table(oslo, bern), meant) == "p1"


def test_a_plan_that_others_put_forward_is_another_one():
    known = table(plan("a", 3, "truce", makers=frozenset({"France"})))
    told = {"determined": "indefinite", "is_target": False, "stands": True, "holders": frozenset({"Russia"})}
    rival = noun("plan", 4, content=frozenset({"exchange"}), **told)
    assert known.meant(rival).referent is None
    assert [choice.referent for choice in known.ranked(rival)] == [None]
    same = noun("plan", 4, content=frozenset({"truce"}), **told)
    assert first_proposal(known, same) == "a"


def test_what_others_are_asked_for_is_another_thing():
    known = table(plan("a", 3, "withdraw", makers=frozenset({"Germany"}), asked=frozenset({"Serbia"})))
    told = {"form": Form.CLAUSE, "stands": True, "holders": frozenset({"Germany"})}
    also = Anaphor(place=place(4), content=frozenset({"elect"}), asked=frozenset({"Kosovo"}), **told)
    assert known.meant(also).referent is None
    again = Anaphor(place=place(4), content=frozenset({"withdraw"}), asked=frozenset({"Serbia"}), **told)
    assert first_proposal(known, again) == "a"


def test_the_words_themselves_tell_most():
    found = table(plan("p1", 2, "ban", nouns=frozenset({"plan"})), plan("p2", 8, "tax", nouns=frozenset({"plan"})))
    assert found.meant(noun("plan", 8, named=frozenset({"p1"}))).referent.key == "p1"


def test_a_noun_that_has_nothing_to_do_with_it_means_none():
    found = table(plan("p1", 2, "ban", "net"))
    assert found.meant(noun("weather", 9, "weather", "bad", determined="")).referent is None


def test_every_weight_is_of_a_fact_that_can_be_and_every_least_share_is_a_share():
    weights = packaged_weights()
    shares = {fact: weight for fact, weight in weights.items() if fact.endswith("least share")}
    assert len(weights) > 100
    assert len(shares) == 6
    assert all(0 < share < 1 for share in shares.values())


def test_nouns_for_proposals_have_a_kind_and_are_known_in_the_plural():
    assert proposal_noun("demands").kind is ProposalKind.DEMAND
    assert proposal_noun("weather") is None


# --- the discourse ------------------------------------------------------------------------------------------------


def document_of(parse, text: str, *proposals: tuple[str, str]) -> Document:
    article, annotation = parse(text)

    def at(words: str) -> Span:
        start = article.text.index(words)
        return Span(start, start + len(words))

    items = [
        Proposal(id=f"p{number}", cue=at(cue), content=[at(content)])
        for number, (cue, content) in enumerate(proposals, 1)
    ]
    return Document(article=article, annotation=annotation, proposals=tuple(items))


def word(document: Document, text: str):
    return next(w for w in document.annotation.words if w.text == text)


def test_a_discourse_speaks_of_what_stands_before_a_place(parse):
    document = document_of(
        parse,
        "Norway proposed a ban on nets. Sweden offered two ships.",
        ("proposed", "a ban on nets"),
        ("offered", "two ships"),
    )
    start = Discourse.of(document)
    here = start.at(document.text.index("Sweden"))
    assert start.salience.referents == ()
    assert [r.key for r in here.salience.referents] == ["p1"]
    assert [r.key for r in here.salience.ahead] == ["p2"]


def test_it_means_what_a_reaction_spoke_of_in_other_words(parse):
    document = document_of(
        parse,
        "Norway proposed a ban on nets. Sweden offered two ships. Denmark welcomed the ban. Iceland rejected it.",
        ("proposed", "a ban on nets"),
        ("offered", "two ships"),
    )
    welcomed, rejected = word(document, "welcomed"), word(document, "rejected")
    before = Discourse.of(document).at(welcomed.span.start)
    first = before.link(document.annotation.child(welcomed, "obj"), welcomed, [])
    second = before.after(first, welcomed.span.start).link(word(document, "it"), rejected, [])
    assert (first.id, second.id) == ("p1", "p1")
    assert 0 < first.confidence < 1


def test_without_proposals_there_is_no_link(parse):
    document = document_of(parse, "Iceland rejected it.")
    assert Discourse.of(document).link(word(document, "it"), word(document, "rejected"), []) is None


def test_a_link_to_something_else_takes_up_no_proposal(parse):
    document = document_of(parse, "Norway proposed a ban.", ("proposed", "a ban"))
    discourse = Discourse.of(document)
    for target in (Link(span=Span(0, 6)), None):
        after = discourse.after(target, 10)
        assert (after.salience, after.stances) == (discourse.salience, (None,))


def test_the_last_stances_are_kept_in_mind(parse):
    document = document_of(parse, "Norway proposed a ban.", ("proposed", "a ban"))
    own = document.proposals[0].id
    discourse = Discourse.of(document).at(22)
    for target in (Link(id=own), None, Link(id=own)):
        discourse = discourse.after(target, 22)
    assert discourse.stances == (own, None, own)
    for _ in range(200):
        discourse = discourse.after(None, 22)
    assert len(discourse.stances) < 100


def test_cost_grows_in_step_with_the_length(parse, growth):
    sentence = "Norway proposed a ban on nets. Iceland rejected it. "

    def task(times: int):
        article, annotation = parse(sentence * times)
        starts = [len(sentence) * number for number in range(times)]
        proposals = tuple(
            Proposal(id=f"p{start}", cue=Span(start + 7, start + 15), content=[Span(start + 16, start + 29)])
            for start in starts
        )
        cues = [w for w in annotation.words if w.text == "rejected"]
        assert len(cues) == times

        def read() -> None:
            discourse = Discourse.of(Document(article=article, annotation=annotation, proposals=proposals))
            for cue in cues:
                link = discourse.at(cue.span.start).link(annotation.child(cue, "obj"), cue, [])
                discourse = discourse.at(cue.span.start).after(link, cue.span.start)

        return read

    assert growth(task, 20, 200) < 20  # all pairs would be a hundred times as many


# --- roots --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [("suspend", "suspension"), ("postponement", "delay"), ("withdrawal", "withdraw"), ("extend", "extension")],
)
def test_kin_have_one_root(one, other):
    assert root(one) == root(other)


@pytest.mark.parametrize(("one", "other"), [("ration", "rate"), ("station", "state"), ("plan", "planet")])
def test_words_that_merely_look_alike_have_not(one, other):
    assert root(one) != root(other)
