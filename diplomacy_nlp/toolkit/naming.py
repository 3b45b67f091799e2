"""Which actor a noun phrase names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from ..annotation import Annotation, Word
from ..spans import Placed, Span
from ..types import Actor, Link, Mention, MentionType
from .clause import antecedent, coordinated, noun_phrase

__all__ = ["Naming"]


class Naming:
    """The actors of an article by the words that name them; each question costs the same in a long text.

    Args:
        annotation: the article's parse.
        actors: who is in it, with ids.
    """

    def __init__(self, annotation: Annotation, actors: Iterable[Actor]) -> None:
        self._annotation = annotation
        places = [(mention, actor) for actor in actors for mention in actor.mentions]
        places.sort(key=lambda place: (place[0].span.start, place[0].span.end))  # spans cost ten times as much
        self._placed = Placed(places, lambda place: place[0].span)
        self._named: dict[tuple[int, int], tuple[Mention, Actor] | None] = {}

    def within(self, span: Span) -> tuple[tuple[Mention, Actor], ...]:
        """The mentions that share a character with a span, each with its actor, in the order of the text."""
        return self._placed.at(span)

    def mention_of(self, word: Word) -> tuple[Mention, Actor] | None:
        """The mention that a noun phrase is, given its head word, and its actor; None where no mention covers it.

        Where several mentions cover it the smallest counts: within "Russian officials", "Russian" is Russia. A head
        that no mention covers may be a title ("Foreign Minister Sergey Lavrov"): its name is asked next.
        """
        place = (word.sentence, word.id)
        if place not in self._named:
            self._named[place] = next(filter(None, map(self.mention_at, self._heads(word))), None)
        return self._named[place]

    def mention_at(self, word: Word) -> tuple[Mention, Actor] | None:
        """The smallest mention that covers a word, and its actor; None where none does."""
        found = [place for place in self._placed.at(word.span) if place[0].span.contains(word.span)]
        return min(found, key=lambda place: len(place[0].span), default=None)

    def actor_of(self, word: Word) -> Actor | None:
        """The actor that a noun phrase names, given its head word; None where no mention covers it."""
        found = self.mention_of(word)
        return None if found is None else found[1]

    def together(self, word: Word) -> tuple[Word, ...]:
        """The words that one stands among ("A, B and C"); of "they", those among which the last name for it stands."""
        found = self.mention_at(word) if _is_they(word) else None
        named = [] if found is None else [m.span for m in found[1].mentions if m.type is not MentionType.PRONOUN]
        before = [span for span in named if span.start < word.span.start]
        word = (self._annotation.head_in(max(before)) if before else None) or word
        while word.relation == "conj" and (above := self._annotation.parent(word)) is not None:
            word = above
        return coordinated(self._annotation, word)

    def links_to(self, words: Iterable[Word]) -> tuple[Link, ...]:
        """Links to the actors that noun phrases name, given their heads; one that names none is linked by its words.

        Two heads of one actor give one link; "they" gives one for each of several who are named together, a relative
        pronoun what it stands for.
        """
        named: dict[str, Link] = {}
        unnamed: dict[Span, Link] = {}
        order: list[Link] = []
        heads = (self.together(w) if _is_they(w) else (antecedent(self._annotation, w),) for w in words)
        for word in chain.from_iterable(heads):
            found = self.mention_of(word)
            if found is not None and found[1].id:
                link = named.setdefault(found[1].id, Link(id=found[1].id, span=found[0].span))
            else:
                span = noun_phrase(self._annotation, word)
                link = unnamed.setdefault(span, Link(span=span))
            order.append(link)
        titles = {span for span in unnamed if any(_stands_before(span, link) for link in named.values())}
        return tuple(link for link in dict.fromkeys(order) if link.id or link.span not in titles)

    def _heads(self, word: Word) -> Iterator[Word]:
        yield word
        yield from self._annotation.children(word, "flat", "appos")
        above = self._annotation.parent(word)
        if word.relation in ("flat", "compound") and above is not None:
            yield above


def _is_they(word: Word) -> bool:
    return word.upos == "PRON" and word.feat("Number") == "Plur" and word.feat("Person") == "3"


def _stands_before(title: Span, name: Link) -> bool:
    """Whether a phrase ends where a name begins: a title that the parser split from its name is no second actor."""
    return name.span is not None and 0 <= name.span.start - title.end <= 1
