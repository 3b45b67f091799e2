"""The lexicons of this plugin, read once; what their columns mean stands at the head of each file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping
from functools import cache

from attrs import field, frozen
from attrs.validators import in_

from diplomacy_nlp import Stance
from diplomacy_nlp.lexicon import packaged, read_lexicon

__all__ = [
    "AdjectiveCue",
    "Denial",
    "Frame",
    "Ground",
    "NounCue",
    "PhraseCue",
    "VerbCue",
    "adjective_cues",
    "denials",
    "engagement_verbs",
    "evaluations",
    "frames",
    "governors",
    "grounds",
    "kin_groups",
    "known_lemma",
    "matter_classes",
    "nominal_hosts",
    "noun_cues",
    "people",
    "phrase_cues",
    "phrase_nouns",
    "verb_cues",
    "word_class",
]


def _stance(value: str) -> Stance:
    return Stance(value)


def _words(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _share(value: str | float) -> float:
    number = float(value)
    if not 0 <= number <= 1:
        raise ValueError(f"a confidence from 0 to 1 is wanted, not {value!r}")
    return number


@frozen
class VerbCue:
    """A sense of a verb that expresses a stance (`verbs.tsv`)."""

    lemma: str
    stance: Stance = field(converter=_stance)
    target: tuple[str, ...] = field(converter=_words)
    particle: tuple[str, ...] = field(default="", converter=_words)
    object: tuple[str, ...] = field(default="", converter=_words)
    only: str = field(
        default="",
        validator=in_(
            ("", "matter", "matter-pact", "matter-open", "matter-statement", "matter-paper", "thing", "actor", "reason")
        ),
    )
    not_: tuple[str, ...] = field(default="", converter=_words)
    confidence: float = field(default=0.6, converter=_share)


@frozen
class NounCue:
    """A noun that expresses a stance (`nouns.tsv`)."""

    lemma: str
    stance: Stance = field(converter=_stance)
    prepositions: tuple[str, ...] = field(converter=_words)
    weak: str = field(default="", validator=in_(("", "yes", "stance")))
    confidence: float = field(default=0.6, converter=_share)


@frozen
class AdjectiveCue:
    """An adjective that expresses a stance (`adjectives.tsv`)."""

    word: str
    stance: Stance = field(converter=_stance)
    prepositions: tuple[str, ...] = field(converter=_words)
    governs: str = field(default="", validator=in_(("", "yes")))
    confidence: float = field(default=0.6, converter=_share)


@frozen
class Denial:
    """A noun of which the denial is a stance (`denials.tsv`)."""

    noun: str
    verbs: tuple[str, ...] = field(converter=_words)
    stance: Stance = field(converter=_stance)
    prepositions: tuple[str, ...] = field(default="", converter=_words)


@frozen
class PhraseCue:
    """A prepositional phrase that expresses a stance as a predicate (`phrases.tsv`)."""

    phrase: str
    stance: Stance = field(converter=_stance)
    prepositions: tuple[str, ...] = field(default="", converter=_words)


@frozen
class Frame:
    """A verb that judges something as something (`frames.tsv`)."""

    lemma: str
    marker: str = field(default="", validator=in_(("", "as")))
    passive_speaker: str = field(default="", validator=in_(("", "yes")))


@frozen
class Ground:
    """Words that open a condition or a reason (`grounds.tsv`)."""

    opening: str
    kind: str = field(validator=in_(("condition", "reason", "skip")))
    form: str = field(default="", validator=in_(("", "clause", "phrase")))
    needs: str = field(default="", validator=in_(("", "negation", "modal", "judgement", "blame", "accusation")))


@frozen
class _Evaluation:
    phrase: str
    stance: Stance = field(converter=_stance)
    strong: str = field(default="", validator=in_(("", "yes")))


@frozen
class _Governor:
    lemma: str
    pos: str = field(validator=in_(("verb", "noun", "adj")))
    effect: str = field(validator=in_(("keep", "future", "hedge", "refuse", "negate", "order")))


@frozen
class _Host:
    lemma: str
    role: str = field(validator=in_(("express", "receive", "meet", "lose")))


@frozen
class _Matter:
    lemma: str
    class_: str = field(validator=in_(("proposal", "aspect", "statement", "pact", "act", "policy")))


@frozen
class _Kin:
    lemma: str
    group: str


@frozen
class _Class:
    lemma: str
    class_: str = field(
        validator=in_(
            ("date", "report", "message", "hostile", "concession", "handling", "engaging", "part", "doubt", "unaimed")
        )
    )


@frozen
class _Lemma:
    lemma: str


_PACKAGE = "diplomacy_nlp_reactions"


def known_lemma(lemma: str, text: str, known: Container[str]) -> str:
    """The lemma, or where the lexicon lacks it the one that the form may come from ("shrugg").

    Args:
        lemma: the parser's.
        text: the form in the text.
        known: the lexicon's lemmas.
    """
    lemma, form = lemma.lower(), text.lower()
    if lemma in known:
        return lemma
    if form.endswith(("ied", "ies")) and f"{form[:-3]}y" in known:
        return f"{form[:-3]}y"
    for ending in ("ed", "d", "ing", "es", "s"):
        stem = form.removesuffix(ending)
        if stem == form or len(stem) < 3:
            continue
        for candidate in (stem, stem + "e", stem[:-1] if stem[-1] == stem[-2] else stem):
            if candidate in known:
                return candidate
    return lemma


@cache
def verb_cues() -> Mapping[str, tuple[VerbCue, ...]]:
    """Senses of stance verbs by lemma."""
    found: dict[str, list[VerbCue]] = defaultdict(list)
    for entry in read_lexicon(packaged(_PACKAGE, "lexicons/verbs.tsv"), VerbCue):
        found[entry.lemma].append(entry)
    return {lemma: tuple(entries) for lemma, entries in found.items()}


@cache
def noun_cues() -> Mapping[str, NounCue]:
    """Stance nouns by lemma."""
    return {entry.lemma: entry for entry in read_lexicon(packaged(_PACKAGE, "lexicons/nouns.tsv"), NounCue)}


@cache
def adjective_cues() -> Mapping[str, AdjectiveCue]:
    """Stance adjectives by form."""
    return {e.word: e for e in read_lexicon(packaged(_PACKAGE, "lexicons/adjectives.tsv"), AdjectiveCue)}


@cache
def denials() -> Mapping[str, Denial]:
    """Nouns of which the denial is a stance, by lemma."""
    return {e.noun: e for e in read_lexicon(packaged(_PACKAGE, "lexicons/denials.tsv"), Denial)}


@cache
def phrase_cues() -> Mapping[str, PhraseCue]:
    """Stance phrases by their words."""
    return {e.phrase: e for e in read_lexicon(packaged(_PACKAGE, "lexicons/phrases.tsv"), PhraseCue)}


@cache
def phrase_nouns() -> frozenset[str]:
    """The last words of the stance phrases."""
    return frozenset(phrase.split()[-1] for phrase in phrase_cues())


@cache
def frames() -> Mapping[str, tuple[Frame, ...]]:
    """Judging verbs by lemma."""
    found: dict[str, list[Frame]] = defaultdict(list)
    for entry in read_lexicon(packaged(_PACKAGE, "lexicons/frames.tsv"), Frame):
        found[entry.lemma].append(entry)
    return {lemma: tuple(entries) for lemma, entries in found.items()}


@cache
def evaluations() -> Mapping[tuple[str, ...], tuple[Stance, bool]]:
    """Stance of judging words, and whether they judge on their own, by their lemmas."""
    entries = read_lexicon(packaged(_PACKAGE, "lexicons/evaluations.tsv"), _Evaluation)
    return {tuple(e.phrase.split()): (e.stance, e.strong == "yes") for e in entries}


@cache
def governors() -> Mapping[tuple[str, str], str]:
    """Effect of a governing word on the stance verb below it, by lemma and part of speech (verb, noun, adj)."""
    entries = read_lexicon(packaged(_PACKAGE, "lexicons/governors.tsv"), _Governor)
    return {(e.lemma, e.pos): e.effect for e in entries}


@cache
def nominal_hosts() -> Mapping[str, str]:
    """What verbs do with stance nouns, by lemma: express, receive, meet or lose."""
    return {e.lemma: e.role for e in read_lexicon(packaged(_PACKAGE, "lexicons/nominal_hosts.tsv"), _Host)}


@cache
def matter_classes() -> Mapping[str, frozenset[str]]:
    """Classes of the nouns that name what people react to: proposal, aspect, statement, pact, act, policy."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in read_lexicon(packaged(_PACKAGE, "lexicons/matters.tsv"), _Matter):
        found[entry.lemma].add(entry.class_)
    return {lemma: frozenset(classes) for lemma, classes in found.items()}


