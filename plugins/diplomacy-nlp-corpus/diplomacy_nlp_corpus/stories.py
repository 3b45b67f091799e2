"""The story across articles: who is who, what is proposed, what became of it, and who reports what.

    corpus = link_stories(analyses)
    for story in corpus.stories:
        for proposal in story.proposals:
            for entry in proposal.timeline:
                print(corpus.date_of(entry.evidence), entry.status, entry.evidence.words)

Only findings are linked: no text is parsed. Of each Analysis a few words a finding are kept, so that analyses may come
from a stream, and a corpus of 100,000 articles fits into memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from attrs import field, frozen

from diplomacy_nlp import ActorKind, Analysis, ProposalKind, Stance, Status
from diplomacy_nlp.checks import shown

from .copies import CopyFinder, Family
from .errors import each
from .lookup import one_of
from .same_actors import Cast, same_actors
from .same_proposals import cases_of, same_proposals
from .sightings import Evidence, Report, report_of
from .timelines import Contradiction, Told, Turn, View, contradictions, timeline, turns

if TYPE_CHECKING:
    import networkx

__all__ = [
    "ArticleCard",
    "Contradiction",
    "CorpusActor",
    "CorpusProposal",
    "LinkedCorpus",
    "OutletView",
    "Story",
    "Told",
    "Turn",
    "View",
    "link_stories",
]


@frozen
class ArticleCard:
    """An article of the corpus, without its text.

    Args:
        id: `Article.id`.
        date: the day, ISO 8601; None where the article has none.
        source: the outlet; empty where it is not known.
        title: the headline.
        copy_of: the id of the article that it is a copy of; None for all others.
    """

    id: str
    date: str | None
    source: str
    title: str
    copy_of: str | None


@frozen
class CorpusActor:
    """One actor over all articles.

    Args:
        id: "a1", "a2" ... in this corpus.
        name: what most articles call it; `names`: all that it is called, the most frequent first.
        kind, country, wikidata, gazetteer_id: as in `Actor`; where articles differ, what most say.
        roles: its offices, the most frequent first.
        sightings: its first mention in each article.
    """

    id: str
    name: str
    names: tuple[str, ...]
    kind: ActorKind
    country: str | None
    roles: tuple[str, ...]
    wikidata: str | None
    gazetteer_id: str | None
    sightings: tuple[Evidence, ...]


@frozen
class CorpusProposal:
    """One course of action over all articles; actors by their ids in the corpus.

    Args:
        id: "p1", "p2" ... in this corpus.
        kind: what most articles take it for.
        words: how it is put in the article that tells of it first.
        proposers: who put it forward, whom most articles name first; `asked`: who is asked or would take part.
        told: what each article says, in the order of time, copies too.
        views: who thinks what of it, by which article, in the same order.
    """

    id: str
    kind: ProposalKind
    words: str
    proposers: tuple[str, ...]
    asked: tuple[str, ...]
    told: tuple[Told, ...]
    views: tuple[View, ...]

    @property
    def timeline(self) -> tuple[Told, ...]:
        """Its statuses over time: see `timelines.timeline`."""
        return timeline(self.told)

    @property
    def status(self) -> Status:
        """Where it stands in the end."""
        return (self.timeline or self.told)[-1].status

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Who changed their mind about it."""
        return turns(self.views)

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Where articles of the same days say opposite things about it."""
        return contradictions(self.told, self.views)

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles that tell of it, in the order of time."""
        return tuple(dict.fromkeys(one.evidence.article for one in self.told))


@frozen
class OutletView:
    """What one outlet reports of a proposal, and what it leaves out.

    Args:
        source: the outlet.
        articles: its articles that tell of the proposal.
        views: the views that it reports.
        left_out: pairs of an actor's id and a stance that other outlets report by the day of its last article, and it
            does not.
    """

    source: str
    articles: tuple[str, ...]
    views: tuple[View, ...]
    left_out: tuple[tuple[str, Stance], ...]


