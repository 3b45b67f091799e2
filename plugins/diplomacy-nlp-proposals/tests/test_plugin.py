"""The plugin's options, its links to actors and quotes, and what must hold for any input."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from diplomacy_nlp_proposals import Proposals
from diplomacy_nlp_proposals.find import find_proposals
from diplomacy_nlp_proposals.lexicons import packaged_cues, plan_verbs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diplomacy_nlp import Actor, ActorKind, Annotation, Article, Mention, MentionType, Span, Status
from diplomacy_nlp.annotation import Sentence, Word
from doubles import documents

Growth = Callable[[Callable[[int], Callable[[], object]], int, int], float]  # see conftest.py
Parse = Callable[[str], tuple[Article, Annotation]]


def actor(article: Article, id: str, *names: str, kind: ActorKind = ActorKind.STATE) -> Actor:
    spans = [Span(article.text.index(n), article.text.index(n) + len(n)) for n in names]
    return Actor(id=id, name=names[0], kind=kind, mentions=[Mention(span=s) for s in spans])


def test_links_are_ids_where_actors_are_known(parse: Parse) -> None:
    article, annotation = parse("Japan urged North Korea to return to the talks with South Korea.")
    actors = [actor(article, "a1", "Japan"), actor(article, "a2", "North Korea"), actor(article, "a3", "South Korea")]
    (proposal,) = find_proposals(article, annotation, actors)
    assert [link.id for link in proposal.proposers] == ["a1"]
    assert [link.id for link in proposal.addressees] == ["a2"]
    assert [link.id for link in proposal.participants] == ["a3"]


def test_an_adjective_of_nationality_names_the_proposer_but_no_participant(parse: Parse) -> None:
    article, annotation = parse("The council debated a French proposal for a German base.")
    france = actor(article, "a1", "French")
    germany = Actor(
        id="a2",
        name="Germany",
        kind=ActorKind.STATE,
        mentions=[
            Mention(span=Span(article.text.index("German"), article.text.index(" base")), type=MentionType.DEMONYM)
        ],
    )
    (proposal,) = find_proposals(article, annotation, [france, germany])
    assert [link.id for link in proposal.proposers] == ["a1"]
    assert proposal.participants == ()


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("Chad rejected the Kenyan-Ugandan plan for a joint police.", ("Kenyan", "Ugandan")),
        ("A Franco-Spanish proposal would close the tunnel to trucks.", ("Franco", "Spanish")),
    ],
)
def test_a_compound_of_two_nationalities_names_two_proposers(parse: Parse, text: str, both: tuple[str, str]) -> None:
    article, annotation = parse(text)
    (proposal,) = find_proposals(article, annotation, [actor(article, f"a{n}", name) for n, name in enumerate(both)])
    assert [link.id for link in proposal.proposers] == ["a0", "a1"]


def test_two_words_for_one_actor_keep_its_proposals_apart_from_others(parse: Parse) -> None:
    article, annotation = parse("Ruiz proposed a truce. Okoye proposed a vote. Ruiz's proposal is the older one.")
    ruiz = actor(article, "a1", "Ruiz", "Ruiz's", kind=ActorKind.PERSON)
    okoye = actor(article, "a2", "Okoye", kind=ActorKind.PERSON)
    first, second = find_proposals(article, annotation, [ruiz, okoye])
    assert [article[m] for m in first.mentions] == ["Ruiz's proposal"]
    assert second.mentions == ()


@pytest.mark.parametrize("wrong", [-0.1, 1.5, "0.5", True, None])
def test_a_confidence_outside_0_to_1_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match="min_confidence"):
        Proposals(min_confidence=wrong)  # type: ignore[arg-type]


def test_min_confidence_leaves_out_what_is_less_sure(parse: Parse) -> None:
    article, annotation = parse("Norway proposed holding a vote. Cambodia sought mediation.")
    everything = Proposals().diplomacy_find_proposals(article=article, annotation=annotation, actors=(), quotes=())
    surer, less_sure = (proposal.confidence for proposal in everything)
    sure = Proposals(min_confidence=(surer + less_sure) / 2).diplomacy_find_proposals(
        article=article, annotation=annotation, actors=(), quotes=()
    )
    assert surer > less_sure
    assert sure == everything[:1]


def test_the_seed_article_has_three_proposals(parse: Parse, seed_text: str) -> None:
    article, annotation = parse(seed_text)
    first, second, third = find_proposals(article, annotation)
    assert article[first.content[0]].startswith("involving China in the ongoing negotiations")
    assert [article[m] for m in first.mentions] == ["a move", "This initiative"]
    assert article[second.cue] == "draft accord"
    assert article[second.content[0]].startswith("provided Ukraine with security guarantees")
    assert (second.status, article[second.date] if second.date else None) == (Status.LAPSED, "2022")
    assert [article[m] for m in second.mentions] == ["a 2022 draft accord", "the plan", "the proposal"]
    assert article[third.content[0]].startswith("includes China, the U.S., Britain, and France")


def test_an_annotation_without_sentences_gives_nothing() -> None:
    assert find_proposals(Article(text="Paris proposed talks."), Annotation(sentences=())) == ()


def test_lexicons_know_words_in_their_forms() -> None:
    assert packaged_cues().verb_cues("tabl", "tabled")[0].lemma == "table"
    assert packaged_cues().noun_cue("proposals") == packaged_cues().noun_cue("proposal")
    assert [entry.status for entry in plan_verbs()["turn"] if entry.particle == "down"] == [Status.REJECTED]
    assert packaged_cues().verb_cues("walk", "walked") == ()


def test_cost_grows_in_step_with_the_length(parse: Parse, growth: Growth) -> None:
    article, annotation = parse("Oman proposed a truce. Yemen rejected the proposal. It was never signed by Chad.")

    def task(times: int) -> Callable[[], object]:
        long, many = _repeated(article, annotation, times)
        return lambda: find_proposals(long, many)

    assert growth(task, 50, 400) < 20  # eight times the text; its square would be 64


def _repeated(article: Article, annotation: Annotation, times: int) -> tuple[Article, Annotation]:
    size, count = len(article.text) + 1, len(annotation.sentences)
    sentences = [
        _moved(sentence, by=size * n, number=count * n + place)
        for n in range(times)
        for place, sentence in enumerate(annotation.sentences)
    ]
    return Article(text=" ".join([article.text] * times)), Annotation(sentences=sentences)


def _moved(sentence: Sentence, *, by: int, number: int) -> Sentence:
    words = [
        Word(
            id=w.id,
            text=w.text,
            span=Span(w.span.start + by, w.span.end + by),
            lemma=w.lemma,
            upos=w.upos,
            head=w.head,
            deprel=w.deprel,
            feats=w.feats,
            sentence=number,
        )
        for w in sentence.words
    ]
    return Sentence(span=Span(sentence.span.start + by, sentence.span.end + by), words=words)


VOCABULARY = st.sampled_from(
    [
        "Paris",
        "Oslo",
        "proposed",
        "proposal",
        "plan",
        "plans",
        "calls",
        "call",
        "for",
        "to",
        "that",
        "demanded",
        "the",
        "a",
        ",",
        ".",
        "“",
        "”",
        "must",
        "unless",
        "said",
        "it",
        "its",
        "'s",
        "offer",
        "rejected",
        "by",
        "was",
        "never",
        "signed",
        "draft",
        "accord",
        "under",
        "would",
        "which",
        "on",
        "-",
        "put",
        "forward",
        "not",
        "no",
        "2022",
        "unveiled",
    ]
)
TAGS = st.sampled_from(
    [
        "NOUN",
        "VERB",
        "PROPN",
        "ADP",
        "PART",
        "SCONJ",
        "DET",
        "PUNCT",
        "AUX",
        "ADJ",
        "PRON",
        "NUM",
        "ADV",
        "CCONJ",
    ]
)
RELATIONS = st.sampled_from(
    [
        "nsubj",
        "nsubj:pass",
        "obj",
        "iobj",
        "obl",
        "obl:agent",
        "nmod",
        "nmod:poss",
        "case",
        "mark",
        "aux",
        "aux:pass",
        "cop",
        "acl",
        "acl:relcl",
        "advcl",
        "xcomp",
        "ccomp",
        "conj",
        "cc",
        "det",
        "amod",
        "compound",
        "appos",
        "parataxis",
        "punct",
        "advmod",
        "flat",
        "compound:prt",
        "nummod",
    ]
)
FEATS = st.sampled_from(["", "VerbForm=Fin|Tense=Past", "VerbForm=Part|Tense=Past", "VerbForm=Inf", "Number=Plur"])


def _lemmatised(form: str) -> st.SearchStrategy[tuple[str, str, str]]:
    lemmas = [form, form.lower(), form.removesuffix("ed"), form.removesuffix("s")]
    return st.tuples(st.just(form), st.sampled_from(lemmas), TAGS)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(words=VOCABULARY.flatmap(_lemmatised), relations=RELATIONS, feats=FEATS))
def test_any_tree_gives_spans_within_the_text(made: tuple[Article, Annotation]) -> None:
    article, annotation = made
    for proposal in find_proposals(article, annotation):
        links = (*proposal.proposers, *proposal.addressees, *proposal.participants)
        spans = [proposal.cue, *proposal.content, *proposal.mentions, *(link.span for link in links if link.span)]
        spans += [proposal.date] if proposal.date else []
        assert all(article[span].strip() for span in spans)
        assert 0 < proposal.confidence <= 1
        assert proposal.why
