"""The lexicons of this plugin, read once; what their columns mean stands at the head of each file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from attrs import field, frozen
from attrs.converters import optional

from diplomacy_nlp import Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.lexicon import grouped, one_of, overridden, packaged, read_lexicon, share, words
from diplomacy_nlp.toolkit.patterns import Patterns
from diplomacy_nlp.toolkit.plover import event_type
from diplomacy_nlp.toolkit.user_lexicon import read_user_lexicon
from diplomacy_nlp.toolkit.words import known_lemma, word_lists
from diplomacy_nlp.types import EventType

__all__ = [
    "AdjectiveCue",
    "Cues",
    "Ground",
    "VerbCue",
    "cues_with",
    "engagement_verbs",
    "evaluations",
    "grounds",
    "grounds_with",
    "is_off",
    "known_senses",
    "packaged_cues",
    "people",
    "topics",
    "word_class",
]


_PLACES = ("obj", "obl", "ccomp", "xcomp", "subj", "none")
_SORTS = ("", "topic", "proposal", "pact", "statement", "paper", "thing", "person", "reason")


def _places(instance: object, attribute: object, value: tuple[str, ...]) -> None:
    for place in value:
        kind, _, detail = place.partition(":")
        if kind not in _PLACES or (kind == "obl" and not detail):
            known = ", ".join(_PLACES).replace("obl", "obl:PREPOSITION")
            raise ValueError(f"target: {place!r} is none of {known}")


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
    needs: str = field(default="", validator=one_of("", "negation", "judgement", "blame", "accusation"))


@frozen
class _Evaluation:
    lemma: str
    stance: Stance = field(converter=Stance)
    strong: str = field(default="", validator=one_of("", "yes"))


@frozen
class _Topic:
    lemma: str
    class_: str = field(validator=one_of("proposal", "aspect", "statement", "pact", "act", "policy"))


@frozen
class _Lemma:
    lemma: str


_PACKAGE = "diplomacy_nlp_reactions"


_PARTS: Mapping[str, type[Any]] = {"verb": VerbCue, "adjective": AdjectiveCue}


@frozen(kw_only=True)
class Cues:
    """The words that express a stance.

    Args:
        verbs: senses of verbs by lemma; of those that fit equally well, the first counts.
        adjectives: by form.
        rows: rules as rows, a user's with the package's; None for the package's.
    """

    verbs: Mapping[str, tuple[VerbCue, ...]]
    adjectives: Mapping[str, AdjectiveCue]
    rows: Patterns | None = None

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What was made of these cues once, by name."""
        return {}


@cache
def _own(pos: str) -> tuple[Any, ...]:
    return read_lexicon(packaged(_PACKAGE, f"lexicons/{pos}s.tsv"), _PARTS[pos])


def _cues(entries: Mapping[str, Iterable[Any]]) -> Cues:
    verbs: dict[str, list[VerbCue]] = defaultdict(list)
    for entry in entries["verb"]:
        verbs[entry.lemma].append(entry)
    return Cues(
        verbs={lemma: tuple(senses) for lemma, senses in verbs.items()},
        adjectives={entry.lemma: entry for entry in entries["adjective"]},
    )


def known_senses(cues: Cues, lemma: str, text: str) -> tuple[VerbCue, ...]:
    """The senses of a verb, also where the parser has its lemma wrong."""
    return cues.verbs.get(known_lemma(lemma, text, cues.verbs), ())


@cache
def packaged_cues() -> Cues:
    """The cues of this package."""
    return _cues({pos: _own(pos) for pos in _PARTS})


def cues_with(source: str | Path) -> Cues:
    """The cues of this package with those of a user's file.

    Args:
        source: the file; docs/lexicons.md of the project says how it is written.

    Raises:
        LexiconError: it cannot be read, or a line has a fault.
    """
    users = read_user_lexicon(source, _PARTS)
    return _cues(
        {pos: overridden(_own(pos), own.entries, own.off, lambda cue: cue.lemma) for pos, own in users.items()}
    )


def is_off(cues: Cues, word: Word) -> bool:
    """Whether a word expresses a stance by the package's cues and does not by others."""
    return _has_entry(packaged_cues(), word) and not _has_entry(cues, word)


def _has_entry(cues: Cues, word: Word) -> bool:
    forms = {word.lemma.lower(), word.text.lower()}
    return any(form in part for form in forms for part in (cues.verbs, cues.adjectives))


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


@cache
def people() -> frozenset[str]:
    """Nouns that name people and bodies."""
    return frozenset(entry.lemma for entry in read_lexicon(packaged(_PACKAGE, "lexicons/people.tsv"), _Lemma))


@cache
def engagement_verbs() -> frozenset[str]:
    """Verbs of engagement ("negotiate"), with which readiness or a condition shows a stance."""
    return frozenset(entry.lemma for entry in read_lexicon(packaged(_PACKAGE, "lexicons/engage.tsv"), _Lemma))


@cache
def _word_classes() -> Mapping[str, frozenset[str]]:
    return word_lists(packaged(_PACKAGE, "lexicons/word_classes.tsv"))


def word_class(name: str) -> frozenset[str]:
    """The lemmas of a small class: "part", "doubt" and the like (see `word_classes.tsv`); none for an unknown one."""
    return _word_classes().get(name, frozenset())


@cache
def grounds() -> tuple[Ground, ...]:
    """Openings of conditions and reasons, the longest first."""
    entries = read_lexicon(packaged(_PACKAGE, "lexicons/grounds.tsv"), Ground)
    return tuple(sorted(entries, key=lambda e: -len(e.opening.split())))


@cache
def grounds_with(word: str) -> tuple[Ground, ...]:
    """Those of them that begin with a word."""
    return tuple(ground for ground in grounds() if ground.opening.split()[0] == word)
