"""brat and Label Studio, both ways: nothing is lost on the way, and what people correct comes back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from diplomacy_nlp_outputs.brat import brat_annotation, read_brat, write_brat
from diplomacy_nlp_outputs.label_studio import (
    label_studio_config,
    label_studio_task,
    read_label_studio,
    write_label_studio,
)
from diplomacy_nlp_outputs.standoff import ARROWS, LABELS, TRAITS, from_standoff, to_standoff
from hypothesis import given
from hypothesis import strategies as st

from diplomacy_nlp import Actor, Analysis, Article, Link, Mention, Position, Proposal, Quote, Reaction, Span, to_dict
from diplomacy_nlp.errors import SerializationError

Edit = Callable[[str], str]


def by_brat(analyses: list[Analysis], folder: Path) -> list[Analysis]:
    write_brat(analyses, folder)
    return list(read_brat(folder))


def by_label_studio(analyses: list[Analysis], folder: Path) -> list[Analysis]:
    write_label_studio(analyses, folder / "tasks.json")
    return list(read_label_studio(folder / "tasks.json"))


@pytest.mark.parametrize("way", [by_brat, by_label_studio])
def test_a_round_trip_loses_nothing(way: Any, analysis: Analysis, bare: Analysis, tmp_path: Path) -> None:
    read = way([bare, analysis], tmp_path)
    assert [to_dict(a) for a in sorted(read, key=lambda a: a.article.id)] == [to_dict(bare), to_dict(analysis)]


@pytest.mark.parametrize("way", [by_brat, by_label_studio])
def test_all_who_say_it_together_come_back(way: Any, together: Analysis, tmp_path: Path) -> None:
    (read,) = way([together], tmp_path)
    assert to_dict(read) == to_dict(together)
    assert [actor.name for actor in read.actors_of(read.quotes[0].speakers)] == ["India", "Pakistan"]


TEXT = "one two\nthree four\r\nfive six seven eight nine ten"
SPANS = st.tuples(st.integers(0, 40), st.integers(1, 8)).map(lambda p: Span(p[0], min(p[0] + p[1], len(TEXT))))
APART = st.lists(st.integers(0, 9), min_size=1, max_size=4, unique=True).map(
    lambda places: [Span(4 * p, 4 * p + 3) for p in places]
)


@st.composite
def analyses(draw: Any) -> Analysis:
    """Analyses with links of every sort: by id, by words, by both, whether the words are a mention's or not."""
    names = ["a1", "a2", "q1", "p1"]
    link = st.one_of(
        st.sampled_from(names).map(lambda n: Link(id=n)),
        SPANS.map(lambda s: Link(span=s)),
        st.tuples(st.sampled_from(names), SPANS).map(lambda p: Link(id=p[0], span=p[1])),
    )
    links = st.lists(link, max_size=3)
    maybe = st.none() | SPANS
    mentions = st.lists(SPANS, min_size=1, max_size=3, unique=True).map(lambda spans: [Mention(span=s) for s in spans])
    return Analysis(
        article=Article(text=TEXT, id="t"),
        actors=[
            Actor(name=f"n {name}", kind="state", mentions=draw(mentions), id=name, principal=draw(st.none() | link))
            for name in ("a1", "a2")
        ],
        quotes=[Quote(content=draw(APART), cue=draw(maybe), speakers=draw(links), via=draw(links), id="q1")],
        proposals=[Proposal(cue=draw(SPANS), content=draw(APART), proposers=draw(links), date=draw(maybe), id="p1")],
        reactions=[
            Reaction(
                cue=draw(SPANS),
                stance="reject",
                evidence=draw(SPANS),
                reactors=draw(links),
                target=draw(st.none() | link),
                negated=draw(st.booleans()),
                id="r1",
            )
        ],
        positions=[
            Position(actor=draw(link), issue=draw(link), stance="oppose", evidence=[Link(id="r1")], id="s1"),
        ],
    )  # fmt: skip


