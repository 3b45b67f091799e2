"""The network that decides: its tags, its paragraphs, its files, and what it leaves to the rules."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from diplomacy_nlp_quotes import Quotes
from diplomacy_nlp_quotes.document import MarkedDocument
from diplomacy_nlp_quotes.find import candidates_of, find_quotes
from diplomacy_nlp_quotes.learned import FILES
from diplomacy_nlp_quotes.learned.combine import Places, completed
from diplomacy_nlp_quotes.learned.links import KINDS, pair_kinds, pair_trees
from diplomacy_nlp_quotes.learned.model import Attribution, AttributionModel
from diplomacy_nlp_quotes.learned.paragraphs import Paragraph, paragraphs_of
from diplomacy_nlp_quotes.learned.tags import TAGS, best_tags, runs_of, tags_of_runs
from diplomacy_nlp_quotes.settle import settled
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from diplomacy_nlp import Annotation, Article, Form, Quote
from diplomacy_nlp.errors import ModelError

Parse = Callable[[str], tuple[Article, Annotation]]

TEXT = """The envoy said that the talks would resume, and Peru accused Chile of delay.

“We are ready,” Anna Weiss told reporters. “Nobody else is.”"""


@pytest.fixture(scope="module")
def model() -> AttributionModel:
    return AttributionModel.read(FILES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the embedded network."""
    shutil.copytree(FILES.folder, tmp_path / "network")
    return tmp_path / "network"


def rows(quotes: Any, text: str) -> list[tuple[str, ...]]:
    return [
        tuple(text[span.start : span.end] for span in (q.source, q.cue, *q.content) if span is not None) for q in quotes
    ]


def test_the_network_decides_where_it_can_read_the_vectors(parse: Parse, model: AttributionModel) -> None:
    article, annotation = parse(TEXT)
    found = find_quotes(article, annotation, (), model=model)
    assert any("attribution tagger" in quote.why for quote in found)
    assert ("The envoy", "said", "that the talks would resume") in rows(found, TEXT)
    (direct,) = [quote for quote in found if quote.form is Form.DIRECT]
    assert rows([direct], TEXT) == [("Anna Weiss", "told", "“We are ready,”", "“Nobody else is.”")]
    assert [TEXT[link.span.start : link.span.end] for link in direct.addressees if link.span] == ["reporters"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenya proposed holding a summit in Nairobi.", ("Kenya", "proposed", "holding a summit in Nairobi")),
        ("Serbia called for an inquiry.", ("Serbia", "called for", "an inquiry")),
        ("The talks, the envoy said, will go on.", ("the envoy", "said", "The talks", "will go on")),
        (
            "Spain issued a statement that the border was open.",
            ("Spain", "issued a statement", "that the border was open"),
        ),
    ],
)
def test_what_no_rule_finds(parse: Parse, model: AttributionModel, text: str, expected: tuple[str, ...]) -> None:
    article, annotation = parse(text)
    assert expected not in rows(find_quotes(article, annotation, ()), text)
    assert rows(find_quotes(article, annotation, (), model=model), text) == [expected]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Norway proposed a truce. Russia said: “We reject it.”", ["“We reject it.”"]),
        ("Norway proposed a truce. “We reject it,” Russia said.", ["“We reject it,”"]),
    ],
)
def test_what_is_quoted_begins_in_its_own_sentence(
    parse: Parse, model: AttributionModel, text: str, content: list[str]
) -> None:
    article, annotation = parse(text)
    said = next(quote for quote in find_quotes(article, annotation, (), model=model) if article[quote.cue] == "said")
    assert [article[span] for span in said.content] == content


def test_who_draws_criticism_has_not_said_it(parse: Parse, model: AttributionModel) -> None:
    text = "China, which met Peru, has faced international criticism for its stance on the war."
    article, annotation = parse(text)
    found = find_quotes(article, annotation, (), model=model)
    assert [q.source for q in found if "criticism" in text[slice(*(q.cue.start, q.cue.end))]] == [None]


