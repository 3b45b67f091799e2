"""Parses that are kept: results are equal, and the annotator is asked once for a text."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import pytest
from diplomacy_nlp_corpus import CorpusError, KeptParses, ParseStore, read_corpus, run_corpus
from diplomacy_nlp_corpus.parses import pack, rounded, unpack

from diplomacy_nlp import Analyzer, Annotation, Article

TEXTS = ["Paris met Oslo twice.", "Rome — “so be it” — refused.", "\n\n Ürümqi waits 🕊 for Bern.\r\n"]


def arrays_of(annotation: Annotation) -> list[Any]:
    return [None if v is None else np.asarray(v) for v in (annotation.vectors, annotation.inner_vectors)]


@pytest.mark.parametrize("text", TEXTS)
def test_a_real_parse_comes_back_as_it_was(parse: Any, text: str) -> None:
    _, annotation = parse(text)
    back = unpack(pack(annotation))
    assert back == annotation
    assert (back.made_by, back.vectors_by) == (annotation.made_by, annotation.vectors_by)
    assert back.vectors_by
    for ours, theirs in zip(arrays_of(back), arrays_of(rounded(annotation)), strict=True):
        assert np.array_equal(ours, theirs)
        assert ours.dtype == np.float16


def test_vectors_that_half_precision_cannot_hold_are_kept_whole(reader: Any) -> None:
    (annotation,) = reader.Reader().diplomacy_annotate([Article(text="Paris met Oslo.")])
    assert np.asarray(rounded(annotation).vectors).dtype == np.float16
    large = attrs.evolve(annotation, vectors=np.asarray(annotation.vectors) * np.float32(1e6))
    assert np.array_equal(np.asarray(unpack(pack(rounded(large))).vectors), np.asarray(large.vectors))


def test_a_changed_parse_is_refused_and_made_anew(reader: Any, tmp_path: Path) -> None:
    store = ParseStore(tmp_path / "p.sqlite")
    (annotation,) = reader.Reader().diplomacy_annotate([Article(text="Paris met Oslo.")])
    store.put([("k", annotation)])
    assert store.get("k") == annotation
    store.close()
    with sqlite3.connect(tmp_path / "p.sqlite") as database:
        (data,) = database.execute("SELECT parse FROM parses").fetchone()
        for broken in (data[:-1], data[:40], b"", data[:-1] + b"?"):
            database.execute("UPDATE parses SET parse = ?", (broken,))
            database.commit()
            assert ParseStore(tmp_path / "p.sqlite").get("k") is None
    database.close()


def test_the_annotator_is_asked_once_for_a_text(reader: Any, tmp_path: Path) -> None:
    annotator, store = reader.Reader(), ParseStore(tmp_path / "p.sqlite")
    kept = KeptParses(annotator, store, "one", name="reader")
    articles = [Article(text=text, id=str(n)) for n, text in enumerate([*TEXTS, TEXTS[0]])]
    first = kept.diplomacy_annotate(articles=articles)
    assert annotator.asked == len(store) == 3
    assert first[0] == first[3]
    second = kept.diplomacy_annotate(articles=articles)
    assert annotator.asked == 3
    assert second == first
    for ours, theirs in zip(first, second, strict=True):
        assert np.array_equal(np.asarray(ours.vectors), np.asarray(theirs.vectors))
    KeptParses(annotator, store, "another model", name="reader").diplomacy_annotate(articles=articles)
    assert annotator.asked == len(store) == 6


def test_threads_share_a_store(reader: Any, tmp_path: Path) -> None:
    store = ParseStore(tmp_path / "p.sqlite")
    kept = KeptParses(reader.Reader(), store, "one", name="reader")
    articles = [Article(text=f"Paris met Oslo {number} times.") for number in range(200)]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda article: kept.diplomacy_annotate(articles=[article])[0], articles))
    assert len(store) == 200
    assert store.fault is None
    assert found == reader.Reader().diplomacy_annotate(articles)


def test_results_are_equal_with_and_without_kept_parses(seed_text: str, tmp_path: Path) -> None:
    articles = [Article(text=seed_text, id="seed"), *(Article(text=text) for text in TEXTS)]
    first = run_corpus(articles, tmp_path / "one", parses=tmp_path / "p.sqlite", workers=2)
    assert first.articles == len(ParseStore(tmp_path / "p.sqlite")) == 4
    run_corpus(articles, tmp_path / "two", parses=tmp_path / "p.sqlite", workers=2)
    found = list(read_corpus(tmp_path / "two"))
    assert found == list(read_corpus(tmp_path / "one"))
    assert found == list(Analyzer.discover(on_error="collect").analyze_many(articles))
    assert found[0].reactions
    for part in ("articles", "problems"):
        one, two = (next((tmp_path / run / part).iterdir()).read_bytes() for run in ("one", "two"))
        assert one == two


@pytest.mark.parametrize("round", range(20))
def test_many_may_open_a_new_store_at_once(tmp_path: Path, round: int) -> None:
    begin = threading.Barrier(8)  # SQLite refuses some of them at once, without waiting, in one round of ten

    def opened(number: int) -> bytes | None:
        begin.wait()
        store = ParseStore(tmp_path / "parses.sqlite")
        store.keep(f"key {number}", b"found")
        return store.found(f"key {number}")

    with ThreadPoolExecutor(8) as pool:
        assert [*pool.map(opened, range(8))] == [b"found"] * 8


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.sqlite").write_bytes(b"this is a text, and long enough for a header of a database" * 3)
    with pytest.raises(CorpusError, match=r"p\.sqlite: kept parses cannot be used .*name another file"):
        ParseStore(tmp_path / "p.sqlite")
