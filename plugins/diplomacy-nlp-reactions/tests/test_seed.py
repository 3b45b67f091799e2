"""The reactions that the seed article must give, with actors and proposals as its readers see them."""

from __future__ import annotations

import pytest
from diplomacy_nlp_reactions.find import find_reactions

from diplomacy_nlp import Actor, Mention, Proposal, Span


def spans(text: str, words: str) -> list[Span]:
    found, start = [], text.find(words)
    while start >= 0:
        found.append(Span(start, start + len(words)))
        start = text.find(words, start + 1)
    return found


@pytest.fixture(scope="module")
def found(parse, seed_text):
    article, annotation = parse(seed_text)
    names = {
        "a1": "Lavrov",
        "a2": "Russia",
        "a3": "NATO allies",
        "a4": "Kyiv",
        "a5": "The White House",
        "a6": "Chinese officials",
    }
    actors = [
        Actor(id=known, name=name, kind="group", mentions=[Mention(span=s) for s in spans(seed_text, name)])
        for known, name in names.items()
    ]
    proposals = [
        Proposal(id="p1", cue=spans(seed_text, "proposed")[0], mentions=spans(seed_text, "a move")),
        Proposal(id="p2", cue=spans(seed_text, "accord")[0], mentions=spans(seed_text, "the proposal")),
        Proposal(id="p3", cue=spans(seed_text, "a plan that")[0]),
    ]
    reactions = list(find_reactions(article, annotation, actors, proposals=proposals))
    return {seed_text[r.cue.start : r.cue.end]: r for r in reactions}


@pytest.mark.parametrize(
    ("cue", "reactor", "stance", "target"),
    [
        ("dismissed", "a3", "dismiss", "p1"),
        ("rejected", "a4", "reject", "p2"),
        ("supports", "a2", "support", "p3"),
        ("commitment", "a6", "support", None),
        ("only take", "a5", "conditional", None),
        ("treated as", "a5", "dismiss", "a1"),
        ("viewing", "a3", "dismiss", None),
    ],
)
def test_who_takes_what_stance_toward_what(found, cue, reactor, stance, target):
    reaction = found[cue]
    assert [link.id for link in reaction.reactors] == [reactor]
    assert (reaction.stance, reaction.target.id) == (stance, target)


def test_nothing_else_is_taken_for_a_reaction(found):
    assert len(found) == 7


def test_grounds(found, seed_text):
    reason, condition = found["rejected"].reason, found["only take"].condition
    assert seed_text[condition.start : condition.end] == "if they originate from President Vladimir Putin"
    assert seed_text[reason.start : reason.end] == (
        "due to its concern about granting Moscow too much control over the country’s security"
    )
