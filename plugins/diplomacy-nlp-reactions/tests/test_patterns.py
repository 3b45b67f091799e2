"""The rows of patterns.tsv: each finds its example at the bracketed word, and none finds anything where nothing is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from diplomacy_nlp_reactions.find import find_reactions
from diplomacy_nlp_reactions.rows import MARKS, patterns

from diplomacy_nlp import Actor, Mention, Span, Stance
from diplomacy_nlp.toolkit.document import Document

SILENT = (Path(__file__).parent / "silent.txt").read_text(encoding="utf-8").splitlines()


def document(parse, text: str) -> Document:
    """A text in which Oslo and Norway are known states."""
    article, annotation = parse(text)
    actors = [
        Actor(id=f"a{n}", name=found.group(), kind="state", mentions=[Mention(span=Span(*found.span()))])
        for n, found in enumerate(re.finditer("Oslo|Norway", text))
    ]
    return Document(article=article, annotation=annotation, actors=actors)


@pytest.mark.parametrize("row", patterns().rows, ids=lambda row: row.example)
def test_each_row_finds_its_example(parse, row) -> None:
    before, word, after = re.fullmatch(r"(.*)\[(.*)\](.*)", row.example).groups()
    read = document(parse, before + word + after)
    at = read.annotation.word_at(len(before))
    assert row in [match.pattern for match in patterns().matches(read, at)]
    found = list(find_reactions(read.article, read.annotation, read.actors))
    assert row.kind in [r.stance for r in found if r.cue.contains(at.span)] or "left-out" in row.marks


@pytest.mark.parametrize("text", SILENT)
def test_no_row_finds_anything_where_nothing_is(parse, text) -> None:
    read = document(parse, text)
    assert not [match for word in read.annotation.words for match in patterns().matches(read, word)]


def test_rows_say_what_reactions_know() -> None:
    assert len(patterns().rows) > 60
    for row in patterns().rows:
        assert row.kind in set(Stance)
        assert MARKS.issuperset(row.marks)
