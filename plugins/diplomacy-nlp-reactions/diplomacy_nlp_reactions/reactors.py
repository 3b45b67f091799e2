"""Whose stance it is."""

from __future__ import annotations

from diplomacy_nlp import Link
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.grammar import agents, is_passive, marked, noun_phrase, subjects

from .context import Context
from .lexicon import word_class
from .words import can_react, is_possessive, owners

__all__ = ["reactor_links", "reactor_words", "speaker_of"]


def reactor_words(context: Context, predicate: Word) -> tuple[Word, ...] | None:
    """Heads of the phrases that name whose act a predicate is: people and bodies only.

    Returns:
        None where the predicate has a subject that cannot react ("the data support it"); () where it has none at all.
    """
    annotation = context.annotation
    passive = is_passive(annotation, predicate)
    found = agents(annotation, predicate) if passive else subjects(annotation, predicate)
    found = _subject_of_gerund(context, predicate) or found
    if not found:
        return ()
    kept = tuple(word for word in found if can_react(context, word))
    if kept:
        return kept
    authors = [
        who
        for word in found
        if word.lemma.lower() in word_class("message")
        for who in _authors(context, word, predicate)
    ]
    beside = predicate.relation == "advcl" and predicate.text.lower().endswith("ing")
    return tuple(authors) or (speaker_of(context, predicate) if beside else ()) or None


def _subject_of_gerund(context: Context, predicate: Word) -> tuple[Word, ...]:
    """Whose a gerund is after a verb and its object ("criticised Kyiv for rejecting the plan": Kyiv)."""
    above = context.annotation.parent(predicate)
    if above is None or marked(context.annotation, predicate) not in ("for", "from", "of"):
        return ()
    if predicate.relation == "acl" and above.upos in ("PROPN", "PRON"):
        return (above,)
    if predicate.relation == "advcl" and above.upos == "VERB":
        return context.annotation.children(above, "obj")
    return ()


def _authors(context: Context, message: Word, predicate: Word) -> tuple[Word, ...]:
    """Whose a statement is: its owner, or whoever issues it or says something in it."""
    annotation = context.annotation
    found = [w for w in owners(annotation, message, "from", "by", "of") if can_react(context, w)]
    if found:
        return tuple(found)
    above = annotation.parent(message)
    if above is not None and above != predicate and above.upos == "VERB":
        return tuple(w for w in agents(annotation, above) if can_react(context, w))
    return ()


def speaker_of(context: Context, predicate: Word) -> tuple[Word, ...]:
    """Heads of the phrases that name who reports the clause that a predicate stands in."""
    annotation = context.annotation
    below = predicate
    for above in annotation.ancestors(predicate):
        if below.relation in ("ccomp", "parataxis") and above.lemma.lower() in word_class("report"):
            found = tuple(w for w in subjects(annotation, above) if can_react(context, w))
            if found:
                return found
        below = above
    return ()


def reactor_links(context: Context, words: tuple[Word, ...]) -> tuple[Link, ...]:
    """Links to the actors that phrases name; pronouns that nobody resolved are looked up in their sentence or quote."""
    links: list[Link] = []
    rest: list[Word] = []
    for word in words:
        found = _all_of_them(context, word)
        if not found and context.actor(word) is None and (link := _pronoun_link(context, word)) is not None:
            found = (link,)
        links.extend(found)
        if not found:
            rest.append(word)
    if rest:
        links.extend(context.naming.links_to(rest))
    unique = {link.id or link.span: link for link in links}
    return tuple(unique.values())


def _all_of_them(context: Context, word: Word) -> tuple[Link, ...]:
    """Those whom "they" takes up where a clause above has several subjects ("Oslo and Bergen said they would")."""
    annotation = context.annotation
    if word.lemma.lower() != "they" or word.relation != "nsubj":
        return ()
    for above in annotation.ancestors(word):
        if above.upos != "VERB" or annotation.parent(word) == above:
            continue
        found = [w for w in subjects(annotation, above) if w.id < word.id and w.upos != "PRON"]
        actors = [context.actor(w) for w in found]
        if len(found) > 1 and all(actor is not None and actor.id for actor in actors):
            return tuple(Link(id=a.id, span=word.span) for a in dict.fromkeys(actors) if a is not None)
        return ()
    return ()


def _pronoun_link(context: Context, word: Word) -> Link | None:
    lemma = word.lemma.lower()
    if word.upos != "PRON" and not is_possessive(word):
        return None
    if lemma in ("i", "we", "my", "our", "us", "me"):
        for quote in context.quotes_around(word):
            if quote.speaker is not None:
                return context.spoken_for(quote.speaker) if lemma in ("we", "our", "us") else quote.speaker
    if word.feat("PronType") == "Rel" or lemma in ("who", "those"):
        return None
    return _subject_above(context, word)


def _subject_above(context: Context, pronoun: Word) -> Link | None:
    """The subject of a clause above, where its actor could be meant ("Paris said it would", "emphasised their")."""
    annotation = context.annotation
    for above in annotation.ancestors(pronoun):
        if above.upos not in ("VERB", "ADJ", "AUX"):
            continue
        for word in subjects(annotation, above):
            if word.id >= pronoun.id or word.upos == "PRON" or annotation.is_below(pronoun, word):
                continue
            actor = context.actor(word)
            if actor is not None and actor.id and _agrees(pronoun, word, actor.kind == "person"):
                return Link(id=actor.id, span=pronoun.span)
            if actor is None and can_react(context, word) and _agrees(pronoun, word, None):
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
