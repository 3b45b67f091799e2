"""The command: what it writes, what it complains of, and with which exit status."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from diplomacy_nlp_outputs import command, read_brat, read_label_studio, write_brat, write_network
from diplomacy_nlp_outputs.command import main
from diplomacy_nlp_outputs.extras import MissingExtraError
from diplomacy_nlp_outputs.files import read_analyses, write_csv, write_tables
from diplomacy_nlp_outputs.reading import InputError, count_articles, read_articles

from diplomacy_nlp import Analysis, Article, from_json
from diplomacy_nlp.errors import OptionError, SerializationError

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(analysis: Analysis, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command with an analyzer that finds in each article what stands in the one made by hand."""

    class Reader:
        def analyze_many(self, articles: Iterable[Article]) -> Iterator[Analysis]:
            for article in articles:
                yield evolve(analysis, article=evolve(analysis.article, id=article.id, date=article.date))

    def ran(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(command, "make_analyzer", lambda *_: Reader())
        status = main([*map(str, arguments)])
        return status, *capfd.readouterr()

    return ran


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "bergen.txt"
    path.write_text("Oslo.", encoding="utf-8")
    return path


def test_a_table_for_people_is_the_default(run: Run, article: Path) -> None:
    status, out, error = run("read", article)
    assert (status, error.count("\n")) == (0, 1)  # the note on the problem of a plugin
    assert "Reactions (3)" in out
    assert "United States" in out
    assert "\x1b" not in out


def test_json_of_one_article_and_of_several(run: Run, article: Path, analysis: Analysis) -> None:
    status, out, _ = run("read", article, "--to", "json")
    assert status == 0
    assert from_json(out).reactions == analysis.reactions
    status, out, _ = run("read", article, article, article, "--to", "json")
    assert [data["article"]["id"] for data in json.loads(out)] == ["bergen"] * 3


def test_a_csv_of_articles_becomes_a_csv_of_reactions(run: Run, tmp_path: Path) -> None:
    news = tmp_path / "news.csv"
    news.write_text("when,body\n2026-01-01,Oslo.\n2026-01-02,Paris.\n", encoding="utf-8")
    status, out, _ = run("read", news, "--text-column", "body", "--date-column", "when", "--to", "csv")
    found = list(csv.DictReader(io.StringIO(out)))
    assert status == 0
    assert [(row["article"], row["date"]) for row in found] == [("news-1", "2026-01-01")] * 3 + [
        ("news-2", "2026-01-02")
    ] * 3
    status, out, error = run("read", news, "--to", "csv")
    assert status == 2
    assert "no column 'text'; there are when, body" in error


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["news.csv", "news.tsv"])
def test_a_table_is_read_whatever_parts_its_cells_and_however_its_columns_are_written(
    separator: str, name: str, tmp_path: Path
) -> None:
    news = tmp_path / name
    lines = [["ID ", " Text", "DATE"], ["a", '"One, two; three | four\tfive.\nSix."', "2026-01-01"]]
    news.write_text("".join(separator.join(cells) + "\n" for cells in lines), encoding="utf-8")
    (found,) = read_articles(news)
    assert (found.id, found.date) == ("a", "2026-01-01")
    assert found.text == "One, two; three | four\tfive.\nSix."
    assert count_articles([str(news)]) == 1
    assert [one.text for one in read_articles(news, text_column="TEXT", date_column="date")] == [found.text]


def test_a_row_with_the_id_of_another_is_told_and_left_out(run: Run, tmp_path: Path) -> None:
    news, more = tmp_path / "news.csv", tmp_path / "more.jsonl"
    news.write_text("id,text\na,Oslo.\nb, \na,Rome.\nb,Bonn.\n", encoding="utf-8")
    more.write_text('{"id": "b", "text": "Lima."}\n{"text": "Kyiv."}\n', encoding="utf-8")
    status, out, error = run("read", news, more, "--to", "csv", "--table", "articles")
    assert status == 1
    assert [row["article"] for row in csv.DictReader(io.StringIO(out))] == ["a", "b", "more-2"]
    assert f"{news}, row 3: the id 'a' is that of {news}, row 1, too" in error
    assert f"{more}, row 1: the id 'b' is that of {news}, row 4, too" in error
    assert 'name another column (id_column, --id-column), or none: ""' in error
    found = read_articles([news, more], id_column="", on_fault=lambda _: None)
    assert [one.id for one in found] == ["news-1", "news-3", "news-4", "more-1", "more-2"]
    twice = tmp_path / "twice.csv"
    twice.write_text("id,text\na,Oslo.\na,Rome.\n", encoding="utf-8")
    with pytest.raises(InputError, match="the id 'a' is that of"):
        list(read_articles(twice, id_column="ID", title_column=""))
    with pytest.raises(InputError, match="no column ''; there are id, text; name one: text_column"):
        list(read_articles(news, text_column=""))


