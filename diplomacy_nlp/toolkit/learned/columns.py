"""What a network is told of each word besides the encoder's vectors: an article as columns of numbers."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate
from operator import is_
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from diplomacy_nlp.annotation import Annotation, Word
from diplomacy_nlp.spans import Span
from diplomacy_nlp.toolkit.words import RELATIONS, TAGS
from diplomacy_nlp.types import Actor, ActorKind, Certainty, Form, ProposalKind, Quote, Stance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "KINDS",
    "STANCES",
    "Columns",
    "Lemmas",
    "Vote",
    "columns_of",
    "has_vectors",
    "names_of_columns",
    "vectors_of",
]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


KINDS = tuple(kind.value for kind in ProposalKind)
STANCES = tuple(stance.value for stance in Stance)
_PROPOSED = (*(f"proposal rule: {kind}" for kind in KINDS), "proposal's content", "proposal's mention")
_REACTED = (*(f"reaction rule: {stance}" for stance in STANCES), "reaction's evidence", "reaction's target")
_QUOTED = ("in a quote", "in a direct quote", "quote's cue", "quote's source", "hedged quote", "quote of an actor")
_NAMED = ("person", "state or government", "other actor")
_IN_TREE = (
    "denied",
    "its head is denied",
    "with a modal",
    "has a subject",
    "has an object",
    "has a clause",
    "subject is an actor",
    "object is an actor",
    "passive",
)
_PLACED = (
    "headline",
    "first paragraph",
    "share of the article before",
    "length of the sentence",
    "in quotation marks",
    "lemma has stood before",
    "capital",
)
_DENIALS = frozenset(_words("not n't no never neither nor without hardly none nothing nobody"))
_MODALS = frozenset(_words("should must would could can may might will shall ought 'd 'll need"))
_CONTENT = frozenset(("NOUN", "VERB", "ADJ", "ADV", "PROPN"))
_MARKS = frozenset('"“”„«»')
_LONG = 30  # words of a sentence
_LEAD = 300  # characters, where there are no paragraphs
_TAG = {name: number for number, name in enumerate(TAGS)}
_RELATION = {name: number for number, name in enumerate(RELATIONS)}
_ARGUMENTS = {
    "nsubj": "has a subject",
    "csubj": "has a subject",
    "obj": "has an object",
    "iobj": "has an object",
    "ccomp": "has a clause",
    "xcomp": "has a clause",
}
_ACTORS = {"has a subject": "subject is an actor", "has an object": "object is an actor"}
_KIND = {
    ActorKind.PERSON: "person",
    ActorKind.STATE: "state or government",
    ActorKind.GOVERNMENT: "state or government",
}


def names_of_columns() -> tuple[str, ...]:
    """The columns' names, in their order; those of lemmas follow them."""
    return (*_PROPOSED, *_REACTED, *_QUOTED, *_NAMED, "end of a mention", *_IN_TREE, *_PLACED)


@frozen(kw_only=True)
class Vote:
    """What the rules say of words.

    Args:
        label: kind or stance.
        confidence: the rules' own.
        cue: the words.
        about: what would be done; the evidence of a reaction.
        other: further words that name the proposal; the target of a reaction.
    """

    label: str
    confidence: float
    cue: Span
    about: tuple[Span, ...] = ()
    other: tuple[Span, ...] = ()


@frozen(kw_only=True)
class Columns:
    """An article in numbers; a row for each word.

    Args:
        vectors: the encoder's inner and outer vectors, side by side.
        tags, relations: numbers of part of speech and relation.
        heads: number of the word's head in the article, its own for a root.
        sentences: number of each word's sentence.
        facts: the columns that `names_of_columns` names, then those of lemmas.
    """

    vectors: NDArray[np.float16] = field(repr=False)
    tags: NDArray[np.int64] = field(repr=False)
    relations: NDArray[np.int64] = field(repr=False)
    heads: NDArray[np.int64] = field(repr=False)
    sentences: NDArray[np.int64] = field(repr=False)
    facts: NDArray[np.float32] = field(repr=False)


class Lemmas:
    """What is known of words apart from their place: a row of numbers for each lemma, zeros for others.

    Two of the same lemmas and numbers are equal.

    Args:
        lemmas: in lower case.
        numbers: a row for each.
    """

    def __init__(self, lemmas: Iterable[str], numbers: NDArray[np.float32]) -> None:
        import numpy as np

        self._rows = {lemma: number for number, lemma in enumerate(lemmas)}
        self._numbers = np.concatenate([numbers, np.zeros((1, numbers.shape[1]), np.float32)])
        self._digest = hashlib.sha256("\n".join(self._rows).encode() + self._numbers.tobytes()).digest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lemmas) and self._digest == other._digest

    def __hash__(self) -> int:
        return hash(self._digest)

    def numbers_of(self, lemmas: Iterable[str]) -> NDArray[np.float32]:
        """The rows of lemmas."""
        found: NDArray[np.float32] = self._numbers[[self._rows.get(lemma, -1) for lemma in lemmas]]
        return found

    def __call__(self, annotation: Annotation) -> NDArray[np.float32]:
        """The rows of an annotation's words."""
        return self.numbers_of(annotation.kept(_lemmas))


