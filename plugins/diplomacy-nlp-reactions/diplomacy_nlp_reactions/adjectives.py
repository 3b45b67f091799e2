"""Stance adjectives as predicates: "is open to", "remains opposed to", "was sceptical of"."""

from __future__ import annotations

from diplomacy_nlp import Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.grammar import subjects

from .candidate import Candidate
from .grounds import has_ground
from .lexicon import AdjectiveCue, Cues, engagement_verbs, word_class
from .reactors import speaker_of
from .verbs import find_verb_cue
from .words import can_react, is_clausal

__all__ = ["find_adjective_cue"]


def find_adjective_cue(document: Document, word: Word, cues: Cues) -> Candidate | None:
    """The stance that an adjective or a participle expresses as a predicate; None elsewhere."""
    entry = cues.adjectives.get(word.text.lower())
    if entry is None or word.upos not in ("ADJ", "VERB", "ADV") or not _is_predicate(document, word):
        return None
    target = _target(document, word, entry)
    plain = word.text.lower() in word_class("plain") or _is_stated_feeling(document, word, entry)
    unaimed = word.text.lower() in word_class("unaimed") and bool(document.proposals)
    left_out = target is None and (plain or unaimed)
    if target is None and "none" not in entry.prepositions and not left_out:
        return None
    if entry.governs and target is not None and not _is_stance_toward(document, target, cues):
        return None
    reactors = tuple(w for w in subjects(document.annotation, word) if can_react(document, w))
    if not reactors:
        return None
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
        left_out=left_out and "none" not in entry.prepositions,
        speaks_for_itself=plain,
        is_condition=entry.stance is Stance.CONDITIONAL,
        is_clause=target is not None and is_clausal(document.annotation, target),
    )


def _is_stance_toward(document: Document, target: Word, cues: Cues) -> bool:
    """As in "is ready to talk"; "is ready to accept" is read from "accept", "is ready to eat" shows no stance."""
    if target.upos not in ("VERB", "AUX"):
        return True
    engages = target.lemma.lower() in engagement_verbs() or has_ground(document, target, "condition")
    return engages and find_verb_cue(document, target, cues) is None


def _is_stated_feeling(document: Document, word: Word, entry: AdjectiveCue) -> bool:
    """As in "told a newspaper that she was deeply disappointed"."""
    feeling = entry.stance in (Stance.CRITICISE, Stance.SUPPORT) and "by" in entry.prepositions
    return feeling and bool(speaker_of(document, word))


def _denied(entry: AdjectiveCue) -> Stance | None:
    """What a denial amounts to: not open to it rejects it, not happy with it finds fault."""
    if entry.stance is not Stance.SUPPORT:
        return None
    return Stance.REJECT if entry.governs or entry.prepositions[0] == "to" else Stance.CRITICISE


def _is_predicate(document: Document, word: Word) -> bool:
    annotation = document.annotation
    if annotation.child(word, "cop") or any(a.lemma in word_class("linking") for a in annotation.children(word, "aux")):
        return True
    above = annotation.parent(word)
    if (
        word.relation in ("xcomp", "obj", "advmod", "acl")
        and above is not None
        and above.lemma.lower() in word_class("linking")
    ):
        return True
    return word.relation in ("advcl", "acl", "parataxis") or (
        word.relation == "conj" and above is not None and above.upos == "ADJ" and _is_predicate(document, above)
    )


def _target(document: Document, word: Word, entry: AdjectiveCue) -> Word | None:
    annotation = document.annotation
    for place in entry.prepositions:
        if place in ("xcomp", "ccomp"):
            for child in annotation.children(word, "xcomp", "ccomp", "advcl"):
                marks = {m.text.lower() for m in annotation.children(child, "mark")}
                if child.id > word.id and (("to" in marks) if place == "xcomp" else bool(marks & {"that"})):
                    return child
        elif place != "none":
            for child in document.clause(word).phrases(place):
                return child
    return None