@cache
def kin_groups() -> Mapping[str, str]:
    """The group of each word that means the same as others, by lemma."""
    return {e.lemma: e.group for e in read_lexicon(packaged(_PACKAGE, "lexicons/kin.tsv"), _Kin)}


@cache
def people() -> frozenset[str]:
    """Nouns that name people and bodies."""
    return frozenset(entry.lemma for entry in read_lexicon(packaged(_PACKAGE, "lexicons/people.tsv"), _Lemma))


@cache
def engagement_verbs() -> frozenset[str]:
    """Verbs of engagement ("negotiate"), with which readiness or a condition shows a stance."""
    return frozenset(entry.lemma for entry in read_lexicon(packaged(_PACKAGE, "lexicons/engage.tsv"), _Lemma))


@cache
def word_class(name: str) -> frozenset[str]:
    """The lemmas of a small class: "date", "report" or "message" (see `word_classes.tsv`)."""
    entries = read_lexicon(packaged(_PACKAGE, "lexicons/word_classes.tsv"), _Class)
    return frozenset(entry.lemma for entry in entries if entry.class_ == name)


@cache
def grounds() -> tuple[Ground, ...]:
    """Openings of conditions and reasons, the longest first."""
    entries = read_lexicon(packaged(_PACKAGE, "lexicons/grounds.tsv"), Ground)
    return tuple(sorted(entries, key=lambda e: -len(e.opening.split())))
