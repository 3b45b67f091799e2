"""What the types of events are learned from: human coders' types of what one side does to another in a sentence."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from slots import SlotExample, document_of

from diplomacy_nlp import Analysis
from diplomacy_nlp.annotation import Annotation
from diplomacy_nlp.toolkit.learned.coder import CODES, TYPES, coding_of
from diplomacy_nlp.toolkit.learned.columns import vectors_of
from diplomacy_nlp.types import EventType, Reaction

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from gold import rows_of  # benchmarks/ is no package

__all__ = ["coding_examples", "types_in"]

_ALSO = {"YIELD": EventType.CONCEDE}  # what the coders call it
_NO_NAMES = frozenset(("the", "of", "and", "a", "an", "in"))


def types_in(path: Path | None) -> dict[str, list[tuple[EventType, frozenset[str]]]]:
    """What coders saw in sentences, by the sentences' SHA-256: types of events, and the words for who does it.

    Args:
        path: a table with the columns "sentence", "source" and "gold_root", tabs between them.
    """
    found: dict[str, list[tuple[EventType, frozenset[str]]]] = {}
    for row in () if path is None else rows_of(path):
        event = _ALSO.get(row["gold_root"]) or EventType(row["gold_root"])
        name = hashlib.sha256(row["sentence"].encode()).hexdigest()
        found.setdefault(name, []).append((event, _words(row["source"])))
    return found


def coding_examples(
    types: Mapping[str, Sequence[tuple[EventType, frozenset[str]]]], read: Iterable[tuple[Annotation, Analysis]]
) -> Iterator[SlotExample]:
    """The reactions of such sentences that are the source's, each with the type that coders saw.

    What others in the sentence do has a type that they did not write down.

    Args:
        types: of `types_in`.
        read: the articles as networks read them that did not learn from them.
    """
    for annotation, analysis in read:
        seen = types.get(analysis.article.sha256, ())
        document, vectors = document_of(annotation, analysis), vectors_of(annotation)
        for reaction in analysis.reactions:
            names = _names_of(analysis, reaction)
            event = next((event for event, source in seen if source & names), None)
            coding = None if event is None else coding_of(document, reaction)
            if event is None or coding is None:
                continue
            right = [own == event for own in TYPES]
            at = None if coding.about is None else document.number_of(coding.about)
            yield SlotExample(
                article=analysis.article.sha256,
                name=CODES,
                label=coding.label,
                vectors=vectors,
                cue=document.number_of(coding.cue),
                options=[(at, facts) for facts in coding.facts],
                right=right,
                counted=right,
                sort=event,
            )


def _names_of(analysis: Analysis, reaction: Reaction) -> frozenset[str]:
    """The words by which the text names those who react."""
    found: set[str] = set()
    for link in reaction.reactors:
        actor = analysis.resolve(link) if link.id else None
        spans = () if actor is None else actor.spans
        found.update(word for span in spans for word in _words(analysis.article[span]))
        if link.span is not None:
            found |= _words(analysis.article[link.span])
    return frozenset(found)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower())) - _NO_NAMES
