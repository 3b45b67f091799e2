"""Fuzzing: whatever comes in, what comes out keeps its promises. Seeded, so that a failure comes again.

`make test` runs a short round; `make fuzz` a long one: `FUZZ` says how many times as many inputs, `SEED` which.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest
from attrs import evolve
from diplomacy_nlp_stanza import Stanza

from diplomacy_nlp import (
    Actor,
    Analysis,
    Analyzer,
    Annotation,
    Article,
    DiplomacyError,
    Finding,
    Link,
    Mention,
    Quote,
    Span,
    from_dict,
    from_json,
    hookimpl,
    to_dict,
    to_json,
)
from diplomacy_nlp.annotation import Sentence, Word
from diplomacy_nlp.errors import SerializationError
from diplomacy_nlp.types import made_anew

# odd texts may well look like posts, or like several articles
pytestmark = pytest.mark.filterwarnings("ignore::diplomacy_nlp_stanza.doubts.ArticleWarning")
ROUNDS = int(os.environ.get("FUZZ", "1"))
SEED = int(os.environ.get("SEED", "20"))
Growth = Callable[[Callable[[int], Callable[[], object]], int, int], float]

WHO = [
    "Paris",
    "Anna Roth",
    "Foreign Minister Anna Roth",
    "the envoy",
    "NATO",
    "She",
    "They",
    "U.N. officials",
    "both sides",
]
SAYS = [
    " said",
    " told reporters",
    " rejected",
    " would accept",
    " proposed",
    " did not deny",
    " called on",
    "’s proposal",
]
WHAT = [" the plan", " that it agreed", " talks", " Oslo to leave", " it", " a", " the", " peace conference in Geneva"]
BITS = [
    "“",
    "”",
    '"',
    "'s",
    "‘",
    "’",
    ",",
    ".",
    ";",
    ":",
    "?",
    "!",
    "—",
    "-",
    "(",
    ")",
    "…",
    "U.S.",
    "1,000",
    "%",
    " and ",
    " if ",
]
BREAKS = [" ", "  ", "\n", "\n\n", "\r\n", "\t", "\u2028", "\x0b", "\u00a0", "\u3000"]
ODD = [
    "\x00",
    "\x1b[2J",
    "\u202e",
    "\u200b",
    "\u00ad",
    "😀",
    "é",
    "e\u0301",
    "\ufeff",
    "中文",
    "رفض",
    "�",
    "<b>",
    "&amp;",
    "@roth",
    "#deal",
    "&ldquo;",
    "â€œ",
    "â€™",
    "Minis-\nter ",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "\nRT @roth: ",
    "\nBy Ann Holt\n",
    " (Photo by Tom Lee)",
]
POOLS = (WHO, SAYS, WHAT, BITS, BREAKS, ODD)
WEIGHTS = (4, 4, 4, 4, 3, 1)


def texts(random: Random) -> Iterator[str]:
    """Texts near the news, and ever farther from it."""
    while True:
        if random.random() < 0.3:  # sentences that are plain but for what happens to one character in fifteen
            plain = " ".join(
                f"{random.choice(WHO)}{random.choice(SAYS)}{random.choice(WHAT)}." for _ in range(random.randint(1, 6))
            )
            text = "".join(random.choice(random.choice(POOLS)) if random.random() < 0.07 else c for c in plain)
        else:
            pools = random.choices(POOLS, WEIGHTS, k=random.randint(1, 60))
            text = "".join(random.choice(pool) for pool in pools)
        try:
            yield Article(text=text).text
        except DiplomacyError:
            continue


def faults_of(analysis: Analysis) -> Iterator[str]:
    """What an analysis breaks of what is promised."""
    text = analysis.article.text
    if analysis.problems:
        yield f"problems: {analysis.problems}"
    if made_anew(analysis, text) != analysis:  # which refuses spans outside the text
        yield "a span is not trimmed"
    written = to_json(analysis)
    if to_json(from_json(written)) != written:  # which also refuses links that lead nowhere
        yield "it does not come back from JSON as it was"
    for actor in analysis.actors:
        if not actor.name.isprintable() or (actor.role is not None and not actor.role.isprintable()):
            yield f"{actor.id}: {actor.name!r} cannot be printed"
    for link in (*(r.target for r in analysis.reactions), *(p.actor for p in analysis.positions)):
        analysis.resolve(link)


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer.discover()


def test_whatever_the_text_the_analysis_keeps_its_promises(analyzer: Analyzer) -> None:
    given = list(islice(texts(Random(SEED)), 160 * ROUNDS))
    found = 0
    for text, analysis in zip(given, analyzer.analyze_many(given), strict=True):
        assert analysis.article.text == text
        assert not [*faults_of(analysis)], text
        found += len(analysis.items)
    assert found > len(given)  # else nothing was looked at


def test_an_article_reads_alone_as_in_any_batch(analyzer: Analyzer) -> None:
    random = Random(SEED)
    given = list(islice(texts(random), 24 * ROUNDS))
    alone = {text: to_json(analyzer.analyze(text)) for text in given}
    random.shuffle(given)
    assert [to_json(analysis) for analysis in analyzer.analyze_many(given)] == [alone[text] for text in given]


def test_the_seed_itself_was_found(analyzer: Analyzer, seed_text: str) -> None:
    """The checks above do find something to check in a plain article."""
    analysis = analyzer.analyze(seed_text)
    assert not [*faults_of(analysis)]
    assert min(len(analysis.actors), len(analysis.quotes), len(analysis.reactions)) > 2


# --- parses -------------------------------------------------------------------------------------------------------

UPOS = [
    "NOUN", "VERB", "PROPN", "PRON", "ADJ", "ADP", "DET", "PUNCT", "PART", "AUX", "SCONJ", "CCONJ", "ADV", "NUM", "X",
]  # fmt: skip
RELATIONS = [
    "nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "nmod:poss", "xcomp", "ccomp", "advcl", "acl",
    "acl:relcl", "conj", "cc", "aux", "aux:pass", "cop", "mark", "case", "advmod", "amod", "det", "parataxis",
    "compound", "compound:prt", "flat", "appos", "punct", "csubj", "expl", "fixed", "vocative", "dep", "nummod",
]  # fmt: skip


def damaged(annotation: Annotation, random: Random) -> Annotation:
    """A parse of which any word may be tagged, labelled or attached as no parser would, or all of a phrase be marks."""
    sentences = [_damaged_sentence(annotation, sentence, random) for sentence in annotation.sentences]
    entities = [
        evolve(entity, type=random.choice(["PER", "ORG", "LOC", "MISC"])) if random.random() < 0.2 else entity
        for entity in annotation.entities
        if random.random() < 0.8
    ]
    # rules decide alone where the vectors are another encoder's
    return evolve(
        annotation,
        sentences=sentences,
        entities=entities,
        vectors_by=annotation.vectors_by if random.random() < 0.6 else "another",
    )


def _damaged_sentence(annotation: Annotation, sentence: Sentence, random: Random) -> Sentence:
    words = [*sentence.words]
    heads = [word.head for word in words]
    rate = random.choice([0, 0.05, 0.2, 0.6])
    for number, word in enumerate(words):
        changes: dict[str, Any] = {}
        if random.random() < rate:
            changes["upos"] = random.choice(UPOS)
        if random.random() < rate * 0.3:
            changes["lemma"] = random.choice(words).lemma
        if word.head and random.random() < rate:
            changes["deprel"] = random.choice(RELATIONS)
        if (
            word.head
            and random.random() < rate
            and not _is_above(number + 1, head := random.randint(1, len(words)), heads)
        ):
            changes["head"] = heads[number] = head
        words[number] = evolve(word, **changes)
    if random.random() < 0.3:
        below = {word.id for word in annotation.subtree(random.choice(sentence.words))}
        words = [evolve(w, upos="PUNCT", text=random.choice(",—“.")) if w.id in below else w for w in words]
    return evolve(sentence, words=words)


def _is_above(word: int, other: int, heads: Sequence[int]) -> bool:
    while other and other != word:
        other = heads[other - 1]
    return other == word


def test_whatever_the_parse_says_nothing_is_raised(analyzer: Analyzer, seed_text: str, repository: Path) -> None:
    class Given:
        name = "given"
        annotation: Annotation

        @hookimpl
        def diplomacy_annotate(self) -> list[Annotation]:
            return [self.annotation]

    random = Random(SEED)
    invented = sorted((repository / "benchmarks" / "invented").glob("*.txt"))[:3]
    articles = [Article(text=text[:1200]) for text in (seed_text, *(p.read_text(encoding="utf-8") for p in invented))]
    parses = Stanza().diplomacy_annotate(articles=articles)
    given, found = Given(), 0
    reading = Analyzer.discover(block=["stanza"], annotator=given)
    for _ in range(20 * ROUNDS):
        number = random.randrange(len(articles))
        given.annotation = damaged(parses[number], random)
        analysis = reading.analyze(articles[number])
        assert not [*faults_of(analysis)]
        found += len(analysis.items)
    assert found > 200


# --- JSON ---------------------------------------------------------------------------------------------------------

VALUES: list[Any] = [
    None, True, -1, 0, 7, 1.5, float("nan"), 10**400, "", " ", "a1", "p1", "r9", "\x1b[2J", "\u202e", "x" * 5000,
    [], [[]], {}, {"id": "a1"}, [0, 1], [5, 2], [0, 10**9], ["a"], {"span": [0, 1], "type": "name"},
]  # fmt: skip


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in written data: what holds it, and under which key."""
    for key in list(data) if isinstance(data, dict) else range(len(data)):
        yield data, key
        if isinstance(data[key], dict | list):
            yield from places(data[key])


