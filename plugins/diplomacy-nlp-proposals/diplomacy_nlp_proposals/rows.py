"""Candidates by the rows of `lexicons/patterns.tsv`: what a row's kind, marks and calls mean for proposals."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

from diplomacy_nlp import ProposalKind
from diplomacy_nlp.toolkit.clause import Clause
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.extent import content_extent
from diplomacy_nlp.toolkit.lexicon import packaged
from diplomacy_nlp.toolkit.order import after
from diplomacy_nlp.toolkit.patterns import Match, Patterns
from diplomacy_nlp.types import EventType

from .candidate import ProposalCandidate
from .lexicons import Cues, listed
from .parties import names_actor, names_somebody

__all__ = ["MARKS", "patterns", "patterns_with", "row_candidates", "rows_of"]

MARKS = ("threat",)  # whoever asks threatens with something


def rows_of(cues: Cues) -> Patterns:
    """The rows that are read with some cues."""
    return patterns() if cues.rows is None else cues.rows


def row_candidates(document: Document, cues: Cues) -> Iterator[ProposalCandidate]:
    """What the rows find, in the order of the text; of several that hold of a word, the first counts."""
    rows = rows_of(cues)
    for word in rows.set_off(document.annotation):
        match = next(rows.matches(document, word), None)
        if match is not None and (found := _candidate(document, match)) is not None:
            yield found


def _candidate(document: Document, match: Match) -> ProposalCandidate | None:
    """The candidate of a row; None where nobody but those who are asked is known to ask."""
    annotation, clause, pattern = document.annotation, match.clause, match.pattern
    asked, report = match.slots["asked"], _report(document, clause)
    authors = match.slots.get("author", report.agents if report is not None else ())
    proposers = document.naming.links_to([w for w in authors if w not in asked])
    addressees = document.naming.links_to(asked)
    if not proposers or set(proposers) & set(addressees):
        return None
    denied = clause.is_negated and match.word.upos == "AUX"  # "must not"
    start = match.word if denied else after(annotation, match.word)[0]
    return ProposalCandidate(
        cue=match.word.span,
        word=clause.head,
        kind=ProposalKind(pattern.kind),
        proposers=proposers,
        addressees=addressees,
        content=(content_extent(annotation, start, clause.head, clause.head) or clause.head.span,),
        event=EventType.THREATEN if "threat" in pattern.marks else None,
        mode=report.mode if report is not None and "author" not in match.slots else None,
        confidence=pattern.confidence,
        why=pattern.rule,
    )


def _report(document: Document, clause: Clause) -> Clause | None:
    """The clause of saying that a clause stands under, or that stands beside it (", he said")."""
    above = clause.above
    under = clause.head.relation in ("ccomp", "parataxis", "conj")
    if above is not None and under and listed("saying", above.lemma):
        return above
    beside = map(document.clause, document.annotation.children(clause.head, "parataxis", "ccomp"))
    return next((other for other in beside if listed("saying", other.lemma) and other.stated is not None), None)


def _is_demanded(_: Document, clause: Clause) -> bool:
    """Whether a clause with "must" says what somebody is to do: no guess ("must have known"), no condition."""
    if clause.head.upos != "VERB" or clause.stated is None:
        return False
    guess = not clause.is_passive and not clause.auxiliaries.isdisjoint(("have", "be"))
    return not guess and clause.marker in ("", "that")


def _is_threatened(document: Document, clause: Clause) -> bool:
    """Whether the clause above one with "unless" threatens, so that the condition is a demand."""
    threat, asked = clause.above, clause.stated
    if threat is None or asked is None or clause.head.relation != "advcl":
        return False
    if listed("threat", threat.lemma):  # but "threatened to quit unless the subsidies were restored"
        return clause.is_passive or names_actor(document, asked)
    return names_actor(document, asked) and any(listed("future", a) for a in threat.auxiliaries)


patterns_with = partial(
    Patterns,
    packaged("diplomacy_nlp_proposals", "lexicons/patterns.tsv"),
    filters={"actor": names_actor, "somebody": names_somebody},
    calls={"demanded": _is_demanded, "threatened": _is_threatened},
    kinds=frozenset(ProposalKind),
    slots=("asked", "author"),
    needed=("asked",),
    marks=MARKS,
)
"""The rows of this package with those of a user's file, given its path."""
patterns = cache(patterns_with)
"""The rows of this package."""
