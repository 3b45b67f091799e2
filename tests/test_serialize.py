"""Dictionaries and JSON: exact there and back, described by a schema, and refused with the path to what is wrong."""

from __future__ import annotations

import copy
import json
from typing import Any

import jsonschema
import pytest
from diplomacy_nlp_outputs import json_schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diplomacy_nlp import (
    Actor,
    ActorKind,
    Analysis,
    Annotation,
    Article,
    Certainty,
    Finding,
    Form,
    Link,
    Mention,
    MentionType,
    Mode,
    Position,
    PositionStance,
    Proposal,
    ProposalKind,
    Quote,
    Reaction,
    Sector,
    Span,
    Stance,
    Status,
    from_dict,
    from_json,
    to_dict,
    to_json,
)
from diplomacy_nlp.annotation import Entity, Sentence, Word
from diplomacy_nlp.checks import printable
from diplomacy_nlp.errors import SerializationError
from diplomacy_nlp.serialize import SCHEMA_VERSION
from diplomacy_nlp.types import CameoRoot, EventType, PluginInfo, Problem

VALIDATOR = jsonschema.Draft202012Validator(json_schema())

# --- random values ------------------------------------------------------------------------------------------------

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)  # no lone surrogates: Article refuses them too
lines = texts.map(printable)  # what is put on one line when an item is made
words = lines.filter(bool)
maybe, inline = (st.none() | some for some in (texts, lines))


