"""Stance nouns: "voiced support for", "its rejection of", "drew criticism from Paris"."""

from __future__ import annotations

from collections.abc import Iterator

from diplomacy_nlp import Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.grammar import is_passive, marked, patients, subjects

from .candidate import Candidate
from .lexicon import Cues, NounCue, engagement_verbs, light_verbs, word_class
from .words import can_react, is_clausal

__all__ = ["find_noun_cue"]

_GREETING = {"greet", "receive", "treat", "view", "regard"}
_REACTING = {"react", "respond", "reply"}
_GIVERS = {"support", "backing", "endorsement", "approval", "blessing", "consent", "assent"}


def find_noun_cue(document: Document, word: Word, cues: Cues) -> Candidate | None:
    """The stance that a noun expresses, where somebody expresses it, meets with it or has it; None elsewhere."""
    entry = cues.nouns.get(word.lemma.lower())
    if entry is None or word.upos not in ("NOUN", "PROPN") or word.relation in ("compound", "flat"):
        return None
    verb, role = _governing_verb(document, word)
    if _has_it(document, word):
        verb, role = word, "express"
    owners, target = _parts(document, word, entry, verb, role)
    if not (role and verb is not None) and not _stands_alone(document, word, entry, owners):
        return None
    left_out = target is None and role == "express" and entry.lemma in word_class("doubt")
    reacts = _reacts(verb, role)
    if not owners or not (left_out or reacts or (target is not None and _may_be_target(document, entry, target))):
        return None
    return Candidate(
        word=word,
        span=word.span,
        stance=entry.stance,
        event=entry.plover,
        why=f"cue noun with {role} verb" if role else "cue noun",
        confidence=entry.confidence if role else entry.confidence - 0.1,
        predicate=verb if verb is not None and role else word,
        reactors=owners,
        target=target,
        is_clause=target is not None and is_clausal(document.annotation, target),
        left_out=left_out,
        denied=_denied(entry),
        negated=role == "lose",
    )


def _denied(entry: NounCue) -> Stance | None:
    """What a denial amounts to: "no support for" rejects, "no sympathy for" is merely denied."""
    return Stance.REJECT if entry.stance in (Stance.ACCEPT, Stance.SUPPORT) and entry.weak != "yes" else None


def _parts(
    document: Document, word: Word, entry: NounCue, verb: Word | None, role: str
) -> tuple[tuple[Word, ...], Word | None]:
    """Whose stance it is and what it is toward, by what the noun's verb does with stances."""
    owners = _owners(document, word, entry)
    target = _target(document, word, entry, verb, role)
    if verb is None:
        return owners, target
    clause = document.clause(verb)
    if role in ("express", "lose"):
        owners = owners or tuple(w for w in clause.subjects if can_react(document, w))
        if clause.is_passive:
            owners = owners or _passive_agents(document, verb)
    elif role == "meet" and (greeted := _greeted(document, verb)) is not None:
        return owners or tuple(w for w in clause.agents if can_react(document, w)), greeted
    elif role in ("receive", "meet"):
        owners = owners or _from_verb(document, word, verb)
        if target is None or any(target == w for w in owners):
            target = _met(document, verb, role)
    return owners, target


def _reacts(verb: Word | None, role: str) -> bool:
    """As in "reacted with fury": the verb itself says that there is something to react to."""
    return role == "express" and verb is not None and verb.lemma.lower() in _REACTING


def _has_it(document: Document, word: Word) -> bool:
    """As in "has strong reservations", with "has" taken for an auxiliary."""
    auxiliaries = document.annotation.children(word, "aux")
    return any(a.lemma == "have" for a in auxiliaries) and document.annotation.child(word, "nsubj") is not None


def _may_be_target(document: Document, entry: NounCue, target: Word) -> bool:
    return entry.weak != "stance" or _engages(document, target)


def _governing_verb(document: Document, noun: Word) -> tuple[Word | None, str]:
    """The verb that a noun depends on, and what that verb does with stances; "" for nothing special."""
    annotation = document.annotation
    first = noun
    while first.relation == "conj" and (above := annotation.parent(first)) is not None and above.upos != "VERB":
        first = above
    verb = annotation.parent(first)
    if verb is None or verb.upos != "VERB":
        return None, ""
    role = light_verbs().get(verb.lemma.lower(), "")
    if role == "meet":
        return verb, "meet" if annotation.child(first, "case") is not None else ""
    if verb.lemma.lower() in _REACTING and marked(annotation, first) == "with":
        return verb, "express"
    if verb.lemma.lower() in _GREETING and marked(annotation, first) == "with":
        return verb, "meet"
    # parsers call a bare noun after its verb an adverbial now and then
    is_object = first.relation == "obj" or (first.relation in ("obl", "advmod") and first.id == verb.id + 1)
    if is_object or first.deprel == "nsubj:pass":
        return verb, role
    return verb, ""


