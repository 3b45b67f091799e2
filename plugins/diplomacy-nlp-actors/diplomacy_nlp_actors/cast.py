"""The actors of an article while they are being found: who has which mentions, and what is known of each."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

from attrs import define, field, frozen

from diplomacy_nlp import Actor, ActorKind, Annotation, Link, Mention, MentionType, Sector, Span
from diplomacy_nlp.annotation import Word

__all__ = ["PUBLIC_SECTORS", "Cast", "Draft", "Sighting"]

PUBLIC_SECTORS = frozenset((Sector.GOV, Sector.LEG, Sector.MIL, Sector.JUD, Sector.SPY, Sector.COP))
"""Of bodies and offices that belong to a state."""

# Persons who serve their state; others are of it, but do not act for it: lawmakers, judges, dissidents, journalists.
_SERVANTS = (Sector.GOV, Sector.MIL, Sector.SPY, Sector.IGO, None)


@define(kw_only=True, eq=False)
class Draft:
    """An actor in the making.

    Args:
        key: tells it from all others of the article.
        principal: the key of the actor for whom it acts, if any.
        gender: m or f where the text sets it.
        gender_guessed: whether only a pronoun did.
        plural: whether "they" fits it, and "it" does not.
        indefinite: whether it is nobody in particular ("a candidate").
        named_in_full: whether `name` is a full name that the text has.
        wikidata: its Wikidata id.
        gazetteer_id: its id in the user's gazetteer.
        usual: the states whose office it holds where the text names none, the most likely first.
        equal_of: the word for the one whose counterpart of another state it is.
        complement: what its name goes on with: " of Palau" after "foreign minister".
    """

    key: str
    name: str
    kind: ActorKind
    country: str | None = None
    role: str | None = None
    sector: Sector | None = None
    principal: str | None = None
    gender: str | None = None
    gender_guessed: bool = False
    plural: bool = False
    confidence: float = 0.5
    why: str = ""
    mentions: dict[Span, MentionType] = field(factory=dict)
    indefinite: bool = False
    named_in_full: bool = False
    wikidata: str | None = None
    gazetteer_id: str | None = None
    usual: tuple[str, ...] = ()
    equal_of: Word | None = None
    complement: str = ""
    _places: list[tuple[int, int]] = field(factory=list, init=False)

    def add(self, span: Span, kind: MentionType) -> None:
        """Add a mention."""
        if span not in self.mentions:
            self.mentions[span] = kind
            insort(self._places, _place(span))

    def learn(self, other: Draft) -> None:
        """Takes over what it lacks from a draft that means the same actor."""
        self.country = self.country or (None if self.wikidata else other.country)  # tables tell all: the EU is of none
        self.role = self.role or other.role
        self.sector = self.sector or other.sector
        self.gender = self.gender or other.gender
        if other.principal != self.key:
            self.principal = self.principal or other.principal

    def forget(self) -> None:
        """Takes all mentions away."""
        self.mentions.clear()
        self._places.clear()

    @property
    def first(self) -> Span:
        """Its first mention; there has to be one."""
        if not self._places:
            raise ValueError(f"{self.key}: no mention")
        return Span(*self._places[0])

    def last_before(self, offset: int) -> int:
        """Where its last mention before an offset begins; -1 where there is none."""
        place = bisect_left(self._places, (offset,))
        return self._places[place - 1][0] if place else -1


def _place(span: Span) -> tuple[int, int]:
    """What spans are sorted by; spans themselves compare more slowly."""
    return span.start, span.end


@frozen
class Sighting:
    """One mention, by its head word: what pronouns look back to."""

    head: Word
    draft: Draft
    type: MentionType


class Cast:
    """All drafts of an article, by key. A span belongs to one draft, the first that took it."""

    def __init__(self) -> None:
        self.drafts: dict[str, Draft] = {}
        self.sightings: list[Sighting] = []
        self._owner: dict[Span, Draft] = {}
        self._heads: dict[tuple[int, int], Draft] = {}
        self._words: dict[tuple[int, int], Draft] = {}

    def __iter__(self) -> Iterator[Draft]:
        return iter(self.drafts.values())

    def get(self, key: str | None) -> Draft | None:
        """The draft of this key that has a mention; None where there is none."""
        draft = self.drafts.get(key) if key else None
        return draft if draft is not None and draft.mentions else None

    def enter(self, draft: Draft) -> Draft:
        """Add a draft, or learn from it what the one of the same key lacks; returns the one that counts."""
        known = self.drafts.setdefault(draft.key, draft)
        if known is not draft:
            known.learn(draft)
            if draft.confidence > known.confidence:
                known.confidence, known.why = draft.confidence, draft.why
        return known

    def mention(self, draft: Draft, span: Span, kind: MentionType, head: Word, words: Iterable[Word] = ()) -> bool:
        """Record a mention; False where another actor has the span already.

        Args:
            words: the words of a name, so that each of them leads to the actor.
        """
        if self._owner.setdefault(span, draft) is not draft:
            return False
        draft.add(span, kind)
        self._heads.setdefault((head.sentence, head.id), draft)
        for word in words:
            self._words.setdefault((word.sentence, word.id), draft)
        self.sightings.append(Sighting(head, draft, kind))
        return True

    def named_at(self, word: Word) -> Draft | None:
        """The actor whose name holds this word."""
        return self._words.get((word.sentence, word.id))

    def at(self, word: Word) -> Draft | None:
        """The actor whose mention has this word for its head."""
        return self._heads.get((word.sentence, word.id))

    def meant_by(self, word: Word | None) -> Draft | None:
        """The actor whose mention has this word for its head, or else whose name holds it."""
        return None if word is None else self.at(word) or self.named_at(word)

    def of_phrase(self, annotation: Annotation, noun: Word) -> Draft | None:
        """The actor of a noun phrase, by its noun; "envoy" is a title where a name follows it."""
        named = (self.named_at(beside) for beside in annotation.children(noun, "appos", "flat"))
        return self.meant_by(noun) or next(filter(None, named), None)

    def retold(self, mentions: Iterable[tuple[Draft, Span, MentionType, Word]]) -> None:
        """Puts other mentions in the place of all that were recorded; names still lead to their actors by each word."""
        for draft in self:
            draft.forget()
        self.sightings.clear()
        self._owner.clear()
        self._heads.clear()
        for draft, span, kind, head in mentions:
            self.mention(self.drafts.setdefault(draft.key, draft), span, kind, head)

    def actors(self) -> list[Actor]:
        """The finished actors, in the order of their first mentions."""
        drafts = [d for d in self if d.mentions]
        return [self._finish(d) for d in sorted(drafts, key=lambda d: _place(d.first))]

    def _finish(self, draft: Draft) -> Actor:
        principal = self.get(draft.principal)
        if principal is not None and not _acts_for(draft, principal):
            principal = None
        return Actor(
            name=draft.name + draft.complement,
            kind=draft.kind,
            mentions=[Mention(span=span, type=draft.mentions[span]) for span in sorted(draft.mentions, key=_place)],
            country=draft.country,
            role=draft.role,
            sector=draft.sector,
            principal=None if principal is None else Link(span=principal.first),
            wikidata=draft.wikidata,
            gazetteer_id=draft.gazetteer_id,
            confidence=draft.confidence,
            why=draft.why,
        )


def _acts_for(draft: Draft, principal: Draft) -> bool:
    if principal.kind == ActorKind.STATE and draft.kind == ActorKind.PERSON:
        return draft.sector in _SERVANTS
    return principal is not draft and (draft.kind, principal.kind) != (ActorKind.STATE, ActorKind.PERSON)
