"""The word lists that the rules stand on, read once from the package's TSV files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from attrs import field, frozen
from attrs.converters import optional

from diplomacy_nlp import ProposalKind, Status
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.lexicon import grouped, one_of, overridden, packaged, read_lexicon, share, words
from diplomacy_nlp.toolkit.patterns import Patterns
from diplomacy_nlp.toolkit.plover import event_type
from diplomacy_nlp.toolkit.user_lexicon import read_user_lexicon
from diplomacy_nlp.toolkit.words import known_lemma, shared_lists, word_lists
from diplomacy_nlp.types import EventType

__all__ = [
    "FRAMES",
    "Cues",
    "NounCue",
    "PlanVerb",
    "VerbCue",
    "cues_with",
    "is_action",
    "listed",
    "packaged_cues",
    "plan_verbs",
    "verb_nouns",
]

FRAMES = (
    "addressee_infinitive",
    "for_infinitive",
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
T = TypeVar("T")
_PREPOSITION_OF = {
    "addressee_infinitive": "addressee_preposition",
    "for_infinitive": "content_preposition",
    "preposition": "content_preposition",
}
_NEEDS = ("nothing", "evidence", "content", "author", "modifier", "never")
_FAMILIES = ("plan", "offer", "demand", "request", "invitation", "text", "bill", "move")


def _cell_of_words() -> Any:
    return field(default="", converter=words)


@frozen(kw_only=True)
class VerbCue:
    """A verb that puts a course of action forward; the columns are explained in `lexicons/verbs.tsv`."""

    lemma: str
    kind: ProposalKind = field(converter=ProposalKind)
    frames: tuple[str, ...] = field(converter=words, validator=one_of(*FRAMES))
    particle: str = ""
    content_preposition: tuple[str, ...] = _cell_of_words()
    addressee_preposition: tuple[str, ...] = _cell_of_words()
    confidence: float = field(default=0.5, converter=share)
    plover: EventType | None = field(default=None, converter=event_type)

    def __attrs_post_init__(self) -> None:
        for frame, column in _PREPOSITION_OF.items():
            if frame in self.frames and not getattr(self, column):
                raise ValueError(f"the frame {frame!r} needs a {column}")


@frozen(kw_only=True)
class NounCue:
    """A noun that names a course of action put forward; see `lexicons/nouns.tsv`."""

    lemma: str
    kind: ProposalKind = field(converter=ProposalKind)
    family: str = field(validator=one_of(*_FAMILIES))
    needs: str = field(validator=one_of(*_NEEDS))
    prepositions: tuple[str, ...] = _cell_of_words()
    plover: EventType | None = field(default=None, converter=event_type)


@frozen(kw_only=True)
class PlanVerb:
    """A verb that has a proposal as an object or a subject; see `lexicons/plan_verbs.tsv`."""

    lemma: str
    role: str = field(validator=one_of("author", "status", "content"))
    particle: str = ""
    status: Status | None = field(default=None, converter=optional(Status))
    denied: Status | None = field(default=None, converter=optional(Status))


@frozen
class _VerbNoun:
    verb: str
    noun: str


_PARTS: Mapping[str, type[Any]] = {"verb": VerbCue, "noun": NounCue}


class Cues:
    """The verbs and nouns that put a course of action forward.

    Args:
        verbs, nouns: their entries; of several of one verb, the first whose frame is there counts.
        rows: rules as rows, a user's with the package's; None for the package's.
    """

    def __init__(self, verbs: Iterable[VerbCue], nouns: Iterable[NounCue], rows: Patterns | None = None) -> None:
        self.rows = rows
        self._verbs = _by_lemma(verbs, lambda entry: entry.lemma)
        self._nouns = {entry.lemma: entry for entry in nouns}

    def verb_cues(self, lemma: str, text: str) -> tuple[VerbCue, ...]:
        """The entries of a verb, also where the parser has its lemma wrong; none if it proposes nothing."""
        return self._verbs.get(known_lemma(lemma, text, self._verbs), ())

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
    return read_lexicon(_file("verbs"), VerbCue)


@cache
def _own_nouns() -> tuple[NounCue, ...]:
    return read_lexicon(_file("nouns"), NounCue)


@cache
def packaged_cues() -> Cues:
    """The cues of this package."""
    return Cues(_own_verbs(), _own_nouns())


def cues_with(source: str | Path | None, rows: Patterns | None = None) -> Cues:
    """The cues of this package with those of a user's file.

    Args:
        source: the file, if any; docs/lexicons.md of the project says how it is written.
        rows: see `Cues`.

    Raises:
        LexiconError: it cannot be read, or a line has a fault.
    """
    if source is None:
        return Cues(_own_verbs(), _own_nouns(), rows)
    users = read_user_lexicon(source, _PARTS)
    verbs = overridden(_own_verbs(), users["verb"].entries, users["verb"].off, lambda cue: cue.lemma)
    nouns = overridden(_own_nouns(), users["noun"].entries, users["noun"].off, lambda cue: cue.lemma)
    return Cues(verbs, nouns, rows)


def _file(name: str) -> Traversable:
    return packaged("diplomacy_nlp_proposals", f"lexicons/{name}.tsv")


def _by_lemma(entries: Iterable[T], lemma: Callable[[T], str]) -> Mapping[str, tuple[T, ...]]:
    found: dict[str, tuple[T, ...]] = {}
    for entry in entries:
        found[lemma(entry)] = (*found.get(lemma(entry), ()), entry)
    return found


@cache
def _verb_nouns() -> Mapping[str, frozenset[str]]:
    return grouped(read_lexicon(_file("verb_nouns"), _VerbNoun), lambda entry: entry.verb, lambda entry: entry.noun)


@cache
def _plan_verbs() -> Mapping[str, tuple[PlanVerb, ...]]:
    return _by_lemma(read_lexicon(_file("plan_verbs"), PlanVerb), lambda entry: entry.lemma)


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    return {**shared_lists(), **word_lists(_file("words"))}


def verb_nouns(lemma: str) -> frozenset[str]:
    """The nouns that name what somebody puts forward with a verb ("suggestion" for "suggest")."""
    return _verb_nouns().get(lemma.lower(), frozenset())


def plan_verbs(lemma: str, text: str, *, particles: Iterable[str], following: str) -> tuple[PlanVerb, ...]:
    """What a verb says of a proposal that is its object or subject: its entries with the longest particle.

    Args:
        lemma, text: of the verb.
        particles: those that the verb has, "" for none.
        following: the words after the verb, in lower case, parted by spaces, with which a particle of several begins.
    """
    known = {"", *particles}
    found = _plan_verbs().get(known_lemma(lemma, text, _plan_verbs()), ())
    fitting = [entry for entry in found if entry.particle in known or following.startswith(entry.particle)]
    longest = max((len(entry.particle) for entry in fitting), default=0)
    return tuple(dict.fromkeys(entry for entry in fitting if len(entry.particle) == longest))


def is_action(lemma: str) -> bool:
    """Whether a noun names an act, or what an act brings ("loans")."""
    return listed("action", lemma) or listed("action", lemma.lower().removesuffix("s"))


def listed(name: str, word: str) -> bool:
    """Whether a word stands in a closed list of `lexicons/words.tsv`, or of the toolkit's file of that name."""
    return word.lower() in _lists()[name]
