"""Verbs and adjectives as cues, by the rows of `patterns.tsv`: what their classes, calls and slots mean for quotes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache

from diplomacy_nlp import Span
from diplomacy_nlp.toolkit.clause import Clause
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.lexicon import packaged
from diplomacy_nlp.toolkit.patterns import Match, Patterns
from diplomacy_nlp.toolkit.words import known_lemma

from .candidates import Candidate
from .document import MarkedDocument
from .extent import branch, cue_span, is_endless
from .lexicons import adjectives, verbs
from .sources import addressees_of, source_of

__all__ = ["KINDS", "patterns", "predicate_candidates"]

KINDS = ("clause", "infinitive", "phrase", "object")
_NO_PREDICATES = ("aux", "cop", "case", "mark", "amod", "compound", "fixed", "flat")


def predicate_candidates(document: MarkedDocument) -> Iterator[Candidate]:
    """Attributions whose cue is a verb or an adjective; of several rows that hold of it, the first counts."""
    rows = patterns()
    for word in rows.set_off(document.annotation):
        if word.relation in _NO_PREDICATES or is_endless(document.annotation, word):
            continue
        match = next(rows.matches(document, word), None)
        if match is not None and (found := _candidate(document, match)) is not None:
            yield found


@cache
def patterns() -> Patterns:
    """The rows of this package."""
    return Patterns(
        packaged("diplomacy_nlp_quotes", "patterns.tsv"), classes=_class, calls={"bare": _is_bare}, kinds=KINDS
    )


def _class(name: str) -> Collection[str]:
    """The verbs ("for") or adjectives ("adjective for") that take something, or a phrase with a preposition."""
    sort, _, taken = name.rpartition(" ")
    cues = adjectives().values() if sort == "adjective" else verbs().values()
    return [cue.lemma for cue in cues if cue.kind != "raising" and taken in (*cue.takes, *cue.prepositions)]


def _is_bare(_: Document, clause: Clause) -> bool:
    """Whether a predicate has no object."""
    return not clause.annotation.children(clause.head, "obj", "iobj")


def _candidate(document: MarkedDocument, match: Match) -> Candidate | None:
    """The candidate of a row; None where no content is left beside the cue."""
    annotation, word, kind = document.annotation, match.word, match.pattern.kind
    cue = cue_span(annotation, word)
    spans = tuple(span for span in _content(document, match) if not span.overlaps(cue))
    if not spans:
        return None
    known = verbs() if word.upos == "VERB" else adjectives()
    entry = known[known_lemma(word.lemma, word.text, known)]
    return Candidate(
        content=spans,
        why=match.pattern.rule,
        confidence=match.pattern.confidence,
        cue=cue,
        predicate=word,
        source=source_of(annotation, word),
        addressees=addressees_of(annotation, word),
        hedged=bool(entry.hedged),
        reports=entry.reports and kind != "infinitive",
    )


def _content(document: MarkedDocument, match: Match) -> tuple[Span, ...]:
    """The content: a clause as it stands; of what follows the cue, from the first part to the last."""
    annotation, word = document.annotation, match.word
    kind, heads = match.pattern.kind, [words[0] for words in match.slots.values() if words]
    first = word
    if kind == "phrase":  # without its preposition
        first = annotation.child(heads[0], "case", "mark") or word
    found = [span for head in heads for span in branch(annotation, head, first)]
    if kind == "clause":
        return tuple(found)
    after = [span for span in found if span.start > word.span.start]
    return (Span(min(after).start, max(span.end for span in after)),) if after else ()
