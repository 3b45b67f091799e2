"""Frames with a noun phrase: "called for restraint", "demanded an apology", "invited both"."""

from __future__ import annotations

from collections.abc import Callable

from diplomacy_nlp import Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.grammar import coordinated, is_passive, marked, subjects

from .filled import Filled, preposition_after
from .lexicons import VerbCue, is_action, is_no_action
from .phrases import after, is_time, stretch
from .reading import Reading

__all__ = ["act", "any_object", "guests", "proposal_noun", "with_preposition"]

_RELATIVES = {"that", "which", "who", "whom"}
_NEAR = 10


def with_preposition(reading: Reading, verb: Word, entry: VerbCue) -> Filled | None:
    """As in "called for restraint", "asked the Council for help"."""
    annotation = reading.annotation
    preposition = preposition_after(reading, verb, entry.content_preposition)
    addressees: tuple[Word, ...] = ()
    if preposition is None:
        preposition, addressees = _preposition_after_addressee(reading, verb, entry)
    rest = after(annotation, preposition) if preposition is not None else ()
    if preposition is None or not rest:
        return None
    head = annotation.parent(preposition) or rest[0]
    head = head if head.id > preposition.id else rest[0]
    if is_no_action(head.lemma, verb.lemma) or head.upos == "PRON" or rest[0].upos in ("PUNCT", "SCONJ", "ADP"):
        return None
    noun = head if reading.cues.noun_cue(head.lemma, head.text) else None
    return Filled(
        frame="prepositional phrase",
        addressees=addressees,
        content=stretch(reading.annotation, rest[0], head, verb),
        noun=noun,
        cue_end=preposition if not addressees else None,
    )


def _preposition_after_addressee(reading: Reading, verb: Word, entry: VerbCue) -> tuple[Word | None, tuple[Word, ...]]:
    annotation = reading.annotation
    for oblique in annotation.children(verb, "obl", "nmod"):
        cases = [c for c in annotation.children(oblique, "case") if c.text.lower() in entry.content_preposition]
        asked = [w for w in annotation.children(verb, "obj", "iobj") if w.id < oblique.id]
        asked += [
            w
            for w in annotation.children(verb, "obl")
            if verb.id < w.id < oblique.id and marked(annotation, w) in entry.addressee_preposition
        ]
        if cases and asked and any(reading.names_actor(w) or w.upos == "PRON" for w in asked):
            return cases[0], tuple(c for w in asked for c in coordinated(annotation, w))
    return None, ()


def guests(reading: Reading, verb: Word, entry: VerbCue) -> Filled | None:
    """As in "invited the rebels to the talks", "invited the rebels"."""
    annotation = reading.annotation
    guests = subjects(annotation, verb) if is_passive(annotation, verb) else annotation.children(verb, "obj")
    if not guests:
        return None
    guests = tuple(dict.fromkeys(c for w in guests for c in coordinated(annotation, w)))
    to = next((w for w in after(annotation, verb)[:_NEAR] if w.text.lower() in ("to", "for")), None)
    head = annotation.parent(to) if to is not None and to.relation in ("case", "mark") else None
    content = None
    if to is not None and head is not None and head.id > to.id:
        content = stretch(reading.annotation, after(annotation, to)[0], head, verb)
    return Filled(frame="object", addressees=guests, content=content)


def any_object(reading: Reading, verb: Word, entry: VerbCue) -> Filled | None:
    """As in "demanded an apology", "a ceasefire was proposed", "the talks that Oslo proposed"."""
    return _with_object(reading, verb, entry, lambda noun: True)


def act(reading: Reading, verb: Word, entry: VerbCue) -> Filled | None:
    """As in "offered talks", "offered Kyiv loans": the object is an act or a proposal, or is put to somebody."""
    someone = any(reading.names_actor(w) for w in reading.annotation.children(verb, "iobj"))
    return _with_object(
        reading,
        verb,
        entry,
        lambda noun: someone or is_action(noun.lemma) or reading.cues.noun_cue(noun.lemma, noun.text) is not None,
    )