def _is_text(text: str) -> bool:
    """Whether an article takes it: it is not blank, and no name of a file."""
    return bool(text.strip()) and not set(text) & set("./\\:")


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    """An Analysis whose spans lie in the text and whose links lead somewhere; every field takes every sort of value."""
    article = Article(
        text=draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=2, max_size=60).filter(_is_text)),
        id=draw(st.just("") | words),
        date=draw(st.none() | st.dates()),
        **{name: draw(maybe) for name in ("title", "source", "url")},
    )
    size = len(article.text)
    pairs = st.integers(0, size - 1).flatmap(lambda start: st.integers(start + 1, size).map(lambda e: Span(start, e)))
    spans = pairs.filter(lambda span: article[span].strip())
    ids = [f"{letter}{n}" for letter in "aqprsf" for n in range(1, draw(st.integers(0, 2)) + 1)]

    def links(letters: str) -> st.SearchStrategy[Link]:
        fitting = [known for known in ids if known[0] in letters]
        by_words = st.builds(Link, span=spans)
        if not fitting:
            return by_words
        return by_words | st.builds(Link, id=st.sampled_from(fitting), span=st.none() | spans)

    def some(of: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[list[Any]]:
        return st.lists(of, min_size=least, max_size=2)

    def items(of: type, letter: str, /, **fields: st.SearchStrategy[Any]) -> list[Any]:
        common = {
            "confidence": st.floats(0, 1),
            "why": lines,
            "mode": st.none() | st.sampled_from(Mode),
            "found_by": some(lines),
        }
        numbered = [known for known in ids if known.startswith(letter)]
        return [draw(st.builds(of, id=st.just(known), **common, **fields)) for known in numbered]

    stance, certain = st.sampled_from(Stance), st.sampled_from(Certainty)
    mentions = some(st.builds(Mention, span=spans, type=st.sampled_from(MentionType)), 1)
    return Analysis(
        article=article,
        actors=items(
            Actor,
            "a",
            name=words,
            kind=st.sampled_from(ActorKind),
            mentions=mentions,
            country=inline,
            role=inline,
            sector=st.none() | st.sampled_from(Sector),
            principal=st.none() | st.builds(Link, span=spans),
            wikidata=st.none() | st.from_regex("Q[1-9][0-9]{0,8}", fullmatch=True),
            gazetteer_id=inline,
        ),
        quotes=items(
            Quote,
            "q",
            content=some(spans, 1),
            cue=st.none() | spans,
            source=st.none() | spans,
            form=st.sampled_from(Form),
            speakers=some(links("a")),
            addressees=some(links("a")),
            via=some(links("a")),
            negated=st.booleans(),
            certainty=certain,
        ),
        proposals=items(
            Proposal,
            "p",
            cue=spans,
            kind=st.sampled_from(ProposalKind),
            proposers=some(links("a")),
            addressees=some(links("a")),
            participants=some(links("a")),
            content=some(spans),
            status=st.none() | st.sampled_from(Status),
            date=st.none() | spans,
            mentions=some(spans),
            plover=st.none() | st.sampled_from(EventType),
            cameo=st.none() | st.sampled_from(CameoRoot),
        ),
        reactions=items(
            Reaction,
            "r",
            cue=spans,
            stance=stance,
            evidence=spans,
            reactors=some(links("a")),
            target=st.none() | links("pqa"),
            condition=st.none() | spans,
            reason=st.none() | spans,
            negated=st.booleans(),
            certainty=certain,
            plover=st.none() | st.sampled_from(EventType),
            cameo=st.none() | st.sampled_from(CameoRoot),
        ),
        positions=items(
            Position,
            "s",
            actor=links("a"),
            issue=links("pqa"),
            stance=st.sampled_from(PositionStance),
            evidence=some(links("qpr"), 1),
        ),
        findings=items(Finding, "f", label=words, spans=some(spans, 1), links=some(links("aqprsf")), note=texts),
        problems=draw(some(st.builds(Problem, plugin=lines, message=lines, hook=inline, version=inline))),
        plugins=draw(some(st.builds(PluginInfo, name=lines, version=inline, hooks=some(lines)))),
        annotated_by=draw(lines),
    )


slow = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def exactly(value: Any) -> str:
    """All fields of a value, those too that do not count when values are compared."""
    return repr(value)


def plain(data: Any) -> bool:
    if isinstance(data, dict):
        return all(type(key) is str and plain(part) for key, part in data.items())
    if isinstance(data, list):
        return all(map(plain, data))
    return type(data) in (str, int, float, bool, type(None))


# --- there and back -----------------------------------------------------------------------------------------------


@slow
@given(analyses())
def test_every_analysis_comes_back_exactly(analysis: Analysis) -> None:
    for again in (from_dict(to_dict(analysis)), from_json(to_json(analysis)), from_json(to_json(analysis).encode())):
        assert again == analysis
        assert exactly(again) == exactly(analysis)
    assert plain(to_dict(analysis))
    assert to_json(from_json(to_json(analysis))) == to_json(analysis)


@slow
@given(analyses())
def test_the_schema_describes_what_is_written(analysis: Analysis) -> None:
    VALIDATOR.validate(to_dict(analysis))


@slow
@given(analyses(), st.data())
def test_an_unknown_key_is_refused_wherever_it_stands(analysis: Analysis, data: st.DataObject) -> None:
    written = to_dict(analysis)
    path, place = data.draw(st.sampled_from(list(objects(written))))
    place["colour"] = "red"
    with pytest.raises(SerializationError) as caught:
        from_dict(written)
    assert str(caught.value) == f"{path}: unknown keys 'colour'".removeprefix(": ")
    assert not VALIDATOR.is_valid(written)


@slow
@given(analyses(), st.data(), st.sampled_from([{"x": 1}, [[]], 3.5, -7]))
def test_a_value_of_the_wrong_type_is_refused_wherever_it_stands(
    analysis: Analysis, data: st.DataObject, wrong: Any
) -> None:
    """None of these values is right in any field but for a confidence, which is a number."""
    written = to_dict(analysis)
    path, place = data.draw(st.sampled_from(list(objects(written))))
    key = data.draw(st.sampled_from([k for k in place if k not in ("schema", "type", "confidence")] or [None]))
    if key is None:
        return
    place[key] = wrong
    with pytest.raises(SerializationError) as caught:
        from_dict(written)
    assert str(caught.value).startswith(f"{path}.{key}".lstrip("."))


def objects(data: Any, path: str = "") -> Any:
    """Every object within written data, with its path."""
    if isinstance(data, dict):
        yield path, data
        for key, part in data.items():
            yield from objects(part, f"{path}.{key}".lstrip("."))
    elif isinstance(data, list):
        for place, part in enumerate(data):
            yield from objects(part, f"{path}[{place}]")


# --- a small example ----------------------------------------------------------------------------------------------


@pytest.fixture
def analysis() -> Analysis:
    return Analysis(
        article=Article(text="Łódź’s envoy rejected it.", id="x"),
        actors=[Actor(name="envoy", kind="person", mentions=[Mention(span=Span(7, 12), type="nominal")], id="a1")],
        reactions=[
            Reaction(
                cue=Span(13, 21),
                stance="reject",
                evidence=Span(0, 24),
                reactors=[Link(id="a1")],
                id="r1",
                found_by=["y"],
            )
        ],
    )


def test_what_is_written(analysis: Analysis) -> None:
    written = to_dict(analysis)
    assert list(written)[:3] == ["schema", "type", "article"]
    assert (written["schema"], written["type"]) == (SCHEMA_VERSION, "Analysis")
    assert written["actors"][0]["mentions"] == [{"span": [7, 12], "type": "nominal"}]
    assert written["reactions"][0]["reactors"] == [{"id": "a1", "span": None, "confidence": 1.0}]
    assert written["reactions"][0]["target"] is None
    assert (written["reactions"][0]["id"], written["reactions"][0]["found_by"]) == ("r1", ["y"])


def test_json_keeps_characters_as_they_are(analysis: Analysis) -> None:
    assert "Łódź’s" in to_json(analysis)
    assert to_json(analysis, indent=2).startswith('{\n  "schema": 1,\n')


def test_every_value_of_an_analysis_can_be_written_alone(analysis: Analysis) -> None:
    for value in (analysis.article, *analysis.items, Link(id="a1"), PluginInfo(name="x")):
        assert exactly(from_dict(to_dict(value))) == exactly(value)
        jsonschema.validate(to_dict(value), json_schema(type(value)))


def test_an_annotation_is_written_too() -> None:
    span = Span(0, 4)
    word = Word(id=1, text="Oslo", span=span, lemma="Oslo", upos="PROPN", head=0, deprel="root", feats="Number=Sing")
    annotation = Annotation(
        sentences=[Sentence(span=span, words=[word])], entities=[Entity(span=span, type="LOC")], made_by="me"
    )
    assert annotation.words_in(span)  # what was looked up before is not written
    assert exactly(from_json(to_json(annotation))) == exactly(annotation)
    jsonschema.validate(to_dict(annotation), json_schema(Annotation))


def test_a_whole_number_is_a_confidence(analysis: Analysis) -> None:
    written = to_dict(analysis)
    written["actors"][0]["confidence"] = 1
    assert exactly(from_dict(written)) == exactly(analysis)


def test_missing_keys_leave_the_defaults() -> None:
    assert from_dict({"schema": 1, "type": "Link", "id": "a1"}) == Link(id="a1")


# --- what is refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("article", 3, "article: an object is expected, not 3"),
        ("article", [], r"article: an object is expected, not \[\]"),
        ("article.text", "", "article: Article.text: the text is empty or blank"),
        ("article.language", None, "article.language: str is expected, not None"),
        ("actors", "a1", "actors: a list is expected, not 'a1'"),
        ("actors", {"0": {}}, "actors: a list is expected"),
        ("actors.0", None, r"actors\[0\]: an object is expected, not None"),
        ("actors.0.kind", "city", r"actors\[0\].kind: 'city' is no ActorKind: one of person, state, .* is expected"),
        ("actors.0.sector", {}, r"actors\[0\].sector: {} is no Sector: one of GOV, .* is expected"),
        ("actors.0.name", " ", r"actors\[0\]: 'name': words on one line are expected, not ' '"),
        ("actors.0.country", 7, r"actors\[0\].country: str is expected, not 7"),
        ("actors.0.principal", "a1", r"actors\[0\].principal: an object is expected, not 'a1'"),
        ("actors.0.principal", {}, r"actors\[0\].principal: Link: an id or a span is expected"),
        ("actors.0.mentions", [], r"actors\[0\]: Actor.mentions is never empty"),
        ("actors.0.mentions.0.span", "7-12", r"actors\[0\].mentions\[0\].span: a span \[start, end\] is expected"),
        ("actors.0.mentions.0.span", [7], r"mentions\[0\].span: a span \[start, end\] is expected"),
        ("actors.0.mentions.0.span", [7, 7], r"mentions\[0\].span: no such span: 7 to 7"),
        ("actors.0.mentions.0.span", [7, "12"], r"mentions\[0\].span: Span.end: int is expected, not '12'"),
        ("actors.0.mentions.0.span", [7, 12.0], r"mentions\[0\].span: Span.end: int is expected, not 12.0"),
        ("actors.0.mentions.0.span", [7, 99], r"^actors\[0\].mentions\[0\].span: span 7-99 ends beyond the text of 25"),
        ("reactions.0.negated", 1, r"reactions\[0\].negated: bool is expected, not 1"),
        ("reactions.0.confidence", 2, r"reactions\[0\]: Reaction.confidence: a number from 0 to 1"),
        ("reactions.0.confidence", True, r"reactions\[0\].confidence: float is expected, not True"),
        ("reactions.0.confidence", float("nan"), r"a number from 0 to 1 is expected, not nan"),
        ("reactions.0.found_by", "y", r"reactions\[0\].found_by: a list is expected, not 'y'"),
        ("reactions.0.reactors.0.id", "a7", r"^r1: Reaction.reactors: id 'a7' is none of the items"),
        ("reactions.0.id", "a1", r"^2 items have the id 'a1'"),
        ("actors.0.id", "", r"actors\[0\]: Actor.id: words are expected, not ''"),
        ("actors.0.id", None, "an item without an id: Actor"),
        ("actors.0.role", "Envoy\x1b[2J", r"actors\[0\]: 'role': words on one line are expected, not 'Envoy"),
        ("actors.0.found_by", ["a\nb"], r"actors\[0\]: 'found_by': words on one line are expected"),
        ("actors.0.principal", {"id": "a1"}, "a1: Actor.principal: nobody acts on behalf of itself"),
        ("reactions.0.reactors.0.id", "r1", "r1: Reaction.reactors: id 'r1' is a Reaction, but Actor is expected"),
        ("article.title", "\ud800", r"article: Article.title: a lone surrogate"),
        ("schema", "x" * 100_000, "schema: 1 is expected, not 'xxx"),
        ("schema", 2, "schema: 1 is expected, not 2; read it with the version"),
        ("schema", True, "schema: 1 is expected, not True"),
        ("type", "Analysys", "type: one of Actor, .* is expected, not 'Analysys'"),
        ("type", ["Analysis"], "type: one of"),
    ],
)
def test_a_fault_is_told_with_its_path(analysis: Analysis, path: str, value: Any, message: str) -> None:
    written = copy.deepcopy(to_dict(analysis))
    *way, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
    place: Any = written
    for step in way:
        place = place[step]
    place[last] = value
    with pytest.raises(SerializationError, match=message):
        from_dict(written)


