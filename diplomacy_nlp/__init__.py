"""Reads diplomatic news: who says, proposes and reacts, and so who stands where, with offsets into the text."""

from .analyzer import Analyzer, analyze
from .annotation import Annotation
from .errors import DiplomacyError
from .hookspecs import hookimpl
from .installed import __version__ as __version__
from .serialize import from_dict, from_json, to_dict, to_json
from .spans import Span
from .types import (
    Actor,
    ActorKind,
    Analysis,
    Article,
    Certainty,
    Finding,
    Form,
    Link,
    Mention,
    MentionType,
    Mode,
    Position,
    PositionStance,
    Proposal,
    ProposalKind,
    Quote,
    Reaction,
    Sector,
    Stance,
    Status,
)

__all__ = [
    "Actor",
    "ActorKind",
    "Analysis",
    "Analyzer",
    "Annotation",
    "Article",
    "Certainty",
    "DiplomacyError",
    "Finding",
    "Form",
    "Link",
    "Mention",
    "MentionType",
    "Mode",
    "Position",
    "PositionStance",
    "Proposal",
    "ProposalKind",
    "Quote",
    "Reaction",
    "Sector",
    "Span",
    "Stance",
    "Status",
    "analyze",
    "from_dict",
    "from_json",
    "hookimpl",
    "to_dict",
    "to_json",
]
