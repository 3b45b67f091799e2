"""The values: frozen, checked when they are made, easy to read."""

from __future__ import annotations

import hashlib
from typing import Any

import attrs
import pytest

from diplomacy_nlp import (
    Actor,
    ActorKind,
    Analysis,
    Article,
    Certainty,
    DiplomacyError,
    Finding,
    Form,
    Link,
    Mention,
    MentionType,
    Mode,
    Position,
    PositionStance,
    Proposal,
    ProposalKind,
    Quote,
    Reaction,
    Sector,
    Span,
    Stance,
    types,
)
from diplomacy_nlp.types import Item, anchor, made_anew, renewed

TEXT = "Oslo offered talks. “Never,” said Envoy Roth, who rejected the offer."


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def analysis() -> Analysis:
    """What a careful reader finds in the text."""
    norway, roth = Link(id="a1"), Link(id="a2")
    return Analysis(
        article=Article(text=TEXT),
        actors=[
            Actor(name="Norway", kind="state", mentions=[Mention(span=at("Oslo"), type="metonym")], id="a1"),
            Actor(name="Roth", kind="person", mentions=[Mention(span=at("Roth"))], id="a2", role="Envoy"),
        ],
        quotes=[Quote(content=[at("“Never,”")], cue=at("said"), form="direct", speaker=roth, id="q1")],
        proposals=[Proposal(cue=at("offered"), kind="offer", proposers=[norway], mentions=[at("the offer")], id="p1")],
        reactions=[
            Reaction(
                cue=at("rejected"),
                stance="reject",
                evidence=at("rejected the offer"),
                reactors=[roth],
                target=Link(id="p1", span=at("the offer")),
                id="r1",
            )
        ],
        positions=[
            Position(actor=norway, issue=Link(id="p1"), stance="support", evidence=[Link(id="p1")], id="s1"),
            Position(actor=roth, issue=Link(id="p1"), stance="oppose", evidence=[Link(id="r1")], id="s2"),
        ],
        findings=[Finding(label="venue", spans=[at("talks"), at("Oslo")], id="f1")],
    )


# --- the article --------------------------------------------------------------------------------------------------


def test_an_article_gives_the_words_of_a_span() -> None:
    article = Article(text=TEXT, title="Talks", date="2024-05-01")
    assert article[at("said")] == "said"
    assert article[0:4] == "Oslo"


def test_an_article_without_an_id_is_named_by_its_text() -> None:
    article = Article(text="Łódź")
    assert article.sha256 == hashlib.sha256("Łódź".encode()).hexdigest()
    assert article.id == article.sha256[:12]
    assert Article(text="Łódź", id="mine").id == "mine"


def test_a_span_beyond_the_text_is_an_index_error() -> None:
    with pytest.raises(IndexError, match=r"span 0-99 ends beyond the text of article 'x' \(69 characters\)"):
        Article(text=TEXT, id="x")[Span(0, 99)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty or blank"),
        (" \t\n", "empty or blank"),
        (b"Oslo", "a str is expected, not bytes; decode"),
        (None, "a str is expected, not NoneType"),
        ("Oslo \ud83d", r"a lone surrogate \('\\ud83d'\) at offset 5"),
    ],
)
def test_a_text_that_cannot_be_read_is_refused(text: Any, message: str) -> None:
    with pytest.raises(DiplomacyError, match=message):
        Article(text=text)


# --- what values accept -------------------------------------------------------------------------------------------


def test_a_vocabularys_member_may_be_given_by_its_word() -> None:
    assert Actor(name="x", kind="armed-group", mentions=[Mention(span=Span(0, 1))], sector="REB").sector is Sector.REB
    reaction = Reaction(cue=Span(0, 1), stance="deny", evidence=Span(0, 1), mode="future", certainty="hedged")
    assert (reaction.stance, reaction.mode, reaction.certainty) == (Stance.DENY, Mode.FUTURE, Certainty.HEDGED)
    assert Proposal(cue=Span(0, 1), kind="demand").kind is ProposalKind.DEMAND
    assert Quote(content=[Span(0, 1)], form="mixed").form is Form.MIXED
    assert Mention(span=Span(0, 1), type="pronoun").type is MentionType.PRONOUN


def test_lists_become_tuples() -> None:
    quote = Quote(content=[Span(0, 1)], addressees=iter([Link(id="a1")]), found_by=["x"])
    assert quote.content == (Span(0, 1),)
    assert quote.addressees == (Link(id="a1"),)
    assert hash(quote) == hash(Quote(content=(Span(0, 1),), addressees=(Link(id="a1"),)))


