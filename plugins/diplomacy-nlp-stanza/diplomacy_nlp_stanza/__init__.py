"""Stanza as the annotator of diplomacy_nlp, with English models of its own."""

from .plugin import Stanza

__all__ = ["Stanza"]
