"""Prepositional phrases that say where their subject stands: "is in favour of", "was at odds with"."""

from __future__ import annotations

from diplomacy_nlp import Span, Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.grammar import subjects

from .candidate import Candidate
from .lexicon import phrase_cues, phrase_nouns, word_class
from .words import can_react

__all__ = ["find_phrase_cue"]


def find_phrase_cue(document: Document, word: Word) -> Candidate | None:
    """A prepositional phrase that says where its subject stands: "is in favour of", "was at odds with"."""
    annotation = document.annotation
    if word.upos not in ("NOUN", "ADV") or word.text.lower() not in phrase_nouns():
        return None
    cases = [w for w in annotation.children(word, "case") if w.id < word.id]
    if not cases:
        return None
    words = annotation.sentence_of(word).words[cases[0].id - 1 : word.id]  # with what stands between: "on the fence"
    entry = phrase_cues().get(" ".join(w.text.lower() for w in words))
    if entry is None or not _is_predicate(document, word):
        return None
    above = annotation.parent(word)
    holder = above if above is not None and annotation.child(word, "cop") is None else word
    reactors = tuple(w for w in subjects(annotation, holder) if can_react(document, w))
    target = next((w for p in entry.prepositions for w in document.clause(word).phrases(p)), None)
    first = cases[0]
    if not reactors:
        return None
    return Candidate(
        word=word,
        span=Span(first.span.start, word.span.end),
        stance=entry.stance,
        why="stance phrase",
        confidence=0.6,
        predicate=word,
        reactors=reactors,
        target=target,
        denied=Stance.REJECT if entry.stance is Stance.SUPPORT else None,
        left_out=target is None,
        speaks_for_itself=entry.stance in (Stance.SUPPORT, Stance.REJECT, Stance.NONCOMMITTAL),
    )


def _is_predicate(document: Document, word: Word) -> bool:
    above = document.annotation.parent(word)
    copula = document.annotation.child(word, "cop") is not None
    return copula or (
        above is not None and above.lemma.lower() in word_class("copula") and word.relation in ("obl", "xcomp")
    )
