"""From one article to a corpus: runs that survive, many cores, parses kept, and the story across articles."""

from .copies import CopyFinder, Family, find_copies
from .errors import CorpusError
from .sightings import Evidence
from .stories import (
    ArticleCard,
    Contradiction,
    CorpusActor,
    CorpusProposal,
    LinkedCorpus,
    OutletView,
    Story,
    Told,
    Turn,
    View,
    link_stories,
)

__all__ = [
    "ArticleCard",
    "Contradiction",
    "CopyFinder",
    "CorpusActor",
    "CorpusError",
    "CorpusProposal",
    "Evidence",
    "Family",
    "LinkedCorpus",
    "OutletView",
    "Story",
    "Told",
    "Turn",
    "View",
    "find_copies",
    "link_stories",
]
