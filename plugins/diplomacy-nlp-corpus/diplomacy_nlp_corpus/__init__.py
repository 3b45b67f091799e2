"""From one article to a corpus: runs that survive, many cores, parses kept, and the story across articles."""

from .copies import CopyFinder, Family, find_copies
from .errors import CorpusError
from .parses import KeptParses, ParseStore
from .recipe import Recipe
from .run import CorpusRun, Progress, run_corpus
from .shards import manifest_of, read_corpus, read_problems
from .sightings import Evidence
from .sources import Columns, Row, article_of, rows_of
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
    "Columns",
    "Contradiction",
    "CopyFinder",
    "CorpusActor",
    "CorpusError",
    "CorpusProposal",
    "CorpusRun",
    "Evidence",
    "Family",
    "KeptParses",
    "LinkedCorpus",
    "OutletView",
    "ParseStore",
    "Progress",
    "Recipe",
    "Row",
    "Story",
    "Told",
    "Turn",
    "View",
    "article_of",
    "find_copies",
    "link_stories",
    "manifest_of",
    "read_corpus",
    "read_problems",
    "rows_of",
    "run_corpus",
]
