"""What verbs say of a noun: those that have it as their object or subject, near and within its phrase."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from diplomacy_nlp import Annotation
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.grammar import agents, is_passive, marked, patients, subjects

from .lexicons import PlanVerb, plan_phrases, plan_verbs
from .phrases import after, particles

__all__ = ["Predication", "agents_by", "conjuncts", "is_participle", "predications"]

_OBJECT_PREPOSITIONS = ("", "to", "on", "upon", "with", "over", "for", "against", "about")  # "responded to the offer"
_TAGS = ("NOUN", "ADJ", "PROPN")


@frozen(kw_only=True)
class Predication:
    """A verb that has the noun as an object (also of a passive) or as a subject.

    Args:
        verb: the verb.
        entries: what `lexicons/plan_verbs.tsv` says of it.
        as_object: the noun is what it is done to; otherwise it does it.
        inside: the verb is part of the noun phrase ("a plan drafted by", "a plan that includes").
    """

    verb: Word
    entries: tuple[PlanVerb, ...]
    as_object: bool
    inside: bool = False

    def has(self, *roles: str) -> bool:
        """Whether the verb has one of these roles."""
        return any(entry.role in roles for entry in self.entries)


def predications(annotation: Annotation, noun: Word) -> Iterator[Predication]:
    """The verbs that have the noun as their object or subject, with those coordinated with them."""
    seen: set[int] = set()
    for verb, as_object, inside in (*_participle_after(annotation, noun), *_predicates(annotation, noun)):
        if verb.id in seen:
            continue
        seen.add(verb.id)
        yield Predication(verb=verb, entries=_entries(annotation, verb), as_object=as_object, inside=inside)


def _entries(annotation: Annotation, verb: Word) -> tuple[PlanVerb, ...]:
    for particle in particles(annotation, verb):
        entries = plan_verbs(verb.lemma, verb.text, particle=particle)
        if entries and particle:
            return entries
    following = " ".join(w.text.lower() for w in after(annotation, verb)[:5])
    return plan_phrases(verb.lemma, verb.text, following=following) or plan_verbs(verb.lemma, verb.text)


def _predicates(annotation: Annotation, noun: Word) -> Iterator[tuple[Word, bool, bool]]:
    first = noun
    while first.relation == "conj" and (above := annotation.parent(first)) is not None and above.upos in _TAGS:
        first = above
    governor = annotation.parent(first)
    if governor is not None and governor.upos in ("VERB", "ADJ", "AUX", "NOUN"):
        yield from _of_governor(annotation, first, governor)
    for clause in annotation.children(noun, "acl", "xcomp"):
        yield from _within(annotation, noun, clause)


def _of_governor(annotation: Annotation, noun: Word, governor: Word) -> Iterator[tuple[Word, bool, bool]]:
    above = annotation.parent(governor)
    if (
        noun.relation == "nmod"
        and governor.relation == "obj"
        and marked(annotation, noun) == "with"
        and above is not None
    ):
        yield above, True, False  # "presented both with a roadmap"
    oblique = noun.relation == "obl" and governor.upos == "VERB" and marked(annotation, noun) in _OBJECT_PREPOSITIONS
    if noun.relation in ("obj", "iobj") or oblique:
        yield governor, True, False
        for verb in annotation.children(governor, "xcomp", "advcl", "acl"):
            # "discussed a plan put forward by Oslo": the participle may hang on the verb
            if verb.id > noun.id and is_participle(annotation, verb) and _near(annotation, noun, verb):
                yield verb, True, True
    elif noun.relation == "nsubj":
        for verb in (governor, *_same_subject(annotation, governor)):
            yield verb, is_passive(annotation, verb), False
        # "an offer is to be ignored"
        for verb in annotation.children(governor, "xcomp"):
            yield verb, is_passive(annotation, verb), False


def _same_subject(annotation: Annotation, verb: Word) -> tuple[Word, ...]:
    """Verbs coordinated with a verb; after "a plan drafted by Oslo" also the main verb that a parser hung on it."""
    finite = annotation.children(verb, "advcl", "ccomp") if is_participle(annotation, verb) else ()
    finite = tuple(c for c in finite if c.feat("VerbForm") == "Fin" and not annotation.child(c, "mark"))
    return tuple(
        c
        for c in (*annotation.children(verb, "conj"), *finite)
        if c.upos == "VERB" and not annotation.child(c, "nsubj", "csubj")
    )


def _within(annotation: Annotation, noun: Word, clause: Word) -> Iterator[tuple[Word, bool, bool]]:
    for verb in (clause, *_same_subject(annotation, clause)):
        if verb.upos not in ("VERB", "ADJ") or marked(annotation, verb) == "to":
            continue
        if _has_displaced_subject(annotation, verb):
            yield verb, is_passive(annotation, verb), False
            continue
        if noun in patients(annotation, verb):
            yield verb, True, True
        elif noun in subjects(annotation, verb):
            yield verb, False, True


def _near(annotation: Annotation, noun: Word, verb: Word) -> bool:
    return all(w.upos in ("ADV", "PUNCT") for w in annotation.sentence_of(noun).words[noun.id : verb.id - 1])


def _participle_after(annotation: Annotation, noun: Word) -> Iterator[tuple[Word, bool, bool]]:
    """As in "a plan drafted by Oslo would" and "an accord, never finalised, would": a participle right after it."""
    for verb in after(annotation, noun)[:4]:
        if verb.upos in ("ADV", "PUNCT"):
            continue
        if not is_participle(annotation, verb) or annotation.child(verb, "aux"):
            return
        by = any(w.text.lower() == "by" for w in after(annotation, verb)[:3]) and bool(agents_by(annotation, verb))
        if by or annotation.child(verb, "nsubj") is None:
            yield verb, True, True
            for other in annotation.children(verb, "conj"):
                if other.feat("Tense") == "Past" and not annotation.children(other, "aux", "nsubj"):
                    yield other, True, True
        return


def agents_by(annotation: Annotation, verb: Word) -> tuple[Word, ...]:
    """Heads of the "by" phrase of a participle, whether or not the parser saw that it is passive."""
    if is_passive(annotation, verb):
        return agents(annotation, verb)
    by = [w for w in annotation.children(verb, "obl", "nmod") if marked(annotation, w) == "by"]
    return tuple(c for w in by for c in (w, *conjuncts(annotation, w)))


def conjuncts(annotation: Annotation, word: Word) -> tuple[Word, ...]:
    """The nouns and pronouns that are coordinated with a word."""
    return tuple(c for c in annotation.children(word, "conj") if c.upos in ("PROPN", "NOUN", "PRON"))


def _has_displaced_subject(annotation: Annotation, verb: Word) -> bool:
    """As in "a proposal for a joint body was accepted": a subject has no preposition; the noun before it is."""
    subject = annotation.child(verb, "nsubj")
    return subject is not None and any(c.upos == "ADP" for c in annotation.children(subject, "case"))


def is_participle(annotation: Annotation, verb: Word) -> bool:
    """Whether a verb is a past participle, as far as its form tells."""
    past = verb.feat("VerbForm") == "Part" or verb.text.lower() in ("put", "set", "cut")
    return verb.upos == "VERB" and past and not verb.text.lower().endswith("ing")
