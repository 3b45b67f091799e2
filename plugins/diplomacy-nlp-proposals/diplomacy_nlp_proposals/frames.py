"""Where a verb's addressees and content stand: one function for each frame of `lexicons/verbs.tsv`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from attrs import frozen

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import Clause
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.extent import content_extent
from diplomacy_nlp.toolkit.grammar import coordinated, marked
from diplomacy_nlp.toolkit.words import is_time

from .lexicons import Cues, VerbCue, is_action, listed
from .parties import names_actor, names_somebody

__all__ = ["CueVerb", "FrameMatch", "is_deontic", "match_frame", "stated_content"]

_OPENING = ("case", "mark")


@frozen(kw_only=True)
class CueVerb:
    """A verb that may put something forward.

    Args:
        document: the article.
        cues: the words that propose.
        verb: the verb.
        cue: what the lexicon says of it.
    """

    document: Document
    cues: Cues
    verb: Word
    cue: VerbCue

    @property
    def annotation(self) -> Annotation:
        """The article's parse."""
        return self.document.annotation

    @property
    def clause(self) -> Clause:
        """The clause that the verb heads."""
        return self.document.clause(self.verb)

    def phrases(self, prepositions: Iterable[str], *, with_to: bool = False) -> tuple[Word, ...]:
        """Heads of the phrases with one of some prepositions; with "to" of clauses ("for Israel to withdraw")."""
        return tuple(w for p in prepositions for w in self.clause.phrases(f"{p} to" if with_to else p))


@frozen(kw_only=True)
class FrameMatch:
    """The arguments of a verb in one of its frames.

    Args:
        frame: what the frame is called in `why`.
        addressees: heads of the noun phrases that name who is asked.
        content: what would be done.
        noun: the object, where it is a word for a proposal ("floated the idea of").
        cue_end: a preposition that belongs to the cue ("called for").
        is_object: the content is a noun phrase.
    """

    frame: str
    addressees: tuple[Word, ...] = ()
    content: Span | None = None
    noun: Word | None = None
    cue_end: Word | None = None
    is_object: bool = False


def match_frame(at: CueVerb) -> FrameMatch | None:
    """The first of the cue's frames that the clause has; None where it has none."""
    matches = (frame(at) for name, frame in _FRAMES.items() if name in at.cue.frames)
    return next((match for match in matches if match is not None), None)


def stated_content(annotation: Annotation, head: Word, cue: Word) -> Span | None:
    """What a phrase or clause after a cue says would be done, without the words that introduce it.

    Args:
        annotation: the parse.
        head: of the phrase or clause.
        cue: the verb or noun that it belongs to.
    """
    words = [w for w in annotation.subtree(head) if w.id > cue.id and w.upos != "PUNCT"]
    while words and words[0].relation in _OPENING and words[0] != head:
        words.pop(0)
    return content_extent(annotation, words[0], head, cue) if words else None


# --- a clause: "demanded that Paris apologise", "proposed holding talks" ------------------------------------------


def _that(at: CueVerb, *, deontic: bool = False) -> FrameMatch | None:
    """As in "demanded that Paris apologise"; deontic: with "should", "must" or a bare verb alone."""
    head = next(iter(at.clause.role("clause")), None)
    if head is None or marked(at.annotation, head) in ("to", "if", "whether"):
        return None
    clause = at.document.clause(head)
    if deontic and not _says_should(clause):
        return None
    asking = at.cue.kind in ("request", "demand")
    asked = [w for w in clause.subjects if names_actor(at.document, w)] if asking and clause.stated else ()
    return FrameMatch(frame="that-clause", addressees=tuple(asked), content=_content(at, head))


def is_deontic(clause: Clause) -> bool:
    """Whether an auxiliary says that something should be done: "should", "must", or a bare "be"."""
    auxiliaries = clause.annotation.children(clause.head, "aux", "cop")
    alone = len(auxiliaries) == 1 and auxiliaries[0].text.lower() == "be"
    return alone or any(listed("deontic", a.lemma) for a in auxiliaries)


