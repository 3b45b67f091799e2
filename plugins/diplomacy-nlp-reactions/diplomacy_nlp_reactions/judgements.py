"""Judgements: "called the plan a stunt", "sees it as a step forward", "the plan is unacceptable" in a quote."""

from __future__ import annotations

from collections.abc import Iterator

from diplomacy_nlp import Annotation, Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import cover
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.grammar import is_passive, marked

from .candidate import Candidate
from .holders import speaker_of
from .lexicon import evaluations, judging_verbs, topics
from .sorts import is_topic, names_person

__all__ = ["evaluate", "find_judgement_cue", "find_judging_verb"]

_LONGEST = 5  # words of a phrase that judges
_OPPOSITE = {Stance.SUPPORT: Stance.CRITICISE}
_DENIALS = {"no", "not", "never", "n't", "hardly", "neither"}
_ENDS = {"rather", "instead", "not", "which"}


# --- what a phrase judges -----------------------------------------------------------------------------------------


def evaluate(annotation: Annotation, head: Word, *, strong: bool = False) -> Stance | None:
    """The stance of a judging phrase, given its head; None where it judges nothing.

    The longest listed phrase with the head counts, then the head, then its adjectives. What follows "rather than",
    "instead of" or "not" is left out. A denied praise is criticism; a denied blame says nothing.

    Args:
        strong: only words that judge on their own.
    """
    words = _judging_words(annotation, head)
    beside = [w for w in words if w.head == head.id and w.relation in ("amod", "conj", "advmod")]
    found = (_listed((form,), strong) for w in (head, *beside) for form in (w.lemma.lower(), w.text.lower()))
    stance = _phrase(annotation, head, strong) or next(filter(None, found), None)
    if stance is None or stance is Stance.REJECT:
        return stance  # "not negotiable" is listed with its denial
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


def _phrase(annotation: Annotation, head: Word, strong: bool) -> Stance | None:
    """What several listed words in a row that hold the head say, wherever the parser hung them ("a step forward")."""
    words = annotation.sentence_of(head).words
    for size in range(_LONGEST, 1, -1):
        for start in range(max(head.id - size, 0), head.id):
            some = words[start : start + size]
            for row in (tuple(w.lemma.lower() for w in some), tuple(w.text.lower() for w in some)):
                if len(row) == size and (stance := _listed(row, strong)) is not None:
                    return stance
    return None


def _listed(row: tuple[str, ...], strong: bool) -> Stance | None:
    entry = evaluations().get(row)
    return entry[0] if entry is not None and (entry[1] or not strong) else None


# --- verbs that judge ---------------------------------------------------------------------------------------------


def find_judging_verb(document: Document, word: Word) -> Candidate | None:
    """A verb that judges its object as something, where the judgement is one of praise, blame or dismissal."""
    if word.upos not in ("VERB", "AUX"):
        return None
    for entry in judging_verbs().get(word.lemma.lower(), ()):
        target, judgement = _judged(document, word, entry.marker)
        stance = None if judgement is None or target is None else evaluate(document.annotation, judgement)
        if stance is not None:
            particle = document.clause(word).particle({entry.marker} - {""})
            return Candidate(
                word=word,
                span=cover([word.span, *(w.span for w in (particle,) if w is not None)]) or word.span,
                stance=stance,
                why="judged as something",
                confidence=0.65,
                predicate=word,
                target=target,
                judgement=judgement,
                by_speaker=document.clause(word).is_passive,  # "said that it is seen as noise": his own view
            )
    return None


def _judged(document: Document, word: Word, marker: str) -> tuple[Word | None, Word | None]:
    """What is judged, and the judgement; "criticised what she called a trade" is no stance of the naming."""
    patients = [w for w in document.clause(word).patients if w.upos != "VERB"]
    judgement = next(_judgements(document.annotation, word, patients, marker), None)
    targets = [w for w in patients if w != judgement]
    target = targets[0] if targets and targets[0].lemma.lower() != "what" else None
    return target, judgement


def _judgements(annotation: Annotation, word: Word, patients: list[Word], marker: str) -> Iterator[Word]:
    """Heads of the phrases that may judge: after "as", or a second predicate beside the object."""
    if marker:
        below = (child for head in (word, *patients) for child in annotation.children(head))
        yield from (w for w in below if w.id > word.id and marked(annotation, w).split()[:1] == [marker])
        return
    for child in annotation.children(word, "xcomp", "ccomp", "obj", "obl"):
        named = child.id > word.id and child not in patients[:1] and child.upos in ("NOUN", "ADJ", "PROPN")
        if named and marked(annotation, child) in ("", "to"):
            yield child
    # an adjective in quotation marks, taken for an apposition: 'called the initiative "premature"'
    yield from (w for at in patients[:1] for w in annotation.children(at, "appos") if w.upos == "ADJ")


# --- predicates that judge ----------------------------------------------------------------------------------------


def find_judgement_cue(document: Document, word: Word) -> Candidate | None:
    """A predicate that judges in somebody's mouth ("the plan is unacceptable", she said)."""
    annotation = document.annotation
    if word.upos not in ("ADJ", "NOUN", "PROPN") or annotation.child(word, "cop") is None:
        return None
    clause, stance = document.clause(word), evaluate(annotation, word, strong=True)
    judged = [w for w in clause.subjects if is_topic(document, w) and w.feat("Person") not in ("1", "2")]
    judged = judged or list(annotation.children(word, "csubj"))  # "lifting the ban is out of the question"
    if stance is None or not judged or not _is_judged_itself(document, word, judged[0]):
        return None
    if word.relation == "acl" or annotation.children(word, "expl") or is_passive(annotation, word):
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


def _is_judged_itself(document: Document, word: Word, judged: Word) -> bool:
    """Whether the predicate's own words judge a thing; of people only nouns judge ("a liar")."""
    known = any((form,) in evaluations() for form in (word.lemma.lower(), word.text.lower()))
    about_person = names_person(document, judged)
    if not known and word.lemma.lower() not in topics():
        return not about_person and _phrase(document.annotation, word, strong=True) is not None
    return not about_person or word.upos == "NOUN"
