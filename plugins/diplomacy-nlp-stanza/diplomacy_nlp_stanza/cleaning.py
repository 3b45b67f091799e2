"""What Stanza gets to read in the place of the text, and the way back to the text's own offsets.

The article's text is never changed; Stanza reads a `CleanedText` of it, each of whose characters knows which stretch of
the text it stands for. It differs from the text only where the text would mislead the models or exhaust them:

- every line end is either a blank line (a paragraph ends, and so does the sentence) or one line feed (hard wrapping);
- control characters and zero-width spaces read as spaces; marks nobody sees (byte order mark, soft hyphen, directions,
  word joiner) are not read; letters with combining accents and ligatures read as the letters they look like;
- of HTML the tags are not read, those of paragraphs, list items and the like end one, and "&amp;" reads as "&";
- a stretch of over `MAX_RUN` characters without white space, or of one character alone, reads as its beginning;
- a paragraph of over `MAX_PARAGRAPH` characters is cut, at the end of a sentence where there is one.
"""

from __future__ import annotations

import html
import re
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import field, frozen

from diplomacy_nlp.spans import Span

__all__ = ["MAX_PARAGRAPH", "MAX_RUN", "MAX_TOKEN", "SHOWN", "CleanedText", "cleaned"]

MAX_RUN = 1000  # characters; the longest word of a dictionary has 45, a long web address 500
MAX_PARAGRAPH = 10_000  # characters; Stanza pads all paragraphs that it reads together to the length of the longest
MAX_TOKEN = 100  # characters: of a longer token, the models are shown the first `SHOWN`
SHOWN = 50

_Edit = tuple[int, int, str]  # start, end, what is read in their place

_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")
_PARAGRAPH_END = re.compile(r"\n\s*?(?:\n|\Z)")  # what Stanza takes for one
_WIDEST_WRAP = 120  # characters: lines longer than this were not wrapped by hand
_NARROWEST_WRAP = 40

# scripts written without spaces between words: Thai, Lao, Tibetan, Burmese, Khmer, Chinese and Japanese
_NO_SPACES = r"\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3000-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_LATIN = r"[A-Za-z\u00c0-\u024f]"
_BLOCKS = (
    "address|article|aside|blockquote|body|br|center|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|head|header|hr|"
    "html|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
_INLINE = "a|abbr|b|big|cite|code|del|em|font|i|img|ins|kbd|mark|q|s|small|span|strike|strong|sub|sup|time|tt|u|wbr"
_TAG_END = r"(?:\s[^<>\r\n\v\f\x85\u2028\u2029]{0,2000})?\s?/?>"
_ODD = re.compile(
    rf"(?P<run>[^\s{_NO_SPACES}]{{{MAX_RUN + 1},}}|(?P<same>\S)(?P=same){{{MAX_RUN},}})"
    r"|(?P<space>[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b])"
    r"|(?P<unseen>[\xad\u180e\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
    rf"|(?<={_LATIN})[\u200c\u200d](?={_LATIN}))"
    r"|(?P<accents>[^\W\d_][\u0300-\u036f]{1,8})"
    r"|(?P<ligature>[\ufb00-\ufb06])"
    rf"|(?P<block></?(?i:{_BLOCKS}){_TAG_END})|(?P<inline></?(?i:{_INLINE}){_TAG_END})"
    r"|(?P<entity>&(?:[A-Za-z]{2,8}|#[0-9]{1,6}|#[xX][0-9A-Fa-f]{1,5});)"
)
_READ_AS: dict[str, Callable[[str], str]] = {
    "space": lambda _: " ",
    "unseen": lambda _: "",
    "accents": lambda letter: unicodedata.normalize("NFC", letter),
    "ligature": lambda letter: unicodedata.normalize("NFKC", letter),
    "block": lambda _: "\n\n",
    "inline": lambda _: "",
    "entity": html.unescape,
}
_CLOSING = ".,;:!?…\"'”’)]}»"
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’)\]»]*(?P<gap>\s+)|[。！？]")
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
    readable = whole.edited(sorted([*_odd_characters(text), *_line_ends(text)]))
    return readable.edited(_cuts(readable.text))


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
    """A blank line in the place of each line end, but for those that wrap a paragraph by hand."""
    block: list[tuple[int, int]] = []  # lines without a blank one between them
    ends: list[tuple[int, int]] = []  # the line ends after them
    start = 0
    for match in _LINE_END.finditer(text):
        if text[start : match.start()].strip():
            block.append((start, match.start()))
            ends.append(match.span())
        elif block:
            yield from _block_ends(text, block, ends)
            block, ends = [], []
        start = match.end()
    if text[start:].strip():
        block.append((start, len(text)))
    yield from _block_ends(text, block, ends)


def _block_ends(text: str, block: list[tuple[int, int]], ends: list[tuple[int, int]]) -> Iterator[_Edit]:
    lines = [text[start:end].strip() for start, end in block]
    width = max(map(len, lines), default=0)
    for number, (start, end) in enumerate(ends):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if not _is_wrapped(lines[number], following, width):
            if not _PARAGRAPH_END.match(text, end - 1):
                yield start, end, "\n\n"
        elif text[start:end] not in ("\n", "\r\n"):
            yield start, end, "\n"


def _is_wrapped(line: str, following: str, width: int) -> bool:
    """Whether the line was broken because the next word did not fit into `width` (the longest line's)."""
    if not following:
        return False
    if following[0].islower():
        return True
    word = following.split(maxsplit=1)[0]
    return _NARROWEST_WRAP <= width <= _WIDEST_WRAP and len(line) + 1 + len(word) > width


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
