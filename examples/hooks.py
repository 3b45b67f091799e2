"""For each hook, in the order of the stages, a complete plugin that has this one hook."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from diplomacy_nlp import (
    Actor,
    ActorKind,
    Annotation,
    Article,
    Finding,
    Form,
    Link,
    Mention,
    Position,
    PositionStance,
    Proposal,
    Quote,
    Reaction,
    Span,
    Stance,
    hookimpl,
)
from diplomacy_nlp.annotation import Sentence, Word


class OneWord:
    """A parser for articles of a single word."""

    @hookimpl
    def diplomacy_annotate(self, articles: Sequence[Article]) -> Iterator[Annotation]:
        for article in articles:
            span, text = Span(0, len(article.text)), article.text
            word = Word(id=1, text=text, span=span, lemma=text.lower(), upos="INTJ", head=0, deprel="root")
            yield Annotation(sentences=[Sentence(span=span, words=[word])], made_by="OneWord")


class EntityActors:
    """Every person that the entity recogniser found."""

    @hookimpl
    def diplomacy_find_actors(self, article: Article, annotation: Annotation) -> Iterator[Actor]:
        for entity in annotation.entities:
            if entity.type == "PER":
                mention = Mention(span=entity.span)
                yield Actor(name=article[entity.span], kind=ActorKind.PERSON, mentions=[mention])


class QuotationMarks:
    """All that stands between curly quotation marks, speaker unknown."""

    @hookimpl
    def diplomacy_find_quotes(self, article: Article) -> Iterator[Quote]:
        for match in re.finditer("“[^”]+”", article.text):
            yield Quote(content=[Span(*match.span())], form=Form.DIRECT)


class Propose:
    """Somebody proposed something."""

    @hookimpl
    def diplomacy_find_proposals(self, annotation: Annotation) -> Iterator[Proposal]:
        for word in annotation.words:
            if word.lemma == "propose":
                who = [Link(span=subject.span) for subject in annotation.children(word, "nsubj")]
                what = [annotation.phrase(part) for part in annotation.children(word, "obj", "xcomp")]
                yield Proposal(cue=word.span, proposers=who, content=what)


class Reject:
    """Somebody rejected something."""

    @hookimpl
    def diplomacy_find_reactions(self, annotation: Annotation) -> Iterator[Reaction]:
        for word in annotation.words:
            if word.lemma == "reject":
                what = annotation.child(word, "obj")
                yield Reaction(
                    cue=word.span,
                    stance=Stance.REJECT,
                    evidence=annotation.phrase(word),
                    reactors=[Link(span=subject.span) for subject in annotation.children(word, "nsubj")],
                    target=Link(span=annotation.phrase(what)) if what else None,
                )


class Proposers:
    """Who proposes a thing supports it."""

    @hookimpl
    def diplomacy_find_positions(self, proposals: Sequence[Proposal]) -> Iterator[Position]:
        for proposal in proposals:
            this = Link(id=proposal.id)
            for who in proposal.proposers:
                yield Position(actor=who, issue=this, stance=PositionStance.SUPPORT, evidence=[this])


class Numbers:
    """Every number in the text."""

    @hookimpl
    def diplomacy_find_more(self, annotation: Annotation) -> Iterator[Finding]:
        for word in annotation.words:
            if word.upos == "NUM":
                yield Finding(label="number", spans=[word.span])
