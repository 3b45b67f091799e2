"""Transcripts: paragraphs that open with a speaker's name in capitals ("WEISS: We are ready.")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from attrs import frozen

from diplomacy_nlp import Span
from diplomacy_nlp.spans import trim

from .candidates import Candidate, Source
from .document import MarkedDocument

__all__ = ["transcript_candidates"]

_LABEL = re.compile(r"[“”\"'‘]?\s*((?:[A-Z][A-Z.'’-]+)(?: [A-Z(][A-Z.'’()-]*){0,4})\s*:(?=\s+\S)")


@frozen
class _Turn:
    label: str
    named: Span
    colon: Span
    end: int


def transcript_candidates(document: MarkedDocument) -> Iterator[Candidate]:
    """The turns of a transcript: each paragraph's text belongs to the name that it opens with.

    A word in capitals may announce something else ("UPDATE:"); so a label counts where the article names somebody by
    it, or where it comes again and takes turns with another.
    """
    turns = list(_turns(document))
    names = _last_names(document) if turns else set()
    known = {turn.label for turn in turns if turn.label.split()[-1] in names}
    returning = {label for label, times in Counter(turn.label for turn in turns).items() if times > 1}
    if len(known | returning) > 1:
        known |= returning
    for turn in turns:
        if turn.label not in known:
            continue
        content = trim(document.text, turn.colon.end, turn.end)
        words = document.words_between(turn.named.start, turn.named.end)
        if content is not None and words:
            yield Candidate(
                content=(content,),
                why="speaker's label",
                confidence=0.9,
                cue=turn.colon,
                source=Source(span=turn.named, heads=(words[-1],)),
                sure=True,
            )


def _turns(document: MarkedDocument) -> Iterator[_Turn]:
    for paragraph in document.paragraphs:
        found = _LABEL.match(document.text, paragraph.start, paragraph.end)
        if found is not None:
            yield _Turn(found[1], Span(*found.span(1)), Span(found.end() - 1, found.end()), paragraph.end)


def _last_names(document: MarkedDocument) -> set[str]:
    """The last words of the names in the article, in capitals."""
    names = (document.text[entity.span.start : entity.span.end] for entity in document.annotation.entities)
    return {name.split()[-1].upper() for name in names if not name.isupper() and name.split()}