def _lemmas(annotation: Annotation) -> list[str]:
    return [word.lemma.lower() for word in annotation.words]


def has_vectors(annotation: Annotation, vectors_by: str) -> bool:
    """Whether an annotation has words, and vectors of an encoder (`Annotation.vectors_by`) for `vectors_of`."""
    complete = annotation.vectors is not None and annotation.inner_vectors is not None
    return complete and bool(annotation.words) and annotation.vectors_by == vectors_by


def vectors_of(annotation: Annotation) -> NDArray[np.float16]:
    """The encoder's inner and outer vectors of each word, side by side."""
    import numpy as np

    found: NDArray[np.float16] = np.concatenate(
        [np.asarray(annotation.inner_vectors), np.asarray(annotation.vectors)], axis=1
    )
    return found


def columns_of(
    annotation: Annotation,
    *,
    text: str,
    lemmas: Lemmas,
    actors: Sequence[Actor] = (),
    quotes: Sequence[Quote] = (),
    proposed: Iterable[Vote] = (),
    reacted: Iterable[Vote] = (),
) -> Columns:
    """The columns of an article.

    Args:
        annotation: its parse, with vectors of both kinds.
        text: of the article.
        lemmas: what is known of words apart from their place.
        actors, quotes: of the stages before.
        proposed, reacted: what the rules say of proposals and of reactions.
    """
    import numpy as np

    parse = annotation.kept(_Parse)
    writer = _Writer(parse, annotation.kept(_Stages).facts(text, actors, quotes).copy())
    writer.votes(proposed, "proposal rule", "proposal's content", "proposal's mention")
    writer.votes(reacted, "reaction rule", "reaction's evidence", "reaction's target")
    return Columns(
        vectors=annotation.kept(vectors_of),
        tags=parse.tags,
        relations=parse.relations,
        heads=parse.heads,
        sentences=parse.sentences,
        facts=np.concatenate([writer.facts, annotation.kept(lemmas)], axis=1),
    )


@cache
def _number_of(deprel: str) -> int:
    return _RELATION.get(deprel.partition(":")[0], _RELATION["dep"])


_NUMBER = {name: number for number, name in enumerate(names_of_columns())}


class _Parse:
    """The columns that an annotation fills by itself.

    Args:
        annotation: the parse.
    """

    def __init__(self, annotation: Annotation) -> None:
        import numpy as np

        words = annotation.words
        firsts = [0, *accumulate(len(sentence.words) for sentence in annotation.sentences)]
        heads = [firsts[w.sentence] + w.head - 1 if w.head else at for at, w in enumerate(words)]
        self.starts = [word.span.start for word in words]
        self.places = np.array(self.starts)
        self.tags = np.array([_TAG.get(word.upos, len(TAGS) - 1) for word in words], np.int64)
        self.relations = np.array([_number_of(word.deprel) for word in words], np.int64)
        self.heads = np.array(heads, np.int64)
        self.sentences = np.array([word.sentence for word in words], np.int64)
        self.facts: Any = np.zeros((len(words), len(_NUMBER)), np.float32)
        self.arguments = self._tree(words, annotation.kept(_lemmas), heads)
        self._set(_said_before(words, annotation.kept(_lemmas)))
        self.facts[: firsts[1] if words else 0, _NUMBER["headline"]] = 1
        lengths = np.array([min(len(sentence.words) / _LONG, 2.0) for sentence in annotation.sentences])
        if words:
            self.facts[:, _NUMBER["length of the sentence"]] = lengths[self.sentences]

    def _set(self, rows: Mapping[str, Sequence[int]]) -> None:
        for name, numbers in rows.items():
            self.facts[numbers, _NUMBER[name]] = 1

    def _tree(
        self, words: Sequence[Word], lemmas: Sequence[str], heads: Sequence[int]
    ) -> Mapping[str, tuple[list[int], list[int]]]:
        """What the tree says of a word's dependents and of its head.

        Returns:
            By the column that tells of an actor among them, subjects or objects and what they hang on.
        """
        import numpy as np

        rows: dict[str, list[int]] = defaultdict(list)
        arguments: dict[str, tuple[list[int], list[int]]] = {name: ([], []) for name in _ACTORS.values()}
        for at, lemma in enumerate(lemmas):
            if lemma in _DENIALS or words[at].text in ("n't", "n’t"):
                rows["denied"].append(heads[at])
            elif lemma in _MODALS and words[at].upos == "AUX":
                rows["with a modal"].append(heads[at])
        for at in np.flatnonzero(np.isin(self.relations, [_RELATION[name] for name in _ARGUMENTS])).tolist():
            if heads[at] == at:
                continue
            name = _ARGUMENTS[words[at].relation]
            rows[name].append(heads[at])
            if name in _ACTORS:
                own, theirs = arguments[_ACTORS[name]]
                own.append(at)
                theirs.append(heads[at])
            if words[at].deprel.endswith(":pass"):
                rows["passive"].append(heads[at])
        self._set(rows)
        self.facts[:, _NUMBER["its head is denied"]] = self.facts[self.heads, _NUMBER["denied"]]
        return arguments


