"""Sentences without a parse, and articles out of files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from diplomacy_nlp_outputs import reading
from diplomacy_nlp_outputs.reading import InputError, count_articles, files_of, read_articles
from diplomacy_nlp_outputs.words import sentence_around

from diplomacy_nlp import Article, Span
from diplomacy_nlp.errors import ArticleError


def around(text: str, words: str) -> str:
    at = text.index(words)
    span = sentence_around(text, Span(at, at + len(words)))
    return text[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("One came. Two left. Three stayed.", "Two", "Two left."),
        ("The U.S. left it. Gen. A. Roth stayed.", "left", "The U.S. left it."),
        ("The U.S. left it. Gen. A. Roth stayed.", "stayed", "Gen. A. Roth stayed."),
        ("“No.” He left.", "left", "He left."),
        ("A headline\n\nThe text begins here.", "begins", "The text begins here."),
        ("It cost 3.5 million. So what?", "cost", "It cost 3.5 million."),
        ("It was he.\r\n\r\nShe said.", "he", "It was he."),
        ("no stop at all", "stop", "no stop at all"),
        ("   \n spaces  ", "spaces", "spaces"),
    ],
)
def test_a_sentence_is_told_by_punctuation(text: str, words: str, sentence: str) -> None:
    assert around(text, words) == sentence


def test_a_sentence_holds_its_span_and_a_text_without_stops_is_cut() -> None:
    text = "word " * 10_000
    found = sentence_around(text, Span(25_000, 25_004))
    assert found.contains(Span(25_000, 25_004))
    assert len(found) < 5_000
    assert sentence_around("One. Two. Three.", Span(2, 12)).contains(Span(2, 12))


# --- articles -----------------------------------------------------------------------------------------------------


def test_texts_and_patterns(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.txt").write_bytes(f"\ufeffParis {name}.\r\n".encode())
    found = list(read_articles(str(tmp_path / "*.txt")))
    assert [(article.id, article.text) for article in found] == [("a", "Paris a.\r\n"), ("b", "Paris b.\r\n")]
    with pytest.raises(InputError, match=r"\*\.md: no file fits this pattern"):
        files_of([tmp_path / "*.md"])


ROWS = [
    {"id": "x", "date": "2026-01-02", "body": "Paris, “yes”.\nLine two.", "outlet": "Herald"},
    {"id": "", "date": "", "body": "Oslo waits.", "outlet": ""},
]


def write_rows(path: Path, library: Callable[[str], Any]) -> None:
    if path.suffix == ".parquet":
        library("pyarrow.parquet").write_table(library("pyarrow").Table.from_pylist(ROWS), path)
    elif path.suffix == ".jsonl":
        path.write_text("\n".join(map(json.dumps, ROWS)) + "\n\n", encoding="utf-8")
    else:
        between = "," if path.suffix == ".csv" else "\t"
        lines = [between.join(ROWS[0])] + [between.join(f'"{cell}"' for cell in row.values()) for row in ROWS]
        path.write_text("\n".join(lines), encoding="utf-8-sig")


@pytest.mark.parametrize("suffix", ["csv", "tsv", "jsonl", "parquet"])
def test_a_table_has_an_article_a_row(suffix: str, tmp_path: Path, library: Any) -> None:
    path = tmp_path / f"news.{suffix}"
    write_rows(path, library)
    first, second = read_articles(path, text_column="body", source_column="outlet")
    assert (first.id, first.date, first.source, first.text) == ("x", "2026-01-02", "Herald", ROWS[0]["body"])
    assert (second.id, second.date, second.source, second.title) == ("news-2", None, None, None)
    assert count_articles([str(path)]) == 2
    with pytest.raises(InputError, match=r"no column 'text'; there are id, date, body, outlet; name one: text_column"):
        list(read_articles(path))


def test_an_article_longer_than_csvs_usual_cell_is_read(tmp_path: Path) -> None:
    (tmp_path / "long.csv").write_text("text\n" + "word " * 60_000, encoding="utf-8")
    (article,) = read_articles(tmp_path / "long.csv")
    assert len(article.text) == 300_000


def test_faults_name_file_and_row_and_cost_the_others_nothing(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("text\nParis.\n  \nOslo.\n", encoding="utf-8")
    with pytest.raises(ArticleError, match=r"n\.csv, row 2: .*blank"):
        list(read_articles(tmp_path / "n.csv"))
    faults: list[str] = []
    files = [tmp_path / "n.csv", tmp_path / "absent.txt"]
    assert [a.text for a in read_articles(files, on_fault=faults.append)] == ["Paris.", "Oslo."]
    assert [fault.rpartition("/")[2].partition(":")[0] for fault in faults] == ["n.csv, row 2", "absent.txt"]


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("a.txt", b"caf\xe9", r"a\.txt: not UTF-8 \(byte 3\)"),
        ("a.csv", b"text\ncaf\xe9", r"a\.csv, row 1: not UTF-8"),
        ("a.csv", b"t\xe9xt\nParis.", r"a\.csv, line 1: not UTF-8"),
        ("a.csv", b'id,text\n1,Oslo.\n2,"Paris.\n3,Bonn.\n', r"the row that begins in line 3 is not well formed"),
        ("a.csv", b'text\n"He said "no"."\n', r"write \"\" for each of its own"),
        ("a.csv", b"id,text\n1,France proposed talks, Russia no.", r"row 1: more cells than .*\(' Russia no\.'\)"),
        ("a.jsonl", b"{]", r"a\.jsonl, line 1: not JSON"),
        ("a.jsonl", b"[1]", r"a\.jsonl, line 1: an object is wanted, not list"),
        ("a.parquet", b"no", r"a\.parquet: no Parquet file"),
    ],
)
def test_what_is_no_such_file_is_refused(
    name: str, content: bytes, complaint: str, tmp_path: Path, library: Any
) -> None:
    library("pyarrow")
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=complaint):
        list(read_articles(tmp_path / name))


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("n.jsonl", b'{"text": "Oslo."}\n{oops\n{"text": "Bonn."}\n', "n.jsonl, line 2: not JSON"),
        ("n.jsonl", b'{"text": "Oslo."}\n{"text": "caf\xe9"}\n{"text": "Bonn."}\n', "n.jsonl, line 2: not UTF-8"),
        ("n.jsonl", b'{"text": "Oslo."}\n{"body": "Paris."}\n{"text": "Bonn."}\n', "n.jsonl, row 2: no column 'text'"),
        ("n.jsonl", b'{"text": "Oslo."}\n{"text": ["Paris."]}\n{"text": "Bonn."}\n', "not list"),
        ("n.jsonl", b'{"text": "Oslo."}\n{"text": 7}\n{"text": "Bonn."}\n', "n.jsonl, row 2: Article.text"),
        ("n.csv", b"text\nOslo.\ncaf\xe9\nBonn.\n", "n.csv, row 2: not UTF-8"),
        (
            "n.csv",
            b"text,date\nOslo.,\nTalks, he said, began.,\nBonn.,,\n",
            "n.csv, row 2: more cells than the header has",
        ),
    ],
)
def test_a_row_that_cannot_be_read_costs_that_row_only(
    name: str, content: bytes, complaint: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    faults: list[str] = []
    assert [a.text for a in read_articles(tmp_path / name, on_fault=faults.append)] == ["Oslo.", "Bonn."]
    assert len(faults) == 1
    assert complaint in faults[0]


def test_a_parquet_cell_that_python_has_no_value_for_costs_its_row_where_it_is_asked_for(
    tmp_path: Path, library: Any
) -> None:
    arrow, parquet = library("pyarrow"), library("pyarrow.parquet")
    texts = arrow.array([b"Oslo.", b"caf\xe9", b"Bonn.", b"Riga."]).view(arrow.string())
    dates = arrow.array([0, 0, 10**12, None], arrow.timestamp("s"))
    path = tmp_path / "n.parquet"
    parquet.write_table(arrow.table({"text": texts, "date": dates, "read": dates, "id": [1, 2, 3, 4]}), path)
    faults: list[str] = []
    assert [a.id for a in read_articles(path, on_fault=faults.append)] == ["1", "4"]
    assert ["row 2, column 'text'" in faults[0], "row 3, column 'date'" in faults[1]] == [True, True]
    parquet.write_table(arrow.table({"text": arrow.array([b"Oslo."]), "id": [1.5]}), path)
    with pytest.raises(ArticleError, match=r"n\.parquet, row 1: Article\.text: a str is expected, not bytes"):
        list(read_articles(path))


def test_what_pandas_marks_as_missing_is_not_known(library: Any) -> None:
    pandas = library("pandas")
    for missing in (pandas.NA, pandas.NaT, float("nan"), None):
        article = Article(text="Hi there.", id=missing, title=missing, date=missing)
        assert (article.title, article.date) == (None, None)
        assert len(article.id) == 12


def test_a_page_is_read_by_trafilatura(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Trafilatura:
        @staticmethod
        def extract(page: bytes, **options: Any) -> str | None:
            assert options["output_format"] == "json"
            return (
                json.dumps({"text": "Paris said no.", "title": "No", "date": "2026-01-02"}) if b"<p>" in page else None
            )

    monkeypatch.setattr(reading, "need", lambda name: Trafilatura)
    (tmp_path / "a.html").write_text("<p>Paris said no.", encoding="utf-8")
    (article,) = read_articles(tmp_path / "a.html")
    assert (article.id, article.text, article.title, article.date) == ("a", "Paris said no.", "No", "2026-01-02")
    (tmp_path / "b.html").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"b\.html: no article was found in this page"):
        list(read_articles(tmp_path / "b.html"))
    monkeypatch.setattr(Trafilatura, "extract", lambda *_, **__: 1 / 0)
    with pytest.raises(InputError, match=r"b\.html: this page cannot be read \(ZeroDivisionError: .*; save its text"):
        list(read_articles(tmp_path / "b.html"))
