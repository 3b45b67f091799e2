"""Measures what each stage costs, against the parse, in one run and in one thread.

    python benchmarks/speed.py TEXTS [--articles 40]
    python benchmarks/speed.py TEXTS [--articles 40] --profile

TEXTS is a folder of text files. Also read: one text of about 50,000 words, made of these articles, for what a long
text costs a word. Where spaCy and its small English model are installed (`pip install spacy`, then
`python -m spacy download en_core_web_sm`), it parses the same articles in the same rounds, and the last rows say how
many times as fast as its parse ours is, and all of our reading.

With --profile, a reading from the texts on is taken apart by stage instead: splitter, encoder, heads (labels, trees,
lemmas), documents, each plugin and the core; and how much of all that Python's garbage collector took. Each stage is
told without those within it.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import torch
from diplomacy_nlp_actors import Actors
from diplomacy_nlp_positions import Positions
from diplomacy_nlp_proposals import Proposals
from diplomacy_nlp_quotes import Quotes
from diplomacy_nlp_reactions import Reactions
from diplomacy_nlp_stanza import Stanza
from diplomacy_nlp_stanza.joint.model import JointModel
from diplomacy_nlp_stanza.joint.network import Network
from diplomacy_nlp_stanza.joint.reader import JointReader

from diplomacy_nlp import Analyzer, Annotation, Article
from diplomacy_nlp.testing import StoredAnnotations

_LONG = 50_000  # words
_HOOK = "diplomacy_find_"
_ROUNDS = 3
_NEGOTIATION = ("proposals", "reactions", "positions")
_ASKED = ("quotes", *_NEGOTIATION)
_SPACY = "en_core_web_sm"
_STAGES = {  # of the annotator; what is timed within another is not counted there
    "documents: words, sentences, checks": (JointReader, "annotate"),
    "splitter": (JointModel, "split"),
    "heads: labels, trees, lemmas": (JointModel, "analyse"),
    "encoder": (Network, "vectors_of_layers"),
}
_WHOLE = "core: merging, links"
_COLLECTOR = "of this, Python's garbage collector"


class Clock:
    """Adds up the processor time that functions take, without that of others within them that are timed as well."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._within: list[float] = []

    def timed(self, plugin: Any) -> Any:
        """The plugin, each of its hooks timed under its name."""
        members: dict[str, Any] = {"name": plugin.name}
        for name, method in vars(type(plugin)).items():
            if name.startswith(_HOOK):
                members[name] = self.of(name.removeprefix(_HOOK), method, made=list)
        kind = type(type(plugin).__name__, (type(plugin),), members)
        plugin.__class__ = kind
        return plugin

    def of(self, name: str, method: Callable[..., Any], made: Callable[[Any], Any] = lambda found: found) -> Any:
        """A function, timed; `made` takes what it gives to an end, if it is a generator."""

        @wraps(method)  # the marks of a hook go along
        def run(*arguments: Any, **options: Any) -> Any:
            with self.running(name):
                return made(method(*arguments, **options))

        return run

    @contextmanager
    def running(self, name: str) -> Iterator[None]:
        """Times what is done within the block."""
        start = time.process_time()
        self._within.append(0.0)
        try:
            yield
        finally:
            whole = time.process_time() - start
            self.seconds[name] += whole - self._within.pop()
            if self._within:
                self._within[-1] += whole


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--spacy", default=_SPACY, help=f"name or folder of spaCy's model (default: {_SPACY})")
    parser.add_argument("--profile", action="store_true", help="a reading taken apart by stage")
    options = parser.parse_args()
    torch.set_num_threads(1)
    paths = sorted(options.texts.glob("*.txt"))
    articles = [Article(text=path.read_text(encoding="utf-8"), id=path.stem) for path in paths]
    if options.profile:
        _profile(articles[: options.articles])
        return
    stanza = Stanza()
    stanza.diplomacy_annotate(articles=articles[:1])  # the models are loaded
    print("| processor time, one thread | seconds | words a second | share of the parse |\n|---|---|---|---|")
    other = _spacy(options.spacy)
    _measure(stanza, articles[: options.articles], f"{options.articles} articles", other)
    _measure(stanza, [_long(articles)], "one text", None)


def _long(articles: Sequence[Article]) -> Article:
    text = ""
    while len(text.split()) < _LONG:
        text += "\n\n".join(article.text for article in articles) + "\n\n"
    return Article(text=" ".join(text.split(" ")[:_LONG]), id="long")


