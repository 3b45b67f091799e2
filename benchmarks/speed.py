"""Measures what each stage costs, against the parse, in one run and in one thread.

    python benchmarks/speed.py TEXTS [--articles 40]

TEXTS is a folder of text files. Also read: one text of about 50,000 words, made of these articles, for what a long
text costs a word.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import torch
from diplomacy_nlp_actors import Actors
from diplomacy_nlp_proposals import Proposals
from diplomacy_nlp_quotes import Quotes
from diplomacy_nlp_reactions import Reactions
from diplomacy_nlp_stanza import Stanza

from diplomacy_nlp import Analyzer, Annotation, Article
from diplomacy_nlp.positions import Positions
from diplomacy_nlp.testing import StoredAnnotations

_LONG = 50_000  # words
_HOOK = "diplomacy_find_"
_ROUNDS = 3
_NEGOTIATION = ("proposals", "reactions", "positions")


class Clock:
    """Adds up the processor time that plugins' hooks take."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def timed(self, plugin: Any) -> Any:
        """The plugin, each of its hooks timed under its name."""
        members: dict[str, Any] = {"name": plugin.name}
        for name, method in vars(type(plugin)).items():
            if name.startswith(_HOOK):
                members[name] = self._timed(name.removeprefix(_HOOK), method)
        kind = type(type(plugin).__name__, (type(plugin),), members)
        plugin.__class__ = kind
        return plugin

    def _timed(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)  # the marks of a hook go along
        def run(*arguments: Any, **options: Any) -> list[Any]:
            start = time.process_time()
            found = list(method(*arguments, **options))
            self.seconds[name] += time.process_time() - start
            return found

        return run


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--articles", type=int, default=40)
    options = parser.parse_args()
    torch.set_num_threads(1)
    paths = sorted(options.texts.glob("*.txt"))
    articles = [Article(text=path.read_text(encoding="utf-8"), id=path.stem) for path in paths]
    stanza = Stanza()
    stanza.diplomacy_annotate(articles=articles[:1])  # the models are loaded
    print("| processor time, one thread | seconds | words a second | share of the parse |\n|---|---|---|---|")
    _measure(stanza, articles[: options.articles], f"{options.articles} articles")
    _measure(stanza, [_long(articles)], "one text")


def _long(articles: Sequence[Article]) -> Article:
    text = ""
    while len(text.split()) < _LONG:
        text += "\n\n".join(article.text for article in articles) + "\n\n"
    return Article(text=" ".join(text.split(" ")[:_LONG]), id="long")


def _measure(stanza: Stanza, articles: Sequence[Article], what: str) -> None:
    """Prints the least time that each stage took in several rounds, each with a parse of its own.

    Other work on the machine only ever adds to a time.
    """
    rounds = [_round(stanza, articles) for _ in range(_ROUNDS)]
    words, parse = rounds[0][0], min(parse for _, parse, _ in rounds)
    print(f"| **{what}, {words:,} words** | | | |\n| parse | {parse:.2f} | {words / parse:,.0f} | |")
    for name in rounds[0][2]:
        seconds = min(stages[name] for _, _, stages in rounds)
        print(f"| {name} | {seconds:.2f} | {words / seconds:,.0f} | {100 * seconds / parse:.1f} % |")


def _round(stanza: Stanza, articles: Sequence[Article]) -> tuple[int, float, Mapping[str, float]]:
    """Words, seconds of the parse, and seconds of each other stage."""
    start = time.process_time()
    annotations: Sequence[Annotation] = stanza.diplomacy_annotate(articles=articles)
    parse = time.process_time() - start
    words = sum(len(annotation.words) for annotation in annotations)
    gc.collect()
    gc.freeze()  # the parses that wait in memory are not scanned again and again at the plugins' expense
    clock = Clock()
    plugins = [clock.timed(plugin) for plugin in (Actors(), Quotes(), Proposals(), Reactions(), Positions())]
    stored = StoredAnnotations(zip(articles, annotations, strict=True))
    analyzer = Analyzer(plugins=plugins, annotator=stored)
    list(analyzer.analyze_many(articles[:1]))  # lexicons and the network are loaded
    clock.seconds.clear()
    start = time.process_time()
    list(analyzer.analyze_many(articles))
    clock.seconds["core: merging, links"] = time.process_time() - start - sum(clock.seconds.values())
    clock.seconds["proposals, reactions and positions together"] = sum(clock.seconds[name] for name in _NEGOTIATION)
    gc.unfreeze()
    return words, parse, clock.seconds


if __name__ == "__main__":
    main()
