"""The table of stages, and the Analyzer that runs articles through it.

Each stage's findings are checked, linked, merged, put in the order of the text and numbered before the next stage
begins. An Analyzer holds no state between articles, so one may be shared by threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import count, islice
from typing import Any, Literal

from attrs import Factory, evolve, field, frozen

from .annotation import Annotation
from .checks import shown, told
from .collector import REST
from .errors import ArticleError, DiplomacyError, OptionError, PluginError
from .links import Resolver, link_faults, settle_statuses
from .merge import merge, number
from .registry import Implementation, Registered, Registry, discover_plugins, name_of, several
from .types import Actor, Analysis, Article, Finding, Item, Position, Problem, Proposal, Quote, Reaction, made_anew

__all__ = ["Analyzer", "analyze"]

OnError = Literal["raise", "collect"]

_ANNOTATE = "diplomacy_annotate"
_NOT_READ = "\N{REPLACEMENT CHARACTER}"  # stands for a text that could not be read


@frozen
class _Stage:
    hook: str
    gives: str  # the argument of later stages, and the field of Analysis
    kind: type[Item]


_STAGES = (
    _Stage("diplomacy_find_actors", "actors", Actor),
    _Stage("diplomacy_find_quotes", "quotes", Quote),
    _Stage("diplomacy_find_proposals", "proposals", Proposal),
    _Stage("diplomacy_find_reactions", "reactions", Reaction),
    _Stage("diplomacy_find_positions", "positions", Position),
    _Stage("diplomacy_find_more", "findings", Finding),
)
_SETTLES = "reactions"  # after this stage the proposals' statuses are settled


class Analyzer:
    """Reads articles with a set of plugins.

    Args:
        plugins: instances.
        annotator: which plugin parses, if several can: its name, or an instance (which need not be among `plugins`).
        on_error: "raise" stops at the first fault of a plugin or an article; "collect" leaves out what is faulty, and
            notes it in `Analysis.problems`. A slip of the caller's own is raised in either case.
        batch_size: how many articles are parsed at once by `analyze_many`.

    Raises:
        PluginLoadError: a plugin cannot be registered (only with `on_error="raise"`). Further faults stand in its
            notes.
        DiplomacyError: no plugin parses, or several do and `annotator` names none of them.
        OptionError: an argument that cannot be, such as an unknown `on_error`.
    """

    def __init__(
        self,
        plugins: Iterable[object] = (),
        *,
        annotator: str | object | None = None,
        on_error: OnError = "raise",
        batch_size: int = 16,
    ) -> None:
        if on_error not in ("raise", "collect"):
            raise OptionError(f'on_error: "raise" or "collect" is expected, not {shown(on_error)}')
        if not isinstance(batch_size, int) or isinstance(batch_size, bool) or batch_size < 1:
            raise OptionError(f"batch_size: a whole number from 1 is expected, not {shown(batch_size)}")
        given = list(several("plugins", plugins))
        if annotator is not None and not isinstance(annotator, str):
            given = [p for p in given if (p.plugin if isinstance(p, Registered) else p) is not annotator] + [annotator]
            annotator = name_of(annotator)
        self._registry = Registry(given)
        self._on_error = on_error
        self._batch_size = batch_size
        faults = self._registry.faults
        if faults and on_error == "raise":
            for other in faults[1:]:
                faults[0].add_note(f"also: {other}")
            raise faults[0]
        self._annotate = _choose_annotator(self._registry, annotator)
        self._implementations = {stage.hook: self._registry.implementations(stage.hook) for stage in _STAGES}

    @classmethod
    def discover(
        cls,
        *,
        only: Iterable[str] | None = None,
        block: Iterable[str] = (),
        options: Mapping[str, Mapping[str, Any]] | None = None,
        annotator: str | object | None = None,
        on_error: OnError = "raise",
        batch_size: int = 16,
    ) -> Analyzer:
        """An Analyzer with the installed plugins.

        Args:
            only: load just these plugins; None for all.
            block: names of plugins to leave out.
            options: keyword arguments for the plugins' classes, by name: `{"stanza": {"use_gpu": True}}`.
            annotator, on_error, batch_size: as for the class.

        Raises:
            PluginLoadError, DiplomacyError, OptionError: as for the class; the first whatever `on_error` says where a
                name that is given is not installed, or a plugin refuses the options that are given for it.
        """
        found = discover_plugins(
            only=None if only is None else several("only", only),
            block=several("block", block),
            options={} if options is None else options,
        )
        return cls(found, annotator=annotator, on_error=on_error, batch_size=batch_size)

    # --- reading --------------------------------------------------------------------------------------------------

    def analyze(self, article: Article | str) -> Analysis:
        """Reads one article, or its text.

        Raises:
            ArticleError, PluginError: the text cannot be read, or a plugin failed (both with `on_error="raise"` alone).
        """
        return next(self.analyze_many([article]))

    def analyze_many(self, articles: Iterable[Article | str]) -> Iterator[Analysis]:
        """Reads articles one after another, parsing several at once; results come in their order, as they are ready.

        Args:
            articles: articles or texts; a generator is read as far as needed.

        Returns:
            An analysis of each. With `on_error="collect"`, that of an article that cannot be read (a blank text, no
            text) has an article of one mark, and a problem that says which of the input it is.

        Raises:
            ArticleError, PluginError: as for `analyze`, after all results of the articles before have been given. What
                a generator of articles raises comes after them too.
            OptionError: one article is given, or one text, where several are expected.
        """
        if hasattr(articles, "columns"):
            raise OptionError('articles: a data frame is given; give the column of its texts: frame["text"]')
        if isinstance(articles, Article):
            raise OptionError("articles: several are expected (a list), not an Article; for a single one: analyze(...)")
        return self._in_batches(iter(several("articles", articles)))

    def _in_batches(self, articles: Iterator[Article | str]) -> Iterator[Analysis]:
        places = count(1)
        fault: Exception | None = None
        while fault is None:
            batch: list[Article | Analysis] = []
            try:
                batch.extend(map(self._made, islice(articles, self._batch_size), places))
            except Exception as error:  # raised when all results of the articles before have been given
                fault = error
            if not batch:
                break
            analyses = self._read([made for made in batch if isinstance(made, Article)])
            for made in batch:
                yield made if isinstance(made, Analysis) else next(analyses)
        if fault is not None:
            raise fault

    def _made(self, given: object, place: int) -> Article | Analysis:
        """The article that is given, or an analysis that says why it cannot be read."""
        try:
            return given if isinstance(given, Article) else Article(text=given)  # type: ignore[arg-type]  # it refuses others
        except ArticleError as error:
            if self._on_error == "raise":
                raise
            problem = Problem(plugin="input", message=f"article {place} of the input: {error}")
            return Analysis(article=Article(text=_NOT_READ, id=f"not-read-{place}"), problems=[problem])

    def explain(self) -> str:
        """The stages, and the plugins that take part in each, in the order in which they are called."""
        rows = [("stage", "hook", "plugins"), ("1", _ANNOTATE, _credit(self._annotate))]
        for place, stage in enumerate(_STAGES, 2):
            names = ", ".join(_credit(i) for i in self._implementations[stage.hook])
            rows.append((str(place), stage.hook, names or "(none)"))
        return "\n".join(f"{number:<7}{hook:<27}{names}" for number, hook, names in rows)

    def _read(self, batch: Sequence[Article]) -> Iterator[Analysis]:
        if not batch:
            return
        for article, annotation in self._annotated(batch):
            run = _Run(article=article, on_error=self._on_error)
            run.problems.extend(map(_problem, self._registry.faults))
            if isinstance(annotation, Annotation):
                with REST.taken():
                    run.through(annotation, self._implementations)
                    annotation._kept.clear()  # it holds the annotation: memory would wait for the collector
            else:
                run.report(annotation)
            made_by = annotation.made_by if isinstance(annotation, Annotation) else ""
            found: dict[str, Any] = run.found | {"plugins": self._registry.infos, "annotated_by": made_by}
            yield Analysis(article=article, problems=run.problems, **found)

    def _annotated(self, batch: Sequence[Article]) -> Iterator[tuple[Article, Annotation | PluginError]]:
        """Each article with its annotation, or with what went wrong: one article's fault costs the others nothing."""
        try:
            annotations = _annotations(self._annotate, batch)
        except PluginError as error:
            if len(batch) == 1:
                yield batch[0], error
                return
            for article in batch:
                yield from self._annotated([article])
            return
        yield from zip(batch, annotations, strict=True)