def test_the_rules_decide_where_it_cannot(parse: Parse) -> None:
    article, annotation = parse(TEXT)
    by_rules = list(Quotes(model=None).diplomacy_find_quotes(article, annotation, ()))
    for other in (evolve(annotation, vectors=None), evolve(annotation, vectors_by="another encoder")):
        assert list(Quotes().diplomacy_find_quotes(article, other, ())) == by_rules
    assert all("attribution tagger" not in quote.why for quote in by_rules)


@pytest.mark.parametrize(
    "text",
    [
        "The representative of Japan said time was short. The representative of Ghana said the crisis had worsened.",
        "Serbian President Jovan Ilic said Serbia would not pay. Croatian envoy Ana Horvat told reporters it must.",
    ],
)
def test_a_verb_with_a_subject_has_no_source_in_another_sentence(parse: Parse, text: str) -> None:
    article, annotation = parse(text)
    quotes = Quotes().diplomacy_find_quotes(article, annotation, ())
    middle = text.index(". ") + 1
    assert len(quotes) == 2
    assert [quote.source.start > middle for quote in quotes] == [False, True]


def test_what_stands_within_a_content_is_left_to_the_rules(parse: Parse, model: AttributionModel) -> None:
    text = "Officials said that Norway had promised to send observers."
    article, annotation = parse(text)
    outer, inner = find_quotes(article, annotation, (), model=model)
    assert "attribution tagger" in outer.why
    assert "attribution tagger" not in inner.why
    assert [text[link.span.start : link.span.end] for link in inner.via if link.span] == ["Officials"]


@given(st.integers(1, 12).flatmap(lambda n: arrays(np.float32, (n, len(TAGS)), elements=st.floats(-9, 9, width=32))))
def test_tags_always_make_sense_together(scores: np.ndarray[Any, Any]) -> None:
    (tags,) = best_tags(scores[None], np.array([len(scores)]))
    assert tags_of_runs(list(runs_of(tags)), len(tags)) == tags


def test_the_best_tags_are_the_best_of_those_that_make_sense() -> None:
    scores = np.zeros((2, len(TAGS)), np.float32)
    scores[0, TAGS.index("I-cue")] = 3  # cannot be: nothing has begun
    scores[0, TAGS.index("B-cue")] = 2
    scores[1, TAGS.index("I-cue")] = 1
    assert [TAGS[number] for number in best_tags(scores[None], np.array([2]))[0]] == ["B-cue", "I-cue"]


def test_padding_changes_no_tags() -> None:
    scores = np.random.default_rng(3).normal(size=(40, 9, len(TAGS))).astype(np.float32)
    lengths = np.arange(40) % 9 + 1
    alone = [best_tags(row[None, :length], np.array([length]))[0] for row, length in zip(scores, lengths, strict=True)]
    assert best_tags(scores, lengths) == alone


def test_paragraphs_hold_each_word_once(parse: Parse) -> None:
    article, annotation = parse(TEXT)
    document = MarkedDocument(article=article, annotation=annotation)
    found = list(paragraphs_of(document, settled(candidates_of(document))))
    assert [number for p in found for number in range(p.start, p.end)] == [*range(len(annotation.words))]
    assert all(len(p.rules) == len(p.marks) == p.end - p.start for p in found)
    assert TAGS[found[0].rules[2]] == "B-cue"


def test_a_paragraph_is_read_the_same_among_others(parse: Parse, model: AttributionModel) -> None:
    alone = "The envoy said that the talks would resume."
    together = alone + "\n\n" + "Peru accused Chile of delay, and nobody was surprised. " * 8
    (first, *_) = find_quotes(*parse(together), (), model=model)
    (only,) = find_quotes(*parse(alone), (), model=model)
    assert (first.content, first.cue, first.source) == (only.content, only.cue, only.source)
    assert first.confidence == pytest.approx(only.confidence, abs=0.02)


