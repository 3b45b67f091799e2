"""The event type that a network gives a reaction, beside the one that its stance has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import evolve

from diplomacy_nlp import Article, Link, Proposal, Reaction, Span
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.learned.coder import TYPES, Coder, coding_of
from diplomacy_nlp.toolkit.plover import coded_proposal, coded_reaction

TEXT = "Malta agreed to free the crew. Tunis asked for talks."


class Coders:
    """Stands for a ranker: what coders would say of a word."""

    def __init__(self, **types: str) -> None:
        self.types = types

    def __call__(self, annotation: Any) -> Coders:
        return self

    def all_shares(self, questions: Sequence[tuple[int, str, Sequence[tuple[int | None, Any]]]]) -> list[list[float]]:
        told = {f"{event}: {lemma}" for lemma, event in self.types.items()}
        return [[0.8 if told & {*facts} else 0.01 for _, facts in options] for _, _, options in questions]


def document(parse: Any) -> Document:
    article, annotation = parse(TEXT)
    return Document(article=article, annotation=annotation)


def agreed(article: Article, **fields: Any) -> Reaction:
    start = article.text.index("agreed")
    target = article.text.index("free")
    reaction = Reaction(cue=Span(start, start + 6), stance="accept", evidence=Span(0, 30), **fields)
    return coded_reaction(evolve(reaction, target=Link(span=Span(target, target + 13))))


def asked(article: Article) -> Proposal:
    start = article.text.index("asked")
    talks = article.text.index("talks")
    return coded_proposal(Proposal(cue=Span(start, start + 5), kind="request", content=[Span(talks, talks + 5)]))


def coded(told: Document, coders: Coders, *items: Any) -> list[tuple[str | None, str | None]]:
    coder: Any = Coder(coders)  # type: ignore[arg-type]
    return [(item.plover, item.cameo) for item in coder.coded(told, items)]


def test_who_agrees_to_free_prisoners_yields_where_coders_say_so(parse: Any) -> None:
    told = document(parse)
    assert coded(told, Coders(agree="CONCEDE"), agreed(told.article)) == [("CONCEDE", "08")]


def test_where_no_type_is_likely_none_is_told(parse: Any) -> None:
    told = document(parse)
    assert coded(told, Coders(), agreed(told.article)) == [(None, None)]


def test_the_root_of_a_stance_stays_where_the_type_does(parse: Any) -> None:
    told = document(parse)
    assert coded(told, Coders(agree="AGREE"), agreed(told.article)) == [("AGREE", "03")]


def test_a_stance_that_has_no_type_gets_none(parse: Any) -> None:
    told = document(parse)
    studied = coded_reaction(evolve(agreed(told.article), stance="noncommittal"))
    assert coded(told, Coders(agree="THREATEN"), studied) == [(None, "01")]


def test_what_is_denied_has_no_type(parse: Any) -> None:
    told = document(parse)
    assert coded(told, Coders(agree="CONCEDE"), agreed(told.article, negated=True)) == [(None, None)]


def test_a_type_that_a_lexicon_gives_the_words_stays(parse: Any) -> None:
    told = document(parse)
    own = evolve(agreed(told.article), plover="SANCTION", cameo="16")
    assert coded(told, Coders(agree="CONCEDE"), own) == [("SANCTION", "16")]


def test_types_are_chosen_by_cue_label_clause_and_what_it_is_about(parse: Any) -> None:
    told = document(parse)
    coding = coding_of(told, agreed(told.article))
    assert coding is not None
    assert coding.about is not None
    assert (coding.cue.text, coding.about.text, coding.label) == ("agreed", "free", "reaction: accept")
    of_agree = coding.facts[TYPES.index("AGREE")]  # type: ignore[arg-type]
    assert {"AGREE: reaction: accept", "AGREE: agree", "AGREE: toward words", "AGREE: has xcomp", "by the label"} <= {
        *of_agree
    }
    assert "by the label" not in coding.facts[0] or TYPES[0] == "AGREE"


def test_a_target_is_an_actor_or_a_proposal_by_its_id(parse: Any) -> None:
    told = document(parse)
    proposal = evolve(asked(told.article), id="p1")
    told = evolve(told, proposals=(proposal,))
    coding = coding_of(told, evolve(agreed(told.article), target=Link(id="p1", span=proposal.cue)))
    assert coding is not None
    assert "SUPPORT: toward proposal" in coding.facts[TYPES.index("SUPPORT")]
