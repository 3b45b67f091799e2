"""Findings that are kept: a plugin is asked only where it, or what it is given, has changed; results are equal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from diplomacy_nlp_corpus import CorpusError, ParseStore, read_corpus, run_corpus
from diplomacy_nlp_corpus.kept import KeptPlugin

from diplomacy_nlp import (
    Actor,
    ActorKind,
    Analysis,
    Analyzer,
    Annotation,
    Article,
    Finding,
    Mention,
    MentionType,
    hookimpl,
)

ARTICLES = [Article(text="Paris met Oslo.", id="a"), Article(text="Rome refused.", id="b")]


class Names:
    """Finds words in capital letters; with `without`, all but one."""

    name = "names"

    def __init__(self, without: str = "") -> None:
        self.without = without
        self.asked: list[str] = []

    @hookimpl
    def diplomacy_find_actors(self, article: Article, annotation: Annotation) -> Iterator[Actor]:
        self.asked.append(article.id)
        for word in annotation.words:
            if word.text[0].isupper() and word.text != self.without:
                mentions = [Mention(span=word.span, type=MentionType.NAME)]
                yield Actor(
                    name=word.text, kind=ActorKind.STATE, mentions=mentions, confidence=0.1 + 0.2, why="capital"
                )


class Counts:
    """Labels each actor; sees neither the article nor its id."""

    name = "counts"

    def __init__(self) -> None:
        self.asked = 0

    @hookimpl(specname="diplomacy_find_more")
    def count(self, annotation: Annotation, actors: Sequence[Actor]) -> Iterator[Finding]:
        self.asked += 1
        for place, actor in enumerate(actors):
            yield Finding(label=f"actor {place} of {len(annotation.words)} words", spans=actor.spans, confidence=1.0)


def read(
    store: ParseStore | None, plugins: Sequence[Any], *, digests: dict[str, str] | None = None, **more: Any
) -> list[Analysis]:
    """The articles read with what a store keeps; a plugin's digest is "1" where none is given."""
    of = digests or {}
    kept = [
        plugin
        if store is None
        else KeptPlugin(plugin, store, name=plugin.name, digest=of.get(plugin.name, "1"), core="1", **more)
        for plugin in plugins
    ]
    return list(Analyzer(kept, on_error="collect").analyze_many(ARTICLES))


@pytest.fixture
def store(tmp_path: Path) -> ParseStore:
    return ParseStore(tmp_path / "kept.sqlite")


def found_in(analyses: Sequence[Analysis]) -> list[Any]:
    return [(a.article, a.actors, a.findings, a.problems) for a in analyses]


def test_nobody_is_asked_twice_and_results_are_equal(reader: Any, store: ParseStore) -> None:
    annotator, names, counts = reader.Reader(), Names(), Counts()
    first = read(store, [annotator, names, counts])
    assert [len(analysis.findings) for analysis in first] == [2, 1]
    second = read(store, [annotator, names, counts])
    assert (annotator.asked, names.asked, counts.asked) == (2, ["a", "b"], 2)
    assert first == second
    assert found_in(second) == found_in(read(None, [reader.Reader(), Names(), Counts()]))
    assert second[0].actors[0].confidence == 0.1 + 0.2


def test_a_changed_plugin_is_asked_and_others_only_where_it_finds_something_else(
    reader: Any, store: ParseStore
) -> None:
    read(store, [reader.Reader(), Names(), Counts()])
    same, counts = Names(), Counts()
    read(store, [reader.Reader(), same, counts], digests={"names": "2"})
    assert (same.asked, counts.asked) == (["a", "b"], 0)
    fewer = Names(without="Oslo.")
    third = read(store, [reader.Reader(), fewer, counts], digests={"names": "3"})
    assert (fewer.asked, counts.asked) == (["a", "b"], 1)
    assert found_in(third) == found_in(read(None, [reader.Reader(), Names(without="Oslo."), Counts()]))


