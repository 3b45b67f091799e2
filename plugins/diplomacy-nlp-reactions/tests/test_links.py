"""Targets and reactors find the proposals, quotes and actors of the stages before."""

from __future__ import annotations

from attrs import evolve
from diplomacy_nlp_reactions.find import find_reactions

from diplomacy_nlp import Actor, Article, Link, Mention, Proposal, Quote, Span
from diplomacy_nlp.types import ProposalKind


def at(article: Article, words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = article.text.index(words, start + 1)
    return Span(start, start + len(words))


def actor(article: Article, id: str, *names: str, kind: str = "state") -> Actor:
    return Actor(id=id, name=names[0], kind=kind, mentions=[Mention(span=at(article, name)) for name in names])


def test_a_mention_of_a_proposal_is_the_target(parse):
    article, annotation = parse("Tunis proposed a ferry line. Valletta welcomed the idea.")
    proposal = Proposal(id="p1", cue=at(article, "proposed"), mentions=[at(article, "the idea")])
    (reaction,) = find_reactions(article, annotation, proposals=[proposal])
    assert reaction.target == Link(id="p1", span=at(article, "the idea"))


def test_a_definite_noun_takes_up_the_nearest_proposal_before(parse):
    article, annotation = parse("Tunis proposed a ferry line. Valletta rejected the plan.")
    proposal = Proposal(id="p1", cue=at(article, "proposed"))
    (reaction,) = find_reactions(article, annotation, proposals=[proposal])
    assert reaction.target.id == "p1"


def test_a_noun_of_a_kind_prefers_a_proposal_of_that_kind(parse):
    article, annotation = parse("Lima demanded an apology. Quito offered a loan. Bogota rejected the demand.")
    proposals = [
        Proposal(id="p1", cue=at(article, "demanded"), kind=ProposalKind.DEMAND),
        Proposal(id="p2", cue=at(article, "offered"), kind=ProposalKind.OFFER),
    ]
    (reaction,) = find_reactions(article, annotation, proposals=proposals)
    assert reaction.target.id == "p1"


def test_a_passive_without_agent_is_nobodys_reaction(parse):
    article, annotation = parse("Tunis proposed a ferry line. The plan was rejected. It was rejected by Malta.")
    proposal = Proposal(id="p1", cue=at(article, "proposed"), mentions=[at(article, "The plan")])
    (reaction,) = find_reactions(article, annotation, proposals=[proposal])
    assert [article[link.span] for link in reaction.reactors] == ["Malta"]


def test_we_in_a_quote_is_its_speaker(parse):
    article, annotation = parse("“We reject this ultimatum,” the Cuban foreign minister said.")
    speaker = actor(article, "a1", "the Cuban foreign minister", kind="person")
    quote = Quote(id="q1", content=[at(article, "“We reject this ultimatum,”")], speaker=Link(id="a1"))
    found = list(find_reactions(article, annotation, [speaker], [quote]))
    assert [[link.id for link in reaction.reactors] for reaction in found] == [["a1"]]


def test_an_actor_as_object_is_the_target(parse):
    article, annotation = parse("Athens condemned Tirana over the arrest.")
    actors = [actor(article, "a1", "Athens"), actor(article, "a2", "Tirana")]
    (reaction,) = find_reactions(article, annotation, actors)
    assert reaction.target == Link(id="a2", span=at(article, "Tirana"))
    assert article[reaction.reason] == "over the arrest"


def test_a_noun_of_a_proposals_content_stands_for_the_proposal(parse):
    article, annotation = parse("Kenya proposed an audit of the ballots. The commission agreed to the audit.")
    proposal = Proposal(id="p1", cue=at(article, "proposed"), content=[at(article, "an audit of the ballots")])
    (reaction,) = find_reactions(article, annotation, proposals=[proposal])
    assert reaction.target == Link(id="p1", span=at(article, "the audit"))


def test_it_is_the_proposal_rather_than_a_state(parse):
    article, annotation = parse("Norway proposed a ban on trawlers. Iceland rejected it.")
    norway = actor(article, "a1", "Norway", "it")
    proposal = Proposal(id="p1", cue=at(article, "proposed"))
    (reaction,) = find_reactions(article, annotation, actors=[norway], proposals=[proposal])
    assert reaction.target.id == "p1"


def test_a_state_that_will_grant_something_concedes_it(parse):
    article, annotation = parse("Iraq said it will allow inspectors to return.")
    (reaction,) = find_reactions(article, annotation, actors=[actor(article, "a1", "Iraq", "it")])
    assert (reaction.stance, reaction.why, article[reaction.cue]) == ("accept", "announced concession", "allow")


def test_we_of_who_speaks_for_a_state_is_the_state(parse):
    article, annotation = parse("“We reject this ultimatum,” the Cuban foreign minister said.")
    cuba = actor(article, "a2", "Cuban")
    minister = evolve(actor(article, "a1", "the Cuban foreign minister", kind="person"), principal=Link(id="a2"))
    quote = Quote(id="q1", content=[at(article, "“We reject this ultimatum,”")], speaker=Link(id="a1"))
    found = list(find_reactions(article, annotation, [minister, cuba], [quote]))
    assert [[link.id for link in reaction.reactors] for reaction in found] == [["a2"]]