def proposal_noun(reading: Reading, verb: Word, entry: VerbCue) -> Filled | None:
    """As in "floated the idea": the object is a word for a proposal."""
    return _with_object(reading, verb, entry, lambda noun: reading.cues.noun_cue(noun.lemma, noun.text) is not None)


def _with_object(reading: Reading, verb: Word, entry: VerbCue, fits: Callable[[Word], bool]) -> Filled | None:
    annotation = reading.annotation
    if is_passive(annotation, verb):
        objects = tuple(w for w in subjects(annotation, verb) if w.id < verb.id)
    else:
        objects = annotation.children(verb, "obj") or _object_gap(reading, verb)
    head = objects[0] if objects else None
    if head is None or head.upos in ("PRON", "DET", "NUM") or is_no_action(head.lemma, verb.lemma) or not fits(head):
        return None
    if is_time(head):
        return None
    if reading.entity_at(head) is not None and head.upos == "PROPN":
        return None  # "requested Pompeo": a name is no course of action
    asked = tuple(annotation.children(verb, "iobj")) or _addressee_of_object(reading, verb, head, entry)
    content = _after_colon(reading, head) or _object_content(reading, head, verb)
    return Filled(
        frame="object",
        addressees=asked,
        content=content,
        noun=head if reading.cues.noun_cue(head.lemma, head.text) else None,
    )


def _object_gap(reading: Reading, verb: Word) -> tuple[Word, ...]:
    """The antecedent whose relative clause has no object of its own; only where a relative pronoun begins it."""
    annotation = reading.annotation
    noun = annotation.parent(verb)
    if verb.relation != "acl" or noun is None or noun.id > verb.id or annotation.child(verb, "ccomp", "xcomp"):
        return ()
    own = [w for w in annotation.children(verb, "nsubj") if w.text.lower() not in _RELATIVES]
    return (noun,) if own else ()


def _after_colon(reading: Reading, head: Word) -> Span | None:
    """As in "floated a compromise: a levy on fuel": what a word for proposals is spelt out as."""
    annotation = reading.annotation
    if reading.cues.noun_cue(head.lemma, head.text) is None:
        return None
    rest = after(annotation, head)
    if len(rest) < 3 or rest[0].text != ":":
        return None
    words = [w for w in rest[1:] if w.upos != "PUNCT" or w.id < annotation.sentence_of(head).words[-1].id]
    return annotation.span_of(words)


def _object_content(reading: Reading, head: Word, verb: Word) -> Span | None:
    annotation = reading.annotation
    words = [w for w in annotation.subtree(head) if w.upos != "PUNCT" and w.relation != "case"]
    first = words[0]
    if head.id > verb.id:
        words = [w for w in words if w.id > verb.id]
        # an addressee that the parser took for a modifier: "offered Sudan loans"
        if words and words[0].upos == "PROPN" and words[0].relation == "compound" and reading.names_actor(words[0]):
            words = words[1:]
        first = words[0] if words else head
        return stretch(annotation, first, head, verb)
    relative = {w.id for w in annotation.subtree(verb)} if annotation.is_below(verb, head) else set()
    before_verb = [w for w in words if w.id < verb.id and w.id not in relative]
    return annotation.span_of(before_verb)


def _addressee_of_object(reading: Reading, verb: Word, head: Word, entry: VerbCue) -> tuple[Word, ...]:
    annotation = reading.annotation
    first = after(annotation, verb)[:1]
    if first and first[0].upos == "PROPN" and first[0].relation == "compound" and first[0].head == head.id:
        return (first[0],)
    phrases = [w for w in annotation.children(verb, "obl") if w.id > verb.id]
    phrases += [w for w in annotation.children(head, "nmod") if w.id > head.id]
    asked = [w for w in phrases if marked(annotation, w) in entry.addressee_preposition and reading.names_actor(w)]
    return tuple(c for w in asked for c in coordinated(annotation, w))
