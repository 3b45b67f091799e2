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

from diplomacy_nlp import Span
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
        ("a.csv", b"text\ncaf\xe9", r"a\.csv: not UTF-8"),
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
