"""Whom a nominal or a pronoun means: all that may be meant, and what is known of each.

The rules of this plugin say who is named, and whom "the minister" and "he" mean by office, gender and place. A trained
network chooses anew for these and for nouns that no rule took for an actor: among the actors that the text names, an
actor that it speaks of for the first time, and nobody.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import islice, takewhile
from typing import NamedTuple

from attrs import define, field, frozen

from diplomacy_nlp import ActorKind, Annotation, MentionType, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import noun_phrase
from diplomacy_nlp.toolkit.learned.slots import Facts, Group, Paths, named_facts

from ..cast import Cast, Draft
from ..tables import nouns, word_lists_of

__all__ = ["BESIDE", "NAMING", "NOMINAL", "Choice", "Entity", "Sighted", "Story"]

NAMING = (MentionType.NAME, MentionType.METONYM, MentionType.DEMONYM)
_PRONOUNS = {
    **dict.fromkeys(("he", "him", "himself"), "he"),
    **dict.fromkeys(("she", "herself"), "she"),
    **dict.fromkeys(("they", "them", "themselves"), "they"),
    **dict.fromkeys(("it", "itself"), "it"),
}
NOMINAL = "nominal"
BESIDE = ("appos", "flat", "compound")  # relations of a name and a title or description that are one phrase
_Place = tuple[int, int]  # numbers of a sentence and of a word in it
_BACK = 3  # sentences in which a pronoun's actor was named
_NEAREST = 14  # actors named before that may be meant, those named last first
_MOST = 4  # and those that are named most
_RANKS, _TIMES = 6, 5  # that are told apart
_AFTER = 2  # sentences in which a headline's or a description's actor is named later
_PHRASES = ("NOUN", "PROPN", "ADJ")
_TOLD = ("the", "a", "this", "that")
_AGO = ("0", "1", "2", "3", "4", "5")
_OBJECTS = ("obj", "iobj", "obl")
_ANOTHER = "another office"
_NO_PERSONS = frozenset(ActorKind) - {ActorKind.PERSON}


@frozen(eq=False)
class Sighted:
    """A place where an actor is named, or may be.

    Args:
        head: its head.
        span: its words.
        form: "nominal", the pronoun ("he", "she", "it", "they"), or "" where it is settled who is named.
        ruled: the actor that the rules say is named; None for nobody.
        type: how it names.
    """

    head: Word
    span: Span
    form: str
    ruled: Draft | None
    type: MentionType


@define(eq=False)
class Entity:
    """Somebody of whom the text speaks.

    Args:
        draft: as the rules tell it; None where they do not.
        is_named: whether the text has a name for it.
        kind: of actor, as far as it is known.
        seen: where it is named, in the order of the text, as far as it was read.
        named_in: numbers of the sentences that have its names, whether they were read or not.
        lemmas, pronouns: by which it was spoken of.
        number: whether the last nominal was of "one" or "several"; "" where there was none.
        taken: what the rules take for other actors.
        name, role: the words of what the rules know of it, in lower case.
        gender: m or f where the text sets it.
        last: the head of the last mention that was read; None where there is none yet.
        times: how often the text names it, and has spoken of it otherwise.
        is_most: whether it is one of those that are named most.
        opening: the head of the first mention by the rules, once it was asked for.
    """

    draft: Draft | None
    is_named: bool
    kind: str
    seen: list[Sighted] = field(factory=list)
    named_in: list[int] = field(factory=list)
    lemmas: set[str] = field(factory=set)
    pronouns: tuple[str, ...] = ()
    number: str = ""
    taken: list[Draft] = field(factory=list)
    name: frozenset[str] = frozenset()
    role: tuple[str, ...] = ()
    gender: str = ""
    last: Word | None = None
    times: int = 0
    is_most: bool = False
    opening: Word | None = None

    def __attrs_post_init__(self) -> None:
        draft = self.draft
        if draft is not None:
            self.name = frozenset(draft.name.lower().split())
            self.role = tuple((draft.role or "").lower().split())
            self.gender = "" if draft.gender is None or draft.gender_guessed else draft.gender


class Choice(NamedTuple):
    """One of the answers.

    Args:
        entity: who is meant; None for nobody, or for somebody new.
        is_new: whether it is somebody of whom the text has not spoken.
        at: the word whose vector tells most of it; None for none.
        facts: names of what speaks for it or against it.
    """

    entity: Entity | None
    is_new: bool
    at: Word | None
    facts: Facts


class Story:
    """An article's actors as they are spoken of, from the first word on.

    Args:
        text: the article's.
        annotation: its parse.
        cast: the actors, as the rules tell them.
        nouns: lemmas of nouns that may name somebody.
        pronouns: whether it is asked whom pronouns mean.
    """

    def __init__(
        self, text: str, annotation: Annotation, cast: Cast, nouns: Collection[str], *, pronouns: bool = True
    ) -> None:
        self._annotation = annotation
        self._nouns, self._pronouns = nouns, pronouns
        self._heading = text.find("\n", len(text) - len(text.lstrip()))
        self.entities: list[Entity] = []
        self._of_rules: dict[str, Entity] = {}
        self._last: dict[Entity, None] = {}  # those spoken of, the last one at the end
        drafts = [draft for draft in cast if draft.mentions]
        self.sighted = tuple(sorted(self._sighted(drafts), key=lambda one: (one.head.span.start, one.head.span.end)))
        for one in self.sighted:
            if one.ruled is not None and one.type in NAMING:
                entity = self._of_rules.get(one.ruled.key) or self._entered(one.ruled, is_named=True)
                entity.named_in.append(one.head.sentence)
                entity.times += 1
        self._most = sorted(self.entities, key=lambda entity: -len(entity.named_in))[:_MOST]
        for entity in self._most:
            entity.is_most = True
        self._coming = deque(self.entities)  # in the order in which the text names them

    def _entered(self, draft: Draft | None, *, is_named: bool, kind: str = "") -> Entity:
        entity = Entity(draft, is_named, kind if draft is None else str(draft.kind))
        self.entities.append(entity)
        if draft is not None:
            self._of_rules[draft.key] = entity
        return entity

    def of_rules(self, draft: Draft | None) -> Entity | None:
        """Who an actor of the rules turned out to be; None for nobody yet."""
        return None if draft is None else self._of_rules.get(draft.key)

    # --- where somebody is named, or may be -----------------------------------------------------------------------

    def _sighted(self, drafts: Sequence[Draft]) -> Iterator[Sighted]:
        found, inside = self._told(drafts)
        yield from found.values()
        yield from self._untold(found.keys() | inside)

    def _told(self, drafts: Sequence[Draft]) -> tuple[dict[_Place, Sighted], set[_Place]]:
        """Where the rules have somebody, by the head word's place; and the places of the words of names."""
        annotation = self._annotation
        found: dict[_Place, Sighted] = {}
        inside: set[_Place] = set()
        for draft in drafts:
            places = [(span, sort, annotation.words_in(span)) for span, sort in draft.mentions.items()]
            heads = [words[0] if len(words) == 1 else annotation.head_in(span) for span, _, words in places]
            named = (head for head, (_, sort, _) in zip(heads, places, strict=True) if sort in NAMING)
            names = {(head.sentence, head.id) for head in named if head is not None}
            for head, (span, sort, words) in zip(heads, places, strict=True):
                if head is None:
                    continue
                if sort in NAMING:
                    inside.update((word.sentence, word.id) for word in words)
                key = head.sentence, head.id
                form = "" if self._stands_beside(head, names) else self._form(head, sort)
                if key not in found or found[key].form:
                    found[key] = Sighted(head, span, form, draft, sort)
        return found, inside

    def _untold(self, known: Collection[_Place]) -> Iterator[Sighted]:
        """Nominals and pronouns of which the rules say nothing."""
        asked = ("NOUN", "PRON", "DET") if self._pronouns else ("NOUN",)
        for word in self._annotation.words:
            if word.upos not in asked or (word.sentence, word.id) in known:
                continue
            form = self._form(word, None)
            if form == NOMINAL:
                yield Sighted(word, self._phrase(word), form, None, MentionType.NOMINAL)
            elif form and form != "it":  # which nearly always is nobody where no rule says who
                yield Sighted(word, word.span, form, None, MentionType.PRONOUN)

    def _phrase(self, noun: Word) -> Span:
        """The words of a noun; of "NAME is the ruler" without those before it that are of the clause."""
        span, copula = noun_phrase(self._annotation, noun), self._annotation.child(noun, "cop")
        if copula is None or not span.start <= copula.span.start < noun.span.start:
            return span
        return Span(self._annotation.sentence_of(noun).words[copula.id].span.start, span.end)

    def _stands_beside(self, head: Word, names: Collection[_Place]) -> bool:
        """Whether a nominal and a name are one phrase: "the minister, NAME", "NAME, the minister"."""
        annotation = self._annotation
        if head.relation in BESIDE and (head.sentence, head.head) in names:
            return True
        if head.relation == "conj" and (first := annotation.parent(head)) is not None:
            return self._stands_beside(first, names)  # "NAME, the premier and trade minister"
        return any((child.sentence, child.id) in names for child in annotation.children(head, *BESIDE))

    def _form(self, word: Word, sort: MentionType | None) -> str:
        if sort in NAMING:
            return ""
        if word.upos in ("PRON", "DET"):
            form = word.text.lower()
            own = "she" if form == "her" and word.relation in _OBJECTS else _PRONOUNS.get(form, "")
            return own if self._pronouns else ""
        if sort is MentionType.NOMINAL:
            return NOMINAL
        named = sort is None and word.upos == "NOUN" and word.lemma.lower() in self._nouns
        return NOMINAL if named and word.relation not in ("flat", "fixed", "goeswith", "compound") else ""

    # --- who may be meant -----------------------------------------------------------------------------------------

    def choices(self, one: Sighted) -> list[Choice]:
        """Who may be meant at a place; somebody new (for nominals) and nobody come last."""
        head, form, is_nominal = one.head, one.form, one.form == NOMINAL
        own = _Own.of(self._annotation, one, in_heading=head.span.start < self._heading)
        paths: Paths | None = None
        rule = self.of_rules(one.ruled)
        never = _never_meant(form, own.lemma, own.number)
        others = f"False, {rule is not None}"
        found = []
        for rank, entity in enumerate(self._candidates(one)):
            if entity is not rule and (entity.kind in never or own.is_of_another(entity)):
                continue
            last, named, kind = entity.last, entity.is_named, entity.kind
            distance = _distance(entity, head)
            relation = "none" if last is None else last.relation
            told = "True, True" if entity is rule else others
            rank, times = min(_RANKS, rank), min(_TIMES, entity.times)
            groups: list[Group] = [
                _place(form, distance, named, kind, own.determiner if is_nominal else ""),
                _last(relation, distance, rank),
                _times(form, rank, times, entity.is_most),
                _agreement(form, own.number, entity.number or kind, entity.gender, entity.pronouns, told, named),
            ]
            if is_nominal:
                groups.append(_lemma(own.lemma, kind))
                groups.append(_words(*own.against(entity), named, kind, own.determiner))
                if own.names(entity):
                    groups.append(_inside(own.lemma, own.number, kind))
            if last is None:
                last = self._first_named(entity)
            elif last.sentence == head.sentence:
                paths = paths or Paths(self._annotation, head)
                groups.append(paths.facts(last))
            found.append(Choice(entity, False, last, Facts(groups)))
        ruled = "nobody by rule" if one.ruled is None else "somebody new by rule" if rule is None else "known by rule"
        if is_nominal:
            found.append(Choice(None, True, None, own.told("new", form, ruled)))
        found.append(Choice(None, False, None, own.told("none", form, ruled)))
        return found

    def _candidates(self, one: Sighted) -> list[Entity]:
        """Who was spoken of last, who is named most, and who is named soon after."""
        head = one.head
        found: list[Entity] = []
        back = len(self._annotation.sentences) if one.form == NOMINAL else _BACK
        for entity in islice(reversed(self._last), _NEAREST):
            if entity.last is not None and head.sentence - entity.last.sentence > back:
                break
            found.append(entity)
        more = [e for e in self._most if e.seen] if one.form == NOMINAL else []
        while self._coming and self._coming[0].seen:
            self._coming.popleft()
        more += takewhile(lambda entity: entity.named_in[0] - head.sentence <= _AFTER, self._coming)
        own = self.of_rules(one.ruled)
        if own is not None:
            more.append(own)
        return [*dict.fromkeys([*found, *more])]

    def _first_named(self, entity: Entity) -> Word | None:
        """The head of the first mention of somebody of whom the text has not spoken yet."""
        if entity.draft is not None and entity.opening is None:
            entity.opening = self._annotation.head_in(entity.draft.first)
        return entity.opening

    # --- what was settled -----------------------------------------------------------------------------------------

    def settle(self, one: Sighted, choice: Choice | None = None) -> Entity | None:
        """Who is meant at a place from now on; without a choice whom the rules say."""
        known = self.of_rules(one.ruled)
        if choice is None:
            entity = known or (None if one.ruled is None else self._entered(one.ruled, is_named=False))
        elif choice.is_new:
            kind = "group" if one.head.feat("Number") == "Plur" else "person"
            entity = self._entered(one.ruled if known is None else None, is_named=False, kind=kind)
        else:
            entity = choice.entity
            if entity is not None and one.ruled is not None and known is None:
                self._of_rules[one.ruled.key] = entity  # what the rules take for the same is so from now on
                entity.taken.append(one.ruled)
        if entity is not None:
            self._spoken(entity, one)
        return entity

    def _spoken(self, entity: Entity, one: Sighted) -> None:
        entity.seen.append(one)
        entity.last = one.head
        entity.times += one.type not in NAMING
        if one.type is MentionType.NOMINAL:
            entity.lemmas.add(one.head.lemma.lower())
            entity.number = "several" if one.head.feat("Number") == "Plur" else "one"
        elif one.type is MentionType.PRONOUN:
            form = one.head.text.lower()
            own = _PRONOUNS.get(form, form)
            if own not in entity.pronouns:
                entity.pronouns = tuple(sorted((*entity.pronouns, own)))
        self._last.pop(entity, None)
        self._last[entity] = None


