"""Invented sentences, one construction each, read by the real models."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import frozen
from diplomacy_nlp_reactions.find import find_reactions

from diplomacy_nlp import Certainty, Link, Proposal, Reaction, Span
from diplomacy_nlp.toolkit.lexicon import read_lexicon
from doubles import actor

HERE = Path(__file__).parent


@frozen
class Sentence:
    text: str
    reactors: str
    cue: str
    stance: str
    target: str
    condition: str = ""
    reason: str = ""
    flags: str = ""


SENTENCES = read_lexicon(HERE / "sentences.tsv", Sentence)
SILENT = (HERE / "silent.txt").read_text(encoding="utf-8").splitlines()


def as_expected(text: str, reaction: Reaction, wanted: Sentence) -> bool:
    def words(span):
        return "" if span is None else text[span.start : span.end]

    reactors = [words(link.span) for link in reaction.reactors]
    return (
        wanted.cue in words(reaction.cue)
        and reaction.stance == wanted.stance
        and all(any(name in found for found in reactors) for name in wanted.reactors.split(";"))
        and reaction.target is not None
        and wanted.target in words(reaction.target.span)
        and words(reaction.condition) == wanted.condition
        and words(reaction.reason) == wanted.reason
        and reaction.negated == ("negated" in wanted.flags)
        and (reaction.certainty == Certainty.HEDGED) == ("hedged" in wanted.flags)
    )


@pytest.mark.parametrize("wanted", SENTENCES, ids=lambda sentence: sentence.text[:60])
def test_a_reaction_is_found_with_its_people_stance_target_and_grounds(parse, wanted):
    article, annotation = parse(wanted.text)
    found = list(find_reactions(article, annotation))
    assert any(as_expected(article.text, reaction, wanted) for reaction in found), found


@pytest.mark.parametrize("text", SILENT, ids=lambda text: text[:60])
def test_what_is_no_reaction_gives_none(parse, text):
    article, annotation = parse(text)
    assert list(find_reactions(article, annotation)) == []


def test_praise_and_rejection_in_one_sentence_are_two_reactions(parse):
    article, annotation = parse("Sudan praised the dam agreement but criticised the deadline.")
    found = [(reaction.stance, article[reaction.target.span]) for reaction in find_reactions(article, annotation)]
    assert found == [("support", "the dam agreement"), ("criticise", "the deadline")]


def test_the_evidence_is_the_clause_without_the_reason(parse):
    article, annotation = parse("On Friday, Brazil rejected the tariff plan because it would hurt its exporters.")
    (reaction,) = find_reactions(article, annotation)
    assert article[reaction.evidence] == "Brazil rejected the tariff plan"


def test_them_takes_up_what_is_proposed(parse):
    article, annotation = parse("Mexico proposed joint patrols. Cuba agreed to study them.")
    proposals = [Proposal(id="p1", cue=Span(7, 15), content=[Span(16, 29)])]
    (reaction,) = find_reactions(article, annotation, proposals=proposals)
    assert (reaction.stance, article[reaction.cue], reaction.target.id) == ("noncommittal", "study", "p1")


@pytest.mark.parametrize(
    ("text", "whose", "target"),
    [
        ("Peru thanked Chile for its offer.", "a1", "p1"),
        ("Peru rejected Chile and its offer.", "a1", "p1"),
        ("Peru blamed Chile for its offer.", "a2", "a1"),
        ("Peru thanked Chile for the water and made an offer.", "a1", "a1"),
    ],
)
def test_what_somebody_proposed_is_meant_where_it_is_named_with_him(parse, text, whose, target):
    article, annotation = parse(text)
    start = text.index("offer")
    proposals = [Proposal(id="p1", cue=Span(start, start + 5), proposers=[Link(id=whose)])]
    actors = [actor(article, "a1", "Chile"), actor(article, "a2", "Peru")]
    found = find_reactions(article, annotation, actors, proposals=proposals)
    assert [reaction.target.id for reaction in found][:1] == [target]
