"""Event data: records with PLOVER's own field names, and CAMEO rows, which join the tables of event coders.

PLOVER's fields are those of its gold records (Open Event Data Alliance, PLOVER_GSR): `id`, `date`, `source`,
`target`, `event`, `eventText`, `mode`, `text`, `textInfo`, `language`, `publication`, `coder`; actors have
`actorText`, `code`, `sector`. CAMEO rows are
those of TABARI and PETRARCH: date, source, target, code, with tabs between.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from attrs import frozen

from diplomacy_nlp import Actor, ActorKind, Analysis, Link, Proposal, Quote, Reaction
from diplomacy_nlp.installed import version
from diplomacy_nlp.types import CameoRoot, EventType, Mode

from .files import opened
from .tables import each
from .words import named, one_line, sentence_around

__all__ = ["CameoRow", "cameo_rows", "plover_records", "write_cameo", "write_plover"]

UNKNOWN = "---"  # what PETRARCH writes where an actor is not known


@frozen
class CameoRow:
    """An event as event coders write it: one source, one target.

    Args:
        date: YYYYMMDD, or "" where the article has no date.
        source, target: CAMEO's actor codes ("RUS", "RUSGOV", "IGO"); "---" where not known.
        code: CAMEO's root code.
        id: article and item, to look it up.
    """

    date: str
    source: str
    target: str
    code: str
    id: str

    def __str__(self) -> str:
        return "\t".join((self.date, self.source, self.target, self.code, self.id))


@frozen
class _Event:
    analysis: Analysis
    item: Proposal | Reaction
    sources: tuple[Link, ...]
    targets: tuple[Link, ...]


def _events(analyses: Analysis | Iterable[Analysis]) -> Iterator[_Event]:
    for analysis in each(analyses):
        for proposal in analysis.proposals:
            yield _Event(analysis, proposal, proposal.proposers, proposal.addressees)
        for reaction in analysis.reactions:
            yield _Event(analysis, reaction, reaction.reactors, _toward(analysis, reaction))


def _toward(analysis: Analysis, reaction: Reaction) -> tuple[Link, ...]:
    """Whom a reaction is toward: those who proposed, who said it, or the actor; of other matters nobody."""
    match analysis.resolve(reaction.target):
        case Proposal() as proposal:
            return proposal.proposers
        case Quote() as quote:
            return quote.speakers
        case Actor() as actor:
            return (Link(id=actor.id),)
    return ()


# --- PLOVER -------------------------------------------------------------------------------------------------------


def plover_records(analyses: Analysis | Iterable[Analysis]) -> Iterator[dict[str, Any]]:
    """A record for each proposal and reaction that has a PLOVER event type, with PLOVER's field names.

    `source` and `target` are lists, as PLOVER has compound actors; an actor's `code` is its country (ISO 3166-1
    alpha-3), else its sector. `text` is the sentence, `textInfo` says where in which article the words of `eventText`
    stand.

    Args:
        analyses: one analysis or several, a generator included.
    """
    for event in _events(analyses):
        plover: EventType | None = event.item.plover
        if plover is None:
            continue
        article, item = event.analysis.article, event.item
        yield {
            "id": f"{article.id}:{item.id}",
            "date": article.date or "",
            "source": [_plover_actor(event.analysis, link) for link in event.sources],
            "target": [_plover_actor(event.analysis, link) for link in event.targets],
            "event": plover.value,
            "eventText": one_line(event.analysis.words(item.cue)),
            "mode": _mode(item.mode),
            "text": one_line(article[sentence_around(article.text, item.cue)]),
            "textInfo": {"article": article.id, "start": item.cue.start, "end": item.cue.end},
            "language": article.language,
            "publication": article.source or "",
            "coder": f"diplomacy-nlp {version()}",
            "confidence": item.confidence,
        }


def _mode(mode: Mode | None) -> str:
    return mode.value if mode else ""


def _plover_actor(analysis: Analysis, link: Link) -> dict[str, str]:
    actor = analysis.actor_of(link)
    record = {"actorText": named(analysis, link), "code": ""}
    if actor:
        record["code"] = actor.country or (actor.sector.value if actor.sector else "")
        if actor.sector:
            record["sector"] = actor.sector.value
        if actor.wikidata:
            record["wikidata"] = actor.wikidata
    return record


def write_plover(analyses: Analysis | Iterable[Analysis], target: str | Path | IO[str]) -> int:
    """Writes `plover_records` as a list in JSON, as PLOVER's own files are, one record a line; gives their number."""
    written = 0
    with opened(target) as file:
        file.write("[")
        for record in plover_records(analyses):
            file.write(("," if written else "") + "\n" + json.dumps(record, ensure_ascii=False))
            written += 1
        file.write("\n]\n")
    return written


# --- CAMEO --------------------------------------------------------------------------------------------------------


def cameo_rows(analyses: Analysis | Iterable[Analysis]) -> Iterator[CameoRow]:
    """A row for each pair of source and target of what has a CAMEO code and is reported as plain fact.

    What is historical, future or hypothetical is left out, because CAMEO rows cannot say so.

    Args:
        analyses: one analysis or several, a generator included.
    """
    for event in _events(analyses):
        code: CameoRoot | None = event.item.cameo
        if code is None or event.item.mode is not None:
            continue
        article = event.analysis.article
        date = (article.date or "")[:10].replace("-", "")
        for source in _codes(event.analysis, event.sources):
            for target in _codes(event.analysis, event.targets):
                yield CameoRow(date, source, target, code.value, f"{article.id}:{event.item.id}")


def _codes(analysis: Analysis, links: tuple[Link, ...]) -> list[str]:
    return list(dict.fromkeys(_cameo_actor(analysis.actor_of(link)) for link in links)) or [UNKNOWN]


def _cameo_actor(actor: Actor | None) -> str:
    """CAMEO's code of an actor: the country, and the role where it is not the state itself."""
    if actor is None:
        return UNKNOWN
    role = actor.sector.value if actor.sector and actor.kind is not ActorKind.STATE else ""
    return (actor.country or "") + role or UNKNOWN


def write_cameo(analyses: Analysis | Iterable[Analysis], target: str | Path | IO[str]) -> int:
    """Writes `cameo_rows` as lines with tabs, without a header: date, source, target, code, id; gives their number."""
    written = 0
    with opened(target) as file:
        for row in cameo_rows(analyses):
            file.write(f"{row}\n")
            written += 1
    return written
