"""Fixtures for all tests of the repository: texts parsed by the real, embedded models."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from diplomacy_nlp import Annotation, Article

settings.register_profile("repository", deadline=None)  # machines differ; time is measured by benchmarks
settings.load_profile("repository")

ROOT = Path(__file__).parent
Parse = Callable[[str], tuple[Article, Annotation]]
Growth = Callable[[Callable[[int], Callable[[], object]], int, int], float]


@pytest.fixture(scope="session")
def parse() -> Parse:
    """Article and annotation of a text, by the embedded English models."""
    from diplomacy_nlp_stanza import Stanza

    annotator = Stanza()

    @cache
    def parsed(text: str) -> tuple[Article, Annotation]:
        article = Article(text=text)
        (annotation,) = annotator.diplomacy_annotate(articles=[article])
        return article, annotation

    return parsed


@pytest.fixture(scope="session")
def growth() -> Growth:
    """How many times as much processor time a task of the larger size costs as one of the smaller.

    The task is made by a function of the size, so that making its input is not counted. Wall-clock time says more of
    what else a machine does than of the task; of processor time, the least of several runs is nearest to its own cost.
    """

    def ratio(task: Callable[[int], Callable[[], object]], small: int, large: int) -> float:
        few, many = task(small), task(large)
        few()  # what is read once is read
        return _processor_seconds(many) / max(_processor_seconds(few), 1e-4)

    return ratio


def _processor_seconds(run: Callable[[], object]) -> float:
    """The least of several runs: of long ones two, of short ones more, which other work of a machine blurs most."""
    taken: list[float] = []
    while len(taken) < 2 or (len(taken) < 6 and sum(taken) < 0.3):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder that holds `examples/` and `seeds/`: of a checkout, or of a package's published sources."""
    return ROOT


@pytest.fixture(scope="session")
def seed_text() -> str:
    """The seed article, as it stands in `seeds/`."""
    return (ROOT / "seeds" / "lavrov.txt").read_text(encoding="utf-8")
