"""What a parser says of a text, in a form that is nobody's own: Universal Dependencies names, our offsets.

Annotators make an `Annotation`; extractors ask it questions. Labels are those of UD v2
(https://universaldependencies.org): `upos`, `feats`, `deprel`; `head` is 1-based within the sentence, 0 for the root.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from itertools import pairwise
from operator import attrgetter
from typing import Any, Protocol, Self, TypeVar

from attrs import field, frozen, validate

from . import checks
from .checks import all_of, is_a, shown
from .spans import Placed, Span, cover

__all__ = ["NOT_STORED", "Annotation", "Entity", "Keeper", "Sentence", "Vectors", "Word"]

NOT_STORED = {"stored": False}  # metadata of fields that serialisation leaves out
_BY_ID = attrgetter("id")
_SPAN = attrgetter("span")
T = TypeVar("T")


@cache  # rules ask for it several times a word, and there are some fifty relations
def _universal(deprel: str) -> str:
    return deprel.partition(":")[0]


@frozen(kw_only=True)
class Word:
    """A syntactic word.

    Args:
        id: 1-based place in its sentence.
        text: the word as it is read, without soft hyphens and the like (of a multi-word token, this word's share).
        span: its place in the text. Words of a multi-word token that cannot be told apart share the token's span.
        lemma, upos, feats, head, deprel: as in UD; `feats` as "Mood=Ind|Tense=Past", "" for none.
        sentence: 0-based number of its sentence in the annotation.
    """

    id: int = field(validator=is_a(int))
    text: str = field(validator=is_a(str))
    span: Span = field(validator=is_a(Span))
    lemma: str = field(validator=is_a(str))
    upos: str = field(validator=is_a(str))
    head: int = field(validator=is_a(int))
    deprel: str = field(validator=is_a(str))
    feats: str = field(default="", validator=is_a(str))
    sentence: int = field(default=0, validator=is_a(int))

    @property
    def relation(self) -> str:
        """The universal part of `deprel`: "nsubj" for "nsubj:pass"."""
        return _universal(self.deprel)

    def feat(self, name: str) -> str | None:
        """Value of a morphological feature; None where the word lacks it."""
        for pair in self.feats.split("|"):
            key, _, value = pair.partition("=")
            if key == name:
                return value
        return None


@frozen(kw_only=True)
class Sentence:
    """A sentence: its place in the text and its words, a tree by their heads."""

    span: Span = field(validator=is_a(Span))
    words: tuple[Word, ...] = field(converter=checks.items, validator=all_of(Word))

    @cached_property
    def _children(self) -> tuple[tuple[Word, ...], ...]:
        below: list[list[Word]] = [[] for _ in range(len(self.words) + 1)]
        for word in self.words:
            below[word.head].append(word)
        return tuple(map(tuple, below))


@frozen(kw_only=True)
class Entity:
    """A named entity: its span (no possessive ending in it) and its type: PER, ORG, LOC or MISC."""

    span: Span = field(validator=is_a(Span))
    type: str = field(validator=is_a(str))


class Vectors(Protocol):
    """Numbers for each word, as a parser's encoder sees it in its context: a two-dimensional NumPy array."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Words and numbers a word."""

    def __array__(self, *arguments: Any, **options: Any) -> Any:
        """Itself: what `numpy.asarray` gives."""


def _read_only(vectors: Any) -> Any:
    """A view that nobody can write to: all plugins share it."""
    if vectors is None:
        return None
    try:
        seen = vectors.view()
        seen.setflags(write=False)
        _, _ = seen.shape
    except (AttributeError, TypeError, ValueError):
        raise TypeError(f"vectors: a two-dimensional NumPy array is expected, not {shown(vectors)}") from None
    return seen


@frozen
class Keeper:
    """A value that keeps what is worked out of it: for what several rules or plugins ask."""

    def kept(self, make: Callable[[Self], T]) -> T:
        """What a function makes of this value, made once and kept.

        Args:
            make: a function or class of a module, or a value that equals those that make the same of it.
        """
        try:
            found: T = self._kept[make]
        except KeyError:
            found = self._kept[make] = make(self)
        return found

    @cached_property
    def _kept(self) -> dict[Callable[[Any], Any], Any]:
        return {}


@frozen(kw_only=True)
class Annotation(Keeper):
    """Sentences, words and entities of one article, and questions to its trees.

    Wherever a query takes `deprels`, a bare relation ("nsubj") also matches its subtypes ("nsubj:pass"), and one
    with a subtype matches just that.

    Args:
        sentences: in the order of the text.
        entities: named entities, in the order of the text.
        made_by: what made it, for the record ("stanza 1.15.0, embedded English models").
        vectors: a row of numbers for each word, where the annotator has them, for plugins with models that read them.
            They mean something only to a model that was trained on vectors of the same `vectors_by`, they are not
            kept when an annotation is stored, they do not count when two are compared, and they are read-only.
        inner_vectors: likewise, of the encoder's inner layers side by side, where the annotator gives them: they tell
            more of what a word means, the others more of what it does in its sentence.
        vectors_by: which encoder made the vectors.

    Raises:
        TypeError: a field is not of its type.
        ValueError: ids do not count from 1, a head is outside its sentence, heads run in a circle, sentences, words
            or entities do not stand in the order of the text, or there are not as many vectors as words.
    """

    sentences: tuple[Sentence, ...] = field(converter=checks.items, validator=all_of(Sentence))
    entities: tuple[Entity, ...] = field(default=(), converter=checks.items, validator=all_of(Entity))
    made_by: str = field(default="", converter=checks.line, validator=is_a(str))
    vectors: Vectors | None = field(default=None, converter=_read_only, eq=False, repr=False, metadata=NOT_STORED)
    inner_vectors: Vectors | None = field(default=None, converter=_read_only, eq=False, repr=False, metadata=NOT_STORED)
    vectors_by: str = field(default="", eq=False, metadata=NOT_STORED, validator=is_a(str))

    def __attrs_post_init__(self) -> None:
        self._check()

    def check(self, size: int) -> None:
        """Checks all of it again, which a plugin may have broken since it was made, and against the text's length."""
        placed: tuple[Sentence | Word | Entity, ...] = (*self.sentences, *self.words, *self.entities)
        unsure = [part for part in placed if not (type(part) is Word and _is_plain(part, size))]
        for part in (self, *unsure):
            validate(part)
        self._check()
        for part in unsure:
            part.span.__attrs_post_init__()
            if not 0 <= part.span.start < part.span.end <= size:
                raise ValueError(f"{type(part).__name__}: span {part.span} not within the text of {size} characters")

    def _check(self) -> None:
        for number, sentence in enumerate(self.sentences):
            _check_tree(number, sentence)
        for what, parts in (("sentences", self.sentences), ("words", self.words), ("entities", self.entities)):
            _check_order(what, [part.span for part in parts])
        for vectors in (self.vectors, self.inner_vectors):
            if vectors is not None and vectors.shape[0] != len(self.words):
                raise ValueError(f"there are {vectors.shape[0]} vectors for {len(self.words)} words")

    # --- looking up -------------------------------------------------------------------------------------------

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """All words, in the order of the text."""
        return tuple(word for sentence in self.sentences for word in sentence.words)

    @cached_property
    def _placed_words(self) -> Placed[Word]:
        return Placed(self.words, _SPAN)

    @cached_property
    def _placed_entities(self) -> Placed[Entity]:
        return Placed(self.entities, _SPAN)

    def words_in(self, span: Span) -> tuple[Word, ...]:
        """The words that share a character with the span."""
        return self._placed_words.at(span)

    def word_at(self, offset: int) -> Word | None:
        """The word that covers the character at `offset`; None for white space."""
        return next(iter(self.words_in(Span(offset, offset + 1))), None)

    def sentence_of(self, word: Word) -> Sentence:
        """The sentence a word stands in."""
        return self.sentences[word.sentence]

    def entities_in(self, span: Span) -> tuple[Entity, ...]:
        """The entities that share a character with the span."""
        return self._placed_entities.at(span)

    # --- the tree ---------------------------------------------------------------------------------------------

    def parent(self, word: Word) -> Word | None:
        """The word's head; None for a root."""
        return self.sentences[word.sentence].words[word.head - 1] if word.head else None

    def ancestors(self, word: Word) -> Iterator[Word]:
        """The word's head, its head's head, and so on up to the root."""
        above = self.parent(word)
        while above is not None:
            yield above
            above = self.parent(above)

    def children(self, word: Word, *deprels: str) -> tuple[Word, ...]:
        """The word's dependents in the order of the text, all or those with one of the given relations."""
        below = self.sentences[word.sentence]._children[word.id]
        if not deprels or not below:
            return below
        # asked very often: only a deprel with a subtype has another relation
        return tuple([c for c in below if c.deprel in deprels or (":" in c.deprel and c.relation in deprels)])

    def child(self, word: Word, *deprels: str) -> Word | None:
        """The first dependent with one of the given relations; None where there is none."""
        for child in self.sentences[word.sentence]._children[word.id]:
            if not deprels or child.deprel in deprels or (":" in child.deprel and child.relation in deprels):
                return child
        return None

    def subtree(self, word: Word, *, without: Iterable[str] = ()) -> tuple[Word, ...]:
        """The word and all below it, in the order of the text.

        Args:
            without: leave out the branches that hang on `word` itself by these relations.
        """
        below = self.sentences[word.sentence]._children
        if not below[word.id]:
            return (word,)
        skip = set(without)
        found = [c for c in below[word.id] if not (c.deprel in skip or c.relation in skip)]
        for at in found:  # which grows on the way
            found += below[at.id]
        return tuple(sorted([word, *found], key=_BY_ID))

    def is_below(self, word: Word, other: Word) -> bool:
        """Whether `word` is `other` or stands somewhere below it."""
        return word == other or any(above == other for above in self.ancestors(word))

    def head_in(self, span: Span) -> Word | None:
        """The syntactic head of a span: the first word that shares it and whose own head does not.

        Punctuation is head only where there is nothing else.
        """
        inside = self.words_in(span)
        ids = {(word.sentence, word.id) for word in inside}
        tops = [word for word in inside if (word.sentence, word.head) not in ids]
        return next((word for word in tops if word.upos != "PUNCT"), tops[0] if tops else None)

    # --- spans ------------------------------------------------------------------------------------------------

    @staticmethod
    def span_of(words: Iterable[Word]) -> Span | None:
        """The smallest span over the words; None for no words."""
        return cover(word.span for word in words)

    def phrase(self, word: Word, *, without: Iterable[str] = ()) -> Span:
        """The span of a word's subtree, without punctuation at its ends.

        Args:
            without: as for `subtree`. What is left out in the middle of the phrase stays covered by the span.
        """
        words = list(self.subtree(word, without=without))
        while len(words) > 1 and words[-1].upos == "PUNCT":
            words.pop()
        while len(words) > 1 and words[0].upos == "PUNCT":
            words.pop(0)
        return Span(words[0].span.start, max([w.span.end for w in words]))


# --- checks -------------------------------------------------------------------------------------------------------


def _is_plain(word: Word, size: int) -> bool:
    """Whether all of a word is so plainly right that no validator need be asked: there are many words."""
    span = word.span
    placed = type(span) is Span and type(span.start) is type(span.end) is int and 0 <= span.start < span.end <= size
    numbers = type(word.id) is type(word.head) is type(word.sentence) is int
    texts = type(word.text) is type(word.lemma) is type(word.upos) is type(word.deprel) is type(word.feats) is str
    return placed and numbers and texts and f"{word.text}{word.lemma}{word.upos}{word.deprel}{word.feats}".isascii()


def _check_order(what: str, spans: list[Span]) -> None:
    for before, after in pairwise(spans):
        if after.start < before.start:
            raise ValueError(f"the {what} are not in the order of the text: {before} stands before {after}")


def _check_tree(number: int, sentence: Sentence) -> None:
    """Raise unless the sentence's words form a tree (or several) and know their sentence."""
    size = len(sentence.words)
    for place, word in enumerate(sentence.words, start=1):
        if word.id != place or word.sentence != number:
            raise ValueError(
                f"sentence {number}: word {shown(word.text)} says it is word {word.id} of sentence {word.sentence}, "
                f"but it is word {place} of sentence {number}"
            )
        if not 0 <= word.head <= size:
            raise ValueError(f"sentence {number}: word {shown(word.text)} has head {word.head} among {size} words")
    rooted = {0}  # ids from which the root can be reached
    for word in sentence.words:
        path = []
        at = word.id
        while at not in rooted:
            path.append(at)
            at = sentence.words[at - 1].head
            if len(path) > size:
                raise ValueError(f"sentence {number}: the heads of {shown(word.text)} run in a circle")
        rooted.update(path)
