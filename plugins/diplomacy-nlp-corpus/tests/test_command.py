"""`diplomacy-nlp run`, as it is typed."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from diplomacy_nlp_corpus import CorpusError, Progress, read_corpus, read_problems
from diplomacy_nlp_corpus.command import _show, run


def typed(*arguments: Any) -> Result:
    return CliRunner().invoke(run, [str(argument) for argument in arguments], standalone_mode=False)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "news.csv"
    path.write_text("key,body\na,Paris rejected the plan.\nb,\nc,Oslo welcomed the proposal.\n", encoding="utf-8")
    return path


def test_the_command_of_outputs_finds_it() -> None:
    (point,) = metadata.entry_points(group="diplomacy_nlp.commands", name="run")
    assert point.load() is run


def test_a_csv_is_read_into_a_folder_and_read_on(corpus: Path, tmp_path: Path) -> None:
    columns = ("--text-column", "body", "--id-column", "key")
    done = typed(corpus, "--out", tmp_path / "out", *columns, "--shard-size", 2, "--parses", tmp_path / "p.sqlite")
    assert done.return_value == 1, "one article could not be read"
    assert [len(analysis.reactions) for analysis in read_corpus(tmp_path / "out")] == [1, 1]
    assert [(p["row"], p["id"]) for p in read_problems(tmp_path / "out")] == [(2, "b")]
    first, *_, last = done.stderr.splitlines()
    assert "of 3 articles" in first
    assert "a minute" in first
    assert "left" in first
    assert last == f"2 articles read, 1 not; 2 shards in {tmp_path / 'out'}"
    again = typed(corpus, "--out", tmp_path / "out", *columns, "--shard-size", 3, "--quiet")
    assert "run.shard_size was 2 and is 3" in str(again.exception)
    assert "--redo" in str(again.exception)


def test_ids_that_are_there_twice_are_rows_of_problems_and_may_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text("ID;Text\n1;Oslo waits.\n1;Rome agreed.\n", encoding="utf-8")
    assert typed(path, "--out", tmp_path / "a", "--only", "stanza", "--quiet").return_value == 1
    (problem,) = read_problems(tmp_path / "a")
    assert (problem["row"], problem["id"]) == (2, "1")
    assert "the id '1' is that of row 1, too" in problem["message"]
    assert typed(path, "--out", tmp_path / "b", "--only", "stanza", "--quiet", "--id-column", "").return_value == 0
    assert [analysis.article.id for analysis in read_corpus(tmp_path / "b")] == ["news-1", "news-2"]


def test_progress_tells_what_was_not_read_and_faults_of_plugins(capsys: pytest.CaptureFixture[str]) -> None:
    _show(Progress(done=5, total=6, problems=1, faulty=2, rate=1.0, left=1.0))
    _show(Progress(done=6, total=6, problems=0, faulty=0, rate=1.0, left=0.0))
    first, last = capsys.readouterr().err.splitlines()
    assert first == "5 of 6 articles, 1 not read, 2 read with faults of plugins, 60.0 a minute, 1 s left"
    assert last == "6 of 6 articles, 0 not read, 60.0 a minute, 0 s left"


def test_a_scheduler_that_is_none_is_told(corpus: Path, tmp_path: Path) -> None:
    for address in ("nowhere", "http://nowhere:1"):
        wrong = typed(corpus, "--out", tmp_path / "out", "--scheduler", address)
        assert isinstance(wrong.exception, CorpusError)
        assert f"--scheduler {address}: no scheduler of Dask is reached there" in str(wrong.exception)


def test_options_of_plugins_are_typed_as_for_read(corpus: Path, tmp_path: Path) -> None:
    wrong = typed(corpus, "--out", tmp_path / "out", "--option", "actors")
    assert "PLUGIN.NAME=VALUE" in str(wrong.exception)
    unknown = typed(corpus, "--out", tmp_path / "out", "--option", "nobody.name=1")
    assert "no plugin of this name is installed" in str(unknown.exception)
