"""Stages, faults and the combined result, with small plugins."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations
from typing import Any

import pytest
from diplomacy_nlp_positions import Positions

from diplomacy_nlp import (
    Actor,
    Analyzer,
    Annotation,
    Article,
    DiplomacyError,
    Finding,
    Link,
    Mention,
    Proposal,
    Quote,
    Reaction,
    Span,
    hookimpl,
)
from diplomacy_nlp.errors import ArticleError, PluginError
from diplomacy_nlp.testing import StoredAnnotations

TEXT = "Oslo proposed talks. Rome rejected the plan."


def at(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


class NoParse:
    """An annotator that finds no words."""

    name = "no-parse"

    @hookimpl
    def diplomacy_annotate(self, articles: Sequence[Article]) -> list[Annotation]:
        return [Annotation(sentences=(), made_by="nothing") for _ in articles]


class Capitals:
    name = "capitals"

    @hookimpl
    def diplomacy_find_actors(self) -> Iterator[Actor]:
        yield Actor(name="Italy", kind="state", mentions=[Mention(span=at("Rome"), type="metonym")])
        yield Actor(name="Norway", kind="state", mentions=[Mention(span=at("Oslo"), type="metonym")], confidence=0.9)


class Officials:
    name = "officials"

    @hookimpl
    def diplomacy_find_actors(self) -> list[Actor]:
        mention = Mention(span=at("Oslo"), type="metonym")
        return [Actor(name="Oslo", kind="government", mentions=[mention], country="NOR", confidence=0.5)]


class Plans:
    name = "plans"

    @hookimpl
    def diplomacy_find_proposals(self) -> Iterator[Proposal]:
        yield Proposal(cue=at("proposed"), proposers=[Link(span=at("Oslo"))], mentions=[at("the plan")])


class Refusals:
    name = "refusals"

    @hookimpl
    def diplomacy_find_reactions(self) -> Iterator[Reaction]:
        yield Reaction(
            cue=at("rejected"),
            stance="reject",
            evidence=at("Rome rejected the plan"),
            reactors=[Link(span=at("Rome"))],
            target=Link(span=at("the plan")),
        )


ALL = (Capitals, Officials, Plans, Refusals, Positions)


def test_the_findings_of_all_plugins_combine() -> None:
    analysis = Analyzer([NoParse(), *(plugin() for plugin in ALL)]).analyze(TEXT)
    assert [(a.id, a.name, a.country, a.found_by) for a in analysis.actors] == [
        ("a1", "Norway", "NOR", ("capitals", "officials")),
        ("a2", "Italy", None, ("capitals",)),
    ]
    (proposal,) = analysis.proposals
    (reaction,) = analysis.reactions
    assert proposal.proposers == (Link(id="a1", span=at("Oslo")),)
    assert analysis.resolve(reaction.target) is proposal
    assert proposal.status == "rejected"
    assert analysis.reactions_to(proposal) == (reaction,)
    assert [(p.id, p.actor.id, p.issue.id, p.stance) for p in analysis.positions] == [
        ("s1", "a1", "p1", "support"),
        ("s2", "a2", "p1", "oppose"),
    ]
    assert analysis.annotated_by == "nothing"


def test_every_order_of_the_plugins_gives_the_same_analysis() -> None:
    results = [Analyzer([NoParse(), *(plugin() for plugin in order)]).analyze(TEXT) for order in permutations(ALL)]
    ids = [[item.id for item in result.items] for result in results]
    assert all(result == results[0] for result in results)
    assert all(found == ids[0] for found in ids)


def test_the_analysis_says_what_ran() -> None:
    infos = Analyzer([NoParse(), Plans()]).analyze(TEXT).plugins
    assert [(info.name, info.hooks) for info in infos] == [
        ("no-parse", ("diplomacy_annotate",)),
        ("plans", ("diplomacy_find_proposals",)),
    ]


def test_explain_shows_stages_hooks_and_plugins() -> None:
    lines = Analyzer([NoParse(), Capitals(), Officials()]).explain().splitlines()
    assert lines[1].split() == ["1", "diplomacy_annotate", "no-parse"]
    assert lines[2].split() == ["2", "diplomacy_find_actors", "capitals,", "officials"]
    assert lines[3].split() == ["3", "diplomacy_find_quotes", "(none)"]
    assert len(lines) == 8


# --- choosing the annotator ---------------------------------------------------------------------------------------


class OtherParse(NoParse):
    name = "other-parse"


def test_without_an_annotator_the_error_says_what_to_install() -> None:
    with pytest.raises(DiplomacyError, match="install diplomacy-nlp-stanza"):
        Analyzer([Plans()])


def test_two_annotators_want_a_choice() -> None:
    with pytest.raises(DiplomacyError, match=r"several plugins parse texts \(no-parse, other-parse\)"):
        Analyzer([NoParse(), OtherParse()])
    assert Analyzer([NoParse(), OtherParse()], annotator="other-parse").analyze(TEXT)
    with pytest.raises(DiplomacyError, match="'plans': no such plugin parses"):
        Analyzer([NoParse(), Plans()], annotator="plans")


def test_an_annotator_can_be_given_by_itself() -> None:
    article = Article(text=TEXT)
    stored = StoredAnnotations([(article, Annotation(sentences=(), made_by="by hand"))])
    assert Analyzer([NoParse(), Plans()], annotator=stored).analyze(article).annotated_by == "by hand"


# --- faults -------------------------------------------------------------------------------------------------------


def _raises(**_: object) -> Iterator[Quote]:
    yield Quote(content=[at("talks")])
    raise RuntimeError("out of ink")


class MySpan(Span):
    """A span of a plugin's own."""


