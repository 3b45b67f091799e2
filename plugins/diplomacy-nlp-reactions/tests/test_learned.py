"""What a network says of the rules' reactions, and what it finds beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from diplomacy_nlp_reactions import Reactions
from diplomacy_nlp_reactions.find import find_reactions
from diplomacy_nlp_reactions.learned.combine import combined

from diplomacy_nlp import Actor, Annotation, Article, Mention, Proposal, Reaction, Span
from diplomacy_nlp.errors import ModelError
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.learned.columns import STANCES, Lemmas
from diplomacy_nlp.toolkit.learned.fill import HOLDERS, TARGETS, Filler
from diplomacy_nlp.toolkit.learned.judge import FACTS

TEXT = "Chile proposed a truce. Peru rejected the truce. Chile shuddered at the plan."
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
    """Stands for a trained model: it is sure of some words and their stances."""

    def __init__(self, annotation: Annotation, **stances: str) -> None:
        words = [word.text for word in annotation.words]
        self.lemmas = Lemmas([], np.zeros((0, 0), np.float32))
        self.thresholds = {"considered": 0.1, "least": 0.5, "least of rules": 0.4, "rule's label": 0.3}
        self.weights = {"right": {**NONE, "network": 1.0}, "usable": {**NONE, "network": 0.5}}
        outputs = ("reaction", "reaction's cue", "condition", "reason", "negated", "hedged")
        self.said: dict[str, Any] = {name: np.full(len(words), 0.02, np.float32) for name in outputs}
        self.said["stance"] = np.full((len(words), len(STANCES)), 0.1, np.float32)
        for word, stance in stances.items():
            number = words.index(word)
            self.said["reaction"][number] = 0.9
            self.said["stance"][number] = np.eye(len(STANCES))[STANCES.index(stance)]

    def chances(self, columns: Any, annotation: Any) -> dict[str, Any]:
        assert columns.facts.shape[0] == len(self.said["reaction"])
        return self.said

    def filler(self, document: Document, columns: Any) -> Filler:
        rankers: Any = {HOLDERS: Likely(), TARGETS: Likely()}
        return Filler(document=document, vectors=columns.vectors, rankers=rankers)

    def coded(self, document: Document, items: Any) -> Any:
        return items


def actor(article: Article, id: str, name: str) -> Actor:
    spans = [Span(at, at + len(name)) for at in range(len(article.text)) if article.text.startswith(name, at)]
    return Actor(id=id, name=name, kind="state", mentions=[Mention(span=span) for span in spans])


def read(parse: Any, *, is_off: Any = None, **stances: str) -> tuple[Article, list[Reaction]]:
    article, annotation = parse(TEXT)
    actors = [actor(article, "a1", "Chile"), actor(article, "a2", "Peru")]
    start = TEXT.index("proposed")
    proposals = [Proposal(id="p1", cue=Span(start, start + 8), mentions=[Span(38, 47)])]
    document = Document(article=article, annotation=annotation, actors=actors, proposals=proposals)
    model: Any = Says(annotation, **stances)
    found = [*find_reactions(article, annotation, actors, (), proposals)]
    return article, combined(document, model, found, is_off=is_off)


def test_the_network_finds_what_no_rule_does_and_its_slots_are_filled(parse: Any) -> None:
    article, (rejected, shuddered) = read(parse, rejected="reject", shuddered="criticise")
    assert (article[rejected.cue], rejected.stance) == ("rejected", "reject")
    assert rejected.target is not None
    assert rejected.target.id == "p1"
    assert (article[shuddered.cue], shuddered.stance) == ("shuddered", "criticise")
    assert [link.id for link in shuddered.reactors] == ["a1"]
    assert shuddered.target is not None
    assert shuddered.target.span is not None
    assert "plan" in article[shuddered.target.span]
    assert shuddered.evidence.contains(shuddered.cue)


def test_what_the_network_doubts_does_not_stand(parse: Any) -> None:
    article, found = read(parse, shuddered="criticise")
    assert [article[reaction.cue] for reaction in found] == ["shuddered"]


def test_what_the_network_doubts_stands_where_the_words_are_the_user_s_own(parse: Any) -> None:
    article, found = read(parse, is_off=lambda word: False, rejected="threaten", shuddered="criticise")
    assert [(article[r.cue], r.stance) for r in found] == [("rejected", "reject"), ("shuddered", "criticise")]
    article, (rejected,) = read(parse, is_off=lambda word: word.lemma == "shudder", shuddered="criticise")
    assert article[rejected.cue] == "rejected"


def test_the_network_names_the_stance_where_it_is_sure(parse: Any) -> None:
    _, (rejected,) = read(parse, rejected="threaten")
    assert rejected.stance == "threaten"


def test_a_folder_without_a_model_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"reactions\.json and reactions\.pt missing .*model=None"):
        Reactions(model=tmp_path)