def paragraph_of(parse: Parse, text: str) -> Paragraph:
    """The only paragraph of a text, as the network reads it."""
    article, annotation = parse(text)
    document = MarkedDocument(article=article, annotation=annotation)
    (paragraph,) = paragraphs_of(document, settled(candidates_of(document)))
    return paragraph


def test_links_are_the_same_in_numpy_as_in_torch(parse: Parse, model: AttributionModel) -> None:
    import torch

    paragraph = paragraph_of(parse, "Officials who left the talks said that Norway, which they trust, accused Chile.")
    size = paragraph.end - paragraph.start
    states = torch.randn(size, model._network.sizes.width, generator=torch.Generator().manual_seed(1))
    cues = [("cue", 5, 6), ("cue", 13, 14)]
    with torch.inference_mode():
        for role in ("content", "source"):
            parts = [(role, 0, 1), (role, 6, 8), (role, 14, 15)]
            wanted = model._network.links(role, states, paragraph, parts, cues).numpy()
            found = model._links(role, states.numpy(), paragraph, parts, cues)
            assert found == pytest.approx(wanted, abs=1e-4)


def test_pairs_tell_apart_what_the_rules_see_together(parse: Parse) -> None:
    known = {("cue", 1): frozenset({4}), ("source", 0): frozenset({4}), ("source", 9): frozenset({5})}
    paragraph = evolve(paragraph_of(parse, TEXT.partition("\n")[0]), marks=[4, *[0] * 7, 4, 0, 0, 0], proposed=known)
    kinds = pair_kinds(paragraph, [("source", 0, 1), ("source", 9, 10)], [("cue", 1, 2), ("cue", 10, 11)])
    assert len({*kinds.flatten().tolist()}) == 4  # together; one known, another sentence and a cue between; apart; ...
    assert kinds.max() < KINDS


@pytest.mark.parametrize(
    ("text", "cue", "trees"),
    [  # of the words before the bar each, whether the tree has them for the cue's source
        ("Senior envoys who saw the draft argue that it is weak.", "argue", {"Senior envoys": 2, "it": 4}),
        ("Norway praised the draft, hoping that Chile agrees.", "hoping", {"Norway": 1, "Chile": 3}),
        ("According to the envoy, Chile will sign.", "According to", {"the envoy": 2, "Chile": 4}),
        ("Peru dropped its demand for a vote.", "demand for", {"its": 2, "Peru": 4}),
        ("Peru is hostile to Chile.", "is", {"Peru": 2, "Chile": 4}),
        ("On Monday!", "On Monday", {"On": 0}),
    ],
)
def test_links_know_whose_doing_a_cue_is_by_the_tree(parse: Parse, text: str, cue: str, trees: dict[str, int]) -> None:
    paragraph = paragraph_of(parse, text)
    sources = [run(paragraph, "source", words) for words in trees]
    found = pair_trees("source", paragraph, sources, [run(paragraph, "cue", cue)])
    assert dict(zip(trees, found[:, 0].tolist(), strict=True)) == trees


def run(paragraph: Paragraph, role: str, text: str) -> tuple[str, int, int]:
    """The first words of a paragraph that read so."""
    start = paragraph.document.text.index(text)
    words = paragraph.document.words_between(start, start + len(text))
    first = paragraph.document.number_of(words[0])
    return role, first, first + len(words)


def test_links_know_what_hangs_on_a_cue(parse: Parse) -> None:
    paragraph = paragraph_of(parse, "The talks go on, the envoy said, and Peru fears that Chile leaves.")
    contents = [run(paragraph, "content", text) for text in ("The talks go on", "that Chile leaves")]
    cues = [run(paragraph, "cue", text) for text in ("said", "fears")]
    assert pair_trees("content", paragraph, contents, cues).astype(bool).tolist() == [[True, False], [False, True]]


# --- put together -------------------------------------------------------------------------------------------------