@pytest.mark.parametrize("opening", ["[", '{"a":'])
@pytest.mark.parametrize("depth", [90, 900, 100_000])
def test_any_depth_of_brackets_is_refused(opening: str, depth: int) -> None:
    closing = "]" if opening == "[" else "}"
    for start in ("", '{"schema": 1, "type": "Analysis", "actors": '):
        with pytest.raises(SerializationError) as caught:
            from_json(start + opening * depth + "1" + closing * depth + ("}" if start else ""))
        assert len(str(caught.value)) < 1600


def test_a_missing_key_is_told_with_its_path(analysis: Analysis) -> None:
    written = to_dict(analysis)
    del written["reactions"][0]["stance"]
    with pytest.raises(SerializationError, match=r"reactions\[0\].*'stance' is missing"):
        from_dict(written)


def test_all_faults_are_told_at_once(analysis: Analysis) -> None:
    written = to_dict(analysis)
    written["actors"][0]["kind"] = "city"
    written["reactions"][0]["negated"] = "no"
    with pytest.raises(SerializationError, match=r"actors\[0\].kind: .*; reactions\[0\].negated: "):
        from_dict(written)


def test_an_annotation_that_is_no_tree_is_refused() -> None:
    span = Span(0, 4)
    word = Word(id=1, text="Oslo", span=span, lemma="Oslo", upos="PROPN", head=0, deprel="root")
    written = to_dict(Annotation(sentences=[Sentence(span=span, words=[word])]))
    written["sentences"][0]["words"][0]["head"] = 1
    with pytest.raises(SerializationError, match="sentence 0: the heads of 'Oslo' run in a circle"):
        from_dict(written)


