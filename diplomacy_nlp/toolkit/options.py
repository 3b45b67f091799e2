"""Options that several plugins have, checked in one way: what is wrong is told by the option's name."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..checks import shown
from ..errors import OptionError

__all__ = ["path_of", "proportion", "typed", "yes_or_no"]


def path_of(name: str, value: str | Path) -> Path:
    """The value of an option that is the path of a file or a folder, "~" written out.

    Args:
        name: of the option, for the message.
        value: what the user gave.

    Raises:
        ValueError: it cannot be a path: it is no text, blank, holds a NUL, or begins with "~" and nobody's name.
    """
    if not isinstance(value, str | Path) or not str(value).strip() or "\0" in str(value):
        raise ValueError(f"{name}: the path of a file or a folder is expected, not {shown(value)}")
    try:
        return Path(value).expanduser()
    except RuntimeError:
        raise ValueError(f"{name}: {shown(value)}: nobody has this name here, or no home; write the path out") from None


def proportion(name: str, value: float) -> float:
    """The value of an option that is a proportion or a confidence, as a float.

    Args:
        name: of the option, for the message.
        value: what the user gave.

    Raises:
        ValueError: it is no number from 0 to 1.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"{name}: expected a number from 0 to 1, not {shown(value)}")
    return float(value)


def yes_or_no(name: str, value: bool) -> bool:
    """The value of an option that is True or False, itself.

    Raises:
        ValueError: it is no bool ("false" from a settings file would count as true).
    """
    if not isinstance(value, bool):
        raise ValueError(f"{name}: expected True or False, not {shown(value)}")
    return value


def typed(given: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Options of plugins as they are typed on a command line, as `Analyzer.discover` takes them.

    Args:
        given: each "PLUGIN.NAME=VALUE"; a value is JSON ("true", "0.5"), and else a text as it stands.

    Raises:
        OptionError: one is not so written.

    >>> typed(["actors.gazetteer=my.csv", "reactions.min_confidence=0.5"])
    {'actors': {'gazetteer': 'my.csv'}, 'reactions': {'min_confidence': 0.5}}
    """
    found: dict[str, dict[str, Any]] = {}
    for option in given:
        name, has_value, value = option.partition("=")
        plugin, has_name, key = name.partition(".")
        if not (has_value and has_name and plugin and key):
            raise OptionError(f"--option {shown(option)}: PLUGIN.NAME=VALUE is wanted, such as actors.gazetteer=my.csv")
        try:
            found.setdefault(plugin, {})[key] = json.loads(value)
        except ValueError:
            found.setdefault(plugin, {})[key] = value
    return found
