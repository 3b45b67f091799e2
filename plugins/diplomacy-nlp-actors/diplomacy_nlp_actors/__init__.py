"""Finds who is who in diplomatic news: states, governments, people, organisations and groups."""

from .plugin import Actors

__all__ = ["Actors"]
