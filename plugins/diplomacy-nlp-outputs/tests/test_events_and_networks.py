"""Event records, networks and statements: what they hold, and that the tools they are for read them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from diplomacy_nlp_outputs.events import cameo_rows, plover_records, write_cameo, write_plover
from diplomacy_nlp_outputs.networks import (
    actor_issue_network,
    actor_network,
    reaction_network,
    statements,
    write_network,
    write_statements,
)
from diplomacy_nlp_outputs.stands import Holder, stands

from diplomacy_nlp import Actor, Analysis, Article, DiplomacyError, Link, Mention, Position, Proposal, Span

PLOVERS_FIELDS = {
 "id", "date", "source", "target", "event", "eventText", "mode", "text", "textInfo", "language", "publication",
    "coder",
}  # fmt: skip


# --- events -------------------------------------------------------------------------------------------------------


def test_plover_records_have_plovers_fields(analysis: Analysis) -> None:
    proposed, welcomed, rejected = plover_records(analysis)
    assert set(rejected) >= PLOVERS_FIELDS
    assert rejected["id"] == "bergen:r2"
    assert rejected["source"] == [{"actorText": "United States", "code": "USA"}]
    assert rejected["target"] == [{"actorText": "Norway", "code": "NOR", "wikidata": "Q20"}]
    assert (rejected["event"], rejected["eventText"], rejected["date"]) == ("REJECT", "rejected", "2026-03-02")
    assert rejected["text"] == "The U.S. rejected the plan because of its cost."
    start, end = rejected["textInfo"]["start"], rejected["textInfo"]["end"]
    assert analysis.article.text[start:end] == "rejected"
    assert [actor["actorText"] for actor in welcomed["source"]] == ["Anna Roth", "Sweden"]
    assert welcomed["source"][0]["sector"] == "GOV"
    assert [actor["actorText"] for actor in proposed["target"]] == ["United States", "Bergen"]


def test_plover_is_written_as_a_list(analysis: Analysis, bare: Analysis, tmp_path: Path) -> None:
    assert write_plover(iter([analysis, bare, analysis]), tmp_path / "p.json") == 6
    read = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))
    assert read == list(plover_records([analysis, bare, analysis]))
    file = io.StringIO()
    assert write_plover(bare, file) == 0
    assert json.loads(file.getvalue()) == []


def test_cameo_rows_have_one_source_and_one_target(analysis: Analysis, tmp_path: Path) -> None:
    assert [str(row).split("\t") for row in cameo_rows(analysis)] == [
        ["20260302", "SWEGOV", "NOR", "05", "bergen:r1"],
        ["20260302", "SWE", "NOR", "05", "bergen:r1"],
        ["20260302", "USA", "NOR", "12", "bergen:r2"],
    ]
    assert write_cameo([analysis], tmp_path / "c.tsv") == 3
    lines = (tmp_path / "c.tsv").read_text(encoding="utf-8").splitlines()
    assert [len(line.split("\t")) for line in lines] == [5, 5, 5]


def test_what_is_not_plain_fact_or_not_known_is_told_apart(analysis: Analysis) -> None:
    future = [evolve(r, mode="future", id=r.id) for r in analysis.reactions]
    assert list(cameo_rows(evolve(analysis, reactions=future))) == []
    assert [record["mode"] for record in plover_records(evolve(analysis, reactions=future))] == ["", "future", "future"]
    nobody = [evolve(r, reactors=[], target=None, id=r.id) for r in analysis.reactions]
    assert {(row.source, row.target) for row in cameo_rows(evolve(analysis, reactions=nobody))} == {("---", "---")}


def test_rows_of_both_join_tables_by_country_and_date(analysis: Analysis, library: Any) -> None:
    """A POLECAT table has dates and ISO codes of actor and recipient; the records carry both."""
    pandas = library("pandas")
    polecat = pandas.DataFrame(
        {"Event Date": ["2026-03-02"], "Actor Country": ["USA"], "Recipient Country": ["NOR"], "Event Type": ["REJECT"]}
    )
    ours = pandas.DataFrame(
        {"Event Date": r["date"], "Actor Country": s["code"], "Recipient Country": t["code"], "Event Type": r["event"]}
        for r in plover_records(analysis)
        for s in r["source"]
        for t in r["target"]
    )
    assert len(ours.merge(polecat)) == 1


# --- who stands where ---------------------------------------------------------------------------------------------


def test_issues_go_by_their_words_or_by_a_name(analysis: Analysis) -> None:
    assert {s.issue for s in stands(analysis)} == {"<b>truce</b> … talks in Bergen", "talks in Bergen"}  # no article
    assert [(s.holder.name, s.issue) for s in stands(analysis, issues={"talks": ["talk"]})] == [
        (name, "talks") for name in ("Norway", "Anna Roth", "United States", "Denmark")
    ]
    assert list(stands(analysis, issues={"grain": ["corridor"]})) == []
    with pytest.raises(DiplomacyError, match=r"issues: 'talks' wants a list of words, not 'talk'; write \['talk'\]"):
        list(stands(analysis, issues={"talks": "talk"}))
    for issues in ("x", {1: [2]}, {"talks": 7}, {"talks": None}):
        with pytest.raises(DiplomacyError, match=r"issues: .* wanted|issues: .* wants a list of words, not"):
            list(stands(analysis, issues=issues))  # type: ignore[arg-type]


def test_actors_go_by_name_or_by_country(analysis: Analysis) -> None:
    assert {str(s.holder) for s in stands(analysis)} >= {"Norway (NOR)", "Anna Roth (SWE)"}
    assert {s.holder for s in stands(analysis, by="country")} == {
        Holder(code, code, "country") for code in ("NOR", "SWE", "USA", "DNK")
    }
    with pytest.raises(DiplomacyError, match='by: "name" or "country" is wanted'):
        list(stands(analysis, by="sector"))  # type: ignore[arg-type]


def test_evidence_is_the_sentence(analysis: Analysis) -> None:
    (found,) = [s for s in stands(analysis) if s.holder.name == "United States"]
    assert found.sentences == ("The U.S. rejected the plan because of its cost.",)


# --- networks -----------------------------------------------------------------------------------------------------

TRUCE = "issue: <b>truce</b> … talks in Bergen"


def test_actors_and_issues_make_a_network_of_two_modes(analysis: Analysis, library: Any) -> None:
    networkx = library("networkx")
    graph = actor_issue_network([analysis, evolve(analysis, article=evolve(analysis.article, id="two"))])
    assert networkx.is_bipartite(graph)
    edge = graph.edges["United States|USA|state", TRUCE]
    assert (edge["weight"], edge["oppose"], edge["support"], edge["sign"], edge["articles"]) == (
        2,
        2,
        0,
        -1,
        "bergen; two",
    )
    assert graph.nodes["Norway|NOR|state"]["country"] == "NOR"
    assert {data["bipartite"] for _, data in graph.nodes(data=True)} == {0, 1}


def test_actors_agree_or_disagree(analysis: Analysis, library: Any) -> None:
    library("networkx")
    agree = actor_network(analysis)
    assert {frozenset(edge) for edge in agree.edges} == {frozenset({"Anna Roth|SWE|person", "Norway|NOR|state"})}
    conflict = actor_network(analysis, "conflict")
    assert {frozenset(edge) for edge in conflict.edges} == {
        frozenset({"Anna Roth|SWE|person", "United States|USA|state"}),
        frozenset({"Norway|NOR|state", "United States|USA|state"}),
    }
    assert all(data["weight"] == 1 for _, _, data in conflict.edges(data=True))
    assert "Denmark|DNK|state" in agree  # who agrees with nobody is there all the same
    with pytest.raises(DiplomacyError, match='relation: "agreement" or "conflict" is wanted'):
        actor_network(analysis, "love")  # type: ignore[arg-type]


def test_who_reacts_to_whom(analysis: Analysis, library: Any) -> None:
    library("networkx")
    graph = reaction_network([analysis, analysis], by="country")
    assert set(graph.edges) == {("SWE|SWE|country", "NOR|NOR|country"), ("USA|USA|country", "NOR|NOR|country")}
    edge = graph.edges["USA|USA|country", "NOR|NOR|country"]
    assert (edge["weight"], edge["positive"], edge["negative"], edge["stance"]) == (2, 0, 2, "reject 2")


@pytest.mark.parametrize("suffix", ["graphml", "gexf"])
def test_network_files_are_read_back_whole(suffix: str, analysis: Analysis, tmp_path: Path, library: Any) -> None:
    networkx, etree = library("networkx"), library("lxml.etree")
    graph = actor_issue_network(analysis)
    path = write_network(graph, tmp_path / f"n.{suffix}")
    assert etree.parse(path).getroot().tag.endswith(suffix)
    read = {"graphml": networkx.read_graphml, "gexf": networkx.read_gexf}[suffix](path)
    assert set(read.nodes) == set(graph.nodes)
    assert {frozenset(e) for e in read.edges} == {frozenset(e) for e in graph.edges}
    for one, other, data in graph.edges(data=True):
        assert {k: read.edges[one, other][k] for k in data} == data
    for node, data in graph.nodes(data=True):
        assert {k: read.nodes[node][k] for k in data} == data


def test_what_xml_cannot_hold_is_replaced(tmp_path: Path, library: Any) -> None:
    etree = library("lxml.etree")
    actor = Actor(name="A", kind="state", mentions=[Mention(span=Span(0, 1))], id="a1")
    analysis = Analysis(
        article=Article(text="A proposes a\ufffeb"),
        actors=[actor],
        proposals=[Proposal(cue=Span(2, 10), content=[Span(11, 14)], proposers=[Link(id="a1")], id="p1")],
        positions=[
            Position(actor=Link(id="a1"), issue=Link(id="p1"), stance="support", evidence=[Link(id="p1")], id="s1")
        ],
    )
    path = write_network(actor_issue_network(analysis), tmp_path / "n.graphml")
    assert "a\ufffdb" in etree.tostring(etree.parse(path), encoding=str)
    with pytest.raises(DiplomacyError, match=r"n\.net: the path of a network ends in \.graphml or \.gexf"):
        write_network(actor_issue_network(analysis), tmp_path / "n.net")


# --- statements ---------------------------------------------------------------------------------------------------


def test_statements_say_who_agrees_with_what_where(analysis: Analysis, tmp_path: Path) -> None:
    found = list(statements(analysis, issues={"Truce": ["truce"]}))
    assert [(s.person, s.organization, s.concept, s.agreement) for s in found] == [
        ("", "Norway", "Truce", 1),
        ("Anna Roth", "Sweden", "Truce", 1),
        ("", "United States", "Truce", 0),
    ]
    assert analysis.article.text[found[2].start : found[2].stop] == found[2].text
    assert write_statements(analysis, tmp_path / "s.csv") == 3
    with (tmp_path / "s.csv").open(encoding="utf-8", newline="") as file:
        (first, *_) = csv.DictReader(file)
    assert list(first)[:4] == ["person", "organization", "concept", "agreement"]
    assert first["date"] == "2026-03-02"
