"""Small questions to the parse that several readers ask."""

from __future__ import annotations

from diplomacy_nlp import Annotation
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.grammar import is_passive
from diplomacy_nlp.toolkit.words import known_lemma, listed

from .lexicon import matter_classes, people, word_class

__all__ = [
    "after",
    "can_react",
    "is_clausal",
    "is_matter",
    "is_possessive",
    "is_proposal_near",
    "only_before",
    "preposition_left",
]

_REACTING_PRONOUNS = {"he", "she", "they", "we", "i", "who", "both", "some", "many", "others", "it", "those"}
_NEAR = 2  # sentences


def can_react(document: Document, word: Word) -> bool:
    """Whether a phrase can have a stance, given its head: an actor, a name, a person or a body."""
    if listed("time", word.lemma):
        return False
    if word.lemma.lower() == "who" and word.feat("PronType") == "Int":
        return False  # "asked who had approved the deal"
    if word.upos == "PRON" or word.lemma.lower() in ("i", "we"):
        return word.lemma.lower() in _REACTING_PRONOUNS
    if document.actor(word) is not None or word.upos == "PROPN":
        return True
    return word.upos in ("NOUN", "ADJ", "DET", "VERB") and known_lemma(word.lemma, word.text, people()) in people()


def is_matter(document: Document, word: Word) -> bool:
    """Whether a phrase can be something to take a stance on, given its head."""
    lemma = word.lemma.lower()
    if lemma in word_class("part") and any(is_matter(document, w) for w in document.annotation.children(word, "nmod")):
        return True
    return (
        word.upos in ("PRON", "PROPN")
        or word.feat("PronType") == "Dem"
        or lemma in matter_classes()
        or lemma.removesuffix("s") in matter_classes()
        or document.proposal_named(word) is not None
        or document.actor(word) is not None
        or lemma in people()
    )


def is_proposal_near(document: Document, word: Word) -> bool:
    """Whether a proposal is named before a word shortly enough that "it" may mean it."""
    named = document.proposals_named_before(word.span.start, 1)
    return any(word.sentence - document.sentence_number(start) <= _NEAR for start, _ in named)


def is_clausal(annotation: Annotation, word: Word) -> bool:
    """Whether a dependent is a clause: a verb, or a predicate with a subject of its own."""
    if word.relation in ("ccomp", "xcomp", "advcl", "acl", "csubj"):
        return word.upos in ("VERB", "AUX") or annotation.child(word, "nsubj", "cop", "mark") is not None
    return word.upos == "VERB" and word.feat("VerbForm") in ("Ger", "Part", "Inf") and word.text.lower().endswith("ing")


def preposition_left(annotation: Annotation, predicate: Word, preposition: str) -> bool:
    """Whether a preposition without its noun follows the predicate ("a plan that Kyiv objected to")."""
    words = annotation.sentence_of(predicate).words
    for word in words[predicate.id : predicate.id + 3]:
        if word.text.lower() == preposition and not annotation.children(word) and word.relation != "mark":
            above = annotation.parent(word)
            return above is None or above.id <= word.id
    return False


def after(annotation: Annotation, word: Word, distance: int = 1) -> Word | None:
    """The word that stands so many places after a word in its sentence; None beyond the end."""
    words = annotation.sentence_of(word).words
    place = word.id - 1 + distance
    return words[place] if 0 <= place < len(words) else None


def is_possessive(word: Word) -> bool:
    """Whether a word is a possessive pronoun ("its")."""
    return word.feat("Poss") == "Yes"


def only_before(annotation: Annotation, predicate: Word) -> Word | None:
    """The "only" that narrows a predicate; None where there is none."""
    for child in annotation.children(predicate, "advmod"):
        if child.lemma.lower() in ("only", "solely") and child.id < predicate.id and not is_passive(annotation, child):
            return child
    return None
