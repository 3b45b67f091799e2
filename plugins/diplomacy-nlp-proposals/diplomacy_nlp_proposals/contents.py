"""What would be done, as the words around a noun say it: "a plan to", "the plan would"."""

from __future__ import annotations

from collections.abc import Sequence

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import Clause
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.extent import content_extent
from diplomacy_nlp.toolkit.order import after, infinitive_after
from diplomacy_nlp.toolkit.words import is_time

from .lexicons import NounCue, is_no_action, listed
from .predications import Predication, clauses_around
from .verb_arguments import is_deontic

__all__ = ["complement", "content_of"]

_INVOLVING = ("involving", "including")


def content_of(document: Document, noun: Word, around: tuple[Predication, ...]) -> Span | None:
    """What the text says would be done, where no complement of the noun does: "the plan would provide", "calls for"."""
    says = {p.clause.head for p in around if p.entry.role == "content"}
    for clause in clauses_around(document, noun):
        verb, rest = clause.head, after(document.annotation, clause.head)
        would = _would(clause)
        if not (would or verb in says) or not _may_say(clause, noun) or not rest:
            continue
        if not is_no_action(rest[0].lemma, noun.lemma):
            calling = not would and len(rest) > 1 and rest[0].text.lower() in ("for", "on")  # "calls for | elections"
            return content_extent(document.annotation, rest[1] if calling else verb, verb, noun)
    return None


def _may_say(clause: Clause, noun: Word) -> bool:
    """Whether a verb after the noun that is its subject may say what would be done."""
    verb = clause.head
    return noun not in clause.patients and not clause.is_negated and verb.upos == "VERB" and verb.id > noun.id


def _would(clause: Clause) -> bool:
    """As in "would provide"; "the offer will lapse" says what becomes of it."""
    return any(listed("future", a) for a in clause.auxiliaries) and not listed("effect", clause.lemma)


# --- what follows the noun: "a plan to", "a call for", "a demand that" ----------------------------------------


def complement(document: Document, noun: Word, cue: NounCue) -> Span | None:
    """What follows the noun and says what would be done: "to mediate", "for talks", "that both withdraw"."""
    annotation = document.annotation
    start = _after_time(annotation, _after_sponsor(annotation, noun))
    rest = after(annotation, start)
    if not rest:
        return None
    first = rest[0].text.lower()
    found = _infinitive(annotation, noun, cue, start)
    if found is not None:
        return found
    if first in cue.prepositions or first in _INVOLVING:
        return _phrase(annotation, noun, rest)
    return _that_clause(document, noun, cue, rest) if first == "that" else None


def _infinitive(annotation: Annotation, noun: Word, cue: NounCue, start: Word) -> Span | None:
    """As in "an offer to mediate", "a call on both sides to withdraw"."""
    to = after(annotation, start)[0]
    if to.text.lower() == "to":
        infinitive = infinitive_after(annotation, start)
        if infinitive is not None and infinitive.id - to.id <= 3:
            return content_extent(annotation, after(annotation, to)[0], infinitive, noun)
    if to.text.lower() in ("on", "upon", "to") and cue.family in ("request", "demand"):
        infinitive = infinitive_after(annotation, to)
        return content_extent(annotation, infinitive, infinitive, noun) if infinitive is not None else None
    return None


def _phrase(annotation: Annotation, noun: Word, rest: Sequence[Word]) -> Span | None:
    """As in "a call for restraint", "a plan involving both"."""
    verbal = rest[0].text.lower() in _INVOLVING
    head = rest[0] if verbal and rest[0].relation != "case" else annotation.parent(rest[0])
    if head is None or head.id < rest[0].id or len(rest) < 2 or rest[1].upos in ("PUNCT", "PRON"):
        return None
    if is_time(head) or is_no_action(head.lemma, noun.lemma):
        return None
    above = annotation.parent(head)
    if head.relation == "advcl" and above is not None and above != noun and above.upos == "VERB":
        return None  # "criticised the plan for leaving them out": why it was criticised
    return content_extent(annotation, rest[0] if verbal else rest[1], head, noun)


def _that_clause(document: Document, noun: Word, cue: NounCue, rest: Sequence[Word]) -> Span | None:
    """As in "a demand that Paris apologise", not the relative clause of "a demand that Paris made"."""
    annotation = document.annotation
    below = annotation.children(noun, "acl", "ccomp")
    # after "the idea" or "the plan", a clause seldom says what would be done, unless it says what should be
    seldom = cue.family in ("plan", "request") and cue.needs != "nothing" and cue.lemma != "request"
    if len(rest) < 2 or (seldom and not any(is_deontic(annotation, clause) for clause in below)):
        return None
    marked = annotation.parent(rest[0]) if rest[0].relation == "mark" else None
    for clause in (marked,) if marked is not None else below:
        own = annotation.child(clause, "nsubj")
        complete = annotation.child(clause, "obj", "obl", "xcomp", "ccomp", "aux") is not None
        if own is not None and complete and rest[0] != own and noun not in document.clause(clause).patients:
            return content_extent(annotation, rest[1], clause, noun)
    return None


def _after_sponsor(annotation: Annotation, noun: Word) -> Word:
    """The last word of a short "by" or "from" phrase after the noun ("put forward by Oslo"), or the noun itself."""
    rest = after(annotation, noun)
    place = 0
    if rest and rest[0].feat("VerbForm") == "Part":
        place = 2 if len(rest) > 1 and rest[1].upos in ("ADV", "ADP") and rest[1].text.lower() != "by" else 1
    if len(rest) <= place or rest[place].text.lower() not in ("by", "from"):
        return noun
    last = noun
    for word in rest[place : place + 9]:
        if word.upos in ("PUNCT", "VERB", "AUX") or word.text.lower() in ("to", "for", "on", "that", "of"):
            return last
        last = word
    return noun


def _after_time(annotation: Annotation, word: Word) -> Word:
    """The last word of a time right after a word ("a plan on Wednesday to cut taxes"), else the word itself."""
    rest = after(annotation, word)
    if rest and is_time(rest[0]):
        return rest[0]
    dated = len(rest) > 2 and rest[0].text.lower() in ("on", "in", "last", "this") and is_time(rest[1])
    return rest[1] if dated else word
