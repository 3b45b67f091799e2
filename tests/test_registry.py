"""What is refused at construction, by name: clashes, newer cores, misspelt hooks, broken plugins."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from diplomacy_nlp import Analyzer, Annotation, Article, hookimpl
from diplomacy_nlp.errors import PluginLoadError
from diplomacy_nlp.testing import StoredAnnotations

ANNOTATOR = StoredAnnotations([(Article(text="x"), Annotation(sentences=()))])

GOOD = """
from diplomacy_nlp import Finding, Span, hookimpl

class Plugin:
    def __init__(self, *, label="first letter"):
        self.label = label

    @hookimpl
    def diplomacy_find_more(self):
        yield Finding(label=self.label, spans=[Span(0, 1)])
"""

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """`install("dist-name", plugin="name", code=..., requires=...)` puts a distribution on the path."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def write(dist: str, *, plugin: str, code: str = GOOD, requires: str = "diplomacy-nlp>=0.1") -> None:
        module = dist.replace("-", "_")
        monkeypatch.delitem(sys.modules, module, raising=False)
        (tmp_path / f"{module}.py").write_text(code)
        info = tmp_path / f"{module}-1.2.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {dist}\nVersion: 1.2\nRequires-Dist: {requires}\n"
        )
        (info / "entry_points.txt").write_text(f"[diplomacy_nlp]\n{plugin} = {module}:Plugin\n")

    return write


def labels(analyzer: Analyzer) -> list[str]:
    return [finding.label for finding in analyzer.analyze("x").findings]


# --- discovery ----------------------------------------------------------------------------------------------------


def test_an_installed_plugin_is_found_with_its_version(install: Install) -> None:
    install("letters-plugin", plugin="letters")
    analyzer = Analyzer.discover(only=["letters"], annotator=ANNOTATOR)
    assert labels(analyzer) == ["first letter"]
    info = next(info for info in analyzer.analyze("x").plugins if info.name == "letters")
    assert (info.version, info.hooks) == ("1.2", ("diplomacy_find_more",))


def test_options_reach_the_plugin(install: Install) -> None:
    install("letters-plugin", plugin="letters")
    options = {"letters": {"label": "capital"}}
    assert labels(Analyzer.discover(only=["letters"], options=options, annotator=ANNOTATOR)) == ["capital"]


def test_an_unknown_option_is_reported_with_the_plugins_name(install: Install) -> None:
    install("letters-plugin", plugin="letters")
    with pytest.raises(PluginLoadError, match=r"plugin 'letters' 1.2: .*option 'colour'.*there are label"):
        Analyzer.discover(only=["letters"], options={"letters": {"colour": "red"}}, annotator=ANNOTATOR)


def test_a_blocked_plugin_is_not_loaded(install: Install) -> None:
    install("letters-plugin", plugin="letters", code="raise RuntimeError('never imported')")
    installed = Analyzer.discover(block=["letters"], annotator=ANNOTATOR).analyze("x").plugins
    assert "letters" not in {info.name for info in installed}


@pytest.mark.parametrize("option", ["only", "block"])
def test_a_name_that_is_not_installed_is_refused(option: str) -> None:
    with pytest.raises(PluginLoadError, match=r"plugin 'quotez': no plugin of this name is installed"):
        Analyzer.discover(annotator=ANNOTATOR, **{option: ["quotez"]})


def test_two_distributions_with_one_name_are_both_named(install: Install) -> None:
    install("letters-one", plugin="letters")
    install("letters-two", plugin="letters")
    with pytest.raises(PluginLoadError, match="letters-one and letters-two both bring a plugin of this name"):
        Analyzer.discover(only=["letters"], annotator=ANNOTATOR)


def test_a_plugin_for_a_newer_core_is_refused(install: Install) -> None:
    install("letters-plugin", plugin="letters", requires="diplomacy-nlp>=99")
    with pytest.raises(PluginLoadError, match=r"plugin 'letters' 1.2: it needs diplomacy-nlp>=99, but .* is installed"):
        Analyzer.discover(only=["letters"], annotator=ANNOTATOR)


