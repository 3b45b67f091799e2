"""Finds quotes and their sources in diplomatic news, for diplomacy-nlp."""

from .plugin import Quotes

__all__ = ["Quotes"]
