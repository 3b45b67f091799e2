"""Texts as people paste them: what of one is no prose, which line ends only wrap lines, what was decoded wrongly.

The text itself is never changed; whoever reads it asks here what to pass over. All of it is linear in the text.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from attrs import frozen

from ..spans import Span
from .lexicon import packaged, read_lexicon

__all__ = [
    "ENTITY",
    "ITEM",
    "MISREAD",
    "TAG",
    "UNSEEN",
    "Furniture",
    "LineEnd",
    "as_written",
    "furniture",
    "is_within",
    "line_ends",
    "readable",
    "unread_in",
]

# --- pages --------------------------------------------------------------------------------------------------------

_TAG_END = r"(?:\s[^<>\r\n\v\f\x85\u2028\u2029]{0,2000})?\s?/?>"
_BLOCKS = (
    "address|article|aside|blockquote|body|br|center|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|head|header|hr|"
    "html|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
_INLINE = (
    "a|abbr|b|big|button|cite|code|del|em|font|i|iframe|img|input|ins|kbd|label|link|mark|meta|noscript|option|q|s|"
    "script|select|small|span|strike|strong|style|sub|sup|svg|time|tt|u|wbr"
)
TAG = (
    rf"(?P<block></?(?i:{_BLOCKS}){_TAG_END}|<!(?i:doctype)[^<>]{{0,300}}>)"
    rf"|(?P<inline></?(?i:{_INLINE}){_TAG_END})"
)
"""The tags of HTML: "block" ends a paragraph, "inline" stands within one."""

ENTITY = r"(?P<entity>&(?:[A-Za-z]{2,8}|#[0-9]{1,6}|#[xX][0-9A-Fa-f]{1,5});)"
"""A character as HTML writes it: "&amp;"."""

# parts of a page that are no part of its article
_ASIDE = re.compile(
    r"<!--|<(?P<tag>(?i:script|style|head|nav|footer|aside|form|figure|figcaption|noscript|svg|template|iframe|select|"
    r"button))(?=[\s>])"
    r"|<(?P<classed>(?i:p|div|span|ul|section|address|small))\s[^<>]{0,200}?\b(?i:class|id)=[\"'][^\"'<>]{0,100}"
    r"\b(?:byline|caption|credits?|share|social|related|newsletter|advert\w*|promo|cookies?)\b"
)


def _asides(text: str) -> Iterator[tuple[int, int]]:
    """Comments, scripts, menus and pictures of a page, tags included; one that is not closed is none."""
    unclosed: set[str] = set()
    at = 0
    while (opening := _ASIDE.search(text, at)) is not None:
        at = opening.end()
        tag = (opening["tag"] or opening["classed"] or "").lower()
        if tag in unclosed:
            continue
        closing = _closing(tag).search(text, at)
        if closing is None:
            unclosed.add(tag)
            continue
        yield opening.start(), closing.end()
        at = closing.end()


@cache
def _closing(tag: str) -> re.Pattern[str]:
    return re.compile(rf"</{tag}\s*>" if tag else "-->", re.IGNORECASE)


# --- lines that are no prose --------------------------------------------------------------------------------------


@frozen
class Furniture:
    """A line of `lexicons/furniture.tsv`: what stands around articles. The file's header says what the columns mean."""

    name: str
    pattern: str
    example: str


