"""A quotation that is signed: "“We waited too long.” — Anna Weiss, mayor of Graz", on its line or on the next."""

from __future__ import annotations

import re
from itertools import takewhile

from diplomacy_nlp import Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import trim

from .candidates import Candidate, Source
from .document import MarkedDocument
from .marks import Quotation
from .speakers import cued

__all__ = ["signature_of"]

_DASH = re.compile(r"\s*(—|–|―|--|-)\s*(?=\w)")
_ANYTHING = re.compile(r"\S")
_LONGEST = 160  # characters
_NAMED_BY = {"PROPN", "NOUN", "ADJ", "DET", "NUM", "ADP", "X"}
_MOST = 8  # words of a name with its title


def signature_of(document: MarkedDocument, quotation: Quotation) -> Candidate | None:
    """The dash after a quotation and who is named after it, if that is all that its line still holds."""
    line = _line_after(document, quotation)
    dash = None if line is None else _DASH.match(document.text, line.start, line.end)
    if line is None or dash is None or line.end - dash.end() > _LONGEST:
        return None
    words = [word for word in document.words_between(dash.end(), line.end) if word.span.start >= dash.end()]
    named = [*takewhile(lambda word: word.upos != "PUNCT" or word.text == ".", words)]
    if not named or len(named) > _MOST or not _names_somebody(document, named):
        return None
    span = trim(document.text, named[0].span.start, named[-1].span.end)
    inside = {word.id for word in named}
    head = next((word for word in named if word.head not in inside), named[0])
    return cued(Span(*dash.span(1)), Source(span=span, heads=(head,)), "signed quotation", sure=True)


def _line_after(document: MarkedDocument, quotation: Quotation) -> Span | None:
    """What follows a quotation in its paragraph; where that is nothing, the next paragraph."""
    if not quotation.closed:
        return None
    number = document.paragraph_number(quotation.span.start)
    for paragraph in document.paragraphs[number : number + 2]:
        start = max(paragraph.start, quotation.span.end)
        if _ANYTHING.search(document.text, start, paragraph.end):
            return Span(start, paragraph.end)
    return None


def _names_somebody(document: MarkedDocument, named: list[Word]) -> bool:
    if not all(word.upos in _NAMED_BY or word.text == "." for word in named):
        return False
    span = Span(named[0].span.start, named[-1].span.end)
    return named[0].upos == "PROPN" or any(
        entity.type in ("PER", "ORG") for entity in document.annotation.entities_in(span)
    )
