"""Forms of tokens that need no network: hashtags, amounts of money, numbers with their units, prefixes, hyphens.

In the treebanks, what is said here holds without exception or nearly so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.resources import files

from attrs import frozen

__all__ = ["Forms"]


def _listed(name: str) -> list[str]:
    """The entries of a data file."""
    lines = files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


_UNITS = "|".join(_listed("units.txt"))
_PREFIXES = "|".join(f"{prefix}|{prefix.capitalize()}" for prefix in _listed("prefixes.txt"))  # not "UN-backed"

# Where a token of such a form begins and ends, the networks say.
_UNCUT = re.compile(
    r"(?<!\w)#[^\W\d_]\w*"  # hashtags
    r"|(?<!\S)(?:[:;=]['’]?-?[)(DP/\\|]+|\(:)(?!\S)"  # emoticons
    r"|([$€£])\1+"
    r"|(?<![\w.,])\d+(?:st|nd|rd|th|s)(?!\w)"  # "2nd", "1990s"
    r"|(?<!\S)(?:['’]\d\ds|’\d\d)(?![\w'’])"  # "'80s", "’07"; but "'20 people left', he said"
    r"|(?<=\bet )al\."
    rf"|(?<![\w-])(?:{_PREFIXES})-[^\W\d_]+(?![\w-])"
)
# These are whole tokens.
_WHOLE = re.compile(r"''|’’|‘‘|``|<<|>>|(?<!-)--(?!-)|(?<=\w)\.\.+(?=\w)")
# A token ends before the group that was matched, or here if it has none.
_PARTED = re.compile(
    r"(?<=[$€£¥])(?=\d)"
    r"|(?<=[$€£¥])\d[\d.,]*([^\W\d_])"
    rf"|(?<![\w.,/-])\d[\d.,]*({_UNITS})(?!\w)"
    r"|(?<!\S)#(\d+)(?![\w-])"
)
_RANGE = re.compile(r"(?<=\d:\d\d)[-–](?=\d+:\d\d)|(?<=\b[12]\d\d\d)[-–](?=[12]\d\d\d\b)")  # of times, of years

_WHOLES = ((_WHOLE, ("''", "’’", "‘‘", "``", "<<", ">>", "--", "..")), (_RANGE, "0"))  # with what they need

_INNER = re.compile(r"(?<=\w)[-–/&](?=\w)")
_PLURAL = re.compile(r"[^\W\d_]s['’](?=\s)")
_QUOTATION = re.compile(r"(?<!\w)['‘’]")


class _Stretch:
    """A stretch of a text, and which characters stand in it: of any digits, "0"."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._start, self._end = text, start, end
        self._read = text[start:end]
        self._marks = set(self._read)
        if any(map(str.isdecimal, self._marks)):
            self._marks.add("0")

    def has(self, needed: Iterable[str]) -> bool:
        """Whether one of some characters, or of some words, stands in it."""
        return any(one in (self._marks if len(one) == 1 else self._read) for one in needed)

    def found(self, pattern: re.Pattern[str], needed: Iterable[str]) -> Iterator[re.Match[str]]:
        """What a pattern finds, of which some characters are needed: most paragraphs have none, as is soon told."""
        return pattern.finditer(self._text, self._start, self._end) if self.has(needed) else iter(())


@frozen(kw_only=True)
class Forms:
    """Offsets into a text.

    Args:
        joined: where no token ends.
        ends: where one ends.
        together: pairs, the two sides of a hyphen or slash within a word: a token ends at both, or at neither.
    """

    joined: frozenset[int]
    ends: frozenset[int]
    together: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Forms:
        """What is known of `text[start:end]`."""
        stretch = _Stretch(text, start, end)
        whole = [found.span() for one, needed in _WHOLES for found in stretch.found(one, needed)]
        uncut = [
            *whole,
            *(found.span() for found in stretch.found(_UNCUT, (*"#:;=$€£0-", "al."))),
            *(_plurals(text, start, end) if stretch.has(("s'", "s’")) else ()),
        ]
        parted = [found.start(found.lastindex or 0) for found in stretch.found(_PARTED, "$€£¥0#")]
        return cls(
            joined=frozenset(place for first, last in uncut for place in range(first + 1, last)),
            ends=frozenset([*parted, *(place for span in whole for place in span)]),
            together=tuple(found.span() for found in stretch.found(_INNER, "-–/&")),
        )


def _plurals(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Possessives ("ministers'") where the apostrophe cannot end a quotation, since none has begun."""
    quotation = _QUOTATION.search(text, start, end)
    return (found.span() for found in _PLURAL.finditer(text, start, quotation.start() if quotation else end))
