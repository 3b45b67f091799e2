"""Dialogue within a paragraph: who speaks is told by the cue just after the words; and contents that say nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from diplomacy_nlp_actors import Actors
from diplomacy_nlp_quotes import Quotes
from diplomacy_nlp_stanza import Stanza

from diplomacy_nlp import Analysis, Analyzer

Read = Callable[[str], Analysis]


@pytest.fixture(scope="module")
def read() -> Read:
    return Analyzer([Stanza(), Actors(), Quotes()]).analyze


DIALOGUES = {
    "three by turns": (
        "“The plan is dead,” said Anna Roth. “The plan is alive,” said Erik Berg. “It is a joke,” said Maria Costa.",
        [
            ("“The plan is dead,”", "Anna Roth"),
            ("“The plan is alive,”", "Erik Berg"),
            ("“It is a joke,”", "Maria Costa"),
        ],
    ),
    "straight marks": (
        '"We will talk," said Anna Roth. "We never will," said Erik Berg. "We may," said Maria Costa.',
        [('"We will talk,"', "Anna Roth"), ('"We never will,"', "Erik Berg"), ('"We may,"', "Maria Costa")],
    ),
    "interrupted": (
        "“The talks,” Anna Roth said, “are over.” She left. “So be it,” said Erik Berg. “We tried,” he added.",
        [
            ("“The talks,” … “are over.”", "Anna Roth"),
            ("“So be it,”", "Erik Berg"),
            ("“We tried,”", "Erik Berg"),
        ],
    ),
    "inverted and not": (
        "“We will not sign,” Anna Roth said. “We have time,” she added. “They have not,” replied Erik Berg.",
        [("“We will not sign,”", "Anna Roth"), ("“We have time,”", "Anna Roth"), ("“They have not,”", "Erik Berg")],
    ),
    "question and answer": (
        "“Will you sign?” asked Anna Roth. “No,” said Erik Berg.",
        [("“Will you sign?”", "Anna Roth"), ("“No,”", "Erik Berg")],
    ),
}


@pytest.mark.parametrize("kind", DIALOGUES)
def test_who_speaks_by_turns(read: Read, kind: str) -> None:
    text, expected = DIALOGUES[kind]
    analysis = read(text)
    found = [
        (" … ".join(map(analysis.article.__getitem__, quote.content)), analysis.actors_of(quote.speakers)[0].name)
        for quote in analysis.quotes
        if quote.form == "direct"
    ]
    assert found == expected


def test_words_that_nobody_attributes_keep_a_doubt(read: Read) -> None:
    """Of a question without a cue, and its answer, the form does not say whose they are."""
    analysis = read("“Will you sign?” asked Anna Roth. “No,” said Erik Berg. “Why not?” “Because it is a bad deal.”")
    bare = [quote for quote in analysis.quotes if quote.cue is None]
    assert bare
    assert all(quote.confidence < 0.6 for quote in bare)


@pytest.mark.parametrize("model", ["network", "rules"])
@pytest.mark.parametrize(
    "text", ["Anna Roth accepted the.", "Peru reported a.", "Chile said to.", "Oslo announced of the."]
)
def test_words_that_only_bind_others_are_no_content(text: str, model: str) -> None:
    quotes = Quotes() if model == "network" else Quotes(model=None)
    assert not Analyzer([Stanza(), Actors(), quotes]).analyze(text).quotes


def test_a_quoted_word_of_any_kind_is_content(read: Read) -> None:
    analysis = read("The minister, asked whether he would sign or not, said only “the”.")
    assert [quote for quote in analysis.quotes if "“the”" in analysis.words(quote.content[0])]
