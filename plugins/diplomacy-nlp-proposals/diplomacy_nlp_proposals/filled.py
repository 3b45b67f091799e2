"""What a frame gives, and what the frames share."""

from __future__ import annotations

from attrs import frozen

from diplomacy_nlp import Span
from diplomacy_nlp.annotation import Word

from .phrases import followed_by
from .reading import Reading

__all__ = ["Filled", "preposition_after"]


@frozen(kw_only=True)
class Filled:
    """A frame found in a clause.

    Args:
        frame: its name.
        addressees: heads of the noun phrases that name who is asked.
        content: what would be done.
        noun: the object, where it is a word for a proposal ("floated the idea of").
        cue_end: a preposition that belongs to the cue ("called for").
    """

    frame: str
    addressees: tuple[Word, ...] = ()
    content: Span | None = None
    noun: Word | None = None
    cue_end: Word | None = None


def preposition_after(reading: Reading, verb: Word, words: tuple[str, ...]) -> Word | None:
    """The preposition right after a verb, a time or an adverb passed over ("called on Monday for")."""
    return followed_by(reading.annotation, verb, *words, within=5) if words else None
