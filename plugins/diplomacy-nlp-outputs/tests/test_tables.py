"""Tables: every item is a row, names and words are resolved, and pandas and pyarrow read what is written."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from diplomacy_nlp_outputs import extras, plover_records, stands, to_conllu, to_html, to_spacy
from diplomacy_nlp_outputs.brat import brat_annotation
from diplomacy_nlp_outputs.console import print_tables
from diplomacy_nlp_outputs.files import (
    read_analyses,
    write_analyses,
    write_csv,
    write_jsonl,
    write_parquet,
    write_tables,
)
from diplomacy_nlp_outputs.marks import marks_of
from diplomacy_nlp_outputs.reading import read_articles
from diplomacy_nlp_outputs.stands import reaction_pairs
from diplomacy_nlp_outputs.tables import TABLES, arrow_schema, rows, to_arrow, to_frame
from rich.console import Console

from diplomacy_nlp import Analysis, DiplomacyError
from diplomacy_nlp.errors import OptionError, SerializationError


def test_a_reaction_is_a_row_with_names_and_words(analysis: Analysis) -> None:
    welcomed, rejected, joined = rows(analysis, "reactions")
    assert {name: rejected[name] for name in ("article", "date", "publisher", "id", "holder", "holder_country")} == {
        "article": "bergen",
        "date": "2026-03-02",
        "publisher": "The Herald",
        "id": "r2",
        "holder": "United States",
        "holder_country": "USA",
    }
    assert rejected["cue"] == "rejected"
    assert (rejected["target"], rejected["target_id"], rejected["target_type"]) == ("the plan", "p1", "proposal")
    assert (rejected["target_actor"], rejected["target_country"]) == ("Norway", "NOR")
    assert (rejected["proposal"], rejected["proposal_status"]) == ("a <b>truce</b> … talks in Bergen", "rejected")
    assert rejected["reason"] == "because of its cost"
    assert rejected["sentence"] == "The U.S. rejected the plan because of its cost."
    assert analysis.article.text[rejected["start"] : rejected["end"]] == "rejected"  # type: ignore[misc]
    assert (rejected["plover"], rejected["cameo"]) == ("REJECT", "12")
    assert welcomed["holder"] == "Anna Roth; Sweden"
    assert welcomed["holder_country"] == "SWE"
    assert welcomed["holder_kind"] == "person; state"
    assert (joined["negated"], joined["mode"], joined["condition"]) == (
        True,
        "hypothetical",
        "only if Norway paid 😀 for it",
    )
    assert (joined["target_type"], joined["proposal"], joined["target_actor"]) == ("words", None, None)


def test_the_other_tables_say_who_and_what(analysis: Analysis) -> None:
    def first(table: str, *names: str) -> list[Any]:
        row = next(rows(analysis, table))
        return [row[name] for name in names]

    assert first("actors", "name", "country", "mentions", "wikidata", "why") == ["Norway", "NOR", 2, "Q20", "country"]
    assert first("mentions", "actor", "words", "type", "start") == ["Norway", "Oslo", "metonym", 0]
    assert first("quotes", "speaker", "content", "via", "addressees") == [
        "Anna Roth",
        "“We welcome it,” … “gladly,”",
        "Bergen",
        "Norway",
    ]
    assert first("proposals", "proposer", "addressee", "status", "proposal_date", "reactions") == [
        "Norway",
        "United States; Bergen",
        "rejected",
        "Monday",
        2,
    ]
    assert first("positions", "holder", "stance", "issue", "evidence", "evidence_words") == [
        "Norway",
        "support",
        "a <b>truce</b> … talks in Bergen",
        "p1",
        "proposed",
    ]
    assert first("findings", "label", "words", "links") == ["money", "cost … paid", "r2"]
    assert first("problems", "plugin", "message") == ["mine", "ValueError: x"]
    assert first("articles", "title", "reactions", "characters") == ["Talks & <truce>", 3, len(analysis.article.text)]


def test_all_who_say_it_together_are_told_wherever_one_is(together: Analysis) -> None:
    quote, reaction = next(rows(together, "quotes")), next(rows(together, "reactions"))
    assert (quote["speaker"], quote["speaker_id"]) == ("India; Pakistan", "a1; a2")
    assert reaction["target_actor"] == "India; Pakistan"
    (record,) = plover_records(together)
    assert [actor["actorText"] for actor in record["target"]] == ["India", "Pakistan"]
    assert {(one.name, other.name) for one, other, *_ in reaction_pairs(together)} == {
        ("Nepal", "India"),
        ("Nepal", "Pakistan"),
    }
    assert {"India", "Pakistan"} <= {together.words(m.span) for m in marks_of(together) if m.part == "speaker"}
    assert "India; Pakistan" in to_html(together)
    print_tables(together, Console(file=(file := io.StringIO()), width=100))
    assert "q1 India, Pakistan" in " ".join(file.getvalue().split())


@pytest.mark.parametrize("table", TABLES)
def test_every_item_is_a_row_and_every_column_is_filled_somewhere(table: str, analysis: Analysis) -> None:
    counts = {"articles": 1, "mentions": 6}
    found = list(rows(analysis, table))
    assert len(found) == counts.get(table, len(getattr(analysis, table, ())))
    unfilled = {name for name in found[0] if all(row[name] is None for row in found)}
    assert unfilled <= {"mode", "why", "found_by", "cameo", "proposer_sector", "addressee_sector"}


def test_every_column_says_what_it_means_and_stands_once() -> None:
    for table in TABLES.values():
        assert all(column.meaning for column in table.columns)
        assert len({column.name for column in table.columns}) == len(table.columns)


def test_columns_stay_what_they_are() -> None:
    """Others' scripts name these columns: a change breaks them, and belongs into the changelog."""
    assert " ".join(c.name for c in TABLES["positions"].columns) == (
        "article date publisher title id holder holder_id holder_country holder_kind holder_sector stance issue "
        "issue_id evidence evidence_words mode confidence why found_by start end sentence"
    )
    assert " ".join(c.name for c in TABLES["reactions"].columns) == (
        "article date publisher title id holder holder_id holder_country holder_kind holder_sector stance cue target "
        "target_id target_type target_actor target_country proposal proposal_status condition reason evidence negated "
        "certainty plover cameo mode confidence why found_by start end sentence"
    )


