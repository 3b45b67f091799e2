"""Plugins: finding, checking and calling them. The only module that touches pluggy's PluginManager.

Everything that can be refused is refused at construction, by the plugin's name: a second plugin of the same name, one
that needs a newer core, a misspelt hook, an unknown argument, a broken import.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import pluggy
from attrs import frozen

from .checks import printable, shown, told
from .errors import OptionError, PluginError, PluginLoadError
from .hookspecs import PROJECT, HookSpecs
from .installed import version
from .types import PluginInfo

if TYPE_CHECKING:
    from importlib import metadata

__all__ = ["Implementation", "Registered", "Registry", "discover_plugins", "name_of", "several"]

CORE = "diplomacy-nlp"
_PREFIX = "diplomacy_"
_HOOKS = tuple(name for name in vars(HookSpecs) if name.startswith(_PREFIX))


@frozen
class Registered:
    """A plugin, the name it goes by, and its distribution's version, where it has one."""

    name: str
    plugin: object
    version: str | None = None


@frozen
class Implementation:
    """One plugin's implementation of one hook."""

    plugin: str
    version: str | None
    hook: str
    function: Callable[..., Any]
    arguments: tuple[str, ...]

    def call(self, available: Mapping[str, object]) -> Any:
        """What the plugin returns, given those of the hook's arguments that it asks for."""
        return self.function(**{name: available[name] for name in self.arguments})

    def fault(self, message: str, *, article: str | None = None) -> PluginError:
        """An error that names this plugin and hook."""
        return PluginError(message, plugin=self.plugin, version=self.version, hook=self.hook, article=article)


class Registry:
    """A plugin manager of its own, with plugins that were checked.

    Args:
        plugins: instances (or modules) with hook implementations. Their name is their attribute `name`, else the
            name of their class. Also what `discover_plugins` gives.

    Attributes:
        registered: the plugins that were taken, by name.
        faults: why others were left out.
    """

    def __init__(self, plugins: Iterable[object]) -> None:
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(HookSpecs)
        self.registered: dict[str, Registered] = {}
        self.faults: list[PluginLoadError] = []
        for plugin in plugins:
            if isinstance(plugin, PluginLoadError):
                self.faults.append(plugin)
                continue
            entry = plugin if isinstance(plugin, Registered) else Registered(name_of(plugin), plugin)
            try:
                self._register(entry if entry.version else Registered(entry.name, entry.plugin, _version(entry.plugin)))
            except PluginLoadError as fault:
                self.faults.append(fault)
            except Exception as error:  # looking at a plugin runs its code
                self.faults.append(_load_error(entry, told(error)))
        self._manager.check_pending()

    def _register(self, entry: Registered) -> None:
        if entry.name in self.registered:
            ours, theirs = (_whence(r.plugin) for r in (self.registered[entry.name], entry))
            raise _load_error(
                entry, f"two plugins have this name ({ours} and {theirs}); leave one out, or give one another `name`"
            )
        for fault in _hook_faults(self._manager, entry.plugin):
            raise _load_error(entry, fault)
        try:
            self._manager.register(entry.plugin, name=entry.name)
        except (ValueError, pluggy.PluginValidationError) as error:
            if self._manager.has_plugin(entry.name):
                self._manager.unregister(name=entry.name)
            raise _load_error(entry, str(error)) from error
        self.registered[entry.name] = entry

    def implementations(self, hook: str) -> tuple[Implementation, ...]:
        """All implementations of a hook, sorted by plugin name: the order in which they are called."""
        found = [
            Implementation(i.plugin_name, self.registered[i.plugin_name].version, hook, i.function, i.argnames)
            for i in getattr(self._manager.hook, hook).get_hookimpls()
        ]
        return tuple(sorted(found, key=lambda implementation: implementation.plugin))

    @property
    def infos(self) -> tuple[PluginInfo, ...]:
        """Name, version and hooks of each plugin, sorted by name."""
        hooks: dict[str, list[str]] = {name: [] for name in self.registered}
        for hook in _HOOKS:
            for implementation in self.implementations(hook):
                hooks[implementation.plugin].append(hook)
        return tuple(
            PluginInfo(name=name, version=self.registered[name].version, hooks=hooks[name]) for name in sorted(hooks)
        )


def several(name: str, values: Any) -> Iterable[Any]:
    """What an argument gives several of; a text or a mapping, which Python would take apart, is an OptionError."""
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable):
        raise OptionError(f"{name}: several are expected (a list), not {shown(values)}; for a single one write [...]")
    return values


def name_of(plugin: object) -> str:
    """The name a plugin goes by: its attribute `name`, else its class's (or module's) name.

    Raises:
        PluginLoadError: a class was given instead of an instance, or the name cannot be printed.
    """
    if inspect.isclass(plugin):
        raise PluginLoadError(
            f"a class was given where an instance is expected: write {plugin.__name__}()", plugin=plugin.__name__
        )
    name = getattr(plugin, "name", None)
    if not isinstance(name, str) or not name.strip():
        return str(getattr(plugin, "__name__", type(plugin).__name__))
    if name != printable(name):
        raise PluginLoadError("its name is not on one line, or cannot be printed; give it another", plugin=name)
    return str.__str__(name)


def _load_error(entry: Registered, message: str) -> PluginLoadError:
    return PluginLoadError(message, plugin=entry.name, version=entry.version)


def _whence(plugin: object) -> str:
    return plugin.__name__ if inspect.ismodule(plugin) else f"{type(plugin).__module__}.{type(plugin).__qualname__}"


