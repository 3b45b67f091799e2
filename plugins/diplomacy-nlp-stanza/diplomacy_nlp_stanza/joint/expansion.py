"""Tokens of several words: "don't" is "do" and "n't", "Ukraine’s" is "Ukraine" and "’s"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from attrs import asdict, field, frozen

__all__ = ["Expansions", "cut", "plain"]

_CLITIC = re.compile(r"\w(n't|'(?:s|re|ve|ll|d|m))$|s(')$")
_DECADE = re.compile(r"'?(?:1\d)?\d0's$")
_REMEMBERED = 50_000  # tokens
_BARE_S = re.compile(r"[^\W\d_]+[^\W\d_s](s)$")


def plain(token: str) -> str:
    """The token in small letters and with straight apostrophes, as the dictionaries of expansions have it."""
    return token.lower().replace("’", "'").replace("‘", "'")


def cut(token: str, lengths: Iterable[int]) -> list[str]:
    """The token in pieces of these lengths."""
    words, at = [], 0
    for length in lengths:
        words.append(token[at : at + length])
        at += length
    return words


@frozen(kw_only=True)
class Expansions:
    """What tokens are several words, and which.

    Args:
        always: lengths of the words of tokens, by what `plain` makes of them, for which the rule of apostrophes would
            not do: "cannot".
        sometimes: the same for tokens in letters alone of which only the context tells: "its" may be "it's".
    """

    always: Mapping[str, Sequence[int]] = field(factory=dict)
    sometimes: Mapping[str, Sequence[int]] = field(factory=dict, repr=False)

    def as_dict(self) -> dict[str, Any]:
        """Both by name, for a configuration file."""
        return asdict(self)

    def words(self, token: str, *, several: bool = False) -> list[str]:
        """The words of a token, which are its letters cut in pieces; mostly it is one word.

        Args:
            token: as it is written.
            several: the context says that an apostrophe is missing.
        """
        lengths = self._kept.get(token, ())
        if lengths == ():
            if len(self._kept) >= _REMEMBERED:
                self._kept.clear()
            lengths = self._kept[token] = self._lengths(token)
        if lengths is None and several:
            lengths = self.possible(token)
        if lengths is None or sum(lengths) != len(token):
            return [token]
        return cut(token, lengths)

    @cached_property
    def _kept(self) -> dict[str, Sequence[int] | None]:
        return {}

    def possible(self, token: str) -> Sequence[int] | None:
        """The lengths of the words that a token is where the context says that it is several; none: it never is."""
        form = plain(token)
        if form in self.always:
            return None
        lengths = self.sometimes.get(form)
        return _before(_BARE_S.match(form), form) if lengths is None else lengths

    def _lengths(self, token: str) -> Sequence[int] | None:
        form = plain(token)
        known = self.always.get(form)
        if known is not None and sum(known) == len(token):
            return known
        if "'" not in form or len(form) != len(token) or _DECADE.match(form):
            return None
        return _before(_CLITIC.search(form), form)


def _before(match: re.Match[str] | None, form: str) -> Sequence[int] | None:
    """The lengths of what stands before the group that matched, and of it."""
    if match is None:
        return None
    start = match.start(match.lastindex or 0)
    return start, len(form) - start
