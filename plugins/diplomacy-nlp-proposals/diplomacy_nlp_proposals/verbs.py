"""Proposals by verb: "Oslo proposed holding talks", "Kyiv was urged to wait"."""

from __future__ import annotations

from collections.abc import Iterator

from diplomacy_nlp import Annotation, Certainty, Link, ProposalKind, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.grammar import agents, certainty, is_negated, is_passive, marked, mode, verb_group

from .candidate import ProposalCandidate
from .dates import date_of
from .frames import FrameMatch, match_frame
from .lexicons import VerbCue, is_modifier, listed
from .phrases import after, is_time, particles
from .reading import Reading

__all__ = ["verb_candidates"]

_WEAK = 0.55  # a verb below this counts only where somebody known does it


def verb_candidates(reading: Reading) -> Iterator[ProposalCandidate]:
    """What each verb of the lexicon puts forward, in the order of the text."""
    for verb in reading.annotation.words:
        cues = reading.cues.verb_cues(verb.lemma, verb.text) if verb.upos == "VERB" else ()
        if not cues or _is_modifier(reading.annotation, verb) or _is_ruled_out(reading.annotation, verb):
            continue
        known = particles(reading.annotation, verb)
        for cue in cues:
            match = match_frame(reading, verb, cue) if cue.particle in known else None
            if match is not None:
                found = _candidate(reading, verb, cue, match)
                if found is not None:
                    yield found
                break


def _is_modifier(annotation: Annotation, verb: Word) -> bool:
    """As in "the proposed deal", "the invited guests"."""
    above = annotation.parent(verb)
    return verb.deprel in ("amod", "compound") and above is not None and above.id > verb.id


def _is_ruled_out(annotation: Annotation, verb: Word) -> bool:
    """Whether the text denies that it was put forward: "did not propose", "refused to offer", "decided against"."""
    if is_negated(annotation, verb) or marked(annotation, verb) == "against":
        return True
    above = annotation.parent(verb)
    if above is None or verb.relation not in ("xcomp", "advcl", "ccomp"):
        return False
    if listed("refuse", above.lemma) and marked(annotation, verb) in ("to", "from", "short of", "", "of"):
        return verb.relation != "ccomp" and verb.id > above.id and not annotation.child(verb, "nsubj")
    return verb.relation == "xcomp" and is_negated(annotation, above)


def _candidate(reading: Reading, verb: Word, cue: VerbCue, match: FrameMatch) -> ProposalCandidate | None:
    """The candidate of a verb with its arguments; None where its subject proposes nothing, or nothing is proposed."""
    annotation = reading.annotation
    who = agents(annotation, verb) or _who_does_so_to(annotation, verb)
    who = tuple(w for w in who if not is_time(w))
    if not all(_may_propose(reading, w) for w in who) or (match.content is None and not match.addressees):
        return None
    somebody = reading.names_somebody(who)
    if cue.confidence < _WEAK and not somebody:
        return None
    confidence = cue.confidence - (0.0 if somebody else 0.05 if who else 0.2)
    if certainty(annotation, verb) == Certainty.HEDGED:
        confidence -= 0.1
    if cue.kind == ProposalKind.OFFER and match.is_object and verb.feat("Tense") == "Pres":
        confidence -= 0.2  # "the bank offers loans"
    return ProposalCandidate(
        cue=_cue_span(annotation, verb, cue, match),
        word=verb,
        kind=cue.kind,
        proposers=_proposers(reading, who),
        addressees=reading.links(match.addressees),
        content=(match.content,) if match.content is not None else (),
        noun=match.noun,
        event=cue.plover,
        date=date_of(annotation, verb),
        mode=mode(annotation, verb),
        confidence=max(round(confidence, 2), 0.1),
        why=f"verb cue with {match.frame}" + (", passive" if is_passive(annotation, verb) else ""),
    )


def _who_does_so_to(annotation: Annotation, verb: Word) -> tuple[Word, ...]:
    """Who does something in order to ask ("called a strike to demand that")."""
    if marked(annotation, verb) != "to" or verb.relation not in ("advcl", "acl"):
        return ()
    above = next((w for w in annotation.ancestors(verb) if w.upos == "VERB"), None)
    return agents(annotation, above) if above is not None else ()


def _may_propose(reading: Reading, subject: Word) -> bool:
    """Whether a verb's subject may propose; what "the plan calls for" is the plan's content, found from the noun."""
    document = listed("document", subject.lemma)
    if not (document or reading.may_act(subject)):
        return False
    noun = reading.cues.noun_cue(subject.lemma, subject.text) if subject.upos != "PROPN" else None
    if noun is None:
        return True
    if any(is_modifier(w.lemma) for w in reading.annotation.children(subject, "amod", "compound")):
        return False
    return noun.needs == "modifier" or document


def _cue_span(annotation: Annotation, verb: Word, cue: VerbCue, match: FrameMatch) -> Span:
    """The verb with its auxiliaries, its particle ("put forward") and a preposition of its own ("called for")."""
    span = verb_group(annotation, verb, auxiliaries=True)
    near = after(annotation, verb)[:3]
    last = next((w for w in near if w.text.lower() == cue.particle), None) or match.cue_end
    if last is None or last.id - verb.id > 3:
        return span
    return Span(span.start, max(span.end, last.span.end))


def _proposers(reading: Reading, subjects: tuple[Word, ...]) -> tuple[Link, ...]:
    """Links to those who propose; of a letter or statement, its author where one is named."""
    words = [
        author
        for word in subjects
        for author in (_authors_of(reading, word) if listed("document", word.lemma) else (word,))
    ]
    return reading.links(words)


def _authors_of(reading: Reading, document: Word) -> tuple[Word, ...]:
    """Whose a letter or statement is: "Oslo's letter", "a letter from Oslo", "Oslo issued a statement"."""
    annotation = reading.annotation
    named = [w for w in annotation.children(document, "nmod") if marked(annotation, w) in ("", "by", "from", "of")]
    found = tuple(w for w in named if not listed("time", w.lemma) and reading.names_actor(w))
    above = annotation.parent(document)
    if found or above is None or above.upos != "VERB" or document.relation not in ("obj", "obl"):
        return found
    return tuple(w for w in agents(annotation, above) if reading.may_act(w))
