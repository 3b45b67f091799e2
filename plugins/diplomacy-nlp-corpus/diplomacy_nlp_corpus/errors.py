"""What is wrong with a corpus or a run; each message names the input and the mend."""

from __future__ import annotations

from diplomacy_nlp import DiplomacyError

__all__ = ["CorpusError"]


class CorpusError(DiplomacyError):
    """A source, a folder of results or an option of a run that cannot be used."""