def test_a_broken_plugin_is_named_and_its_cause_kept(install: Install) -> None:
    install("letters-plugin", plugin="letters", code="import no_such_module_anywhere")
    with pytest.raises(PluginLoadError, match=r"plugin 'letters' 1.2: .*No module named") as caught:
        Analyzer.discover(only=["letters"], annotator=ANNOTATOR)
    assert isinstance(caught.value.__cause__, ModuleNotFoundError)


def test_a_plugin_that_ends_the_process_is_named(install: Install) -> None:
    install("letters-plugin", plugin="letters", code="import sys\nsys.exit('no licence')")
    with pytest.raises(PluginLoadError, match=r"plugin 'letters' 1.2: .*SystemExit: no licence"):
        Analyzer.discover(only=["letters"], annotator=ANNOTATOR)


def test_all_broken_plugins_are_listed_at_once(install: Install) -> None:
    install("one-plugin", plugin="one", code="1/0")
    install("two-plugin", plugin="two", code="1/0")
    with pytest.raises(PluginLoadError, match=r"plugin 'one'") as caught:
        Analyzer.discover(only=["one", "two"], annotator=ANNOTATOR)
    assert any("plugin 'two'" in note for note in caught.value.__notes__)


def test_collected_a_broken_plugin_is_a_problem_of_each_analysis(install: Install) -> None:
    install("one-plugin", plugin="one", code="1/0")
    install("two-plugin", plugin="two")
    analysis = Analyzer.discover(only=["one", "two"], annotator=ANNOTATOR, on_error="collect").analyze("x")
    assert [(problem.plugin, problem.version) for problem in analysis.problems] == [("one", "1.2")]
    assert len(analysis.findings) == 1


# --- plugins given by hand ----------------------------------------------------------------------------------------


class Misspelt:
    @hookimpl
    def diplomacy_find_quote(self) -> list[Any]:
        return []


class WrongArgument:
    @hookimpl
    def diplomacy_find_quotes(self, artikel: object) -> list[Any]:
        return []


class Unmarked:
    @hookimpl
    def diplomacy_find_quotes(self) -> list[Any]:
        return []

    def diplomacy_find_more(self) -> list[Any]:
        return []


class Wrapper:
    @hookimpl(wrapper=True)
    def diplomacy_find_quotes(self) -> Any:
        return (yield)


class Idle:
    pass


@pytest.mark.parametrize(
    ("plugin", "message"),
    [
        (Misspelt(), "'Misspelt'.*no hook 'diplomacy_find_quote'; did you mean diplomacy_find_quotes"),
        (
            WrongArgument(),
            r"asks for 'artikel', which there is not .did you mean article\?.; there are article, annotation",
        ),
        (Unmarked(), "'Unmarked'.*diplomacy_find_more is not marked"),
        (Wrapper(), "'Wrapper'.*is a hook wrapper"),
        (Idle(), "'Idle'.*implements no hook"),
        (Idle, r"'Idle'.*write Idle\(\)"),
    ],
)
def test_a_plugin_with_a_fault_is_refused_by_name(plugin: object, message: str) -> None:
    with pytest.raises(PluginLoadError, match=message):
        Analyzer([plugin], annotator=ANNOTATOR)


def test_two_plugins_of_one_name_are_refused() -> None:
    class Other:
        name = "stored-annotations"

        @hookimpl
        def diplomacy_find_more(self) -> list[Any]:
            return []

    with pytest.raises(PluginLoadError, match=r"'stored-annotations'.*two plugins have this name"):
        Analyzer([Other()], annotator=ANNOTATOR)


def test_analyzers_share_no_state() -> None:
    class Letter:
        @hookimpl
        def diplomacy_find_more(self) -> list[Any]:
            return []

    plugin = Letter()
    one, two = (Analyzer([plugin], annotator=ANNOTATOR) for _ in range(2))
    assert one.analyze("x") == two.analyze("x")
    assert [info.name for info in one.analyze("x").plugins] == ["Letter", "stored-annotations"]
