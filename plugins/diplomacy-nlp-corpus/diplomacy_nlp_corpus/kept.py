"""Plugins that are asked only what they were not asked before: parses and findings of earlier runs come from a store.

What a plugin finds is kept by all that it is given: the article, who parsed it, what was found in it so far; and by the
plugin itself and the core, with their files and options. So after a change of one plugin, the others are asked
again only where the change has changed what they are given.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from typing import Any

from diplomacy_nlp import Annotation, Article
from diplomacy_nlp.errors import SerializationError
from diplomacy_nlp.serialize import from_dict, to_dict

from .parses import KeptParses, ParseStore

__all__ = ["ANNOTATES", "KeptPlugin"]

ANNOTATES = "diplomacy_annotate"
_MARK = "diplomacy_nlp_impl"  # what `hookimpl` leaves on a method
_FORM = 1  # of what is kept
_ARTICLE = ("sha256", "id", "title", "source", "url", "date", "language")


class KeptPlugin:
    """A plugin of which parses and findings are kept. It goes by the other one's name, so that results say the same.

    Args:
        plugin: an instance; what it finds must depend on nothing but what it is given, its files and its options.
        store: where it is kept.
        name: of the plugin.
        digest: what tells this plugin, with its models and options, from any other.
        core: what tells the core that it stands on from any other.
        findings: False keeps parses alone.
    """

    def __init__(
        self, plugin: object, store: ParseStore, *, name: str, digest: str, core: str, findings: bool = True
    ) -> None:
        self.name = name
        self._store = store
        self._by = f"{_FORM} {name} {digest} {core}"
        for hook, method in _hooks_of(plugin):
            if hook == ANNOTATES:
                parses = KeptParses(plugin, store, digest, name=name)
                self.diplomacy_annotate = parses.diplomacy_annotate
            else:
                setattr(self, hook, self._keeping(hook, method) if findings else method)

    def _keeping(self, hook: str, method: Callable[..., Any]) -> Callable[..., Iterator[Any]]:
        @wraps(method)  # the arguments that it asks for, and its mark
        def find(**given: Any) -> Iterator[Any]:
            key = self._key(hook, given)
            kept = None if key is None else self._store.found(key)
            if kept is not None and (items := _read(kept)) is not None:
                yield from items
                return
            made = []
            for item in method(**given) or ():
                made.append(item)
                yield item
            # not reached where the plugin fails
            if key is not None and (written := _written(made)) is not None:
                self._store.keep(key, written)

        return find

    def _key(self, hook: str, given: Mapping[str, Any]) -> str | None:
        """What it is given, in short; None where that is an annotation which no store knows."""
        parts = [self._by, hook]
        for name, value in sorted(given.items()):
            digest = self._digest(name, value)
            if digest is None:
                return None
            parts.append(f"{name} {digest}")
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _digest(self, name: str, value: object) -> str | None:
        if isinstance(value, Annotation):
            return self._store.key_of(value)
        known = self._store.given.get(name)
        if known is None or known[0] is not value:  # several plugins are given the same
            known = self._store.given[name] = (value, _digest_of(value))
        return known[1]


def _hooks_of(plugin: object) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name in dir(plugin):
        options = None if name.startswith("__") else getattr(getattr(plugin, name), _MARK, None)
        if options is not None:
            yield options["specname"] or name, getattr(plugin, name)


def _digest_of(value: Any) -> str:
    if isinstance(value, Article):
        told: Any = [getattr(value, name) for name in _ARTICLE]
    else:
        told = [to_dict(item) for item in value]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _written(items: Iterable[Any]) -> bytes | None:
    """Items in bytes; None where one is none of ours or broken, which the Analyzer will say."""
    try:
        return json.dumps([to_dict(item) for item in items], ensure_ascii=False).encode()
    except Exception:
        return None


def _read(kept: bytes) -> list[Any] | None:
    """What was written; None where that cannot be read, and is to be found again."""
    try:
        return [from_dict(item) for item in json.loads(kept)]
    except (SerializationError, TypeError, ValueError):
        return None
