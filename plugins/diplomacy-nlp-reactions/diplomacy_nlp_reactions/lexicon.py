"""The lexicons of this plugin, read once; what their columns mean stands at the head of each file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from attrs import field, frozen
from attrs.converters import optional

from diplomacy_nlp import Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.lexicon import (
    by_lemma,
    grouped,
    none_of,
    one_of,
    packaged,
    read_lexicon,
    share,
    words,
)
from diplomacy_nlp.toolkit.patterns import Patterns
from diplomacy_nlp.toolkit.plover import event_type
from diplomacy_nlp.toolkit.user_lexicon import read_user_lexicon
from diplomacy_nlp.toolkit.words import known_lemma, lists_of
from diplomacy_nlp.types import EventType

__all__ = [
    "AdjectiveCue",
    "Cues",
    "Ground",
    "VerbCue",
    "cues_with",
    "entries_of",
    "evaluations",
    "grounds",
    "known_senses",
    "packaged_cues",
    "topics",
    "word_class",
]


_PLACES = ("obj", "obl", "ccomp", "xcomp", "subj", "none")
_SORTS = ("", "topic", "proposal", "pact", "statement", "paper", "thing", "person", "reason")


def _places(instance: object, attribute: object, value: tuple[str, ...]) -> None:
    for place in value:
        kind, _, detail = place.partition(":")
        if kind not in _PLACES or (kind == "obl" and not detail):
            raise ValueError(f"target: {none_of(place, (p.replace('obl', 'obl:PREPOSITION') for p in _PLACES))}")


@frozen
class VerbCue:
    """A sense of a verb that expresses a stance (`verbs.tsv`)."""

    lemma: str
    stance: Stance = field(converter=Stance)
    target: tuple[str, ...] = field(converter=words, validator=_places)
    sort: str = field(default="", validator=one_of(*_SORTS))
    not_: tuple[str, ...] = field(default="", converter=words)
    who: str = field(default="", validator=one_of("", "obj"))
    confidence: float = field(default=0.6, converter=share)
    plover: EventType | None = field(default=None, converter=event_type)
    denied: Stance | None = field(default=None, converter=optional(Stance))


@frozen
class AdjectiveCue:
    """An adjective that expresses a stance (`adjectives.tsv`)."""

    lemma: str
    stance: Stance = field(converter=Stance)
    prepositions: tuple[str, ...] = field(converter=words)
    governs: str = field(default="", validator=one_of("", "yes"))
    confidence: float = field(default=0.6, converter=share)
    plover: EventType | None = field(default=None, converter=event_type)

    @property
    def target(self) -> tuple[str, ...]:
        """Where the target stands, in the words of verbs."""
        return tuple(one if one in _PLACES else f"obl:{one}" for one in self.prepositions)


@frozen
class Ground:
    """Words that open a condition or a reason (`grounds.tsv`)."""

    opening: str
    kind: str = field(validator=one_of("condition", "reason", "skip"))
    after: tuple[str, ...] = field(default="", converter=words, validator=one_of("negation", *Stance))
    strict: str = field(default="", validator=one_of("", "yes"))


@frozen
class _Evaluation:
    lemma: str
    stance: Stance = field(converter=Stance)
    strong: str = field(default="", validator=one_of("", "yes"))


@frozen
class _Topic:
    lemma: str
    class_: str = field(validator=one_of("proposal", "aspect", "statement", "pact", "act", "policy"))


_PACKAGE = "diplomacy_nlp_reactions"
_PARTS: Mapping[str, type[Any]] = {"verb": VerbCue, "adjective": AdjectiveCue}


@frozen(kw_only=True, eq=False)
class Cues:
    """The words that express a stance.

    Args:
        senses: of verbs; of those that fit equally well, the first counts.
        forms: of adjectives.
        rows: rules as rows, a user's with the package's; None for the package's.
    """

    senses: tuple[VerbCue, ...]
    forms: tuple[AdjectiveCue, ...]
    rows: Patterns | None = None

    @cached_property
    def verbs(self) -> Mapping[str, tuple[VerbCue, ...]]:
        """The senses of verbs by their lemmas."""
        return by_lemma(self.senses, lambda sense: sense.lemma)

    @cached_property
    def adjectives(self) -> Mapping[str, AdjectiveCue]:
        """The adjectives by their forms."""
        return {entry.lemma: entry for entry in self.forms}


def known_senses(cues: Cues, lemma: str, text: str) -> tuple[VerbCue, ...]:
    """The senses of a verb, also where the parser has its lemma wrong."""
    return cues.verbs.get(known_lemma(lemma, text, cues.verbs), ())


@cache
def packaged_cues() -> Cues:
    """The cues of this package."""
    own = {pos: read_lexicon(packaged(_PACKAGE, f"lexicons/{pos}s.tsv"), entry) for pos, entry in _PARTS.items()}
    return Cues(senses=own["verb"], forms=own["adjective"])


def cues_with(source: str | Path) -> Cues:
    """The cues of this package with those of a user's file.

    Args:
        source: the file; docs/lexicons.md of the project says how it is written.

    Raises:
        LexiconError: it cannot be read, or a line has a fault.
    """
    users, own = read_user_lexicon(source, _PARTS), packaged_cues()
    return Cues(senses=users["verb"].over(own.senses), forms=users["adjective"].over(own.forms))


def entries_of(cues: Cues, word: Word) -> tuple[VerbCue | AdjectiveCue, ...]:
    """What a word is by its part of speech; a participle may be either."""
    adjective = word.upos in ("ADJ", "ADV") or word.feat("VerbForm") == "Part"
    entry = cues.adjectives.get(word.text.lower()) if adjective else None
    verb = known_senses(cues, word.lemma, word.text) if word.upos in ("VERB", "AUX") else ()
    return (*verb, *(() if entry is None else (entry,)))


@cache
def evaluations(*, strong: bool) -> Mapping[str, Stance]:
    """Stance of judging words by their lemmas; strong ones judge on their own."""
    entries = read_lexicon(packaged(_PACKAGE, "lexicons/evaluations.tsv"), _Evaluation)
    return {entry.lemma: entry.stance for entry in entries if entry.strong or not strong}


@cache
def topics() -> Mapping[str, frozenset[str]]:
    """Classes of the nouns that name what people react to: proposal, aspect, statement, pact, act, policy."""
    entries = read_lexicon(packaged(_PACKAGE, "lexicons/topics.tsv"), _Topic)
    return grouped(entries, lambda entry: entry.lemma, lambda entry: entry.class_)


def word_class(name: str) -> frozenset[str]:
    """The lemmas of a small class of this package or the toolkit: "part", "doubt" and the like; none if unknown."""
    return lists_of(_PACKAGE, "lexicons/word_classes.tsv").get(name) or lists_of().get(name, frozenset())


@cache
def grounds() -> Mapping[str, tuple[Ground, ...]]:
    """Openings of conditions and reasons by their first words, the longest first."""
    entries = read_lexicon(packaged(_PACKAGE, "lexicons/grounds.tsv"), Ground)
    return by_lemma(sorted(entries, key=lambda e: -len(e.opening.split())), lambda e: e.opening.split()[0])
