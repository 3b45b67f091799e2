"""The cue of a quotation: the verb and the speaker just after it, or just before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice, takewhile

from attrs import evolve

from diplomacy_nlp import Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import clause_of

from .candidates import Candidate, Source
from .document import MarkedDocument
from .extent import cue_span
from .lexicons import verbs
from .marks import Quotation
from .sources import addressees_of, source_of

__all__ = ["cue_after", "cue_before", "cued"]

_MAX_WORDS = 40  # a cue stands no farther from its quotation
_STOPS = {".", "?", "!", ";", "...", "…"}
_RELATIVE = {"who", "which", "that", "whom", "whose"}


# --- after --------------------------------------------------------------------------------------------------------


def cue_after(document: MarkedDocument, quotation: Quotation) -> Candidate | None:
    """The cue in the words after a quotation: "…,” said Lavrov", "…,” the minister told reporters"."""
    if document.text[quotation.inner.end - 1] == "." or not quotation.closed:
        return None
    words = _words_after(document, quotation)
    verb = _first_verb(document, words)
    if verb is None:
        return None
    source = source_of(document.annotation, verb)
    far = source.span is not None and source.span.start >= words[-1].span.end  # in the next speaker's words
    return _said(document, verb, Source() if far else source, "quotation with cue after it")


def _words_after(document: MarkedDocument, quotation: Quotation) -> list[Word]:
    end = document.paragraph_at(quotation.span.start).end
    words = document.words_between(quotation.span.end, min(end, quotation.span.end + 12 * _MAX_WORDS))
    return _up_to_a_stop(document, (word for word in words if word.span.start >= quotation.span.end))


def _up_to_a_stop(document: MarkedDocument, words: Iterable[Word]) -> list[Word]:
    """The first of some words, as far as no sentence ends and no quotation stands between."""
    near = islice(words, _MAX_WORDS + 1)
    return [*takewhile(lambda w: w.text not in _STOPS and document.quotation_at(w.span.start) is None, near)]


def _first_verb(document: MarkedDocument, words: Sequence[Word]) -> Word | None:
    """The first verb that can be the cue; None where something else begins."""
    spoken = [word for word in words if word.upos != "PUNCT"]
    for word in spoken:
        # taggers take a verb right after a quotation for a noun
        if _takes_quotation(word) and (word.upos == "VERB" or word == spoken[0]):
            subject = clause_of(document.annotation, word).stated
            if subject is None or subject.lemma.lower() not in _RELATIVE:
                return word
        elif word.upos == "VERB" and word.relation not in ("acl", "amod", "advcl"):
            return None
        conjunction = word.upos in ("CCONJ", "SCONJ") and word.lemma.lower() != "as"
        if word == spoken[0] and (conjunction or word.upos == "ADP"):
            return None  # a phrase or a clause of its own
    return None


def _takes_quotation(word: Word) -> bool:
    """Whether a word is a verb that introduces quotations, also where taggers take it for a noun."""
    entry = verbs().get(word.lemma.lower()) if word.upos in ("VERB", "AUX", "NOUN", "PROPN") else None
    return entry is not None and "quotation" in entry.takes


def cued(cue: Span, source: Source, why: str, *, sure: bool = False) -> Candidate:
    """A candidate of direct speech whose content is still to be told."""
    return Candidate(content=(), why=why, confidence=0.93 if source.span else 0.8, cue=cue, source=source, sure=sure)


def _said(document: MarkedDocument, verb: Word, source: Source, why: str) -> Candidate:
    found = cued(cue_span(document.annotation, verb), source, why)
    return evolve(found, predicate=verb, addressees=addressees_of(document.annotation, verb))


# --- before -------------------------------------------------------------------------------------------------------


def cue_before(document: MarkedDocument, quotation: Quotation, lead: str) -> Candidate | None:
    """The cue in the words before a quotation: "he said: “…”", "asked, “…”", "the sign read “…”".

    Args:
        lead: what stands before the mark: "colon", "comma" or "word".
    """
    words, inner = _words_before(document, quotation), document.article[quotation.inner]
    if lead == "word" and not (inner[0].isupper() and len(inner.split()) >= 3):
        return None  # no sentence of its own
    verb = _last_verb(words, lead)
    if verb is None:
        return None
    return _said(document, verb, source_of(document.annotation, verb), "quotation with cue before it")


def _words_before(document: MarkedDocument, quotation: Quotation) -> list[Word]:
    """The words of the sentence before a quotation, in the order of the text."""
    start = max(document.lead_in(quotation.span.start).start, quotation.span.start - 12 * _MAX_WORDS)
    words = reversed(document.words_between(start, quotation.span.start))
    return _up_to_a_stop(document, (word for word in words if word.span.end <= quotation.span.start))[::-1]


def _last_verb(words: Sequence[Word], lead: str) -> Word | None:
    for steps, word in enumerate(reversed(words)):
        if lead == "word" and (steps > 2 or word.upos in ("SCONJ", "ADP", "DET", "ADJ")):
            return None
        if word.upos == "VERB" and word.relation != "amod" and _takes_quotation(word):
            return word
        if word.upos == "VERB" and word.relation in ("root", "conj", "ccomp", "parataxis") and lead != "colon":
            return None
    return None
