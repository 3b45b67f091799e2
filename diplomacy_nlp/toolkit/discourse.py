"""What a text has spoken of so far: its words as anaphors, its proposals as referents, in the order of the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from attrs import evolve, field, frozen

from ..annotation import Word
from ..spans import Span
from ..types import Link, Proposal, Status
from .clause import marked
from .document import Document
from .roots import root_of, roots
from .salience import Anaphor, Form, Place, Referent, Salience, proposal_noun

__all__ = ["Discourse", "Readings", "determined", "ids_of", "lemma_of", "place_of", "roots_in"]

_POINTERS = {"the", "this", "that", "these", "those", "such", "both"}
_PRONOUNS = {"it", "this", "that", "these", "those", "them", "they", "so", "one", "which", "both", "neither"}
_MATTERS = {"it", "this", "that"}
_OVER = (Status.LAPSED, Status.WITHDRAWN, Status.SUPERSEDED)
_NOT_ITS_OWN = ("nmod:poss", "conj", "appos", "parataxis")
_CLAUSES = ("ccomp", "xcomp", "advcl", "acl", "csubj", "parataxis", "root")
_MANY = 60  # words of a clause that are looked at
_STANCES = 60  # that are kept in mind besides the last one


# --- facts of words -----------------------------------------------------------------------------------------------


def place_of(document: Document, offset: int) -> Place:
    """Where an offset stands in the text."""
    return Place(offset=offset, sentence=document.sentence_number(offset), paragraph=document.paragraph_number(offset))


def ids_of(document: Document, links: Iterable[Link]) -> frozenset[str]:
    """The ids of actors that links point at, and of those they act for; the words of those that are no known actor."""
    links = tuple(links)
    known = document.sides(link.id for link in links if link.id)
    return known | {document.article[link.span].lower() for link in links if not link.id and link.span is not None}


def roots_in(document: Document, spans: Iterable[Span]) -> frozenset[str]:
    """Roots of the words that carry meaning within spans."""
    return roots(word for span in spans for word in document.annotation.words_in(span))


def lemma_of(noun: Word) -> str:
    """The lemma by which a noun is known again, singular."""
    return noun.lemma.lower().removesuffix("s")


def determined(document: Document, noun: Word) -> str:
    """How a noun phrase is determined: "definite", "possessive", "indefinite", or "" for none of these."""
    if document.annotation.child(noun, "nmod:poss") is not None:
        return "possessive"
    determiners = {d.text.lower() for d in document.annotation.children(noun, "det")}
    if determiners & _POINTERS:
        return "definite"
    return "indefinite" if determiners & {"a", "an", "another", "any", "some", "no"} else ""


def _form(document: Document, word: Word) -> Form:
    if word.upos in ("PRON", "DET", "ADV") and word.lemma.lower() in _PRONOUNS:
        return Form.PRONOUN
    if word.upos in ("VERB", "AUX"):
        return Form.CLAUSE if word.relation in _CLAUSES else Form.NOUN
    told = word.relation in ("ccomp", "xcomp", "advcl", "csubj")
    return Form.CLAUSE if told and document.annotation.child(word, "cop", "nsubj") is not None else Form.NOUN


def _roots_of(document: Document, word: Word, form: Form) -> frozenset[str]:
    """Roots of a phrase's words; neither of those who are behind it, nor of a noun that says no more than "plan"."""
    if form is Form.PRONOUN:
        return frozenset()
    annotation = document.annotation
    makers = [c for c in annotation.children(word, "nmod") if marked(annotation, c) in ("by", "from")]
    left_out = {w.id for maker in makers for w in annotation.subtree(maker)}
    # "the Philippine idea", "the original Sanders demand"
    left_out |= {w.id for w in annotation.children(word, "amod", "compound") if document.actor_at(w) is not None}
    without = ("parataxis", "conj", "advcl") if form is Form.CLAUSE else _NOT_ITS_OWN
    words = [w for w in annotation.subtree(word, without=without)[:_MANY] if w.id not in left_out]
    return roots(words) - (frozenset({root_of(word)}) if proposal_noun(word.lemma) is not None else frozenset())


