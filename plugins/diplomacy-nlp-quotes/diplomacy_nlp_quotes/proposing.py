"""What the rules for verbs and adjectives share: a candidate of a predicate, the spans of its complements."""

from __future__ import annotations

from collections.abc import Iterable

from diplomacy_nlp import Span
from diplomacy_nlp.annotation import Word

from .candidates import Candidate, Source
from .cues import cue_span
from .lexicons import Cue
from .reading import Reading
from .sources import addressees_of, source_of

__all__ = ["branch", "propose", "subject_spans"]


def propose(
    reading: Reading,
    word: Word,
    entry: Cue,
    content: Iterable[Span],
    why: str,
    confidence: float,
    *,
    upto: Word | None = None,
    source: Source | None = None,
    reports: bool = True,
) -> Candidate | None:
    """A candidate whose cue is a predicate; None where no content is left beside the cue.

    Args:
        upto: a preposition that belongs to the cue.
        source: who it is given to, where this is not the predicate's subject or agent.
        reports: whether this use of the predicate passes on what its content holds, if the predicate ever does.
    """
    cue = cue_span(reading.annotation, word, upto=upto)
    spans = tuple(c for c in content if not c.overlaps(cue))
    if not spans:
        return None
    return Candidate(
        content=spans,
        why=why,
        confidence=confidence,
        cue=cue,
        predicate=word,
        source=source_of(reading, word) if source is None else source,
        addressees=addressees_of(reading, word),
        hedged=entry.hedged,
        reports=entry.reports and reports,
    )


def branch(reading: Reading, top: Word, predicate: Word) -> tuple[Span, ...]:
    """The spans of a complement: its subtree, less the predicate's own words where the trees are tangled."""
    words = reading.annotation.subtree(top)
    if top.id > predicate.id:
        words = tuple(w for w in words if w.id > predicate.id)
    return reading.runs(words)


def subject_spans(reading: Reading, word: Word) -> tuple[Span, ...]:
    """The spans of a predicate's own subject."""
    subject = reading.annotation.child(word, "nsubj", "csubj")
    return () if subject is None else branch(reading, subject, word)
