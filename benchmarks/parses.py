"""Parses that are kept between runs, so that a benchmark of the extractors costs the extractors alone.

A parse is kept with its vectors under the text's SHA-256 and a digest of the models. The files are pickles: read
nobody's but your own.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from diplomacy_nlp import Analysis, Analyzer, Annotation, Article
from diplomacy_nlp.testing import StoredAnnotations

Options = Mapping[str, Mapping[str, Any]]
_AT_ONCE = 16  # articles that are parsed together
_FORM = b"2"  # of what is kept: another one when annotations get a further field


def analyses(articles: Sequence[Article], parses: Path | None, options: Options | None = None) -> Iterator[Analysis]:
    """The library's reading of articles, in their order.

    Args:
        articles: what is read.
        parses: a folder of kept parses, made where it is missing; None parses anew.
        options: of plugins, by name.
    """
    if parses is None:
        yield from Analyzer.discover(options=options).analyze_many(articles)
        return
    stored = StoredAnnotations(kept_parses(articles, parses))
    yield from Analyzer.discover(block=["stanza"], annotator=stored, options=options).analyze_many(articles)


def kept_parses(articles: Sequence[Article], folder: Path) -> list[tuple[Article, Annotation]]:
    """Articles with their parses: kept ones, else new ones, which are kept."""
    from diplomacy_nlp_stanza import Stanza

    stanza = Stanza()
    models = Path(sys.modules[Stanza.__module__].__file__ or "").parent / "models" / "en"
    configurations = b"".join(path.read_bytes() for path in sorted(models.glob("*.json")))
    digest = hashlib.sha256(_FORM + configurations).hexdigest()[:12]
    folder.mkdir(parents=True, exist_ok=True)
    places = {article.sha256: folder / f"{article.sha256[:24]}-{digest}.pickle" for article in articles}
    missing = [article for article in articles if not places[article.sha256].is_file()]
    for start in range(0, len(missing), _AT_ONCE):
        batch = missing[start : start + _AT_ONCE]
        for article, annotation in zip(batch, stanza.diplomacy_annotate(articles=batch), strict=True):
            places[article.sha256].write_bytes(pickle.dumps(annotation, protocol=pickle.HIGHEST_PROTOCOL))
    return [(a, pickle.loads(places[a.sha256].read_bytes())) for a in articles]  # noqa: S301  # written by ourselves
