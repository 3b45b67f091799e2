"""What is installed beside the core: its version, and the outputs that another distribution brings.

The core imports no plugin. What shows or writes results is found by its entry point instead, when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["OUTPUTS", "output", "version"]

OUTPUTS = "diplomacy_nlp.outputs"
"""Entry-point group of what shows results: `html` (an Analysis to HTML) and `command` (the command line)."""


def version() -> str:
    """The core's version; "0" where it runs from a checkout that was never installed."""
    from importlib import metadata

    try:
        return metadata.version("diplomacy-nlp")
    except metadata.PackageNotFoundError:
        return "0"


def output(name: str) -> Callable[..., Any] | None:
    """The installed output of this name; None where no distribution brings it."""
    from importlib import metadata

    return next((point.load() for point in metadata.entry_points(group=OUTPUTS, name=name)), None)
