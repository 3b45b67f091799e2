"""A plugin of a few rows: who walks out of talks, or stays away. It walks no tree; the toolkit's clauses do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from diplomacy_nlp import Actor, Annotation, Article, Finding, hookimpl
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.patterns import Patterns

__all__ = ["PATTERNS", "Walkouts"]

TALKS = {"talk", "talks", "negotiation", "negotiations", "summit", "conference", "meeting"}


def _is_talks(_: Document, word: Word) -> bool:
    return word.lemma.lower() in TALKS


PATTERNS = Patterns(Path(__file__).with_name("walkouts.tsv"), filters={"talks": _is_talks})


class Walkouts:
    """Labels every walkout and boycott, and links it to whoever walks out or stays away."""

    name = "walkouts"

    @hookimpl
    def diplomacy_find_more(
        self, article: Article, annotation: Annotation, actors: Sequence[Actor]
    ) -> Iterator[Finding]:
        """Walkouts and boycotts, in the order of the text."""
        document = Document(article=article, annotation=annotation, actors=actors)
        for word in annotation.words:
            for match in PATTERNS.matches(document, word):
                yield Finding(
                    label=match.pattern.kind,
                    spans=[word.span],
                    links=document.naming.links_to(match.slots["who"]),
                    confidence=match.pattern.confidence,
                    why=match.pattern.rule,
                )
