"""What is installed beside the core: its version, and the outputs that another distribution brings.

The core imports no plugin. What shows or writes results is found by its entry point instead, when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["OUTPUTS", "__version__", "output"]

OUTPUTS = "diplomacy_nlp.outputs"
"""Entry-point group of what shows results: `html` (an Analysis to HTML) and `command` (the command line)."""


__version__: str


def __getattr__(name: str) -> str:
    """The version, looked up when it is asked for: what is installed is read from many files."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import metadata

    try:
        return metadata.version("diplomacy-nlp")
    except metadata.PackageNotFoundError:  # run from a checkout that was never installed
        return "0"


def output(name: str) -> Callable[..., Any] | None:
    """The installed output of this name; None where no distribution brings it."""
    from importlib import metadata

    for point in metadata.entry_points(group=OUTPUTS, name=name):
        found: Callable[..., Any] = point.load()
        return found
    return None
