"""What the order of the words says: for places where a parser's tree cannot be trusted."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from ..annotation import Annotation, Word
from .words import is_time, listed

__all__ = ["after", "before", "between", "followed_by", "infinitive_after", "is_finite", "particles"]

_REACH = 16  # how many words an addressee may take: "urged the leaders of the two ... to"
_ENDS = {";", ":", "(", ")", "--", "—", "–", "?", "!", ".", "“", "”", '"', "``", "''"}


def after(annotation: Annotation, word: Word) -> Sequence[Word]:
    """The words of the sentence after a word."""
    return annotation.sentence_of(word).words[word.id :]


def before(annotation: Annotation, word: Word) -> Sequence[Word]:
    """The words of the sentence before a word, nearest first."""
    return annotation.sentence_of(word).words[: word.id - 1][::-1]


def between(annotation: Annotation, first: Word, last: Word) -> Sequence[Word]:
    """The words that stand between two words of a sentence."""
    return annotation.sentence_of(first).words[first.id : last.id - 1]


def is_finite(word: Word) -> bool:
    """Whether a word is a finite verb or auxiliary."""
    return word.upos in ("VERB", "AUX") and word.feat("VerbForm") == "Fin"


def particles(annotation: Annotation, verb: Word) -> tuple[str, ...]:
    """The particles that a verb may have ("put it forward"), and "" for none."""
    below = [w for w in annotation.children(verb, "compound", "advmod", "obl", "case") if w.id > verb.id]
    found = [w.text.lower() for w in (*below, *after(annotation, verb)[:1]) if listed("particle", w.text)]
    return (*dict.fromkeys(found), "")


def followed_by(annotation: Annotation, word: Word, *texts: str, within: int = 1) -> Word | None:
    """The first of the next words that reads as one of `texts`; other words than adverbs and times end the search."""
    for other in after(annotation, word)[:within]:
        text = other.text.lower()
        if text in texts:
            return other
        if other.upos not in ("ADV", "PART", "PUNCT") and text not in ("on", "in", "last") and not is_time(other):
            return None
    return None


def infinitive_after(annotation: Annotation, word: Word, *, top: Word | None = None) -> Word | None:
    """The first infinitive with "to" after a word, if no other clause lies between.

    The tag of the verb is not asked, for parsers mistake "to host talks" and "to free them"; its shape is.

    Args:
        annotation: the parse.
        word: where to begin.
        top: the predicate that governs the infinitive; a verb between the two ends the search.
    """
    words = after(annotation, word)[:_REACH]
    for place, (to, verb) in enumerate(itertools.pairwise(words)):
        # right after a preposition a "verb" is a noun with a wrong tag
        clause = is_finite(to) and to != top and not (place == 0 and word.upos in ("ADP", "PART"))
        if to.text in _ENDS or clause:
            return None
        if to.text == "," and verb.text.lower().endswith("ing") and verb.upos == "VERB":
            return None
        if to.text.lower() == "to" and (found := _verb_after(annotation, to)) is not None:
            return found
    return None


def _verb_after(annotation: Annotation, to: Word) -> Word | None:
    """The verb right after "to", adverbs passed over; None where a noun phrase follows."""
    for word in after(annotation, to)[:3]:
        bare = word.text.lower() == word.lemma.lower()
        if word.upos == "AUX" and bare:
            above = annotation.parent(word)
            return above if above is not None and above.id > word.id else word
        if word.upos == "VERB":
            return word if bare else None
        if word.upos not in ("ADV", "PART") and word.text not in ('"', "“", "``"):
            return None
    return None
