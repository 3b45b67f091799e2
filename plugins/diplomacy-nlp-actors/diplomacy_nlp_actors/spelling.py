"""Spellings of one name that news uses side by side: with and without accents, with and without an Arabic article."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["folded", "without_article"]

# letters that Unicode does not take apart into a base letter and a mark
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "a"}
)
_ARTICLE = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|az|ul)[-‑–](?=\w)")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """A name in lower case and without accents: "Vučić" and "Vucic" come out alike."""
    apart = unicodedata.normalize("NFD", text.lower().translate(_LETTERS))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def without_article(part: str) -> str:
    """A folded part of a name without the Arabic article before it: "dabbas" for "al-dabbas"."""
    return _ARTICLE.sub("", part, count=1)
