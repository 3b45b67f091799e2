"""Which of the proposals on the table a reaction is toward, read by the real models from invented texts."""

from __future__ import annotations

import pytest
from diplomacy_nlp_reactions.find import find_reactions

from diplomacy_nlp import Article, Link, Proposal, Span
from diplomacy_nlp.types import ProposalKind, Status
from doubles import actor


def at(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(start, start + len(words))


def proposal(article: Article, id: str, cue: str, content: str = "", **more: object) -> Proposal:
    return Proposal(id=id, cue=at(article, cue), content=[at(article, content)] if content else [], **more)


ONE = [
    ("Iceland objected to the deadline.", "a definite word for a part"),
    ("Iceland rejected a delay.", "another word for what would be done"),
    ("Iceland opposed the postponement.", "a noun of the content's verb"),
    ("Iceland refused.", "nothing, after a verb of refusal"),
    ("Iceland agreed at once.", "nothing, after a verb of consent"),
    ("Iceland said no.", "nothing, after an idiom"),
    ("Iceland has reservations.", "nothing, after a noun"),
    ("Iceland is in favour.", "nothing, after a phrase"),
    ("Iceland declined to comment.", "nothing, after silence"),
    ("Iceland has not taken a position.", "nothing, after a denied noun"),
    ("Iceland refused to discuss it.", "a pronoun in a clause"),
    ("Iceland welcomed parts of the plan.", "a part of a definite noun"),
]


@pytest.mark.parametrize(("reaction", "how"), ONE, ids=[how for _, how in ONE])
def test_the_one_proposal_on_the_table_is_meant_by(parse, reaction, how):
    article, annotation = parse(f"Norway proposed postponing the cod quota until May. {reaction}")
    spoken_of = proposal(article, "p1", "proposed", "postponing the cod quota until May")
    iceland = actor(article, "a1", "Iceland")
    found = list(find_reactions(article, annotation, [iceland], proposals=[spoken_of]))
    assert [r.target.id for r in found if r.target is not None] == ["p1"]


@pytest.mark.parametrize(
    "reaction",
    [
        "Iceland rejected the charges of espionage.",
        "Iceland praised its own coastguard.",
        "Iceland welcomed fair and open trade talks.",
    ],
)
def test_what_says_which_matter_it_means_is_no_proposal(parse, reaction):
    article, annotation = parse(f"Norway proposed postponing the trade vote until May. {reaction}")
    spoken_of = proposal(article, "p1", "proposed", "postponing the trade vote until May")
    found = list(find_reactions(article, annotation, [actor(article, "a1", "Iceland")], proposals=[spoken_of]))
    assert [r for r in found if r.target is not None]
    assert all(r.target is None or r.target.id != "p1" for r in found)


def test_who_says_yes_or_no_means_what_was_asked_of_him(parse):
    article, annotation = parse("Peru asked Chile for maps and Bolivia for water. Chile refused.")
    chile, bolivia = actor(article, "a1", "Chile"), actor(article, "a2", "Bolivia")
    asked = proposal(article, "p1", "asked", "maps", addressees=[Link(id="a1")], kind=ProposalKind.REQUEST)
    other = proposal(article, "p2", "for water", "water", addressees=[Link(id="a2")], kind=ProposalKind.REQUEST)
    (refusal,) = find_reactions(article, annotation, [chile, bolivia], proposals=[asked, other])
    assert refusal.target.id == "p1"


def test_a_reaction_keeps_its_proposal_on_the_table(parse):
    article, annotation = parse(
        "Norway proposed a ban on nets. Sweden offered two ships. Denmark welcomed the ban. Iceland rejected it."
    )
    ban = proposal(article, "p1", "proposed", "a ban on nets")
    ships = proposal(article, "p2", "offered", "two ships", kind=ProposalKind.OFFER)
    found = list(find_reactions(article, annotation, proposals=[ban, ships]))
    assert [r.target.id for r in found] == ["p1", "p1"]


def test_what_has_lapsed_is_not_what_a_silent_reactor_means(parse):
    article, annotation = parse("Norway proposed a ban. An earlier plan had lapsed. Iceland refused to comment.")
    proposals = [
        proposal(article, "p1", "proposed", "a ban"),
        proposal(article, "p2", "An earlier plan", status=Status.LAPSED),
    ]
    (silence,) = find_reactions(article, annotation, [actor(article, "a1", "Iceland")], proposals=proposals)
    assert silence.target.id == "p1"
