"""What a sense of a verb asks of its target, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.words import listed

from .grounds import has_ground
from .lexicon import VerbCue, matter_classes, people
from .words import is_matter, is_proposal_near

__all__ = ["admits", "may_be_target", "restriction"]

_NO_TARGETS = ("expl", "obl:tmod", "obl:unmarked")
_ABOUT_CLAUSES = ("", "matter", "reason")


def admits(document: Document, word: Word, noun: Word, entry: VerbCue, *, is_clause: bool) -> bool:
    """Whether a phrase or clause, given its head, can be the target of a verb in one sense."""
    if noun.lemma.lower() in entry.not_ or not may_be_target(noun):
        return False
    if is_clause:
        return entry.only in _ABOUT_CLAUSES
    if entry.only == "reason":
        return has_ground(document, word, "reason") and is_matter(document, noun)
    return entry.only == "" or _ONLY[entry.only](document, noun)


def may_be_target(noun: Word) -> bool:
    """Whether a word may head a target at all: no time, no number, no reflexive pronoun, no "there"."""
    if noun.upos == "NUM" or listed("time", noun.lemma):
        return False
    return noun.feat("Reflex") != "Yes" and noun.deprel not in _NO_TARGETS


def restriction(name: str) -> Callable[[Document, Word], bool]:
    """The test of one of the sorts of targets that rows ask for: "paper", "pact", "open" or "person"."""
    return partial(_is_only, "actor" if name == "person" else f"matter-{name}")


def _is_only(name: str, document: Document, noun: Word) -> bool:
    return _ONLY[name](document, noun)


def _is_actor(document: Document, noun: Word) -> bool:
    lemma = noun.lemma.lower()
    named = document.actor(noun) is not None or noun.upos == "PROPN"
    return named or lemma in people() or lemma in ("he", "she", "they", "them", "him", "her", "us")


def _is_thing(document: Document, noun: Word) -> bool:
    return noun.upos != "PROPN" and document.actor(noun) is None and noun.lemma.lower() in matter_classes()


def _is_paper(document: Document, noun: Word) -> bool:
    return noun.upos == "PRON" or _has_class(noun, "proposal", "pact", "policy", "statement")


def _is_open(document: Document, noun: Word) -> bool:
    if noun.lemma.lower() in ("it", "this", "that") and noun.upos in ("PRON", "DET"):
        return is_proposal_near(document, noun)
    return _has_class(noun, "proposal") or document.proposal_named(noun) is not None


def _has_class(noun: Word, *classes: str) -> bool:
    return bool(matter_classes().get(noun.lemma.lower(), frozenset()) & set(classes))


_ONLY: Mapping[str, Callable[[Document, Word], bool]] = {
    "matter": is_matter,
    "actor": _is_actor,
    "thing": _is_thing,
    "matter-paper": _is_paper,
    "matter-open": _is_open,
    "matter-pact": lambda _, noun: _has_class(noun, "pact", "proposal"),
    "matter-statement": lambda _, noun: _has_class(noun, "statement") or noun.lemma.lower() in ("that", "this"),
}
