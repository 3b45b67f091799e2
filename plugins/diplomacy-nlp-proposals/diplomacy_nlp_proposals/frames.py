"""Where a verb's addressees and content stand: one function for each frame of `lexicons/verbs.tsv`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from attrs import frozen

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import Clause, coordinated
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.extent import content_extent
from diplomacy_nlp.toolkit.words import is_time

from .lexicons import Cues, VerbCue, listed
from .parties import names_actor, names_somebody

__all__ = ["CueVerb", "FrameMatch", "is_deontic", "match_frame", "stated_content"]

_OPENING = ("case", "mark")
_NOBODY = ("no", "nobody", "none", "no-one")


@frozen(kw_only=True)
class CueVerb:
    """A verb that may put something forward.

    Args:
        document: the article.
        cues: the words that propose.
        clause: the clause that the verb heads.
        cue: what the lexicon says of it.
    """

    document: Document
    cues: Cues
    clause: Clause
    cue: VerbCue


@frozen
class FrameMatch:
    """The arguments of a verb in one of its frames.

    Args:
        asked: heads of the noun phrases that name who is asked.
        head: of the phrase or clause that says what would be done.
        frame: what the frame is called in the lexicon.
    """

    asked: tuple[Word, ...]
    head: Word | None
    frame: str = ""

    def content(self, verb: Word, annotation: Annotation) -> Span | None:
        """What would be done."""
        if self.head is None:
            return None
        before = self.head.id < verb.id
        return _before_verb(annotation, self.head, verb) if before else stated_content(annotation, self.head, verb)


def match_frame(at: CueVerb) -> FrameMatch | None:
    """The first of the cue's frames that the clause has; None where it has none."""
    for name, frame in _FRAMES.items():
        found = frame(at) if name in at.cue.frames else None
        if found is not None:
            return FrameMatch(*found, name)
    return None


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


def _before_verb(annotation: Annotation, head: Word, verb: Word) -> Span | None:
    """The noun phrase of a passive's subject, or of "the talks" in "the talks that Oslo proposed"."""
    relative = annotation.subtree(verb) if annotation.is_below(verb, head) else ()
    words = [w for w in annotation.subtree(head) if w.upos != "PUNCT" and w.relation != "case"]
    return annotation.span_of(w for w in words if w.id < verb.id and w not in relative)


# Each gives the heads of who is asked and the head of what would be done; None where the clause has no such frame.
_Found = tuple[tuple[Word, ...], Word | None] | None


# --- a clause: "demanded that Paris apologise", "proposed holding talks" ------------------------------------------


def _that(at: CueVerb) -> _Found:
    """As in "demanded that Paris apologise"."""
    head = next(iter(at.clause.role("clause")), None)
    clause = None if head is None else at.document.clause(head)
    if clause is None or clause.marker in ("to", "if", "whether"):
        return None
    asking = at.cue.kind in ("request", "demand") and clause.stated is not None
    return tuple(w for w in clause.subjects if asking and names_actor(at.document, w)), head


def _should(at: CueVerb) -> _Found:
    """The same, where the clause says what should be done."""
    found = _that(at)
    return found if found is not None and found[1] is not None and is_deontic(at.document.clause(found[1])) else None


def is_deontic(clause: Clause) -> bool:
    """Whether a clause says what should be done: by "should", "must", a bare "be", or a bare verb ("that he go")."""
    auxiliaries = clause.annotation.children(clause.head, "aux", "cop")
    if auxiliaries:
        return all(a.text.lower() == "be" for a in auxiliaries) or any(listed("deontic", a.lemma) for a in auxiliaries)
    singular = clause.stated is not None and clause.stated.feat("Number") == "Sing" and len(clause.subjects) == 1
    return singular and clause.head.text == clause.head.lemma and clause.head.feat("Tense") != "Past"


def _gerund(at: CueVerb) -> _Found:
    """As in "proposed holding talks"."""
    head = next((w for w in at.clause.role("gerund") if at.document.clause(w).stated is None), None)
    return None if head is None else ((), head)


# --- an infinitive: "urged Kyiv to wait", "called on both to talk", "offered to mediate" --------------------------


def _addressee_infinitive(at: CueVerb) -> _Found:
    """As in "called on both sides to withdraw"."""
    asked = at.clause.phrases(*at.cue.addressee_preposition)
    head = _infinitive_of(at, asked)
    return (coordinated(at.clause.annotation, *asked), head) if asked and head is not None else None


