"""The plugin: reactions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import evolve

from diplomacy_nlp import Actor, Annotation, Article, Proposal, Quote, Reaction, hookimpl
from diplomacy_nlp.toolkit.options import proportion

from .confidence import calibrated
from .find import find_reactions
from .learned import FILES, read_model
from .lexicon import cues_with, packaged_cues
from .rows import patterns_with

__all__ = ["Reactions"]


class Reactions:
    """Finds reactions: who takes what stance toward what.

    Args:
        lexicon: a file of your own with verbs and adjectives that express a stance, which extends and overrides
            the package's; docs/lexicons.md of the project says how it is written.
        patterns: a file of your own with rules as rows, which come before the package's; see there too.
        model: folder of a network that says which of the rules' reactions stand, and finds others; by default the
            embedded one, which reads the vectors of the embedded models of diplomacy-nlp-stanza. None does without:
            rules alone, and no torch. What is found by words or rows of your own stands, whatever it says.
        min_confidence: leave out reactions that are less sure than this, from 0 (all) to 1.

    Raises:
        LexiconError: the file cannot be read, or a line of it has a fault.
        ModelError: the folder lacks a file; on first use also a file that was changed or cannot be read.
        ValueError: `min_confidence` is no number from 0 to 1.
    """

    name = "reactions"

    def __init__(
        self,
        *,
        lexicon: str | Path | None = None,
        patterns: str | Path | None = None,
        model: str | Path | None = FILES.folder,
        min_confidence: float = 0.0,
    ) -> None:
        self.min_confidence = proportion("Reactions(min_confidence=...)", min_confidence)
        self._cues = packaged_cues() if lexicon is None else cues_with(lexicon)
        if patterns is not None:
            self._cues = evolve(self._cues, rows=patterns_with(patterns))
        self._model = FILES.chosen("Reactions(model=...)", model, read_model)

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
        model = None if annotation.vectors is None or self._model is None else self._model.get()
        found = find_reactions(article, annotation, actors, quotes, proposals, cues=self._cues, model=model)
        if model is None or not model.reads(annotation):
            found = map(calibrated, found)
        return (reaction for reaction in found if reaction.confidence >= self.min_confidence)