def test_changed_json_is_refused_or_comes_back_as_it_is(analyzer: Analyzer, seed_text: str) -> None:
    random = Random(SEED)
    written = to_dict(analyzer.analyze(seed_text[:1500]))
    taken = refused = 0
    for _ in range(400 * ROUNDS):
        data = copy.deepcopy(written)
        for _ in range(random.randint(1, 3)):
            holder, key = random.choice([*places(data)])
            if random.random() < 0.2:
                del holder[key]
            else:
                holder[key] = random.choice(VALUES)
        again, message = read(data)
        assert message.isprintable()
        assert len(message) < 1600
        if again is None:
            refused += 1
        else:
            assert to_dict(from_dict(again)) == again
            taken += 1
    assert min(taken, refused) > 5


def read(data: Any) -> tuple[dict[str, Any] | None, str]:
    """What is written of a value that is read from data, or the message of the refusal."""
    try:
        return to_dict(from_dict(data)), ""
    except SerializationError as error:
        return None, str(error)


# --- plugins ------------------------------------------------------------------------------------------------------


class Words:
    """An annotator without models: each word hangs on the first of its sentence, which is the whole text."""

    name = "words"

    @hookimpl
    def diplomacy_annotate(self, articles: Sequence[Article]) -> Iterator[Annotation]:
        for article in articles:
            words: list[Word] = []
            at = 0
            for form in article.text.split():
                at = article.text.index(form, at)
                words.append(
                    Word(
                        id=len(words) + 1,
                        text=form,
                        span=Span(at, at + len(form)),
                        lemma=form.lower(),
                        upos="NOUN",
                        head=1 if words else 0,
                        deprel="dep" if words else "root",
                    )
                )
                at += len(form)
            span = Span(words[0].span.start, words[-1].span.end)
            yield Annotation(sentences=[Sentence(span=span, words=words)], made_by="words")


