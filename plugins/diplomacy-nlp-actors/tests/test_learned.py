"""Whom the network takes a nominal or a pronoun for, beside what the rules say."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from diplomacy_nlp_actors import Actors
from diplomacy_nlp_actors.find import cast_by_rules
from diplomacy_nlp_actors.learned import FILES
from diplomacy_nlp_actors.learned.meant import NOMINAL, Choice, Story

from diplomacy_nlp import Actor, Annotation, Article
from diplomacy_nlp.errors import ModelError

Parse = Callable[[str], tuple[Article, Annotation]]
Reader = Callable[..., dict[str, Actor]]


@pytest.fixture(scope="module")
def read(parse: Parse) -> Reader:
    """The actors of a text by the words that mention them, each the actor of the last such mention."""

    def find(text: str, **options: Any) -> dict[str, Actor]:
        article, annotation = parse(text)
        actors = Actors(**options).diplomacy_find_actors(article=article, annotation=annotation)
        return {article[mention.span]: actor for actor in actors for mention in actor.mentions}

    return find


ONE = [
    (
        "Casino magnate backs border plan\n\nLeon Varga, the casino magnate, told reporters on Monday that he "
        "backs it. The billionaire said the plan was fair.",
        "Leon Varga",
        "The billionaire",
    ),
    (
        "Mayor Ines Duarte criticised the bill on Friday. Duarte told senators that it was unfair. "
        "The mayor added that she would not sign.",
        "Duarte",
        "she",
    ),
    (
        "Voters in Lima rejected the plan. They said it would cost them their farms.",
        "Voters",
        "They",
    ),
]


@pytest.mark.parametrize(("text", "one", "other"), ONE)
def test_who_is_one(read: Reader, text: str, one: str, other: str) -> None:
    found = read(text)
    assert found[one] is found[other]


def test_who_stays_apart(read: Reader) -> None:
    found = read("Mayor Ines Duarte met Senator Paul Okoro. The senator said he was pleased, and the mayor was silent.")
    assert found["The senator"] is found["Paul Okoro"] is not found["the mayor"]
    assert found["the mayor"] is found["Ines Duarte"]


@pytest.mark.parametrize("words", ["NATO allies", "Its allies"])
def test_allies_are_not_those_whose_allies_they_are(parse: Parse, words: str) -> None:
    article, annotation = parse(f"NATO met in Riga on Monday. {words} promised tanks, and NATO welcomed it.")
    story = Story(article.text, annotation, cast_by_rules(article, annotation), {"ally"})
    for one in story.sighted:
        if one.head.lemma == "ally":
            assert all(choice.entity is None for choice in story.choices(one))
            return
        story.settle(one, story.choices(one)[0] if one.form else None)
    pytest.fail("no allies")


def test_pronouns_are_left_out_where_they_are_not_wanted(read: Reader) -> None:
    text = "Mayor Ines Duarte criticised the bill. She would not sign it, she told senators."
    assert "she" in read(text)
    assert not {"She", "she", "it"} & read(text, pronouns=False).keys()


def test_no_span_is_of_two_actors_and_no_principal_of_itself(parse: Parse) -> None:
    for text, _, _ in ONE:
        article, annotation = parse(text)
        actors = list(Actors().diplomacy_find_actors(article=article, annotation=annotation))
        spans = [mention.span for actor in actors for mention in actor.mentions]
        assert actors
        assert len(spans) == len(set(spans))
        assert all(actor.principal is None or actor.principal.span not in actor.spans for actor in actors)


def test_it_is_asked_of_what_rules_found_and_of_nouns_that_may_name_somebody(parse: Parse) -> None:
    article, annotation = parse("President Ana Moreno met donors. The donors thanked her for the soup.")
    story = Story(article.text, annotation, cast_by_rules(article, annotation), {"donor"})
    asked = {one.head.text: one.form for one in story.sighted if one.form}
    assert asked == {"donors": NOMINAL, "her": "she"}
    assert [one.head.text for one in story.sighted if not one.form] == ["Ana"]


def test_who_was_spoken_of_may_be_meant_and_nobody_comes_last(parse: Parse) -> None:
    choices = _choices(parse, "President Ana Moreno spoke. The donor clapped.")
    assert [c.entity.draft.name for c in choices if c.entity and c.entity.draft] == ["Ana Moreno"]
    assert choices[-2].is_new
    assert choices[-1].entity is None
    assert not choices[-1].is_new


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("President Ana Moreno met the Freedom Party. The donors clapped.", {"Freedom Party"}),
        ("President Ana Moreno met the Freedom Party. She clapped.", {"Ana Moreno"}),
        ("President Ana Moreno left. The Freedom Party met. It clapped.", {"Freedom Party"}),
    ],
)
def test_nobody_is_weighed_of_whom_the_word_cannot_speak(parse: Parse, text: str, meant: set[str]) -> None:
    choices = _choices(parse, text)
    assert {c.entity.draft.name for c in choices if c.entity and c.entity.draft} == meant


def _choices(parse: Parse, text: str) -> Sequence[Choice]:
    """Who may be meant at the first place of a text where that is asked."""
    article, annotation = parse(text)
    story = Story(article.text, annotation, cast_by_rules(article, annotation), {"donor"})
    for one in story.sighted:
        if one.form:
            return story.choices(one)
        story.settle(one)
    raise AssertionError("it was not asked who is meant")


def test_rules_alone_where_there_is_no_network_or_nothing_that_it_can_read(parse: Parse) -> None:
    article, annotation = parse(ONE[0][0])
    alone = list(Actors(model=None).diplomacy_find_actors(article=article, annotation=annotation))
    blind = evolve(annotation, vectors=None, inner_vectors=None)
    assert list(Actors().diplomacy_find_actors(article=article, annotation=blind)) == alone
    strange = evolve(annotation, vectors_by="another encoder")
    assert list(Actors().diplomacy_find_actors(article=article, annotation=strange)) == alone
    assert list(Actors().diplomacy_find_actors(article=article, annotation=annotation)) != alone


def test_a_folder_without_network_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"actors\.json and actors\.pt missing"):
        Actors(model=tmp_path)


def test_changed_weights_are_not_opened(tmp_path: Path, parse: Parse) -> None:
    shutil.copytree(FILES.folder, tmp_path / "model")
    weights = tmp_path / "model" / "actors.pt"
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    article, annotation = parse(ONE[0][0])
    with pytest.raises(ModelError, match="was changed"):
        Actors(model=tmp_path / "model").diplomacy_find_actors(article=article, annotation=annotation)


def test_what_somebody_is_begins_after_the_verb(parse: Parse) -> None:
    article, annotation = parse("According to the agency and others, Omar Haddad is the de facto Libyan ruler.")
    story = Story(article.text, annotation, cast_by_rules(article, annotation), {"ruler"})
    assert [article[one.span] for one in story.sighted if one.head.text == "ruler"] == ["the de facto Libyan ruler"]
