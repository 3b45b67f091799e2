"""Judgements: "the plan is unacceptable" in a quote."""

from __future__ import annotations

from diplomacy_nlp import Annotation, Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import Clause
from diplomacy_nlp.toolkit.document import Document

from .candidate import Candidate
from .holders import speaker_of
from .lexicon import Cues, evaluations
from .sorts import is_topic

__all__ = ["evaluate", "find_judgement_cue"]

_OPPOSITE = {Stance.SUPPORT: Stance.CRITICISE}
_DENIALS = {"no", "not", "never", "n't", "hardly", "neither"}
_ENDS = {"rather", "instead", "not", "which"}


def evaluate(annotation: Annotation, head: Word, *, strong: bool = False) -> Stance | None:
    """The stance of a judging phrase, given its head; None where it judges nothing.

    The head counts, then its adjectives. What follows "rather than", "instead of" or "not" is left out. A denied praise
    is criticism; a denied blame says nothing.

    Args:
        strong: only words that judge on their own.
    """
    words = _judging_words(annotation, head)
    beside = [w for w in words if w.head == head.id and w.relation in ("amod", "conj", "advmod")]
    known = evaluations(strong=strong)
    found = (known.get(form) for w in (head, *beside) for form in (w.lemma.lower(), w.text.lower()))
    stance = next(filter(None, found), None)
    if stance is None or stance is Stance.REJECT:
        return stance
    denied = any(w.text.lower() in _DENIALS and w.id < head.id for w in words)
    return _OPPOSITE.get(stance) if denied else stance


def _judging_words(annotation: Annotation, head: Word) -> list[Word]:
    """The phrase up to "rather than", "instead of" or "not", a relative clause or a comma after the head."""
    kept: list[Word] = []
    for word in annotation.subtree(head):
        if word.id > head.id and (word.upos == "PUNCT" or word.lemma.lower() in _ENDS):
            break
        kept.append(word)
    return kept


def _judged(document: Document, clause: Clause) -> list[Word]:
    """What a predicate is said of: topics, else a clause ("lifting the ban is out of the question")."""
    topics = [w for w in clause.subjects if is_topic(document, w) and w.feat("Person") not in ("1", "2")]
    return topics or [w for w in clause.subjects if w.relation == "csubj"]


def find_judgement_cue(document: Document, word: Word, _: Cues) -> Candidate | None:
    """An adjective or noun that judges as a predicate in somebody's mouth ("the plan is unacceptable", she said)."""
    clause = document.clause(word)
    if not clause.has_copula:
        return None
    stance = evaluate(document.annotation, word, strong=True)
    judged = _judged(document, clause)
    if stance is None or not judged or word.relation == "acl" or clause.is_existential or clause.is_passive:
        return None
    speakers = speaker_of(document, word)
    if not speakers and not any(q.speaker is not None for q in document.quotes_around(word)):
        return None
    return Candidate(
        word=word,
        span=word.span,
        stance=stance,
        why="judgement in a quote",
        confidence=0.5,
        predicate=word,
        reactors=speakers,
        target=judged[0],
        is_clause=judged[0].upos == "VERB",
        judgement=word,
        by_speaker=True,
    )
