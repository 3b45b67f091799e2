"""From a document to reactions: candidates by the rules, settled by their clause, linked and made into items.

A word's candidates come from rules in a fixed order; the first that holds is the word's reaction. What the text has
spoken of so far is carried along as a value, since "it" and "the offer" take it up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from attrs import evolve

from diplomacy_nlp import Actor, Annotation, Article, Certainty, Link, Mode, Proposal, Quote, Reaction, Span, Stance
from diplomacy_nlp.annotation import Sentence, Word
from diplomacy_nlp.spans import cover
from diplomacy_nlp.toolkit.clause import noun_phrase
from diplomacy_nlp.toolkit.discourse import Discourse
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.extent import trimmed
from diplomacy_nlp.toolkit.factuality import Factuality, factuality_of
from diplomacy_nlp.toolkit.plover import coded_reaction
from diplomacy_nlp.toolkit.words import ByForm, Form

from .candidate import Candidate
from .grounds import find_ground
from .holders import holder_links, holder_words, speaker_of
from .lexicon import Cues, known_senses, packaged_cues, word_class
from .rows import find_row_cue, rows_of
from .sorts import only_before
from .stance_words import find_stance_adjective, find_stance_verb
from .targets import proposal_of, target_link

if TYPE_CHECKING:
    from diplomacy_nlp.toolkit.learned.model import EventModel

__all__ = ["find_reactions", "reactions_in", "settle"]

Rule = Callable[[Document, Word, Cues], Candidate | None]

_ADJECTIVES, _VERBS = {"ADJ", "VERB", "ADV"}, {"VERB", "AUX"}
# The rules in the order in which they are asked; and what a word's form must be for each, whatever stands around it.
_RULES: tuple[tuple[Rule, Callable[[Form, Cues], bool]], ...] = (
    (find_row_cue, lambda form, cues: rows_of(cues).may_match(form)),
    (find_stance_adjective, lambda form, cues: form[0] in _ADJECTIVES and form[2].lower() in cues.adjectives),
    (find_stance_verb, lambda form, cues: form[0] in _VERBS and bool(known_senses(cues, *form[1:]))),
)
_WILLING = {Stance.ACCEPT, Stance.SUPPORT, Stance.NONCOMMITTAL}
_POWERS = {Stance.REJECT, Stance.CRITICISE, Stance.DISMISS}  # unlike "can accept", which accepts
_UNCONDITIONAL = {Stance.CRITICISE, Stance.DISMISS, Stance.DENY}
_LONGEST_SENTENCE = 400  # words; longer ones are lists or no prose, and trees over them mean nothing


def find_reactions(
    article: Article,
    annotation: Annotation,
    actors: Sequence[Actor] = (),
    quotes: Sequence[Quote] = (),
    proposals: Sequence[Proposal] = (),
    *,
    cues: Cues | None = None,
    model: EventModel | None = None,
) -> Iterator[Reaction]:
    """Reactions of an article, in the order of their cues.

    Their confidence is the rule's estimate (see `confidence.py`); with a model, how likely all of them is right.

    Args:
        article: the text.
        annotation: its parse.
        actors, quotes, proposals: what the stages before found, with their ids.
        cues: the words that express a stance; by default those of this package.
        model: as for `find_proposals` of diplomacy-nlp-proposals.
    """
    document = Document(article=article, annotation=annotation, actors=actors, quotes=quotes, proposals=proposals)
    found = reactions_in(document, cues=cues)
    if model is None or not model.reads(annotation):
        return found
    from .learned.combine import combined, yours_in

    return iter(combined(document, model, [*found], yours=None if cues is None else yours_in(document, cues)))


def reactions_in(document: Document, *, cues: Cues | None = None) -> Iterator[Reaction]:
    """What the rules find in a document, with what the stages before found."""
    cues = packaged_cues() if cues is None else cues
    spoken, annotation = Discourse.of(document), document.annotation
    ruled = zip(annotation.words, _rules(cues).of_words(annotation), strict=True)
    for number, words in groupby(ruled, key=lambda pair: pair[0].sentence):
        if not _is_prose(annotation.sentences[number]):
            continue
        found = []
        for word, rules in words:
            candidates = (rule(document, word, cues) for rule in rules)  # the first that settles is its reaction
            settled = (settle(document, candidate, spoken) for candidate in candidates if candidate is not None)
            reaction = next((s for s in settled if s is not None), None)
            if reaction is None:
                continue
            found.append(reaction)
            spoken = spoken.at(reaction.cue.start).after(reaction.target, reaction.cue.start)
        # "gave its blessing" is one reaction, not two
        yield from (r for r in found if not any(o.cue != r.cue and o.cue.contains(r.cue) for o in found))


def _is_prose(sentence: Sentence) -> bool:
    """Whether a sentence can be read for stances: no question, no list without an end."""
    return 0 < len(sentence.words) <= _LONGEST_SENTENCE and sentence.words[-1].text != "?"


# --- candidates ---------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _rules(cues: Cues) -> ByForm[tuple[Rule, ...]]:
    """The rules that may hold of words by their form."""
    return ByForm(lambda form: tuple(rule for rule, may in _RULES if may(form, cues)))


# --- settled ------------------------------------------------------------------------------------------------------


def settle(document: Document, candidate: Candidate, spoken: Discourse) -> Reaction | None:
    """The reaction that a candidate is in its clause, with its codes; None where nobody takes its stance there.

    Args:
        spoken: the proposals that the text has spoken of so far.
    """
    factuality = _factuality(document, candidate)
    reactors = _reactors(document, candidate) if factuality is not None else None
    if factuality is None or not reactors:
        return None  # what nobody is said to do is nobody's stance
    stance, negated = _stance(candidate, factuality)
    condition = _condition(document, candidate, factuality, stance)
    if condition is not None and stance is not Stance.THREATEN:
        stance, negated = Stance.CONDITIONAL, False
    reason = find_ground(document, candidate.predicate, "reason", said=stance, target=candidate.target)
    reason = None if reason == condition else reason
    target = _target(spoken, candidate, (condition, reason), reactors)
    if target is not None and target.id in {link.id for link in reactors if link.id}:
        return None  # nobody's stance is toward oneself: a slip of the parse
    cue = _cue_span(candidate, factuality.governor)
    reaction = Reaction(
        cue=cue,
        stance=stance,
        evidence=_evidence(document, candidate, cue, condition, target),
        reactors=reactors,
        target=target,
        condition=condition,
        reason=reason,
        negated=negated,
        certainty=factuality.certainty,
        mode=factuality.mode,
        confidence=_confidence(candidate, factuality, reactors, target),
        why=candidate.why,
    )
    own_event = candidate.event if stance is candidate.stance else None  # "will not sign" is no signature
    return coded_reaction(reaction, toward=document.kind_toward(target), event=own_event)


def _factuality(document: Document, candidate: Candidate) -> Factuality | None:
    """How far a stance holds: what somebody has the power to refuse he has not refused ("can veto")."""
    annotation, predicate = document.annotation, candidate.predicate
    purpose = candidate.stance in (Stance.CRITICISE, Stance.SUPPORT)
    found = factuality_of(annotation, predicate, purpose=purpose)
    shared = document.clause(document.clause(predicate).auxiliary_head).auxiliaries
    may = candidate.stance in _POWERS and not shared.isdisjoint(word_class("power"))
    if found is None or found.negated or not may or only_before(annotation, predicate) is not None:
        return found  # "can only condemn it" does
    return evolve(found, certainty=Certainty.HEDGED)


# --- who ----------------------------------------------------------------------------------------------------------


def _reactors(document: Document, candidate: Candidate) -> tuple[Link, ...] | None:
    """Links to those whose stance it is; () for nobody named; None where what is named cannot have a stance."""
    words = holder_words(document, candidate.predicate) if candidate.reactors is None else candidate.reactors
    if words is None:
        return None
    if not words and candidate.by_speaker:
        words = speaker_of(document, candidate.predicate)
        if not words:
            return tuple(q.speaker for q in document.quotes_around(candidate.word) if q.speaker is not None)[:1]
    return holder_links(document, words)


# --- what stance --------------------------------------------------------------------------------------------------


def _stance(candidate: Candidate, factuality: Factuality) -> tuple[Stance, bool]:
    """The stance and whether it is denied: refused or denied acceptance is rejection, others stay denied."""
    denied = factuality.negated != candidate.negated
    if candidate.stance not in _WILLING:
        return candidate.stance, denied or factuality.refused
    if factuality.refused:
        return Stance.REJECT, denied
    # "stopped short of endorsing", unlike "failed to agree"
    held_back = candidate.stance is Stance.SUPPORT and factuality.governor is not None and factuality.negated
    if denied and candidate.denied is not None and not factuality.perfect and not candidate.negated and not held_back:
        return candidate.denied, False
    return candidate.stance, denied


def _condition(document: Document, candidate: Candidate, factuality: Factuality, stance: Stance) -> Span | None:
    """The words that state on what condition the stance is taken; None where there is none."""
    if candidate.unconditional or candidate.judgement or candidate.stance in _UNCONDITIONAL:
        return None
    denied = factuality.negated or factuality.refused or candidate.stance is Stance.REJECT
    said = "negation" if denied else stance
    return find_ground(document, candidate.predicate, "condition", said=said, target=candidate.target)


def _target(
    spoken: Discourse, candidate: Candidate, grounds: Iterable[Span | None], reactors: tuple[Link, ...]
) -> Link | None:
    """The link of the cue's target, its words cut where a condition or reason begins."""
    word = candidate.word
    if candidate.target is None:
        return spoken.link(None, word, reactors)
    own = proposal_of(spoken.document, candidate.target, candidate.predicate)
    link = target_link(spoken, own or candidate.target, cue=word, reactors=reactors)
    span = link.span
    for ground in grounds:
        if span is not None and ground is not None and span.start < ground.start < span.end:
            span = trimmed(spoken.document.text, Span(span.start, ground.start))
    return evolve(link, span=span)


