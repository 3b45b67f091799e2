"""A plugin that finds red lines: what an actor says it will not put up with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from diplomacy_nlp import Actor, Annotation, Finding, hookimpl
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.naming import Naming

__all__ = ["RedLines", "find_red_lines"]


class RedLines:
    """Labels every red line, and links it to the actor whose it is.

    Args:
        nouns: what may be red; further lemmas for further idioms.

    Raises:
        ValueError: no noun is given.
    """

    name = "red-lines"

    def __init__(self, *, nouns: Iterable[str] = ("line",)) -> None:
        self.nouns = frozenset([nouns] if isinstance(nouns, str) else nouns)
        if not self.nouns:
            raise ValueError("RedLines(nouns=...): at least one noun is expected")

    @hookimpl
    def diplomacy_find_more(self, annotation: Annotation, actors: Sequence[Actor]) -> Iterator[Finding]:
        """Red lines, in the order of the text."""
        return find_red_lines(annotation, actors, self.nouns)


def find_red_lines(annotation: Annotation, actors: Sequence[Actor], nouns: Iterable[str]) -> Iterator[Finding]:
    """Each noun of `nouns` with the adjective "red" below it."""
    naming = Naming(annotation, actors)
    for noun in annotation.words:
        red = [child for child in annotation.children(noun, "amod", "compound") if child.lemma == "red"]
        span = annotation.span_of([*red, noun])
        if noun.lemma in nouns and red and span:
            owners = naming.links_to(_owners(annotation, noun))
            confidence = 0.9 if owners else 0.6
            yield Finding(label="red line", spans=[span], links=owners, confidence=confidence, why="noun with red")


def _owners(annotation: Annotation, noun: Word) -> list[Word]:
    """The possessor ("Ankara's red line"), and the one it is a line for ("a red line for Ankara")."""
    return [
        word
        for word in annotation.children(noun, "nmod", "obl")
        if word.deprel == "nmod:poss" or any(c.lemma == "for" for c in annotation.children(word, "case"))
    ]
