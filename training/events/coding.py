"""What the types of events are learned from: sentences that human coders gave a type, as the library reads them."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from slots import SlotExample, document_of

from diplomacy_nlp import Analysis
from diplomacy_nlp.annotation import Annotation
from diplomacy_nlp.toolkit.learned.coder import CODES, TYPES, coding_of
from diplomacy_nlp.toolkit.learned.columns import vectors_of
from diplomacy_nlp.types import EventType

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from gold import rows_of  # benchmarks/ is no package

__all__ = ["EPOCHS", "coding_examples", "types_in"]

EPOCHS = 15
_ALSO = {"YIELD": EventType.CONCEDE}  # what the coders call it


def types_in(path: Path | None) -> dict[str, EventType]:
    """The types of sentences, by their SHA-256.

    Args:
        path: a table with the columns "sentence" and "gold_root", tabs between them.
    """
    if path is None:
        return {}
    return {
        hashlib.sha256(row["sentence"].encode()).hexdigest(): _ALSO.get(row["gold_root"]) or EventType(row["gold_root"])
        for row in rows_of(path)
    }


def coding_examples(
    types: Mapping[str, EventType], read: Iterable[tuple[Annotation, Analysis]]
) -> Iterator[SlotExample]:
    """The reactions of such sentences, each with its sentence's type.

    Args:
        types: by the text's SHA-256.
        read: the articles as networks read them that did not learn from them.
    """
    for annotation, analysis in read:
        event = types.get(analysis.article.sha256)
        if event is None:
            continue
        document, vectors = document_of(annotation, analysis), vectors_of(annotation)
        right = [own == event for own in TYPES]
        for reaction in analysis.reactions:
            coding = coding_of(document, reaction)
            if coding is not None:
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
