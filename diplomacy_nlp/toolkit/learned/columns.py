"""What a network is told of each word besides the encoder's vectors: an article as columns of numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from diplomacy_nlp.annotation import Annotation
from diplomacy_nlp.spans import Span
from diplomacy_nlp.types import Actor, ActorKind, Certainty, Form, ProposalKind, Quote, Stance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "KINDS",
    "RELATIONS",
    "STANCES",
    "TAGS",
    "Columns",
    "Lemmas",
    "Vote",
    "columns_of",
    "names_of_columns",
    "vectors_of",
]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# UD's parts of speech and relations, in the order in which trained networks know them.
TAGS = _words("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X")
RELATIONS = _words(
    "acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse dislocated expl fixed "
    "flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis punct reparandum root vocative xcomp"
)
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

    Args:
        lemmas: in lower case.
        numbers: a row for each.
    """

    def __init__(self, lemmas: Iterable[str], numbers: NDArray[np.float32]) -> None:
        import numpy as np

        self._rows = {lemma: number for number, lemma in enumerate(lemmas)}
        self._numbers = np.concatenate([numbers, np.zeros((1, numbers.shape[1]), np.float32)])

    def numbers_of(self, lemmas: Iterable[str]) -> NDArray[np.float32]:
        """The rows of lemmas."""
        found: NDArray[np.float32] = self._numbers[[self._rows.get(lemma, -1) for lemma in lemmas]]
        return found


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

    words = annotation.words
    writer = _Writer(annotation, text)
    writer.votes(proposed, "proposal rule", "proposal's content", "proposal's mention")
    writer.votes(reacted, "reaction rule", "reaction's evidence", "reaction's target")
    writer.quotes(quotes)
    writer.actors(actors)
    writer.tree()
    writer.places()
    return Columns(
        vectors=vectors_of(annotation),
        tags=np.array([_TAG.get(word.upos, len(TAGS) - 1) for word in words], np.int64),
        relations=np.array([_RELATION.get(word.relation, _RELATION["dep"]) for word in words], np.int64),
        heads=np.array(writer.heads, np.int64),
        sentences=np.array([word.sentence for word in words], np.int64),
        facts=np.concatenate([writer.facts, lemmas.numbers_of(writer.lemmas)], axis=1),
    )


class _Writer:
    """Fills the columns of facts.

    Args:
        annotation: the parse.
        text: of the article.
    """

    def __init__(self, annotation: Annotation, text: str) -> None:
        import numpy as np

        self._annotation, self._text = annotation, text
        words = self._words = annotation.words
        self._starts = [word.span.start for word in words]
        self.lemmas = [word.lemma.lower() for word in words]
        self._firsts = [0, *accumulate(len(sentence.words) for sentence in annotation.sentences)]
        firsts = self._firsts
        self.heads = [firsts[w.sentence] + w.head - 1 if w.head else at for at, w in enumerate(words)]
        self._number = {name: number for number, name in enumerate(names_of_columns())}
        self.facts: Any = np.zeros((len(words), len(self._number)), np.float32)

    def _mark(self, name: str, span: Span | None, value: float = 1.0) -> int:
        """Writes a value beside the words of a span; the number of the word after them."""
        if span is None:
            return 0
        first, end = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        self.facts[first:end, self._number[name]] = value
        return end if end > first else 0

    def _set(self, rows: Mapping[str, Sequence[int]]) -> None:
        for name, numbers in rows.items():
            self.facts[numbers, self._number[name]] = 1

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
        """Mentions of actors."""
        for actor in found:
            name = _KIND.get(actor.kind, "other actor")
            for mention in actor.mentions:
                end = self._mark(name, mention.span)
                if end:
                    self.facts[end - 1, self._number["end of a mention"]] = 1

    def tree(self) -> None:
        """What the tree says of a word's dependents and of its head."""
        rows: dict[str, list[int]] = defaultdict(list)
        is_actor = self.facts[:, [self._number[name] for name in _NAMED]].any(axis=1).tolist()
        for at, (word, lemma, head) in enumerate(zip(self._words, self.lemmas, self.heads, strict=True)):
            if lemma in _DENIALS or word.text in ("n't", "n’t"):
                rows["denied"].append(head)
            elif word.upos == "AUX" and lemma in _MODALS:
                rows["with a modal"].append(head)
            name = _ARGUMENTS.get(word.relation)
            if name is not None and head != at:
                rows[name].append(head)
                if is_actor[at] and name in _ACTORS:
                    rows[_ACTORS[name]].append(head)
                if word.deprel.endswith(":pass"):
                    rows["passive"].append(head)
        self._set(rows)
        self.facts[:, self._number["its head is denied"]] = self.facts[self.heads, self._number["denied"]]

    def places(self) -> None:
        """Where a word stands in the article."""
        if not self._words:
            return
        facts, number, text = self.facts, self._number, self._text
        self._set(self._said_before())
        first = text.find("\n\n")
        second = text.find("\n\n", first + 2) if first >= 0 else -1
        facts[: self._firsts[1], number["headline"]] = 1
        facts[: bisect_left(self._starts, second if second > 0 else _LEAD), number["first paragraph"]] = 1
        facts[:, number["share of the article before"]] = [start / max(len(text), 1) for start in self._starts]
        sentences = self._annotation.sentences
        lengths = [min(len(sentence.words) / _LONG, 2.0) for sentence in sentences for _ in sentence.words]
        facts[:, number["length of the sentence"]] = lengths

    def _said_before(self) -> Mapping[str, Sequence[int]]:
        rows: dict[str, list[int]] = defaultdict(list)
        seen: set[str] = set()
        inside = False
        for at, (word, lemma) in enumerate(zip(self._words, self.lemmas, strict=True)):
            if lemma in seen:
                rows["lemma has stood before"].append(at)
            elif word.upos in _CONTENT:
                seen.add(lemma)
            if word.text in _MARKS:
                inside = not inside
            elif inside:
                rows["in quotation marks"].append(at)
            if word.text[0].isupper():
                rows["capital"].append(at)
        return rows
