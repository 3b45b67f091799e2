"""Who "I" and "we" are: the speaker of a quotation, a transcript's turn or a statement, else the author of the text.

Only quotation marks that close, and a verb of saying beside them, are followed; what else is said the quotes' plugin
finds later. A text has an author where its heading, its title or its signature says so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from diplomacy_nlp import ActorKind, Annotation, MentionType, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.pasted import is_within
from diplomacy_nlp.toolkit.turns import Asking, Turn

from .cast import Cast, Draft
from .heading import first_persons, heading, is_letterhead, is_short, lines_of
from .spelling import folded
from .tables import pronoun_forms, word_class

__all__ = ["enter_first_person"]

_QUOTED = re.compile("“[^“”]+”|\"[^\"“”]+\"|''(?:[^']|'(?!'))+''")
_BREAKS = 2  # ends of lines between two paragraphs
_FAR = 25  # words beside a quotation that are looked at
_SAID = re.compile(r":\s*(?=[^\s“\"'‘«])")
_END_OF_STATEMENT = re.compile(r"\n\W*(?:Notes?|ENDS?|Ends|Further|Background|Media enquiries|Follow)\b")


@frozen
class _Stretch:
    """A part of the text in which one speaks; speaker None where it is not known who."""

    span: Span
    speaker: Draft | None


def enter_first_person(cast: Cast, annotation: Annotation, text: str, said: Sequence[Turn]) -> None:
    """Add "I" and "we" to the mentions of those whom they stand for, and an interview's "A:" to its speaker's.

    Args:
        cast: the actors, all other mentions included.
        annotation: the parse.
        text: the article's text.
        said: its turns, if it is a transcript.
    """
    persons = first_persons(annotation)
    if not persons and not said:
        return
    quotations = sorted(_quotations(cast, annotation, text), key=lambda s: s.span.start)
    turns = sorted(
        [*_turns(cast, annotation, text, said), *_statements(cast, annotation, text)], key=lambda s: s.span.start
    )
    places = [(word, _at(quotations, word) or _at(turns, word)) for word in persons]
    outside = [word for word, stretch in places if stretch is None]
    author = _author(cast, annotation, text, outside) if outside else None
    for word, stretch in places:
        speaker = stretch.speaker if stretch is not None else author
        draft = _meant(cast, word, speaker) if speaker is not None else None
        if draft is not None:
            cast.mention(draft, word.span, MentionType.PRONOUN, word)


def _at(stretches: Sequence[_Stretch], word: Word) -> _Stretch | None:
    """The stretch that a word stands in; of those that begin before it the last."""
    place = bisect_right(stretches, word.span.start, key=lambda s: s.span.start)
    found = stretches[place - 1] if place else None
    return found if found is not None and found.span.contains(word.span) else None


def _meant(cast: Cast, word: Word, speaker: Draft) -> Draft | None:
    form = word.text.lower()
    if speaker.kind != ActorKind.PERSON:
        return speaker if form in pronoun_forms("we") else None
    if form in pronoun_forms("i"):
        return speaker
    principal = cast.get(speaker.principal)
    return principal if principal is not None and principal.kind != ActorKind.PERSON else speaker


# --- quotations ---------------------------------------------------------------------------------------------------


def _quotations(cast: Cast, annotation: Annotation, text: str) -> Iterator[_Stretch]:
    before: tuple[int, Draft] | None = None
    for match in _QUOTED.finditer(text):
        span = Span(*match.span())
        words = annotation.words_in(span)
        speaker = _speaker(cast, annotation, span, words) if words else None
        if speaker is None and before is not None and _goes_on(text, before[0], span):
            speaker = before[1]
        if speaker is not None:
            before = (span.end, speaker)
        yield _Stretch(span, speaker)


def _goes_on(text: str, end: int, span: Span) -> bool:
    """Whether a quotation goes on after an offset: in the same paragraph, or as all of the next one."""
    between = text[end : span.start]
    if "\n" not in between:
        return True
    after = text[span.end : span.end + 3].lstrip(" .\r")
    return not between.split("\n")[-1].strip() and between.count("\n") <= _BREAKS and after[:1] in ("", "\n")


def _speaker(cast: Cast, annotation: Annotation, span: Span, quoted: Sequence[Word]) -> Draft | None:
    """The subject of the verb of saying after a quotation, or else before it, in the same sentence."""
    last, first = quoted[-1], quoted[0]
    after = [w for w in annotation.sentence_of(last).words if w.span.start >= span.end][:_FAR]
    following = annotation.sentences[last.sentence + 1].words if last.sentence + 1 < len(annotation.sentences) else ()
    if not after and following and following[0].text[:1].islower():  # a sentence cut at the mark
        after = list(following[:_FAR])
    before = [w for w in annotation.sentence_of(first).words if w.span.end <= span.start][-_FAR:]
    return _saying_subject(cast, annotation, after) or _saying_subject(cast, annotation, before[::-1])


def _saying_subject(cast: Cast, annotation: Annotation, words: Sequence[Word]) -> Draft | None:
    """The one who speaks by the first verb of saying among words, if it is an actor."""
    verb = next((w for w in words if w.lemma.lower() in word_class("saying") and w.upos == "VERB"), None)
    subject = annotation.child(verb, "nsubj") if verb is not None else None
    if subject is None or subject.span not in {w.span for w in words}:
        return None
    return cast.of_phrase(annotation, subject)


# --- turns and statements -----------------------------------------------------------------------------------------


def _turns(cast: Cast, annotation: Annotation, text: str, said: Sequence[Turn]) -> Iterator[_Stretch]:
    answerer = _interviewee(cast, annotation, said) if any(t.asking is Asking.ANSWER for t in said) else None
    persons = [draft for draft in cast if draft.kind is ActorKind.PERSON and draft.mentions] if said else []
    surnames = {folded(draft.name.split()[-1]): draft for draft in persons[::-1]}
    for turn in said:
        words = annotation.words_in(turn.label)
        speaker = answerer if turn.asking is Asking.ANSWER else None
        if turn.asking is None:
            speaker = _labelled(cast, text, turn, words, surnames)
        elif speaker is not None and words:
            cast.mention(speaker, turn.label, MentionType.PRONOUN, words[-1])
        yield from (_Stretch(span, speaker) for span in turn.content)


def _labelled(cast: Cast, text: str, turn: Turn, words: Sequence[Word], surnames: Mapping[str, Draft]) -> Draft | None:
    """Whom a label names: who has its last name, which the recogniser may miss ("ROE:"), else by words after titles."""
    draft = surnames.get(folded(text[turn.label.start : turn.label.end].split()[-1]))
    if draft is not None and words:
        cast.mention(draft, turn.label, MentionType.NAME, words[-1], words)
    return draft or next(filter(None, map(cast.meant_by, words[::-1])), None)


def _interviewee(cast: Cast, annotation: Annotation, said: Sequence[Turn]) -> Draft | None:
    """Whom an interview is with: the person beside a word of talking outside its turns, else the only one there."""
    inside = [span for turn in said for span in turn.content]
    seen: dict[str, Draft] = {}
    for sighting in sorted(cast.sightings, key=lambda s: s.head.span.start):
        if sighting.draft.kind is not ActorKind.PERSON or is_within(inside, sighting.head.span.start):
            continue
        seen.setdefault(sighting.draft.key, sighting.draft)
        talks = (w.lemma.lower() in word_class("talking") for w in annotation.sentence_of(sighting.head).words)
        if MentionType.NAME is sighting.type and any(talks):
            return sighting.draft
    return next(iter(seen.values())) if len(seen) == 1 else None


def _statements(cast: Cast, annotation: Annotation, text: str) -> Iterator[_Stretch]:
    """What follows "The minister, NAME, said:" without quotation marks, to the end or to the next such line."""
    found: list[tuple[int, Draft]] = []
    for match in _SAID.finditer(text):
        colon = annotation.word_at(match.start())
        if colon is None:
            continue
        before = [w for w in annotation.sentence_of(colon).words if w.id < colon.id][-3:]
        if any(w.lemma.lower() in word_class("saying") for w in before):
            speaker = _saying_subject(cast, annotation, annotation.sentence_of(colon).words[colon.id - 2 :: -1])
            if speaker is not None:
                found.append((match.end(), speaker))
    for number, (start, speaker) in enumerate(found):
        notes = _END_OF_STATEMENT.search(text, start)
        end = found[number + 1][0] if number + 1 < len(found) else notes.start() if notes is not None else len(text)
        yield _Stretch(Span(start, max(end, start)), speaker)


# --- authors ------------------------------------------------------------------------------------------------------


def _author(cast: Cast, annotation: Annotation, text: str, persons: Sequence[Word]) -> Draft | None:
    """Who speaks as "I" and "we" where nobody is quoted: who heads or signs the text."""
    lines = lines_of(text)
    found = _first_of(cast, [line for line in heading(annotation, lines) if is_letterhead(text, line)])
    if found is not None:
        return found
    signature = [line for line in lines[-3:] if line.start > persons[-1].span.end and is_short(annotation, line)]
    return _first_of(cast, signature)


def _first_of(cast: Cast, lines: Sequence[Span]) -> Draft | None:
    """The first actor that lines name: a body before the state whose it is."""
    within = [
        s
        for s in cast.sightings
        if s.type is not MentionType.METONYM and any(line.contains(s.head.span) for line in lines)
    ]
    ordered = sorted(within, key=lambda s: (s.draft.kind is ActorKind.STATE, s.head.span.start))
    return next((s.draft for s in ordered if s.draft.kind not in (ActorKind.MEDIA, ActorKind.GROUP)), None)
