"""Whose minister "the trade minister" is where the text leaves it to the context.

"Turkey condemned the move. Trade Minister Cem Aydin said ..." names a minister of Turkey, though no word says so. In
turn are asked: the place that opens the sentence, the state that acts last before, the state where the article is at
home. Who serves abroad, or stands for several states ("diplomats", "the ministers"), is left alone. Of
private people and bodies, the words beside the name are asked, and then the state that the article is plainly about.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, groupby, pairwise
from typing import TYPE_CHECKING

from attrs import frozen

from diplomacy_nlp import ActorKind, Annotation, MentionType, Sector
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import marked

from .cast import PUBLIC_SECTORS, Cast, Draft, Sighting
from .descriptions import described_country, seat, served
from .home import Home, Place, find_places, is_main, place_before
from .learned.likely_state import Question, answers
from .learned.state_evidence import Evidence, Setting
from .names import Name
from .prevailing import may_be_at_home, prevailing_state
from .tables import nouns, word_class

if TYPE_CHECKING:
    from .learned.states import StateChoice

__all__ = ["learn_from_context", "questions"]

_GROUPS = {Sector.LEG, Sector.COP}  # of these, groups that are one state's where the text leaves it out
_OFFICIAL = {Sector.GOV, Sector.MIL, Sector.LEG}  # the same for those whose noun says that they serve at home
_AT_HOME = {Sector.CVL, Sector.REB, Sector.LAB, Sector.EDU}  # who are of the only state that an article names
_NO_BODIES = (ActorKind.PERSON, ActorKind.STATE, ActorKind.GROUP)
_ABROAD = (Sector.NGO, Sector.EDU)  # who works for these may be of any state
_PUBLIC = (ActorKind.STATE, ActorKind.GOVERNMENT)
_NOT_OURS = {"social", "foreign", "global", "western"}  # beside a noun, so that it is not of the state at home
_SCENE = 3  # sentences back
_NEAR_PLACE = 2  # the same, for a city whose mayor is spoken of
_SURE = 0.85  # of what is known without it


@frozen(kw_only=True)
class _Context(Setting):
    """What an article says of states, looked up by place.

    Args:
        acts, officers: states, and those who govern or would, where they are the subjects of clauses.
        places_in, names_in: places and names by the number of their sentence.
        city_at, name_at: cities and names by the sentence and id of their words.
        heads: of the names of each actor, by its key.
    """

    acts: Sequence[Sighting]
    officers: Sequence[Sighting]
    places_in: Mapping[int, Sequence[Place]]
    names_in: Mapping[int, Sequence[Name]]
    city_at: Mapping[tuple[int, int], str]
    name_at: Mapping[tuple[int, int], Name]
    heads: Mapping[str, Sequence[Word]]
    spoken_of: Collection[str | None]

    @property
    def plain(self) -> str | None:
        """The state that an article is plainly about, where it is at home there too."""
        return self.prevailing if self.home is not None and self.home.country == self.prevailing else None

    def is_among_others(self, head: Word, country: str) -> bool:
        """Whether the last states named, in a word's sentence or the one before, are others than a state.

        Who is spoken of beside them may well be theirs.
        """
        for sentence in (head.sentence, head.sentence - 1):
            named = {n.known.country for n in self.names_in.get(sentence, ()) if n.known.kind in _PUBLIC} - {None}
            if named:
                return country not in named
        return False


def learn_from_context(cast: Cast, asked: Sequence[Question], network: StateChoice | None = None) -> None:
    """Give offices, bodies and groups of an unnamed state the one that the context speaks of, where it does.

    Args:
        cast: the article's actors.
        asked: those whose state no word gives (`questions`).
        network: see `answers`.
    """
    for question, country in zip(asked, answers(asked, network), strict=True):
        draft = question.draft
        guest = cast.meant_by(draft.equal_of)
        draft.country = None if guest is not None and guest.country == country else country
        if draft.country is not None:
            if draft.sector in PUBLIC_SECTORS:
                draft.principal = f"state:{draft.country}"
            draft.confidence = round(draft.confidence * _SURE, 3)
    for draft in cast:
        principal = cast.get(draft.principal)
        if draft.country is None and principal is not None:
            draft.country = principal.country


def questions(
    cast: Cast, text: str, annotation: Annotation, known: Sequence[Name], home: Home | None
) -> Iterator[Question]:
    """The actors whose state no word gives, each with the state that the rules propose; that is its country for now."""
    context = _context(cast, text, annotation, known, home)
    evidence = Evidence.of(context)
    mentions: dict[str, list[Sighting]] = {}
    for sighting in sorted(cast.sightings, key=_start):
        mentions.setdefault(sighting.draft.key, []).append(sighting)
    for draft in [cast.drafts[key] for key in mentions]:  # owners ("its") come before what is theirs
        sightings = mentions[draft.key]
        joint = draft.key.startswith("joint:")  # "officials in Peru and Chile"
        if draft.country is None and draft.principal is None and not joint:
            draft.country, rule = _country(context, draft, sightings[0])
            heads = [sighting.head for sighting in sightings]
            yield Question(evidence=evidence, draft=draft, heads=heads, guess=draft.country, rule=rule)
        elif draft.country is None and draft.kind is ActorKind.PERSON and not joint:  # "UN envoy NAME, a Norwegian"
            draft.country = next(
                filter(None, (_of_birth(context, head) for head in context.heads.get(draft.key, ()))), None
            )


def _context(cast: Cast, text: str, annotation: Annotation, known: Sequence[Name], home: Home | None) -> _Context:
    heads: dict[str, list[Word]] = {}
    for sighting in cast.sightings:
        if sighting.type is MentionType.NAME:
            heads.setdefault(sighting.draft.key, []).append(sighting.head)
    places = sorted(find_places(text, annotation, known), key=_sentence)
    told = sorted(filter(partial(_acts, annotation), cast.sightings), key=_start)
    breaks = ("\n" in text[one.span.end : two.span.start] for one, two in pairwise(annotation.sentences))
    return _Context(
        text=text,
        annotation=annotation,
        cast=cast,
        known=known,
        places=places,
        home=home,
        prevailing=prevailing_state(home, cast, known),
        paragraphs=list(accumulate(map(int, breaks), initial=0)),
        acts=[act for act in told if act.draft.kind in _PUBLIC],
        officers=[a for a in told if a.draft.kind not in _PUBLIC and a.draft.sector in (Sector.GOV, Sector.OPP)],
        places_in={number: [*some] for number, some in groupby(places, _sentence)},
        names_in={number: [*some] for number, some in groupby(known, _sentence)},
        city_at={(place.head.sentence, place.head.id): place.country for place in places if place.is_part},
        name_at={(w.sentence, w.id): name for name in known for w in name.words},
        heads=heads,
        spoken_of=_spoken_of(cast, known),
    )


def _acts(annotation: Annotation, sighting: Sighting) -> bool:
    """Whether it is of a state and the subject of a clause, alone."""
    head, of_a_state = sighting.head, sighting.draft.country is not None
    return of_a_state and head.relation == "nsubj" and annotation.child(head, "conj") is None


def _spoken_of(cast: Cast, known: Sequence[Name]) -> set[str | None]:
    """The states that are named or have somebody in the text; "the Senate" alone may be any state's."""
    shared = {name.known.key for name in known if name.known.shared}
    named = {name.known.country for name in known if not name.known.shared}
    return named | {draft.country for draft in cast if draft.mentions and draft.key not in shared}


