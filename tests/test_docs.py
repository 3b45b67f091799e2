"""The documentation says what is true: its code runs, its links resolve, and nothing public goes unexplained."""

from __future__ import annotations

import doctest
import importlib
import inspect
import os
import pkgutil
import re
import runpy
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest

import diplomacy_nlp
from diplomacy_nlp import Analyzer, Annotation, hookspecs, types
from diplomacy_nlp.testing import StoredAnnotations

ROOT = Path(__file__).parents[1]
GENERATE = runpy.run_path(str(ROOT / "docs" / "generate.py"), run_name="generate")
PAGES = [GENERATE["HOOKS"], *GENERATE["markdown_files"]()]
PACKAGES = ["diplomacy_nlp", *sorted(folder.name for folder in ROOT.glob("plugins/*/diplomacy_nlp_*"))]
PLUGINS = ("actors", "quotes", "proposals", "reactions", "positions")
HOOKS = [name for name in vars(hookspecs.HookSpecs) if name.startswith("diplomacy_")]
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page_name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def modules() -> Iterator[ModuleType]:
    for package in PACKAGES:
        top = importlib.import_module(package)
        yield top
        for found in pkgutil.iter_modules(top.__path__):
            yield importlib.import_module(f"{package}.{found.name}")


# --- what is generated --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_nothing_generated_is_stale(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == GENERATE["refreshed"](page), "run: make docs"


def test_a_stale_page_is_written_anew(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("<!-- file: LICENSE -->\n```\nXYZZY\n```\n\nand\n\n```\nkept\n```\n", encoding="utf-8")
    fresh = GENERATE["refreshed"](page)
    assert "XYZZY" not in fresh
    assert "Apache License" in fresh
    assert fresh.endswith("\n\nand\n\n```\nkept\n```\n")


@pytest.mark.parametrize("hook", HOOKS)
def test_each_hook_is_documented_with_its_exact_signature(hook: str) -> None:
    section = GENERATE["HOOKS"].read_text(encoding="utf-8").split(f"\n## {hook}\n")[1]
    on_one_line = re.sub(r"\s+", " ", FENCED.findall(section)[0][1]).strip()
    written = re.sub(r",? \)", ")", on_one_line.replace("( ", "("))
    assert written == f"def {hook}{inspect.signature(getattr(hookspecs.HookSpecs, hook))}".replace("'", "")


def test_there_are_seven_hooks() -> None:
    assert len(HOOKS) == 7


# --- code ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_the_code_on_a_page_runs(page: Path) -> None:
    """Blocks with prompts run as one doctest a page; the others are at least Python."""
    blocks = [code for language, code in FENCED.findall(page.read_text(encoding="utf-8")) if language == "python"]
    prompted = "\n".join(code for code in blocks if code.startswith(">>>"))
    for code in blocks:
        if not code.startswith(">>>"):
            compile(code if not code.startswith("def ") else f"{code.rstrip()}: ...", page_name(page), "exec")
    test = doctest.DocTestParser().get_doctest(prompted, {}, page_name(page), str(page), 0)
    result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test)
    assert result.failed == 0


PRINTS = re.compile(r"^```python\n(?!>>>)((?:(?!```)[^\n]*\n)+)```\n\n```\n((?:(?!```)[^\n]*\n)+)```$", re.MULTILINE)
EXAMPLES = [(page, *found) for page in PAGES for found in PRINTS.findall(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("page", "code", "printed"), EXAMPLES, ids=[page_name(page) for page, *_ in EXAMPLES])
def test_code_that_is_followed_by_what_it_prints_prints_that(
    page: Path, code: str, printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(compile(code, page_name(page), "exec"), {"__name__": "example"})  # noqa: S102  # our own pages
    assert capsys.readouterr().out == printed


def test_each_plugin_has_an_example_that_prints() -> None:
    plugins = {f"plugins/diplomacy-nlp-{name}/README.md" for name in (*PLUGINS, "stanza")}
    assert plugins <= {page_name(page) for page, *_ in EXAMPLES}


def test_the_lines_of_the_readme_pass_a_strict_type_checker(tmp_path: Path) -> None:
    blocks = [
        code
        for language, code in FENCED.findall((ROOT / "README.md").read_text(encoding="utf-8"))
        if language == "python"
    ]
    lines = "".join(example.source for code in blocks for example in doctest.DocTestParser().get_examples(code))
    assert "analysis.proposal" in lines
    (tmp_path / "readme.py").write_text(lines, encoding="utf-8")
    cache = ROOT / ".mypy_cache"
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        f"--cache-dir={cache}",
        tmp_path / "readme.py",
    ]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_examples_in_docstrings_run() -> None:
    runner = doctest.DocTestRunner()
    for module in modules():
        for test in doctest.DocTestFinder(exclude_empty=True).find(module):
            runner.run(test)
    assert runner.summarize().failed == 0
    assert runner.tries > 0


TEXT_FOR_HOOKS = "Emmanuel Macron proposed a summit of five states. Berlin rejected the plan. “Never,” said an envoy."


@pytest.mark.parametrize("hook", HOOKS)
def test_the_plugin_beside_a_hook_finds_something(hook: str, parse: Any) -> None:
    names: dict[str, Any] = {"__name__": hook}
    section = GENERATE["HOOKS"].read_text(encoding="utf-8").split(f"\n## {hook}\n")[1]
    exec(compile(FENCED.findall(section)[1][1], hook, "exec"), names)  # noqa: S102  # our own page
    (kind,) = [value for value in names.values() if inspect.isclass(value) and value.__module__ == hook]
    text = "Hello" if hook == "diplomacy_annotate" else TEXT_FOR_HOOKS
    article, annotation = parse(text)
    if hook == "diplomacy_annotate":
        assert Analyzer([kind()]).analyze(article).annotated_by == kind.__name__
        return
    needed = _finders() if hook == "diplomacy_find_positions" else []
    analysis = Analyzer([kind(), *needed], annotator=StoredAnnotations([(article, annotation)])).analyze(article)
    assert [item for item in analysis.items if kind.__name__ in item.found_by]


def _finders() -> list[object]:
    from diplomacy_nlp_proposals import Proposals

    return [Proposals()]


@pytest.mark.parametrize("plugin", ["red_lines", "walkouts"])
def test_the_plugins_of_the_guide_pass_their_own_tests(plugin: str) -> None:
    folder = ROOT / "examples" / plugin
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "."],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert re.search(r"[1-9] passed", ran.stdout)


