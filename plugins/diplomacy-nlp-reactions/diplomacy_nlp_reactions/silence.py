"""Those who say nothing: "has not responded to the offer", "had yet to comment", "there was no reply from Minsk"."""

from __future__ import annotations

from diplomacy_nlp import Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import cover
from diplomacy_nlp.toolkit.grammar import is_negated, is_passive, marked, verb_group

from .context import Context
from .cue import Cue
from .lexicon import word_class
from .words import dependents_with

__all__ = ["find_silence_cue"]

_SPEAKING = {"comment", "respond", "reply", "answer", "react", "decide", "say"}
_AWAITED = {"study", "consider", "examine", "review", "discuss", "debate", "see", "read", "receive", "rule", "act"}
_ANSWERS = {"comment", "response", "reply", "answer", "reaction", "position"}
_ON = ("on", "to", "about", "upon")


def find_silence_cue(context: Context, word: Word) -> Cue | None:
    """Speech that is denied or still to come, of somebody who was asked or might well speak; else None."""
    if word.upos == "VERB" and word.lemma.lower() in _SPEAKING | _AWAITED:
        return _unspoken(context, word)
    if word.upos == "VERB" and word.lemma.lower() == "draw":
        return _not_drawn(context, word)
    if word.upos == "NOUN" and word.lemma.lower() in _ANSWERS:
        return _no_answer(context, word)
    return None


def _unspoken(context: Context, word: Word) -> Cue | None:
    annotation = context.annotation
    target = _about(context, word)
    clause = annotation.child(word, "ccomp", "obj")
    lemma = word.lemma.lower()
    if lemma == "say" or (lemma == "decide" and (clause is not None or target is not None)):
        mark = annotation.child(clause, "mark", "advmod", "obj", "nsubj") if clause is not None else None
        if mark is None or mark.text.lower() not in ("whether", "if", "when", "how", "who", "what", "why", "where"):
            return None
        target = target or clause
    denied = is_negated(annotation, word)
    above = annotation.parent(word)
    if above is not None and above.lemma.lower() == "yet" and word.relation == "xcomp":  # "yet" as its governor
        above = annotation.parent(above)
        waiting = above is not None
    elif annotation.child(word, "cop", "aux") is not None and _marked_to(context, word):  # "is yet to reply"
        waiting = bool(_yet(context, word))
        above = word
    else:
        waiting = above is not None and word.relation == "xcomp" and bool(_yet(context, above) or _yet(context, word))
    if not waiting and (not denied or lemma in _AWAITED):
        return None
    if lemma in _AWAITED:
        target = annotation.child(word, "obj") or target
    host = above if waiting and above is not None else word
    span = verb_group(annotation, word) if not waiting else cover([host.span, word.span])
    return Cue(
        word=word,
        span=span or word.span,
        stance=Stance.NONCOMMITTAL,
        why="silence",
        confidence=0.6,
        host=host,
        target=target,
        is_clause=target is not None and target is clause and lemma not in _AWAITED,
        left_out=lemma == "decide" and target is None,
        negated=denied and not waiting,
    )


def _not_drawn(context: Context, word: Word) -> Cue | None:
    """As in "would not be drawn on what had gone wrong"."""
    annotation = context.annotation
    if not is_negated(annotation, word) or not is_passive(annotation, word):
        return None
    return Cue(
        word=word,
        span=verb_group(annotation, word, auxiliaries=True),
        stance=Stance.NONCOMMITTAL,
        why="silence",
        confidence=0.6,
        host=word,
        reactors=annotation.children(word, "nsubj"),
        target=_about(context, word),
        negated=True,
    )


def _marked_to(context: Context, word: Word) -> bool:
    return any(w.text.lower() == "to" for w in context.annotation.children(word, "mark"))


def _yet(context: Context, word: Word) -> tuple[Word, ...]:
    return tuple(w for w in context.annotation.children(word, "advmod") if w.lemma.lower() == "yet")


def _no_answer(context: Context, word: Word) -> Cue | None:
    """As in "there was no reply from Minsk", "had no comment"."""
    annotation = context.annotation
    no = next((w for w in annotation.children(word, "det") if w.lemma.lower() == "no"), None)
    if no is None:
        return None
    above = annotation.parent(word)
    if (
        word.relation == "obj"
        and above is not None
        and above.lemma.lower() in ("have", "take", "offer", "give", "make")
    ):
        return _cue(context, word, no, host=above, reactors=None)
    whose = tuple(w for w in annotation.children(word, "nmod", "obl") if marked(annotation, w) == "from")
    if above is not None and not whose:
        whose = tuple(w for w in annotation.children(above, "obl") if marked(annotation, w) == "from")
    return _cue(context, word, no, host=word, reactors=whose) if whose else None


def _cue(context: Context, word: Word, no: Word, *, host: Word, reactors: tuple[Word, ...] | None) -> Cue:
    return Cue(
        word=word,
        span=cover([no.span, word.span]) or word.span,
        stance=Stance.NONCOMMITTAL,
        why="silence",
        confidence=0.6,
        host=host,
        reactors=reactors,
        target=_about(context, word) or _about(context, host),
    )


def _about(context: Context, word: Word) -> Word | None:
    for preposition in _ON:
        for found in dependents_with(context.annotation, word, preposition):
            if found.lemma.lower() not in word_class("date"):
                return found
    return None
