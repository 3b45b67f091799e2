"""Proposals by verb: "Oslo proposed holding talks", "Kyiv was urged to wait"."""

from __future__ import annotations

from collections.abc import Iterator

from diplomacy_nlp import Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import Clause
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.order import after, particles
from diplomacy_nlp.toolkit.words import is_time

from .candidate import ProposalCandidate
from .frames import CueVerb, FrameMatch, match_frame
from .lexicons import Cues, listed
from .noun_phrases import date_of
from .parties import names_somebody

__all__ = ["verb_candidates"]

_WEAK = 0.55  # a verb below this counts only where somebody known does it


def verb_candidates(document: Document, cues: Cues) -> Iterator[ProposalCandidate]:
    """What each verb of the lexicon puts forward, in the order of the text."""
    for verb in document.annotation.words:
        entries = cues.verb_cues(verb.lemma, verb.text) if verb.upos == "VERB" else ()
        if not entries or _is_ruled_out(document.clause(verb)):
            continue
        known = particles(document.annotation, verb)
        for cue in entries:
            at = CueVerb(document=document, cues=cues, clause=document.clause(verb), cue=cue)
            if cue.particle in known and (match := match_frame(at)) is not None:
                if (found := _candidate(at, match)) is not None:
                    yield found
                break


def _is_ruled_out(clause: Clause) -> bool:
    """Whether the text denies that it was put forward: "did not propose", "refused to offer", "decided against"."""
    above = clause.above
    if clause.is_negated or clause.marker == "against":
        return True
    if above is None or clause.head.relation not in ("xcomp", "advcl"):
        return False
    refused = listed("refuse", above.lemma) and clause.stated is None and clause.head.id > above.head.id
    return refused or (clause.head.relation == "xcomp" and above.is_negated)


def _candidate(at: CueVerb, match: FrameMatch) -> ProposalCandidate | None:
    """The candidate of a verb with its arguments; None where nothing is proposed."""
    document, clause, cue = at.document, at.clause, at.cue
    who = tuple(w for w in clause.agents if not is_time(w))
    content = match.content(clause.head, clause.annotation)
    if (content is None and not match.asked) or not _may_propose(at, who):
        return None
    return ProposalCandidate(
        cue=_cue_span(at),
        word=clause.head,
        kind=cue.kind,
        proposers=document.naming.links_to(word for one in who for word in _authors(document, one)),
        addressees=document.naming.links_to(match.asked),
        content=(content,) if content is not None else (),
        noun=match.head if match.head is not None and at.cues.is_noun(match.head) else None,
        event=cue.plover,
        date=date_of(clause.annotation, clause.head),
        mode=clause.mode,
        confidence=_confidence(at, who),
        why=f"verb cue with {match.frame.replace('_', ' ')}" + (", passive" if clause.is_passive else ""),
    )


def _may_propose(at: CueVerb, who: tuple[Word, ...]) -> bool:
    """Whether those who do it can propose: what "the plan calls for" is the plan's content, found from the noun."""
    if any(at.cues.is_noun(w) and not listed("message", w.lemma) for w in who if w.upos != "PROPN"):
        return False
    return at.cue.confidence >= _WEAK or names_somebody(at.document, *who)


def _confidence(at: CueVerb, who: tuple[Word, ...]) -> float:
    """The lexicon's, less where nobody known does it."""
    confidence = at.cue.confidence
    if not names_somebody(at.document, *who):
        confidence -= 0.05 if who else 0.2
    return max(round(confidence, 2), 0.1)


def _cue_span(at: CueVerb) -> Span:
    """The verb with its auxiliaries, its particle ("put forward") and a preposition of its own ("called for")."""
    span = at.clause.verb_group(auxiliaries=True)
    own = {at.cue.particle, *at.cue.content_preposition, *at.cue.addressee_preposition} - {""}
    near = after(at.clause.annotation, at.clause.head)[: 3 if at.cue.particle else 1]
    return Span(span.start, max([span.end, *(w.span.end for w in near if w.text.lower() in own)]))


def _authors(document: Document, who: Word) -> tuple[Word, ...]:
    """Who proposes: of a letter or statement ("Oslo's letter") whose it is."""
    return document.authors(who) if listed("message", who.lemma) else (who,)
