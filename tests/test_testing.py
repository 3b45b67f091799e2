"""What plugin authors test with: articles and annotations by hand or stored, and a check of a plugin's manners."""

from __future__ import annotations

import doctest
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from diplomacy_nlp import (
    Analyzer,
    Annotation,
    Article,
    DiplomacyError,
    Finding,
    Link,
    Reaction,
    Span,
    from_json,
    hookimpl,
    testing,
    to_json,
)
from diplomacy_nlp.errors import PluginError, PluginLoadError
from diplomacy_nlp.testing import (
    StoredAnnotations,
    check_plugin,
    load_annotation,
    make_annotation,
    make_article,
    store_annotation,
)

ROWS = """
    Oslo    Oslo   PROPN  2  nsubj  Number=Sing
    smiled  smile  VERB   0  root
    .       .      PUNCT  2  punct
"""


@pytest.fixture
def article() -> Article:
    return make_article("Oslo smiled.")


@pytest.fixture
def annotation(article: Article) -> Annotation:
    return make_annotation(article, ROWS, entities=[("Oslo", "LOC")])


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(testing).failed == 0
    assert doctest.testmod(testing).attempted > 0


# --- articles -----------------------------------------------------------------------------------------------------


def test_a_triple_quoted_text_becomes_an_article() -> None:
    article = make_article(
        """
        Oslo smiled,
        and left.

        Rome did not.
        """,
        id="mine",
        date="2024-05-01",
    )
    assert article.text == "Oslo smiled, and left.\n\nRome did not."
    assert (article.id, article.date) == ("mine", "2024-05-01")


@pytest.mark.parametrize("between", ["\n\n", "\n   \n", "\n\n\n\n", "\r\n\r\n", "\n\t\n \n"])
def test_any_blank_lines_part_paragraphs(between: str) -> None:
    assert make_article(f"One.{between}Two.").text == "One.\n\nTwo."


# --- annotations by hand ------------------------------------------------------------------------------------------


def test_rows_become_words_with_their_places(article: Article, annotation: Annotation) -> None:
    oslo, smiled, stop = annotation.words
    assert [article[word.span] for word in annotation.words] == ["Oslo", "smiled", "."]
    assert (oslo.lemma, oslo.upos, oslo.feat("Number"), smiled.feats) == ("Oslo", "PROPN", "Sing", "")
    assert annotation.parent(oslo) is smiled
    assert annotation.sentences[0].span == Span(0, stop.span.end)
    assert [(article[e.span], e.type) for e in annotation.entities] == [("Oslo", "LOC")]


@pytest.mark.parametrize("between", ["\n\n", "\n    \n", "\n\n\n\n"])
def test_blank_lines_part_sentences(between: str) -> None:
    article = make_article("Go. Go.")
    annotation = make_annotation(article, f"Go go VERB 0 root\n. . PUNCT 1 punct{between}Go go VERB 0 root")
    assert [[word.span for word in s.words] for s in annotation.sentences] == [[Span(0, 2), Span(2, 3)], [Span(4, 6)]]
    assert [word.sentence for word in annotation.words] == [0, 0, 1]


