"""Which argument of a verb is its target: the places that `verbs.tsv` names, looked up in the parse."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.grammar import agents, is_passive, marked, patients, subjects
from diplomacy_nlp.toolkit.words import listed

from .idioms import idiom_object, particle_of
from .lexicon import VerbCue
from .words import is_clausal, preposition_left

__all__ = ["Target", "arguments"]


@frozen
class Target:
    """An argument of a verb: the head of a phrase or clause; no word where the sense needs no target.

    Args:
        word: the head.
        is_clause: it heads a clause.
        left_out: the clause leaves the target out, and only what the text spoke of before can be it ("Zambia refused").
    """

    word: Word | None
    is_clause: bool = False
    left_out: bool = False


def arguments(document: Document, word: Word, place: str, entry: VerbCue) -> Iterator[Target]:
    """What a verb has in a place, as `verbs.tsv` names it ("obj", "obl:with", "left"), perhaps of one lemma alone."""
    annotation = document.annotation
    kind, _, detail = place.partition(":")
    if kind == "none":
        yield Target(None)
    elif kind == "left" and document.proposals and _leaves_out(document, word, entry):
        yield Target(None, left_out=True)
    elif kind == "obj":
        yield from _objects(document, word, detail, entry)
    elif kind == "iobj":
        yield from (Target(noun) for noun in annotation.children(word, "iobj"))
        yield from (Target(noun) for noun in annotation.children(word, "obj") if noun.lemma not in entry.object)
    elif kind == "obl":
        yield from _obliques(document, word, detail, entry)
    elif kind == "subj":
        yield from (Target(noun) for noun in agents(annotation, word))
    elif kind == "ccomp":
        clauses = annotation.children(word, "ccomp")
        yield from (Target(c, is_clause=True) for c in clauses if is_clausal(annotation, c) and c.id > word.id)
    elif kind == "xcomp":
        clauses = annotation.children(word, "xcomp", "advcl")
        yield from (Target(c, is_clause=True) for c in clauses if _is_infinitive(document, word, c, detail))


_COMPLEMENTS = ("obj", "iobj", "ccomp", "xcomp", "csubj")
_ABOUT = {"to", "on", "with", "about", "of", "against", "for", "over", "upon", "at", "from", "by"}


def _leaves_out(document: Document, word: Word, entry: VerbCue) -> bool:
    """Whether nothing beside an active finite verb says what its subject agrees to or refuses."""
    annotation = document.annotation
    if word.feat("VerbForm") == "Ger" or is_passive(annotation, word) or word.relation in ("amod", "acl", "compound"):
        return False
    if any(c.lemma.lower() not in entry.object for c in annotation.children(word, *_COMPLEMENTS)):
        return False
    obliques = (c for c in annotation.children(word, "obl") if not listed("time", c.lemma))
    obliques = (c for c in obliques if c.upos != "ADV")  # "at once"
    return not any(set(marked(annotation, c).split()) & _ABOUT and c.id > word.id for c in obliques)


def _is_infinitive(document: Document, word: Word, clause: Word, lemma: str) -> bool:
    """Whether a dependent is the verb's infinitive or gerund, of one verb only where a lemma is given."""
    if clause.id < word.id or clause.upos not in ("VERB", "NOUN", "ADJ") or lemma not in ("", clause.lemma.lower()):
        return False
    if clause.relation == "xcomp" and clause.text.lower().endswith("ing"):
        return True
    to = document.annotation.child(clause, "mark")
    return to is not None and to.text.lower() == "to"


def _objects(document: Document, word: Word, detail: str, entry: VerbCue) -> Iterator[Target]:
    annotation = document.annotation
    found = _plain_objects(document, word, entry) or _shared_object(document, word) or _lost_object(document, word)
    own_subjects = set() if is_passive(annotation, word) else {w.id for w in subjects(annotation, word)}
    for noun in found:
        if noun.id in own_subjects and noun.id < word.id and noun.relation == "nsubj":
            continue
        if detail and noun.lemma.lower() != detail:
            continue
        yield Target(noun, is_clause=noun.upos == "VERB" and is_clausal(annotation, noun))


