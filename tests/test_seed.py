"""The seed article, read from end to end by all plugins over the embedded models."""

from __future__ import annotations

import pytest

from diplomacy_nlp import Actor, Analysis, Analyzer, Article, Link, Proposal, Quote, Reaction
from diplomacy_nlp.types import made_anew


@pytest.fixture(scope="module")
def analysis(seed_text: str) -> Analysis:
    return Analyzer.discover().analyze(Article(text=seed_text, id="lavrov"))


def actor(analysis: Analysis, name: str) -> Actor:
    (found,) = [a for a in analysis.actors if a.name == name]
    return found


def names(analysis: Analysis, *links: Link | None) -> list[str]:
    return [a.name for a in analysis.actors_of(link for link in links if link)]


def principal(analysis: Analysis, name: str) -> str | None:
    found = analysis.resolve(actor(analysis, name).principal)
    return found.name if isinstance(found, Actor) else None


# --- actors -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Sergey Lavrov", "person", "RUS"),
        ("Vladimir Putin", "person", "RUS"),
        ("Russia", "state", "RUS"),
        ("China", "state", "CHN"),
        ("Ukraine", "state", "UKR"),
        ("NATO", "alliance", None),
        ("NATO allies", "group", None),
        ("Chinese officials", "group", "CHN"),
        ("White House", "government", "USA"),
        ("Russian state media", "media", "RUS"),
    ],
)
def test_who_is_in_it(analysis: Analysis, name: str, kind: str, country: str | None) -> None:
    found = actor(analysis, name)
    assert (found.kind, found.country) == (kind, country)


def test_offices_and_on_whose_behalf(analysis: Analysis) -> None:
    assert actor(analysis, "Sergey Lavrov").role == "Foreign Minister"
    assert actor(analysis, "Vladimir Putin").role == "President"
    assert actor(analysis, "Russian state media").sector == "MED"
    assert principal(analysis, "Sergey Lavrov") == "Russia"
    assert principal(analysis, "Chinese officials") == "China"


def test_capitals_stand_for_states(analysis: Analysis) -> None:
    assert "Kyiv" in {analysis.words(span) for span in actor(analysis, "Ukraine").spans}
    at = analysis.article.text.index("Moscow’s actions")
    assert at in {span.start for span in actor(analysis, "Russia").spans}


def test_pronouns_find_their_actor(analysis: Analysis) -> None:
    at = analysis.article.text.index("he claims")
    assert at in {span.start for span in actor(analysis, "Sergey Lavrov").spans}


def test_no_adverb_is_an_actor(analysis: Analysis) -> None:
    assert not [a.name for a in analysis.actors if a.name.lower().startswith("truly")]


# --- quotes -------------------------------------------------------------------------------------------------------


def quotes_holding(analysis: Analysis, words: str) -> list[Quote]:
    start = analysis.article.text.index(words)
    end = start + len(words)
    return [q for q in analysis.quotes if any(s.start <= start and end <= s.end for s in q.content)]


@pytest.mark.parametrize(
    ("words", "speaker"), [("‘truly reliable’", "Sergey Lavrov"), ("‘fair and objective’", "Chinese officials")]
)
def test_words_in_quotation_marks_make_mixed_quotes(analysis: Analysis, words: str, speaker: str) -> None:
    mixed = [q for q in quotes_holding(analysis, words) if q.form == "mixed"]
    assert speaker in names(analysis, *(q.speaker for q in mixed))


@pytest.mark.parametrize(
    ("cue", "speaker", "content"),
    [
        ("claims", "Sergey Lavrov", "should be based on a 2022 draft accord"),
        ("indicated", "White House", "it will only take serious comments from Russian officials"),
    ],
)
def test_who_says_what(analysis: Analysis, cue: str, speaker: str, content: str) -> None:
    (quote,) = [q for q in quotes_holding(analysis, content) if q.cue and cue in analysis.words(q.cue)]
    assert names(analysis, quote.speaker) == [speaker]


def test_according_to_reports(analysis: Analysis) -> None:
    (quote,) = [q for q in analysis.quotes if q.cue and analysis.words(q.cue).lower() == "according to"]
    assert analysis.words(quote.source) == "reports"
    assert "the plan would have provided Ukraine" in " ".join(analysis.words(span) for span in quote.content)


