"""Where a verb's addressee and content stand: one function for each frame of `lexicons/verbs.tsv`."""

from __future__ import annotations

from collections.abc import Callable

from diplomacy_nlp.annotation import Word

from .clauses import as_clause, gerund, should_clause, that_clause
from .filled import Filled
from .infinitives import addressee_infinitive, for_infinitive, object_infinitive, object_into, own_infinitive
from .lexicons import VerbCue
from .objects import act, any_object, guests, proposal_noun, with_preposition
from .reading import Reading

__all__ = ["fill"]

_FRAMES: dict[str, Callable[[Reading, Word, VerbCue], Filled | None]] = {
    "addressee_infinitive": addressee_infinitive,
    "for_infinitive": for_infinitive,
    "object_into": object_into,
    "that": that_clause,
    "should": should_clause,
    "gerund": gerund,
    "infinitive": own_infinitive,
    "object_infinitive": object_infinitive,
    "preposition": with_preposition,
    "object_to": guests,
    "object": any_object,
    "action": act,
    "proposal": proposal_noun,
}


def fill(reading: Reading, verb: Word, entry: VerbCue) -> Filled | None:
    """The first of the entry's frames that the clause fills, else "as Oslo proposed"; None where it fills none."""
    for name, frame in _FRAMES.items():
        if name in entry.frames and (filled := frame(reading, verb, entry)) is not None:
            return filled
    return as_clause(reading, verb, entry)
