"""Infinitives and gerunds as contents: "promised to go", "urged Kyiv to go", "proposed going", "seems to go"."""

from __future__ import annotations

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word

from .candidates import Candidate, Source
from .lexicons import Cue
from .proposing import branch, propose, subject_spans
from .reading import Reading

__all__ = ["infinitive_candidate", "raising_candidate"]


def infinitive_candidate(reading: Reading, word: Word, entry: Cue, *, passive: bool) -> Candidate | None:
    """An infinitive or gerund as the content, with the one who is told to act where there is one."""
    annotation = reading.annotation
    complement = _infinitive_of(annotation, word) if "infinitive" in entry.takes else None
    if complement is None and word.upos == "VERB" and not passive:
        complement = _gerund_of(annotation, word)
    if complement is None:
        return None
    spans = branch(reading, complement, word)
    if passive:
        content = (*subject_spans(reading, word), *spans)
        return propose(reading, word, entry, content, "passive cue verb with infinitive", 0.65, reports=False)
    told = [w for w in annotation.children(word, "obj", "iobj") if w.id > word.id]
    if told:
        if "person" not in entry.takes and "object" not in entry.takes:
            return None
        spans = _joined(reading, told[0], complement)
    return propose(reading, word, entry, spans, "cue verb with infinitive", 0.7, reports=False)


def _infinitive_of(annotation: Annotation, word: Word) -> Word | None:
    for child in annotation.children(word, "xcomp", "ccomp", "advcl"):
        mark = annotation.child(child, "mark")
        if child.id > word.id and mark is not None and mark.text.lower() == "to" and mark.id > word.id:
            if child.relation == "advcl" and word.upos == "VERB" and annotation.child(word, "obj") is None:
                continue  # an infinitive of purpose
            return child
    return None


def _gerund_of(annotation: Annotation, word: Word) -> Word | None:
    """The gerund that a verb takes: "proposed involving China", "denied leaking it"."""
    for child in annotation.children(word, "xcomp", "ccomp"):
        if child.id == word.id + 1 and child.upos == "VERB" and child.text.lower().endswith("ing"):
            return child
    return None


def _joined(reading: Reading, first: Word, last: Word) -> tuple[Span, ...]:
    """One span from the start of one branch to the end of another, or the branches apart."""
    one, other = reading.runs(reading.annotation.subtree(first)), reading.runs(reading.annotation.subtree(last))
    if one and other and one[0].start < other[-1].end:
        return (Span(one[0].start, other[-1].end),)
    return (*one, *other)


def raising_candidate(reading: Reading, word: Word, entry: Cue) -> Candidate | None:
    """Appearance ("Paris seems to agree"): no source; the subject is part of what is said."""
    complement = reading.annotation.child(word, "xcomp", "ccomp")
    if complement is None or complement.id < word.id:
        return None
    subject = subject_spans(reading, word)
    if len(subject) == 1 and reading.article[subject[0]].lower() == "it":
        subject = ()  # "it seems that": an empty subject
    content = (*subject, *branch(reading, complement, word))
    return propose(reading, word, entry, content, "verb of appearance", 0.5, source=Source())
