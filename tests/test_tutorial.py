"""The tutorial runs: its code cells, one after another in one namespace, as a notebook runs them (without a kernel)."""

from __future__ import annotations

import ast
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "examples" / "tutorial.ipynb"
NEEDED = ("pandas", "networkx", "matplotlib")


def cells(kind: str) -> list[str]:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


def run(code: str, names: dict[str, Any]) -> Any:
    """What a cell shows: the value of its last line, where that is an expression."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)  # noqa: S102  # our own notebook
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None  # noqa: S307


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each cell shows, by its last line, run in a folder of its own."""
    for name in NEEDED:
        if os.environ.get("EXTRAS") != "all":
            pytest.importorskip(name, reason=f"{name} is not installed; make test installs it")
    folder = tmp_path_factory.mktemp("tutorial")
    shutil.copy(ROOT / "examples" / "news.csv", folder)
    before = Path.cwd()
    os.chdir(folder)
    try:
        names: dict[str, Any] = {}
        return {code.splitlines()[-1]: run(code, names) for code in cells("code")} | {"folder": folder}
    finally:
        os.chdir(before)


def test_it_is_a_notebook_without_stale_outputs() -> None:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert notebook["nbformat"] == 4
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook["cells"])
    assert len(cells("code")) > 10


def test_it_is_valid_for_jupyter() -> None:
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed; make test installs it")
    nbformat.validate(nbformat.read(NOTEBOOK, as_version=4))


def test_its_tables_have_rows(shown: dict[str, Any]) -> None:
    assert shown["len(analyses)"] == 6
    reactions = shown['reactions[["date", "holder", "stance", "target", "proposal", "sentence"]]']
    assert {"Turkey", "Russia", "Germany"} <= set(reactions["holder"])
    counts = shown['reactions.groupby(["holder", "stance"]).size().unstack(fill_value=0)']
    assert counts.loc["Russia", "reject"] >= 1
    assert len(shown['events[["id", "date", "event", "eventText", "text"]]']) > 5


def test_an_analysis_shows_itself(shown: dict[str, Any]) -> None:
    page = shown["analyses[0]"]._repr_html_()
    assert page.startswith("<iframe")
    assert "grain corridor" in page


def test_its_plots_and_network_say_who_disagrees(shown: dict[str, Any]) -> None:
    for last in ("plot_stances(analyses, issues=ISSUES)", "plot_timeline(analyses, issues=ISSUES)"):
        assert type(shown[last]).__name__ == "Figure"
    conflict = shown['sorted((one, other, data["issues"]) for one, other, data in conflict.edges(data=True))']
    disagree = {(frozenset({one, other}), issue) for one, other, issue in conflict}
    assert (frozenset({"Hungary|HUN|state", "Poland|POL|state"}), "sanctions") in disagree
    assert "grain corridor" not in {issue for _, issue in disagree}  # Moscow dropped its objections


def test_its_files_are_written_and_read_back(shown: dict[str, Any]) -> None:
    folder = shown["folder"]
    assert {"news.graphml", "news.tsv", "news.jsonl", "brat"} <= {path.name for path in folder.iterdir()}
    assert shown["sorted(analysis.article.id for analysis in corrected)"] == [f"n{i}" for i in range(1, 7)]
    assert shown['list(read_analyses("news.jsonl")) == analyses'] is True
