"""From a parsed article to its Actors: names first, then titles, nominals and pronouns that point at them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from diplomacy_nlp import Actor, ActorKind, Annotation, Article
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.turns import Turn, turns

from .bodies import Body, enter_bodies, find_bodies
from .cast import Cast, Draft
from .context import learn_from_context, questions
from .first_person import enter_first_person
from .grouping import group_persons
from .home import Home, find_home, is_of_dateline
from .known_actors import enter_known
from .learned.likely_state import Question
from .names import Forms, Name, find_known
from .nominals import enter_nominals
from .person_actors import enter_persons, owning_spans
from .persons import PersonName, find_person_names
from .pronouns import resolve_pronouns
from .readings import read_in_context, without_surnames

if TYPE_CHECKING:
    from .learned.model import Coreference

__all__ = ["cast_by_rules", "find_actors", "questions_in"]


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
    reading = _read(article, annotation, forms, model, pronouns)
    for step in STEPS:
        if pronouns or not step.of_pronouns:
            step.run(reading)
    return reading.cast.actors()


def cast_by_rules(article: Article, annotation: Annotation) -> Cast:
    """The cast before the network is asked, which it learns from."""
    reading = _read(article, annotation)
    for step in takewhile(lambda step: step.name != _LEARNED, STEPS):
        step.run(reading)
    return reading.cast


def questions_in(article: Article, annotation: Annotation, model: Coreference | None = None) -> list[Question]:
    """The actors of an article whose state no word gives, which the network for states learns from.

    Args:
        article: the text.
        annotation: its parse.
        model: see `find_actors`.
    """
    reading = _read(article, annotation, model=model)
    for step in takewhile(lambda step: step.name != _CONTEXT, STEPS):
        step.run(reading)
    return _asked(reading)


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


def _read(
    article: Article,
    annotation: Annotation,
    forms: Forms | None = None,
    model: Coreference | None = None,
    pronouns: bool = True,
) -> _Reading:
    """An article with the names in it, before any step."""
    text, found = article.text, find_known(article.text, annotation, forms)
    listed = [name for name in found if name.known.kind == ActorKind.PERSON]
    others = [name for name in found if name.known.kind != ActorKind.PERSON]
    said = turns(text)
    home = find_home(text, annotation, others, said)
    known = read_in_context(annotation, others, home)
    names = find_person_names(text, annotation, known, listed)
    rest = without_surnames(known, names)
    if len(rest) < len(known):  # a known name that turns out to be somebody's surname is read as a person's
        known, names = rest, find_person_names(text, annotation, rest, listed)
    bodies = find_bodies(text, annotation, known, names)
    return _Reading(article, annotation, said, home, known, names, bodies, model, pronouns)


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


def _enter_known(r: _Reading) -> None:
    bodies = {body.entity.span for body in r.bodies}
    only_a_place = is_of_dateline(r.article.text, r.known)
    known = [name for name in r.known if not only_a_place(name)]
    enter_known(r.cast, r.article, r.annotation, known, owning_spans(r.names), bodies)


def _learn_possessors(r: _Reading) -> None:
    """Whose "its officials" are, now that it is known whom "its" stands for."""
    for draft, pronoun in r.owned:
        owner = r.cast.meant_by(pronoun)
        if owner is not None and owner is not draft and (owner.country is not None or pronoun.upos != "PROPN"):
            draft.country = draft.country or owner.country
            draft.principal = draft.principal or owner.key


def _ask_network(r: _Reading) -> None:
    """Whom nominals and pronouns mean, where a network can be asked."""
    if r.model is not None and r.model.reads(r.annotation):
        r.model.tell(r.article, r.annotation, r.cast, pronouns=r.pronouns)


def _asked(r: _Reading) -> list[Question]:
    return [*questions(r.cast, r.article.text, r.annotation, r.known, r.home)]


def _learn_from_context(r: _Reading) -> None:
    states = None if r.model is None else r.model.states
    learn_from_context(r.cast, _asked(r), states if states is not None and states.reads(r.annotation) else None)
    _learn_possessors(r)  # of those whose state only the context told


_LEARNED, _CONTEXT = "network", "context"
STEPS = (
    Step("known names", _enter_known),
    # a state's ministry has the state for its principal
    Step("bodies", lambda r: enter_bodies(r.cast, r.bodies), after=("known names",)),
    Step(  # whom they serve
        "persons",
        lambda r: r.owned.extend(enter_persons(r.cast, r.article, group_persons(r.names, r.article.text))),
        after=("known names", "bodies"),
    ),
    Step(  # "the minister" is who was named
        "nominals",
        lambda r: r.owned.extend(enter_nominals(r.cast, r.article, r.annotation, r.known, r.names)),
        after=("bodies", "persons"),
    ),
    Step("pronouns", lambda r: resolve_pronouns(r.cast, r.annotation), after=("nominals",), of_pronouns=True),
    Step("possessors", _learn_possessors, after=("pronouns",), of_pronouns=True),
    Step(_LEARNED, _ask_network, after=("nominals", "pronouns", "possessors")),  # it weighs what the rules say
    # asked last: only for those of whom the text says nothing
    Step(_CONTEXT, _learn_from_context, after=("persons", "nominals", "possessors", _LEARNED)),
    Step(  # "we": the state
        "first person",
        lambda r: enter_first_person(r.cast, r.annotation, r.article.text, r.said),
        after=("persons", "context"),
        of_pronouns=True,
    ),
    Step("our", _learn_possessors, after=("first person",), of_pronouns=True),  # "our embassy"
)
"""The steps in their order; a test holds it against what each of them says must come before."""