def _owners(document: Document, noun: Word) -> frozenset[str]:
    """Who a noun phrase says is behind a thing: "Oslo's plan", "the French plan", "a plan by Oslo", "of Oslo's"."""
    annotation = document.annotation
    found = [*annotation.children(noun, "nmod:poss", "amod", "compound")]
    found += [c for c in annotation.children(noun, "nmod") if marked(annotation, c) in ("by", "from", "of")]
    actors = (document.actor(w) for w in found)
    return document.sides(actor.id for actor in actors if actor is not None and actor.id)


# --- the proposals of a document ----------------------------------------------------------------------------------


@frozen(eq=False)
class Readings:
    """The proposals of a document by the words that speak of them.

    Args:
        document: with what the stages before reactions found.
    """

    document: Document

    @cached_property
    def referents(self) -> Mapping[str, Referent]:
        """The proposals by their ids, as they are first put forward."""
        return {p.id: self._referent(p) for p in self.document.proposals if p.id}

    @cached_property
    def spoken(self) -> tuple[tuple[int, str], ...]:
        """Where the text names proposals, and which, in its order."""
        names = ((span.start, p.id) for p in self.document.proposals if p.id for span in (p.cue, *p.mentions))
        return tuple(sorted(names))

    def _referent(self, proposal: Proposal) -> Referent:
        place = place_of(self.document, min(s.start for s in (proposal.cue, *proposal.mentions)))
        heads = (
            self.document.annotation.head_in(span) for span in (proposal.cue, *proposal.mentions, *proposal.content)
        )
        nouns = frozenset(lemma_of(w) for w in heads if w is not None and w.upos in ("NOUN", "PROPN"))
        return Referent(
            key=proposal.id or "",
            kinds=frozenset({proposal.kind}),
            nouns=nouns,
            families=frozenset(entry.family for lemma in nouns if (entry := proposal_noun(lemma)) is not None),
            content=roots_in(self.document, proposal.content),
            names=roots_in(self.document, (proposal.cue, *proposal.mentions)),
            makers=ids_of(self.document, proposal.proposers),
            asked=ids_of(self.document, (*proposal.addressees, *proposal.participants)),
            first=place,
            last=place,
            is_over=proposal.status in _OVER,
        )

    @cached_property
    def _words(self) -> Mapping[int, frozenset[str]]:
        """Ids of the proposals that words belong to, by where they begin: cues, mentions, heads of contents."""
        found: defaultdict[int, set[str]] = defaultdict(set)
        annotation = self.document.annotation
        for proposal in self.document.proposals:
            if not proposal.id:
                continue
            words = [w for span in (proposal.cue, *proposal.mentions) for w in annotation.words_in(span)]
            words += [w for span in proposal.content if (w := annotation.head_in(span)) is not None]
            for word in words:
                found[word.span.start].add(proposal.id)
        return {start: frozenset(ids) for start, ids in found.items()}

    @cached_property
    def _sentences(self) -> frozenset[int]:
        """Numbers of the sentences that have words of proposals."""
        return frozenset(self.document.sentence_number(start) for start in self._words)

    def at(self, word: Word) -> frozenset[str]:
        """Ids of the proposals that a word belongs to: to cue or mention, or as the head of what would be done."""
        return self._words.get(word.span.start, frozenset())

    def below(self, word: Word) -> frozenset[str]:
        """Ids of the proposals that have words in the phrase or clause that a word heads."""
        if word.sentence not in self._sentences:
            return frozenset()
        return frozenset(key for w in self.document.annotation.subtree(word)[:_MANY] for key in self.at(w))

    def anaphor(self, word: Word | None, cue: Word, holders: frozenset[str] = frozenset()) -> Anaphor:
        """What a reaction is toward, as words that may take up a proposal.

        Args:
            word: head of the target's phrase or clause; None for a stance without a target.
            cue: head of the words that express the stance.
            holders: ids of those who react, and of those they act for.
        """
        document = self.document
        around = self.below(cue)
        if word is None:
            place = place_of(document, cue.span.start)
            return Anaphor(place=place, form=Form.NOTHING, holders=holders, around=around, is_target=True)
        form = _form(document, word)
        parts = document.annotation.children(word, "nsubj", "obj") if form is Form.CLAUSE else ()
        named = self.at(word) or frozenset().union(*map(self.at, parts))  # a clause is about them
        within = self.below(word) - named
        actor = document.actor(word)
        return Anaphor(
            place=place_of(document, word.span.start),
            form=form,
            determined=determined(document, word),
            lemma=lemma_of(word) if form is Form.NOUN else "",
            head=root_of(word),
            roots=_roots_of(document, word, form),
            owners=_owners(document, word) if form is Form.NOUN else frozenset(),
            holders=holders,
            named=named,
            within=within,
            around=around - named - within,
            actors=document.sides([actor.id]) if actor is not None and actor.id else frozenset(),
            is_target=True,
            has_pronoun=any(w.upos == "PRON" and w.lemma.lower() in _MATTERS for w in parts),
            plural=word.feat("Number") == "Plur",
        )


