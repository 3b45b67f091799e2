"""Whose a cue is and what it is toward: all that may be meant, and what is known of each.

The rules of the plugins read the slots of the cues that they know. A trained network (`learned/ranker.py`) chooses for
those cues and for all others: among the actors named near a cue, the speakers of the quotes around it and those whom
the text speaks of; among the phrases and clauses of its sentence and the proposals that the text has in mind.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve, frozen

from ..annotation import Annotation, Sentence, Word
from ..spans import Span
from ..types import Actor, Link, Mention, Quote
from .discourse import Discourse
from .document import Document
from .grammar import coordinated, marked, noun_phrase
from .salience import Referent

__all__ = ["Option", "Ruled", "beside", "holder_options", "link_of", "target_options"]

_LONGEST = 6  # steps of a path through the tree that are told apart
_MENTIONS = 24  # of a sentence, the nearest to the cue
_WORDS = 30
_BACK = 2  # sentences that are looked back to for who was spoken of last
_FAR_BACK = 6  # for subjects alone
_MOST_NAMED = 4
_SHARES = 8  # steps in which a share is told
_FIRST_PERSON = frozenset(("i", "we", "us", "our", "my", "me"))
_PHRASES = ("NOUN", "PROPN", "PRON")
_CLAUSES = ("ccomp", "xcomp", "advcl", "acl", "csubj")


@frozen(kw_only=True)
class Option:
    """One of the answers.

    Args:
        actor: id of the actor that it is; None for none.
        proposal: id of the proposal that it is; None for none.
        word: head of the phrase or clause of the cue's sentence that names it; None where none does.
        at: the word whose vector tells most of it: `word`, or where the text spoke of it last; None for none.
        facts: names of what speaks for it or against it.
    """

    actor: str | None = None
    proposal: str | None = None
    word: Word | None = None
    at: Word | None = None
    facts: tuple[str, ...] = ()


@frozen(kw_only=True)
class Ruled:
    """What a rule takes for the slots of a cue.

    Args:
        holders: ids of actors.
        target: what it is toward; None for nothing.
    """

    holders: frozenset[str] = frozenset()
    target: Link | None = None


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
            first_person=any(w.text.lower() in _FIRST_PERSON for w in (*named, *_subjects_above(document, word))),
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


def _subjects_above(document: Document, word: Word) -> Iterator[Word]:
    """Subjects of the clauses that a word's own stands in: "I" of "I think that's shameful"."""
    for above in document.annotation.ancestors(word):
        yield from document.annotation.children(above, "nsubj")


def holder_options(document: Document, word: Word, label: str, ruled: Ruled | None = None) -> tuple[Option, ...]:
    """Who may hold a stance or put something forward; nobody comes last.

    Args:
        document: the article, with actors and quotes.
        word: head of the cue.
        label: the stance or kind.
        ruled: what a rule says of it; None where no rule found it.
    """
    cue = _Cue.of(document, word, label)
    facts: defaultdict[str, list[str]] = defaultdict(list)
    heads: dict[str, Word] = {}
    for rank, (head, mention, actor) in enumerate(_named_near(document, word)):
        name = actor.id or ""
        told = list(cue.of_mention(head, mention, actor, rank))
        first = heads.setdefault(name, head) is head
        facts[name] += told if first else [fact for fact in told if fact.startswith(("agent", "owner"))]
    for rank, speaker in enumerate(cue.speakers[:2]):
        facts[speaker] += cue.of_speaker(rank)
    for name, actor_id in _elsewhere(document, word):
        facts[actor_id] += cue.of_other(name)
    found = []
    for name, told in facts.items():
        who = document.actor_with(name)
        if who is None:
            continue
        here = "in the sentence" if name in heads else "not in the sentence"
        told += (here, f"{here}, {cue.state}", f"any {who.kind}")
        at = heads.get(name) or _last_named(document, who, word.span.start)
        found.append(Option(actor=name, word=heads.get(name), at=at, facts=_told(told, ruled, name)))
    return (*found, Option(facts=_told([*cue.of_nobody()], ruled, None)))


def _told(facts: Sequence[str], ruled: Ruled | None, actor: str | None) -> tuple[str, ...]:
    names = list(facts)
    if ruled is not None:
        own = actor in ruled.holders if actor is not None else not ruled.holders
        names.append("the rule's" if own else "not the rule's")
    return _once(names)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _last_named(document: Document, actor: Actor, offset: int) -> Word | None:
    """Head of the last mention of an actor before an offset, else of its first."""
    spans = document.spans_of(actor)
    at = bisect_left(spans, offset, key=lambda span: span.start)
    return document.annotation.head_in(spans[max(at - 1, 0)])


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
    sentences = document.annotation.sentences
    near = sentences[max(0, cue.sentence - _BACK) : cue.sentence]
    for back, sentence in enumerate(reversed(near)):
        for name, actor in _spoken_of_in(document, sentence):
            yield f"{name} {back} before, {where(sentence.span.start)}", actor
    for sentence in reversed(sentences[max(0, cue.sentence - _FAR_BACK) : max(0, cue.sentence - _BACK)]):
        for name, actor in _spoken_of_in(document, sentence):
            if name == "subject":
                yield "subject further back", actor
    for rank, named in enumerate(document.most_named[:_MOST_NAMED]):
        yield f"named most {rank}", named.id or ""
    if document.first_named is not None:
        yield "named first", document.first_named.id or ""


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