def test_a_confidence_of_one_is_written_as_any_other() -> None:
    assert repr(Finding(label="x", spans=[Span(0, 1)], confidence=1).confidence) == "1.0"


SPAN, MENTION = Span(0, 4), Mention(span=Span(0, 4))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Actor(name="x", kind="city", mentions=[MENTION]), "'city' is no ActorKind: one of person, state"),
        (lambda: Actor(name="x", kind=[], mentions=[MENTION]), "is no ActorKind"),
        (lambda: Actor(name=" ", kind="state", mentions=[MENTION]), "Actor.name: words are expected, not ''"),
        (lambda: Actor(name="x", kind="state", mentions=[]), "Actor.mentions is never empty"),
        (
            lambda: Actor(name="x", kind="state", mentions=[SPAN]),
            "mentions: Mention items are expected, not Span",
        ),
        (lambda: Actor(name="x", kind="state", mentions=MENTION), "several values are expected"),
        (
            lambda: Actor(name="x", kind="state", mentions=[MENTION], country=7),
            "country: str or None is expected",
        ),
        (lambda: Actor(name="x", kind="state", mentions=[MENTION], wikidata="42"), "not '42'"),
        (
            lambda: Actor(name="x", kind="state", mentions=[MENTION], wikidata=42),
            "wikidata: str or None is expected, not 42",
        ),
        (lambda: Actor(name="x", kind="state", mentions=[MENTION], principal="a1"), "Actor.principal: Link or None"),
        (lambda: Mention(span=(0, 4)), r"Mention.span: Span is expected, not \(0, 4\)"),
        (lambda: Quote(content=[]), "Quote.content is never empty"),
        (lambda: Quote(content=[(0, 4)]), "Quote.content: Span items are expected"),
        (lambda: Quote(content=[SPAN], cue="said"), "Quote.cue: Span or None is expected, not 'said'"),
        (lambda: Quote(content=[SPAN], negated=1), "Quote.negated: bool is expected, not 1"),
        (lambda: Quote(content=[SPAN], via="a1"), "several values are expected"),
        (lambda: Quote(content=[SPAN], certainty="sure"), "'sure' is no Certainty"),
        (lambda: Proposal(cue=SPAN, status="dead"), "'dead' is no Status"),
        (lambda: Proposal(cue=SPAN, plover="PROPOSE"), "'PROPOSE' is no EventType: one of AGREE, CONSULT"),
        (lambda: Reaction(cue=SPAN, stance="deny", evidence=SPAN, cameo="1"), "'1' is no CameoRoot: one of 01, 02"),
        (lambda: Proposal(cue=None), "Proposal.cue: Span is expected, not None"),
        (lambda: Reaction(cue=SPAN, stance="like", evidence=SPAN), "'like' is no Stance"),
        (lambda: Reaction(cue=SPAN, stance="deny", evidence=None), "Reaction.evidence: Span is expected"),
        (lambda: Position(actor=Link(id="a1"), issue=Link(id="p1"), stance="support", evidence=[]), "never empty"),
        (lambda: Finding(label="", spans=[SPAN]), "Finding.label: words are expected"),
        (lambda: Finding(label="x", spans=[SPAN], note=None), "Finding.note: str is expected"),
        (lambda: Finding(label="x", spans=[SPAN], found_by="quotes"), "several values are expected"),
        (lambda: Link(), "Link: an id or a span is expected"),
        (lambda: Link(id=""), "Link.id: words are expected, not ''"),
        (lambda: Link(id="\x1b[2J", span=SPAN), r"Link.id: words are expected, not '\\x1b\[2J'"),
        (lambda: Link(id=3), "Link.id: str or None is expected"),
        (lambda: Analysis(article="Oslo"), "Analysis.article: Article is expected"),
        (lambda: Analysis(article=Article(text="x"), actors=[MENTION]), "Analysis.actors: Actor items are expected"),
    ],
)
def test_a_wrong_value_is_refused_with_its_field(make: Any, message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        make()


@pytest.mark.parametrize("confidence", [-0.1, 1.1, float("nan"), True, "0.5", None])
def test_confidence_is_a_number_from_0_to_1(confidence: Any) -> None:
    with pytest.raises(ValueError, match=r"Finding\.confidence: a number from 0 to 1 is expected"):
        Finding(label="x", spans=[SPAN], confidence=confidence)


# --- values as values ---------------------------------------------------------------------------------------------


def test_ids_and_makers_do_not_count_when_values_are_compared() -> None:
    one = Finding(label="x", spans=[SPAN], id="f1", found_by=["a"])
    other = Finding(label="x", spans=[SPAN])
    assert one == other
    assert hash(one) == hash(other)
    assert one != Finding(label="x", spans=[SPAN], why="rule")


@pytest.mark.parametrize("name", sorted(set(types.__all__) - {"Item", "anchor", "made_anew", "renewed"}))
def test_every_value_class_is_frozen_and_takes_keywords_only(name: str) -> None:
    kind = getattr(types, name)
    if not attrs.has(kind):
        assert issubclass(kind, str)  # a vocabulary
        return
    assert all(attribute.kw_only for attribute in attrs.fields(kind))
    made = attrs.fields(kind)[0].name
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        kind.__setattr__(object.__new__(kind), made, None)


def test_no_field_is_a_dictionary_so_every_value_has_a_hash(analysis: Analysis) -> None:
    assert len({analysis, analysis.article, *analysis.items}) == 2 + len(analysis.items)


# --- reading an analysis ------------------------------------------------------------------------------------------


def test_an_item_is_found_by_its_id(analysis: Analysis) -> None:
    assert analysis["r1"] is analysis.reactions[0]
    with pytest.raises(KeyError, match="no item 'r9' in the analysis of article"):
        analysis["r9"]


def test_a_link_is_resolved_to_an_item_or_its_words(analysis: Analysis) -> None:
    assert analysis.resolve(Link(id="a2", span=at("who"))) is analysis["a2"]
    assert analysis.resolve(Link(span=at("talks"))) == at("talks")
    assert analysis.resolve(None) is None


def test_who_did_what_is_one_question_away(analysis: Analysis) -> None:
    norway, roth = analysis.actors
    (proposal,) = analysis.proposals
    assert analysis.reactions_to(proposal) == analysis.reactions
    assert analysis.reactions_to(roth) == ()
    assert [item.id for item in analysis.by(norway)] == ["p1", "s1"]
    assert [item.id for item in analysis.by(roth)] == ["q1", "r1", "s2"]
    assert analysis.actors_of([*proposal.proposers, Link(span=at("talks")), Link(id="p1")]) == (norway,)


def test_reactions_to_an_item_without_an_id_are_none(analysis: Analysis) -> None:
    aimless = Analysis(article=analysis.article, reactions=[Reaction(cue=SPAN, stance="deny", evidence=SPAN)])
    assert aimless.reactions_to(Proposal(cue=SPAN)) == ()
    assert aimless.by(Actor(name="x", kind=ActorKind.GROUP, mentions=[MENTION])) == ()


def test_words_of_a_span_a_link_and_an_item(analysis: Analysis) -> None:
    assert analysis.words(at("talks")) == "talks"
    assert analysis.words(Link(id="a2", span=at("who"))) == "who"
    assert analysis.words(Link(id="a2")) == "Roth"
    assert analysis.words(analysis["q1"]) == "“Never,”"
    assert analysis.words(None) == ""


def test_words_refuses_what_it_does_not_know(analysis: Analysis) -> None:
    assert analysis.words(analysis.actors[0].mentions[0]) == "Oslo"
    for wrong in ("p1", analysis.quotes[0].content, analysis):
        with pytest.raises(TypeError, match=f"words: .* is expected, not {type(wrong).__name__}"):
            analysis.words(wrong)  # type: ignore[arg-type]


def test_typed_look_ups_give_one_kind_and_say_what_there_is(analysis: Analysis) -> None:
    assert analysis.proposal("p1") is analysis["p1"]
    assert analysis.quote("q1").form is Form.DIRECT
    assert analysis.reaction("r1").cue == at("rejected")
    assert analysis.position("s1").id == "s1"
    assert analysis.finding("f1").id == "f1"
    with pytest.raises(KeyError, match=r"'r1': Proposal is expected, not Reaction \(there are: p1\)"):
        analysis.proposal("r1")
    with pytest.raises(KeyError, match="no item 'p9'"):
        analysis.proposal("p9")


def test_an_actor_is_found_by_id_name_or_what_the_text_calls_it(analysis: Analysis) -> None:
    norway, roth = analysis.actors
    assert analysis.actor("a1") is analysis.actor(norway.name) is analysis.actor("norway") is norway
    assert analysis.actor("Oslo") is norway
    assert analysis.actor_of(Link(id="a2")) is roth
    assert (
        analysis.actor_of(Link(id="p1")) is analysis.actor_of(Link(span=at("talks"))) is analysis.actor_of(None) is None
    )
    assert [item.id for item in analysis.by("Norway")] == ["p1", "s1"]
    with pytest.raises(KeyError, match=r"no actor 'Norwai' .*Norway"):
        analysis.actor("Norwai")
    with pytest.raises(KeyError, match="no actor 'Sweden'"):
        analysis.by("Sweden")


def test_of_two_actors_of_one_name_neither_is_guessed() -> None:
    article = Article(text="Georgia and Georgia")
    two = [
        Actor(name="Georgia", kind="state", mentions=[Mention(span=Span(at, at + 7))], id=f"a{at}") for at in (0, 12)
    ]
    with pytest.raises(KeyError, match=r"2 actors are called 'Georgia': a0 \(state\), a12 \(state\); ask by id"):
        Analysis(article=article, actors=two).actor("Georgia")


def test_a_repr_is_short(analysis: Analysis) -> None:
    assert repr(analysis) == (
        f"<Analysis of {analysis.article.id!r}: 2 actors, 1 quotes, 1 proposals, 1 reactions, 2 positions, 1 findings>"
    )
    assert repr(Analysis(article=Article(text="x", id="e"))) == "<Analysis of 'e': nothing found>"
    assert len(repr(Article(text="x" * 10_000))) < 200


def test_without_outputs_a_notebook_gets_no_page(analysis: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(types, "output", lambda name: None)
    assert analysis._repr_html_() is None
    monkeypatch.setattr(types, "output", lambda name: lambda given: f"{name} of {given.article.id}")
    assert analysis._repr_html_() == f"html of {analysis.article.id}"


def test_each_item_has_a_span_that_stands_for_it(analysis: Analysis) -> None:
    words = {item.id: analysis.words(item) for item in analysis.items}
    assert words == {
        "a1": "Oslo",
        "a2": "Roth",
        "q1": "“Never,”",
        "p1": "offered",
        "r1": "rejected",
        "s1": "",  # its issue is linked by id alone
        "s2": "",
        "f1": "Oslo",
    }
    assert anchor(Item()) is None


def test_a_value_made_anew_is_equal_and_its_spans_are_trimmed(analysis: Analysis) -> None:
    assert made_anew(analysis, TEXT) == analysis
    untrimmed = Finding(label="x", spans=[Span(0, 5)])
    assert made_anew(untrimmed, TEXT).spans == (at("Oslo"),)


def test_a_renewed_item_has_other_values_where_they_are_given_and_no_others(analysis: Analysis) -> None:
    for item in analysis.items:
        again = renewed(item, id="x9")
        assert again == item
        assert (again.id, again.found_by) == ("x9", item.found_by)
    assert renewed(analysis.actors[0], mentions=(Mention(span=at("offer")),)).spans == (at("offer"),)


@pytest.mark.parametrize(("text", "message"), [("Osl", "ends beyond the text of 3"), (" " * 99, "nothing but white")])
def test_a_span_that_names_no_words_is_told_with_its_path(analysis: Analysis, text: str, message: str) -> None:
    with pytest.raises(ValueError, match=rf"^actors\[0\].mentions\[0\].span: span .* {message}"):
        made_anew(analysis.actors, text, "actors")


def test_positions_tell_support_from_opposition(analysis: Analysis) -> None:
    assert [p.stance for p in analysis.positions] == [PositionStance.SUPPORT, PositionStance.OPPOSE]


class TestSpeakers:
    def test_of_one_either_field_is_enough(self) -> None:
        link = Link(id="a1")
        content = [Span(0, 4)]
        assert Quote(content=content, speaker=link).speakers == (link,)
        assert Quote(content=content, speakers=[link]) == Quote(content=content, speaker=link)

    def test_of_several_the_first_is_the_speaker(self) -> None:
        both = Link(id="a1"), Link(id="a2")
        assert Quote(content=[Span(0, 4)], speakers=both).speaker == both[0]

    def test_a_speaker_who_is_not_the_first_is_refused(self) -> None:
        with pytest.raises(ValueError, match="not the first of speakers"):
            Quote(content=[Span(0, 4)], speaker=Link(id="a2"), speakers=[Link(id="a1"), Link(id="a2")])