def _sentence(found: Name | Place) -> int:
    return found.head.sentence


def _start(sighting: Sighting) -> int:
    return sighting.head.span.start


def _country(context: _Context, draft: Draft, first: Sighting) -> tuple[str | None, str]:
    """The state that the context gives an actor without one, of the first of those asked that tells one; and its name.

    Where none tells one, the name is of the sort of actors that it is.
    """
    if draft.kind is ActorKind.PERSON and (told := _told_of_person(context, draft, first)) is not None:
        return told, "told of person"
    fits, asked = next((fits, asked) for fits, asked in _ASKED if fits(context, draft, first))
    for ask in asked:
        state = ask(context, draft, first)
        if state is not None:
            return state, ask.__name__.strip("_").replace("_", " ")
    return None, fits.__name__.strip("_").replace("_", " ")


def _told_of_person(context: _Context, draft: Draft, first: Sighting) -> str | None:
    """The state that the words beside a person's name give: "NAME, a Peruvian geologist", "a trader in Busan"."""
    heads = context.heads.get(draft.key, ())
    described = (described_country(context.annotation, head, context.name_at) for head in heads)
    served = _of_what_is_served(context, draft, first)
    public = draft.sector in PUBLIC_SECTORS
    host = _host(context, first) if public or draft.equal_of is not None else None
    return served or next(filter(None, described), None) or host or _seated(context, draft, first)


def _of_birth(context: _Context, head: Word) -> str | None:
    """The state by the description after a name: "NAME, a Norwegian diplomat"."""
    after = [word for word in context.annotation.children(head, "appos") if word.id > head.id]
    return next(filter(None, (described_country(context.annotation, word, context.name_at) for word in after)), None)


