"""Datelines: "MUSCAT - Oman offered" must not be read as the name of one place."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["as_read"]

_DASHES = {"-", "–", "—"}
_LONGEST = 8  # words before the dash
_PLACE = re.compile(r"[^\W\d_]{3,}")
_DATE = re.compile(r",|\d{1,4}|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.?|March|April|May|June|July|August|September")


def as_read(words: Sequence[str]) -> Sequence[str]:
    """A sentence's words as the network should read them: after a dateline, two hyphens.

    A single hyphen or dash is read as one that joins the names before and after it; the treebanks have few datelines.
    """
    end = next((n for n, word in enumerate(words[: _LONGEST + 1]) if word in _DASHES), 0)
    if not end or not (_PLACE.fullmatch(words[0]) and words[0].isupper()):
        return words
    if not all(word.isupper() or _DATE.fullmatch(word) for word in words[1:end]):
        return words
    return [*words[:end], "--", *words[end + 1 :]]
