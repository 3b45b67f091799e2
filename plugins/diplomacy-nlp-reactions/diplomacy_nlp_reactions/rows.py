"""Candidates by the rows of `lexicons/patterns.tsv`: what a row's kind, marks and calls mean for reactions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial

from diplomacy_nlp import Annotation, Span, Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import cover
from diplomacy_nlp.toolkit.clause import Clause, coordinated
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.lexicon import packaged
from diplomacy_nlp.toolkit.order import after
from diplomacy_nlp.toolkit.patterns import Match, Patterns
from diplomacy_nlp.toolkit.words import listed
from diplomacy_nlp.types import EventType

from .candidate import Candidate
from .grounds import find_ground
from .lexicon import Cues, entries_of, evaluations, packaged_cues, word_class
from .sorts import SORTS, can_react, is_clausal, is_topic, may_be_target, only_before

__all__ = ["MARKS", "find_row_cue", "patterns", "patterns_with", "rows_of"]

# What marks in the file mean: with the "with-" ones the cue's span takes in the verb's particle, the
# predicate or the marker; the others are fields of candidates (see `Candidate`), what their denial amounts to,
# and PLOVER's event types.
_DENIED = {"denied-rejects": Stance.REJECT, "denied-dismisses": Stance.DISMISS}
_EVENTS = {f"{event.lower()}-event": event for event in EventType}
_WITH = ("with-particle", "with-predicate", "with-marker", "with-only")
MARKS = frozenset({"unconditional", "by-speaker", *_WITH, *_DENIED, *_EVENTS})
_NEAR = 4  # words from a verb to the object that is a part of the cue
_WEAK = 0.5  # a confidence
_NONE = frozenset({"no", "lacking"})
_NEGATING = frozenset({"negated", "lacking"})  # tests of rows whose kind is what the denial amounts to


def _is_stated(document: Document, word: Word) -> bool:
    return is_topic(document, word) or word.relation == "xcomp"


def _is_in(name: str, _: Document, word: Word) -> bool:
    return word.lemma.lower() in word_class(name)


def _is_topic(document: Document, word: Word) -> bool:
    return may_be_target(document, word) and (is_topic(document, word) or is_clausal(document.annotation, word))


def _is_alone(_: Document, clause: Clause) -> bool:
    """Whether nothing beside the verb and its particle says what it is about."""
    roles = ("object", "recipient", "clause", "infinitive", "gerund", "predicate", "oblique")
    beside = (word for role in roles for word in clause.role(role))
    return all(word.upos in ("ADV", "INTJ", "DET") or listed("time", word.lemma) for word in beside)


def _is_predicative(document: Document, clause: Clause) -> bool:
    """Whether a phrase says where somebody stands: after a copula, or a verb that joins it to the subject."""
    above = clause.above
    if clause.has_copula:
        return True
    return above is not None and above.lemma in word_class("copula") and clause.head.relation in ("obl", "xcomp")


def _is_conditioned(document: Document, clause: Clause) -> bool:
    """As in "will only talk if", "will not talk until"."""
    said = "negation" if clause.is_negated else ""
    return find_ground(document, clause.head, "condition", said=said) is not None


def _is_narrowed(_: Document, clause: Clause) -> bool:
    return only_before(clause.annotation, clause.head) is not None


def _asks(_: Document, clause: Clause) -> bool:
    """Whether its complement is a question: "did not say whether"."""
    annotation = clause.annotation
    complement = annotation.child(clause.head, "ccomp", "obj")
    mark = annotation.child(complement, "mark", "advmod", "obj", "nsubj") if complement is not None else None
    return mark is not None and mark.text.lower() in word_class("question word")


def _judges(stance: Stance, document: Document, word: Word, *, strong: bool) -> bool:
    """Whether a phrase judges so, given its head: by its head, then by what modifies it.

    A denied praise is criticism; a denied blame says nothing.

    Args:
        strong: only words that judge on their own count.
    """
    modifiers = document.annotation.children(word, "amod", "conj", "advmod", "det")
    known = evaluations(strong=strong)
    found = (known.get(form) for w in (word, *modifiers) for form in (w.lemma.lower(), w.text.lower()))
    judged = next(filter(None, found), None)
    if judged is not Stance.REJECT and any(w.text.lower() in word_class("denial") for w in modifiers):
        judged = Stance.CRITICISE if judged is Stance.SUPPORT else None
    return judged is stance


def _is_judged(document: Document, word: Word) -> bool:
    """What a predicate is said of: a topic, or a clause ("lifting the ban is out of the question")."""
    return word.relation == "csubj" or (is_topic(document, word) and word.feat("Person") not in ("1", "2"))


def _is_actor(document: Document, word: Word) -> bool:
    return document.actor(word) is not None


_FILTERS: Mapping[str, Callable[[Document, Word], bool]] = {
    "reacting": can_react,
    "topic": _is_topic,
    "stated": _is_stated,
    "date": partial(_is_in, "time"),
    "actor": _is_actor,
    "something": may_be_target,
    "judged": _is_judged,
    **{name: partial(_is_in, name) for name in ("craft", "reservation")},
    **{name: SORTS[name] for name in ("paper", "pact", "proposal", "person")},
    **{f"judging-{stance}": partial(_judges, stance, strong=False) for stance in Stance},
    **{f"judging-alone-{stance}": partial(_judges, stance, strong=True) for stance in Stance},
}
_CALLS: Mapping[str, Callable[[Document, Clause], bool]] = {
    "alone": _is_alone,
    "predicate": _is_predicative,
    "conditioned": _is_conditioned,
    "only": _is_narrowed,
    "asks": _asks,
}


patterns_with = partial(
    Patterns,
    packaged("diplomacy_nlp_reactions", "lexicons/patterns.tsv"),
    classes=word_class,
    filters=_FILTERS,
    calls=_CALLS,
    kinds=frozenset(Stance),
    slots=("holder", "target", "judgement", "terms"),
    marks=MARKS,
)
"""The rows of this package with those of a user's file, given its path."""
patterns = cache(patterns_with)
"""The rows of this package."""


