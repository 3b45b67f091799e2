"""Who "I" and "we" are within quotation marks: the speaker, or for whom the speaker speaks.

Only marks that close, and a verb of saying beside them, are followed; what else is said the quotes' plugin finds later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from diplomacy_nlp import ActorKind, Annotation, MentionType, Span
from diplomacy_nlp.annotation import Word

from .cast import Cast, Draft
from .tables import word_class

__all__ = ["resolve_first_person"]

_I = {"i", "me", "my", "mine", "myself"}
_WE = {"we", "us", "our", "ours", "ourselves"}
_QUOTED = re.compile('“[^“”]+”|"[^"“”]+"')
_FAR = 25  # words beside a quotation that are looked at


@frozen
class _Quotation:
    span: Span
    words: tuple[Word, ...]


def resolve_first_person(cast: Cast, annotation: Annotation, text: str) -> None:
    """Add "I" and "we" in quotations to the mentions of those whom they stand for.

    Args:
        cast: the actors, all other mentions included.
        annotation: the parse.
        text: the article's text.
    """
    before: tuple[int, Draft] | None = None
    for quotation in _quotations(annotation, text):
        speaker = _speaker(cast, annotation, quotation)
        if speaker is None and before is not None and "\n" not in text[before[0] : quotation.span.start]:
            speaker = before[1]  # a quotation that goes on in the same paragraph
        if speaker is None:
            continue
        before = (quotation.span.end, speaker)
        for word in quotation.words:
            draft = _meant(cast, word, speaker)
            if draft is not None:
                cast.mention(draft, word.span, MentionType.PRONOUN, word)


def _quotations(annotation: Annotation, text: str) -> Iterator[_Quotation]:
    for match in _QUOTED.finditer(text):
        span = Span(*match.span())
        words = annotation.words_in(span)
        if words:
            yield _Quotation(span, words)


def _meant(cast: Cast, word: Word, speaker: Draft) -> Draft | None:
    form = word.text.lower()
    if word.upos not in ("PRON", "DET") or form not in _I | _WE or word.text == "US":
        return None
    if speaker.kind != ActorKind.PERSON:
        return speaker if form in _WE else None
    if form in _I:
        return speaker
    principal = cast.get(speaker.principal)
    return principal if principal is not None and principal.kind != ActorKind.PERSON else None


def _speaker(cast: Cast, annotation: Annotation, quotation: _Quotation) -> Draft | None:
    """The subject of the verb of saying after a quotation, or else before it, in the same sentence."""
    span = quotation.span
    last, first = quotation.words[-1], quotation.words[0]
    after = [w for w in annotation.sentence_of(last).words if w.span.start >= span.end][:_FAR]
    following = annotation.sentences[last.sentence + 1].words if last.sentence + 1 < len(annotation.sentences) else ()
    if not after and following and following[0].text[:1].islower():  # a sentence cut at the mark
        after = list(following[:_FAR])
    before = [w for w in annotation.sentence_of(first).words if w.span.end <= span.start][-_FAR:]
    return _saying_subject(cast, annotation, after) or _saying_subject(cast, annotation, before[::-1])


def _saying_subject(cast: Cast, annotation: Annotation, words: Sequence[Word]) -> Draft | None:
    """The one who speaks by the first verb of saying among words, if it is an actor."""
    verb = next((w for w in words if w.lemma.lower() in word_class("saying") and w.upos == "VERB"), None)
    if verb is None:
        return None
    subject = annotation.child(verb, "nsubj")
    if subject is None or subject.span not in {w.span for w in words}:
        return None
    named = next(
        (d for w in annotation.children(subject, "appos", "flat") if (d := cast.named_at(w)) is not None), None
    )
    return cast.named_at(subject) or cast.at(subject) or named  # "envoy" is a title where a name follows it
