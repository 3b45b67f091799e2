"""The rules' reactions and the network's, put together: what stands, of what stance, and how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from heapq import merge
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from diplomacy_nlp import Annotation, Certainty, Reaction, Span, Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import clause_of, coordinated, drawers, marked
from diplomacy_nlp.toolkit.discourse import Discourse
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.factuality import factuality_of, is_untrue, mode_of
from diplomacy_nlp.toolkit.learned.columns import STANCES, Columns, Vote, columns_of
from diplomacy_nlp.toolkit.learned.fill import Asked, Filler, Slot
from diplomacy_nlp.toolkit.learned.found import REACTION, Found, clause_around, found_in, stretch_of
from diplomacy_nlp.toolkit.learned.judge import BEYOND_DOUBT, Judge, facts_of, is_article, shares_of
from diplomacy_nlp.toolkit.learned.slots import Ruled, ids_named
from diplomacy_nlp.toolkit.learned.yours import Yours
from diplomacy_nlp.toolkit.models import one_thread
from diplomacy_nlp.toolkit.plover import coded_reaction
from diplomacy_nlp.types import renewed

from ..confidence import calibrated
from ..grounds import is_strict
from ..lexicon import Cues, entries_of, packaged_cues, word_class
from ..rows import rows_of
from ..targets import target_link

if TYPE_CHECKING:
    from diplomacy_nlp.toolkit.learned.model import EventModel

__all__ = ["barred", "columns_for", "combined", "judged", "told_once", "votes_of", "yours_in"]

_LIKELY_GROUND = 0.5
_DENIED = 0.5
_WITH_CONDITION = (Stance.CONDITIONAL, Stance.THREATEN)
_AGAINST = (Stance.CRITICISE, Stance.REJECT, Stance.DISMISS, Stance.THREATEN)
_APART = 60  # characters between cues that are read of two words of one phrase
_SPOKEN_OF = -0.5  # log odds of a cue from which on what it is toward is taken for spoken of

Facts = Mapping[str, float]
Chances = Mapping[str, Any]  # by output, of each word


def votes_of(reactions: Iterable[Reaction]) -> Iterator[Vote]:
    """What the network is told of the rules' reactions."""
    for reaction in reactions:
        target = None if reaction.target is None else reaction.target.span
        yield Vote(
            label=reaction.stance,
            confidence=reaction.confidence,
            cue=reaction.cue,
            about=(reaction.evidence,),
            other=() if target is None else (target,),
        )


def columns_for(document: Document, reactions: Iterable[Reaction], model: EventModel) -> Columns:
    """The article as the network reads it."""
    return columns_of(
        document.annotation,
        text=document.text,
        lemmas=model.lemmas,
        actors=document.actors,
        quotes=document.quotes,
        reacted=votes_of(reactions),
    )


def yours_in(document: Document, cues: Cues) -> Yours | None:
    """What a user's words and rows settle in a text; None where there are none of them."""
    if cues is packaged_cues():
        return None
    return Yours.of(
        document,
        rows_of(cues),
        held=lambda match: (match.word,),
        ended=lambda match: (*match.words, *match.slots.get("judgement", ())),
        entries=lambda word: (entries_of(packaged_cues(), word), entries_of(cues, word)),
        labels=lambda entry: (entry.stance, getattr(entry, "denied", None) or entry.stance),
    )


def combined(
    document: Document,
    model: EventModel,
    reactions: Sequence[Reaction],
    *,
    yours: Yours | None = None,
) -> list[Reaction]:
    """What stands of an article: the rules' reactions that are likely enough, and the network's own.

    Args:
        document: the article.
        model: what is asked.
        reactions: of the rules, with the rules' confidence.
        yours: what a user's words and rows settle, if there are any. What the rules find by these stands, with its
            stance, and is as sure as without a network, which cannot know them. All stands in a few sentences.

    Returns:
        Reactions in the order of the text, whose confidence is that all of them is right.
    """

    def is_own(reaction: Reaction) -> bool:
        return yours is not None and yours.owns(annotation.words_in(reaction.cue))

    annotation = document.annotation
    columns = columns_for(document, reactions, model)
    chances = model.chances(columns, document.annotation)
    judge = Judge.of(model.weights, model.thresholds)
    filler = model.filler(document)
    kept = []
    all_stand = not is_article(document.annotation)
    # what is hardly right in all costs more to check than it is worth
    least = 0.0 if all_stand else model.thresholds["least usable"]
    with one_thread():
        found = [*judged(filler, chances, reactions, model.thresholds, judge, is_own)]
    for reaction, facts in found:
        ruled = facts["rule"] > 0
        if ruled and is_own(reaction):
            kept.append(calibrated(reaction))
            continue
        confidence = judge.confidence(facts, stands=ruled and all_stand)
        cue = annotation.words_in(reaction.cue)
        hidden = not ruled and yours is not None and yours.bars(cue, reaction.stance)
        if confidence is not None and (ruled or confidence >= least) and not hidden:
            kept.append(renewed(reaction, confidence=confidence))
    once = told_once(_judged_once(annotation, kept, is_own))
    return [*model.coded(document, sorted(once, key=lambda reaction: (reaction.cue.start, reaction.cue.end)))]


