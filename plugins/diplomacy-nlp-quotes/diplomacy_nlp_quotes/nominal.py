"""Nouns as cues: "a warning that", "their refusal to", "criticism of the plan by Paris"."""

from __future__ import annotations

from collections.abc import Iterator

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.grammar import coordinated, subjects

from .candidates import Candidate, Source
from .lexicons import Cue, nouns
from .reading import Reading
from .sources import owner_of, phrase_span

__all__ = ["nominal_candidates"]

_LIGHT_VERBS = {"make", "give", "issue", "have", "offer", "deliver", "send", "voice", "express", "repeat", "reiterate"}
_LIGHT_VERBS |= {
    "raise",
    "renew",
    "release",
    "publish",
    "reaffirm",
    "emphasize",
    "emphasise",
    "stress",
    "share",
    "hold",
}
_LIGHT_VERBS |= {"announce", "declare", "state", "signal", "take", "reject", "dismiss", "echo", "draw", "face", "write"}


def nominal_candidates(reading: Reading) -> Iterator[Candidate]:
    """Attributions whose cue is a noun."""
    for word in reading.parsed_words:
        if word.upos != "NOUN" or word.relation in ("compound", "flat"):
            continue
        entry = nouns().get(word.lemma.lower())
        found = None if entry is None else _of_noun(reading, word, entry)
        if found is not None:
            yield found


def _of_noun(reading: Reading, word: Word, entry: Cue) -> Candidate | None:
    annotation = reading.annotation
    clause = _clause(annotation, word, entry)
    if clause is not None:
        spans = reading.runs(w for w in annotation.subtree(clause) if w.id > word.id)
        return _candidate(reading, word, entry, spans, _source(reading, word), "noun with clause", 0.65)
    for modifier in annotation.children(word, "nmod", "acl", "obl"):
        preposition = annotation.child(modifier, "case", "mark")
        if preposition is None or modifier.id < word.id or preposition.text.lower() not in entry.prepositions:
            continue
        if preposition.text.lower() == "from":
            continue
        source = _source(reading, word)
        if source.span is None:
            return None
        spans = reading.runs(w for w in annotation.subtree(modifier) if w.id > preposition.id)
        return _candidate(reading, word, entry, spans, source, "noun with preposition", 0.4, upto=preposition)
    return None


def _clause(annotation: Annotation, word: Word, entry: Cue) -> Word | None:
    for child in annotation.children(word, "acl", "ccomp", "advcl", "xcomp"):
        mark = annotation.child(child, "mark")
        if mark is None or child.id < word.id:
            continue
        marker = mark.text.lower()
        if "infinitive" in entry.takes and marker == "to":
            return child
        if "clause" in entry.takes and marker in ("that", "whether") and _is_complete(annotation, child):
            return child
    return None


def _is_complete(annotation: Annotation, clause: Word) -> bool:
    """Whether "that" introduces what is said ("a claim that he left"), not a relative clause ("one that he made")."""
    if not annotation.child(clause, "nsubj", "csubj", "expl"):
        return False
    return bool(annotation.child(clause, "obj", "ccomp", "xcomp", "cop", "obl", "aux")) or clause.upos != "VERB"


def _candidate(
    reading: Reading,
    word: Word,
    entry: Cue,
    spans: tuple[Span, ...],
    source: Source,
    why: str,
    confidence: float,
    *,
    upto: Word | None = None,
) -> Candidate | None:
    light = _light_verb(reading.annotation, word)
    cue = _cue(reading, word, light, upto)
    if light is not None and source.span is not None and source.span.overlaps(cue):
        cue = Span(word.span.start, cue.end)
    content = tuple(s for s in spans if not s.overlaps(cue))
    if not content:
        return None
    return Candidate(
        content=content,
        why=why,
        confidence=confidence,
        cue=cue,
        predicate=light or word,
        source=source,
        reports=entry.kind != "thought" and "infinitive" not in entry.takes,
    )


def _cue(reading: Reading, word: Word, light: Word | None, upto: Word | None) -> Span:
    """The noun, from a light verb before it to a preposition beside it."""
    sentence = reading.annotation.sentence_of(word).words
    first = light if light is not None and light.id < word.id else word
    last = upto if upto is not None and upto.id - word.id <= 2 else word
    return Span(sentence[first.id - 1].span.start, max(w.span.end for w in sentence[first.id - 1 : last.id]))


def _light_verb(annotation: Annotation, word: Word) -> Word | None:
    """The verb that makes an act of the noun: "issued" in "issued a warning"."""
    above = annotation.parent(word)
    if above is None or word.relation != "obj" or above.lemma.lower() not in _LIGHT_VERBS or above.id > word.id:
        return None
    return above if word.id - above.id <= 5 else None


def _source(reading: Reading, word: Word) -> Source:
    annotation = reading.annotation
    owner = owner_of(reading, word)
    if owner is not None and owner.id < word.id + 25:
        return Source(span=phrase_span(reading, owner), heads=coordinated(annotation, owner))
    light = _light_verb(annotation, word)
    if light is None:
        return Source()
    heads = subjects(annotation, light)
    if not heads:
        return Source()
    own = annotation.child(light, "nsubj") or heads[0]
    return Source(span=phrase_span(reading, own, stop=light), heads=heads)
