"""Plugins that misbehave: the error is ours, names the right plugin, and costs nobody else anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from diplomacy_nlp import Actor, Analyzer, Annotation, Article, Finding, Link, Mention, Quote, Span, hookimpl
from diplomacy_nlp.annotation import Entity, Sentence, Word
from diplomacy_nlp.errors import PluginError, PluginLoadError

TEXT = "Oslo agreed."
OSLO, AGREED = Span(0, 4), Span(5, 11)


def word(**fields: Any) -> Word:
    return Word(
        **{"id": 1, "text": "Oslo", "span": OSLO, "lemma": "Oslo", "upos": "PROPN", "head": 0, "deprel": "root"}
        | fields
    )


def broken(value: Any, **fields: Any) -> Any:
    """A frozen value that a plugin broke all the same."""
    for name, wrong in fields.items():
        object.__setattr__(value, name, wrong)
    return value


class Fine:
    """An annotator without faults."""

    name = "fine"

    @hookimpl
    def diplomacy_annotate(self, articles: Sequence[Article]) -> Iterator[Annotation]:
        for _ in articles:
            yield Annotation(sentences=[Sentence(span=OSLO, words=[word()])], made_by="fine")


class Capital:
    """A plugin without faults."""

    name = "capital"

    @hookimpl
    def diplomacy_find_more(self) -> list[Finding]:
        return [Finding(label="capital", spans=[OSLO])]


class UnspeakableError(Exception):
    def __str__(self) -> str:
        raise RuntimeError("not even this")


class Shapeless:
    def __repr__(self) -> str:
        raise RuntimeError("no repr")


def one(word_or_words: Any, **fields: Any) -> Annotation:
    return Annotation(sentences=[Sentence(span=OSLO, words=[word_or_words])], **fields)


ANNOTATIONS: dict[str, Callable[[], Any]] = {
    "span is None": lambda: one(word(span=None)),
    "span is a pair": lambda: one(word(span=(0, 4))),
    "word out of the text": lambda: one(word(span=Span(0, 400))),
    "sentence out of the text": lambda: Annotation(sentences=[Sentence(span=Span(0, 400), words=[word()])]),
    "entity out of the text": lambda: one(word(), entities=[Entity(span=Span(0, 400), type="LOC")]),
    "entity without a span": lambda: one(word(), entities=[Entity(span=None, type="LOC")]),  # type: ignore[arg-type]
    "entities are words": lambda: one(word(), entities=[word()]),
    "made_by is None": lambda: one(word(), made_by=None),
    "lemma is None": lambda: one(word(lemma=None)),
    "head is text": lambda: one(word(head="0")),
    "words are text": lambda: one("Oslo"),
    "broken span": lambda: one(word(span=broken(Span(0, 4), end=-2))),
    "broken word": lambda: one(broken(word(), span=None)),
    "broken tree": lambda: broken(one(word()), sentences=[Sentence(span=OSLO, words=[broken(word(), head=9)])]),
    "broken sentences": lambda: broken(one(word()), sentences=None),
    "no vectors": lambda: one(word(), vectors=[[1.0]]),
    "vectors of another size": lambda: one(word(), vectors=np.zeros((2, 3))),
    "no annotation": Shapeless,
    "an unspeakable error": lambda: (_ for _ in ()).throw(UnspeakableError()),
}


@pytest.mark.parametrize("fault", ANNOTATIONS)
def test_an_annotators_fault_is_told_by_its_name(fault: str) -> None:
    class Wrong:
        name = "wrong"

        @hookimpl
        def diplomacy_annotate(self, articles: Sequence[Article]) -> Iterator[Any]:
            for article in articles:
                yield from Fine().diplomacy_annotate([article]) if article.id == "good" else [ANNOTATIONS[fault]()]

    articles = [Article(text=TEXT, id="good"), Article(text=TEXT, id="bad")]
    results = Analyzer([Wrong(), Capital()]).analyze_many(articles)
    assert next(results).article.id == "good"
    with pytest.raises(PluginError, match="plugin 'wrong', in diplomacy_annotate, on article 'bad': "):
        next(results)
    good, bad = Analyzer([Wrong(), Capital()], on_error="collect").analyze_many(articles)
    assert (len(good.findings), good.problems) == (1, ())
    assert [(problem.plugin, problem.hook) for problem in bad.problems] == [("wrong", "diplomacy_annotate")]


ITEMS: dict[str, Callable[[], Any]] = {
    "shapeless": Shapeless,
    "broken spans": lambda: broken(Finding(label="x", spans=[OSLO]), spans=None),
    "a span turned round": lambda: Finding(label="x", spans=[broken(Span(0, 4), start=9)]),
    "a span of text": lambda: Finding(label="x", spans=[broken(Span(0, 4), end="4")]),
    "a span of white space": lambda: Finding(label="x", spans=[Span(4, 5)]),
    "broken label": lambda: broken(Finding(label="x", spans=[OSLO]), label=Shapeless()),
    "broken confidence": lambda: broken(Finding(label="x", spans=[OSLO]), confidence=7),
    "a link to nothing": lambda: Finding(label="x", spans=[OSLO], links=[broken(Link(id="a1"), id=None)]),
    "an unspeakable error": lambda: (_ for _ in ()).throw(UnspeakableError()),
}


@pytest.mark.parametrize("fault", ITEMS)
def test_a_finders_fault_is_told_by_its_name(fault: str) -> None:
    class Wrong:
        name = "wrong"

        @hookimpl
        def diplomacy_find_more(self) -> Iterator[Any]:
            yield Finding(label="before", spans=[AGREED])
            yield ITEMS[fault]()

    with pytest.raises(PluginError, match="plugin 'wrong', in diplomacy_find_more, on article") as caught:
        Analyzer([Fine(), Capital(), Wrong()]).analyze(TEXT)
    assert len(str(caught.value)) < 500
    analysis = Analyzer([Fine(), Capital(), Wrong()], on_error="collect").analyze(TEXT)
    assert [item.label for item in analysis.findings] == ["capital", "before"]
    assert [problem.plugin for problem in analysis.problems] == ["wrong"]


def test_what_a_plugin_gives_is_trimmed_and_of_plain_types() -> None:
    class Text(str):
        def __repr__(self) -> str:
            raise RuntimeError("no repr")

    class Loose:
        name = "loose"

        @hookimpl
        def diplomacy_find_quotes(self) -> list[Quote]:
            return [Quote(content=[Span(4, 12)], cue=Span(0, 5), why=Text("a rule"), confidence=np.float64(0.5))]

    (quote,) = Analyzer([Fine(), Loose()]).analyze(TEXT).quotes
    assert (quote.cue, quote.content) == (OSLO, (Span(5, 12),))
    assert (type(quote.why), type(quote.confidence)) == (str, float)


def test_names_and_roles_are_on_one_line_and_can_be_printed() -> None:
    mention = Mention(span=OSLO)
    actor = Actor(name="Anna\n  Roth\u202e\x1b[2J", kind="person", mentions=[mention], role="foreign\tminister")
    assert (actor.name, actor.role) == ("Anna Roth [2J", "foreign minister")


def ends() -> Any:
    raise SystemExit(3)


@pytest.mark.parametrize(
    ("gives", "message"),
    [
        (
            lambda: Finding(label="x", spans=[OSLO]),
            r"what it gives: several are expected \(a list\), not Finding\(.*\[...\]",
        ),
        (lambda: {"x": OSLO}, "what it gives: several are expected .* not {'x'"),
        (lambda: "x", "what it gives: several are expected .* not 'x'"),
        (lambda: 5, "what it gives: several are expected .* not 5"),
        (ends, "SystemExit: 3"),
    ],
)
def test_a_plugin_that_gives_no_several_or_ends_the_process_is_told(gives: Any, message: str) -> None:
    class Single:
        name = "single"

        @hookimpl
        def diplomacy_find_more(self) -> Any:
            return gives()

    class Annotator:
        name = "annotator"

        @hookimpl
        def diplomacy_annotate(self) -> Any:
            return gives()

    with pytest.raises(PluginError, match=f"plugin 'single', in diplomacy_find_more, on article .*{message}"):
        Analyzer([Fine(), Single()]).analyze(TEXT)
    with pytest.raises(PluginError, match=f"plugin 'annotator', in diplomacy_annotate, on article .*{message}"):
        Analyzer([Annotator()]).analyze(TEXT)
    analysis = Analyzer([Fine(), Single(), Capital()], on_error="collect").analyze(TEXT)
    assert len(analysis.findings) == len(analysis.problems) == 1


def test_makers_can_be_printed() -> None:
    with pytest.raises(TypeError, match=r"Finding.found_by: str items are expected, not"):
        Finding(label="x", spans=[OSLO], found_by=["\ud800"])


# --- what is shared -----------------------------------------------------------------------------------------------


def test_vectors_are_read_only_and_a_plugin_that_tries_is_told() -> None:
    vectors = np.ones((1, 3))

    class Vectors(Fine):
        @hookimpl
        def diplomacy_annotate(self, articles: Sequence[Article]) -> list[Annotation]:
            return [one(word(), vectors=vectors, inner_vectors=vectors) for _ in articles]

    class Normaliser:
        name = "normaliser"

        @hookimpl
        def diplomacy_find_actors(self, annotation: Annotation) -> list[Actor]:
            numbers: Any = np.asarray(annotation.vectors)
            numbers /= 10
            return []

    with pytest.raises(PluginError, match=r"plugin 'normaliser', .* read-only"):
        Analyzer([Vectors(), Normaliser()]).analyze(TEXT)
    assert vectors.sum() == 3  # and the annotator's own are as they were


# --- names --------------------------------------------------------------------------------------------------------


def test_a_name_that_cannot_be_printed_is_refused() -> None:
    class Sly(Capital):
        name = "quotes\u202e"

    with pytest.raises(PluginLoadError, match="plugin 'quotes': its name is not on one line"):
        Analyzer([Fine(), Sly()])