def sourced(parse: Parse, model: AttributionModel, text: str, content: str) -> list[tuple[str, str]]:
    """Source and cue of the quotes whose content begins so."""
    found = find_quotes(*parse(text), (), model=model)
    at = text.index(content)
    return [(rows([q], text)[0][0], rows([q], text)[0][1]) for q in found if q.source and q.content[0].start == at]


@pytest.mark.parametrize(
    ("tagged", "source"),
    [  # what the network names, and what stands as the source
        ("Peru and", "Peru and its allies"),
        ("The", "The envoys of Peru and its allies"),
        ("The envoys of", "The envoys of Peru and its allies"),
        ("The envoys of Peru and its allies", "The envoys of Peru and its allies"),
        ("who", "who"),
        ("who left", "who"),
    ],
)
def test_a_source_that_breaks_off_is_made_whole(parse: Parse, tagged: str, source: str) -> None:
    text = "The envoys of Peru and its allies say that the draft is weak."
    if "who" in tagged:
        text = "There are envoys who left the talks and say that the draft is weak."
    paragraph = paragraph_of(parse, text)
    cue, named = (run(paragraph, role, words)[1:] for role, words in (("cue", "say"), ("source", tagged)))
    content = run(paragraph, "content", "that the draft is weak")[1:]
    attribution = Attribution(content=(content,), cue=cue, source=named, evidence=(), sourced=0.9)
    done = completed(paragraph.document, attribution, Places(paragraph.document, ()))
    assert done is not None
    span = done.candidate.source.span
    assert span is not None
    assert text[span.start : span.end] == source


def test_speech_may_be_led_in_by_the_paragraph_before(parse: Parse, model: AttributionModel) -> None:
    text = "Anna Weiss was blunt.\n\nThe envoy added:\n\n“We have waited for an answer since spring. Nobody wrote.”"
    assert sourced(parse, model, text, "“We have") == [("The envoy", "added")]


def test_what_is_hardly_an_attribution_is_left_out_unless_it_is_in_quotation_marks(
    parse: Parse, model: AttributionModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AttributionModel, "confidence", lambda *_: 0.1)
    found = find_quotes(*parse(TEXT), (), model=model)
    assert [quote.form for quote in found if "attribution tagger" in quote.why] == [Form.DIRECT]


# --- files --------------------------------------------------------------------------------------------------------


def use(folder: Path, parse: Parse) -> list[Quote]:
    article, annotation = parse(TEXT)
    return list(Quotes(model=folder).diplomacy_find_quotes(article, annotation, ()))


def test_a_folder_of_the_users(folder: Path, parse: Parse) -> None:
    assert use(folder, parse) == list(Quotes().diplomacy_find_quotes(*parse(TEXT), ()))


def test_a_missing_file_is_named_at_construction(folder: Path) -> None:
    FILES.within(folder).weights.unlink()
    with pytest.raises(ModelError, match=r"attributions\.pt missing in .*network.*model=None"):
        Quotes(model=folder)


def test_a_changed_file_is_found_on_first_use(folder: Path, parse: Parse) -> None:
    weights = FILES.within(folder).weights
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    with pytest.raises(ModelError, match=r"was changed: its SHA-256 is not the one in attributions\.json"):
        use(folder, parse)


def test_weights_of_other_sizes(folder: Path, parse: Parse) -> None:
    path = FILES.within(folder).configuration
    configuration = json.loads(path.read_text())
    configuration["sizes"]["width"] //= 2
    path.write_text(json.dumps(configuration))
    with pytest.raises(ModelError, match="does not fit"):
        use(folder, parse)


def test_the_plugin_can_be_pickled(parse: Parse) -> None:
    article, annotation = parse(TEXT)
    plugin = Quotes(min_confidence=0.3)
    list(plugin.diplomacy_find_quotes(article, annotation, ()))
    other = pickle.loads(pickle.dumps(plugin))  # noqa: S301 - our own
    assert other.min_confidence == 0.3
    assert list(other.diplomacy_find_quotes(article, annotation, ())) == list(
        plugin.diplomacy_find_quotes(article, annotation, ())
    )
