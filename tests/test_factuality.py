"""How far a predicate holds, and where the words end that a cue says something of."""

from __future__ import annotations

import pytest

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.extent import clause_extent, noun_extent, trimmed
from diplomacy_nlp.toolkit.factuality import factuality_of, governors


def word(annotation: Annotation, text: str) -> Word:
    return next(w for w in annotation.words if w.text == text)


@pytest.mark.parametrize(
    ("text", "predicate", "holds"),
    [
        ("Oslo accepted the plan.", "accepted", ""),
        ("Oslo did not accept the plan.", "accept", "negated"),
        ("Oslo has not accepted the plan.", "accepted", "negated perfect"),
        ("Oslo no longer accepts the plan.", "accepts", "negated"),
        ("Oslo accepts the plan no less than Bergen.", "accepts", ""),
        ("Oslo will sign no later than May.", "sign", "future"),
        ("Oslo no doubt accepts the plan.", "accepts", ""),
        ("Oslo denied a report that Bergen published.", "published", ""),
        ("Oslo refused to accept the plan.", "accept", "refused"),
        ("Oslo may accept the plan.", "accept", "hedged"),
        ("Oslo will accept the plan.", "accept", "future"),
        ("Oslo decided to accept the plan.", "accept", ""),
        ("Oslo said that it would accept the plan.", "accept", "future"),
        ("Oslo said that it would accept the plan if Bergen paid.", "accept", ""),
        ("Oslo at first rejected the plan but later signed it.", "rejected", "historical"),
        ("Oslo at first rejected the plan but later signed it.", "signed", ""),
        ("Initially, Oslo refused to accept the plan.", "accept", "refused historical"),
        ("When Oslo first accepted the plan, it was short.", "accepted", ""),
    ],
)
def test_how_far_a_predicate_holds(parse, text: str, predicate: str, holds: str) -> None:
    _, annotation = parse(text)
    found = factuality_of(annotation, word(annotation, predicate))
    assert found is not None
    told = [name for name in ("negated", "refused", "perfect") if getattr(found, name)]
    told += [value for value in (found.certainty, found.mode) if value in ("hedged", "future", "historical")]
    assert " ".join(told) == holds


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("Oslo ordered Bergen to accept the plan.", "accept"),
        ("Oslo should accept the plan.", "accept"),
        ("Oslo asked if Bergen accepted the plan.", "accepted"),
        ("There is no sign that Bergen backs it.", "backs"),
        ("Oslo would back it on condition that Bergen agrees.", "agrees"),
        ("Oslo would back it provided that Bergen agrees.", "agrees"),
        ("Oslo denied reports that Bergen had agreed.", "agreed"),
    ],
)
def test_what_is_ordered_wished_or_asked_does_not_hold(parse, text: str, predicate: str) -> None:
    _, annotation = parse(text)
    assert factuality_of(annotation, word(annotation, predicate)) is None


def test_a_refusal_names_the_word_that_refuses(parse) -> None:
    _, annotation = parse("Oslo refused to accept the plan.")
    found = factuality_of(annotation, word(annotation, "accept"))
    assert found is not None
    assert found.governor == word(annotation, "refused")
    assert governors()["refuse", "verb"] == "refuse"


@pytest.mark.parametrize(
    ("text", "noun", "cue", "extent"),
    [
        ("It was a move that allies dismissed.", "move", "dismissed", "a move"),
        ("Oslo praised the truce of Bergen.", "truce", "praised", "the truce of Bergen"),
        ("Oslo praised the truce that Bergen had offered.", "truce", "praised", "the truce"),
    ],
)
def test_where_a_noun_phrase_ends(parse, text: str, noun: str, cue: str, extent: str) -> None:
    article, annotation = parse(text)
    assert article[noun_extent(annotation, word(annotation, noun), word(annotation, cue))] == extent


def test_a_clause_ends_where_the_next_begins(parse) -> None:
    article, annotation = parse("Oslo denied that it had signed the pact, while Bergen said nothing.")
    assert article[clause_extent(annotation, word(annotation, "signed"))] == "it had signed the pact"


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ("a ‘big’ step, ", "a ‘big’ step, ", "a ‘big’ step"),
        ("“big step”", "“big step", "“big step”"),
        ('"big"', 'big"', '"big"'),
    ],
)
def test_marks_keep_their_partners_and_commas_go(text: str, words: str, whole: str) -> None:
    start = text.index(words)
    span = trimmed(text, Span(start, start + len(words)))
    assert text[span.start : span.end] == whole
