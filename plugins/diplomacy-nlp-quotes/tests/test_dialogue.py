"""Dialogue within a paragraph: who speaks is told by the cue just after the words."""

from __future__ import annotations

import re
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


# each with the speakers of its quotations, in their order; "" where the form does not say
LONGER = {
    "four by turns": (
        "“The plan is dead,” said Anna Roth. “It is alive,” said Erik Berg. “It is a joke,” said Maria Costa. "
        "“It is not,” said Jan Moe.",
        ["Anna Roth", "Erik Berg", "Maria Costa", "Jan Moe"],
    ),
    "back and forth": (
        "“We will go,” said the minister. “You will not,” the envoy replied. “Watch us,” said the minister.",
        ["minister", "envoy", "minister"],
    ),
    "interrupted by turns": (
        "“I am sure,” said Anna Roth, the foreign minister of Norway, “that we can agree.” “I am not,” said Erik Berg, "
        "her Icelandic counterpart. “But,” he went on, “we will try.” “Good,” said Maria Costa of Peru.",
        ["Anna Roth", "Anna Roth", "Erik Berg", "Erik Berg", "Erik Berg", "Maria Costa"],
    ),
    "cues before": (
        "Anna Roth said, “We will sign.” Erik Berg said, “We will not.” Maria Costa asked, “Why not?”",
        ["Anna Roth", "Erik Berg", "Maria Costa"],
    ),
    "only the last has a cue": ("“We will sign.” “We will not.” “Then we are done,” said Roth.", ["", "", "Roth"]),
    "named between": (
        "“We are leaving.” That was Roth. “We are staying.” That was Berg. “Nobody asked,” said Costa.",
        ["Roth", "Berg", "Costa"],
    ),
}


@pytest.mark.parametrize("kind", LONGER)
def test_longer_dialogues_are_right_or_unsure(read: Read, kind: str) -> None:
    text, speakers = LONGER[kind]
    analysis = read(text)
    places = [match.start() for match in re.finditer("“", text)]
    assert len(places) == len(speakers)
    for place, speaker in zip(places, speakers, strict=True):
        around = [quote for quote in analysis.quotes if any(s.start <= place < s.end for s in quote.content)]
        sure = [quote for quote in around if quote.confidence >= 0.5]
        assert around or not speaker, speaker
        assert {actor.name for quote in sure for actor in analysis.actors_of(quote.speakers)} <= {speaker}


def test_words_that_nobody_attributes_keep_a_doubt(read: Read) -> None:
    """Of a question without a cue, and its answer, the form does not say whose they are."""
    analysis = read("“Will you sign?” asked Anna Roth. “No,” said Erik Berg. “Why not?” “Because it is a bad deal.”")
    bare = [quote for quote in analysis.quotes if quote.cue is None]
    assert bare
    assert all(quote.confidence < 0.6 for quote in bare)
