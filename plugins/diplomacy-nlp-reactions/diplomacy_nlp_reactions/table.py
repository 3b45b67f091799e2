"""What is on the table: which proposal a noun takes up, or "it", or words that name no target at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve, frozen

from diplomacy_nlp import Link, Proposal, Status
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.grammar import marked
from diplomacy_nlp.types import ProposalKind

from .kinship import root_of, roots
from .lexicon import engagement_verbs, matter_classes, word_class
from .reactors import reactor_links

__all__ = ["Spoken", "proposal_in_clause", "proposal_left_out", "proposal_meant"]

_KINDS = {
    "demand": ProposalKind.DEMAND,
    "ultimatum": ProposalKind.DEMAND,
    "deadline": ProposalKind.DEMAND,
    "offer": ProposalKind.OFFER,
    "overture": ProposalKind.OFFER,
    "request": ProposalKind.REQUEST,
    "appeal": ProposalKind.REQUEST,
    "call": ProposalKind.REQUEST,
    "plea": ProposalKind.REQUEST,
    "invitation": ProposalKind.INVITATION,
}
_POINTERS = {"the", "this", "that", "these", "those", "such", "both"}
_PRONOUNS = {"it", "this", "that", "them", "so"}
_ASPECTS = {"step", "body", "text", "peace", "term", "condition", "settlement", "reform", "legislation"}
_OVER = (Status.LAPSED, Status.WITHDRAWN, Status.SUPERSEDED)
_SPEAKING = {"comment", "respond", "reply", "answer", "say", "elaborate", "react", "speculate", "commit"}
_REACH = 2  # sentences back in which a proposal must have been spoken of for words that do not name it

# how much each ground weighs for a noun; only their order and rough sizes matter
_NAMED = 3.0
_PART_NAMED = 1.5
_SAME_WORD = 2.0
_SAME_KIND = 2.0
_SAME_OWNER = 3.0
_ASKED = 1.0
_OWN = -1.5
_STEP_BACK = -0.6
_SENTENCE_BACK = -0.15
_PROMINENT = 0.25  # for each mention: what an article comes back to is what it is about
_MANY = 4
_COMES_BACK = 0.4
_LEAD = 3  # sentences that say what an article is about
_KEPT = 31  # reactions that are looked back to
_AHEAD = 2  # sentences within which a headline or lead may speak of what is told later


@frozen(kw_only=True)
class _Phrase:
    """A target's noun phrase as far as it tells which proposal it means."""

    start: int
    anaphoric: bool
    aspect: bool
    kind: ProposalKind | None
    owners: frozenset[str]
    owned: bool
    head: str
    roots: frozenset[str]


@frozen(kw_only=True, eq=False)
class Spoken:
    """The proposals that a text has spoken of so far; a value: `after` gives a new one.

    Args:
        document: the text, whose proposals have ids.
        contents: roots (see `kinship.py`) of the words that say what each proposal would do.
        taken_up: where reactions have taken up a proposal, in whatever words, and which.
    """

    document: Document
    contents: Mapping[str | None, frozenset[str]]
    taken_up: tuple[tuple[int, Proposal], ...] = ()

    @classmethod
    def nothing(cls, document: Document) -> Spoken:
        """What a text has spoken of before its first reaction."""
        words = document.annotation.words_in
        return cls(
            document=document,
            contents={p.id: roots(w for span in p.content for w in words(span)) for p in document.proposals},
        )

    def after(self, target: Link | None, offset: int) -> Spoken:
        """What it has spoken of after a reaction to a target at an offset."""
        proposal = self.document.proposal_with(target.id) if target is not None else None
        return self if proposal is None else evolve(self, taken_up=(*self.taken_up[-_KEPT:], (offset, proposal)))

    def content_roots(self, proposal: Proposal) -> frozenset[str]:
        """Roots of the words that say what a proposal would do."""
        return self.contents[proposal.id]

    def before(self, offset: int, at_most: int = 8) -> tuple[Proposal, ...]:
        """Proposals named or otherwise spoken of before an offset, the latest first, each once."""
        named = self.document.proposals_named_before(offset, 4 * at_most)
        taken = [pair for pair in self.taken_up if pair[0] < offset]
        found: dict[int, Proposal] = {}
        for _, proposal in sorted((*named, *taken), key=lambda pair: pair[0], reverse=True):
            found.setdefault(id(proposal), proposal)
        return tuple(found.values())[:at_most]

    def sentences_since(self, proposal: Proposal, offset: int) -> int:
        """How many sentences lie between where a proposal was last named or spoken of and an offset: 0 for the same."""
        starts = [span.start for span in (proposal.cue, *proposal.mentions) if span.start < offset]
        starts += [start for start, other in self.taken_up if other is proposal and start < offset]
        if not starts:
            return len(self.document.annotation.sentences)
        return self.document.sentence_number(offset) - self.document.sentence_number(max(starts))