@given(analyses())
def test_links_of_every_sort_survive(analysis: Analysis) -> None:
    assert to_dict(from_standoff(to_standoff(analysis))) == to_dict(analysis)


# --- brat ---------------------------------------------------------------------------------------------------------


def test_brats_lines_are_brats(analysis: Analysis, tmp_path: Path) -> None:
    """A reader of brat's own format, written from its documentation, finds offsets, words, types and arguments."""
    write_brat(analysis, tmp_path)
    text = (tmp_path / "bergen.txt").read_bytes().decode()
    conf = (tmp_path / "annotation.conf").read_text(encoding="utf-8")
    sections = dict(re.findall(r"\[(\w+)\]\n(.*?)(?=\n\[|\Z)", conf, re.DOTALL))
    entities = sections["entities"].split()
    relations = {line.split()[0] for line in sections["relations"].splitlines() if line}
    attributes = {line.split()[0] for line in sections["attributes"].splitlines() if line}
    ids, counts = set(), {"T": 0, "A": 0, "R": 0, "#": 0}
    for line in (tmp_path / "bergen.ann").read_text(encoding="utf-8").splitlines():
        name, body, *rest = line.split("\t")
        counts[name[0]] += 1
        ids.add(name)
        if name[0] == "T":
            label, _, places = body.partition(" ")
            words = [text[int(s) : int(e)].replace("\n", " ") for s, e in (p.split() for p in places.split(";"))]
            assert (label in entities, rest) == (True, [" ".join(words)])
        elif name[0] == "R":
            relation, one, other = body.split(" ")
            assert relation in relations
            assert {one.partition(":")[0], other.partition(":")[0]} == {"Arg1", "Arg2"}
            assert {one.partition(":")[2], other.partition(":")[2]} <= ids
        elif name[0] == "A":
            assert body.split(" ")[0] in attributes
        else:
            assert body.split(" ")[0] == "AnnotatorNotes"
    assert min(counts.values()) > 5
    assert counts["T"] > len(analysis.items)


def test_an_annotators_corrections_come_back(analysis: Analysis, tmp_path: Path) -> None:
    write_brat(analysis, tmp_path)
    file = tmp_path / "bergen.ann"
    lines = file.read_text(encoding="utf-8").splitlines()
    text = analysis.article.text
    reaction = next(line.split("\t")[0] for line in lines if re.match(r"T\d+\tReaction .*\trejected", line))
    norway = next(line.split("\t")[0] for line in lines if re.match(r"T\d+\tActor 0 4", line))
    changed = [line.replace("reject", "criticise") if f"Stance {reaction} " in line else line for line in lines]
    at = text.index("welcome")
    changed += [
        f"T900\tReaction {at} {at + 7}\twelcome",
        "A900\tStance T900 accept",
        f"R900\treactor Arg1:T900 Arg2:{norway}",
        "#900\tAnnotatorNotes T900\tI am sure of this one",
        f"T901\tActor {text.index('Monday')} {text.index('Monday') + 6}\tMonday",
    ]
    file.write_text("\n".join(changed) + "\n", encoding="utf-8")
    (read,) = read_brat(file)
    assert read.reaction("r2").stance == "criticise"
    new = read.reactions[-1]
    assert (new.id, new.stance, read.words(new.cue), new.evidence) == ("r4", "accept", "welcome", new.cue)
    assert [actor.name for actor in read.actors_of(new.reactors)] == ["Norway"]
    assert (read.actors[-1].name, read.actors[-1].id, read.actors[-1].kind) == ("Monday", "a6", "group")


def test_without_the_file_of_the_article_the_text_is_read_all_the_same(analysis: Analysis, tmp_path: Path) -> None:
    write_brat(analysis, tmp_path)
    (tmp_path / "bergen.json").unlink()
    (read,) = read_brat(tmp_path)
    assert (read.article.id, read.article.date, read.plugins) == ("bergen", None, ())
    assert read.items == analysis.items


