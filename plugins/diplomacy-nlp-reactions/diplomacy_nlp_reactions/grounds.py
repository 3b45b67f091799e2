"""Conditions and reasons: the phrases that state them, from the opening word to their end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from diplomacy_nlp import Span, Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import once_a_word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.extent import trimmed

from .lexicon import Ground, grounds_with, word_class
from .sorts import names_person

__all__ = ["find_ground", "has_ground"]

_CLAUSES = ("advcl", "obl", "nmod", "acl", "xcomp", "ccomp", "conj", "advmod", "parataxis", "amod", "dep")
_NEEDS: Mapping[str, Callable[[Stance, bool, Word], bool]] = {
    "": lambda stance, negated, predicate: True,
    "negation": lambda stance, negated, predicate: negated,
    "judgement": lambda stance, negated, predicate: stance in (Stance.CRITICISE, Stance.SUPPORT, Stance.DISMISS),
    "accusation": lambda stance, negated, predicate: predicate.lemma in word_class("accusing"),
    "blame": lambda stance, negated, predicate: stance in (Stance.CRITICISE, Stance.THREATEN),
}


def has_ground(document: Document, predicate: Word, kind: str) -> bool:
    """Whether a predicate has a condition or a reason beside it."""
    return find_ground(document, predicate, kind, stance=Stance.CRITICISE) is not None


def find_ground(
    document: Document,
    predicate: Word,
    kind: str,
    *,
    stance: Stance,
    target: Word | None = None,
    negated: bool = False,
) -> Span | None:
    """The span of a predicate's condition or reason, opening word included; None where there is none.

    Args:
        kind: "condition" or "reason".
        stance: of the reaction: some words open a reason of praise and blame only.
        target: head of the target's phrase, where parsers often hang what follows it.
        negated: whether the predicate is denied or refused ("will not sign until").
    """
    negated = negated or document.clause(predicate).is_negated
    for head, is_noun in _heads(document, predicate, target):
        for child in document.annotation.children(head, *_CLAUSES):
            ground = _opening(document, child)
            if ground is None or ground.kind != kind or child == target:
                continue
            hangs = not is_noun or _may_follow(document, child, head, ground)
            if hangs and _NEEDS[ground.needs](stance, negated, predicate):
                return _extent(document, child)
    return None


def _heads(document: Document, predicate: Word, target: Word | None) -> Iterator[tuple[Word, bool]]:
    """The words that a ground may hang on, and whether each is a noun that the verb has beside it."""
    yield predicate, False
    beside = [w for w in document.annotation.children(predicate, "obj") if w != target]
    yield from ((word, True) for word in (*beside, target) if word is not None)
    above = document.annotation.parent(predicate)
    if above is not None and predicate.relation in ("xcomp", "conj"):
        yield above, False


def _may_follow(document: Document, child: Word, noun: Word, ground: Ground) -> bool:
    """Whether what follows an object can belong to the verb: clauses do, phrases after a name do."""
    follows = child.relation in ("advcl", "acl") or not ground.needs or names_person(document, noun)
    return follows and child.id > noun.id


@once_a_word
def _opening(document: Document, child: Word) -> Ground | None:
    """The entry of which the words begin a dependent's phrase; None where it opens as no ground does."""
    span = document.annotation.phrase(child)
    words = " ".join(document.article[Span(span.start, min(span.end, span.start + 60))].lower().split()) + " "
    known = grounds_with(words.partition(" ")[0])
    return next((ground for ground in known if words.startswith(ground.opening + " ")), None)


def _extent(document: Document, child: Word) -> Span:
    """The phrase of a ground with "only" before it, up to a semicolon or a participle after a comma."""
    words = document.annotation.sentence_of(child).words
    span = document.annotation.phrase(child, without=("conj", "parataxis"))
    inside = [w for w in words if span.contains(w.span)]
    for place, word in enumerate(inside[1:], 1):
        following = inside[place + 1] if place + 1 < len(inside) else None
        aside = following is not None and following.upos == "VERB" and following.text.lower().endswith("ing")
        if word.text == ";" or (word.text in (",", "–", "—") and aside):  # ", suggesting that ..."
            inside = inside[:place]
            break
    first = inside[0]
    before = words[first.id - 2] if first.id > 1 else first
    start = before if before.text.lower() == "only" else first
    return trimmed(document.text, Span(start.span.start, inside[-1].span.end))
