"""Where a verb's addressees and content stand: one function for each frame of `lexicons/verbs.tsv`."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import Clause, clause_of
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.extent import content_extent
from diplomacy_nlp.toolkit.grammar import coordinated, marked
from diplomacy_nlp.toolkit.order import after, between, followed_by, infinitive_after
from diplomacy_nlp.toolkit.words import is_time

from .lexicons import Cues, VerbCue, is_action, is_no_action, listed
from .parties import names_actor, names_somebody

__all__ = ["CueVerb", "FrameMatch", "is_deontic", "match_frame"]

_NEAR = 10  # words after a verb in which its guests are told where to come
_NOMINALS = ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET", "VERB")


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


# --- a clause: "demanded that Paris apologise", "proposed holding talks" ------------------------------------------


def _that(at: CueVerb) -> FrameMatch | None:
    """As in "demanded that Paris apologise"."""
    complement = _complement(at.annotation, at.verb)
    if complement is None:
        return None
    start, head = complement
    annotation, verb = at.annotation, at.verb
    asked: tuple[Word, ...] = ()
    if at.cue.kind in ("request", "demand"):
        who = [w for w in annotation.children(head, "nsubj") if w.id >= start.id]
        if not who and start.upos == "PROPN":
            who = [start]
        asked = tuple(c for w in who for c in coordinated(annotation, w) if names_actor(at.document, c))
    return FrameMatch(frame="that-clause", addressees=asked, content=content_extent(annotation, start, head, verb))


def _should(at: CueVerb) -> FrameMatch | None:
    """A that-clause that says what should be: "should", "must", or a bare verb ("that it be postponed")."""
    complement = _complement(at.annotation, at.verb)
    if complement is None or not _says_should(at.annotation, complement[1]):
        return None
    return _that(at)


def _gerund(at: CueVerb) -> FrameMatch | None:
    """As in "proposed holding talks"."""
    rest = after(at.annotation, at.verb)
    head = rest[0] if rest else None
    if head is None or head.upos not in ("VERB", "NOUN", "AUX") or not head.text.lower().endswith("ing"):
        return None
    if head.relation in ("amod", "compound") or (head.relation == "obj" and head.upos == "NOUN"):
        return None
    return FrameMatch(frame="gerund", content=content_extent(at.annotation, head, head, at.verb))


def _complement(annotation: Annotation, verb: Word) -> tuple[Word, Word] | None:
    """First word and head of a verb's clausal complement with "that", or of one with a subject and no "that"."""
    that = followed_by(annotation, verb, "that", within=4)
    begin = that if that is not None else verb
    for head in annotation.children(verb, "ccomp", "xcomp"):
        own = that is not None or annotation.child(head, "nsubj", "csubj") is not None
        if head.id < verb.id or not own or marked(annotation, head) in ("to", "if", "whether"):
            continue
        words = [w for w in annotation.subtree(head) if w.id > begin.id]
        words = [w for w in words if w.upos != "PUNCT"] or words
        if words and (that is not None or words[0].id - verb.id <= 3):
            return words[0], head
    return None


def is_deontic(annotation: Annotation, head: Word) -> bool:
    """Whether an auxiliary says that something should be done: "should", "must", or a bare "be"."""
    auxiliaries = annotation.children(head, "aux", "cop")
    alone = len(auxiliaries) == 1 and auxiliaries[0].text.lower() == "be"
    return alone or any(listed("deontic", a.lemma) for a in auxiliaries)


def _says_should(annotation: Annotation, head: Word) -> bool:
    """Whether a clause says what should be done: by an auxiliary, or by a verb that a report would have inflected."""
    clause = clause_of(annotation, head)
    if clause.auxiliaries or clause.has_copula:
        return is_deontic(annotation, head)
    return head.upos == "VERB" and _is_subjunctive(annotation, head)


def _is_subjunctive(annotation: Annotation, head: Word) -> bool:
    """As in "suggested that the vote take place": a bare verb after a singular subject."""
    subject = clause_of(annotation, head).stated
    if subject is None or subject.feat("Number") != "Sing" or subject.text.lower() in ("i", "you"):
        return False
    return head.text == head.lemma and head.feat("Tense") != "Past" and len(coordinated(annotation, subject)) == 1


# --- an infinitive: "urged Kyiv to wait", "called on both to talk", "offered to mediate" --------------------------


