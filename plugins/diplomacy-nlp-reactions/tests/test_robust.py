"""Odd input: whatever the parse looks like, spans lie in the text and nothing is raised."""

from __future__ import annotations

import pytest
from diplomacy_nlp_reactions import Reactions
from diplomacy_nlp_reactions.find import find_reactions
from hypothesis import given, settings
from hypothesis import strategies as st

from diplomacy_nlp import Annotation, Article, Span
from diplomacy_nlp.annotation import Sentence, Word
from doubles import documents

FORMS = [
    ("Paris", "PROPN"),
    ("it", "PRON"),
    ("rejected", "VERB"),
    ("refused", "VERB"),
    ("take", "VERB"),
    ("called", "VERB"),
    ("not", "PART"),
    ("to", "PART"),
    ("of", "ADP"),
    ("plan", "NOUN"),
    ("support", "NOUN"),
    ("criticism", "NOUN"),
    ("open", "ADJ"),
    ("unacceptable", "ADJ"),
    ("only", "ADV"),
    ("if", "SCONJ"),
    ("because", "SCONJ"),
    ("will", "AUX"),
    ("“", "PUNCT"),
    (",", "PUNCT"),
]
LEMMAS = {"rejected": "reject", "refused": "refuse", "called": "call"}
RELATIONS = [
    "nsubj", "nsubj:pass", "obj", "obl", "nmod", "nmod:poss", "xcomp", "ccomp", "advcl", "acl", "acl:relcl", "conj",
    "aux", "aux:pass", "cop", "mark", "case", "advmod", "amod", "parataxis", "compound:prt", "punct",
]  # fmt: skip


ANY = documents(
    words=st.sampled_from([(form, LEMMAS.get(form, form), upos) for form, upos in FORMS]),
    relations=st.sampled_from(RELATIONS),
)


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_any_tree_gives_spans_within_the_text(given_parse):
    article, annotation = given_parse
    for reaction in find_reactions(article, annotation):
        links = [*reaction.reactors, *([reaction.target] if reaction.target else [])]
        spans = [reaction.cue, reaction.evidence, reaction.condition, reaction.reason, *(link.span for link in links)]
        assert all(span.end <= len(article.text) for span in spans if span is not None)
        assert reaction.evidence.contains(reaction.cue)
        assert 0 < reaction.confidence < 1
        assert reaction.why


def test_an_article_without_a_parse_has_no_reactions():
    plugin = Reactions()
    found = plugin.diplomacy_find_reactions(Article(text="Hm."), Annotation(sentences=[]), [], [], [])
    assert list(found) == []


def repeated(times: int) -> tuple[Article, Annotation]:
    """ "Paris rejected it ." so many times."""
    sentences, text = [], ""
    for number in range(times):
        start, words = len(text), []
        for place, (form, lemma, upos, head, deprel) in enumerate(
            [
                ("Paris", "Paris", "PROPN", 2, "nsubj"),
                ("rejected", "reject", "VERB", 0, "root"),
                ("it", "it", "PRON", 2, "obj"),
            ],
            start=1,
        ):
            span = Span(len(text), len(text) + len(form))
            text += form + " "
            words.append(
                Word(id=place, text=form, span=span, lemma=lemma, upos=upos, head=head, deprel=deprel, sentence=number)
            )
        sentences.append(Sentence(span=Span(start, len(text) - 1), words=words))
    return Article(text=text), Annotation(sentences=sentences)


def test_time_grows_in_step_with_the_article(growth):
    def task(times):
        article, annotation = repeated(times)

        def run():
            assert len(list(find_reactions(article, annotation))) == times

        return run

    assert growth(task, 250, 2000) < 20  # eight times the text; its square would be 64


@pytest.mark.parametrize("wrong", [-0.1, 1.5, "much", None, True])
def test_a_wrong_option_is_refused(wrong):
    with pytest.raises(ValueError, match="min_confidence"):
        Reactions(min_confidence=wrong)


def test_unsure_reactions_can_be_left_out(parse):
    article, annotation = parse("Nairobi welcomed the mediation offer on Tuesday.")
    assert list(Reactions().diplomacy_find_reactions(article, annotation, [], [], []))
    assert not list(Reactions(min_confidence=0.95).diplomacy_find_reactions(article, annotation, [], [], []))
