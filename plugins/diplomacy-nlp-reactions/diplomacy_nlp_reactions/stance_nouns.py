"""Stance nouns: "voiced support for", "its rejection of", "drew criticism from Paris"."""

from __future__ import annotations

from diplomacy_nlp import Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.grammar import marked

from .candidate import Candidate
from .lexicon import Cues, NounCue, light_verbs, word_class
from .sorts import can_react, is_clausal

__all__ = ["find_stance_noun"]


def find_stance_noun(document: Document, word: Word, cues: Cues) -> Candidate | None:
    """The stance that a noun expresses, where somebody expresses it, meets with it or has it; None elsewhere."""
    entry = cues.nouns.get(word.lemma.lower())
    if entry is None or word.relation in ("compound", "flat"):
        return None
    verb, role = _light_verb(document, word)
    owners, target = _owners(document, word, entry), _target(document, word, entry, verb)
    if verb is not None:
        owners, target = _with_verb(document, verb, role, owners, target)
    elif entry.weak or not _is_stated(word, owners):
        return None
    left_out = target is None and role == "express" and entry.lemma in word_class("doubt")
    if not owners or (target is None and not left_out):
        return None
    return Candidate(
        word=word,
        span=word.span,
        stance=entry.stance,
        event=entry.plover,
        why=f"cue noun with {role} verb" if role else "cue noun",
        confidence=entry.confidence if role else entry.confidence - 0.1,
        predicate=word if verb is None else verb,
        reactors=owners,
        target=target,
        is_clause=target is not None and is_clausal(document.annotation, target),
        left_out=left_out,
        denied=_denied(entry),
        negated=role == "lose",
    )


def _is_stated(noun: Word, owners: tuple[Word, ...]) -> bool:
    """Whether a stance that nobody is said to express is more than taken for granted ("in view of its support")."""
    return noun.relation in ("nsubj", "obj", "root") or any(w.id > noun.id for w in owners)


def _denied(entry: NounCue) -> Stance | None:
    """What a denial amounts to: "no support for" rejects, "no sympathy for" is merely denied."""
    return Stance.REJECT if entry.stance in (Stance.ACCEPT, Stance.SUPPORT) and entry.weak != "yes" else None


def _light_verb(document: Document, noun: Word) -> tuple[Word | None, str]:
    """The verb that puts a noun to use, and what it does with stances; none, and "", for others."""
    annotation = document.annotation
    first = noun
    while first.relation == "conj" and (above := annotation.parent(first)) is not None and above.upos != "VERB":
        first = above
    verb = annotation.parent(first)
    if verb is None or verb.upos != "VERB":
        return None, ""
    if marked(annotation, first) == "with" and verb.lemma.lower() in word_class("greeting"):
        return verb, "greet"
    role = light_verbs().get(verb.lemma.lower(), "")
    if role == "meet":
        return (verb, role) if annotation.child(first, "case") is not None else (None, "")
    is_object = first.relation == "obj" or (first.relation in ("obl", "advmod") and first.id == verb.id + 1)
    return (verb, role) if role and (is_object or first.deprel == "nsubj:pass") else (None, "")


def _with_verb(
    document: Document, verb: Word, role: str, owners: tuple[Word, ...], target: Word | None
) -> tuple[tuple[Word, ...], Word | None]:
    """Whose stance it is and what it is toward, by what the noun's verb does with stances."""
    clause = document.clause(verb)
    if role in ("express", "lose"):
        who = clause.agents
        owners = () if who and all(w.upos == "PRON" for w in owners) else owners  # "reiterated its support"
        target = target or next(iter(clause.role("recipient")), None)  # "gave the draft a welcome"
    elif role == "greet":  # "greeted the request with scepticism"
        who, target = clause.agents, next(iter(clause.role("object") or clause.role("oblique:to")), target)
    else:  # "drew criticism from Paris", "was met with opposition"
        who = clause.role("oblique:from,by,among")
        target = next((w for w in (target, *clause.patients, *clause.subjects) if w is not None and w not in who), None)
        if role == "receive" or target is None:
            target = next(iter(clause.subjects), target)
    return owners or tuple(w for w in who if can_react(document, w)), target


def _owners(document: Document, noun: Word, entry: NounCue) -> tuple[Word, ...]:
    """Whose stance it is: "its", "from Paris", "by Kyiv", "Russian"; "of Paris" gives where "of the plan" would not."""
    annotation = document.annotation
    gives = ("of",) if entry.lemma in word_class("given") else ()
    found = list(document.clause(noun).owners("from", "by", "among", *gives))
    found += [w for w in annotation.children(noun, "amod", "compound") if not found and document.actor(w) is not None]
    return tuple(w for w in found if can_react(document, w) or w.feat("Poss") == "Yes" or document.actor(w) is not None)


def _target(document: Document, noun: Word, entry: NounCue, verb: Word | None) -> Word | None:
    """The phrase that one of the noun's prepositions introduces, also where the parser hung it on the verb."""
    heads = [noun] if verb is None else [noun, verb]
    for preposition in entry.prepositions:
        for child in (w for head in heads for w in document.clause(head).phrases(preposition)):
            gives = preposition == "of" and entry.lemma in word_class("given") and can_react(document, child)
            if child.id > noun.id and not gives:
                return child
    clauses = document.annotation.children(noun, "acl", "ccomp")
    told = "that" in entry.prepositions or entry.weak == "stance"
    return next((w for w in clauses if told and w.id > noun.id), None)