def _addressee_infinitive(at: CueVerb) -> FrameMatch | None:
    """As in "called on both sides to withdraw"."""
    annotation, verb = at.annotation, at.verb
    preposition = _preposition_after(annotation, verb, at.cue.addressee_preposition)
    infinitive = infinitive_after(annotation, preposition, top=verb) if preposition is not None else None
    if preposition is None or infinitive is None or infinitive.id - preposition.id < 3:
        return None
    to = _to_before(annotation, infinitive)
    return FrameMatch(
        frame="addressee and infinitive",
        addressees=_nominal_between(annotation, preposition, to),
        content=content_extent(annotation, _start(annotation, to), infinitive, verb),
        cue_end=preposition,
    )


def _for_infinitive(at: CueVerb) -> FrameMatch | None:
    """As in "called for Israel to withdraw": somebody who would do it, unlike "called for talks to end the war"."""
    annotation, verb = at.annotation, at.verb
    preposition = _preposition_after(annotation, verb, at.cue.content_preposition)
    infinitive = infinitive_after(annotation, preposition, top=verb) if preposition is not None else None
    if preposition is None or infinitive is None:
        return None
    who = _nominal_between(annotation, preposition, _to_before(annotation, infinitive))
    passive = at.document.clause(infinitive).is_passive  # "called for the number to be doubled"
    if not who or not (passive or names_somebody(at.document, who)):
        return None
    span = content_extent(annotation, infinitive, infinitive, verb)
    content = Span(after(annotation, preposition)[0].span.start, span.end) if span is not None else None
    return FrameMatch(frame="clause with for", addressees=() if passive else who, content=content, cue_end=preposition)


def _object_infinitive(at: CueVerb) -> FrameMatch | None:
    """As in "urged Kyiv to wait", "Kyiv was urged to wait"."""
    annotation, verb = at.annotation, at.verb
    infinitive = infinitive_after(annotation, verb, top=verb)
    if infinitive is None or (verb.lemma == "ask" and listed("answering", infinitive.lemma)):
        return None  # asked to comment: an interviewer's question
    to = _to_before(annotation, infinitive)
    if at.clause.is_passive:
        told = at.clause.subjects
    else:
        told = _nominal_between(annotation, verb, to)
        if _asks_nobody(at, told):
            return None
        gap = at.clause.above  # "the states that Oslo urged to wait"
        told = told or ((gap.head,) if gap is not None else ())
    content = content_extent(annotation, _start(annotation, to), infinitive, verb)
    return FrameMatch(frame="object and infinitive", addressees=told, content=content)


def _asks_nobody(at: CueVerb, told: tuple[Word, ...]) -> bool:
    """Whether what stands between a verb and an infinitive is nobody who is asked."""
    if at.verb.lemma == "want" and (not told or told[0].upos == "PRON"):
        return True  # "anyone wanting to", "they want us to stay poor"
    if not told:
        return at.verb.relation != "acl"
    first = told[0]
    if first.lemma.lower() in ("nobody", "none", "no-one") or first.text.lower() == "one":
        return True
    if "no" in at.document.clause(first).determiners:
        return True  # "asks no state to capitulate"
    # "requested a meeting to discuss": an act, not somebody who is asked
    return "object" in at.cue.frames and not names_somebody(at.document, told[:1])


def _infinitive(at: CueVerb) -> FrameMatch | None:
    """As in "offered to mediate"."""
    annotation, verb = at.annotation, at.verb
    to = followed_by(annotation, verb, "to", within=3)
    infinitive = infinitive_after(annotation, verb, top=verb)
    if to is None or infinitive is None or infinitive.id < to.id or at.clause.is_passive:
        return None
    return FrameMatch(frame="infinitive", content=content_extent(annotation, _start(annotation, to), infinitive, verb))


def _preposition_after(annotation: Annotation, verb: Word, prepositions: tuple[str, ...]) -> Word | None:
    """The preposition right after a verb, a time or an adverb passed over ("called on Monday for")."""
    return followed_by(annotation, verb, *prepositions, within=5) if prepositions else None


def _nominal_between(annotation: Annotation, first: Word, last: Word) -> tuple[Word, ...]:
    """Heads of the noun phrase between two words."""
    words = [w for w in between(annotation, first, last) if w.text.lower() not in ("not", "never", "to")]
    while len(words) > 2 and is_time(words[-1]) and words[-2].text.lower() in ("on", "in", "last", "this"):
        words = words[:-2]  # "urged Kyiv on Monday to"
    span = annotation.span_of(words)
    head = annotation.head_in(span) if span is not None else None
    if head is None or head.upos not in _NOMINALS:
        return ()
    return tuple(w for w in coordinated(annotation, head) if w in words)


def _to_before(annotation: Annotation, infinitive: Word) -> Word:
    words = annotation.sentence_of(infinitive).words
    return next(w for w in reversed(words[: infinitive.id - 1]) if w.text.lower() == "to")