@frozen
class Story:
    """Articles that tell of the same proposals, and what they tell.

    Args:
        articles: in the order of time.
        proposals: in the order in which they are first told of.
        actors: who proposes, is asked, or reacts.
        copies: the families of copies among the articles.
    """

    articles: tuple[ArticleCard, ...]
    proposals: tuple[CorpusProposal, ...]
    actors: tuple[CorpusActor, ...]
    copies: tuple[Family, ...]

    def actor(self, name: CorpusActor | str) -> CorpusActor:
        """The actor of this story with this id or name, as `LinkedCorpus.actor` finds those of the corpus."""
        return one_of(name, CorpusActor, self.actors, "this story", _names)

    def proposal(self, words: CorpusProposal | str) -> CorpusProposal:
        """The proposal of this story with this id, or put in these words; a value is given back.

        Raises:
            KeyError: there is none, or there are several; the message names those there are.
            TypeError: it is neither a text nor a CorpusProposal.
        """
        return one_of(words, CorpusProposal, self.proposals, "this story", lambda one: ((one.id,), (one.words,)))

    def views_of(self, actor: CorpusActor | str, proposal: CorpusProposal | str | None = None) -> tuple[View, ...]:
        """An actor's stance over time, on one proposal or on all.

        Args:
            actor: the actor, its id or its name; `proposal`: the proposal, its id or its words.

        Raises:
            KeyError, TypeError: as for `actor` and `proposal`.
        """
        whose = self.actor(actor).id
        about = self.proposals if proposal is None else (self.proposal(proposal),)
        found = (view for one in about for view in one.views if view.actor == whose)
        return tuple(sorted(found, key=lambda view: (view.day is None, view.day or 0)))

    @property
    def turns(self) -> tuple[Turn, ...]:
        """All changes of mind."""
        return tuple(turn for proposal in self.proposals for turn in proposal.turns)

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """All contradictions."""
        return tuple(found for proposal in self.proposals for found in proposal.contradictions)

    def outlets(self, proposal: CorpusProposal | str) -> tuple[OutletView, ...]:
        """The outlets that tell of a proposal, side by side, by name.

        Args:
            proposal: the proposal, its id or its words.

        Raises:
            KeyError, TypeError: as for `proposal`; also where a value is of another story.
        """
        one = self.proposal(self.proposal(proposal).id)
        sources = {card.id: card.source for card in self.articles}
        return tuple(_outlet(source, one, sources) for source in sorted({sources[name] for name in one.articles}))


def _outlet(source: str, proposal: CorpusProposal, sources: Mapping[str, str]) -> OutletView:
    theirs = tuple(view for view in proposal.views if sources[view.evidence.article] == source)
    articles = tuple(name for name in proposal.articles if sources[name] == source)
    days = [told.day for told in proposal.told if told.evidence.article in articles and told.day is not None]
    known = {(view.actor, view.stance) for view in theirs}
    others = dict.fromkeys(
        (view.actor, view.stance)
        for view in proposal.views
        if sources[view.evidence.article] != source and days and (view.day is None or view.day <= max(days))
    )
    return OutletView(source, articles, theirs, tuple(pair for pair in others if pair not in known))


@frozen
class LinkedCorpus:
    """What `link_stories` gives: a corpus's articles, copies, actors, proposals and stories.

    Args:
        articles: as they came.
        copies: families of near-duplicates.
        actors, proposals: over all articles.
        stories: of two articles or more, the largest first.
    """

    articles: tuple[ArticleCard, ...] = field(repr=lambda found: f"<{len(found)}>")
    copies: tuple[Family, ...] = field(repr=lambda found: f"<{len(found)}>")
    actors: tuple[CorpusActor, ...] = field(repr=lambda found: f"<{len(found)}>")
    proposals: tuple[CorpusProposal, ...] = field(repr=lambda found: f"<{len(found)}>")
    stories: tuple[Story, ...] = field(repr=lambda found: f"<{len(found)}>")
    _cards: Mapping[str, ArticleCard] = field(init=False, repr=False, eq=False)

    @_cards.default
    def _by_id(self) -> Mapping[str, ArticleCard]:
        return {card.id: card for card in self.articles}

    def article(self, id: str) -> ArticleCard:
        """The article of this id; a KeyError where there is none."""
        try:
            return self._cards[id]
        except (KeyError, TypeError):  # the latter: what cannot be an id, such as a list
            raise KeyError(f"no article of the corpus has the id {shown(id)}") from None

    def date_of(self, evidence: Evidence) -> str | None:
        """The date of the article that evidence stands in; a KeyError where it is none of this corpus."""
        return self.article(evidence.article).date

    def actor(self, name: CorpusActor | str) -> CorpusActor:
        """The actor of this id or name; a value is given back.

        Raises:
            KeyError: there is none, or there are several; the message names those there are.
            TypeError: it is neither a text nor a CorpusActor.
        """
        return one_of(name, CorpusActor, self.actors, "the corpus", _names)


def _names(actor: CorpusActor) -> tuple[tuple[str, ...], ...]:
    return (actor.id,), (actor.name,), actor.names


_NO_ANALYSES = "link_stories: Analyses are expected, not {}; analyze articles first, and give a list of what is found"


def link_stories(analyses: Iterable[Analysis]) -> LinkedCorpus:
    """Links the findings of many articles.

    Args:
        analyses: in any order; articles need ids that differ, and dates (ISO 8601) where order is to count.

    Returns:
        Articles, copies, actors, proposals and stories. The same analyses in the same order give the same result.

    Raises:
        CorpusError: two articles have one id, or something given is no Analysis.
    """
    reports: list[Report] = []
    finder = CopyFinder()
    for analysis in each(Analysis, analyses, _NO_ANALYSES):
        finder.add(analysis.article)
        reports.append(report_of(analysis))
    copies = finder.families()
    firsts = {other: family.first for family in copies for other in family.others}
    cast = same_actors(reports)
    cards = tuple(_card(report, firsts) for report in reports)
    actors = _actors(reports, cast)
    proposals = _proposals(reports, cast, firsts)
    return LinkedCorpus(cards, copies, actors, proposals, _stories(cards, copies, actors, proposals))


