"""Stance verbs: which of their senses stands in the clause."""

from __future__ import annotations

from diplomacy_nlp import Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.factuality import governors
from diplomacy_nlp.toolkit.grammar import patients
from diplomacy_nlp.toolkit.words import known_lemma

from .arguments import Target, arguments
from .candidate import Candidate
from .lexicon import Cues, VerbCue
from .restrictions import admits
from .rows import rows_of
from .words import can_react, only_before

__all__ = ["find_verb_cue"]

_WEAK = 0.5  # a confidence


def find_verb_cue(document: Document, word: Word, cues: Cues) -> Candidate | None:
    """The stance that a verb expresses, by the most specific of its senses that fits; None where none does."""
    if word.upos not in ("VERB", "AUX") and not (word.upos in ("ADJ", "NOUN") and word.feat("VerbForm")):
        return None
    best: tuple[bool, VerbCue, Target] | None = None
    verbs = cues.verbs
    for entry in verbs.get(known_lemma(word.lemma, word.text, verbs), ()):
        target = _match(document, word, entry, cues)
        special = any(":" in place and place[0] == "x" for place in entry.target)
        if target is not None and (best is None or special > best[0]):
            best = (special, entry, target)
    if best is None or _is_told_by_noun(document, word, cues):
        return None
    _, entry, target = best
    if entry.confidence <= _WEAK and document.is_proposed(word):
        return None  # "a bill that would bar": what would be done, not what somebody does
    return Candidate(
        word=word,
        span=word.span,
        stance=entry.stance,
        event=entry.plover,
        why=_why(target),
        confidence=entry.confidence,
        predicate=word,
        reactors=_reactors(document, word, entry),
        target=target.word,
        is_clause=target.is_clause,
        denied=Stance.REJECT if entry.stance is Stance.ACCEPT else entry.denied,
        only=only_before(document.annotation, word) is not None,
        left_out=target.left_out,
    )


def _reactors(document: Document, word: Word, entry: VerbCue) -> tuple[Word, ...] | None:
    """Those whom it concerns, where they are the verb's object ("the plan alarmed Warsaw"); None for its subject."""
    if entry.who != "obj":
        return None
    return tuple(noun for noun in patients(document.annotation, word) if can_react(document, noun))


def _is_told_by_noun(document: Document, word: Word, cues: Cues) -> bool:
    """As in "greeted with scepticism": the verb itself says nothing."""
    if word.lemma.lower() not in ("greet", "receive"):
        return False
    return any(w.lemma.lower() in cues.nouns for w in document.clause(word).phrases("with"))


def _why(target: Target) -> str:
    if target.word is None:
        return "cue verb, target left out" if target.left_out else "cue verb without target"
    return "cue verb with clausal complement" if target.is_clause else "cue verb"


def _match(document: Document, word: Word, entry: VerbCue, cues: Cues) -> Target | None:
    """The target of a verb in one sense; None where the sense does not fit."""
    if document.clause(word).particle(rows_of(cues).values(word.lemma, "particle")) is not None:
        return None  # "backed off": another verb, whatever becomes of it
    if entry.stance is Stance.SUPPORT and _asks(document, word):
        return None
    for place in entry.target:
        for target in arguments(document, word, place):
            if _fits(document, word, target, entry, cues):
                return target
    return None


def _is_to_be_done(document: Document, clause: Word) -> bool:
    """Whether a clause says what shall be done ("agreed that both should withdraw")."""
    auxiliaries = {a.lemma.lower() for a in document.annotation.children(clause, "aux")}
    return bool(auxiliaries & {"should", "must", "will", "shall", "ought", "need"})


def _asks(document: Document, word: Word) -> bool:
    """As in "encouraged Kyiv to talk": a request, no praise of Kyiv."""
    asking = governors().get((word.lemma.lower(), "verb")) == "order"
    return asking and document.annotation.child(word, "xcomp") is not None


def _fits(document: Document, word: Word, target: Target, entry: VerbCue, cues: Cues) -> bool:
    noun, is_clause = target.word, target.is_clause
    if noun is None:
        return True
    governs = word.lemma in ("refuse", "decline") and entry.stance is Stance.REJECT
    governs = governs or (word.lemma in ("agree", "consent") and noun.relation == "xcomp")
    if is_clause and word.lemma == "agree" and noun.relation == "ccomp" and not _is_to_be_done(document, noun):
        return False  # "agreed that the plan was costly": an opinion
    if is_clause and governs and find_verb_cue(document, noun, cues) is not None:
        return False  # "refused to accept" is read from "accept", "agreed to study" from "study"
    return admits(document, word, noun, entry, is_clause=is_clause)
