"""The plugin: reactions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from diplomacy_nlp import Actor, Annotation, Article, Proposal, Quote, Reaction, hookimpl
from diplomacy_nlp.toolkit.options import share

from .confidence import calibrated
from .find import find_reactions
from .lexicon import cues_with, packaged_cues

__all__ = ["Reactions"]


class Reactions:
    """Finds reactions: who takes what stance toward what.

    Args:
        lexicon: a file of your own with verbs, nouns and adjectives that express a stance, which extends and overrides
            the package's; docs/lexicons.md of the project says how it is written.
        min_confidence: leave out reactions that are less sure than this, from 0 (all) to 1.

    Raises:
        LexiconError: the file cannot be read, or a line of it has a fault.
        ValueError: `min_confidence` is no number from 0 to 1.
    """

    name = "reactions"

    def __init__(self, *, lexicon: str | Path | None = None, min_confidence: float = 0.0) -> None:
        self.min_confidence = share("Reactions(min_confidence=...)", min_confidence)
        self._cues = packaged_cues() if lexicon is None else cues_with(lexicon)

    @hookimpl
    def diplomacy_find_reactions(
        self,
        article: Article,
        annotation: Annotation,
        actors: Sequence[Actor],
        quotes: Sequence[Quote],
        proposals: Sequence[Proposal],
    ) -> Iterator[Reaction]:
        """Reactions in the order of the text, as far as they are sure enough."""
        found = find_reactions(article, annotation, actors, quotes, proposals, cues=self._cues)
        for reaction in map(calibrated, found):
            if reaction.confidence >= self.min_confidence:
                yield reaction
