"""Stance verbs: which of their senses stands in the clause."""

from __future__ import annotations

from diplomacy_nlp import Span, Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import cover
from diplomacy_nlp.toolkit.grammar import patients, verb_group

from .context import Context
from .cue import Cue
from .idioms import has_other_particle, idiom_object, particle_of
from .lexicon import VerbCue, governors, known_lemma
from .restrictions import admits
from .slots import Target, fill
from .words import can_react, dependents_with, only_before

__all__ = ["find_verb_cue"]

_WITHHELD = {
    "support",
    "endorse",
    "back",
    "favour",
    "favor",
    "embrace",
    "agree",
    "approve",
    "vote",
    "stand",
    "champion",
}


def find_verb_cue(context: Context, word: Word) -> Cue | None:
    """The stance that a verb expresses, by the most specific of its senses that fits; None where none does."""
    if word.upos not in ("VERB", "AUX") and not (word.upos in ("ADJ", "NOUN") and word.feat("VerbForm")):
        return None
    best: tuple[int, VerbCue, Target] | None = None
    verbs = context.cues.verbs
    for entry in verbs.get(known_lemma(word.lemma, word.text, verbs), ()):
        target = _match(context, word, entry)
        special = 2 * len(entry.object) + 2 * len(entry.particle) + any(":" in t and t[0] == "x" for t in entry.target)
        special = min(special, 4)
        if target is not None and (best is None or special > best[0]):
            best = (special, entry, target)
    if best is None or _is_told_by_noun(context, word):
        return None
    _, entry, target = best
    if target.word is None and not target.left_out and entry.object:
        noun = idiom_object(context, word, entry)  # "summoned the ambassador": whom it hits
        target = Target(noun) if noun is not None and context.actor(noun) is not None else target
    return Cue(
        word=word,
        span=_cue_span(context, word, entry),
        stance=entry.stance,
        event=entry.plover,
        why=_why(target),
        confidence=entry.confidence,
        host=word,
        reactors=_reactors(context, word, entry),
        target=target.word,
        is_clause=target.is_clause,
        denied=Stance.REJECT if entry.stance is Stance.ACCEPT or entry.lemma in _WITHHELD else None,
        only=only_before(context.annotation, word) is not None,
        left_out=target.left_out,
    )


def _reactors(context: Context, word: Word, entry: VerbCue) -> tuple[Word, ...] | None:
    """Those whom it concerns, where they are the verb's object ("the plan alarmed Warsaw"); None for its subject."""
    if entry.who != "obj":
        return None
    return tuple(noun for noun in patients(context.annotation, word) if can_react(context, noun))


def _is_told_by_noun(context: Context, word: Word) -> bool:
    """As in "greeted with scepticism": the verb itself says nothing."""
    if word.lemma.lower() not in ("greet", "receive"):
        return False
    return any(w.lemma.lower() in context.cues.nouns for w in dependents_with(context.annotation, word, "with"))


def _why(target: Target) -> str:
    if target.word is None:
        return "cue verb, target left out" if target.left_out else "cue verb without target"
    return "cue verb with clausal complement" if target.is_clause else "cue verb"


def _match(context: Context, word: Word, entry: VerbCue) -> Target | None:
    """The target of a verb in one sense; None where the sense does not fit."""
    if entry.particle and not particle_of(context, word, entry):
        return None
    if not entry.particle and has_other_particle(context, word):
        return None
    if entry.object and idiom_object(context, word, entry) is None:
        return None
    if entry.stance is Stance.SUPPORT and _asks(context, word):
        return None
    for slot in entry.target:
        for target in fill(context, word, slot, entry):
            if target.word is None or _fits(context, word, target.word, target.is_clause, entry):
                return target
    return None


def _is_to_be_done(context: Context, clause: Word) -> bool:
    """Whether a clause says what shall be done ("agreed that both should withdraw")."""
    auxiliaries = {a.lemma.lower() for a in context.annotation.children(clause, "aux")}
    return bool(auxiliaries & {"should", "must", "will", "shall", "ought", "need"})


def _asks(context: Context, word: Word) -> bool:
    """As in "encouraged Kyiv to talk": a request, no praise of Kyiv."""
    asking = governors().get((word.lemma.lower(), "verb")) == "order"
    return asking and context.annotation.child(word, "xcomp") is not None


def _fits(context: Context, word: Word, noun: Word, is_clause: bool, entry: VerbCue) -> bool:
    governs = word.lemma in ("refuse", "decline") and entry.stance is Stance.REJECT
    governs = governs or (word.lemma in ("agree", "consent") and noun.relation == "xcomp")
    if is_clause and word.lemma == "agree" and noun.relation == "ccomp" and not _is_to_be_done(context, noun):
        return False  # "agreed that the plan was costly": an opinion
    if is_clause and governs and find_verb_cue(context, noun) is not None:
        return False  # "refused to accept" is read from "accept", "agreed to study" from "study"
    return admits(context, word, noun, entry, is_clause=is_clause)


def _cue_span(context: Context, word: Word, entry: VerbCue) -> Span:
    """The verb with its particle and the idiom's object ("poured cold water")."""
    parts = [verb_group(context.annotation, word) if entry.particle else word.span]
    particle = particle_of(context, word, entry) if entry.particle else None
    if particle is not None and 0 < particle.id - word.id <= 2:
        parts.append(particle.span)
    noun = idiom_object(context, word, entry) if entry.object else None
    if noun is not None and 0 < noun.id - word.id <= 4:
        parts.append(noun.span)
    return cover(parts) or word.span
