"""Names and words of what links and spans point at, as people read them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from diplomacy_nlp import Actor, Analysis, Finding, Link, Position, Proposal, Quote, Reaction, Span
from diplomacy_nlp.types import Item, anchor

__all__ = ["called", "issue_words", "item_words", "joined", "named", "one_line", "place", "sentence_around"]

_ENDS = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[A-Z0-9])|\n\s*\n|\r\n\s*\r\n")
# What ends with a full stop and ends no sentence: initials, abbreviations of states, titles and months.
_GOES_ON = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|Prof|Gen|Col|Lt|Maj|Capt|Sgt|Brig|Adm|Sen|Rep|Gov|Pres|Amb|Rev|Hon|Jr|Sr|No|vs|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\.$"
)
_FARTHEST = 2_000  # characters before and after a span that are looked at: a text without full stops stays cheap


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def joined(analysis: Analysis, spans: Iterable[Span]) -> str:
    """The words of several spans on one line, with dots between them."""
    return " … ".join(one_line(analysis.words(span)) for span in spans)


def named(analysis: Analysis, link: Link | None) -> str:
    """How a link's holder is called: an actor's name, else the words; "" for no link."""
    actor = analysis.actor_of(link)
    return actor.name if actor else one_line(analysis.words(link))


def called(analysis: Analysis, links: Iterable[Link]) -> str:
    """The names of several, with semicolons between them."""
    return "; ".join(named(analysis, link) for link in links)


def item_words(analysis: Analysis, item: Item) -> str:
    """The words that say what an item is: an actor's name, what is said, what would be done, else the cue."""
    match item:
        case Actor():
            return item.name
        case Quote():
            return joined(analysis, item.content)
        case Proposal():
            return joined(analysis, item.content) or one_line(analysis.words(item.cue))
        case Reaction():
            return one_line(analysis.words(item.evidence))
        case Position():
            return issue_words(analysis, item)
        case Finding():
            return joined(analysis, item.spans)
    return ""


def issue_words(analysis: Analysis, position: Position) -> str:
    """The issue of a position: of a proposal or quote its content, of an actor the name, else the words."""
    found = analysis.resolve(position.issue)
    return item_words(analysis, found) if isinstance(found, Item) else one_line(analysis.words(position.issue))


def place(analysis: Analysis, item: Item) -> Span | None:
    """The span that stands for an item; of a position whose issue is linked by id alone, the issue's."""
    if isinstance(item, Position) and item.issue.span is None:
        found = analysis.resolve(item.issue)
        return anchor(found) if isinstance(found, Item) else None
    return anchor(item)


def sentence_around(text: str, span: Span) -> Span:
    """The sentence around a span, told by punctuation and blank lines (an Analysis does not keep the parse)."""
    left = max(0, span.start - _FARTHEST)
    right = min(len(text), span.end + _FARTHEST)
    start, end = left, right
    for boundary in _ENDS.finditer(text, left, right):
        if _GOES_ON.search(text, max(left, boundary.end() - 8), boundary.end()):
            continue
        if boundary.end() <= span.start:
            start = boundary.end()
        elif boundary.start() >= span.end - 1 or boundary.end() >= span.end:
            end = boundary.end()
            break
    start = span.start - len(text[start : span.start].lstrip())
    return Span(start, span.end + len(text[span.end : max(end, span.end)].rstrip()))
