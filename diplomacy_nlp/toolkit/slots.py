"""Whose a cue is and what it is toward, chosen among all that may be meant by a few facts about each.

The rules of the plugins read the slots of the cues that they know. For a cue of which no more is known than its word,
the actors named near it, the speakers of the quotes around it, and the phrases and clauses of its sentence are ranked;
the weights were fitted to annotated articles by `benchmarks/slots.py` and stand in `weights/slots.tsv`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from attrs import field, frozen

from ..annotation import Annotation, Sentence, Word
from ..types import Actor, Link, Mention, Quote
from .document import Document
from .grammar import coordinated, marked
from .lexicon import packaged, read_lexicon

__all__ = ["Option", "holder_options", "holders_of", "options_weights", "ranked", "target_options", "target_words"]

_LONGEST = 6  # steps of a path through the tree that are told apart
_MENTIONS = 24  # of a sentence, the nearest to the cue
_WORDS = 30
_BACK = 2  # sentences that are looked back to for who was spoken of last
_FIRST_PERSON = frozenset(("i", "we", "us", "our", "my", "me"))
_PHRASES = ("NOUN", "PROPN", "PRON")
_CLAUSES = ("ccomp", "xcomp", "advcl", "acl", "csubj")


@frozen(kw_only=True)
class Option:
    """One of the answers.

    Args:
        word: head of the phrase or clause; None for one that no word of the sentence names.
        actor: id of the actor that it is; None for none.
        facts: what speaks for it, by name.
    """

    word: Word | None = None
    actor: str | None = None
    facts: Mapping[str, float] = field(factory=dict)


@frozen
class _Weight:
    fact: str
    weight: float = field(converter=float)


@cache
def options_weights() -> Mapping[str, float]:
    """The weights of the facts, by task and name."""
    lines = read_lexicon(packaged("diplomacy_nlp.toolkit", "weights/slots.tsv"), _Weight)
    return {line.fact: line.weight for line in lines}


def ranked(options: Sequence[Option], weights: Mapping[str, float]) -> list[tuple[float, Option]]:
    """The options with their shares, which sum to one, the likeliest first."""
    scores = [sum(weights.get(fact, 0.0) * value for fact, value in option.facts.items()) for option in options]
    top = max(scores, default=0.0)
    parts = [math.exp(score - top) for score in scores]
    whole = sum(parts)
    return sorted(((part / whole, option) for part, option in zip(parts, options, strict=True)), key=lambda p: -p[0])


# --- the way through the tree -------------------------------------------------------------------------------------


def _path(annotation: Annotation, start: Word, end: Word) -> tuple[str, ...]:
    """The relations from one word of a sentence up to the word above both, and down to the other."""
    above = [start, *annotation.ancestors(start)]
    places = {word.id: at for at, word in enumerate(above)}
    down: list[str] = []
    at = end
    while at.id not in places:
        down.append(f"v{at.relation}")
        parent = annotation.parent(at)
        if parent is None:
            return ("apart",)
        at = parent
    return (*(f"^{word.relation}" for word in above[: places[at.id]]), *reversed(down))


def _of_path(annotation: Annotation, cue: Word, word: Word) -> Iterator[str]:
    steps = _path(annotation, cue, word)
    case = marked(annotation, word)
    told = " ".join(steps) if len(steps) <= _LONGEST else "far"
    yield f"path {told}"
    yield f"path {told}, {cue.upos}"
    yield f"path {told}, {case or 'bare'}"
    yield f"steps {min(len(steps), _LONGEST + 2)}"
    up = sum(step.startswith("^") for step in steps)
    yield f"up {min(up, 4)} down {min(len(steps) - up, 4)}"
    if steps:
        yield f"ends {steps[-1]}, {case or 'bare'}"
        yield f"begins {steps[0]}, {cue.upos}"
    yield f"{'before' if word.id < cue.id else 'after'}, {cue.upos}"
    yield f"{case or 'bare'}, {'before' if word.id < cue.id else 'after'}"


# --- holders ------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class _Cue:
    """A cue, and what its clause and the quotes around it say of who may hold it."""

    document: Document
    word: Word
    label: str
    agents: frozenset[int]
    owners: frozenset[int]
    first_person: bool
    speakers: tuple[str, ...]
    quote: Quote | None
    state: str

    @classmethod
    def of(cls, document: Document, word: Word, label: str) -> _Cue:
        """What is known of a cue, given its head."""
        clause, own = document.clause(_predicate(document.annotation, word)), document.clause(word)
        quotes = [quote for quote in document.quotes_around(word) if quote.speaker is not None]
        known = any(document.actor(w) is not None for w in clause.agents)
        agent = "agent known" if known else "agent named" if clause.agents else "no agent"
        named = (*clause.agents, *own.owners("by"))
        return cls(
            document=document,
            word=word,
            label=label,
            agents=frozenset(w.id for w in clause.agents),
            owners=frozenset(w.id for w in own.owners("by", "from", "of")) if word.upos in _PHRASES else frozenset(),
            first_person=any(w.text.lower() in _FIRST_PERSON for w in named),
            speakers=tuple(q.speaker.id for q in quotes if q.speaker is not None and q.speaker.id),
            quote=next(iter(quotes), None),
            state=f"{'quoted' if quotes else 'told'}, {agent}",
        )

    def of_mention(self, word: Word, mention: Mention, actor: Actor, rank: int) -> Iterator[str]:
        """What speaks for an actor that the sentence names."""
        annotation, state = self.document.annotation, self.state
        yield from _of_path(annotation, self.word, word)
        yield f"mention {mention.type}"
        yield f"kind {actor.kind}"
        yield f"mentions between {min(rank, 4)}"
        if word.id in self.agents:
            yield from ("agent", f"agent, {self.label}", f"agent, {mention.type}", f"agent, {self.word.upos}, {state}")
        if word.id in self.owners:
            yield from ("owner", f"owner, {marked(annotation, word) or 'possessive'}")
        yield f"{'speaker' if actor.id in self.speakers[:1] else 'not speaker'}, {state}"
        inside = self.quote is not None and any(span.contains(word.span) for span in self.quote.content)
        yield f"{'inside' if inside else 'outside'}, {state}"
        yield f"subject {word.relation in ('nsubj', 'csubj')}"

    def of_speaker(self, rank: int) -> Iterator[str]:
        """What speaks for the speaker of a quote around the cue."""
        yield from (
            f"speaker {rank}",
            f"speaker {rank}, {self.state}",
            f"speaker {rank}, {self.word.upos}, {self.state}",
        )
        yield f"speaker {rank}, first person {self.first_person}"

    def of_other(self, name: str) -> Iterator[str]:
        """What speaks for an actor whom the sentence does not name."""
        yield from (name, f"{name}, {self.state}", f"{name}, {self.word.upos}")
        yield f"{name}, first person {self.first_person}"

    def of_nobody(self) -> Iterator[str]:
        """What speaks for nobody's holding it."""
        yield from ("nobody", f"nobody, {self.state}", f"nobody, {self.label}")
        yield f"nobody, {self.word.upos}, {self.word.relation}"