def test_the_plugin_of_the_guide_works_on_a_real_parse(parse: Any) -> None:
    folder = ROOT / "examples" / "red_lines"
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (entry,) = project["entry-points"]["diplomacy_nlp"].items()
    module, _, name = entry[1].partition(":")
    plugin = runpy.run_path(str(folder / f"{module}.py"))[name]()
    assert plugin.name == entry[0]
    article, annotation = parse("The envoy said that Ankara’s red lines had been crossed.")
    analysis = Analyzer([plugin], annotator=StoredAnnotations([(article, annotation)])).analyze(article)
    assert [analysis.words(finding) for finding in analysis.findings] == ["red lines"]
    assert [analysis.words(link) for link in analysis.findings[0].links] == ["Ankara"]


# --- names --------------------------------------------------------------------------------------------------------


def test_each_public_name_has_a_docstring() -> None:
    missing = []
    for module in modules():
        if not module.__doc__:
            missing.append(module.__name__)
        for name in getattr(module, "__all__", []):
            thing = getattr(module, name)
            if inspect.isclass(thing) or inspect.isroutine(thing):
                missing += [f"{module.__name__}.{path}" for path in _undocumented(name, thing)]
    assert not sorted(set(missing))


def _undocumented(name: str, thing: Any) -> Iterator[str]:
    written = thing.__dict__.get("__doc__") if inspect.isclass(thing) else thing.__doc__
    if not written:
        yield name
    if inspect.isclass(thing):
        for part, value in vars(thing).items():
            explains = inspect.isfunction(value) or isinstance(value, property | classmethod | staticmethod)
            if explains and not part.startswith("_") and not value.__doc__:
                yield f"{name}.{part}"


def test_all_is_sorted_and_true() -> None:
    for module in modules():
        names = getattr(module, "__all__", [])
        assert all(hasattr(module, name) for name in names), module.__name__
    for package in PACKAGES:
        names = importlib.import_module(package).__all__
        assert names == sorted(names)


CLASSES = [thing for name in types.__all__ if attrs.has(thing := getattr(types, name))] + [Annotation]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_concepts_explain_every_field(kind: type[Any]) -> None:
    concepts = (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8")
    own = {field.name for field in attrs.fields(kind) if not field.inherited} - {"made_by"}
    assert f"## {kind.__name__}\n" in concepts or f"`{kind.__name__}`" in concepts
    assert {name for name in own if f"`{name}`" not in concepts} == set()


@pytest.mark.parametrize(
    "vocabulary",
    [thing for name in types.__all__ if inspect.isclass(thing := getattr(types, name)) and issubclass(thing, StrEnum)],
    ids=lambda vocabulary: vocabulary.__name__,
)
def test_concepts_explain_every_word_of_the_vocabularies(vocabulary: type[StrEnum]) -> None:
    concepts = (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8")
    assert {member for member in vocabulary if f"`{member}`" not in concepts} == set()


# --- links and versions -------------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_links_within_the_repository_resolve(page: Path) -> None:
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"\w+:", target):
            continue
        path, _, anchor = target.partition("#")
        linked = (page.parent / path).resolve() if path else page
        assert linked.exists(), f"{page_name(page)}: {target}"
        assert not anchor or anchor in anchors(linked), f"{page_name(page)}: {target}"


def test_every_page_of_the_documentation_is_in_its_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert [p.name for p in ROOT.glob("docs/*.md") if p.name != "index.md" and f"({p.name})" not in index] == []


def test_all_packages_have_one_version_and_the_changelog_names_it() -> None:
    projects = [tomllib.loads(f.read_text(encoding="utf-8"))["project"] for f in ROOT.glob("**/pyproject.toml")]
    ours = {project["version"] for project in projects if project["name"].startswith("diplomacy-nlp")}
    (version,) = ours
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_the_summary_of_the_core_is_the_readmes() -> None:
    assert diplomacy_nlp.__doc__
    assert diplomacy_nlp.__doc__.startswith("Reads diplomatic news")
