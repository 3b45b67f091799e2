"""Turns: who speaks until whom, by the labels of transcripts, interviews and minutes. Read off the text alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum

from attrs import evolve, field, frozen

from ..checks import items
from ..spans import Span, trim
from .words import listed

__all__ = ["Asking", "Turn", "turns"]

_MARKS = r"[*_#>|“”\"'‘\s]*"
_WORD = r"(?:[A-ZÀ-Þ][\w.'’-]*|al-[\w'’-]+|de|del|da|dos|der|den|van|von|bin|ibn|of|the|for|la|le|el|ul|and|y)"
_LABEL = re.compile(
    rf"{_MARKS}(?P<name>[A-ZÀ-Þ][\w.'’-]*(?:[ \xa0]{_WORD}){{0,7}})"
    r"(?P<place>[ \xa0]\([^()\n]{2,60}\))?(?:,[^:\n“”\"?!]{2,80})?"
    r"[*_]*(?P<colon>[ \xa0]?:)[*_]*(?=\s|$)"
)
_RECORD = re.compile(  # "Mr. SMITH. I thank ...", as minutes have it
    rf"{_MARKS}(?P<name>(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady)\.?[ \xa0](?P<surname>[\w'’-]+(?:[ \xa0][A-ZÀ-Þ][\w'’-]+)?))"
    r"(?P<place>[ \xa0]\([^()\n]{2,60}\))?(?P<colon>\.)(?=\s+[A-ZÀ-Þ“\"])"
)
_ASKING = re.compile(
    rf"{_MARKS}(?P<name>(?P<q>Q\d{{0,2}}|Question|QUESTION)|(?P<a>A\d{{0,2}}|Answer|ANSWER))"
    r"(?P<place>)[*_]*(?P<colon>[:.])[*_]*(?=\s+\S)"
)
_PERSONAL = re.compile(r"\b(?:I|we|We|our|Our|us|you|You|your|my|My|me)\b|\bI['’]")
_ASIDE = re.compile(r"\s*[(\[][^()\[\]\n]{0,80}[)\]]\.?\s*\Z")
_NOTE = re.compile(r"\s*(?:\W*)(?:Note|NOTE|Notes|NOTES|Editor|ENDS|Ends|END|Background|Further|For more)\b")
_LINE = re.compile(r"[^\r\n]+")


class Asking(StrEnum):
    """What a label says of a turn where it names nobody: that it asks, or that it answers."""

    QUESTION = "question"
    ANSWER = "answer"


@frozen(kw_only=True)
class Turn:
    """What one speaker says until the next label.

    Args:
        label: the words that name the speaker, without brackets, marks and colon ("MR OKAFOR", "Q").
        colon: the mark that ends the label.
        content: the words that are said, a span for each paragraph.
        asking: whether the label only tells questions from answers, or names a journalist by the office ("REPORTER").
    """

    label: Span
    colon: Span
    content: tuple[Span, ...] = field(default=(), converter=items)
    asking: Asking | None = None


@frozen
class _Label:
    line: Span
    turn: Turn  # without content
    key: str
    loud: bool  # in capitals: "OKAFOR:"
    sure: bool
    speaks: bool  # it stands before what "I", "we" or "you" say, and may be a first name and a surname


def turns(text: str) -> tuple[Turn, ...]:
    """The turns of a text, in its order; none where it is no transcript.

    A word with a colon may announce something else ("UPDATE:"). So a label counts where it is a question's or an
    answer's, addresses somebody ("MS OKAFOR"), says where the speaker is from ("(Nigeria)"), names somebody of whom the
    text speaks elsewhere, or comes again and takes turns with another. A label of two words before "we" or "you" need
    not come again.

    Args:
        text: an article's text.
    """
    lines = [Span(*match.span()) for match in _LINE.finditer(text) if match[0].strip()]
    labels = _counted(text, [label for line in lines if (label := _label(text, line)) is not None])
    found = []
    for number, label in enumerate(labels):
        end = labels[number + 1].line.start if number + 1 < len(labels) else len(text)
        content = tuple(_content(text, label, lines, end, last=number + 1 == len(labels)))
        if content:
            found.append(evolve(label.turn, content=content))
    return tuple(found)


def _label(text: str, line: Span) -> _Label | None:
    for pattern in (_ASKING, _RECORD, _LABEL):
        match = pattern.match(text, line.start, line.end)
        if match is None:
            continue
        words = match["name"].replace("\xa0", " ").split()
        first = words[0].lower().strip(".,'’")
        if listed("label of nobody", first) or (pattern is _LABEL and first == "a"):
            return None
        asking = None
        if pattern is _ASKING:
            asking = Asking.QUESTION if match["q"] else Asking.ANSWER
        elif listed("asking label", words[-1]) or listed("asking label", first):
            asking = Asking.QUESTION
        addressed = listed("addressing label", first) and len(words) > 1
        turn = Turn(label=Span(*match.span("name")), colon=Span(*match.span("colon")), asking=asking)
        sure = asking is not None or addressed or bool(match["place"])
        speaks = len(words) > 1 and _PERSONAL.search(text, turn.colon.end, line.end) is not None
        return _Label(line, turn, " ".join(words).upper(), match["name"].isupper(), sure, speaks)
    return None


def _counted(text: str, labels: Sequence[_Label]) -> list[_Label]:
    """Those of the labels that name speakers, as they show themselves or by the text and the other labels."""
    named = {label.key for label in labels if _is_named_elsewhere(text, label)}
    keys = _in_turns(labels, named)
    loud = len({label.key for label in labels if label.loud and label.speaks}) > 1
    beside = {True: loud, False: bool(keys[False])}  # whether others take turns
    kept = [x for x in labels if x.sure or x.key in keys[x.loud] or (x.speaks and beside[x.loud])]
    lone = len(kept) == 1 and kept[0].turn.asking is not None and len(labels) == 1
    return [] if lone else kept


def _in_turns(labels: Sequence[_Label], named: set[str]) -> dict[bool, set[str]]:
    """By whether they are in capitals, keys of labels that name speakers: those that return, and names of the text."""
    returning = {key for key, times in Counter(label.key for label in labels).items() if times > 1}
    loud = returning & {label.key for label in labels if label.loud}
    taking_turns = len(loud) > (0 if named else 1)  # two in capitals, or one beside a name of the text
    return {True: named | loud if taking_turns else named, False: {key for key in returning if " " in key}}


def _is_named_elsewhere(text: str, label: _Label) -> bool:
    """Whether the text has the label's last word as a name in small letters: "Weiss" for "WEISS"."""
    last = label.key.split()[-1]
    forms = "|".join(re.escape(form) for form in dict.fromkeys((last.capitalize(), last.title())))  # "Roe-Poe" too
    return len(last) > 2 and re.search(rf"\b(?:{forms})\b", text) is not None


def _content(text: str, label: _Label, lines: Sequence[Span], end: int, *, last: bool) -> Iterator[Span]:
    """The paragraphs of a turn: that of its label, and those after it that nobody else says."""
    first = trim(text, label.turn.colon.end, label.line.end, "*_ ")
    if first is not None:
        yield first
    for line in lines:
        if line.start < label.line.end or line.start >= end:
            continue
        shown = text[line.start : line.end]
        if _ASIDE.match(shown):
            continue
        if _NOTE.match(shown) or (last and first is not None and _PERSONAL.search(shown) is None):
            return
        found = trim(text, line.start, line.end, "*_ ")
        if found is not None:
            yield found
