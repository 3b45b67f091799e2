"""Reactions in diplomatic news: who takes what stance toward a proposal, a statement, an act or an actor."""

from .plugin import Reactions

__all__ = ["Reactions"]
