"""What the types of events are learned from: sentences that human coders gave a type, as the library reads them."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from slots import SlotExample

from diplomacy_nlp import Analysis
from diplomacy_nlp.annotation import Annotation
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.learned.coder import CODES, TYPES, coding_of
from diplomacy_nlp.toolkit.learned.columns import vectors_of
from diplomacy_nlp.types import EventType

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
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {
        hashlib.sha256(row["sentence"].encode()).hexdigest(): _ALSO.get(row["gold_root"]) or EventType(row["gold_root"])
        for row in rows
    }


def coding_examples(
    types: Mapping[str, EventType], read: Iterable[tuple[Annotation, Analysis]]
) -> Iterator[SlotExample]:
    """The proposals and reactions of such sentences, each with its sentence's type.

    Args:
        types: by the text's SHA-256.
        read: the articles as networks read them that did not learn from them.
    """
    for annotation, analysis in read:
        event = types.get(analysis.article.sha256)
        if event is None:
            continue
        document = Document(
            article=analysis.article,
            annotation=annotation,
            actors=analysis.actors,
            quotes=analysis.quotes,
            proposals=analysis.proposals,
        )
        right = [own == event for own in TYPES]
        for item in (*analysis.proposals, *analysis.reactions):
            coding = coding_of(document, item)
            if coding is not None:
                at = None if coding.about is None else document.number_of(coding.about)
                yield SlotExample(
                    article=analysis.article.sha256,
                    name=CODES,
                    label=coding.label,
                    vectors=vectors_of(annotation),
                    cue=document.number_of(coding.cue),
                    options=[(at, facts) for facts in coding.facts],
                    right=right,
                    counted=right,
                    sort=event,
                )
