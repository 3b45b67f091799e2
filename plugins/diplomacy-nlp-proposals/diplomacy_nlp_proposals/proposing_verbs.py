"""Proposals by verb: "Oslo proposed holding talks", "Kyiv was urged to wait"."""

from __future__ import annotations

from collections.abc import Iterator

from diplomacy_nlp import Certainty, Link, ProposalKind, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import Clause
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.grammar import marked
from diplomacy_nlp.toolkit.order import after, particles
from diplomacy_nlp.toolkit.words import is_time

from .candidate import ProposalCandidate
from .dates import date_of
from .frames import CueVerb, FrameMatch, match_frame
from .lexicons import Cues, listed
from .parties import links_to, names_actor, names_somebody

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
            at = CueVerb(document=document, cues=cues, verb=verb, cue=cue)
            if cue.particle in known and (match := match_frame(at)) is not None:
                if (found := _candidate(at, match)) is not None:
                    yield found
                break


def _is_ruled_out(clause: Clause) -> bool:
    """Whether the text denies that it was put forward: "did not propose", "refused to offer", "decided against"."""
    verb, above = clause.head, clause.above
    if clause.is_negated or clause.marker == "against":
        return True
    if above is None or verb.relation not in ("xcomp", "advcl", "ccomp"):
        return False
    if listed("refuse", above.lemma) and clause.marker in ("to", "from", "short of", "", "of"):
        return verb.relation != "ccomp" and verb.id > above.head.id and clause.stated is None
    return verb.relation == "xcomp" and above.is_negated


def _candidate(at: CueVerb, match: FrameMatch) -> ProposalCandidate | None:
    """The candidate of a verb with its arguments; None where nothing is proposed."""
    document, clause, cue, verb = at.document, at.clause, at.cue, at.verb
    who = tuple(w for w in clause.agents if not is_time(w))
    if match.content is None and not match.addressees:
        return None
    if any(at.cues.is_noun(w) and not listed("message", w.lemma) for w in who if w.upos != "PROPN"):
        return None  # what "the plan calls for" is the plan's content, found from the noun
    if cue.confidence < _WEAK and not names_somebody(document, who):
        return None
    return ProposalCandidate(
        cue=_cue_span(at, match),
        word=verb,
        kind=cue.kind,
        proposers=_proposers(document, who),
        addressees=links_to(document, match.addressees),
        content=(match.content,) if match.content is not None else (),
        noun=match.noun,
        event=cue.plover,
        date=date_of(at.annotation, verb),
        mode=clause.mode,
        confidence=_confidence(at, match, who),
        why=f"verb cue with {match.frame}" + (", passive" if clause.is_passive else ""),
    )


def _confidence(at: CueVerb, match: FrameMatch, who: tuple[Word, ...]) -> float:
    """The lexicon's, less where nobody known does it, where it is hedged, and for what is on offer anyway."""
    confidence = at.cue.confidence
    if not names_somebody(at.document, who):
        confidence -= 0.05 if who else 0.2
    if at.clause.certainty == Certainty.HEDGED:
        confidence -= 0.1
    if at.cue.kind == ProposalKind.OFFER and match.is_object and at.verb.feat("Tense") == "Pres":
        confidence -= 0.2  # "the bank offers loans"
    return max(round(confidence, 2), 0.1)


def _cue_span(at: CueVerb, match: FrameMatch) -> Span:
    """The verb with its auxiliaries, its particle ("put forward") and a preposition of its own ("called for")."""
    span = at.clause.verb_group(auxiliaries=True)
    near = after(at.annotation, at.verb)[:3]
    last = next((w for w in near if w.text.lower() == at.cue.particle), None) or match.cue_end
    if last is None or last.id - at.verb.id > 3:
        return span
    return Span(span.start, max(span.end, last.span.end))


def _proposers(document: Document, subjects: tuple[Word, ...]) -> tuple[Link, ...]:
    """Links to those who propose; of a letter or statement, its author where one is named."""
    authors = (_authors_of(document, w) if listed("message", w.lemma) else (w,) for w in subjects)
    return links_to(document, [word for words in authors for word in words])


def _authors_of(document: Document, paper: Word) -> tuple[Word, ...]:
    """Whose a letter or statement is: "Oslo's letter", "a letter from Oslo", "Oslo issued a statement"."""
    annotation, above = document.annotation, document.clause(paper).above
    named = [w for w in annotation.children(paper, "nmod") if marked(annotation, w) in ("", "by", "from", "of")]
    found = tuple(w for w in named if not listed("time", w.lemma) and names_actor(document, w))
    if found or above is None or above.head.upos != "VERB" or paper.relation not in ("obj", "obl"):
        return found
    return above.agents
