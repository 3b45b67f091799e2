"""Quotation marks: which open, which close, and which are apostrophes or inch signs.

Works on the characters of the text, since tokenizers often leave a mark glued to its word. Marks are paired within
a paragraph; one that is not closed runs to the paragraph's end, as newspapers do where the next paragraph opens
again. Every usual kind counts: “ ” „ " `` '' « » ‘ ’ ' ‹ ›, also mixed, as careless copies have them, written as in web
pages ("&ldquo;") and decoded wrongly ("â€œ"). Marks within tags, scripts and credits are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import field, frozen

from diplomacy_nlp.spans import Span, trim
from diplomacy_nlp.toolkit.document import paragraphs_in
from diplomacy_nlp.toolkit.pasted import ENTITY, MISREAD, TAG, as_written, is_within, unread_in

__all__ = ["Quotation", "find_quotations"]

_PLAIN = r"``|''|[“”„‟\"«»‘’‚‛'‹›]"
_MARK = re.compile(_PLAIN)
_IN_PAGES = re.compile(rf"{TAG}|{ENTITY}|{MISREAD}|(?P<mark>{_PLAIN})")
_PASTED = re.compile("[<&]|â[€\x80]")
_LETTER = re.compile(r"\w")
_FAMILY = {"«": "angle", "»": "angle", "‹": "small angle", "›": "small angle"} | dict.fromkeys("‘’‚‛'", "single")
_CLIPPED = re.compile(r"(?:\d0s|em|til|tis|twas|cause|bout|n|round)\b", re.IGNORECASE)  # ’90s, ’em: an apostrophe
_MAX_DEPTH = 4  # nobody nests deeper; stops a row of a thousand marks from nesting a thousand deep


@frozen(kw_only=True)
class Quotation:
    """A stretch between quotation marks.

    Args:
        span: the stretch with its marks.
        inner: without them.
        closed: whether its closing mark was found in its paragraph.
    """

    span: Span
    inner: Span
    closed: bool = True


@frozen
class _Mark:
    """A mark: how it looks, and where it stands."""

    look: str
    start: int
    end: int


@frozen
class _Open:
    mark: _Mark
    family: str
    # set where a mark of the same family opened within: the text then goes on in another quotation
    inside: list[int] = field(factory=list)


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """All quotations of a text in the order of their first characters, outer before inner. Linear in the text."""
    found = [quotation for paragraph in paragraphs_in(text) for quotation in _in_paragraph(text, paragraph)]
    return tuple(sorted(found, key=lambda q: (q.span.start, -q.span.end)))


def _marks_in(text: str, paragraph: Span) -> list[_Mark]:
    if _PASTED.search(text, paragraph.start, paragraph.end) is None:
        found = [_Mark(match[0], *match.span()) for match in _MARK.finditer(text, paragraph.start, paragraph.end)]
    else:
        found = []
        for match in _IN_PAGES.finditer(text, paragraph.start, paragraph.end):
            look = match[0] if match["mark"] else as_written(match[0]) if match["entity"] or match["misread"] else ""
            if _MARK.fullmatch(look):
                found.append(_Mark(look, *match.span()))
    passed_over = unread_in(text)
    return [mark for mark in found if not is_within(passed_over, mark.start)] if passed_over else found


def _in_paragraph(text: str, paragraph: Span) -> Iterator[Quotation]:
    marks = _marks_in(text, paragraph)
    firm = _firm_closings(text, marks)
    stack: list[_Open] = []
    for number, mark in enumerate(marks):
        family = _FAMILY.get(mark.look, "double")
        is_open = any(o.family == family for o in stack)
        role = _role(text, mark, family, is_open, stack)
        if role == "close" and is_open:
            if family == "single" and mark.start > 0 and text[mark.start - 1] in "sS" and firm[number]:
                continue  # "the officials’ plan": a later mark closes it
            while stack[-1].family != family:
                stack.pop()
            opened = stack.pop()
            yield from _quotation(text, opened, mark.start, mark.end, closed=True)
        elif role == "open" and len(stack) < _MAX_DEPTH:
            for outer in stack:
                outer.inside.append(mark.start)
            stack.append(_Open(mark, family))
    yield from _unclosed(text, paragraph, stack)


def _unclosed(text: str, paragraph: Span, stack: list[_Open]) -> Iterator[Quotation]:
    for opened in stack:
        # an apostrophe that looked like a mark, or a mark astray before others: no quotation
        if opened.family == "single" or (opened.inside and opened.mark.start > paragraph.start):
            continue
        yield from _quotation(text, opened, paragraph.end, paragraph.end, closed=False)
        return


def _quotation(text: str, opened: _Open, start: int, end: int, *, closed: bool) -> Iterator[Quotation]:
    """The quotation that ends with a mark, unless it has no letters."""
    inner = trim(text, opened.mark.end, start)
    if inner is not None and _LETTER.search(text, inner.start, inner.end):
        yield Quotation(span=Span(opened.mark.start, end), inner=inner, closed=closed)


def _firm_closings(text: str, marks: list[_Mark]) -> list[bool]:
    """For each mark: whether a later single mark before the next opening one closes more clearly than "s’" does."""
    result = [False] * len(marks)
    later = False
    for number in range(len(marks) - 1, -1, -1):
        result[number] = later
        mark = marks[number]
        if _FAMILY.get(mark.look) != "single":
            continue
        before, after = _around(text, mark)
        if mark.look == "‘" or (_is_gap(before) and not _is_gap(after)):
            later = False
        elif not after.isalnum() and before not in "sS":
            later = True
    return result


def _around(text: str, mark: _Mark) -> tuple[str, str]:
    """The characters before and after a mark; a space stands for the text's ends."""
    return (text[mark.start - 1] if mark.start else " "), (text[mark.end] if mark.end < len(text) else " ")


