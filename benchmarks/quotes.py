"""Scores quotes against a corpus with attributions in PolNeAR's layout.

    python benchmarks/quotes.py CORPUS_DIR --scorer score_quotes.py [--out PRED.jsonl] [--parts [--models FOLDER]]
        [--parses FOLDER]

CORPUS_DIR holds text/NAME.txt and attributions/. Its articles are read by the library; the quotes are written as
PRED.jsonl, one line per article, and the scorer is run on them. With --parts, a table shows the scores with each
part of the plugin left out, and of the rules on the parse of other models, which have no vectors that the network
could read. With --parses, parses are kept there between runs. In PolNeAR contents do not nest: a quote that stands in
another one’s content is left out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from diplomacy_nlp_actors import Actors
from diplomacy_nlp_quotes import Quotes
from diplomacy_nlp_quotes.build import quotes_of
from diplomacy_nlp_quotes.document import MarkedDocument
from diplomacy_nlp_quotes.find import decided
from diplomacy_nlp_quotes.learned import FILES
from diplomacy_nlp_quotes.learned.model import AttributionModel
from diplomacy_nlp_stanza import Stanza
from parses import kept_parses

from diplomacy_nlp import Actor, Analysis, Analyzer, Annotation, Article, Quote, Span, hookimpl
from diplomacy_nlp.testing import StoredAnnotations

Find = Callable[[Article, Annotation, Sequence[Actor]], Iterable[Quote]]


class Variant:
    """The quotes plugin with a part left out."""

    name = "quotes"

    def __init__(self, find: Find) -> None:
        self._find = find

    @hookimpl
    def diplomacy_find_quotes(
        self, article: Article, annotation: Annotation, actors: Sequence[Actor]
    ) -> Iterable[Quote]:
        """The quotes of the variant."""
        return self._find(article, annotation, actors)


def _rules_alone(article: Article, annotation: Annotation, actors: Sequence[Actor]) -> Iterable[Quote]:
    return Quotes(model=None).diplomacy_find_quotes(article, annotation, actors)


def _all(article: Article, annotation: Annotation, actors: Sequence[Actor]) -> Iterable[Quote]:
    return _PLUGIN.diplomacy_find_quotes(article, annotation, actors)


def _network_alone(article: Article, annotation: Annotation, actors: Sequence[Actor]) -> Iterable[Quote]:
    document = MarkedDocument(article=article, annotation=annotation, actors=tuple(actors))
    return quotes_of(document, decided(document, AttributionModel.read(FILES), ()))


_PLUGIN = Quotes()
VARIANTS: Mapping[str, tuple[Find, bool]] = {
    "all": (_all, True),
    "without the network": (_rules_alone, True),
    "without the rules": (_network_alone, True),
    "without the actors plugin": (_all, False),
}


def main() -> int:
    """Analyses the corpus, writes the predictions and scores them."""
    options = _options()
    articles = list(_articles(options.corpus))
    if options.parses:
        stored = StoredAnnotations(kept_parses(articles, options.parses))
    else:
        stored = StoredAnnotations(zip(articles, Stanza().diplomacy_annotate(articles=articles), strict=True))
    if options.parts:
        _show_parts(articles, stored, options)
        if options.models:
            others = Stanza(options.models).diplomacy_annotate(articles=articles)
            stored = StoredAnnotations(zip(articles, others, strict=True))
            _show("without the network, on the parse of other models", articles, stored, (_rules_alone, True), options)
        return 0
    out = options.out or Path(tempfile.mkdtemp()) / "quotes.jsonl"
    _write(out, _analysed(articles, stored, *VARIANTS["all"]))
    print(f"{len(articles)} articles, predictions in {out}\n", flush=True)
    command = [sys.executable, options.scorer, options.corpus, out]
    return subprocess.run(command, check=False).returncode  # noqa: S603  # the scorer is the user's own


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--parses", type=Path)
    parser.add_argument("--parts", action="store_true")
    parser.add_argument(
        "--models", type=Path, help="with --parts: other models of Stanza's, on whose parse the rules go"
    )
    return parser.parse_args()


def _articles(corpus: Path) -> Iterable[Article]:
    for path in sorted((corpus / "text").glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:  # newline="": offsets count as written
            yield Article(text=file.read(), id=path.stem)


def _analysed(
    articles: Sequence[Article], stored: StoredAnnotations, find: Find, with_actors: bool
) -> Iterable[Analysis]:
    plugins = [Variant(find), *([Actors()] if with_actors else [])]
    return Analyzer(plugins=plugins, annotator=stored).analyze_many(articles)


def _write(path: Path, analyses: Iterable[Analysis]) -> None:
    lines = (json.dumps(prediction(analysis), ensure_ascii=False) for analysis in analyses)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


_ROLES = ("content", "cue", "source", "partial", "exact", "joint")
_FORMS = ("direct", "mixed", "indirect")


def _show_parts(articles: Sequence[Article], stored: StoredAnnotations, options: argparse.Namespace) -> None:
    print(f"| F1, in per cent | {' | '.join(_ROLES)} | source accuracy | recall: {' | '.join(_FORMS)} |")
    print("|---" * (len(_ROLES) + len(_FORMS) + 2) + "|")
    for name, variant in VARIANTS.items():
        _show(name, articles, stored, variant, options)


def _show(
    name: str,
    articles: Sequence[Article],
    stored: StoredAnnotations,
    variant: tuple[Find, bool],
    options: argparse.Namespace,
) -> None:
    folder = Path(tempfile.mkdtemp())
    _write(folder / "predictions.jsonl", _analysed(articles, stored, *variant))
    command = [options.scorer, options.corpus, folder / "predictions.jsonl", "--json", folder / "scores.json"]
    subprocess.run([sys.executable, *command], check=True, capture_output=True)  # noqa: S603  # the user's own
    found = json.loads((folder / "scores.json").read_text(encoding="utf-8"))
    figures = [found[role]["f"] for role in _ROLES] + [found["source_accuracy"]]
    figures += [found["recall_by_form"][form]["r"] for form in _FORMS]
    print(f"| {name} | {' | '.join(f'{100 * figure:.1f}' for figure in figures)} |", flush=True)


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