def test_an_unknown_table_is_refused_by_name(analysis: Analysis) -> None:
    with pytest.raises(DiplomacyError, match=r"no table 'reaction'; the tables are articles, .*reactions"):
        rows(analysis, "reaction")


@pytest.mark.parametrize("table", TABLES)
def test_pandas_gets_the_same_types_with_and_without_rows(table: str, analysis: Analysis, library: Any) -> None:
    library("pandas")
    full, empty = to_frame([analysis, analysis], table), to_frame([], table)
    assert len(full) == 2 * len(list(rows(analysis, table))) > 0
    assert list(full.dtypes.astype(str).items()) == list(empty.dtypes.astype(str).items())
    assert list(full.columns) == [c.name for c in TABLES[table].columns]


@pytest.mark.parametrize("table", TABLES)
def test_arrow_and_parquet_keep_rows_types_and_meanings(
    table: str, analysis: Analysis, tmp_path: Path, library: Any
) -> None:
    parquet = library("pyarrow.parquet")
    written = write_parquet(iter([analysis, analysis]), table, tmp_path / "t.parquet")
    read = parquet.read_table(tmp_path / "t.parquet")
    expected = list(rows([analysis, analysis], table))
    assert read.to_pylist() == expected == to_arrow([analysis, analysis], table).to_pylist()
    assert written == len(expected) > 0
    assert read.schema.equals(arrow_schema(table))
    assert all(field.metadata[b"meaning"] for field in read.schema)


def test_csv_is_read_back_by_pandas_and_by_pythons_reader(analysis: Analysis, tmp_path: Path, library: Any) -> None:
    path = tmp_path / "r.csv"
    assert write_csv([analysis], "reactions", path) == 3
    expected = list(rows(analysis, "reactions"))
    with path.open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))
    assert [row["sentence"] for row in read] == [row["sentence"] for row in expected]
    assert [row["negated"] for row in read] == ["false", "false", "true"]
    frame = library("pandas").read_csv(path)
    assert list(frame["cue"]) == [row["cue"] for row in expected]
    assert list(frame["negated"]) == [False, False, True]


def test_lines_of_json_hold_rows_or_whole_analyses(analysis: Analysis, bare: Analysis, tmp_path: Path) -> None:
    file = io.StringIO()
    assert write_jsonl([analysis, bare], "proposals", file) == 1
    assert [json.loads(line) for line in file.getvalue().splitlines()] == list(rows(analysis, "proposals"))
    assert write_analyses([analysis, bare], tmp_path / "all.jsonl") == 2
    assert list(read_analyses(tmp_path / "all.jsonl")) == [analysis, bare]


def test_a_broken_line_is_named(analysis: Analysis, tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    write_analyses([analysis], path)
    path.write_text(path.read_text(encoding="utf-8") + "\n{]\n", encoding="utf-8")
    with pytest.raises(SerializationError, match=r"all\.jsonl, line 3: not JSON"):
        list(read_analyses(path))


def test_a_mark_at_the_beginning_is_passed_over_and_another_encoding_is_named(
    analysis: Analysis, tmp_path: Path
) -> None:
    path = tmp_path / "all.jsonl"
    write_analyses(analysis, path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes() + b"caf\xe9\n")
    read = read_analyses(path)
    assert next(read) == analysis
    with pytest.raises(SerializationError, match=r"all\.jsonl, line 2: not UTF-8 .byte 3.; convert it"):
        next(read)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda a: rows("abc", "reactions"),  # type: ignore[arg-type]
        lambda a: rows(None, "reactions"),  # type: ignore[arg-type]
        lambda a: to_frame(a.article, "reactions"),
        lambda a: to_html([a]),  # type: ignore[arg-type]
        lambda a: to_spacy(None),  # type: ignore[arg-type]
        lambda a: to_conllu(a, None),  # type: ignore[arg-type]
        lambda a: brat_annotation(a.article),
        lambda a: list(plover_records(None)),  # type: ignore[arg-type]
        lambda a: list(stands([a.article])),
    ],
)
def test_what_is_no_analysis_is_refused_in_words(wrong: Callable[[Any], object], analysis: Analysis) -> None:
    with pytest.raises(OptionError, match=r"(analyses are|an (Analysis|Annotation) is) expected.*, not "):
        wrong(analysis)


