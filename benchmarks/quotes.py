"""Scores quotes against a corpus with attributions in PolNeAR's layout.

    python benchmarks/quotes.py CORPUS_DIR [--scorer score_quotes.py] [--out PRED.jsonl] [--cache DIR] [--no-actors]

CORPUS_DIR holds text/NAME.txt and attributions/. Its articles are read by the library; the quotes are written as
PRED.jsonl, one line per article, and the scorer is run on them. With --cache, parses are kept in DIR and taken from
there the next time. In PolNeAR contents do not nest, so a quote that stands in another's content is left out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from diplomacy_nlp_actors import Actors
from diplomacy_nlp_quotes import Quotes
from diplomacy_nlp_stanza import Stanza

from diplomacy_nlp import Analysis, Analyzer, Annotation, Article, Quote, Span, hookimpl
from diplomacy_nlp.testing import load_annotation, store_annotation


class Timed:
    """Quotes, with the time that they take added up."""

    name = "quotes"

    def __init__(self) -> None:
        self.inner = Quotes()
        self.seconds = 0.0

    @hookimpl
    def diplomacy_find_quotes(self, article: Article, annotation: Annotation, actors: Sequence[Any]) -> list[Quote]:
        """The quotes of the plugin that is timed."""
        start = time.perf_counter()
        found = list(self.inner.diplomacy_find_quotes(article, annotation, actors))
        self.seconds += time.perf_counter() - start
        return found


class Cached:
    """Stanza, with its parses kept in a folder and taken from there."""

    name = "stanza"

    def __init__(self, folder: Path | None) -> None:
        self.stanza = Stanza()
        self.folder = folder
        self.seconds = 0.0

    @hookimpl
    def diplomacy_annotate(self, articles: Sequence[Article]) -> list[Annotation]:
        """One annotation for each article; those without a stored one are parsed together."""
        stored = {article.id: self._stored(article) for article in articles}
        new = [article for article in articles if stored[article.id] is None]
        start = time.perf_counter()
        parsed = (
            dict(zip((a.id for a in new), self.stanza.diplomacy_annotate(articles=new), strict=True)) if new else {}
        )
        self.seconds += time.perf_counter() - start
        for article in new:
            if self.folder is not None:
                store_annotation(self._path(article), article, parsed[article.id])
        return [stored[article.id] or parsed[article.id] for article in articles]

    def _path(self, article: Article) -> Path:
        assert self.folder is not None  # noqa: S101  # asked only with a folder
        return self.folder / f"{hashlib.sha256(article.text.encode()).hexdigest()[:24]}.json"

    def _stored(self, article: Article) -> Annotation | None:
        if self.folder is None or not self._path(article).exists():
            return None
        return load_annotation(self._path(article))[1]


def main() -> int:
    """Analyses the corpus, writes the predictions, scores them and prints the time that it took."""
    options = _options()
    articles = list(_articles(options.corpus))
    if options.cache is not None:
        options.cache.mkdir(parents=True, exist_ok=True)
    parser, quotes = Cached(options.cache), Timed()
    plugins = [parser, quotes, *([] if options.no_actors else [Actors()])]
    analyses = list(Analyzer(plugins=plugins).analyze_many(articles))
    out = options.out or Path(tempfile.mkdtemp()) / "quotes.jsonl"
    lines = (json.dumps(prediction(analysis), ensure_ascii=False) for analysis in analyses)
    out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{len(analyses)} articles, predictions in {out}")
    print(f"parse {parser.seconds:.1f} s, models loaded and all; quotes {quotes.seconds:.2f} s\n", flush=True)
    if options.scorer is None:
        return 0
    command = [sys.executable, options.scorer, options.corpus, out]
    return subprocess.run(command, check=False).returncode  # noqa: S603  # the scorer is the user's own


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--no-actors", action="store_true", help="speakers by their words alone")
    return parser.parse_args()


def _articles(corpus: Path) -> Iterable[Article]:
    for path in sorted((corpus / "text").glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:  # newline="": offsets count as written
            yield Article(text=file.read(), id=path.stem)


def prediction(analysis: Analysis) -> dict[str, Any]:
    """An analysis in the scorer's format."""
    return {"doc": analysis.article.id, "attributions": [_attribution(quote) for quote in outer(analysis.quotes)]}


def outer(quotes: Sequence[Quote]) -> list[Quote]:
    """The quotes whose content does not stand in another's.

    Quotes come in the order of their first words; so those that can hold one are the few still open at its start.
    """
    kept: list[Quote] = []
    standing: list[Quote] = []
    for quote in sorted(quotes, key=lambda q: (min(q.content).start, -sum(map(len, q.content)))):
        start = min(quote.content).start
        standing = [other for other in standing if max(span.end for span in other.content) > start]
        if not any(_holds(other, quote) for other in standing):
            kept.append(quote)
        standing.append(quote)
    return kept


def _holds(one: Quote, other: Quote) -> bool:
    return all(any(span.contains(part) for span in one.content) for part in other.content)


def _attribution(quote: Quote) -> dict[str, list[list[int]]]:
    return {"source": _pairs([quote.source]), "cue": _pairs([quote.cue]), "content": _pairs(quote.content)}


def _pairs(spans: Iterable[Span | None]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans if span is not None]


if __name__ == "__main__":
    sys.exit(main())