def test_no_rows_are_an_annotation_of_nothing(article: Article) -> None:
    assert make_annotation(article, "\n  ").sentences == ()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            "Oslo Oslo PROPN 0",
            "expected form, lemma, UPOS, head, deprel and perhaps feats, not 'Oslo Oslo PROPN 0'",
        ),
        ("Oslo Oslo PROPN 0 root A=B extra", "and perhaps feats, not"),
        ("Oslo Oslo PROPN root 0", "feats, not 'Oslo Oslo PROPN root 0'"),
        ("Rome Rome PROPN 0 root", "'Rome' does not stand in the article from offset 0 on"),
        ("smiled smile VERB 0 root\nOslo Oslo PROPN 1 nsubj", "'Oslo' does not stand in the article from offset 11 on"),
        ("Oslo Oslo PROPN 1 root", "the heads of 'Oslo' run in a circle"),
    ],
)
def test_wrong_rows_are_refused(article: Article, rows: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make_annotation(article, rows)


def test_an_entity_that_is_not_in_the_article_is_refused(article: Article) -> None:
    with pytest.raises(ValueError, match="'Rome' does not stand in the article"):
        make_annotation(article, ROWS, entities=[("Rome", "LOC")])


# --- annotations that are stored ----------------------------------------------------------------------------------


def test_a_stored_annotation_comes_back(tmp_path: Path, article: Article, annotation: Annotation) -> None:
    path = tmp_path / "oslo.json"
    store_annotation(path, article, annotation)
    assert load_annotation(path) == (article, annotation)
    assert load_annotation(str(path)) == (article, annotation)


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"article": {}, "annotation": {}}', '"x"'])
def test_a_file_that_is_no_stored_annotation_is_named(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "oslo.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(DiplomacyError, match=r"oslo\.json: no stored annotation .*; make it with store_annotation"):
        load_annotation(path)


def test_a_file_with_other_values_is_no_stored_annotation(tmp_path: Path, article: Article) -> None:
    path = tmp_path / "oslo.json"
    link = json.loads(to_json(Link(id="a1")))
    path.write_text(json.dumps({"article": link, "annotation": link}), encoding="utf-8")
    with pytest.raises(DiplomacyError, match="no stored annotation"):
        load_annotation(path)


def test_stored_annotations_are_an_annotator(article: Article, annotation: Annotation) -> None:
    analyzer = Analyzer([StoredAnnotations([(article, annotation)])])
    assert analyzer.analyze("Oslo smiled.").annotated_by == "by hand"
    with pytest.raises(PluginError, match=r"no stored annotation for 'Oslo wept\.'"):
        analyzer.analyze("Oslo wept.")


# --- a plugin's manners -------------------------------------------------------------------------------------------


class Smiles:
    """Finds smiles."""

    @hookimpl
    def diplomacy_find_more(self, annotation: Annotation) -> Iterator[Finding]:
        for word in annotation.words:
            if word.lemma == "smile":
                yield Finding(label="smile", spans=[word.span])


def test_a_good_plugin_gives_its_findings(article: Article, annotation: Annotation) -> None:
    analysis = check_plugin(Smiles(), article, annotation)
    assert [(f.id, f.label, f.found_by, analysis.words(f)) for f in analysis.findings] == [
        ("f1", "smile", ("Smiles",), "smiled")
    ]
    assert from_json(to_json(analysis)) == analysis


def test_other_plugins_may_find_what_it_needs(article: Article, annotation: Annotation) -> None:
    class Counts:
        @hookimpl
        def diplomacy_find_more(self, reactions: Sequence[Reaction]) -> list[Finding]:
            return [
                Finding(label=f"{len(reactions)} reactions", spans=[r.cue], links=[Link(id=r.id)]) for r in reactions
            ]

    class Reacts:
        @hookimpl
        def diplomacy_find_reactions(self, annotation: Annotation) -> Iterator[Reaction]:
            for word in annotation.words[1:2]:
                yield Reaction(cue=word.span, stance="support", evidence=word.span)

    assert check_plugin(Counts(), article, annotation).findings == ()
    (finding,) = check_plugin(Counts(), article, annotation, with_plugins=[Reacts()]).findings
    assert finding.label == "1 reactions"


class Bad:
    """Yields what it is given, in stage 7."""

    def __init__(self, *findings: object) -> None:
        self.findings = findings

    @hookimpl
    def diplomacy_find_more(self) -> Iterator[object]:
        yield from self.findings


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (Finding(label="x", spans=[Span(0, 99)]), r"Finding\.spans\[0\]: span 0-99 ends beyond the text"),
        (Finding(label="x", spans=[Span(0, 1)], links=[Link(id="a1")]), "id 'a1' is none of the items found so far"),
        (Span(0, 1), "Finding items are expected, not Span"),
    ],
)
def test_what_a_bad_plugin_gives_is_refused_by_its_name(
    article: Article, annotation: Annotation, bad: object, message: str
) -> None:
    with pytest.raises(PluginError, match=f"plugin 'Bad', in diplomacy_find_more.*{message}"):
        check_plugin(Bad(bad), article, annotation)


def test_a_plugin_must_load(article: Article, annotation: Annotation) -> None:
    class Empty:
        pass

    with pytest.raises(PluginLoadError, match="plugin 'Empty': it implements no hook"):
        check_plugin(Empty(), article, annotation)
    with pytest.raises(PluginLoadError, match=r"write Smiles\(\)"):
        check_plugin(Smiles, article, annotation)


def test_a_plugin_must_bear_an_article_with_nothing_in_it(article: Article, annotation: Annotation) -> None:
    class First:
        @hookimpl
        def diplomacy_find_more(self, annotation: Annotation) -> list[Finding]:
            return [Finding(label="first", spans=[annotation.words[0].span])]

    with pytest.raises(PluginError, match=r"plugin 'First', .*IndexError"):
        check_plugin(First(), article, annotation)


def test_a_plugin_must_give_the_same_when_asked_twice(article: Article, annotation: Annotation) -> None:
    class Forgets:
        asked = 0

        @hookimpl
        def diplomacy_find_more(self, annotation: Annotation) -> list[Finding]:
            self.asked += 1
            return [Finding(label=f"time {self.asked}", spans=[word.span]) for word in annotation.words]

    with pytest.raises(AssertionError, match="plugin 'Forgets' gives different results for the same article"):
        check_plugin(Forgets(), article, annotation)


def test_an_annotator_is_asked_itself() -> None:
    class Halves:
        """Says that there are two annotations for each article."""

        @hookimpl
        def diplomacy_annotate(self, articles: Sequence[Article]) -> list[Annotation]:
            return [Annotation(sentences=())] * 2 * len(articles)

    with pytest.raises(PluginError, match="annotations for"):
        check_plugin(Halves(), Article(text="Paris agreed."), Annotation(sentences=()))