def _owners(document: Document, noun: Word, entry: NounCue) -> tuple[Word, ...]:
    """Whose stance it is: "its", "from Paris", "by Kyiv", "Russian"."""
    annotation = document.annotation
    found = list(annotation.children(noun, "nmod:poss"))
    for preposition in ("from", "by", "among", "of"):
        if found or (preposition == "of" and entry.lemma not in _GIVERS):
            break
        found.extend(document.clause(noun).phrases(preposition))
    if not found:
        found.extend(w for w in annotation.children(noun, "amod", "compound") if document.actor(w) is not None)
    listed = (c for word in found for c in (word, *annotation.children(word, "conj")))
    return tuple(
        w for w in listed if can_react(document, w) or w.feat("Poss") == "Yes" or document.actor(w) is not None
    )


def _from_verb(document: Document, noun: Word, verb: Word) -> tuple[Word, ...]:
    """The phrases with "from" or "by" that the parser hung on the verb ("drew criticism | from Paris")."""
    among = ("from", "by", "among", "with") if verb.lemma.lower() in ("find", "strike") else ("from", "by", "among")
    found = (w for p in among for w in document.clause(verb).phrases(p))
    return tuple(c for w in found if w.id > noun.id for c in (w, *document.annotation.children(w, "conj")))


def _passive_agents(document: Document, verb: Word) -> tuple[Word, ...]:
    return tuple(w for w in document.clause(verb).phrases("by") if can_react(document, w))


def _target(document: Document, noun: Word, entry: NounCue, verb: Word | None, role: str) -> Word | None:
    """The phrase that one of the noun's prepositions introduces, also where the parser hung it on the verb."""
    annotation = document.annotation
    heads = [noun] if verb is None or not role else [noun, verb]
    led = next((w for head in heads for w in _led(document, noun, entry, head)), None)
    if led is not None:
        return led
    if verb is not None and _reacts(verb, role):
        return next(iter(document.clause(verb).phrases("to")), None)
    relative = _relative_target(document, entry, verb) if verb is not None and role == "express" else None
    if relative is not None:
        return relative
    if verb is not None and role == "express" and verb.lemma.lower() in ("give", "offer", "afford", "deny"):
        given = annotation.child(verb, "iobj")  # "gave the draft a guarded welcome"
        if given is not None:
            return given
    for child in annotation.children(noun, "acl", "ccomp"):
        if child.id > noun.id and ("that" in entry.prepositions or entry.weak == "stance"):
            return child
    return None


def _led(document: Document, noun: Word, entry: NounCue, head: Word) -> Iterator[Word]:
    """The phrases that one of a noun's prepositions introduces, of those that hang on a word."""
    for preposition in entry.prepositions:
        for child in document.clause(head).phrases(preposition):
            gives = preposition == "of" and entry.lemma in _GIVERS and can_react(document, child)
            if child.id > noun.id and not gives:
                yield child


def _greeted(document: Document, verb: Word) -> Word | None:
    """What somebody greets with a stance ("a request that Oslo greeted with scepticism"); None after "meet with"."""
    if verb.lemma.lower() not in _GREETING:
        return None
    return next(iter(patients(document.annotation, verb)), None)


def _relative_target(document: Document, entry: NounCue, verb: Word) -> Word | None:
    """As in "an offer for which Paris voiced support": the noun that the relative clause belongs to."""
    annotation = document.annotation
    noun = annotation.parent(verb)
    if verb.relation != "acl" or noun is None:
        return None
    pronouns = (w for w in annotation.children(verb, "obl") if w.lemma.lower() in ("which", "whom"))
    return noun if any(marked(annotation, w) in entry.prepositions for w in pronouns) else None


def _met(document: Document, verb: Word, role: str) -> Word | None:
    """What draws or meets with a stance: the verb's subject, or a passive's."""
    annotation = document.annotation
    found = (
        patients(annotation, verb) if role == "meet" and is_passive(annotation, verb) else subjects(annotation, verb)
    )
    return found[0] if found else None


def _stands_alone(document: Document, noun: Word, entry: NounCue, owners: tuple[Word, ...]) -> bool:
    """Whether a stance that nobody is said to express counts: as subject or object, or with "from Paris".

    In other places ("in view of its support for") the text takes it for granted in passing.
    """
    if entry.weak or not owners:
        return False
    if any(w.id > noun.id for w in owners):
        return True
    return noun.relation in ("nsubj", "obj", "root")


def _engages(document: Document, target: Word) -> bool:
    """Whether readiness is for something diplomatic: a noun phrase, or a verb of engagement."""
    return target.upos != "VERB" or target.lemma.lower() in engagement_verbs()
