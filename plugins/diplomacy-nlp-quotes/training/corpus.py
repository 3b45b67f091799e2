"""Parsed articles and their attributions as what the network learns from."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from attrs import frozen
from diplomacy_nlp_quotes.document import MarkedDocument
from diplomacy_nlp_quotes.find import candidates_of
from diplomacy_nlp_quotes.learned.paragraphs import Paragraph, paragraphs_of
from diplomacy_nlp_quotes.learned.tags import ROLES, Run, tags_of_runs
from diplomacy_nlp_quotes.settle import settled
from numpy.typing import NDArray

__all__ = ["Example", "ParsedArticle", "gold_attributions", "parsed_articles"]

_SPANS = re.compile(r"(T\d+)\t[\w-]+ (\d+ \d+(?:;\d+ \d+)*)\t")
_EVENT = re.compile(r"E\d+\t(.*)")

Gold = dict[str, list[tuple[int, int]]]


@frozen(kw_only=True, eq=False)
class Example:
    """A paragraph and what is right for it.

    Args:
        tags: of each word.
        links: by "content" and "source", one and its cue, counted from the paragraph's first word.
    """

    paragraph: Paragraph
    vectors: NDArray[np.float16]
    tags: list[int]
    links: dict[str, list[tuple[Run, Run]]]


@frozen(kw_only=True, eq=False)
class ParsedArticle:
    """An article, parsed, with its examples and its attributions as offsets."""

    name: str
    text: str
    document: MarkedDocument
    vectors: NDArray[np.float16]
    examples: list[Example]
    gold: list[Gold]


def parsed_articles(corpus: Path, work: Path) -> Iterator[ParsedArticle]:
    """The articles of a corpus that have attributions; parsed by prepare.py."""
    for path in sorted((corpus / "text").glob("*.txt")):
        found = sorted((corpus / "attributions").glob(f"{path.stem}_*.ann"))
        if found:
            article, annotation = pickle.loads((work / f"{path.stem}.pickle").read_bytes())  # noqa: S301  # our own
            document = MarkedDocument(article=article, annotation=annotation)
            gold = list(gold_attributions(found[0].read_text(encoding="utf-8")))
            vectors = np.asarray(annotation.vectors)
            yield ParsedArticle(
                name=path.stem,
                text=article.text,
                document=document,
                vectors=vectors,
                examples=list(_examples(document, vectors, gold)),
                gold=gold,
            )


def gold_attributions(standoff: str) -> Iterator[Gold]:
    """The attributions of a file in brat's standoff format."""
    spans = {name: [_numbers(place) for place in places.split(";")] for name, places in _SPANS.findall(standoff)}
    for event in _EVENT.findall(standoff):
        found: Gold = {role: [] for role in ROLES}
        for argument in event.split():
            key, _, name = argument.partition(":")
            role = key.rstrip("0123456789").lower()
            if role in found:
                found[role] += spans[name]
        if found["content"]:
            yield {role: sorted(places) for role, places in found.items()}


def _numbers(place: str) -> tuple[int, int]:
    start, end = place.split()
    return int(start), int(end)


def _examples(document: MarkedDocument, vectors: NDArray[np.float16], gold: Sequence[Gold]) -> Iterator[Example]:
    runs: list[Run] = []
    links: dict[str, list[tuple[Run, Run]]] = {"content": [], "source": []}
    for attribution in gold:
        cue = None
        for role in ("cue", "content", "source"):
            for start, end in attribution[role]:
                words = document.words_between(start, end)
                if not words:
                    continue
                first = document.number_of(words[0])
                run = (role, first, first + len(words))
                runs.append(run)
                if role == "cue":
                    cue = run if cue is None else cue
                elif cue is not None:
                    links[role].append((run, cue))
    tags = tags_of_runs(runs, len(document.annotation.words))
    for paragraph in paragraphs_of(document, settled(candidates_of(document))):
        own = range(paragraph.start, paragraph.end)
        if own:
            yield Example(
                paragraph=paragraph,
                vectors=vectors[own.start : own.stop],
                tags=tags[own.start : own.stop],
                links={role: list(_within(own, pairs)) for role, pairs in links.items()},
            )


def _within(own: range, pairs: Sequence[tuple[Run, Run]]) -> Iterator[tuple[Run, Run]]:
    for pair in pairs:
        if all(start in own and end - 1 in own for _, start, end in pair):
            part, cue = ((role, start - own.start, end - own.start) for role, start, end in pair)
            yield part, cue
