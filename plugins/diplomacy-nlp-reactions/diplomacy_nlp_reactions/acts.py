"""Acts that somebody announces: concessions ("will allow inspectors to return") and threats ("will walk out unless").

Also stances that a preposition says: "is against the draft", "was behind the plan".
"""

from __future__ import annotations

from functools import cache

from diplomacy_nlp import ActorKind, Span, Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.grammar import is_negated, is_passive, patients, subjects, verb_group
from diplomacy_nlp.toolkit.words import listed

from .candidate import Candidate
from .conditional import is_threatened
from .grounds import find_ground
from .lexicon import phrase_cues, phrase_nouns, word_class
from .words import can_react, is_matter

__all__ = ["find_act_cue", "find_phrase_cue", "find_preposition_cue", "find_refusal_cue"]

_ANNOUNCING = {"will", "would", "'ll", "’ll", "'d", "wo", "may", "might", "could", "shall"}
_FIRM = {"will", "'ll", "’ll", "shall"}
_REFUSING = {"will", "would", "wo", "'ll", "’ll", "can", "could", "ca", "'d", "’d", "shall"}
_RETALIATING = {"retaliate", "reciprocate", "avenge"}  # threats by themselves
_FORCING = {"force", "compel", "oblige"}  # "would be forced to retaliate"
_SAYING = {"say", "announce", "declare", "promise", "pledge", "confirm", "agree", "state"}
_COPULAS = {"remain", "come", "speak", "stay", "stand", "declare", "vote", "argue", "seem", "appear", "be"}
_PREPOSITIONS = {"against": Stance.REJECT, "for": Stance.SUPPORT, "behind": Stance.SUPPORT}


def find_act_cue(document: Document, word: Word) -> Candidate | None:
    """An act that is announced, by its verb; else None."""
    lemma = word.lemma.lower()
    if word.upos != "VERB" or lemma not in _acts():
        return None
    auxiliaries = {a.text.lower() for a in document.annotation.children(word, "aux")}
    forced = document.annotation.parent(word) if word.relation == "xcomp" else None
    if forced is not None and forced.lemma.lower() in _FORCING and lemma in _RETALIATING:
        auxiliaries = {a.text.lower() for a in document.annotation.children(forced, "aux")}
    if not auxiliaries & _ANNOUNCING:
        return None
    if lemma in word_class("hostile") or (lemma == "tolerate" and is_negated(document.annotation, word)):
        return _threat(document, word)
    if lemma in word_class("concession") and not is_negated(document.annotation, word):
        return _concession(document, word, firm=bool(auxiliaries & _FIRM))
    return None


@cache
def _acts() -> frozenset[str]:
    return word_class("hostile") | word_class("concession") | {"tolerate"}


def _threat(document: Document, word: Word) -> Candidate | None:
    """A hostile act, where it is made to depend on something or somebody warns of it."""
    annotation = document.annotation
    above = annotation.parent(word)
    target = next(iter(patients(annotation, word)), None)
    if above is not None and is_threatened(document, word):
        warners = subjects(annotation, above)
        return _cue(document, word, Stance.THREATEN, "threatened act", 0.6, target, reactors=warners)
    conditional = find_ground(document, word, "condition", stance=Stance.THREATEN, target=target) is not None
    if not conditional and word.lemma.lower() not in _RETALIATING:
        return None
    return _cue(document, word, Stance.THREATEN, "threatened act", 0.55, target)


def _concession(document: Document, word: Word, *, firm: bool) -> Candidate | None:
    """Something granted by a state or an organisation that says so itself, or of which the text is sure."""
    annotation = document.annotation
    above = annotation.parent(word)
    said = above is not None and word.relation == "ccomp" and above.lemma.lower() in _SAYING
    if not firm and not said:
        return None
    granting = subjects(annotation, word)
    actors = [document.actor(subject) for subject in granting]
    if not actors or any(actor is None or actor.kind is ActorKind.PERSON for actor in actors):
        return None
    target = annotation.child(word, "obj", "xcomp", "ccomp")
    return _cue(document, word, Stance.ACCEPT, "announced concession", 0.45, target) if target is not None else None


def _cue(
    document: Document,
    word: Word,
    stance: Stance,
    why: str,
    confidence: float,
    target: Word | None,
    *,
    reactors: tuple[Word, ...] | None = None,
) -> Candidate:
    return Candidate(
        word=word,
        span=verb_group(document.annotation, word),
        stance=stance,
        why=why,
        confidence=confidence,
        predicate=word,
        reactors=reactors or None,
        target=target,
        is_clause=target is not None and target.upos in ("VERB", "AUX"),
    )


def find_refusal_cue(document: Document, word: Word) -> Candidate | None:
    """Somebody who will not have anything to do with a matter: "would not even discuss that", "will not negotiate"."""
    annotation = document.annotation
    if word.upos != "VERB" or word.lemma.lower() not in word_class("engaging"):
        return None
    if not {a.text.lower() for a in annotation.children(word, "aux")} & _REFUSING:
        return None
    if not is_negated(annotation, word) or is_passive(annotation, word):
        return None
    found = [w for w in annotation.children(word, "obj", "obl", "xcomp") if w.id > word.id]
    target = next((w for w in found if not listed("time", w.lemma) and _is_stated(document, w)), None)
    return Candidate(
        word=word,
        span=word.span,
        stance=Stance.REJECT,
        why="refused engagement",
        confidence=0.5,
        predicate=word,
        target=target,
        negated=True,
        is_clause=target is not None and target.relation == "xcomp",
        left_out=target is None,
    )


def _is_stated(document: Document, word: Word) -> bool:
    return is_matter(document, word) or word.relation == "xcomp"


def find_preposition_cue(document: Document, word: Word) -> Candidate | None:
    """Somebody who is for, against or behind something, by the noun that the preposition leads."""
    annotation = document.annotation
    if word.upos not in ("NOUN", "PROPN", "PRON") or annotation.child(word, "cop") is None:
        return None
    case = next((w for w in annotation.children(word, "case") if w.lemma.lower() in _PREPOSITIONS), None)
    if case is None or not is_matter(document, word):
        return None  # "were for the most part"
    holders = tuple(w for w in subjects(annotation, word) if can_react(document, w))
    if not holders:
        return None
    return Candidate(
        word=case,
        span=case.span,
        stance=_PREPOSITIONS[case.lemma.lower()],
        why="preposition",
        confidence=0.55,
        predicate=word,
        reactors=holders,
        target=word,
    )


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
    return copula or (above is not None and above.lemma.lower() in _COPULAS and word.relation in ("obl", "xcomp"))
