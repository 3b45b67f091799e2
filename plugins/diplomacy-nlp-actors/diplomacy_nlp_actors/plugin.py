"""The plugin: what the core calls. The work is done in the modules beside this one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from diplomacy_nlp import Actor, Annotation, Article, hookimpl
from diplomacy_nlp.toolkit.options import path_of, yes_or_no

from .find import find_actors
from .gazetteer import read_gazetteer
from .names import known_forms

__all__ = ["Actors"]


class Actors:
    """Groups the names, nominals, metonyms and pronouns of an article into Actors.

    Args:
        pronouns: whether to resolve pronouns and "the country"; without them only names and nominals count.
        gazetteer: a CSV file with actors of the user's own, which win over ours. `read_gazetteer` says what is in it.

    Raises:
        ValueError: an option is not of its type.
        LexiconError: the gazetteer has a fault; the message names the file, the line and the mend.
    """

    name = "actors"

    def __init__(self, *, pronouns: bool = True, gazetteer: str | Path | None = None) -> None:
        self.pronouns = yes_or_no("Actors(pronouns=...)", pronouns)
        self.gazetteer = None if gazetteer is None else path_of("Actors(gazetteer=...)", gazetteer)
        self._forms = None if self.gazetteer is None else known_forms(read_gazetteer(self.gazetteer))

    @hookimpl
    def diplomacy_find_actors(self, article: Article, annotation: Annotation) -> Iterable[Actor]:
        """Stage 2: see `find_actors`."""
        return find_actors(article, annotation, pronouns=self.pronouns, forms=self._forms)
