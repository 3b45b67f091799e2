"""What each rule adds: a table of what is lost and won where one function, row or class of words is switched off.

    python benchmarks/ablation.py PACKAGE [GOLD_DIR ...] --texts DIR --parses FOLDER [--split SPLIT.tsv]
        [--plover GSR.json] [--plv PLV.tsv] [--cases CASES.jsonl --checker check_cases.py]
        [--polnear CORPUS_DIR ... --scorer score_quotes.py]
        [--part train] [--every N] [--alone] [--only REGEX] [--out TABLE.tsv]

PACKAGE is `diplomacy_nlp_actors`, `diplomacy_nlp_quotes`, `diplomacy_nlp_proposals`, `diplomacy_nlp_reactions` or
`diplomacy_nlp.toolkit`. Of actors, actors alone are read and scored: found, with the right country and with any, and
coreference by the links of MUC, kept of the gold's and right of ours. Switched off, one at a time, are

- each function of the package (learned/ left out), by giving always the same: None, nothing, or a fixed yes or no, or
  by doing nothing;
- each row of its `patterns.tsv`;
- each class of its lexicons: the lines of a file that have the same value in a column (`words.tsv list=acting`).

The stages before the package's are read once, and those after quotes are left out where only a corpus of quotes is
read. A switch is tried on the articles only in which it can change anything: those in which the function gave something
else, the row held, or a word of the class stands. Every reading is made twice, beside the networks and without them.
The figures are differences of counts: +1/-3 right/given, found and given items of the scorer (`scoring.py`) in the
parts train and dev, then label, holders, target, link and usable; for PLOVER's records and PLV's sentences the event
types that are right and given, with PLV's sources; of the cases those that are right; of quotes (a corpus in PolNeAR's
layout, by its folder's name) those with the right source, all that are given, those whose content is found and those
whose content is exact.

The networks have learned from the part train, so that there they do without most rules: read the columns of the rules
alone beside them. Decide on train; dev is for the table. --part and --alone read one part of the gold, and leave the
networks out, which is ten times as fast: first look there, then ask for the rest with --only. --every N reads of the
gold's part train one text in N.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import importlib.util
import inspect
import json
import pkgutil
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from attrs import asdict, evolve, field, frozen
from coref_gold import links
from diplomacy_nlp_actors import Actors
from diplomacy_nlp_proposals import Proposals
from diplomacy_nlp_quotes import Quotes
from diplomacy_nlp_reactions import Reactions
from events import prediction
from parses import kept_parses
from plover import RENAMED
from quotes import prediction as attributions
from scoring import Matched, read_text, stem

from diplomacy_nlp import Actor, Analysis, Analyzer, Annotation, Article, Proposal, Quote, hookimpl
from diplomacy_nlp.errors import DiplomacyError
from diplomacy_nlp.testing import StoredAnnotations
from diplomacy_nlp.toolkit.lexicon import read_lexicon, read_placed
from diplomacy_nlp.toolkit.patterns import Match, Pattern, Patterns
from diplomacy_nlp.types import Item

Counts = Counter[str]
Score = Callable[[Analysis], Counts]
_MODES: Mapping[str, Mapping[str, Any]] = {"alone ": {"model": None}, "": {}}
_ACTORS = "diplomacy_nlp_actors"
_LEFT_OUT = ("learned", "plugin", "confidence")
_MEASURES = ("label", "actor", "target", "link", "usable")
_QUOTED = ("joint", "partial", "exact")
_CLASSES = 60  # values of a column that make classes of words; with more, the column names words
_OURS = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}  # what PLV calls them
_WORD = re.compile(r"\w+")


@frozen(kw_only=True)
class Text:
    """An article to read, and how its reading is scored."""

    article: Article
    score: Score
    words: frozenset[str] = field(repr=False)


@frozen(kw_only=True)
class Switch:
    """A rule that can be off.

    Args:
        name: what it is called in the table.
        texts: numbers of the texts in which it can change anything.
        off: a context in which it is off; true where readers have to be made anew.
    """

    name: str
    texts: tuple[int, ...]
    off: Callable[[], Any]
    anew: bool = False


def main() -> None:
    """Reads all texts, then the table a line at a time."""
    options = _options()
    texts = [*_gold(options), *_plover(options.plover), *_plv(options.plv), *_cases(options.cases, options.checker)]
    texts += _polnear(options.polnear, options.scorer)
    maker = _Readers(texts, options)
    readers = maker.made()
    with _traced(options.package) as trace:
        base = [_both(readers, text, trace, number) for number, text in enumerate(texts)]
    total = sum((reading.counts for both in base for reading in both.values()), Counter())
    columns = list(_columns(total))
    file = options.out.open("w", encoding="utf-8") if options.out else sys.stdout
    print("\t".join(("rule", "texts", *columns)), file=file)
    print("\t".join(("all", str(len(texts)), *(_pair(total, name, "") for name in columns))), file=file, flush=True)
    for switch in _switches(options.package, texts, trace):
        if options.only and not re.search(options.only, switch.name):
            continue
        difference: Counts = Counter()
        try:
            with switch.off():
                use = maker.made() if switch.anew else readers
                for number in switch.texts:
                    difference.update(_difference(use, texts[number], base[number]))
        except DiplomacyError:
            print(f"{switch.name}\tothers cannot do without it", file=file, flush=True)
            continue
        cells = (_pair(difference, name, "+") for name in columns)
        print("\t".join((switch.name, str(len(switch.texts)), *cells)), file=file, flush=True)


@frozen(kw_only=True)
class Reading:
    """What was found in a text, and the scorer's counts."""

    items: tuple[Item, ...]
    counts: Counts


