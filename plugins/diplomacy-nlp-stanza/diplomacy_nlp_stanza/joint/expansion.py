"""Tokens of several words: "don't" is "do" and "n't", "Ukraine’s" is "Ukraine" and "’s"."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["expansion", "plain"]

_CLITIC = re.compile(r"\w(n't|'(?:s|re|ve|ll|d|m))$|s(')$")


def plain(token: str) -> str:
    """The token in small letters and with straight apostrophes, as the dictionary of expansions has it."""
    return token.lower().replace("’", "'").replace("‘", "'")


def expansion(token: str, known: Mapping[str, list[int]]) -> list[str]:
    """The words of a token, which are its letters cut in pieces; mostly it is one word.

    Args:
        token: as it is written.
        known: lengths of the words of known tokens, by what `plain` makes of them.
    """
    form = plain(token)
    lengths = known.get(form)
    if lengths is None or sum(lengths) != len(token):
        match = _CLITIC.search(form) if "'" in form and len(form) == len(token) else None
        if match is None:
            return [token]
        start = match.start(1) if match[1] else match.start(2)
        lengths = [start, len(token) - start]
    words, at = [], 0
    for length in lengths:
        words.append(token[at : at + length])
        at += length
    return words