class Chaos:
    """A plugin that gives anything, some of it broken after it was made."""

    name = "chaos"

    def __init__(self, random: Random) -> None:
        self.random = random

    def _span(self) -> Any:
        span = Span(start := self.random.randint(0, 40), start + self.random.randint(1, 9))
        if self.random.random() < 0.1:
            object.__setattr__(span, "end", self.random.choice([None, -1, 0, "9", 10**9]))
        return span

    def _made(self) -> Any:
        random = self.random
        links = [Link(span=self._span()) if random.random() < 0.7 else Link(id=random.choice(["a1", "q1", "x"]))]
        item = random.choice(
            [
                lambda: Actor(name="Roth", kind="person", mentions=[Mention(span=self._span())]),
                lambda: Quote(content=[self._span(), self._span()], speakers=links),
                lambda: Finding(label="x", spans=[self._span()], links=links),
                lambda: random.choice([None, 7, "text", object()]),
            ]
        )()
        if random.random() < 0.1 and hasattr(item, "why"):
            object.__setattr__(item, random.choice(["why", "confidence", "id", "mode"]), random.choice([None, 9, []]))
        return item

    def _give(self) -> Iterator[Any]:
        for _ in range(self.random.randint(0, 8)):
            if self.random.random() < 0.05:
                raise self.random.choice([KeyError, RuntimeError, RecursionError])("\x1b[2J")
            yield self._made()

    @hookimpl
    def diplomacy_find_actors(self) -> Iterator[Any]:
        return self._give()

    @hookimpl
    def diplomacy_find_quotes(self) -> Iterator[Any]:
        return self._give()

    @hookimpl
    def diplomacy_find_more(self) -> Iterator[Any]:
        return self._give()


