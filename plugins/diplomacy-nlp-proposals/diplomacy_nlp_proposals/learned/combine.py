"""The rules' candidates and the network's, put together: what stands, of what kind, and how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from diplomacy_nlp import ProposalKind, Span
from diplomacy_nlp.annotation import Annotation, Word
from diplomacy_nlp.toolkit.clause import coordinated
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.learned.columns import KINDS, Columns, Vote, columns_of
from diplomacy_nlp.toolkit.learned.fill import Asked, Filler, Slot
from diplomacy_nlp.toolkit.learned.found import PROPOSAL, Found, found_in, stretch_of
from diplomacy_nlp.toolkit.learned.judge import BEYOND_DOUBT, Judge, facts_of, is_article, shares_of
from diplomacy_nlp.toolkit.learned.slots import Ruled, ids_named
from diplomacy_nlp.toolkit.learned.yours import Yours
from diplomacy_nlp.toolkit.models import one_thread
from diplomacy_nlp.toolkit.salience import proposal_noun

from ..candidate import ProposalCandidate
from ..confidence import calibrated
from ..lexicons import Cues, listed, packaged_cues
from ..rows import rows_of

if TYPE_CHECKING:
    from diplomacy_nlp.toolkit.learned.model import EventModel

__all__ = ["columns_for", "combined", "judged", "votes_of", "yours_in"]

_LIKELY_CONTENT = 0.35

Facts = Mapping[str, float]
Chances = Mapping[str, Any]  # by output, of each word


def votes_of(candidates: Sequence[ProposalCandidate]) -> Iterator[Vote]:
    """What the network is told of the rules' candidates."""
    for candidate in candidates:
        named = () if candidate.nominal is None else (candidate.nominal,)
        mention = named if candidate.stands else (*named, candidate.cue)
        yield Vote(
            label=candidate.kind,
            confidence=candidate.confidence if candidate.stands else 0.0,
            cue=candidate.cue,
            about=candidate.content,
            other=mention,
        )


def columns_for(document: Document, candidates: Sequence[ProposalCandidate], model: EventModel) -> Columns:
    """The article as the network reads it."""
    return columns_of(
        document.annotation,
        text=document.text,
        lemmas=model.lemmas,
        actors=document.actors,
        quotes=document.quotes,
        proposed=votes_of(candidates),
    )


def yours_in(document: Document, cues: Cues) -> Yours | None:
    """What a user's words and rows settle in a text; None where there are none of them."""
    if cues is packaged_cues():
        return None
    return Yours.of(
        document,
        rows_of(cues),
        held=lambda match: (match.word, match.clause.head),
        ended=lambda match: match.words,
        entries=lambda word: (packaged_cues().entries_of(word), cues.entries_of(word)),
        labels=lambda entry: (entry.kind,),
    )


def combined(
    document: Document,
    model: EventModel,
    candidates: Sequence[ProposalCandidate],
    *,
    yours: Yours | None = None,
) -> list[ProposalCandidate]:
    """What stands of an article: the rules' candidates that are likely enough, and the network's own.

    Args:
        document: the article.
        model: what is asked.
        candidates: of the rules, in the order of the text.
        yours: what a user's words and rows settle, if there are any. What the rules find by these stands, with its
            kind, and is as sure as without a network, which cannot know them. All stands in a few sentences.

    Returns:
        Candidates in the order of the text, whose confidence is that all of them is right.
    """

    def words_of(candidate: ProposalCandidate) -> Iterator[Word]:
        nouns = () if candidate.noun is None else (candidate.noun,)
        return chain((candidate.word,), nouns, document.annotation.words_in(candidate.cue))

    def is_own(candidate: ProposalCandidate) -> bool:
        return yours is not None and yours.owns(words_of(candidate))

    columns = columns_for(document, candidates, model)
    chances = model.chances(columns, document.annotation)
    judge = Judge.of(model.weights, model.thresholds)
    filler = model.filler(document)
    kept = []
    all_stand = not is_article(document.annotation)
    with one_thread():
        found = [*judged(filler, chances, candidates, model.thresholds, judge, is_own)]
    for candidate, facts in found:
        ruled = facts["rule"] > 0
        if ruled and is_own(candidate):
            kept.append(calibrated(candidate))
            continue
        confidence = judge.confidence(facts, stands=ruled and all_stand)
        barred = not ruled and yours is not None and yours.bars(words_of(candidate), candidate.kind)
        if confidence is not None and not barred:
            kept.append(evolve(candidate, stands=True, confidence=confidence))
        elif candidate.refers_back:
            kept.append(evolve(candidate, stands=False))
    with one_thread():
        kept = addressed(filler, told_once(document.annotation, kept))
    return sorted(kept, key=lambda candidate: (candidate.word.span.start, candidate.word.span.end))


