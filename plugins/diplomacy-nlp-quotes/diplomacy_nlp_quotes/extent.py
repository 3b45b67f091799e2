"""How far a content reaches: from its first word to where something else begins."""

from __future__ import annotations

from collections.abc import Iterable

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import marked

__all__ = ["branch", "clause_end", "is_endless", "object_end", "phrase_span", "runs"]

_LONGEST = 400  # words in a sentence
_LOOSE_ENDS = {"CCONJ", "SCONJ", "ADP", "AUX", "PART", "PUNCT", "ADV"}  # no noun phrase ends in these
_POSSESSIVE = {"'s", "’s", "'", "’"}
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


def is_endless(annotation: Annotation, word: Word) -> bool:
    """Whether a word's sentence is too long to be one: a table, a list, a text without full stops.

    The rules leave such trees alone, since walking them word by word would take time in the square of their size.
    """
    return len(annotation.sentence_of(word).words) > _LONGEST


# --- words as spans -----------------------------------------------------------------------------------------------


def runs(words: Iterable[Word]) -> tuple[Span, ...]:
    """Words of one sentence as spans, one for each unbroken run; punctuation at a run's ends falls away."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.id):
        if found and word.id == found[-1][-1].id + 1:
            found[-1].append(word)
        else:
            found.append([word])
    return tuple(span for run in found if (span := _trimmed(run)) is not None)


def _trimmed(run: list[Word]) -> Span | None:
    kept = [number for number, word in enumerate(run) if word.upos != "PUNCT" or word.text in ("%", "$")]
    if not kept:
        return None
    words = run[kept[0] : kept[-1] + 1]
    return Span(words[0].span.start, max(word.span.end for word in words))


def branch(annotation: Annotation, top: Word, predicate: Word) -> tuple[Span, ...]:
    """The spans of a complement: its subtree, less the predicate's own words where the trees are tangled."""
    words = annotation.subtree(top)
    if top.id > predicate.id:
        words = tuple(w for w in words if w.id > predicate.id)
    return runs(words)


def phrase_span(annotation: Annotation, head: Word, *, stop: Word | None = None) -> Span | None:
    """The whole noun phrase of a head: its subtree as far as it runs unbroken around the head.

    Args:
        stop: a word that the phrase must not reach over (its verb).
    """
    before = [c for c in annotation.children(head, "case", "mark", "cc") if c.id < head.id]
    ids = {w.id for w in annotation.subtree(head)} - {w.id for c in before for w in annotation.subtree(c)}
    if stop is not None and stop.id in ids:
        ids -= _branch_with(annotation, head, stop)
    barrier = 0 if stop is None else stop.id
    words = annotation.sentence_of(head).words
    first = last = head.id
    while first - 1 in ids and first - 1 != barrier:
        first -= 1
    while last + 1 in ids and last + 1 != barrier:
        last += 1
    while last > head.id and words[last - 1].upos in _LOOSE_ENDS and words[last - 1].text.lower() not in _POSSESSIVE:
        last -= 1
    return next(iter(runs(words[first - 1 : last])), None)


def _branch_with(annotation: Annotation, head: Word, word: Word) -> set[int]:
    """Ids of the branch below `head` that holds a word: a noun's relative clause, where the word is its verb."""
    top = word
    for above in annotation.ancestors(word):
        if above.id == head.id:
            break
        top = above
    return {w.id for w in annotation.subtree(top)}
