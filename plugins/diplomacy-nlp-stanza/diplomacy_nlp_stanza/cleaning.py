"""What Stanza gets to read in the place of the text, and the way back to the text's own offsets.

The article's text is never changed; Stanza reads a `CleanedText` of it, each of whose characters knows which stretch of
the text it stands for. It differs from the text only where the text would mislead the models or exhaust them:

- every line end is either a blank line (a paragraph ends, and so does the sentence) or one line feed (hard wrapping);
  a word that is broken at a line's end is read as one;
- what is no prose is passed over: scripts and menus of web pages, bylines, credits (`diplomacy_nlp.toolkit.pasted`);
- control characters and zero-width spaces read as spaces; marks nobody sees (byte order mark, soft hyphen, directions,
  word joiner) are not read; letters with combining accents and ligatures read as the letters they look like;
- of HTML the tags are not read, those of paragraphs, list items and the like end one, and "&amp;" reads as "&"; UTF-8
  that was read as Windows-1252 ("â€œ") reads as what it was;
- a stretch of over `MAX_RUN` characters without white space, or of one character alone, reads as its beginning;
- a paragraph of over `MAX_PARAGRAPH` characters is cut, at the end of a sentence where there is one.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import field, frozen

from diplomacy_nlp.spans import Span
from diplomacy_nlp.toolkit.pasted import ENTITY, MISREAD, TAG, as_written, is_within, line_ends, unread_in

__all__ = ["MAX_PARAGRAPH", "MAX_RUN", "MAX_TOKEN", "SHOWN", "CleanedText", "cleaned"]

MAX_RUN = 1000  # characters; the longest word of a dictionary has 45, a long web address 500
MAX_PARAGRAPH = 10_000  # characters; Stanza pads all paragraphs that it reads together to the length of the longest
MAX_TOKEN = 100  # characters: of a longer token, the models are shown the first `SHOWN`
SHOWN = 50

_Edit = tuple[int, int, str]  # start, end, what is read in their place

_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")
_PARAGRAPH_END = re.compile(r"\n\s*?(?:\n|\Z)")  # what Stanza takes for one

# scripts written without spaces between words: Thai, Lao, Tibetan, Burmese, Khmer, Chinese and Japanese
_NO_SPACES = r"\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3000-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_LATIN = r"[A-Za-z\u00c0-\u024f]"
_ODD = re.compile(
    rf"(?P<run>[^\s{_NO_SPACES}]{{{MAX_RUN + 1},}}|(?P<same>\S)(?P=same){{{MAX_RUN},}})"
    rf"|{MISREAD}"
    r"|(?P<space>[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b])"
    r"|(?P<unseen>[\xad\u180e\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
    rf"|(?<={_LATIN})[\u200c\u200d](?={_LATIN}))"
    r"|(?P<accents>[^\W\d_][\u0300-\u036f]{1,8})"
    r"|(?P<ligature>[\ufb00-\ufb06])"
    rf"|{TAG}|{ENTITY}"
)
_READ_AS: dict[str, Callable[[str], str]] = {
    "space": lambda _: " ",
    "unseen": lambda _: "",
    "accents": lambda letter: unicodedata.normalize("NFC", letter),
    "ligature": lambda letter: unicodedata.normalize("NFKC", letter),
    "block": lambda _: "\n\n",
    "inline": lambda _: "",
    "entity": as_written,
    "misread": as_written,
}
_CLOSING = ".,;:!?…\"'”’)]}»"
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’)\]»]*(?P<gap>\s+)|[。！？]")
_SPACE = re.compile(r"\s*")
_WORD_END = re.compile(r"(?P<gap>\s+)")


@frozen
class CleanedText:
    """A text to be parsed in the place of another, and the stretch of the other that each character stands for."""

    text: str
    starts: Sequence[int] = field(repr=False)
    ends: Sequence[int] = field(repr=False)

    def span(self, start: int, end: int) -> Span:
        """The stretch of the article's text that `text[start:end]` stands for."""
        return Span(self.starts[start], self.ends[end - 1])

    def parts(self, size: int) -> Iterator[CleanedText]:
        """The text cut at the ends of paragraphs, into parts of at least `size` characters but for the last."""
        start = 0
        while start < len(self.text):
            found = _PARAGRAPH_BREAK.search(self.text, start + size)
            end = found.end() if found else len(self.text)
            yield CleanedText(self.text[start:end], self.starts[start:end], self.ends[start:end])
            start = end

    def edited(self, edits: Iterable[_Edit]) -> CleanedText:
        """The text with some stretches read as something else.

        Of the new characters each stands for one old character, the last one for all that are left over; where there
        are more new ones than old, each of them stands for the whole stretch.

        Args:
            edits: (start, end, new characters), sorted and apart.
        """
        pieces: list[str] = []
        starts, ends = array("q"), array("q")
        done = 0
        for start, end, new in edits:
            pieces += (self.text[done:start], new)
            starts.extend(self.starts[done:start])
            ends.extend(self.ends[done:start])
            self._extend(starts, ends, start, end, len(new))
            done = end
        if not pieces:
            return self
        starts.extend(self.starts[done:])
        ends.extend(self.ends[done:])
        return CleanedText("".join(pieces) + self.text[done:], starts, ends)

    def _extend(self, starts: array[int], ends: array[int], start: int, end: int, size: int) -> None:
        if size == 0:
            return
        if start == end:  # an insertion: white space, which no word covers
            at = self.starts[start] if start < len(self.starts) else self.ends[-1]
            starts.extend([at] * size)
            ends.extend([at] * size)
        elif size > end - start:
            starts.extend([self.starts[start]] * size)
            ends.extend([self.ends[end - 1]] * size)
        else:
            starts.extend(self.starts[start : start + size])
            ends.extend(self.ends[start : start + size - 1])
            ends.append(self.ends[end - 1])


