"""Conditions and reasons: the phrases that state them, from the opening word to their end."""

from __future__ import annotations

from collections.abc import Iterator

from diplomacy_nlp import Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import once_a_word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.extent import trimmed

from .lexicon import Ground, grounds, word_class
from .sorts import names_person

__all__ = ["find_ground", "is_strict"]

_CLAUSES = ("advcl", "obl", "nmod", "acl", "xcomp", "ccomp", "conj", "advmod", "parataxis", "amod", "dep")


def find_ground(
    document: Document, predicate: Word, kind: str, *, said: str = "", target: Word | None = None
) -> Span | None:
    """The span of a predicate's condition or reason, opening word included; None where there is none.

    Args:
        kind: "condition" or "reason".
        said: the stance, or "negation": some words open a condition after a denial only, others a reason of blame.
        target: head of the target's phrase, where parsers often hang what follows it.
    """
    for child, noun in _beside(document, predicate, target):
        ground = _opening(document, child)
        if ground is None or ground.kind != kind or child == target:
            continue
        if not ground.after or (said in ground.after and (noun is None or names_person(document, noun))):
            return _extent(document, child)
    return None


def _beside(document: Document, predicate: Word, target: Word | None) -> Iterator[tuple[Word, Word | None]]:
    """What hangs on a predicate, and what follows its objects and its target, with these."""
    annotation = document.annotation
    yield from ((child, None) for child in annotation.children(predicate, *_CLAUSES))
    for noun in dict.fromkeys((*annotation.children(predicate, "obj"), *([] if target is None else [target]))):
        yield from ((child, noun) for child in annotation.children(noun, *_CLAUSES) if child.id > noun.id)


@once_a_word
def _opening(document: Document, child: Word) -> Ground | None:
    """The entry of which the words begin a dependent's phrase; None where it opens as no ground does."""
    whole = document.annotation.phrase(child)
    span = _without_but(document, whole)
    words = " ".join(document.article[Span(span.start, min(span.end, span.start + 60))].lower().split()) + " "
    known = grounds().get(words.partition(" ")[0], ())
    # "but if ..." mostly opens what follows
    return next((g for g in known if words.startswith(g.opening + " ") and (g.strict or span == whole)), None)


def _without_but(document: Document, phrase: Span) -> Span:
    """A phrase without the word that sets it against what stands before ("but with conditions")."""
    first, *others = document.annotation.words_in(phrase)
    contrasts = others and first.text.lower() in word_class("contrasting")
    return Span(others[0].span.start, phrase.end) if contrasts else phrase


def _extent(document: Document, child: Word) -> Span:
    """The phrase of a ground, with "only" before it."""
    words = document.annotation.sentence_of(child).words
    span = _without_but(document, document.annotation.phrase(child, without=("conj", "parataxis")))
    before = next((w for w in words if w.span.end + 1 == span.start and w.text.lower() == "only"), None)
    return trimmed(document.text, span if before is None else Span(before.span.start, span.end))


def is_strict(words: str) -> bool:
    """Whether the words of a condition open it beyond doubt: "on condition that", "only if"."""
    words = " ".join(words.lower().split()) + " "
    return any(g.strict and words.startswith(f"{g.opening} ") for g in grounds().get(words.partition(" ")[0], ()))
