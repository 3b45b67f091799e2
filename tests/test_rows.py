"""Rules as rows: each finds its own example at the bracketed word, and none holds where nothing is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from diplomacy_nlp_proposals import rows as of_proposals
from diplomacy_nlp_quotes import predicates as of_quotes
from diplomacy_nlp_reactions import rows as of_reactions

from diplomacy_nlp import Actor, Mention, ProposalKind, Span, Stance
from diplomacy_nlp.toolkit.document import Document

PLUGINS = ((of_proposals, ProposalKind), (of_reactions, Stance))
ROWS = [(m.patterns(), row) for m in (of_proposals, of_reactions, of_quotes) for row in m.patterns().rows]
SILENT = Path(__file__).parents[1] / "plugins" / "diplomacy-nlp-reactions" / "tests" / "silent.txt"


def read(parse, text: str) -> Document:
    """A text in which Oslo and Norway are known states."""
    article, annotation = parse(text)
    states = enumerate(re.finditer("Oslo|Norway", text))
    mentions = [(f"a{n}", found[0], Mention(span=Span(*found.span()))) for n, found in states]
    actors = [Actor(id=key, name=name, kind="state", mentions=[mention]) for key, name, mention in mentions]
    return Document(article=article, annotation=annotation, actors=actors)


@pytest.mark.parametrize(("rows", "row"), ROWS, ids=lambda value: getattr(value, "example", ""))
def test_each_row_finds_its_example(parse, rows, row) -> None:
    before, word, after = re.fullmatch(r"(.*)\[(.*)\](.*)", row.example).groups()
    document = read(parse, before + word + after)
    at = document.annotation.word_at(len(before))
    assert row in [match.pattern for match in rows.matches(document, at)]


@pytest.mark.parametrize("text", SILENT.read_text(encoding="utf-8").splitlines())
def test_no_row_holds_where_nothing_is(parse, text) -> None:
    document = read(parse, text)
    for plugin, _ in PLUGINS:
        assert not [match for word in document.annotation.words for match in plugin.patterns().matches(document, word)]


def test_rows_say_what_their_plugin_knows() -> None:
    assert len(ROWS) >= 150
    for plugin, kinds in PLUGINS:
        assert {row.kind for row in plugin.patterns().rows} <= set(kinds)
        assert {mark for row in plugin.patterns().rows for mark in row.marks} <= set(plugin.MARKS)
