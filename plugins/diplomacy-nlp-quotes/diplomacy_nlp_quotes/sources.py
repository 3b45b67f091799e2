"""Who says it: the words that name the source of a cue, and whom it is said to."""

from __future__ import annotations

from collections.abc import Iterable

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import cover, trim
from diplomacy_nlp.toolkit.grammar import agents, coordinated, is_passive, marked, subjects

from .candidates import Source
from .lexicons import nouns
from .reading import Reading

__all__ = ["addressees_of", "owner_of", "phrase_span", "source_of"]

_ADDRESSED = {"tell", "ask", "remind", "inform", "assure", "advise", "warn", "notify", "promise", "urge", "reassure"}
_ADDRESSED |= {"convince", "persuade", "instruct", "brief", "alert", "caution", "show"}
_LOOSE_ENDS = {"CCONJ", "SCONJ", "ADP", "AUX", "PART", "PUNCT", "ADV"}  # no noun phrase ends in these
_POSSESSIVE = {"'s", "’s", "'", "’"}
_EMPTY_SUBJECTS = {"it", "there"}


def phrase_span(reading: Reading, head: Word, *, stop: Word | None = None) -> Span | None:
    """The whole noun phrase of a head: its subtree as far as it runs unbroken around the head.

    Args:
        stop: a word that the phrase must not reach over (its verb).
    """
    annotation = reading.annotation
    skip = {
        w.id for c in annotation.children(head, "case", "mark", "cc") if c.id < head.id for w in _under(annotation, c)
    }
    ids = {w.id for w in annotation.subtree(head)} - skip
    if stop is not None and stop.id in ids:
        ids -= _branch_with(annotation, head, stop)
    words = annotation.sentence_of(head).words
    first = last = head.id
    while first - 1 in ids and not (stop is not None and first - 1 == stop.id):
        first -= 1
    while last + 1 in ids and not (stop is not None and last + 1 == stop.id):
        last += 1
    while last > head.id and words[last - 1].upos in _LOOSE_ENDS and words[last - 1].text.lower() not in _POSSESSIVE:
        last -= 1
    spans = reading.runs(words[first - 1 : last])
    return spans[0] if spans else None


def _branch_with(annotation: Annotation, head: Word, word: Word) -> set[int]:
    """Ids of the branch below `head` that holds a word: a noun's relative clause, where the word is its verb."""
    top = word
    for above in annotation.ancestors(word):
        if above.id == head.id:
            break
        top = above
    return {w.id for w in annotation.subtree(top)}


def _under(annotation: Annotation, word: Word) -> tuple[Word, ...]:
    return annotation.subtree(word)


def source_of(reading: Reading, predicate: Word) -> Source:
    """The source of a predicate: its subject, a passive's agent, or the subject understood; looked up once."""
    number = reading.number_of(predicate)
    found = reading.sources.get(number)
    if found is None:
        found = reading.sources[number] = _looked_up(reading, predicate)
    return found


def _looked_up(reading: Reading, predicate: Word) -> Source:
    annotation = reading.annotation
    if reading.is_endless(predicate):
        return Source()
    if is_passive(annotation, predicate):
        by = [w for w in annotation.children(predicate, "obl", "nmod") if marked(annotation, w) == "by"]
        if not by:
            return Source()
        return Source(span=phrase_span(reading, by[0], stop=predicate), heads=coordinated(annotation, by[0]))
    own = [w for w in annotation.children(predicate, "nsubj") if w.upos != "PUNCT"]
    heads = subjects(annotation, predicate)
    if own:
        spans = [phrase_span(reading, w, stop=predicate) for w in _side_by_side(own)]
        return _resolved(reading, cover(s for s in spans if s), own[-1], heads)
    heads = heads or agents(annotation, predicate)
    if not heads:
        return Source()
    return _resolved(reading, phrase_span(reading, heads[0], stop=predicate), heads[0], heads)


def _side_by_side(own: list[Word]) -> list[Word]:
    """The subjects that count where a parser gives several: the last, with a title before it ("Minister" "Lavrov")."""
    if len(own) > 1 and own[-1].id - own[-2].id <= 3 and own[-2].upos in ("NOUN", "PROPN"):
        return own[-2:]
    return own[-1:]


def _resolved(reading: Reading, span: Span | None, head: Word, heads: tuple[Word, ...]) -> Source:
    """The source where the subject is a person, or the owner of the words that are the subject ("his comments")."""
    annotation = reading.annotation
    if head.lemma.lower() in _EMPTY_SUBJECTS and head.upos == "PRON" and annotation.child(head, "expl"):
        return Source()
    if head.lemma.lower() in nouns() and head.upos == "NOUN":
        owner = owner_of(reading, head)
        if owner is not None:
            return Source(
                span=phrase_span(reading, owner), heads=coordinated(annotation, owner), via=_passed_on(annotation, head)
            )
    return Source(span=span, heads=heads)


def _passed_on(annotation: Annotation, noun: Word) -> tuple[Word, ...]:
    """Who reported the words that a noun names: "comments that were reported by state media"."""
    above = annotation.parent(noun)
    reports = [*annotation.children(noun, "acl"), *([above] if above is not None else [])]
    for verb in reports:
        if verb.upos == "VERB" and is_passive(annotation, verb):
            by = [w for w in annotation.children(verb, "obl") if marked(annotation, w) == "by"]
            if by:
                return tuple(c for w in by for c in coordinated(annotation, w))
    return ()


def owner_of(reading: Reading, noun: Word) -> Word | None:
    """Whose statement it is: "his warning", "the warning of the minister", "a warning by (from) Paris"."""
    annotation = reading.annotation
    owner = annotation.child(noun, "nmod:poss")
    if owner is not None:
        return owner
    for modifier in annotation.children(noun, "nmod", "obl"):
        if marked(annotation, modifier) in ("by", "from"):
            return modifier
    return None


def addressees_of(reading: Reading, predicate: Word) -> tuple[Word, ...]:
    """Heads of the phrases that name who is told: "told reporters", "wrote to Kyiv"."""
    annotation = reading.annotation
    found: list[Word] = []
    if predicate.lemma.lower() in _ADDRESSED:
        told: Iterable[Word] = annotation.children(predicate, "iobj") or annotation.children(predicate, "obj")
        if is_passive(annotation, predicate):
            told = annotation.children(predicate, "nsubj")
        found.extend(told)
    elif annotation.child(predicate, "ccomp", "parataxis") or predicate.lemma.lower() in ("write", "speak", "say"):
        found.extend(w for w in annotation.children(predicate, "obl") if marked(annotation, w) == "to")
    return tuple(c for w in found for c in coordinated(annotation, w))


def trimmed(reading: Reading, start: int, end: int) -> Span | None:
    """A span without white space and commas at its ends."""
    return trim(reading.text, start, end, ",;:—–- ")