def beside(document: Document, word: Word, actor: str, confidence: float) -> tuple[Link, ...]:
    """Links to an actor that a word names and to those named beside it ("A, B and C"), in the order of the text."""
    first = word
    while first.relation == "conj" and (above := document.annotation.parent(first)) is not None:
        first = above
    ids = {word.id: actor}
    for other in coordinated(document.annotation, first):
        named = document.actor(other)
        if named is not None and named.id and other.upos in _PHRASES:
            ids.setdefault(other.id, named.id)
    return tuple(Link(id=own, confidence=confidence) for own in dict.fromkeys(ids[number] for number in sorted(ids)))


# --- targets ------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class _Minded:
    """What a text has in mind where a cue stands: its proposals, and how likely each is meant by nothing at all."""

    referents: Mapping[str, Referent]
    ranks: Mapping[str, tuple[int, float]]
    sentence: int
    paragraph: int
    holders: frozenset[str]
    label: str
    state: str

    @classmethod
    def of(cls, spoken: Discourse, cue: Word, label: str, holders: frozenset[str], state: str) -> _Minded:
        """The proposals in mind."""
        document = spoken.document
        ranked = (
            spoken.salience.ranked(spoken.readings.anaphor(None, cue, holders)) if spoken.readings.referents else ()
        )
        places = [(rank, choice) for rank, choice in enumerate(ranked) if choice.referent is not None]
        return cls(
            referents={c.referent.key: c.referent for _, c in places if c.referent is not None},
            ranks={c.referent.key: (rank, c.share) for rank, c in places if c.referent is not None},
            sentence=document.sentence_number(cue.span.start),
            paragraph=document.paragraph_number(cue.span.start),
            holders=holders,
            label=label,
            state=state,
        )

    def facts_of(self, proposal: str) -> Iterator[str]:
        """What speaks for a proposal's being meant."""
        rank, share = self.ranks.get(proposal, (9, 0.0))
        yield f"in mind {min(rank, 4)}"
        yield f"in mind {min(rank, 4)}, {self.label}"
        yield f"share in mind {min(int(share * _SHARES), _SHARES - 1)}"
        referent = self.referents.get(proposal)
        if referent is None:
            return
        back = min(max(self.sentence - referent.last.sentence, -1), 5)
        yield f"proposal {back} back"
        yield f"proposal {back} back, {self.state}"
        mine, asked = bool(self.holders & referent.makers), bool(self.holders & referent.asked)
        yield f"the holder's {mine}, of the holder {asked}"
        yield f"the holder's {mine}, of the holder {asked}, {self.label}"
        yield f"spoken of {min(referent.times, 4)}"
        yield f"in this paragraph {referent.last.paragraph == self.paragraph}"


def target_options(
    spoken: Discourse, cue: Word, label: str, holders: frozenset[str] = frozenset(), ruled: Ruled | None = None
) -> tuple[Option, ...]:
    """What a stance may be toward; nothing that is told comes last.

    They are the phrases and clauses of the cue's sentence, the proposals in mind, and the actors that the text speaks
    of.

    Args:
        spoken: the article, with actors, quotes and proposals, up to the cue.
        cue: head of the cue.
        label: the stance.
        holders: ids of those who hold it, and of those they act for.
        ruled: what a rule says of it; None where no rule found it.
    """
    document = spoken.document
    annotation = document.annotation
    predicate, clause = _predicate(annotation, cue), document.clause(cue)
    roles = {
        "patient": {w.id for w in clause.patients},
        "subject": {w.id for w in clause.subjects},
        "of the verb": {w.id for w in document.clause(predicate).patients} if predicate != cue else set[int](),
    }
    bare = "with object" if roles["patient"] or roles["of the verb"] else "bare"
    state = f"{'quoted' if document.quotes_around(cue) else 'told'}, {bare}"
    minded = _Minded.of(spoken, cue, label, holders, state)
    head = _head_of(document, ruled)
    place = (label, state, f"{cue.upos}, {cue.relation}")
    found = []
    for rank, word in enumerate(_words_near(annotation, cue)):
        option = _named_by(document, word)
        names = [*_of_path(annotation, cue, word), f"words between {min(rank, 5)}"]
        names += _of_word(word, cue, label, option, [role for role, ids in roles.items() if word.id in ids])
        if option.actor in holders:
            names.append("the holder")
        if option.proposal is not None:
            names += minded.facts_of(option.proposal)
        if ruled is not None:
            names.append(_by_rule(ruled, option, is_head=head is not None and word == head))
        found.append(evolve(option, facts=_once(names)))
    here = {option.proposal for option in found} | {option.actor for option in found}
    found += _not_named(document, minded, cue, here, place, ruled)
    nothing = ["nothing", *(f"nothing, {told}" for told in place), f"nothing, {cue.upos}"]
    if ruled is not None:
        nothing.append("nothing by the rule" if ruled.target is None else "something by the rule")
    return (*found, Option(facts=_once(nothing)))


