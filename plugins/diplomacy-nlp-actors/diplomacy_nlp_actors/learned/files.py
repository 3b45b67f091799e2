"""Where the network lies; apart from what reads it, so that it can be looked for without torch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from diplomacy_nlp.toolkit.models import ModelFiles

if TYPE_CHECKING:
    from .model import Coreference

__all__ = ["EMBEDDED", "files_in", "read_model"]

EMBEDDED = Path(__file__).parents[1] / "models"


def files_in(folder: Path) -> ModelFiles:
    """The network's files in a folder, whether they are there or not."""
    return ModelFiles(
        folder=folder,
        name="actors",
        entries=("sizes", "facts", "labels", "vectors_by", "nouns"),
        mend=(
            "install diplomacy-nlp-actors anew, give the folder of another model, or Actors(model=None) for rules alone"
        ),
    )


def read_model(folder: Path) -> Coreference:
    """The network in a folder; the first use of torch.

    Raises:
        ModelError: a file is missing, is not what it should be, or cannot be read.
    """
    from .model import Coreference

    return Coreference.read(files_in(folder))
