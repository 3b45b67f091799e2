"""The learned part: a small network that reads a parser's vectors and what the rules propose.

Where the network lies is told here, so that it is looked for without torch.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from diplomacy_nlp.toolkit.models import ModelFiles

if TYPE_CHECKING:
    from .model import AttributionModel

__all__ = ["FILES", "read_model"]

FILES = ModelFiles.of_plugin(
    "Quotes", Path(__file__).parents[1] / "models", name="attributions", entries=("sizes", "vectors_by", "calibration")
)


def read_model(files: ModelFiles) -> AttributionModel:
    """The network; the first use of torch."""
    from .model import AttributionModel

    return AttributionModel.read(files)