def _both(
    readers: Mapping[str, Analyzer], text: Text, trace: _Trace | None = None, number: int = 0
) -> Mapping[str, Reading]:
    """The readings of a text, without the networks and beside them."""
    if trace is not None:
        trace.text = number
    return {mode: _reading(mode, reader, text) for mode, reader in readers.items()}


def _reading(mode: str, reader: Analyzer, text: Text) -> Reading:
    analysis = reader.analyze(text.article)
    counts = {f"{mode}{name}": count for name, count in text.score(analysis).items()}
    items = (*analysis.actors, *analysis.quotes, *analysis.proposals, *analysis.reactions)
    return Reading(items=items, counts=Counter(counts))


def _difference(readers: Mapping[str, Analyzer], text: Text, before: Mapping[str, Reading]) -> Counts:
    """How the counts of a text change; the networks are asked only where the rules find something else."""
    found: Counts = Counter()
    for mode, reader in readers.items():
        after = _reading(mode, reader, text)
        if after.items == before[mode].items:
            return found
        found.update(after.counts)
        found.subtract(before[mode].counts)
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package")
    parser.add_argument("gold", type=Path, nargs="*")
    for name in ("texts", "parses"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name in ("split", "plover", "plv", "cases", "checker", "scorer", "out"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--polnear", type=Path, nargs="*", default=[])
    parser.add_argument("--part", choices=("train", "dev"))
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--only")
    return parser.parse_args()


# --- what is read, and how it is scored ---------------------------------------------------------------------------


def _text(article: Article, score: Score) -> Text:
    return Text(article=article, score=score, words=frozenset(_WORD.findall(article.text.lower())))


def _gold(options: argparse.Namespace) -> Iterator[Text]:
    parts = (
        dict(line.split("\t") for line in options.split.read_text(encoding="utf-8").splitlines())
        if options.split
        else {}
    )
    texts = {path.name: path for path in options.texts.rglob("*.txt")}
    scored = _actors if options.package == _ACTORS else _events
    for number, path in enumerate(path for folder in options.gold for path in sorted(folder.glob("*.json"))):
        part = parts.get(f"{path.parent.name}/{path.name}", "train")
        if options.part not in (None, part) or (part == "train" and number % options.every):
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))
        article = Article(text=read_text(texts[f"{stem(gold['doc'])}.txt"]), id=gold["doc"])
        yield _text(article, partial(scored, gold=gold, part=part))


def _actors(analysis: Analysis, gold: Mapping[str, Any], part: str) -> Counts:
    tallies: dict[str, dict[str, tuple[int, int]]] = {"proposals": {}, "reactions": {}, "actors": {}}
    Matched(analysis.article.text, gold, prediction(analysis)).score(tallies)
    found, given = (tallies["actors"].get(name, (0, 0)) for name in ("recall", "country given"))
    kept, of_ours = links(gold, analysis)
    return Counter(
        {
            f"{part} actors found right": found[0],
            f"{part} country right": given[0],
            f"{part} country of": given[1],
            f"{part} links kept right": round(kept[0]),
            f"{part} links ours right": round(of_ours[0]),
            f"{part} links ours of": round(of_ours[1]),
        }
    )


