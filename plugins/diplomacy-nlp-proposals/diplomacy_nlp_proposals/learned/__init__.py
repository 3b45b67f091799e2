"""The learned part: a network that says which of the rules' proposals stand, and finds others.

Where the network lies is told here, so that it is looked for without torch.
"""

from __future__ import annotations

from pathlib import Path

from diplomacy_nlp.toolkit.learned.files import event_files, read_model

__all__ = ["FILES", "read_model"]

FILES = event_files("Proposals", Path(__file__).parents[1] / "models")
