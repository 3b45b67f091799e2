"""Whose a cue is, who is asked, and what it is toward: all that may be meant, and what is known of each.

The rules of the plugins read the slots of the cues that they know. A trained network (`learned/ranker.py`) chooses for
those cues and for all others: among the actors named near a cue, the speakers of the quotes around it and those whom
the text speaks of; among the phrases and clauses of its sentence and the proposals that the text has in mind.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from itertools import chain
from operator import attrgetter

from attrs import evolve, field, frozen

from diplomacy_nlp.annotation import Annotation, Word
from diplomacy_nlp.spans import Span
from diplomacy_nlp.types import Actor, ActorKind, Link, Mention, Proposal, Quote

from ..clause import marked, noun_phrase, once_a_word, once_each
from ..discourse import Discourse, place_of
from ..document import Document
from ..roots import roots
from ..salience import Choice, Place

__all__ = [
    "Facts",
    "Group",
    "Option",
    "Paths",
    "Ruled",
    "addressee_options",
    "beside",
    "heads_of_proposals",
    "holder_options",
    "ids_named",
    "link_of",
    "named_facts",
    "target_options",
    "words_around",
    "words_of",
]

_LONGEST = 6  # steps of a path through the tree that are told apart
_MENTIONS = 24  # of a sentence, the nearest to the cue
_WORDS = 30
_BACK = 2  # sentences that are looked back to for who was spoken of last
_FAR_BACK = 6  # for subjects alone
_MOST_NAMED = 4
_LEAD = 3  # sentences that open a text
_SHARES = 8  # steps in which a share is told
_FIRST_PERSON = frozenset(("i", "we", "us", "our", "my", "me"))
_PHRASES = ("NOUN", "PROPN", "PRON")
_CLAUSES = ("ccomp", "xcomp", "advcl", "acl", "csubj")
_KEPT = 1 << 14  # groups of facts of a sort: there are hundreds of most, thousands of paths and lemmas

Group = tuple[str, ...]


class Facts(Collection[str]):
    """Names of what speaks for an option or against it, each once.

    They come in groups that are the same for many options, so that neither their names nor what they amount to need be
    made for each.

    Args:
        groups: of names; none stands in two of them.
    """

    __slots__ = ("groups",)

    def __init__(self, groups: Iterable[Group] = ()) -> None:
        self.groups = tuple(groups)

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self.groups)

    def __len__(self) -> int:
        return sum(map(len, self.groups))

    def __contains__(self, name: object) -> bool:
        return any(name in group for group in self.groups)


class _Made(Group):
    """A group that is made once, and therefore known again as itself: its names need not be looked at for it."""

    __slots__ = ()
    __hash__ = object.__hash__


def named_facts(make: Callable[..., Iterator[str]]) -> Callable[..., Group]:
    """Names that a function makes of a few words, made once for each; none stands twice."""

    @lru_cache(maxsize=_KEPT)
    def made(*told: object) -> Group:
        return _Made(dict.fromkeys(make(*told)))

    return made


def _named(*forms: str) -> Callable[..., Group]:
    """Names that are made of a few words by forms: "kind {1}" of the second of them."""
    return named_facts(lambda *told: (form.format(*told) for form in forms))


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
    facts: Facts = field(factory=Facts)


@frozen(kw_only=True)
class Ruled:
    """What a rule takes for the slots of a cue.

    Args:
        holders: ids of actors: of those whose it is, or, where it is asked who is asked, of these.
        target: what it is toward; None for nothing.
    """

    holders: frozenset[str] = frozenset()
    target: Link | None = None


# --- what is known of a place in the text, whatever is asked there ------------------------------------------------


@once_each
def _heads(document: Document, sentence: int) -> tuple[tuple[Word, Mention, Actor], ...]:
    """The mentions of actors that have their heads in a sentence, with these."""
    places = document.naming.within(document.annotation.sentences[sentence].span)
    heads = ((document.head_in(m.span), m, actor) for m, actor in places if actor.id)
    return tuple((head, m, actor) for head, m, actor in heads if head is not None and head.sentence == sentence)


@once_each
def _foremost(document: Document, number: int) -> tuple[tuple[str, str], ...]:
    """The actors that are a sentence's subject, its first and its last."""
    sentence = document.annotation.sentences[number]
    roots = [w for w in sentence.words if w.deprel == "root"]
    subjects = (document.actor(s) for root in roots for s in document.annotation.children(root, "nsubj"))
    subject = next((actor.id for actor in subjects if actor is not None and actor.id), None)
    found = [] if subject is None else [("subject", subject)]
    named = [actor.id for _, actor in document.naming.within(sentence.span) if actor.id]
    return (*found, ("named first", named[0]), ("named last", named[-1])) if named else tuple(found)


