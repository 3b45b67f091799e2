"""What follows a noun and says what would be done: "a plan to", "a call for", "a demand that"."""

from __future__ import annotations

from collections.abc import Sequence

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.grammar import patients

from .lexicons import NounCue, is_no_action, plan_verbs
from .phrases import after, infinitive_after, is_time, stretch
from .reading import Reading
from .uses import is_participle

__all__ = ["complement"]


def complement(reading: Reading, noun: Word, entry: NounCue) -> Span | None:
    """What follows the noun and says what would be done: "to mediate", "for talks", "that both withdraw"."""
    annotation = reading.annotation
    start = _after_time(annotation, _after_sponsor(annotation, noun))
    rest = after(annotation, start)
    if not rest:
        return None
    first = rest[0].text.lower()
    found = _infinitive(annotation, noun, entry, start)
    if found is not None:
        return found
    if first.endswith("ing") and any(v.role == "content" for v in plan_verbs(rest[0].lemma)):
        return _participle(annotation, noun, rest)
    if first in entry.prepositions or first in ("involving", "including"):
        return _phrase(annotation, noun, rest)
    if first == "that" and (_may_take_that(entry) or _is_to_be(annotation, noun)):
        return _that_clause(annotation, noun, rest)
    return None


def _is_to_be(annotation: Annotation, noun: Word) -> bool:
    """Whether the clause after a noun says what should be: "a suggestion that the force be withdrawn"."""
    for clause in annotation.children(noun, "acl", "ccomp"):
        auxiliaries = annotation.children(clause, "aux", "cop")
        if any(a.lemma.lower() in ("should", "must", "ought") for a in auxiliaries):
            return True
        if len(auxiliaries) == 1 and auxiliaries[0].text.lower() == "be":
            return True
    return False


def _may_take_that(entry: NounCue) -> bool:
    """Whether a "that" after the noun may say what would be done; after "the idea" or "the plan" it seldom does."""
    return entry.family not in ("plan", "request") or entry.needs == "nothing" or entry.lemma == "request"


def _infinitive(annotation: Annotation, noun: Word, entry: NounCue, start: Word) -> Span | None:
    """As in "an offer to mediate", "a call on both sides to withdraw"."""
    rest = after(annotation, start)
    first = rest[0].text.lower()
    if first == "to":
        infinitive = infinitive_after(annotation, start)
        if infinitive is not None and infinitive.id - rest[0].id <= 3:
            return stretch(annotation, after(annotation, rest[0])[0], infinitive, noun)
    if first in ("on", "upon", "to") and entry.family in ("request", "demand"):
        infinitive = infinitive_after(annotation, rest[0])
        if infinitive is not None:
            return stretch(annotation, infinitive, infinitive, noun)
    return None


def _participle(annotation: Annotation, noun: Word, rest: Sequence[Word]) -> Span | None:
    """As in "a motion condemning the raid", "a draft calling for elections": elections."""
    if len(rest) > 1 and is_no_action(rest[1].lemma, noun.lemma):
        return None  # "a request seeking comment"
    calling = len(rest) > 2 and rest[1].text.lower() == "for"
    return stretch(annotation, rest[2] if calling else rest[0], rest[0], noun)


def _phrase(annotation: Annotation, noun: Word, rest: Sequence[Word]) -> Span | None:
    """As in "a call for restraint", "a plan involving both"."""
    verbal = rest[0].text.lower() in ("involving", "including")
    head = rest[0] if verbal and rest[0].relation != "case" else annotation.parent(rest[0])
    if head is None or head.id < rest[0].id or len(rest) < 2 or rest[1].upos in ("PUNCT", "PRON"):
        return None
    if is_time(head) or is_no_action(head.lemma, noun.lemma):
        return None
    above = annotation.parent(head)
    if head.relation == "advcl" and above is not None and above != noun and above.upos == "VERB":
        return None  # "criticised the plan for leaving them out": why it was criticised
    return stretch(annotation, rest[0] if verbal else rest[1], head, noun)


def _after_sponsor(annotation: Annotation, noun: Word) -> Word:
    """The last word of a short "by" or "from" phrase after the noun ("put forward by Oslo"), or the noun itself."""
    rest = after(annotation, noun)
    place = 0
    if rest and is_participle(annotation, rest[0]):
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
    return (
        rest[1] if len(rest) > 2 and rest[0].text.lower() in ("on", "in", "last", "this") and is_time(rest[1]) else word
    )


def _that_clause(annotation: Annotation, noun: Word, rest: Sequence[Word]) -> Span | None:
    """As in "a demand that Paris apologise", not the relative clause of "a demand that Paris made"."""
    marked_clause = annotation.parent(rest[0]) if rest[0].relation == "mark" else None
    for clause in (marked_clause,) if marked_clause is not None else annotation.children(noun, "acl", "ccomp"):
        own = annotation.child(clause, "nsubj")
        complete = annotation.child(clause, "obj", "obl", "xcomp", "ccomp", "aux") is not None
        if own is not None and complete and rest[0] != own and noun not in patients(annotation, clause):
            return stretch(annotation, rest[1], clause, noun) if len(rest) > 1 else None
    return None
