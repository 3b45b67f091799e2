"""The rules' reactions and the network's, put together: what stands, of what stance, and how sure it is."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve

from diplomacy_nlp import Certainty, Reaction, Span, Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.discourse import Discourse
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.learned.columns import STANCES, Columns, Vote, columns_of
from diplomacy_nlp.toolkit.learned.fill import fill
from diplomacy_nlp.toolkit.learned.found import REACTION, Found, clause_around, found_in, stretch_of
from diplomacy_nlp.toolkit.learned.judge import Judge, facts_of
from diplomacy_nlp.toolkit.plover import coded_reaction

if TYPE_CHECKING:
    from diplomacy_nlp.toolkit.learned.model import EventModel

__all__ = ["WHY", "columns_for", "combined", "judged", "votes_of"]

WHY = "reaction tagger"
_LIKELY_GROUND = 0.5
_DENIED = 0.5

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


def combined(
    document: Document,
    model: EventModel,
    reactions: Sequence[Reaction],
    *,
    is_off: Callable[[Word], bool] | None = None,
) -> list[Reaction]:
    """What stands of an article: the rules' reactions that are likely enough, and the network's own.

    Args:
        document: the article.
        model: what is asked.
        reactions: of the rules, with the rules' confidence.
        is_off: where a user's lexicon counts: whether it switched a word off. The rules' findings then all stand, with
            their stance, since the network cannot know the user's words.

    Returns:
        Reactions in the order of the text, whose confidence is that all of them is right.
    """
    annotation = document.annotation
    chances = model.chances(columns_for(document, reactions, model))
    judge = Judge.of(model.weights, model.thresholds)
    kept = []
    thresholds = model.thresholds if is_off is None else {**model.thresholds, "rule's label": 2.0}
    for reaction, facts in judged(document, chances, reactions, thresholds, judge):
        confidence = judge.confidence(facts, stands=is_off is not None and facts["rule"] > 0)
        off = is_off is not None and reaction.why == WHY and any(map(is_off, annotation.words_in(reaction.cue)))
        if confidence is not None and not off:
            kept.append(evolve(reaction, confidence=confidence))
    return sorted(kept, key=lambda reaction: (reaction.cue.start, reaction.cue.end))


def judged(
    document: Document,
    chances: Chances,
    reactions: Sequence[Reaction],
    thresholds: Mapping[str, float],
    judge: Judge,
) -> Iterator[tuple[Reaction, Facts]]:
    """The reactions of rules and network, with their stances, and what is weighed of each."""
    touched: set[int] = set()
    for reaction in reactions:
        numbers = [document.number_of(word) for word in document.annotation.words_in(reaction.cue)]
        touched.update(numbers)
        yield _of_rule(document, chances, reaction, numbers, thresholds["rule's label"])
    spoken = Discourse.of(document)
    waiting = deque(sorted(reactions, key=lambda reaction: reaction.cue.start))
    for found in found_in(document.annotation, chances, REACTION, thresholds["considered"]):
        if found.number not in touched:
            while waiting and waiting[0].cue.start < found.cue.start:
                before = waiting.popleft()
                spoken = spoken.at(before.cue.start).after(before.target, before.cue.start)
            facts = _seen(document, found)
            if not judge.is_hopeless(facts):
                yield _of_network(document, chances, found, spoken.at(found.word.span.start), facts)


def _of_rule(
    document: Document, chances: Chances, reaction: Reaction, numbers: Sequence[int], trust: float
) -> tuple[Reaction, Facts]:
    heads = chances["reaction"]
    best = max(numbers, key=lambda number: heads[number])
    labels = chances["stance"][best].copy()
    own = STANCES.index(reaction.stance)
    same = int(labels.argmax()) == own
    labels[own] += trust
    stance = int(labels.argmax())
    facts = facts_of(
        chance=float(heads[best]),
        labelled=float(chances["stance"][best][stance]),
        rule=reaction.confidence,
        same_label=same,
        held=any(link.id for link in reaction.reactors),
        whole=reaction.target is not None,
        quoted=bool(document.quotes_around(document.annotation.words[best])),
    )
    if stance == own:
        return reaction, facts
    return _coded(document, evolve(reaction, stance=Stance(STANCES[stance]), negated=False)), facts


def _seen(document: Document, found: Found) -> Facts:
    """What is weighed of a cue of the network's before it is known whose it is and what it is toward."""
    return facts_of(
        chance=found.chance,
        labelled=found.labelled,
        inside=document.is_proposed(found.word),
        quoted=bool(document.quotes_around(found.word)),
    )


def _of_network(
    document: Document, chances: Chances, found: Found, spoken: Discourse, seen: Facts
) -> tuple[Reaction, Facts]:
    annotation = document.annotation
    slots = fill(document, found, REACTION, spoken)
    grounds = {name: stretch_of(annotation, chances[name], found, _LIKELY_GROUND) for name in ("condition", "reason")}
    made = Reaction(
        cue=found.cue,
        stance=Stance(found.label),
        evidence=_evidence(document, found),
        reactors=slots.holders,
        target=slots.target,
        condition=grounds["condition"] if found.label == Stance.CONDITIONAL else None,
        reason=grounds["reason"],
        negated=bool(chances["negated"][found.number] > _DENIED),
        certainty=Certainty.HEDGED if chances["hedged"][found.number] > _DENIED else Certainty.ASSERTED,
        mode=document.clause(found.word).mode,
        why=WHY,
    )
    held = any(link.id for link in slots.holders)
    facts = {**seen, "known holder": float(held), "whole": float(slots.target is not None)}
    return _coded(document, made), facts


def _coded(document: Document, reaction: Reaction) -> Reaction:
    target = None if reaction.target is None else document.proposal_with(reaction.target.id)
    return coded_reaction(reaction, toward=None if target is None else target.kind, event=None)


def _evidence(document: Document, found: Found) -> Span:
    clause = clause_around(document.annotation, found.word)
    return Span(min(clause.start, found.cue.start), max(clause.end, found.cue.end))