def _host(context: _Context, first: Sighting) -> str | None:
    """The state that a guest visits, of whom the guest meets there: "NAME flew to Oslo for talks with Premier NAME"."""
    annotation, head = context.annotation, first.head
    while head.relation in ("appos", "flat", "compound", "conj") and (above := annotation.parent(head)) is not None:
        head = above
    met = annotation.parent(head)
    receives = met is not None and met.lemma.lower() in word_class("receiving")
    with_host = head.relation == "obj" or marked(annotation, head) in ("with", "by")
    if not receives or not with_host or head.relation == "nsubj":
        return None
    near = [place for place in context.places_in.get(head.sentence, ()) if place.head.id < head.id]
    if not any(place.is_capital or place.is_part for place in near):  # else the guest may have gone on from there
        earlier = range(max(head.sentence - _SCENE, 0), head.sentence)
        near = [place for number in earlier for place in context.places_in.get(number, ())] + near
    visited = [place.country for place in near if _is_visited(annotation, place.head)]
    return visited[-1] if visited else None


def _is_visited(annotation: Annotation, place: Word) -> bool:
    """Whether somebody goes to a place, not from it: "arrived in Quito", "a visit to Lima"."""
    above = annotation.parent(place)
    if above is None or above.lemma.lower() not in word_class("visiting"):
        return False
    return place.relation == "obj" or marked(annotation, place) in ("to", "in", "at")


def _seated(context: _Context, draft: Draft, first: Sighting) -> str | None:
    """The state of the city or region in which somebody is: "a trader in Busan", "the mayor of Lyon"."""
    heads = context.heads.get(draft.key, (first.head,))
    return next(filter(None, (seat(context.annotation, head, context.city_at) for head in heads)), None)


def _opened(context: _Context, draft: Draft, first: Sighting) -> str | None:
    """The state at the head of the sentence, before the mention."""
    return place_before(context.annotation, first.head, context.places_in.get(first.head.sentence, ()))


def _scene(context: _Context, draft: Draft, first: Sighting) -> str | None:
    """The state in which the last sentences of the paragraph play: "In Quito the offer fell flat. The minister ..."."""
    number, paragraph = first.head.sentence, context.paragraphs[first.head.sentence]
    for before in range(number - 1, max(number - _SCENE, 0) - 1, -1):
        if context.paragraphs[before] != paragraph:
            return None
        scene = place_before(context.annotation, first.head, context.places_in.get(before, ()))
        if scene is not None:
            return scene
        if context.names_in.get(before):
            return None
    return None


def _of_last_place(context: _Context, draft: Draft, first: Sighting) -> str | None:
    """Where the city or region named last before lies, of who serves one: "Russia hit Kharkiv. The mayor said ..."."""
    office = (draft.role or draft.name).lower()
    of_a_place = not word_class("of a place").isdisjoint(office.split())
    if not (of_a_place or any(office.endswith(local) for local in word_class("local office"))):
        return None
    head = first.head
    for number in range(head.sentence, max(head.sentence - _NEAR_PLACE, 0) - 1, -1):
        near = [p for p in context.places_in.get(number, ()) if (number, p.head.id) < (head.sentence, head.id)]
        towns = [p for p in near if p.is_part or (p.is_capital and context.cast.at(p.head) is None)]
        if towns:
            return max(towns, key=lambda place: place.head.id).country
    return None


def _of_scene(context: _Context, draft: Draft, first: Sighting) -> str | None:
    """Where the sentence or the paragraph plays, of whoever acts there and is of no body of several states."""
    head = first.head
    while head.relation in ("appos", "flat", "compound") and (above := context.annotation.parent(head)) is not None:
        head = above
    counted = any(word.relation == "nummod" for word in context.annotation.children(first.head))
    if head.relation != "nsubj" or counted:
        return None
    return _opened(context, draft, first) or _scene(context, draft, first)


def _of_prevailing(context: _Context, draft: Draft, first: Sighting) -> str | None:
    """The state that the article is plainly about, unless the sentence opens in another one."""
    state, place = context.prevailing, _opened(context, draft, first)
    if state is None or place not in (None, state):
        return None
    may = may_be_at_home(draft, plainly=context.plain is not None) and not context.is_among_others(first.head, state)
    return state if may else None


