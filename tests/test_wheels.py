"""Each package builds as sdist and wheel, and wheels alone do the main job in an environment outside the checkout."""

from __future__ import annotations

import email
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from email.message import Message
from pathlib import Path

import pytest
from packaging.licenses import canonicalize_license_expression
from trove_classifiers import classifiers

ROOT = Path(__file__).parents[1]
PROJECTS = [ROOT, *sorted(file.parent for file in ROOT.glob("plugins/*/pyproject.toml"))]
DATA = {".tsv", ".json", ".pt", ".csv", ".txt", ".toml"}
RELATIVE_LINK = re.compile(r"\]\((?!\w+:|#)[^)]*\)")
STRAYS = re.compile(r"__pycache__|\.py[co]$|/\.(?!gitignore$)|/(dist|build|htmlcov)/|\.egg-info|~$")
SEVERAL_LICENCES = {  # of the packages that ship weights: those of the data that they were trained on
    "diplomacy_nlp_stanza": ("CC-BY-SA-4.0", "MODELS.md"),
    "diplomacy_nlp_actors": ("CC-BY-4.0", "MODEL.md"),
    "diplomacy_nlp_quotes": ("LicenseRef-PolNeAR-research", "MODEL.md"),
    "diplomacy_nlp_proposals": ("CC-BY-4.0", "MODEL.md"),
    "diplomacy_nlp_reactions": ("CC-BY-4.0", "MODEL.md"),
}


BUILD = """
import os, sys, tarfile, tempfile
from hatchling import build

out, *projects = sys.argv[1:]
for project in projects:
    os.chdir(project)
    sdist = build.build_sdist(out)
    with tempfile.TemporaryDirectory() as unpacked:
        with tarfile.open(os.path.join(out, sdist)) as file:
            file.extractall(unpacked, filter="data")
        os.chdir(os.path.join(unpacked, sdist.removesuffix(".tar.gz")))
        build.build_wheel(out)
        os.chdir(out)
"""


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
    """The nine wheels by the name of their package, built with the tools of this environment: no network is needed.

    As `build` does by itself, and so does whoever installs what is published, each is made of its sdist. One process
    asks the build backend (PEP 517) for all of them; `build` would begin five for each.
    """
    out = tmp_path_factory.mktemp("wheels")
    run(sys.executable, "-c", BUILD, out, *PROJECTS, cwd=out)
    return {file.name.partition("-")[0]: file for file in sorted(out.glob("*.whl"))}


@pytest.fixture(scope="module")
def sdists(wheels: dict[str, Path]) -> dict[str, Path]:
    """The nine sdists, which lie beside the wheels."""
    (folder,) = {file.parent for file in wheels.values()}
    return {file.name.partition("-")[0]: file for file in sorted(folder.glob("*.tar.gz"))}


@pytest.fixture(scope="module")
def python(wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python of a fresh environment that holds our nine wheels.

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


def test_there_are_nine(wheels: dict[str, Path]) -> None:
    assert sorted(wheels) == [
        "diplomacy_nlp",
        "diplomacy_nlp_actors",
        "diplomacy_nlp_corpus",
        "diplomacy_nlp_outputs",
        "diplomacy_nlp_positions",
        "diplomacy_nlp_proposals",
        "diplomacy_nlp_quotes",
        "diplomacy_nlp_reactions",
        "diplomacy_nlp_stanza",
    ]


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project.name)
def test_a_wheel_holds_code_data_types_and_licence_and_no_tests(wheels: dict[str, Path], project: Path) -> None:
    package = package_of(project)
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


def package_of(project: Path) -> str:
    return "diplomacy_nlp" if project == ROOT else project.name.replace("-", "_")


def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as file:
        (name,) = (name for name in file.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(file.read(name))


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project.name)
def test_the_metadata_say_who_what_and_for_which_python(wheels: dict[str, Path], project: Path) -> None:
    told = metadata(wheels[package_of(project)])
    said = told.get_all("Classifier", [])
    assert told["Author"] == told["Maintainer"] == "The diplomacy-nlp contributors"
    assert told["Summary"]
    assert told["Keywords"]
    assert told["Requires-Python"] == ">=3.11"
    assert {f"Programming Language :: Python :: 3.{minor}" for minor in (11, 12, 13)} | {"Typing :: Typed"} <= set(said)
    assert set(said) <= set(classifiers)
    assert not [name for name in said if name.startswith("License ::")], "PEP 639: the expression says it"


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project.name)
def test_the_licence_is_an_expression_and_its_files_are_there(wheels: dict[str, Path], project: Path) -> None:
    package = package_of(project)
    told = metadata(wheels[package])
    expression = told["License-Expression"]
    assert canonicalize_license_expression(expression) == expression
    assert expression.startswith("Apache-2.0")
    (folder,) = {name.partition("/")[0] for name in names(wheels[package]) if name.endswith("/METADATA")}
    files = told.get_all("License-File", [])
    assert "LICENSE" in files
    assert {f"{folder}/licenses/{name}" for name in files} <= names(wheels[package])
    if package not in SEVERAL_LICENCES:
        assert (expression, files) == ("Apache-2.0", ["LICENSE"])
        return
    licence, card = SEVERAL_LICENCES[package]
    assert licence in expression.split(" AND ")
    (name,) = (name for name in files if Path(name).name == card)
    assert f"`{expression}`" in (project / name).read_text(encoding="utf-8")


