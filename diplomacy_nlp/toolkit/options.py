"""Options that several plugins have, checked in one way: what is wrong is told by the option's name."""

from __future__ import annotations

__all__ = ["proportion", "yes_or_no"]


def proportion(name: str, value: float) -> float:
    """The value of an option that is a proportion or a confidence, as a float.

    Args:
        name: of the option, for the message.
        value: what the user gave.

    Raises:
        ValueError: it is no number from 0 to 1.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"{name}: expected a number from 0 to 1, not {value!r}")
    return float(value)


def yes_or_no(name: str, value: bool) -> bool:
    """The value of an option that is True or False, itself.

    Raises:
        ValueError: it is no bool ("false" from a settings file would count as true).
    """
    if not isinstance(value, bool):
        raise ValueError(f"{name}: expected True or False, not {value!r}")
    return value
