"""Proposals by noun: "a draft accord", "Oslo's plan to", "a request from Kyiv for", "the plan would"."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from diplomacy_nlp import Annotation, Link, Span, Status
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
        inner: the modifiers before the noun.
        predications: what verbs say of it.
        owners: heads of its possessor ("Oslo's plan") or of a modifier that names somebody ("the French plan").
        authors: heads of the phrases that name who puts it forward.
        content: what would be done.
        is_named_by_content: see `ProposalCandidate`.
    """

    noun: Word
    cue: NounCue
    determined: str
    inner: tuple[Word, ...]
    predications: tuple[Predication, ...]
    owners: tuple[Word, ...]
    authors: tuple[Word, ...]
    content: tuple[Span, ...]
    is_named_by_content: bool

    @property
    def is_drafted(self) -> bool:
        """Whether it is called a draft, or proposed."""
        return any(listed("modifier", w.lemma) or listed("modifier", w.text) for w in self.inner)

    @property
    def is_plural(self) -> bool:
        return self.noun.feat("Number") == "Plur"

    @property
    def may_refer(self) -> bool:
        """Whether it may be a later mention: "the plan", "its plan", and "a move" in apposition."""
        later = self.determined == "indefinite" and self.noun.id > 2
        return later or self.determined in ("definite", "possessive")


def _candidate(document: Document, noun: Word, cue: NounCue) -> ProposalCandidate | None:
    phrase = _phrase(document, noun, cue)
    if phrase is None:
        return None
    ground = _ground(phrase)
    stands = ground.stands and not _is_no_proposal(phrase)
    if not stands and not phrase.may_refer:
        return None
    annotation = document.annotation
    owned = _owner_links(document, phrase)
    return ProposalCandidate(
        cue=cue_span(document, noun),
        word=noun,
        kind=cue.kind,
        proposers=links_to(document, phrase.authors) or owned,
        owners=links_to(document, by_phrases(document, noun)) or owned,
        content=phrase.content or _itself(annotation, phrase),
        is_named_by_content=phrase.is_named_by_content,
        noun=noun,
        nominal=nominal(annotation, noun),
        family=cue.family,
        event=cue.plover,
        refers_back=phrase.may_refer,
        stands=stands,
        date=date_of(annotation, noun),
        status=next((p.status for p in reversed(phrase.predications) if p.status is not None), None),
        confidence=ground.confidence,
        why=ground.why,
    )


def _phrase(document: Document, noun: Word, cue: NounCue) -> _ProposalPhrase | None:
    """The noun phrase; None where it names nothing put forward."""
    annotation = document.annotation
    inner = modifiers(annotation, noun)
    if any(listed("product", w.lemma) for w in inner):
        return None  # "a pension plan"
    around = predications(document, noun)
    if any(p.entry.role == "author" and p.clause.is_negated for p in around):
        return None
    after = complement(document, noun, cue)
    content = after or content_of(document, noun, around)
    return _ProposalPhrase(
        noun=noun,
        cue=cue,
        determined=determiner(document, noun),
        inner=inner,
        owners=owners(document, noun),
        predications=around,
        authors=(*_authors(around), *by_phrases(document, noun)),
        content=() if content is None else (content,),
        is_named_by_content=after is not None,
    )


# --- whether it is a proposal of its own --------------------------------------------------------------------------


@frozen(kw_only=True)
class _Ground:
    """Why a noun counts as a proposal.

    Args:
        why: for people.
        confidence: how sure that is.
        stands: it is a proposal of its own, not only a later mention.
    """

    why: str
    confidence: float
    stands: bool = True


_ALONE = _Ground(why="noun cue alone", confidence=0.3, stands=False)


def _ground(phrase: _ProposalPhrase) -> _Ground:
    needs, content = phrase.cue.needs, bool(phrase.content)
    if needs == "never" or (needs == "modifier" and not phrase.is_drafted):
        return _Ground(why="anaphoric noun", confidence=0.3, stands=False)
    if phrase.cue.lemma == "call" and not content:
        return _ALONE  # as likely a telephone call
    if phrase.authors:
        return _Ground(why="noun cue with author", confidence=0.8 if content else 0.65)
    if phrase.owners:
        return _ground_of_owned(phrase)
    return _ground_of_unowned(phrase)


def _ground_of_unowned(phrase: _ProposalPhrase) -> _Ground:
    """The same for "a plan": its content, or that it is called a draft."""
    needs = phrase.cue.needs
    if phrase.content and needs != "author":
        vague = phrase.determined == "" and phrase.is_plural and phrase.cue.family == "plan"
        return _Ground(why="noun cue with content", confidence=0.45 if vague else 0.6)
    if needs in ("content", "author"):
        return _ALONE
    return _Ground(why="noun cue with modifier", confidence=0.5) if phrase.is_drafted else _ALONE


def _ground_of_owned(phrase: _ProposalPhrase) -> _Ground:
    """The same for "Oslo's plan": it needs content where owning such a thing is no proposing."""
    if phrase.content:
        return _Ground(why="noun cue with owner and content", confidence=0.75)
    if phrase.cue.needs in ("content", "author"):
        return _ALONE
    stands = phrase.cue.family != "bill" and not phrase.is_plural
    return _Ground(why="noun cue with owner", confidence=0.5, stands=stands)


def _is_no_proposal(phrase: _ProposalPhrase) -> bool:
    """Whether the phrase is bare or plural in a way that speaks against a proposal of somebody's."""
    if phrase.determined == "none":
        return True  # "no plans"
    if phrase.authors or phrase.owners:
        return False
    if phrase.determined == "" and not phrase.is_plural and phrase.cue.family != "text":
        return True  # "demand for oil"
    # "plans to visit": what somebody means to do
    return phrase.noun.lemma.lower() == "plan" and phrase.is_plural


# --- who is behind it ---------------------------------------------------------------------------------------------


def _owner_links(document: Document, phrase: _ProposalPhrase) -> tuple[Link, ...]:
    if any(w.deprel == "nmod:poss" for w in phrase.owners):
        return links_to(document, phrase.owners)
    return tuple(link_of_modifier(document, w) for w in phrase.owners)


def _authors(around: tuple[Predication, ...]) -> tuple[Word, ...]:
    """Who puts it forward, by a verb of which it is the object; who withdraws it has made it."""
    own = (p for p in around if p.entry.role == "author" or p.entry.status is Status.WITHDRAWN)
    return next(filter(None, (p.clause.agents for p in own if p.as_object)), ())


def _itself(annotation: Annotation, phrase: _ProposalPhrase) -> tuple[Span, ...]:
    """As in "a ceasefire was proposed": the noun is what would be done."""
    own = phrase.cue.needs == "modifier" and not phrase.is_drafted
    return (nominal(annotation, phrase.noun),) if own else ()