def cleaned(text: str) -> CleanedText:
    """What Stanza gets to read for `text`; for most texts that is the text itself. Linear in time and memory."""
    whole = CleanedText(text, range(len(text)), range(1, len(text) + 1))
    readable = whole.edited(_edits(text))
    return readable.edited(_cuts(readable.text))


def _edits(text: str) -> Iterator[_Edit]:
    """All that is read otherwise than it is written, in order; what begins within another is left out."""
    passed_over = unread_in(text)
    edits = [*_odd_characters(text), *_line_ends(text)]
    if passed_over:
        edits = [edit for edit in edits if not is_within(passed_over, edit[0])]
        edits += [(span.start, span.end, "\n\n") for span in passed_over]
    end = 0
    for edit in sorted(edits):
        if edit[0] >= end:
            yield edit
            end = edit[1]


def _odd_characters(text: str) -> Iterator[_Edit]:
    for match in _ODD.finditer(text):
        start, end = match.span()
        if match["run"]:
            kept = min(len(match["run"]) - len(match["run"].rstrip(_CLOSING)), 5)  # the sentence may end here
            yield start, end - kept, text[start : start + SHOWN]
        else:
            read = _READ_AS[match.lastgroup or ""](match[0])
            if read != match[0]:
                yield start, end, read


def _line_ends(text: str) -> Iterator[_Edit]:
    """A blank line in the place of each line end, but for those that wrap a paragraph by hand; none within words."""
    for end in line_ends(text):
        if end.in_word:
            start = end.start
            while text[start - 1].isspace():
                start -= 1
            following = _SPACE.match(text, end.end)
            yield start - (not end.hyphenated), following.end() if following else end.end, ""
        elif not end.wraps:
            if not _PARAGRAPH_END.match(text, end.end - 1):
                yield end.start, end.end, "\n\n"
        elif text[end.start : end.end] not in ("\n", "\r\n"):
            yield end.start, end.end, "\n"


def _cuts(text: str) -> Iterator[_Edit]:
    """A blank line at places in over-long paragraphs."""
    start = 0
    while start < len(text):
        break_ = _PARAGRAPH_BREAK.search(text, start)
        end, following = break_.span() if break_ else (len(text), len(text))
        while end - start > MAX_PARAGRAPH:
            gap = _last_gap(text, start + MAX_PARAGRAPH // 2, start + MAX_PARAGRAPH)
            yield *gap, "\n\n"
            start = gap[1]
        start = following


def _last_gap(text: str, start: int, end: int) -> tuple[int, int]:
    """The last end of a sentence between the offsets, else of a word, else `end` itself."""
    for pattern in (_SENTENCE_END, _WORD_END):
        found = list(pattern.finditer(text, start, end))
        if found:
            match = found[-1]
            return match.span("gap") if match["gap"] else (match.end(), match.end())
    return end, end
