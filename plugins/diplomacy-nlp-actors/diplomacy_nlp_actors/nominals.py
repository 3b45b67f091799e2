"""Nominals on their way to actors: whom "the minister" means, and whose officials the officials are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from diplomacy_nlp import ActorKind, Annotation, Article, MentionType, Sector
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import is_addressed

from .cast import Cast, Draft
from .names import Name
from .persons import PersonName
from .phrases import Phrase, are_told_apart, find_phrases
from .recall import Index, holder_of
from .spelling import plain_name
from .tables import acting_verbs, is_body_noun, word_class

__all__ = ["as_draft", "enter_nominals", "sector_for"]

_GOES_ON = ("of", "for", "to", "at", "from")
_LONGEST = 10  # words of what a name goes on with
_NOMINAL = {"DET", "ADJ", "NOUN", "PROPN", "ADP", "CCONJ", "NUM", "PART"}


def enter_nominals(
    cast: Cast, article: Article, annotation: Annotation, known: Sequence[Name], names: Sequence[PersonName]
) -> list[tuple[Draft, Word]]:
    """Enter every phrase whose head can act; returns those owned by a pronoun, with it, for later."""
    at = {(w.sentence, w.id): name for name in known for w in name.words}
    index = Index(cast)
    offices = _offices(cast, names)
    owned: list[tuple[Draft, Word]] = []
    for phrase in find_phrases(annotation, at):
        draft = _draft(article.text, annotation, phrase, index, offices)
        if draft is None:
            continue
        cast.mention(draft, phrase.span, MentionType.NOMINAL, phrase.head)
        _tell_each(cast, annotation, phrase)
        index.add(draft)
        acts_for = phrase.noun.acts_for if phrase.noun is not None else "yes"
        serves = (acts_for == "yes" or draft.kind == ActorKind.MEDIA) and phrase.head.lemma not in word_class("equal")
        if phrase.possessor is not None and not phrase.owners and serves:
            owned.append((draft, phrase.possessor))
    return owned


def _tell_each(cast: Cast, annotation: Annotation, phrase: Phrase) -> None:
    """As in "the Peruvian and Chilean ministers, NAME and NAME": each is of the state that stands in its place."""
    at = max((name.words[-1].id for name in phrase.owners), default=0)
    named: dict[str, Draft] = {}
    for word in annotation.sentence_of(phrase.head).words[max(at, phrase.head.id) :]:
        draft = cast.named_at(word)
        if draft is not None and draft.kind is ActorKind.PERSON:
            named[draft.key] = draft
        elif word.text not in (",", "and"):
            break
    if len(named) == len(phrase.owners) > 1:
        for draft, owner in zip(named.values(), phrase.owners, strict=True):
            draft.country = draft.country or owner.known.country
            draft.sector = draft.sector or phrase.sector


_Offices = dict[tuple[int, int], Draft | None]


def _offices(cast: Cast, names: Iterable[PersonName]) -> _Offices:
    """Words of titles and appositions: whose they are; nobody's of themselves before the name, without a comma."""
    found: _Offices = {}
    for name in names:
        draft = cast.named_at(name.words[0])
        if draft is None:
            continue
        for office in (name.before, name.after):
            if office is None or not office.heads:
                continue
            joined = office is name.before and office.heads[-1].span.end + 1 >= name.words[0].span.start
            for word in office.heads:
                found[word.sentence, word.id] = None if joined else draft
    return found


def _draft(text: str, annotation: Annotation, phrase: Phrase, index: Index, offices: _Offices) -> Draft | None:
    """The actor that a phrase names, found or new; None where it names none."""
    cast, head = index.cast, phrase.head
    if cast.named_at(head) is not None:
        return None
    if (head.sentence, head.id) in offices:
        return offices[head.sentence, head.id]
    if (named := _named_after(cast, annotation, head)) is not None:
        return named
    if _is_predicate(cast, annotation, phrase) or is_addressed(annotation, head):
        return None
    owner = next(_owners(index, phrase), None)
    if phrase.kind == ActorKind.PERSON:
        return _person(text, annotation, phrase, owner, index)
    return _group(text, annotation, phrase, owner, index)


def _named_after(cast: Cast, annotation: Annotation, head: Word) -> Draft | None:
    """Whom a description stands before: "the aid group Mercy Corps"."""
    name = next(iter(annotation.sentence_of(head).words[head.id : head.id + 1]), None)
    if name is None or name.upos != "PROPN":
        return None
    several = any(annotation.child(word, "conj") for word in (head, name, annotation.parent(name)) if word is not None)
    if several and head.feat("Number") == "Plur":  # "the aid groups Mercy Corps and Oxfam"
        return None
    both = name.relation == "nsubj" == head.relation and name.head == head.head  # two subjects are a parser's slip
    joined = both or annotation.is_below(name, head) or annotation.is_below(head, name)
    return cast.named_at(name) if joined else None


