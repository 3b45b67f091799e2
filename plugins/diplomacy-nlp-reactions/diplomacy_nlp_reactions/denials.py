"""Stances that the lack of something shows: "sees no need for talks", "will have no part in it", "took no position"."""

from __future__ import annotations

from diplomacy_nlp import Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import cover
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.grammar import is_negated

from .candidate import Candidate
from .lexicon import Denial, denials
from .reactors import speaker_of

__all__ = ["find_denial_cue"]

_PLACES = ("obj", "xcomp", "nsubj")  # "sees no need", "there is no question"


def find_denial_cue(document: Document, word: Word) -> Candidate | None:
    """What somebody lacks or does not take, by its noun; None where nothing of it is denied."""
    annotation = document.annotation
    entry = denials().get(word.lemma.lower()) if word.upos == "NOUN" and word.relation in _PLACES else None
    host = annotation.parent(word)
    if entry is None or host is None or host.lemma.lower() not in entry.verbs:
        return None
    exists = host.lemma.lower() == "be"
    if exists != (word.relation == "nsubj") or (exists and annotation.child(host, "expl") is None):
        return None
    no = next((w for w in annotation.children(word, "det") if w.lemma.lower() in ("no", "any")), None)
    lacks = no is not None and no.lemma.lower() == "no"
    awaited = _is_awaited(document, host)
    denied = is_negated(annotation, host) or awaited
    if not lacks and not denied:
        return None
    target = _target(document, word, host, entry)
    above = annotation.parent(host)
    if awaited and above is not None and host.relation == "xcomp":
        host = above  # "had yet to take a position": whose subject it is
    return Candidate(
        word=word,
        span=cover([host.span, word.span]) or word.span,
        stance=entry.stance,
        why="denied noun",
        confidence=0.55,
        predicate=host,
        target=target,
        is_clause=target is not None and target.upos == "VERB",
        left_out=target is None and not exists,
        speaks_for_itself=entry.stance is Stance.NONCOMMITTAL,
        reactors=speaker_of(document, host) if exists else None,
        by_speaker=exists,
        negated=denied and not awaited,
    )


def _is_awaited(document: Document, host: Word) -> bool:
    """As in "had yet to take a position"."""
    annotation = document.annotation
    above = annotation.parent(host) if host.relation in ("xcomp", "advcl") else None
    verbs = [host] if above is None else [host, above]
    return any(w.lemma.lower() == "yet" for verb in verbs for w in (verb, *annotation.children(verb, "advmod")))


def _target(document: Document, word: Word, host: Word, entry: Denial) -> Word | None:
    annotation = document.annotation
    for head in (word, host):
        for preposition in entry.prepositions:
            if preposition == "xcomp":
                found = [c for c in annotation.children(head, "acl", "xcomp", "advcl") if annotation.child(c, "mark")]
            else:
                found = list(document.clause(head).phrases(preposition))
            if found:
                return found[0]
    return None
