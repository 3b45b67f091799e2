"""Proposals by verb: "Oslo proposed holding talks", "Kyiv was urged to wait"."""

from __future__ import annotations

from collections.abc import Iterator

from diplomacy_nlp import Annotation, Certainty, Link, ProposalKind, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.grammar import agents, certainty, is_negated, is_passive, marked, mode, verb_group

from .candidates import Candidate
from .dates import date_of
from .filled import Filled
from .frames import fill
from .lexicons import VerbCue, is_modifier, listed
from .phrases import after, is_time, particles
from .reading import Reading

__all__ = ["is_ruled_out", "proposers_of", "verb_candidates"]


_WEAK = 0.55  # a verb below this counts only where somebody known does it


def verb_candidates(reading: Reading) -> Iterator[Candidate]:
    """What each verb of the lexicon puts forward, in the order of the text."""
    for word in reading.annotation.words:
        if word.upos == "VERB":
            found = _candidate(reading, word)
            if found is not None:
                yield found


def _candidate(reading: Reading, verb: Word) -> Candidate | None:
    annotation = reading.annotation
    entries = reading.cues.verb_cues(verb.lemma, verb.text)
    if not entries or _is_modifier(annotation, verb) or is_ruled_out(annotation, verb):
        return None
    known = particles(annotation, verb)
    for entry in entries:
        if entry.particle in known and (filled := fill(reading, verb, entry)) is not None:
            return _filled(reading, verb, entry, filled)
    return None


def _is_modifier(annotation: Annotation, verb: Word) -> bool:
    """As in "the proposed deal", "the invited guests"."""
    above = annotation.parent(verb)
    return verb.deprel in ("amod", "compound") and above is not None and above.id > verb.id


def is_ruled_out(annotation: Annotation, verb: Word) -> bool:
    """Whether the text denies that it was put forward: "did not propose", "refused to offer", "if he asks"."""
    if is_negated(annotation, verb):
        return True
    if marked(annotation, verb) == "against":
        return True  # "decided against proposing"
    above = annotation.parent(verb)
    if above is not None and verb.relation in ("xcomp", "advcl", "ccomp"):
        if listed("refuse", above.lemma) and marked(annotation, verb) in ("to", "from", "short of", "", "of"):
            return verb.relation != "ccomp" and verb.id > above.id and not annotation.child(verb, "nsubj")
        if verb.relation == "xcomp" and is_negated(annotation, above):
            return True
    return False


def _filled(reading: Reading, verb: Word, entry: VerbCue, filled: Filled) -> Candidate | None:
    annotation = reading.annotation
    who = tuple(w for w in agents(annotation, verb) or _who_does_so_to(annotation, verb) if not is_time(w))
    if any(not (reading.may_act(w) or listed("document", w.lemma)) or _is_proposal_noun(reading, w) for w in who):
        return None
    patient = filled.noun
    if entry.confidence < _WEAK and not any(reading.names_actor(w) or w.upos == "PRON" for w in who):
        return None
    if filled.content is None and not filled.addressees:
        return None
    confidence = entry.confidence if who else entry.confidence - 0.2
    if who and not any(reading.names_actor(w) or w.upos == "PRON" for w in who):
        confidence -= 0.05
    if certainty(annotation, verb) == Certainty.HEDGED:
        confidence -= 0.1
    if entry.kind == ProposalKind.OFFER and filled.frame == "object" and verb.feat("Tense") == "Pres":
        confidence -= 0.2  # "the bank offers loans"
    return Candidate(
        cue=_cue(annotation, verb, entry, filled),
        word=verb,
        kind=entry.kind,
        proposers=proposers_of(reading, who),
        addressees=reading.links(filled.addressees),
        content=(filled.content,) if filled.content is not None else (),
        noun=patient,
        event=entry.plover,
        date=date_of(annotation, verb),
        mode=mode(annotation, verb),
        confidence=max(round(confidence, 2), 0.1),
        why=f"verb cue with {filled.frame}" + (", passive" if is_passive(annotation, verb) else ""),
    )


def _who_does_so_to(annotation: Annotation, verb: Word) -> tuple[Word, ...]:
    """Who does something in order to ask ("called a strike to demand that")."""
    if marked(annotation, verb) != "to" or verb.relation not in ("advcl", "acl"):
        return ()
    above = next((w for w in annotation.ancestors(verb) if w.upos == "VERB"), None)
    return agents(annotation, above) if above is not None else ()


def _cue(annotation: Annotation, verb: Word, entry: VerbCue, filled: Filled) -> Span:
    """The verb with its auxiliaries, its particle ("put forward") and a preposition of its own ("called for")."""
    cue = verb_group(annotation, verb, auxiliaries=True)
    near = after(annotation, verb)[:3]
    last = next((w for w in near if w.text.lower() == entry.particle), None) or filled.cue_end
    if last is None or last.id - verb.id > 3:
        return cue
    return Span(cue.start, max(cue.end, last.span.end))


def _is_proposal_noun(reading: Reading, word: Word) -> bool:
    """As in "the plan calls for elections": its content, found from the noun."""
    cue = reading.cues.noun_cue(word.lemma, word.text)
    if cue is None or word.upos == "PROPN":
        return False
    if any(is_modifier(w.lemma) for w in reading.annotation.children(word, "amod", "compound")):
        return True
    return cue.needs != "modifier" and not listed("document", word.lemma)


def proposers_of(reading: Reading, words: tuple[Word, ...]) -> tuple[Link, ...]:
    """Links to those who propose; of a letter or statement, its author where one is named."""
    authors: list[Word] = []
    for word in words:
        if not listed("document", word.lemma):
            authors.append(word)
            continue
        authors.extend(_authors_of(reading, word))
    return tuple(dict.fromkeys(link for word in _by_sentence(authors) for link in reading.links(word)))


def _authors_of(reading: Reading, document: Word) -> tuple[Word, ...]:
    """Whose a letter or statement is: "Oslo's letter", "a letter from Oslo", "Oslo issued a statement"."""
    annotation = reading.annotation
    named = [w for w in annotation.children(document, "nmod") if marked(annotation, w) in ("", "by", "from", "of")]
    found = tuple(w for w in named if not listed("time", w.lemma) and reading.names_actor(w))
    above = annotation.parent(document)
    if found or above is None or above.upos != "VERB" or document.relation not in ("obj", "obl"):
        return found
    return tuple(w for w in agents(annotation, above) if reading.may_act(w))


def _by_sentence(words: list[Word]) -> list[list[Word]]:
    return [words] if words else []
