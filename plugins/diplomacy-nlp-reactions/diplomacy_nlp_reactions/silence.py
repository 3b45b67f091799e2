"""Those who say nothing: "has not responded to the offer", "had yet to comment", "there was no reply from Minsk"."""

from __future__ import annotations

from diplomacy_nlp import Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import cover
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.grammar import is_negated, is_passive, marked, verb_group
from diplomacy_nlp.toolkit.words import listed

from .candidate import Candidate

__all__ = ["find_silence_cue"]

_SPEAKING = {"comment", "respond", "reply", "answer", "react", "decide", "say"}
_AWAITED = {"study", "consider", "examine", "review", "discuss", "debate", "see", "read", "receive", "rule", "act"}
_ANSWERS = {"comment", "response", "reply", "answer", "reaction", "position"}
_ON = ("on", "to", "about", "upon")


def find_silence_cue(document: Document, word: Word) -> Candidate | None:
    """Speech that is denied or still to come, of somebody who was asked or might well speak; else None."""
    if word.upos == "VERB" and word.lemma.lower() in _SPEAKING | _AWAITED:
        return _unspoken(document, word)
    if word.upos == "VERB" and word.lemma.lower() == "draw":
        return _not_drawn(document, word)
    if word.upos == "NOUN" and word.lemma.lower() in _ANSWERS:
        return _no_answer(document, word)
    return None


def _unspoken(document: Document, word: Word) -> Candidate | None:
    annotation = document.annotation
    target = _about(document, word)
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
    elif annotation.child(word, "cop", "aux") is not None and _marked_to(document, word):  # "is yet to reply"
        waiting = bool(_yet(document, word))
        above = word
    else:
        waiting = above is not None and word.relation == "xcomp" and bool(_yet(document, above) or _yet(document, word))
    if not waiting and (not denied or lemma in _AWAITED):
        return None
    if lemma in _AWAITED:
        target = annotation.child(word, "obj") or target
    host = above if waiting and above is not None else word
    span = verb_group(annotation, word) if not waiting else cover([host.span, word.span])
    return Candidate(
        word=word,
        span=span or word.span,
        stance=Stance.NONCOMMITTAL,
        unconditional=True,
        why="silence",
        confidence=0.6,
        predicate=host,
        target=target,
        is_clause=target is not None and target is clause and lemma not in _AWAITED,
        left_out=lemma == "decide" and target is None,
        negated=denied and not waiting,
    )


def _not_drawn(document: Document, word: Word) -> Candidate | None:
    """As in "would not be drawn on what had gone wrong"."""
    annotation = document.annotation
    if not is_negated(annotation, word) or not is_passive(annotation, word):
        return None
    return Candidate(
        word=word,
        span=verb_group(annotation, word, auxiliaries=True),
        stance=Stance.NONCOMMITTAL,
        unconditional=True,
        why="silence",
        confidence=0.6,
        predicate=word,
        reactors=annotation.children(word, "nsubj"),
        target=_about(document, word),
        negated=True,
    )


def _marked_to(document: Document, word: Word) -> bool:
    return any(w.text.lower() == "to" for w in document.annotation.children(word, "mark"))


def _yet(document: Document, word: Word) -> tuple[Word, ...]:
    return tuple(w for w in document.annotation.children(word, "advmod") if w.lemma.lower() == "yet")


def _no_answer(document: Document, word: Word) -> Candidate | None:
    """As in "there was no reply from Minsk", "had no comment"."""
    annotation = document.annotation
    no = next((w for w in annotation.children(word, "det") if w.lemma.lower() == "no"), None)
    if no is None:
        return None
    above = annotation.parent(word)
    if (
        word.relation == "obj"
        and above is not None
        and above.lemma.lower() in ("have", "take", "offer", "give", "make")
    ):
        return _cue(document, word, no, predicate=above, reactors=None)
    whose = tuple(w for w in annotation.children(word, "nmod", "obl") if marked(annotation, w) == "from")
    if above is not None and not whose:
        whose = tuple(w for w in annotation.children(above, "obl") if marked(annotation, w) == "from")
    return _cue(document, word, no, predicate=word, reactors=whose) if whose else None


def _cue(document: Document, word: Word, no: Word, *, predicate: Word, reactors: tuple[Word, ...] | None) -> Candidate:
    return Candidate(
        word=word,
        span=cover([no.span, word.span]) or word.span,
        stance=Stance.NONCOMMITTAL,
        unconditional=True,
        why="silence",
        confidence=0.6,
        predicate=predicate,
        reactors=reactors,
        target=_about(document, word) or _about(document, predicate),
    )


def _about(document: Document, word: Word) -> Word | None:
    for preposition in _ON:
        for found in document.clause(word).phrases(preposition):
            if not listed("time", found.lemma):
                return found
    return None