def rows_of(cues: Cues) -> Patterns:
    """The rows that are read with some cues."""
    return patterns() if cues.rows is None else cues.rows


def find_row_cue(document: Document, word: Word, cues: Cues) -> Candidate | None:
    """The stance that the first row which holds gives a word; None where none does."""
    for match in rows_of(cues).matches(document, word):
        if _is_ended(cues, match):
            continue
        if match.parts and match.pattern.confidence <= _WEAK and document.is_proposed(word):
            continue  # "a bill that would close the border": what would be done, not what somebody does
        return _candidate(document, match)
    return None


def _is_ended(cues: Cues, match: Match) -> bool:
    """Whether a row of the package reads a word that the user switched off, or gave another stance.

    With a particle it is another verb ("back off"), and with an object an idiom, which a new stance leaves alone.
    """
    if cues is packaged_cues() or match.pattern in rows_of(cues).users.rows:
        return False
    ours, users = (entries_of(one, match.word) for one in (packaged_cues(), cues))
    tests = {test.partition("=")[0] for test in match.pattern.tests}
    if not ours or ours == users or "particle" in tests:
        return False
    return not users or ("object" not in tests and match.pattern.kind not in [entry.stance for entry in users])


def _candidate(document: Document, match: Match) -> Candidate:
    pattern, clause = match.pattern, match.clause
    marks, stance = pattern.marks, Stance(pattern.kind)
    predicate = clause.awaited or clause.head
    holders = match.slots.get("holder", () if "by-speaker" in marks else None)
    holders = None if holders is None else coordinated(document.annotation, *holders)
    target = next(iter(match.slots.get("target", ())), None)
    return Candidate(
        word=match.word,
        span=_span(document, match, predicate),
        stance=stance,
        why=pattern.rule,
        confidence=pattern.confidence,
        predicate=predicate,
        reactors=holders,
        target=target,
        negated=(clause.is_negated and clause.awaited is None and _tells_denial(match)) or _is_none(document, match),
        judgement=next(iter(match.slots.get("judgement", ())), None),
        unconditional="unconditional" in marks,
        by_speaker="by-speaker" in marks,
        denied=next((_DENIED[mark] for mark in marks if mark in _DENIED), _denied(match)),
        event=next((_EVENTS[mark] for mark in marks if mark in _EVENTS), None),
    )


def _is_none(document: Document, match: Match) -> bool:
    """Whether there is no such stance: "there was no objection from Oslo"; some rows ask for that themselves."""
    denied = match.word.upos == "NOUN" and "no" in document.clause(match.word).determiners
    return denied and _NONE.isdisjoint(match.pattern.tests)


def _tells_denial(match: Match) -> bool:
    """Whether a row's kind is what a denial amounts to: by its tests, or of praise ("is not acceptable")."""
    pattern, judgement = match.pattern, match.slots.get("judgement")
    blames = judgement == (match.clause.head,) and pattern.kind == Stance.CRITICISE
    return blames or not _NEGATING.isdisjoint(pattern.tests)


def _denied(match: Match) -> Stance | None:
    """What the denial of an idiom of acceptance, or of "in favour", amounts to."""
    pattern = match.pattern
    willing = match.parts and pattern.kind == Stance.ACCEPT
    return Stance.REJECT if willing or ("with-marker" in pattern.marks and pattern.kind == Stance.SUPPORT) else None


def _span(document: Document, match: Match, predicate: Word) -> Span:
    """The words of the cue, as the row's marks say; parts of an idiom and "only" as far as they are near."""
    annotation, word, marks = document.annotation, match.word, match.pattern.marks
    words = [word, *(w for w in _parts_of(annotation, match) if abs(w.id - word.id) <= _NEAR)]
    if "with-marker" in marks:
        words += [w for w in annotation.children(word, "case") if w.id < word.id]
    if "with-predicate" in marks:
        words.append(predicate)
    spans = [w.span for w in words]
    if "with-particle" in marks:
        spans.append(document.clause(word).verb_group())
    return cover(spans) or word.span


def _parts_of(annotation: Annotation, match: Match) -> Iterator[Word]:
    """Words that belong to the cue where they are near: of an idiom, "only", "as" ("treated as noise")."""
    yield from (part for part in match.parts if part.id > match.word.id)
    if "with-only" in match.pattern.marks and (only := only_before(annotation, match.word)) is not None:
        yield only
    if match.slots.get("judgement", (match.word,)) != (match.word,):
        yield from (w for w in after(annotation, match.word)[:1] if w.text.lower() == "as")