def _start(annotation: Annotation, to: Word) -> Word:
    """The first word of an infinitive's content: after "to", or the "not" before it."""
    words = annotation.sentence_of(to).words
    previous = words[to.id - 2] if to.id > 1 else None
    return previous if previous is not None and previous.text.lower() == "not" else words[to.id]


# --- a noun phrase: "called for restraint", "demanded an apology", "invited both" ---------------------------------


def _preposition(at: CueVerb) -> FrameMatch | None:
    """As in "called for restraint", "asked the Council for help"."""
    annotation, verb = at.annotation, at.verb
    preposition, asked = _preposition_after(annotation, verb, at.cue.content_preposition), tuple[Word, ...]()
    if preposition is None:
        preposition, asked = _preposition_after_addressee(at)
    rest = after(annotation, preposition) if preposition is not None else ()
    if preposition is None or not rest or rest[0].upos in ("PUNCT", "SCONJ", "ADP"):
        return None
    head = annotation.parent(preposition)
    if head is None or head.id < preposition.id:
        head = rest[0]
    if head.upos == "PRON" or is_no_action(head.lemma, verb.lemma):
        return None
    return FrameMatch(
        frame="prepositional phrase",
        addressees=asked,
        content=content_extent(annotation, rest[0], head, verb),
        noun=head if at.cues.is_noun(head) else None,
        cue_end=preposition if not asked else None,
    )


def _preposition_after_addressee(at: CueVerb) -> tuple[Word | None, tuple[Word, ...]]:
    annotation, verb = at.annotation, at.verb
    for oblique in annotation.children(verb, "obl", "nmod"):
        cases = [c for c in annotation.children(oblique, "case") if c.text.lower() in at.cue.content_preposition]
        asked = [w for w in annotation.children(verb, "obj", "iobj") if w.id < oblique.id]
        asked += [
            w
            for w in annotation.children(verb, "obl")
            if verb.id < w.id < oblique.id and marked(annotation, w) in at.cue.addressee_preposition
        ]
        if cases and names_somebody(at.document, asked):
            return cases[0], tuple(c for w in asked for c in coordinated(annotation, w))
    return None, ()


def _object_to(at: CueVerb) -> FrameMatch | None:
    """As in "invited the rebels to the talks", "invited the rebels"."""
    annotation, verb, guests = at.annotation, at.verb, at.clause.patients
    if not guests:
        return None
    to = next((w for w in after(annotation, verb)[:_NEAR] if w.text.lower() in ("to", "for")), None)
    head = annotation.parent(to) if to is not None and to.relation in ("case", "mark") else None
    content = None
    if to is not None and head is not None and head.id > to.id:
        content = content_extent(annotation, after(annotation, to)[0], head, verb)
    addressees = tuple(dict.fromkeys(c for w in guests for c in coordinated(annotation, w)))
    return FrameMatch(frame="object", addressees=addressees, content=content, is_object=True)


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
    verb, head = at.verb, _object_head(at)
    if head is None or head.upos in ("PRON", "DET", "NUM") or is_no_action(head.lemma, verb.lemma) or not fits(head):
        return None
    if is_time(head) or (head.upos == "PROPN" and at.document.entity_at(head) is not None):
        return None  # "requested Pompeo": a name is no course of action
    noun = head if at.cues.is_noun(head) else None
    return FrameMatch(
        frame="object",
        addressees=at.clause.role("recipient"),
        content=_object_content(at, head),
        noun=noun,
        is_object=True,
    )


def _object_head(at: CueVerb) -> Word | None:
    """The object: a passive's subject, or what a relative clause without an object modifies ("that Oslo proposed")."""
    own = (w for w in at.clause.patients if w.relation != "iobj" and (w.id < at.verb.id or not at.clause.is_passive))
    return next(own, None)


def _object_content(at: CueVerb, head: Word) -> Span | None:
    annotation, verb = at.annotation, at.verb
    words = [w for w in annotation.subtree(head) if w.upos != "PUNCT" and w.relation != "case"]
    if head.id < verb.id:
        relative = annotation.subtree(verb) if annotation.is_below(verb, head) else ()
        return annotation.span_of(w for w in words if w.id < verb.id and w not in relative)
    words = [w for w in words if w.id > verb.id]
    # an addressee that the parser took for a modifier: "offered Sudan loans"
    if words and words[0].upos == "PROPN" and words[0].relation == "compound" and names_actor(at.document, words[0]):
        words = words[1:]
    return content_extent(annotation, words[0] if words else head, head, verb)


_FRAMES: dict[str, Callable[[CueVerb], FrameMatch | None]] = {  # in the order in which they are tried
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
