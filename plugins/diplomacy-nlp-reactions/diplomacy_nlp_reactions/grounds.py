"""Conditions and reasons: the phrases that state them, from the opening word to their end."""

from __future__ import annotations

from collections.abc import Iterator

from diplomacy_nlp import Span, Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.extent import trimmed
from diplomacy_nlp.toolkit.grammar import is_negated

from .lexicon import Ground, grounds, people

__all__ = ["find_ground", "has_ground"]

_CLAUSES = ("advcl", "obl", "nmod", "acl", "xcomp", "ccomp", "conj", "advmod", "parataxis", "amod", "dep")
_JUDGING = {Stance.CRITICISE, Stance.SUPPORT, Stance.DISMISS}


def has_ground(document: Document, predicate: Word, kind: str) -> bool:
    """Whether a predicate has a condition or a reason beside it."""
    return find_ground(document, predicate, kind, stance=Stance.CRITICISE) is not None


def find_ground(
    document: Document,
    predicate: Word,
    kind: str,
    *,
    stance: Stance,
    target: Word | None = None,
    negated: bool = False,
) -> Span | None:
    """The span of a predicate's condition or reason, opening word included; None where there is none.

    Args:
        kind: "condition" or "reason".
        stance: of the reaction: some words open a reason of praise and blame only.
        target: head of the target's phrase, where parsers often hang what follows it.
        negated: whether the predicate is denied or refused ("will not sign until").
    """
    annotation = document.annotation
    heads = [predicate, *_governing(document, predicate)]
    beside = annotation.children(predicate, "obj")
    heads.extend(beside if target is None or target in beside else (target, *beside))
    for head in heads:
        for child in annotation.children(head, *_CLAUSES):
            ground = _opening(document, child)
            if ground is None or ground.kind != kind or child == target:
                continue
            if (head == target or head in beside) and not _may_hang_on(document, child, head, ground):
                continue
            if _fits(document, child, ground, stance, negated or is_negated(annotation, predicate), head, predicate):
                return _extent(document, head, child)
    return None


def _may_hang_on(document: Document, child: Word, target: Word, ground: Ground) -> bool:
    """Whether what follows a target can belong to the verb: clauses do, phrases after a name do."""
    if child.id < target.id:
        return False
    if child.relation in ("advcl", "acl") or not ground.needs or target.upos in ("PROPN", "PRON"):
        return True
    return document.actor(target) is not None or target.lemma.lower() in people()


def _governing(document: Document, predicate: Word) -> Iterator[Word]:
    """The words above an infinitive and above coordinated predicates: what follows may hang on them."""
    at = predicate
    while at.relation in ("xcomp", "conj") or (at.relation == "acl" and at.feat("VerbForm") == "Inf"):
        above = document.annotation.parent(at)
        if above is None:
            return
        yield above
        at = above


def _opening(document: Document, child: Word) -> Ground | None:
    """The entry of which the words begin a dependent's phrase."""
    span = document.annotation.phrase(child)
    words = " ".join(document.article[Span(span.start, min(span.end, span.start + 60))].lower().split()) + " "
    return next((ground for ground in grounds() if words.startswith(ground.opening + " ")), None)


def _fits(
    document: Document, child: Word, ground: Ground, stance: Stance, negated: bool, head: Word, predicate: Word
) -> bool:
    annotation = document.annotation
    clausal = annotation.child(child, "nsubj", "csubj", "aux", "cop", "expl") is not None
    if ground.form == "clause" and not (clausal or child.upos == "VERB"):
        return False
    if ground.form == "phrase" and annotation.child(child, "nsubj"):
        return False
    if ground.kind == "reason" and ground.form == "phrase" and ground.needs and child.id < predicate.id:
        return False
    if ground.needs == "negation":
        return negated
    if ground.needs == "modal":
        return any(annotation.children(w, "aux", "cop") for w in (child,)) and not _tells_time(document, child)
    if ground.needs == "judgement":
        return stance in _JUDGING
    if ground.needs == "blame":
        return stance in (Stance.CRITICISE, Stance.THREATEN)
    if ground.needs == "accusation":
        return predicate.lemma in ("accuse", "suspect") and stance is Stance.CRITICISE
    return True


def _tells_time(document: Document, child: Word) -> bool:
    auxiliaries = {a.lemma.lower() for a in document.annotation.children(child, "aux", "cop")}
    return not auxiliaries & {"would", "could", "may", "might", "will", "can", "be"} or (
        child.upos == "VERB" and (auxiliaries <= {"be", "have"})
    )


def _extent(document: Document, head: Word, child: Word) -> Span:
    """The phrase of a ground, with what directly follows and the parser hung elsewhere, up to a clause's end."""
    annotation = document.annotation
    span = annotation.phrase(child, without=("conj", "parataxis"))
    words = annotation.sentence_of(child).words
    first = next(w.id for w in words if w.span.start >= span.start)
    last = max(w.id for w in words if w.span.end <= span.end)
    last = _cut(words, first, last)
    if child.id > head.id:
        last = _stretch(document, head, words, last)
    elif child.id < head.id:
        comma = next((w.id for w in words[last : head.id] if w.text == ","), last + 1)
        last = comma - 1  # "Citing fears, ...": all up to the comma, wherever the parser hung it
    if first > 1 and words[first - 2].text.lower() == "only":
        first -= 1
    return trimmed(document.text, Span(words[first - 1].span.start, words[last - 1].span.end))


def _cut(words: tuple[Word, ...], first: int, last: int) -> int:
    """The last word before a comma with a participle, which belongs to the main clause (", suggesting that ...")."""
    for place in range(first + 1, last):
        word, following = words[place - 1], words[place]
        participle = following.upos == "VERB" and following.text.lower().endswith("ing")
        if word.text in (",", "–", "—") and participle:
            return place - 1
        if word.text == ";":
            return place - 1
    return last


def _stretch(document: Document, head: Word, words: tuple[Word, ...], last: int) -> int:
    """Takes in later dependents of the head that follow without a mark between ("due to its concern | about ...")."""
    above = document.annotation.parent(head)
    siblings = [*document.annotation.children(head), *(document.annotation.children(above) if above else ())]
    siblings = [w for w in siblings if w.relation in ("obl", "advcl", "nmod", "obj", "xcomp", "ccomp", "acl")]
    for sibling in sorted(siblings, key=lambda w: w.id):
        branch = document.annotation.subtree(sibling)
        if branch[0].id == last + 1 and branch[0].upos in ("ADP", "SCONJ", "PART", "VERB"):
            end = branch[-1].id
            end = _cut(words, last + 1, end)
            while words[end - 1].upos == "PUNCT" and end > last:
                end -= 1
            last = end
    return last