def _plain_objects(document: Document, word: Word, entry: VerbCue) -> tuple[Word, ...]:
    """The verb's objects; with a particle also the phrase that the parser took it to introduce ("brushed off | it")."""
    annotation = document.annotation
    found = patients(annotation, word)
    if not is_passive(annotation, word) and any(w.id > word.id for w in found):
        found = tuple(w for w in found if w.id > word.id)
    elif not is_passive(annotation, word):
        # an object before its verb belongs to a clause that stands before ("Citing fears, Jordan opposed")
        opening = annotation.child(word, "advcl")
        found = tuple(w for w in found if w.relation != "obj" or opening is None or not opening.id < w.id < word.id)
    if found:
        return found
    if entry.particle:
        for child in annotation.children(word, "obl", "advmod"):
            if marked(annotation, child) in entry.particle:
                return (child,)
    return _mistaken_objects(document, word)


def _mistaken_objects(document: Document, word: Word) -> tuple[Word, ...]:
    """Objects that the parser took for something else.

    Namely a bare clause with "the", a single indirect object, or a phrase without a preposition that is no time
    ("denounced as a crime | the raid").
    """
    annotation = document.annotation
    if is_passive(annotation, word):
        return ()
    nominal = [c for c in annotation.children(word, "xcomp", "ccomp") if annotation.child(c, "det")]
    clausal = annotation.children(word, "xcomp", "ccomp")
    nominal += annotation.children(word, "iobj") if not clausal else ()
    for child in annotation.children(word, "obl", "advcl") if not nominal else ():
        if marked(annotation, child) == "as":  # "rejected as baseless | a suggestion"
            nominal = [c for c in annotation.children(child, "appos", "obj", "nmod") if annotation.child(c, "det")]
    if not nominal:
        obliques = (c for c in annotation.children(word, "obl") if not marked(annotation, c) and c.upos == "NOUN")
        nominal = [c for c in obliques if c.deprel == "obl" and not listed("time", c.lemma)]
    return tuple(c for c in nominal if c.id > word.id)


def _lost_object(document: Document, word: Word) -> tuple[Word, ...]:
    """The object that the parser gave to the main clause ("Denying the charge, Minsk summoned the envoy")."""
    above = document.annotation.parent(word)
    if above is None or word.relation != "advcl" or word.id > above.id:
        return ()
    return tuple(w for w in document.annotation.children(above, "obj") if word.id < w.id < above.id)


def _shared_object(document: Document, word: Word) -> tuple[Word, ...]:
    """The object of a coordinated verb that serves both ("welcomed and endorsed the plan")."""
    annotation = document.annotation
    for other in annotation.children(word, "conj"):
        if other.upos == "VERB" and other.id - word.id <= 4 and not annotation.children(other, "nsubj"):
            return annotation.children(other, "obj")
    return ()


def _obliques(document: Document, word: Word, preposition: str, entry: VerbCue) -> Iterator[Target]:
    annotation = document.annotation
    heads = [word]
    if entry.object and (noun := idiom_object(document, word, entry)) is not None:
        heads.append(noun)
    if entry.particle and (particle := particle_of(document, word, entry)) is not None:
        heads.append(particle)
    if entry.object:  # "left the door open to talks"
        heads.extend(c for c in annotation.children(word, "xcomp") if c.upos == "ADJ")
    for head in heads:
        for child in document.clause(head).phrases(preposition):
            yield Target(child, is_clause=is_clausal(annotation, child))
    if preposition_left(annotation, word, preposition):
        if is_passive(annotation, word):
            yield from (Target(noun) for noun in subjects(annotation, word))
        elif word.relation == "acl" and (above := annotation.parent(word)) is not None:
            yield Target(above)
