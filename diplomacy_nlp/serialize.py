"""Values to dictionaries and JSON and back, exactly.

A span is written as `[start, end]`, a vocabulary's member as its string, an open field as null. Reading refuses what
it does not know and says where: `actors[2].mentions[0].span`.
"""

from __future__ import annotations

import json
import typing
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from itertools import islice
from typing import Any

import attrs
import cattrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from .annotation import Annotation, Entity, Sentence, Word
from .checks import line, shown
from .errors import DiplomacyError, SerializationError
from .links import link_faults
from .spans import Span
from .types import (
    Actor,
    Analysis,
    Article,
    Finding,
    Item,
    Link,
    PluginInfo,
    Position,
    Problem,
    Proposal,
    Quote,
    Reaction,
    made_anew,
)

__all__ = ["SCHEMA_VERSION", "WRITTEN", "from_dict", "from_json", "to_dict", "to_json"]

SCHEMA_VERSION = 1
"""Written into each dictionary as "schema"; a change that old readers cannot follow counts it up."""

_ITEMS = (Actor, Quote, Proposal, Reaction, Position, Finding)
WRITTEN: tuple[type[Any], ...] = (*_ITEMS, Article, Link, Problem, PluginInfo, Analysis, Word, Sentence, Annotation)
"""What can be written by itself. Mention and Entity cannot: they have a field `type`, and stand within others."""

_OF_THE_TEXT = (Article, Word, Sentence, Entity)  # what they hold may be anything that a text holds
_MOST_FAULTS = 8  # of those that an error tells


# --- out and in ---------------------------------------------------------------------------------------------------


def to_dict(value: Any) -> dict[str, Any]:
    """A value as a dictionary of plain data, with "schema" and "type" first.

    Args:
        value: an Analysis, one of the items, links, articles or reports of plugins within it, or an Annotation.

    Raises:
        SerializationError: it is none of ours.
    """
    if type(value) not in WRITTEN:
        raise SerializationError(
            f"a {type(value).__name__} cannot be written; give an Analysis or another of the library's values"
        )
    body: dict[str, Any] = _converter().unstructure(value)
    return {"schema": SCHEMA_VERSION, "type": type(value).__name__, **body}


def to_json(value: Any, *, indent: int | None = None) -> str:
    """A value as JSON (see `to_dict`); characters beyond ASCII stand as they are."""
    return json.dumps(to_dict(value), ensure_ascii=False, indent=indent)


def from_dict(data: Any) -> Any:
    """The value that `to_dict` wrote, equal to the one given to it, ids included.

    Args:
        data: a dictionary as `to_dict` writes it.

    Raises:
        SerializationError: it is no such dictionary; the message gives the path to each fault.
    """
    if not isinstance(data, dict):
        raise SerializationError(f"a dictionary is expected, not {type(data).__name__}")
    if data.get("schema") != SCHEMA_VERSION or data["schema"] is True:  # True == 1 to Python
        raise SerializationError(
            f"schema: {SCHEMA_VERSION} is expected, not {shown(data.get('schema'))}; "
            "read it with the version of diplomacy-nlp that wrote it"
        )
    kind = next((c for c in WRITTEN if c.__name__ == data.get("type")), None)
    if kind is None:
        known = ", ".join(c.__name__ for c in WRITTEN)
        raise SerializationError(f"type: one of {known} is expected, not {shown(data.get('type'))}")
    body = {k: v for k, v in data.items() if k not in ("schema", "type")}
    try:
        value = _converter().structure(body, kind)
        if isinstance(value, Analysis):
            _check(value)
    except (cattrs.BaseValidationError, DiplomacyError, KeyError, TypeError, ValueError) as error:
        raise SerializationError("; ".join(islice(_faults(error), _MOST_FAULTS))) from None
    return value


def from_json(text: str | bytes) -> Any:
    """The value that `to_json` wrote.

    Raises:
        SerializationError: it is no JSON, or not such a value's.
    """
    try:
        data = json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:
        raise SerializationError(f"not JSON: {error}") from None
    return from_dict(data)