def holder_options(document: Document, word: Word, label: str, task: str) -> list[Option]:
    """Who may hold a stance or put something forward: who is named in the sentence, who speaks, who was last, nobody.

    Args:
        word: head of the cue.
        label: the stance or kind.
        task: "reaction" or "proposal".
    """
    cue = _Cue.of(document, word, label)

    def option(names: Iterable[str], actor: str | None, head: Word | None = None) -> Option:
        told = list(names)
        return Option(word=head, actor=actor, facts=dict.fromkeys([*told, *(f"{task}: {name}" for name in told)], 1.0))

    found = [
        option(cue.of_mention(head, mention, actor, rank), actor.id, head)
        for rank, (head, mention, actor) in enumerate(_named_near(document, word))
    ]
    found += [option(cue.of_speaker(rank), speaker) for rank, speaker in enumerate(cue.speakers[:2])]
    found += [option(cue.of_other(name), actor) for name, actor in _elsewhere(document, word)]
    return [*found, option(cue.of_nobody(), None)]


def _named_near(document: Document, cue: Word) -> list[tuple[Word, Mention, Actor]]:
    """The mentions of actors in the cue's sentence with their heads, the nearest first."""
    annotation = document.annotation
    places = document.naming.within(annotation.sentence_of(cue).span)
    heads = [(head, m, actor) for m, actor in places if actor.id and (head := annotation.head_in(m.span)) is not None]
    heads = [place for place in heads if place[0].sentence == cue.sentence and place[0] != cue]
    return sorted(heads, key=lambda place: abs(place[0].id - cue.id))[:_MENTIONS]


def _predicate(annotation: Annotation, word: Word) -> Word:
    """The word itself, or the verb that puts a noun or adjective to use ("voiced fears")."""
    if word.upos == "VERB" or annotation.children(word, "nsubj", "cop", "csubj"):
        return word
    for above in annotation.ancestors(word):
        if above.upos == "VERB" or annotation.children(above, "nsubj", "cop"):
            return above
    return word


def _elsewhere(document: Document, cue: Word) -> Iterator[tuple[str, str]]:
    """Actors that the sentence need not name, each with why: who spoke last, whom the text spoke of last or most."""
    paragraph = document.paragraph_number(cue.span.start)

    def where(offset: int) -> str:
        return "here" if document.paragraph_number(offset) == paragraph else "above"

    spoke = [q for q in document.quotes_before(cue.span.start, 3) if q.speaker is not None and q.speaker.id]
    for rank, quote in enumerate(spoke):
        yield f"spoke {rank}, {where(quote.content[0].start)}", (quote.speaker.id if quote.speaker else None) or ""
    sentences = document.annotation.sentences[max(0, cue.sentence - _BACK) : cue.sentence]
    for back, sentence in enumerate(reversed(sentences)):
        for name, actor in _spoken_of_in(document, sentence):
            yield f"{name} {back} before, {where(sentence.span.start)}", actor
    for name, named in (("named most", document.most_named), ("named first", document.first_named)):
        if named is not None:
            yield name, named.id or ""


