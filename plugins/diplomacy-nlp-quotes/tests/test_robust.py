"""Odd input: no crash, no wrong span, no time out of proportion; and the lexicons' own rules."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from diplomacy_nlp_quotes import Quotes, lexicons
from diplomacy_nlp_quotes.find import find_quotes
from hypothesis import given, settings
from hypothesis import strategies as st

from diplomacy_nlp import Annotation, Article, Span
from diplomacy_nlp.annotation import Sentence, Word
from doubles import documents

Growth = Callable[[Callable[[int], Callable[[], object]], int, int], float]  # see conftest.py
Parse = Callable[[str], tuple[Article, Annotation]]

_WORDS = """envoy said say told reporters that the warning according to in view he who seems called for WEISS
    “ ” " ' , . : —"""
_TOKENS = st.sampled_from(_WORDS.split())
_UPOS = st.sampled_from(["VERB", "NOUN", "PROPN", "PRON", "ADP", "PUNCT", "SCONJ", "AUX", "ADJ", "PART"])
_RELATIONS = """nsubj obj iobj ccomp xcomp obl nmod nmod:poss acl acl:relcl advcl parataxis conj cc mark case punct"""
_DEPREL = st.sampled_from(_RELATIONS.split())


_LEMMAS = {"said": "say", "told": "tell", "called": "call", "seems": "seem"}
_ANY = documents(
    words=st.tuples(_TOKENS, _UPOS).map(lambda word: (word[0], _LEMMAS.get(word[0], word[0]), word[1])),
    relations=_DEPREL,
    gaps=st.sampled_from([" ", " ", "", "\n"]),
)


@given(_ANY)
@settings(max_examples=300, deadline=None)
def test_whatever_the_parse_every_span_lies_in_the_text(document: tuple[Article, Annotation]) -> None:
    article, annotation = document
    for quote in find_quotes(article, annotation, ()):
        for span in (*quote.content, quote.cue, quote.source):
            assert span is None or span.end <= len(article.text)
        assert all(quote.cue is None or not quote.cue.overlaps(span) for span in quote.content)
        assert list(quote.content) == sorted(quote.content)


ODD = {
    "one paragraph of quotations": "“We came here, yes.” ",
    "speech led in again and again": "Weiss said:\n\n“We came here.”\n\n",
    "a transcript": "WEISS: We came, as Lund said.\n\nLUND: Yes.\n\n",
    "signed quotations": "“We came here at last.” — Anna Weiss\n\n",
    "opening marks": "“",
    "colons": "Weiss: : “ ” ",
    "capitals": "WEISS SAID THAT “LUND” LEFT, “AND SO",
    "small letters": "weiss said that lund had “ promised to leave ” and left. ",
    "no spaces": "Weiss—said:“yes”",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_articles_give_spans_that_lie_in_them(parse: Parse, text: str) -> None:
    article, annotation = parse(text * 120)
    for quotes in (Quotes(), Quotes(model=None)):
        for quote in quotes.diplomacy_find_quotes(article, annotation, ()):
            spans = [span for span in (*quote.content, quote.cue, quote.source) if span is not None]
            assert all(article.text[span.start : span.end].strip() for span in spans)
            assert all(quote.cue is None or not quote.cue.overlaps(span) for span in quote.content)
            assert list(quote.content) == sorted(quote.content)


@given(st.text(min_size=1).filter(str.strip))
def test_a_text_without_a_parse_gives_what_the_marks_give(text: str) -> None:
    article = Article(text=f"It said:\n{text}")  # of one line alone it could be the name of a file
    for quote in find_quotes(article, Annotation(sentences=()), ()):
        assert all(span.end <= len(article.text) for span in quote.content)


def _chain(size: int) -> tuple[Article, Annotation]:
    """One endless sentence: said that X said that X said ..."""
    text = "envoy said " * size
    words = []
    for number in range(size):
        start = 11 * number
        verb = 2 * number + 2
        words.append(
            Word(
                id=verb - 1,
                text="envoy",
                span=Span(start, start + 5),
                lemma="envoy",
                upos="NOUN",
                head=verb,
                deprel="nsubj",
            )
        )
        words.append(
            Word(
                id=verb,
                text="said",
                span=Span(start + 6, start + 10),
                lemma="say",
                upos="VERB",
                head=max(verb - 2, 0),
                deprel="ccomp" if number else "root",
            )
        )
    return Article(text=text), Annotation(sentences=[Sentence(span=Span(0, 11 * size - 1), words=words)])


def test_an_endless_sentence_takes_no_endless_time(growth: Growth) -> None:
    def task(size: int) -> Callable[[], object]:
        article, annotation = _chain(size)
        return lambda: find_quotes(article, annotation, ())

    assert growth(task, 1_000, 10_000) < 30  # ten times the text; its square would be a hundred


def test_time_grows_in_step_with_the_text(growth: Growth) -> None:
    def task(times: int) -> Callable[[], object]:
        article = Article(text="“A,” he said. 'B' \n" * times)
        return lambda: find_quotes(article, Annotation(sentences=()), ())

    assert growth(task, 300, 3_000) < 30


def test_the_lexicons_are_sorted_and_name_no_lemma_twice() -> None:
    for entries in (lexicons.verbs(), lexicons.adjectives(), lexicons.nouns()):
        assert list(entries) == sorted(entries)
        assert all(entry.takes or entry.prepositions for entry in entries.values())
    assert len(lexicons.verbs()) > 400