def test_another_parser_or_core_asks_all(reader: Any, store: ParseStore) -> None:
    names = Names()
    read(store, [reader.Reader(), names])
    read(store, [reader.Reader(), names], digests={"reader": "2"})
    assert len(names.asked) == 4
    core = [KeptPlugin(p, store, name=p.name, digest="1", core="2") for p in (reader.Reader(), names)]
    list(Analyzer(core).analyze_many(ARTICLES))
    assert len(names.asked) == 6


def test_what_fails_is_not_kept(reader: Any, store: ParseStore) -> None:
    class Fails(Names):
        @hookimpl
        def diplomacy_find_actors(self, article: Article, annotation: Annotation) -> Iterator[Actor]:
            yield from super().diplomacy_find_actors(article, annotation)
            if article.id == "a":
                raise ValueError("no more")
            yield "no actor"  # type: ignore[misc]

    fails = Fails()
    first = read(store, [reader.Reader(), fails])
    assert [analysis.problems[0].message for analysis in first] == [
        "ValueError: no more",
        "TypeError: Actor items are expected, not str ('no actor')",
    ]
    assert [len(analysis.actors) for analysis in first] == [2, 1]
    assert read(store, [reader.Reader(), fails]) == first
    assert fails.asked == ["a", "b", "a", "b"]


def test_parses_alone(reader: Any, store: ParseStore) -> None:
    annotator, names = reader.Reader(), Names()
    read(store, [annotator, names], findings=False)
    read(store, [annotator, names], findings=False)
    assert (annotator.asked, names.asked) == (2, ["a", "b"] * 2)


def test_a_plugin_that_parses_and_finds_does_both(reader: Any, store: ParseStore) -> None:
    class Both(reader.Reader):  # type: ignore[misc]
        @hookimpl
        def diplomacy_find_more(self, annotation: Annotation) -> Iterator[Finding]:
            yield Finding(label="read", spans=[annotation.words[0].span], confidence=1.0)

    for _ in range(2):
        assert [len(analysis.findings) for analysis in read(store, [Both()])] == [1, 1]


def test_what_cannot_be_read_is_found_again(reader: Any, store: ParseStore) -> None:
    names = Names()
    first = read(store, [reader.Reader(), names])
    for broken in (b"", b"{", b'[{"schema": 1, "type": "Actor"}]', b"[1]"):
        store._database.execute("UPDATE findings SET found = ?", (broken,))
        assert read(store, [reader.Reader(), names]) == first
    assert len(names.asked) == 10


def test_a_changed_option_costs_its_plugin_and_gives_what_a_new_reading_gives(seed_text: str, tmp_path: Path) -> None:
    articles = [Article(text=seed_text, id="seed"), Article(text="Paris rejected the plan that Oslo had proposed.")]
    given: dict[str, Any] = {"parses": tmp_path / "p.sqlite", "workers": 2}
    run_corpus(articles, tmp_path / "one", **given)
    options = {"reactions": {"min_confidence": 0.6}}
    run_corpus(articles, tmp_path / "two", **given, options=options)
    one, two = (list(read_corpus(tmp_path / name)) for name in ("one", "two"))
    assert two == list(Analyzer.discover(options=options, on_error="collect").analyze_many(articles))
    assert 0 < len(two[0].reactions) < len(one[0].reactions)


def test_a_full_disk_of_the_store_ends_the_run_and_makes_no_problems_of_articles(
    reader: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.sqlite"
    rows = [f"Paris met Oslo {number} times." for number in range(40)]
    ParseStore(path)._database.execute(
        "CREATE TRIGGER full BEFORE INSERT ON findings WHEN (SELECT count(*) FROM "
        "findings) >= 20 BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
    )
    with pytest.raises(CorpusError, match=r"p\.sqlite: kept parses cannot be used .*full.*free the disk"):
        run_corpus(rows, tmp_path / "out", plugins=reader.plugins, shard_size=16, parses=path)
    assert len(list(read_corpus(tmp_path / "out"))) == 16
    ParseStore(path)._database.execute("DROP TRIGGER full")
    done = run_corpus(rows, tmp_path / "out", plugins=reader.plugins, shard_size=16, parses=path)
    assert (done.articles, done.problems, done.kept) == (40, 0, 1)