def _head_of(document: Document, ruled: Ruled | None) -> Word | None:
    if ruled is None or ruled.target is None or ruled.target.span is None:
        return None
    return document.annotation.head_in(ruled.target.span)


def _words_near(annotation: Annotation, cue: Word) -> list[Word]:
    words = (w for w in annotation.sentence_of(cue).words if w != cue and _may_be_target(w))
    return sorted(words, key=lambda w: abs(w.id - cue.id))[:_WORDS]


def _named_by(document: Document, word: Word) -> Option:
    actor, proposal = document.actor(word), document.proposal_named(word)
    return Option(
        word=word,
        at=word,
        actor=None if actor is None else actor.id,
        proposal=None if proposal is None else proposal.id,
    )


def _of_word(word: Word, cue: Word, label: str, option: Option, roles: Sequence[str]) -> Iterator[str]:
    yield from (f"tag {word.upos}", f"relation {word.relation}, {cue.upos}", f"lemma {word.lemma.lower()}")
    yield f"{'no actor' if option.actor is None else 'actor'}, {label}"
    yield "no proposal" if option.proposal is None else "a proposal"
    for role in roles:
        yield from (f"{role}, {cue.upos}", f"{role}, {label}", f"{role}, {cue.lemma.lower()}")


def _by_rule(ruled: Ruled, option: Option, *, is_head: bool) -> str:
    if is_head:
        return "the rule's words"
    target = ruled.target
    if target is not None and target.id is not None and target.id in (option.actor, option.proposal):
        return "what the rule means"
    return "not the rule's"


def _not_named(
    document: Document,
    minded: _Minded,
    cue: Word,
    here: frozenset[str | None] | set[str | None],
    place: Sequence[str],
    ruled: Ruled | None,
) -> Iterator[Option]:
    """The proposals in mind, and the actors that the text speaks of, whether the cue's sentence names them or not."""
    annotation = document.annotation
    for key in minded.referents:
        proposal = document.proposal_with(key)
        if proposal is None:
            continue
        names = ["in mind", *(f"in mind, {told}" for told in place), f"in mind, named {key in here}"]
        span = next(iter(proposal.content), proposal.cue)
        option = Option(proposal=key, at=annotation.head_in(span))
        rule = () if ruled is None else (f"in mind, {_by_rule(ruled, option, is_head=False)}",)
        yield evolve(option, facts=_once([*names, *minded.facts_of(key), *rule]))
    others: defaultdict[str, list[str]] = defaultdict(list)
    for name, actor in _elsewhere(document, cue):
        if actor not in minded.holders:
            others[actor].append(f"elsewhere, {name}")
    for key, told in others.items():
        actor_there = document.actor_with(key)
        if actor_there is None:
            continue
        names = ["elsewhere", *(f"elsewhere, {told}" for told in place), f"elsewhere, named {key in here}", *told]
        option = Option(actor=key, at=_last_named(document, actor_there, cue.span.start))
        rule = () if ruled is None else (f"elsewhere, {_by_rule(ruled, option, is_head=False)}",)
        yield evolve(option, facts=_once([*names, f"elsewhere, {actor_there.kind}", *rule]))


def _may_be_target(word: Word) -> bool:
    if word.upos in _PHRASES:
        return word.relation not in ("flat", "fixed", "goeswith")
    return word.relation in _CLAUSES or (word.upos == "VERB" and word.relation in ("obl", "obj", "nmod", "nsubj"))


def link_of(spoken: Discourse, option: Option, cue: Word, holders: Iterable[Link]) -> Link | None:
    """A link to what an option stands for, without a confidence; None where it stands for nothing.

    Args:
        spoken: the article up to the cue: words that name neither proposal nor actor may take up a proposal in mind.
        option: of `target_options`.
        cue: head of the cue.
        holders: whose stance it is.
    """
    if option.word is None:
        own = option.proposal or option.actor
        return None if own is None else Link(id=own)
    span = _phrase(spoken.document, option.word)
    if option.proposal is not None:
        return Link(id=option.proposal, span=span)
    meant = spoken.link(option.word, cue, holders)
    return Link(id=option.actor if meant is None else meant.id, span=span)


def _phrase(document: Document, word: Word) -> Span:
    if word.upos in ("VERB", "ADJ"):
        return document.annotation.phrase(word, without=("mark", "punct"))
    return noun_phrase(document.annotation, word)
