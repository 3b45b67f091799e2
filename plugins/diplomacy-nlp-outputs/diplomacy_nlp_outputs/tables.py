"""Tables: one row an item, names and words resolved, so that no link has to be followed.

`TABLES` says of each table which columns it has, of what type, and what they mean; the README lists them. Where a cell
holds several names, semicolons stand between them; where something is not known, the cell is empty (None).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Generic, Literal, TypeVar

from attrs import frozen

from diplomacy_nlp import (
    Actor,
    Analysis,
    DiplomacyError,
    Finding,
    Link,
    Mention,
    Position,
    Proposal,
    Quote,
    Reaction,
    Span,
)
from diplomacy_nlp.checks import shown
from diplomacy_nlp.errors import OptionError
from diplomacy_nlp.types import Item, Problem, anchor

from .extras import need
from .words import called, issue_words, item_words, joined, named, one_line, place, sentence_around

__all__ = [
    "TABLES",
    "Cell",
    "Column",
    "Row",
    "Table",
    "arrow_schema",
    "each",
    "expected",
    "rows",
    "table_named",
    "to_arrow",
    "to_frame",
]

T = TypeVar("T")
Cell = str | int | float | bool | None
Row = dict[str, Cell]


@frozen
class Column(Generic[T]):
    """A column of a table: its name, its type, what it means, and how a cell is read off an item."""

    name: str
    type: Literal["string", "integer", "number", "boolean"]
    meaning: str
    cell: Callable[[Analysis, T], Cell]


@frozen
class Table:
    """A table: its name, what a row is, its columns, and the items that make the rows."""

    name: str
    row: str
    columns: tuple[Column[Any], ...]
    items: Callable[[Analysis], Iterable[Any]]

    def rows(self, analysis: Analysis) -> Iterator[Row]:
        """The rows of one analysis."""
        for item in self.items(analysis):
            yield {column.name: _plain(column.cell(analysis, item)) for column in self.columns}


def _plain(cell: Cell) -> Cell:
    return str(cell) if isinstance(cell, str) else cell  # a vocabulary's members are written as their words


def each(analyses: Analysis | Iterable[Analysis]) -> Iterable[Analysis]:
    """Several analyses, also where one was given by itself.

    Raises:
        OptionError: something else was given, or is among them.
    """
    if isinstance(analyses, Analysis):
        return (analyses,)
    if isinstance(analyses, str | bytes) or not isinstance(analyses, Iterable):
        raise OptionError(f"analyses are expected (an Analysis or several), not {shown(analyses)}")
    return (expected(analysis, Analysis) for analysis in analyses)


def expected(value: object, kind: type[T]) -> T:
    """The value, if it is of this kind: an Analysis, an Annotation.

    Raises:
        OptionError: it is not.
    """
    if not isinstance(value, kind):
        raise OptionError(f"an {kind.__name__} is expected, not {shown(value)}")
    return value


def table_named(name: str) -> Table:
    """The table of this name.

    Raises:
        DiplomacyError: there is none; the message names those there are.
    """
    try:
        return TABLES[name]
    except (KeyError, TypeError):  # the second: of a list of names
        raise DiplomacyError(f"no table {name!r}; the tables are {', '.join(TABLES)}") from None


def rows(analyses: Analysis | Iterable[Analysis], table: str) -> Iterator[Row]:
    """The rows of a table as dictionaries, one after another; a stream of analyses is read as far as needed.

    Args:
        analyses: one analysis or several, a generator included.
        table: its name, one of `TABLES`.

    Raises:
        DiplomacyError: no table has this name.

    >>> from diplomacy_nlp import Analysis, Article
    >>> next(rows(Analysis(article=Article(text="Oslo waits.", id="oslo")), "articles"))["characters"]
    11
    """
    made = table_named(table)
    return (row for analysis in each(analyses) for row in made.rows(analysis))


def to_frame(analyses: Analysis | Iterable[Analysis], table: str) -> Any:
    """A table as a pandas DataFrame; its types are the same however many rows there are, none included.

    Args:
        analyses, table: as for `rows`.

    Raises:
        DiplomacyError: no table has this name.
        MissingExtraError: pandas is not installed.
    """
    pandas = need("pandas")
    made = table_named(table)
    types = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}
    found = list(rows(analyses, table))
    return pandas.DataFrame(
        {c.name: pandas.array([row[c.name] for row in found], dtype=types[c.type]) for c in made.columns}
    )


def arrow_schema(table: str) -> Any:
    """The pyarrow schema of a table; what each column means stands in its field's metadata as "meaning".

    Raises:
        DiplomacyError: no table has this name.
        MissingExtraError: pyarrow is not installed.
    """
    arrow = need("pyarrow")
    types = {"string": arrow.string(), "integer": arrow.int64(), "number": arrow.float64(), "boolean": arrow.bool_()}
    return arrow.schema(
        [arrow.field(c.name, types[c.type], metadata={"meaning": c.meaning}) for c in table_named(table).columns]
    )


def to_arrow(analyses: Analysis | Iterable[Analysis], table: str) -> Any:
    """A table as a pyarrow Table, with the schema of `arrow_schema`.

    Args:
        analyses, table: as for `rows`.

    Raises:
        DiplomacyError: no table has this name.
        MissingExtraError: pyarrow is not installed.
    """
    return need("pyarrow").Table.from_pylist(list(rows(analyses, table)), schema=arrow_schema(table))


# --- cells --------------------------------------------------------------------------------------------------------


def _of(analysis: Analysis, links: Iterable[Link | None], trait: str) -> str | None:
    """A trait of the actors behind links ("country"), each once, in their order."""
    found = [getattr(actor, trait) for actor in map(analysis.actor_of, links) if actor]
    return "; ".join(dict.fromkeys(str(value) for value in found if value)) or None


def _words(analysis: Analysis, where: Span | Link | Mention | None) -> str | None:
    return one_line(analysis.words(where)) or None


def _ids(links: Iterable[Link | None]) -> str | None:
    return "; ".join(link.id for link in links if link and link.id) or None


def _sentence(analysis: Analysis, span: Span | None) -> str | None:
    return one_line(analysis.words(sentence_around(analysis.article.text, span))) if span else None


def _target_item(analysis: Analysis, reaction: Reaction) -> Item | None:
    found = analysis.resolve(reaction.target)
    return found if isinstance(found, Item) else None


def _target_proposal(analysis: Analysis, reaction: Reaction) -> Proposal | None:
    found = _target_item(analysis, reaction)
    return found if isinstance(found, Proposal) else None


def _target_actors(analysis: Analysis, reaction: Reaction) -> list[Link]:
    """Whom a reaction is toward: the actor, who proposed, or who said it."""
    match _target_item(analysis, reaction):
        case Actor() as actor:
            return [Link(id=actor.id)]
        case Proposal() as proposal:
            return list(proposal.proposers)
        case Quote() as quote:
            return list(quote.speakers)
    return []


def _count(analysis: Analysis, kind: str) -> int:
    return len(getattr(analysis, kind))


# --- columns ------------------------------------------------------------------------------------------------------

_ARTICLE: tuple[Column[Any], ...] = (
    Column("article", "string", "id of the article", lambda a, _: a.article.id),
    Column("date", "string", "date of the article, as it was given (ISO 8601)", lambda a, _: a.article.date),
    Column("publisher", "string", "where the article is from, as it was given", lambda a, _: a.article.source),
    Column("title", "string", "title of the article, as it was given", lambda a, _: a.article.title),
)


def _head(what: str) -> tuple[Column[Any], ...]:
    return (*_ARTICLE, Column("id", "string", f"id of the {what} in its article", lambda _, i: i.id))


_FOUND: tuple[Column[Item], ...] = (
    Column("mode", "string", "historical, future or hypothetical; empty for an ordinary report", lambda _, i: i.mode),
    Column("confidence", "number", "0 to 1", lambda _, i: i.confidence),
    Column("why", "string", "the rule or model that found it", lambda _, i: i.why or None),
    Column("found_by", "string", "the plugins that found it", lambda _, i: "; ".join(i.found_by) or None),
)


def _located(span: Callable[[Analysis, Any], Span | None], what: str) -> tuple[Column[Any], ...]:
    def offset(side: str) -> Callable[[Analysis, Any], Cell]:
        return lambda analysis, item: getattr(span(analysis, item), side, None)

    return (
        Column("start", "integer", f"offset of {what} in the text", offset("start")),
        Column("end", "integer", f"offset after {what}", offset("end")),
        Column("sentence", "string", "the sentence around, told by punctuation", lambda a, i: _sentence(a, span(a, i))),
    )


def _holders(name: str, who: str, links: Callable[[Any], Iterable[Link | None]]) -> tuple[Column[Any], ...]:
    """The columns of those whose item it is: what they are called, and their ids, countries, kinds and sectors."""
    return (
        Column(name, "string", f"{who}: names", lambda a, i: "; ".join(named(a, li) for li in links(i) if li) or None),
        Column(f"{name}_id", "string", f"{who}: ids of the actors", lambda _, i: _ids(links(i))),
        Column(f"{name}_country", "string", f"{who}: ISO 3166-1 alpha-3", lambda a, i: _of(a, links(i), "country")),
        Column(f"{name}_kind", "string", f"{who}: kinds of actor", lambda a, i: _of(a, links(i), "kind")),
        Column(f"{name}_sector", "string", f"{who}: PLOVER's sectors", lambda a, i: _of(a, links(i), "sector")),
    )


_CODES: tuple[Column[Any], ...] = (
    Column("plover", "string", "PLOVER's event type", lambda _, i: i.plover),
    Column("cameo", "string", "CAMEO's root code", lambda _, i: i.cameo),
)

_ACTORS: tuple[Column[Any], ...] = (
    *_head("actor"),
    Column[Actor]("name", "string", "the fullest name", lambda _, i: i.name),
    Column[Actor]("kind", "string", "kind of actor", lambda _, i: i.kind),
    Column[Actor]("country", "string", "ISO 3166-1 alpha-3", lambda _, i: i.country),
    Column[Actor]("role", "string", "the office, as the text gives it", lambda _, i: i.role),
    Column[Actor]("sector", "string", "PLOVER's sector", lambda _, i: i.sector),
    Column[Actor]("principal", "string", "on whose behalf it acts", lambda a, i: named(a, i.principal) or None),
    Column[Actor]("wikidata", "string", "Wikidata id", lambda _, i: i.wikidata),
    Column[Actor]("gazetteer_id", "string", "id in a gazetteer of yours", lambda _, i: i.gazetteer_id),
    Column[Actor]("mentions", "integer", "how often the text names it", lambda _, i: len(i.mentions)),
    *_FOUND,
    *_located(lambda _, i: anchor(i), "the first mention"),
)

_MENTIONS: tuple[Column[Any], ...] = (
    *_ARTICLE,
    Column("actor_id", "string", "id of the actor", lambda _, i: i[0].id),
    Column("actor", "string", "name of the actor", lambda _, i: i[0].name),
    Column("country", "string", "ISO 3166-1 alpha-3", lambda _, i: i[0].country),
    Column("kind", "string", "kind of actor", lambda _, i: i[0].kind),
    Column("type", "string", "name, nominal, pronoun, metonym or demonym", lambda _, i: i[1].type),
    Column("words", "string", "the words", lambda a, i: _words(a, i[1])),
    *_located(lambda _, i: i[1].span, "the words"),
)

_QUOTES: tuple[Column[Any], ...] = (
    *_head("quote"),
    *_holders("speaker", "who says it", lambda i: i.speakers),
    Column[Quote]("addressees", "string", "whom it is said to", lambda a, i: called(a, i.addressees) or None),
    Column[Quote]("via", "string", "sources between speaker and article", lambda a, i: called(a, i.via) or None),
    Column[Quote]("form", "string", "direct, indirect or mixed", lambda _, i: i.form),
    Column[Quote]("source", "string", "the words that name whoever says it", lambda a, i: _words(a, i.source)),
    Column[Quote]("cue", "string", "the words that signal it", lambda a, i: _words(a, i.cue)),
    Column[Quote]("content", "string", "what is said", lambda a, i: joined(a, i.content)),
    Column[Quote]("negated", "boolean", "the text denies it", lambda _, i: i.negated),
    Column[Quote]("certainty", "string", "asserted or hedged", lambda _, i: i.certainty),
    *_FOUND,
    *_located(lambda _, i: anchor(i), "the content"),
)

_PROPOSALS: tuple[Column[Any], ...] = (
    *_head("proposal"),
    *_holders("proposer", "who proposes", lambda i: i.proposers),
    *_holders("addressee", "who is asked", lambda i: i.addressees),
    Column[Proposal]("participants", "string", "who would take part", lambda a, i: called(a, i.participants) or None),
    Column[Proposal]("kind", "string", "offer, proposal, request, demand or invitation", lambda _, i: i.kind),
    Column[Proposal]("cue", "string", "the word that makes it a proposal", lambda a, i: _words(a, i.cue)),
    Column[Proposal]("content", "string", "what would be done", lambda a, i: joined(a, i.content) or None),
    Column[Proposal]("status", "string", "what became of it", lambda _, i: i.status),
    Column[Proposal]("proposal_date", "string", "the words that date it", lambda a, i: _words(a, i.date)),
    Column[Proposal]("reactions", "integer", "how many reactions it met", lambda a, i: len(a.reactions_to(i))),
    *_CODES,
    *_FOUND,
    *_located(lambda _, i: i.cue, "the cue"),
)

_REACTIONS: tuple[Column[Any], ...] = (
    *_head("reaction"),
    *_holders("holder", "who reacts", lambda i: i.reactors),
    Column[Reaction]("stance", "string", "the stance", lambda _, i: i.stance),
    Column[Reaction]("cue", "string", "the words that express it", lambda a, i: _words(a, i.cue)),
    Column[Reaction]("target", "string", "the words it is toward", lambda a, i: _words(a, i.target)),
    Column[Reaction]("target_id", "string", "id of the target", lambda _, i: _ids([i.target])),
    Column[Reaction](
        "target_type",
        "string",
        "proposal, quote, actor; words where it is none of them",
        lambda a, i: (type(_target_item(a, i)).__name__.lower() if i.target.id else "words") if i.target else None,
    ),
    Column[Reaction](
        "target_actor",
        "string",
        "whom it is toward: the actor, who proposed or said it",
        lambda a, i: called(a, _target_actors(a, i)) or None,
    ),
    Column[Reaction](
        "target_country", "string", "theirs, ISO 3166-1 alpha-3", lambda a, i: _of(a, _target_actors(a, i), "country")
    ),
    Column[Reaction](
        "proposal",
        "string",
        "what the proposal says that it is toward",
        lambda a, i: item_words(a, p) if (p := _target_proposal(a, i)) else None,
    ),
    Column[Reaction](
        "proposal_status",
        "string",
        "what became of that proposal",
        lambda a, i: p.status if (p := _target_proposal(a, i)) else None,
    ),
    Column[Reaction]("condition", "string", "the condition", lambda a, i: _words(a, i.condition)),
    Column[Reaction]("reason", "string", "the ground", lambda a, i: _words(a, i.reason)),
    Column[Reaction]("evidence", "string", "the words that show it", lambda a, i: _words(a, i.evidence)),
    Column[Reaction]("negated", "boolean", "the text denies it", lambda _, i: i.negated),
    Column[Reaction]("certainty", "string", "asserted or hedged", lambda _, i: i.certainty),
    *_CODES,
    *_FOUND,
    *_located(lambda _, i: i.cue, "the cue"),
)

_POSITIONS: tuple[Column[Any], ...] = (
    *_head("position"),
    *_holders("holder", "who holds it", lambda i: [i.actor]),
    Column[Position]("stance", "string", "the stance, all in all", lambda _, i: i.stance),
    Column[Position]("issue", "string", "the issue, in words", issue_words),
    Column[Position]("issue_id", "string", "id of the proposal, quote or actor", lambda _, i: _ids([i.issue])),
    Column[Position]("evidence", "string", "ids of what it rests on", lambda _, i: _ids(i.evidence)),
    Column[Position](
        "evidence_words",
        "string",
        "the words it rests on",
        lambda a, i: " … ".join(filter(None, (_words(a, link) for link in i.evidence))) or None,
    ),
    *_FOUND,
    *_located(place, "the issue"),
)

_FINDINGS: tuple[Column[Any], ...] = (
    *_head("finding"),
    Column[Finding]("label", "string", "what the plugin calls it", lambda _, i: i.label),
    Column[Finding]("words", "string", "the words", lambda a, i: joined(a, i.spans)),
    Column[Finding]("links", "string", "ids of the items that it is about", lambda _, i: _ids(i.links)),
    Column[Finding]("note", "string", "words for the reader", lambda _, i: i.note or None),
    *_FOUND,
    *_located(lambda _, i: anchor(i), "the words"),
)

_PROBLEMS: tuple[Column[Any], ...] = (
    *_ARTICLE,
    Column[Problem]("plugin", "string", "the plugin that failed", lambda _, i: i.plugin),
    Column[Problem]("version", "string", "its version", lambda _, i: i.version),
    Column[Problem]("hook", "string", "the hook in which it failed", lambda _, i: i.hook),
    Column[Problem]("message", "string", "what went wrong", lambda _, i: i.message),
)


def _counted(kind: str) -> Column[Any]:
    return Column(kind, "integer", f"how many {kind}", lambda a, _: _count(a, kind))


_ARTICLES: tuple[Column[Any], ...] = (
    *_ARTICLE,
    Column("url", "string", "the URL, as it was given", lambda a, _: a.article.url),
    Column("sha256", "string", "SHA-256 of the text in UTF-8", lambda a, _: a.article.sha256),
    Column("characters", "integer", "length of the text", lambda a, _: len(a.article.text)),
    *map(_counted, ("actors", "quotes", "proposals", "reactions", "positions", "findings", "problems")),
    Column("annotated_by", "string", "what parsed the text", lambda a, _: a.annotated_by or None),
)


TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table("articles", "an article", _ARTICLES, lambda a: (a.article,)),
        Table("actors", "an actor in an article", _ACTORS, lambda a: a.actors),
        Table("mentions", "a mention of an actor", _MENTIONS, lambda a: ((i, m) for i in a.actors for m in i.mentions)),
        Table("quotes", "a quote", _QUOTES, lambda a: a.quotes),
        Table("proposals", "a proposal", _PROPOSALS, lambda a: a.proposals),
        Table("reactions", "a reaction", _REACTIONS, lambda a: a.reactions),
        Table("positions", "a position of an actor on an issue", _POSITIONS, lambda a: a.positions),
        Table("findings", "what a further plugin labelled", _FINDINGS, lambda a: a.findings),
        Table("problems", "a fault that was collected", _PROBLEMS, lambda a: a.problems),
    )
}
"""Every table by its name."""