def _choose_annotator(registry: Registry, chosen: str | None) -> Implementation:
    able = {implementation.plugin: implementation for implementation in registry.implementations(_ANNOTATE)}
    names = ", ".join(able) or "none"
    if chosen is not None and chosen not in able:
        raise DiplomacyError(f"annotator {shown(chosen)}: no such plugin parses texts (those that do: {names})")
    if not able:
        because = "".join(f"; {fault}" for fault in registry.faults)
        raise DiplomacyError(f"no plugin parses texts; install diplomacy-nlp-stanza, or give an annotator{because}")
    if chosen is None and len(able) > 1:
        raise DiplomacyError(f"several plugins parse texts ({names}); choose one: Analyzer(annotator={min(able)!r})")
    return able[chosen if chosen is not None else next(iter(able))]


def _credit(implementation: Implementation) -> str:
    return f"{implementation.plugin} {implementation.version or ''}".strip()


def _problem(error: PluginError) -> Problem:
    return Problem(plugin=error.plugin, message=error.message, hook=error.hook, version=error.version)


# --- the annotator ------------------------------------------------------------------------------------------------


def _annotations(annotator: Implementation, batch: Sequence[Article]) -> list[Annotation]:
    """One checked annotation for each article."""
    article = batch[0].id if len(batch) == 1 else None
    try:
        found = list(islice(several("what it gives", annotator.call({"articles": tuple(batch)})), len(batch) + 1))
    except (Exception, SystemExit) as error:
        raise annotator.fault(told(error), article=article) from error
    if len(found) != len(batch):
        more = " or more" if len(found) > len(batch) else ""
        raise annotator.fault(f"{len(found)}{more} annotations for {len(batch)} articles", article=article)
    for given, annotation in zip(batch, found, strict=True):
        if type(annotation) is not Annotation:
            raise annotator.fault(f"an Annotation is expected, not {type(annotation).__name__}", article=given.id)
        try:
            annotation.check(len(given.text))
        except Exception as error:  # whatever it holds
            raise annotator.fault(told(error), article=given.id) from error
    return found


