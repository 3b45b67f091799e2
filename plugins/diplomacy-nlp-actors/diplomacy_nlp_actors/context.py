"""Whose minister "the trade minister" is where the text leaves it to the context: the state that has just acted.

"Turkey condemned the move. Trade Minister Cem Aydin said ..." names a minister of Turkey, though no word says so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from attrs import frozen

from diplomacy_nlp import ActorKind, Sector

from .cast import Cast, Draft, Sighting

__all__ = ["learn_from_context"]

_OF_STATES = {Sector.GOV, Sector.LEG, Sector.MIL, Sector.JUD, Sector.SPY, Sector.COP}
_SURE = 0.85  # of what is known without it


@frozen
class _Act:
    """A state as the subject of a clause."""

    sentence: int
    offset: int
    state: Draft


def learn_from_context(cast: Cast) -> None:
    """Give offices and bodies of an unnamed state the one that acts last before them, if in the sentence before."""
    acts = sorted(_acts(cast.sightings), key=lambda act: act.offset)
    offsets = [act.offset for act in acts]
    firsts: dict[str, Sighting] = {}
    for sighting in sorted(cast.sightings, key=lambda s: s.head.span.start):
        firsts.setdefault(sighting.draft.key, sighting)
    for draft in cast:
        if draft.mentions and _lacks_state(draft) and draft.key in firsts:
            state = _last_to_act(acts, offsets, firsts[draft.key])
            if state is not None:
                draft.country = state.country
                draft.principal = state.key
                draft.confidence = round(draft.confidence * _SURE, 3)


def _acts(sightings: Sequence[Sighting]) -> Iterator[_Act]:
    for sighting in sightings:
        draft, head = sighting.draft, sighting.head
        if draft.kind is ActorKind.STATE and draft.country is not None and head.relation == "nsubj":
            yield _Act(head.sentence, head.span.start, draft)


def _lacks_state(draft: Draft) -> bool:
    if draft.country is not None or draft.principal is not None or draft.sector not in _OF_STATES:
        return False
    if draft.kind is ActorKind.PERSON:
        return draft.role is not None
    return draft.kind is ActorKind.GOVERNMENT and not draft.named_in_full


def _last_to_act(acts: Sequence[_Act], offsets: Sequence[int], sighting: Sighting) -> Draft | None:
    place = bisect_left(offsets, sighting.head.span.start)
    if place and sighting.head.sentence - acts[place - 1].sentence <= 1:
        return acts[place - 1].state
    return None