def _events(analysis: Analysis, gold: Mapping[str, Any], part: str) -> Counts:
    tallies: dict[str, dict[str, tuple[int, int]]] = {"proposals": {}, "reactions": {}, "actors": {}}
    Matched(analysis.article.text, gold, prediction(analysis)).score(tallies)
    counts: Counts = Counter()
    for kind in ("proposals", "reactions"):
        for name, (right, of) in tallies[kind].items():
            measure = {"precision": "found", "kind": "label", "stance": "label"}.get(name, name)
            if measure == "found" or measure in _MEASURES:
                counts[f"{part} {kind} {measure} right"] += right
            if measure == "found":
                counts[f"{part} {kind} {measure} of"] += of
    return counts


def _plover(path: Path | None) -> Iterator[Text]:
    for record in json.loads(path.read_text(encoding="utf-8")) if path else ():
        events = {RENAMED.get(record["event"], record["event"])}
        yield _text(Article(text=record["text"]), partial(_codes, events=events, name="PLOVER"))


def _plv(path: Path | None) -> Iterator[Text]:
    pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
    if path:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                pairs[row["sentence"]].append((row["gold_root"], row["source"]))
    for sentence, golds in pairs.items():
        yield _text(Article(text=sentence), partial(_pairs, golds=golds))


def _codes(analysis: Analysis, events: Iterable[str], name: str) -> Counts:
    found = [code for code, _ in _coded(analysis)]
    right = sum(code in set(events) for code in found)
    return Counter({f"{name} types right": right, f"{name} types of": len(found)})


def _pairs(analysis: Analysis, golds: Sequence[tuple[str, str]]) -> Counts:
    coded = list(_coded(analysis))
    counts = _codes(analysis, {event for event, _ in golds}, "PLV")
    for event, source in golds:
        mine = [who for code, who in coded if code == event]
        counts["PLV pairs right"] += bool(mine)
        counts["PLV sources right"] += any(who & set(_WORD.findall(source.lower())) for who in mine)
    return counts


def _coded(analysis: Analysis) -> Iterator[tuple[str, set[str]]]:
    """The event types of an analysis, each with the words that name whose it is."""
    for holders, event in (
        *((item.proposers, item.plover) for item in analysis.proposals),
        *((item.reactors, item.plover) for item in analysis.reactions),
    ):
        if event is not None:
            names = [analysis.words(span) for actor in analysis.actors_of(holders) for span in actor.spans]
            names += [analysis.words(link.span) for link in holders if link.span is not None]
            yield _OURS.get(str(event), str(event)), {word for name in names for word in _WORD.findall(name.lower())}


def _cases(path: Path | None, checker: Path | None) -> Iterator[Text]:
    if path is None or checker is None:
        return
    sys.path.insert(0, str(checker.parent))
    holds = importlib.import_module(checker.stem)
    for case in map(json.loads, filter(None, path.read_text(encoding="utf-8").split("\n"))):
        if "error" not in case["expect"][0]:
            facts = case["expect"]
            yield _text(
                Article(text=case["text"]),
                partial(_case, facts=facts, checker=holds),
            )


def _case(analysis: Analysis, facts: Sequence[Any], checker: Any) -> Counts:
    return Counter({"cases right": int(all(map(checker.Reading(analysis).holds, facts)))})


def _polnear(corpora: Sequence[Path], scorer: Path | None) -> Iterator[Text]:
    if not corpora or scorer is None:
        return
    sys.path.insert(0, str(scorer.parent))
    scores = importlib.import_module(scorer.stem)
    for corpus in corpora:
        for name, (text, by) in scores.read_gold(corpus).items():
            if by:
                score = partial(_attributions, gold=by[min(by)], score=scores.score, name=corpus.name)
                yield _text(Article(text=text, id=name), score)


def _attributions(analysis: Analysis, gold: Sequence[Any], score: Callable[..., Any], name: str) -> Counts:
    result = score([(analysis.article.text, gold, attributions(analysis)["attributions"])])
    given = result["predicted"]
    right = {f"{name} quotes {measure} right": round(result[measure]["p"] * given) for measure in _QUOTED}
    return Counter({**right, f"{name} quotes joint of": given})


class _Fresh(StoredAnnotations):
    """Stored annotations, without what was worked out of them while every rule was on."""

    @hookimpl
    def diplomacy_annotate(self, articles: Sequence[Article]) -> Sequence[Annotation]:
        """Copies of the stored annotations."""
        return [evolve(annotation) for annotation in super().diplomacy_annotate(articles)]


