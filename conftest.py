"""Fixtures for all tests of the repository: texts parsed by the real, embedded models."""

from __future__ import annotations

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
def seed_text() -> str:
    """The seed article, as it stands in `seeds/`."""
    return (ROOT / "seeds" / "lavrov.txt").read_text(encoding="utf-8")
