"""From a parsed article to its Actors: names first, then titles, nominals and pronouns that point at them."""

from __future__ import annotations

from collections.abc import Sequence

from diplomacy_nlp import Actor, ActorKind, Annotation, Article, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.turns import turns

from .bodies import enter_body, find_bodies
from .cast import Cast, Draft
from .context import learn_from_context
from .first_person import enter_first_person
from .grouping import group_persons
from .home import dateline, find_home
from .known_actors import enter_known
from .names import Forms, Name, find_known
from .nominals import enter_nominals
from .person_actors import enter_persons, owning_spans
from .persons import PersonName, find_person_names
from .pronouns import resolve_pronouns
from .readings import read_in_context, without_surnames

__all__ = ["find_actors"]


def find_actors(
    article: Article, annotation: Annotation, *, pronouns: bool = True, forms: Forms | None = None
) -> list[Actor]:
    """The actors of an article, each with all its mentions, in the order of their first.

    Args:
        article: the text.
        annotation: its parse.
        pronouns: whether to resolve pronouns and "the country".
        forms: known names, with those of the user's gazetteer (see `known_forms`); by default ours alone.
    """
    said = turns(article.text)
    found = find_known(article.text, annotation, forms)
    listed = [name for name in found if name.known.kind == ActorKind.PERSON]
    line = dateline(article.text)
    others = [name for name in found if name.known.kind != ActorKind.PERSON and not _signs(name, line)]
    home = find_home(article.text, annotation, others)
    known, names = _read_names(article.text, annotation, read_in_context(annotation, others, home), listed)
    bodies = find_bodies(article.text, annotation, known, names)
    cast = Cast()
    enter_known(cast, article, annotation, known, owning_spans(names), {b.entity.span for b in bodies})
    for body in bodies:
        enter_body(cast, body)
    enter_persons(cast, article, group_persons(names, article.text))
    owned = enter_nominals(cast, article, annotation, known, names)
    if pronouns:
        resolve_pronouns(cast, annotation)
        _learn_possessors(cast, owned)
    learn_from_context(cast, annotation, known, home)
    if pronouns:
        enter_first_person(cast, annotation, article.text, said)
    return cast.actors()


def _signs(name: Name, line: Span | None) -> bool:
    """Whether it is the agency that signs the dateline: "SEOUL (AFP) -"; it does nothing in the article."""
    return line is not None and name.known.kind == ActorKind.MEDIA and line.contains(name.span)


def _read_names(
    text: str, annotation: Annotation, known: Sequence[Name], listed: Sequence[Name]
) -> tuple[Sequence[Name], tuple[PersonName, ...]]:
    """The known names, and people's; a known name that turns out to be somebody's surname is read as a person's."""
    names = find_person_names(text, annotation, known, listed)
    rest = without_surnames(known, names)
    if len(rest) < len(known):
        names = find_person_names(text, annotation, rest, listed)
    return rest, names


def _learn_possessors(cast: Cast, owned: Sequence[tuple[Draft, Word]]) -> None:
    """Whose "its officials" are, now that it is known whom "its" stands for."""
    for draft, pronoun in owned:
        owner = cast.at(pronoun)
        if owner is None or owner is draft:
            continue
        draft.country = draft.country or owner.country
        draft.principal = draft.principal or owner.key
