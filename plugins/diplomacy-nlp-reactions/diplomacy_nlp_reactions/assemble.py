"""From cues to reactions: each is judged by its clause, given its people, its target and its grounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import evolve

from diplomacy_nlp import Actor, Annotation, Article, Certainty, Link, Mode, Proposal, Quote, Reaction, Span, Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import cover
from diplomacy_nlp.toolkit.grammar import is_passive, noun_phrase
from diplomacy_nlp.toolkit.plover import coded_reaction

from .acts import find_act_cue, find_phrase_cue, find_preposition_cue, find_refusal_cue
from .adjectives import find_adjective_cue
from .conditional import find_conditional_cue
from .context import Context
from .cue import Cue
from .denials import find_denial_cue
from .ellipsis import repeated
from .factuality import Reading, read_clause
from .frames import find_frame_cue, find_judgement_cue, find_seriously_cue
from .grounds import find_ground
from .lexicon import Cues, known_lemma, packaged_cues, word_class
from .nouns import find_noun_cue
from .reactors import reactor_links, reactor_words, speaker_of
from .silence import find_silence_cue
from .table import proposal_left_out
from .targets import target_link
from .verbs import find_verb_cue
from .words import trimmed

__all__ = ["find_reactions"]

# each reader with the parts of speech that it reads; others are not even asked
_FINDERS: tuple[tuple[Callable[[Context, Word], Cue | None], frozenset[str]], ...] = (
    (find_act_cue, frozenset({"VERB"})),
    (find_preposition_cue, frozenset({"NOUN", "PROPN", "PRON"})),
    (find_phrase_cue, frozenset({"NOUN", "ADV"})),
    (find_adjective_cue, frozenset({"ADJ", "VERB", "ADV"})),
    (find_seriously_cue, frozenset({"VERB"})),
    (find_frame_cue, frozenset({"VERB", "AUX"})),
    (find_verb_cue, frozenset({"VERB", "AUX", "ADJ", "NOUN"})),
    (find_denial_cue, frozenset({"NOUN"})),
    (find_noun_cue, frozenset({"NOUN", "PROPN"})),
    (find_conditional_cue, frozenset({"VERB"})),
    (find_refusal_cue, frozenset({"VERB"})),
    (find_silence_cue, frozenset({"VERB", "NOUN"})),
    (find_judgement_cue, frozenset({"ADJ", "NOUN", "PROPN"})),
)
_BY_TAG = {
    tag: tuple(find for find, tags in _FINDERS if tag in tags) for tag in frozenset().union(*(t for _, t in _FINDERS))
}
_WILLING = {Stance.ACCEPT, Stance.SUPPORT, Stance.NONCOMMITTAL}
_WEAK = 0.5
_LONGEST_SENTENCE = 400  # words; longer ones are lists or no prose, and trees over them mean nothing


def find_reactions(
    article: Article,
    annotation: Annotation,
    actors: Sequence[Actor] = (),
    quotes: Sequence[Quote] = (),
    proposals: Sequence[Proposal] = (),
    *,
    cues: Cues | None = None,
) -> Iterator[Reaction]:
    """Reactions of an article, in the order of their cues.

    Their confidence is the rule's estimate; see `confidence.py`.

    Args:
        article: the text.
        annotation: its parse.
        actors, quotes, proposals: what the stages before found, with their ids.
        cues: the words that express a stance; by default those of this package.
    """
    context = Context(
        article=article,
        annotation=annotation,
        actors=actors,
        quotes=quotes,
        proposals=proposals,
        cues=packaged_cues() if cues is None else cues,
    )
    last: Reaction | None = None
    for sentence in annotation.sentences:
        if not sentence.words or len(sentence.words) > _LONGEST_SENTENCE or sentence.words[-1].text == "?":
            continue
        found = []
        for word in sentence.words:
            if (reaction := _at(context, word) or repeated(context, word, last)) is None:
                continue
            found.append(reaction)
            last = reaction
            if reaction.target is not None and reaction.target.id:
                context.speak_of(reaction.target.id, reaction.cue.start)
        yield from (r for r in found if not any(_is_part_of(r, other) for other in found))


def _is_part_of(reaction: Reaction, other: Reaction) -> bool:
    """Whether a reaction's cue is a part of another's ("gave its blessing" is one reaction, not two)."""
    return reaction.cue != other.cue and other.cue.contains(reaction.cue)


def _at(context: Context, word: Word) -> Reaction | None:
    """The reaction that a word expresses: the first reader with a cue that holds decides."""
    for find in _BY_TAG.get(word.upos, ()):
        cue = find(context, word)
        if cue is None:
            continue
        reaction = _reaction(context, cue)
        if reaction is not None:
            return reaction
    return None


def _reaction(context: Context, cue: Cue) -> Reaction | None:
    reading = read_clause(context.annotation, cue.host, purpose=cue.stance in (Stance.CRITICISE, Stance.SUPPORT))
    if reading is None:
        return None
    reactors = _reactors(context, cue)
    if reactors is None:
        return None
    stance, negated = _settle(cue, reading)
    if reading.negated and _takes_no_side(context, cue):
        stance, negated = Stance.NONCOMMITTAL, False
    condition = _condition(context, cue, reading, stance)
    if condition is not None and stance is not Stance.THREATEN:
        stance, negated = Stance.CONDITIONAL, False
    elif cue.stance is Stance.CONDITIONAL and cue.why != "cue adjective":
        return None
    if cue.why == "taken seriously" and negated:
        stance, negated = Stance.DISMISS, False
    reason = find_ground(context, cue.host, "reason", stance=stance, target=cue.target)
    if reason == condition:
        reason = None
    target = _target(context, cue, condition, reason, reactors)
    if not _is_whole(context, cue, reading, reactors, target):
        return None
    if cue.confidence <= _WEAK and cue.why.startswith("cue verb") and context.is_proposed(cue.word):
        return None  # "a bill that would bar": what would be done, not what somebody does
    span = _cue_span(context, cue, reading)
    reaction = Reaction(
        cue=span,
        stance=stance,
        evidence=_evidence(context, cue, span, condition, target),
        reactors=reactors,
        target=target,
        condition=condition,
        reason=reason,
        negated=negated,
        certainty=reading.certainty,
        mode=reading.mode,
        confidence=_confidence(cue, reading, reactors, target),
        why=cue.why,
    )
    own_event = cue.event if stance is cue.stance else None  # "will not sign" is no signature
    return coded_reaction(reaction, toward=context.kind_of(target), event=own_event)


def _is_whole(context: Context, cue: Cue, reading: Reading, reactors: tuple[Link, ...], target: Link | None) -> bool:
    """Whether what makes a reaction is there: somebody who reacts, and what to where the cue itself does not say it."""
    if target is not None and target.id and any(link.id == target.id for link in reactors):
        return False  # nobody's stance is toward oneself: a slip of the parse
    if reactors:
        known = cue.speaks_for_itself and any(link.id for link in reactors)
        return target is not None or not cue.left_out or known
    # "was never signed": what nobody did is nobody's stance
    return not cue.left_out and not reading.negated and _matters_without_reactor(context, cue, target)


# --- who ----------------------------------------------------------------------------------------------------------


def _reactors(context: Context, cue: Cue) -> tuple[Link, ...] | None:
    """Links to those whose stance it is; () for nobody named; None where what is named cannot have a stance."""
    words = reactor_words(context, cue.host) if cue.reactors is None else cue.reactors
    if words is None:
        return None
    if not words and cue.by_speaker:
        words = speaker_of(context, cue.host)
        if not words:
            spoken = next((q.speaker for q in context.quotes_around(cue.word) if q.speaker is not None), None)
            return (spoken,) if spoken is not None else ()
    return reactor_links(context, words)


def _matters_without_reactor(context: Context, cue: Cue, target: Link | None) -> bool:
    """A passive without agent counts where it settles the fate of a proposal ("the offer was rejected")."""
    if cue.why != "cue verb" or not is_passive(context.annotation, cue.word) or target is None or target.id is None:
        return False
    if cue.word.lemma.lower() in word_class("undone"):
        return False  # "was shelved": perhaps by those who made it
    return any(proposal.id == target.id for proposal in context.proposals)


# --- what stance --------------------------------------------------------------------------------------------------


def _settle(cue: Cue, reading: Reading) -> tuple[Stance, bool]:
    """The stance and whether it is denied: refused or denied acceptance is rejection, others stay denied."""
    denied = reading.negated != cue.negated
    if cue.stance not in _WILLING:
        return cue.stance, denied or reading.refused
    if reading.refused:
        return Stance.REJECT, denied
    # "stopped short of endorsing", unlike "failed to agree"
    held_back = cue.stance is Stance.SUPPORT and reading.governor is not None and reading.negated
    if denied and cue.denied is not None and not reading.perfect and not cue.negated and not held_back:
        return cue.denied, False
    return cue.stance, denied


def _takes_no_side(context: Context, cue: Cue) -> bool:
    """As in "neither endorsed nor opposed the call", "would neither accept nor reject it"."""
    annotation = context.annotation
    above = annotation.parent(cue.word) if cue.word.relation == "conj" else None
    if above is not None and {cue.word.lemma.lower(), above.lemma.lower()} == {"confirm", "deny"}:
        return True
    joined = [w for w in annotation.children(cue.word, "conj") if w.upos == "VERB" and w.id > cue.word.id]
    nor = (w for w in joined if any(c.lemma.lower() in ("nor", "or") for c in annotation.children(w, "cc")))
    against = {Stance.REJECT, Stance.CRITICISE, Stance.DISMISS}
    verbs = context.cues.verbs
    for other in nor:
        stances = {entry.stance for entry in verbs.get(known_lemma(other.lemma, other.text, verbs), ())}
        if stances & (against if cue.stance in _WILLING else _WILLING):
            return True
    return False


def _condition(context: Context, cue: Cue, reading: Reading, stance: Stance) -> Span | None:
    if cue.stance in (Stance.CRITICISE, Stance.DISMISS, Stance.DENY) or cue.why == "silence":
        return None
    if cue.judgement and cue.why != "taken seriously":
        return None
    denied = reading.negated or reading.refused or cue.stance is Stance.REJECT
    found = find_ground(context, cue.host, "condition", stance=stance, target=cue.target, negated=denied)
    if found is None:
        return None
    opening = context.article[found].lower().split()[0]
    if opening == "if" and (denied or cue.stance is Stance.REJECT) and cue.stance is not Stance.THREATEN:
        return None  # "would reject the deal if" is a rejection, not an offer
    if cue.stance is Stance.NONCOMMITTAL and opening == "if" and not cue.only:
        return None
    return found


def _target(
    context: Context, cue: Cue, condition: Span | None, reason: Span | None, reactors: tuple[Link, ...]
) -> Link | None:
    """The link of the cue's target, its words cut where a condition or reason begins."""
    if cue.target is None:
        left_out = proposal_left_out(context, cue.word, reactors)
        return Link(id=left_out.id) if left_out is not None and left_out.id else None
    link = target_link(context, cue.target, is_clause=cue.is_clause, cue=cue.word, reactors=reactors)
    span = link.span
    for ground in (condition, reason):
        if span is not None and ground is not None and span.start < ground.start < span.end:
            span = trimmed(context, Span(span.start, ground.start))
    return evolve(link, span=span)


