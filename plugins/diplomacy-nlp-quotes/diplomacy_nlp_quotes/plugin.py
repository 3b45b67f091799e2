"""The plugin: its options and its hook."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diplomacy_nlp import Actor, Annotation, Article, Quote, hookimpl
from diplomacy_nlp.errors import ModelError

from .find import find_quotes

if TYPE_CHECKING:
    from .learned.model import AttributionModel

__all__ = ["EMBEDDED", "Quotes"]

EMBEDDED = Path(__file__).parent / "models"
_FILES = ("attributions.json", "attributions.pt")


class Quotes:
    """Finds quotes by rules over the parse and the quotation marks, and a network that decides which of them stand.

    The network reads the vectors of the embedded models of diplomacy-nlp-stanza. Where an annotation has none, or has
    those of another encoder, the rules decide alone.

    Args:
        model: folder of the network; by default the embedded one. None does without: rules alone, and no torch.
        minimum_confidence: quotes below it are left out; 0 keeps all.

    Raises:
        ValueError: the confidence is not a number from 0 to 1.
        ModelError: the folder lacks a file; on first use also a file that was changed or cannot be read.
    """

    name = "quotes"

    def __init__(self, *, model: str | Path | None = EMBEDDED, minimum_confidence: float = 0.0) -> None:
        if isinstance(minimum_confidence, bool) or not isinstance(minimum_confidence, int | float):
            raise ValueError(f"minimum_confidence: a number from 0 to 1 is wanted, not {minimum_confidence!r}")
        if not 0 <= minimum_confidence <= 1:
            raise ValueError(f"minimum_confidence: a number from 0 to 1 is wanted, not {minimum_confidence!r}")
        self.minimum_confidence = minimum_confidence
        self._folder = None if model is None else Path(model).expanduser()
        self._model: AttributionModel | None = None
        self._lock = threading.Lock()
        missing = [name for name in _FILES if self._folder is not None and not (self._folder / name).is_file()]
        if missing:
            raise ModelError(
                f"{' and '.join(missing)} missing in {self._folder}: install diplomacy-nlp-quotes anew, give the "
                "folder of another model, or Quotes(model=None) for rules alone"
            )

    @hookimpl
    def diplomacy_find_quotes(
        self, article: Article, annotation: Annotation, actors: Sequence[Actor]
    ) -> Iterable[Quote]:
        """Quotes of an article, nested ones included.

        Raises:
            ModelError: the network cannot be read (on first use).
        """
        model = None if annotation.vectors is None else self._loaded()
        found = find_quotes(article, annotation, actors, model=model)
        return [quote for quote in found if quote.confidence >= self.minimum_confidence]

    def _loaded(self) -> AttributionModel | None:
        if self._folder is None:
            return None
        with self._lock:
            if self._model is None:
                from .learned.model import AttributionModel

                self._model = AttributionModel.read(self._folder)
        return self._model

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in self.__dict__.items() if key not in ("_model", "_lock")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._model = None
        self._lock = threading.Lock()
