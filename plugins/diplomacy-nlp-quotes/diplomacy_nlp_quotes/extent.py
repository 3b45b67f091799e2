"""Words as spans: branches of the tree, noun phrases, cues."""

from __future__ import annotations

from collections.abc import Iterable

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import Placed, cover
from diplomacy_nlp.toolkit.clause import clause_of

from .lexicons import listed

__all__ = ["branch", "cue_span", "is_endless", "phrase_span", "placed", "runs"]

_LONGEST = 400  # words in a sentence
_LOOSE_ENDS = {"CCONJ", "SCONJ", "ADP", "AUX", "PART", "PUNCT", "ADV"}  # no noun phrase ends in these
_POSSESSIVE = {"'s", "’s", "'", "’"}


def is_endless(annotation: Annotation, word: Word) -> bool:
    """Whether a word's sentence is too long to be one: a table, a list, a text without full stops.

    The rules leave such trees alone, since walking them word by word would take time in the square of their size.
    """
    return len(annotation.sentence_of(word).words) > _LONGEST


def placed(spans: Iterable[Span]) -> Placed[Span]:
    """Spans, to ask which of them stand at a place."""
    return Placed(sorted(spans), lambda span: span)


def runs(words: Iterable[Word]) -> tuple[Span, ...]:
    """Words of one sentence as spans, one for each unbroken run; punctuation at a run's ends falls away."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.id):
        if found and word.id == found[-1][-1].id + 1:
            found[-1].append(word)
        else:
            found.append([word])
    trimmed = (cover(word.span for word in run if word.upos != "PUNCT" or word.text in ("%", "$")) for run in found)
    return tuple(span for span in trimmed if span is not None)


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
    barrier = 0 if stop is None else stop.id
    ids = _phrase_words(annotation, head, barrier)
    words = annotation.sentence_of(head).words
    first = last = head.id
    while first - 1 in ids and first - 1 != barrier:
        first -= 1
    while last + 1 in ids and last + 1 != barrier:
        last += 1
    while last > head.id and words[last - 1].upos in _LOOSE_ENDS and words[last - 1].text.lower() not in _POSSESSIVE:
        last -= 1
    return next(iter(runs(words[first - 1 : last])), None)


def _phrase_words(annotation: Annotation, head: Word, verb: int) -> set[int]:
    """Ids of a noun phrase's words, without what introduces it and a relative clause that holds the verb."""
    if verb == head.id:
        return set()
    found = {head.id}
    for child in annotation.children(head):
        below = {word.id for word in annotation.subtree(child)}
        introduces = child.relation in ("case", "mark", "cc") and child.id < head.id
        if not introduces and verb not in below:
            found |= below
    return found


# --- cues: a verb with its auxiliaries and particle, an adjective with its copula ------------------------------


def cue_span(annotation: Annotation, predicate: Word) -> Span:
    """The cue that a verb or adjective makes: "has openly questioned", "did not say", "pointed out"."""
    words, at = annotation.sentence_of(predicate).words, predicate.id
    while at > 1 and _belongs(words[at - 2], predicate, at - 1):  # what stands unbroken before it
        at -= 1
    return Span(words[at - 1].span.start, clause_of(annotation, predicate).verb_group().end)


def _belongs(word: Word, predicate: Word, place: int) -> bool:
    own = word.head == predicate.id or (word.relation == "advmod" and word.head == place + 1)
    if not own:
        return False
    if word.relation in ("aux", "cop"):
        return True
    if word.relation == "mark":
        return word.text.lower() == "to"
    return word.relation == "advmod" and not listed("not_of_cue", word.lemma)
