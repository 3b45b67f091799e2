"""The rules of the house, read off the syntax trees: imports point one way, and plugins see public names only."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORE = ROOT / "diplomacy_nlp"
PLUGINS = sorted(
    folder for folder in ROOT.glob("plugins/*/diplomacy_nlp_*") if folder.is_dir() and (folder / "__init__.py").exists()
)

# What each module of the core may import of the others. A new module needs a line here, and a reason in docs/design.md.
_VALUES = {"errors", "spans", "types"}
MAY_IMPORT = {
    "errors": set[str](),
    "spans": {"errors"},
    "types": {"errors", "spans"},
    "annotation": _VALUES,
    "hookspecs": _VALUES | {"annotation"},
    "merge": _VALUES | {"annotation"},
    "links": _VALUES | {"annotation"},
    "serialize": _VALUES | {"annotation"},
    "positions": _VALUES | {"hookspecs"},
    "registry": _VALUES | {"annotation", "hookspecs"},
    "analyzer": _VALUES | {"annotation", "hookspecs", "registry", "merge", "links", "positions"},
    "testing": _VALUES | {"annotation", "hookspecs", "registry", "serialize", "analyzer"},
}
# The toolkit stands on the values and the annotation; what each of its modules may import of the others.
TOOLKIT = CORE / "toolkit"
OF_THE_CORE = _VALUES | {"annotation"}
TOOLKIT_MAY_IMPORT = {
    "lexicon": set[str](),
    "user_lexicon": {"lexicon"},
    "calibration": {"lexicon"},
    "plover": {"lexicon"},
    "models": set[str](),
    "options": set[str](),
