"""The trained network that says whom nominals and pronouns mean.

Where the network lies is told here, so that it is looked for without torch.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from diplomacy_nlp.toolkit.models import ModelFiles

if TYPE_CHECKING:
    from .model import Coreference

__all__ = ["FILES", "read_model"]

FILES = ModelFiles.of_plugin(
    "Actors", Path(__file__).parents[1] / "models", entries=("sizes", "facts", "labels", "vectors_by", "nouns")
)


def read_model(files: ModelFiles) -> Coreference:
    """The network; the first use of torch."""
    from .model import Coreference

    return Coreference.read(files)
