"""How far a content reaches: from its first word to where something else begins."""

from __future__ import annotations

from diplomacy_nlp import Annotation
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.grammar import marked

__all__ = ["clause_end", "object_end"]

_APART = {"conj", "cc", "parataxis", "discourse", "vocative"}
_OF_OBJECT = {"as", "of", "for", "over", "against"}


def clause_end(annotation: Annotation, predicate: Word, complement: Word) -> int:
    """Id of the last word of a complement clause that follows its predicate.

    Parsers often hang the end of a long clause on the wrong verb. So what follows without a comma belongs to the
    clause, unless it is coordinated with the predicate or set beside it.
    """
    words = annotation.sentence_of(predicate).words
    inside = {w.id for w in annotation.subtree(complement)}
    last = max(inside)
    while last < len(words):
        following = words[last]
        if following.id in inside:
            last += 1
            continue
        if following.upos == "PUNCT" or _is_apart(annotation, following, predicate):
            break
        top = _top_outside(annotation, following, inside)
        if _is_apart(annotation, top, predicate):
            break
        last = max(last + 1, *(w.id for w in annotation.subtree(top) if w.id <= _unbroken(annotation, top, last + 1)))
    return last


def _unbroken(annotation: Annotation, top: Word, start: int) -> int:
    """The last id of the run of words under `top` that begins at `start`."""
    ids = {w.id for w in annotation.subtree(top)}
    at = start
    while at + 1 in ids:
        at += 1
    return at


def _top_outside(annotation: Annotation, word: Word, inside: set[int]) -> Word:
    """The highest word above this one that still stands to the right of the clause."""
    low = max(inside)
    at = word
    for above in annotation.ancestors(word):
        if above.id <= low:
            break
        at = above
    return at


def _is_apart(annotation: Annotation, word: Word, predicate: Word) -> bool:
    if word.relation in _APART:
        above = annotation.parent(word)
        if above is None:
            return True
        if word.relation == "cc":  # it goes with the conjunct
            above = annotation.parent(above) or above
        return not annotation.is_below(above, predicate) or above == predicate
    return False


def object_end(annotation: Annotation, predicate: Word, target: Word) -> int:
    """Id of the last word of an object with what is said of it: "Paris of delay", "it a mistake", "talks to end it"."""
    last = max(w.id for w in annotation.subtree(target))
    for child in annotation.children(predicate, "xcomp", "ccomp", "obl", "advcl", "obj", "acl"):
        ids = [w.id for w in annotation.subtree(child)]
        if min(ids) != last + 1 or child.id < target.id:
            continue
        marker = marked(annotation, child).partition(" ")[0]
        if child.relation in ("xcomp", "ccomp", "obj", "acl") or marker in _OF_OBJECT or marker == "to":
            last = max(ids)
    return last