# --- spans --------------------------------------------------------------------------------------------------------


def _cue_span(context: Context, cue: Cue, reading: Reading) -> Span:
    """The cue, with the word that refuses it where that stands close by ("refused to accept")."""
    governor = reading.governor
    if governor is None or governor.sentence != cue.word.sentence or not 0 < cue.word.id - governor.id <= 4:
        return cue.span
    return Span(min(governor.span.start, cue.span.start), cue.span.end)


def _evidence(context: Context, cue: Cue, span: Span, condition: Span | None, target: Link | None) -> Span:
    """The smallest stretch with the people, the cue, the target and the condition, as far as one clause holds them."""
    annotation = context.annotation
    parts = [span]
    if condition is not None:
        parts.append(condition)
    if cue.word == cue.host or cue.reactors is None:
        parts.extend(_own_parts(annotation, cue.host))
    else:
        parts.extend(w.span for w in annotation.children(cue.word, "nmod:poss"))
    parts.extend(noun_phrase(annotation, w) for w in cue.reactors or () if w in annotation.children(cue.word, "obj"))
    if target is not None and target.span is not None and _same_clause(annotation, cue):
        parts.append(target.span)
    if cue.judgement is not None:
        parts.append(noun_phrase(annotation, cue.judgement) if cue.judgement != cue.word else cue.span)
        parts.extend(
            annotation.phrase(w) for w in annotation.children(cue.judgement, "nmod") if w.id > cue.judgement.id
        )
    return cover(parts) or cue.span


