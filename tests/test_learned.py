"""The reader that plugins share: columns of words, chances, cues of them, and what is kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from attrs import evolve

from diplomacy_nlp import Actor, Annotation, Link, Mention, Quote, Span
from diplomacy_nlp.errors import ModelError
from diplomacy_nlp.testing import make_annotation, make_article
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.learned.columns import Lemmas, Vote, columns_of, names_of_columns
from diplomacy_nlp.toolkit.learned.fill import Filler
from diplomacy_nlp.toolkit.learned.found import PROPOSAL, REACTION, Found, found_in, stretch_of
from diplomacy_nlp.toolkit.learned.judge import FACTS, Judge, facts_of
from diplomacy_nlp.toolkit.models import ModelFiles

ARTICLE = make_article("Oslo did not welcome it. “It is a slap,” Bern said. Bern urged Oslo to sign the treaty.")
PARSE = make_annotation(
    ARTICLE,
    """
    Oslo     Oslo     PROPN  4  nsubj
    did      do       AUX    4  aux
    not      not      PART   4  advmod
    welcome  welcome  VERB   0  root
    it       it       PRON   4  obj
    .        .        PUNCT  4  punct

    “        “        PUNCT  5  punct
    It       it       PRON   5  nsubj
    is       be       AUX    5  cop
    a        a        DET    5  det
    slap     slap     NOUN   9  ccomp
    ,        ,        PUNCT  5  punct
    ”        ”        PUNCT  5  punct
    Bern     Bern     PROPN  9  nsubj
    said     say      VERB   0  root
    .        .        PUNCT  9  punct

    Bern     Bern     PROPN  2  nsubj
    urged    urge     VERB   0  root
    Oslo     Oslo     PROPN  2  obj
    to       to       PART   5  mark
    sign     sign     VERB   2  xcomp
    the      the      DET    7  det
    treaty   treaty   NOUN   5  obj
    .        .        PUNCT  2  punct
    """,
)
WORDS = {word.text: number for number, word in enumerate(PARSE.words)}
LEMMAS = Lemmas(["slap"], np.ones((1, 2), np.float32))


def place(words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = ARTICLE.text.index(words, start + 1)
    return Span(start, start + len(words))


OSLO = Actor(id="a1", name="Oslo", kind="state", mentions=[Mention(span=place("Oslo", n)) for n in range(2)])
BERN = Actor(id="a2", name="Bern", kind="state", mentions=[Mention(span=place("Bern", n)) for n in range(2)])
SAID = Quote(content=[place("“It is a slap,”")], speaker=Link(id="a2", span=place("Bern")), cue=place("said"))
DOCUMENT = Document(article=ARTICLE, annotation=PARSE, actors=[OSLO, BERN], quotes=[SAID])


def with_vectors(annotation: Annotation) -> Annotation:
    count = len(annotation.words)
    rows = np.arange(count, dtype=np.float16)[:, None]
    return evolve(annotation, vectors=np.repeat(rows, 2, 1), inner_vectors=np.repeat(rows, 4, 1), vectors_by="ours")


def chances(**heads: float) -> dict[str, Any]:
    """Chances where these words are heads of cues of requests and of rejections, and nothing else is anything."""
    count = len(PARSE.words)
    made: dict[str, Any] = {
        name: np.zeros(count, np.float32)
        for name in ("proposal", "proposal's cue", "content", "reaction", "reaction's cue")
    }
    made["kind"] = np.tile(np.array([0, 0, 1, 0, 0], np.float32), (count, 1))
    made["stance"] = np.tile(np.eye(9, dtype=np.float32)[5], (count, 1))
    for word, chance in heads.items():
        made["proposal"][WORDS[word]] = made["reaction"][WORDS[word]] = chance
    return made


def found_at(word: str, label: str) -> Found:
    number = WORDS[word]
    return Found(number=number, word=PARSE.words[number], cue=PARSE.words[number].span, label=label, chance=0.9)


# --- columns ------------------------------------------------------------------------------------------------------


def told(word: str) -> set[str]:
    vote = Vote(label="request", confidence=0.7, cue=place("urged"), about=(place("sign the treaty"),))
    columns = columns_of(
        with_vectors(PARSE), text=ARTICLE.text, lemmas=LEMMAS, actors=[OSLO, BERN], quotes=[SAID], proposed=[vote]
    )
    row = columns.facts[WORDS[word]]
    return {name for name, value in zip(names_of_columns(), row, strict=False) if value}


def test_a_word_is_told_what_rules_quotes_and_tree_say_of_it() -> None:
    assert {"proposal rule: request", "has a subject", "subject is an actor", "has an object"} <= told("urged")
    assert {"proposal's content"} <= told("treaty")
    assert {"in a quote", "in quotation marks", "quote of an actor"} <= told("slap")
    assert {"denied", "headline"} <= told("welcome")
    assert not {"denied", "in a quote", "proposal's content"} & told("urged")


def test_columns_have_a_row_for_each_word_and_heads_within_the_article() -> None:
    columns = columns_of(with_vectors(PARSE), text=ARTICLE.text, lemmas=LEMMAS)
    assert columns.vectors.shape == (len(PARSE.words), 6)
    assert columns.facts.shape == (len(PARSE.words), len(names_of_columns()) + 2)
    assert columns.facts[WORDS["slap"], -1] == 1
    assert columns.heads[WORDS["treaty"]] == WORDS["sign"]
    assert columns.heads[WORDS["urged"]] == WORDS["urged"]


# --- cues ---------------------------------------------------------------------------------------------------------


def test_the_likeliest_of_the_words_of_one_cue_is_its_head() -> None:
    seen = chances(welcome=0.9, slap=0.6)
    seen["reaction"][WORDS["not"]] = 0.8
    seen["reaction's cue"][[WORDS["not"], WORDS["welcome"]]] = 0.9
    found = found_in(PARSE, seen, REACTION, 0.5)
    assert [(one.word.text, ARTICLE[one.cue], one.label) for one in found] == [
        ("welcome", "not welcome", "reject"),
        ("slap", "slap", "reject"),
    ]


def test_a_cue_that_shares_a_word_with_one_that_a_rule_found_is_the_rule_s() -> None:
    seen = chances(welcome=0.9, slap=0.6)
    seen["reaction's cue"][[WORDS["not"], WORDS["welcome"]]] = 0.9
    found = found_in(PARSE, seen, REACTION, 0.5, {WORDS["not"]})
    assert [one.word.text for one in found] == ["slap"]


def test_what_is_not_likely_enough_is_no_cue() -> None:
    assert found_in(PARSE, chances(urged=0.4), PROPOSAL, 0.5) == []
    assert [one.label for one in found_in(PARSE, chances(urged=0.6), PROPOSAL, 0.5)] == ["request"]


def test_a_stretch_is_that_of_likely_words_in_the_cue_s_sentence() -> None:
    likely = np.zeros(len(PARSE.words), np.float32)
    likely[[WORDS["sign"], WORDS["the"], WORDS["treaty"], WORDS["welcome"]]] = 0.9
    span = stretch_of(PARSE, likely, found_at("urged", "request"), 0.5)
    assert span is not None
    assert ARTICLE[span] == "sign the treaty"
    assert stretch_of(PARSE, likely, found_at("slap", "reject"), 0.5) is None


# --- slots --------------------------------------------------------------------------------------------------------


def test_those_among_the_objects_are_asked() -> None:
    filler = Filler(document=DOCUMENT, rankers={})
    assert [link.id for link in filler.objects(found_at("urged", "request").word, [Link(id="a2")])] == ["a1"]
    assert filler.objects(found_at("urged", "request").word, [Link(id="a1")]) == ()


# --- judges -------------------------------------------------------------------------------------------------------


def judge(**weights: float) -> Judge:
    model = {name: weights.get(name.replace(" ", "_"), 0.0) for name in (*FACTS, "constant")}
    return Judge.of({"right": model, "usable": model}, {"least": 0.5, "least of rules": 0.2})


def test_what_is_likely_wrong_is_not_kept() -> None:
    assert judge(network=1.0).confidence(facts_of(chance=0.8, labelled=0.9)) == pytest.approx(0.8, abs=0.001)
    assert judge(network=1.0).confidence(facts_of(chance=0.3, labelled=0.9)) is None
    assert judge(network=1.0).confidence(facts_of(chance=0.3, labelled=0.9, rule=0.6)) == pytest.approx(0.3, abs=0.001)


def test_a_judge_needs_a_weight_for_each_fact() -> None:
    with pytest.raises(ValueError, match="constant"):
        Judge.of({"right": dict.fromkeys(FACTS, 0.0), "usable": {}}, {"least": 0.5, "least of rules": 0.2})


# --- the model ----------------------------------------------------------------------------------------------------

torch = pytest.importorskip("torch")


@pytest.fixture
def files(tmp_path: Path) -> ModelFiles:
    """Two networks of chance, small enough to be made in a test."""
    from diplomacy_nlp.toolkit.learned.model import EventNetworks
    from diplomacy_nlp.toolkit.learned.network import Sizes

    torch.manual_seed(0)
    sizes = Sizes(vectors=6, facts=len(names_of_columns()) + 2, width=8, context=4)
    networks = EventNetworks(sizes, members=2, lemmas=(1, 2), slots={})
    files = ModelFiles(folder=tmp_path, name="events", mend="install it anew")
    configuration = {
        "members": 2,
        "sizes": sizes.as_dict(),
        "vectors_by": "ours",
        "columns": list(names_of_columns()),
        "lemmas": "slap",
        "thresholds": {},
        "weights": {},
        "slots": {},
    }
    files.write(networks.state_dict(), configuration)
    return files


def test_every_word_has_its_chances_whatever_is_read_at_once(files: ModelFiles, monkeypatch: Any) -> None:
    from diplomacy_nlp.toolkit.learned import model

    reader = model.EventModel.read(files)
    columns = columns_of(with_vectors(PARSE), text=ARTICLE.text, lemmas=reader.lemmas, quotes=[SAID])
    whole = reader.chances(columns)
    assert whole["proposal"].shape == (len(PARSE.words),)
    assert whole["stance"].sum(axis=1) == pytest.approx(1.0, abs=1e-4)
    monkeypatch.setattr(model, "_AT_ONCE", 8)
    parts = reader.chances(columns)
    assert parts["proposal"].shape == whole["proposal"].shape
    assert not np.allclose(whole["proposal"], parts["proposal"], atol=1e-7)  # a part does not see the others


def test_what_was_told_of_another_sentence_is_not_read_again(files: ModelFiles, monkeypatch: Any) -> None:
    from diplomacy_nlp.toolkit.learned import model

    reader, annotation = model.EventModel.read(files), with_vectors(PARSE)
    vote = Vote(label="reject", confidence=0.7, cue=place("slap"))
    told = [
        columns_of(annotation, text=ARTICLE.text, lemmas=reader.lemmas, reacted=votes) for votes in ((), [vote], ())
    ]
    alone = [reader.chances(columns) for columns in told]
    read: list[int] = []
    states = model.EventNetworks.states

    def counted(own: model.EventNetworks, batch: Any, seen: Any) -> Any:
        read.append(len(batch.heads))
        return states(own, batch, seen)

    monkeypatch.setattr(model.EventNetworks, "states", counted)
    together = [reader.chances(columns, annotation) for columns in told]
    sentence = next(s for s in PARSE.sentences if s.span.contains(place("slap")))
    assert read == [len(PARSE.words), len(sentence.words), len(sentence.words)]
    assert not np.allclose(alone[0]["reaction"], alone[1]["reaction"])
    for one, other in zip(alone, together, strict=True):
        assert all(np.allclose(one[name], other[name], atol=1e-5) for name in one)


def test_it_reads_no_vectors_of_another_encoder(files: ModelFiles) -> None:
    from diplomacy_nlp.toolkit.learned.model import EventModel

    reader = EventModel.read(files)
    assert reader.reads(with_vectors(PARSE))
    assert not reader.reads(evolve(with_vectors(PARSE), vectors_by="theirs"))
    assert not reader.reads(PARSE)


def test_a_model_for_other_columns_is_refused(files: ModelFiles) -> None:
    from diplomacy_nlp.toolkit.learned.model import EventModel

    text = files.configuration.read_text(encoding="utf-8")
    files.configuration.write_text(text.replace('"headline"', '"title"'), encoding="utf-8")
    with pytest.raises(ModelError, match="other columns"):
        EventModel.read(files)


def test_there_is_nothing_to_read_in_an_empty_article(files: ModelFiles) -> None:
    from diplomacy_nlp.toolkit.learned.model import EventModel

    reader = EventModel.read(files)
    nothing = Annotation(sentences=(), vectors=np.zeros((0, 2)), inner_vectors=np.zeros((0, 4)), vectors_by="ours")
    assert not reader.reads(nothing)
    assert columns_of(nothing, text="", lemmas=reader.lemmas).facts.shape[0] == 0


def test_what_plugins_import_brings_no_torch() -> None:
    modules = ", ".join(f"diplomacy_nlp.toolkit.learned.{name}" for name in ("columns", "found", "fill", "judge"))
    code = f"import sys, {modules}; sys.exit('torch' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
