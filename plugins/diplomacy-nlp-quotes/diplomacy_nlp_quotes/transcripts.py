"""Transcripts: what is said after a speaker's label ("WEISS: We are ready."), until the next one."""

from __future__ import annotations

from collections.abc import Iterator

from diplomacy_nlp.toolkit.turns import turns

from .candidates import Candidate, Source
from .document import MarkedDocument

__all__ = ["transcript_candidates"]


def transcript_candidates(document: MarkedDocument) -> Iterator[Candidate]:
    """The turns of a transcript, an interview or minutes: the label is the source, its colon the cue."""
    for turn in turns(document.text):
        words = document.words_between(turn.label.start, turn.label.end)
        if words:
            yield Candidate(
                content=turn.content,
                why="speaker's label",
                confidence=0.9,
                cue=turn.colon,
                source=Source(span=turn.label, heads=(words[-1],)),
                sure=True,
            )