def _check(analysis: Analysis) -> None:
    """Refuses what no Analyzer gives: spans outside the text, items with one id or none, links to nothing."""
    known: dict[str | None, type[Item]] = {}
    for item in made_anew(analysis, analysis.article.text).items:
        if item.id is None:
            raise ValueError(f"an item without an id: {shown(item)}")
        if item.id in known:
            raise ValueError(f"2 items have the id {item.id!r}")
        known[item.id] = type(item)
    for item in analysis.items:
        for fault in link_faults(item, known):
            raise ValueError(f"{item.id}: {fault}")
        if isinstance(item, Actor) and item.principal and item.principal.id == item.id:
            raise ValueError(f"{item.id}: Actor.principal: nobody acts on behalf of itself")


# --- the converter ------------------------------------------------------------------------------------------------


@cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    converter.register_unstructure_hook(StrEnum, str)  # plain strings, no members of ours
    for plain in (str, int, float, bool):
        converter.register_structure_hook(plain, _exactly)
    converter.register_structure_hook(StrEnum, lambda value, kind: kind(value))  # else it is taken for a str
    converter.register_structure_hook_factory(attrs.has, lambda kind: _object_of(kind, converter))
    converter.register_unstructure_hook_factory(
        attrs.has, lambda kind: make_dict_unstructure_fn(kind, converter, **_left_out(kind))
    )
    converter.register_unstructure_hook(Span, lambda span: [span.start, span.end])
    converter.register_structure_hook(Span, _to_span)  # after the hook for classes, which would take it
    converter.register_structure_hook_factory(_is_tuple, lambda kind: _tuple_of(kind, converter))
    return converter


def _exactly(value: Any, kind: type[Any]) -> Any:
    """A plain value of just this type: cattrs alone would make "1" of 1."""
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise TypeError(f"{kind.__name__} is expected, not {shown(value)}")
    return value


def _to_span(value: Any, _: type[Span]) -> Span:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise TypeError(f"a span [start, end] is expected, not {shown(value)}")
    return Span(*value)


def _left_out(kind: Any) -> Any:
    return {a.name: override(omit=True) for a in attrs.fields(kind) if not a.metadata.get("stored", True)}


def _object_of(kind: Any, converter: cattrs.Converter) -> Any:
    from_mapping = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True, **_left_out(kind))

    def structure(value: Any, _: Any) -> Any:
        if not isinstance(value, dict):  # cattrs alone would tell of a missing attribute `keys`
            raise TypeError(f"an object is expected, not {shown(value)}")
        for name, part in value.items() if kind not in _OF_THE_TEXT else ():
            for words in part if isinstance(part, list) else [part]:
                if isinstance(words, str) and name != "note" and words != line(words):
                    raise ValueError(f"{shown(name)}: words on one line are expected, not {shown(words)}")
        return from_mapping(value, kind)

    return structure


def _is_tuple(kind: Any) -> bool:
    return typing.get_origin(kind) is tuple


def _tuple_of(kind: Any, converter: cattrs.Converter) -> Any:
    parts: Any = list[typing.get_args(kind)[0]]  # type: ignore[misc]  # a type made at run time
    as_list = converter.get_structure_hook(parts)

    def structure(value: Any, _: Any) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):  # cattrs alone would take a string's letters
            raise TypeError(f"a list is expected, not {shown(value)}")
        return tuple(as_list(value, parts))

    return structure


def _faults(error: BaseException) -> Iterator[str]:
    """Each fault within a validation error, after the path to it."""
    for fault in cattrs.transform_error(error, format_exception=_told):
        message, _, path = fault.rpartition(" @ $")
        yield f"{path.lstrip('.')}: {message}".lstrip(": ")


def _told(error: BaseException, _: Any) -> str:
    if isinstance(error, cattrs.ForbiddenExtraKeysError):
        return f"unknown keys {', '.join(map(shown, sorted(error.extra_fields)[:_MOST_FAULTS]))}"
    return f"{shown(error.args[0])} is missing" if isinstance(error, KeyError) else str(error)