# --- hooks --------------------------------------------------------------------------------------------------------


def _hook_faults(manager: pluggy.PluginManager, plugin: object) -> Iterator[str]:
    """What is wrong with a plugin's hooks, in words."""
    marked = 0
    for name in dir(plugin):
        if name.startswith("__"):
            continue
        options = manager.parse_hookimpl_opts(plugin, name)
        if options is None:
            if name.startswith(_PREFIX) and inspect.isroutine(getattr(plugin, name)):
                yield f"{name} is not marked as an implementation; put @hookimpl above it"
            continue
        marked += 1
        hook = options["specname"] or name
        if hook not in _HOOKS:
            near = get_close_matches(hook, _HOOKS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"the hooks are {', '.join(_HOOKS)}"
            yield f"there is no hook {hook!r}; {hint}"
            continue
        allowed = [*inspect.signature(getattr(HookSpecs, hook)).parameters][1:]
        for asked in pluggy.HookImpl(plugin, "", getattr(plugin, name), options).argnames:
            if asked not in allowed:
                yield f"{name} asks for {_unknown(asked, allowed)}"
        if options["wrapper"] or options["hookwrapper"]:
            yield f"{name} is a hook wrapper; plugins here add findings and wrap nothing"
    if not marked:
        yield f"it implements no hook; the hooks are {', '.join(_HOOKS)}"


def _unknown(name: str, allowed: Iterable[str]) -> str:
    """What is said of a name that there is not, and of those that there are."""
    near = get_close_matches(str(name), allowed := [*allowed], n=1)
    return f"{shown(name)}, which there is not{f' (did you mean {near[0]}?)' if near else ''}; there are " + (
        ", ".join(allowed) or "none"
    )


# --- discovery ----------------------------------------------------------------------------------------------------


def discover_plugins(
    *, only: Iterable[str] | None, block: Iterable[str], options: Mapping[str, Mapping[str, Any]]
) -> Iterator[Registered | PluginLoadError]:
    """The installed plugins: each entry point of the group `diplomacy_nlp` names a class, which is instantiated.

    Args:
        only, block, options: as for `Analyzer.discover`.

    Returns:
        The plugins in the order of their names, and instead of a faulty one, what is wrong with it.

    Raises:
        PluginLoadError: a slip of the caller's: a name that is not installed, options that the plugin refuses.
        OptionError: the options are no mapping of mappings.
    """
    if not isinstance(options, Mapping) or not all(isinstance(given, Mapping) for given in options.values()):
        raise OptionError(f'options: {{"plugin": {{"option": value}}}} is expected, not {shown(options)}')
    from importlib import metadata

    by_name: dict[str, list[metadata.EntryPoint]] = {}
    for point in metadata.entry_points(group=PROJECT):
        by_name.setdefault(point.name, []).append(point)
    blocked, wanted = set(block), set(by_name) if only is None else set(only)
    if unknown := sorted((wanted | blocked | set(options)) - set(by_name), key=str):
        installed = ", ".join(sorted(by_name)) or "none"
        raise PluginLoadError(f"no plugin of this name is installed (installed: {installed})", plugin=str(unknown[0]))
    for name in sorted(wanted - blocked):
        try:
            yield _load(name, by_name[name], options.get(name, {}))
        except PluginLoadError as fault:
            if options.get(name):
                raise
            yield fault


def _load(name: str, points: list[metadata.EntryPoint], options: Mapping[str, Any]) -> Registered:
    point = points[0]
    version = point.dist.version if point.dist else None
    if len(points) > 1:
        makers = " and ".join(sorted(p.dist.name if p.dist else p.value for p in points))
        raise PluginLoadError(
            f"the distributions {makers} both bring a plugin of this name; uninstall one, or block the name and give "
            "the plugin that you want to Analyzer(plugins=[...])",
            plugin=name,
        )
    if refusal := _core_refusal(point):
        raise PluginLoadError(refusal, plugin=name, version=version)
    try:
        kind = point.load()
        known = [*inspect.signature(kind).parameters] if options else []
        for given in options:
            if given not in known:
                raise PluginLoadError(f"it is given the option {_unknown(given, known)}", plugin=name, version=version)
        return Registered(name, kind(**options), version)
    except PluginError:
        raise
    except (Exception, SystemExit) as error:
        raise PluginLoadError(f"{point.value} cannot be loaded: {told(error)}", plugin=name, version=version) from error


def _core_refusal(point: metadata.EntryPoint) -> str | None:
    """Why this core does not satisfy the plugin's distribution; None where it does, or where nothing is said."""
    from packaging.requirements import InvalidRequirement, Requirement

    core = version()
    for line in (point.dist.requires or []) if point.dist else []:
        try:
            requirement = Requirement(line)
        except InvalidRequirement:
            continue
        ours = requirement.name.lower().replace("_", "-") == CORE
        if not ours or (requirement.marker and not requirement.marker.evaluate()):
            continue
        if core != "0" and not requirement.specifier.contains(core, prereleases=True):
            return f"it needs {CORE}{requirement.specifier}, but {core} is installed; upgrade one of them with pip"
    return None


def _version(plugin: object) -> str | None:
    """Version of the distribution that a plugin given by hand comes from, as far as its entry point tells."""
    from importlib import metadata

    module = plugin.__name__ if inspect.ismodule(plugin) else type(plugin).__module__
    points = metadata.entry_points(group=PROJECT)
    found = (p.dist for p in points if p.dist and p.module.partition(".")[0] == module.partition(".")[0])
    return next((dist.version for dist in found), None)
