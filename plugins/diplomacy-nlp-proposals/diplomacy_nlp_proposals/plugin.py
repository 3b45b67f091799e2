"""The plugin: one hook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from attrs import evolve

from diplomacy_nlp import Actor, Annotation, Article, Proposal, Quote, hookimpl
from diplomacy_nlp.toolkit.options import proportion

from .confidence import calibrated
from .find import find_proposals
from .learned import FILES, read_model
from .lexicons import cues_with, packaged_cues
from .rows import patterns_with

__all__ = ["Proposals"]


class Proposals:
    """Finds proposals by verbs and nouns over the parse.

    Args:
        lexicon: a file of your own with verbs and nouns that propose, which extends and overrides the package's;
            docs/lexicons.md of the project says how it is written.
        patterns: a file of your own with rules as rows, which come before the package's; see there too.
        model: folder of a network that says which of the rules' proposals stand, and finds others; by default the
            embedded one, which reads the vectors of the embedded models of diplomacy-nlp-stanza. None does without:
            rules alone, and no torch. What is found by words or rows of your own stands, whatever it says.
        min_confidence: leave out proposals that are less sure than this, from 0 (all) to 1.

    Raises:
        LexiconError: the file cannot be read, or a line of it has a fault.
        ModelError: the folder lacks a file; on first use also a file that was changed or cannot be read.
        ValueError: `min_confidence` is no number from 0 to 1.
    """

    name = "proposals"

    def __init__(
        self,
        *,
        lexicon: str | Path | None = None,
        patterns: str | Path | None = None,
        model: str | Path | None = FILES.folder,
        min_confidence: float = 0.0,
    ) -> None:
        self.min_confidence = proportion("Proposals(min_confidence=...)", min_confidence)
        self._cues = packaged_cues() if lexicon is None else cues_with(lexicon)
        if patterns is not None:
            self._cues = evolve(self._cues, rows=patterns_with(patterns))
        self._model = FILES.chosen("Proposals(model=...)", model, read_model)

    @hookimpl
    def diplomacy_find_proposals(
        self, article: Article, annotation: Annotation, actors: Sequence[Actor], quotes: Sequence[Quote]
    ) -> tuple[Proposal, ...]:
        """The article's proposals; links are ids where `actors` names them, else spans."""
        model = None if annotation.vectors is None or self._model is None else self._model.get()
        found = find_proposals(article, annotation, actors, quotes, cues=self._cues, model=model)
        if model is None or not model.reads(annotation):
            found = tuple(map(calibrated, found))
        return tuple(proposal for proposal in found if proposal.confidence >= self.min_confidence)
