"""From a parsed article to its Actors: names first, then titles, nominals and pronouns that point at them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from diplomacy_nlp import Actor, ActorKind, Annotation, Article
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.turns import Turn, turns

from .bodies import Body, enter_bodies, find_bodies
from .cast import Cast, Draft
from .context import learn_from_context
from .first_person import enter_first_person
from .grouping import group_persons
from .home import Home, find_home
from .known_actors import enter_known
from .names import Forms, Name, find_known
from .nominals import enter_nominals
from .person_actors import enter_persons, owning_spans
from .persons import PersonName, find_person_names
from .pronouns import resolve_pronouns
from .readings import read_in_context, without_surnames

if TYPE_CHECKING:
    from .learned.model import Coreference

__all__ = ["cast_by_rules", "find_actors"]


def find_actors(
    article: Article,
    annotation: Annotation,
    *,
    pronouns: bool = True,
    forms: Forms | None = None,
    model: Coreference | None = None,
) -> list[Actor]:
    """The actors of an article, each with all its mentions, in the order of their first.

    Args:
        article: the text.
        annotation: its parse.
        pronouns: whether to resolve pronouns.
        forms: known names, with those of the user's gazetteer (see `known_forms`); by default ours alone.
        model: a network that says whom nominals and pronouns mean; None for rules alone.
    """
    reading = _read(article, annotation, forms=forms, model=model, pronouns=pronouns)
    for step in STEPS:
        if pronouns or not step.of_pronouns:
            step.run(reading)
    return reading.cast.actors()


def cast_by_rules(article: Article, annotation: Annotation) -> Cast:
    """The cast before the network is asked, which it learns from."""
    reading = _read(article, annotation)
    for step in STEPS:
        if step.name == _LEARNED:
            break
        step.run(reading)
    return reading.cast


def _read(
    article: Article,
    annotation: Annotation,
    *,
    forms: Forms | None = None,
    model: Coreference | None = None,
    pronouns: bool = True,
) -> _Reading:
    """An article with the names in it, before any step."""
    found = find_known(article.text, annotation, forms)
    listed = [name for name in found if name.known.kind == ActorKind.PERSON]
    others = [name for name in found if name.known.kind != ActorKind.PERSON]
    said = turns(article.text)
    home = find_home(article.text, annotation, others, said)
    known, names = _read_names(article.text, annotation, read_in_context(annotation, others, home), listed)
    bodies = find_bodies(article.text, annotation, known, names)
    return _Reading(article, annotation, said, home, known, names, bodies, model, pronouns)


_LEARNED = "network"


@define
class _Reading:
    """An article with the names in it, and the cast that the steps fill."""

    article: Article
    annotation: Annotation
    said: Sequence[Turn]
    home: Home | None
    known: Sequence[Name]
    names: Sequence[PersonName]
    bodies: Sequence[Body]
    model: Coreference | None
    pronouns: bool
    cast: Cast = field(factory=Cast)
    owned: list[tuple[Draft, Word]] = field(factory=list)  # whom a pronoun owns ("its officials"), with the pronoun


@frozen
class Step:
    """One of the steps that fill the cast.

    Args:
        name: what it enters or learns.
        run: does it.
        after: the steps that have to come before, since it looks up what they entered.
        of_pronouns: whether it is left out with the pronouns.
    """

    name: str
    run: Callable[[_Reading], None]
    after: tuple[str, ...] = ()
    of_pronouns: bool = False


def _enter_known(reading: _Reading) -> None:
    bodies = {body.entity.span for body in reading.bodies}
    enter_known(reading.cast, reading.article, reading.annotation, reading.known, owning_spans(reading.names), bodies)


def _enter_bodies(reading: _Reading) -> None:
    enter_bodies(reading.cast, reading.bodies)


def _enter_persons(reading: _Reading) -> None:
    persons = group_persons(reading.names, reading.article.text)
    reading.owned += enter_persons(reading.cast, reading.article, persons)


def _enter_nominals(reading: _Reading) -> None:
    reading.owned += enter_nominals(reading.cast, reading.article, reading.annotation, reading.known, reading.names)


def _learn_possessors(reading: _Reading) -> None:
    """Whose "its officials" are, now that it is known whom "its" stands for."""
    for draft, pronoun in reading.owned:
        owner = reading.cast.at(pronoun)
        if owner is None or owner is draft:
            continue
        draft.country = draft.country or owner.country
        draft.principal = draft.principal or owner.key


def _enter_first_person(reading: _Reading) -> None:
    enter_first_person(reading.cast, reading.annotation, reading.article.text, reading.said)


def _ask_network(reading: _Reading) -> None:
    """Whom nominals and pronouns mean, where a network can be asked."""
    model, annotation = reading.model, reading.annotation
    if model is not None and model.reads(annotation):
        model.tell(reading.article, annotation, reading.cast, pronouns=reading.pronouns)


STEPS = (
    Step("known names", _enter_known),
    Step("bodies", _enter_bodies, after=("known names",)),  # a state's ministry has the state for its principal
    Step("persons", _enter_persons, after=("known names", "bodies")),  # whom they serve
    Step("nominals", _enter_nominals, after=("bodies", "persons")),  # "the minister" is who was named
    Step("pronouns", lambda r: resolve_pronouns(r.cast, r.annotation), after=("nominals",), of_pronouns=True),
    Step("possessors", _learn_possessors, after=("pronouns",), of_pronouns=True),
    Step(_LEARNED, _ask_network, after=("nominals", "pronouns", "possessors")),  # it weighs what the rules say
    Step(
        "context",
        lambda r: learn_from_context(r.cast, r.article.text, r.annotation, r.known, r.home),
        # asked last: only for those of whom the text says nothing
        after=("persons", "nominals", "possessors", _LEARNED),
    ),
    Step("first person", _enter_first_person, after=("persons", "context"), of_pronouns=True),  # "we": the state
)
"""The steps in their order; a test holds it against what each of them says must come before."""


def _read_names(
    text: str, annotation: Annotation, known: Sequence[Name], listed: Sequence[Name]
) -> tuple[Sequence[Name], tuple[PersonName, ...]]:
    """The known names, and people's; a known name that turns out to be somebody's surname is read as a person's."""
    names = find_person_names(text, annotation, known, listed)
    rest = without_surnames(known, names)
    if len(rest) < len(known):
        names = find_person_names(text, annotation, rest, listed)
    return rest, names
