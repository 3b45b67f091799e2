"""Stance words: which sense of a verb ("rejects it") or adjective ("is open to it") a clause has, and toward what."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from diplomacy_nlp import Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import Clause
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.factuality import governors

from .candidate import Candidate
from .grounds import has_ground
from .lexicon import AdjectiveCue, Cues, VerbCue, engagement_verbs, known_senses, word_class
from .rows import rows_of
from .sorts import SORTS, can_react, is_clausal, is_topic, may_be_target, only_before

__all__ = ["find_stance_adjective", "find_stance_verb"]

_WEAK = 0.5  # a confidence
_CLAUSES = ("", "topic", "reason")  # sorts that a clause may be of


# --- verbs --------------------------------------------------------------------------------------------------------


@frozen
class _Target:
    """An argument of a verb: the head of a phrase or clause; no word where the sense needs no target."""

    word: Word | None
    is_clause: bool = False


def find_stance_verb(document: Document, word: Word, cues: Cues) -> Candidate | None:
    """The stance that a verb expresses, by the first of its senses that fits; None where none does."""
    clause = document.clause(word)
    if clause.particle(rows_of(cues).values(word.lemma, "particle")) is not None:
        return None  # "backed off": another verb, whatever becomes of it
    if clause.lemma in word_class("greeting") and clause.phrases("with"):
        return None  # "greeted with scepticism": the verb itself says nothing
    for entry in known_senses(cues, word.lemma, word.text):
        target = next(_targets(document, clause, entry, cues), None)
        if target is not None and not (entry.confidence <= _WEAK and document.is_proposed(word)):
            return _candidate(document, word, entry, target)
    return None


def _candidate(document: Document, word: Word, entry: VerbCue, target: _Target) -> Candidate:
    moved = [noun for noun in document.clause(word).patients if can_react(document, noun)]
    return Candidate(
        word=word,
        span=word.span,
        stance=entry.stance,
        event=entry.plover,
        why=_why(target),
        confidence=entry.confidence,
        predicate=word,
        reactors=tuple(moved) if entry.who == "obj" else None,  # "the plan alarmed Warsaw"
        target=target.word,
        is_clause=target.is_clause,
        denied=Stance.REJECT if entry.stance is Stance.ACCEPT else entry.denied,
        only=only_before(document.annotation, word) is not None,
    )


def _why(target: _Target) -> str:
    if target.word is None:
        return "cue verb without target"
    return "cue verb with clausal complement" if target.is_clause else "cue verb"


def _targets(document: Document, clause: Clause, entry: VerbCue, cues: Cues) -> Iterator[_Target]:
    """What a sense may be toward in its clause, the likeliest first; nothing where the sense does not fit."""
    asks = governors().get((clause.lemma, "verb")) == "order" and clause.role("infinitive")
    if entry.stance is Stance.SUPPORT and asks:
        return  # "encouraged Kyiv to talk": a request, no praise of Kyiv
    for place in entry.target:
        if place == "none":
            yield _Target(None)
        for word in _in_place(clause, place):
            is_clause = place in ("ccomp", "xcomp") or is_clausal(clause.annotation, word)
            fits = _admits(document, clause, word, entry, is_clause)
            if fits and not _says_itself(document, clause, word, entry, cues):
                yield _Target(word, is_clause)


def _in_place(clause: Clause, place: str) -> Iterator[Word]:
    """What a word has in a place, as `verbs.tsv` names it."""
    kind, _, preposition = place.partition(":")
    if kind == "obj":
        yield from (w for w in clause.patients if clause.is_passive or not _stands_before(clause, w))
    elif kind == "obl":
        yield from clause.phrases(preposition)
    elif kind == "subj":
        yield from clause.agents
    elif kind == "ccomp":
        yield from clause.role("clause")
    elif kind == "xcomp":
        yield from (w for role in ("infinitive", "gerund") for w in clause.role(role))


def _stands_before(clause: Clause, noun: Word) -> bool:
    """An object before its verb belongs to a clause that stands before, unless it is a gap."""
    return noun.id < clause.head.id and noun.relation in ("obj", "nsubj") and noun.head == clause.head.id


def _admits(document: Document, clause: Clause, noun: Word, entry: VerbCue, is_clause: bool) -> bool:
    """Whether a phrase or clause can be the target of a verb in one sense."""
    if noun.lemma.lower() in entry.not_ or not may_be_target(noun):
        return False
    if is_clause:
        return entry.sort in _CLAUSES
    if entry.sort == "reason":  # "attacked him for"
        return has_ground(document, clause.head, "reason") and is_topic(document, noun)
    return entry.sort == "" or SORTS[entry.sort](document, noun)


def _says_itself(document: Document, clause: Clause, noun: Word, entry: VerbCue, cues: Cues) -> bool:
    """As in "refused to accept", which is read from "accept", and "agreed that the plan was costly", an opinion."""
    complement = noun.relation
    if clause.lemma == "agree" and complement == "ccomp":
        return document.clause(noun).auxiliaries.isdisjoint(word_class("obliging"))
    refuses = clause.lemma in ("refuse", "decline") and entry.stance is Stance.REJECT
    governs = refuses or (clause.lemma in ("agree", "consent") and complement == "xcomp")
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
        is_condition=entry.stance is Stance.CONDITIONAL,
        is_clause=target is not None and is_clausal(document.annotation, target),
    )


def _is_readiness(document: Document, target: Word, cues: Cues) -> bool:
    """As in "is ready to talk"; "is ready to accept" is read from "accept", "is ready to eat" shows no stance."""
    if target.upos not in ("VERB", "AUX"):
        return True
    engages = target.lemma.lower() in engagement_verbs() or has_ground(document, target, "condition")
    return engages and find_stance_verb(document, target, cues) is None


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
    if above is not None and relation == "conj" and above.head.upos == "ADJ":
        return _is_predicate(above)
    return relation in ("advcl", "acl", "parataxis")
