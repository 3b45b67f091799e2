"""Proposals by noun: "a draft accord", "Oslo's plan to", "a request from Kyiv for", "the plan would"."""

from __future__ import annotations

from collections.abc import Iterator

from diplomacy_nlp import Status
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document

from .candidate import ProposalCandidate
from .contents import complement, content_of
from .lexicons import Cues, NounCue, listed
from .noun_phrases import by_phrases, cue_span, date_of, determiner, modifiers, naming_cue, nominal, owners
from .predications import Predication, predications

__all__ = ["noun_candidates"]

_ALONE = ("noun cue alone", 0.3)  # enough for a later mention at most


def noun_candidates(document: Document, cues: Cues) -> Iterator[ProposalCandidate]:
    """What each noun of the lexicon names, proposals and later mentions alike, in the order of the text."""
    for word in document.annotation.words:
        cue = naming_cue(document, cues, word)
        if cue is not None and (found := _candidate(document, word, cue)) is not None:
            yield found


def _candidate(document: Document, noun: Word, cue: NounCue) -> ProposalCandidate | None:
    """The candidate of a noun; None where it names nothing put forward."""
    inner, around, how = modifiers(document.annotation, noun), predications(document, noun), determiner(document, noun)
    if _is_put_forward_by_nobody(inner, around):
        return None
    named_by = complement(document, noun, cue)
    content = named_by or content_of(document, noun, around)
    by, owned = document.naming.links_to(by_phrases(document, noun)), document.naming.links_to(owners(document, noun))
    authors = document.naming.links_to(_authors(around)) or by
    is_drafted = any(listed("modifier", w.lemma) or listed("modifier", w.text) for w in inner)
    told, whole = content is not None, nominal(document.annotation, noun)
    why, confidence = _ground(noun, cue, authored=bool(authors), owned=bool(owned), told=told, drafted=is_drafted)
    if cue.needs == "modifier" and not is_drafted:
        content = content or whole  # "a ceasefire was proposed": the noun is what would be done
    stands = why != _ALONE[0] and not _is_bare(noun, cue, how, of_somebody=bool(authors or owned))
    refers = _may_refer(noun, how)
    if not (stands or refers):
        return None
    return ProposalCandidate(
        cue=cue_span(document, noun),
        word=noun,
        kind=cue.kind,
        proposers=authors or owned,
        owners=by or owned,
        content=tuple(filter(None, [content])),
        is_named_by_content=named_by is not None,
        noun=noun,
        nominal=whole,
        family=cue.family,
        event=cue.plover,
        refers_back=refers,
        stands=stands,
        date=date_of(document.annotation, noun),
        status=next(filter(None, (p.status for p in reversed(around))), None),
        confidence=confidence,
        why=why,
    )


# --- whether it is a proposal of its own --------------------------------------------------------------------------


def _is_put_forward_by_nobody(inner: tuple[Word, ...], around: tuple[Predication, ...]) -> bool:
    """Whether a plan is sold ("a pension plan"), or the text denies that anybody presented it."""
    denied = any(p.entry.role == "author" and p.clause.is_negated for p in around)
    return denied or any(listed("product", w.lemma) for w in inner)


def _ground(noun: Word, cue: NounCue, *, authored: bool, owned: bool, told: bool, drafted: bool) -> tuple[str, float]:
    """Why a noun counts as a proposal of its own, and how sure that is.

    Args:
        authored: a phrase or a verb names who puts it forward.
        owned: a possessor or a modifier names somebody ("Oslo's plan", "the French plan").
        told: the text says what would be done.
        drafted: it is called a draft, or proposed.
    """
    if _only_refers(cue, told=told, drafted=drafted):
        return _ALONE
    if authored:
        return "noun cue with author", 0.8 if told else 0.65
    if told and owned:
        return "noun cue with owner and content", 0.75
    if told and cue.needs != "author":
        return "noun cue with content", 0.6
    if cue.needs in ("content", "author"):
        return _ALONE
    if owned and cue.family != "bill" and noun.feat("Number") != "Plur":
        return "noun cue with owner", 0.5
    return ("noun cue with modifier", 0.5) if drafted else _ALONE


def _only_refers(cue: NounCue, *, told: bool, drafted: bool) -> bool:
    """Whether a noun names a proposal at most that was spoken of before; a call is as likely on the telephone."""
    return cue.needs == "never" or (cue.needs == "modifier" and not drafted) or (cue.lemma == "call" and not told)


def _may_refer(noun: Word, how: str) -> bool:
    """Whether it may be a later mention: "the plan", "its plan", and "a move" in apposition."""
    return how in ("definite", "possessive") or (how == "indefinite" and noun.id > 2)


def _is_bare(noun: Word, cue: NounCue, how: str, *, of_somebody: bool) -> bool:
    """As in "no plans", "demand for oil", and "plans to visit", which somebody means to do."""
    if how == "none" or of_somebody:
        return how == "none"
    if noun.feat("Number") == "Plur":
        return noun.lemma.lower() == "plan"
    return how == "" and cue.family != "text"


# --- who is behind it ---------------------------------------------------------------------------------------------


def _authors(around: tuple[Predication, ...]) -> tuple[Word, ...]:
    """Who puts it forward, by a verb of which it is the object; who withdraws it has made it."""
    own = (p for p in around if p.entry.role == "author" or p.entry.status is Status.WITHDRAWN)
    return next(filter(None, (p.clause.agents for p in own if p.as_object)), ())
