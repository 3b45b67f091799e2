"""The rules of the house, read off the syntax trees: imports point one way, and plugins see public names only."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORE = ROOT / "diplomacy_nlp"
PACKAGES = sorted(
    folder for folder in ROOT.glob("plugins/*/diplomacy_nlp_*") if folder.is_dir() and (folder / "__init__.py").exists()
)
OUTPUTS = ROOT / "plugins" / "diplomacy-nlp-outputs" / "diplomacy_nlp_outputs"  # no plugin: it has no hooks
CORPUS = ROOT / "plugins" / "diplomacy-nlp-corpus" / "diplomacy_nlp_corpus"  # nor has this
PLUGINS = [folder for folder in PACKAGES if folder not in (OUTPUTS, CORPUS)]

# What each module of the core may import of the others. A new module needs a line here, and a reason in docs/design.md.
_VALUES = {"checks", "errors", "spans", "types"}
MAY_IMPORT = {
    "checks": set[str](),
    "collector": set[str](),
    "errors": {"checks"},
    "installed": set[str](),
    "__main__": {"installed"},
    "spans": {"checks"},
    "types": {"checks", "errors", "installed", "spans"},
    "annotation": _VALUES,
    "hookspecs": _VALUES | {"annotation"},
    "merge": _VALUES | {"annotation"},
    "links": _VALUES | {"annotation"},
    "serialize": _VALUES | {"annotation", "links"},
    "registry": _VALUES | {"annotation", "hookspecs", "installed"},
    "analyzer": _VALUES | {"annotation", "hookspecs", "registry", "merge", "links"} | {"collector"},
    "testing": _VALUES | {"annotation", "hookspecs", "registry", "serialize", "analyzer"},
}
# The toolkit stands on the values and the annotation; what each of its modules may import of the others.
TOOLKIT = CORE / "toolkit"
OF_THE_CORE = _VALUES | {"annotation"}
TOOLKIT_MAY_IMPORT = {
    "lexicon": {"options"},
    "user_lexicon": {"lexicon"},
    "words": {"lexicon"},
    "order": {"words"},
    "calibration": {"lexicon"},
    "plover": {"lexicon"},
    "options": set[str](),
    "tables": set[str](),
    "models": {"options"},
    "clause": {"lexicon", "words"},
    "naming": {"clause"},
    "extent": {"clause", "order", "words"},
    "factuality": {"clause", "lexicon", "words"},
    "turns": {"words"},
    "document": {"clause", "naming", "pasted", "words"},
    "pasted": {"lexicon"},
    "patterns": {"clause", "document", "lexicon", "words"},
    "roots": {"lexicon", "words"},
    "salience": {"calibration", "lexicon"},
    "discourse": {"clause", "document", "roots", "salience"},
}
LINES_OF_THE_CORE = 3_200
EXTRACTORS = ("actors", "quotes", "proposals", "reactions")
LINES_OF_RULES = 17_000  # of core, toolkit and the four extractors, without what learned


@cache
def imports(file: Path, package: str) -> list[tuple[str, str | None]]:
    """Every import in a file, within functions too: the module, absolute, and the name taken from it, if one is."""
    return list(_imports(file, package))


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def _imports(file: Path, package: str) -> Iterator[tuple[str, str | None]]:
    inside = [package, *file.relative_to(_folder_of(file, package)).parts[:-1]]
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = inside[: len(inside) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((module, alias.name) for alias in node.names)


def _folder_of(file: Path, package: str) -> Path:
    return next(parent for parent in file.parents if parent.name == package)


@cache
def public_names(module: str) -> set[str] | None:
    """`__all__` of a module of the core, as its source has it; None where there is no such module."""
    relative = module.split(".")[1:]
    file = CORE.joinpath(*relative).with_suffix(".py") if relative else CORE / "__init__.py"
    if not file.exists():
        file = CORE.joinpath(*relative, "__init__.py")
    if not file.exists():
        return None
    for node in tree_of(file).body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            names: list[str] = ast.literal_eval(node.value)
            return set(names)
    return set()


def taken_of_ours(file: Path) -> set[str]:
    """Modules of the core that a file imports: "spans", "toolkit.lexicon"."""
    taken = set()
    for module, thing in imports(file, "diplomacy_nlp"):
        if module in ("diplomacy_nlp", "diplomacy_nlp.toolkit") and thing:  # `from . import spans`
            module = f"{module}.{thing}"
        if module.startswith("diplomacy_nlp."):
            parts = module.split(".")[1:]
            taken.add(".".join(parts[:2]) if parts[0] == "toolkit" else parts[0])
    return taken


def test_every_module_of_the_core_has_its_place() -> None:
    assert {file.stem for file in CORE.glob("*.py")} - {"__init__"} == set(MAY_IMPORT)
    assert {file.stem for file in TOOLKIT.glob("*.py")} - {"__init__"} == set(TOOLKIT_MAY_IMPORT)


@pytest.mark.parametrize("name", sorted(MAY_IMPORT))
def test_imports_of_the_core_point_one_way(name: str) -> None:
    assert taken_of_ours(CORE / f"{name}.py") <= MAY_IMPORT[name]  # nothing of the toolkit among them


@pytest.mark.parametrize("name", sorted(TOOLKIT_MAY_IMPORT))
def test_imports_of_the_toolkit_point_one_way(name: str) -> None:
    within = {f"toolkit.{other}" for other in TOOLKIT_MAY_IMPORT[name]}
    assert taken_of_ours(TOOLKIT / f"{name}.py") <= within | OF_THE_CORE


@pytest.mark.parametrize("table", [MAY_IMPORT, TOOLKIT_MAY_IMPORT], ids=["core", "toolkit"])
def test_the_tables_themselves_have_no_circle(table: dict[str, set[str]]) -> None:
    done: set[str] = set()
    while left := set(table) - done:
        free = {name for name in left if table[name] <= done}
        assert free, f"these import each other: {sorted(left)}"
        done |= free


def test_the_core_stays_small() -> None:
    lines = sum(len(file.read_text(encoding="utf-8").splitlines()) for file in CORE.glob("*.py"))
    assert 2_000 < lines <= LINES_OF_THE_CORE


def test_core_and_rules_stay_small() -> None:
    extractors = [ROOT / f"plugins/diplomacy-nlp-{name}/diplomacy_nlp_{name}" for name in EXTRACTORS]
    files = [file for folder in (CORE, *extractors) for file in folder.rglob("*.py") if "learned" not in file.parts]
    lines = sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files)
    assert 10_000 < lines <= LINES_OF_RULES


def test_the_core_imports_no_plugin() -> None:
    for file in CORE.rglob("*.py"):
        for module, _ in imports(file, "diplomacy_nlp"):
            assert not module.startswith("diplomacy_nlp_"), f"{file.name} imports {module}"


def test_only_the_registry_touches_the_plugin_manager() -> None:
    users = {
        file.stem
        for file in CORE.rglob("*.py")
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Attribute) and node.attr == "PluginManager"
    }
    assert users == {"registry"}


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_plugins_import_public_names_of_the_core_and_never_each_other(folder: Path) -> None:
    wrong = []
    for file in folder.rglob("*.py"):
        for module, name in imports(file, folder.name):
            top = module.partition(".")[0]
            if top.startswith("diplomacy_nlp_") and top != folder.name:
                wrong.append(f"{file.name} imports another plugin: {module}")
            elif top == "diplomacy_nlp":
                public = public_names(module)
                if public is None:
                    wrong.append(f"{file.name} imports {module}, which the core lacks")
                elif name and name not in public and public_names(f"{module}.{name}") is None:
                    wrong.append(f"{file.name} imports {module}.{name}, which is not public")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("folder", "tools"),
    # how options are typed and tables made, and what makes two matters one, is said once, in the toolkit
    [(OUTPUTS, {"options", "tables"}), (CORPUS, {"lexicon", "options", "roots", "tables"})],
    ids=["outputs", "corpus"],
)
def test_outputs_and_corpus_read_no_text_and_have_no_hooks(folder: Path, tools: set[str]) -> None:
    taken = {module for file in folder.rglob("*.py") for module, _ in imports(file, folder.name)}
    assert "diplomacy_nlp" in taken
    assert {module for module in taken if module.startswith("diplomacy_nlp.toolkit")} == {
        f"diplomacy_nlp.toolkit.{tool}" for tool in tools
    }
    assert not (folder / "plugin.py").exists()


@pytest.mark.parametrize("folder", PLUGINS, ids=lambda folder: folder.name)
def test_plugin_py_holds_hooks_only(folder: Path) -> None:
    tree = tree_of(folder / "plugin.py")
    assert not [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert [node for node in tree.body if isinstance(node, ast.ClassDef)]


def test_there_are_six_plugins() -> None:
    assert len(PLUGINS) == 6 == len(PACKAGES) - 2  # else the tests above would pass over nothing


HEAVY = (
    *("torch", "stanza", "numpy", "rich", "pandas", "pyarrow", "networkx", "matplotlib", "spacy", "jinja2"),
    *("dask", "distributed", "datasketch"),
)


@pytest.mark.parametrize("package", ["diplomacy_nlp", "diplomacy_nlp.testing", *(folder.name for folder in PACKAGES)])
def test_importing_loads_nothing_heavy(package: str) -> None:
    code = f"import sys, {package}; print(*(m for m in {HEAVY!r} if m in sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""


def test_at_most_thirty_public_names_sorted() -> None:
    import diplomacy_nlp

    assert diplomacy_nlp.__all__ == sorted(diplomacy_nlp.__all__)
    assert len(diplomacy_nlp.__all__) <= 30
