"""What would be done, as the words around a noun say it: "a plan to", "the plan would", "under the plan"."""

from __future__ import annotations

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.grammar import is_negated, marked

from .complements import complement
from .lexicons import NounCue, is_no_action, listed
from .nominals import is_calling
from .phrases import after, stretch
from .reading import Reading
from .uses import Use

__all__ = ["content_of"]

_RELATIVES = {"which", "whom"}
_WOULD = {"would", "will", "'d", "shall"}


def content_of(reading: Reading, noun: Word, entry: NounCue, used: tuple[Use, ...]) -> tuple[Span, ...]:
    """What the text says would be done: after the noun, in a predicate of which it is the subject, or "under" it."""
    found = complement(reading, noun, entry)
    if found is not None:
        return (found,)
    for use in used:
        span = _said_of_it(reading, noun, entry, use)
        if span is not None:
            return (span,)
    span = _mistaken_verb(reading, noun) or _under_it(reading, noun)
    return (span,) if span is not None else ()


def _said_of_it(reading: Reading, noun: Word, entry: NounCue, use: Use) -> Span | None:
    """The predicate of which the proposal is the subject: "the plan would provide", "a plan that includes"."""
    annotation = reading.annotation
    if use.as_object or is_negated(annotation, use.verb) or use.verb.upos != "VERB" or use.has("status"):
        return None  # "the offer will lapse" says what becomes of it
    would = any(a.lemma.lower() in _WOULD for a in annotation.children(use.verb, "aux"))
    said = use.has("content")
    if entry.family == "move" or not (said or (would and not listed("effect", use.verb.lemma))):
        return None
    verb = use.verb
    rest = after(annotation, verb)
    if verb.id < noun.id or (rest and is_no_action(rest[0].lemma, noun.lemma)):
        return None
    calling = said and not would and len(rest) > 1 and rest[0].text.lower() in ("for", "on")
    start = rest[1] if calling else verb  # "calls for elections": elections
    return stretch(annotation, start, verb, noun)


def _mistaken_verb(reading: Reading, noun: Word) -> Span | None:
    """As in "the plan calls for elections", with "calls" taken for a noun."""
    annotation = reading.annotation
    rest = after(annotation, noun)
    if not is_calling(rest) or len(rest) < 3:
        return None
    head = annotation.parent(rest[1])
    return stretch(annotation, rest[2], head if head is not None and head.id > rest[1].id else rest[2], rest[0])


def _under_it(reading: Reading, noun: Word) -> Span | None:
    """The clause that says what would be done under it.

    As in "Under the plan, both would withdraw", "a plan under which both would withdraw", and "both would withdraw
    under a plan that".
    """
    annotation = reading.annotation
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
        return stretch(annotation, words[0], verb, verb) if words else None
    if not any(a.lemma.lower() in _WOULD for a in annotation.children(verb, "aux")):
        return None
    under = next(w for w in annotation.children(noun, "case") if w.text.lower() == "under")
    return annotation.span_of(w for w in annotation.subtree(verb) if w.id < under.id)


def _under_which(annotation: Annotation, clause: Word) -> Word | None:
    relative = (w for w in annotation.children(clause, "obl") if w.lemma.lower() in _RELATIVES)
    return next((w for w in relative if marked(annotation, w) == "under"), None)
