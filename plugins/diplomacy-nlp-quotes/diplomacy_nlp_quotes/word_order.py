"""Cues read off the order of words, where the parse does not give the clause they belong to.

Three patterns that news is full of and that parsers stumble over: the tag at a sentence's end ("…, said one
diplomat", "…, Reuters reported"), the plain report whose clause was not recognised ("Officials say talks resume"),
and the headline ("Lavrov: talks to resume").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from diplomacy_nlp import Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import trim
from diplomacy_nlp.toolkit.clause import clause_of

from .candidates import Candidate, Source
from .cues import cue_span
from .document import MarkedDocument
from .extent import phrase_span, runs
from .lexicons import word_list
from .sources import addressees_of, source_of

__all__ = ["headline_candidates", "report_candidates", "tag_candidates"]

_NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ", "PART", "ADP"}


def _sayings(document: MarkedDocument) -> Iterator[Word]:
    """Finite verbs and participles of plain saying, judged by their lemma."""
    for word in document.parsed_words:
        if word.upos == "VERB" and word.relation not in ("amod", "case") and word.lemma.lower() in word_list("plain"):
            yield word


# --- the tag at the end -------------------------------------------------------------------------------------------


def tag_candidates(document: MarkedDocument) -> Iterator[Candidate]:
    """The tag of a sentence ("…, said one diplomat", "…, Reuters reported"): what stands before it is the content."""
    for word in _sayings(document):
        words = document.annotation.sentence_of(word).words
        comma = _comma_before(document, word)
        if comma is None:
            continue
        after = _content_words(words[word.id :])
        named = [w for w in words[comma.id : word.id - 1] if w.upos != "ADV" and w.relation != "aux"]
        if named and after:
            continue  # more follows: the tag of something else
        if word.lemma == "tell" or word.text.lower().endswith("ing") or not (named or _is_speaker(words[word.id :])):
            continue
        content = runs(words[: comma.id - 1])
        if content and any(w.upos in ("VERB", "AUX") for w in words[: comma.id - 1]):
            yield Candidate(
                content=content,
                why="cue at the end of the sentence",
                confidence=0.87,
                cue=cue_span(document.annotation, word),
                predicate=word,
                source=_tag_source(document, word, named, after),
            )


def _content_words(words: Sequence[Word]) -> list[Word]:
    return [w for w in words if w.upos != "PUNCT"]


def _is_nominal(words: Sequence[Word]) -> bool:
    return bool(words) and words[0].upos in ("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ")


def _is_speaker(words: Sequence[Word]) -> bool:
    """Whether the words after an inverted verb name a speaker: no verb stands before the first comma."""
    if not _is_nominal(_content_words(words)):
        return False
    for word in words:
        if word.text == ",":
            return True
        if word.upos in ("VERB", "AUX") and word.relation not in ("acl", "amod"):
            return False
    return True


def _comma_before(document: MarkedDocument, word: Word) -> Word | None:
    """The comma before a verb and its subject; None where other words stand between."""
    words = document.annotation.sentence_of(word).words
    for back in range(word.id - 2, max(word.id - 12, -1), -1):
        at = words[back]
        if at.text == ",":
            return at
        if at.upos not in _NOMINAL | {"ADV", "AUX"} or at.text.lower() in ("who", "which", "that"):
            return None
    return None


def _tag_source(document: MarkedDocument, word: Word, named: list[Word], after: list[Word]) -> Source:
    annotation = document.annotation
    if not named:
        head = after[0]
        for above in annotation.ancestors(after[0]):
            if above.id <= word.id:
                break
            head = above
        return Source(span=phrase_span(document.annotation, head, stop=word), heads=(head,))
    own = annotation.child(word, "nsubj")
    if own is not None and own.id >= named[0].id:
        return source_of(document.annotation, word)
    span = trim(document.text, named[0].span.start, named[-1].span.end)
    return Source(span=span, heads=(named[-1],))


# --- the plain report ---------------------------------------------------------------------------------------------


def report_candidates(document: MarkedDocument) -> Iterator[Candidate]:
    """The plain report ("Officials say talks resume"): what follows the verb is its content."""
    annotation = document.annotation
    for word in _sayings(document):
        if clause_of(annotation, word).is_passive:
            continue
        if annotation.child(word, "nsubj") is None and word.relation not in ("advcl", "conj", "xcomp"):
            continue
        rest: Sequence[Word] = annotation.sentence_of(word).words[word.id :]
        told = addressees_of(document.annotation, word) if word.lemma == "tell" else ()
        if told:
            rest = [w for w in rest if w.id > max(u.id for u in annotation.subtree(told[0])) or w.upos == "VERB"]
        kept = _until_break(rest, word)
        content = runs(kept)
        if content and _is_nominal(kept) and any(w.upos in ("VERB", "AUX") for w in kept):
            yield Candidate(
                content=content,
                why="words after a cue verb",
                confidence=0.6,
                cue=cue_span(annotation, word),
                predicate=word,
                source=source_of(document.annotation, word),
                addressees=told,
            )


def _until_break(rest: Sequence[Word], word: Word) -> list[Word]:
    kept: list[Word] = []
    for at in rest:
        ends = at.head == word.id and at.relation in ("conj", "parataxis", "advcl")
        if ends and kept and at.id > word.id + 3:
            while kept and kept[-1].upos in ("PUNCT", "CCONJ", "SCONJ", "AUX", "ADV"):
                kept.pop()
            break
        kept.append(at)
    return kept


# --- the headline -------------------------------------------------------------------------------------------------


def headline_candidates(document: MarkedDocument) -> Iterator[Candidate]:
    """The headline ("Lavrov: talks to resume"): a line that begins with a name and a colon."""
    for paragraph in document.paragraphs:
        colon = document.text.find(":", paragraph.start, min(paragraph.end, paragraph.start + 60))
        if colon < 0:
            continue
        named = document.words_between(paragraph.start, colon)
        rest = document.words_between(colon + 1, paragraph.end)
        if not 1 <= len(named) <= 5 or len(_content_words(rest)) < 3 or not _is_name(document, named):
            continue
        source = trim(document.text, paragraph.start, colon)
        content = trim(document.text, colon + 1, paragraph.end, ".")
        if source is not None and content is not None and document.quotation_at(content.start) is None:
            head = next((w for w in named if w.relation not in ("compound", "flat", "amod")), named[0])
            yield Candidate(
                content=(content,),
                why="name and colon",
                confidence=0.5,
                cue=Span(colon, colon + 1),
                source=Source(span=source, heads=(head,)),
            )


def _is_name(document: MarkedDocument, words: Sequence[Word]) -> bool:
    if words[-1].text.lower() in word_list("document") and len(words) <= 2:
        return True
    span = Span(words[0].span.start, words[-1].span.end)
    if words[0].span.start >= words[-1].span.end:
        return False
    return any(
        e.type in ("PER", "ORG") and e.span.start <= span.end and e.span.end >= span.end - 1
        for e in document.annotation.entities_in(span)
    )
