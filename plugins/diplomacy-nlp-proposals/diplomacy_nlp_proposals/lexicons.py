"""The word lists that the rules stand on, read once from the package's TSV files."""

from __future__ import annotations

from functools import cache
from typing import Any

from attrs import field, frozen

from diplomacy_nlp import ProposalKind, Status
from diplomacy_nlp.lexicon import packaged, read_lexicon

__all__ = [
    "FRAMES",
    "NounCue",
    "PlanVerb",
    "VerbCue",
    "is_action",
    "is_modifier",
    "is_no_action",
    "listed",
    "noun_cue",
    "plan_phrases",
    "plan_verbs",
    "verb_cues",
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
_NEEDS = ("nothing", "evidence", "content", "author", "modifier", "never")
_ROLES = ("author", "maker", "backer", "stance", "status", "content")
_FAMILIES = ("plan", "offer", "demand", "request", "invitation", "text", "bill", "move")


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in cell.split(",") if word.strip())


def _cell_of_words() -> Any:
    return field(default="", converter=_words)


def _each_in(vocabulary: tuple[str, ...]) -> Any:
    def check(instance: object, attribute: object, value: str | tuple[str, ...]) -> None:
        for word in (value,) if isinstance(value, str) else value:
            if word not in vocabulary:
                raise ValueError(f"{word!r} is none of {', '.join(vocabulary)}")

    return check


@frozen(kw_only=True)
class VerbCue:
    """A verb that puts a course of action forward; the columns are explained in `lexicons/verbs.tsv`."""

    lemma: str
    kind: ProposalKind = field(converter=ProposalKind)
    frames: tuple[str, ...] = field(converter=_words, validator=_each_in(FRAMES))
    particle: str = ""
    content_preposition: tuple[str, ...] = _cell_of_words()
    addressee_preposition: tuple[str, ...] = _cell_of_words()
    confidence: float = field(default=0.5, converter=float)


@frozen(kw_only=True)
class NounCue:
    """A noun that names a course of action put forward; see `lexicons/nouns.tsv`."""

    lemma: str
    kind: ProposalKind = field(converter=ProposalKind)
    family: str = field(validator=_each_in(_FAMILIES))
    needs: str = field(validator=_each_in(_NEEDS))
    prepositions: tuple[str, ...] = _cell_of_words()


def _status(cell: str | None) -> Status | None:
    return Status(cell) if cell else None


@frozen(kw_only=True)
class PlanVerb:
    """A verb that has a proposal as an object or a subject; see `lexicons/plan_verbs.tsv`."""

    lemma: str
    role: str = field(validator=_each_in(_ROLES))
    particle: str = ""
    status: Status | None = field(default=None, converter=_status)
    denied: Status | None = field(default=None, converter=_status)


@frozen
class _Word:
    lemma: str


@frozen
class _ListedWord:
    list: str
    lemma: str


@frozen
class _NoAction:
    lemma: str
    verbs: tuple[str, ...] = _cell_of_words()


@frozen
class _VerbNoun:
    verb: str
    noun: str


@cache
def _verb_nouns() -> dict[str, frozenset[str]]:
    entries = read_lexicon(packaged("diplomacy_nlp_proposals", "lexicons/verb_nouns.tsv"), _VerbNoun)
    return {verb: frozenset(e.noun for e in entries if e.verb == verb) for verb in {e.verb for e in entries}}


@cache
def _verb_cues() -> dict[str, tuple[VerbCue, ...]]:
    found: dict[str, tuple[VerbCue, ...]] = {}
    for entry in read_lexicon(packaged("diplomacy_nlp_proposals", "lexicons/verbs.tsv"), VerbCue):
        found[entry.lemma] = (*found.get(entry.lemma, ()), entry)
    return found


@cache
def _noun_cues() -> dict[str, NounCue]:
    entries = read_lexicon(packaged("diplomacy_nlp_proposals", "lexicons/nouns.tsv"), NounCue)
    return {entry.lemma: entry for entry in entries}


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
def _lists() -> dict[str, frozenset[str]]:
    entries = read_lexicon(packaged("diplomacy_nlp_proposals", "lexicons/words.tsv"), _ListedWord)
    return {name: frozenset(e.lemma for e in entries if e.list == name) for name in {e.list for e in entries}}


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


def verb_cues(*forms: str) -> tuple[VerbCue, ...]:
    """The entries of a verb, by the first of its forms (lemma, text) that has some; none if it proposes nothing."""
    stems = (stem for form in forms for stem in _stems(form))
    return next((found for stem in stems if (found := _verb_cues().get(stem))), ())


def verb_nouns(lemma: str) -> frozenset[str]:
    """The nouns that name what somebody puts forward with a verb ("suggestion" for "suggest")."""
    return _verb_nouns().get(lemma.lower(), frozenset())


def noun_cue(*forms: str) -> NounCue | None:
    """The entry of a noun, by the first of its forms (lemma, text) that has one.

    A regular plural is undone, for the lemmatiser takes a noun that it mistakes for another part of speech as it is.
    """
    for form in forms:
        lower = form.lower()
        entry = _noun_cues().get(lower) or _noun_cues().get(lower.removesuffix("s"))
        if entry is not None:
            return entry
    return None


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


def listed(name: str, lemma: str) -> bool:
    """Whether a word stands in one of the closed lists of `lexicons/words.tsv`."""
    return lemma.lower() in _lists().get(name, frozenset())
