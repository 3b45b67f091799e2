"""An article's analysis is equal, byte for byte, whatever is read along with it, before it, and in how many threads."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest

from diplomacy_nlp import Analyzer, Article, to_json

INVENTED = ("ceasefire", "climate-finance", "hotline")
JOINTS = (" ", "\n\n", " — ", "’s ", "; ", " “", "”, ")


def _excerpt(text: str, rolled: random.Random) -> str:
    """Some of a text, cut anywhere, a little torn, as scraped articles are."""
    start = rolled.randrange(len(text) - 20)
    found = text[start : start + rolled.choice((20, 60, 200, 500))]
    return found.replace(" ", rolled.choice(JOINTS), rolled.randrange(3))


@pytest.fixture(scope="module")
def articles(repository: Path, seed_text: str) -> list[Article]:
    """The seed, invented articles, and excerpts of them."""
    whole = [(repository / "benchmarks" / "invented" / f"{name}.txt").read_text(encoding="utf-8") for name in INVENTED]
    rolled = random.Random(20)
    parts = [_excerpt(rolled.choice(whole), rolled) for _ in range(22)]
    return [Article(text=text, id=str(number)) for number, text in enumerate([seed_text, *whole, *parts])]


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer.discover(batch_size=16)


@pytest.fixture(scope="module")
def alone(analyzer: Analyzer, articles: list[Article]) -> dict[str, str]:
    """What each article's analysis is as JSON, when it is read alone."""
    return {article.id: to_json(analyzer.analyze(article)) for article in articles}


def test_there_is_something_to_compare(alone: dict[str, str]) -> None:
    assert all(f'"{kind}"' in alone["0"] for kind in ("actors", "quotes", "proposals", "reactions"))
    assert alone["0"].count('"confidence"') > 20


def test_in_batches_in_any_order(analyzer: Analyzer, articles: list[Article], alone: dict[str, str]) -> None:
    shuffled = random.Random(1).sample(articles, len(articles))
    together = {analysis.article.id: to_json(analysis) for analysis in analyzer.analyze_many(shuffled)}
    assert together == alone


def test_whatever_number_of_threads_torch_has(
    analyzer: Analyzer, articles: list[Article], alone: dict[str, str]
) -> None:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(3)
    try:
        several = {analysis.article.id: to_json(analysis) for analysis in analyzer.analyze_many(articles[1:8])}
        assert torch.get_num_threads() == 3
    finally:
        torch.set_num_threads(before)
    assert several == {number: alone[number] for number in several}


def test_by_several_threads_at_once(analyzer: Analyzer, articles: list[Article], alone: dict[str, str]) -> None:
    found: list[dict[str, str]] = []

    def read(given: list[Article]) -> None:
        found.append({analysis.article.id: to_json(analysis) for analysis in analyzer.analyze_many(given)})

    threads = [
        threading.Thread(target=read, args=(part,)) for part in (articles[1:5], articles[8:2:-1], articles[4:12])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    assert all(one == {number: alone[number] for number in one} for one in found)
