"""What plugin authors test with: articles, annotations made by hand or stored, and a check of a plugin's manners."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from .analyzer import Analyzer
from .annotation import Annotation, Entity, Sentence, Word
from .errors import DiplomacyError
from .hookspecs import hookimpl
from .registry import name_of
from .serialize import from_dict, to_dict
from .spans import Span
from .types import Analysis, Article

__all__ = [
    "StoredAnnotations",
    "check_plugin",
    "load_annotation",
    "make_annotation",
    "make_article",
    "store_annotation",
]

_BLANK_LINES = re.compile(r"\n\s*\n")


def make_article(text: str, **fields: str) -> Article:
    """An article; line breaks and indents of a triple-quoted text become single spaces, blank lines stay paragraphs."""
    paragraphs = [" ".join(paragraph.split()) for paragraph in _BLANK_LINES.split(text)]
    return Article(text="\n\n".join(filter(None, paragraphs)), **fields)


def make_annotation(article: Article, rows: str, *, entities: Iterable[tuple[str, str]] = ()) -> Annotation:
    """An annotation written by hand.

    Args:
        article: what is annotated.
        rows: a word a line: form, lemma, UPOS, head (0 for the root), deprel and, if any, feats, with white space
            between; a blank line between sentences. Forms are looked up in the article one after another.
        entities: pairs of words and type, each looked up in the article from its start.

    Raises:
        ValueError: a line has too few cells or a head that is no number, or its form, or an entity, does not stand in
            the article.

    >>> article = make_article("Paris rejected it.")
    >>> annotation = make_annotation(article, '''
    ...     Paris     Paris   PROPN  2  nsubj
    ...     rejected  reject  VERB   0  root   Tense=Past
    ...     it        it      PRON   2  obj
    ...     .         .       PUNCT  2  punct
    ... ''', entities=[("Paris", "LOC")])
    >>> annotation.child(annotation.words[1], "nsubj").text
    'Paris'
    """
    sentences: list[Sentence] = []
    at = 0
    for block in filter(None, _BLANK_LINES.split(rows.strip())):
        words: list[Word] = []
        for line in block.strip().splitlines():
            cells = line.split()
            if len(cells) not in (5, 6) or not cells[3].isdecimal():
                raise ValueError(f"expected form, lemma, UPOS, head, deprel and perhaps feats, not {line.strip()!r}")
            span = _find(article, cells[0], at)
            at = span.end
            words.append(
                Word(
                    id=len(words) + 1,
                    text=cells[0],
                    span=span,
                    lemma=cells[1],
                    upos=cells[2],
                    head=int(cells[3]),
                    deprel=cells[4],
                    feats=cells[5] if len(cells) == 6 else "",
                    sentence=len(sentences),
                )
            )
        sentences.append(Sentence(span=Span(words[0].span.start, words[-1].span.end), words=words))
    named = [Entity(span=_find(article, words, 0), type=kind) for words, kind in entities]
    return Annotation(sentences=sentences, entities=sorted(named, key=lambda e: e.span), made_by="by hand")


def _find(article: Article, words: str, start: int) -> Span:
    found = article.text.find(words, start)
    if found < 0:
        raise ValueError(f"{words!r} does not stand in the article from offset {start} on")
    return Span(found, found + len(words))


def store_annotation(path: str | Path, article: Article, annotation: Annotation) -> None:
    """Writes an article and its annotation as JSON, for `load_annotation`."""
    data = {"article": to_dict(article), "annotation": to_dict(annotation)}
    Path(path).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def load_annotation(path: str | Path) -> tuple[Article, Annotation]:
    """An article and its annotation, as `store_annotation` wrote them.

    Raises:
        DiplomacyError: the file is missing, or is no stored annotation.
    """
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
        article, annotation = from_dict(data["article"]), from_dict(data["annotation"])
        if not isinstance(article, Article) or not isinstance(annotation, Annotation):
            raise TypeError(f"an Article and an Annotation are expected, not {article!r:.40} and {annotation!r:.40}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DiplomacyError(f"{path}: no stored annotation ({error}); make it with store_annotation") from error
    return article, annotation


class StoredAnnotations:
    """An annotator that gives annotations made before, by the article's text, of pairs of both."""

    name = "stored-annotations"

    def __init__(self, stored: Iterable[tuple[Article, Annotation]]) -> None:
        self._by_text: Mapping[str, Annotation] = {article.text: annotation for article, annotation in stored}

    @hookimpl
    def diplomacy_annotate(self, articles: Sequence[Article]) -> Sequence[Annotation]:
        """The stored annotations of these articles."""
        for article in articles:
            if article.text not in self._by_text:
                raise DiplomacyError(f"no stored annotation for {article.text[:40]!r}")
        return [self._by_text[article.text] for article in articles]


def check_plugin(
    plugin: object, article: Article, annotation: Annotation, *, with_plugins: Iterable[object] = ()
) -> Analysis:
    """Runs a plugin on an article and checks its manners.

    It must load, give only right types with spans inside the text and links to what is there, and give the same when
    asked twice and on an article where nothing was found. A plugin that parses is asked for the annotations itself.

    Args:
        plugin, article, annotation: an instance, and what it is to read.
        with_plugins: further plugins, whose findings this one needs.

    Returns:
        The analysis of the article, for tests of what was found.

    Raises:
        PluginError: the plugin breaks a rule; the message says which.
        AssertionError: it gives different results for the same article.
    """
    empty = Article(text="x")
    nothing = Annotation(sentences=())
    stored = StoredAnnotations([(article, annotation), (empty, nothing)])
    annotator = plugin if hasattr(plugin, "diplomacy_annotate") else stored
    analyzer = Analyzer([plugin, *with_plugins], annotator=annotator)
    first, _, again = analyzer.analyze_many([article, empty, article])
    if first != again:
        raise AssertionError(f"plugin {name_of(plugin)!r} gives different results for the same article")
    return first