def _at_home(context: _Context, draft: Draft, first: Sighting) -> str | None:
    """The state where the article is at home; another one where it is plainly about that.

    An officer or a group, of whom there are many everywhere, is nobody's where other states were just named.
    """
    if context.home is None:
        return None
    state = context.prevailing or context.home.country
    if draft.kind is ActorKind.PERSON and state != context.home.country:
        return None
    many = draft.kind is ActorKind.PERSON or (draft.kind is ActorKind.GROUP and draft.sector is not Sector.LEG)
    return None if many and context.is_among_others(first.head, state) else state


def _is_one_of_us(context: _Context, draft: Draft, first: Sighting) -> bool:
    """Whether it is unnamed, and one of whom news says where it is from unless it is at home: "donors", "the crowd"."""
    unnamed = MentionType.NAME not in draft.mentions.values()
    of_us = word_class("at home") | word_class("electorate")
    if context.plain is None or not unnamed or first.head.lemma.lower() not in of_us:
        return False
    beside = {word.lemma.lower() for word in context.annotation.children(first.head, "amod", "compound")}
    elsewhere = _opened(context, draft, first) not in (None, context.plain) or not beside.isdisjoint(_NOT_OURS)
    return not (elsewhere or context.is_among_others(first.head, context.plain))


def _of_whom_it_tells(context: _Context, draft: Draft, first: Sighting) -> str | None:
    """The state of parties, opponents and people who are nobody's officers: where the article is at home."""
    one_party = draft.kind is ActorKind.PARTY or not draft.plural
    domestic = draft.sector is Sector.OPP or (draft.sector is Sector.PTY and one_party)
    if not (domestic or draft.sector in _AT_HOME) or draft.indefinite:
        return None
    place = _opened(context, draft, first)
    if place is not None and domestic:
        return place
    if domestic and context.prevailing is not None:
        return context.prevailing
    if context.home is None:
        return None
    state = context.home.country
    workers = draft.sector is Sector.LAB and context.plain is not None  # "farmers", "employees"
    ours = context.home.alone or (workers and not context.is_among_others(first.head, state))
    return state if domestic or ours else None


def _usual(context: _Context, draft: Draft, first: Sighting) -> str | None:
    """The state that has an office of this name: where the article is at home, if it has one, else the best known.

    Where nothing in the article speaks of the best known, it is an office like others.
    """
    home = context.home.country if context.home is not None else None
    asked = (_opened(context, draft, first), _scene(context, draft, first), home)
    told = next((state for state in asked if state in draft.usual), None)
    return told or next((state for state in draft.usual[:1] if state in context.spoken_of), None)


def _is_of_a_state(context: _Context, draft: Draft, first: Sighting) -> bool:
    role = (draft.role or "").lower()
    if draft.kind is ActorKind.PERSON and draft.sector is None and role:  # "former minister", "presidential aide"
        return role.split()[-1] in ("minister", "president", "premier") or role.split()[-1] in word_class("domestic")
    if draft.sector not in PUBLIC_SECTORS:
        return False
    if draft.kind is ActorKind.PERSON:
        return draft.role is not None
    if draft.kind is ActorKind.GROUP:
        return draft.sector in _GROUPS
    return draft.kind is ActorKind.GOVERNMENT and not draft.named_in_full and not draft.plural


def _is_of_no_state(context: _Context, draft: Draft, first: Sighting) -> bool:
    """Whether it is a body or armed group that a table knows, and knows to be of no state: "Islamic State"."""
    stateless = draft.kind not in (ActorKind.PARTY, ActorKind.MEDIA, ActorKind.COMPANY)
    return stateless and draft.key.startswith("known:") and draft.country is None


def _is_of_several(context: _Context, draft: Draft, first: Sighting) -> bool:
    """Whether a body is no single state's: "an international tribunal", "both governments", "the bloc's chairman"."""
    unnamed = draft.kind is not ActorKind.PERSON and MentionType.NAME not in draft.mentions.values()
    beside = context.annotation.children(first.head, "amod", "compound", "det") if unnamed else ()
    return draft.sector is Sector.IGO or any(word.lemma.lower() in word_class("no state") for word in beside)


def _is_of_us(context: _Context, draft: Draft, first: Sighting) -> bool:
    """Whether it votes, marches or serves where the article is at home: "protesters", "two senior officials"."""
    words = draft.name.lower().split()
    last, many = words[-1].removesuffix("s"), draft.plural and not draft.indefinite
    if draft.kind is ActorKind.MEDIA:
        return words[0] in ("state", "public", "national", "government", "local")
    stands = last in word_class("electorate") or words[-1] == "authorities"
    if stands and many and draft.kind in (ActorKind.GROUP, ActorKind.GOVERNMENT):
        return True
    serves = draft.sector in _OFFICIAL and draft.kind in (ActorKind.GROUP, ActorKind.PERSON)
    return serves and not word_class("domestic").isdisjoint((last, words[-1]))


