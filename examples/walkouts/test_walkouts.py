"""Tests of the plugin: each row finds its own example, whatever the construction."""

from __future__ import annotations

import re

import pytest
from diplomacy_nlp_stanza import Stanza
from walkouts import PATTERNS, Walkouts

from diplomacy_nlp import Analysis, Analyzer
from diplomacy_nlp.toolkit.patterns import Pattern

ANALYZER = Analyzer([Stanza(), Walkouts()])


def found(text: str) -> Analysis:
    return ANALYZER.analyze(text)


@pytest.mark.parametrize("row", PATTERNS.rows, ids=lambda row: row.example)
def test_each_row_finds_its_example(row: Pattern) -> None:
    before, word, after = re.split(r"[\[\]]", row.example)
    (finding,) = found(before + word + after).findings
    assert (finding.label, finding.spans[0].start) == (row.kind, len(before))


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The talks were abandoned by Bergen.", ["Bergen"]),
        ("Oslo and Bergen decided to leave the talks.", ["Oslo", "Bergen"]),
        ("The envoys, who walked out of the meeting, flew home.", ["The envoys"]),
        ("Oslo did not leave the talks.", None),
        ("Oslo left the building.", None),
    ],
)
def test_passives_control_and_relative_clauses_need_no_rows_of_their_own(text: str, who: list[str] | None) -> None:
    analysis = found(text)
    assert [[analysis.words(link) for link in f.links] for f in analysis.findings] == ([] if who is None else [who])
