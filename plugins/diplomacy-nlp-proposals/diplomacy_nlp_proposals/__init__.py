"""Finds proposals in diplomatic news: who puts which course of action forward, for whom, and what became of it."""

from .plugin import Proposals

__all__ = ["Proposals"]