def test_files_of_one_name_are_called_by_their_paths(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a/1.txt", "b/1.txt", "b/2.txt", "c/1.csv")]
    for file in files:
        file.parent.mkdir(exist_ok=True)
        file.write_text("text\nOslo.\n", encoding="utf-8")
    assert [one.id for one in read_articles(files)] == [str(files[0]), str(files[1]), "2", f"{files[3]}-1"]


def test_columns_that_are_written_alike_are_not_guessed_between(tmp_path: Path) -> None:
    (tmp_path / "news.csv").write_text("Text;TEXT\na;b\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column 'text'; there are Text, TEXT; name one: text_column"):
        list(read_articles(tmp_path / "news.csv"))


def test_what_a_plugin_prints_is_not_among_the_results(
    analysis: Analysis, article: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    class Loud:
        def analyze_many(self, articles: Iterable[Article]) -> Iterator[Analysis]:
            for _ in articles:
                sys.stdout.write("noise\n")
                yield analysis

    monkeypatch.setattr(command, "make_analyzer", lambda *_: Loud())
    assert main(["read", str(article), "--to", "json", "--quiet"]) == 0
    out, error = capfd.readouterr()
    assert from_json(out) == analysis
    assert error == "noise\n"


def test_lines_of_json_are_whole_analyses_or_rows(run: Run, article: Path, tmp_path: Path, analysis: Analysis) -> None:
    assert run("read", article, "--to", "jsonl", "--out", tmp_path / "o.jsonl")[0] == 0
    (read,) = read_analyses(tmp_path / "o.jsonl")
    assert read.proposals == analysis.proposals
    _, out, _ = run("read", article, "--to", "jsonl", "--table", "positions")
    assert [json.loads(line)["stance"] for line in out.splitlines()] == ["support", "support", "oppose", "conditional"]


def test_all_tables_go_into_a_folder(run: Run, article: Path, tmp_path: Path, library: Any) -> None:
    parquet = library("pyarrow.parquet")
    assert run("read", article, "--to", "parquet", "--table", "all", "--out", tmp_path / "t")[0] == 0
    assert parquet.read_table(tmp_path / "t" / "reactions.parquet").num_rows == 3


def test_standard_input_is_an_article(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Oslo.")))
    status, out, _ = run("read", "--to", "csv", "--table", "articles")
    assert status == 0
    assert next(csv.DictReader(io.StringIO(out)))["article"] == "stdin"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["read", "absent.txt"], "absent.txt: No such file"),
        (["read", "absent-*.txt"], "absent-*.txt: no file fits this pattern"),
        (["read", "x", "--to", "csv", "--table", "reaction"], "no table 'reaction'; the tables are articles"),
        (["read", "x", "--table", "actors"], "--table goes with --to csv, jsonl or parquet"),
        (["read", "x", "--to", "csv", "--table", "all"], "several tables need a folder: --out FOLDER"),
        (["read", "x", "--to", "parquet"], "--to parquet needs --out PATH"),
        (["read", "x", "--to", "docx"], "'docx' is not one of"),
        (["read", "x", "--colour"], "No such option"),
        (["schema", "nothing"], "no table 'nothing'"),
        (["reed"], "No such command 'reed'"),
    ],
)
def test_a_slip_is_told_in_words(arguments: list[str], complaint: str, run: Run) -> None:
    status, out, error = run(*arguments)
    assert status == 2
    assert complaint in error
    assert "Traceback" not in error + out


def test_of_several_files_the_readable_ones_are_read(run: Run, article: Path) -> None:
    status, out, error = run("read", "absent.txt", article, "--to", "csv", "--quiet")
    assert status == 1
    assert error == "diplomacy-nlp: absent.txt: No such file or directory\n"
    assert len(out.splitlines()) == 4


def test_a_name_that_cannot_even_be_looked_for_costs_the_others_nothing(run: Run, article: Path) -> None:
    status, out, error = run("read", "x" * 300, article, "--to", "csv", "--quiet")
    assert status == 1
    assert "File name too long" in error
    assert len(out.splitlines()) == 4