@pytest.mark.parametrize("text", ["", "{", "nonsense", "[" * 100_000, b"\xff"])
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(SerializationError, match="not JSON"):
        from_json(text)


@pytest.mark.parametrize("text", ["[]", "3", "null", '"Analysis"'])
def test_json_that_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(SerializationError, match="a dictionary is expected"):
        from_json(text)


@pytest.mark.parametrize("value", [None, 3, "x", {}, Span(0, 1), [Link(id="a1")], Mention(span=Span(0, 1))])
def test_what_is_none_of_ours_is_not_written(value: Any) -> None:
    with pytest.raises(SerializationError, match="cannot be written"):
        to_dict(value)


# --- the schema ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Analysis, Annotation, Actor, Link, Article])
def test_the_schema_is_one(kind: type) -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema(kind))
    assert json.loads(json.dumps(json_schema(kind))) == json_schema(kind)


def test_the_schema_refuses_what_reading_refuses(analysis: Analysis) -> None:
    for path, wrong in [("negated", 1), ("stance", "like"), ("evidence", [0]), ("evidence", [0, 1, 2]), ("why", None)]:
        written = to_dict(analysis)
        written["reactions"][0][path] = wrong
        assert not VALIDATOR.is_valid(written)


def test_the_schema_of_a_foreign_class_is_refused() -> None:
    with pytest.raises(SerializationError, match="none of the library's values"):
        json_schema(dict)