@once_a_word
def _elsewhere(document: Document, cue: Word) -> tuple[tuple[str, str], ...]:
    """Actors that the sentence need not name, with why: who spoke last, whom the text spoke of last or most."""
    paragraph = document.paragraph_number(cue.span.start)
    quotes = document.quotes_before(cue.span.start, 3)
    spoke = ((q.content[0].start, q.speaker.id) for q in quotes if q.speaker is not None and q.speaker.id)
    ranked = [(f"spoke {rank}, {_where(document, at, paragraph)}", who) for rank, (at, who) in enumerate(spoke)]
    return (*ranked, *_named_before(document, (cue.sentence, paragraph)))


def _where(document: Document, offset: int, paragraph: int) -> str:
    return "here" if document.paragraph_number(offset) == paragraph else "above"


@once_each
def _named_before(document: Document, place: tuple[int, int]) -> tuple[tuple[str, str], ...]:
    """The actors that the text named before a sentence, and those that it names most, seen from a paragraph."""
    number, paragraph = place
    near = max(0, number - _BACK)
    found: list[tuple[str, str]] = []
    for back, before in enumerate(reversed(range(near, number))):
        where = _where(document, document.annotation.sentences[before].span.start, paragraph)
        found += [(f"{name} {back} before, {where}", actor) for name, actor in _foremost(document, before)]
    for before in reversed(range(max(0, number - _FAR_BACK), near)):
        found += [("subject further back", actor) for name, actor in _foremost(document, before) if name == "subject"]
    found += [(f"named most {rank}", actor.id or "") for rank, actor in enumerate(document.most_named[:_MOST_NAMED])]
    if document.first_named is not None:
        found.append(("named first", document.first_named.id or ""))
    return tuple(dict.fromkeys(found))


@once_a_word
def _named_by(document: Document, word: Word) -> tuple[str | None, str | None]:
    """Ids of the actor and of the proposal that a word names."""
    actor, proposal = document.actor(word), document.proposal_named(word)
    return None if actor is None else actor.id, None if proposal is None else proposal.id


# --- the way through the tree -------------------------------------------------------------------------------------


@cache
def _step(way: str, deprel: str) -> str:
    return f"{way}{deprel.partition(':')[0]}"


class Paths:
    """The ways through the tree from a cue to the words of its sentence."""

    def __init__(self, annotation: Annotation, cue: Word) -> None:
        above = [cue, *annotation.ancestors(cue)]
        self._annotation, self._cue = annotation, cue
        self._words = annotation.sentence_of(cue).words
        self._places = {word.id: at for at, word in enumerate(above)}
        self._up = tuple(_step("^", word.deprel) for word in above)
        self._facts: dict[int, Group] = {}

    def facts(self, word: Word) -> Group:
        """What the way to a word tells."""
        found = self._facts.get(word.id)
        if found is None:
            case = marked(self._annotation, word) or "bare"
            found = self._facts[word.id] = _of_path(self._to(word), self._cue.upos, case, word.id < self._cue.id)
        return found

    def _to(self, word: Word) -> Group:
        """The relations from the cue up to the word above both, and down to the other."""
        down: list[str] = []
        while word.id not in self._places:
            down.append(_step("v", word.deprel))
            if not word.head:
                return ("apart",)
            word = self._words[word.head - 1]
        down.reverse()
        return (*self._up[: self._places[word.id]], *down)


@once_a_word
def _paths_from(document: Document, cue: Word) -> Paths:
    """The ways from a cue, which are asked for whose it is and for what it is toward."""
    return Paths(document.annotation, cue)


