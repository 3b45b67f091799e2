"""An article with its parse, its actors and its quotes, and the questions that all rules here ask of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from diplomacy_nlp import Actor, Annotation, Article, Link, MentionType, Quote, Span
from diplomacy_nlp.annotation import Entity, Word
from diplomacy_nlp.toolkit.naming import Naming

from .lexicons import Cues, listed, packaged_cues

__all__ = ["Reading"]

_ABSTRACT = ("ness", "ity", "ism", "tion", "sion", "ment", "ance", "ence", "ship", "ing")
_EDGES = {"CCONJ", "ADP", "PUNCT", "SCONJ"}
_BREAKS = {"CCONJ", "ADP", "PUNCT", "SCONJ", "PART", "ADV", "VERB", "AUX"}
_NOT_A_NAME = ("case", "conj", "cc", "acl", "appos", "parataxis", "punct")


class Reading:
    """What the rules know of an article.

    Each question costs the same in a long text as in a short one.
    """

    def __init__(
        self,
        article: Article,
        annotation: Annotation,
        actors: Sequence[Actor] = (),
        quotes: Sequence[Quote] = (),
        cues: Cues | None = None,
    ) -> None:
        self.cues = packaged_cues() if cues is None else cues
        self.article = article
        self.annotation = annotation
        self._naming = Naming(annotation, actors)
        self._actors = {actor.id: actor for actor in actors if actor.id}
        self._entities: dict[int, list[Entity]] = {}
        for entity in annotation.entities:
            if (word := annotation.word_at(entity.span.start)) is not None:
                self._entities.setdefault(word.sentence, []).append(entity)
        self._quoted = sorted(
            ((s, q.speaker) for q in quotes if q.speaker for s in q.content),
            key=lambda place: (place[0].start, place[0].end),
        )
        self._quote_starts = [span.start for span, _ in self._quoted]

    def links(self, words: Iterable[Word]) -> tuple[Link, ...]:
        """Links to the actors that noun phrases of one sentence name, given their heads.

        A speaker's "I" or "we" is the speaker of the quote it stands in.
        """
        words = tuple(self._antecedent(word) for word in words)
        found: list[Link] = []
        for link in self._naming.links_to(words):
            head = next((w for w in words if link.span and link.span.contains(w.span)), None)
            if link.id or head is None:
                found.append(link)
            elif listed("first_person", head.text) and (speaker := self._speaker(head)):
                found.append(speaker)
            else:
                _append(found, Link(span=self._name(head)))
        return tuple(dict.fromkeys(found))

    def _name(self, head: Word) -> Span:
        """The words that name somebody: what precedes the head, and after it an "of" phrase but no other."""
        words = list(self.annotation.subtree(head, without=_NOT_A_NAME))
        place = words.index(head)
        first = place
        while (
            first > 0
            and words[first - 1].id == words[first].id - 1
            and (words[first - 1].upos not in _EDGES or words[first - 1].text in "-–")
        ):
            first -= 1
        last = place
        while last + 1 < len(words) and words[last + 1].id == words[last].id + 1:
            after = words[last + 1]
            if after.upos in _BREAKS and after.text.lower() != "of" and not self.entity_at(after):
                break
            last += 1
        while last > place and words[last].upos in _BREAKS:
            last -= 1
        span = Span(words[first].span.start, words[last].span.end)
        before = self.annotation.sentence_of(head).words[words[first].id - 2] if words[first].id > 1 else None
        if before is not None and _torn_off(before, head):
            return Span(before.span.start, span.end)
        entity = self.entity_at(head)
        if entity is None or entity.type == "MISC":
            return span
        return Span(min(span.start, entity.span.start), span.end)  # "Saudi Arabia", where a parser tore it apart

    def link_of_modifier(self, word: Word) -> Link:
        """A link to the actor that a modifier names ("the French plan"), else to its words."""
        named = self._naming.mention_at(word)
        if named is not None and named[1].id:
            return Link(id=named[1].id, span=named[0].span)
        entity = self.entity_at(word)
        whole = entity is not None and self.annotation.head_in(entity.span) == word
        return Link(span=entity.span if entity is not None and whole else word.span)

    def _antecedent(self, word: Word) -> Word:
        """What a relative pronoun stands for where the parse does not say: the noun right before it."""
        if word.feat("PronType") != "Rel" and word.text.lower() not in ("which", "who"):
            return word
        for previous in self.annotation.sentence_of(word).words[: word.id - 1][::-1][:3]:
            if previous.upos in ("PROPN", "NOUN"):
                return previous
            if previous.upos not in ("PUNCT", "ADP"):
                break
        return word

    def _speaker(self, word: Word) -> Link | None:
        at = bisect_right(self._quote_starts, word.span.start) - 1
        if at < 0 or not self._quoted[at][0].contains(word.span):
            return None
        return self._quoted[at][1]

    def actors_in(self, spans: Iterable[Span]) -> tuple[Link, ...]:
        """Links to the actors that are named within the spans, in the order of the text."""
        found: dict[str, Link] = {}
        for span in spans:
            for mention, actor in self._naming.within(span):
                if actor.id and span.contains(mention.span) and mention.type != MentionType.DEMONYM:
                    found.setdefault(actor.id, Link(id=actor.id, span=mention.span))
        return tuple(found.values())

    def ids_of(self, id: str) -> set[str]:
        """An actor's id and that of the actor on whose behalf it acts."""
        actor = self._actors.get(id)
        principal = actor.principal.id if actor is not None and actor.principal is not None else None
        return {id} | ({principal} if principal else set())

    def names_of(self, id: str) -> tuple[str, ...]:
        """An actor's name and that of the actor on whose behalf it acts; () for an unknown id."""
        found = (self._actors.get(i) for i in sorted(self.ids_of(id)))
        return tuple(actor.name for actor in found if actor is not None)

    def names_actor(self, word: Word) -> bool:
        """Whether a mention of an actor, or a named entity, covers the word or a modifier of it ("U.S. forces")."""
        parts = (word, *self.annotation.children(word, "amod", "compound", "flat"))
        return any(self._is_named(part) for part in parts)

    def names_somebody(self, words: Iterable[Word]) -> bool:
        """Whether one of some noun phrases names an actor or is a pronoun."""
        return any(word.upos == "PRON" or self.names_actor(word) for word in words)

    def is_proposal_noun(self, word: Word) -> bool:
        """Whether a noun is one of those that name what is put forward."""
        return self.cues.noun_cue(word.lemma, word.text) is not None

    def _is_named(self, word: Word) -> bool:
        return self._naming.mention_at(word) is not None or self.entity_at(word) is not None

    def entity_at(self, word: Word) -> Entity | None:
        """The named entity that covers a word."""
        return next((e for e in self._entities.get(word.sentence, ()) if e.span.overlaps(word.span)), None)

    def actor_at(self, word: Word) -> Actor | None:
        """The actor whose smallest mention covers a word."""
        named = self._naming.mention_at(word)
        return None if named is None else named[1]

    def may_act(self, word: Word) -> bool:
        """Whether a noun phrase may name somebody who proposes: no "situation", no "figures"."""
        lemma = word.lemma.lower()
        abstract = lemma.endswith(_ABSTRACT) and word.upos == "NOUN" and not listed("acting", lemma)
        return not (listed("impersonal", lemma) or (abstract and not self._is_named(word)))


def _torn_off(word: Word, head: Word) -> bool:
    """As in "Saudi Arabia's call", with "Saudi" hung on the call: a capitalised modifier of what the name modifies."""
    return word.text[:1].isupper() and word.relation in ("amod", "compound") and word.head == head.head


def _append(found: list[Link], link: Link) -> None:
    """Add a link by words; a title and the name right after it are one ("Foreign Minister" "Ana Ruiz")."""
    last = found[-1].span if found and not found[-1].id else None
    if last is not None and link.span is not None and link.span.start - last.end == 1:
        found[-1] = Link(span=Span(last.start, link.span.end))
    else:
        found.append(link)