def _for_infinitive(at: CueVerb) -> _Found:
    """As in "called for Israel to withdraw": somebody who would do it, unlike "called for talks to end the war"."""
    head = next(iter(at.clause.phrases(*(f"{preposition} to" for preposition in at.cue.content_preposition))), None)
    if head is None:
        return None
    clause = at.document.clause(head)
    if clause.is_passive:
        return (), head  # "called for the number to be doubled"
    return (clause.subjects, head) if names_somebody(at.document, *clause.subjects) else None


def _object_infinitive(at: CueVerb) -> _Found:
    """As in "urged Kyiv to wait", "Kyiv was urged to wait"."""
    told = at.clause.patients
    head = _infinitive_of(at, told)
    if head is not None and not told and at.document.clause(head).stated is not None:
        told = at.document.clause(head).subjects
    if head is None or not told or (at.clause.lemma == "ask" and listed("answering", head.lemma)):
        return None  # asked to comment: an interviewer's question
    return None if not at.clause.is_passive and _asks_nobody(at, told[0]) else (told, head)


def _asks_nobody(at: CueVerb, told: Word) -> bool:
    """As in "want us to stay poor", "asks no state to capitulate"."""
    wanted = told.upos == "PRON" and at.clause.lemma == "want"
    return wanted or not {told.lemma.lower(), *at.document.clause(told).determiners}.isdisjoint(_NOBODY)


def _infinitive(at: CueVerb) -> _Found:
    """As in "offered to mediate"."""
    head = next(iter(at.clause.role("infinitive")), None)
    told = at.clause.is_passive or at.clause.annotation.child(at.clause.head, "obj", "iobj") is not None
    return None if head is None or told else ((), head)


def _infinitive_of(at: CueVerb, asked: Iterable[Word]) -> Word | None:
    """The verb's infinitive, or the one that the parser hung on those who are asked."""
    clauses = (at.clause, *(at.document.clause(word) for word in asked if word.id > at.clause.head.id))
    return next((word for clause in clauses for word in clause.role("infinitive")), None)


# --- a noun phrase: "called for restraint", "demanded an apology", "invited both" ---------------------------------


def _preposition(at: CueVerb) -> _Found:
    """As in "called for restraint", "asked the Council for help"."""
    head = next(iter(at.clause.phrases(*at.cue.content_preposition)), None)
    if head is None or head.upos == "PRON" or listed("no action", head.lemma):
        return None
    annotation = at.clause.annotation
    asked = annotation.children(at.clause.head, "obj", "iobj") + at.clause.phrases(*at.cue.addressee_preposition)
    return None if asked and not names_somebody(at.document, *asked) else (coordinated(annotation, *asked), head)


def _object_to(at: CueVerb) -> _Found:
    """As in "invited the rebels to the talks", "invited the rebels"."""
    guests = at.clause.patients
    where = _infinitive_of(at, guests) or next(iter(at.clause.phrases("to", "for")), None)
    return (guests, where) if guests else None


def _object(at: CueVerb) -> _Found:
    """As in "demanded an apology", "a ceasefire was proposed", "the talks that Oslo proposed"."""
    head = next((w for w in at.clause.patients if w.relation != "iobj"), None)
    # "requested Pompeo": a name is no course of action
    if head is None or head.upos in ("PRON", "DET", "NUM", "PROPN") or listed("no action", head.lemma) or is_time(head):
        return None
    return at.clause.role("recipient"), head


def _action(at: CueVerb) -> _Found:
    """As in "offered talks", "offered Kyiv loans": the object is an act or a proposal, or is put to somebody."""
    someone = any(names_actor(at.document, w) for w in at.clause.role("recipient"))
    return _object_that(at, lambda noun: someone or listed("action", noun.lemma) or at.cues.is_noun(noun))


def _proposal(at: CueVerb) -> _Found:
    """As in "floated the idea": the object is a word for a proposal."""
    return _object_that(at, at.cues.is_noun)


def _object_that(at: CueVerb, fits: Callable[[Word], bool]) -> _Found:
    found = _object(at)
    return found if found is not None and found[1] is not None and fits(found[1]) else None


_FRAMES: Mapping[str, Callable[[CueVerb], _Found]] = {  # in the order in which they are tried
    "addressee_infinitive": _addressee_infinitive,
    "for_infinitive": _for_infinitive,
    "that": _that,
    "should": _should,
    "gerund": _gerund,
    "infinitive": _infinitive,
    "object_infinitive": _object_infinitive,
    "preposition": _preposition,
    "object_to": _object_to,
    "object": _object,
    "action": _action,
    "proposal": _proposal,
}
