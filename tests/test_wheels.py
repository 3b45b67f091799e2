"""Each package builds as a wheel, and the wheels alone do the main job, in an environment outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECTS = [ROOT, *sorted(file.parent for file in ROOT.glob("plugins/*/pyproject.toml"))]
DATA = {".tsv", ".json", ".pt", ".csv", ".txt", ".toml"}


def run(*command: object, cwd: Path, **more: str) -> str:
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    ran = subprocess.run(
        [*map(str, command)],
        cwd=cwd,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**environment, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **more},
    )
    assert ran.returncode == 0, f"{command}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The seven wheels by the name of their package, built with the tools of this environment: no network is needed."""
    out = tmp_path_factory.mktemp("wheels")
    for project in PROJECTS:
        run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, project, cwd=out)
    return {file.name.partition("-")[0]: file for file in sorted(out.glob("*.whl"))}


@pytest.fixture(scope="module")
def python(wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python of a fresh environment that holds our seven wheels.

    A second torch would take minutes and gigabytes, so the environment sees this one's third-party packages: a folder
    of links to all of them but ours, which a .pth file puts on the path. Our editable packages stay out of sight,
    since neither their metadata nor the .pth files that lead to the checkout are linked.
    """
    base = tmp_path_factory.mktemp("elsewhere")
    run(sys.executable, "-m", "venv", "--without-pip", base / "venv", cwd=base)
    python = base / "venv" / "bin" / "python"
    third_party = base / "third-party"
    third_party.mkdir()
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if "diplomacy_nlp" not in entry.name and entry.suffix != ".pth":
            (third_party / entry.name).symlink_to(entry)
    purelib = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=base).strip()
    Path(purelib, "third_party.pth").write_text(f"{third_party}\n", encoding="utf-8")
    install = ("install", "--quiet", "--no-deps", "--no-index", "--no-compile", *wheels.values())
    run(sys.executable, "-m", "pip", "--python", python, *install, cwd=base)
    return python


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as file:
        return set(file.namelist())


def test_there_are_seven(wheels: dict[str, Path]) -> None:
    assert sorted(wheels) == [
        "diplomacy_nlp",
        "diplomacy_nlp_actors",
        "diplomacy_nlp_outputs",
        "diplomacy_nlp_proposals",
        "diplomacy_nlp_quotes",
        "diplomacy_nlp_reactions",
        "diplomacy_nlp_stanza",
    ]


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project.name)
def test_a_wheel_holds_code_data_types_and_licence_and_no_tests(wheels: dict[str, Path], project: Path) -> None:
    package = "diplomacy_nlp" if project == ROOT else project.name.replace("-", "_")
    held = names(wheels[package])
    kept = [
        file
        for file in (project / package).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and file.suffix in {".py", ".typed", *DATA}
    ]
    assert f"{package}/py.typed" in held
    assert {file.relative_to(project).as_posix() for file in kept} <= held
    assert [name for name in held if name.endswith(".dist-info/licenses/LICENSE")]
    others = {name.partition("/")[0] for name in held} - {package}
    assert all(name.endswith(".dist-info") for name in others), others


def test_the_annotator_brings_its_models(wheels: dict[str, Path]) -> None:
    models = {Path(name).name for name in names(wheels["diplomacy_nlp_stanza"]) if "/models/en/" in name}
    assert {"joint.pt", "joint.json", "vocabulary.json", "manifest.json", "MODELS.md"} <= models


def test_the_quotes_bring_their_network(wheels: dict[str, Path]) -> None:
    models = {Path(name).name for name in names(wheels["diplomacy_nlp_quotes"]) if "/models/" in name}
    assert models == {"attributions.pt", "attributions.json"}


def test_plugins_carry_the_projects_licence() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert [(project / "LICENSE").read_text(encoding="utf-8") for project in PROJECTS] == [licence] * 7


def test_the_wheels_alone_run_the_example(python: Path, tmp_path: Path) -> None:
    (tmp_path / "analyze_article.py").write_bytes((ROOT / "examples" / "analyze_article.py").read_bytes())
    (tmp_path / "lavrov.txt").write_bytes((ROOT / "seeds" / "lavrov.txt").read_bytes())
    out = run(python, "analyze_article.py", "lavrov.txt", cwd=tmp_path, COLUMNS="200", PYTHONWARNINGS="error")
    assert "Sergey Lavrov" in out
    assert "NATO allies" in out
    assert "rejected 734-742" in out
    assert "embedded English models" in out


def test_the_wheels_alone_bring_the_command_and_the_page(python: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Paris rejected the plan.", encoding="utf-8")
    out = run(python.with_name("diplomacy-nlp"), "read", "a.txt", "--to", "html", cwd=tmp_path, PYTHONWARNINGS="error")
    assert ">rejected<" in out
    assert (
        "7 installed" in f"{run(python, '-m', 'diplomacy_nlp', 'info', cwd=tmp_path).count('diplomacy-nlp')} installed"
    )


def test_nothing_of_the_checkout_is_in_it(python: Path, wheels: dict[str, Path], tmp_path: Path) -> None:
    code = (
        f"import sys, {', '.join(wheels)}\n"
        f"for name in {sorted(wheels)!r}: print(sys.modules[name].__file__)\n"
        "import diplomacy_nlp; print(*(i.name for i in diplomacy_nlp.analyze('Paris rejected it.').plugins))\n"
        "print(*sys.path)"
    )
    *files, plugins, path = run(python, "-c", code, cwd=tmp_path).splitlines()
    venv = python.parents[1]
    assert len(files) == 7
    assert all(Path(file).is_relative_to(venv) for file in files)
    assert plugins.split() == ["actors", "positions", "proposals", "quotes", "reactions", "stanza"]
    assert str(ROOT) not in path.split()
