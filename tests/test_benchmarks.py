"""The benchmarks' own parts: what counts as right, and what counts as changed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from diplomacy_nlp import Annotation, Article, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.document import Document

ROOT = Path(__file__).parents[1]
TEXT = "Peru proposed talks in Lima. Chile rejected the offer. Bolivia praised Peru."


@pytest.fixture(autouse=True)
def scripts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    yield
    for name in ("scoring", "snapshot", "parses", "coref_gold", "ablation", "events", "plover", "families", "stories"):
        sys.modules.pop(name, None)


def at(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def reading() -> dict[str, Any]:
    names = ("Peru", "Chile", "Bolivia")
    return {
        "doc": "talks",
        "actors": [
            {"id": f"a{n}", "name": name, "country": name[:3].upper(), "mentions": [at(name)]}
            for n, name in enumerate(names, 1)
        ],
        "proposals": [
            {
                "id": "p1",
                "proposers": ["a1"],
                "addressees": ["a2"],
                "kind": "proposal",
                "status": "rejected",
                "cue": at("proposed"),
                "content": [at("talks in Lima")],
                "mentions": [at("the offer")],
            }
        ],
        "reactions": [
            {
                "id": "r1",
                "reactors": ["a2"],
                "stance": "reject",
                "target": {"proposal": "p1"},
                "cue": at("rejected"),
                "evidence": at("Chile rejected the offer"),
            },
            {
                "id": "r2",
                "reactors": ["a3"],
                "stance": "support",
                "target": {"actor": "a1"},
                "cue": at("praised"),
                "evidence": at("Bolivia praised Peru"),
            },
        ],
        "positions": [{"evidence": ["p1"], "confidence": 0.9}, {"evidence": ["r1", "r2"], "confidence": 0.4}],
    }


def scored(found: dict[str, Any]) -> dict[str, dict[str, tuple[int, int]]]:
    from scoring import score

    return {kind: dict(tally) for kind, tally in score([(TEXT, reading())], [found]).items()}


def test_the_gold_itself_is_right_in_everything() -> None:
    for tally in scored(reading()).values():
        assert tally
        assert all(right == of > 0 for right, of in tally.values())


def test_each_slip_lowers_what_it_concerns() -> None:
    found = reading()
    found["actors"][1]["country"] = "PER"
    found["proposals"][0] |= {"status": "open", "addressees": ["a3"]}
    found["reactions"][0]["target"] = {"span": at("talks")}
    found["reactions"][1]["reactors"] = ["a1"]
    tallies = scored(found)
    assert tallies["actors"]["country"] == (2, 3)
    assert tallies["positions"] == {"right": (1, 2), "sure ones": (1, 1)}
    assert tallies["proposals"]["status"] == (0, 1)
    assert tallies["proposals"]["asked"] == (0, 1)
    assert tallies["proposals"]["usable"] == (1, 1)
    assert tallies["reactions"]["link"] == (0, 1)
    assert tallies["reactions"]["target"] == (1, 1)
    assert tallies["reactions"]["actor"] == (1, 2)
    assert tallies["reactions"]["usable"] == (0, 2)


def test_evidence_finds_a_partner_where_the_cue_does_not() -> None:
    found = reading()
    found["reactions"][0]["cue"] = at("Chile")
    tally = scored(found)["reactions"]
    assert tally["recall"] == (2, 2)
    assert tally["cue recall"] == (1, 2)


def test_what_is_missing_and_what_is_too_much_count() -> None:
    found = reading()
    found["proposals"].append({**found["proposals"][0], "id": "p2"})
    found["reactions"].pop()
    tallies = scored(found)
    assert (tallies["proposals"]["precision"], tallies["proposals"]["recall"]) == ((1, 2), (1, 1))
    assert (tallies["reactions"]["precision"], tallies["reactions"]["recall"]) == ((1, 1), (1, 2))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"cue": [70, 99]}, "no such span"),
        ({"reactors": ["a9"]}, "no actor a9"),
        ({"target": {"proposal": "p7"}}, "p7"),
    ],
)
def test_a_faulty_prediction_is_named(change: dict[str, Any], said: str) -> None:
    found = reading()
    found["reactions"][0] |= change
    with pytest.raises(SystemExit, match=said):
        scored(found)


def test_a_snapshot_equals_itself_and_shows_what_changed(capsys: pytest.CaptureFixture[str]) -> None:
    from snapshot import compare

    before = {("invented", "talks"): [{"type": "reaction", "at": "30-38", "stance": "reject", "why": "verb"}]}
    after = deepcopy(before)
    assert compare(before, after) == 0
    after["invented", "talks"][0]["stance"] = "deny"
    after["invented", "talks"].append({"type": "actor", "at": "0-4", "name": "Peru"})
    assert compare(before, after) == 1
    shown = capsys.readouterr().out
    assert "reaction.stance: invented/talks: 30-38: 'reject' -> 'deny'" in shown
    assert "actor new: invented/talks: 0-4 name='Peru'" in shown


def test_a_snapshot_names_places_instead_of_ids(parse: Any) -> None:
    from diplomacy_nlp_actors import Actors
    from diplomacy_nlp_proposals import Proposals
    from diplomacy_nlp_reactions import Reactions
    from snapshot import snapshot

    from diplomacy_nlp import Analyzer
    from diplomacy_nlp.testing import StoredAnnotations

    stored = StoredAnnotations([parse(TEXT)])
    analysis = Analyzer([Actors(), Proposals(), Reactions()], annotator=stored).analyze(TEXT)
    items = {(item["type"], item["at"]): item for item in snapshot(analysis)}
    assert items["reaction", "35-43"]["reactors"] == ["actor 29-34 by 29-34"]
    assert items["reaction", "35-43"]["target"] == "proposal 5-13 by 44-53"
    assert items["proposal", "5-13"]["proposers"] == ["actor 0-4 by 0-4"]


def test_coreference_is_measured_as_defined() -> None:
    from coref_gold import b_cubed, ceaf, muc

    def mentions(letters: str) -> frozenset[tuple[int, int]]:
        return frozenset((ord(letter), ord(letter) + 1) for letter in letters)

    key = [mentions("abc"), mentions("defg")]
    response = [mentions("ab"), mentions("cd"), mentions("fghi")]
    # recall and precision by scorch 0.2.0
    assert [muc(key, response), muc(response, key)] == [(2, 5), (2, 5)]
    assert b_cubed(key, response) == (pytest.approx(0.4166667 * 7), 7)
    assert b_cubed(response, key) == (pytest.approx(0.5 * 8), 8)
    assert ceaf(key, response) == (pytest.approx(0.65 * 2), 2)
    assert ceaf(response, key) == (pytest.approx(0.4333333 * 3), 3)


def test_a_rule_that_is_switched_off_gives_always_the_same_and_comes_back() -> None:
    import ablation
    from diplomacy_nlp_reactions import sorts
    from diplomacy_nlp_reactions.rows import patterns

    switches = {switch.name: switch for switch in ablation._switches(sorts.__package__, (), ablation._Trace({}))}
    assert {"sorts.can_react", "sorts.can_react = True", "holders.speaker_of"} <= switches.keys()
    assert any(name.startswith("row turn down: VERB turn") for name in switches)
    word = Word(id=1, text="Oslo", span=Span(0, 4), lemma="Oslo", upos="PROPN", head=0, deprel="root")
    document = Document(article=Article(text="Oslo"), annotation=Annotation(sentences=()))
    with switches["sorts.may_be_target"].off():
        assert not sorts.may_be_target(document, word)
    assert sorts.may_be_target(document, word)
    with next(switch for name, switch in switches.items() if name.startswith("row turn down")).off():
        assert "turn down" not in {row.rule for row in patterns().rows}
    assert "turn down" in {row.rule for row in patterns().rows}


@pytest.mark.parametrize("part", ["A", "B"])
def test_families_are_whole_and_their_gold_stands_in_their_texts(part: str) -> None:
    from families import analysis_of, families

    found = families(part)
    assert len(found) == 4
    for family in found:
        analyses = {article.id: analysis_of(family, article) for article in family.articles}
        assert 5 <= len(analyses) <= 8
        assert all(one.article.text.startswith(one.article.title or "?") for one in analyses.values())
        proposals = [proposal for one in analyses.values() for proposal in one.proposals]
        assert len(proposals) == sum(len(gold["articles"]) for gold in family.gold["proposals"].values()) > 10
        assert all(one.words(actor) for one in analyses.values() for actor in one.actors)


def test_b_cubed_of_a_known_grouping() -> None:
    from stories import b_cubed

    assert b_cubed("aabb", "1122") == (1.0, 1.0, 1.0)
    precision, recall, _ = b_cubed("aabb", "1111")
    assert (precision, recall) == (0.5, 1.0)
    precision, recall, _ = b_cubed("aabb", "1234")
    assert (precision, recall) == (1.0, 0.5)


def test_families_that_may_be_looked_at_are_linked_as_they_should() -> None:
    from families import analysis_of, families
    from stories import score

    found = families("A")
    lines = score(found, {article.id: analysis_of(family, article) for family in found for article in family.articles})
    assert lines["copies: F1 of pairs"].startswith("100.0 (4 of 4")
    figures = {name: float(cell.split(" (")[0].split(", ")[-1]) for name, cell in lines.items() if "F1" in name}
    assert figures["actors: B-cubed precision, recall, F1"] > 96
    assert figures["proposals: B-cubed precision, recall, F1"] > 92
    assert figures["statuses over time: F1 of entries"] > 87
