"""The trained network: the actors that the rules found in, who is meant by nominals and pronouns out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from diplomacy_nlp import ActorKind, Annotation, Article, MentionType, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.learned.columns import has_vectors, vectors_of
from diplomacy_nlp.toolkit.learned.ranker import Ranker, SlotNetwork, SlotSizes
from diplomacy_nlp.toolkit.models import ModelFiles, one_thread

from ..cast import Cast, Draft
from ..phrases import entries
from ..spelling import plain_name
from ..tables import word_class
from . import OF_STATES
from .meant import NOMINAL, Choice, Entity, Sighted, Story
from .states import StateChoice

__all__ = ["Coreference", "asked"]

# How many times as likely another answer must be than the rules' one.
_SURER = {NOMINAL: 1.5, "he": 1.2, "she": 1.2, "it": 3.0, "they": 1.5}
_SURER_OF_ANOTHER = 3.0  # that somebody new is meant
_SURER_OF_NOBODY = 10.0  # that nobody is meant by a pronoun where they found somebody: annotators leave mentions out
_DETERMINERS = ("the ", "a ", "an ")


class Coreference:
    """The network, ready to be used.

    Args:
        network: trained.
        configuration: `vectors_by`, the encoder whose vectors it reads (`Annotation.vectors_by`); `nouns`, the lemmas
            that may name somebody; and what `Ranker.as_dict` gives.
        states: the network that goes with it, of which state somebody is; None for weights of facts alone.
    """

    def __init__(
        self, network: SlotNetwork, configuration: Mapping[str, Any], states: StateChoice | None = None
    ) -> None:
        self.states = states
        self.vectors_by: str = configuration["vectors_by"]
        self.nouns = frozenset(configuration["nouns"].split())
        self._ranker = Ranker.of(network, configuration)

    @classmethod
    def read(cls, files: ModelFiles) -> Coreference:
        """The networks in a folder; that of states need not be there.

        Raises:
            ModelError: a file is missing, is not what it should be, or cannot be read.
        """
        others = OF_STATES.within(files.folder)
        states = StateChoice.read(others) if others.configuration.is_file() else None
        return cls(*files.read(lambda configuration: SlotNetwork(SlotSizes(**configuration["sizes"]))), states)

    def reads(self, annotation: Annotation) -> bool:
        """Whether an annotation has words, and vectors that it can read."""
        return has_vectors(annotation, self.vectors_by)

    def tell(self, article: Article, annotation: Annotation, cast: Cast, *, pronouns: bool = True) -> None:
        """Gives the actors of a cast the mentions that the network takes for theirs, and enters those it finds.

        Args:
            article: the text.
            annotation: its parse, which the network `reads`.
            cast: the actors, as the rules tell them.
            pronouns: whether it is asked whom pronouns mean.
        """
        story = Story(article.text, annotation, cast, self.nouns, pronouns=pronouns)
        number = Document(article=article, annotation=annotation).number_of
        with one_thread():
            reading = self._ranker.reading(annotation.kept(vectors_of))
            heads = [number(one.head) for one in story.sighted]
            reading.prepare(heads)
            for one in story.sighted:
                choice = None
                if one.form:
                    choices = story.choices(one)
                    shares = reading.shares(number(one.head), *asked(one, choices, number))
                    choice = _chosen(story, one, choices, shares)
                story.settle(one, choice)
        _tell(article.text, annotation, cast, story)


def asked(
    one: Sighted, choices: Sequence[Choice], number: Callable[[Word], int]
) -> tuple[str, list[tuple[int | None, Any]]]:
    """A question for the ranker: its label, and the options."""
    return f"meant: {one.form}", [(None if c.at is None else number(c.at), c.facts) for c in choices]


def _chosen(story: Story, one: Sighted, choices: Sequence[Choice], shares: Sequence[float]) -> Choice:
    """The likeliest choice, unless the rules' is nearly as likely."""
    last = len(choices) - 1
    ruled = _place_of_rules(story, one, choices)
    told = last if one.form == NOMINAL and one.ruled is not None else last + 1  # what rules took for an actor is one
    best = max(range(told), key=lambda place: shares[place])
    if ruled is None:
        return choices[best]
    if ruled == last:
        surer = 1.0
    elif choices[best].entity is None:
        surer = _SURER_OF_ANOTHER if choices[best].is_new else _SURER_OF_NOBODY
    else:
        surer = _SURER[one.form]
    return choices[ruled if shares[ruled] * surer >= shares[best] else best]


def _place_of_rules(story: Story, one: Sighted, choices: Sequence[Choice]) -> int | None:
    """Which choice is what the rules say; None where it is not among them."""
    last = len(choices) - 1
    if one.ruled is None:
        return last
    entity = story.of_rules(one.ruled)
    if entity is None:
        return last - 1 if last and choices[last - 1].is_new else None
    return next((place for place, choice in enumerate(choices) if choice.entity is entity), None)


# --- what becomes of the cast -------------------------------------------------------------------------------------


def _tell(text: str, annotation: Annotation, cast: Cast, story: Story) -> None:
    drafts = {entity: entity.draft or _new(text, annotation, cast, entity) for entity in story.entities if entity.seen}
    told = [(draft, one) for entity, draft in drafts.items() if draft is not None for one in entity.seen]
    told.sort(key=lambda pair: (pair[1].span.start, pair[1].span.end))
    same = {other.key: draft for entity, draft in drafts.items() if draft is not None for other in entity.taken}
    cast.retold((draft, one.span, one.type, one.head) for draft, one in told)
    for entity in drafts:
        if entity.draft is not None:
            for other in entity.taken:
                entity.draft.learn(other)
    for draft in cast:
        owner = same.get(draft.principal or "")
        if owner is not None:
            draft.principal = None if owner is draft else owner.key


def _new(text: str, annotation: Annotation, cast: Cast, entity: Entity) -> Draft | None:
    """Somebody of whom the rules know nothing; None where no noun tells who."""
    first = next((one for one in entity.seen if one.type is MentionType.NOMINAL), None)
    if first is None:
        return None
    lemma, plural = first.head.lemma.lower(), first.head.feat("Number") == "Plur"
    noun, title = entries(annotation, first.head)
    unknown = ActorKind.GROUP if lemma in word_class("several") else ActorKind.PERSON
    kind = noun.kind if noun is not None else unknown
    sector = noun.sector if noun is not None else None if title is None else title.sector
    owner = next(_owners(annotation, cast, first), None)
    speaks = owner is not None and (title is not None or (noun is not None and noun.acts_for == "yes"))
    return Draft(
        key=f"told:{first.span}",
        name=_name(text, first.span),
        kind=ActorKind.GROUP if plural and kind in (ActorKind.PERSON, ActorKind.COMPANY) else kind,
        country=None if owner is None else owner.country,
        sector=sector,
        principal=owner.key if owner is not None and speaks else None,
        plural=plural,
        confidence=0.55,
        why="nominal: the network takes it for an actor",
    )


def _owners(annotation: Annotation, cast: Cast, one: Sighted) -> Iterator[Draft]:
    """Those named among the words of a nominal, nearest to its head first."""
    words = sorted(annotation.words_in(one.span), key=lambda word: abs(word.id - one.head.id))
    for word in words:
        draft = cast.named_at(word)
        if draft is not None:
            yield draft


def _name(text: str, span: Span) -> str:
    name = " ".join(plain_name(text[span.start : span.end]).split())
    for determiner in _DETERMINERS:
        if name.lower().startswith(determiner):
            return name[len(determiner) :]
    return name
