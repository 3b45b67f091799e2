"""Whose a cue is and what it is toward, chosen by fitted weights among what the text names."""

from __future__ import annotations

import re

import pytest

from diplomacy_nlp import Actor, Link, Mention, Quote, Span
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.slots import (
    Option,
    holder_options,
    holders_of,
    options_weights,
    ranked,
    target_options,
    target_words,
)


def document_of(parse, text: str, *names: str, quotes: tuple[Quote, ...] = ()) -> Document:
    article, annotation = parse(text)
    actors = [
        Actor(id=f"a{number}", name=name, kind="state", mentions=[Mention(span=Span(*m.span())) for m in found])
        for number, name in enumerate(names, 1)
        if (found := list(re.finditer(name, text)))
    ]
    assert len(actors) == len(names)
    return Document(article=article, annotation=annotation, actors=tuple(actors), quotes=quotes)


def word(document: Document, text: str):
    return next(w for w in document.annotation.words if w.text == text)


def holders(document: Document, cue: str, label: str = "criticise", task: str = "reaction") -> list[str | None]:
    return [link.id for link in holders_of(document, word(document, cue), label, task)]


@pytest.mark.parametrize(
    ("text", "cue", "who"),
    [
        ("Norway condemned the raid on Iceland.", "condemned", ["a1"]),
        ("Iceland was condemned by Norway.", "condemned", ["a1"]),
        ("Norway's criticism of Iceland was harsh.", "criticism", ["a1"]),
        ("The raid, which Norway condemned, angered Iceland.", "condemned", ["a1"]),
    ],
)
def test_the_holder_is_the_agent_or_owner(parse, text, cue, who):
    assert holders(document_of(parse, text, "Norway", "Iceland"), cue) == who


def test_those_who_do_it_together_are_all_holders(parse):
    document = document_of(parse, "Norway, Iceland and Denmark rejected the plan.", "Norway", "Iceland", "Denmark")
    assert set(holders(document, "rejected", "reject")) == {"a1", "a2", "a3"}


def test_a_word_in_a_quote_is_its_speakers(parse):
    text = "“This is an outrage and a disgrace,” Norway said in a note."
    quote = Quote(id="q1", content=[Span(0, text.index(" Norway"))], speaker=Link(id="a1"))
    assert holders(document_of(parse, text, "Norway", quotes=(quote,)), "outrage") == ["a1"]


def test_nobody_holds_what_nobody_near_can_hold(parse):
    assert holders(document_of(parse, "The weather was a disgrace."), "disgrace") == []


def test_a_holder_has_a_confidence(parse):
    document = document_of(parse, "Norway condemned the raid.", "Norway")
    (link,) = holders_of(document, word(document, "condemned"), "criticise", "reaction")
    assert 0 < link.confidence <= 1


@pytest.mark.parametrize(
    ("text", "cue", "target"),
    [
        ("Norway condemned the raid.", "condemned", "raid"),
        ("The raid was condemned by Norway.", "condemned", "raid"),
        ("Norway voiced its opposition to the tariff.", "opposition", "tariff"),
        ("Norway called the unacceptable tariff off.", "unacceptable", "tariff"),
    ],
)
def test_the_target_is_what_the_cue_is_said_of(parse, text, cue, target):
    document = document_of(parse, text, "Norway")
    first = next(w for w in target_words(document, word(document, cue), "criticise", frozenset({"a1"})) if w)
    assert first.text == target


def test_every_option_has_facts_and_one_is_none_of_the_words(parse):
    document = document_of(parse, "Norway condemned the raid on Iceland.", "Norway", "Iceland")
    cue = word(document, "condemned")
    for options in (holder_options(document, cue, "criticise", "reaction"), target_options(document, cue, "criticise")):
        assert len(options) > 2
        assert all(option.facts for option in options)
        assert options[-1].word is None


def test_shares_sum_to_one_and_the_likeliest_comes_first():
    options = [Option(actor="a1", facts={"good": 1.0}), Option(actor="a2", facts={"bad": 1.0}), Option()]
    places = ranked(options, {"good": 2.0, "bad": -2.0})
    assert sum(share for share, _ in places) == pytest.approx(1)
    assert [option.actor for _, option in places] == ["a1", None, "a2"]


def test_the_weights_are_there():
    assert len(options_weights()) > 1_000


def test_cost_grows_in_step_with_the_length(parse, growth):
    sentence = "Norway condemned the raid on Iceland. "

    def task(times: int):
        document = document_of(parse, sentence * times, "Norway", "Iceland")
        cues = [w for w in document.annotation.words if w.text == "condemned"]
        assert len(cues) == times

        def read() -> None:
            for cue in cues:
                holders_of(document, cue, "criticise", "reaction")
                target_words(document, cue, "criticise")

        return read

    assert growth(task, 20, 200) < 20  # all pairs would be a hundred times as many
