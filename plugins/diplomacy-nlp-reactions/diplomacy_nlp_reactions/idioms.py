"""Particles and objects that make a verb another one: "turn down", "back off", "pour water on"."""

from __future__ import annotations

from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.grammar import patients

from .lexicon import Cues, VerbCue, known_lemma
from .words import after

__all__ = ["has_other_particle", "idiom_object", "particle_of"]


def particle_of(document: Document, word: Word, entry: VerbCue) -> Word | None:
    """The adverb that belongs to the verb: its dependent, or the next word, or the one after its object."""
    annotation = document.annotation
    for child in annotation.children(word):
        if child.text.lower() in entry.particle and child.id > word.id:
            return child
    near = after(annotation, word)
    if near is not None and near.text.lower() in entry.particle:
        return near
    for noun in annotation.children(word, "obj"):
        for child in annotation.children(noun):
            if child.text.lower() in entry.particle and child.id > noun.id and not annotation.children(child):
                return child
    return None


def has_other_particle(document: Document, word: Word, cues: Cues) -> bool:
    """Whether the next word makes another verb of it ("backed off")."""
    near = after(document.annotation, word)
    if near is None or near.upos not in ("ADP", "ADV"):
        return False
    return any(
        near.text.lower() in entry.particle
        for entry in cues.verbs.get(known_lemma(word.lemma, word.text, cues.verbs), ())
    )


def idiom_object(document: Document, word: Word, entry: VerbCue) -> Word | None:
    """The object that the idiom asks for ("poured cold water on"), in the active or the passive."""
    annotation = document.annotation
    candidates = (
        *patients(annotation, word),
        *annotation.children(word, "obj", "iobj", "xcomp", "nsubj:pass", "discourse"),
    )
    found = next((noun for noun in candidates if noun.lemma.lower() in entry.object and noun.upos != "VERB"), None)
    near = after(annotation, word)
    if found is None and near is not None and near.text.lower() in entry.object:
        return near  # "said no to": parsers know no idioms
    return found