# --- a noun phrase ------------------------------------------------------------------------------------------------


def proposal_meant(spoken: Spoken, word: Word, before: int, reactors: tuple[Link, ...] = ()) -> Proposal | None:
    """The proposal spoken of before that "the plan", "this demand", "the sum", "a delay" or "it" means; None for none.

    A noun for proposals takes up the most fitting one, by owner, kind, the words it shares with what would be done,
    and nearness; so does a definite noun for a part of one ("the terms"). Any other noun must be a word of its content.

    Args:
        word: head of the phrase.
        before: offset of the cue, before which the proposal must have been spoken of.
        reactors: whose stance it is: rather toward what they are asked than toward what they ask themselves.
    """
    if not spoken.document.proposals:
        return None
    candidates = spoken.before(before)
    if (whole := _whole_of(spoken, word)) is not None:
        return spoken.document.proposal_named(whole) or proposal_meant(spoken, whole, before, reactors)
    if word.lemma.lower() in _PRONOUNS and word.upos in ("PRON", "DET"):
        if word.lemma.lower() == "them" and spoken.document.actor(word) is not None:
            return None
        return _nearest(spoken, word, candidates, reach=_REACH)
    if word.upos not in ("NOUN", "VERB", "ADJ") or spoken.document.actor(word) is not None:
        return None
    phrase = _phrase(spoken, word)
    best, best_score = None, 0.0
    for step, candidate in enumerate(candidates):
        score = _fit(spoken, phrase, candidate, reactors)
        if score <= 0:
            continue
        score += _PROMINENT * min(len(candidate.mentions), _MANY)
        score += _STEP_BACK * step + _SENTENCE_BACK * min(spoken.sentences_since(candidate, before), 10)
        if best is None or score > best_score:
            best, best_score = candidate, score
    return best if best is not None or not phrase.anaphoric else _told_later(spoken, word)


def _told_later(spoken: Spoken, word: Word) -> Proposal | None:
    """What a lead calls "the package" before it says who put it forward."""
    for proposal in spoken.document.proposals:
        ahead = spoken.document.sentence_number(proposal.cue.start) - word.sentence
        if 0 <= ahead <= _AHEAD and proposal.kind in (ProposalKind.PROPOSAL, ProposalKind.OFFER):
            return proposal
    return None


def _whole_of(spoken: Spoken, word: Word) -> Word | None:
    """As in "parts of the plan", "most of it": the plan; None for words that name no part."""
    if word.lemma.lower() not in word_class("part"):
        return None
    phrases = spoken.document.annotation.children(word, "nmod")
    return next((w for w in phrases if marked(spoken.document.annotation, w) == "of"), None)


def _phrase(spoken: Spoken, word: Word) -> _Phrase:
    annotation = spoken.document.annotation
    lemma = word.lemma.lower()
    told = [c for c in annotation.children(word, "nmod", "acl") if c.deprel != "nmod:poss"]
    by = spoken.document.clause(word).owners("by", "from")
    told = [c for c in told if c not in by and marked(annotation, c) not in ("by", "from")]
    words = (w for w in annotation.subtree(word, without=("nmod:poss", "conj", "appos", "parataxis")) if w not in by)
    classes = matter_classes().get(lemma, frozenset())
    definite = any(d.text.lower() in _POINTERS for d in annotation.children(word, "det")) or bool(
        annotation.children(word, "nmod:poss")
    )
    return _Phrase(
        start=word.span.start,
        anaphoric=definite and not told and "proposal" in classes and lemma not in _ASPECTS,
        aspect=definite and "aspect" in classes,
        kind=_KINDS.get(lemma),
        owners=frozenset(link.id for link in reactor_links(spoken.document, by) if link.id),
        owned=bool(annotation.children(word, "nmod:poss")),
        head=root_of(word),
        roots=roots(words) - ({root_of(word)} if "proposal" in classes or "aspect" in classes else set()),
    )


