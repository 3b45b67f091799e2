"""Slips that people make: each gets an error of ours that names the input and what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from diplomacy_nlp import Analysis, Analyzer, Annotation, Article, DiplomacyError, Span
from diplomacy_nlp.errors import ArticleError, OptionError, PluginLoadError
from diplomacy_nlp.testing import StoredAnnotations

NAN = float("nan")
ANNOTATOR = StoredAnnotations([(Article(text=text), Annotation(sentences=())) for text in ("Oslo.", "Rome.")])
ANALYZER = Analyzer([ANNOTATOR])


class Frame:
    """What a data frame looks like: its columns' names come when it is iterated over."""

    columns = ("text",)

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)


SLIPS: dict[str, tuple[Callable[[], object], str]] = {
    "a text for several": (lambda: ANALYZER.analyze_many("Oslo."), r"articles: several .* not 'Oslo.'; .* write \["),
    "an article for several": (lambda: ANALYZER.analyze_many(Article(text="x")), r"not an Article; .* analyze\("),  # type: ignore[arg-type]
    "a mapping": (lambda: ANALYZER.analyze_many({"a": "Oslo."}), "articles: several are expected"),
    "a data frame": (lambda: ANALYZER.analyze_many(Frame()), r'give the column of its texts: frame\["text"\]'),
    "nothing": (lambda: ANALYZER.analyze_many(None), "articles: several are expected .* not None"),  # type: ignore[arg-type]
    "block is a text": (lambda: Analyzer.discover(block="quotes"), "block: several are expected .* not 'quotes'"),
    "only is a text": (lambda: Analyzer.discover(only="quotes"), "only: several are expected .* not 'quotes'"),
    "a plugin for several": (lambda: Analyzer(ANNOTATOR), "plugins: several are expected"),  # type: ignore[arg-type]
    "batch_size is True": (lambda: Analyzer([ANNOTATOR], batch_size=True), "batch_size: a whole number .* not True"),
    "options are a list": (lambda: Analyzer.discover(options=["x"]), "options: .* is expected, not "),  # type: ignore[arg-type]
    "options of no plugin": (lambda: Analyzer.discover(options={"stanza": True}), "options: .* is expected"),  # type: ignore[dict-item]
}


@pytest.mark.parametrize("slip", SLIPS)
def test_an_argument_that_cannot_be(slip: str) -> None:
    make, message = SLIPS[slip]
    with pytest.raises(OptionError, match=message):
        make()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": "seeds/lavrov.txt"}, "'seeds/lavrov.txt' is the name of a file; read it and give its text"),
        ({"text": r"C:\My news\oslo.HTML "}, "is the name of a file"),
        ({"text": "/srv/news/oslo"}, "is the name of a file"),
        ({"text": "~/news/oslo.xml"}, "is the name of a file"),
        ({"text": "https://example.org/news?id=3"}, "is an address; fetch the page and give its text"),
        ({"text": Path("seeds/lavrov.txt")}, r"a str is expected, not .*Path; .* read files: Path\(...\).read_text"),
        ({"date": "01.05.2017"}, r"Article.date: ISO 8601 is expected \(2017-05-31\), not '01.05.2017'"),
        ({"date": "2017-13"}, "Article.date: ISO 8601"),
        ({"date": True}, "Article.date: str or None is expected, not True"),
        ({"language": ""}, "Article.language: a BCP 47 tag"),
        ({"language": "English news"}, "Article.language: a BCP 47 tag"),
        ({"language": None}, "Article.language: str is expected, not None"),
        ({"title": ["a", "b"]}, r"Article.title: str or None is expected, not \['a', 'b'\]"),
        ({"id": "\x1b[2J"}, "Article.id: words are expected"),
        ({"id": "a\ud800"}, r"Article.id: a lone surrogate \('\\ud800'\) at offset 1"),
        ({"title": "a\udfff"}, "Article.title: a lone surrogate"),
        ({"source": 2.5}, "Article.source: str or None is expected, not 2.5"),
    ],
)
def test_an_article_that_cannot_be(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ArticleError, match=message):
        Article(**{"text": "Oslo.", **fields})


@pytest.mark.parametrize("text", ["Oslo: see notes.", "He read a.txt and left.", "U.N.", "a/b", "x" * 600 + ".txt"])
def test_a_text_that_only_looks_like_a_name_is_read(text: str) -> None:
    assert Article(text=text).text == text