@pytest.mark.parametrize("format_", ["csv", "jsonl", "parquet"])
def test_a_fault_in_the_middle_leaves_what_was_written_before(
    format_: str, analysis: Analysis, tmp_path: Path, library: Any
) -> None:
    library("pyarrow")

    def broken() -> Iterator[Analysis]:
        yield analysis
        raise RuntimeError("the power went")

    write = {"csv": write_csv, "jsonl": write_jsonl, "parquet": write_parquet}[format_]
    path = tmp_path / f"actors.{format_}"
    assert write(analysis, "actors", path) == 5
    before = path.read_bytes()
    path.chmod(0o640)
    with pytest.raises(RuntimeError, match="the power went"):
        write(broken(), "actors", path)
    with pytest.raises(RuntimeError, match="the power went"):
        write_tables(broken(), tmp_path, format=format_)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
    assert write([analysis, analysis], "actors", path) == 10
    assert path.stat().st_mode & 0o777 == 0o640


def test_what_an_interrupted_run_has_written_stays_beside_the_file(analysis: Analysis, tmp_path: Path) -> None:
    def until_interrupted() -> Iterator[Analysis]:
        yield analysis
        raise KeyboardInterrupt

    path = tmp_path / "reactions.jsonl"
    path.write_text("before\n", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        write_jsonl(until_interrupted(), "reactions", path)
    assert path.read_text(encoding="utf-8") == "before\n"
    assert len((tmp_path / "reactions.jsonl.part").read_text(encoding="utf-8").splitlines()) == len(analysis.reactions)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_table_may_be_written_over_the_articles_it_is_made_of(analysis: Analysis, tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    path.write_text("text\nOslo.\nBergen.\n", encoding="utf-8")
    assert (
        write_csv(
            (evolve(analysis, article=evolve(analysis.article, id=a.id)) for a in read_articles(path)), "actors", path
        )
        == 10
    )


def test_a_folder_that_is_missing_is_told_by_the_name_that_was_given(analysis: Analysis, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as told:
        write_csv(analysis, "actors", tmp_path / "no" / "a.csv")
    assert told.value.filename == str(tmp_path / "no" / "a.csv")


@pytest.mark.parametrize("format_", ["csv", "jsonl", "parquet"])
def test_several_tables_are_written_in_one_pass(
    format_: str, analysis: Analysis, bare: Analysis, tmp_path: Path, library: Any
) -> None:
    library("pyarrow")
    written = write_tables(iter([analysis, bare]), tmp_path / "out", format=format_)
    assert written["reactions"] == 3
    assert written["articles"] == 2
    assert {file.name for file in (tmp_path / "out").iterdir()} == {f"{name}.{format_}" for name in TABLES}
    with pytest.raises(DiplomacyError, match="no format 'xlsx' for tables; the formats are csv, jsonl, parquet"):
        write_tables([analysis], tmp_path, format="xlsx")


def test_five_hundred_articles_in_one_stream_hold_no_more_memory_than_fifty(analysis: Analysis, tmp_path: Path) -> None:
    def stream(count: int) -> Iterator[Analysis]:
        for number in range(count):
            yield evolve(
                analysis, article=evolve(analysis.article, id=f"n{number}", text=analysis.article.text + " " * 9_000)
            )

    def most(count: int) -> int:
        tracemalloc.start()
        written = write_tables(stream(count), tmp_path / str(count), format="csv")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert written["articles"] == count
        return peak

    most(5)
    assert most(500) < 1.5 * most(50)


def test_a_missing_library_is_named_with_the_mend(analysis: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr(extras.importlib, "import_module", missing)
    with pytest.raises(extras.MissingExtraError, match=r"pandas is not installed.*diplomacy-nlp-outputs\[tables\]"):
        to_frame(analysis, "actors")

    def broken(name: str) -> Any:
        raise ImportError("install lxml_html_clean")

    monkeypatch.setattr(extras.importlib, "import_module", broken)
    with pytest.raises(extras.MissingExtraError, match=r"pandas cannot be loaded \(install lxml_html_clean\)"):
        to_frame(analysis, "actors")