def _is_predicate(cast: Cast, annotation: Annotation, phrase: Phrase) -> bool:
    """As in "is the president", "as a partner", "voiced opposition": says something of an actor and names none."""
    head = phrase.head
    voiced = head.relation == "obj" and (verb := annotation.parent(head)) and verb.lemma in word_class("voicing")
    if voiced or any(w.text.lower() == "no" for w in phrase.words[:1]):
        return True
    cop = annotation.child(head, "cop")
    if cop is not None and cop.id < head.id:
        who = cast.meant_by(annotation.child(head, "nsubj"))
        if who is not None and who.kind == ActorKind.PERSON and phrase.role and phrase.definite:
            who.role = who.role or phrase.role
            who.sector = who.sector or phrase.sector
        return True
    before = annotation.sentence_of(head).words[phrase.words[0].id - 2] if phrase.words[0].id > 1 else None
    return before is not None and before.text.lower() == "as" and not phrase.plural and phrase.is_indefinite


def _owners(index: Index, phrase: Phrase) -> Iterator[Draft]:
    """The actors that the phrase's actor belongs to, nearest to its head first."""
    for name in reversed(phrase.owners):
        yield index.cast.drafts.get(name.known.key) or as_draft(name)
    for word in reversed(phrase.owner_words):
        draft = index.cast.named_at(word)
        if draft is None and phrase.kind is ActorKind.PERSON:  # "a Commission spokesman"
            draft = index.body_called(word.text.lower(), word.span.start) if is_body_noun(word) else None
        if draft is not None:
            yield draft


def as_draft(name: Name) -> Draft:
    """A known name as an owner, though the text does not mention it as an actor."""
    k = name.known
    return Draft(key=k.key, name=k.name, kind=k.kind, country=k.country, sector=k.sector)


def sector_for(owner: Draft | None) -> Sector | None:
    """The sector of whoever speaks for an owner: GOV for a state's, else the owner's own."""
    if owner is None:
        return None
    return Sector.GOV if owner.kind in (ActorKind.STATE, ActorKind.GOVERNMENT) else owner.sector


def _sector(phrase: Phrase, owner: Draft | None, speaks: bool) -> Sector | None:
    """By the noun, else the owner's for whom it speaks; an organisation's officials are no government's."""
    of_body = owner is not None and owner.sector == Sector.IGO and phrase.head.lemma.lower() != "minister"
    if of_body and phrase.sector in (None, Sector.GOV):
        return Sector.IGO if speaks else phrase.sector
    return phrase.sector or (sector_for(owner) if speaks else None)


def _person(text: str, annotation: Annotation, phrase: Phrase, owner: Draft | None, index: Index) -> Draft:
    """The person whom a phrase takes up, else a new one."""
    found = None if phrase.is_indefinite else holder_of(phrase, owner, index)
    if found is None:
        return index.cast.enter(_new_person(text, annotation, phrase, owner))
    if owner is not None and found.country is None and found.principal is None:
        found.country, found.principal = owner.country, owner.key
    return found


def _new_person(text: str, annotation: Annotation, phrase: Phrase, owner: Draft | None) -> Draft:
    """A person of whom a phrase speaks for the first time, with what it says of the person."""
    title = phrase.title
    acts_for = phrase.noun.acts_for if phrase.noun is not None else None
    speaks = title is not None or acts_for == "yes"
    noun = phrase.head.lemma.lower()
    country = title.country if title is not None and owner is None else None
    if owner is not None and acts_for != "allied":
        country = owner.country
    return Draft(
        key=_person_key(phrase, owner),
        name=_name(text, phrase),
        complement=_complement(text, annotation, phrase),
        kind=ActorKind.PERSON,
        country=country,
        role=phrase.role if title is not None else None,
        sector=_sector(phrase, owner, speaks),
        principal=owner.key if owner is not None and speaks else None,
        gender=title.gender if title is not None else None,
        indefinite=phrase.is_indefinite,
        confidence=0.75 if owner is not None else 0.55,
        why=f"nominal with a title: {noun}" if title is not None else "nominal: a noun for a person",
    )


def _person_key(phrase: Phrase, owner: Draft | None) -> str:
    """The same for all phrases that mean the one holder of an office; of its own where it may be anybody."""
    if phrase.is_indefinite or (phrase.possessor is not None and owner is None):
        return f"one:{phrase.span}"
    return f"office:{phrase.core}:{owner.key if owner else ''}"


def _speaks(annotation: Annotation, phrase: Phrase) -> bool:
    """Whether a body is the subject of a verb of saying, so that it is one though nothing else tells which."""
    above = annotation.parent(phrase.head)
    if phrase.head.relation != "nsubj" or above is None or above.lemma.lower() not in acting_verbs():
        return False
    return not any(w.lemma.lower() == "place" for w in annotation.children(above, "obj"))  # "took place"