def _says_should(clause: Clause) -> bool:
    """Whether a clause says what should be done: by an auxiliary, or by a verb that a report would have inflected."""
    head, subject = clause.head, clause.stated
    if clause.auxiliaries or clause.has_copula:
        return is_deontic(clause)
    if head.upos != "VERB" or subject is None or subject.feat("Number") != "Sing" or len(clause.subjects) > 1:
        return False
    return head.text == head.lemma and head.feat("Tense") != "Past" and subject.text.lower() not in ("i", "you")


def _gerund(at: CueVerb) -> FrameMatch | None:
    """As in "proposed holding talks"."""
    head = next((w for w in at.clause.role("gerund") if at.document.clause(w).stated is None), None)
    return None if head is None else FrameMatch(frame="gerund", content=_content(at, head))


# --- an infinitive: "urged Kyiv to wait", "called on both to talk", "offered to mediate" --------------------------


def _addressee_infinitive(at: CueVerb) -> FrameMatch | None:
    """As in "called on both sides to withdraw"."""
    asked = at.phrases(at.cue.addressee_preposition)
    head = _infinitive_of(at, asked)
    if not asked or head is None:
        return None
    return FrameMatch(
        frame="addressee and infinitive",
        addressees=_all(at, asked),
        content=_content(at, head),
        cue_end=_marker(at, asked[0]),
    )


def _for_infinitive(at: CueVerb) -> FrameMatch | None:
    """As in "called for Israel to withdraw": somebody who would do it, unlike "called for talks to end the war"."""
    head = next(iter(at.phrases(at.cue.content_preposition, with_to=True)), None)
    if head is None:
        return None
    clause = at.document.clause(head)
    who = clause.subjects
    if not clause.is_passive and not names_somebody(at.document, who):
        return None
    addressees = () if clause.is_passive else who  # "called for the number to be doubled"
    return FrameMatch(
        frame="clause with for", addressees=addressees, content=_content(at, head), cue_end=_marker(at, head)
    )


def _object_infinitive(at: CueVerb) -> FrameMatch | None:
    """As in "urged Kyiv to wait", "Kyiv was urged to wait"."""
    told = at.clause.patients
    head = _infinitive_of(at, told)
    if head is not None and not told:
        told = at.document.clause(head).subjects if at.document.clause(head).stated else ()
    if head is None or not told or (at.verb.lemma == "ask" and listed("answering", head.lemma)):
        return None  # asked to comment: an interviewer's question
    if not at.clause.is_passive and _asks_nobody(at, told[0]):
        return None
    return FrameMatch(frame="object and infinitive", addressees=told, content=_content(at, head))


def _asks_nobody(at: CueVerb, told: Word) -> bool:
    """Whether the object of a verb with an infinitive is nobody who is asked."""
    if told.upos == "PRON" and at.verb.lemma == "want":
        return True  # "they want us to stay poor"
    if told.lemma.lower() in ("nobody", "none", "no-one") or "no" in at.document.clause(told).determiners:
        return True  # "asks no state to capitulate"
    # "requested a meeting to discuss": an act, not somebody who is asked
    return "object" in at.cue.frames and not names_somebody(at.document, [told])


def _infinitive(at: CueVerb) -> FrameMatch | None:
    """As in "offered to mediate"."""
    head = next(iter(at.clause.role("infinitive")), None)
    if head is None or at.clause.is_passive or at.annotation.child(at.verb, "obj", "iobj") is not None:
        return None
    return FrameMatch(frame="infinitive", content=_content(at, head))


def _infinitive_of(at: CueVerb, asked: Iterable[Word]) -> Word | None:
    """The verb's infinitive, or the one that the parser hung on those who are asked."""
    clauses = (at.clause, *(at.document.clause(word) for word in asked if word.id > at.verb.id))
    return next((word for clause in clauses for word in clause.role("infinitive")), None)


# --- a noun phrase: "called for restraint", "demanded an apology", "invited both" ---------------------------------


