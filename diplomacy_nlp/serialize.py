"""Values to dictionaries and JSON and back, exactly; and the JSON Schema of what is written.

A span is written as `[start, end]`, a vocabulary's member as its string, an open field as null. Reading refuses what
it does not know and says where: `actors[2].mentions[0].span`.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from itertools import islice
from typing import Any, TypeVar

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
    values_in,
)

__all__ = ["SCHEMA_VERSION", "from_dict", "from_json", "json_schema", "to_dict", "to_json"]

T = TypeVar("T")

SCHEMA_VERSION = 1
"""Written into each dictionary as "schema"; a change that old readers cannot follow counts it up."""

# What can be written by itself. Mention and Entity cannot: they have a field `type`, and stand within others.
_ITEMS = (Actor, Quote, Proposal, Reaction, Position, Finding)
_CLASSES: tuple[type[Any], ...] = (*_ITEMS, Article, Link, Problem, PluginInfo, Analysis, Word, Sentence, Annotation)
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
    if type(value) not in _CLASSES:
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
    kind = next((c for c in _CLASSES if c.__name__ == data.get("type")), None)
    if kind is None:
        known = ", ".join(c.__name__ for c in _CLASSES)
        raise SerializationError(f"type: one of {known} is expected, not {shown(data.get('type'))}")
    value = _structured({k: v for k, v in data.items() if k not in ("schema", "type")}, kind)
    if isinstance(value, Analysis):
        for fault in _faults_across(value):
            raise SerializationError(fault)
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


def _structured(data: Any, kind: type[T]) -> T:
    try:
        return _converter().structure(data, kind)
    except (cattrs.BaseValidationError, DiplomacyError, KeyError, TypeError, ValueError) as error:
        raise SerializationError("; ".join(islice(_faults(error, ""), _MOST_FAULTS))) from None


def _faults_across(analysis: Analysis) -> Iterator[str]:
    """What no Analyzer gives: spans outside the text, items with one id or none, links to nothing or the wrong kind."""
    size = len(analysis.article.text)
    for path, span in values_in(Span, analysis):
        if span.end > size:
            yield f"{path}: span {span} ends beyond the text of {size} characters"
    known: dict[str | None, type[Item]] = {}
    for item in analysis.items:
        if item.id is None or item.id in known:
            yield f"an item without an id: {shown(item)}" if item.id is None else f"2 items have the id {item.id!r}"
        known[item.id] = type(item)
    for item in analysis.items:
        yield from (f"{item.id}: {fault}" for fault in link_faults(item, known))
        if isinstance(item, Actor) and item.principal and item.principal.id == item.id:
            yield f"{item.id}: Actor.principal: nobody acts on behalf of itself"


# --- the converter ------------------------------------------------------------------------------------------------


@cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    converter.register_unstructure_hook(StrEnum, str)  # plain strings, no members of ours
    for kind in (str, int, float, bool):
        converter.register_structure_hook(kind, _exactly)
    converter.register_structure_hook_factory(attrs.has, lambda kind: _object_of(kind, converter))
    converter.register_unstructure_hook_factory(
        attrs.has, lambda kind: make_dict_unstructure_fn(kind, converter, **_left_out(kind))
    )
    converter.register_unstructure_hook(Span, lambda span: [span.start, span.end])
    converter.register_structure_hook(Span, _to_span)  # after the hook for classes, which would take it
    converter.register_structure_hook_factory(_is_tuple, lambda kind: _tuple_of(kind, converter))
    return converter


def _exactly(value: Any, kind: type[Any]) -> Any:
    """A plain value of just this type (cattrs alone would make "1" of 1), or a vocabulary's member."""
    if _is_enum(kind):  # a StrEnum is a str, so it comes this way
        return kind(value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise TypeError(f"{kind.__name__} is expected, not {shown(value)}")
    return value


def _to_span(value: Any, _: type[Span]) -> Span:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise TypeError(f"a span [start, end] is expected, not {shown(value)}")
    return Span(*value)


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, StrEnum)


def _is_stored(attribute: Any) -> bool:
    return attribute.metadata.get("stored") is not False


def _left_out(kind: Any) -> Any:
    return {attribute.name: override(omit=True) for attribute in attrs.fields(kind) if not _is_stored(attribute)}


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


def _faults(error: BaseException, path: str) -> Iterator[str]:
    """Each fault within a validation error, with the path to it."""
    if isinstance(error, cattrs.IterableValidationError):
        with_notes, without = error.group_exceptions()
        for part, note in with_notes:
            yield from _faults(part, f"{path}[{note.index}]")
        for part in without:
            yield from _faults(part, path)
    elif isinstance(error, cattrs.ClassValidationError):
        fields, without = error.group_exceptions()
        for part, field_note in fields:
            yield from _faults(part, f"{path}.{field_note.name}".lstrip("."))
        for part in without:
            yield from _faults(part, path)
    elif isinstance(error, cattrs.ForbiddenExtraKeysError):
        unknown = ", ".join(map(shown, sorted(error.extra_fields)[:_MOST_FAULTS]))
        yield f"{path or 'at the top'}: unknown keys {unknown}"
    elif isinstance(error, KeyError):
        yield f"{path}: {shown(error.args[0])} is missing".lstrip(": ")
    else:
        yield f"{path}: {error}".lstrip(": ")


# --- JSON Schema --------------------------------------------------------------------------------------------------


def json_schema(kind: type[Any] = Analysis) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of what `to_dict` writes for a value of this kind.

    Args:
        kind: one of the library's value classes.

    Raises:
        SerializationError: it is none of them.
    """
    if kind not in _CLASSES:
        raise SerializationError(f"{shown(kind)} is none of the library's values")
    definitions: dict[str, Any] = {}
    _define(kind, definitions)
    body = definitions.pop(kind.__name__)
    head = {"schema": {"const": SCHEMA_VERSION}, "type": {"const": kind.__name__}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"diplomacy-nlp {kind.__name__}",
        **body,
        "properties": {**head, **body["properties"]},
        "required": [*head, *body["required"]],
        "$defs": dict(sorted(definitions.items())),
    }


def _define(kind: type[Any], definitions: dict[str, Any]) -> None:
    if kind.__name__ in definitions:
        return
    definitions[kind.__name__] = {}  # in the making: a class may hold itself
    hints = typing.get_type_hints(kind)
    properties = {a.name: _schema_of(hints[a.name], definitions) for a in attrs.fields(kind) if _is_stored(a)}
    definitions[kind.__name__] = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", types.NoneType: "null"}


def _schema_of(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    if hint is Span:
        offset = {"type": "integer", "minimum": 0}
        return {"type": "array", "prefixItems": [offset, offset], "minItems": 2, "maxItems": 2}
    if _is_enum(hint):
        return {"enum": [str(member) for member in hint]}
    if _is_tuple(hint):
        return {"type": "array", "items": _schema_of(typing.get_args(hint)[0], definitions)}
    if isinstance(hint, types.UnionType):
        return {"anyOf": [_schema_of(part, definitions) for part in typing.get_args(hint)]}
    _define(hint, definitions)
    return {"$ref": f"#/$defs/{hint.__name__}"}
