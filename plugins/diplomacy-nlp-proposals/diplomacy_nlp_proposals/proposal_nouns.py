"""Proposals by noun: "a draft accord", "Oslo's plan to", "a request from Kyiv for", "the plan would"."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, field, frozen

from diplomacy_nlp import Annotation, Link, Mode, Span, Status
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document

from .candidate import ProposalCandidate
from .contents import complement, content_of
from .dates import date_of
from .lexicons import Cues, NounCue, listed
from .noun_phrases import by_phrases, cue_span, determiner, modifiers, naming_cue, nominal, owners
from .parties import link_of_modifier, links_to, may_act
from .predications import Predication, agents_by, predications
from .status import status_of

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
        predications: the verbs that have it as an argument.
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
    is_drafted: bool = field(init=False)  # it is called a draft, or proposed
    is_handled: bool = field(init=False)  # somebody takes a stance on it or decides on it

    @is_drafted.default
    def _drafted(self) -> bool:
        return any(listed("modifier", w.lemma) or listed("modifier", w.text) for w in self.inner)

    @is_handled.default
    def _handled(self) -> bool:
        return any(p.as_object and p.has("stance", "status", "backer") for p in self.predications)

    @property
    def is_put_forward(self) -> bool:
        """Whether the text says of an accord that it is only a draft, or who puts it forward."""
        offered = bool(self.authors) and any(p.as_object and p.has("author") for p in self.predications)
        return self.is_drafted or offered

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
    stands = ground.stands and not _is_no_proposal(phrase, ground)
    if not stands and not phrase.may_refer:
        return None
    annotation, around = document.annotation, phrase.predications
    owned = _owner_links(document, phrase)
    return ProposalCandidate(
        cue=cue_span(document, noun),
        word=noun,
        kind=cue.kind,
        proposers=links_to(document, phrase.authors) or owned or _withdrawer(document, around),
        owners=links_to(document, by_phrases(document, noun)) or owned,
        content=phrase.content or _itself(annotation, phrase),
        is_named_by_content=phrase.is_named_by_content,
        noun=noun,
        nominal=nominal(annotation, noun),
        family=cue.family,
        event=cue.plover,
        refers_back=phrase.may_refer,
        stands=stands,
        backers=_backers(document, around) if phrase.determined in ("indefinite", "") else (),
        date=date_of(annotation, noun),
        mode=_mode(around),
        status=status_of(document, around),
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
    if any(p.has("author", "maker") and not p.inside and p.clause.is_negated for p in around):
        return None
    after = complement(document, noun, cue)
    return _ProposalPhrase(
        noun=noun,
        cue=cue,
        determined=determiner(annotation, noun),
        inner=inner,
        predications=around,
        owners=owners(document, noun),
        authors=(*_authors(document, around), *by_phrases(document, noun)),
        content=(after,) if after is not None else content_of(noun, cue, around),
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
        by_stance: it counts because somebody takes a stance on it.
    """

    why: str
    confidence: float
    stands: bool = True
    by_stance: bool = False


_ALONE = _Ground(why="noun cue alone", confidence=0.3, stands=False)


def _ground(phrase: _ProposalPhrase) -> _Ground:
    needs, content = phrase.cue.needs, bool(phrase.content)
    if needs == "never" or (needs == "modifier" and not phrase.is_put_forward):
        return _Ground(why="anaphoric noun", confidence=0.3, stands=False)
    if phrase.cue.lemma == "call" and not content:
        return _ALONE  # as likely a telephone call
    if phrase.authors:
        return _Ground(why="noun cue with author", confidence=0.8 if content else 0.65)
    if phrase.owners:
        return _ground_of_owned(phrase)
    return _ground_of_unowned(phrase)


def _ground_of_unowned(phrase: _ProposalPhrase) -> _Ground:
    """The same for "a plan": its content, or what somebody does with it."""
    needs = phrase.cue.needs
    if phrase.content and (needs != "author" or phrase.is_handled):
        vague = phrase.determined == "" and phrase.is_plural and phrase.cue.family == "plan"
        return _Ground(why="noun cue with content", confidence=0.45 if vague else 0.6)
    if needs in ("content", "author"):
        return _ALONE
    if phrase.is_handled:
        return _Ground(why="noun cue under a stance", confidence=0.5, by_stance=True)
    return _Ground(why="noun cue with modifier", confidence=0.5) if phrase.is_drafted else _ALONE


def _ground_of_owned(phrase: _ProposalPhrase) -> _Ground:
    """The same for "Oslo's plan": it needs content or a stance where owning such a thing is no proposing."""
    if phrase.content:
        return _Ground(why="noun cue with owner and content", confidence=0.75)
    if phrase.cue.needs in ("content", "author"):
        return evolve(_ALONE, stands=phrase.is_handled and phrase.cue.needs == "content")
    stands = phrase.is_handled or (phrase.cue.family != "bill" and not phrase.is_plural)
    return _Ground(why="noun cue with owner", confidence=0.5, stands=stands)


def _is_no_proposal(phrase: _ProposalPhrase, ground: _Ground) -> bool:
    """Whether the phrase is bare or plural in a way that speaks against a proposal of somebody's."""
    if phrase.determined == "none":
        return True  # "no plans"
    if phrase.authors or phrase.owners:
        return False
    if phrase.determined == "" and not phrase.is_plural and phrase.cue.family != "text":
        return True  # "demand for oil"
    if ground.by_stance:
        return False
    # "plans to visit": what somebody means to do
    return phrase.noun.lemma.lower() == "plan" and phrase.is_plural and not phrase.is_handled


# --- who is behind it ---------------------------------------------------------------------------------------------


def _owner_links(document: Document, phrase: _ProposalPhrase) -> tuple[Link, ...]:
    possessors = [w for w in phrase.owners if w.deprel == "nmod:poss"]
    if not possessors:
        return tuple(link_of_modifier(document, w) for w in phrase.owners)
    own = _withdrawer(document, phrase.predications) if all(w.upos == "PRON" for w in possessors) else ()
    return own or links_to(document, possessors)


def _authors(document: Document, around: tuple[Predication, ...]) -> tuple[Word, ...]:
    """Who puts it forward, by a verb of which it is the object."""
    putting = (p for p in around if p.as_object and p.has("author", "maker"))
    agents = ((p.inside and agents_by(p.clause)) or p.clause.agents for p in putting)
    acting = (tuple(w for w in words if may_act(document, w)) for words in agents)
    return next(filter(None, acting), ())


def _withdrawer(document: Document, around: tuple[Predication, ...]) -> tuple[Link, ...]:
    """As in "Oslo withdrew its offer": who withdraws a thing of its own has made it."""
    for at in around:
        if at.as_object and any(entry.status == Status.WITHDRAWN for entry in at.entries):
            return links_to(document, at.clause.agents)
    return ()


def _backers(document: Document, around: tuple[Predication, ...]) -> tuple[Link, ...]:
    for at in around:
        if at.as_object and at.has("backer") and not at.clause.is_negated:
            return links_to(document, at.clause.agents)
    return ()


def _itself(annotation: Annotation, phrase: _ProposalPhrase) -> tuple[Span, ...]:
    """As in "a ceasefire was proposed": the noun is what would be done."""
    own = phrase.cue.needs == "modifier" and not phrase.is_drafted
    return (nominal(annotation, phrase.noun),) if own else ()


def _mode(around: tuple[Predication, ...]) -> Mode | None:
    return next((p.clause.mode for p in around if p.has("author", "maker")), None)
