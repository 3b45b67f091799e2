"""The plugin: what the core calls. The work is done in the modules beside this one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from diplomacy_nlp import Actor, Annotation, Article, hookimpl
from diplomacy_nlp.toolkit.options import path_of, yes_or_no

from .find import find_actors
from .gazetteer import read_gazetteer
from .learned import FILES, read_model
from .names import known_forms

__all__ = ["Actors"]


class Actors:
    """Groups the names, nominals, metonyms and pronouns of an article into Actors.

    Args:
        pronouns: whether to resolve pronouns; without them only names and nominals count.
        gazetteer: a CSV file with actors of the user's own, which win over ours. `read_gazetteer` says what is in it.
        model: folder of the networks that say whom nominals and pronouns mean, and of which state somebody is; by
            default the embedded ones, which read the vectors of the embedded models of diplomacy-nlp-stanza. None does
            without: rules alone, and no torch.

    Raises:
        ValueError: an option is not of its type.
        ModelError: the folder lacks a file; on first use also a file that was changed or cannot be read.
        LexiconError: the gazetteer has a fault; the message names the file, the line and the mend.
    """

    name = "actors"

    def __init__(
        self, *, pronouns: bool = True, gazetteer: str | Path | None = None, model: str | Path | None = FILES.folder
    ) -> None:
        self.pronouns = yes_or_no("Actors(pronouns=...)", pronouns)
        self.gazetteer = None if gazetteer is None else path_of("Actors(gazetteer=...)", gazetteer)
        self._forms = None if self.gazetteer is None else known_forms(read_gazetteer(self.gazetteer))
        self._model = FILES.chosen("Actors(model=...)", model, read_model)

    @hookimpl
    def diplomacy_find_actors(self, article: Article, annotation: Annotation) -> Iterable[Actor]:
        """Stage 2: see `find_actors`."""
        model = None if annotation.vectors is None or self._model is None else self._model.get()
        return find_actors(article, annotation, pronouns=self.pronouns, forms=self._forms, model=model)
