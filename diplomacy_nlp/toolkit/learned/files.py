"""Which files a model of events has; apart from the model, so that torch is imported when it is first read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..models import ModelFiles

if TYPE_CHECKING:
    from .model import EventModel

__all__ = ["event_files", "read_model"]

_ENTRIES = ("members", "sizes", "vectors_by", "columns", "lemmas", "thresholds", "weights", "slots")


def event_files(plugin: str, folder: Path) -> ModelFiles:
    """The files of a plugin's model; `ModelFiles.of_plugin` says more."""
    return ModelFiles.of_plugin(plugin, folder, entries=_ENTRIES)


def read_model(files: ModelFiles) -> EventModel:
    """The model; `EventModel.read` says more."""
    from .model import EventModel

    return EventModel.read(files)
