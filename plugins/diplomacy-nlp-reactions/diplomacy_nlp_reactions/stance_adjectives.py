"""Stance adjectives as predicates: "is open to", "remains opposed to", "was sceptical of"."""

from __future__ import annotations

from diplomacy_nlp import Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document

from .candidate import Candidate
from .grounds import has_ground
from .lexicon import AdjectiveCue, Cues, engagement_verbs, word_class
from .sorts import can_react, is_clausal
from .stance_verbs import find_stance_verb

__all__ = ["find_stance_adjective"]


def find_stance_adjective(document: Document, word: Word, cues: Cues) -> Candidate | None:
    """The stance that an adjective or a participle expresses as a predicate; None elsewhere."""
    entry = cues.adjectives.get(word.text.lower())
    if entry is None or not _is_predicate(document, word):
        return None
    target = _target(document, word, entry)
    if target is None and not _needs_no_target(document, word, entry):
        return None
    if target is not None and not _is_stance_toward(document, target, entry, cues):
        return None
    reactors = tuple(w for w in document.clause(word).subjects if can_react(document, w))
    return Candidate(
        word=word,
        span=word.span,
        stance=entry.stance,
        event=entry.plover,
        why="cue adjective",
        confidence=entry.confidence,
        predicate=word,
        reactors=reactors,
        target=target,
        denied=_denied(entry),
        is_condition=entry.stance is Stance.CONDITIONAL,
        is_clause=target is not None and is_clausal(document.annotation, target),
    )


def _is_stance_toward(document: Document, target: Word, entry: AdjectiveCue, cues: Cues) -> bool:
    """As in "is ready to talk"; "is ready to accept" is read from "accept", "is ready to eat" shows no stance."""
    if not entry.governs or target.upos not in ("VERB", "AUX"):
        return True
    engages = target.lemma.lower() in engagement_verbs() or has_ground(document, target, "condition")
    return engages and find_stance_verb(document, target, cues) is None


def _needs_no_target(document: Document, word: Word, entry: AdjectiveCue) -> bool:
    """Whether it says enough alone: "stayed neutral", where the text speaks of something proposed."""
    unaimed = word.text.lower() in word_class("unaimed") and bool(document.proposals)
    return unaimed or "none" in entry.prepositions


def _denied(entry: AdjectiveCue) -> Stance | None:
    """What a denial amounts to: not open to it rejects it, not happy with it finds fault."""
    if entry.stance is not Stance.SUPPORT:
        return None
    return Stance.REJECT if entry.governs or entry.prepositions[0] == "to" else Stance.CRITICISE


def _is_predicate(document: Document, word: Word) -> bool:
    clause = document.clause(word)
    if clause.has_copula or not clause.auxiliaries.isdisjoint(word_class("linking")):
        return True
    above = clause.above
    if above is not None and word.relation in ("xcomp", "obj", "advmod") and above.lemma in word_class("linking"):
        return True
    if word.relation == "conj" and above is not None and above.head.upos == "ADJ":
        return _is_predicate(document, above.head)
    return word.relation in ("advcl", "acl", "parataxis")


def _target(document: Document, word: Word, entry: AdjectiveCue) -> Word | None:
    clause = document.clause(word)
    places = {"xcomp": "infinitive", "ccomp": "clause"}
    for place in entry.prepositions:
        role = places.get(place) or f"oblique:{place}"
        if place != "none" and (found := clause.role(role)):
            return found[0]
    return None
