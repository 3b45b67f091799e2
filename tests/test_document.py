"""A document: what stands where in an article, and what earlier stages found there."""

from __future__ import annotations

import pytest

from diplomacy_nlp import Actor, Article, Link, Mention, Proposal, Quote, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.testing import make_annotation
from diplomacy_nlp.toolkit.document import Document

TEXT = "Oslo asked for talks.\n\nBergen, the port, said: Oslo made an offer.\nNobody took the offer.\n"
ROWS = """
    Oslo   Oslo   PROPN 2 nsubj
    asked  ask    VERB  0 root
    for    for    ADP   4 case
    talks  talk   NOUN  2 obl
    .      .      PUNCT 2 punct

    Bergen Bergen PROPN 6 nsubj
    ,      ,      PUNCT 4 punct
    the    the    DET   4 det
    port   port   NOUN  1 appos
    ,      ,      PUNCT 1 punct
    said   say    VERB  0 root
    :      :      PUNCT 9 punct
    Oslo   Oslo   PROPN 9 nsubj
    made   make   VERB  6 ccomp
    an     an     DET   11 det
    offer  offer  NOUN  9 obj
    .      .      PUNCT 6 punct

    Nobody nobody PRON  2 nsubj
    took   take   VERB  0 root
    the    the    DET   4 det
    offer  offer  NOUN  2 obj
    .      .      PUNCT 2 punct
"""


def at(words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


OSLO = Actor(id="a1", name="Oslo", kind="government", mentions=[Mention(span=at("Oslo"))], principal=Link(id="a3"))
BERGEN = Actor(id="a2", name="Bergen", kind="company", mentions=[Mention(span=at("Bergen"))])
NORWAY = Actor(id="a3", name="Norway", kind="state", mentions=[Mention(span=at("Oslo", 1))])
SAID = Quote(id="q1", content=[at("Oslo made an offer")], cue=at("said"), speaker=Link(id="a2"))
CALL = Proposal(id="p1", kind="request", content=[at("talks")], cue=at("asked"))
OFFER = Proposal(id="p2", kind="offer", content=[at("an offer")], cue=at("made"), mentions=[at("the offer")])


@pytest.fixture
def document() -> Document:
    article = Article(text=TEXT)
    return Document(
        article=article,
        annotation=make_annotation(article, ROWS, entities=[("Bergen", "LOC")]),
        actors=[OSLO, BERGEN, NORWAY],
        quotes=[SAID],
        proposals=[CALL, OFFER],
    )


def word(document: Document, text: str, nth: int = 0) -> Word:
    return [w for w in document.annotation.words if w.text == text][nth]


def test_words_sentences_and_paragraphs_by_place(document: Document) -> None:
    assert document.number_of(word(document, "Bergen")) == 5
    assert [document.sentence_number(at(w).start) for w in ("asked", "port", "Nobody")] == [0, 1, 2]
    assert [document.article[paragraph] for paragraph in document.paragraphs] == [
        "Oslo asked for talks.",
        "Bergen, the port, said: Oslo made an offer.",
        "Nobody took the offer.",
    ]
    assert document.paragraph_number(at("port").start) == 1
    assert document.article[document.paragraph_at(at("took").start)] == "Nobody took the offer."


def test_actors_and_entities_of_words(document: Document) -> None:
    assert document.actor(word(document, "Oslo")) is OSLO
    assert document.actor(word(document, "port")) is None
    assert document.actor_at(word(document, "Bergen")) is BERGEN
    entity = document.entity_at(word(document, "Bergen"))
    assert entity is not None
    assert entity.type == "LOC"
    assert document.entity_at(word(document, "port")) is None
    assert document.actor_with("a2") is BERGEN
    assert document.actor_with("a9") is document.actor_with(None) is None


def test_who_stands_for_whom(document: Document) -> None:
    assert document.sides(["a1"]) == {"a1", "a3"}
    assert document.spoken_for(Link(id="a1")) == Link(id="a3")
    assert document.spoken_for(Link(id="a2")) == Link(id="a2")


def test_quotes_around(document: Document) -> None:
    assert document.quotes_around(word(document, "made")) == (SAID,)
    assert document.quotes_around(word(document, "asked")) == ()


def test_proposals_by_what_names_them(document: Document) -> None:
    assert document.proposal_named(word(document, "asked")) is CALL
    assert document.proposal_named(word(document, "talks")) is CALL  # it heads what is asked for
    assert document.proposal_named(word(document, "offer", 1)) is OFFER
    assert document.proposal_named(word(document, "port")) is None
    assert document.proposal_with("p2") is OFFER
    assert document.is_proposed(word(document, "talks"))
    assert not document.is_proposed(word(document, "port"))
