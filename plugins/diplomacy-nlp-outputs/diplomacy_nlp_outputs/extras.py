"""Libraries that only some outputs need: imported when they are asked for, and named where they are missing."""

from __future__ import annotations

import importlib
from typing import Any

from diplomacy_nlp import DiplomacyError

__all__ = ["MissingExtraError", "need"]

_EXTRAS = {
    "pandas": "tables",
    "pyarrow": "tables",
    "networkx": "network",
    "matplotlib": "plots",
    "spacy": "spacy",
    "trafilatura": "web",
}


class MissingExtraError(DiplomacyError, ImportError):
    """An output needs a library that is not installed; the message says what to install."""


def need(module: str) -> Any:
    """A module of an extra's library: `need("pyarrow.parquet")`.

    Raises:
        MissingExtraError: the library is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        library = module.partition(".")[0]
        missing = isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] == library
        fault = "is not installed" if missing else f"cannot be loaded ({error})"
        raise MissingExtraError(
            f"{library} {fault}; this needs it: pip install 'diplomacy-nlp-outputs[{_EXTRAS[library]}]'", name=library
        ) from error