@frozen(kw_only=True)
class Discourse:
    """A document up to a place: which proposals it has spoken of. A value: each step gives a new one.

    Args:
        readings: the document's proposals.
        salience: what it has spoken of so far.
        step: how many of the places where it names proposals lie before.
        stances: ids of the proposals that the last stances were toward, in their order; None for all else.
    """

    readings: Readings
    salience: Salience = field(factory=Salience)
    step: int = 0
    stances: tuple[str | None, ...] = ()

    @classmethod
    def of(cls, document: Document) -> Discourse:
        """The discourse before the first word."""
        readings = document.kept(Readings)
        ahead = sorted(readings.referents.values(), key=lambda r: r.first.offset)
        return cls(readings=readings, salience=Salience(ahead=tuple(ahead)))

    def at(self, offset: int) -> Discourse:
        """The discourse where an offset is reached; offsets come in the order of the text."""
        salience, step, spoken = self.salience, self.step, self.readings.spoken
        while step < len(spoken) and spoken[step][0] < offset:
            salience = self._after(salience, *spoken[step])
            step += 1
        return self if step == self.step else evolve(self, salience=salience, step=step)

    @property
    def document(self) -> Document:
        """The text."""
        return self.readings.document

    def after(self, target: Link | None, offset: int) -> Discourse:
        """The discourse after a stance at an offset toward a target, in whatever words; it may be no proposal."""
        if target is None or target.id is None or target.id not in self.readings.referents:
            return evolve(self, stances=(*self.stances[-_STANCES:], None))
        salience = self._after(self.salience, offset, target.id)
        return evolve(self, salience=salience, stances=(*self.stances[-_STANCES:], target.id))

    def _after(self, salience: Salience, offset: int, id: str) -> Salience:
        known = next((r for r in salience.referents if r.key == id), None)
        place = place_of(self.readings.document, offset)
        first = self.readings.referents[id]
        return salience.after(evolve(first, last=place) if known is None else known.spoken_of(place))

    def link(self, word: Word | None, cue: Word, reactors: Iterable[Link]) -> Link | None:
        """A link to the proposal that a stance is toward, with how sure that is; None where it is likelier toward none.

        Args:
            word, cue: as for `Readings.anaphor`.
            reactors: whose stance it is.
        """
        if not self.readings.referents:
            return None
        anaphor = self.readings.anaphor(word, cue, ids_of(self.readings.document, reactors))
        choice = self.at(max(anaphor.place.offset, cue.span.start)).salience.meant(anaphor)
        return None if choice.referent is None else Link(id=choice.referent.key, confidence=round(choice.share, 3))