@named_facts
def _of_path(steps: Group, tag: str, case: str, before: bool) -> Iterator[str]:
    told = " ".join(steps) if len(steps) <= _LONGEST else "far"
    side = "before" if before else "after"
    yield from (f"path {told}", f"path {told}, {tag}", f"path {told}, {case}")
    up = sum(step.startswith("^") for step in steps)
    yield f"steps {min(len(steps), _LONGEST + 2)}"
    yield f"up {min(up, 4)} down {min(len(steps) - up, 4)}"
    if steps:
        yield f"ends {steps[-1]}, {case}"
        yield f"begins {steps[0]}, {tag}"
    yield from (f"{side}, {tag}", f"{case}, {side}")


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
        # "I" of "I think that's shameful" is the subject of a clause above
        above = (w for over in document.annotation.ancestors(word) for w in document.annotation.children(over, "nsubj"))
        named = (*clause.agents, *own.owners("by"), *above)
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

    def roles_of(self, word: Word, mention: Mention) -> Iterator[Group]:
        """Whether an actor that the sentence names is agent or owner."""
        if word.id in self.agents:
            yield _agent(self.label, str(mention.type), self.word.upos, self.state)
        if word.id in self.owners:
            yield _owner(marked(self.document.annotation, word) or "possessive")

    def place_of(self, word: Word, actor: Actor) -> Group:
        """Where the sentence names an actor."""
        inside = self.quote is not None and any(span.contains(word.span) for span in self.quote.content)
        speaks = "speaker" if actor.id in self.speakers[:1] else "not speaker"
        is_subject = word.relation in ("nsubj", "csubj")
        return _standing(speaks, "inside" if inside else "outside", is_subject, self.state)


# of an actor that the sentence names: sort of the mention, kind, mentions between
_of_mention = _named("mention {0}", "kind {1}", "mentions between {2}")
# label, sort of the mention, its tag, the cue's state
_agent = _named("agent", "agent, {0}", "agent, {1}", "agent, {2}, {3}")
_owner = _named("owner", "owner, {0}")
_standing = _named("{0}, {3}", "{1}, {3}", "subject {2}")
# of the speaker of a quote around the cue: how far out, and the cue's state, tag and whether "I" says it
_of_speaker = _named("speaker {0}", "speaker {0}, {1}", "speaker {0}, {2}, {1}", "speaker {0}, first person {3}")
# of an actor whom the sentence does not name: why it may be meant, and the same of the cue
_of_other = _named("{0}", "{0}, {1}", "{0}, {2}", "{0}, first person {3}")
# of nobody's holding it: state, label, tag and relation of the cue
_of_nobody = _named("nobody", "nobody, {0}", "nobody, {1}", "nobody, {2}, {3}")
_of_place = _named("{0}", "{0}, {1}", "any {2}")


def holder_options(document: Document, word: Word, label: str, ruled: Ruled | None = None) -> tuple[Option, ...]:
    """Who may hold a stance or put something forward; nobody comes last.

    Args:
        document: the article, with actors and quotes.
        word: head of the cue.
        label: the stance or kind.
        ruled: what a rule says of it; None where no rule found it.
    """
    cue, paths = _Cue.of(document, word, label), _paths_from(document, word)
    told: dict[str, list[Group]] = {}
    heads: dict[str, Word] = {}
    seen = {
        actor.id for head, _, actor in _heads(document, word.sentence) if _has_only_seen(document, head, word, actor)
    }
    near = [place for place in _heads(document, word.sentence) if place[0].id != word.id]
    near.sort(key=lambda place: abs(place[0].id - word.id))
    for rank, (head, mention, actor) in enumerate(near[:_MENTIONS]):
        name = actor.id or ""
        roles = cue.roles_of(head, mention)
        if name in heads:
            told[name] += _new_in(roles, told[name])
            continue
        heads[name] = head
        own = _of_mention(str(mention.type), str(actor.kind), min(rank, 4))
        told[name] = [paths.facts(head), own, *roles, cue.place_of(head, actor)]
    known = (cue.state, word.upos, cue.first_person)
    for rank, speaker in enumerate(cue.speakers[:2]):
        told.setdefault(speaker, []).append(_of_speaker(rank, *known))
    for name, actor_id in _elsewhere(document, word):
        told.setdefault(actor_id, []).append(_of_other(name, *known))
    found = []
    for name, groups in told.items():
        who = document.actor_with(name)
        if who is None or name in seen:
            continue
        here = "in the sentence" if name in heads else "not in the sentence"
        groups.append(_of_place(here, cue.state, str(who.kind)))
        at = heads.get(name) or _last_named(document, who, word.span.start)
        facts = Facts([*groups, *_by_rule_of(ruled, name)])
        found.append(Option(actor=name, word=heads.get(name), at=at, facts=facts))
    nobody = _of_nobody(cue.state, label, word.upos, word.relation)
    return (*found, Option(facts=Facts([nobody, *_by_rule_of(ruled, None)])))


