"""Networks: actor by issue, actor by actor, who reacts to whom; and statements as discourse analysts code them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import IO, Any, Literal

from attrs import frozen

from diplomacy_nlp import Actor, Analysis, DiplomacyError, Proposal, Reaction, Stance
from diplomacy_nlp.types import Item

from .extras import need
from .files import opened, path_given, whole
from .stands import By, Holder, Issues, Stand, reaction_pairs, stands
from .words import named, one_line, place, sentence_around

__all__ = [
    "Statement",
    "actor_issue_network",
    "actor_network",
    "reaction_network",
    "statements",
    "write_network",
    "write_statements",
]

Relation = Literal["agreement", "conflict"]

FOR = frozenset({Stance.ACCEPT, Stance.SUPPORT})
AGAINST = frozenset({Stance.REJECT, Stance.DISMISS, Stance.CRITICISE, Stance.THREATEN})


# --- networks -----------------------------------------------------------------------------------------------------


def actor_issue_network(
    analyses: Analysis | Iterable[Analysis], *, issues: Issues | None = None, by: By = "name"
) -> Any:
    """The two-mode network of actors and issues, as a NetworkX Graph.

    Nodes have `kind` ("actor" or "issue"), `bipartite` (0 or 1), `label`, and actors `country` and `actor_kind`.
    Edges have `weight` (positions), how many of each stance (`support`, `oppose`, `conditional`, `ambivalent`,
    `neutral`), `sign` (1 where all in all for it, -1 against, 0 between) and `articles`.

    Args:
        analyses: one analysis or several.
        issues, by: as for `stands.stands`.

    Raises:
        MissingExtraError: networkx is not installed.
    """
    graph = need("networkx").Graph()
    for (holder, issue), found in _held(stands(analyses, issues=issues, by=by)).items():
        _add_holder(graph, holder)
        graph.add_node(f"issue: {issue}", label=issue, kind="issue", bipartite=1)
        counts = Counter(stand.stance for stand in found)
        graph.add_edge(
            _key(holder),
            f"issue: {issue}",
            weight=len(found),
            **{stance: counts[stance] for stance in ("support", "oppose", "conditional", "ambivalent", "neutral")},
            sign=_sign(found),
            articles="; ".join(dict.fromkeys(stand.analysis.article.id for stand in found)),
        )
    return graph


def actor_network(
    analyses: Analysis | Iterable[Analysis],
    relation: Relation = "agreement",
    *,
    issues: Issues | None = None,
    by: By = "name",
) -> Any:
    """The network of actors that agree on issues, or that disagree, as a NetworkX Graph.

    Two agree on an issue where both are for it or both against it; they are in conflict where one is for it and the
    other against. Edges have `weight` (issues) and `issues`. (In discourse network analysis: congruence and conflict
    networks.)

    Args:
        analyses: one analysis or several.
        relation: "agreement" or "conflict".
        issues, by: as for `stands.stands`.

    Raises:
        DiplomacyError: another relation.
        MissingExtraError: networkx is not installed.
    """
    if relation not in ("agreement", "conflict"):
        raise DiplomacyError(f'relation: "agreement" or "conflict" is wanted, not {relation!r}')
    graph = need("networkx").Graph()
    signs: dict[str, dict[Holder, int]] = {}
    for (holder, issue), found in _held(stands(analyses, issues=issues, by=by)).items():
        _add_holder(graph, holder)
        signs.setdefault(issue, {})[holder] = _sign(found)
    wanted = 1 if relation == "agreement" else -1
    shared: dict[tuple[Holder, Holder], list[str]] = {}
    for issue, held in signs.items():
        for one, other in combinations(sorted(held), 2):
            if held[one] * held[other] == wanted:
                shared.setdefault((one, other), []).append(issue)
    for (one, other), found_issues in shared.items():
        graph.add_edge(_key(one), _key(other), weight=len(found_issues), issues="; ".join(found_issues))
    return graph


def reaction_network(analyses: Analysis | Iterable[Analysis], *, by: By = "name") -> Any:
    """The network of who reacts to whom, as a NetworkX DiGraph.

    An edge goes from a reactor to the actor it reacts to, or to whose proposal or statement. It has `weight`
    (reactions), `positive` (accept, support), `negative` (reject, dismiss, criticise, threaten), the counts of each
    `stance`, and `articles`. Denied reactions are left out.

    Args:
        analyses: one analysis or several.
        by: as for `stands.stands`.

    Raises:
        MissingExtraError: networkx is not installed.
    """
    graph = need("networkx").DiGraph()
    found: dict[tuple[Holder, Holder], list[tuple[str, Stance]]] = {}
    for holder, target, analysis, reaction in reaction_pairs(analyses, by=by):
        found.setdefault((holder, target), []).append((analysis.article.id, reaction.stance))
    for (holder, target), seen in found.items():
        _add_holder(graph, holder)
        _add_holder(graph, target)
        counts = Counter(stance.value for _, stance in seen)
        graph.add_edge(
            _key(holder),
            _key(target),
            weight=len(seen),
            positive=sum(stance in FOR for _, stance in seen),
            negative=sum(stance in AGAINST for _, stance in seen),
            stance="; ".join(f"{stance} {count}" for stance, count in counts.most_common()),
            articles="; ".join(dict.fromkeys(article for article, _ in seen)),
        )
    return graph


def write_network(graph: Any, path: str | Path) -> Path:
    """Writes a network for Gephi, visone, Cytoscape: GraphML where the path ends in `.graphml`, GEXF in `.gexf`.

    Raises:
        DiplomacyError: the path has another ending.
        MissingExtraError: networkx is not installed.
    """
    networkx = need("networkx")
    writers = {".graphml": networkx.write_graphml_xml, ".gexf": networkx.write_gexf}
    suffix = path_given("what is written", path).suffix.lower()
    if suffix not in writers:
        raise DiplomacyError(f"{path}: the path of a network ends in {' or '.join(writers)}")
    with whole(path) as beside:
        writers[suffix](_speakable(graph), str(beside))
    return Path(path)


def _held(found: Iterable[Stand]) -> dict[tuple[Holder, str], list[Stand]]:
    held: dict[tuple[Holder, str], list[Stand]] = {}
    for stand in found:
        held.setdefault((stand.holder, stand.issue), []).append(stand)
    return held


def _sign(found: Iterable[Stand]) -> int:
    signs = {{"support": 1, "oppose": -1}.get(stand.stance, 0) for stand in found}
    return signs.pop() if len(signs) == 1 else 0


def _key(holder: Holder) -> str:
    """A node's id: the holder's name, with country and kind where two of a name are told apart by them."""
    return "|".join(filter(None, (holder.name, holder.country, holder.kind)))


def _add_holder(graph: Any, holder: Holder) -> None:
    graph.add_node(
        _key(holder), label=str(holder), kind="actor", bipartite=0, country=holder.country, actor_kind=holder.kind
    )


# Characters that XML 1.0 cannot hold; Python's writers would write them all the same, and no tool would read the file.
_UNSPEAKABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _speakable(graph: Any) -> Any:
    """The network with what XML cannot hold replaced."""

    def clean(value: Any) -> Any:
        return _UNSPEAKABLE.sub("\ufffd", value) if isinstance(value, str) else value

    made = graph.__class__()
    made.add_nodes_from((clean(n), {k: clean(v) for k, v in data.items()}) for n, data in graph.nodes(data=True))
    made.add_edges_from(
        (clean(a), clean(b), {k: clean(v) for k, v in data.items()}) for a, b, data in graph.edges(data=True)
    )
    return made


# --- statements ---------------------------------------------------------------------------------------------------


@frozen
class Statement:
    """A statement as Discourse Network Analyzer codes it: who says yes or no to a concept, where.

    Args:
        person, organization: the actor, whichever it is; of a person, the organization is on whose behalf.
        concept: the issue.
        agreement: 1 where it is for the concept, 0 where against.
        date: the article's.
        text: the sentence.
        start, stop: offsets of the sentence in the article.
        document: the article's id, and title, source: its own.
    """

    person: str
    organization: str
    concept: str
    agreement: int
    date: str
    text: str
    start: int
    stop: int
    document: str
    title: str
    source: str


_COLUMNS = ("document", "title", "source", "date", "start", "stop", "text")


def statements(analyses: Analysis | Iterable[Analysis], *, issues: Issues | None = None) -> Iterator[Statement]:
    """A statement for each piece of evidence that is plainly for or against an issue.

    What is conditional, noncommittal or denied is left out: a statement's agreement is yes or no.

    Args:
        analyses: one analysis or several.
        issues: as for `stands.stands`; concepts that codebooks name are issues of yours.
    """
    for stand in stands(analyses, issues=issues):
        for item in stand.evidence:
            agreement = _agreement(item)
            span = place(stand.analysis, item)
            if agreement is None or span is None:
                continue
            article = stand.analysis.article
            sentence = sentence_around(article.text, span)
            person, organization = _person(stand)
            yield Statement(
                person=person,
                organization=organization,
                concept=stand.issue,
                agreement=agreement,
                date=article.date or "",
                text=one_line(article[sentence]),
                start=sentence.start,
                stop=sentence.end,
                document=article.id,
                title=article.title or "",
                source=article.source or "",
            )


def _agreement(item: Item) -> int | None:
    match item:
        case Proposal():
            return 1
        case Reaction(negated=False, stance=stance) if stance in FOR | AGAINST:
            return int(stance in FOR)
    return None


def _person(stand: Stand) -> tuple[str, str]:
    actor = stand.analysis.actor_of(stand.position.actor)
    if isinstance(actor, Actor) and actor.kind == "person":
        return actor.name, named(stand.analysis, actor.principal)
    return "", stand.holder.name


def write_statements(
    analyses: Analysis | Iterable[Analysis], target: str | Path | IO[str], *, issues: Issues | None = None
) -> int:
    """Writes `statements` as CSV in UTF-8, with a header; gives their number."""
    written = 0
    with opened(target) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["person", "organization", "concept", "agreement", *_COLUMNS])
        for s in statements(analyses, issues=issues):
            row = [s.person, s.organization, s.concept, s.agreement]
            writer.writerow([*row, *(getattr(s, name) for name in _COLUMNS)])
            written += 1
    return written