def test_whatever_a_plugin_gives_what_is_kept_is_sound() -> None:
    text = "Oslo said it would agree. Rome did not say why it would."
    analyzer = Analyzer([Words(), Chaos(Random(SEED))], on_error="collect")
    kept = problems = 0
    for analysis in analyzer.analyze_many([text] * (150 * ROUNDS)):
        assert {problem.plugin for problem in analysis.problems} <= {"chaos"}
        assert all(problem.message.isprintable() for problem in analysis.problems)
        problems += len(analysis.problems)
        kept += len(analysis.items)
        sound = Analysis(
            article=analysis.article, **{k: getattr(analysis, k) for k in ("actors", "quotes", "findings")}
        )
        assert not [*faults_of(sound)]
    assert min(kept, problems) > 100


# --- time ---------------------------------------------------------------------------------------------------------


class Many:
    """As many actors, mentions of one, and quotes, as are asked for."""

    name = "many"

    def __init__(self, *, actors: int = 0, mentions: int = 0, quotes: int = 0) -> None:
        self.actors, self.mentions, self.quotes = actors, mentions, quotes

    @hookimpl
    def diplomacy_find_actors(self) -> Iterator[Actor]:
        if self.mentions:
            named = [Mention(span=Span(5 * n, 5 * n + 4)) for n in range(self.mentions)]
            yield Actor(name="Oslo", kind="state", mentions=named)
        for n in range(self.actors):
            yield Actor(name=f"Roth {n}", kind="person", mentions=[Mention(span=Span(5 * n, 5 * n + 4))])

    @hookimpl
    def diplomacy_find_quotes(self) -> Iterator[Quote]:
        for n in range(self.quotes):
            span = Span(5 * n, 5 * n + 4)
            yield Quote(content=[span], source=span, speakers=[Link(span=span)])


@pytest.mark.parametrize(
    ("what", "most"), [("actors", 5_000), ("mentions", 20_000), ("quotes", 10_000), ("words", 20_000)]
)
def test_time_grows_with_the_article_and_no_faster(growth: Growth, what: str, most: int) -> None:
    def task(size: int) -> Callable[[], object]:
        text = "Oslo " * size
        many = Many(**({what: size} if what != "words" else {}))
        analyzer = Analyzer([Words(), many])

        def run() -> None:
            analysis = analyzer.analyze(text)
            found = {"actors": len(analysis.actors), "quotes": len(analysis.quotes), "words": size}
            found["mentions"] = sum(len(actor.mentions) for actor in analysis.actors)
            assert found[what] == size
            assert from_json(to_json(analysis)) == analysis

        return run

    most = most if ROUNDS > 1 else most // 4
    assert growth(task, most // 8, most) < 8 * 3