@lru_cache(maxsize=1 << 12)
def _never_meant(form: str, lemma: str, number: str) -> frozenset[str]:
    """Kinds of actors that a word can hardly speak of, so that they need not be weighed."""
    if form in ("he", "she"):
        return _NO_PERSONS
    if form == "they" or (form == NOMINAL and number == "Plur"):
        return frozenset({ActorKind.PERSON})
    noun = nouns().get(lemma)
    is_body = form == "it" or (noun is not None and noun.sort == "body")
    return frozenset({ActorKind.PERSON, ActorKind.GROUP} if is_body else {ActorKind.GROUP})


def _distance(entity: Entity, head: Word) -> str:
    """How many sentences ago somebody was spoken of, or in how many will be named."""
    if entity.last is not None:
        return _AGO[min(head.sentence - entity.last.sentence, 5)]
    return f"after {min(entity.named_in[0] - head.sentence, 3)}" if entity.named_in else "after"


@frozen(eq=False)
class _Own:
    """What a nominal or pronoun says by itself."""

    span: Span
    lemma: str
    number: str
    determiner: str
    relation: str
    modifiers: frozenset[str]
    country: str | None
    in_heading: bool
    followed: bool
    called: Collection[str]

    @classmethod
    def of(cls, annotation: Annotation, one: Sighted, *, in_heading: bool) -> _Own:
        head, ruled, is_nominal = one.head, one.ruled, one.form == NOMINAL
        told, owned, followed = "bare", False, False
        for child in annotation.children(head):
            relation = child.relation
            if told == "bare" and relation in ("det", "nummod"):
                told = child.lemma.lower() if child.lemma.lower() in _TOLD else "other"
            owned = owned or child.deprel == "nmod:poss"
            followed = followed or relation in ("appos", "flat")
        words = annotation.words_in(one.span) if is_nominal else ()
        return cls(
            span=one.span,
            lemma=head.lemma.lower(),
            number=head.feat("Number") or "",
            determiner="owned" if owned else told,
            relation=head.relation,
            modifiers=frozenset(w.lemma.lower() for w in words if w is not head and w.upos in _PHRASES),
            country=ruled.country if ruled is not None and is_nominal else None,
            in_heading=in_heading,
            followed=followed,
            called=word_lists_of("callings").get(head.lemma.lower(), ()),
        )

    def names(self, entity: Entity) -> bool:
        """Whether it names an actor: "NATO allies" are not NATO."""
        if entity.last is not None and self.span.contains(entity.last.span):
            return True
        return bool(self.modifiers) and entity.is_named and bool(entity.name) and entity.name <= self.modifiers

    def is_of_another(self, entity: Entity) -> bool:
        """Whether it is another's: of another state than an actor, or a word for others than it names ("its allies").

        An officer of a state is nobody who is named later, with another office: "his Danish counterpart. Trade Minister
        NAME ...".
        """
        noun, draft = nouns().get(self.lemma), entity.draft
        if noun is not None and noun.acts_for == "allied" and self.names(entity):
            return True
        if draft is None or self.country is None:
            return False
        return draft.country not in (None, self.country) or (entity.last is None and self._office(entity) == _ANOTHER)

    def _office(self, entity: Entity) -> str:
        """How the noun agrees with the office of somebody; "" where none is known."""
        office = entity.role[-1] if entity.role else None
        if office is None:
            return ""
        return "its office" if office == self.lemma else "called so" if office in self.called else _ANOTHER

    def against(self, entity: Entity) -> tuple[str, str, str, str]:
        """How the words agree with what is known of somebody."""
        if self.lemma in entity.lemmas:
            noun = "same noun"
        else:
            noun = self._office(entity) or ("another noun" if entity.lemmas else "no noun")
        inside = "noun in its name" if self.lemma in entity.name else "not in its name"
        if not self.modifiers:
            shared = "no modifiers"
        else:
            known = not self.modifiers.isdisjoint(entity.name) or not self.modifiers.isdisjoint(entity.role)
            shared = "modifiers known" if known else "modifiers unknown"
        country = None if entity.draft is None else entity.draft.country
        state = "same" if self.country is not None and country == self.country else "unknown"
        return noun, inside, shared, f"country {state}"

    def told(self, which: str, form: str, ruled: str) -> Facts:
        """What speaks for somebody new, or for nobody."""
        groups = [
            _nobody(which, form, ruled, f"{self.determiner} {self.number}"),
            _stands(which, ruled, self.relation, self.in_heading, self.followed),
        ]
        if self.lemma != form:  # or else it is told already
            groups.append(_alone(which, self.lemma))
        return Facts(groups)


