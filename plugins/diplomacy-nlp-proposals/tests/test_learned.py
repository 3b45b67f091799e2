"""What a network says of the rules' proposals, and what it finds beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from diplomacy_nlp_proposals import Proposals
from diplomacy_nlp_proposals.find import find_proposals
from diplomacy_nlp_proposals.lexicons import cues_with

from diplomacy_nlp import Actor, Annotation, Article, Mention, Span
from diplomacy_nlp.errors import ModelError
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.learned.columns import KINDS, Lemmas
from diplomacy_nlp.toolkit.learned.fill import HOLDERS, TARGETS, Filler
from diplomacy_nlp.toolkit.learned.judge import FACTS

Parse = Callable[[str], tuple[Article, Annotation]]
TEXT = "Chile proposed a truce. Peru nagged Chile to leave the islands."
NONE = dict.fromkeys((*FACTS, "constant"), 0.0)


class Likely:
    """Stands for rankers: agents are holders, and what stands "at" something, or what the rule says, is a target."""

    def reading(self, vectors: Any) -> Likely:
        return self

    def prepare(self, words: Any) -> None:
        pass

    def all_shares(self, questions: Any) -> list[list[float]]:
        return [self.shares(*question) for question in questions]

    def shares(self, cue: int, label: str, options: Any) -> list[float]:
        sure = {"agent", "path vobl", "the rule's words"}
        return [0.9 if sure & set(facts) else 0.01 for _, facts in options]


class Says:
    """Stands for a trained model: it is sure of some words and their kinds."""

    def __init__(self, annotation: Annotation, **kinds: str) -> None:
        words = [word.text for word in annotation.words]
        self.lemmas = Lemmas([], np.zeros((0, 0), np.float32))
        self.thresholds = {"considered": 0.1, "least": 0.5, "least of rules": 0.4, "rule's label": 0.3}
        self.weights = {"right": {**NONE, "network": 1.0}, "usable": {**NONE, "network": 0.5}}
        self.said: dict[str, Any] = {
            name: np.full(len(words), 0.02, np.float32) for name in ("proposal", "proposal's cue", "content")
        }
        self.said["kind"] = np.full((len(words), len(KINDS)), 0.2, np.float32)
        for word, kind in kinds.items():
            number = words.index(word)
            self.said["proposal"][number] = 0.9
            self.said["kind"][number] = np.eye(len(KINDS))[KINDS.index(kind)]

    def reads(self, annotation: Annotation) -> bool:
        return True

    def chances(self, columns: Any, annotation: Any) -> dict[str, Any]:
        assert columns.facts.shape[0] == len(self.said["proposal"])
        return self.said

    def filler(self, document: Document, columns: Any) -> Filler:
        rankers: Any = {HOLDERS: Likely(), TARGETS: Likely()}
        return Filler(document=document, vectors=columns.vectors, rankers=rankers)

    def coded(self, document: Document, items: Any) -> Any:
        return items


def actor(article: Article, id: str, name: str) -> Actor:
    spans = [Span(at, at + len(name)) for at in range(len(article.text)) if article.text.startswith(name, at)]
    return Actor(id=id, name=name, kind="state", mentions=[Mention(span=span) for span in spans])


def read(parse: Parse, **kinds: str) -> list[tuple[str, str, list[str | None], list[str]]]:
    article, annotation = parse(TEXT)
    actors = [actor(article, "a1", "Chile"), actor(article, "a2", "Peru")]
    model: Any = Says(annotation, **kinds)
    found = find_proposals(article, annotation, actors, model=model)
    return [
        (article[p.cue], p.kind, [link.id for link in p.proposers], [article[span] for span in p.content])
        for p in found
    ]


def test_the_network_finds_what_no_rule_does_and_its_slots_are_filled(parse: Parse) -> None:
    found = read(parse, proposed="proposal", nagged="request")
    assert found[0][:3] == ("proposed", "proposal", ["a1"])
    assert found[1][:3] == ("nagged", "request", ["a2"])
    assert "leave the islands" in found[1][3][0]


def test_what_the_network_doubts_does_not_stand(parse: Parse) -> None:
    assert [cue for cue, *_ in read(parse, nagged="request")] == ["nagged"]


def test_what_the_network_doubts_stands_where_the_words_are_the_user_s_own(parse: Parse, tmp_path: Path) -> None:
    words = tmp_path / "words.tsv"
    words.write_text("lemma\tpos\tkind\tframes\nnag\tverb\tinvitation\tobject_infinitive\n", encoding="utf-8")
    article, annotation = parse(TEXT)
    model: Any = Says(annotation, nagged="demand")
    found = find_proposals(article, annotation, cues=cues_with(words), model=model)
    assert [(article[p.cue], p.kind) for p in found] == [("proposed", "proposal"), ("nagged", "invitation")]


def test_the_network_names_the_kind_where_it_is_sure(parse: Parse) -> None:
    assert read(parse, proposed="demand")[0][1] == "demand"


def test_without_vectors_the_rules_decide_alone(parse: Parse) -> None:
    article, annotation = parse(TEXT)
    model: Any = Says(annotation)
    model.reads = lambda annotation: False
    assert find_proposals(article, annotation, model=model) == find_proposals(article, annotation)


def test_a_folder_without_a_model_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"proposals\.json and proposals\.pt missing .*model=None"):
        Proposals(model=tmp_path)