def _judged_once(
    annotation: Annotation, reactions: Sequence[Reaction], is_own: Callable[[Reaction], bool]
) -> Iterator[Reaction]:
    """The reactions, but of a verb of judging and the word that judges the surer one: "called" and "lost chance".

    The user's own stands, however sure the other is.
    """
    pairs = [
        (reaction, other)
        for reaction in reactions
        for word in _judgements(annotation, annotation.words_in(reaction.cue))
        for other in reactions
        if other is not reaction and other.cue.contains(word.span) and _who(other) == _who(reaction)
    ]
    less = [min(pair, key=lambda reaction: (is_own(reaction), reaction.confidence)) for pair in pairs]
    return (reaction for reaction in reactions if reaction not in less)


def _who(reaction: Reaction) -> tuple[Hashable, ...]:
    """Whose a reaction is, so that two can be compared."""
    return tuple(link.id or link.span for link in reaction.reactors)


def told_once(reactions: Iterable[Reaction]) -> Iterator[Reaction]:
    """The reactions but for those that tell a surer one again: "called" and "premature" of "called the step premature".

    They are the same people's, of one stance and toward one thing, and their cues stand close together in evidence that
    overlaps.
    """
    known: dict[Hashable, list[Reaction]] = {}
    for reaction in sorted(reactions, key=lambda reaction: -reaction.confidence):
        target = reaction.target
        toward = None if target is None else target.id or target.span
        others = known.setdefault((_who(reaction), reaction.stance, reaction.negated, toward), [])
        if not any(_is_close(reaction, other) for other in others):
            others.append(reaction)
            yield reaction


def _is_close(one: Reaction, other: Reaction) -> bool:
    return abs(one.cue.start - other.cue.start) < _APART and one.evidence.overlaps(other.evidence)


def judged(
    filler: Filler,
    chances: Chances,
    reactions: Sequence[Reaction],
    thresholds: Mapping[str, float],
    judge: Judge,
    is_own: Callable[[Reaction], bool] = lambda reaction: False,
) -> Iterator[tuple[Reaction, Facts]]:
    """The reactions of rules and network in the order of the text, with slots and stances, and what is weighed.

    Those that are the user's own keep their stance.
    """
    document = filler.document
    spoken = Discourse.of(document)
    told: list[_OfRule | _OfNetwork] = []
    for finding in _in_order(document, chances, reactions, thresholds["considered"], is_own):
        if isinstance(finding, Reaction):
            trust = BEYOND_DOUBT if is_own(finding) else thresholds["rule's label"]
            told.append(_labelled(document, chances, finding, trust))
        elif not judge.is_hopeless(seen := _seen(document, finding)):
            told.append(_OfNetwork(found=finding, seen=seen))
    asked = (evolve(one.asked, barred=barred(document, one.asked.cue)) for one in told)
    holders = filler.holders([*asked], REACTION)
    for one, held in zip(told, holders, strict=True):
        spoken = spoken.at(one.start)
        made, facts = one.filled(filler, chances, spoken, held)
        if facts["rule"] or facts["network"] > _SPOKEN_OF:
            spoken = spoken.after(made.target, made.cue.start)
        yield made, facts


def _in_order(
    document: Document,
    chances: Chances,
    reactions: Sequence[Reaction],
    considered: float,
    is_own: Callable[[Reaction], bool],
) -> Iterator[Reaction | Found]:
    """What the rules found, and what the network alone sees, in the order of the text.

    A stance that is but asked for is left out, unless it is the user's own: "requested Oslo's support for the plan".
    """
    asked = partial(_is_asked_for, document.annotation)
    touched = {document.number_of(w) for reaction in reactions for w in document.annotation.words_in(reaction.cue)}
    studied = (w for r in reactions if r.stance is Stance.NONCOMMITTAL for w in document.annotation.words_in(r.cue))
    agreed = (document.annotation.parent(w) for w in studied if marked(document.annotation, w) == "to")
    touched |= {document.number_of(word) for word in agreed if word is not None}  # "agreed to study it" is one reaction
    seen = found_in(document.annotation, chances, REACTION, considered, touched)
    told = (found for found in seen if not _is_unreal(document.annotation, found.word))
    given = [r for r in reactions if is_own(r) or not any(map(asked, document.annotation.words_in(r.cue)))]
    return merge(sorted(given, key=_start), told, key=_start)