# --- facts, in groups of which there are few: each is made and added up once ------------------------------------------


@named_facts
def _place(form: str, distance: str, named: bool, kind: str, determiner: str) -> Iterator[str]:
    sort = "named" if named else "unnamed"
    yield f"back {distance}, {form}"
    yield f"back {distance}, {sort}, {kind}"
    yield f"{sort}, {form}"
    yield f"{kind}, {form}"
    if determiner:
        yield f"{determiner}, back {distance}"


@named_facts
def _last(relation: str, distance: str, rank: int) -> Iterator[str]:
    yield f"last as {relation}, back {distance}"
    yield f"last as {relation}, rank {rank}"


@named_facts
def _times(form: str, rank: int, times: int, most: bool) -> Iterator[str]:
    yield f"rank {rank}, {form}"
    yield f"times {times}, {form}"
    yield f"most {most}, {form}"


@named_facts
def _agreement(
    form: str, number: str, many: str, gender: str, pronouns: tuple[str, ...], ruled: str, named: bool
) -> Iterator[str]:
    yield f"{form}, {number}, {many}"
    yield f"{form}, gender {gender}"
    for pronoun in pronouns:
        yield f"{form}, also {pronoun}"
    if not pronouns:
        yield f"{form}, no pronoun"
    yield f"the rule's {ruled}, {form}"
    yield f"the rule's {ruled}, {form}, {named}"


