"""Of which country somebody is by the words beside the name: "Ines Quispe, a Peruvian geologist"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from diplomacy_nlp import Annotation
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import marked

from .names import Name
from .tables import word_class

__all__ = ["described_country", "seat", "served"]

_SPEAKING = {"speak", "work"}  # for somebody
_MEMBER = {"of", "from", "at", "with", "for"}
_BELOW = ("nmod", "compound", "amod", "acl", "appos", "flat", "obl")
_DEMONYMS = ("demonym", "people", "adjective")
_JOINED = ("appos", "flat")


def described_country(annotation: Annotation, head: Word, known: Mapping[tuple[int, int], Name]) -> str | None:
    """The country of the demonym that describes somebody, as alpha-3; None where no word does.

    Args:
        annotation: the parse.
        head: the head of the person's name.
        known: names that the tables know, by the sentence and id of each of their words.
    """
    for noun in (head, *_descriptions(annotation, head)):
        words = [*(w for w in annotation.children(noun) if w.relation in ("amod", "compound")), noun]
        names = [n for w in words if (n := known.get((w.sentence, w.id))) is not None and n.known.sort in _DEMONYMS]
        country = names[-1].known.country if names else None
        if country is not None:
            return country
    return None


def _descriptions(annotation: Annotation, head: Word) -> Iterator[Word]:
    """The nouns that say what somebody is: beside the name, or after "is"."""
    above = annotation.parent(head)
    candidates = [*annotation.children(head, "appos")]
    if above is not None and head.relation in _JOINED and above.id < head.id:
        candidates.append(above)
    if above is not None and head.relation == "nsubj" and annotation.child(above, "cop") is not None:
        where = annotation.child(above, "case") is not None  # "is near the Turkish border"
        candidates += [] if where else [above]
    return (noun for noun in candidates if noun.feat("Number") != "Plur")


def served(annotation: Annotation, head: Word) -> Iterator[Word]:
    """The heads of what somebody leads, speaks for or is of: "who chairs the union", "NAME of the Hauliers' Guild".

    Args:
        annotation: the parse.
        head: the head of the person's name.
    """
    above = annotation.parent(head)
    clauses = [w for w in annotation.children(head, "acl") if annotation.child(w, "nsubj") is not None]
    for verb in [*clauses, above] if above is not None and head.relation == "nsubj" else clauses:
        lemma = verb.lemma.lower()
        if lemma in word_class("heading"):
            yield from annotation.children(verb, "obj")
        elif lemma in _SPEAKING:
            yield from (w for w in annotation.children(verb, "obl") if marked(annotation, w) == "for")
    for noun in (head, *_descriptions(annotation, head)):
        yield from (w for w in annotation.children(noun, "nmod") if marked(annotation, w) in _MEMBER)


def seat(annotation: Annotation, head: Word, cities: Mapping[tuple[int, int], str]) -> str | None:
    """The country of the city or region that somebody is from, heads or works in: "a trader in Busan".

    Args:
        annotation: the parse.
        head: the head of the words that name somebody.
        cities: the countries of cities and regions, by the sentence and id of their head words.
    """
    for noun in (head, *_descriptions(annotation, head), *annotation.children(head, "appos")):
        for below in annotation.children(noun, *_BELOW):
            for word in (below, *annotation.children(below, *_BELOW)):
                if (word.sentence, word.id) in cities:
                    return cities[word.sentence, word.id]
    return None
