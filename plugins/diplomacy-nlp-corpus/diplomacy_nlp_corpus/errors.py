"""What is wrong with a corpus or a run; each message names the input and the mend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from diplomacy_nlp import DiplomacyError

__all__ = ["CorpusError", "each"]

T = TypeVar("T")


class CorpusError(DiplomacyError):
    """A source, a folder of results or an option of a run that cannot be used."""


def each(kind: type[T], values: Any, message: str) -> Iterator[T]:
    """Several values, one after another, as they come.

    Args:
        kind: of each.
        values: what the caller gave.
        message: of the error, where {} stands for what was given instead.

    Raises:
        CorpusError: there are not several, or one is of another kind.
    """
    if isinstance(values, kind) or not isinstance(values, Iterable):
        raise CorpusError(message.format(f"{type(values).__name__} by itself"))
    for value in values:
        if not isinstance(value, kind):
            raise CorpusError(message.format(type(value).__name__))
        yield value