def _is_asked_for(annotation: Annotation, word: Word) -> bool:
    verb = annotation.parent(word) if word.upos == "NOUN" and word.relation == "obj" else None
    return verb is not None and verb.lemma.lower() in word_class("asking for")


def _is_unreal(annotation: Annotation, word: Word) -> bool:
    """Whether a stance is asked for, asked about or denied by what governs it.

    As in "Does Oslo oppose it?", "asked whether Oslo opposes it", "no sign that Oslo opposes it".
    """
    if _is_asked_for(annotation, word):
        return True
    words = annotation.sentence_of(word).words
    for at in (word, *annotation.ancestors(word)):
        clause = clause_of(annotation, at)
        if (
            is_untrue(annotation, at)
            or clause.marker == "whether"
            or (clause.marker == "if" and at.relation == "ccomp")
        ):
            return True
        subject, first = annotation.child(at, "nsubj"), annotation.child(at, "aux", "cop")
        if words[-1].text == "?" and subject is not None and first is not None and first.id < subject.id:
            return True
        if at.deprel == "acl:relcl":  # "asked whether Oslo, which opposes it, will agree"
            return False
    return False


def barred(document: Document, cue: Word) -> frozenset[str]:
    """Ids of those who cannot hold it: Oslo, of "adopted with Oslo abstaining", "support for Oslo", "Oslo drew ire"."""
    beside = (c for c in document.annotation.children(cue, "advcl") if marked(document.annotation, c) == "with")
    apart = [word for clause in beside for word in document.clause(clause).subjects]
    unnamed = _speaks_unnamed(document, cue)
    if cue.upos == "NOUN":
        clause = document.clause(cue)
        apart += coordinated(document.annotation, *clause.phrases("for", "against")) + drawers(document.annotation, cue)
        by_all = any(w.lemma.lower() in word_class("everybody") for w in document.annotation.children(cue, "amod"))
        above = document.annotation.parent(cue)
        told = [clause.owners("from", "by", "of")] + ([] if above is None else [document.clause(above).phrases("from")])
        unnamed |= by_all and not any(told)  # "faced international criticism"
    others = document.actors if unnamed else ()
    return ids_named(document, apart).union(actor.id for actor in others if actor.id)


def _speaks_unnamed(document: Document, cue: Word) -> bool:
    """Whether "we" or "I" say it in a text of a few sentences that does not tell who they are.

    Whom they speak of has not said it. An article mostly tells it somewhere, and the network finds it there.
    """
    speaks = any(w.feat("Person") == "1" and document.actor(w) is None for w in document.clause(cue).agents)
    if not speaks or is_article(document.annotation):
        return False
    return all(quote.speaker is None for quote in document.quotes_around(cue))


def _start(finding: Reaction | Found) -> int:
    return finding.cue.start


@frozen(kw_only=True)
class _OfRule:
    """A rule's reaction with the stance that it is given.

    Args:
        rule: as the rule has it.
        made: with the stance.
        word: the word of its cue that is likeliest its head.
        chance: how likely the network takes it for a cue, or what it is judged as.
        labelled: how likely the network takes the stance to be.
        same: whether the rule's stance is the network's likeliest.
    """

    rule: Reaction
    made: Reaction
    word: Word
    chance: float
    labelled: float
    same: bool

    @property
    def start(self) -> int:
        """Where it stands in the text."""
        return self.rule.cue.start

    @property
    def asked(self) -> Asked:
        """What is asked of it."""
        holders = frozenset(link.id for link in self.made.reactors if link.id)
        return Asked(cue=self.word, label=self.made.stance, ruled=Ruled(holders=holders, target=self.made.target))

    def filled(self, filler: Filler, chances: Chances, spoken: Discourse, held: Slot) -> tuple[Reaction, Facts]:
        """The reaction with the likeliest slots, which mostly are the rule's, and what is weighed of it."""
        document, made = filler.document, self.made
        reactors = made.reactors if held.is_rules else held.links
        toward = filler.target(spoken, self.asked, reactors)
        if not (held.is_rules and toward.is_rules):
            target = made.target if toward.is_rules else next(iter(toward.links), None)
            made = evolve(made, reactors=reactors, target=target)
        facts = facts_of(
            chance=self.chance,
            labelled=self.labelled,
            rule=self.rule.confidence,
            same_label=self.same,
            held=any(link.id for link in made.reactors),
            whole=made.target is not None,
            quoted=bool(document.quotes_around(self.word)),
            holder=held.share,
            target=toward.share,
        )
        return (made if made is self.rule else coded_reaction(made, toward=document.kind_toward(made.target))), facts