def _group(text: str, annotation: Annotation, phrase: Phrase, owner: Draft | None, index: Index) -> Draft | None:
    noun = phrase.noun
    if noun is not None and noun.noun == "side" and not phrase.plural:
        # "the Kenyan side" is Kenya
        return index.cast.enter(owner) if owner is not None and len(phrase.owners) == 1 else None
    before = _group_before(phrase, owner, index)
    if before is not None:
        return before
    if _is_only_an_event(annotation, phrase) or (owner is None and _is_nobody(annotation, phrase)):
        return None
    return index.cast.enter(_new_group(text, annotation, phrase, owner))


def _is_body(phrase: Phrase) -> bool:
    return phrase.noun is not None and phrase.noun.sort == "body" and not phrase.plural


def _group_before(phrase: Phrase, owner: Draft | None, index: Index) -> Draft | None:
    """The group or body that a phrase takes up, if the text named it before."""
    if owner is None and phrase.definite and phrase.possessor is None and _is_body(phrase):
        return index.body_called(phrase.head.lemma.lower(), phrase.span.start)
    return None


def _is_only_an_event(annotation: Annotation, phrase: Phrase) -> bool:
    """Whether a summit or the like is what takes place, and not those who decide there."""
    event = phrase.noun is not None and phrase.noun.noun in word_class("event")
    return event and not (phrase.definite and _speaks(annotation, phrase))


def _is_nobody(annotation: Annotation, phrase: Phrase) -> bool:
    """Whether a phrase without owner, that takes up nothing, says too little to be an actor."""
    if phrase.is_counted and not are_told_apart(phrase):
        return True
    if phrase.head.lemma.lower() == "office" and phrase.possessor is None:
        return True  # a room
    if not _is_body(phrase) or not phrase.definite or phrase.possessor is not None or phrase.noun is None:
        return False
    return phrase.noun.bare != "yes" and not _speaks(annotation, phrase)


def _new_group(text: str, annotation: Annotation, phrase: Phrase, owner: Draft | None) -> Draft:
    body = _is_body(phrase)
    acts_for = phrase.noun.acts_for if phrase.noun is not None else "yes"
    core = _without_owners(phrase)
    several = _are_several(phrase, core)
    key = f"{'joint' if several else 'body' if body else 'group'}:{core}:{owner.key if owner is not None else ''}"
    if phrase.possessor is not None and owner is None:
        key = f"one:{phrase.span}"
    of_one = owner is not None and not several
    return Draft(
        key=key,
        name=_name(text, phrase),
        complement=_complement(text, annotation, phrase),
        kind=ActorKind.GROUP
        if phrase.plural and phrase.kind in (ActorKind.COMPANY, ActorKind.ARMED_GROUP)
        else phrase.kind,
        country=owner.country if owner is not None and of_one and acts_for != "allied" else None,
        sector=_sector(phrase, owner, acts_for == "yes" and phrase.title is None),
        principal=owner.key if owner is not None and of_one and acts_for == "yes" else None,
        plural=not body,
        confidence=0.8 if owner is not None else 0.6,
        why="owned collective noun" if owner is not None else "collective noun",
    )


def _are_several(phrase: Phrase, core: str) -> bool:
    """Whether it is of several states: "Thai and Lao envoys", "a Russian-led alliance"."""
    led = phrase.kind is ActorKind.ALLIANCE and "led" in core.split()
    return led or len({owner.known.country for owner in phrase.owners}) > 1


def _without_owners(phrase: Phrase) -> str:
    inside = {w.id for name in phrase.owners for w in name.words}
    own = (w for w in phrase.words if w.id not in inside and w.upos not in ("DET", "NUM", "PUNCT", "PART", "PRON"))
    return " ".join(w.text.lower() for w in own if w.text.lower() not in word_class("rank"))


def _complement(text: str, annotation: Annotation, phrase: Phrase) -> str:
    """What a name of the phrase goes on with: " of Palau" after "the foreign minister"."""
    after = [w for w in annotation.sentence_of(phrase.head).words[phrase.head.id :] if w.span.start >= phrase.span.end]
    case = after[0] if after else None
    if case is None or case.text.lower() not in _GOES_ON or annotation.parent(case) is None:
        return ""
    end = None
    for word in after[1:_LONGEST]:
        if word.upos not in _NOMINAL or not annotation.is_below(word, phrase.head):
            break
        end = word.span.end if word.upos in ("NOUN", "PROPN") else end
    return "" if end is None else " " + " ".join(plain_name(text[case.span.start : end]).split())


def _name(text: str, phrase: Phrase) -> str:
    first, word = phrase.words[0], phrase.words[0].text.lower()  # of "at least 14 soldiers" "least" is no part
    no_part = word in ("least", "most") or (first.upos == "DET" and word not in ("both", "all", "two"))
    start = phrase.words[1] if len(phrase.words) > 1 and no_part else first
    return " ".join(plain_name(text[start.span.start : phrase.span.end]).split())
