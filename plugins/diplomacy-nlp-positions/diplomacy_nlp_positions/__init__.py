"""Says where each actor stands on each issue, read off proposals and reactions."""

from .plugin import Positions

__all__ = ["Positions"]