def told_once(annotation: Annotation, candidates: Sequence[ProposalCandidate]) -> list[ProposalCandidate]:
    """The candidates, but one of a noun and a verb that modifies it: "a resolution demanding a truce".

    They are one course of action: of 158 such verbs in annotated texts 157 have nouns that are no proposals beside.
    The surer of them is told, with the noun that names it. Where the verb alone stands, a noun for proposals names what
    it puts forward, so that who adopts "a resolution demanding a truce" answers the demand.
    """
    standing = {candidate.word: candidate for candidate in candidates if candidate.stands}
    made: dict[Word, ProposalCandidate | None] = {}
    for candidate in standing.values():
        if candidate.word.relation == "appos" and not candidate.content:
            made |= _beside_a_clause(annotation, candidate, standing)
        elif candidate.word.relation == "acl" and (noun := annotation.parent(candidate.word)) is not None:
            made |= _with_noun(annotation, candidate, noun, standing.get(noun))
    told = (made.get(candidate.word, candidate) if candidate.stands else candidate for candidate in candidates)
    return [candidate for candidate in told if candidate is not None]


def _beside_a_clause(
    annotation: Annotation, noun: ProposalCandidate, standing: Mapping[Word, ProposalCandidate]
) -> Mapping[Word, ProposalCandidate | None]:
    """What becomes of a noun that names what a clause puts forward: "urged Oslo to wait, a call that Bergen backed"."""
    above = (standing[word] for word in annotation.ancestors(noun.word) if word in standing)
    told = next((one for one in above if one.noun is None and one.word.upos == "VERB"), None)
    return {} if told is None else {noun.word: None, told.word: _named_by(told, noun.word, noun.nominal, noun.family)}


def _with_noun(
    annotation: Annotation, verb: ProposalCandidate, noun: Word, told: ProposalCandidate | None
) -> Mapping[Word, ProposalCandidate | None]:
    """What becomes of a verb that modifies a noun, and of that noun, where it stands."""
    if told is not None and told.confidence >= verb.confidence:
        return {verb.word: None}
    if told is not None:
        return {noun: None, verb.word: _named_by(verb, told.noun, told.nominal, told.family)}
    entry = proposal_noun(noun.lemma) if verb.noun is None else None
    if entry is None:
        return {}
    return {verb.word: _named_by(verb, noun, annotation.phrase(noun, without=("acl",)), entry.family)}


def _named_by(verb: ProposalCandidate, noun: Word | None, nominal: Span | None, family: str) -> ProposalCandidate:
    return evolve(verb, noun=noun, nominal=nominal, family=family)


def addressed(filler: Filler, candidates: Sequence[ProposalCandidate]) -> list[ProposalCandidate]:
    """The candidates with those whom the network takes for asked, where they stand."""
    stand = [candidate for candidate in candidates if candidate.stands]
    ruled = (Ruled(holders=frozenset(link.id for link in one.addressees if link.id)) for one in stand)
    asked = [Asked(cue=c.word, label=str(c.kind), ruled=own) for c, own in zip(stand, ruled, strict=True)]
    slots = iter(filler.addressees(asked, [c.proposers for c in stand]))
    told = ((candidate, next(slots) if candidate.stands else Slot(is_rules=True)) for candidate in candidates)
    return [c if slot.is_rules else evolve(c, addressees=slot.links) for c, slot in told]