class _Once:
    """A plugin whose findings in a text are remembered: the stages before the one in question.

    Args:
        plugin: of actors, quotes or proposals.
    """

    def __init__(self, plugin: Any) -> None:
        self.name = f"{plugin.name}-once"
        self._plugin = plugin
        self._found: dict[str, tuple[Any, ...]] = {}

    def _of(self, hook: str, article: Article, *rest: Any) -> tuple[Any, ...]:
        if article.text not in self._found:
            self._found[article.text] = tuple(getattr(self._plugin, hook)(article, *rest))
        return self._found[article.text]


class _ActorsOnce(_Once):
    @hookimpl
    def diplomacy_find_actors(self, article: Article, annotation: Annotation) -> Iterable[Actor]:
        """The actors."""
        return self._of("diplomacy_find_actors", article, annotation)


class _QuotesOnce(_Once):
    @hookimpl
    def diplomacy_find_quotes(
        self, article: Article, annotation: Annotation, actors: Sequence[Actor]
    ) -> Iterable[Quote]:
        """The quotes."""
        return self._of("diplomacy_find_quotes", article, annotation, actors)


class _ProposalsOnce(_Once):
    @hookimpl
    def diplomacy_find_proposals(
        self, article: Article, annotation: Annotation, actors: Sequence[Actor], quotes: Sequence[Quote]
    ) -> Iterable[Proposal]:
        """The proposals."""
        return self._of("diplomacy_find_proposals", article, annotation, actors, quotes)


class _Readers:
    """Makes what reads on from kept parses and from what earlier stages found in them.

    Args:
        texts: what is read.
        options: of the command line: the package whose rules are in question, the folder of kept parses.
    """

    def __init__(self, texts: Sequence[Text], options: argparse.Namespace) -> None:
        self._annotator = _Fresh(kept_parses([text.article for text in texts], options.parses))
        self._modes = [mode for mode in _MODES if mode or not options.alone]
        self._actors, self._quotes = _ActorsOnce(Actors()), _QuotesOnce(Quotes())
        self._proposals = {mode: _ProposalsOnce(Proposals(**options)) for mode, options in _MODES.items()}
        self._anew = {"diplomacy_nlp_reactions": 1, "diplomacy_nlp_proposals": 2}.get(options.package, 3)
        self._actors_alone = options.package == _ACTORS
        self._quotes_alone = not (options.gold or options.plover or options.plv or options.cases)

    def made(self) -> Mapping[str, Analyzer]:
        """Beside the networks, and without them."""
        return {mode: Analyzer(self._plugins(mode), annotator=self._annotator) for mode in self._modes}

    def _plugins(self, mode: str) -> Iterator[object]:
        if self._actors_alone:
            yield Actors(**_MODES[mode])
            return
        yield self._actors
        yield Quotes(**_MODES[mode]) if self._anew > 2 else self._quotes
        if not self._quotes_alone:
            yield Proposals(**_MODES[mode]) if self._anew > 1 else self._proposals[mode]
            yield Reactions(**_MODES[mode])


# --- what can be switched off -------------------------------------------------------------------------------------


class _Trace:
    """In which texts functions gave what else than they would if they were off, and rows held."""

    def __init__(self, watched: Mapping[CodeType, Sequence[Any]]) -> None:
        self.text = 0
        self.other: dict[tuple[CodeType, int], set[int]] = defaultdict(set)
        self.rows: dict[Pattern, set[int]] = defaultdict(set)
        self._watched = watched
        self._matches = Patterns.matches.__code__

    def __call__(self, frame: Any, event: str, value: Any) -> None:
        """What `sys.setprofile` calls."""
        if event != "return":
            return
        code = frame.f_code
        if code is self._matches and isinstance(value, Match):
            self.rows[value.pattern].add(self.text)
        for place, constant in enumerate(self._watched.get(code, ())):
            same = value is None if isinstance(constant, _Nothing) else value == constant
            same = same and not isinstance(constant, _Undone)
            if not same:
                self.other[code, place].add(self.text)


class _Nothing:
    """Stands for a generator that gives nothing."""


class _Undone:
    """Stands for what a function does that gives nothing."""


_NOTHING, _UNDONE = _Nothing(), _Undone()


