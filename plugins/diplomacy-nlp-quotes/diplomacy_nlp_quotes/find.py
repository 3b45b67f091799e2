"""The pass over an article: rules propose, the network decides where there is one, and what stands becomes quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from diplomacy_nlp import Actor, Annotation, Article, Quote

from .build import quotes_of
from .candidates import Candidate
from .direct import direct_candidates
from .document import MarkedDocument
from .phrases import phrase_candidates
from .predicates import predicate_candidates
from .resolutions import with_headings
from .settle import aligned, in_order, settled
from .substance import stands
from .transcripts import transcript_candidates

if TYPE_CHECKING:
    from .learned.model import AttributionModel

__all__ = ["candidates_of", "decided", "find_quotes"]

_RULES = (direct_candidates, predicate_candidates, phrase_candidates, transcript_candidates)


def candidates_of(document: MarkedDocument) -> Iterator[Candidate]:
    """All that the rules propose, each squared with the quotation marks around it."""
    for rule in _RULES:
        for candidate in rule(document):
            fitting = aligned(document, candidate)
            if fitting is not None:
                yield fitting


def find_quotes(
    article: Article, annotation: Annotation, actors: Iterable[Actor], *, model: AttributionModel | None = None
) -> tuple[Quote, ...]:
    """The quotes of an article.

    Args:
        article: the text.
        annotation: its parse.
        actors: who is in the text, with ids.
        model: the network, which is asked if the annotation has vectors that it can read; without it, or without
            such vectors, the rules decide alone.

    Returns:
        Quotes in the order of the text; nested ones follow the one they stand in.
    """
    document = MarkedDocument(article=article, annotation=annotation, actors=actors)
    candidates = settled(candidates_of(document))
    if model is not None and annotation.vectors is not None and annotation.vectors_by == model.vectors_by:
        candidates = decided(document, model, candidates)
    standing = (candidate for candidate in candidates if stands(document, candidate))
    return quotes_of(document, tuple(with_headings(document, standing)))


def decided(
    document: MarkedDocument, model: AttributionModel, candidates: tuple[Candidate, ...]
) -> tuple[Candidate, ...]:
    """What stands of the rules' candidates, and what the network finds beside them."""
    import numpy as np

    from .learned.combine import combined
    from .learned.paragraphs import paragraphs_of

    vectors = np.asarray(document.annotation.vectors)
    attributions = model.attributions(vectors, paragraphs_of(document, candidates))
    return in_order(combined(document, model, attributions, candidates))
