"""Whose stance it is."""

from __future__ import annotations

from diplomacy_nlp import Link
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.grammar import agents, is_passive, marked, noun_phrase, subjects
from diplomacy_nlp.toolkit.words import listed

from .lexicon import word_class
from .words import can_react, is_possessive

__all__ = ["reactor_links", "reactor_words", "speaker_of"]


def reactor_words(document: Document, predicate: Word) -> tuple[Word, ...] | None:
    """Heads of the phrases that name whose act a predicate is: people and bodies only.

    Returns:
        None where the predicate has a subject that cannot react ("the data support it"); () where it has none at all.
    """
    annotation = document.annotation
    passive = is_passive(annotation, predicate)
    found = agents(annotation, predicate) if passive else subjects(annotation, predicate)
    found = _subject_of_gerund(document, predicate) or found
    if not found:
        return ()
    kept = tuple(word for word in found if can_react(document, word))
    if kept:
        return kept
    authors = [who for word in found if _is_message(word) for who in _authors(document, word, predicate)]
    beside = predicate.relation == "advcl" and predicate.text.lower().endswith("ing")
    return tuple(authors) or (speaker_of(document, predicate) if beside else ()) or None


def _subject_of_gerund(document: Document, predicate: Word) -> tuple[Word, ...]:
    """Whose a gerund is after a verb and its object ("criticised Kyiv for rejecting the plan": Kyiv)."""
    above = document.annotation.parent(predicate)
    if above is None or marked(document.annotation, predicate) not in ("for", "from", "of"):
        return ()
    if predicate.relation == "acl" and above.upos in ("PROPN", "PRON"):
        return (above,)
    if predicate.relation == "advcl" and above.upos == "VERB":
        return document.annotation.children(above, "obj")
    return ()


def _authors(document: Document, message: Word, predicate: Word) -> tuple[Word, ...]:
    """Whose a statement is: its owner, or whoever issues it or says something in it."""
    annotation = document.annotation
    found = [w for w in document.clause(message).owners("from", "by", "of") if can_react(document, w)]
    if found:
        return tuple(found)
    above = annotation.parent(message)
    if above is not None and above != predicate and above.upos == "VERB":
        return tuple(w for w in agents(annotation, above) if can_react(document, w))
    return ()


def speaker_of(document: Document, predicate: Word) -> tuple[Word, ...]:
    """Heads of the phrases that name who reports the clause that a predicate stands in."""
    annotation = document.annotation
    below = predicate
    for above in annotation.ancestors(predicate):
        if below.relation in ("ccomp", "parataxis") and _reports(above):
            found = tuple(w for w in subjects(annotation, above) if can_react(document, w))
            if found:
                return found
        below = above
    return ()


def _reports(verb: Word) -> bool:
    """Whether a verb's clause is what its subject says or thinks."""
    return listed("saying", verb.lemma) or verb.lemma.lower() in word_class("thinking")


def _is_message(noun: Word) -> bool:
    """Whether whoever sends or makes a thing has the stance: "a statement condemning", "a vote condemning"."""
    return listed("message", noun.lemma) or noun.lemma.lower() in word_class("decision")


def reactor_links(document: Document, words: tuple[Word, ...]) -> tuple[Link, ...]:
    """Links to the actors that phrases name; pronouns that nobody resolved are looked up in their sentence or quote."""
    links: list[Link] = []
    rest: list[Word] = []
    for word in words:
        found = _all_of_them(document, word)
        if not found and document.actor(word) is None and (link := _pronoun_link(document, word)) is not None:
            found = (link,)
        links.extend(found)
        if not found:
            rest.append(word)
    if rest:
        links.extend(document.naming.links_to(rest))
    unique = {link.id or link.span: link for link in links}
    return tuple(unique.values())


def _all_of_them(document: Document, word: Word) -> tuple[Link, ...]:
    """Those whom "they" takes up where a clause above has several subjects ("Oslo and Bergen said they would")."""
    annotation = document.annotation
    if word.lemma.lower() != "they" or word.relation != "nsubj":
        return ()
    for above in annotation.ancestors(word):
        if above.upos != "VERB" or annotation.parent(word) == above:
            continue
        found = [w for w in subjects(annotation, above) if w.id < word.id and w.upos != "PRON"]
        actors = [document.actor(w) for w in found]
        if len(found) > 1 and all(actor is not None and actor.id for actor in actors):
            return tuple(Link(id=a.id, span=word.span) for a in dict.fromkeys(actors) if a is not None)
        return ()
    return ()


def _pronoun_link(document: Document, word: Word) -> Link | None:
    lemma = word.lemma.lower()
    if word.upos != "PRON" and not is_possessive(word):
        return None
    if lemma in ("i", "we", "my", "our", "us", "me"):
        for quote in document.quotes_around(word):
            if quote.speaker is not None:
                return document.spoken_for(quote.speaker) if lemma in ("we", "our", "us") else quote.speaker
    if word.feat("PronType") == "Rel" or lemma in ("who", "those"):
        return None
    return _subject_above(document, word)


def _subject_above(document: Document, pronoun: Word) -> Link | None:
    """The subject of a clause above, where its actor could be meant ("Paris said it would", "emphasised their")."""
    annotation = document.annotation
    for above in annotation.ancestors(pronoun):
        if above.upos not in ("VERB", "ADJ", "AUX"):
            continue
        for word in subjects(annotation, above):
            if word.id >= pronoun.id or word.upos == "PRON" or annotation.is_below(pronoun, word):
                continue
            actor = document.actor(word)
            if actor is not None and actor.id and _agrees(pronoun, word, actor.kind == "person"):
                return Link(id=actor.id, span=pronoun.span)
            if actor is None and can_react(document, word) and _agrees(pronoun, word, None):
                return Link(span=noun_phrase(annotation, word))
    return None


def _agrees(pronoun: Word, word: Word, is_person: bool | None) -> bool:
    """Whether a pronoun can stand for a phrase, given its head and whether it is a person (None: either)."""
    lemma = pronoun.text.lower()
    if lemma in ("he", "she", "his", "her", "him"):
        return is_person is not False and word.feat("Number") != "Plur"
    if lemma in ("they", "their", "them"):
        return word.feat("Number") == "Plur" or not is_person
    return lemma in ("it", "its") and not is_person and word.feat("Number") != "Plur"
