"""Tables for a terminal: all that was found in an article, with offsets behind the words.

Numbers behind words are offsets into the text: `rejected 734-742` is `text[734:742]`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from diplomacy_nlp import Actor, Analysis, Link, Proposal, Span
from diplomacy_nlp.checks import printable

if TYPE_CHECKING:  # rich is imported when a table is made
    from rich.console import Console
    from rich.table import Table

__all__ = ["print_tables"]

LONGEST = 110  # characters of one stretch of text; JSON and the tables of `tables.py` cut nothing


# --- words and names ----------------------------------------------------------------------------------------------


def _placed(analysis: Analysis, *spans: Span | None) -> str:
    """The words of each span and where they stand."""
    return " … ".join(f"{_shortened(analysis.words(span))} {span}" for span in spans if span)


def _shortened(text: str) -> str:
    """At most LONGEST characters or so, cut between words: the beginning and, after dots, the end."""
    words = printable(text)
    if len(words) <= LONGEST:
        return words
    return f"{words[: LONGEST * 2 // 3].rpartition(' ')[0]} … {words[-LONGEST // 3 :].partition(' ')[2]}"


def _who(analysis: Analysis, links: Iterable[Link | None]) -> str:
    """The names of actors; in quotation marks the words of those that were not recognised."""
    return ", ".join(_name(analysis, link) for link in links if link) or "?"


def _name(analysis: Analysis, link: Link) -> str:
    found = analysis.resolve(link)
    return printable(found.name) if isinstance(found, Actor) else f"“{_shortened(analysis.words(link))}”"


def _target(analysis: Analysis, link: Link | None) -> str:
    """What a link points at: its id and the words by which the text names it there."""
    return f"{link.id or ''} {_placed(analysis, link.span)}".strip() if link else "?"


def _issue(analysis: Analysis, link: Link) -> str:
    """As `target`, but a proposal is told by what would be done, as far as the article says it."""
    found = analysis.resolve(link)
    if isinstance(found, Proposal) and found.content:
        return f"{link.id} {_placed(analysis, *found.content)}"
    return _target(analysis, link)


# --- the tables ---------------------------------------------------------------------------------------------------


def print_tables(analysis: Analysis, console: Console) -> None:
    """Prints a table for each kind of finding."""
    made_by = analysis.annotated_by or "nobody"
    console.print(f"{printable(analysis.article.id)}: {len(analysis.article.text)} characters, read by {made_by}")
    for make in (_actors, _quotes, _proposals, _reactions, _positions, _findings):
        title, table = make(analysis)
        console.print()
        console.print(f"{title} ({table.row_count})", style="bold")
        if table.row_count:
            console.print(table)
    for problem in analysis.problems:
        console.print(f"Problem in plugin {problem.plugin}: {problem.message}")


def _table(**columns: int | None) -> Table:
    """A table with these columns and their greatest widths; None takes what is left."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    table.add_column("", no_wrap=True)
    for name, width in columns.items():
        table.add_column(name, overflow="fold", max_width=width)
    return table


def _actors(analysis: Analysis) -> tuple[str, Table]:
    table = _table(Name=20, What=20, Mentions=None)
    for actor in analysis.actors:
        traits = [actor.role, actor.kind, actor.country, actor.sector]
        if actor.principal:
            traits.append(f"for {_who(analysis, [actor.principal])}")
        table.add_row(actor.id, printable(actor.name), ", ".join(filter(None, traits)), _mentions(analysis, actor))
    return "Actors", table


def _mentions(analysis: Analysis, actor: Actor) -> str:
    """Each name once, with all its places."""
    places: dict[str, list[str]] = {}
    for span in actor.spans:
        places.setdefault(_shortened(analysis.words(span)), []).append(str(span))
    return "; ".join(f"{words} {', '.join(found)}" for words, found in places.items())


def _quotes(analysis: Analysis) -> tuple[str, Table]:
    table = _table(Speaker=16, Cue=16, Content=None)
    for quote in analysis.quotes:
        speaker = _who(analysis, quote.speakers) + (f", via {_who(analysis, quote.via)}" if quote.via else "")
        cue = _placed(analysis, quote.cue) + (" (not)" if quote.negated else "")
        table.add_row(quote.id, speaker, cue, _placed(analysis, *quote.content))
    return "Quotes", table


def _proposals(analysis: Analysis) -> tuple[str, Table]:
    table = _table(Proposer=16, Kind=16, Content=None)
    for proposal in analysis.proposals:
        proposer = _who(analysis, proposal.proposers)
        if proposal.addressees:
            proposer += f" to {_who(analysis, proposal.addressees)}"
        kind = f"{proposal.kind}, {proposal.status}" + (
            f", {_placed(analysis, proposal.date)}" if proposal.date else ""
        )
        content = ": ".join(filter(None, [_placed(analysis, proposal.cue), _placed(analysis, *proposal.content)]))
        table.add_row(proposal.id, proposer, kind, content)
    return "Proposals", table


def _reactions(analysis: Analysis) -> tuple[str, Table]:
    table = _table(Who=14, Stance=11, Cue=14, Target=None)
    for reaction in analysis.reactions:
        to = _target(analysis, reaction.target)
        if reaction.condition:
            to += f"; condition: {_placed(analysis, reaction.condition)}"
        if reaction.reason:
            to += f"; reason: {_placed(analysis, reaction.reason)}"
        stance = f"not {reaction.stance}" if reaction.negated else str(reaction.stance)
        table.add_row(reaction.id, _who(analysis, reaction.reactors), stance, _placed(analysis, reaction.cue), to)
    return "Reactions", table


def _positions(analysis: Analysis) -> tuple[str, Table]:
    table = _table(Who=18, Stance=11, Evidence=10, Issue=None)
    for position in analysis.positions:
        evidence = ", ".join(link.id or "" for link in position.evidence)
        table.add_row(
            position.id, _who(analysis, [position.actor]), position.stance, evidence, _issue(analysis, position.issue)
        )
    return "Positions", table


def _findings(analysis: Analysis) -> tuple[str, Table]:
    table = _table(Label=18, Words=None)
    for finding in analysis.findings:
        table.add_row(finding.id, finding.label, _placed(analysis, *finding.spans))
    return "Findings", table
