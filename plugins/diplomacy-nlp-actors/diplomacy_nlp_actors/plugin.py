"""The plugin: what the core calls. The work is done in the modules beside this one."""

from __future__ import annotations

from collections.abc import Iterable

from diplomacy_nlp import Actor, Annotation, Article, hookimpl

from .find import find_actors

__all__ = ["Actors"]


class Actors:
    """Groups the names, nominals, metonyms and pronouns of an article into Actors.

    Args:
        pronouns: whether to resolve pronouns and "the country"; without them only names and nominals count.

    Raises:
        ValueError: an option is not of its type.
    """

    name = "actors"

    def __init__(self, *, pronouns: bool = True) -> None:
        if not isinstance(pronouns, bool):
            raise ValueError(f"Actors(pronouns=...): True or False is wanted, not {pronouns!r}")
        self.pronouns = pronouns

    @hookimpl
    def diplomacy_find_actors(self, article: Article, annotation: Annotation) -> Iterable[Actor]:
        """Stage 2: see `find_actors`."""
        return find_actors(article, annotation, pronouns=self.pronouns)
