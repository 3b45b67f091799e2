"""JSON Schema of what the core writes."""

from __future__ import annotations

import types
import typing
from enum import StrEnum
from typing import Any

import attrs

from diplomacy_nlp import Analysis, Span
from diplomacy_nlp.errors import SerializationError
from diplomacy_nlp.serialize import SCHEMA_VERSION, WRITTEN

__all__ = ["json_schema"]

_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", types.NoneType: "null"}


def json_schema(kind: type[Any] = Analysis) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of what `diplomacy_nlp.to_dict` writes for a value of this kind.

    Args:
        kind: one of the library's value classes.

    Raises:
        SerializationError: it is none of them.
    """
    if kind not in WRITTEN:
        raise SerializationError(f"{kind!r} is none of the library's values")
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
    stored = [a.name for a in attrs.fields(kind) if a.metadata.get("stored", True)]
    properties = {name: _schema_of(hints[name], definitions) for name in stored}
    definitions[kind.__name__] = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _schema_of(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    if hint is Span:
        offset = {"type": "integer", "minimum": 0}
        return {"type": "array", "prefixItems": [offset, offset], "minItems": 2, "maxItems": 2}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"enum": [str(member) for member in hint]}
    if typing.get_origin(hint) is tuple:
        return {"type": "array", "items": _schema_of(typing.get_args(hint)[0], definitions)}
    if isinstance(hint, types.UnionType):
        return {"anyOf": [_schema_of(part, definitions) for part in typing.get_args(hint)]}
    _define(hint, definitions)
    return {"$ref": f"#/$defs/{hint.__name__}"}
