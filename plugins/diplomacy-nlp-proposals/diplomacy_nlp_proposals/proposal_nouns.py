"""Proposals by noun: "a draft accord", "Oslo's plan to", "a request from Kyiv for", "the plan would"."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from diplomacy_nlp import Link, Span, Status
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document

from .candidate import ProposalCandidate
from .contents import complement, content_of
from .dates import date_of
from .lexicons import Cues, NounCue, listed
from .noun_phrases import by_phrases, cue_span, determiner, modifiers, naming_cue, nominal, owners
from .parties import link_of_modifier, links_to
from .predications import Predication, predications

__all__ = ["noun_candidates"]

_ALONE = ("noun cue alone", 0.3)


def noun_candidates(document: Document, cues: Cues) -> Iterator[ProposalCandidate]:
    """What each noun of the lexicon names, proposals and later mentions alike, in the order of the text."""
    for word in document.annotation.words:
        cue = naming_cue(document, cues, word)
        if cue is not None and (found := _candidate(document, word, cue)) is not None:
            yield found


@frozen(kw_only=True)
class _ProposalPhrase:
    """A noun phrase with what the sentence says of it.

    Args:
        noun: its head.
        cue: the noun's entry in the lexicon.
        determined: by what kind of determiner, see `determiner`.
        is_drafted: it is called a draft, or proposed.
        is_owned: a possessor or a modifier names somebody ("Oslo's plan", "the French plan").
        is_authored: a phrase or a verb names who puts it forward.
        has_content: the text says what would be done.
    """

    noun: Word
    cue: NounCue
    determined: str
    is_drafted: bool
    is_owned: bool
    is_authored: bool
    has_content: bool

    @property
    def is_plural(self) -> bool:
        """Whether there are several, as far as the noun tells."""
        return self.noun.feat("Number") == "Plur"

    @property
    def may_refer(self) -> bool:
        """Whether it may be a later mention: "the plan", "its plan", and "a move" in apposition."""
        later = self.determined == "indefinite" and self.noun.id > 2
        return later or self.determined in ("definite", "possessive")


def _candidate(document: Document, noun: Word, cue: NounCue) -> ProposalCandidate | None:
    """The candidate of a noun; None where it names nothing put forward."""
    inner = modifiers(document.annotation, noun)
    around = predications(document, noun)
    if _is_put_forward_by_nobody(inner, around):
        return None
    named_by = complement(document, noun, cue)
    content = named_by or content_of(document, noun, around)
    authors, owned = links_to(document, (*_authors(around), *by_phrases(document, noun))), _owners(document, noun)
    phrase = _ProposalPhrase(
        noun=noun,
        cue=cue,
        determined=determiner(document, noun),
        is_drafted=any(listed("modifier", form) for w in inner for form in (w.lemma, w.text)),
        is_owned=bool(owned),
        is_authored=bool(authors),
        has_content=content is not None,
    )
    why, confidence = _ground(phrase)
    stands = (why, confidence) != _ALONE and not _is_no_proposal(phrase)
    if not stands and not phrase.may_refer:
        return None
    return ProposalCandidate(
        cue=cue_span(document, noun),
        word=noun,
        kind=cue.kind,
        proposers=authors or owned,
        owners=links_to(document, by_phrases(document, noun)) or owned,
        content=_itself(document, phrase) if content is None else (content,),
        is_named_by_content=named_by is not None,
        noun=noun,
        nominal=nominal(document.annotation, noun),
        family=cue.family,
        event=cue.plover,
        refers_back=phrase.may_refer,
        stands=stands,
        date=date_of(document.annotation, noun),
        status=next((p.status for p in reversed(around) if p.status is not None), None),
        confidence=confidence,
        why=why,
    )


# --- whether it is a proposal of its own --------------------------------------------------------------------------


def _is_put_forward_by_nobody(inner: tuple[Word, ...], around: tuple[Predication, ...]) -> bool:
    """Whether a plan is sold ("a pension plan"), or the text denies that anybody presented it."""
    denied = any(p.entry.role == "author" and p.clause.is_negated for p in around)
    return denied or any(listed("product", w.lemma) for w in inner)


def _ground(phrase: _ProposalPhrase) -> tuple[str, float]:
    """Why a noun counts as a proposal of its own, and how sure that is; `_ALONE` for a later mention at most."""
    cue, content = phrase.cue, phrase.has_content
    if _only_refers(phrase):
        return _ALONE
    if phrase.is_authored:
        return "noun cue with author", 0.8 if content else 0.65
    if content and (phrase.is_owned or cue.needs != "author"):
        return ("noun cue with owner and content", 0.75) if phrase.is_owned else ("noun cue with content", 0.6)
    if cue.needs in ("content", "author"):
        return _ALONE
    if phrase.is_owned and cue.family != "bill" and not phrase.is_plural:
        return "noun cue with owner", 0.5
    return ("noun cue with modifier", 0.5) if phrase.is_drafted else _ALONE


def _only_refers(phrase: _ProposalPhrase) -> bool:
    """Whether a noun as it stands here names a proposal at most that was spoken of before."""
    if phrase.cue.lemma == "call":
        return not phrase.has_content  # as likely a telephone call
    return phrase.cue.needs == "never" or (phrase.cue.needs == "modifier" and not phrase.is_drafted)


def _is_no_proposal(phrase: _ProposalPhrase) -> bool:
    """Whether the phrase is bare or plural in a way that speaks against a proposal of somebody's."""
    if phrase.determined == "none":
        return True  # "no plans"
    if phrase.is_authored or phrase.is_owned:
        return False
    if phrase.determined == "" and not phrase.is_plural and phrase.cue.family != "text":
        return True  # "demand for oil"
    # "plans to visit": what somebody means to do
    return phrase.noun.lemma.lower() == "plan" and phrase.is_plural


# --- who is behind it ---------------------------------------------------------------------------------------------


def _owners(document: Document, noun: Word) -> tuple[Link, ...]:
    found = owners(document, noun)
    if any(w.deprel == "nmod:poss" for w in found):
        return links_to(document, found)
    return tuple(link_of_modifier(document, w) for w in found)


def _authors(around: tuple[Predication, ...]) -> tuple[Word, ...]:
    """Who puts it forward, by a verb of which it is the object; who withdraws it has made it."""
    own = (p for p in around if p.entry.role == "author" or p.entry.status is Status.WITHDRAWN)
    return next(filter(None, (p.clause.agents for p in own if p.as_object)), ())


def _itself(document: Document, phrase: _ProposalPhrase) -> tuple[Span, ...]:
    """As in "a ceasefire was proposed": the noun is what would be done."""
    own = phrase.cue.needs == "modifier" and not phrase.is_drafted
    return (nominal(document.annotation, phrase.noun),) if own else ()
