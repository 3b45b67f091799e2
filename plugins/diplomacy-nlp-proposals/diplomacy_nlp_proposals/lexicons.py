"""The word lists that the rules stand on, read once from the package's TSV files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from attrs import field, frozen

from diplomacy_nlp import ProposalKind, Status
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.lexicon import member, one_of, packaged, read_lexicon, share, words
from diplomacy_nlp.toolkit.user_lexicon import PartOfSpeech, changed, read_user_lexicon
from diplomacy_nlp.toolkit.words import shared_lists, word_lists
from diplomacy_nlp.types import EventType

__all__ = [
    "FRAMES",
    "Cues",
    "NounCue",
    "PlanVerb",
    "VerbCue",
    "cues_with",
    "is_action",
    "is_modifier",
    "is_no_action",
    "listed",
    "packaged_cues",
    "plan_phrases",
    "plan_verbs",
    "verb_nouns",
]

FRAMES = (
    "addressee_infinitive",
    "for_infinitive",
    "object_into",
    "object_infinitive",
    "that",
    "should",
    "gerund",
    "preposition",
    "infinitive",
    "object_to",
    "object",
    "action",
    "proposal",
)
_PREPOSITION_OF = {
    "addressee_infinitive": "addressee_preposition",
    "for_infinitive": "content_preposition",
    "preposition": "content_preposition",
}
_NEEDS = ("nothing", "evidence", "content", "author", "modifier", "never")
_ROLES = ("author", "maker", "backer", "stance", "status", "content")
_FAMILIES = ("plan", "offer", "demand", "request", "invitation", "text", "bill", "move")


def _kind(cell: str) -> ProposalKind:
    return member(ProposalKind, cell)


def _event(cell: str | None) -> EventType | None:
    return member(EventType, cell.upper()) if cell else None


def _cell_of_words() -> Any:
    return field(default="", converter=words)


@frozen(kw_only=True)
class VerbCue:
    """A verb that puts a course of action forward; the columns are explained in `lexicons/verbs.tsv`."""

    lemma: str
    kind: ProposalKind = field(converter=_kind)
    frames: tuple[str, ...] = field(converter=words, validator=one_of(*FRAMES))
    particle: str = ""
    content_preposition: tuple[str, ...] = _cell_of_words()
    addressee_preposition: tuple[str, ...] = _cell_of_words()
    confidence: float = field(default=0.5, converter=share)
    plover: EventType | None = field(default=None, converter=_event)

    def __attrs_post_init__(self) -> None:
        for frame, column in _PREPOSITION_OF.items():
            if frame in self.frames and not getattr(self, column):
                raise ValueError(f"the frame {frame!r} needs a {column}")


@frozen(kw_only=True)
class NounCue:
    """A noun that names a course of action put forward; see `lexicons/nouns.tsv`."""

    lemma: str
    kind: ProposalKind = field(converter=_kind)
    family: str = field(validator=one_of(*_FAMILIES))
    needs: str = field(validator=one_of(*_NEEDS))
    prepositions: tuple[str, ...] = _cell_of_words()
    plover: EventType | None = field(default=None, converter=_event)


def _status(cell: str | None) -> Status | None:
    return member(Status, cell) if cell else None


@frozen(kw_only=True)
class PlanVerb:
    """A verb that has a proposal as an object or a subject; see `lexicons/plan_verbs.tsv`."""

    lemma: str
    role: str = field(validator=one_of(*_ROLES))
    particle: str = ""
    status: Status | None = field(default=None, converter=_status)
    denied: Status | None = field(default=None, converter=_status)


@frozen
class _Word:
    lemma: str


@frozen
class _NoAction:
    lemma: str
    verbs: tuple[str, ...] = _cell_of_words()


@frozen
class _VerbNoun:
    verb: str
    noun: str


_PARTS = {
    "verb": PartOfSpeech(entry=VerbCue, same=("particle",), frames="frames"),
    "noun": PartOfSpeech(entry=NounCue),
}


class Cues:
    """The verbs and nouns that put a course of action forward.

    Args:
        verbs, nouns: their entries; of several of one verb, the first whose frame is there counts.
    """

    def __init__(self, verbs: Iterable[VerbCue], nouns: Iterable[NounCue]) -> None:
        self._verbs: dict[str, tuple[VerbCue, ...]] = {}
        for entry in verbs:
            self._verbs[entry.lemma] = (*self._verbs.get(entry.lemma, ()), entry)
        self._nouns = {entry.lemma: entry for entry in nouns}

    def verb_cues(self, *forms: str) -> tuple[VerbCue, ...]:
        """The entries of a verb, by the first of its forms (lemma, text) that has some; none if it proposes nothing."""
        stems = (stem for form in forms for stem in _stems(form))
        return next((found for stem in stems if (found := self._verbs.get(stem))), ())

    def noun_cue(self, *forms: str) -> NounCue | None:
        """The entry of a noun, by the first of its forms (lemma, text) that has one.

        A regular plural is undone, for the lemmatiser takes a noun that it mistakes for another part of speech as it
        is.
        """
        for form in forms:
            lower = form.lower()
            entry = self._nouns.get(lower) or self._nouns.get(lower.removesuffix("s"))
            if entry is not None:
                return entry
        return None

    def is_noun(self, word: Word) -> bool:
        """Whether a word is one of the nouns."""
        return self.noun_cue(word.lemma, word.text) is not None


@cache
def _own_verbs() -> tuple[VerbCue, ...]:
    return read_lexicon(packaged("diplomacy_nlp_proposals", "lexicons/verbs.tsv"), VerbCue)


@cache
def _own_nouns() -> tuple[NounCue, ...]:
    return read_lexicon(packaged("diplomacy_nlp_proposals", "lexicons/nouns.tsv"), NounCue)


@cache
def packaged_cues() -> Cues:
    """The cues of this package."""
    return Cues(_own_verbs(), _own_nouns())


def cues_with(source: str | Path) -> Cues:
    """The cues of this package with those of a user's file.

    Args:
        source: the file; docs/lexicons.md of the project says how it is written.

    Raises:
        LexiconError: it cannot be read, or a line has a fault.
    """
    lines = read_user_lexicon(source, _PARTS)
    return Cues(
        changed(_own_verbs(), lines["verb"], _PARTS["verb"]), changed(_own_nouns(), lines["noun"], _PARTS["noun"])
    )


@cache
def _verb_nouns() -> dict[str, frozenset[str]]:
    entries = read_lexicon(packaged("diplomacy_nlp_proposals", "lexicons/verb_nouns.tsv"), _VerbNoun)
    return {verb: frozenset(e.noun for e in entries if e.verb == verb) for verb in {e.verb for e in entries}}


@cache
def _plan_verbs() -> dict[str, tuple[PlanVerb, ...]]:
    found: dict[str, tuple[PlanVerb, ...]] = {}
    for entry in read_lexicon(packaged("diplomacy_nlp_proposals", "lexicons/plan_verbs.tsv"), PlanVerb):
        found[entry.lemma] = (*found.get(entry.lemma, ()), entry)
    return found


@cache
def _lemmas(name: str) -> frozenset[str]:
    return frozenset(
        entry.lemma for entry in read_lexicon(packaged("diplomacy_nlp_proposals", f"lexicons/{name}.tsv"), _Word)
    )


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    return {**shared_lists(), **word_lists(packaged("diplomacy_nlp_proposals", "lexicons/words.tsv"))}


@cache
def _no_actions() -> dict[str, tuple[str, ...]]:
    entries = read_lexicon(packaged("diplomacy_nlp_proposals", "lexicons/no_actions.tsv"), _NoAction)
    return {entry.lemma: entry.verbs for entry in entries}


def _stems(form: str) -> tuple[str, ...]:
    """A form and its regular endings undone, for verbs that the lemmatiser does not know ("tabled", "pressuring")."""
    lower = form.lower()
    if lower.endswith("ed"):
        return (lower, lower[:-1], lower[:-2])
    return (lower, lower[:-3], f"{lower[:-3]}e") if lower.endswith("ing") else (lower,)


def verb_nouns(lemma: str) -> frozenset[str]:
    """The nouns that name what somebody puts forward with a verb ("suggestion" for "suggest")."""
    return _verb_nouns().get(lemma.lower(), frozenset())


def plan_verbs(*forms: str, particle: str = "") -> tuple[PlanVerb, ...]:
    """What a verb (lemma, text) with a given particle says of a proposal that is its object or subject."""
    for stem in (stem for form in forms for stem in _stems(form)):
        found = tuple(entry for entry in _plan_verbs().get(stem, ()) if entry.particle == particle)
        if found:
            return found
    return ()


def plan_phrases(*forms: str, following: str) -> tuple[PlanVerb, ...]:
    """The entries of a verb whose particle is several words or none of the usual ones, and begins what follows it.

    Args:
        forms: lemma, text.
        following: the words after the verb, in lower case, parted by spaces.
    """
    found = (
        entry for stem in (stem for form in forms for stem in _stems(form)) for entry in _plan_verbs().get(stem, ())
    )
    matching = [e for e in found if e.particle and f"{following} ".startswith(f"{e.particle} ")]
    longest = max((len(e.particle) for e in matching), default=0)
    return tuple(dict.fromkeys(e for e in matching if len(e.particle) == longest))


def is_modifier(lemma: str) -> bool:
    """Whether a modifier makes an accord one that is merely put forward ("draft", "proposed")."""
    return lemma.lower() in _lemmas("modifiers")


def is_action(lemma: str) -> bool:
    """Whether a noun names an act, or what an act brings ("loans")."""
    lower = lemma.lower()
    return lower in _lemmas("actions") or lower.removesuffix("s") in _lemmas("actions")


def is_no_action(lemma: str, verb: str) -> bool:
    """Whether the object is no course of action with this verb ("asked a question")."""
    verbs = _no_actions().get(lemma.lower())
    return verbs is not None and (not verbs or verb.lower() in verbs)


def listed(name: str, word: str) -> bool:
    """Whether a word stands in a closed list of `lexicons/words.tsv`, or of the toolkit's file of that name."""
    return word.lower() in _lists()[name]