def _preposition(at: CueVerb) -> FrameMatch | None:
    """As in "called for restraint", "asked the Council for help"."""
    head = next(iter(at.phrases(at.cue.content_preposition)), None)
    if head is None or head.upos == "PRON" or listed("no action", head.lemma):
        return None
    asked = [*at.annotation.children(at.verb, "obj", "iobj"), *at.phrases(at.cue.addressee_preposition)]
    if asked and not names_somebody(at.document, asked):
        return None
    return FrameMatch(
        frame="prepositional phrase",
        addressees=_all(at, asked),
        content=_content(at, head),
        noun=head if at.cues.is_noun(head) else None,
        cue_end=None if asked else _marker(at, head),
    )


def _object_to(at: CueVerb) -> FrameMatch | None:
    """As in "invited the rebels to the talks", "invited the rebels"."""
    guests = at.clause.patients
    if not guests:
        return None
    where = _infinitive_of(at, guests) or next(iter(at.phrases(("to", "for"))), None)
    content = None if where is None else _content(at, where)
    return FrameMatch(frame="object", addressees=guests, content=content, is_object=True)


def _object(at: CueVerb) -> FrameMatch | None:
    """As in "demanded an apology", "a ceasefire was proposed", "the talks that Oslo proposed"."""
    return _with_object(at, lambda noun: True)


def _action(at: CueVerb) -> FrameMatch | None:
    """As in "offered talks", "offered Kyiv loans": the object is an act or a proposal, or is put to somebody."""
    someone = any(names_actor(at.document, w) for w in at.clause.role("recipient"))
    return _with_object(at, lambda noun: someone or is_action(noun.lemma) or at.cues.is_noun(noun))


def _proposal(at: CueVerb) -> FrameMatch | None:
    """As in "floated the idea": the object is a word for a proposal."""
    return _with_object(at, at.cues.is_noun)


def _with_object(at: CueVerb, fits: Callable[[Word], bool]) -> FrameMatch | None:
    head = next((w for w in at.clause.patients if w.relation != "iobj"), None)
    if head is None or head.upos in ("PRON", "DET", "NUM") or listed("no action", head.lemma) or not fits(head):
        return None
    if is_time(head) or (head.upos == "PROPN" and at.document.entity_at(head) is not None):
        return None  # "requested Pompeo": a name is no course of action
    return FrameMatch(
        frame="object",
        addressees=at.clause.role("recipient"),
        content=_content(at, head) if head.id > at.verb.id else _before_verb(at, head),
        noun=head if at.cues.is_noun(head) else None,
        is_object=True,
    )


def _before_verb(at: CueVerb, head: Word) -> Span | None:
    """The noun phrase of a passive's subject, or of "the talks" in "the talks that Oslo proposed"."""
    relative = at.annotation.subtree(at.verb) if at.annotation.is_below(at.verb, head) else ()
    words = [w for w in at.annotation.subtree(head) if w.upos != "PUNCT" and w.relation != "case"]
    return at.annotation.span_of(w for w in words if w.id < at.verb.id and w not in relative)


def _content(at: CueVerb, head: Word) -> Span | None:
    return stated_content(at.annotation, head, at.verb)


def _marker(at: CueVerb, head: Word) -> Word | None:
    """The preposition of a phrase."""
    return at.annotation.child(head, *_OPENING)


def _all(at: CueVerb, words: Iterable[Word]) -> tuple[Word, ...]:
    return tuple(c for word in words for c in coordinated(at.annotation, word))


_FRAMES: dict[str, Callable[[CueVerb], FrameMatch | None]] = {  # in the order in which they are tried
    "addressee_infinitive": _addressee_infinitive,
    "for_infinitive": _for_infinitive,
    "that": _that,
    "should": partial(_that, deontic=True),
    "gerund": _gerund,
    "infinitive": _infinitive,
    "object_infinitive": _object_infinitive,
    "preposition": _preposition,
    "object_to": _object_to,
    "object": _object,
    "action": _action,
    "proposal": _proposal,
}