def test_the_cells_of_a_data_frame_are_taken() -> None:
    article = Article(text="Oslo.", id=np.int64(17), title=NAN, source=3, date=datetime(2017, 5, 1, tzinfo=UTC))
    assert (article.id, article.title, article.source) == ("17", None, "3")
    assert article.date == "2017-05-01T00:00:00+00:00"
    assert Article(text="Oslo.", date=date(2017, 5, 1)).date == "2017-05-01"
    assert Article(text="Oslo.", id=NAN, date=NAN) == Article(text="Oslo.")
    assert [Article(text="x", date=d).date for d in ("2017", "2017-05", "20170501")] == ["2017", "2017-05", "20170501"]


# --- looking up ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda a: a.words("p1"), r"not str 'p1'; an item is had by its id, analysis\[\"p1\"\]"),
        (lambda a: a.words((0, 5)), r"not tuple \(0, 5\); .* a span is Span\(start, end\)"),
        (lambda a: a.article[None], r"article\[span\]: a Span is expected, not None; analysis.words\(...\) takes None"),
        (lambda a: a.article["p1"], "a Span is expected, not 'p1'"),
        (lambda a: list(a.article), "a Span is expected, not 0"),
        (lambda a: a[["a1"]], r"no item \['a1'\] in the analysis"),
        (lambda a: a["a1" * 1000], r"no item .{80} in the analysis"),
        (lambda a: a.actor(None), "the name or the id of an actor is expected, not None"),
        (lambda a: a.by(None), "the name or the id of an actor is expected, not None"),
        (lambda a: a.reactions_to("p9"), "no item 'p9'"),
    ],
)
def test_asking_an_analysis_for_what_cannot_be(ask: Callable[[Analysis], object], message: str) -> None:
    with pytest.raises((KeyError, TypeError), match=message):
        ask(Analysis(article=Article(text="Oslo.")))


# --- collected ----------------------------------------------------------------------------------------------------


def test_an_article_that_cannot_be_read_is_a_problem_with_its_place() -> None:
    given: list[Any] = ["Oslo.", " ", "Rome.", 7]
    analyses = list(Analyzer([ANNOTATOR], on_error="collect", batch_size=3).analyze_many(given))
    assert [analysis.article.id for analysis in analyses][1::2] == ["not-read-2", "not-read-4"]
    assert [analysis.article.text for analysis in analyses][::2] == ["Oslo.", "Rome."]
    messages = [problem.message for analysis in analyses for problem in analysis.problems]
    assert messages[0].startswith("article 2 of the input: Article.text: the text is empty or blank")
    assert messages[1].startswith("article 4 of the input: Article.text: a str is expected, not int")
    assert len(messages) == 2


def test_what_a_generator_raises_comes_after_the_results_before() -> None:
    def texts() -> Iterator[str]:
        yield "Oslo."
        raise OSError("disk full")

    results = ANALYZER.analyze_many(texts())
    assert next(results).article.text == "Oslo."
    with pytest.raises(OSError, match="disk full"):
        next(results)


@pytest.mark.parametrize("on_error", ["raise", "collect"])
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"only": ["quotez"]}, "'quotez': no plugin of this name"),
        ({"options": {"quotes": {"model": "no/such/folder"}}}, "quotes.*no/such/folder"),
        ({"options": {"quotes": {"modell": None}}}, r"'modell', which there is not .did you mean model\?.; there are"),
        ({"options": {"quotes": {1: 2}}}, "quotes.*it is given the option 1, which there is not; there are model"),
        ({"options": {"actors": {"gazetteer": "no.csv"}}}, "actors.*no.csv"),
        ({"options": {"stanza": {"use_gpu": True}}}, "stanza.*torch finds no GPU"),
        ({"options": {"stanza": {"models": "~no_such_user/models"}}}, "stanza.*models=.*~no_such_user"),
        ({"options": {"quotes": {"model": "a\0b"}}}, "quotes.*model"),
    ],
)
def test_a_callers_slip_is_raised_in_either_mode(on_error: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(PluginLoadError, match=message):
        Analyzer.discover(on_error=on_error, **options)


def test_every_error_is_short_and_can_be_printed() -> None:
    wrong = "\x1b[2J\u202e" + "x" * 100_000
    for make in (
        lambda: Article(text="Oslo.", language=wrong),
        lambda: Analyzer([ANNOTATOR], annotator=wrong),
        lambda: Analyzer.discover(block=[wrong]),
        lambda: Analyzer([ANNOTATOR], on_error=wrong),  # type: ignore[arg-type]
        lambda: Analyzer.discover(only=[wrong]),
    ):
        with pytest.raises(DiplomacyError) as caught:
            make()
        message = str(caught.value)
        assert message.isprintable()
        assert 20 < len(message) < 1_600


def test_a_span_is_no_pair() -> None:
    with pytest.raises(TypeError, match=r"Span.start: int is expected, not '0'"):
        Span("0", 1)  # type: ignore[arg-type]
