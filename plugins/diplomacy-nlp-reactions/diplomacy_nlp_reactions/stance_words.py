"""Stance words: which sense of a verb ("rejects it") or adjective ("is open to it") a clause has, and toward what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from diplomacy_nlp import Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import Clause
from diplomacy_nlp.toolkit.document import Document

from .candidate import Candidate
from .grounds import find_ground
from .lexicon import AdjectiveCue, Cues, VerbCue, known_senses, word_class
from .rows import rows_of
from .sorts import SORTS, can_react, is_clausal, is_topic, may_be_target

__all__ = ["find_stance_adjective", "find_stance_verb"]

_WEAK = 0.5  # a confidence
_CLAUSES = ("", "topic", "reason")  # sorts that a clause may be of
_ROLES: Mapping[str, tuple[str, ...]] = {  # of the places that the lexicons name
    "obj": ("object",),
    "subj": ("agent",),
    "ccomp": ("clause",),
    "xcomp": ("infinitive", "gerund"),
    "none": (),
}


def _in_place(clause: Clause, place: str) -> Iterator[Word]:
    """What a word has in a place, as `verbs.tsv` names it."""
    roles = _ROLES.get(place) or ((f"oblique:{place.removeprefix('obl:')}",) if place != "none" else ())
    return (word for role in roles for word in clause.role(role))


# --- verbs --------------------------------------------------------------------------------------------------------


def find_stance_verb(document: Document, word: Word, cues: Cues) -> Candidate | None:
    """The stance that a verb expresses, by the first of its senses that fits; None where none does."""
    clause = document.clause(word)
    if clause.particle(rows_of(cues).values(word.lemma, "particle")) is not None:
        return None  # "backed off": another verb, whatever becomes of it
    for entry in known_senses(cues, word.lemma, word.text):
        if entry.confidence <= _WEAK and document.is_proposed(word):
            continue
        target = next(_targets(document, clause, entry, cues), None)
        if target is not None or "none" in entry.target:
            return _candidate(document, clause, entry, target)
    return None


def _candidate(document: Document, clause: Clause, entry: VerbCue, target: Word | None) -> Candidate:
    moved = (noun for noun in clause.patients if can_react(document, noun))
    return Candidate(
        word=clause.head,
        span=clause.head.span,
        stance=entry.stance,
        event=entry.plover,
        why="cue verb",
        confidence=entry.confidence,
        predicate=clause.head,
        reactors=tuple(moved) if entry.who == "obj" else None,  # "the plan alarmed Warsaw"
        target=target,
        denied=Stance.REJECT if entry.stance is Stance.ACCEPT else entry.denied,
    )


def _targets(document: Document, clause: Clause, entry: VerbCue, cues: Cues) -> Iterator[Word]:
    """What a sense may be toward in its clause, the likeliest first; nothing where the sense does not fit."""
    for place in entry.target:
        for word in _in_place(clause, place):
            if _admits(document, clause, word, entry) and not _says_itself(document, clause, word, entry, cues):
                yield word


def _admits(document: Document, clause: Clause, noun: Word, entry: VerbCue) -> bool:
    """Whether a phrase or clause can be the target of a verb in one sense."""
    if noun.lemma.lower() in entry.not_ or not may_be_target(document, noun):
        return False
    if is_clausal(clause.annotation, noun):
        return entry.sort in _CLAUSES
    if entry.sort == "reason":  # "attacked him for"
        return find_ground(document, clause.head, "reason", said=entry.stance) is not None and is_topic(document, noun)
    return entry.sort == "" or SORTS[entry.sort](document, noun)


def _says_itself(document: Document, clause: Clause, noun: Word, entry: VerbCue, cues: Cues) -> bool:
    """As in "refused to accept", which is read from "accept", and "agreed that the plan was costly", an opinion."""
    if clause.lemma == "agree" and noun.relation == "ccomp":
        return document.clause(noun).auxiliaries.isdisjoint(word_class("obliging"))
    refuses = clause.lemma in ("refuse", "decline") and entry.stance is Stance.REJECT
    governs = refuses or (clause.lemma in ("agree", "consent") and noun.relation == "xcomp")
    return governs and find_stance_verb(document, noun, cues) is not None


# --- adjectives and participles -----------------------------------------------------------------------------------


def find_stance_adjective(document: Document, word: Word, cues: Cues) -> Candidate | None:
    """The stance that an adjective or a participle expresses as a predicate; None elsewhere."""
    entry, clause = cues.adjectives.get(word.text.lower()), document.clause(word)
    if entry is None or not _is_predicate(clause):
        return None
    target = next((found for place in entry.target for found in _in_place(clause, place)), None)
    if target is None:
        # "stayed neutral", where the text speaks of something proposed
        alone = "none" in entry.target or (word.text.lower() in word_class("unaimed") and document.proposals)
        if not alone:
            return None
    elif entry.governs and not _is_readiness(document, target, cues):
        return None
    return Candidate(
        word=word,
        span=word.span,
        stance=entry.stance,
        event=entry.plover,
        why="cue adjective",
        confidence=entry.confidence,
        predicate=word,
        reactors=tuple(w for w in clause.subjects if can_react(document, w)),
        target=target,
        denied=_denied(entry),
    )


def _is_readiness(document: Document, target: Word, cues: Cues) -> bool:
    """As in "is ready to talk"; "is ready to accept" is read from "accept", "is ready to eat" shows no stance."""
    if target.upos not in ("VERB", "AUX"):
        return True
    return target.lemma.lower() in word_class("ready") and find_stance_verb(document, target, cues) is None


def _denied(entry: AdjectiveCue) -> Stance | None:
    """What a denial amounts to: not open to it rejects it, not happy with it finds fault."""
    if entry.stance is not Stance.SUPPORT:
        return None
    return Stance.REJECT if entry.governs or entry.target[0] == "obl:to" else Stance.CRITICISE


def _is_predicate(clause: Clause) -> bool:
    """Whether an adjective is said of a subject: after a copula or the like, or beside what is said of one."""
    above, relation = clause.above, clause.head.relation
    if clause.has_copula or not clause.auxiliaries.isdisjoint(word_class("linking")):
        return True
    if above is not None and relation in ("xcomp", "obj", "advmod"):
        return above.lemma in word_class("linking")
    return relation in ("advcl", "acl", "parataxis", "conj")
