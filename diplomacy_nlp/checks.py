"""How values are checked, and how they are shown: one converter or validator for each kind of field, one cleaning.

What an error tells of a value, and what a terminal is shown of a text, passes through `printable`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from numbers import Integral
from reprlib import Repr
from typing import Any

from attrs import Attribute

__all__ = ["all_of", "cell", "confidence", "is_a", "items", "line", "number", "printable", "shown", "told", "word"]

_REPR = Repr()
_REPR.maxstring = _REPR.maxother = _REPR.maxlong = 200
_SURROGATE = re.compile("[\ud800-\udfff]")


# --- showing ------------------------------------------------------------------------------------------------------


def printable(text: str, limit: int | None = None) -> str:
    """A text on one line, without what a terminal would obey or an eye be deceived by (ESC, U+202E).

    Args:
        limit: where it is longer, its middle is left out.
    """
    text = " ".join((text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)).split())
    if limit is None or len(text) <= limit:
        return text
    return f"{text[: limit * 2 // 3]} … {text[-limit // 3 + 3 :]}"


def shown(value: object, limit: int = 80) -> str:
    """A value as an error shows it: short and printable, whatever its own `__repr__` does."""
    try:
        words = _REPR.repr(value)
    except Exception:
        words = f"<{type(value).__name__}>"
    return printable(words, limit)


def told(error: BaseException) -> str:
    """What somebody else's error says, after its kind, whatever its own `__str__` does."""
    try:
        words = str(error)
    except Exception:
        words = "(it cannot be put into words)"
    return f"{type(error).__name__}: {words}".removesuffix(": ")


# --- converters ---------------------------------------------------------------------------------------------------


def items(value: Iterable[Any]) -> tuple[Any, ...]:
    """Several values, as a tuple."""
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise TypeError(f"several values are expected (a list or a tuple), not {shown(value)}")
    return tuple(value)


def number(value: Any) -> Any:
    """1, 1.0 and NumPy's 1.0 are written alike; what is no number from 0 to 1 is left to the validator."""
    return float(value) if isinstance(value, float) or (type(value) is int and value in (0, 1)) else value


def line(value: Any) -> Any:
    """Words on one line, as a name or a label is; what is no text is left to the validator."""
    return printable(value) if isinstance(value, str) and not _SURROGATE.search(value) else value


def cell(value: Any) -> Any:
    """What a data frame's cell says: a number as its digits, a date in ISO 8601, None for what is missing there."""
    # NaN and NaT are not equal to themselves; pandas' NA is neither equal nor unequal, and tells only its type
    if type(value).__name__ == "NAType" or (isinstance(value, float | date) and value != value):
        return None
    if isinstance(value, date):
        return value.isoformat()
    return str(int(value)) if isinstance(value, Integral) and not isinstance(value, bool) else value or None


# --- validators ---------------------------------------------------------------------------------------------------


def is_a(*kinds: type, or_none: bool = False) -> Any:
    """The value is an instance of one of `kinds` (or None); a text has no lone surrogates, which nothing can write."""
    expected = " or ".join(kind.__name__ for kind in kinds) + (" or None" if or_none else "")
    plain = {*kinds, *((type(None),) if or_none else ())} - {str}  # nothing more is asked of these
    takes_text = str in kinds

    def check(instance: object, attribute: Attribute[Any], value: object) -> None:
        if type(value) in plain or (takes_text and type(value) is str and value.isascii()):
            return
        # bool is an int to Python; where an int or float is expected, True is a slip
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise TypeError(f"{_name(instance, attribute)}: {expected} is expected, not {shown(value)}")
        if isinstance(value, str) and not value.isascii() and (found := _SURROGATE.search(value)):
            raise ValueError(
                f"{_name(instance, attribute)}: a lone surrogate ({found[0]!a}) at offset {found.start()}; it was "
                "decoded wrongly: read it again with the right encoding, or replace the character"
            )

    return check


def all_of(kind: type, *, nonempty: bool = False) -> Any:
    """A tuple of `kind`s."""

    def check(instance: object, attribute: Attribute[Any], value: tuple[object, ...]) -> None:
        for item in value:
            if not isinstance(item, kind) or (isinstance(item, str) and not item.isprintable()):
                raise TypeError(f"{_name(instance, attribute)}: {kind.__name__} items are expected, not {shown(item)}")
        if nonempty and not value:
            raise ValueError(f"{_name(instance, attribute)} is never empty")

    return check


def confidence(instance: object, attribute: Attribute[Any], value: object) -> None:
    """A number from 0 to 1."""
    if not isinstance(value, float) or not 0 <= value <= 1:
        raise ValueError(f"{_name(instance, attribute)}: a number from 0 to 1 is expected, not {shown(value)}")


def word(instance: object, attribute: Attribute[Any], value: object) -> None:
    """A text that is not blank and that can be printed, or None: an id, a label, a plugin's name."""
    if value is not None and not (isinstance(value, str) and value.strip() and value.isprintable()):
        raise ValueError(f"{_name(instance, attribute)}: words are expected, not {shown(value)}")


def _name(instance: object, attribute: Attribute[Any]) -> str:
    return f"{type(instance).__name__}.{attribute.name}"
