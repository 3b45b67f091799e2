"""Frames with an infinitive: "urged Kyiv to wait", "called on both to talk", "offered to mediate"."""

from __future__ import annotations

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.grammar import coordinated, is_passive, subjects

from .filled import Filled, preposition_after
from .lexicons import VerbCue, listed
from .phrases import after, followed_by, infinitive_after, is_time, stretch, words_between
from .reading import Reading

__all__ = ["addressee_infinitive", "for_infinitive", "object_infinitive", "object_into", "own_infinitive"]


def addressee_infinitive(reading: Reading, verb: Word, entry: VerbCue) -> Filled | None:
    """As in "called on both sides to withdraw"."""
    preposition = preposition_after(reading, verb, entry.addressee_preposition)
    if preposition is None:
        return None
    infinitive = infinitive_after(reading.annotation, preposition, top=verb)
    if infinitive is None or infinitive.id - preposition.id < 3:
        return None
    to = _to_before(reading, infinitive)
    addressees = _nominal_between(reading, preposition, to)
    content = stretch(reading.annotation, _start(reading, to), infinitive, verb)
    return Filled(frame="addressee and infinitive", addressees=addressees, content=content, cue_end=preposition)


def for_infinitive(reading: Reading, verb: Word, entry: VerbCue) -> Filled | None:
    """As in "called for Israel to withdraw": somebody who would do it, unlike "called for talks to end the war"."""
    preposition = preposition_after(reading, verb, entry.content_preposition)
    infinitive = infinitive_after(reading.annotation, preposition, top=verb) if preposition is not None else None
    if preposition is None or infinitive is None:
        return None
    to = _to_before(reading, infinitive)
    who = _nominal_between(reading, preposition, to)
    passive = is_passive(reading.annotation, infinitive)  # "called for the number to be doubled"
    if not who or not (passive or any(reading.names_actor(w) or w.upos == "PRON" for w in who)):
        return None
    start = after(reading.annotation, preposition)[0]
    span = stretch(reading.annotation, infinitive, infinitive, verb)
    content = Span(start.span.start, span.end) if span is not None else None
    asked = () if passive else who
    return Filled(frame="clause with for", addressees=asked, content=content, cue_end=preposition)


def object_infinitive(reading: Reading, verb: Word, entry: VerbCue) -> Filled | None:
    """As in "urged Kyiv to wait", "Kyiv was urged to wait"."""
    annotation = reading.annotation
    infinitive = infinitive_after(annotation, verb, top=verb)
    if infinitive is None:
        return None
    if verb.lemma == "ask" and listed("answering", infinitive.lemma):
        return None  # an interviewer's question
    to = _to_before(reading, infinitive)
    content = stretch(reading.annotation, _start(reading, to), infinitive, verb)
    if is_passive(annotation, verb):
        return Filled(frame="object and infinitive", addressees=subjects(annotation, verb), content=content)
    told = _nominal_between(reading, verb, to)
    gap = annotation.parent(verb) if verb.relation == "acl" and not told else None
    if not told and gap is None:
        return None
    if told and _is_nobody(annotation, told[0]):
        return None  # "asks nobody to capitulate"
    if verb.lemma == "want" and (not told or told[0].upos == "PRON"):
        return None  # "anyone wanting to", "they want us to stay poor"
    if any(_leads_away(annotation, w) for w in after(annotation, verb)[:2] if w.id < to.id):
        return None  # "appealed for help to rebuild"
    if told and (_is_thing_to_do(reading, told[0], entry) or _belongs_elsewhere(annotation, infinitive, verb, told)):
        return None
    return Filled(frame="object and infinitive", addressees=told or (gap,) if gap else told, content=content)


def _is_nobody(annotation: Annotation, told: Word) -> bool:
    """Whether it is nobody who is asked."""
    nobody = told.lemma.lower() in ("nobody", "none", "no-one") or told.text.lower() == "one"
    return nobody or any(d.lemma.lower() == "no" for d in annotation.children(told, "det"))


def _leads_away(annotation: Annotation, preposition: Word) -> bool:
    """Whether a word leads a phrase of what is asked for, and none of time ("asked the Senate on Monday to")."""
    if preposition.text.lower() not in ("for", "on", "about", "to"):
        return False
    rest = after(annotation, preposition)
    return not (rest and is_time(rest[0]))


def _belongs_elsewhere(annotation: Annotation, infinitive: Word, verb: Word, told: tuple[Word, ...]) -> bool:
    """As in "told the paper that an attempt to": the infinitive hangs on a noun that is not the addressee."""
    above = annotation.parent(infinitive)
    if above is None or above == verb or above in told or above.id <= verb.id or above.id > infinitive.id:
        return False
    return above.upos in ("NOUN", "ADJ") and infinitive.relation in ("acl", "advcl", "xcomp", "ccomp")


def _is_thing_to_do(reading: Reading, word: Word, entry: VerbCue) -> bool:
    """As in "requested a meeting to discuss": an act, not somebody who is asked."""
    return "object" in entry.frames and not reading.names_actor(word) and word.upos != "PRON"


def object_into(reading: Reading, verb: Word, entry: VerbCue) -> Filled | None:
    """As in "pressured Kyiv into waiting"."""
    annotation = reading.annotation
    told = annotation.child(verb, "obj")
    into = next((w for w in after(annotation, verb)[:8] if w.text.lower() == "into"), None)
    if told is None or into is None or told.id > into.id:
        return None
    rest = after(annotation, into)
    if not rest or not rest[0].text.lower().endswith("ing"):
        return None
    return Filled(
        frame="object and into",
        addressees=coordinated(annotation, told),
        content=stretch(reading.annotation, rest[0], rest[0], verb),
    )


def own_infinitive(reading: Reading, verb: Word, entry: VerbCue) -> Filled | None:
    """As in "offered to mediate"."""
    annotation = reading.annotation
    to = followed_by(annotation, verb, "to", within=3)
    if to is None or is_passive(annotation, verb):
        return None
    infinitive = infinitive_after(annotation, verb, top=verb)
    if infinitive is None or infinitive.id < to.id:
        return None
    return Filled(frame="infinitive", content=stretch(reading.annotation, _start(reading, to), infinitive, verb))


def _nominal_between(reading: Reading, first: Word, last: Word) -> tuple[Word, ...]:
    """Heads of the noun phrase between two words."""
    words = [w for w in words_between(reading.annotation, first, last) if w.text.lower() not in ("not", "never", "to")]
    while len(words) > 2 and is_time(words[-1]) and words[-2].text.lower() in ("on", "in", "last", "this"):
        words = words[:-2]  # "urged Kyiv on Monday to"
    span = reading.annotation.span_of(words)
    head = reading.annotation.head_in(span) if span is not None else None
    if head is None or head.upos not in ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET", "VERB"):
        return ()
    inside = {w.id for w in words}
    return tuple(w for w in coordinated(reading.annotation, head) if w.id in inside)


def _to_before(reading: Reading, infinitive: Word) -> Word:
    words = reading.annotation.sentence_of(infinitive).words
    return next(w for w in reversed(words[: infinitive.id - 1]) if w.text.lower() == "to")


def _start(reading: Reading, to: Word) -> Word:
    """The first word of an infinitive's content: after "to", or the "not" before it."""
    words = reading.annotation.sentence_of(to).words
    previous = words[to.id - 2] if to.id > 1 else None
    return previous if previous is not None and previous.text.lower() == "not" else words[to.id]