def _fit(spoken: Spoken, phrase: _Phrase, proposal: Proposal, reactors: tuple[Link, ...]) -> float:
    """How well a phrase fits a proposal, nearness left aside; 0 where it cannot mean it."""
    proposers = _ids(proposal.proposers)
    content = spoken.content_roots(proposal)
    shared = phrase.roots & content
    if phrase.owners and proposers and not _same_side(spoken, phrase.owners, proposers):
        return 0.0
    if phrase.anaphoric:
        score = _NAMED
    elif phrase.roots <= content and _names_part(spoken, phrase, proposal):
        score = _PART_NAMED
    else:
        return 0.0
    if phrase.kind is not None:
        score += _SAME_KIND if phrase.kind == proposal.kind else -_SAME_KIND / 2
    if phrase.owners & proposers:
        score += _SAME_OWNER
    score += _SAME_WORD * min(len(shared | ({phrase.head} & content)), 2)
    return max(score + _inclination(spoken, proposal, reactors), 0.1)


def _names_part(spoken: Spoken, phrase: _Phrase, proposal: Proposal) -> bool:
    """Whether a phrase means a part of a proposal: "the sum" soon after it, or a word of what would be done."""
    if phrase.aspect and spoken.sentences_since(proposal, phrase.start) <= 2 * _REACH:
        return True
    return phrase.head in spoken.content_roots(proposal) and not phrase.owned


def _inclination(spoken: Spoken, proposal: Proposal, reactors: tuple[Link, ...]) -> float:
    who = _ids(reactors)
    asked = _ids(proposal.addressees) | _ids(proposal.participants)
    if _same_side(spoken, who, _ids(proposal.proposers)):
        return _OWN
    return _ASKED if _same_side(spoken, who, asked) else 0.0


def _ids(links: Iterable[Link]) -> frozenset[str]:
    return frozenset(link.id for link in links if link.id)


