"""What the earlier stages found, laid out so that each question costs the same in a long article as in a short one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from attrs import field, frozen

from diplomacy_nlp import Actor, ActorKind, Annotation, Article, Link, Proposal, ProposalKind, Quote, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.naming import Naming

from .kinship import roots
from .lexicon import Cues, packaged_cues

__all__ = ["Context"]

_STATES = (ActorKind.STATE, ActorKind.GOVERNMENT)


def _actors(value: Sequence[Actor]) -> tuple[Actor, ...]:
    return tuple(value)


def _quotes(value: Sequence[Quote]) -> tuple[Quote, ...]:
    return tuple(value)


def _proposals(value: Sequence[Proposal]) -> tuple[Proposal, ...]:
    return tuple(value)


@frozen(kw_only=True)
class Context:
    """An article, its parse, and the findings of the stages before; and which proposals were spoken of so far.

    Args:
        article: the text.
        annotation: its parse.
        actors, quotes, proposals: with their ids; any of them may be empty.
        cues: the words that express a stance.
    """

    article: Article
    annotation: Annotation
    actors: tuple[Actor, ...] = field(default=(), converter=_actors)
    quotes: tuple[Quote, ...] = field(default=(), converter=_quotes)
    proposals: tuple[Proposal, ...] = field(default=(), converter=_proposals)
    cues: Cues = field(factory=packaged_cues)
    _spoken: list[tuple[int, Proposal]] = field(factory=list, init=False, eq=False)

    # --- actors -----------------------------------------------------------------------------------------------

    @cached_property
    def naming(self) -> Naming:
        """The actors, by the words that name them."""
        return Naming(self.annotation, self.actors)

    def actor(self, word: Word) -> Actor | None:
        """The actor that a noun phrase names, given its head."""
        return self.naming.actor_of(word)

    # --- quotes -----------------------------------------------------------------------------------------------

    @cached_property
    def _contents(self) -> tuple[tuple[int, Quote], ...]:
        pairs = [(span.start, quote) for quote in self.quotes for span in quote.content]
        return tuple(sorted(pairs, key=lambda pair: pair[0]))

    @cached_property
    def _content_starts(self) -> tuple[int, ...]:
        return tuple(start for start, _ in self._contents)

    @cached_property
    def _by_speaker(self) -> Mapping[str, tuple[tuple[int, Quote], ...]]:
        found: dict[str, list[tuple[int, Quote]]] = defaultdict(list)
        for start, quote in self._contents:
            if quote.speaker is not None and quote.speaker.id:
                found[quote.speaker.id].append((start, quote))
        return {speaker: tuple(pairs) for speaker, pairs in found.items()}

    def quotes_around(self, word: Word) -> tuple[Quote, ...]:
        """The quotes within whose content the word stands, the innermost first."""
        at = bisect_right(self._content_starts, word.span.start)
        near = reversed(self._contents[max(0, at - 12) : at])
        return tuple(q for _, q in near if any(span.contains(word.span) for span in q.content))

    def quote_before(self, offset: int, speaker: str | None = None) -> Quote | None:
        """The quote whose content begins nearest before an offset, of one speaker (an actor's id) or of anyone."""
        pairs = self._contents if speaker is None else self._by_speaker.get(speaker, ())
        at = (
            bisect_left([start for start, _ in pairs], offset) if speaker else bisect_left(self._content_starts, offset)
        )
        return pairs[at - 1][1] if at else None

    def quotes_before(self, offset: int, at_most: int) -> tuple[Quote, ...]:
        """The quotes whose content begins before an offset, the nearest first, each once."""
        at = bisect_left(self._content_starts, offset)
        near = (quote for _, quote in reversed(self._contents[max(0, at - 2 * at_most) : at]))
        return tuple({id(quote): quote for quote in near}.values())[:at_most]

    def quote_within(self, span: Span) -> Quote | None:
        """The first quote whose content begins within a span."""
        at = bisect_left(self._content_starts, span.start)
        if at < len(self._contents) and self._contents[at][0] < span.end:
            return self._contents[at][1]
        return None

    # --- proposals --------------------------------------------------------------------------------------------

    @cached_property
    def _names(self) -> tuple[tuple[Span, Proposal], ...]:
        """Cues and mentions of the proposals, in the order of the text."""
        pairs = [(span, proposal) for proposal in self.proposals for span in (proposal.cue, *proposal.mentions)]
        return tuple(sorted(pairs, key=lambda pair: (pair[0].start, pair[0].end)))

    @cached_property
    def _name_starts(self) -> tuple[int, ...]:
        return tuple(span.start for span, _ in self._names)

    @cached_property
    def _content_heads(self) -> Mapping[Span, Proposal]:
        found: dict[Span, Proposal] = {}
        for proposal in self.proposals:
            for span in proposal.content:
                head = self.annotation.head_in(span)
                if head is not None:
                    found.setdefault(head.span, proposal)
        return found

    def proposal_named(self, word: Word) -> Proposal | None:
        """The proposal that a phrase names, given its head: its cue or a mention covers it, or it heads its content."""
        at = bisect_right(self._name_starts, word.span.start)
        near = [(span, p) for span, p in self._names[max(0, at - 8) : at] if span.contains(word.span)]
        if near:
            return min(near, key=lambda pair: len(pair[0]))[1]
        return self._content_heads.get(word.span)

    def is_proposed(self, word: Word) -> bool:
        """Whether a word is part of what a proposal would do."""
        return word.span in self._proposed_words

    @cached_property
    def _proposed_words(self) -> frozenset[Span]:
        spans = [span for proposal in self.proposals for span in proposal.content]
        return frozenset(w.span for span in spans for w in self.annotation.words_in(span) if span.contains(w.span))

    @cached_property
    def _roots_of_contents(self) -> Mapping[str | None, frozenset[str]]:
        return {proposal.id: self._roots_in(proposal.content) for proposal in self.proposals}

    def _roots_in(self, spans: Iterable[Span]) -> frozenset[str]:
        return roots(word for span in spans for word in self.annotation.words_in(span))

    def content_roots(self, proposal: Proposal) -> frozenset[str]:
        """Roots (see `kinship.py`) of the words that say what a proposal would do."""
        return self._roots_of_contents[proposal.id]

    def speak_of(self, proposal_id: str, offset: int) -> None:
        """Note that the text speaks of a proposal at an offset, in whatever words; offsets come in the text's order."""
        proposal = self._by_id.get(proposal_id)
        if proposal is not None:
            self._spoken.append((offset, proposal))

    @cached_property
    def _by_id(self) -> Mapping[str | None, Proposal]:
        return {proposal.id: proposal for proposal in self.proposals}

    def proposals_before(self, offset: int, at_most: int = 8) -> tuple[Proposal, ...]:
        """Proposals named or otherwise spoken of before an offset, the latest first, each once."""
        at = bisect_left(self._name_starts, offset)
        named = [(span.start, p) for span, p in self._names[max(0, at - 4 * at_most) : at]]
        spoken = [pair for pair in self._spoken[-4 * at_most :] if pair[0] < offset]
        found: dict[int, Proposal] = {}
        for _, proposal in sorted((*named, *spoken), key=lambda pair: pair[0], reverse=True):
            found.setdefault(id(proposal), proposal)
        return tuple(found.values())[:at_most]

    @cached_property
    def _kinds(self) -> Mapping[str | None, ProposalKind]:
        return {proposal.id: proposal.kind for proposal in self.proposals if proposal.id}

    def kind_of(self, target: Link | None) -> ProposalKind | None:
        """The kind of the proposal that a link points at; None for anything else."""
        return None if target is None else self._kinds.get(target.id)

    def sentences_since(self, proposal: Proposal, offset: int) -> int:
        """How many sentences lie between where a proposal was last named or spoken of and an offset: 0 for the same."""
        starts = [span.start for span in (proposal.cue, *proposal.mentions) if span.start < offset]
        starts += [start for start, p in self._spoken[-32:] if p is proposal and start < offset]
        return self.sentence_at(offset) - self.sentence_at(max(starts)) if starts else len(self.annotation.sentences)

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence that an offset stands in."""
        return max(bisect_right(self._sentence_starts, offset) - 1, 0)

    @cached_property
    def _sentence_starts(self) -> tuple[int, ...]:
        return tuple(sentence.span.start for sentence in self.annotation.sentences)

    # --- who stands for whom ----------------------------------------------------------------------------------

    @cached_property
    def _principals(self) -> Mapping[str, str]:
        return {a.id: a.principal.id for a in self.actors if a.id and a.principal is not None and a.principal.id}

    def spoken_for(self, speaker: Link) -> Link:
        """Who is meant by a speaker's "we": the state that he or she speaks for, else the speaker."""
        principal = self._principals.get(speaker.id or "")
        whole = next((a for a in self.actors if a.id == principal), None) if principal else None
        return Link(id=whole.id) if whole is not None and whole.kind in _STATES else speaker

    def sides(self, ids: Iterable[str]) -> frozenset[str]:
        """The ids of actors, and of those on whose behalf they act."""
        own = frozenset(ids)
        return own | {self._principals[name] for name in own if name in self._principals}
