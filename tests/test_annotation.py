"""The annotation: trees that are checked when made, and queries against a plain reading of the same trees."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Entity, Sentence, Word
from diplomacy_nlp.testing import make_annotation, make_article

Growth = Callable[[Callable[[int], Callable[[], object]], int, int], float]  # see conftest.py
DEPRELS = ["nsubj", "nsubj:pass", "obj", "conj", "punct"]


def word(id: int, span: Span, head: int, deprel: str = "dep", upos: str = "X", **more: Any) -> Word:
    return Word(id=id, text="w", span=span, lemma="w", upos=upos, head=head, deprel=deprel, **more)


@st.composite
def annotations(draw: st.DrawFn) -> Annotation:
    """Random trees over words that stand apart, touch, or share the span of a multi-word token; some entities."""
    at, sentences = 0, []
    for number in range(draw(st.integers(0, 3))):
        size = draw(st.integers(1, 8))
        order = draw(st.permutations(range(1, size + 1)))  # each word hangs on one placed before it, or is a root
        heads = {n: draw(st.sampled_from([0, *order[:place]])) for place, n in enumerate(order)}
        words: list[Word] = []
        for n in range(1, size + 1):
            if words and draw(st.integers(0, 4)) == 0:
                span = words[-1].span
            else:
                start = at + draw(st.integers(0, 2))
                span = Span(start, start + draw(st.integers(1, 4)))
            at = span.end
            upos, deprel = draw(st.sampled_from(["NOUN", "PUNCT"])), draw(st.sampled_from(DEPRELS))
            words.append(word(n, span, heads[n], deprel, upos, sentence=number))
        sentences.append(Sentence(span=Span(words[0].span.start, at), words=words))
    spans = draw(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=4))
    entities = [Entity(span=Span(s, s + n), type="PER") for s, n in sorted(spans)]
    return Annotation(sentences=sentences, entities=entities)


queries = st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: Span(pair[0], sum(pair)))


def below(annotation: Annotation, top: Word) -> set[int]:
    """Ids of a word and all that hang on it, by going up from every word."""
    words = annotation.sentences[top.sentence].words

    def path(id: int) -> list[int]:
        return [id, *path(words[id - 1].head)] if id else []

    return {w.id for w in words if top.id in path(w.id)}


# --- places -------------------------------------------------------------------------------------------------------


@given(annotations(), queries)
def test_what_shares_a_span_is_what_overlaps_it(annotation: Annotation, span: Span) -> None:
    assert annotation.words_in(span) == tuple(w for w in annotation.words if w.span.overlaps(span))
    assert annotation.entities_in(span) == tuple(e for e in annotation.entities if e.span.overlaps(span))


@given(annotations(), st.integers(0, 60))
def test_what_covers_an_offset(annotation: Annotation, offset: int) -> None:
    here = Span(offset, offset + 1)
    assert annotation.word_at(offset) == next((w for w in annotation.words if w.span.contains(here)), None)


def test_a_query_costs_no_more_in_a_long_article(growth: Growth) -> None:
    def task(size: int) -> Callable[[], None]:
        words = [word(n + 1, Span(2 * n, 2 * n + 1), n) for n in range(size)]
        annotation = Annotation(sentences=[Sentence(span=Span(0, 2 * size), words=words)])
        annotation.words_in(Span(0, 4))  # what is laid out once is laid out

        def run() -> None:
            for offset in range(0, 4_000, 4):
                annotation.words_in(Span(offset, offset + 4))

        return run

    assert growth(task, 2_000, 100_000) < 10  # with a copy of the words for each query, fifty times as much


# --- the tree -----------------------------------------------------------------------------------------------------


@given(annotations())
def test_tree_queries_agree_with_the_heads(annotation: Annotation) -> None:
    for sentence in annotation.sentences:
        for w in sentence.words:
            assert annotation.sentence_of(w) is sentence
            assert annotation.parent(w) == (sentence.words[w.head - 1] if w.head else None)
            assert annotation.children(w) == tuple(c for c in sentence.words if c.head == w.id)
            assert {s.id for s in annotation.subtree(w)} == below(annotation, w)
            assert [s.id for s in annotation.subtree(w)] == sorted(below(annotation, w))
            for other in sentence.words:
                assert annotation.is_below(w, other) == (w.id in below(annotation, other))
                assert (other in annotation.ancestors(w)) == (w.id in below(annotation, other) - {other.id})


@given(annotations())
def test_a_bare_relation_matches_its_subtypes_and_a_subtype_just_itself(annotation: Annotation) -> None:
    for w in annotation.words:
        assert {c.deprel for c in annotation.children(w, "nsubj")} <= {"nsubj", "nsubj:pass"}
        assert {c.deprel for c in annotation.children(w, "nsubj:pass")} <= {"nsubj:pass"}
        assert len(annotation.children(w, *DEPRELS)) == len(annotation.children(w))
        assert annotation.child(w, "obj", "conj") == next(
            (c for c in annotation.children(w) if c.deprel in ("obj", "conj")), None
        )


@given(annotations())
def test_left_out_branches_are_those_of_the_word_itself(annotation: Annotation) -> None:
    for w in annotation.words:
        dropped = {n for c in annotation.children(w, "nsubj") for n in below(annotation, c)}
        kept = {s.id for s in annotation.subtree(w, without=["nsubj"])}
        assert kept == below(annotation, w) - dropped


@given(annotations())
def test_a_phrase_covers_its_subtree_but_for_punctuation_at_its_ends(annotation: Annotation) -> None:
    for w in annotation.words:
        words, phrase = annotation.subtree(w), annotation.phrase(w)
        covered = annotation.span_of(words)
        assert covered is not None
        assert covered.contains(phrase)
        if plain := [s for s in words if s.upos != "PUNCT"]:
            assert phrase == annotation.span_of(plain)


@given(annotations(), queries)
def test_the_head_of_a_span_hangs_on_nothing_within_it(annotation: Annotation, span: Span) -> None:
    head, inside = annotation.head_in(span), annotation.words_in(span)
    assert (head is None) == (not inside)
    if head is not None:
        assert head in inside
        assert annotation.parent(head) not in inside


# --- a small example ----------------------------------------------------------------------------------------------


@pytest.fixture
def annotation() -> Annotation:
    article = make_article("The draft, which Rome wrote, failed. Oslo smiled.")
    return make_annotation(
        article,
        """
        The     the     DET    2  det
        draft   draft   NOUN   8  nsubj
        ,       ,       PUNCT  6  punct
        which   which   PRON   6  obj        PronType=Rel
        Rome    Rome    PROPN  6  nsubj      Number=Sing
        wrote   write   VERB   2  acl:relcl  Mood=Ind|Tense=Past
        ,       ,       PUNCT  6  punct
        failed  fail    VERB   0  root
        .       .       PUNCT  8  punct

        Oslo    Oslo    PROPN  2  nsubj
        smiled  smile   VERB   0  root
        .       .       PUNCT  2  punct
        """,
        entities=[("Rome", "LOC"), ("Oslo", "LOC")],
    )


def test_a_phrase_and_its_parts(annotation: Annotation) -> None:
    text = "The draft, which Rome wrote, failed. Oslo smiled."
    draft = annotation.words[1]

    def words(span: Span) -> str:
        return text[span.start : span.end]

    assert words(annotation.phrase(draft)) == "The draft, which Rome wrote"
    assert words(annotation.phrase(draft, without=["acl"])) == "The draft"
    assert words(annotation.phrase(draft, without=["acl:relcl", "det"])) == "draft"


def test_features_and_relations(annotation: Annotation) -> None:
    wrote = annotation.words[5]
    assert (wrote.relation, wrote.feat("Tense"), wrote.feat("Voice")) == ("acl", "Past", None)
    assert annotation.words[0].feat("Mood") is None


def test_white_space_and_the_gap_between_sentences_hold_nothing(annotation: Annotation) -> None:
    assert annotation.word_at(3) is None
    assert annotation.word_at(999) is None


def test_an_empty_annotation_answers_every_query() -> None:
    nothing = Annotation(sentences=[])
    assert nothing.words == nothing.words_in(Span(0, 9)) == nothing.entities_in(Span(0, 9)) == ()
    assert nothing.word_at(0) is nothing.head_in(Span(0, 1)) is None
    assert Annotation.span_of([]) is None


def test_an_annotation_is_a_value_also_after_it_was_asked(annotation: Annotation) -> None:
    copy = pickle.loads(pickle.dumps(annotation))  # noqa: S301  # our own bytes
    assert copy == annotation
    assert copy.words_in(Span(0, 9)) == annotation.words_in(Span(0, 9))
    assert pickle.loads(pickle.dumps(copy)) == annotation  # noqa: S301


# --- what is refused ----------------------------------------------------------------------------------------------


def sentence(*words: Word) -> Sentence:
    return Sentence(span=Span(0, 9), words=words)


A, B = Span(0, 1), Span(2, 3)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([word(1, A, 1)], "run in a circle"),
        ([word(1, A, 2), word(2, B, 1)], "sentence 0: the heads of 'w' run in a circle"),
        ([word(1, A, 0), word(2, B, 3), word(3, Span(4, 5), 2)], "run in a circle"),
        ([word(1, A, 2)], "word 'w' has head 2 among 1 words"),
        ([word(1, A, -1)], "has head -1"),
        ([word(2, A, 0)], "says it is word 2 of sentence 0, but it is word 1 of sentence 0"),
        ([word(1, A, 0), word(1, B, 0)], "says it is word 1 of sentence 0, but it is word 2"),
        ([word(1, A, 0, sentence=1)], "says it is word 1 of sentence 1, but it is word 1 of sentence 0"),
        ([word(1, B, 0), word(2, A, 0)], "the words are not in the order of the text: 2-3 stands before 0-1"),
    ],
)
def test_what_is_no_tree_is_refused(words: list[Word], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Annotation(sentences=[sentence(*words)])


def test_sentences_and_entities_stand_in_the_order_of_the_text() -> None:
    with pytest.raises(ValueError, match="the sentences are not in the order of the text"):
        Annotation(sentences=[Sentence(span=B, words=[]), Sentence(span=A, words=[])])
    with pytest.raises(ValueError, match="the entities are not in the order of the text"):
        Annotation(sentences=[], entities=[Entity(span=B, type="PER"), Entity(span=A, type="PER")])


@given(st.lists(st.integers(-1, 7), min_size=1, max_size=6))
def test_heads_are_accepted_just_where_every_word_reaches_a_root(heads: list[int]) -> None:
    def reaches_root(at: int) -> bool:
        for _ in heads:
            if not 1 <= at <= len(heads):
                break
            at = heads[at - 1]
        return at == 0

    words = [word(n, Span(2 * n, 2 * n + 1), head) for n, head in enumerate(heads, 1)]
    if all(reaches_root(n) for n in range(1, len(heads) + 1)):
        assert Annotation(sentences=[sentence(*words)]).words == tuple(words)
    else:
        with pytest.raises(ValueError, match=r"circle|has head"):
            Annotation(sentences=[sentence(*words)])
