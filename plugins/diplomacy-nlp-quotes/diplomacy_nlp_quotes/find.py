"""The pass over an article: rules propose, proposals are settled, and what stands becomes quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from diplomacy_nlp import Actor, Annotation, Article, Quote

from .build import quotes_of
from .candidates import Candidate
from .clauses import clause_candidates
from .direct import direct_candidates
from .nominal import nominal_candidates
from .phrases import phrase_candidates
from .reading import Reading
from .settle import aligned, settled
from .tags import headline_candidates, report_candidates, tag_candidates

__all__ = ["candidates_of", "find_quotes"]

_RULES = (
    direct_candidates,
    clause_candidates,
    phrase_candidates,
    nominal_candidates,
    tag_candidates,
    report_candidates,
    headline_candidates,
)


def candidates_of(reading: Reading) -> Iterator[Candidate]:
    """All that the rules propose, each squared with the quotation marks around it."""
    for rule in _RULES:
        for candidate in rule(reading):
            fitting = aligned(reading, candidate)
            if fitting is not None:
                yield fitting


def find_quotes(article: Article, annotation: Annotation, actors: Iterable[Actor]) -> tuple[Quote, ...]:
    """The quotes of an article.

    Args:
        article: the text.
        annotation: its parse.
        actors: who is in the text, with ids.

    Returns:
        Quotes in the order of the text; nested ones follow the one they stand in.
    """
    reading = Reading(article=article, annotation=annotation, actors=tuple(actors))
    return quotes_of(reading, settled(candidates_of(reading)))
