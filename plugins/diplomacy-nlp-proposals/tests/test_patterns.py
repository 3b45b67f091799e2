"""The rows of patterns.tsv: each finds its example at the bracketed word."""

from __future__ import annotations

import re

import pytest
from diplomacy_nlp_proposals.find import find_proposals
from diplomacy_nlp_proposals.rows import MARKS, patterns

from diplomacy_nlp import Actor, Mention, ProposalKind, Span


@pytest.mark.parametrize("row", patterns().rows, ids=lambda row: row.example)
def test_each_row_finds_its_example(parse, row) -> None:
    before, word, after = re.fullmatch(r"(.*)\[(.*)\](.*)", row.example).groups()
    article, annotation = parse(before + word + after)
    actors = [
        Actor(id=found.group(), name=found.group(), kind="state", mentions=[Mention(span=Span(*found.span()))])
        for found in re.finditer("Oslo|Norway", article.text)
    ]
    (proposal,) = find_proposals(article, annotation, actors)
    assert (proposal.why, proposal.kind, article[proposal.cue]) == (row.rule, row.kind, word)
    assert [link.id for link in proposal.proposers] == ["Norway"]
    assert [link.id for link in proposal.addressees] == ["Oslo"]


def test_rows_say_what_proposals_know() -> None:
    assert patterns().rows
    for row in patterns().rows:
        assert row.kind in set(ProposalKind)
        assert set(row.marks) <= set(MARKS)
