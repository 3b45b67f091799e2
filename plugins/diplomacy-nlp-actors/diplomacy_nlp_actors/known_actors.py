"""Actors by names that a table knows: states with their metonyms and demonyms, residences, organisations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from diplomacy_nlp import ActorKind, Annotation, Article, MentionType, Sector, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import marked

from .cast import Cast, Draft
from .names import MIXED, Name, is_ethnic
from .places import acts, is_actor_noun
from .spelling import plain_name
from .tables import word_class

__all__ = ["enter_known"]


_IN_PLURAL = (ActorKind.PARTY, ActorKind.ARMED_GROUP)  # whose names may be plurals


def enter_known(
    cast: Cast, article: Article, annotation: Annotation, known: Sequence[Name], owning: set[Span], bodies: set[Span]
) -> None:
    """Enter every known name that mentions an actor.

    Args:
        owning: spans of names that own an office ("Russian" in "Russian Foreign Minister NAME"), mentions for sure.
        bodies: spans of longer entities that are organisations of their own.
    """
    at = {(w.sentence, w.id): name for name in known for w in name.words}
    for name in known:
        if name.within is not None and name.within.span in bodies:
            in_body = name.known.sort in ("demonym", "name", "short") and name.known.kind == ActorKind.STATE
            if not in_body or name.span == name.within.span:
                continue
        mention = _mention_type(annotation, name, name.span in owning or name.within is not None)
        if mention is None:
            continue
        home = _home(annotation, name, at) if name.known.sort == "people" else None
        draft = cast.enter(_known_draft(article, name, mention, home, is_ethnic(annotation, name)))
        _rename(article, draft, name)
        cast.mention(draft, name.span, mention, name.head, name.words)


def _mention_type(annotation: Annotation, name: Name, owns: bool) -> MentionType | None:
    """How a known name mentions its actor; None where it only names a place or a thing."""
    match name.known.sort:
        case "name" | "short" | "if-named" if name.known.kind == ActorKind.STATE:
            return MentionType.NAME if owns or acts(annotation, name.head, capital=False) else None
        case "name" | "short":
            return MentionType.NAME
        case "capital" | "building":
            town = name.known.sector is not Sector.LEG  # a legislature is more than a building: "approval of Congress"
            return MentionType.METONYM if acts(annotation, name.head, capital=town) else None
        case "demonym" | "adjective":
            return MentionType.DEMONYM if owns or _modifies_actor(annotation, name.head, name.known.sort) else None
        case "people":
            return MentionType.DEMONYM
        case "region":
            return MentionType.NAME if _acts_as_region(annotation, name) else None
    return None


def _acts_as_region(annotation: Annotation, name: Name) -> bool:
    """Whether a part of a state does something: "Ohio sued", "Ohio's offer", not "Ohio senators", "floods hit Ohio"."""
    head, owned = name.head, annotation.parent(name.head)
    owns = head.deprel == "nmod:poss" and owned is not None and owned.lemma.lower() in word_class("deed")
    does = head.deprel == "nsubj" or owns
    return head.upos == "PROPN" and does and acts(annotation, head, capital=True)


def _modifies_actor(annotation: Annotation, word: Word, sort: str) -> bool:
    """Whether an adjective of nationality or party stands before an actor or a deed, or for its people."""
    above = annotation.parent(word)
    while word.relation == "conj" and above is not None and above.upos in ("ADJ", "PROPN"):  # "US and British forces"
        word, above = above, annotation.parent(above)
    if word.relation in ("amod", "compound", "nmod", "flat", "conj") and above is not None:
        for noun in (above, annotation.parent(above)):
            if noun is not None and noun.upos in ("NOUN", "PROPN"):
                between = annotation.sentence_of(word).words[word.id : noun.id]  # "Israeli army bulldozers"
                return noun.lemma.lower() in word_class("deed") or any(
                    w.upos == "PROPN" or is_actor_noun(w) for w in between[:4]
                )
        return False
    determiner = annotation.child(word, "det")
    return sort == "demonym" and word.relation in ("nsubj", "obj", "obl") and determiner is not None


def _known_draft(
    article: Article, name: Name, mention: MentionType, home: Name | None = None, ethnic: bool = False
) -> Draft:
    """A draft of what a name mentions.

    Args:
        home: the state where a people lives that is named for another: "Bosnian" in "Bosnian Serbs".
        ethnic: whether the people is named as one that lives in another state.
    """
    known = name.known
    has_article = article.text[max(name.span.start - 4, 0) : name.span.start].lower().endswith("the ")
    if known.sort == "people" and (home is not None or ethnic or not has_article):
        country = home.known.country if home is not None else None if ethnic else known.country
        return Draft(
            key=f"people:{known.country}" + (f":{country}" if home is not None or ethnic else ""),
            name=article[name.span],
            kind=ActorKind.GROUP,
            country=country,
            sector=Sector.CVL,
            plural=True,
            confidence=0.6,
            why="people of a country",
        )
    confidence = {MentionType.NAME: 0.95, MentionType.DEMONYM: 0.85}.get(mention, 0.8)
    listed = "name of the gazetteer" if known.gazetteer_id else "known name"
    whys = {MentionType.NAME: listed, MentionType.DEMONYM: "demonym of an actor or deed"}
    return Draft(
        key=known.key,
        name=known.name,
        kind=known.kind,
        country=known.country,
        sector=known.sector,
        principal=f"state:{known.country}" if known.kind == ActorKind.GOVERNMENT and known.country else None,
        plural=known.name.endswith("s") if known.kind in _IN_PLURAL else known.kind is ActorKind.GROUP,
        confidence=confidence,
        why=whys.get(mention, "place that acts"),
        wikidata=known.wikidata,
        gazetteer_id=known.gazetteer_id,
    )


def _home(annotation: Annotation, name: Name, known: Mapping[tuple[int, int], Name]) -> Name | None:
    """The state where a people lives: "Bosnian Serbs", "the Albanians of Serbia", "ethnic Greeks in Albania"."""
    head, verb = name.head, annotation.parent(name.head)
    if is_ethnic(annotation, name):
        words = annotation.children(verb, "obl") if verb is not None else ()
    elif name.known.country in MIXED:
        words = ()
    else:
        before = annotation.sentence_of(head).words[: name.words[0].id - 1][-1:]
        words = (*before, *(w for w in annotation.children(head, "nmod") if marked(annotation, w) == "of"))
    names = (known.get((w.sentence, w.id)) for w in words)
    return next((n for n in names if n is not None and n.known.country not in (None, name.known.country)), None)


def _rename(article: Article, draft: Draft, name: Name) -> None:
    """Give an actor the fullest name that the text has for it: of a state the first full one, else the longest.

    An actor of the user's keeps the name that the user gave it.
    """
    is_name = name.known.sort == "name" and name.known.gazetteer_id is None and draft.kind != ActorKind.GOVERNMENT
    if not is_name or (article[name.span].isupper() and name.known.kind == ActorKind.STATE):
        return
    text = " ".join(plain_name(article[name.span]).split())
    if text.islower():
        return  # copy in small letters throughout
    longer = draft.kind != ActorKind.STATE and len(text) > len(draft.name)
    if longer or not draft.named_in_full:
        draft.name, draft.named_in_full = text, True
