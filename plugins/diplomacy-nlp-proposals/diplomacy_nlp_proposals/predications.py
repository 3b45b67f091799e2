"""What verbs say of a noun that is their object or subject: who puts it forward, what it is, what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from diplomacy_nlp import Certainty, Status
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import Clause
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.order import after, particles
from diplomacy_nlp.toolkit.words import known_lemma

from .lexicons import PlanVerb, plan_verbs

__all__ = ["Predication", "clauses_around", "predications"]

_GONE = (Status.LAPSED, Status.WITHDRAWN, Status.SUPERSEDED)
_BALLOT = ("vote", "margin", "majority")


@frozen(kw_only=True)
class Predication:
    """A verb that has a noun as an object (also of a passive) or as a subject.

    Args:
        clause: the verb's.
        entry: what `lexicons/plan_verbs.tsv` says of the verb.
        as_object: the noun is what it is done to; otherwise it does it.
    """

    clause: Clause
    entry: PlanVerb
    as_object: bool

    @property
    def status(self) -> Status | None:
        """What the verb says became of the noun; what a reactor did to it is for the core to settle."""
        clause, entry = self.clause, self.entry
        if clause.mode is not None or clause.certainty is Certainty.HEDGED:
            return None
        status = entry.denied if clause.is_negated else entry.status
        if clause.is_negated and "have" in clause.auxiliaries:
            return None  # what has not been signed yet may still be
        past = clause.head.feat("Tense") == "Past"
        if clause.is_passive:
            says = all(word.lemma in _BALLOT for word in clause.agents)  # "was adopted by 120 votes"
        elif self.as_object:
            return status if status in _GONE and past and clause.subjects else None  # "withdrew its offer"
        else:
            says = past and not clause.patients  # "the bill passed"
        return status if says or status in _GONE else None


def predications(document: Document, noun: Word) -> tuple[Predication, ...]:
    """What the verbs of the lexicon say of a noun that is their object or subject."""
    return tuple(
        Predication(clause=clause, entry=entry, as_object=noun in clause.patients)
        for clause in clauses_around(document, noun)
        for entry in _entries(clause)
    )


def clauses_around(document: Document, noun: Word) -> Iterator[Clause]:
    """The clauses of which a noun is an object or subject: above it, modifying it, or joined to these."""
    annotation, above = document.annotation, document.clause(noun).above
    for first in (*([] if above is None else [above.head]), *annotation.children(noun, "acl")):
        for clause in map(document.clause, (first, *annotation.children(first, "conj"))):
            if noun in clause.patients or noun in clause.subjects:
                yield clause


def _entries(clause: Clause) -> tuple[PlanVerb, ...]:
    """What the lexicon says of a verb: its entries with the longest particle."""
    verb, known = clause.head, particles(clause.annotation, clause.head)
    following = " ".join(word.text.lower() for word in after(clause.annotation, verb)[:5])  # particles of several words
    found = plan_verbs().get(known_lemma(verb.lemma, verb.text, plan_verbs()), ())
    fitting = [entry for entry in found if entry.particle in known or following.startswith(entry.particle)]
    longest = max((len(entry.particle) for entry in fitting), default=0)
    return tuple(dict.fromkeys(entry for entry in fitting if len(entry.particle) == longest))