@pytest.mark.parametrize("option", ["actors", "actors=1", ".x=1", "actors.=1"])
def test_an_option_for_a_plugin_has_a_form(option: str, article: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(article), "--option", option]) == 2
    assert "PLUGIN.NAME=VALUE is wanted" in capfd.readouterr().err


def test_an_option_that_a_plugin_lacks_stops_the_run(article: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(article), "--option", "actors.gazeteer=x.csv"]) == 2
    assert "gazeteer" in capfd.readouterr().err


def test_what_is_installed_is_told(run: Run) -> None:
    status, out, _ = run("plugins", "--json")
    found = {row["name"]: row for row in json.loads(out)}
    assert status == 0
    assert found["stanza"]["hooks"] == ["diplomacy_annotate"]
    assert "gazetteer" in found["actors"]["options"]
    assert "hooks: diplomacy_find_reactions" in run("plugins")[1]
    assert "diplomacy-nlp-outputs 0." in run("info")[1]
    assert run("--version")[1].startswith("diplomacy-nlp, version ")


ODD_DEFAULTS = """
import re
from pathlib import Path

class Odd:
    def __repr__(self):
        raise RuntimeError("no repr")

class Plugin:
    def __init__(
        self, must, path=Path("a/b"), kinds=frozenset("ba"), pattern=re.compile("x+"), odd=Odd(), limit=float("nan"),
        pair=(1, None), yes=True, word="en", digits="7", **more
    ):
        pass

print("noise")
"""


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a distribution with a plugin of this code on the path."""

    def install(code: str) -> None:
        monkeypatch.syspath_prepend(str(tmp_path))
        monkeypatch.delitem(sys.modules, "odd_plugin", raising=False)
        (tmp_path / "odd_plugin.py").write_text(code, encoding="utf-8")
        info = tmp_path / "odd_plugin-1.2.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd-plugin\nVersion: 1.2\n", encoding="utf-8")
        (info / "entry_points.txt").write_text("[diplomacy_nlp]\nodd = odd_plugin:Plugin\n", encoding="utf-8")

    return install


def test_defaults_that_json_has_no_word_for_are_told_in_json(run: Run, plugin: Callable[[str], None]) -> None:
    plugin(ODD_DEFAULTS)
    (row,) = (row for row in json.loads(run("plugins", "--json")[1]) if row["name"] == "odd")
    assert "Odd instance" in row["options"].pop("odd")
    assert row["required"] == ["must"]
    assert row["options"] == {
        "must": None,
        "path": str(Path("a/b")),
        "kinds": ["a", "b"],
        "pattern": "re.compile('x+')",
        "limit": "nan",
        "pair": [1, None],
        "yes": True,
        "word": "en",
        "digits": "7",
    }


def test_defaults_are_printed_as_the_option_takes_them(run: Run, plugin: Callable[[str], None]) -> None:
    plugin(ODD_DEFAULTS)
    lines = run("plugins")[1].splitlines()
    for line in ("must=... (it has no default)", "pair=[1, null]", "yes=true", "word=en", 'digits="7"'):
        assert f"  --option odd.{line}" in lines


def test_a_plugin_that_is_no_class_is_told_and_costs_the_others_nothing(
    run: Run, plugin: Callable[[str], None]
) -> None:
    plugin("Plugin = 7")
    rows = {row["name"]: row for row in json.loads(run("plugins", "--json")[1])}
    assert "7 is not a callable object" in rows["odd"]["fault"]
    assert rows["actors"]["hooks"] == ["diplomacy_find_actors"]


def test_schemas_are_printed(run: Run) -> None:
    assert json.loads(run("schema")[1])["title"] == "diplomacy-nlp Analysis"
    assert "who reacts: names" in run("schema", "reactions")[1]
    assert run("schema", "tables")[1].count("one row is") == 9


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_completion(shell: str, run: Run) -> None:
    assert "_DIPLOMACY_NLP_COMPLETE" in run("completion", shell)[1]


def test_help_teaches_by_examples(run: Run) -> None:
    assert "diplomacy-nlp read news.csv --text-column body" in run("--help")[1]
    status, out, _ = run("read", "--help")
    assert status == 0
    assert "Exit status:" in out


def test_the_module_reads_and_writes_utf8_on_a_console_of_another_encoding() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "COLUMNS": "80"}
    ran = subprocess.run(
        [sys.executable, "-m", "diplomacy_nlp", "read", "-"],
        input="Erdoğan rejected the plan. Łódź welcomed it. “Да,” said Moscow.".encode(),
        capture_output=True,
        check=False,
        env=environment,
    )
    assert ran.returncode == 0, ran.stderr
    assert "Erdoğan" in ran.stdout.decode("utf-8")
    assert "rejected 8-16" in " ".join(ran.stdout.decode("utf-8").split())
    assert ran.stderr == b""


def test_file_names_and_messages_cannot_drive_the_terminal(
    run: Run, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    sly = tmp_path / "\x1b[2J\u202enews.txt"
    sly.write_bytes(b"\xff")
    for arguments in (
        ["read", sly],
        ["read", tmp_path / "no\x1b[31msuch.txt"],
        ["re\x1bad"],
        ["read", "--to\x1b", "x"],
    ):
        status, _, error = run(*arguments)
        assert status == 2
        assert error.replace("\n", "").isprintable()
        assert len(error) > 20


def test_an_article_is_called_after_its_file_in_what_can_be_printed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "oslo\x1b[2J\u202e.txt"
    path.write_text("Oslo.", encoding="utf-8")
    status, out, _ = run("read", path)
    assert status == 0
    assert out.startswith("oslo [2J: 5 characters") or "oslo [2J: " in out.splitlines()[0]
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"text,date\nOslo.,01.05.2017\n", "a.csv, row 1: Article.date: ISO 8601 is expected"),
        ("a.csv", b"", "a.csv: the file is empty; its first line names the columns"),
        ("a.csv", b"text,text\na,b\n", "a.csv, line 1: several columns are called 'text'; give them names that differ"),
        (
            "a.csv",
            "text\nOslo.\n".encode("utf-16"),
            "line 1: not UTF-8; convert the file, for example with iconv -f utf-16",
        ),
        (
            "a.txt",
            "Oslo.".encode("utf-16"),
            "a.txt: not UTF-8 (byte 0); convert it, for example with iconv -f utf-16 -t utf-8",
        ),
        ("a.txt", b"caf\xe9", "a.txt: not UTF-8 (byte 3); convert it, for example with iconv -f cp1252 -t utf-8"),
        ("a.csv", b"text\nseeds/x.txt\n", "a.csv, row 1: Article.text: 'seeds/x.txt' is the name of a file"),
        ("a.jsonl", b"[" * 100_000, "a.jsonl, line 1: not JSON"),
        ("a.jsonl", b'{"text": "Oslo.", "title": "\\ud800"}\n', "row 1: Article.title: a lone surrogate"),
    ],
)
def test_a_row_that_cannot_be_read_is_told(run: Run, tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    status, _, error = run("read", path)
    assert status == 2
    assert message in error
    assert len(error) < 2_000


def test_columns_that_nobody_reads_may_have_one_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("tag,tag,text\n1,2,Oslo.\n", encoding="utf-8")
    assert [one.text for one in read_articles(tmp_path / "a.csv")] == ["Oslo."]


def test_a_library_that_is_missing_is_told_before_anything_is_read(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtraError, match="trafilatura"):
        next(read_articles([article, tmp_path / "page.html"]))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"text_column": 5}, "text_column: the name of a column is expected, not 5"),
        ({"id_column": ["id"]}, r"id_column: the name of a column is expected, not \['id'\]"),
        ({"files": None}, "files: the path of a file, or several, are expected, not None"),
        ({"files": b"a.txt"}, "files: the path of a file, or several, are expected, not b'a.txt'"),
    ],
)
def test_an_argument_that_cannot_be_is_told(given: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        list(read_articles(**{"files": "a.txt", **given}))


@pytest.mark.parametrize("name", ["", " "])
def test_a_blank_name_is_told(name: str) -> None:
    with pytest.raises(InputError, match="the name of a file is expected"):
        list(read_articles(name))


def test_a_name_with_a_nul_is_told() -> None:
    with pytest.raises(InputError, match="no file can be called so"):
        list(read_articles("a\0b.txt"))


@pytest.mark.parametrize("arguments", [["csv"], ["jsonl"], ["parquet"], ["html"], ["csv", "--table", "all"]])
def test_a_file_that_is_read_is_never_written_over(run: Run, tmp_path: Path, arguments: list[str]) -> None:
    news = tmp_path / "actors.csv"
    news.write_text("text\nOslo.\n", encoding="utf-8")
    out = tmp_path if "all" in arguments else tmp_path / "linked.csv"
    if out != tmp_path:
        out.symlink_to(news)
    status, _, error = run("read", news, "--out", out, "--to", *arguments)
    assert status == 2
    assert "is read and would be written over; name another --out" in " ".join(error.split())
    assert news.read_text(encoding="utf-8") == "text\nOslo.\n"


def test_texts_that_are_read_are_not_written_over_by_brats(run: Run, article: Path, tmp_path: Path) -> None:
    status, _, error = run("read", article, "--to", "brat", "--out", tmp_path)
    assert (status, "is read and would be written over" in " ".join(error.split())) == (2, True)
    assert run("read", article, "--to", "brat", "--out", tmp_path / "brat")[0] == 0


@pytest.mark.parametrize("format_", ["csv", "json", "jsonl", "parquet", "html", "plover", "graphml"])
def test_where_nothing_is_read_an_earlier_result_stays_and_the_reason_is_told(
    run: Run, tmp_path: Path, format_: str
) -> None:
    (tmp_path / "empty.csv").write_text("text\n", encoding="utf-8")
    out = tmp_path / f"out.{format_}"
    out.write_text("earlier", encoding="utf-8")
    for name in ("empty.csv", "absent.txt"):
        status, _, error = run("read", tmp_path / name, "--to", format_, "--out", out)
        assert status == 2
        assert error.endswith("diplomacy-nlp: no article was read, so nothing is written\n")
    assert {path.name for path in tmp_path.iterdir()} == {"empty.csv", out.name}
    assert out.read_text(encoding="utf-8") == "earlier"


def test_a_pipe_is_written_to_as_it_is(run: Run, article: Path, tmp_path: Path) -> None:
    status, out, _ = run("read", article, "--to", "csv", "--quiet", "--out", "/dev/stdout")
    assert (status, len(out.splitlines())) == (0, 4)


@pytest.mark.parametrize(
    ("to", "out", "message"),
    [
        (["html"], "absent/page.html", "there is no folder {}/absent; make it first"),
        (["csv"], "folder", "--out {}/folder: a folder; name a file, as --out {}/folder/found"),
        (["csv", "--table", "all"], "file", "--out {}/file: a file; several files are written, which need a folder"),
        (["brat"], "file", "--out {}/file: a file; several files are written, which need a folder"),
    ],
)
def test_a_place_where_nothing_can_be_written_is_told_before_anything_is_read(
    to: list[str], out: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("Oslo.", encoding="utf-8")
    monkeypatch.setattr(command, "make_analyzer", None)
    assert main(["read", str(tmp_path / "file"), "--to", *to, "--out", str(tmp_path / out)]) == 2
    assert message.format(tmp_path, tmp_path) in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("path", ["a\0b", " ", "~nobody-of-this-name/x", 5, None])
def test_a_path_that_cannot_be_is_told(path: Any, analysis: Analysis) -> None:
    for write in (
        write_brat,
        write_tables,
        lambda a, p: write_csv(a, "reactions", p),
        lambda a, p: write_network(a, p),
    ):
        with pytest.raises(OptionError, match=r"(what is written|folder): "):
            write(analysis, path)
    for read in (read_analyses, read_brat, read_label_studio):
        with pytest.raises(OptionError, match="what is read: "):
            list(read(path))


@pytest.mark.parametrize("read", [read_analyses, read_brat, read_label_studio])
def test_a_file_that_is_not_there_or_of_another_encoding_is_told(read: Callable[[Path], Any], tmp_path: Path) -> None:
    with pytest.raises(SerializationError, match=r"absent: .o such file"):
        list(read(tmp_path / "absent"))
    for name in ("a.txt", "a.ann"):
        (tmp_path / name).write_bytes("[]".encode("utf-16"))
    with pytest.raises(SerializationError, match=r"not UTF-8 .byte 0.; convert it, for example with iconv -f utf-16"):
        list(read(tmp_path / "a.ann"))


@pytest.mark.parametrize("out", [".", "g.xml", "g.gexf"])
def test_a_network_goes_to_a_file_with_its_ending(run: Run, article: Path, out: str) -> None:
    status, _, error = run("read", article, "--to", "graphml", "--out", out)
    assert status == 2
    assert "--to graphml writes a file whose name ends in .graphml" in error