def _same_side(spoken: Spoken, some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two sets of actors share one, or one that stands for another ("Lavrov" and "Russia")."""
    return bool(spoken.document.sides(some) & spoken.document.sides(others))


# --- a clause, and nothing at all -----------------------------------------------------------------------------------


def proposal_in_clause(spoken: Spoken, verb: Word, before: int, reactors: tuple[Link, ...] = ()) -> Proposal | None:
    """The proposal that a clause takes up: "(refused) to discuss it", "to be bound by the truce", "to delay the vote".

    Args:
        verb: head of the clause.
        before: offset of the cue.
        reactors: as for `proposal_meant`.
    """
    if not spoken.document.proposals:
        return None
    annotation = spoken.document.annotation
    lemma = verb.lemma.lower()
    if lemma in _SPEAKING and not annotation.children(verb, "obj", "obl", "ccomp", "xcomp"):
        return proposal_left_out(spoken, verb, reactors)  # "refused to comment"
    if lemma in engagement_verbs() and not annotation.children(verb, "obj", "obl", "ccomp", "xcomp"):
        return proposal_left_out(spoken, verb, reactors)  # "would be willing to negotiate"
    if lemma in engagement_verbs() or {lemma, verb.text.lower()} & word_class("handling"):
        for noun in annotation.children(verb, "obj", "obl", "nsubj"):
            named = spoken.document.proposal_named(noun) if noun.id > verb.id else None
            found = named or (proposal_meant(spoken, noun, before, reactors) if noun.id > verb.id else None)
            if found is not None:
                return found
    if verb.relation not in ("xcomp", "advcl"):
        return _spoken_of(spoken, verb, before, reactors)
    said = roots(annotation.subtree(verb, without=("advcl", "parataxis", "nsubj", "conj")))
    for candidate in spoken.before(before):
        content = spoken.content_roots(candidate)
        if len(said & content) >= 2 and root_of(verb) in content:
            return candidate
    return None


def _spoken_of(spoken: Spoken, verb: Word, before: int, reactors: tuple[Link, ...]) -> Proposal | None:
    """What a clause is about: "(complained) that the plan would ruin them", "(fears) it would"."""
    subject = spoken.document.annotation.child(verb, "nsubj")
    above = spoken.document.annotation.parent(verb)
    if above is not None and above.lemma.lower() == "agree":
        return None  # "agreed that the plan would cost jobs" accepts nothing
    if subject is None or subject.upos not in ("NOUN", "PRON") or spoken.document.actor(subject) is not None:
        return None
    named = spoken.document.proposal_named(subject)
    if named is not None or (subject.upos == "PRON" and subject.lemma.lower() not in ("it", "this")):
        return named
    phrase = _phrase(spoken, subject)
    if subject.upos == "NOUN" and not (phrase.anaphoric or phrase.aspect):
        return None
    return proposal_meant(spoken, subject, before, reactors)


def proposal_left_out(spoken: Spoken, cue: Word, reactors: tuple[Link, ...]) -> Proposal | None:
    """The proposal that a stance without a target is toward ("Zimbabwe refused").

    It must have been spoken of in the cue's sentence or shortly before, and not be the reactor's own. Of those in the
    nearest sentence, one that was put to the reactor comes first, then the last.

    Args:
        cue: head of the stance's words.
        reactors: whose stance it is.
    """
    offset = cue.span.start
    if (asked_about := _asked_about(spoken, cue)) is not None:
        return asked_about
    near = [
        (_distance(spoken, p, offset), -_inclination(spoken, p, reactors), step, p)
        for step, p in enumerate(spoken.before(offset))
        if spoken.sentences_since(p, offset) <= _REACH
    ]
    fitting = [entry for entry in near if entry[1] <= 0 and entry[3].status not in _OVER]
    if fitting:
        return min(fitting, key=lambda entry: entry[:3])[3]
    return None if near else _of_lead(spoken, offset, reactors)


def _of_lead(spoken: Spoken, offset: int, reactors: tuple[Link, ...]) -> Proposal | None:
    """The proposal that the article opens with: what it is about, where nothing else was spoken of lately."""
    for proposal in spoken.document.proposals:
        opens = spoken.document.sentence_number(proposal.cue.start) < _LEAD and proposal.cue.start < offset
        if opens and proposal.status not in _OVER and _inclination(spoken, proposal, reactors) >= 0:
            return proposal
    return None


def _distance(spoken: Spoken, proposal: Proposal, offset: int) -> float:
    """How far back a proposal was spoken of, in sentences; less for one that the article keeps coming back to."""
    return spoken.sentences_since(proposal, offset) - _COMES_BACK * min(len(proposal.mentions), _MANY)


def _asked_about(spoken: Spoken, cue: Word) -> Proposal | None:
    """What the reactor was asked about ("Asked whether the draft could be revived, she declined to comment")."""
    annotation = spoken.document.annotation
    asked = (
        w for head in (cue, annotation.parent(cue)) if head is not None for w in annotation.children(head, "advcl")
    )
    question = next(
        (w for w in asked if w.lemma.lower() == "ask" and w.feat("VerbForm") == "Part" and w.id < cue.id), None
    )
    for word in annotation.subtree(question) if question is not None else ():
        if (
            word.upos == "NOUN"
            and (found := spoken.document.proposal_named(word) or _phrase_meant(spoken, word)) is not None
        ):
            return found
    return None


def _phrase_meant(spoken: Spoken, word: Word) -> Proposal | None:
    phrase = _phrase(spoken, word)
    return proposal_meant(spoken, word, word.span.start) if phrase.anaphoric or phrase.aspect else None


def _nearest(spoken: Spoken, word: Word, candidates: Iterable[Proposal], *, reach: int) -> Proposal | None:
    return next((p for p in candidates if spoken.sentences_since(p, word.span.start) <= reach), None)