def _card(report: Report, firsts: Mapping[str, str]) -> ArticleCard:
    day = None if report.date is None else date.fromordinal(report.date).isoformat()
    return ArticleCard(report.article, day, report.source, report.title, firsts.get(report.article))


def _actor_id(number: int) -> str:
    return f"a{number + 1}"


def _actors(reports: Sequence[Report], cast: Cast) -> tuple[CorpusActor, ...]:
    sightings: list[list[Evidence]] = [[] for _ in cast.entities]
    for report, numbers in zip(reports, cast.numbers, strict=True):
        for actor in report.actors:
            sightings[numbers[actor.evidence.item]].append(actor.evidence)
    return tuple(
        CorpusActor(
            id=_actor_id(entity.number),
            name=entity.name,
            names=_by_count(entity.names),
            kind=entity.kind,
            country=entity.country,
            roles=_by_count(entity.roles),
            wikidata=entity.wikidata,
            gazetteer_id=entity.gazetteer_id,
            sightings=tuple(sightings[entity.number]),
        )
        for entity in cast.entities
    )


def _by_count(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda name: (-counts[name], name)))


def _proposals(reports: Sequence[Report], cast: Cast, firsts: Mapping[str, str]) -> tuple[CorpusProposal, ...]:
    found = []
    for number, members in enumerate(same_proposals(cases_of(reports, cast)), 1):
        kinds: Counter[ProposalKind] = Counter(case.kind for case in members)
        proposers: Counter[int] = Counter()
        asked: Counter[int] = Counter()
        told: list[Told] = []
        views: list[View] = []
        for case in members:
            report, numbers = reports[case.place], cast.numbers[case.place]
            proposal = report.proposals[case.number]
            proposers.update(case.proposers)
            asked.update(numbers[one] for one in proposal.asked if one in numbers)
            is_copy = report.article in firsts
            told.append(Told(report.date, proposal.status, proposal.evidence, is_copy))
            views += _views(report, numbers, proposal.evidence.item, is_copy=is_copy)
        found.append(
            CorpusProposal(
                id=f"p{number}",
                kind=max(kinds, key=lambda kind: (kinds[kind], kind)),
                words=told[0].evidence.words,
                proposers=tuple(_actor_id(one) for one, _ in proposers.most_common()),
                asked=tuple(_actor_id(one) for one, _ in asked.most_common()),
                told=tuple(told),
                views=tuple(views),
            )
        )
    return tuple(found)


def _views(report: Report, numbers: Mapping[str, int], proposal: str, *, is_copy: bool) -> Iterator[View]:
    for reaction in report.reactions:
        if reaction.proposal == proposal:
            for one in reaction.reactors:
                if one in numbers:
                    actor = _actor_id(numbers[one])
                    yield View(actor, report.date, reaction.stance, reaction.evidence, reaction.is_firm, is_copy)


def _stories(
    cards: Sequence[ArticleCard],
    copies: Sequence[Family],
    actors: Sequence[CorpusActor],
    proposals: Sequence[CorpusProposal],
) -> tuple[Story, ...]:
    """The connected parts of the graph of articles, proposals and copies, of two articles or more."""
    places = {card.id: place for place, card in enumerate(cards)}
    by_proposal = {proposal.id: proposal for proposal in proposals}
    by_actor = {actor.id: actor for actor in actors}
    families = {family.first: family for family in copies}
    found = []
    for names, ids in _parts(proposals, copies):
        here = sorted((cards[places[name]] for name in names), key=lambda card: _when(card, places))
        theirs = sorted((by_proposal[one] for one in ids), key=lambda one: int(one.id[1:]))
        whose = dict.fromkeys(name for one in theirs for name in _whose(one))
        those = tuple(families[card.id] for card in here if card.id in families)
        found.append(Story(tuple(here), tuple(theirs), tuple(by_actor[name] for name in whose), those))
    return tuple(sorted(found, key=lambda story: (-len(story.articles), _when(story.articles[0], places))))


def _parts(proposals: Iterable[CorpusProposal], copies: Iterable[Family]) -> Iterator[tuple[list[str], list[str]]]:
    """Articles that proposals or copies connect, and the proposals that they tell of."""
    from networkx import Graph, connected_components

    graph: networkx.Graph[tuple[str, str]] = Graph()
    for proposal in proposals:
        graph.add_edges_from((("proposal", proposal.id), ("article", article)) for article in proposal.articles)
    for family in copies:
        graph.add_edges_from((("article", family.first), ("article", other)) for other in family.others)
    for part in connected_components(graph):
        articles = [name for kind, name in part if kind == "article"]
        if len(articles) > 1:
            yield articles, [name for kind, name in part if kind == "proposal"]


def _when(card: ArticleCard, places: Mapping[str, int]) -> tuple[bool, str, int]:
    return card.date is None, card.date or "", places[card.id]


def _whose(proposal: CorpusProposal) -> Iterator[str]:
    yield from proposal.proposers
    yield from proposal.asked
    yield from (view.actor for view in proposal.views)
