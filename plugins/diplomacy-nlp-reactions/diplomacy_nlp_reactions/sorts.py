"""What sort of thing a phrase names, given its head: whoever can react, whatever one takes a stance on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from functools import partial
from operator import itemgetter

from diplomacy_nlp import Annotation
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import clause_of
from diplomacy_nlp.toolkit.discourse import Readings
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.words import known_lemma, listed

from .lexicon import topics, word_class

__all__ = ["SORTS", "can_react", "is_clausal", "is_topic", "may_be_target", "names_person", "only_before"]

_NO_TARGETS = ("expl", "obl:tmod", "obl:unmarked")
_NEAR = 2  # sentences


def can_react(document: Document, word: Word) -> bool:
    """Whether a phrase can have a stance: an actor, a name, a person or a body."""
    if listed("time", word.lemma):
        return False
    if word.upos == "PRON" or word.lemma.lower() in ("i", "we"):
        return word.lemma.lower() in word_class("reacting pronoun")
    if document.actor(word) is not None or word.upos == "PROPN":
        return True
    people = word_class("person")
    return word.upos in ("NOUN", "ADJ", "DET", "VERB") and known_lemma(word.lemma, word.text, people) in people


def names_person(document: Document, word: Word) -> bool:
    """Whether a phrase names somebody: an actor, a name, a noun or pronoun for people."""
    lemma = word.lemma.lower()
    named = document.actor(word) is not None or word.upos == "PROPN"
    return named or lemma in word_class("person") or lemma in word_class("personal pronoun")


def is_topic(document: Document, word: Word) -> bool:
    """Whether a phrase can be something to take a stance on."""
    lemma = word.lemma.lower()
    if lemma in word_class("part") and any(is_topic(document, w) for w in document.clause(word).role("oblique")):
        return True
    return (
        word.upos in ("PRON", "PROPN")
        or word.feat("PronType") == "Dem"
        or lemma in topics()
        or lemma.removesuffix("s") in topics()
        or document.proposal_named(word) is not None
        or document.actor(word) is not None
        or lemma in word_class("person")
    )


def may_be_target(_: Document, word: Word) -> bool:
    """Whether a word may head a target at all: no time, no number, no reflexive pronoun, no "there"."""
    if word.upos == "NUM" or listed("time", word.lemma):
        return False
    return word.feat("Reflex") != "Yes" and word.deprel not in _NO_TARGETS


def is_clausal(annotation: Annotation, word: Word) -> bool:
    """Whether a dependent is a clause: a verb, or a predicate with a subject of its own."""
    if word.relation in ("ccomp", "xcomp", "advcl", "acl", "csubj"):
        clause = clause_of(annotation, word)
        return word.upos in ("VERB", "AUX") or clause.has_copula or bool(clause.stated or clause.marker)
    return word.upos == "VERB" and word.feat("VerbForm") in ("Ger", "Part", "Inf") and word.text.lower().endswith("ing")


def only_before(annotation: Annotation, predicate: Word) -> Word | None:
    """The "only" that narrows a predicate ("will only talk if"); None where there is none."""
    adverbs = annotation.children(predicate, "advmod")
    return next((w for w in adverbs if w.lemma.lower() in ("only", "solely") and w.id < predicate.id), None)


# --- the sorts that lexicons and rows ask for ---------------------------------------------------------------------


def _has_class(noun: Word, classes: frozenset[str]) -> bool:
    return not topics().get(noun.lemma.lower(), frozenset()).isdisjoint(classes)


def _is_thing(document: Document, noun: Word) -> bool:
    return noun.upos != "PROPN" and document.actor(noun) is None and noun.lemma.lower() in topics()


def _is_proposal(document: Document, noun: Word) -> bool:
    if noun.lemma.lower() in word_class("taking up") and noun.upos in ("PRON", "DET") and document.actor(noun) is None:
        spoken = document.kept(Readings).spoken
        before = bisect_left(spoken, noun.span.start, key=itemgetter(0)) - 1
        return before >= 0 and noun.sentence - document.sentence_number(spoken[before][0]) <= _NEAR
    return _has_class(noun, frozenset({"proposal"})) or document.proposal_named(noun) is not None


def _is_of(classes: frozenset[str], others: frozenset[str], _: Document, noun: Word) -> bool:
    """Whether a noun is of some classes of `topics.tsv`, or another word that may be, by part of speech or lemma."""
    return _has_class(noun, classes) or not others.isdisjoint((noun.upos, noun.lemma.lower()))


SORTS: Mapping[str, Callable[[Document, Word], bool]] = {
    "topic": is_topic,
    "person": names_person,
    "thing": _is_thing,
    "proposal": _is_proposal,
    "paper": partial(_is_of, frozenset({"proposal", "pact", "policy", "statement"}), frozenset({"PRON"})),
    "pact": partial(_is_of, frozenset({"proposal", "pact"}), frozenset()),
    "statement": partial(_is_of, frozenset({"statement"}), frozenset({"that", "this"})),
}
