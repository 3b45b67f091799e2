"""Verbs and adjectives as cues, by what they take: a clause, an infinitive or gerund, a phrase, an object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from attrs import frozen

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import clause_of, marked

from .candidates import Candidate
from .cues import cue_span
from .document import MarkedDocument
from .extent import branch, runs
from .lexicons import Cue, adjectives, verbs, word_list
from .sources import addressees_of, source_of

__all__ = ["BARE_OBJECT", "predicate_candidates"]

BARE_OBJECT = "cue verb with object"

_NO_PREDICATES = ("aux", "cop", "case", "mark", "amod", "compound", "fixed", "flat")
_SAID_OF_OBJECT = {"as", "of", "for", "over", "about", "against"}


def predicate_candidates(document: MarkedDocument) -> Iterator[Candidate]:
    """Attributions whose cue is a verb or an adjective."""
    for word in document.parsed_words:
        entry = _entry(word)
        if entry is None or entry.kind == "raising":
            continue
        cue = _Predicate(annotation=document.annotation, word=word, entry=entry)
        found = _clause(cue) or _infinitive(cue) or _phrase(cue) or _object(cue)
        if found is not None:
            yield found


def _entry(word: Word) -> Cue | None:
    if word.upos not in ("VERB", "ADJ") or word.relation in _NO_PREDICATES:
        return None
    if word.upos == "VERB":
        return verbs().get(word.lemma.lower())
    return adjectives().get(word.text.lower())


@frozen(kw_only=True)
class _Predicate:
    """A word that may be a cue, and what the lexicon says of it."""

    annotation: Annotation
    word: Word
    entry: Cue

    @cached_property
    def passive(self) -> bool:
        return self.word.upos == "VERB" and clause_of(self.annotation, self.word).is_passive

    def below(self, *relations: str) -> tuple[Word, ...]:
        return self.annotation.children(self.word, *relations)

    def branch(self, top: Word) -> tuple[Span, ...]:
        return branch(self.annotation, top, self.word)

    def candidate(
        self, content: Iterable[Span], why: str, confidence: float, *, reports: bool = True
    ) -> Candidate | None:
        """A candidate with this cue; None where no content is left beside the cue.

        Args:
            reports: whether this use of the predicate passes on what its content holds, if the predicate ever does.
        """
        cue = cue_span(self.annotation, self.word)
        spans = tuple(c for c in content if not c.overlaps(cue))
        if not spans:
            return None
        return Candidate(
            content=spans,
            why=why,
            confidence=confidence,
            cue=cue,
            predicate=self.word,
            source=source_of(self.annotation, self.word),
            addressees=addressees_of(self.annotation, self.word),
            hedged=self.entry.hedged,
            reports=self.entry.reports and reports,
        )


# --- clauses ------------------------------------------------------------------------------------------------------


def _clause(cue: _Predicate) -> Candidate | None:
    complement = next(_complement_clauses(cue), None) if "clause" in cue.entry.takes else None
    return (
        None if complement is None else cue.candidate(cue.branch(complement), "cue verb with clausal complement", 0.85)
    )


def _complement_clauses(cue: _Predicate) -> Iterator[Word]:
    annotation = cue.annotation
    yield from cue.below("ccomp")
    for child in cue.below("xcomp", "advcl", "parataxis"):
        finite = annotation.child(child, "nsubj", "expl") is not None
        if child.relation == "parataxis":
            if finite and child.id > cue.word.id and not cue.below("obj"):
                yield child
        elif finite and _opens_content(cue, child):
            yield child
    # "told reporters that": parsers hang the clause on the hearer
    for told in cue.below("obj", "iobj"):
        for child in annotation.children(told, "acl"):
            if _opens_content(cue, child) and annotation.child(child, "nsubj"):
                yield child


def _opens_content(cue: _Predicate, clause: Word) -> bool:
    """Whether a conjunction opens what is said: "that", "whether", and "if" after verbs of asking."""
    mark = marked(cue.annotation, clause).partition(" ")[0]
    return mark in ("that", "whether") or (mark == "if" and cue.word.lemma.lower() in word_list("asking"))


# --- infinitives ------------------------------------------------------------------------------------------------


def _infinitive(cue: _Predicate) -> Candidate | None:
    """An infinitive as the content, with the one who is told to act where there is one."""
    complement = _infinitive_of(cue) if "infinitive" in cue.entry.takes else None
    if complement is None:
        return None
    spans = cue.branch(complement)
    told = cue.below("nsubj") if cue.passive else [w for w in cue.below("obj", "iobj") if w.id > cue.word.id]
    if told:
        if not {"person", "object"}.intersection(cue.entry.takes):
            return None
        spans = _joined(cue.annotation, told[0], complement)
    return cue.candidate(spans, "cue verb with infinitive", 0.7, reports=False)


def _infinitive_of(cue: _Predicate) -> Word | None:
    for child in cue.below("xcomp", "ccomp", "advcl"):
        if marked(cue.annotation, child) == "to" and child.id > cue.word.id:
            purpose = child.relation == "advcl" and cue.word.upos == "VERB" and not cue.below("obj")
            if not purpose:
                return child
    return None


def _joined(annotation: Annotation, first: Word, last: Word) -> tuple[Span, ...]:
    """One span from the start of one branch to the end of another, or the branches apart."""
    one, other = runs(annotation.subtree(first)), runs(annotation.subtree(last))
    if one and other and one[0].start < other[-1].end:
        return (Span(one[0].start, other[-1].end),)
    return (*one, *other)


# --- phrases ------------------------------------------------------------------------------------------------------


def _phrase(cue: _Predicate) -> Candidate | None:
    """A phrase after a preposition of the predicate's as the content ("called for talks", "is keen on a deal")."""
    for child in cue.below("obl", "advcl", "nmod"):
        preposition = cue.annotation.child(child, "case", "mark")
        if preposition is None or preposition.id < cue.word.id or cue.below("obj"):
            continue
        if preposition.text.lower() in cue.entry.prepositions:
            spans = runs(w for w in cue.annotation.subtree(child) if w.id > preposition.id)
            return cue.candidate(spans, "cue verb with preposition", 0.6)
    return None


# --- objects ------------------------------------------------------------------------------------------------------


def _object(cue: _Predicate) -> Candidate | None:
    """An object, with what is said of it, as the content ("accused Paris of delay")."""
    takes = cue.entry.takes
    if not {"object", "judgement"}.intersection(takes) and "as" not in cue.entry.prepositions:
        return None
    target = next(iter(cue.below("obj")), None)
    if cue.passive or target is None or target.id < cue.word.id:
        return None
    further = _said_of(cue, target)
    if "object" not in takes and further is None:
        return None
    spans = _joined(cue.annotation, target, further or target)
    return cue.candidate(spans, BARE_OBJECT, 0.55)


def _said_of(cue: _Predicate, target: Word) -> Word | None:
    """What is said of the object: "a mistake" in "called it a mistake", "of delay" in "accused Paris of delay"."""
    for child in cue.below("xcomp", "obl", "advcl", "ccomp"):
        close = child.relation in ("xcomp", "ccomp")
        if child.id > target.id and (close or marked(cue.annotation, child).partition(" ")[0] in _SAID_OF_OBJECT):
            return child
    return None
