"""Candidates by the rows of `lexicons/patterns.tsv`: what a row's kind, marks and calls mean for reactions."""

from __future__ import annotations

from functools import cache

from diplomacy_nlp import ActorKind, Span, Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import cover
from diplomacy_nlp.toolkit.clause import Clause
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.lexicon import packaged
from diplomacy_nlp.toolkit.patterns import Match, Patterns
from diplomacy_nlp.toolkit.words import listed

from .candidate import Candidate
from .conditional import is_threatened
from .grounds import find_ground
from .lexicon import word_class
from .reactors import reactor_words, speaker_of
from .words import can_react, is_matter

__all__ = ["MARKS", "find_row_cue", "patterns"]

# What marks in the file mean: "first" rows are asked before the lexicon; with the others the cue's span takes in the
# particle, the auxiliaries, the predicate or "no", and candidates get fields (see `Candidate`).
MARKS = frozenset(
    {
        *("first", "left-out", "unconditional", "speaks-for-itself", "by-speaker"),
        *("with-particle", "with-auxiliaries", "with-predicate", "with-no"),
    }
)
_NEGATING = frozenset({"negated", "lacking"})  # tests of rows whose kind is what the denial amounts to


def _is_stated(document: Document, word: Word) -> bool:
    return is_matter(document, word) or word.relation == "xcomp"


def _is_date(_: Document, word: Word) -> bool:
    return listed("time", word.lemma)


def _is_conditional(document: Document, clause: Clause) -> bool:
    return find_ground(document, clause.head, "condition", stance=Stance.THREATEN) is not None


def _is_warned_of(document: Document, clause: Clause) -> bool:
    return is_threatened(document, clause.head)


def _is_said(_: Document, clause: Clause) -> bool:
    """Whether somebody says what is granted."""
    return clause.above is not None and clause.head.relation == "ccomp" and clause.above.lemma in word_class("granting")


def _is_bodys(document: Document, clause: Clause) -> bool:
    """Whether states and organisations do it, no persons."""
    actors = [document.actor(subject) for subject in clause.subjects]
    return bool(actors) and not any(actor is None or actor.kind is ActorKind.PERSON for actor in actors)


def _is_somebodys(document: Document, clause: Clause) -> bool:
    """Whether somebody does it, nothing that cannot react ("the talks will end")."""
    return reactor_words(document, clause.head) is not None


def _asks(_: Document, clause: Clause) -> bool:
    """Whether its complement is a question: "did not say whether"."""
    annotation = clause.annotation
    complement = annotation.child(clause.head, "ccomp", "obj")
    mark = annotation.child(complement, "mark", "advmod", "obj", "nsubj") if complement is not None else None
    return mark is not None and mark.text.lower() in word_class("question word")


def _is_bare(_: Document, clause: Clause) -> bool:
    """Whether nothing says what it is about: "has not decided"."""
    return not clause.annotation.children(clause.head, "ccomp", "obj") and not clause.role("oblique:on,to,about,upon")


def _exists(_: Document, clause: Clause) -> bool:
    """As in "there is no need"."""
    return clause.annotation.child(clause.head, "expl") is not None


def _says_no(_: Document, clause: Clause) -> bool:
    return "no" in clause.determiners


@cache
def patterns() -> Patterns:
    """The rows of this package."""
    return Patterns(
        packaged("diplomacy_nlp_reactions", "lexicons/patterns.tsv"),
        classes=word_class,
        filters={"reacting": can_react, "matter": is_matter, "stated": _is_stated, "date": _is_date},
        calls={
            "conditional": _is_conditional,
            "warned": _is_warned_of,
            "said": _is_said,
            "bodys": _is_bodys,
            "somebodys": _is_somebodys,
            "asks": _asks,
            "bare": _is_bare,
            "exists": _exists,
            "no": _says_no,
        },
    )


def find_row_cue(document: Document, word: Word, *, before_lexicon: bool) -> Candidate | None:
    """The stance that the first row which holds gives a word; None where none does.

    Args:
        before_lexicon: ask the rows that come before the lexicon of verbs, nouns and adjectives (marked "first"), else
            those that come after it.
    """
    for match in patterns().matches(document, word):
        if ("first" in match.pattern.marks) is before_lexicon:
            return _candidate(document, match)
    return None


def _candidate(document: Document, match: Match) -> Candidate:
    pattern, clause = match.pattern, match.clause
    predicate = clause.awaited or clause.head
    holders = match.slots.get("holder")
    if holders is None and "by-speaker" in pattern.marks:
        holders = speaker_of(document, predicate)
    target = next(iter(match.slots.get("target", ())), None)
    return Candidate(
        word=match.word,
        span=_span(document, match, predicate),
        stance=Stance(pattern.kind),
        why=pattern.rule,
        confidence=pattern.confidence,
        predicate=predicate,
        reactors=holders,
        target=target,
        is_clause=target is not None and target != predicate and _is_clausal(target),
        negated=clause.is_negated and clause.awaited is None and not _NEGATING.isdisjoint(pattern.tests),
        left_out=target is None and "left-out" in pattern.marks,
        unconditional="unconditional" in pattern.marks,
        speaks_for_itself="speaks-for-itself" in pattern.marks,
        by_speaker="by-speaker" in pattern.marks,
    )


def _is_clausal(target: Word) -> bool:
    return target.upos in ("VERB", "AUX") or target.relation in ("xcomp", "ccomp")


def _span(document: Document, match: Match, predicate: Word) -> Span:
    """The words of the cue, as the row's marks say."""
    own, marks = document.clause(match.word), match.pattern.marks
    parts = [match.word.span]
    if "with-particle" in marks or "with-auxiliaries" in marks:
        parts.append(own.verb_group(auxiliaries="with-auxiliaries" in marks))
    if "with-predicate" in marks:
        parts.append(predicate.span)
    if "with-no" in marks:
        parts.extend(w.span for w in document.annotation.children(match.word, "det") if w.lemma.lower() == "no")
    return cover(parts) or match.word.span
