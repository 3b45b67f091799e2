"""Odd and hostile texts: a clear refusal where nothing can be done, else a result whose spans are all true."""

from __future__ import annotations

from typing import Any

import pytest
from diplomacy_nlp_actors import Actors
from diplomacy_nlp_proposals import Proposals
from diplomacy_nlp_quotes import Quotes
from diplomacy_nlp_reactions import Reactions
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diplomacy_nlp import Analysis, Analyzer, Article, from_json, to_json
from diplomacy_nlp.errors import ArticleError
from diplomacy_nlp.testing import StoredAnnotations, make_annotation, make_article
from diplomacy_nlp.types import made_anew


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer.discover()


def check(analysis: Analysis, text: str) -> None:
    """The text is as given, every span lies in it and names what it is said to, and all of it survives JSON."""
    assert analysis.article.text == text
    assert not analysis.problems
    assert made_anew(analysis, text) == analysis
    assert from_json(to_json(analysis)) == analysis


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty or blank"),
        (" \n\t ", "empty or blank"),
        (None, "a str is expected, not NoneType"),
        (b"Paris", "decode bytes first"),
        (7, "a str is expected"),
        ("Paris \ud800 rejected", "lone surrogate .* at offset 6"),
    ],
)
def test_what_cannot_be_read_is_refused(text: Any, message: str) -> None:
    with pytest.raises(ArticleError, match=message):
        Article(text=text)


SENTENCE = "“We reject the plan,” Foreign Minister Anna Roth said in Berlin. "

ODD = {
    "NUL": "Paris\0 rejected the\0 plan.",
    "HTML": "<p>Paris <b>rejected</b> the plan.</p>\n<script>alert('x')</script> <!-- no --> &amp; &nbsp;",
    "French": "Le président de la République a rejeté le plan proposé par Moscou, selon l’Élysée.",
    "Russian": "Министр иностранных дел заявил, что Москва отвергает этот план.",
    "Chinese": "外交部发言人表示,中方反对这一计划。",
    "Arabic": "رفضت القاهرة الخطة التي اقترحتها موسكو.",
    "unclosed mark": "“We reject the plan, Roth said. Paris proposed talks. Oslo agreed.",
    "only closing mark": "We reject the plan,” Roth said. Paris’ proposal was ‘odd.",
    "CRLF": "Paris rejected the plan.\r\n\r\n“It is noise,” said Roth.\r\nOslo agreed.",
    "emoji": "🇺🇦 Kyiv rejected the plan 😀😀. “👍🏽 fine,” said Roth 👩‍👩‍👧.",
    "zero width": "Par\u200bis rejec\u200dted the pl\ufeffan.\u2060 \u200e“No,” said\u00a0Roth.\u202c",
    "combining": "Pari\u0301s reje\u0300cted the plan of Ko\u0308ln.",
    "one letter": "x",
    "one mark": "“",
    "only marks": "“”‘’\"'«»" * 50,
    "many marks": '"' * 10_000,
    "capitals": SENTENCE.upper(),
    "small": SENTENCE.lower(),
    "no spaces": SENTENCE.replace(" ", ""),
    "blank lines": "\n\n\n".join(SENTENCE.split()),
    "tabs": SENTENCE.replace(" ", "\t\t"),
    "line separators": "Paris rejected\u2028the plan.\u2029Oslo\x0bagreed\x0c.\x85",
    "a number": "0" * 500,
    "private use": "\ue000\ufffe\U0010ffff Paris rejected the plan.",
}


@pytest.mark.parametrize("kind", ODD)
def test_odd_texts_give_true_spans(analyzer: Analyzer, kind: str) -> None:
    check(analyzer.analyze(ODD[kind]), ODD[kind])


def test_a_megabyte_of_one_letter(analyzer: Analyzer) -> None:
    text = "a" * 1_000_000
    check(analyzer.analyze(text), text)


def test_odd_characters_do_not_hide_what_is_plain(analyzer: Analyzer) -> None:
    text = "🇫🇷 Hello.\r\n\r\n“We reject the plan,” Foreign Minister Anna Roth said."
    analysis = analyzer.analyze(text)
    check(analysis, text)
    assert ("direct", "“We reject the plan,”") in [(q.form, analysis.words(q)) for q in analysis.quotes]


@pytest.mark.parametrize("relation", ["obj", "nsubj", "obl", "ccomp", "xcomp", "iobj", "nsubj:pass", "parataxis"])
@pytest.mark.parametrize("verb", ["proposed propose", "urged urge", "demanded demand", "rejected reject", "said say"])
def test_where_all_words_of_a_phrase_are_punctuation(verb: str, relation: str) -> None:
    form, lemma = verb.split()
    article = make_article(f"Oslo {form} … “ .")
    annotation = make_annotation(
        article,
        f"""
        Oslo    Oslo     PROPN  2  nsubj
        {form}  {lemma}  VERB   0  root
        …       …        PUNCT  2  {relation}
        “       “        PUNCT  3  punct
        .       .        PUNCT  2  punct
        """,
    )
    plugins = [Actors(), Quotes(model=None), Proposals(model=None), Reactions(model=None)]
    analysis = Analyzer([StoredAnnotations([(article, annotation)]), *plugins]).analyze(article)
    check(analysis, article.text)
    assert [actor.name for actor in analysis.actors] == ["Norway"]


pieces = st.sampled_from(
    [
        "Paris",
        " rejected",
        " the plan",
        "“",
        "”",
        "‘",
        "’",
        '"',
        "'",
        ",",
        ".",
        " said",
        " Roth",
        "\n\n",
        "\r\n",
        "\x00",
        "😀",
        "\u200b",
        " ",
        " would accept it if",
        " Oslo’s",
        " proposal",
        "-",
        "(",
        ")",
        ":",
        "U.N.",
        " according to",
        "é",
    ]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(pieces, min_size=1, max_size=40).map("".join).filter(str.strip))
def test_any_mixture_gives_true_spans(analyzer: Analyzer, text: str) -> None:
    check(analyzer.analyze(text), text)
