"""Whether the name of a place stands for its government: grammar decides, not the name.

A capital acts as the subject of a verb, as the object of a diplomatic one, as the owner of a deed ("Moscow's actions")
or in "talks with Moscow"; "in Moscow" is a place. A country acts in more positions: all but the plainly local ones.
"""

from __future__ import annotations

from diplomacy_nlp import Annotation
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import marked

from .spelling import folded, is_possessive
from .tables import cities, nouns, titles, word_class

__all__ = ["acts", "is_actor_noun", "is_struck"]


def is_actor_noun(word: Word) -> bool:
    """Whether a common noun names someone who can act ("officials", "minister")."""
    lemma = word.lemma.lower()
    return lemma in nouns() or lemma in titles()


def is_struck(annotation: Annotation, word: Word) -> bool:
    """Whether a word is the name of a city that is attacked, be it a person's as well: "struck Odesa with drones"."""
    verb = annotation.parent(word) if word.relation == "obj" else None
    return verb is not None and verb.lemma.lower() in word_class("attack") and folded(word.text) in cities()


def acts(annotation: Annotation, word: Word, *, capital: bool) -> bool:
    """Whether a place's name, given its head word, stands for the government.

    Args:
        annotation: the parse.
        word: the head of the name.
        capital: the place is a capital, residence or quarter; else a country.
    """
    if word.upos == "VERB":  # "Downing Street" read as a verb and its object: only what stands before it can tell
        before = annotation.sentence_of(word).words[word.id - 2].text.lower() if word.id > 1 else ""
        return before not in word_class("local")
    while True:
        above, case = annotation.parent(word), marked(annotation, word)
        if case in word_class("local"):
            return False
        if above is None:
            return not capital
        if word.deprel == "nmod:poss" or any(map(is_possessive, annotation.children(word, "case"))):
            return _owns(above, capital)
        if case:
            return _after(annotation, above, case, capital)
        if word.relation not in ("conj", "appos"):
            return _unmarked(annotation, word, above, capital)
        whole = annotation.parent(above) if above.relation == "flat" else above  # hung on the end of a name of several
        word = whole or above


def _unmarked(annotation: Annotation, word: Word, above: Word, capital: bool) -> bool:
    """A name without preposition: as a subject, an object, a modifier."""
    relation = word.relation
    if relation == "nsubj":
        return True
    if relation in ("obj", "iobj"):
        return _as_object(above, capital)
    if relation in ("compound", "amod", "nmod", "det", "flat", "dep"):
        return _modifies(annotation, word, above, capital)
    return not capital or relation in ("vocative", "dislocated")


def _owns(owned: Word, capital: bool) -> bool:
    if not capital:
        return True
    lemma = owned.lemma.lower()
    if lemma in word_class("resident") or lemma in word_class("place"):
        return False
    return lemma in word_class("deed") or is_actor_noun(owned)


def _after(annotation: Annotation, above: Word, case: str, capital: bool) -> bool:
    """After a preposition that is not plainly local; `above` is what the phrase hangs on."""
    lemma, first = above.lemma.lower(), case.split()[0]
    is_deed = lemma in word_class("deed")
    if case in word_class("toward") or first in ("including", "between", "with"):
        return not (first == "between" and lemma in word_class("road"))
    if case == "to":
        return _to(above, capital)
    if case == "from":
        if above.upos in ("VERB", "AUX"):
            objects = annotation.children(above, "obj", "nsubj")
            return lemma in word_class("seeking") or any(o.lemma.lower() in word_class("deed") for o in objects)
        return lemma not in word_class("going") and (is_deed or is_actor_noun(above))
    if case == "of":
        return is_deed or (lemma not in word_class("place") and (not capital or is_actor_noun(above)))
    if case in ("on", "upon", "for", "toward", "towards"):
        return lemma not in word_class("attack") and lemma not in word_class("going")
    return not capital or case in ("over", "behind", "under")


def _to(above: Word, capital: bool) -> bool:
    lemma = above.lemma.lower()
    if not capital and lemma in ("visit", "trip"):
        return True  # a visit to a country is a visit to its government
    diplomatic = above.upos in ("VERB", "ADJ") or lemma in word_class("deed") or is_actor_noun(above)
    return lemma not in word_class("going") and (not capital or diplomatic or lemma == "letter")


def _as_object(verb: Word, capital: bool) -> bool:
    lemma = verb.lemma.lower()
    if capital:
        return lemma not in word_class("going") and lemma not in word_class("attack")
    return lemma not in word_class("going") or lemma in ("visit", "dispatch", "host")


def _modifies(annotation: Annotation, word: Word, above: Word, capital: bool) -> bool:
    """As a modifier before a noun or participle: "U.S. officials", "Moscow-backed"."""
    between = annotation.sentence_of(word).words[word.id : above.id - 1]
    if above.upos in ("VERB", "ADJ") and any(w.text == "-" for w in between):
        return above.text.lower() not in word_class("origin")
    if any(w.upos in ("ADV", "DET") for w in between):  # "granting Moscow too much control": its first object
        verb = annotation.parent(above)
        return verb is not None and verb.lemma.lower() in word_class("transfer")
    lemma = above.lemma.lower()
    if capital and (lemma in word_class("resident") or lemma in word_class("place")):
        return False
    return is_actor_noun(above) or (lemma in word_class("deed") and not capital)
