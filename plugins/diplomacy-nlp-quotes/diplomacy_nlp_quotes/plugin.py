"""The plugin: its options and its hook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from diplomacy_nlp import Actor, Annotation, Article, Quote, hookimpl
from diplomacy_nlp.toolkit.options import proportion

from .find import find_quotes
from .learned import FILES, read_model

__all__ = ["Quotes"]


class Quotes:
    """Finds quotes by rules over the parse and the quotation marks, and a network that decides which of them stand.

    The network reads the vectors of the embedded models of diplomacy-nlp-stanza. Where an annotation has none, or has
    those of another encoder, the rules decide alone.

    Args:
        model: folder of the network; by default the embedded one. None does without: rules alone, and no torch.
        min_confidence: quotes below it are left out; 0 keeps all.

    Raises:
        ValueError: the confidence is not a number from 0 to 1.
        ModelError: the folder lacks a file; on first use also a file that was changed or cannot be read.
    """

    name = "quotes"

    def __init__(self, *, model: str | Path | None = FILES.folder, min_confidence: float = 0.0) -> None:
        self.min_confidence = proportion("Quotes(min_confidence=...)", min_confidence)
        self._model = FILES.chosen("Quotes(model=...)", model, read_model)

    @hookimpl
    def diplomacy_find_quotes(
        self, article: Article, annotation: Annotation, actors: Sequence[Actor]
    ) -> Iterable[Quote]:
        """Quotes of an article, nested ones included.

        Raises:
            ModelError: the network cannot be read (on first use).
        """
        model = None if annotation.vectors is None or self._model is None else self._model.get()
        found = find_quotes(article, annotation, actors, model=model)
        return [quote for quote in found if quote.confidence >= self.min_confidence]