FAULTS: dict[str, tuple[Callable[..., Any], str]] = {
    "it raises": (_raises, "RuntimeError: out of ink"),
    "a span beyond the text": (lambda: [Quote(content=[Span(40, 99)])], r"content\[0\]: span 40-99 ends beyond"),
    "an id that nothing has": (lambda: [Quote(content=[at("talks")], speaker=Link(id="a9"))], "'a9' is none of"),
    "a wrong type": (lambda: [Finding(label="x", spans=[at("talks")])], "Quote items are expected, not Finding"),
    "a string": (lambda: "talks", "several are expected .* not 'talks'"),
    "no list": (lambda: 7, "several are expected .* not 7"),
    "a subclass": (lambda: [type("MyQuote", (Quote,), {})(content=[at("talks")])], "not MyQuote"),
    "a subclass of a span": (
        lambda: [Quote(content=[MySpan(0, 1), MySpan(2, 600)])],
        r"content\[0\]: a class of diplomacy_nlp is expected, not MySpan",
    ),
    "a subclass of a link": (
        lambda: [Quote(content=[at("talks")], speakers=[type("MyLink", (Link,), {})(span=Span(0, 600))])],
        "Quote.speaker: a class of diplomacy_nlp is expected, not MyLink",
    ),
}


def faulty(work: Callable[..., Any]) -> object:
    class Faulty:
        name = "faulty"

        @hookimpl
        def diplomacy_find_quotes(self) -> Any:
            return work()

    return Faulty()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_reported_with_plugin_hook_and_article(fault: str) -> None:
    work, message = FAULTS[fault]
    with pytest.raises(PluginError, match=message) as caught:
        Analyzer([NoParse(), faulty(work)]).analyze(Article(text=TEXT, id="news-7"))
    assert (caught.value.plugin, caught.value.hook, caught.value.article) == (
        "faulty",
        "diplomacy_find_quotes",
        "news-7",
    )