# --- one article --------------------------------------------------------------------------------------------------


@frozen
class _Run:
    """One article on its way through the stages."""

    article: Article
    on_error: OnError
    found: dict[str, tuple[Any, ...]] = field(factory=dict)
    problems: list[Problem] = field(factory=list)
    links: Resolver = field(default=Factory(lambda run: Resolver(text=run.article.text), takes_self=True))

    def report(self, error: PluginError) -> None:
        """Raises the error, or notes it, as the Analyzer was told to."""
        if self.on_error == "raise":
            raise error
        self.problems.append(_problem(error))

    def through(self, annotation: Annotation, implementations: Mapping[str, Sequence[Implementation]]) -> None:
        for stage in _STAGES:
            available = {"article": self.article, "annotation": annotation, **self.found}
            items: list[Item] = []
            for implementation in implementations[stage.hook]:
                items.extend(self._checked(stage, implementation, available))
            self.found[stage.gives] = self._closed(stage, items)
            if stage.gives == _SETTLES:
                self.found["proposals"] = settle_statuses(
                    self.found["proposals"], self.found["reactions"], self.found["actors"]
                )

    def _closed(self, stage: _Stage, items: Iterable[Item]) -> tuple[Item, ...]:
        """A stage's findings, linked to those of earlier stages, merged and numbered."""
        numbered = number(merge(self.links.complete(item) for item in items))
        self.links.add(numbered)
        if stage.kind is not Actor:
            return numbered
        # an actor's principal is an actor of the same stage
        return tuple(_without_own_principal(self.links.complete(item)) for item in numbered)

    def _checked(
        self, stage: _Stage, implementation: Implementation, available: Mapping[str, object]
    ) -> Iterator[Item]:
        """What one plugin gives, item by item, each checked; what came before a fault is kept."""
        known = {item.id: type(item) for kind in self.found.values() for item in kind}
        for item in self._given(implementation, available):
            try:
                sound = self._sound(item, stage.kind, known, implementation.plugin)
            except Exception as error:  # an item that was broken after it was made raises anything
                self.report(implementation.fault(told(error), article=self.article.id))
            else:
                yield sound

    def _sound(self, item: object, kind: type[Item], known: Mapping[str | None, type[Item]], plugin: str) -> Item:
        """One finding of a plugin, made anew and checked; raises what is wrong with it."""
        if type(item) is not kind:
            raise TypeError(f"{kind.__name__} items are expected, not {type(item).__name__} ({shown(item)})")
        sound: Item = made_anew(item, self.article.text, kind.__name__, id=None, found_by=(plugin,))
        if faults := "; ".join(link_faults(sound, known)):
            raise ValueError(faults)
        return sound

    def _given(self, implementation: Implementation, available: Mapping[str, object]) -> Iterator[Any]:
        try:
            yield from several("what it gives", implementation.call(available) or ())
        except (Exception, SystemExit) as error:
            fault = implementation.fault(told(error), article=self.article.id)
            fault.__cause__ = error
            self.report(fault)


def _without_own_principal(item: Item) -> Item:
    """Nobody acts on behalf of itself: where merging made actor and principal one, the principal goes."""
    if isinstance(item, Actor) and item.principal is not None and item.principal.id == item.id:
        return evolve(item, principal=None)
    return item


# --- the one-liner ------------------------------------------------------------------------------------------------


_discovered = cache(Analyzer.discover)


def analyze(article: Article | str) -> Analysis:
    """Reads one article, or its text, with the installed plugins, which are loaded once and kept.

    It raises what `Analyzer.discover` and `Analyzer.analyze` raise.

    >>> from diplomacy_nlp import analyze
    >>> analysis = analyze("Paris rejected the plan.")
    >>> [analysis.words(reaction.cue) for reaction in analysis.reactions]
    ['rejected']
    """
    return _discovered().analyze(article)
