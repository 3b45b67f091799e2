"""Spellings of one name that news uses side by side: with and without accents, with and without an Arabic article."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from attrs import field, frozen

from diplomacy_nlp import Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.pasted import ENTITY, MISREAD, UNSEEN, as_written, readable

__all__ = ["Plain", "bare", "folded", "is_possessive", "plain_name", "plain_of", "sounding", "without_article"]

# letters that Unicode does not take apart into a base letter and a mark
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "a"}
)
_ARTICLE = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|az|ul)[-‑–](?=\w)")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """A name in lower case and without accents: "Vučić" and "Vucic" come out alike."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFD", text.lower().translate(_LETTERS))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def without_article(part: str) -> str:
    """A folded part of a name without the Arabic article before it: "dabbas" for "al-dabbas"."""
    return _ARTICLE.sub("", part, count=1)


_PRIMES = ("'s", "’s", "'", "’")


def is_possessive(word: Word) -> bool:
    """Whether a word is the end of a possessive: "'s"."""
    return word.text in _PRIMES or word.lemma in _PRIMES


def bare(text: str) -> str:
    """A word without a possessive that the tokeniser left on it."""
    if "'" not in text and "’" not in text:
        return text
    return next((text.removesuffix(end) for end in _PRIMES if text.endswith(end) and text != end), text)


_PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "\n": " ", "\t": " ", "\xa0": " ", "‑": "-", "–": "-"})
# Cyrillic and Greek letters that look like Latin ones
_LOOK_ALIKE = str.maketrans("АВЕЅІЈКМНОРСТХУасеіјорѕхуԁΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTXYaceijopsxydABEZHIKMNOPTYXo")
_ODD = re.compile(
    rf"[{UNSEEN}\u0300-\u036f\ufb00-\ufb06\uff01-\uff5e\u2007\u202f]"
    r"|[A-Za-z][\u0370-\u04ff\u0501]|[\u0370-\u04ff\u0501][A-Za-z]"
    rf"|(?<=[a-z])-\r?\n(?=[a-z])|{MISREAD}|{ENTITY}"
)
_WRITTEN = re.compile(f"{MISREAD}|{ENTITY}")
_UNSEEN = re.compile(rf"[{UNSEEN}]|(?<=[a-z])-\r?\n(?=[a-z])")
_MIXED = re.compile(r"\b(?=\w*[A-Za-z])\w*[\u0370-\u04ff\u0501]\w*")  # words of letters of two alphabets


@frozen
class Plain:
    """A text as its letters look, and where they stand: straight apostrophes, plain spaces, no characters unseen.

    Args:
        text: the plain text.
        starts, ends: where each of its characters begins and ends in the text; empty where all stand where they stood.
    """

    text: str
    starts: Sequence[int] = field(default=(), repr=False)
    ends: Sequence[int] = field(default=(), repr=False)

    def begin(self, offset: int) -> int:
        """Where the character that stands at an offset of the text is in the plain one."""
        return bisect_left(self.starts, offset) if self.starts else offset

    def span(self, start: int, end: int) -> Span:
        """The stretch of the text that a stretch of the plain one stands for."""
        return Span(self.starts[start], self.ends[end - 1]) if self.starts else Span(start, end)


def plain_of(text: str) -> Plain:
    """A text as its letters look: accents joined to their letters, full-width and look-alike letters as plain ones."""
    if _ODD.search(text) is None:
        return Plain(text.translate(_PLAIN))
    seen = [*_seen(text)]
    shown = _MIXED.sub(lambda word: word[0].translate(_LOOK_ALIKE), "".join(letters for letters, _, _ in seen))
    starts = [start for letters, start, _ in seen for _ in letters]
    ends = [end for letters, _, end in seen for _ in letters]
    return Plain(shown.translate(_PLAIN), starts, ends)


def _seen(text: str) -> Iterator[tuple[str, int, int]]:
    """The characters of a text as they look, with where each begins and ends."""
    at = 0
    for odd in _ODD.finditer(text):
        begin = max(at, odd.start() - 1)  # with the letter that an accent stands on
        yield from ((text[n], n, n + 1) for n in range(at, begin))
        at = begin
        while at < odd.end():
            letters, end = _letters_at(text, at)
            yield letters, at, end
            at = end
    yield from ((text[n], n, n + 1) for n in range(at, len(text)))


def _letters_at(text: str, at: int) -> tuple[str, int]:
    """How the character at an offset looks, with the accents after it, and where they end."""
    unseen = _UNSEEN.match(text, at)
    if unseen is not None:
        return "", unseen.end()
    written = _WRITTEN.match(text, at)
    if written is not None:
        return as_written(written[0]), written.end()
    end = at + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return unicodedata.normalize("NFKC" if text[at] > "\u2000" else "NFC", text[at:end]), end


_SOUNDS = (  # of transliterations that news has side by side: Zelensky and Zelenskyy, Hussein and Husain
    (re.compile(r"(?:iy|yy|ii|ij|yi)$"), "y"),
    (re.compile(r"(?<=[^aeiou])ei$"), "i"),
    (re.compile(r"(.)\1"), r"\1"),
    (re.compile(r"^yu"), "iu"),
)
_SHORT = 5  # letters: of shorter names one letter makes another person


def sounding(part: str) -> str:
    """A folded part of a name with what transliterations differ in made alike: "zelenskyy" as "zelensky"."""
    if len(part) <= _SHORT:
        return part
    for pattern, instead in _SOUNDS:
        part = pattern.sub(instead, part)
    return part


def plain_name(text: str) -> str:
    """A name as its letters look, with the apostrophes that the text has."""
    if text.isascii() and text.replace(" ", "").isalpha():
        return text
    text = readable(text)
    return text if _ODD.search(text) is None and "\xa0" not in text else plain_of(text).text
