"""Sentences of news text end where they should: datelines, abbreviations, initials, quotations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from diplomacy_nlp import Annotation, Article

Parse = Callable[[str], tuple[Article, Annotation]]

PARAGRAPHS = [
    line.split(" | ")
    for line in (Path(__file__).parent / "sentence_ends.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
TO_REACH = 0.9


def sentences(parse: Parse, text: str) -> list[str]:
    article, annotation = parse(text)
    return [article[sentence.span] for sentence in annotation.sentences]


def test_sentences_end_where_they_should(parse: Parse) -> None:
    """A paragraph counts as right if all its sentences are."""
    wrong = [wanted for wanted in PARAGRAPHS if sentences(parse, " ".join(wanted)) != wanted]
    assert len(wrong) <= (1 - TO_REACH) * len(PARAGRAPHS), wrong


def test_a_headline_without_a_stop_is_a_sentence(parse: Parse) -> None:
    text = "Envoys leave Geneva without a deal\n\nThe talks on the river treaty ended on Monday."
    assert sentences(parse, text) == text.split("\n\n")
