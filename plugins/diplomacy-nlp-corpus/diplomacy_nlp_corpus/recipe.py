"""How articles are read: which plugins with which options; and a digest of all that the results depend on."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from attrs import field, frozen

from diplomacy_nlp import Analyzer
from diplomacy_nlp.checks import shown
from diplomacy_nlp.errors import OptionError, PluginLoadError
from diplomacy_nlp.registry import Registered, discover_plugins, name_of, several

from .errors import CorpusError
from .kept import KeptPlugin
from .parses import ParseStore
from .shards import sha256_of

__all__ = ["Recipe", "make_analyzer", "plugins_of", "versions_of"]

_CORE = "diplomacy-nlp"
_NO_PART = {"__pycache__", "tests", "training"}


@frozen(kw_only=True)
class Recipe:
    """How articles are read; it travels to worker processes, which make an Analyzer of it once.

    Args:
        plugins: a function at the top of a module that gives instances of plugins; None for those that are installed.
        only, block, options, annotator: as for `Analyzer.discover`, where `plugins` is None.
        batch_size: how many articles are parsed at once.
        parses: a file of kept parses and findings, or None.
        keep_findings: False keeps parses alone.
        max_characters: longer texts are not read, but noted as problems.
        timeout: seconds for an article, or None.
    """

    plugins: Callable[[], Iterable[object]] | None = None
    only: tuple[str, ...] | None = None
    block: tuple[str, ...] = ()
    options: Mapping[str, Mapping[str, Any]] = field(factory=dict)
    annotator: str | None = None
    batch_size: int = 16
    parses: str | None = None
    keep_findings: bool = True
    max_characters: int | None = None
    timeout: float | None = None


def plugins_of(recipe: Recipe) -> list[Registered]:
    """Instances of the plugins of a recipe.

    Raises:
        PluginLoadError: one cannot be loaded.
    """
    if recipe.plugins is not None:
        given = [
            p if isinstance(p, Registered) else Registered(name_of(p), p) for p in several("plugins", recipe.plugins())
        ]
        if unknown := sorted({*recipe.block} - {plugin.name for plugin in given}):
            raise OptionError(f"block: no plugin is called {shown(unknown[0])}")
        return [plugin for plugin in given if plugin.name not in recipe.block]
    found: list[Registered] = []
    named: dict[str, Any] = {"only": recipe.only, "block": recipe.block, "options": recipe.options}
    for plugin in discover_plugins(**named):
        if isinstance(plugin, PluginLoadError):
            raise plugin
        found.append(plugin)
    return found


def make_analyzer(recipe: Recipe, digests: Mapping[str, str], store: ParseStore | None = None) -> Analyzer:
    """The Analyzer of a recipe. A plugin's fault is noted with the article, and costs no other one anything.

    Args:
        recipe: which plugins.
        digests: of the plugins and of the core, by name, as `versions_of` gives them: what is kept goes by them.
        store: where parses and findings are kept, if they are.
    """
    plugins = plugins_of(recipe)
    if store is not None:
        plugins = [_keeping(plugin, store, recipe, digests) for plugin in plugins]
    options: dict[str, Any] = {"annotator": recipe.annotator, "batch_size": recipe.batch_size}
    Analyzer(plugins, **options)  # a fault of loading stops the run at once
    return Analyzer(plugins, on_error="collect", **options)


def _keeping(given: Registered, store: ParseStore, recipe: Recipe, digests: Mapping[str, str]) -> Registered:
    kept = KeptPlugin(
        given.plugin,
        store,
        name=given.name,
        digest=digests[given.name],
        core=digests[_CORE],
        findings=recipe.keep_findings,
    )
    return Registered(given.name, kept, given.version or _version(given.plugin))


# --- what results depend on ---------------------------------------------------------------------------------------


def versions_of(recipe: Recipe) -> dict[str, dict[str, str]]:
    """Version and digest of each plugin, and of the core, by name.

    A digest is over all files of the plugin's package (code, lexicons, models), over its options and the files that
    these name, and over the versions of what its distribution requires. So nothing that changes results goes unnoticed.
    """
    if recipe.annotator is not None and not isinstance(recipe.annotator, str):
        raise CorpusError("annotator: a name is expected; give instances by a function: plugins=FUNCTION")
    found = {_CORE: {"version": metadata.version(_CORE), "digest": _digest("diplomacy_nlp", {})}}
    for plugin in plugins_of(recipe):
        package = type(plugin.plugin).__module__.partition(".")[0]
        found[plugin.name] = {
            "version": plugin.version or _version(plugin.plugin) or "",
            "digest": _digest(package, recipe.options.get(plugin.name, {})),
        }
    return found


def _version(plugin: object) -> str | None:
    package = type(plugin).__module__.partition(".")[0].replace("_", "-")
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _digest(package: str, options: Mapping[str, Any]) -> str:
    whole = hashlib.sha256()
    for line in (*_of_files(package), *_of_options(options), *_of_requirements(package)):
        whole.update(line.encode() + b"\n")
    return whole.hexdigest()[:16]


def _of_files(package: str) -> Iterator[str]:
    file = getattr(sys.modules.get(package), "__file__", None)
    if not file:
        return
    if Path(file).name != "__init__.py":  # a module by itself
        yield f"{package} {sha256_of(Path(file))}"
        return
    folder = Path(file).parent
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not _NO_PART & set(path.relative_to(folder).parts):
            yield f"{path.relative_to(folder).as_posix()} {sha256_of(path)}"


def _of_options(options: Mapping[str, Any]) -> Iterator[str]:
    yield json.dumps(options, sort_keys=True, default=repr)
    for name, value in sorted(options.items()):
        if isinstance(value, str | Path) and Path(value).exists():
            path = Path(value)
            files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
            yield from (f"{name} {file.name} {sha256_of(file)}" for file in files)


def _of_requirements(package: str) -> Iterator[str]:
    from packaging.requirements import Requirement

    try:
        required = metadata.requires(package.replace("_", "-")) or ()
    except metadata.PackageNotFoundError:
        return
    for line in sorted(required):
        name = Requirement(line).name
        try:
            yield f"{name} {metadata.version(name)}"
        except metadata.PackageNotFoundError:  # of an extra
            continue
