"""The plugin: its options and its hook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from diplomacy_nlp import Actor, Annotation, Article, Quote, hookimpl

from .find import find_quotes

__all__ = ["Quotes"]


class Quotes:
    """Finds quotes by rules over the parse and the quotation marks.

    Args:
        minimum_confidence: quotes below it are left out; 0 keeps all.

    Raises:
        ValueError: the confidence is not a number from 0 to 1.
    """

    name = "quotes"

    def __init__(self, *, minimum_confidence: float = 0.0) -> None:
        if isinstance(minimum_confidence, bool) or not isinstance(minimum_confidence, int | float):
            raise ValueError(f"minimum_confidence: a number from 0 to 1 is wanted, not {minimum_confidence!r}")
        if not 0 <= minimum_confidence <= 1:
            raise ValueError(f"minimum_confidence: a number from 0 to 1 is wanted, not {minimum_confidence!r}")
        self.minimum_confidence = minimum_confidence

    @hookimpl
    def diplomacy_find_quotes(
        self, article: Article, annotation: Annotation, actors: Sequence[Actor]
    ) -> Iterable[Quote]:
        """Quotes of an article, nested ones included."""
        found = find_quotes(article, annotation, actors)
        return [quote for quote in found if quote.confidence >= self.minimum_confidence]
