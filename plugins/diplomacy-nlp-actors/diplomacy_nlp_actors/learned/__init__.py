"""The trained networks that say whom nominals and pronouns mean, and of which state somebody is.

Where they lie is told here, so that they are looked for without torch.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from diplomacy_nlp.toolkit.models import ModelFiles

if TYPE_CHECKING:
    from .model import Coreference

__all__ = ["FILES", "OF_STATES", "read_model"]

_FOLDER, _ENTRIES = Path(__file__).parents[1] / "models", ("sizes", "facts", "labels", "vectors_by")
FILES = ModelFiles.of_plugin("Actors", _FOLDER, entries=(*_ENTRIES, "nouns"))
OF_STATES = ModelFiles.of_plugin("Actors", _FOLDER, entries=(*_ENTRIES, "weights"), name="states")


def read_model(files: ModelFiles) -> Coreference:
    """The networks; the first use of torch."""
    from .model import Coreference

    return Coreference.read(files)