def test_state_media_carry_lavrovs_comments(analysis: Analysis) -> None:
    carried = [q for q in analysis.quotes if "Russian state media" in names(analysis, *q.via)]
    assert "Sergey Lavrov" in names(analysis, *(q.speaker for q in carried))


# --- proposals ----------------------------------------------------------------------------------------------------


def proposal(analysis: Analysis, words: str) -> Proposal:
    """The proposal whose cue, content or mentions hold these words of the article."""
    start = analysis.article.text.index(words)
    found = [
        p
        for p in analysis.proposals
        if any(
            s.start <= start < s.end or start <= s.start < start + len(words) for s in (p.cue, *p.content, *p.mentions)
        )
    ]
    assert len(found) == 1, [analysis.words(p) for p in found]
    return found[0]


def test_involving_china_is_proposed_by_lavrov_and_open(analysis: Analysis) -> None:
    found = proposal(analysis, "involving China")
    assert names(analysis, *found.proposers) == ["Sergey Lavrov"]
    assert found.status == "open"
    assert "dismiss" in {
        r.stance for r in analysis.reactions_to(found) if names(analysis, *r.reactors) == ["NATO allies"]
    }


def test_the_draft_accord_of_2022_is_rejected_by_kyiv(analysis: Analysis) -> None:
    found = proposal(analysis, "draft accord")
    assert found.status == "rejected"
    assert analysis.words(found.date) == "2022"
    (reaction,) = [r for r in analysis.reactions_to(found) if r.stance == "reject"]
    assert names(analysis, *reaction.reactors) == ["Ukraine"]
    assert "concern about granting Moscow too much control" in analysis.words(reaction.reason)


def test_the_plan_that_includes_four_powers_is_supported_by_russia(analysis: Analysis) -> None:
    found = proposal(analysis, "includes China, the U.S., Britain, and France")
    supporters = [names(analysis, *r.reactors) for r in analysis.reactions_to(found) if r.stance == "support"]
    assert ["Russia"] in supporters


# --- reactions ----------------------------------------------------------------------------------------------------


def reactions_of(analysis: Analysis, name: str) -> list[Reaction]:
    return [r for r in analysis.reactions if name in names(analysis, *r.reactors)]


@pytest.mark.parametrize(
    ("cue", "stance", "who"),
    [
        ("dismissed", "dismiss", "NATO allies"),
        ("rejected", "reject", "Ukraine"),
        ("supports", "support", "Russia"),
        ("only take", "conditional", "White House"),
        ("treated as", "dismiss", "White House"),
        ("commitment", "support", "Chinese officials"),
        ("viewing", "dismiss", "NATO allies"),
    ],
)
def test_who_reacts_how(analysis: Analysis, cue: str, stance: str, who: str) -> None:
    assert stance in [r.stance for r in reactions_of(analysis, who) if analysis.words(r.cue) == cue]


def test_the_white_house_sets_a_condition(analysis: Analysis) -> None:
    (found,) = [r for r in reactions_of(analysis, "White House") if r.stance == "conditional"]
    assert analysis.words(found.condition) == "if they originate from President Vladimir Putin"


def test_chinese_officials_are_committed_to_talks(analysis: Analysis) -> None:
    found = [r for r in reactions_of(analysis, "Chinese officials") if r.stance == "support"]
    assert any("commitment" in analysis.words(r.cue) for r in found)


def test_positions_follow_each_with_evidence(analysis: Analysis) -> None:
    stands = {
        (names(analysis, p.actor)[0], p.issue.id): p.stance for p in analysis.positions if names(analysis, p.actor)
    }
    china = proposal(analysis, "involving China").id
    accord = proposal(analysis, "draft accord").id
    assert stands["Sergey Lavrov", china] == "support"
    assert stands["NATO allies", china] == "oppose"
    assert stands["Ukraine", accord] == "oppose"
    assert all(analysis.resolve(link) for p in analysis.positions for link in p.evidence)


def test_every_span_lies_in_the_text_and_every_link_resolves(analysis: Analysis, seed_text: str) -> None:
    assert made_anew(analysis, seed_text) == analysis
    for found in analysis.actors:
        assert all(analysis.words(m.span).strip() == analysis.words(m.span) for m in found.mentions)
    assert {item.id for item in analysis.items} == {
        i.id for i in map(analysis.__getitem__, (x.id or "" for x in analysis.items))
    }