def _has_only_seen(document: Document, head: Word, cue: Word, actor: Actor) -> bool:
    """Whether it is a medium that has read what is told: "the draft, seen by AFP, calls for"."""
    return actor.kind is ActorKind.MEDIA and head.deprel == "obl:agent" and document.annotation.parent(head) != cue


def addressee_options(
    document: Document, word: Word, label: str, holders: frozenset[str], ruled: Ruled | None = None
) -> tuple[Option, ...]:
    """Who may be asked to do what is proposed; nobody comes last.

    Args:
        document, word, label: as for `holder_options`.
        holders: ids of those who propose it, who are not asked.
        ruled: whom a rule takes for asked; None where no rule found the cue.
    """
    known = [actor for name in holders if (actor := document.actor_with(name)) is not None]
    sides, states = document.sides(holders), {actor.country for actor in known if actor.country}
    told = {link.id for quote in document.quotes_around(word) for link in quote.addressees}
    found = []
    for option in holder_options(document, word, label, ruled):
        if option.actor is None or option.actor not in holders:
            state = _state_of(document.actor_with(option.actor), states)
            own = _of_asked(option.actor in told, option.actor in sides, state, bool(states), label)
            found.append(evolve(option, facts=Facts([*option.facts.groups, own])))
    return tuple(found)


def _state_of(actor: Actor | None, states: Collection[str]) -> str:
    """Whether an actor is of one of some states, of another, or of none that is known."""
    if actor is None:
        return ""
    if actor.country is None:
        return "no"
    return "its" if actor.country in states else "other"


# of somebody who may be asked: told so, the proposers' principal, of which state, whether theirs is known; label
_of_asked = _named("told so {0}", "for whom it is proposed {1}", "state {2}, {3}", "state {2}, {3}, {4}")


def ids_named(document: Document, words: Iterable[Word]) -> frozenset[str]:
    """Ids of the actors that words name."""
    return frozenset(actor.id for actor in map(document.actor, words) if actor is not None and actor.id)


def _new_in(groups: Iterable[Group], known: Sequence[Group]) -> Iterator[Group]:
    """Groups of what another mention of an actor tells, without what was told already."""
    told = {name for group in known for name in group}
    for group in groups:
        yield tuple(name for name in group if name not in told)
        told.update(group)


_RULES, _NOT_RULES = ("the rule's",), ("not the rule's",)


def _by_rule_of(ruled: Ruled | None, actor: str | None) -> tuple[Group, ...]:
    if ruled is None:
        return ()
    own = actor in ruled.holders if actor is not None else not ruled.holders
    return (_RULES if own else _NOT_RULES,)


def _last_named(document: Document, actor: Actor, offset: int) -> Word | None:
    """Head of the last mention of an actor before an offset, else of its first."""
    spans = document.spans_of(actor)
    at = bisect_left(spans, offset, key=attrgetter("start"))
    return document.head_in(spans[max(at - 1, 0)])


def _predicate(annotation: Annotation, word: Word) -> Word:
    """The word itself, or the verb that puts a noun or adjective to use ("voiced fears")."""
    if word.upos == "VERB" or annotation.children(word, "nsubj", "cop", "csubj"):
        return word
    for above in annotation.ancestors(word):
        if above.upos == "VERB" or annotation.children(above, "nsubj", "cop"):
            return above
    return word


def beside(document: Document, word: Word, actor: str, confidence: float) -> tuple[Link, ...]:
    """Links to an actor that a word names and to those named together with it, in the order of the text."""
    words = [other for other in document.naming.together(word) if other.upos in _PHRASES]
    ids = [actor if other == word else named.id for other in words if (named := document.actor(other)) is not None]
    told = ids if actor in ids else [actor]
    return tuple(Link(id=own, confidence=confidence) for own in dict.fromkeys(told) if own)


# --- targets ------------------------------------------------------------------------------------------------------


@once_each
def _roots_of(document: Document, sentence: int) -> frozenset[str]:
    """Roots of the words of a sentence that carry meaning."""
    return roots(document.annotation.sentences[sentence].words)


