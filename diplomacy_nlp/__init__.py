"""Reads diplomatic news: who says, proposes and reacts, and so who stands where, with offsets into the text."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .analyzer import Analyzer, analyze
from .annotation import Annotation
from .errors import DiplomacyError
from .hookspecs import hookimpl
from .installed import version
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

if TYPE_CHECKING:
    __version__: str
    from .serialize import from_dict, from_json, to_dict, to_json

_LATE = {"from_dict": "serialize", "from_json": "serialize", "to_dict": "serialize", "to_json": "serialize"}


def __getattr__(name: str) -> Any:
    """What takes long to look up or to import, when it is first asked for."""
    if name == "__version__":
        return version()
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)


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
