"""From one article to a corpus: runs that survive, many cores, parses kept, and the story across articles."""

from .errors import CorpusError

__all__ = ["CorpusError"]
