"""Python's garbage collector, and its rest while many objects are made that all stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

__all__ = ["REST", "Rest"]


class Rest:
    """The collector rests while anybody is within `taken`, in whatever thread, and then is as it was before.

    It would walk all words of all articles again and again, and find nothing. What becomes garbage meanwhile is
    collected later.
    """

    def __init__(self) -> None:
        self._lock, self._within, self._was_on = Lock(), 0, False

    @contextmanager
    def taken(self) -> Iterator[None]:
        """A block in which the collector rests."""
        with self._lock:
            if not self._within:
                self._was_on = gc.isenabled()
                gc.disable()
            self._within += 1
        try:
            yield
        finally:
            with self._lock:
                self._within -= 1
                if not self._within and self._was_on:
                    gc.enable()


REST = Rest()
"""Taken where an article is read, by whoever reads it."""
