"""What verbs say of a noun: those that have it as their object or subject, near and within its phrase."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import Clause, coordinated
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.order import after, particles

from .lexicons import PlanVerb, plan_phrases, plan_verbs

__all__ = ["Predication", "agents_by", "is_participle", "predications"]

_OBJECT_PREPOSITIONS = ("", "to", "on", "upon", "with", "over", "for", "against", "about")  # "responded to the offer"
_NOMINAL = ("NOUN", "ADJ", "PROPN")


@frozen(kw_only=True)
class Predication:
    """A verb that has a noun as an object (also of a passive) or as a subject.

    Args:
        clause: the verb's.
        entries: what `lexicons/plan_verbs.tsv` says of the verb.
        as_object: the noun is what it is done to; otherwise it does it.
        inside: the verb is part of the noun phrase ("a plan drafted by", "a plan that includes").
    """

    clause: Clause
    entries: tuple[PlanVerb, ...]
    as_object: bool
    inside: bool = False

    @property
    def verb(self) -> Word:
        """The verb."""
        return self.clause.head

    def has(self, *roles: str) -> bool:
        """Whether the verb has one of these roles."""
        return any(entry.role in roles for entry in self.entries)


def predications(document: Document, noun: Word) -> tuple[Predication, ...]:
    """The verbs that have the noun as their object or subject, with those coordinated with them, each once."""
    found: dict[Word, Predication] = {}
    for clause, as_object, inside in _around(document, document.clause(noun)):
        if clause.head not in found:
            found[clause.head] = Predication(
                clause=clause, entries=_entries(clause), as_object=as_object, inside=inside
            )
    return tuple(found.values())


_Found = Iterator[tuple[Clause, bool, bool]]  # a verb's clause, whether the noun is its object, whether it is inside


def _entries(clause: Clause) -> tuple[PlanVerb, ...]:
    verb = clause.head
    for particle in particles(clause.annotation, verb):
        if particle and (entries := plan_verbs(verb.lemma, verb.text, particle=particle)):
            return entries
    following = " ".join(w.text.lower() for w in after(clause.annotation, verb)[:5])
    return plan_phrases(verb.lemma, verb.text, following=following) or plan_verbs(verb.lemma, verb.text)


def _around(document: Document, noun: Clause) -> _Found:
    """Verbs above the noun, and those of clauses that modify it."""
    first = noun
    while first.head.relation == "conj" and (above := first.above) is not None and above.head.upos in _NOMINAL:
        first = above
    if (governor := first.above) is not None and governor.head.upos in ("VERB", "ADJ", "AUX", "NOUN"):
        yield from _of_governor(document, first, governor)
    for word in document.annotation.children(noun.head, "acl", "xcomp"):
        yield from _within(document, noun.head, document.clause(word))


def _of_governor(document: Document, noun: Clause, governor: Clause) -> _Found:
    annotation, relation, above = document.annotation, noun.head.relation, governor.above
    if relation == "nmod" and governor.head.relation == "obj" and noun.marker == "with" and above is not None:
        yield above, True, False  # "presented both with a roadmap"
    oblique = relation == "obl" and governor.head.upos == "VERB" and noun.marker in _OBJECT_PREPOSITIONS
    if relation in ("obj", "iobj") or oblique:
        yield governor, True, False
        for verb in annotation.children(governor.head, "xcomp", "advcl", "acl"):
            # "discussed a plan put forward by Oslo": the participle may hang on the verb
            between = annotation.sentence_of(verb).words[noun.head.id : verb.id - 1]
            near = verb.id > noun.head.id and all(w.upos in ("ADV", "PUNCT") for w in between)
            if near and is_participle(verb):
                yield document.clause(verb), True, True
    elif relation == "nsubj":
        infinitives = annotation.children(governor.head, "xcomp")  # "an offer is to be ignored"
        for verb in (governor.head, *_same_subject(document, governor.head), *infinitives):
            clause = document.clause(verb)
            yield clause, clause.is_passive, False


def _same_subject(document: Document, verb: Word) -> tuple[Word, ...]:
    """Verbs coordinated with a verb; after "a plan drafted by Oslo" also the main verb that a parser hung on it."""
    annotation = document.annotation
    finite = annotation.children(verb, "advcl", "ccomp") if is_participle(verb) else ()
    hung = [w for w in finite if w.feat("VerbForm") == "Fin" and not annotation.child(w, "mark")]
    joined = (*annotation.children(verb, "conj"), *hung)
    return tuple(w for w in joined if w.upos == "VERB" and not annotation.child(w, "nsubj", "csubj"))


def _within(document: Document, noun: Word, first: Clause) -> _Found:
    """Verbs of a clause that modifies the noun."""
    for verb in (first.head, *_same_subject(document, first.head)):
        clause = document.clause(verb)
        if verb.upos not in ("VERB", "ADJ") or clause.marker == "to":
            continue
        subject = document.annotation.child(verb, "nsubj")
        if subject is not None and any(c.upos == "ADP" for c in document.annotation.children(subject, "case")):
            # "a proposal for a joint body was accepted": a subject has no preposition; the noun before it is
            yield clause, clause.is_passive, False
        elif noun in clause.patients:
            yield clause, True, True
        elif noun in clause.subjects:
            yield clause, False, True


def agents_by(clause: Clause) -> tuple[Word, ...]:
    """Heads of the "by" phrase of a participle, whether or not the parser saw that it is passive."""
    by = (c for w in clause.phrases("by") for c in coordinated(clause.annotation, w))
    return clause.agents if clause.is_passive else tuple(by)


def is_participle(verb: Word) -> bool:
    """Whether a verb is a past participle, as far as its form tells."""
    past = verb.feat("VerbForm") == "Part" or verb.text.lower() in ("put", "set", "cut")
    return verb.upos == "VERB" and past and not verb.text.lower().endswith("ing")
