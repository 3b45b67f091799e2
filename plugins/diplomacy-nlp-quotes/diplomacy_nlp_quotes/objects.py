"""Objects and phrases as contents: "accused Paris of delay", "called for talks", "was praised by Rome"."""

from __future__ import annotations

from diplomacy_nlp import Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.grammar import marked, subjects

from .candidates import Candidate, Source
from .extent import object_end
from .lexicons import Cue
from .proposing import branch, propose, subject_spans
from .reading import Reading
from .sources import phrase_span

__all__ = ["object_candidate", "phrase_candidate"]

_SAID_OF_OBJECT = {"as", "of", "for", "over", "about", "against"}
_STATIVE = {"on", "in", "to", "at", "with", "over"}


def phrase_candidate(reading: Reading, word: Word, entry: Cue, *, passive: bool) -> Candidate | None:
    """A prepositional phrase as the content; the preposition belongs to the cue where it stands next to it."""
    annotation = reading.annotation
    if annotation.child(word, "obj") and word.lemma not in ("ask", "tell", "warn", "remind"):
        return None
    for child in annotation.children(word, "obl", "advcl", "nmod", "obj"):
        preposition = annotation.child(child, "case", "mark")
        if preposition is None or not word.id < preposition.id <= word.id + 6:
            continue
        if preposition.text.lower() in entry.prepositions:
            near = preposition.id <= word.id + 2
            spans = _after(reading, child, preposition, word)
            if passive and preposition.text.lower() in ("as", "of"):
                spans = (*subject_spans(reading, word), *spans)
            return propose(
                reading,
                word,
                entry,
                spans,
                "cue verb with preposition",
                0.6,
                upto=preposition if near else None,
                source=_stative_source(reading, word) if passive and preposition.text.lower() in _STATIVE else None,
            )
    return None


def _stative_source(reading: Reading, word: Word) -> Source:
    """The source of a participle that states a stance ("remains focused on"): its subject, though it looks passive."""
    heads = subjects(reading.annotation, word)
    return Source(span=phrase_span(reading, heads[-1], stop=word), heads=heads[-1:]) if heads else Source()


def _after(reading: Reading, top: Word, preposition: Word, predicate: Word) -> tuple[Span, ...]:
    annotation = reading.annotation
    end = max(object_end(annotation, predicate, top), preposition.id)
    return reading.runs(annotation.sentence_of(predicate).words[max(preposition.id, predicate.id) : end])


def object_candidate(reading: Reading, word: Word, entry: Cue, *, passive: bool) -> Candidate | None:
    """An object, with what is said of it, as the content; of a passive, its subject."""
    if not {"object", "judgement"} & set(entry.takes) and "as" not in entry.prepositions:
        return None
    annotation = reading.annotation
    if passive:
        return _passive_object(reading, word, entry)
    target = annotation.child(word, "obj")
    if target is None:
        return None
    further = _said_of(reading, word, target)
    if "object" not in entry.takes and not further:
        return None
    if target.id < word.id:
        if target.feat("PronType") != "Rel":
            return None
        spans = (*reading.runs([target]), *(s for w in further for s in branch(reading, w, word)))
    else:
        first = min(w.id for w in annotation.subtree(target) if w.id > word.id)
        spans = reading.runs(annotation.sentence_of(word).words[first - 1 : object_end(annotation, word, target)])
    return propose(reading, word, entry, spans, "cue verb with object", 0.55)


def _said_of(reading: Reading, word: Word, target: Word) -> list[Word]:
    """What is said of the object: "a mistake" in "called it a mistake", "of delay" in "accused Paris of delay"."""
    annotation = reading.annotation
    found = []
    for child in annotation.children(word, "xcomp", "obl", "advcl", "ccomp"):
        if child.id < max(word.id, target.id):
            continue
        mark = marked(annotation, child).partition(" ")[0]
        if child.relation in ("xcomp", "ccomp") or mark in _SAID_OF_OBJECT:
            found.append(child)
    return found


def _passive_object(reading: Reading, word: Word, entry: Cue) -> Candidate | None:
    annotation = reading.annotation
    further = [
        c
        for c in annotation.children(word, "xcomp", "obl", "advcl")
        if c.id > word.id and (c.relation == "xcomp" or marked(annotation, c) in ("as", "of", "for"))
    ]
    subject = subject_spans(reading, word)
    agent = any(marked(annotation, c) == "by" for c in annotation.children(word, "obl"))
    if not (further or agent) or not subject:
        return None
    content = (*subject, *(s for w in further for s in branch(reading, w, word)))
    return propose(reading, word, entry, content, "passive cue verb with object", 0.5)
