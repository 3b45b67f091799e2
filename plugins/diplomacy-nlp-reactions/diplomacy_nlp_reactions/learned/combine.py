"""The rules' reactions and the network's, put together: what stands, of what stance, and how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from typing import TYPE_CHECKING, Any

from attrs import evolve

from diplomacy_nlp import Certainty, Reaction, Span, Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.discourse import Discourse
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.learned.columns import STANCES, Columns, Vote, columns_of
from diplomacy_nlp.toolkit.learned.fill import Filler
from diplomacy_nlp.toolkit.learned.found import REACTION, Found, clause_around, found_in, stretch_of
from diplomacy_nlp.toolkit.learned.judge import Judge, facts_of, shares_of
from diplomacy_nlp.toolkit.models import one_thread
from diplomacy_nlp.toolkit.plover import coded_reaction
from diplomacy_nlp.toolkit.slots import Ruled

if TYPE_CHECKING:
    from diplomacy_nlp.toolkit.learned.model import EventModel

__all__ = ["WHY", "columns_for", "combined", "judged", "votes_of"]

WHY = "reaction tagger"
_LIKELY_GROUND = 0.5
_DENIED = 0.5
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
    columns = columns_for(document, reactions, model)
    chances = model.chances(columns, document.annotation)
    judge = Judge.of(model.weights, model.thresholds)
    filler = model.filler(document, columns)
    kept = []
    thresholds = model.thresholds if is_off is None else {**model.thresholds, "rule's label": 2.0}
    with one_thread():
        found = [*judged(filler, chances, reactions, thresholds, judge)]
    for reaction, facts in found:
        confidence = judge.confidence(facts, stands=is_off is not None and facts["rule"] > 0)
        off = is_off is not None and reaction.why == WHY and any(map(is_off, annotation.words_in(reaction.cue)))
        if confidence is not None and not off:
            kept.append(evolve(reaction, confidence=confidence))
    return sorted(kept, key=lambda reaction: (reaction.cue.start, reaction.cue.end))


def judged(
    filler: Filler,
    chances: Chances,
    reactions: Sequence[Reaction],
    thresholds: Mapping[str, float],
    judge: Judge,
) -> Iterator[tuple[Reaction, Facts]]:
    """The reactions of rules and network in the order of the text, with slots and stances, and what is weighed."""
    document = filler.document
    spoken = Discourse.of(document)
    findings = [
        (finding, seen)
        for finding in _in_order(document, chances, reactions, thresholds["considered"])
        if (seen := None if isinstance(finding, Reaction) else _seen(document, finding)) is None
        or not judge.is_hopeless(seen)
    ]
    filler.prepare([_head(document, chances, finding) for finding, _ in findings])
    for finding, seen in findings:
        if isinstance(finding, Reaction):
            spoken = spoken.at(finding.cue.start)
            made, facts = _of_rule(filler, chances, finding, spoken, thresholds["rule's label"])
        else:
            spoken = spoken.at(finding.word.span.start)
            made, facts = _of_network(filler, chances, finding, spoken, seen or {})
        if facts["rule"] or facts["network"] > _SPOKEN_OF:
            spoken = spoken.after(made.target, made.cue.start)
        yield made, facts


def _in_order(
    document: Document, chances: Chances, reactions: Sequence[Reaction], considered: float
) -> Iterator[Reaction | Found]:
    """What the rules found, and what the network alone sees, in the order of the text."""
    touched = {document.number_of(w) for reaction in reactions for w in document.annotation.words_in(reaction.cue)}
    seen = found_in(document.annotation, chances, REACTION, considered, touched)
    return merge(sorted(reactions, key=_start), seen, key=_start)


def _head(document: Document, chances: Chances, finding: Reaction | Found) -> Word:
    """The likeliest head of a cue."""
    if not isinstance(finding, Reaction):
        return finding.word
    heads = chances["reaction"]
    words = document.annotation.words_in(finding.cue)
    return max(words, key=lambda word: heads[document.number_of(word)])


def _start(finding: Reaction | Found) -> int:
    return finding.cue.start


def _of_rule(
    filler: Filler, chances: Chances, reaction: Reaction, spoken: Discourse, trust: float
) -> tuple[Reaction, Facts]:
    document = filler.document
    heads, word = chances["reaction"], _head(document, chances, reaction)
    best = document.number_of(word)
    labels = chances["stance"][best].copy()
    own = STANCES.index(reaction.stance)
    same = int(labels.argmax()) == own
    labels[own] += trust
    stance = int(labels.argmax())
    made = reaction
    if stance != own:
        made = evolve(reaction, stance=Stance(STANCES[stance]), negated=False)
    made, holder, target = _filled(filler, made, word, spoken)
    facts = facts_of(
        chance=float(heads[best]),
        labelled=float(chances["stance"][best][stance]),
        rule=reaction.confidence,
        same_label=same,
        held=any(link.id for link in made.reactors),
        whole=made.target is not None,
        quoted=bool(document.quotes_around(word)),
        holder=holder,
        target=target,
    )
    return (made if made is reaction else _coded(document, made)), facts


def _filled(
    filler: Filler, reaction: Reaction, cue: Word, spoken: Discourse
) -> tuple[Reaction, float | None, float | None]:
    """A rule's reaction with the likeliest slots, which mostly are the rule's, and how likely they are."""
    ruled = Ruled(holders=frozenset(link.id for link in reaction.reactors if link.id), target=reaction.target)
    held = filler.holders(cue, reaction.stance, REACTION, ruled)
    reactors = reaction.reactors if held.is_rules else held.links
    toward = filler.target(spoken, cue, reaction.stance, reactors, ruled)
    if held.is_rules and toward.is_rules:
        return reaction, held.share, toward.share
    target = reaction.target if toward.is_rules else next(iter(toward.links), None)
    return evolve(reaction, reactors=reactors, target=target), held.share, toward.share


def _seen(document: Document, found: Found) -> Facts:
    """What is weighed of a cue of the network's before it is known whose it is and what it is toward."""
    return facts_of(
        chance=found.chance,
        labelled=found.labelled,
        inside=document.is_proposed(found.word),
        quoted=bool(document.quotes_around(found.word)),
    )


