"""Every kind of source gives the same rows, and each row that cannot be read says why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from diplomacy_nlp_corpus import Columns, CorpusError, Row, article_of, rows_of

from diplomacy_nlp import Article
from diplomacy_nlp.errors import ArticleError

TABLE = [
    {"id": "a", "text": "Paris agreed.", "date": "2026-03-01", "source": "Wire"},
    {"id": "b", "text": "Rome, it said,\nrefused.", "date": "2026-03-02", "source": None},
]


def sources(folder: Path) -> dict[str, Any]:
    frame = pd.DataFrame(TABLE)
    frame.to_csv(folder / "t.csv", index=False)
    frame.to_csv(folder / "t.tsv", index=False, sep="\t")
    (folder / "t.jsonl").write_text("\n".join(map(json.dumps, TABLE)) + "\n\n", encoding="utf-8")
    pq.write_table(pa.Table.from_pylist(TABLE), folder / "t.parquet")
    files = {suffix: folder / f"t.{suffix}" for suffix in ("csv", "tsv", "jsonl", "parquet")}
    articles = [Article(**{k: v for k, v in row.items() if v}) for row in TABLE]
    return {**files, "frame": frame, "table": pa.Table.from_pylist(TABLE), "articles": iter(articles), "rows": TABLE}


@pytest.mark.parametrize("kind", ["csv", "tsv", "jsonl", "parquet", "frame", "table", "articles", "rows"])
def test_the_same_articles_come_out_of_every_source(kind: str, tmp_path: Path) -> None:
    rows = list(rows_of(sources(tmp_path)[kind]))
    assert [row.number for row in rows] == [1, 2]
    first, second = map(article_of, rows)
    assert (first.id, first.text, first.date, first.source) == ("a", "Paris agreed.", "2026-03-01", "Wire")
    assert (second.id, second.text, second.source) == ("b", "Rome, it said,\nrefused.", None)


def test_a_folder_is_read_by_name_with_one_count_of_rows(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Rome refused.", encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.csv").write_text("text\nParis agreed.\nOslo waits.\n", encoding="utf-8")
    (tmp_path / "notes.md").write_text("not an article", encoding="utf-8")
    assert [(row.number, row.id) for row in rows_of(tmp_path)] == [(1, "b"), (2, "c-1"), (3, "c-2")]


def test_texts_of_one_name_are_called_by_their_paths(tmp_path: Path) -> None:
    for name in ("a/1.txt", "b/1.txt", "b/2.txt", "c/1.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text\nOslo waits.\n", encoding="utf-8")
    assert [row.id for row in rows_of(tmp_path)] == ["a/1.txt", "b/1.txt", "2", "c/1.csv-1"]


def test_a_row_with_the_id_of_another_says_of_which(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("id,text\n1,Paris agreed.\n2,Oslo waits.\n", encoding="utf-8")
    rows = list(rows_of(tmp_path))
    assert [row.fault is None for row in rows] == [True, True, False, False]
    with pytest.raises(ArticleError, match=r"the id '2' is that of row 2, too, .*name another .*, or none:"):
        article_of(rows[3])
    for no_ids in (Columns(id=""), Columns(id="", date="")):
        assert [row.id for row in rows_of(tmp_path, no_ids)] == ["a-1", "a-2", "b-1", "b-2"]
    twice = list(rows_of([Article(text="Paris agreed.", id="x"), Article(text="Oslo waits.", id="x")]))
    assert "the id 'x' is that of row 1, too" in (twice[1].fault or "")
    assert [row.fault for row in rows_of(["Paris agreed.", "Paris agreed."])] == [None, None]


def test_a_series_is_its_texts() -> None:
    assert [article_of(row).text for row in rows_of(pd.Series(["Paris agreed.", "Oslo waits."]))] == [
        "Paris agreed.",
        "Oslo waits.",
    ]


def test_columns_may_have_names_of_their_own() -> None:
    (row,) = rows_of([{"body": "Paris agreed.", "key": 7}], Columns(text="body", id="key"))
    assert (article_of(row).text, row.id) == ("Paris agreed.", "7")


ODD_NAMES = ["ID", " Text ", "TITLE"]


@pytest.mark.parametrize("kind", ["csv", "tsv", "jsonl", "parquet", "frame", "table", "rows"])
def test_case_and_spaces_of_a_columns_name_make_no_difference(kind: str, tmp_path: Path) -> None:
    table = [dict(zip(ODD_NAMES, cells, strict=True)) for cells in (("a", "Paris agreed.", "Yes"), ("b", "Rome.", ""))]
    frame = pd.DataFrame(table)
    frame.to_csv(tmp_path / "t.csv", index=False)
    frame.to_csv(tmp_path / "t.tsv", index=False, sep="\t")
    frame.to_parquet(tmp_path / "t.parquet")
    (tmp_path / "t.jsonl").write_text("\n".join(map(json.dumps, table)), encoding="utf-8")
    source = {"frame": frame, "table": pa.Table.from_pylist(table), "rows": table}.get(kind, tmp_path / f"t.{kind}")
    articles = [article_of(row) for row in rows_of(source, Columns(title="Title"))]
    assert [(a.id, a.text, a.title) for a in articles] == [("a", "Paris agreed.", "Yes"), ("b", "Rome.", None)]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["csv", "tsv"])
def test_the_header_tells_what_parts_the_cells(separator: str, ending: str, tmp_path: Path) -> None:
    pd.DataFrame(TABLE).to_csv(tmp_path / f"t.{ending}", index=False, sep=separator)
    (tmp_path / f"u.{ending}").write_text(f'"a{separator} b"\nthe text has; many, many, marks | of it\n')
    assert [article_of(row).text for row in rows_of(tmp_path / f"t.{ending}")] == [row["text"] for row in TABLE]
    with pytest.raises(CorpusError, match="no column 'text' of texts"):
        list(rows_of(tmp_path / f"u.{ending}"))


def test_a_column_that_is_named_and_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Text,day\nParis agreed.,2026-03-01\n", encoding="utf-8")
    (row,) = rows_of(tmp_path / "t.csv", Columns(date="day"))
    assert article_of(row).date == "2026-03-01"
    for source in (tmp_path / "t.csv", pd.read_csv(tmp_path / "t.csv")):
        with pytest.raises(CorpusError, match=r"no column 'dya'; there are Text, day; name it: Columns\(date=...\)"):
            list(rows_of(source, Columns(date="dya")))


def test_two_columns_that_are_meant_alike_are_not_guessed_between(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Text,TEXT\na,b\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="no column 'text' of texts; there are Text, TEXT"):
        list(rows_of(tmp_path / "t.csv"))


def test_a_row_without_the_column_of_texts_says_what_it_has() -> None:
    (row,) = rows_of([{"id": "a", "body": "Paris agreed."}])
    with pytest.raises(ArticleError, match=r"no column 'text' of texts; there are id, body; name it: Columns"):
        article_of(row)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("  \n", "blank"),
        (None, "the cell is empty, or holds NaN"),
        (float("nan"), "the cell is empty, or holds NaN"),
        (pd.NA, "the cell is empty, or holds NaN"),
        (pd.NaT, "the cell is empty, or holds NaN"),
        (np.array(["Paris", "agreed"]), "the text is no text but ndarray"),
        (12, "the text is no text but int: 12"),
        (b"Paris", "the text is no text but bytes"),
        ("x\udc80", "surrogate"),
    ],
)
def test_what_cannot_be_read_says_why(given: object, message: str) -> None:
    (row,) = rows_of([{"text": given, "id": "a"}])
    with pytest.raises(ArticleError, match=message):
        article_of(row)


def test_a_text_may_be_too_long_for_a_limit() -> None:
    row = Row(article=Article(text="Paris agreed."))
    assert article_of(row, max_characters=13).text == "Paris agreed."
    with pytest.raises(ArticleError, match="13 characters, and the limit of this run is 12"):
        article_of(row, max_characters=12)


def test_a_broken_line_costs_itself_alone(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_bytes(b'{"text": "Paris agreed."}\n{"text": \n[1]\n{"text": "Oslo waits."}\n')
    rows = list(rows_of(path))
    assert [row.fault is None for row in rows] == [True, False, False, True]
    assert "t.jsonl, line 2: not JSON" in (rows[1].fault or "")
    assert "line 3: an object is expected" in (rows[2].fault or "")


def test_bytes_that_are_no_utf8_cost_their_own_row_alone(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"id,text\na,Paris agreed.\nb,caf\xe9 talks\nc,Oslo waits.\n")
    (tmp_path / "u.txt").write_bytes(b"caf\xe9")
    rows = list(rows_of(tmp_path))
    assert [row.id for row in rows] == ["a", "b", "c", "u"]
    for row in (rows[1], rows[3]):
        with pytest.raises(ArticleError, match=r"surrogate|not UTF-8"):
            article_of(row)
    assert article_of(rows[2]).text == "Oslo waits."


def test_what_a_table_does_not_know_is_none() -> None:
    rows = [{"text": "Paris agreed.", "id": unknown, "title": unknown} for unknown in (pd.NA, pd.NaT, None, np.nan, "")]
    assert [article_of(row).title for row in rows_of(rows)] == [None] * 5
    frame = pd.DataFrame({"text": ["Paris agreed.", pd.NA], "source": [pd.NA, "Wire"]}, dtype="string")
    first, second = rows_of(frame)
    assert article_of(first).source is None
    with pytest.raises(ArticleError, match="the cell is empty"):
        article_of(second)
    (row,) = rows_of([{"text": "Paris agreed.", "title": np.array([1, 2])}])
    assert article_of(row).title == "[1 2]"


def test_a_text_that_was_cut_at_its_comma_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('id,text\n1,Paris agreed, Oslo waits.\n2,"Rome, too, agreed.",,\n3,Oslo waits.\n', encoding="utf-8")
    first, *others = rows_of(path)
    assert first.id == "1"
    with pytest.raises(ArticleError, match=r"t.csv, line 2: more cells than columns; .* ',' within double quotation"):
        article_of(first)
    assert [article_of(row).text for row in others] == ["Rome, too, agreed.", "Oslo waits."]


def test_a_quotation_mark_that_is_never_closed_ends_the_file_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('id,text\n1,Paris agreed.\n2,"Oslo waits.\n3,Rome.\n', encoding="utf-8")
    first, last = rows_of(path)
    assert article_of(first).text == "Paris agreed."
    with pytest.raises(
        ArticleError, match=r"t.csv: the row that begins in line 3 is not well formed, and the rows from"
    ):
        article_of(last)
    path.write_text('id,"te\nxt', encoding="utf-8")
    with pytest.raises(CorpusError, match=r"t.csv: the row that begins in line 1 is not well formed"):
        list(rows_of(path))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.csv", b"", "t.csv: the file is empty; its first line names the columns"),
        ("t.csv", b"text,text\na,b\n", "t.csv, line 1: several columns are called 'text'"),
        ("t.csv", "text\na\n".encode("utf-16"), "t.csv, line 1: not UTF-8; .* iconv -f utf-16 -t utf-8"),
        ("t.csv", b"t\xe9xt,text\na,b\n", "t.csv, line 1: not UTF-8; .* iconv -f cp1252 -t utf-8"),
        ("t.txt", "Oslo.".encode("utf-16"), "t.txt: not UTF-8 .byte 0.; .* iconv -f utf-16 -t utf-8"),
        ("t.jsonl", b'{"text": "caf\xe9"}', "t.jsonl, line 1: not UTF-8 .byte 13.; .* iconv -f cp1252 -t utf-8"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_the_mend(
    name: str, content: bytes, message: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises((CorpusError, ArticleError), match=message):
        [article_of(row) for row in rows_of(tmp_path / name)]


def test_a_parquet_value_that_python_has_none_for_costs_its_own_row(tmp_path: Path) -> None:
    texts = pa.array([b"Paris agreed.", b"caf\xe9", b"Oslo waits."]).cast(pa.string(), safe=False)
    moments = pa.array([0, 0, 2**62], pa.int64()).cast(pa.timestamp("us"))
    table = pa.table({"text": texts, "date": moments})
    pq.write_table(table, tmp_path / "t.parquet")
    for source, where in ((tmp_path / "t.parquet", "t.parquet"), (table, "the table")):
        rows = list(rows_of(source))
        assert [(row.number, row.fault is None) for row in rows] == [(1, True), (2, False), (3, False)]
        assert article_of(rows[0]).text == "Paris agreed."
        assert all((row.fault or "").startswith(f"{where}: a cell of this row cannot be read") for row in rows[1:])


def test_a_damaged_parquet_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"text": ["Paris agreed." * 100]}), path)
    whole = path.read_bytes()
    path.write_bytes(whole[:4] + b"\xff" * 60 + whole[64:])
    with pytest.raises(CorpusError, match=r"t.parquet: no Parquet file, or a damaged one"):
        list(rows_of(path))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("nowhere.csv", "no such file"),
        (" ", "' ': no such file"),
        (5, "not int"),
        (pd.DataFrame({"body": ["x"]}), r"no column 'text' of texts; there are body; name it: Columns\(text=...\)"),
    ],
)
def test_a_source_that_is_none_is_refused(source: Any, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        list(rows_of(source))


def test_a_folder_without_articles_and_a_file_of_no_known_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no file here"):
        list(rows_of(tmp_path))
    (tmp_path / "a.doc").write_bytes(b"x")
    with pytest.raises(CorpusError, match="ends in one of"):
        list(rows_of(tmp_path / "a.doc"))
    (tmp_path / "a.parquet").write_bytes(b"x")
    with pytest.raises(CorpusError, match="no Parquet file"):
        list(rows_of(tmp_path / "a.parquet"))
