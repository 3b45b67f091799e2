"""An attribution needs something attributed: what somebody said or thinks, whole, and not a scrap of another clause."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from diplomacy_nlp_quotes import Quotes
from diplomacy_nlp_stanza import Stanza

from diplomacy_nlp import Analysis, Analyzer

Read = Callable[[str], Analysis]


@pytest.fixture(scope="module", params=["network", "rules"])
def read(request: pytest.FixtureRequest) -> Read:
    quotes = Quotes() if request.param == "network" else Quotes(model=None)
    return Analyzer([Stanza(), quotes]).analyze


def contents(analysis: Analysis) -> list[str]:
    return [" … ".join(map(analysis.article.__getitem__, quote.content)) for quote in analysis.quotes]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Roth accepted the.",
        "Peru reported a.",
        "Chile said to.",
        "Oslo announced of the.",
        "The union supports the. The party opposes a. The ministry called for.",
    ],
)
def test_words_that_only_bind_others_are_no_content(read: Read, text: str) -> None:
    assert not read(text).quotes


@pytest.mark.parametrize(
    "text",
    [
        "The council signed a memorandum on trade with Peru on Friday.",
        "The minister signed a letter to the council.",
        "The bank continues to see growth in Asia.",
        "The ministry does not issue visas to journalists.",
        "The mayor sees the envoy twice a week. The court does not see him.",
        "The president called the minister.",
        "Norway voted for the budget.",
    ],
)
def test_what_somebody_does_is_not_what_somebody_says(read: Read, text: str) -> None:
    assert not read(text).quotes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The bank sees that the market is weak.", "the market is weak"),
        ("The ministry issued a warning of floods.", "floods"),
        ("The president called the minister a liar.", "a liar"),
    ],
)
def test_the_same_verbs_report_where_words_or_thoughts_follow(read: Read, text: str, said: str) -> None:
    assert any(content.endswith(said) for content in contents(read(text)))


@pytest.mark.parametrize(
    "text",
    [
        "Chile accepted the terms; Peru rejected them; Brazil asked for time.",
        "Norway accepted the terms; Iceland rejected them; Malta welcomed them; Cyprus asked for more time.",
    ],
)
def test_no_quote_runs_over_clauses_of_others(read: Read, text: str) -> None:
    found = contents(read(text + " Malta said that it was ready."))
    assert found[-1] == "that it was ready"
    assert not [content for content in found if "them" in content or "…" in content]


def test_a_quoted_word_of_any_kind_is_content(read: Read) -> None:
    found = contents(read("The minister, asked whether he would sign or not, said only “the”."))
    assert any("“the”" in content for content in found)