@contextmanager
def _traced(package: str) -> Iterator[_Trace]:
    trace = _Trace({f.__code__: constants for f in _functions(package) if (constants := _constants(f))})
    sys.setprofile(trace)
    try:
        yield trace
    finally:
        sys.setprofile(None)


def _modules(package: str) -> list[ModuleType]:
    root = importlib.import_module(package)
    names = [info.name for info in pkgutil.iter_modules(root.__path__) if info.name not in _LEFT_OUT]
    return [root, *(importlib.import_module(f"{package}.{name}") for name in names)]


def _functions(package: str) -> Iterator[FunctionType]:
    """The functions of a package's modules, methods and properties of their classes included."""
    for module in _modules(package):
        for value in vars(module).values():
            if isinstance(value, type) and value.__module__ == module.__name__:
                parts = [getattr(part, "fget", part) for part in vars(value).values()]
                yield from (
                    f
                    for f in parts
                    if isinstance(f, FunctionType)
                    and f.__module__ == module.__name__
                    and not f.__name__.startswith("__")
                )
            elif isinstance(value, FunctionType) and value.__module__ == module.__name__:
                yield inspect.unwrap(value)  # of one whose answers are kept, the one that answers


def _constants(function: FunctionType) -> tuple[Any, ...]:
    """What a function may give for ever, by its return type; () where that is not known."""
    returned = str(function.__annotations__.get("return", ""))
    if returned == "bool":
        return False, True
    if returned.endswith("| None"):
        return (None,)
    if returned == "None":
        return (_UNDONE,)
    if returned.startswith(("Iterator", "_Found")):
        return (_NOTHING,)
    kind = re.match(r"(tuple(?=\[\w+, \.\.\.\])|frozenset|str|list)\b", returned)
    return {"tuple": ((),), "frozenset": (frozenset(),), "str": ("",), "list": ([],)}[kind[1]] if kind else ()


def _none(*_: Any, **__: Any) -> None:
    return None


def _false(*_: Any, **__: Any) -> bool:
    return False


def _true(*_: Any, **__: Any) -> bool:
    return True


def _empty(*_: Any, **__: Any) -> tuple[()]:
    return ()


def _no_list(*_: Any, **__: Any) -> list[Any]:
    return []


def _no_text(*_: Any, **__: Any) -> str:
    return ""


def _no_set(*_: Any, **__: Any) -> frozenset[Any]:
    return frozenset()


def _no_items(*_: Any, **__: Any) -> Iterator[Any]:
    yield from ()


_OFF: Mapping[str, FunctionType] = {  # by the constant as it is written
    repr(constant): function
    for constant, function in (
        *(
            (None, _none),
            (False, _false),
            (True, _true),
            ((), _empty),
            ("", _no_text),
            ([], _no_list),
            (frozenset(), _no_set),
        ),
        *((_NOTHING, _no_items), (_UNDONE, _none)),
    )
    if isinstance(function, FunctionType)
}


@contextmanager
def _function_off(function: FunctionType, constant: Any) -> Iterator[None]:
    """A function that always gives the same, wherever it was imported to."""
    code, defaults = function.__code__, function.__kwdefaults__
    function.__code__ = _OFF[repr(constant)].__code__
    try:
        yield
    finally:
        function.__code__, function.__kwdefaults__ = code, defaults


@contextmanager
def _lines_off(package: str, off: Container[object]) -> Iterator[None]:
    """Lexicons without some of their lines."""
    modules = [*_modules(package), *_modules("diplomacy_nlp.toolkit")]

    def lines(source: Any, entry: type[Any]) -> tuple[Any, ...]:
        return tuple(line for line in read_lexicon(source, entry) if line not in off)

    def placed(source: Any, entry: type[Any]) -> tuple[Any, ...]:
        return tuple(pair for pair in read_placed(source, entry) if pair[1] not in off)

    read = {"read_lexicon": (lines, read_lexicon), "read_placed": (placed, read_placed)}
    places = [(vars(module), name) for module in modules for name in read if hasattr(module, name)]
    _forget(package)
    for names, name in places:
        names[name] = read[name][0]
    try:
        yield
    finally:
        for names, name in places:
            names[name] = read[name][1]
        _forget(package)