def _labelled(document: Document, chances: Chances, reaction: Reaction, trust: float) -> _OfRule:
    heads, number = chances["reaction"], document.number_of
    words = document.annotation.words_in(reaction.cue)
    word = max(words, key=lambda word: heads[number(word)])
    likely = chances["stance"][number(word)]
    labels = likely.copy()
    own = STANCES.index(reaction.stance)
    strict = reaction.condition is not None and (
        is_strict(document.article[reaction.condition]) or not is_article(document.annotation)
    )
    # of "dropped its objections" the network sees the objections, of "refused to condemn it" that somebody refuses
    unseen = reaction.stance is Stance.ACCEPT or (reaction.negated and reaction.stance in _AGAINST)
    idiom = unseen and len(document.annotation.words_in(reaction.cue)) > 1
    labels[own] += BEYOND_DOUBT if idiom or (strict and reaction.stance is Stance.CONDITIONAL) else trust
    stance = int(labels.argmax())
    made = reaction
    if stance != own:
        condition = reaction.condition if STANCES[stance] in _WITH_CONDITION else None
        made = evolve(reaction, stance=Stance(STANCES[stance]), negated=False, condition=condition)
    return _OfRule(
        rule=reaction,
        made=made,
        word=word,
        chance=float(max(heads[number(w)] for w in (*words, *_judgements(document.annotation, words)))),
        labelled=float(likely[stance]),
        same=int(likely.argmax()) == own,
    )


def _judgements(annotation: Annotation, cue: Iterable[Word]) -> Iterator[Word]:
    """What something is judged as, where the network may see the cue: "treated as posturing", "called a trick"."""
    for word in cue:
        if word.lemma.lower() in word_class("judging") | word_class("calling"):
            for said in annotation.children(word, "obl", "xcomp", "advcl"):
                if said.relation == "xcomp" or marked(annotation, said) == "as":
                    yield from (said, *annotation.children(said, "amod", "conj"))


@frozen(kw_only=True)
class _OfNetwork:
    """A cue that the network alone sees, and what is weighed of it before its slots are filled."""

    found: Found
    seen: Facts

    @property
    def start(self) -> int:
        """Where it stands in the text."""
        return self.found.word.span.start

    @property
    def asked(self) -> Asked:
        """What is asked of it."""
        return Asked(cue=self.found.word, label=self.found.label)

    def filled(self, filler: Filler, chances: Chances, spoken: Discourse, held: Slot) -> tuple[Reaction, Facts]:
        """The reaction that it is, and what is weighed of it."""
        document, found = filler.document, self.found
        toward = filler.target(spoken, self.asked, held.links)
        target = next(iter(toward.links), None)
        if not held.links and (drawing := drawers(document.annotation, found.word)):
            target = target_link(spoken, drawing[0], cue=found.word)  # "Oslo drew criticism"
        grounds = {
            name: stretch_of(document.annotation, chances[name], found, _LIKELY_GROUND)
            for name in ("condition", "reason")
        }
        hedged = chances["hedged"][found.number] > _DENIED or _is_hedged(document, found)
        made = Reaction(
            cue=found.cue,
            stance=Stance(found.label),
            evidence=_evidence(document, found),
            reactors=held.links,
            target=target,
            condition=grounds["condition"] if found.label == Stance.CONDITIONAL else None,
            reason=grounds["reason"],
            negated=bool(chances["negated"][found.number] > _DENIED),
            certainty=Certainty.HEDGED if hedged else Certainty.ASSERTED,
            mode=mode_of(document.clause(found.word)),
            why="reaction tagger",
        )
        facts = {
            **self.seen,
            "known holder": float(bool(held.links)),
            "whole": float(target is not None),
            **shares_of(held.share, toward.share),
        }
        return coded_reaction(made, toward=document.kind_toward(made.target)), facts


def _seen(document: Document, found: Found) -> Facts:
    """What is weighed of a cue of the network's before it is known whose it is and what it is toward."""
    return facts_of(
        chance=found.chance,
        labelled=found.labelled,
        inside=document.is_proposed(found.word),
        quoted=bool(document.quotes_around(found.word)),
    )


def _is_hedged(document: Document, found: Found) -> bool:
    """Whether its clause hedges it ("may torpedo"), and does not state on what condition it holds."""
    held = factuality_of(document.annotation, found.word) if found.label != Stance.CONDITIONAL else None
    return held is not None and held.certainty is Certainty.HEDGED


def _evidence(document: Document, found: Found) -> Span:
    clause = clause_around(document.annotation, found.word)
    return Span(min(clause.start, found.cue.start), max(clause.end, found.cue.end))
