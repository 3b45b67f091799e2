"""The heading of a text: the lines before its first sentence, and those of them that say whose text it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word

from .names import pronominal_words
from .tables import pronoun_forms, word_class

__all__ = ["first_persons", "heading", "is_letterhead", "is_short", "is_statement", "lines_of"]

_SHORT = 12  # words of a line that is a heading or a signature


def lines_of(text: str) -> list[Span]:
    """The lines of a text that are not empty."""
    return [Span(*m.span()) for m in re.finditer(r"[^\r\n]*\S[^\r\n]*", text)]


def heading(annotation: Annotation, lines: Sequence[Span], *, most: int = 5) -> Sequence[Span]:
    """The lines before the first one that is a sentence, at most so many."""
    for number, line in enumerate(lines[:most]):
        if not is_short(annotation, line):
            return lines[:number]
    return lines[:most]


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
    says, begins = word_class("statement"), word_class("letterhead")
    by = any(w in says and after in ("by", "of", "from") for w, after in pairwise(words))
    first = words[1:2] if words[:1] == ["the"] else words[:1]
    whole = words if shown.isupper() else ()
    return by or not says.isdisjoint(words[:3]) or not begins.isdisjoint((*first, *whole))


def first_persons(annotation: Annotation) -> list[Word]:
    """The words "I" and "we" of a text, in all their forms."""
    forms = pronoun_forms("we") | pronoun_forms("i")
    words = (w for w in annotation.kept(pronominal_words) if w.upos != "SCONJ" and w.text != "US")
    return [w for w in words if w.text.lower() in forms]


_QUOTED = re.compile('“[^“”]*”|"[^"]*"')
_SAID = re.compile(r"\bsa(?:id|ys?)\b[^.\n]{0,40}:\s*\n")
_LEAST_WE = 2  # pronouns that make a text somebody's own


def is_statement(text: str, annotation: Annotation) -> bool:
    """Whether a text is somebody's own: it speaks as "we" or "I" outside quotation marks, or after "NAME said:"."""
    if _SAID.search(text):
        return True
    first = first_persons(annotation)
    quoted = [Span(*m.span()) for m in _QUOTED.finditer(text)] if len(first) >= _LEAST_WE else []
    return sum(not any(q.contains(w.span) for q in quoted) for w in first) >= _LEAST_WE
