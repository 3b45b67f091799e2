"""What would be done, as the words around a noun say it: "a plan to", "the plan would"."""

from __future__ import annotations

from collections.abc import Iterator

from diplomacy_nlp import Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import Clause
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.extent import content_extent
from diplomacy_nlp.toolkit.order import after
from diplomacy_nlp.toolkit.words import is_time

from .frames import is_deontic, stated_content
from .lexicons import NounCue, listed
from .predications import Predication, clauses_around

__all__ = ["complement", "content_of"]


def complement(document: Document, noun: Word, cue: NounCue) -> Span | None:
    """What follows the noun and says what would be done: "to mediate", "for talks", "that both withdraw"."""
    stated = (stated_content(document.annotation, head, noun) for head in _complements(document, noun, cue))
    return next(filter(None, stated), None)


def _complements(document: Document, noun: Word, cue: NounCue) -> Iterator[Word]:
    """Heads of the noun's complements, the surest first."""
    own, annotation = document.clause(noun), document.annotation
    for clause in (own, *map(document.clause, annotation.children(noun, "acl"))):  # "a plan put forward by Oslo to"
        yield from clause.role("infinitive")
    if own.above is not None and own.phrases("from", "by"):
        yield from own.above.role("infinitive")  # "ignored an offer from China to": parsers hang it on the verb
    above = () if own.above is None else own.above.role("oblique")  # "published a plan for peace", likewise
    phrases = (*own.phrases(*cue.prepositions), *(w for w in above if _follows(document, w, noun, cue)))
    yield from (w for w in phrases if w.upos != "PRON" and not is_time(w) and not listed("no action", w.lemma))
    yield from (w for w in annotation.children(noun, "acl", "ccomp") if _is_stated(document.clause(w), noun, cue))


def _follows(document: Document, head: Word, noun: Word, cue: NounCue) -> bool:
    """Whether a phrase that leads a noun's content stands right after it."""
    marker = document.annotation.child(head, "case")
    return marker is not None and marker.id == noun.id + 1 and marker.text.lower() in cue.prepositions


def _is_stated(clause: Clause, noun: Word, cue: NounCue) -> bool:
    """As in "a demand that Paris apologise", not the relative clause of "a demand that Paris made"."""
    if clause.marker != "that" or clause.stated is None or noun in clause.patients:
        return False
    # after "the idea" or "the plan", a clause seldom says what would be done, unless it says what should be
    return cue.family != "plan" or is_deontic(clause)


# --- what a verb says ---------------------------------------------------------------------------------------------


def content_of(document: Document, noun: Word, around: tuple[Predication, ...]) -> Span | None:
    """What the text says would be done, where no complement of the noun does: "the plan would provide", "calls for"."""
    says = {p.clause.head for p in around if p.entry.role == "content"}
    for clause in clauses_around(document, noun):
        verb, rest = clause.head, after(document.annotation, clause.head)
        if verb.upos != "VERB" or clause.is_negated or noun in clause.patients:
            continue
        # "would provide"; "the offer will lapse" says what becomes of it
        would = any(listed("future", a) for a in clause.auxiliaries) and not listed("effect", clause.lemma)
        if (would or verb in says) and rest and not listed("no action", rest[0].lemma):
            calling = len(rest) > 1 and rest[0].text.lower() in ("for", "on")  # "calls for | elections"
            return content_extent(document.annotation, rest[1] if calling else verb, verb, noun)
    return None
