"""Plots draw what was found, and spaCy and readers of CoNLL-U find it on their tokens."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from diplomacy_nlp_outputs.parses import to_conllu, to_spacy, write_docbin
from diplomacy_nlp_outputs.plots import plot_reactions, plot_stances, plot_timeline

from diplomacy_nlp import Analysis, Analyzer, Article, DiplomacyError
from diplomacy_nlp.testing import StoredAnnotations, make_annotation

PLOTS = [plot_stances, plot_reactions, plot_timeline]


@pytest.fixture
def two(analysis: Analysis) -> list[Analysis]:
    return [analysis, evolve(analysis, article=evolve(analysis.article, id="later", date="2026-04-01T10:00:00"))]


@pytest.fixture
def texts(library: Any) -> Any:
    """The texts of a figure. Asked for before a plot is made: without matplotlib the test is left out."""
    kind = library("matplotlib.text").Text
    return lambda figure: _texts(figure.findobj(kind))


def _texts(found: Any) -> list[str]:
    return [" ".join(text.get_text().split()) for text in found if text.get_text().strip()]


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize("suffix", ["png", "pdf", "svg"])
def test_a_plot_is_saved_for_print(plot: Any, suffix: str, two: list[Analysis], tmp_path: Path, library: Any) -> None:
    library("matplotlib")
    path = tmp_path / f"plot.{suffix}"
    plot(iter(two)).savefig(path)
    assert path.stat().st_size > 3_000


def test_the_matrix_names_actors_issues_and_stances(two: list[Analysis], texts: Any) -> None:
    found = texts(plot_stances(two))
    assert {"Norway (NOR)", "United States (USA)", "Denmark (DNK)", "talks in Bergen"} <= set(found)
    assert (found.count("+"), found.count("–"), found.count("if")) == (2, 1, 1)


def test_reactions_are_counted_by_pair(two: list[Analysis], texts: Any) -> None:
    found = texts(plot_reactions(two, by="country"))
    assert {"SWE", "USA", "NOR", "who reacts", "to whom", "+ 2", "– 2"} <= set(found)


def test_the_timeline_says_who_when_and_what_became_of_it(two: list[Analysis], texts: Any) -> None:
    figure = plot_timeline(two, issues={"Truce": ["truce"]})
    found = texts(figure)
    assert found.count("United States –") == 2  # once a day
    assert "rejected" in found
    assert "Truce" in found


@pytest.mark.parametrize("dates", [["0001-01-01"], ["9999-12-31"], ["0001-01-01", "9999-12-31"]])
def test_the_first_and_the_last_date_have_their_place(
    dates: list[str], analysis: Analysis, tmp_path: Path, library: Any
) -> None:
    library("matplotlib")
    dated = [evolve(analysis, article=evolve(analysis.article, date=date)) for date in dates]
    plot_timeline(dated).savefig(tmp_path / "plot.svg")
    assert (tmp_path / "plot.svg").stat().st_size > 3_000


def test_what_cannot_be_plotted_is_said(analysis: Analysis, bare: Analysis, library: Any) -> None:
    library("matplotlib")
    with pytest.raises(DiplomacyError, match="no positions were found to plot"):
        plot_stances(bare)
    with pytest.raises(DiplomacyError, match="do the words of `issues` stand in the articles"):
        plot_stances(analysis, issues={"x": ["y"]})
    with pytest.raises(DiplomacyError, match="no reaction to an actor"):
        plot_reactions(bare)
    undated = evolve(analysis, article=evolve(analysis.article, date=None))
    with pytest.raises(DiplomacyError, match="no article has a date"):
        plot_timeline(undated)


# --- spaCy --------------------------------------------------------------------------------------------------------


def test_a_doc_has_a_span_group_for_each_kind(analysis: Analysis, library: Any) -> None:
    library("spacy")
    doc = to_spacy(analysis)
    assert doc.text == analysis.article.text
    reactions = {(span.id_, span.label_): span.text for span in doc.spans["reactions"]}
    assert reactions["r2", "reject:cue"] == "rejected"
    assert reactions["r2", "reject:reason"] == "because of its cost"
    assert {span.text for span in doc.spans["actors"] if span.id_ == "a1"} == {"Oslo", "Norway"}
    assert all(doc.spans[name] for name in ("quotes", "proposals", "positions", "findings"))


def test_a_docbin_is_read_back(analysis: Analysis, bare: Analysis, tmp_path: Path, library: Any) -> None:
    spacy, tokens = library("spacy"), library("spacy.tokens")
    assert write_docbin(iter([analysis, bare]), tmp_path / "d.spacy") == 2
    first, second = tokens.DocBin().from_disk(tmp_path / "d.spacy").get_docs(spacy.blank("en").vocab)
    assert [span.id_ for span in first.spans["proposals"]][:2] == ["p1", "p1"]
    assert first.user_data["diplomacy_nlp"]["id"] == "bergen"
    assert len(second.spans["proposals"]) == 0


# --- CoNLL-U ------------------------------------------------------------------------------------------------------


def test_the_parse_is_written_with_what_was_found() -> None:
    article = Article(text="They didn't go. Ankara\nleft.", id="a b")
    annotation = make_annotation(
        article,
        """
        They    they   PRON   4  nsubj  Case=Nom
        did     do     AUX    4  aux
        n't     not    PART   4  advmod
        go      go     VERB   0  root
        .       .      PUNCT  4  punct

        Ankara  Ankara PROPN  2  nsubj
        left    leave  VERB   0  root
        .       .      PUNCT  2  punct
        """,
    )
    made = Analyzer([Cues()], annotator=StoredAnnotations([(article, annotation)])).analyze(article)
    first, second = to_conllu(made, annotation).strip().split("\n\n")
    assert "# newdoc id = a b\n# sent_id = a b-1\n# text = They didn't go.\n" in first + "\n"
    rows = [line.split("\t") for line in first.splitlines() if not line.startswith("#")]
    assert [len(row) for row in rows] == [10] * 5
    assert rows[0] == ["1", "They", "they", "PRON", "_", "Case=Nom", "4", "nsubj", "_", "start_char=0|end_char=4"]
    assert rows[1][9] == "start_char=5|end_char=8|SpaceAfter=No"
    assert "\tFindings=f1:words|start_char=23|end_char=27|SpaceAfter=No" in second
    assert "# text = Ankara left." in second


class Cues:
    """Labels the word "left"."""

    from diplomacy_nlp import hookimpl

    @hookimpl
    def diplomacy_find_more(self, annotation: Any) -> Any:
        from diplomacy_nlp import Finding

        return [Finding(label="cue", spans=[w.span]) for w in annotation.words if w.text == "left"]


def test_words_of_one_token_stand_below_it(parse: Any) -> None:
    article, annotation = parse("Oslo cannot say. It won’t.")
    written = to_conllu(Analysis(article=article), annotation)
    ranges = re.findall(r"^(\d+)-(\d+)\t(\S+)", written, re.MULTILINE)
    shared = [w for s in annotation.sentences for a, w in zip(s.words, s.words[1:], strict=False) if a.span == w.span]
    assert len(ranges) == len(shared)
    words = [line for line in written.splitlines() if re.match(r"\d+\t", line)]
    assert len(words) == len(annotation.words)
