"""PLOVER event types and CAMEO root codes for proposals and reactions, so that results join event data sets.

The mapping stands in `lexicons/event_codes.tsv`, with its sources. A word may say more than its kind or stance does:
who recalls an ambassador criticises, and event coders call that SANCTION. Such words have a code in their lexicon.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from attrs import field, frozen
from attrs.converters import optional

from ..types import CameoRoot, EventType, Proposal, ProposalKind, Reaction, Stance, renewed
from .lexicon import one_of, packaged, read_lexicon

__all__ = ["coded_proposal", "coded_reaction", "event_type", "recoded"]

Codes = tuple[EventType | None, CameoRoot | None]
_NO_CODES: Codes = (None, None)


def coded_proposal(proposal: Proposal, *, event: EventType | None = None) -> Proposal:
    """The proposal with its codes.

    Args:
        proposal: what was found.
        event: the event type that its cue has by itself ("ultimatum": THREATEN), if any.
    """
    plover, cameo = _codes("proposal", proposal.kind, event=event)
    return renewed(proposal, plover=plover, cameo=cameo)


def coded_reaction(
    reaction: Reaction, *, toward: ProposalKind | None = None, event: EventType | None = None
) -> Reaction:
    """The reaction with its codes; none where the text denies it, for then nothing happened.

    Args:
        reaction: what was found.
        toward: the kind of the proposal that is its target; None where the target is none.
        event: the event type that its cue has by itself ("recalled its ambassador": SANCTION), if any.
    """
    plover, cameo = _NO_CODES if reaction.negated else _codes("reaction", reaction.stance, toward, event)
    return renewed(reaction, plover=plover, cameo=cameo)


def recoded(reaction: Reaction, event: EventType | None) -> Reaction:
    """The reaction with another event type, and the CAMEO root that is its equivalent."""
    plover, cameo = _NO_CODES if event is None else _codes("event", event)
    return reaction if reaction.plover == event else renewed(reaction, plover=plover, cameo=cameo)


# --- the tables ---------------------------------------------------------------------------------------------------


def event_type(cell: str | None) -> EventType | None:
    """The event type that a cell of a lexicon names, in capitals or not; None for none."""
    return EventType(cell.upper()) if cell else None


@frozen
class _Line:
    item: str = field(validator=one_of("proposal", "reaction", "event"))
    sort: str = field(validator=one_of(*ProposalKind, *Stance, *EventType))
    toward: str = field(default="", validator=one_of("", *ProposalKind))
    plover: EventType | None = field(default=None, converter=event_type)
    cameo: CameoRoot | None = field(default=None, converter=optional(CameoRoot))


@cache
def _table() -> Mapping[tuple[str, str, str], Codes]:
    lines = read_lexicon(packaged("diplomacy_nlp.toolkit", "lexicons/event_codes.tsv"), _Line)
    return {(line.item, line.sort, line.toward): (line.plover, line.cameo) for line in lines}


def _codes(item: str, sort: str, toward: str | None = None, event: EventType | None = None) -> Codes:
    if event is not None:
        return _codes("event", event)
    table = _table()
    return table.get((item, sort, toward or "")) or table[(item, sort, "")]