def _measure(
    stanza: Stanza, articles: Sequence[Article], what: str, other: Callable[[Sequence[str]], object] | None
) -> None:
    """Prints the least time that each stage took in several rounds, each with a parse of its own.

    Other work on the machine only ever adds to a time.
    """
    rounds, others = [], []
    for _ in range(_ROUNDS):
        rounds.append(_round(stanza, articles))
        if other is not None:
            start = time.process_time()
            other([article.text for article in articles])
            others.append(time.process_time() - start)
    words, parse = rounds[0][0], min(parse for _, parse, _ in rounds)
    print(f"| **{what}, {words:,} words** | | | |\n| parse | {parse:.2f} | {words / parse:,.0f} | |")
    whole = parse
    for name in rounds[0][2]:
        seconds = min(stages[name] for _, _, stages in rounds)
        whole += 0.0 if name.endswith("together") else seconds
        print(f"| {name} | {seconds:.2f} | {words / seconds:,.0f} | {100 * seconds / parse:.1f} % |")
    print(f"| the whole reading | {whole:.2f} | {words / whole:,.0f} | {100 * whole / parse:.1f} % |")
    if others:
        theirs = min(others)
        print(f"| spaCy's small model alone | {theirs:.2f} | {words / theirs:,.0f} | {100 * theirs / parse:.1f} % |")
        print(f"| our parse, times as fast as spaCy's | | {theirs / parse:.2f} | |")
        print(f"| our whole reading, times as fast as spaCy's parse | | {theirs / whole:.2f} | |")


def _spacy(model: str) -> Callable[[Sequence[str]], object] | None:
    """Parses texts by spaCy's small model; None where it is not installed."""
    try:
        import spacy

        parse = spacy.load(model)
    except (ImportError, OSError):
        return None
    return lambda texts: [len(document) for document in parse.pipe(texts, batch_size=16)]


def _profile(articles: Sequence[Article]) -> None:
    """Prints what each stage of a reading took, the least of several rounds, and its share of the whole."""
    clock, words = Clock(), [0]

    def counted(found: Any) -> Any:
        words[0] += sum(len(annotation.words) for annotation in found if isinstance(annotation, Annotation))
        return found

    for name, (kind, method) in _STAGES.items():
        setattr(kind, method, clock.of(name, getattr(kind, method), made=counted))
    plugins = [clock.timed(plugin) for plugin in (Actors(), Quotes(), Proposals(), Reactions(), Positions())]
    analyzer = Analyzer(plugins=plugins, annotator=Stanza())
    began: list[float] = []
    collector: list[float] = []

    def collecting(phase: str, _: object) -> None:
        (began if phase == "start" else collector).append(time.process_time())

    gc.callbacks.append(collecting)
    list(analyzer.analyze_many(articles[:16]))  # models and lexicons are loaded
    rounds = []
    for _ in range(_ROUNDS):
        for kept in (clock.seconds, began, collector):
            kept.clear()
        with clock.running(_WHOLE):
            words[0] = 0
            list(analyzer.analyze_many(articles))
        rounds.append({**clock.seconds, _COLLECTOR: sum(collector) - sum(began)})
    least = {name: min(stages[name] for stages in rounds) for name in rounds[0]}
    whole = sum(seconds for name, seconds in least.items() if name != _COLLECTOR)
    print("| processor time, one thread | seconds | microseconds a word | share |\n|---|---|---|---|")
    for name in (*sorted(least.keys() - {_COLLECTOR}, key=lambda name: -least[name]), _COLLECTOR):
        seconds = least[name]
        print(f"| {name} | {seconds:.2f} | {1e6 * seconds / words[0]:.1f} | {100 * seconds / whole:.1f} % |")
    print(f"| **{len(articles)} articles, {words[0]:,} words** | {whole:.2f} | {1e6 * whole / words[0]:.1f} | 100 % |")


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
    clock.seconds[_WHOLE] = time.process_time() - start - sum(clock.seconds.values())
    clock.seconds["proposals, reactions and positions together"] = sum(clock.seconds[name] for name in _NEGOTIATION)
    clock.seconds["these and quotes together"] = sum(clock.seconds[name] for name in _ASKED)
    gc.unfreeze()
    return words, parse, clock.seconds


if __name__ == "__main__":
    main()