def _spoken_of_in(document: Document, sentence: Sentence) -> Iterator[tuple[str, str]]:
    """The actors that are a sentence's subject, its first and its last."""
    roots = [w for w in sentence.words if w.relation == "root"]
    subjects = (document.actor(s) for root in roots for s in document.annotation.children(root, "nsubj"))
    subject = next((actor for actor in subjects if actor is not None and actor.id), None)
    if subject is not None:
        yield "subject", subject.id or ""
    named = [actor.id for _, actor in document.naming.within(sentence.span) if actor.id]
    if named:
        yield from (("named first", named[0]), ("named last", named[-1]))


def holders_of(document: Document, cue: Word, label: str, task: str) -> tuple[Link, ...]:
    """Who holds a stance or puts something forward; all of those who do it together; () for nobody known.

    Args:
        cue, label, task: as for `holder_options`.
    """
    places = ranked(holder_options(document, cue, label, task), options_weights())
    shares: dict[str | None, float] = {}
    for share, option in places:
        shares[option.actor] = shares.get(option.actor, 0.0) + share
    best = max(shares, key=lambda actor: shares[actor])
    if best is None:
        return ()
    word = next((option.word for _, option in places if option.actor == best and option.word is not None), None)
    confidence = round(min(shares[best], 1.0), 3)
    if word is None:
        return (Link(id=best, confidence=confidence),)
    return tuple(_together(document, word, best, confidence))


def _together(document: Document, word: Word, actor: str, confidence: float) -> Iterator[Link]:
    """Links to an actor and to those that are named beside it: "A, B and C"."""
    first = word
    while first.relation == "conj" and (above := document.annotation.parent(first)) is not None:
        first = above
    seen: dict[str, Link] = {actor: Link(id=actor, confidence=confidence)}
    for other in coordinated(document.annotation, first):
        named = document.actor(other)
        if named is not None and named.id and other.upos in _PHRASES:
            seen.setdefault(named.id, Link(id=named.id, confidence=confidence))
    yield from seen.values()


# --- targets ------------------------------------------------------------------------------------------------------


def target_options(document: Document, cue: Word, label: str, holders: frozenset[str] = frozenset()) -> list[Option]:
    """What a stance may be toward: the phrases and clauses of its sentence, by their heads, or nothing in it."""
    annotation = document.annotation
    words = annotation.sentence_of(cue).words
    near = sorted((w for w in words if w != cue and _may_be_target(w)), key=lambda w: abs(w.id - cue.id))[:_WORDS]
    clause = document.clause(cue)
    patients, subjects = {w.id for w in clause.patients}, {w.id for w in clause.subjects}
    predicate = _predicate(annotation, cue)
    used = {w.id for w in document.clause(predicate).patients} if predicate != cue else set()
    found = []
    for rank, word in enumerate(near):
        actor = document.actor(word)
        names = [*_of_path(annotation, cue, word), f"tag {word.upos}", f"relation {word.relation}, {cue.upos}"]
        names.append(f"words between {min(rank, 5)}")
        names.append(f"{'actor' if actor is not None else 'no actor'}, {label}")
        roles = [
            name
            for name, ids in (("patient", patients), ("subject", subjects), ("of the verb", used))
            if word.id in ids
        ]
        names += [f"{role}, {told}" for role in roles for told in (cue.upos, label)]
        proposal = document.proposal_named(word)
        names.append("a proposal" if proposal is not None else "no proposal")
        if actor is not None and actor.id in holders:
            names.append("the holder")
        found.append(Option(word=word, actor=None if actor is None else actor.id, facts=_target_facts(names)))
    quoted = "quoted" if document.quotes_around(cue) else "told"
    nothing = [
        f"nothing, {cue.upos}",
        f"nothing, {label}",
        f"nothing, {cue.upos}, {cue.relation}",
        f"nothing, {quoted}",
        f"nothing, {'bare' if not (patients or used) else 'with object'}",
    ]
    return [*found, Option(facts=_target_facts(nothing))]


def _target_facts(names: Sequence[str]) -> Mapping[str, float]:
    return {f"target: {name}": 1.0 for name in names}


def _may_be_target(word: Word) -> bool:
    if word.upos in _PHRASES:
        return word.relation not in ("flat", "fixed", "goeswith")
    return word.relation in _CLAUSES or (word.upos == "VERB" and word.relation in ("obl", "obj", "nmod", "nsubj"))


def target_words(
    document: Document, cue: Word, label: str, holders: frozenset[str] = frozenset()
) -> tuple[Word | None, ...]:
    """The heads of what a stance may be toward, the likeliest first; None for what its sentence does not name.

    Args:
        cue: head of the cue.
        label: the stance.
        holders: ids of those who hold it.
    """
    return tuple(option.word for _, option in ranked(target_options(document, cue, label, holders), options_weights()))
