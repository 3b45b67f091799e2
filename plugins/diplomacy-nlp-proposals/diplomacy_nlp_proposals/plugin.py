"""The plugin: one hook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from diplomacy_nlp import Actor, Annotation, Article, Proposal, Quote, hookimpl
from diplomacy_nlp.toolkit.options import share

from .confidence import calibrated
from .find import find_proposals
from .lexicons import cues_with, packaged_cues

__all__ = ["Proposals"]


class Proposals:
    """Finds proposals by verbs and nouns over the parse.

    Args:
        lexicon: a file of your own with verbs and nouns that propose, which extends and overrides the package's;
            docs/lexicons.md of the project says how it is written.
        min_confidence: leave out proposals that are less sure than this, from 0 (all) to 1.

    Raises:
        LexiconError: the file cannot be read, or a line of it has a fault.
        ValueError: `min_confidence` is no number from 0 to 1.
    """

    name = "proposals"

    def __init__(self, *, lexicon: str | Path | None = None, min_confidence: float = 0.0) -> None:
        self.min_confidence = share("Proposals(min_confidence=...)", min_confidence)
        self._cues = packaged_cues() if lexicon is None else cues_with(lexicon)

    @hookimpl
    def diplomacy_find_proposals(
        self, article: Article, annotation: Annotation, actors: Sequence[Actor], quotes: Sequence[Quote]
    ) -> tuple[Proposal, ...]:
        """The article's proposals; links are ids where `actors` names them, else spans."""
        found = map(calibrated, find_proposals(article, annotation, actors, quotes, cues=self._cues))
        return tuple(proposal for proposal in found if proposal.confidence >= self.min_confidence)
