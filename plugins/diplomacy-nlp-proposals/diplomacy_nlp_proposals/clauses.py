"""Frames with a clause: "demanded that Paris apologise", "proposed holding talks"."""

from __future__ import annotations

from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.grammar import coordinated, marked

from .filled import Filled
from .lexicons import VerbCue, listed
from .phrases import after, followed_by, stretch
from .reading import Reading

__all__ = ["as_clause", "gerund", "should_clause", "that_clause"]

_SAME_IN_PAST = {"set", "put", "cut", "let", "shut", "quit", "split", "spread"}
_DEONTIC = {"should", "must", "shall", "need", "ought"}


def that_clause(reading: Reading, verb: Word, entry: VerbCue) -> Filled | None:
    """As in "demanded that Paris apologise"."""
    complement = _complement(reading, verb)
    if complement is None:
        return None
    start, head = complement
    annotation = reading.annotation
    who = [w for w in annotation.children(head, "nsubj") if w.id >= start.id]
    if not who and start.upos == "PROPN":
        who = [start]
    asked = tuple(c for w in who for c in coordinated(annotation, w) if reading.names_actor(c))
    asked = asked if entry.kind in ("request", "demand") else ()
    return Filled(frame="that-clause", addressees=asked, content=stretch(reading.annotation, start, head, verb))


def should_clause(reading: Reading, verb: Word, entry: VerbCue) -> Filled | None:
    """A that-clause that says what should be: "should", "must", or a bare verb ("that it be postponed")."""
    complement = _complement(reading, verb)
    if complement is None or not _is_deontic(reading, complement[1]):
        return None
    return that_clause(reading, verb, entry)


def gerund(reading: Reading, verb: Word, entry: VerbCue) -> Filled | None:
    """As in "proposed holding talks"."""
    annotation = reading.annotation
    rest = after(annotation, verb)
    head = rest[0] if rest else None
    if head is None or head.upos not in ("VERB", "NOUN", "AUX") or not head.text.lower().endswith("ing"):
        return None
    if head.relation in ("compound", "amod", "obj") and head.upos == "NOUN":
        return None
    if head.relation in ("amod", "compound"):
        return None
    return Filled(frame="gerund", content=stretch(reading.annotation, head, head, verb))


def as_clause(reading: Reading, verb: Word, entry: VerbCue) -> Filled | None:
    """As in "Oslo released the crew, as Lima had demanded": the main clause says what would be done."""
    annotation = reading.annotation
    main = annotation.parent(verb)
    if main is None or verb.relation != "advcl" or marked(annotation, verb) != "as" or main.upos != "VERB":
        return None
    if annotation.child(verb, "obj", "ccomp", "xcomp") is not None or annotation.child(verb, "nsubj") is None:
        return None
    aside = {w.id for w in annotation.subtree(verb)}
    words = [w for w in annotation.subtree(main, without=("parataxis", "advcl", "punct")) if w.id not in aside]
    first = words[0] if words else None
    before_verb = [w for w in words if w.id < verb.id] if first is not None and first.id < verb.id else words
    return Filled(frame="clause with as", content=annotation.span_of(before_verb))


def _complement(reading: Reading, verb: Word) -> tuple[Word, Word] | None:
    """First word and head of a verb's clausal complement with "that", or of one with a subject and no "that"."""
    annotation = reading.annotation
    that = followed_by(annotation, verb, "that", within=4)
    for head in annotation.children(verb, "ccomp", "xcomp"):
        own = annotation.child(head, "nsubj", "csubj")
        mark = marked(annotation, head)
        if head.id < verb.id or (that is None and own is None) or mark in ("if", "whether", "to"):
            continue
        if any(w.id > verb.id and w.text.lower() in ("why", "how", "what", "who") for w in annotation.children(head)):
            continue
        words = [w for w in annotation.subtree(head) if w.id > (that.id if that is not None else verb.id)]
        words = [w for w in words if w.upos != "PUNCT"] or words
        if words and (that is not None or words[0].id - verb.id <= 3):
            return words[0], head
    return None


def _is_deontic(reading: Reading, head: Word) -> bool:
    annotation = reading.annotation
    auxiliaries = annotation.children(head, "aux", "cop")
    if any(a.lemma.lower() in _DEONTIC for a in auxiliaries):
        return True
    if any(a.text.lower() == "be" for a in auxiliaries) and len(auxiliaries) == 1:
        return True
    subject = annotation.child(head, "nsubj")
    above = annotation.parent(head)
    # "suggested that the navies set up a line": after a past verb, a report would have shifted its own into the past
    past = above is not None and above.feat("Tense") == "Past" and above.feat("VerbForm") == "Fin"
    unshifted = past and head.upos == "VERB" and head.text.lower() in _SAME_IN_PAST | {head.lemma}
    if unshifted and not auxiliaries and not listed("state", head.lemma):
        return True
    singular = (
        subject is not None
        and not annotation.child(subject, "conj")
        and subject.feat("Number") == "Sing"
        and subject.text.lower() not in ("i", "you")
    )
    bare = head.upos == "VERB" and head.text == head.lemma and head.feat("Tense") != "Past"
    return singular and bare and not auxiliaries
