"""An article as rules read it: text, parse and what earlier stages found, each looked up by its place in the text.

Every question costs the same in a long article as in a short one. A document is a value: nothing that a rule does
changes it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property, lru_cache, partial
from itertools import accumulate
from typing import Any

from attrs import field, frozen

from ..annotation import Annotation, Entity, Keeper, Word
from ..checks import items
from ..spans import Span, trim
from ..types import Actor, ActorKind, Article, Link, Proposal, ProposalKind, Quote
from .clause import Clause, clause_of, coordinated, once_a_word, once_each
from .naming import Naming
from .pasted import line_ends
from .words import listed

__all__ = ["Document", "paragraphs_in"]

_PARAGRAPH = re.compile(r"[^\r\n]+")
_NESTED = 12  # contents that begin before a word and may still reach over it
_STATES = (ActorKind.STATE, ActorKind.GOVERNMENT)


def _first_start(pair: tuple[Span, Any]) -> int:
    return pair[0].start


@lru_cache(maxsize=4)  # all plugins ask it of one text, one after the other
def paragraphs_in(text: str) -> tuple[Span, ...]:
    """The paragraphs of a text without white space at their ends: its lines, those joined that were only wrapped."""
    told_on = {end.end for end in line_ends(text) if end.wraps}  # where lines begin that the one before wrapped into
    found: list[Span] = []
    for match in _PARAGRAPH.finditer(text):
        line = trim(text, *match.span())
        if line is None:
            continue
        joined = bool(found) and match.start() in told_on
        found.append(Span(found.pop().start, line.end) if joined else line)
    return tuple(found)


def _selves(actors: tuple[Actor, ...]) -> Hashable:
    return tuple(map(id, actors))


@partial(once_each, place=_selves)
def _naming(annotation: Annotation, actors: tuple[Actor, ...]) -> Naming:
    """Who is named where: one value for all plugins that are given these actors; it holds them, so ids stay theirs."""
    return Naming(annotation, actors)


@frozen(kw_only=True, eq=False)
class Document(Keeper):
    """An article, its parse, and the findings of earlier stages.

    Args:
        article: the text.
        annotation: its parse.
        actors, quotes, proposals: with their ids; any of them may be empty.
    """

    article: Article
    annotation: Annotation
    actors: tuple[Actor, ...] = field(default=(), converter=items)
    quotes: tuple[Quote, ...] = field(default=(), converter=items)
    proposals: tuple[Proposal, ...] = field(default=(), converter=items)

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    # --- words, sentences, paragraphs -------------------------------------------------------------------------

    def clause(self, word: Word) -> Clause:
        """The clause that a word heads."""
        return clause_of(self.annotation, word)

    def number_of(self, word: Word) -> int:
        """The place of a word among all words of the article, from 0."""
        return self._sentence_firsts[word.sentence] + word.id - 1

    @cached_property
    def _sentence_firsts(self) -> tuple[int, ...]:
        return tuple(accumulate((len(sentence.words) for sentence in self.annotation.sentences), initial=0))

    def sentence_number(self, offset: int) -> int:
        """The number of the sentence that an offset stands in or after."""
        return max(bisect_right(self._sentence_starts, offset) - 1, 0)

    @cached_property
    def _sentence_starts(self) -> tuple[int, ...]:
        return tuple(sentence.span.start for sentence in self.annotation.sentences)

    @once_each
    def head_in(self, span: Span) -> Word | None:
        """The head of a span (`Annotation.head_in`), looked for once."""
        return self.annotation.head_in(span)

    def entity_at(self, word: Word) -> Entity | None:
        """The first named entity that covers a part of a word."""
        return next(iter(self.annotation.entities_in(word.span)), None)

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs of the text, without the white space at their ends."""
        return paragraphs_in(self.text)

    def paragraph_number(self, offset: int) -> int:
        """The number of the paragraph that an offset stands in or after."""
        return max(bisect_right(self._paragraph_starts, offset) - 1, 0)

    @cached_property
    def _paragraph_starts(self) -> tuple[int, ...]:
        return tuple(paragraph.start for paragraph in self.paragraphs)

    def paragraph_at(self, offset: int) -> Span:
        """The paragraph that an offset stands in or after."""
        return self.paragraphs[self.paragraph_number(offset)]

    # --- actors -----------------------------------------------------------------------------------------------

    @cached_property
    def naming(self) -> Naming:
        """The actors, by the words that name them."""
        return _naming(self.annotation, self.actors)

    def actor(self, word: Word) -> Actor | None:
        """The actor that a noun phrase names, given its head."""
        return self.naming.actor_of(word)

    def actor_at(self, word: Word) -> Actor | None:
        """The actor whose smallest mention covers a word: of a modifier too ("Russian" of "Russian officials")."""
        found = self.naming.mention_at(word)
        return None if found is None else found[1]

    def actor_with(self, id: str | None) -> Actor | None:
        """The actor with an id; None for an unknown one."""
        return self._actors_by_id.get(id)

    @cached_property
    def _actors_by_id(self) -> Mapping[str | None, Actor]:
        return {actor.id: actor for actor in self.actors if actor.id}

    def authors(self, noun: Word) -> tuple[Word, ...]:
        """Who speaks in what is written or said: "Oslo's letter", "a note from Oslo", "the French note"; else ()."""
        if not listed("message", noun.lemma):
            return ()
        before = (w for w in self.annotation.children(noun, "amod", "compound") if self.actor_at(w) is not None)
        return self.clause(noun).owners("by", "from", "of") or tuple(before)

    def readers(self, predicate: Word) -> tuple[Word, ...]:
        """To whom it is written, of what a letter says: "the letter to Oslo demanded"."""
        letters = (noun for noun in self.clause(predicate).subjects if listed("message", noun.lemma))
        return coordinated(self.annotation, *(w for noun in letters for w in self.clause(noun).phrases("to")))

    @cached_property
    def most_named(self) -> tuple[Actor, ...]:
        """The actors, those with the most mentions first."""
        return tuple(sorted((a for a in self.actors if a.id), key=lambda actor: -len(actor.mentions)))

    def spans_of(self, actor: Actor) -> tuple[Span, ...]:
        """The mentions of an actor, in the order of the text."""
        return self._spans.get(actor.id, ())

    @cached_property
    def _spans(self) -> Mapping[str | None, tuple[Span, ...]]:
        return {actor.id: tuple(sorted(actor.spans)) for actor in self.actors if actor.id}

    @cached_property
    def first_named(self) -> Actor | None:
        """The actor that the text names first; None where there is no actor."""
        return min((a for a in self.actors if a.id), key=lambda actor: min(actor.spans).start, default=None)

    def sides(self, ids: Iterable[str]) -> frozenset[str]:
        """The ids of actors, and of those on whose behalf they act."""
        own = frozenset(ids)
        return own | {self._principals[name] for name in own if name in self._principals}

    @cached_property
    def _principals(self) -> Mapping[str, str]:
        return {a.id: a.principal.id for a in self.actors if a.id and a.principal is not None and a.principal.id}

    def spoken_for(self, speaker: Link) -> Link:
        """Who is meant by a speaker's "we": the state that he or she speaks for, else the speaker."""
        whole = self.actor_with(self._principals.get(speaker.id or ""))
        return Link(id=whole.id) if whole is not None and whole.kind in _STATES else speaker

    # --- quotes -----------------------------------------------------------------------------------------------

    @cached_property
    def _contents(self) -> tuple[tuple[Span, Quote], ...]:
        pairs = [(span, quote) for quote in self.quotes for span in quote.content]
        return tuple(sorted(pairs, key=_first_start))

    @once_a_word
    def quotes_around(self, word: Word) -> tuple[Quote, ...]:
        """The quotes within whose content a word stands, the innermost first; looked for once."""
        at = bisect_right(self._contents, word.span.start, key=_first_start)
        near = reversed(self._contents[max(0, at - _NESTED) : at])
        return tuple(quote for _, quote in near if any(span.contains(word.span) for span in quote.content))

    def quotes_before(self, offset: int, at_most: int) -> tuple[Quote, ...]:
        """The quotes whose content begins before an offset, the nearest first, each once."""
        at = bisect_left(self._contents, offset, key=_first_start)
        near = (quote for _, quote in reversed(self._contents[max(0, at - 2 * at_most) : at]))
        return tuple({id(quote): quote for quote in near}.values())[:at_most]

    # --- proposals --------------------------------------------------------------------------------------------

    def proposal_with(self, id: str | None) -> Proposal | None:
        """The proposal with an id; None for an unknown one."""
        return self._proposals_by_id.get(id)

    def kind_toward(self, target: Link | None) -> ProposalKind | None:
        """The kind of the proposal that a target is; None where it is none."""
        proposal = None if target is None else self.proposal_with(target.id)
        return None if proposal is None else proposal.kind

    @cached_property
    def _proposals_by_id(self) -> Mapping[str | None, Proposal]:
        return {proposal.id: proposal for proposal in self.proposals if proposal.id}

    def proposal_named(self, word: Word) -> Proposal | None:
        """The proposal that a phrase names, given its head: its cue or a mention covers it, or it heads its content."""
        return self._proposal_words.get(word.span)

    @cached_property
    def _proposal_words(self) -> Mapping[Span, Proposal]:
        names = [(span, proposal) for proposal in self.proposals for span in (proposal.cue, *proposal.mentions)]
        names.sort(key=lambda pair: (len(pair[0]), pair[0].start))  # of several the smallest counts
        words = [
            (w, proposal) for span, proposal in names for w in self.annotation.words_in(span) if span.contains(w.span)
        ]
        heads = [(self.annotation.head_in(span), proposal) for proposal in self.proposals for span in proposal.content]
        found: dict[Span, Proposal] = {}
        for word, proposal in (*words, *heads):
            if word is not None:
                found.setdefault(word.span, proposal)
        return found

    def is_proposed(self, word: Word) -> bool:
        """Whether a word is part of what a proposal would do."""
        return word.span in self._proposed_words

    @cached_property
    def _proposed_words(self) -> frozenset[Span]:
        spans = [span for proposal in self.proposals for span in proposal.content]
        return frozenset(w.span for span in spans for w in self.annotation.words_in(span) if span.contains(w.span))