@frozen(kw_only=True, eq=False)
class _Minded:
    """What a text has in mind where a cue stands: its proposals, and how likely each is meant by nothing at all."""

    place: Place
    choices: Mapping[str, tuple[int, Choice]]  # by proposal, with their ranks
    stances: Sequence[str | None]  # the proposals that stances before were toward, the last one last
    words: frozenset[str]  # roots of those of the cue's sentence
    holders: frozenset[str]
    label: str
    state: str

    @classmethod
    def of(cls, spoken: Discourse, cue: Word, label: str, holders: frozenset[str], state: str) -> _Minded:
        """The proposals in mind."""
        known = spoken.readings.referents
        ranked = spoken.salience.ranked(spoken.readings.anaphor(None, cue, holders)) if known else ()
        choices = {c.referent.key: (rank, c) for rank, c in enumerate(ranked) if c.referent is not None}
        place = place_of(spoken.document, cue.span.start)
        return cls(
            place=place,
            choices=choices,
            stances=spoken.stances,
            words=_roots_of(spoken.document, cue.sentence),
            holders=holders,
            label=label,
            state=state,
        )

    def facts_of(self, proposal: str) -> Iterator[Group]:
        """What speaks for a proposal's being meant."""
        rank, choice = self.choices.get(proposal, (9, _NO_CHOICE))
        yield _in_mind(min(rank, 4), self.label, min(int(choice.share * _SHARES), _SHARES - 1))
        referent = choice.referent
        if referent is not None:
            yield _spoken_of(
                min(max(self.place.sentence - referent.last.sentence, -1), 5),
                self.state,
                bool(self.holders & referent.makers),
                bool(self.holders & referent.asked),
                self.label,
                min(referent.times, 4),
                referent.last.paragraph == self.place.paragraph,
            )
            before = self.stances.count(proposal)
            yield _matter(
                referent.first.sentence < _LEAD,
                min(len(self.choices), 4),
                min(before, 3),
                2 * before > len(self.stances),
                bool(self.stances) and self.stances[-1] == proposal,
                self.label,
                self.state,
            )
            yield _shared(min(len(self.words & (referent.content | referent.names)), 3), self.state)


_NO_CHOICE = Choice(referent=None, share=0.0)
_in_mind = _named("in mind {0}", "in mind {0}, {1}", "share in mind {2}")
# of a proposal in mind: sentences back, the cue's state, whether it is the holder's or put to it, label, times, place
_spoken_of = _named(
    "proposal {0} back",
    "proposal {0} back, {1}",
    "the holder's {2}, of the holder {3}",
    "the holder's {2}, of the holder {3}, {4}",
    "spoken of {5}",
    "in this paragraph {6}",
)
# whether it opens the text, of how many in mind it is one, how many stances before were toward it, whether most of all
# were and the last one was; label and state of the cue
_matter = _named(
    "opens the text {0}, one of {1}",
    "opens the text {0}, {5}",
    "opens the text {0}, {6}",
    "stances before {2}, most {3}",
    "the last stance's {4}, one of {1}",
    "the last stance's {4}, {6}",
    "most {3}, {6}",
)
_shared = _named("roots in the sentence {0}", "roots in the sentence {0}, {1}")


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
    paths, lemma = _paths_from(document, cue), cue.lemma.lower()
    found = []
    for rank, word in enumerate(_words_near(document, cue)):
        actor, proposal = _named_by(document, word)
        groups = [
            paths.facts(word),
            _of_word(min(rank, 5), word.upos, word.relation, cue.upos),
            _lemma(word.lemma.lower()),
            _naming(
                "no actor" if actor is None else "actor", label, "no proposal" if proposal is None else "a proposal"
            ),
            *(_role(role, cue.upos, label, lemma) for role, ids in roles.items() if word.id in ids),
        ]
        if actor in holders:
            groups.append(_HOLDER)
        if proposal is not None:
            groups += minded.facts_of(proposal)
        if ruled is not None:
            groups.append((_by_rule(ruled, actor, proposal, is_head=head is not None and word == head),))
        found.append(Option(actor=actor, proposal=proposal, word=word, at=word, facts=Facts(groups)))
    here = {option.proposal for option in found} | {option.actor for option in found}
    found += _not_named(document, minded, cue, here, place, ruled)
    nothing = [_nothing(*place, cue.upos)]
    if ruled is not None:
        nothing.append(("nothing by the rule" if ruled.target is None else "something by the rule",))
    return (*found, Option(facts=Facts(nothing)))


_HOLDER = ("the holder",)