# --- spans --------------------------------------------------------------------------------------------------------


def _cue_span(candidate: Candidate, governor: Word | None) -> Span:
    """The cue, with the word that refuses it where that stands close by ("refused to accept")."""
    if governor is None or governor.sentence != candidate.word.sentence or not 0 < candidate.word.id - governor.id <= 4:
        return candidate.span
    return Span(min(governor.span.start, candidate.span.start), candidate.span.end)


def _evidence(document: Document, candidate: Candidate, cue: Span, condition: Span | None, target: Link | None) -> Span:
    """The smallest span with the people, the cue, the target and the condition, as far as one sentence holds them."""
    annotation = document.annotation
    own = annotation.children(candidate.predicate, "nsubj", "aux", "cop", "obl:agent", "nmod:poss")
    named = [*own, *([] if candidate.judgement is None else [candidate.judgement])]
    parts = [cue, *(noun_phrase(annotation, w) for w in named if w.feat("PronType") != "Rel")]
    sentence = annotation.sentence_of(candidate.word).span
    told = (condition, None if target is None else target.span)
    return cover([*parts, *(span for span in told if span is not None and sentence.contains(span))]) or candidate.span


# --- how sure -----------------------------------------------------------------------------------------------------


def _confidence(candidate: Candidate, factuality: Factuality, reactors: tuple[Link, ...], target: Link | None) -> float:
    """The lexicon's share, lowered for each thing that is not known."""
    share = candidate.confidence
    if not any(link.id for link in reactors):
        share *= 0.75
    if target is None:
        share *= 0.8
    if factuality.mode is Mode.HYPOTHETICAL or factuality.certainty is Certainty.HEDGED:
        share *= 0.85
    if candidate.target is not None and candidate.target.upos == "PRON" and (target is None or target.id is None):
        share *= 0.8
    return round(min(max(share, 0.05), 0.95), 3)
