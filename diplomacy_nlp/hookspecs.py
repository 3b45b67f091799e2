"""The hooks: what a plugin can do, one method each, in the order of the stages.

A plugin is any object with methods of these names, each marked with `@hookimpl`. A method may leave out the arguments
it does not need. It gives its findings as a list or by `yield`; the core checks, merges and numbers them before the
next stage begins, so ids of earlier stages are final and may be used in links.
"""

# mypy: disable-error-code="empty-body"
from __future__ import annotations

from collections.abc import Iterable, Sequence

import pluggy

from .annotation import Annotation
from .types import Actor, Article, Finding, Position, Proposal, Quote, Reaction

__all__ = ["HookSpecs", "hookimpl"]

PROJECT = "diplomacy_nlp"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class HookSpecs:
    """The seven hooks; `docs/hooks.md` has a complete plugin for each.

    `article` is the text (`articles`: several) and `annotation` its parse. `actors`, `quotes`, `proposals`, `reactions`
    and `positions` are all that their stage found, with ids; from stage 6 on, proposals have their settled status.
    """

    @hookspec(firstresult=True)
    def diplomacy_annotate(self, articles: Sequence[Article]) -> Sequence[Annotation]:
        """Stage 1: parse articles, several at once since batching pays: one Annotation for each, in their order.

        One plugin does it; two without a choice (`Analyzer(annotator=...)`) are an error.
        """

    @hookspec
    def diplomacy_find_actors(self, article: Article, annotation: Annotation) -> Iterable[Actor]:
        """Stage 2: who is in the text. Actors that share a mention become one.

        A principal is linked by the span of one of its mentions, since no ids are known yet.
        """

    @hookspec
    def diplomacy_find_quotes(
        self, article: Article, annotation: Annotation, actors: Sequence[Actor]
    ) -> Iterable[Quote]:
        """Stage 3: what is attributed to a source. Quotes of the same content become one."""

    @hookspec
    def diplomacy_find_proposals(
        self, article: Article, annotation: Annotation, actors: Sequence[Actor], quotes: Sequence[Quote]
    ) -> Iterable[Proposal]:
        """Stage 4: what is put forward for others to take up. Proposals that share the cue or a mention become one.

        Their `status` stays None where the plugin knows nothing of it.
        """

    @hookspec
    def diplomacy_find_reactions(
        self,
        article: Article,
        annotation: Annotation,
        actors: Sequence[Actor],
        quotes: Sequence[Quote],
        proposals: Sequence[Proposal],
    ) -> Iterable[Reaction]:
        """Stage 5: who takes what stance. Reactions with the same cue and target become one.

        A target given by its words finds the proposal, quote or actor that they name.
        """

    @hookspec
    def diplomacy_find_positions(
        self,
        actors: Sequence[Actor],
        quotes: Sequence[Quote],
        proposals: Sequence[Proposal],
        reactions: Sequence[Reaction],
    ) -> Iterable[Position]:
        """Stage 6: where each actor stands, read off the stages before and never off the text.

        Positions of the same actor on the same issue become one.
        """

    @hookspec
    def diplomacy_find_more(
        self,
        article: Article,
        annotation: Annotation,
        actors: Sequence[Actor],
        quotes: Sequence[Quote],
        proposals: Sequence[Proposal],
        reactions: Sequence[Reaction],
        positions: Sequence[Position],
    ) -> Iterable[Finding]:
        """Stage 7: anything else that a plugin wants to label. Findings of the same label and spans become one."""
