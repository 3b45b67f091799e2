"""Small questions to the parse that several readers ask."""

from __future__ import annotations

from diplomacy_nlp import Annotation, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import trim
from diplomacy_nlp.toolkit.grammar import is_passive, marked, noun_phrase

from .context import Context
from .lexicon import known_lemma, matter_classes, people, word_class

__all__ = [
    "after",
    "can_react",
    "dependents_with",
    "is_clausal",
    "is_matter",
    "is_possessive",
    "only_before",
    "owners",
    "preposition_left",
    "target_phrase",
    "trimmed",
]

_REACTING_PRONOUNS = {"he", "she", "they", "we", "i", "who", "both", "some", "many", "others", "it", "those"}
_CIRCUMSTANCES = {
    "after",
    "despite",
    "amid",
    "following",
    "during",
    "before",
    "since",
    "while",
    "until",
    "unless",
    "when",
}
_NOT_TARGET = ("case", "conj", "cc", "acl", "appos", "parataxis", "punct", "nsubj", "cop", "aux", "advcl")
_MARKS = (("“", "”"), ("‘", "’"))


def can_react(context: Context, word: Word) -> bool:
    """Whether a phrase can have a stance, given its head: an actor, a name, a person or a body."""
    if word.lemma.lower() in word_class("date"):
        return False
    if word.lemma.lower() == "who" and word.feat("PronType") == "Int":
        return False  # "asked who had approved the deal"
    if word.upos == "PRON" or word.lemma.lower() in ("i", "we"):
        return word.lemma.lower() in _REACTING_PRONOUNS
    if context.actor(word) is not None or word.upos == "PROPN":
        return True
    return word.upos in ("NOUN", "ADJ", "DET", "VERB") and known_lemma(word.lemma, word.text, people()) in people()


def is_matter(context: Context, word: Word) -> bool:
    """Whether a phrase can be something to take a stance on, given its head."""
    lemma = word.lemma.lower()
    if lemma in word_class("part") and any(is_matter(context, w) for w in context.annotation.children(word, "nmod")):
        return True
    return (
        word.upos in ("PRON", "PROPN")
        or word.feat("PronType") == "Dem"
        or lemma in matter_classes()
        or lemma.removesuffix("s") in matter_classes()
        or context.proposal_named(word) is not None
        or context.actor(word) is not None
        or lemma in people()
    )


def is_clausal(annotation: Annotation, word: Word) -> bool:
    """Whether a dependent is a clause: a verb, or a predicate with a subject of its own."""
    if word.relation in ("ccomp", "xcomp", "advcl", "acl", "csubj"):
        return word.upos in ("VERB", "AUX") or annotation.child(word, "nsubj", "cop", "mark") is not None
    return word.upos == "VERB" and word.feat("VerbForm") in ("Ger", "Part", "Inf") and word.text.lower().endswith("ing")


def dependents_with(annotation: Annotation, head: Word, preposition: str) -> tuple[Word, ...]:
    """Dependents of a word that a preposition introduces, phrases and gerunds alike."""
    wanted = preposition.replace("_", " ")
    found = []
    for child in annotation.children(head, "obl", "nmod", "advcl", "acl", "xcomp", "ccomp", "obj", "advmod"):
        marks = marked(annotation, child)
        if child.id > head.id and (marks == wanted or marks.endswith(" " + wanted)):
            found.append(child)
    return tuple(found)


def preposition_left(annotation: Annotation, predicate: Word, preposition: str) -> bool:
    """Whether a preposition without its noun follows the predicate ("a plan that Kyiv objected to")."""
    words = annotation.sentence_of(predicate).words
    for word in words[predicate.id : predicate.id + 3]:
        if word.text.lower() == preposition and not annotation.children(word) and word.relation != "mark":
            above = annotation.parent(word)
            return above is None or above.id <= word.id
    return False


def after(annotation: Annotation, word: Word, distance: int = 1) -> Word | None:
    """The word that stands so many places after a word in its sentence; None beyond the end."""
    words = annotation.sentence_of(word).words
    place = word.id - 1 + distance
    return words[place] if 0 <= place < len(words) else None


def is_possessive(word: Word) -> bool:
    """Whether a word is a possessive pronoun ("its")."""
    return word.feat("Poss") == "Yes"


def owners(annotation: Annotation, noun: Word, *prepositions: str) -> tuple[Word, ...]:
    """Whose a thing is: its possessor, else the phrases with one of the prepositions ("criticism from Paris")."""
    found = list(annotation.children(noun, "nmod:poss"))
    if not found:
        for preposition in prepositions:
            found.extend(dependents_with(annotation, noun, preposition))
    return tuple(c for word in found for c in (word, *annotation.children(word, "conj")))


def target_phrase(annotation: Annotation, noun: Word, cue: Word) -> Span:
    """The noun phrase of a target, without a relative clause that holds the cue ("a move that allies dismissed")."""
    if annotation.is_below(cue, noun):
        return annotation.phrase(noun, without=_NOT_TARGET)
    span = noun_phrase(annotation, noun)
    for phrase in annotation.children(noun, "nmod", "obl", "advcl"):
        if phrase.id > noun.id and marked(annotation, phrase) in _CIRCUMSTANCES:
            span = Span(span.start, max(noun.span.end, min(span.end, annotation.phrase(phrase).start)))
    for clause in annotation.children(noun, "acl"):
        if annotation.child(clause, "nsubj") and clause.id > noun.id:
            start = annotation.phrase(clause).start
            if span.start < noun.span.end <= start:
                span = Span(span.start, min(span.end, start))
    return span


def trimmed(context: Context, span: Span) -> Span:
    """A span without white space and commas at its ends, and with the quotation mark whose partner it holds."""
    text = context.article.text
    found = trim(text, span.start, span.end, ",;:") or span
    inside = text[found.start : found.end]
    for opening, closing in _MARKS:
        if inside.count(closing) > inside.count(opening) and text[found.start - 1 : found.start] == opening:
            return Span(found.start - 1, found.end)
        if inside.count(opening) > inside.count(closing) and text[found.end : found.end + 1] == closing:
            return Span(found.start, found.end + 1)
    if inside.count('"') % 2:
        if text[found.end : found.end + 1] == '"':
            return Span(found.start, found.end + 1)
        if text[found.start - 1 : found.start] == '"':
            return Span(found.start - 1, found.end)
    return found


def only_before(annotation: Annotation, predicate: Word) -> Word | None:
    """The "only" that narrows a predicate; None where there is none."""
    for child in annotation.children(predicate, "advmod"):
        if child.lemma.lower() in ("only", "solely") and child.id < predicate.id and not is_passive(annotation, child):
            return child
    return None