# of a word of the sentence: words between, its tag and relation, the cue's tag
_of_word = _named("words between {0}", "tag {1}", "relation {2}, {3}")
_lemma = _named("lemma {0}")
_naming = _named("{0}, {1}", "{2}")
# role of a word, and the cue's tag, label and lemma
_role = _named("{0}, {1}", "{0}, {2}", "{0}, {3}")
# of nothing's being meant: label, state, place and tag of the cue
_nothing = _named("nothing", "nothing, {0}", "nothing, {1}", "nothing, {2}", "nothing, {3}")


def _head_of(document: Document, ruled: Ruled | None) -> Word | None:
    if ruled is None or ruled.target is None or ruled.target.span is None:
        return None
    return document.head_in(ruled.target.span)


def _words_near(document: Document, cue: Word) -> list[Word]:
    words = [w for w in words_around(document, cue) if w.id != cue.id]
    return sorted(words, key=lambda w: abs(w.id - cue.id))[:_WORDS]


def _by_rule(ruled: Ruled, actor: str | None, proposal: str | None, *, is_head: bool) -> str:
    if is_head:
        return "the rule's words"
    target = ruled.target
    if target is not None and target.id is not None and target.id in (actor, proposal):
        return "what the rule means"
    return "not the rule's"


def _not_named(
    document: Document,
    minded: _Minded,
    cue: Word,
    here: Collection[str | None],
    place: Sequence[str],
    ruled: Ruled | None,
) -> Iterator[Option]:
    """The proposals in mind, and the actors that the text speaks of, whether the cue's sentence names them or not."""
    for key in minded.choices:
        proposal = document.proposal_with(key)
        if proposal is None:
            continue
        at = document.head_in(_naming_span(proposal))
        rule = () if ruled is None else ((f"in mind, {_by_rule(ruled, None, key, is_head=False)}",),)
        facts = Facts([_far("in mind", *place, key in here), *minded.facts_of(key), *rule])
        yield Option(proposal=key, at=at, facts=facts)
    others: dict[str, list[str]] = {}
    for name, actor in _elsewhere(document, cue):
        if actor not in minded.holders:
            others.setdefault(actor, []).append(name)
    for key, told in others.items():
        who = document.actor_with(key)
        if who is None:
            continue
        rule = () if ruled is None else ((f"elsewhere, {_by_rule(ruled, key, None, is_head=False)}",),)
        facts = Facts([_far("elsewhere", *place, key in here), _of_elsewhere(tuple(told), str(who.kind)), *rule])
        yield Option(actor=key, at=_last_named(document, who, cue.span.start), facts=facts)


# of what the sentence need not name: its sort, the cue's label, state and place, whether it is named
_far = _named("{0}", "{0}, {1}", "{0}, {2}", "{0}, {3}", "{0}, named {4}")


@named_facts
def _of_elsewhere(told: Group, kind: str) -> Iterator[str]:
    yield from (f"elsewhere, {name}" for name in (*told, kind))


@partial(once_each, place=attrgetter("sentence"))
def words_around(document: Document, cue: Word) -> tuple[Word, ...]:
    """The words of a cue's sentence that may head what it is toward: most of `target_options` are asked of these."""
    return tuple(filter(_may_be_target, document.annotation.sentence_of(cue).words))


def heads_of_proposals(document: Document) -> tuple[Word, ...]:
    """The words by which proposals in mind are asked of."""
    heads = (document.head_in(_naming_span(proposal)) for proposal in document.proposals if proposal.id)
    return tuple(head for head in heads if head is not None)


def _naming_span(proposal: Proposal) -> Span:
    return next(iter(proposal.content), proposal.cue)


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
    link = words_of(spoken.document, option)
    if link is None or option.word is None or option.proposal is not None:
        return link
    meant = spoken.link(option.word, cue, holders)
    return link if meant is None else evolve(link, id=meant.id)


def words_of(document: Document, option: Option) -> Link | None:
    """A link to what an option stands for by itself; None where it stands for nothing."""
    own = option.proposal or option.actor
    if option.word is not None:
        return Link(id=own, span=_phrase(document, option.word))
    return None if own is None else Link(id=own)


def _phrase(document: Document, word: Word) -> Span:
    if word.upos in ("VERB", "ADJ"):
        return document.annotation.phrase(word, without=("mark", "punct"))
    return noun_phrase(document.annotation, word)
