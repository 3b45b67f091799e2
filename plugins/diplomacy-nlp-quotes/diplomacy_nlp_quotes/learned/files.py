"""Where the network lies; apart from what reads it, so that it can be looked for without torch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from diplomacy_nlp.toolkit.models import ModelFiles

if TYPE_CHECKING:
    from .model import AttributionModel

__all__ = ["EMBEDDED", "files_in", "read_model"]

EMBEDDED = Path(__file__).parents[1] / "models"


def files_in(folder: Path) -> ModelFiles:
    """The network's files in a folder, whether they are there or not."""
    return ModelFiles(
        folder=folder,
        name="attributions",
        entries=("sizes", "vectors_by", "calibration"),
        mend=(
            "install diplomacy-nlp-quotes anew, give the folder of another model, or Quotes(model=None) for rules alone"
        ),
    )


def read_model(folder: Path) -> AttributionModel:
    """The network in a folder; the first use of torch.

    Raises:
        ModelError: a file is missing, is not what it should be, or cannot be read.
    """
    from .model import AttributionModel

    return AttributionModel.read(folder)
