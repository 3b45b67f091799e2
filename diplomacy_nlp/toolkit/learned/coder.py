"""PLOVER's event type of a reaction, learned from human coders: a stance alone does not always tell it.

Proposals keep the type of their kind: the coders gave a sentence one type, which is that of the answer where a proposal
is answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from attrs import frozen

from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import Span
from diplomacy_nlp.types import EventType, Link, Reaction, Stance

from ..document import Document
from ..plover import coded_reaction, recoded
from .ranker import Ranker
from .slots import Facts, Group, named_facts

__all__ = ["CODES", "TYPES", "Coder", "Coding", "coding_of"]

CODES = "codes"  # name of the ranker
# The coders have one type for both ways to yield.
TYPES = tuple(event for event in EventType if event != EventType.RETREAT)
_WILLING = (Stance.ACCEPT, Stance.SUPPORT, Stance.CONDITIONAL)
_AGAINST = TYPES[TYPES.index(EventType.ACCUSE) :]
_KEPT = 1 << 12  # lemmas and the like whose groups of facts are kept
_LEAST = 0.35  # share below which no type is told
_BELOW = ("aux", "ccomp", "csubj", "nsubj", "nsubj:pass", "obj", "obl", "xcomp")


@frozen(kw_only=True)
class Coding:
    """What a type is chosen by.

    Args:
        label: the stance, with the task.
        cue: head of the cue.
        about: head of the target; None where there is none.
        facts: what speaks for each of `TYPES`.
    """

    label: str
    cue: Word
    about: Word | None
    facts: Sequence[Facts]


def coding_of(document: Document, reaction: Reaction) -> Coding | None:
    """What the type of a reaction is chosen by.

    None where its words have a type by themselves, by a lexicon, and where its stance has none or nothing happened,
    since the text denies it.
    """
    cue = document.annotation.head_in(reaction.cue)
    told = coded_reaction(reaction, toward=document.kind_toward(reaction.target)).plover
    if cue is None or told is None or reaction.plover != told:
        return None
    label = f"reaction: {reaction.stance}"
    sort, about = _about(document, reaction.target)
    relations = {name for child in document.annotation.children(cue) for name in (child.deprel, child.relation)}
    groups = (
        _of_label(label, told),
        _of_lemma(cue.lemma),
        _of_clause(cue.upos, str(reaction.mode), sort),
        _of_dependents(tuple(name for name in _BELOW if name in relations)),
    )
    return Coding(
        label=label,
        cue=cue,
        about=None if about is None else document.annotation.head_in(about),
        facts=[*map(Facts, zip(*groups, strict=True))],
    )


def _of_each_type(make: Callable[..., Iterator[str]]) -> Callable[..., tuple[Group, ...]]:
    """The names that a function makes of each type and a few words, made once for these."""
    named = named_facts(make)
    return lru_cache(maxsize=_KEPT)(lambda *told: tuple(named(event, *told) for event in TYPES))


@_of_each_type
def _of_label(event: str, label: str, told: str) -> Iterator[str]:
    yield from (event, f"{event}: {label}")
    if event == told:
        yield "by the label"


@_of_each_type
def _of_lemma(event: str, lemma: str) -> Iterator[str]:
    yield f"{event}: {lemma}"


@_of_each_type
def _of_clause(event: str, tag: str, mode: str, sort: str) -> Iterator[str]:
    yield from (f"{event}: {tag}", f"{event}: mode {mode}", f"{event}: toward {sort}")


@_of_each_type
def _of_dependents(event: str, relations: tuple[str, ...]) -> Iterator[str]:
    for relation in relations:
        yield f"{event}: has {relation}"


def _about(document: Document, target: Link | None) -> tuple[str, Span | None]:
    """What sort of thing a target is, and where it is told."""
    if target is None:
        return "nothing", None
    if target.id is None:
        return "words", target.span
    known = (("proposal", document.proposal_with), ("actor", document.actor_with))
    return next((name for name, with_id in known if with_id(target.id) is not None), "quote"), target.span


@frozen
class Coder:
    """Chooses types.

    Args:
        ranker: trained; its options are `TYPES`.
    """

    ranker: Ranker

    def coded(self, document: Document, reactions: Iterable[Reaction]) -> Iterator[Reaction]:
        """The reactions with the likeliest type each, or with none where none is likely.

        Args:
            document: the article, with the proposals that reactions are toward.
            reactions: of it, with the types that their stances have.
        """
        found = [*reactions]
        codings = [coding_of(document, reaction) for reaction in found]
        shares = iter(self._shares(document, [coding for coding in codings if coding is not None]))
        for reaction, coding in zip(found, codings, strict=True):
            if coding is None:
                yield reaction
            else:
                share, event = max(zip(next(shares), TYPES, strict=True), key=lambda pair: pair[0])
                # "would accept it if" is no threat, but "will not sign unless" may be
                told = event in _AGAINST and reaction.stance in _WILLING and not document.clause(coding.cue).is_negated
                yield reaction if told else recoded(reaction, event if share > _LEAST else None)

    def _shares(self, document: Document, codings: Iterable[Coding]) -> list[list[float]]:
        number = document.number_of
        questions = []
        for one in codings:
            at = None if one.about is None else number(one.about)
            questions.append((number(one.cue), one.label, [(at, facts) for facts in one.facts]))
        return document.annotation.kept(self.ranker).all_shares(questions)
