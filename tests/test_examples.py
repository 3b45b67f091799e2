"""The examples run as a user runs them, and what they print is what the library found."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from diplomacy_nlp import Analysis, from_json

ROOT = Path(__file__).parents[1]
SEED = ROOT / "seeds" / "lavrov.txt"
ANALYZE = ROOT / "examples" / "analyze_article.py"
COMPARE = ROOT / "examples" / "compare_articles.py"
FIRST = ROOT / "examples" / "first_plugin.py"


def run(*command: object, stdin: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "COLUMNS": "80", "PYTHONWARNINGS": "error", **more}
    environment.pop("FORCE_COLOR", None)
    return subprocess.run(
        [sys.executable, *map(str, command)], input=stdin, capture_output=True, check=False, env=environment
    )


def run_here(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: Path, *arguments: object, columns: int
) -> str:
    """What an example prints when it is run in this process, where torch and the models are loaded already."""
    monkeypatch.setattr(sys, "argv", [str(command), *map(str, arguments)])
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(command), run_name="__main__")
    assert ended.value.code == 0
    return capsys.readouterr().out


def printed(ran: subprocess.CompletedProcess[bytes]) -> str:
    """What a run printed, with white space evened out, once it is known to have gone well."""
    assert ran.returncode == 0, ran.stderr.decode()
    return " ".join(ran.stdout.decode().split())


def tables(text: str) -> dict[str, list[str]]:
    """The rows of each table, a line each."""
    found: dict[str, list[str]] = {}
    rows: list[str] = []
    for line in text.splitlines():
        if heading := re.fullmatch(r"([A-Z][a-z]+) \((\d+)\)\s*", line):
            rows = found.setdefault(heading[1], [])
        elif re.match(r"[aqprsf]\d+ ", line):
            rows.append(line)
    return found


@pytest.fixture(scope="module")
def shown() -> str:
    """The seed article's tables, wide enough that few cells are folded."""
    ran = run(ANALYZE, SEED, COLUMNS="200")
    assert ran.returncode == 0, ran.stderr.decode()
    assert ran.stderr == b""
    return ran.stdout.decode()


@pytest.fixture(scope="module")
def as_json() -> Analysis:
    """The seed article by way of standard input and JSON."""
    ran = run(ANALYZE, "-", "--json", stdin=SEED.read_bytes(), COLUMNS="80")
    assert ran.returncode == 0, ran.stderr.decode()
    analysis = from_json(ran.stdout)
    assert isinstance(analysis, Analysis)
    return analysis


def test_the_tables_hold_every_item(shown: str, as_json: Analysis) -> None:
    rows = tables(shown)
    for kind in ("actors", "quotes", "proposals", "reactions", "positions", "findings"):
        ids = [row.split()[0] for row in rows[kind.capitalize()]]
        assert ids == [item.id for item in getattr(as_json, kind)]
    assert min(len(rows[kind]) for kind in ("Actors", "Quotes", "Proposals", "Reactions", "Positions")) > 0


def test_offsets_are_shown_behind_the_words(shown: str, as_json: Analysis) -> None:
    for reaction in as_json.reactions:
        assert f"{reaction.cue}" in shown
    rejected = SEED.read_text(encoding="utf-8").index("rejected")
    assert f"rejected {rejected}-{rejected + 8}" in shown


def test_names_words_and_stances_are_shown(shown: str) -> None:
    rows = tables(shown)
    assert any("Sergey Lavrov" in row and "Foreign Minister" in row for row in rows["Actors"])
    assert any("‘truly reliable’" in row for row in rows["Quotes"])
    assert any("NATO allies" in row and "dismiss" in row for row in rows["Reactions"])
    assert any("Ukraine" in row and "oppose" in row for row in rows["Positions"])


def test_nothing_is_coloured_when_piped(shown: str) -> None:
    assert "\x1b" not in shown


def test_a_narrow_terminal_gets_narrow_lines_and_nothing_that_it_would_obey(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    article = tmp_path / "escape.txt"
    article.write_text("Paris rejected the \x1b[31mred\x1b[0m [bold]plan[/bold] :smile: on Monday.", encoding="utf-8")
    shown = run_here(capsys, monkeypatch, ANALYZE, article, columns=80)
    assert "rejected 6-14" in " ".join(shown.split())
    assert "\x1b" not in shown
    assert max(len(line.rstrip()) for line in shown.splitlines()) <= 80


def test_offsets_of_a_windows_file_count_as_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "crlf.txt"
    file.write_bytes("\ufeffA headline\r\n\r\nParis rejected the plan.\r\n".encode())
    article = runpy.run_path(str(ANALYZE))["read_article"](str(file))
    assert article.text == "A headline\r\n\r\nParis rejected the plan.\r\n"


@pytest.mark.parametrize("command", [ANALYZE, COMPARE])
@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "No such file"),
        (b"caf\xe9 diplomacy", "not UTF-8 (byte 3)"),
        (b" \r\n\t ", "empty or blank"),
        (b"", "empty or blank"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    command: Path, content: bytes | None, complaint: str, tmp_path: Path
) -> None:
    article = tmp_path / "article.txt"
    if content is not None:
        article.write_bytes(content)
    ran = run(command, article)
    error = ran.stderr.decode()
    assert ran.returncode == 2
    assert ran.stdout == b""
    assert str(article) in error
    assert complaint in error
    assert "Traceback" not in error


def test_the_first_plugin_finds_something_in_at_most_fifteen_lines(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(FIRST), run_name="__main__")
    assert capsys.readouterr().out.split() == ["f1", "deadline", "a", "deadline", "of", "two", "weeks", "11-34"]
    lines = [line for line in FIRST.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(lines) <= 15


def test_articles_are_compared(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    articles = sorted((ROOT / "examples" / "articles").glob("*.txt"))
    shown = run_here(capsys, monkeypatch, COMPARE, *articles, columns=160)
    text = " ".join(shown.split())
    assert re.search(r"Turkey \(TUR\)\s+conditional\s+opening a grain corridor", text)
    rows = shown.splitlines()
    of_russia = [i for i, row in enumerate(rows) if row.startswith("Russia (RUS)")]
    assert len(of_russia) == 1  # its name stands once, above what it holds in both articles
    assert "corridor-monday" in text
    assert "corridor-friday" in text


def test_articles_are_compared_on_one_issue(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = sorted((ROOT / "examples" / "articles").glob("*.txt"))
    shown = run_here(capsys, monkeypatch, COMPARE, *articles, "--about", "corridor", columns=80)
    assert "corridor" in shown
    assert "monitors" not in shown


def test_stories_are_followed_from_a_csv_to_a_timeline_and_a_network(tmp_path: Path) -> None:
    news = tmp_path / "news.csv"
    assert run(ROOT / "examples" / "stories" / "invent.py", news, "--disputes", 1).returncode == 0
    assert len(news.read_text(encoding="utf-8").splitlines()) == 11
    said = printed(
        run(ROOT / "examples" / "stories" / "follow.py", news, "--out", tmp_path / "out", OMP_NUM_THREADS="1")
    )
    assert said.startswith("10 articles, 3 families of copies")
    timeline = (tmp_path / "out" / "timeline.tsv").read_text(encoding="utf-8").splitlines()
    assert timeline[0].startswith("proposal\twords\tdate\tstatus")
    assert any("\topen\td0-" in line for line in timeline[1:])
    assert "<edge" in (tmp_path / "out" / "network.graphml").read_text(encoding="utf-8")