def _is_gap(character: str) -> bool:
    return character.isspace() or character in "([{—–-/\u200b"


def _role(text: str, mark: _Mark, family: str, is_open: bool, stack: list[_Open]) -> str:
    """What a mark does here: "open", "close" or "" (an apostrophe, an inch sign, a stray)."""
    look, (before, after) = mark.look, _around(text, mark)
    opens = (_is_gap(before) or before in "“‘\"'«") and not after.isspace()
    closes = not before.isspace() and not after.isalnum()
    if family == "single":
        return _single_role(text, mark, before, after, opens, closes, is_open)
    if look in ("“", "„", "‟", "``", "«"):
        german = look == "“" and any(o.mark.look in ("„", "‟") for o in stack)
        return "close" if is_open and closes and (german or not opens) else "open"
    if look in ("”", "»"):
        return "close" if is_open else ("open" if opens and look == "”" else "")
    return _straight_role(look, before, after, opens, closes, is_open)


def _straight_role(look: str, before: str, after: str, opens: bool, closes: bool, is_open: bool) -> str:
    """What a mark does whose form is the same on both sides."""
    if is_open:
        # only an opening mark stands between a space and a letter: the one before was never closed, or holds this one
        return "open" if opens and before.isspace() and not closes else "close"
    if before.isdigit() and look in ('"', "''"):
        return ""  # six feet 2"
    return "open" if opens or not after.isspace() else ""


def _single_role(text: str, mark: _Mark, before: str, after: str, opens: bool, closes: bool, is_open: bool) -> str:
    look = mark.look
    if look in ("‹", "‚", "‛"):
        return "open"
    if look == "›":
        return "close"
    if before.isalnum() and after.isalnum():
        return ""  # don’t
    if look != "’" and opens and not before.isalnum() and not _CLIPPED.match(text, mark.end):
        return "open"
    return "close" if is_open and closes and look != "‘" else ""
