"""The word lists that the rules stand on, read once from the package's TSV files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from importlib.abc import Traversable
from pathlib import Path
from typing import Any

from attrs import field, frozen
from attrs.converters import optional

from diplomacy_nlp import ProposalKind, Status
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.lexicon import by_lemma, one_of, packaged, read_lexicon, share, words
from diplomacy_nlp.toolkit.patterns import Patterns
from diplomacy_nlp.toolkit.plover import event_type
from diplomacy_nlp.toolkit.user_lexicon import read_user_lexicon
from diplomacy_nlp.toolkit.words import known_lemma, lists_of
from diplomacy_nlp.types import EventType

__all__ = ["Cues", "NounCue", "PlanVerb", "VerbCue", "cues_with", "listed", "packaged_cues", "plan_verbs"]

_FRAMES = {  # with the column of prepositions that each needs
    "addressee_infinitive": "addressee_preposition",
    "for_infinitive": "content_preposition",
    "preposition": "content_preposition",
    **dict.fromkeys(("object_infinitive", "that", "should", "gerund", "infinitive", "object_to"), ""),
    **dict.fromkeys(("object", "action", "proposal"), ""),
}
_NEEDS = ("nothing", "evidence", "content", "author", "modifier", "never")
_FAMILIES = ("plan", "offer", "demand", "request", "invitation", "text", "bill", "move")


@frozen(kw_only=True)
class VerbCue:
    """A verb that puts a course of action forward; the columns are explained in `lexicons/verbs.tsv`."""

    lemma: str
    kind: ProposalKind = field(converter=ProposalKind)
    frames: tuple[str, ...] = field(converter=words, validator=one_of(*_FRAMES))
    particle: str = ""
    content_preposition: tuple[str, ...] = field(default="", converter=words)
    addressee_preposition: tuple[str, ...] = field(default="", converter=words)
    confidence: float = field(default=0.5, converter=share)
    plover: EventType | None = field(default=None, converter=event_type)

    def __attrs_post_init__(self) -> None:
        for frame in self.frames:
            if _FRAMES[frame] and not getattr(self, _FRAMES[frame]):
                raise ValueError(f"the frame {frame!r} needs a {_FRAMES[frame]}")


@frozen(kw_only=True)
class NounCue:
    """A noun that names a course of action put forward; see `lexicons/nouns.tsv`."""

    lemma: str
    kind: ProposalKind = field(converter=ProposalKind)
    family: str = field(validator=one_of(*_FAMILIES))
    needs: str = field(validator=one_of(*_NEEDS))
    prepositions: tuple[str, ...] = field(default="", converter=words)
    plover: EventType | None = field(default=None, converter=event_type)


@frozen(kw_only=True)
class PlanVerb:
    """A verb that has a proposal as an object or a subject; see `lexicons/plan_verbs.tsv`."""

    lemma: str
    role: str = field(validator=one_of("author", "status", "content"))
    particle: str = ""
    status: Status | None = field(default=None, converter=optional(Status))
    denied: Status | None = field(default=None, converter=optional(Status))


_PARTS: Mapping[str, type[Any]] = {"verb": VerbCue, "noun": NounCue}


@frozen(kw_only=True, eq=False)
class Cues:
    """The verbs and nouns that put a course of action forward.

    Args:
        verbs, nouns: their entries; of several of one verb, the first whose frame is there counts.
        rows: rules as rows, a user's with the package's; None for the package's.
    """

    verbs: tuple[VerbCue, ...]
    nouns: tuple[NounCue, ...]
    rows: Patterns | None = None

    @cached_property
    def _verbs(self) -> Mapping[str, tuple[VerbCue, ...]]:
        return by_lemma(self.verbs, lambda cue: cue.lemma)

    @cached_property
    def _nouns(self) -> Mapping[str, NounCue]:
        return {entry.lemma: entry for entry in self.nouns}

    def verb_cues(self, lemma: str, text: str) -> tuple[VerbCue, ...]:
        """The entries of a verb, also where the parser has its lemma wrong; none if it proposes nothing."""
        return self._verbs.get(known_lemma(lemma, text, self._verbs), ())

    def noun_cue(self, *forms: str) -> NounCue | None:
        """The entry of a noun, by the first of its forms (lemma, text) that has one.

        A regular plural is undone, for the lemmatiser takes a noun that it mistakes for another part of speech as it
        is.
        """
        lower = (form.lower() for form in forms)
        found = (self._nouns.get(one) for form in lower for one in (form, form.removesuffix("s")))
        return next(filter(None, found), None)

    def entries_of(self, word: Word) -> tuple[VerbCue | NounCue, ...]:
        """What a word is by its part of speech."""
        if word.upos in ("VERB", "AUX"):
            return self.verb_cues(word.lemma, word.text)
        noun = self.noun_cue(word.lemma, word.text) if word.upos in ("NOUN", "PROPN", "ADJ") else None
        return () if noun is None else (noun,)

    def is_noun(self, word: Word) -> bool:
        """Whether a word is one of the nouns."""
        return self.noun_cue(word.lemma, word.text) is not None


@cache
def packaged_cues() -> Cues:
    """The cues of this package."""
    return Cues(verbs=read_lexicon(_file("verbs"), VerbCue), nouns=read_lexicon(_file("nouns"), NounCue))


def cues_with(source: str | Path) -> Cues:
    """The cues of this package with those of a user's file.

    Args:
        source: the file; docs/lexicons.md of the project says how it is written.

    Raises:
        LexiconError: it cannot be read, or a line has a fault.
    """
    users, own = read_user_lexicon(source, _PARTS), packaged_cues()
    return Cues(verbs=users["verb"].over(own.verbs), nouns=users["noun"].over(own.nouns))


def _file(name: str) -> Traversable:
    return packaged("diplomacy_nlp_proposals", f"lexicons/{name}.tsv")


@cache
def plan_verbs() -> Mapping[str, tuple[PlanVerb, ...]]:
    """What verbs say of a proposal that is their object or subject, by their lemmas."""
    return by_lemma(read_lexicon(_file("plan_verbs"), PlanVerb), lambda entry: entry.lemma)


def listed(name: str, word: str) -> bool:
    """Whether a word stands in a closed list of `lexicons/words.tsv`, or of the toolkit's file of that name."""
    own = lists_of("diplomacy_nlp_proposals").get(name)
    return word.lower() in (lists_of()[name] if own is None else own)
