"""The heading of a text: the lines before its first sentence, and those of them that say whose text it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from diplomacy_nlp import Annotation, Span

from .tables import word_class

__all__ = ["heading", "is_letterhead", "is_short", "lines_of"]

_SHORT = 12  # words of a line that is a heading or a signature


def lines_of(text: str) -> list[Span]:
    """The lines of a text that are not empty."""
    return [Span(*m.span()) for m in re.finditer(r"[^\r\n]*\S[^\r\n]*", text)]


def heading(annotation: Annotation, lines: Sequence[Span]) -> Sequence[Span]:
    """The lines before the first one that is a sentence."""
    for number, line in enumerate(lines[:5]):
        if not is_short(annotation, line):
            return lines[:number]
    return lines[:5]


def is_short(annotation: Annotation, line: Span) -> bool:
    """Whether a line is a heading or a signature by its length, and no sentence."""
    words = annotation.words_in(line)
    return len(words) <= 3 * _SHORT and not any(
        w.upos in ("VERB", "AUX") and w.feat("VerbForm") == "Fin" for w in words
    )


def is_letterhead(text: str, line: Span) -> bool:
    """Whether a line of a heading says whose text it is: a body's name alone, or "Statement by"."""
    shown = text[line.start : line.end].strip()
    words = [w.lower() for w in re.findall(r"\w+", shown)]
    if not words:
        return False
    says = word_class("statement")
    by = any(w in says and after in ("by", "of", "from") for w, after in pairwise(words))
    return (
        by
        or any(w in says for w in words[:3])
        or words[0] in word_class("letterhead")
        or (words[0] == "the" and len(words) > 1 and words[1] in word_class("letterhead"))
        or (shown.isupper() and any(w in word_class("letterhead") for w in words))
    )
