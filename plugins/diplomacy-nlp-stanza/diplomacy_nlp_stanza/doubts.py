"""What speaks against reading a text as one article of prose, in words that say what to do first.

Annotators warn of it (`ArticleWarning`) and read the text all the same. See `docs/texts.md`.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import cache

from diplomacy_nlp.checks import printable, shown
from diplomacy_nlp.toolkit.pasted import MISREAD, furniture

__all__ = ["ArticleWarning", "doubts_about", "warn_of"]


class ArticleWarning(UserWarning):
    """A text is read, but it is hardly one article of prose; the message says what to do first."""


_SEVERAL = 2  # datelines, credits or posts that make it more than one text
_ARTICLE = 300  # characters that a short article has at least
_VOTES = 4  # lines of a table
_WRONG = 2  # characters; one may be meant
_SHOWN = 40  # characters of the text

_DATELINE = re.compile(
    r"^[ \t]*(?P<place>[A-ZÀ-Þ]{3,}(?:[ .'’-]{1,2}[A-ZÀ-Þ]{2,}){0,3})(?:, [^\n,()—–]{2,20}){0,2}"
    r"(?: ?\([^()\n]{2,30}\) ?| )[-–—]{1,2} ?(?=[\w“\"'])",
    re.MULTILINE,
)
_AGENCY = re.compile(r"\((?:[Aa]dditional )?[Rr]eporting by [^()\n]{3,200}\)")
_POST = re.compile(r"^[ \t]*(?:RT )?@\w{1,30}\b|^[^\n@]{0,60}@\w{1,30}[ \t]*·", re.MULTILINE)
_VOTE = re.compile(
    r"^[ \t|]*(?P<who>[^\W\d_][^\t|:\n]{1,40}?)(?:[ \t]*[\t|:]|  )[ \t|]*"
    r"(?:[Yy]es|YES|[Nn]o|NO|[Aa]bst\w*|[Ff]or|[Aa]gainst|[Ii]n favou?r|[Aa]bsent|[Aa]ye|[Nn]ay)"
    r"[ \t]*(?:\([^()\n]{1,20}\))?[ \t|]*\r?$",
    re.MULTILINE,
)
_PAGE = re.compile(r"<(?:html|body|!doctype html)\b[^<>]{0,500}>", re.IGNORECASE)
_WRONGLY_DECODED = re.compile(MISREAD)


def doubts_about(text: str) -> tuple[str, ...]:
    """What a reader should know of a text before its findings are used; nothing for most texts."""
    return tuple(_doubts(text))


def _doubts(text: str) -> Iterator[str]:
    datelines = {match["place"]: match for match in reversed([*_DATELINE.finditer(text)])}
    for openings in (list(datelines.values())[::-1], _apart(_byline().finditer(text)), [*_AGENCY.finditer(text)]):
        if len(openings) < _SEVERAL:
            continue
        second = openings[1]
        yield (
            f"several articles in one text (a second one has {_quoted(text, second)}); divide it, an article each, or "
            '"the minister" of one is taken for that of the other'
        )
        break
    if len(posts := [*_POST.finditer(text)]) >= _SEVERAL:
        yield (
            f"posts of a network ({_quoted(text, posts[0])}); read each by itself, with a name for each handle: nobody "
            'is named by one, and whose "we" it is, is a guess'
        )
    votes = [*_VOTE.finditer(text)]
    if len({vote["who"] for vote in votes}) >= _VOTES:
        yield f"a table of votes ({_quoted(text, votes[0])}); read it as a table: who voted how is not found in it"
    if (page := _PAGE.search(text)) is not None:
        yield (
            f"a web page ({_quoted(text, page)}); take the article's text out first, or give the command the .html "
            "file: only menus, footers and pictures that are marked as such are passed over"
        )
    if len(wrong := [*_WRONGLY_DECODED.finditer(text)]) >= _WRONG:
        yield (
            f"characters that were decoded wrongly ({_quoted(text, wrong[0])}); read the file again as UTF-8, or the "
            "words of results have them too"
        )


@cache
def _byline() -> re.Pattern[str]:
    return re.compile(next(entry.pattern for entry in furniture() if entry.name == "byline"), re.MULTILINE)


def _apart(found: Iterator[re.Match[str]]) -> list[re.Match[str]]:
    """Those that stand some way after the one before: an article's byline may have several lines."""
    kept: list[re.Match[str]] = []
    for match in found:
        if not kept or match.start() > kept[-1].end() + _ARTICLE:
            kept.append(match)
    return kept


def _quoted(text: str, found: re.Match[str]) -> str:
    """A place of a text, for a message."""
    start = found.start() + len(found[0]) - len(found[0].lstrip())
    return f'"{printable(text[start : min(found.end(), start + _SHOWN)])}" at {start}'


def warn_of(text: str, article: str, *, stacklevel: int = 2) -> None:
    """Warns of what speaks against a text.

    Args:
        text: the article's.
        article: its id.
        stacklevel: as for `warnings.warn`.
    """
    for doubt in doubts_about(text):
        warnings.warn(f"article {shown(article)}: {doubt}", ArticleWarning, stacklevel=stacklevel + 1)