def _forget(package: str) -> None:
    for module in _modules(package):
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def _switches(package: str, texts: Sequence[Text], trace: _Trace) -> Iterator[Switch]:
    for function in _functions(package):
        for place, constant in enumerate(_constants(function)):
            where = f"{function.__module__.rpartition('.')[2]}.{function.__qualname__}"
            name = where if constant is not True else f"{where} = True"
            affected = trace.other.get((function.__code__, place), set())
            yield Switch(name=name, texts=tuple(sorted(affected)), off=partial(_function_off, function, constant))
    for pattern in _rows(package):
        yield Switch(
            name=f"row {pattern.rule}: {pattern.trigger}: {pattern.example}",
            texts=tuple(sorted(trace.rows.get(pattern, ()))),
            off=partial(_lines_off, package, frozenset([pattern])),
            anew=True,
        )
    yield from _classes(package, texts)


def _rows(package: str) -> tuple[Pattern, ...]:
    module = next((m for m in _modules(package) if hasattr(m, "patterns") and m.__name__.endswith("rows")), None)
    return module.patterns().rows if module is not None else ()


def _classes(package: str, texts: Sequence[Text]) -> Iterator[Switch]:
    """Classes of words, by what the package reads."""
    read: dict[str, tuple[Any, ...]] = {}
    for name, entry, source in _read_by(package):
        read[name] = read_lexicon(source, entry)
    for name, lines in read.items():
        values: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for line in lines:
            for column, value in list(asdict(line, recurse=False).items())[1:]:
                for part in value if isinstance(value, tuple) else (value,):
                    values[column, str(part)].append(line)
        columns = Counter(column for column, _ in values)
        for (column, value), some in values.items():
            if columns[column] <= _CLASSES and len(some) < len(lines) and value not in ("", "None"):
                yield _class(package, f"{name} {column}={value}", some, texts)


def _read_by(package: str) -> list[tuple[str, type[Any], Any]]:
    """The lexicons of a package with their classes, as its modules read them."""
    found: dict[str, tuple[str, type[Any], Any]] = {}
    root = importlib.import_module(package)
    seen: list[tuple[Any, type[Any]]] = []
    modules = [m for m in (*_modules(package), *_modules("diplomacy_nlp.toolkit")) if hasattr(m, "read_lexicon")]

    def read(source: Any, entry: type[Any]) -> tuple[Any, ...]:
        seen.append((source, entry))
        return read_lexicon(source, entry)

    _forget(package)
    for module in modules:
        vars(module)["read_lexicon"] = read
    for module in _modules(package):
        for value in list(vars(module).values()):
            if (
                hasattr(value, "cache_clear")
                and value.__module__ == module.__name__
                and not value.__annotations__.keys() - {"return"}
            ):
                value()
    for module in modules:
        vars(module)["read_lexicon"] = read_lexicon
    _forget(package)
    for source, entry in seen:
        if entry is not Pattern and str(source).startswith(str(Path(root.__file__ or "").parent)):
            found[Path(str(source)).name] = (Path(str(source)).name, entry, source)
    return list(found.values())


def _class(package: str, name: str, lines: Sequence[Any], texts: Sequence[Text]) -> Switch:
    off = frozenset(lines)
    firsts = {str(next(iter(asdict(line).values()))).lower() for line in lines}
    if any("list=" in part for part in (name,)):
        firsts = {line.lemma.lower() for line in lines}
    words = {word for first in firsts for word in _WORD.findall(first)[:1]}
    forms = {form for word in words for form in (word, word[:-1], word[:-2])} if words else set()
    heads = {form for form in forms if len(form) > 2} | words

    def may_change(text: Text) -> bool:
        return any(w in heads or w[:-1] in heads or w[:-2] in heads or w[:-3] in heads for w in text.words)

    affected = tuple(number for number, text in enumerate(texts) if may_change(text))
    return Switch(
        name=f"{name} ({len(lines)})",
        texts=affected,
        off=partial(_lines_off, package, off),
        anew=True,
    )


# --- the table ----------------------------------------------------------------------------------------------------


def _columns(total: Counts) -> Iterator[str]:
    seen = dict.fromkeys(re.sub(r" (right|of)$", "", name) for name in total)
    return (name for name in sorted(seen, key=lambda name: (name.startswith("alone"), name)))


def _pair(counts: Counts, name: str, sign: str) -> str:
    right, of = counts.get(f"{name} right", 0), counts.get(f"{name} of", 0)
    if not right and not of:
        return ""
    return f"{right:{sign}}/{of:{sign}}" if of or name.endswith(("found", "types")) else f"{right:{sign}}"


if __name__ == "__main__":
    main()