def judged(
    filler: Filler,
    chances: Chances,
    candidates: Sequence[ProposalCandidate],
    thresholds: Mapping[str, float],
    judge: Judge,
    is_own: Callable[[ProposalCandidate], bool] = lambda candidate: False,
) -> Iterator[tuple[ProposalCandidate, Facts]]:
    """The candidates of rules and network, with their kinds, and what is weighed of each; the user's keep theirs."""
    document, trust = filler.document, thresholds["rule's label"]
    told = [_labelled(document, chances, one, BEYOND_DOUBT if is_own(one) else trust) for one in candidates]
    touched = {number for one in told for number in one.numbers}
    contents = [span for candidate in candidates for span in candidate.content]
    seen = [
        (found, facts)
        for found in found_in(document.annotation, chances, PROPOSAL, thresholds["considered"], touched)
        if not judge.is_hopeless(facts := _seen(document, found, contents))
    ]
    standing = [one for one in told if one.candidate.stands]
    asked = [evolve(one.asked, barred=_takers(document, one.asked.cue) | _within(document, one)) for one in standing]
    asked += [Asked(cue=found.word, label=found.label, barred=_takers(document, found.word)) for found, _ in seen]
    held = iter(filler.holders(asked, PROPOSAL))
    for one in told:
        yield _of_rule(document, chances, one, next(held) if one.candidate.stands else Slot(is_rules=True))
    for found, facts in seen:
        yield _of_network(filler, chances, found, facts, next(held))


def _takers(document: Document, cue: Word) -> frozenset[str]:
    """Ids of those to whom something is put, or who do something with what others put forward.

    Oslo of "presented a plan to Oslo", "Oslo rejected a plan (that asks ...)", "calls for Oslo to wait", "a motion
    calling on Oslo" and "a letter that demands that Oslo wait".
    """
    annotation = document.annotation
    noun = annotation.parent(cue) if cue.upos == "VERB" and cue.relation == "acl" else cue
    takers = [*_asked(document, cue)]
    if noun is not None and noun.upos == "NOUN":
        own = document.clause(noun)
        takers += own.phrases("to", "for", "on", "against")
        above = own.above
        if above is not None and noun in (*above.patients, *above.phrases("to", "off", "for")):
            takers += above.phrases("to") if noun in above.patients else ()
            takers += above.agents if listed("taking up", above.lemma) else ()
    return ids_named(document, coordinated(annotation, *takers))


def _asked(document: Document, cue: Word) -> Iterator[Word]:
    """Who is asked by the words of a cue, or would do what these ask for, without those whose it is."""
    annotation, clause = document.annotation, document.clause(cue)
    own = ids_named(document, coordinated(annotation, *clause.agents))
    asked = [*clause.phrases("on", "upon"), *clause.patients] if cue.upos == "VERB" else []
    clauses = [word for word in annotation.children(cue, "acl", "ccomp", "xcomp") if word.deprel != "acl:relcl"]
    asked += [who for below in clauses for who in annotation.children(below, "nsubj")]
    if cue.upos == "NOUN":  # of "calls for Oslo to wait" the parser may lose hold
        bare = [word for word in annotation.children(cue, "nmod") if annotation.child(word, "case") is None]
        asked += [word for word in bare if any(cue.id < word.id < below.id for below in clauses)]
    return (word for word in asked if own.isdisjoint(ids_named(document, coordinated(annotation, word))))


def _within(document: Document, told: _Labelled) -> frozenset[str]:
    """Ids of the actors whom a sentence names only in what rules take for a content, where they know whose it is."""
    candidate, ruled = told.candidate, told.asked.ruled
    if ruled is None or not ruled.holders:
        return frozenset()
    places = [*document.naming.within(document.annotation.sentence_of(candidate.word).span)]
    outside = {a.id for m, a in places if not any(content.contains(m.span) for content in candidate.content)}
    return frozenset({actor.id for _, actor in places if actor.id} - outside) - ruled.holders


@frozen(kw_only=True)
class _Labelled:
    """A candidate of the rules with the kind that it is given.

    Args:
        candidate: as the rules have it.
        numbers: of the words of its cue, and of the noun phrase that names it.
        best: the one of them that is likeliest a cue's head.
        kind: number of the kind.
        same: whether the network takes the rules' kind for the likeliest.
    """

    candidate: ProposalCandidate
    numbers: range
    best: int
    kind: int
    same: bool

    @property
    def asked(self) -> Asked:
        """What is asked of it."""
        holders = frozenset(link.id for link in self.candidate.proposers if link.id)
        return Asked(cue=self.candidate.word, label=KINDS[self.kind], ruled=Ruled(holders=holders))