def _of_what_is_served(context: _Context, draft: Draft, first: Sighting) -> str | None:
    """As "NAME, who heads the Italian interior ministry" or "NAME of the Chadian Hauliers' Guild"."""
    for head in context.heads.get(draft.key, (first.head,)):
        for word in served(context.annotation, head):
            body = context.cast.meant_by(word)
            tells = body is not None and body.kind not in _NO_BODIES and body.sector not in _ABROAD
            if body is not None and tells and body.country is not None:
                return body.country
    return None


def _is_posted(context: _Context, draft: Draft, first: Sighting) -> bool:
    """Whether it is an envoy, who mostly stands in other states, or a "regime"; a named negotiator may be anybody's."""
    last = (draft.role or draft.name).lower().split()[-1]
    noun = nouns().get(last) or nouns().get(last.removesuffix("s"))
    if noun is None or noun.abroad != "yes":
        return last in word_class("accused")  # a "regime" is called so by its accusers, of whom the context speaks
    return last == "ambassador" or MentionType.NAME not in draft.mentions.values()


def _announced(context: _Context, draft: Draft, first: Sighting) -> str | None:
    """The state whose course somebody of a government tells: "Minister NAME said that Norway would not sign"."""
    annotation, head = context.annotation, next(iter(context.heads.get(draft.key, (first.head,))))
    says = annotation.parent(head) if head.relation == "nsubj" else None
    told = None if says is None else annotation.child(says, "ccomp")
    if told is None or draft.kind is not ActorKind.PERSON or draft.sector is not Sector.GOV:
        return None
    ahead = any(word.lemma.lower() in ("will", "would") for word in annotation.children(told, "aux"))
    subject = annotation.child(told, "nsubj")
    one = context.cast.meant_by(subject) if ahead and subject is not None else None
    return one.country if one is not None and one.kind is ActorKind.STATE else None


def _last_to_act(context: _Context, draft: Draft, first: Sighting) -> str | None:
    """The state that acts last before a mention, in its sentence or the one before; main clauses outweigh others."""
    return _last_in(context, context.acts, first) or _last_in(context, context.officers, first)


def _last_of(acts: Sequence[Sighting], first: Sighting) -> Sequence[Sighting]:
    """The acts of the sentence that holds the last one before a mention, where that is its own or the one before."""
    place = bisect_left(acts, first.head.span.start, key=_start)
    if not place or first.head.sentence - acts[place - 1].head.sentence > 1:
        return ()
    return [act for act in acts[max(place - 5, 0) : place] if act.head.sentence == acts[place - 1].head.sentence]


def _last_in(context: _Context, acts: Sequence[Sighting], first: Sighting) -> str | None:
    last, annotation, home = _last_of(acts, first), context.annotation, context.home
    if not last:
        return None
    main = [act for act in last if is_main(annotation, annotation.parent(act.head))]
    if main:
        return main[-1].draft.country
    named = context.names_in.get(last[-1].head.sentence, ())
    if home is not None and any(name.known.country == home.country for name in named):
        return home.country  # a state in a side clause is not what the sentence is about
    return last[-1].draft.country


def _has_usual(context: _Context, draft: Draft, first: Sighting) -> bool:
    return bool(draft.usual) and draft.kind is ActorKind.PERSON


def _is_any(context: _Context, draft: Draft, first: Sighting) -> bool:
    return True


def _of_plain(context: _Context, draft: Draft, first: Sighting) -> str | None:
    return context.plain


_Test = Callable[[_Context, Draft, Sighting], bool]
_Ask = Callable[[_Context, Draft, Sighting], str | None]
_ASKED: tuple[tuple[_Test, tuple[_Ask, ...]], ...] = (  # whom the context is asked of, and in which order
    (_is_of_several, ()),
    (_has_usual, (_usual, _opened, _scene, _at_home)),
    (_is_one_of_us, (_of_plain,)),
    (_is_posted, ()),
    (_is_of_a_state, (_seated, _opened, _of_last_place, _scene, _announced, _last_to_act, _at_home)),
    (_is_of_us, (_seated, _opened, _of_last_place, _at_home, _of_prevailing)),
    (_is_of_no_state, ()),
    (_is_any, (_seated, _of_whom_it_tells, _of_scene, _of_prevailing)),
)