def test_every_package_with_weights_names_the_licences_of_their_data(wheels: dict[str, Path]) -> None:
    with_weights = {package for package, wheel in wheels.items() if [n for n in names(wheel) if n.endswith(".pt")]}
    assert with_weights == set(SEVERAL_LICENCES)


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project.name)
def test_the_readme_works_as_a_page_of_its_own(wheels: dict[str, Path], project: Path) -> None:
    told = metadata(wheels[package_of(project)])
    page = str(told.get_payload())
    assert told["Description-Content-Type"] == "text/markdown"
    assert page.startswith(f"# {project.name if project != ROOT else 'diplomacy-nlp'}\n")
    assert "\n## Install\n" in page
    assert not RELATIVE_LINK.findall(page)
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", page, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]*)\)", page)) <= headings


def test_the_cores_page_leads_to_the_plugins_and_names_files_by_their_path(wheels: dict[str, Path]) -> None:
    page = str(metadata(wheels["diplomacy_nlp"]).get_payload())
    assert "[`diplomacy-nlp-quotes`](https://pypi.org/project/diplomacy-nlp-quotes/)" in page
    assert "First steps (`docs/first-steps.md`)" in page
    assert "`CITATION.cff`" in page


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project.name)
def test_an_sdist_holds_sources_and_tests_and_nothing_else(sdists: dict[str, Path], project: Path) -> None:
    package = package_of(project)
    with tarfile.open(sdists[package]) as file:
        members = file.getmembers()
        assert all(member.isfile() or member.isdir() for member in members), "no links"
        held = {member.name.partition("/")[2] for member in members}
    kept = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=project).split("\0")
    shared = {"conftest.py", "doubles.py", "seeds/lavrov.txt", "examples/gazetteer.csv", ".gitignore"}
    assert held <= {*kept, *shared, "PKG-INFO"}, "only what belongs to the package"
    assert {"PKG-INFO", "pyproject.toml", "README.md", "LICENSE", "conftest.py", "seeds/lavrov.txt"} <= held
    assert not [name for name in held if STRAYS.search(f"/{name}")]
    assert not [name for name in held if name.startswith("plugins/")]
    tests = {name for name in kept if name.startswith("tests/")}
    of_the_repository = {f"tests/test_{what}.py" for what in ("architecture", "branching", "docs", "wheels")}
    assert tests - of_the_repository <= held
    assert [name for name in held if re.search(r"(^|/)test_\w+\.py$", name)]


def test_the_tests_of_an_sdist_run_by_themselves(sdists: dict[str, Path], tmp_path: Path) -> None:
    with tarfile.open(sdists["diplomacy_nlp_actors"]) as file:
        file.extractall(tmp_path, filter="data")
    (sources,) = tmp_path.iterdir()
    plain = ("-q", "-p", "no:cacheprovider", "-p", "no:randomly")
    done = run(sys.executable, "-m", "pytest", *plain, "tests/test_gazetteer.py", cwd=sources)
    assert re.search(r"[1-9]\d* passed", done)


def test_the_annotator_brings_its_models(wheels: dict[str, Path]) -> None:
    models = {Path(name).name for name in names(wheels["diplomacy_nlp_stanza"]) if "/models/en/" in name}
    assert {"joint.pt", "joint.json", "vocabulary.json", "manifest.json", "MODELS.md"} <= models


def test_the_quotes_bring_their_network(wheels: dict[str, Path]) -> None:
    models = {Path(name).name for name in names(wheels["diplomacy_nlp_quotes"]) if "/models/" in name}
    assert models == {"attributions.pt", "attributions.json"}


def test_plugins_carry_the_projects_licence() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert [(project / "LICENSE").read_text(encoding="utf-8") for project in PROJECTS] == [licence] * 9


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
        "9 installed" in f"{run(python, '-m', 'diplomacy_nlp', 'info', cwd=tmp_path).count('diplomacy-nlp')} installed"
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
    assert len(files) == 9
    assert all(Path(file).is_relative_to(venv) for file in files)
    assert plugins.split() == ["actors", "positions", "proposals", "quotes", "reactions", "stanza"]
    assert str(ROOT) not in path.split()
