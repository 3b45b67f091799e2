"""What a network says of the rules' proposals, and what it finds beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from diplomacy_nlp_proposals import Proposals
from diplomacy_nlp_proposals.candidate import ProposalCandidate
from diplomacy_nlp_proposals.find import find_proposals, proposal_of
from diplomacy_nlp_proposals.lexicons import cues_with

from diplomacy_nlp import Annotation, Article, Link, ProposalKind
from diplomacy_nlp.errors import ModelError
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.learned.columns import KINDS
from doubles import Says, actor

Parse = Callable[[str], tuple[Article, Annotation]]
TEXT = "Chile proposed a truce. Peru nagged Chile to leave the islands."
LONGER = f"{TEXT}{6 * ' Rain fell.'}"


def says(annotation: Annotation, **kinds: str) -> Any:
    """A model that is sure of some words and their kinds."""
    return Says(annotation, finding="proposal", outputs=["content"], label=("kind", KINDS), said=kinds)


def read(parse: Parse, text: str = LONGER, **kinds: str) -> list[tuple[str, str, list[str | None], list[str]]]:
    article, annotation = parse(text)
    actors = [actor(article, "a1", "Chile"), actor(article, "a2", "Peru")]
    model = says(annotation, **kinds)
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


def test_a_letter_speaks_for_its_author_not_for_its_reader(parse: Parse) -> None:
    for text in ("The Chile letter to Peru demanded an apology.", "Chile's letter to Peru demanded an apology."):
        ((cue, _, proposers, _),) = read(parse, text, demanded="demand")
        assert (cue, proposers) == ("demanded", ["a1"])


def test_what_somebody_is_thanked_for_is_his(parse: Parse) -> None:
    ((cue, _, proposers, _),) = read(parse, "Peru thanked Chile for its offer to host talks.", offer="offer")
    assert (cue, proposers) == ("offer", ["a1"])


def test_what_the_network_doubts_does_not_stand(parse: Parse) -> None:
    assert [cue for cue, *_ in read(parse, nagged="request")] == ["nagged"]


def test_in_a_text_of_a_few_sentences_it_stands(parse: Parse) -> None:
    assert [cue for cue, *_ in read(parse, TEXT, nagged="request")] == ["proposed", "nagged"]


def test_what_the_network_doubts_stands_where_the_words_are_the_user_s_own(parse: Parse, tmp_path: Path) -> None:
    words = tmp_path / "words.tsv"
    words.write_text("lemma\tpos\tkind\tframes\nnag\tverb\tinvitation\tobject_infinitive\n", encoding="utf-8")
    article, annotation = parse(LONGER)
    model = says(annotation, nagged="demand")
    found = find_proposals(article, annotation, cues=cues_with(words), model=model)  # of ours "proposed" is doubted
    assert [(article[p.cue], p.kind) for p in found] == [("nagged", "invitation")]


def test_the_network_names_the_kind_where_it_is_sure(parse: Parse) -> None:
    assert read(parse, proposed="demand")[0][1] == "demand"


def test_without_vectors_the_rules_decide_alone(parse: Parse) -> None:
    article, annotation = parse(TEXT)
    model = says(annotation)
    model.reads = lambda annotation: False
    assert find_proposals(article, annotation, model=model) == find_proposals(article, annotation)


def test_a_folder_without_a_model_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"proposals\.json and proposals\.pt missing .*model=None"):
        Proposals(model=tmp_path)


@pytest.mark.parametrize(
    ("alluded", "told", "cue"),
    [(0.2, 0.8, "proposed"), (0.7, 0.8, "plan"), (0.9, 0.8, "plan")],
    ids=["a headline that only alludes to it", "one nearly as sure", "the surest comes first"],
)
def test_the_first_of_the_surest_opens_a_proposal(parse: Parse, alluded: float, told: float, cue: str) -> None:
    article, annotation = parse("Chile's plan for a truce is in doubt. Chile proposed on Monday to halt all fire.")
    document = Document(article=article, annotation=annotation)
    plan, proposed = (
        ProposalCandidate(cue=word.span, word=word, kind=ProposalKind.PROPOSAL, confidence=confidence)
        for word, confidence in zip(
            [word for word in annotation.words if word.text in ("plan", "proposed")], (alluded, told), strict=True
        )
    )
    proposal = proposal_of(document, [plan, proposed])
    other = {"plan": "proposed", "proposed": "plan"}[cue]
    assert article[proposal.cue] == cue
    assert [article[mention] for mention in proposal.mentions] == [other]


@pytest.mark.parametrize(
    ("text", "who", "asked"),
    [
        ("Serbia said it would quit the talks unless Kosovo released the prisoners.", "Serbia", "Kosovo"),
        ("Egypt said it would go to the Security Council unless Ethiopia stopped work.", "Egypt", "Ethiopia"),
    ],
)
def test_nobody_demands_what_is_asked_of_him(parse: Parse, text: str, who: str, asked: str) -> None:
    article, annotation = parse(text)
    actors = [actor(article, "a1", rf"\b(?:{who}|it)\b"), actor(article, "a2", asked)]
    (demand,) = Proposals().diplomacy_find_proposals(article, annotation, actors, ())
    assert [link.id for link in demand.proposers] == ["a1"]
    assert [link.id for link in demand.addressees] == ["a2"]


def test_a_proposal_is_not_put_to_those_who_make_it(parse: Parse) -> None:
    article, annotation = parse("The union proposed a pact. Norway was asked for it again.")
    document = Document(article=article, annotation=annotation)
    union, norway = Link(id="a1"), Link(id="a2")
    candidates = [
        ProposalCandidate(cue=word.span, word=word, kind=ProposalKind.PROPOSAL, proposers=(who,), addressees=(to,))
        for word, who, to in zip(
            [word for word in annotation.words if word.text in ("proposed", "asked")],
            (union, norway),
            (union, norway),
            strict=True,
        )
    ]
    proposal = proposal_of(document, candidates)
    assert (proposal.proposers, proposal.addressees) == ((union,), (norway,))


@pytest.mark.parametrize(
    "text",
    [
        "Russia rejected a plan for a truce in Sudan.",
        "Russia welcomed a proposal to hold talks in Oslo.",
        "Russia vetoed a draft that called for a truce.",
    ],
)
def test_who_takes_up_a_plan_has_not_put_it_forward(parse: Parse, text: str) -> None:
    article, annotation = parse(text)
    found = Proposals().diplomacy_find_proposals(article, annotation, [actor(article, "a1", "Russia")], ())
    assert found
    assert not any(proposal.proposers for proposal in found)


def test_to_whom_it_is_put_has_not_put_it_forward(parse: Parse) -> None:
    article, annotation = parse("Vietnam extended an invitation to Norway to visit Hanoi.")
    actors = [actor(article, "a1", "Vietnam"), actor(article, "a2", "Norway")]
    (invitation,) = Proposals().diplomacy_find_proposals(article, annotation, actors, ())
    assert [link.id for link in invitation.proposers] == ["a1"]
    assert [link.id for link in invitation.addressees] == ["a2"]