def _said_before(words: Sequence[Word], lemmas: Sequence[str]) -> Mapping[str, Sequence[int]]:
    rows: dict[str, list[int]] = defaultdict(list)
    before, quoted, capital = (rows[name] for name in ("lemma has stood before", "in quotation marks", "capital"))
    seen: set[str] = set()
    inside = False
    for at, (word, lemma) in enumerate(zip(words, lemmas, strict=True)):
        text = word.text
        if lemma in seen:
            before.append(at)
        elif word.upos in _CONTENT:
            seen.add(lemma)
        if text in _MARKS:
            inside = not inside
        elif inside:
            quoted.append(at)
        if text[0].isupper():
            capital.append(at)
    return rows


class _Stages:
    """The columns that text, actors and quotes fill, as they were given last: the same ones for all plugins."""

    def __init__(self, annotation: Annotation) -> None:
        self._parse = annotation.kept(_Parse)
        self._given: tuple[Any, ...] = ()
        self._facts: Any = None

    def facts(self, text: str, actors: Sequence[Actor], quotes: Sequence[Quote]) -> Any:
        """The columns, which are not to be written to."""
        given = (text, *actors, *quotes)
        if len(given) != len(self._given) or not all(map(is_, given, self._given)):
            writer = _Writer(self._parse, self._parse.facts.copy())
            writer.text(text)
            writer.quotes(quotes)
            writer.actors(actors)
            self._given, self._facts = given, writer.facts
        return self._facts


class _Writer:
    """Fills the columns of facts.

    Args:
        parse: what the annotation fills by itself.
        facts: where others are written to.
    """

    def __init__(self, parse: _Parse, facts: Any) -> None:
        self._parse = parse
        self._starts = parse.starts
        self.facts = facts

    def text(self, text: str) -> None:
        """Where words stand in the text."""
        first = text.find("\n\n")
        second = text.find("\n\n", first + 2) if first >= 0 else -1
        self.facts[: bisect_left(self._starts, second if second > 0 else _LEAD), _NUMBER["first paragraph"]] = 1
        self.facts[:, _NUMBER["share of the article before"]] = self._parse.places / max(len(text), 1)

    def _mark(self, name: str, span: Span | None, value: float = 1.0) -> int:
        """Writes a value beside the words of a span; the number of the word after them."""
        if span is None:
            return 0
        first, end = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        self.facts[first:end, _NUMBER[name]] = value
        return end if end > first else 0

    def votes(self, votes: Iterable[Vote], rule: str, about: str, other: str) -> None:
        """What the rules say."""
        for vote in votes:
            self._mark(f"{rule}: {vote.label}", vote.cue, vote.confidence)
            for span in vote.about:
                self._mark(about, span)
            for span in vote.other:
                self._mark(other, span)

    def quotes(self, found: Iterable[Quote]) -> None:
        """Who said what."""
        for quote in found:
            facts = {
                "in a quote": True,
                "in a direct quote": quote.form is Form.DIRECT,
                "hedged quote": quote.certainty is Certainty.HEDGED,
                "quote of an actor": quote.speaker is not None and quote.speaker.id is not None,
            }
            for name, holds in facts.items():
                for span in quote.content if holds else ():
                    self._mark(name, span)
            self._mark("quote's cue", quote.cue)
            self._mark("quote's source", quote.source)

    def actors(self, found: Iterable[Actor]) -> None:
        """Mentions of actors, and what has them as subject or object."""
        for actor in found:
            name = _KIND.get(actor.kind, "other actor")
            for mention in actor.mentions:
                end = self._mark(name, mention.span)
                if end:
                    self.facts[end - 1, _NUMBER["end of a mention"]] = 1
        is_actor = self.facts[:, [_NUMBER[name] for name in _NAMED]].any(axis=1)
        for name, (words, heads) in self._parse.arguments.items():
            if words:
                held = is_actor[words].nonzero()[0].tolist()
                self.facts[[heads[place] for place in held], _NUMBER[name]] = 1
