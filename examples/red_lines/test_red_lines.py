"""Tests of the plugin: they need no parser and no models, only the core."""

from __future__ import annotations

import pytest
from red_lines import RedLines, find_red_lines

from diplomacy_nlp import Actor, ActorKind, Mention, Span
from diplomacy_nlp.testing import check_plugin, make_annotation, make_article

ARTICLE = make_article("Missiles are a red line for Ankara.")
ANNOTATION = make_annotation(
    ARTICLE,
    """
    Missiles  missile  NOUN   5  nsubj
    are       be       AUX    5  cop
    a         a        DET    5  det
    red       red      ADJ    5  amod
    line      line     NOUN   0  root
    for       for      ADP    7  case
    Ankara    Ankara   PROPN  5  nmod
    .         .        PUNCT  5  punct
    """,
)
TURKEY = Actor(name="Turkey", kind=ActorKind.STATE, mentions=[Mention(span=Span(28, 34), type="metonym")], id="a1")


def test_a_red_line_is_found_and_linked_to_its_owner() -> None:
    (found,) = find_red_lines(ANNOTATION, [TURKEY], ["line"])
    assert ARTICLE[found.spans[0]] == "red line"
    assert [link.id for link in found.links] == ["a1"]


def test_without_a_known_actor_the_link_keeps_the_words() -> None:
    (found,) = find_red_lines(ANNOTATION, [], ["line"])
    assert [ARTICLE[link.span] for link in found.links if link.span] == ["Ankara"]


def test_it_has_the_manners_of_a_plugin() -> None:
    analysis = check_plugin(RedLines(), ARTICLE, ANNOTATION)
    assert [finding.label for finding in analysis.findings] == ["red line"]


def test_a_plugin_without_nouns_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one noun"):
        RedLines(nouns=[])