def _of_network(
    filler: Filler, chances: Chances, found: Found, spoken: Discourse, seen: Facts
) -> tuple[Reaction, Facts]:
    document = filler.document
    annotation = document.annotation
    held = filler.holders(found.word, found.label, REACTION)
    toward = filler.target(spoken, found.word, found.label, held.links)
    target = next(iter(toward.links), None)
    grounds = {name: stretch_of(annotation, chances[name], found, _LIKELY_GROUND) for name in ("condition", "reason")}
    made = Reaction(
        cue=found.cue,
        stance=Stance(found.label),
        evidence=_evidence(document, found),
        reactors=held.links,
        target=target,
        condition=grounds["condition"] if found.label == Stance.CONDITIONAL else None,
        reason=grounds["reason"],
        negated=bool(chances["negated"][found.number] > _DENIED),
        certainty=Certainty.HEDGED if chances["hedged"][found.number] > _DENIED else Certainty.ASSERTED,
        mode=document.clause(found.word).mode,
        why=WHY,
    )
    facts = {
        **seen,
        "known holder": float(bool(held.links)),
        "whole": float(target is not None),
        **shares_of(held.share, toward.share),
    }
    return _coded(document, made), facts


def _coded(document: Document, reaction: Reaction) -> Reaction:
    target = None if reaction.target is None else document.proposal_with(reaction.target.id)
    return coded_reaction(reaction, toward=None if target is None else target.kind, event=None)


def _evidence(document: Document, found: Found) -> Span:
    clause = clause_around(document.annotation, found.word)
    return Span(min(clause.start, found.cue.start), max(clause.end, found.cue.end))