@cache
def furniture() -> tuple[Furniture, ...]:
    """Bylines, credits, notes of agencies and of publishers, headers of tweets."""
    return read_lexicon(packaged("diplomacy_nlp.toolkit", "lexicons/furniture.tsv"), Furniture)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Of furniture, what begins a line, and what may stand anywhere."""
    by_place: tuple[list[str], list[str]] = ([], [])
    for entry in furniture():
        by_place[not entry.pattern.startswith("^")].append(f"(?:{entry.pattern})")
    first, other = (re.compile("|".join(patterns), re.MULTILINE) for patterns in by_place)
    return first, other


def _furniture_in(text: str) -> Iterator[tuple[int, int]]:
    first, other = _patterns()
    yield from (match.span() for match in other.finditer(text))
    start = 0
    while start < len(text):  # a search would try every place of the text, where beginnings of lines are enough
        found = first.match(text, start)
        if found is not None:
            yield found.span()
        start = text.find("\n", start) + 1 or len(text)


@lru_cache(maxsize=32)
def unread_in(text: str) -> tuple[Span, ...]:
    """The stretches of a text that are no part of its prose, apart and in order; most texts have none.

    Of a web page: comments, scripts, styles, menus, forms, pictures with their captions, footers. Of any text: bylines,
    credits of photographers, notes of agencies, copyright, buttons, and what introduces a tweet. A caption without a
    mark of its own is prose.
    """
    found = sorted([*(_asides(text) if "<" in text else ()), *_furniture_in(text)])
    apart: list[Span] = []
    for start, end in found:
        if start < end and (not apart or start >= apart[-1].end):
            apart.append(Span(start, end))
    return tuple(apart)


def is_within(spans: Sequence[Span], offset: int) -> bool:
    """Whether an offset stands in one of several spans, which are apart and in order."""
    at = bisect_right(spans, offset, key=lambda span: span.start) - 1
    return at >= 0 and offset < spans[at].end


# --- characters ---------------------------------------------------------------------------------------------------

# the last byte of a mark in UTF-8 that was read as Windows-1252 or Latin-1, and what it was
_LAST = {
    "™": "’", "\x99": "’", "˜": "‘", "\x98": "‘", "œ": "“", "\x9c": "“", "\x9d": "”", "�": "”", "š": "‚", "\x9a": "‚",
    "ž": "„", "\x9e": "„", "“": "–", "\x93": "–", "”": "—", "\x94": "—", "¦": "…", "¢": "•",
}  # fmt: skip
MISREAD = rf"(?P<misread>â[€\x80][{''.join(_LAST)}]?|[ÃÂ][\xa0-\xbf])"
"""A character in UTF-8 that was read as Windows-1252 or Latin-1: "â€œ" for an opening mark, "Ã©" for "é"."""

UNSEEN = r"\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
"""Characters that nobody sees, as ranges of a class: soft hyphens, joiners, marks of direction."""

_UNSEEN = re.compile(f"[{UNSEEN}]")
_BROKEN = re.compile(r"(?<=\w)-[ \t]*(?:\r\n|[\n\r\u2028])[ \t]*(?=[a-zß-ÿ])")
_CHARACTER = re.compile(f"{MISREAD}|{ENTITY}")
_ANY_TAG = re.compile(TAG)
_RARE = re.compile(rf"[{UNSEEN}<&âÃÂ]|-[ \t]*[\r\n\u2028]")


def as_written(characters: str) -> str:
    """What a stretch that `MISREAD` or `ENTITY` found stands for."""
    if characters[0] == "&":
        return html.unescape(characters)
    if characters[0] == "â":
        return _LAST.get(characters[2:], "”")  # the mark whose last byte Windows-1252 lacks, so that it got lost
    return characters[1] if characters[0] == "Â" else chr(ord(characters[1]) + 0x40)


def readable(text: str) -> str:
    """Some words of a text as they are meant: without tags, unseen characters and breaks of lines within words."""
    if _RARE.search(text) is None:
        return text
    text = _CHARACTER.sub(lambda match: as_written(match[0]), _ANY_TAG.sub("", text))
    return _UNSEEN.sub("", _BROKEN.sub("", text))


# --- lines --------------------------------------------------------------------------------------------------------

_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_WIDEST_WRAP = 120  # characters: lines longer than this were not wrapped by hand
_NARROWEST_WRAP = 40
_ENDS = '.?!:”"'
ITEM = re.compile(r"[•·*▪◦‣–—-]\s|\(?\w{1,3}[.)]\s")
"""What begins an item of a list."""


@frozen
class LineEnd:
    """The end of a line.

    Args:
        start, end: where its characters stand.
        wraps: whether it only wraps a paragraph.
        in_word: whether it stands within a word, after a hyphen ("Minis-" / "ter").
        hyphenated: whether that word has the hyphen elsewhere too ("Franco-" / "German").
    """

    start: int
    end: int
    wraps: bool = False
    in_word: bool = False
    hyphenated: bool = False


def line_ends(text: str) -> Iterator[LineEnd]:
    """The line ends after lines that hold more than white space, in order; not those of blank lines."""
    block: list[str] = []  # lines without a blank one between them
    ends: list[tuple[int, int]] = []  # the line ends after them
    start = 0
    for match in _LINE_END.finditer(text):
        line = text[start : match.start()].strip()
        if line:
            block.append(line)
            ends.append(match.span())
        elif block:
            yield from _block_ends(text, block, ends)
            block, ends = [], []
        start = match.end()
    last = text[start:].strip()
    yield from _block_ends(text, [*block, last] if last else block, ends)


def _block_ends(text: str, lines: Sequence[str], ends: Sequence[tuple[int, int]]) -> Iterator[LineEnd]:
    pairs = [*zip(lines, [*lines[1:], ""][: len(ends)], strict=False)]
    width = max(map(len, lines), default=0)
    full = [_is_full(line, following, width) for line, following in pairs]
    by_hand = sum(full) * 2 >= len(lines) - 1 and _NARROWEST_WRAP <= width <= _WIDEST_WRAP
    if len(lines) == 2 and lines[0][-1] in _ENDS:
        by_hand = False  # of two lines, the longer one is no measure
    for (line, following), (start, end), fills in zip(pairs, ends, full, strict=True):
        joined = len(line) > 1 and line[-1] == "-" and line[-2].isalpha() and following[:1].isalpha()
        wraps = bool(following) and (joined or following[0].islower() or (by_hand and fills))
        if wraps and ITEM.match(following):
            wraps = joined = False
        hyphenated = joined and _keeps_hyphen(text, line, following)
        yield LineEnd(start, end, wraps=wraps, in_word=joined, hyphenated=hyphenated)


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the next word would not have fitted into the longest line's width."""
    return bool(following) and len(line) + 1 + len(following.split(maxsplit=1)[0]) > width


def _keeps_hyphen(text: str, line: str, following: str) -> bool:
    """Whether the hyphen at the line's end is the word's own: before a capital, and where the text has it elsewhere."""
    if not following[0].islower():
        return True
    before = re.search(r"[\w-]*\Z", line)
    after = re.match(r"[\w-]*", following)
    return before is not None and after is not None and before[0] + after[0] in _hyphenated(text)


@lru_cache(maxsize=4)
def _hyphenated(text: str) -> frozenset[str]:
    """The words that a text writes with a hyphen."""
    return frozenset(re.findall(r"\w+(?:-\w+)+", text))
