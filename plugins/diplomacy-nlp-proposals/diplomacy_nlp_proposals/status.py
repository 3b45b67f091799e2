"""What became of a proposal, as the verbs around its noun say it."""

from __future__ import annotations

from diplomacy_nlp import Annotation, Certainty, Status
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.grammar import certainty, is_negated, is_passive, mode, subjects

from .lexicons import PlanVerb
from .predications import Predication, agents_by

__all__ = ["status_of"]


def status_of(document: Document, used: tuple[Predication, ...]) -> Status | None:
    """The last status that the verbs around a noun give it; None where they give none."""
    found = None
    for use in used:
        found = _status_of(document, use) or found
    return found


def _status_of(document: Document, use: Predication) -> Status | None:
    """What a verb says became of the proposal; what a reactor did to it is for the core to settle."""
    annotation = document.annotation
    entry = next((e for e in use.entries if e.role == "status"), None)
    open_ = mode(annotation, use.verb) is not None or certainty(annotation, use.verb) == Certainty.HEDGED
    if entry is None or open_:
        return None
    status = _denied(annotation, use, entry) if is_negated(annotation, use.verb) else entry.status
    return status if status is not None and _has_become(document, use, entry, status) else None


def _has_become(document: Document, use: Predication, entry: PlanVerb, status: Status) -> bool:
    """Whether the clause says that it has, and not what somebody did to it."""
    annotation = document.annotation
    gone = status in (Status.LAPSED, Status.WITHDRAWN, Status.SUPERSEDED)
    if not use.as_object:
        return (gone or _comes_about(annotation, use.verb, entry)) and use.verb.relation != "xcomp"
    if is_passive(annotation, use.verb) or (use.inside and annotation.child(use.verb, "nsubj") is None):
        return gone or all(w.lemma in ("vote", "margin", "majority") for w in agents_by(use.clause))
    return status in (Status.WITHDRAWN, Status.LAPSED) and _finished(document, use.verb)


def _denied(annotation: Annotation, use: Predication, entry: PlanVerb) -> Status | None:
    """What became of it where the verb is denied: what has not been signed yet may still be, unlike what never was."""
    if any(w.lemma.lower() == "never" for w in annotation.children(use.verb, "advmod")):
        return entry.denied
    auxiliaries = annotation.children(use.verb, "aux")
    pending = any(a.lemma == "have" and a.feat("Tense") != "Past" for a in auxiliaries)
    return None if pending else entry.denied


def _comes_about(annotation: Annotation, verb: Word, entry: PlanVerb) -> bool:
    """As in "the bill passed", "the accord came into force": without an object, in the past or after "has"."""
    auxiliaries = annotation.children(verb, "aux")
    past = verb.feat("Tense") == "Past" and all(a.lemma == "have" for a in auxiliaries)
    return past and (" " in entry.particle or entry.lemma == "pass") and annotation.child(verb, "obj", "ccomp") is None


def _finished(document: Document, verb: Word) -> bool:
    """Whether the clause reports it as done: a past tense with a subject."""
    past = verb.feat("Tense") == "Past"
    return past and bool(subjects(document.annotation, verb))