def _labelled(document: Document, chances: Chances, candidate: ProposalCandidate, trust: float) -> _Labelled:
    numbers, heads = _numbers(document, candidate), chances["proposal"]
    best = max(numbers, key=lambda number: heads[number])
    labels = chances["kind"][best].copy()
    own = KINDS.index(candidate.kind)
    same = int(labels.argmax()) == own
    labels[own] += trust if candidate.stands else 0.0
    return _Labelled(candidate=candidate, numbers=numbers, best=best, kind=int(labels.argmax()), same=same)


def _numbers(document: Document, candidate: ProposalCandidate) -> range:
    """Numbers of the words of a candidate's cue and of the noun phrase that names it."""
    first = document.number_of(candidate.word)
    spans = [candidate.cue, *(() if candidate.noun is None else (candidate.noun.span,))]
    words = [word for span in spans for word in document.annotation.words_in(span)]
    numbers = [document.number_of(word) for word in words]
    return range(min([first, *numbers]), max([first, *numbers]) + 1)


def _of_rule(document: Document, chances: Chances, told: _Labelled, held: Slot) -> tuple[ProposalCandidate, Facts]:
    candidate, kind = told.candidate, told.kind
    asked = {link.id for link in candidate.addressees}  # nobody demands what is asked of him
    stay = held.is_rules or (candidate.proposers and asked.issuperset(link.id for link in held.links))
    proposers = candidate.proposers if stay else held.links
    facts = facts_of(
        chance=float(chances["proposal"][told.best]),
        labelled=float(chances["kind"][told.best][kind]),
        rule=candidate.confidence if candidate.stands else None,
        same_label=told.same,
        held=any(link.id for link in proposers),
        whole=bool(candidate.content),
        inside=candidate.refers_back,
        quoted=bool(document.quotes_around(candidate.word)),
        holder=held.share,
    )
    return evolve(candidate, kind=ProposalKind(KINDS[kind]), proposers=proposers), facts


def _seen(document: Document, found: Found, contents: Sequence[Span]) -> Facts:
    """What is weighed of a cue of the network's before it is known whose it is and what would be done."""
    inside = any(span.contains(found.word.span) for span in contents)
    quoted = bool(document.quotes_around(found.word))
    return facts_of(chance=found.chance, labelled=found.labelled, inside=inside, quoted=quoted)


def _of_network(
    filler: Filler, chances: Chances, found: Found, seen: Facts, held: Slot
) -> tuple[ProposalCandidate, Facts]:
    document = filler.document
    content = _content(document, chances, found)
    made = ProposalCandidate(
        cue=found.cue,
        word=found.word,
        kind=ProposalKind(found.label),
        proposers=held.links,
        addressees=filler.objects(found.word, held.links),
        content=() if content is None else (content,),
        noun=found.word if found.word.upos == "NOUN" else None,
        nominal=document.annotation.phrase(found.word, without=("acl",)) if found.word.upos == "NOUN" else None,
        why="proposal tagger",
    )
    facts = {"known holder": float(bool(held.links)), "whole": float(content is not None)}
    return made, {**seen, **facts, **shares_of(held.share, None)}


def _content(document: Document, chances: Chances, found: Found) -> Span | None:
    """What would be done: the stretch that the network sees, else what hangs on the cue."""
    annotation = document.annotation
    seen = stretch_of(annotation, chances["content"], found, _LIKELY_CONTENT)
    if seen is not None:
        return seen
    below = annotation.children(found.word, "ccomp", "xcomp", "obj", "acl", "obl", "nmod", "advcl")
    after = [word for word in below if word.id > found.word.id and word.upos in ("VERB", "NOUN", "ADJ", "PROPN")]
    clauses = [word for word in after if word.relation in ("ccomp", "xcomp", "acl", "advcl")]
    head = next(iter([*clauses, *after]), None)
    return None if head is None else annotation.phrase(head, without=("mark", "parataxis"))
