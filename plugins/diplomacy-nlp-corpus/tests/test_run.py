"""A run: what it writes, what it notes as problems, and what it refuses."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from diplomacy_nlp_corpus import Columns, CorpusError, Progress, manifest_of, read_corpus, read_problems, run_corpus
from diplomacy_nlp_corpus.shards import Shard
from diplomacy_nlp_corpus.worker import in_time

from diplomacy_nlp import Analyzer, Article, DiplomacyError

Bytes = Callable[[Path], dict[str, bytes]]
ARTICLES = [Article(text=f"Paris met Oslo {n} times.", id=f"n{n}") for n in range(10)]


def test_a_run_finds_what_an_analyzer_finds(reader: Any, tmp_path: Path) -> None:
    done = run_corpus(ARTICLES, tmp_path / "out", plugins=reader.plugins, shard_size=4)
    assert (done.articles, done.problems, done.shards, done.kept) == (10, 0, 3, 0)
    found = list(read_corpus(tmp_path / "out"))
    assert found == list(Analyzer(reader.plugins()).analyze_many(ARTICLES))
    assert [actor.name for actor in found[0].actors] == ["Paris", "Oslo"]
    table = pq.read_table(tmp_path / "out" / "articles")
    assert table.column("row").to_pylist() == list(range(1, 11))
    assert table.column("actors").to_pylist() == [2] * 10


def test_the_manifest_says_all_that_results_depend_on(reader: Any, tmp_path: Path) -> None:
    run_corpus(ARTICLES, tmp_path / "out", plugins=reader.plugins, shard_size=4, max_characters=99)
    manifest = manifest_of(tmp_path / "out")
    assert set(manifest["plugins"]) == {"diplomacy-nlp", "reader", "capitals"}
    assert all(len(plugin["digest"]) == 16 for plugin in manifest["plugins"].values())
    assert (manifest["run"]["shard_size"], manifest["run"]["max_characters"]) == (4, 99)
    assert manifest["counts"] == {"shards": 3, "articles": 10, "problems": 0, "faulty": 0}


def test_what_cannot_be_read_is_a_row_of_problems_and_never_the_end(reader: Any, tmp_path: Path) -> None:
    rows = [
        {"id": "a", "text": "Paris agreed."},
        {"id": "b", "text": " "},
        {"id": "c", "text": float("nan")},
        {"id": "d", "text": 5},
        {"id": "e", "text": "Oslo " * 100},
        {"id": "f", "text": "FAULTY text"},
        {"id": "g", "text": "ENDLESS text"},
        {"id": "h", "text": "Rome refused."},
    ]
    done = run_corpus(rows, tmp_path / "out", plugins=reader.plugins, max_characters=400, timeout=0.2)
    assert (done.articles, done.problems, done.faulty) == (3, 5, 1), "f is read, but not annotated"
    problems = {problem["id"]: problem for problem in read_problems(tmp_path / "out")}
    assert list(problems) == ["b", "c", "d", "e", "f", "g"]
    assert [problem["row"] for problem in problems.values()] == [2, 3, 4, 5, 6, 7]
    assert "blank" in problems["b"]["message"]
    assert "limit of this run is 400" in problems["e"]["message"]
    assert problems["g"]["message"] == "not read within 0.2 seconds (timeout)"
    assert (problems["f"]["plugin"], problems["f"]["hook"]) == ("reader", "diplomacy_annotate")
    assert [analysis.article.id for analysis in read_corpus(tmp_path / "out")] == ["a", "f", "h"]


@pytest.mark.parametrize("format", ["parquet", "jsonl"])
def test_an_id_that_nothing_can_write_costs_its_row_alone(format: str, reader: Any, tmp_path: Path) -> None:
    (folder := tmp_path / "in").mkdir()
    (folder / "latin.csv").write_bytes(b"id,text\nM\xfcller-1,Paris agreed.\n2,Oslo waits.\n")
    (folder / "lone.jsonl").write_text('{"id": "\\ud83d", "text": "Rome refused."}\n', encoding="utf-8")
    for _ in range(2):  # the second time from what is done
        done = run_corpus(folder, tmp_path / "out", plugins=reader.plugins, format=format)
        assert (done.articles, done.problems) == (1, 2)
    problems = list(read_problems(tmp_path / "out"))
    assert [problem["id"] for problem in problems] == [r"M\udcfcller-1", r"\ud83d"]
    assert all("Article.id: a lone surrogate" in problem["message"] for problem in problems)


def test_a_column_with_a_name_that_nothing_can_write_is_one_that_is_not_there(reader: Any, tmp_path: Path) -> None:
    for _ in range(2):
        run_corpus(ARTICLES[:1], tmp_path / "out", plugins=reader.plugins, columns=Columns(title="\udcfc"))
    assert manifest_of(tmp_path / "out")["run"]["columns"]["title"] == "\udcfc"


def test_jsonl_holds_the_same(reader: Any, tmp_path: Path) -> None:
    for kind in ("jsonl", "parquet"):
        run_corpus([*ARTICLES, ""], tmp_path / kind, plugins=reader.plugins, shard_size=4, format=kind)
    assert list(read_corpus(tmp_path / "jsonl")) == list(read_corpus(tmp_path / "parquet"))
    problems = list(read_problems(tmp_path / "jsonl"))
    assert problems == list(read_problems(tmp_path / "parquet"))
    assert [problem["row"] for problem in problems] == [11]
    lines = (tmp_path / "jsonl" / "articles" / "part-000000.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0])["analysis"]["type"] == "Analysis"


def test_two_workers_write_what_one_writes_with_one_thread_each(reader: Any, tmp_path: Path, bytes_of: Bytes) -> None:
    run_corpus(ARTICLES, tmp_path / "one", plugins=reader.plugins, shard_size=2)
    run_corpus(ARTICLES, tmp_path / "two", plugins=reader.plugins, shard_size=2, workers=2)
    one, two = bytes_of(tmp_path / "one"), bytes_of(tmp_path / "two")
    assert len(one) == 1 + 3 * 5
    assert one == two
    run_corpus(ARTICLES, tmp_path / "threads", plugins=reader.with_threads, shard_size=5)
    names = {analysis.actors[0].name.partition(" of ") for analysis in read_corpus(tmp_path / "threads")}
    ((threads, _, process),) = names
    assert threads == "1 thread"
    assert process.isdigit()


def test_going_on_costs_nothing_where_all_is_done(reader: Any, tmp_path: Path, bytes_of: Bytes) -> None:
    run_corpus(ARTICLES, tmp_path / "out", plugins=reader.plugins, shard_size=4)
    before = bytes_of(tmp_path / "out")
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "articles").iterdir()}
    again = run_corpus(ARTICLES, tmp_path / "out", plugins=reader.plugins, shard_size=4)
    assert (again.kept, again.articles) == (3, 10)
    assert bytes_of(tmp_path / "out") == before
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "articles").iterdir()} == times


def test_a_damaged_shard_is_read_again(reader: Any, tmp_path: Path, bytes_of: Bytes) -> None:
    run_corpus(ARTICLES, tmp_path / "out", plugins=reader.plugins, shard_size=4)
    before = bytes_of(tmp_path / "out")
    shard = tmp_path / "out" / "articles" / "part-000001.parquet"
    shard.write_bytes(shard.read_bytes()[:-1] + b"?")
    assert run_corpus(ARTICLES, tmp_path / "out", plugins=reader.plugins, shard_size=4).kept == 2
    assert bytes_of(tmp_path / "out") == before


def test_what_has_changed_is_refused_or_done_again_as_told(reader: Any, tmp_path: Path, bytes_of: Bytes) -> None:
    out = tmp_path / "out"
    run_corpus(ARTICLES, out, plugins=reader.plugins, shard_size=4)
    before = bytes_of(out)
    with pytest.raises(CorpusError, match=r'run.max_characters was null and is 20.*changed="redo"'):
        run_corpus(ARTICLES, out, plugins=reader.plugins, shard_size=4, max_characters=20)
    with pytest.raises(CorpusError, match=r"plugins.capitals was .* and is null"):
        run_corpus(ARTICLES, out, plugins=reader.plugins, shard_size=4, block=["capitals"])
    assert bytes_of(out) == before
    again = run_corpus(ARTICLES, out, plugins=reader.plugins, shard_size=4, max_characters=20, changed="redo")
    assert (again.kept, again.problems) == (0, 10)


@pytest.mark.parametrize(
    ("source", "more", "message"),
    [
        ("t.csv", {"columns": Columns(text="txet")}, "no column 'txet' of texts"),
        ("nofile.csv", {}, "no such file"),
        ("", {}, "other.csv: no column 'text' of texts"),  # the folder: one of its tables, though not the first
        ("t.csv", {"annotator": "nobody"}, "annotator 'nobody'"),
    ],
)
def test_a_slip_costs_nothing_of_an_earlier_run(
    source: str, more: dict[str, Any], message: str, reader: Any, tmp_path: Path, bytes_of: Bytes
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.csv").write_text("text\nParis agreed.\n", encoding="utf-8")
    (folder / "other.csv").write_text("body\nOslo waits.\n", encoding="utf-8")
    (folder / "t.csv").write_text("text\nRome refused.\nOslo waits.\n", encoding="utf-8")
    with pytest.raises(DiplomacyError, match=message):
        run_corpus(folder / source, out, plugins=reader.plugins, **more)
    run_corpus(folder / "t.csv", out, plugins=reader.plugins)  # which the slip does not stand in the way of
    before = bytes_of(out)
    with pytest.raises(DiplomacyError, match=message):
        run_corpus(folder / source, out, plugins=reader.plugins, changed="redo", **more)
    assert bytes_of(out) == before
    assert run_corpus(folder / "t.csv", out, plugins=reader.plugins).kept == 1


def test_a_changed_module_of_a_plugin_is_noticed(reader: Any, tmp_path: Path) -> None:
    run_corpus(ARTICLES[:2], tmp_path / "out", plugins=reader.plugins)
    module = Path(reader.__file__)
    text = module.read_text(encoding="utf-8")
    try:
        module.write_text(text + "\n# another version\n", encoding="utf-8")
        with pytest.raises(CorpusError, match=r"plugins.reader.digest was .* and is"):
            run_corpus(ARTICLES[:2], tmp_path / "out", plugins=reader.plugins)
    finally:
        module.write_text(text, encoding="utf-8")


def test_a_changed_source_is_noticed_and_only_its_shards_are_done_again(reader: Any, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_corpus(ARTICLES, out, plugins=reader.plugins, shard_size=4)
    other = [*ARTICLES[:5], Article(text="Rome refused.", id="r"), ARTICLES[6]]
    with pytest.raises(CorpusError, match="rows 5 to 7 have changed"):
        run_corpus(other, out, plugins=reader.plugins, shard_size=4)
    again = run_corpus(other, out, plugins=reader.plugins, shard_size=4, changed="redo")
    assert (again.kept, again.shards, again.articles) == (1, 2, 7)
    assert [analysis.article.id for analysis in read_corpus(out)] == [article.id for article in other]
    with pytest.raises(CorpusError, match="become shorter"):
        run_corpus(other[:4], out, plugins=reader.plugins, shard_size=4)


def test_progress_has_rate_and_time_left(reader: Any, tmp_path: Path) -> None:
    told: list[Progress] = []
    rows = [*ARTICLES, Article(text="FAULTY text"), " "]
    run_corpus(rows, tmp_path / "out", plugins=reader.plugins, shard_size=4, progress=told.append)
    assert max(step.done for step in told) == 12
    assert [(step.total, step.rate > 0) for step in told] == [(12, True)] * 3
    assert told[-1].left == 0
    assert told[0].left is not None
    assert told[0].left > 0
    assert (told[-1].problems, told[-1].faulty) == (1, 1)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"workers": 0}, "workers: a whole number from 1 is expected, not 0"),
        ({"shard_size": True}, "shard_size: a whole number"),
        ({"format": "xml"}, "format: one of parquet, jsonl"),
        ({"changed": "maybe"}, 'changed: "refuse" or "redo"'),
        *(({"timeout": t}, "timeout: a number of seconds above 0") for t in (0, -1, float("nan"), "x", True, 1e12)),
        *(({"max_characters": n}, "max_characters: a whole number from 1") for n in (0, -1, "x", 2.5)),
        ({"client": 5}, "client: a dask.distributed.Client is expected, not 5"),
        ({"progress": "yes"}, "progress: a function that takes a Progress is expected, not 'yes'"),
        ({"columns": Columns(text=5)}, r'columns: Columns\(text="name"\) or "" for none is expected, not 5'),  # type: ignore[arg-type]
        ({"only": "quotes"}, r"only: several are expected .*write \[...\]"),
        ({"block": "quotes"}, "block: several are expected"),
        ({"options": {"quotes": 5}}, "options: .* is expected, not"),
        ({"columns": {"text": "x"}}, r'columns: Columns\(text="body"\) or such is expected'),
        ({"plugins": [5]}, r"plugins: a function that gives instances is expected, not \[5\]"),
        ({"plugins": lambda: [5]}, "plugins: worker processes cannot be given it .* at the top of a module"),
        ({"options": {"actors": {"gazetteer": lambda: 5}}}, "options: worker processes cannot be given it"),
        ({"source": {"text": "Paris agreed."}}, "a source is a folder, .* not dict"),
        ({"source": b"Paris agreed."}, "not bytes"),
        ({"out": None}, "out: the path of a file or a folder is expected, not None"),
        ({"out": "\0"}, "out: the path of a file or a folder"),
        ({"parses": 5}, "parses: the path of a file or a folder"),
    ],
)
def test_arguments_that_cannot_be_are_refused(given: dict[str, Any], message: str, tmp_path: Path) -> None:
    call: dict[str, Any] = {"source": [], "out": tmp_path / "out", **given}
    with pytest.raises(DiplomacyError, match=message):
        run_corpus(**call)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.name != ".lock"]


@pytest.mark.parametrize("folder", [None, 5, "a\0b", ""])
def test_a_folder_that_cannot_be_one_is_told(folder: Any) -> None:
    for read in (read_corpus, read_problems, manifest_of):
        with pytest.raises(CorpusError, match="the folder of a run: the path of a file or a folder is expected, not"):
            list(read(folder))


@pytest.mark.parametrize("name", ["file", "file/within"])
def test_results_in_a_file_are_refused(name: str, reader: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(CorpusError, match="a file, or within one; name a folder"):
        run_corpus(ARTICLES, tmp_path / name, plugins=reader.plugins)


def test_a_folder_of_something_else_is_left_alone(reader: Any, tmp_path: Path, bytes_of: Bytes) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CorpusError, match="no run of ours"):
        run_corpus(ARTICLES, tmp_path, plugins=reader.plugins)
    assert bytes_of(tmp_path) == {"thesis.txt": b"mine"}
    run_corpus([], tmp_path / "out", plugins=reader.plugins)
    with pytest.raises(CorpusError, match="holds a run already"):
        run_corpus([], tmp_path / "out", plugins=reader.plugins, resume=False)
    with pytest.raises(CorpusError, match="no manifest of a run"):
        list(read_corpus(tmp_path))


@pytest.mark.parametrize("manifest", ["[]", "{}", '{"run": {"format": []}}', "{", "null", '{"run": 5}'])
def test_a_manifest_that_is_none_is_told(manifest: str, reader: Any, tmp_path: Path) -> None:
    run_corpus(ARTICLES[:1], tmp_path, plugins=reader.plugins)
    (tmp_path / "manifest.json").write_text(manifest, encoding="utf-8")
    for read in (read_corpus, read_problems, lambda out: run_corpus(ARTICLES[:1], out, plugins=reader.plugins)):
        with pytest.raises(CorpusError, match=r"manifest.json: no manifest of a run .*: remove the folder"):
            list(read(tmp_path))  # type: ignore[arg-type]


@pytest.mark.parametrize("format", ["parquet", "jsonl"])
@pytest.mark.parametrize("damage", [b"", None, b"PAR1", b"{\n", b"[]\n", b"{}\n", b'{"analysis": "5"}\n', b"\xff\n"])
def test_a_shard_that_is_damaged_or_missing_is_told_with_what_repairs_it(
    damage: bytes | None, format: str, a_run: dict[str, Path], tmp_path: Path
) -> None:
    shutil.copytree(a_run[format], out := tmp_path / "out")
    for kind, read in (("articles", read_corpus), ("problems", read_problems)):
        path = out / kind / f"part-000000.{format}"
        if damage is None:
            path.unlink()
        else:
            path.write_bytes(damage)
        if damage == b"" and format == "jsonl":
            continue  # a shard without rows
        with pytest.raises(CorpusError, match=rf"{path.name}: the shard is damaged or missing .*the same call again"):
            list(read(out))


@pytest.fixture(scope="module")
def a_run(reader: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("a-run")
    for kind in ("parquet", "jsonl"):
        run_corpus([*ARTICLES[:1], ""], folder / kind, plugins=reader.plugins, format=kind)
    return {kind: folder / kind for kind in ("parquet", "jsonl")}


@pytest.mark.parametrize("record", ["[]", "{}", '{"rows": "", "articles": 1, "unread": 0, "files": {}}', "5", "{"])
def test_a_record_that_is_none_has_its_shard_read_again(record: str, a_run: dict[str, Path], tmp_path: Path) -> None:
    shutil.copytree(a_run["jsonl"], out := tmp_path / "out")
    shard = Shard(folder=out, number=0, format="jsonl")
    assert shard.record() is not None
    shard.record_file.write_text(record, encoding="utf-8")
    assert shard.record() is None


def test_work_that_ends_in_time_gives_what_it_gives() -> None:
    def forever() -> None:
        while True:
            pass

    assert in_time(lambda: 5, 60) == in_time(lambda: 5, None) == 5
    with pytest.raises(TimeoutError, match=r"not done within 0\.05 seconds"):
        in_time(forever, 0.05)
    for _ in range(20):
        with pytest.raises(TimeoutError):  # also if the time is up before the work begins
            in_time(forever, 1e-9)
    assert in_time(lambda: 5, 1e12) == 5
    with pytest.raises(ZeroDivisionError):
        in_time(lambda: 1 // 0, 60)
