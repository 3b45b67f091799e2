"""What would be done, as the words around a noun say it: "a plan to", "the plan would", "under the plan"."""

from __future__ import annotations

from collections.abc import Sequence

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.grammar import marked, patients
from diplomacy_nlp.toolkit.order import after, infinitive_after
from diplomacy_nlp.toolkit.words import is_time

from .extent import content_extent
from .lexicons import NounCue, is_no_action, listed, plan_verbs
from .nominals import is_calling
from .predications import Predication, is_participle

__all__ = ["complement", "content_of"]

_RELATIVES = {"which", "whom"}


def content_of(document: Document, noun: Word, cue: NounCue, around: tuple[Predication, ...]) -> tuple[Span, ...]:
    """What the text says would be done, where no complement of the noun does.

    In a predicate of which it is the subject ("the plan would"), or "under" it.
    """
    for at in around:
        span = _said_of_it(document, noun, cue, at)
        if span is not None:
            return (span,)
    span = _mistaken_verb(document, noun) or _under_it(document, noun)
    return (span,) if span is not None else ()


def _said_of_it(document: Document, noun: Word, cue: NounCue, at: Predication) -> Span | None:
    """The predicate of which the proposal is the subject: "the plan would provide", "a plan that includes"."""
    annotation = document.annotation
    if at.as_object or at.clause.is_negated or at.verb.upos != "VERB" or at.has("status"):
        return None  # "the offer will lapse" says what becomes of it
    would = any(listed("future", a.lemma) for a in annotation.children(at.verb, "aux"))
    said = at.has("content")
    if cue.family == "move" or not (said or (would and not listed("effect", at.verb.lemma))):
        return None
    verb = at.verb
    rest = after(annotation, verb)
    if verb.id < noun.id or (rest and is_no_action(rest[0].lemma, noun.lemma)):
        return None
    calling = said and not would and len(rest) > 1 and rest[0].text.lower() in ("for", "on")
    start = rest[1] if calling else verb  # "calls for elections": elections
    return content_extent(annotation, start, verb, noun)


def _mistaken_verb(document: Document, noun: Word) -> Span | None:
    """As in "the plan calls for elections", with "calls" taken for a noun."""
    annotation = document.annotation
    rest = after(annotation, noun)
    if not is_calling(rest) or len(rest) < 3:
        return None
    head = annotation.parent(rest[1])
    return content_extent(annotation, rest[2], head if head is not None and head.id > rest[1].id else rest[2], rest[0])


def _under_it(document: Document, noun: Word) -> Span | None:
    """The clause that says what would be done under it.

    As in "Under the plan, both would withdraw", "a plan under which both would withdraw", and "both would withdraw
    under a plan that".
    """
    annotation = document.annotation
    clauses = annotation.children(noun, "acl")
    which = next((w for clause in clauses if (w := _under_which(annotation, clause)) is not None), None)
    if which is not None:  # all clauses on the noun: parsers hang "people rescued at sea would" as two
        rest = [w for clause in clauses for w in annotation.subtree(clause) if w.id > which.id]
        return annotation.span_of(rest)
    verb = annotation.parent(noun)
    if marked(annotation, noun) != "under" or verb is None or verb.upos != "VERB":
        return None
    own = annotation.child(verb, "nsubj")
    if own is None:
        return None
    if own.id > noun.id:
        words = [w for w in annotation.subtree(own) if w.id > noun.id]
        return content_extent(annotation, words[0], verb, verb) if words else None
    if not any(listed("future", a.lemma) for a in annotation.children(verb, "aux")):
        return None
    under = next(w for w in annotation.children(noun, "case") if w.text.lower() == "under")
    return annotation.span_of(w for w in annotation.subtree(verb) if w.id < under.id)


def _under_which(annotation: Annotation, clause: Word) -> Word | None:
    relative = (w for w in annotation.children(clause, "obl") if w.lemma.lower() in _RELATIVES)
    return next((w for w in relative if marked(annotation, w) == "under"), None)


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
    if first.endswith("ing") and any(v.role == "content" for v in plan_verbs(rest[0].lemma)):
        return _participle(annotation, noun, rest)
    if first in cue.prepositions or first in ("involving", "including"):
        return _phrase(annotation, noun, rest)
    if first == "that" and (_may_take_that(cue) or _is_to_be(annotation, noun)):
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


def _may_take_that(cue: NounCue) -> bool:
    """Whether a "that" after the noun may say what would be done; after "the idea" or "the plan" it seldom does."""
    return cue.family not in ("plan", "request") or cue.needs == "nothing" or cue.lemma == "request"


def _infinitive(annotation: Annotation, noun: Word, cue: NounCue, start: Word) -> Span | None:
    """As in "an offer to mediate", "a call on both sides to withdraw"."""
    rest = after(annotation, start)
    first = rest[0].text.lower()
    if first == "to":
        infinitive = infinitive_after(annotation, start)
        if infinitive is not None and infinitive.id - rest[0].id <= 3:
            return content_extent(annotation, after(annotation, rest[0])[0], infinitive, noun)
    if first in ("on", "upon", "to") and cue.family in ("request", "demand"):
        infinitive = infinitive_after(annotation, rest[0])
        if infinitive is not None:
            return content_extent(annotation, infinitive, infinitive, noun)
    return None


def _participle(annotation: Annotation, noun: Word, rest: Sequence[Word]) -> Span | None:
    """As in "a motion condemning the raid", "a draft calling for elections": elections."""
    if len(rest) > 1 and is_no_action(rest[1].lemma, noun.lemma):
        return None  # "a request seeking comment"
    calling = len(rest) > 2 and rest[1].text.lower() == "for"
    return content_extent(annotation, rest[2] if calling else rest[0], rest[0], noun)


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
    return content_extent(annotation, rest[0] if verbal else rest[1], head, noun)


def _after_sponsor(annotation: Annotation, noun: Word) -> Word:
    """The last word of a short "by" or "from" phrase after the noun ("put forward by Oslo"), or the noun itself."""
    rest = after(annotation, noun)
    place = 0
    if rest and is_participle(rest[0]):
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
            return content_extent(annotation, rest[1], clause, noun) if len(rest) > 1 else None
    return None