@pytest.mark.parametrize("fault", FAULTS)
def test_collected_faults_cost_nothing_else(fault: str) -> None:
    work, _ = FAULTS[fault]
    analysis = Analyzer([NoParse(), faulty(work), *(p() for p in ALL)], on_error="collect").analyze(TEXT)
    assert {problem.plugin for problem in analysis.problems} == {"faulty"}
    assert all(problem.hook == "diplomacy_find_quotes" for problem in analysis.problems)
    assert (len(analysis.actors), len(analysis.proposals), len(analysis.reactions)) == (2, 1, 1)


def test_the_cause_of_a_fault_is_kept() -> None:
    with pytest.raises(PluginError) as caught:
        Analyzer([NoParse(), faulty(_raises)]).analyze(TEXT)
    assert isinstance(caught.value.__cause__, RuntimeError)


def test_what_a_plugin_gave_before_its_fault_is_kept() -> None:
    analysis = Analyzer([NoParse(), faulty(_raises)], on_error="collect").analyze(TEXT)
    assert [analysis.words(quote) for quote in analysis.quotes] == ["talks"]


def test_none_from_an_extractor_is_nothing_found() -> None:
    assert Analyzer([NoParse(), faulty(lambda: None)]).analyze(TEXT).quotes == ()


class Choosy(NoParse):
    """Fails on whole batches, and on articles with a comma."""

    name = "choosy"

    @hookimpl
    def diplomacy_annotate(self, articles: Sequence[Article]) -> list[Annotation]:
        if any("," in article.text for article in articles):
            raise RuntimeError("a comma")
        return [Annotation(sentences=()) for _ in articles]


def test_one_article_that_cannot_be_parsed_costs_the_others_nothing() -> None:
    texts = ["one", "two, three", "four"]
    collected = list(Analyzer([Choosy()], on_error="collect").analyze_many(texts))
    assert [len(analysis.problems) for analysis in collected] == [0, 1, 0]
    results = Analyzer([Choosy()]).analyze_many(texts)
    assert next(results).article.text == "one"
    with pytest.raises(PluginError, match="a comma"):
        next(results)


def test_articles_before_a_bad_one_are_still_given() -> None:
    results = Analyzer([NoParse()]).analyze_many(["one", "two", "  "])
    assert [next(results).article.text for _ in range(2)] == ["one", "two"]
    with pytest.raises(ArticleError, match="blank"):
        next(results)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([Annotation(sentences=())] * 2, "2 or more annotations for 1 articles"),
        ([None], "an Annotation is expected, not NoneType"),
        (None, "several are expected .* not None"),
    ],
)
def test_an_annotator_that_answers_wrongly_is_named(given: Any, message: str) -> None:
    class Wrong(NoParse):
        name = "wrong"

        @hookimpl
        def diplomacy_annotate(self) -> Any:
            return given

    with pytest.raises(PluginError, match=message) as caught:
        Analyzer([Wrong()]).analyze(TEXT)
    assert caught.value.plugin == "wrong"


@pytest.mark.parametrize("options", [{"on_error": "ignore"}, {"batch_size": 0}])
def test_unknown_options_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(options))):
        Analyzer([NoParse()], **options)


def test_an_article_or_its_text_is_wanted() -> None:
    with pytest.raises(ArticleError, match="not bytes"):
        Analyzer([NoParse()]).analyze(b"Paris")  # type: ignore[arg-type]


def test_articles_are_parsed_in_batches_and_read_as_needed() -> None:
    sizes = []

    class Counting(NoParse):
        name = "counting"

        @hookimpl
        def diplomacy_annotate(self, articles: Sequence[Article]) -> list[Annotation]:
            sizes.append(len(articles))
            return [Annotation(sentences=()) for _ in articles]

    endless = (f"text {n}" for n in range(10**9))
    results = Analyzer([Counting()], batch_size=4).analyze_many(endless)
    assert [next(results).article.text for _ in range(5)][-1] == "text 4"
    assert sizes == [4, 4]


def test_threads_may_share_an_analyzer() -> None:
    analyzer = Analyzer([NoParse(), *(plugin() for plugin in ALL)])
    expected = analyzer.analyze(TEXT)
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(analyzer.analyze(TEXT))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8
