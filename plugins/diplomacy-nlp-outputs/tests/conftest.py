"""Analyses made by hand, in which every field is filled somewhere: no parser and no models are needed."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from typing import Any

import pytest

from diplomacy_nlp import Actor, Analysis, Article, Finding, Link, Mention, Position, Proposal, Quote, Reaction, Span
from diplomacy_nlp.types import PluginInfo, Problem

TEXT = (
    "Oslo proposed a <b>truce</b> & talks in Bergen on Monday. “We welcome it,” said Minister Anna Roth, “gladly,” "
    "of Sweden.\n\nThe U.S. rejected the plan because of its cost. Denmark would join only if Norway paid 😀 for it."
)


class Places:
    """Spans of words in a text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self, words: str, nth: int = 0) -> Span:
        at = -1
        for _ in range(nth + 1):
            at = self.text.index(words, at + 1)
        return Span(at, at + len(words))


at = Places(TEXT)


def made() -> Analysis:
    actors = [
        Actor(
            name="Norway",
            kind="state",
            mentions=[Mention(span=at("Oslo"), type="metonym"), Mention(span=at("Norway"))],
            country="NOR",
            wikidata="Q20",
            id="a1",
            found_by=["actors"],
            confidence=0.9,
            why="country",
        ),
        Actor(
            name="Anna Roth",
            kind="person",
            mentions=[Mention(span=at("Minister Anna Roth"))],
            country="SWE",
            role="Minister",
            sector="GOV",
            principal=Link(id="a3"),
            gazetteer_id="my; 7",
            id="a2",
        ),
        Actor(name="Sweden", kind="state", mentions=[Mention(span=at("Sweden"))], country="SWE", id="a3"),
        Actor(name="United States", kind="state", mentions=[Mention(span=at("The U.S."))], country="USA", id="a4"),
        Actor(name="Denmark", kind="state", mentions=[Mention(span=at("Denmark"))], country="DNK", id="a5"),
    ]
    quote = Quote(
        content=[at("“We welcome it,”"), at("“gladly,”")],
        cue=at("said"),
        source=at("Minister Anna Roth"),
        form="direct",
        speaker=Link(id="a2", span=at("Minister Anna Roth")),
        addressees=[Link(id="a1")],
        via=[Link(span=at("Bergen"))],
        certainty="hedged",
        mode="historical",
        id="q1",
        found_by=["quotes", "mine"],
    )
    proposal = Proposal(
        cue=at("proposed"),
        kind="proposal",
        proposers=[Link(id="a1", span=at("Oslo"))],
        addressees=[Link(id="a4"), Link(span=at("Bergen"))],
        participants=[Link(id="a5", span=at("Denmark"))],
        content=[at("a <b>truce</b>"), at("talks in Bergen")],
        status="rejected",
        date=at("Monday"),
        mentions=[at("the plan")],
        plover="REQUEST",
        id="p1",
        confidence=0.75,
    )
    reactions = [
        Reaction(
            cue=at("welcome"),
            stance="support",
            evidence=at("We welcome it"),
            reactors=[Link(id="a2"), Link(id="a3", span=at("Sweden"))],
            target=Link(id="p1", span=at("it")),
            plover="SUPPORT",
            cameo="05",
            id="r1",
        ),
        Reaction(
            cue=at("rejected"),
            stance="reject",
            evidence=at("The U.S. rejected the plan"),
            reactors=[Link(id="a4", span=at("The U.S."))],
            target=Link(id="p1", span=at("the plan")),
            reason=at("because of its cost"),
            plover="REJECT",
            cameo="12",
            id="r2",
        ),
        Reaction(
            cue=at("join"),
            stance="conditional",
            evidence=at("Denmark would join"),
            reactors=[Link(id="a5", span=at("Denmark"))],
            target=Link(span=at("talks in Bergen")),
            condition=at("only if Norway paid 😀 for it"),
            negated=True,
            mode="hypothetical",
            id="r3",
        ),
    ]
    positions = [
        Position(actor=Link(id="a1"), issue=Link(id="p1"), stance="support", evidence=[Link(id="p1")], id="s1"),
        Position(actor=Link(id="a2"), issue=Link(id="p1"), stance="support", evidence=[Link(id="r1")], id="s2"),
        Position(
            actor=Link(id="a4", span=at("The U.S.")),
            issue=Link(id="p1", span=at("the plan")),
            stance="oppose",
            evidence=[Link(id="r2", span=at("rejected"))],
            id="s3",
        ),
        Position(
            actor=Link(id="a5"),
            issue=Link(span=at("talks in Bergen")),
            stance="conditional",
            evidence=[Link(id="r3")],
            id="s4",
        ),
    ]
    finding = Finding(label="money", spans=[at("cost"), at("paid")], links=[Link(id="r2")], note="a = b; \\ c", id="f1")
    return Analysis(
        article=Article(
            text=TEXT,
            id="bergen",
            date="2026-03-02",
            source="The Herald",
            title="Talks & <truce>",
            url="https://x.example/1",
        ),
        actors=actors,
        quotes=[quote],
        proposals=[proposal],
        reactions=reactions,
        positions=positions,
        findings=[finding],
        problems=[Problem(plugin="mine", message="ValueError: x", hook="diplomacy_find_more", version="0.2")],
        plugins=[PluginInfo(name="mine", version="0.2", hooks=["diplomacy_find_more"])],
        annotated_by="by hand",
    )


@pytest.fixture
def analysis() -> Analysis:
    """One article in which every field of every item is filled somewhere."""
    return made()


@pytest.fixture
def together() -> Analysis:
    """A statement of two actors, and a reaction to it."""
    text = "India and Pakistan agreed to reopen the border. Nepal welcomed the statement."
    at = Places(text)
    names = {"a1": "India", "a2": "Pakistan", "a3": "Nepal"}
    links = {name: Link(id=name, span=at(words)) for name, words in names.items()}
    return Analysis(
        article=Article(text=text, id="border"),
        actors=[
            Actor(name=words, kind="state", mentions=[Mention(span=at(words))], id=name)
            for name, words in names.items()
        ],
        quotes=[
            Quote(
                content=[at("to reopen the border")],
                cue=at("agreed"),
                source=at("India and Pakistan"),
                speakers=[links["a1"], links["a2"]],
                id="q1",
            )
        ],
        reactions=[
            Reaction(
                cue=at("welcomed"),
                stance="support",
                evidence=at("Nepal welcomed the statement"),
                reactors=[links["a3"]],
                target=Link(id="q1", span=at("the statement")),
                plover="SUPPORT",
                cameo="05",
                id="r1",
            )
        ],
    )


@pytest.fixture
def bare() -> Analysis:
    """An article in which nothing was found."""
    return Analysis(article=Article(text="Nothing happened.", id="bare"))


@pytest.fixture(scope="session")
def library() -> Callable[[str], Any]:
    """A library of an extra; where it is not installed the test is left out, unless EXTRAS=all forbids that."""

    def imported(name: str) -> Any:
        if os.environ.get("EXTRAS") == "all":
            return importlib.import_module(name)
        return pytest.importorskip(name, reason=f"{name} is not installed; make test installs it")

    return imported