def test_files_are_named_by_ids_and_never_twice(analysis: Analysis, tmp_path: Path) -> None:
    ids = ["a/b", "a_b", "A/B", "..", "x" * 300]
    given_ = [evolve(analysis, article=evolve(analysis.article, id=name)) for name in ids]
    assert write_brat(iter(given_), tmp_path) == 5
    assert {file.stem for file in tmp_path.glob("*.ann")} == {"a_b", "a_b-2", "A_B-3", "article", "x" * 100}
    assert sorted(a.article.id for a in read_brat(tmp_path)) == sorted(ids)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("\tOslo\n", "\tOsla\n", r"bergen\.ann, line 1: the text has 'Oslo' there, and not 'Osla'"),
        ("T1\tActor 0 4", "T1\tPlace 0 4", r"line 1: no text-bound annotation of a known label"),
        ("T1\tActor 0 4", "T1\tActor 4 0", r"line 1: no such span: 4 to 0"),
        ("Arg2:", "Arg3:", r"line \d+: no relation of two arguments"),
        ("A1\t", "A1 ", r"line \d+: no attribute, such as A1, a tab, and then"),
        ("A1\t", "E1\t", r"line \d+: 'E1' is none of T, R, A, M and #"),
        ('{"', '{', r"line \d+: the note is broken"),
        ("Stance T", "Stanze T", r"\(Reaction 'welcome' at \d+-\d+\): a reaction needs a Stance"),
        (" reject\n", " refuse\n", r"\(Reaction 'rejected' at .*'refuse' is no Stance"),
        ("Arg1:T1 ", "Arg1:T999 ", r"leads from or to 'T999', which is not there"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(old: str, new: str, complaint: str, analysis: Analysis, tmp_path: Path) -> None:
    write_brat(analysis, tmp_path)
    file = tmp_path / "bergen.ann"
    before = file.read_text(encoding="utf-8")
    assert old in before
    file.write_text(before.replace(old, new), encoding="utf-8")
    with pytest.raises(SerializationError, match=complaint):
        list(read_brat(file))


def test_files_of_other_editors_are_read_or_named(analysis: Analysis, tmp_path: Path) -> None:
    write_brat(analysis, tmp_path)
    file = tmp_path / "bergen.ann"
    before = file.read_bytes()
    file.write_bytes(b"\xef\xbb\xbf" + before.replace(b"\n", b"\r\n"))
    assert [read.items for read in read_brat(file)] == [analysis.items]
    file.write_bytes(before + b"#99\tAnnotatorNotes T1\tcaf\xe9\n")
    with pytest.raises(SerializationError, match=r"bergen\.ann, line \d+: not UTF-8 \(byte 25\)"):
        list(read_brat(file))
    file.write_bytes(before)
    (tmp_path / "bergen.json").write_text("[1]", encoding="utf-8")
    with pytest.raises(SerializationError, match=r"bergen\.json: an object that tells of the article is wanted"):
        list(read_brat(file))
    (tmp_path / "bergen.txt").write_bytes(b"caf\xe9")
    with pytest.raises(SerializationError, match=r"bergen\.txt: not UTF-8 \(byte 3\)"):
        list(read_brat(file))


def test_a_folder_without_annotations_is_told(tmp_path: Path) -> None:
    with pytest.raises(SerializationError, match=r"no \.ann file is in this folder"):
        list(read_brat(tmp_path))


def test_the_configuration_knows_every_label_arrow_and_trait(analysis: Analysis) -> None:
    standoff = to_standoff(analysis)
    labels = {tag.id: tag.label for tag in standoff.tags}
    assert set(labels.values()) == set(LABELS)  # the analysis made by hand has them all
    for arrow in standoff.arrows:
        sources, targets = ARROWS[arrow.name]
        assert labels[arrow.source] in sources
        assert labels[arrow.target] in targets
    for tag in standoff.tags:
        for trait, value in tag.traits.items():
            bearers, values = TRAITS[trait]
            assert tag.label in bearers
            assert value in (values or ("true",))
    assert {arrow.name for arrow in standoff.arrows} == set(ARROWS)
    assert brat_annotation(analysis).count("\n") > 50


# --- Label Studio -------------------------------------------------------------------------------------------------


def test_a_task_fits_its_configuration(analysis: Analysis, library: Any) -> None:
    config = library("lxml.etree").fromstring(label_studio_config())
    controls = {element.get("name"): element.tag.lower() for element in config.iter() if element.get("name")}
    choices = {e.get("name"): {c.get("value") for c in e} for e in config.iter("Choices")}
    relations = {e.get("value") for e in config.iter("Relation")}
    task = json.loads(json.dumps(label_studio_task(analysis)))
    regions = set()
    (prediction,) = task["predictions"]
    for result in prediction["result"]:
        if result["type"] == "relation":
            assert result["labels"][0] in relations
            assert {result["from_id"], result["to_id"]} <= regions
            continue
        regions.add(result["id"])
        assert controls[result["from_name"]] == result["type"]
        assert result["value"]["text"] == [*result["value"]["text"]] or (
            task["data"]["text"][result["value"]["start"] : result["value"]["end"]] == result["value"]["text"]
        )
        if result["type"] == "choices":
            assert set(result["value"]["choices"]) <= choices[result["from_name"]]
    assert len(regions) > len(analysis.items)


def test_the_last_annotation_counts_and_cancelled_ones_do_not(analysis: Analysis, tmp_path: Path) -> None:
    task = label_studio_task(analysis, given_as="annotations")
    kept, other = task["annotations"][0], {"result": [], "was_cancelled": True}
    task["annotations"] = [{"result": []}, kept, other]
    for result in kept["result"]:
        if result.get("from_name") == "Stance" and result["value"]["choices"] == ["reject"]:
            result["value"]["choices"] = ["dismiss"]
    (tmp_path / "e.json").write_text(json.dumps([task]), encoding="utf-8")
    (tmp_path / "marked.json").write_text(json.dumps([task]), encoding="utf-8-sig")
    assert len([*read_label_studio(tmp_path / "marked.json")]) == 1
    (read,) = read_label_studio(tmp_path / "e.json")
    assert read.reaction("r2").stance == "dismiss"
    assert len(read.items) == len(analysis.items)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{]", "not JSON"),
        ("[" * 100_000, "not JSON"),
        (
            '[{"data": {"text": "x y"}, "annotations": [{"result": [{"id": "1", "type": "labels", "value": '
            '{"start": 0, "end": Infinity, "labels": ["Actor"]}}]}]}]',
            "task 1: cannot convert float infinity to integer",
        ),
        ("{}", "a list of tasks is wanted"),
        ('[{"data": {}}]', r"task 1: KeyError\('text'\) is missing"),
        ('[{"data": {"text": " "}}]', "task 1: .*blank"),
        (
            '[{"data": {"text": "x y"}, "annotations": [{"result": [{"id": "1", "type": "labels", "value": '
            '{"start": 0, "end": 1, "labels": ["Place"]}}]}]}]',
            "task 1: the label 'Place' is none of Actor",
        ),
        (
            '[{"data": {"text": "x y"}, "annotations": [{"result": [{"id": "1", "type": "labels", "value": '
            '{"start": 0, "end": 1, "text": "z", "labels": ["Actor"]}}]}]}]',
            "task 1: the text has 'x' at 0-1, and not 'z'",
        ),
    ],
)
def test_a_file_of_another_form_is_refused(content: str, complaint: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(content, encoding="utf-8")
    with pytest.raises(SerializationError, match=complaint):
        list(read_label_studio(tmp_path / "x.json"))