@named_facts
def _words(noun: str, inside: str, shared: str, country: str, named: bool, kind: str, determiner: str) -> Iterator[str]:
    yield from (noun, inside, shared, country)
    yield f"{noun}, {determiner}"
    yield f"{noun}, named {named}"
    yield f"{noun}, {kind}"
    yield f"{noun}, {shared}, {country}"
    yield f"{country}, {kind}"


@named_facts
def _lemma(lemma: str, kind: str) -> Iterator[str]:
    yield f"lemma {lemma}, {kind}"


@named_facts
def _inside(lemma: str, number: str, kind: str) -> Iterator[str]:
    yield "named inside"
    yield f"named inside, {number}, {kind}"
    yield f"named inside, {lemma}"


@named_facts
def _nobody(which: str, form: str, ruled: str, words: str) -> Iterator[str]:
    yield f"{which}, {form}"
    yield f"{which}, {form}, {ruled}"
    yield f"{which}, {words}"
    yield f"{which}, {words}, {ruled}"


@named_facts
def _stands(which: str, ruled: str, relation: str, in_heading: bool, followed: bool) -> Iterator[str]:
    yield f"{which}, {relation}, {ruled}"
    yield f"{which}, heading {in_heading}"
    yield f"{which}, followed {followed}"


@named_facts
def _alone(which: str, lemma: str) -> Iterator[str]:
    yield f"{which}, {lemma}"