def _same_clause(annotation: Annotation, cue: Cue) -> bool:
    target = cue.target
    if target is None:
        return False
    return annotation.is_below(target, cue.word) or annotation.parent(target) == cue.host


def _own_parts(annotation: Annotation, predicate: Word) -> Iterator[Span]:
    """Subject, auxiliaries, denial, agent and predicative phrase of a clause; a relative pronoun is no part of it."""
    for child in annotation.children(predicate, "nsubj", "aux", "cop", "obl:agent"):
        if child.feat("PronType") != "Rel" and child.lemma.lower() not in ("which", "that"):
            yield (
                noun_phrase(annotation, child)
                if child.relation != "obl"
                else annotation.phrase(child, without=("acl",))
            )
    for child in annotation.children(predicate, "advmod"):
        if abs(child.id - predicate.id) <= 2:
            yield child.span
    for child in annotation.children(predicate, "obl", "xcomp"):
        marks = [m.text.lower() for m in annotation.children(child, "case", "mark")]
        if marks[:1] == ["as"] and child.id > predicate.id:
            yield annotation.phrase(child, without=("acl", "conj", "parataxis"))


# --- how sure -----------------------------------------------------------------------------------------------------


def _confidence(cue: Cue, reading: Reading, reactors: tuple[Link, ...], target: Link | None) -> float:
    """The lexicon's share, lowered for each thing that is not known."""
    share = cue.confidence
    if not any(link.id for link in reactors):
        share *= 0.75
    if target is None:
        share *= 0.8
    if reading.mode is Mode.HYPOTHETICAL or reading.certainty is Certainty.HEDGED:
        share *= 0.85
    if cue.target is not None and cue.target.upos == "PRON" and (target is None or target.id is None):
        share *= 0.8
    return round(min(max(share, 0.05), 0.95), 3)
