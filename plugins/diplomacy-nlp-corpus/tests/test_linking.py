"""Actors and proposals across articles, and what a story tells. All of it on values: nothing is parsed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pytest
from attrs import evolve
from diplomacy_nlp_corpus import CorpusError, LinkedCorpus, link_stories
from diplomacy_nlp_corpus.matters import numbers_of, roots_of
from diplomacy_nlp_corpus.spelling import person_name, skeleton

from diplomacy_nlp import Actor, Analysis, Article, Link, Mention, MentionType, Proposal, Reaction, Span

# --- articles from words ------------------------------------------------------------------------------------------


def span(text: str, words: str) -> Span:
    start = text.index(words)  # a ValueError where the test's words do not stand in its text
    return Span(start, start + len(words))


def analysis(
    id: str,
    text: str,
    *,
    date: str = "2031-05-01",
    source: str = "The Ledger",
    actors: Mapping[str, Mapping[str, object]] | None = None,
    proposals: Sequence[Mapping[str, object]] = (),
    reactions: Sequence[Mapping[str, object]] = (),
) -> Analysis:
    """An Analysis whose spans are given by their words.

    Args:
        actors: by the words of the first mention; "also" holds those of further ones, "type" what the first is.
        proposals: "cue", "content", "by" and "to" (words of actors), and what else a Proposal has.
        reactions: "cue", "by", "on" (place of the proposal, from 0), and what else a Reaction has.
    """
    ids = {words: f"a{place}" for place, words in enumerate(actors or {}, 1)}
    return Analysis(
        article=Article(text=text, id=id, date=date, source=source),
        actors=[_actor(text, words, ids, **given) for words, given in (actors or {}).items()],  # type: ignore[arg-type]
        proposals=[_proposal(text, f"p{n}", ids, **given) for n, given in enumerate(proposals, 1)],  # type: ignore[arg-type]
        reactions=[_reaction(text, f"r{n}", ids, **given) for n, given in enumerate(reactions, 1)],  # type: ignore[arg-type]
    )


def _actor(
    text: str,
    words: str,
    ids: Mapping[str, str],
    *,
    name: str | None = None,
    kind: str = "person",
    also: Sequence[str] = (),
    type: str = "name",
    principal: str | None = None,
    **more: str | None,
) -> Actor:
    mentions = [Mention(span=span(text, words), type=MentionType(type))]
    return Actor(
        id=ids[words],
        name=name or words,
        kind=kind,
        mentions=[*mentions, *(Mention(span=span(text, other)) for other in also)],
        principal=Link(id=ids[principal]) if principal else None,
        **more,  # type: ignore[arg-type]
    )


def _proposal(
    text: str,
    id: str,
    ids: Mapping[str, str],
    *,
    cue: str,
    content: str,
    by: Sequence[str] = (),
    to: Sequence[str] = (),
    status: str = "open",
    **more: object,
) -> Proposal:
    return Proposal(
        id=id,
        cue=span(text, cue),
        content=[span(text, content)],
        proposers=[Link(id=ids[one]) for one in by],
        addressees=[Link(id=ids[one]) for one in to],
        status=status,
        **more,  # type: ignore[arg-type]
    )


def _reaction(
    text: str, id: str, ids: Mapping[str, str], *, cue: str, by: Sequence[str], stance: str, on: int = 0, **more: object
) -> Reaction:
    return Reaction(
        id=id,
        cue=span(text, cue),
        evidence=span(text, cue),
        stance=stance,
        reactors=[Link(id=ids[one]) for one in by],
        target=Link(id=f"p{on + 1}"),
        **more,  # type: ignore[arg-type]
    )


# --- actors ---

Given = Mapping[str, object]


def names(*articles: Mapping[str, Given]) -> list[set[str]]:
    """Which mentions, each as "number of its article: words", are one actor; actors of one mention left out."""
    corpus = link_stories(
        analysis(
            f"{n}",
            " / ".join([f"Article {n}.", *actors, *(w for a in actors.values() for w in a.get("also", ()))]),
            actors=actors,
        )  # type: ignore[attr-defined]
        for n, actors in enumerate(articles, 1)
    )
    found = [{f"{one.article}: {one.words}" for one in actor.sightings} for actor in corpus.actors]
    return [group for group in found if len(group) > 1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jamshed Qodirov", "Jamshed Kodirov"),
        ("Jonas Brückner", "Jonas Brueckner"),
        ("Selim Arıkan", "Selim Arikan"),
        ("Mariama Soule", "Mariama Soulé"),
        ("Hedi Ben Othman", "Hédi Ben Othmane"),
        ("Daniyar Seitkali", "D. Seytkali"),
        ("Lindiwe Mokoena", "Mokoena"),
        ("Rosa Albornoz", "Albornoz, Rosa"),
        ("Rosa Albornoz", "Rosa Albornoz of the Coast Party"),
    ],
)
def test_spellings_of_one_name_are_one_person(one: str, other: str) -> None:
    assert names({one: {"country": "PER"}}, {other: {"country": "PER"}}) == [{f"1: {one}", f"2: {other}"}]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Giulia Marchetti", "Paolo Marchetti"), ("Ana Perez", "Ana Torres"), ("Omar Said", "Omar Sadat")],
)
def test_other_names_are_other_people(one: str, other: str) -> None:
    assert names({one: {"country": "ITA"}}, {other: {"country": "ITA"}}) == []


def test_one_name_in_two_states_is_two_people_unless_they_keep_the_same_company() -> None:
    one = {"Juan Soto": {"country": "CHL"}, "Rosa Albornoz": {"country": "CHL"}, "Iris Vela": {"country": "PER"}}
    far = {"Juan Soto": {"country": "MEX"}, "Pedro Luna": {"country": "MEX"}, "Eva Roth": {"country": "AUT"}}
    near = {"Juan Soto": {"country": "PER"}, "Rosa Albornoz": {"country": "CHL"}, "Iris Vela": {"country": "PER"}}
    assert names(one, far) == []
    assert {"1: Juan Soto", "2: Juan Soto"} in names(one, near)


def test_a_last_name_goes_to_the_holder_of_the_office() -> None:
    found = names(
        {"Idrissa Sane": {"role": "President"}, "Hassan Sane": {"role": "General"}},
        {"Sane": {"role": "president"}},
    )
    assert found == [{"1: Idrissa Sane", "2: Sane"}]


def test_a_last_name_that_two_have_is_nobodys() -> None:
    assert names({"Idrissa Sane": {}, "Hassan Sane": {}}, {"Sane": {}}) == []


def test_family_names_may_come_first() -> None:
    assert names({"Ren Jiahui": {"country": "CHN"}}, {"Ren": {"country": "CHN"}}) == [{"1: Ren Jiahui", "2: Ren"}]


def test_states_are_known_by_their_code() -> None:
    found = names(
        {"Turkey": {"kind": "state", "country": "TUR"}},
        {"Türkiye": {"kind": "state", "country": "TUR"}},
        {"Georgia": {"kind": "state", "country": "GEO"}},
    )
    assert found == [{"1: Turkey", "2: Türkiye"}]


def test_ids_of_wikidata_and_of_a_list_decide() -> None:
    assert names(
        {"the alliance": {"kind": "alliance", "wikidata": "Q7184"}}, {"NATO": {"kind": "alliance", "wikidata": "Q7184"}}
    ) == [{"1: the alliance", "2: NATO"}]
    assert names({"Lima": {"gazetteer_id": "x1"}}, {"The Palace": {"gazetteer_id": "x1"}}) == [
        {"1: Lima", "2: The Palace"}
    ]


def test_short_names_of_bodies_are_learned_from_articles_that_have_both() -> None:
    found = names(
        {"Coastal Trade Union": {"kind": "organization", "also": ["CTU"]}},
        {"CTU": {"kind": "organization"}},
        {"Coastal Trade Union": {"kind": "organization"}},
    )
    assert found == [{"1: Coastal Trade Union", "2: CTU", "3: Coastal Trade Union"}]


def test_one_word_means_the_body_that_keeps_this_company() -> None:
    around = {"Rosa Albornoz": {"country": "CHL"}, "Iris Vela": {"country": "PER"}}
    found = names(
        {"Harbour Commission": {"kind": "organization", "also": ["Commission"]}, **around},
        {"Commission": {"kind": "organization"}, **around},
        {"Commission": {"kind": "organization"}, "Eva Roth": {"country": "AUT"}},
    )
    assert {"1: Harbour Commission", "2: Commission"} in found


def test_ministries_are_each_a_states_own() -> None:
    found = names(
        {"Foreign Ministry": {"kind": "government", "country": "PER"}},
        {
            "Peruvian Foreign Ministry": {"kind": "government", "country": "PER"},
            "Peru": {"kind": "state", "country": "PER", "also": ["Peruvian side"]},
        },
        {"Foreign Ministry": {"kind": "government", "country": "CHL"}},
    )
    assert found == [{"1: Foreign Ministry", "2: Peruvian Foreign Ministry"}]


def test_people_without_a_name_stay_apart() -> None:
    assert (
        names({"critics": {"kind": "group", "type": "nominal"}}, {"critics": {"kind": "group", "type": "nominal"}})
        == []
    )
    assert names({"an adviser": {"type": "nominal"}}, {"an adviser": {"type": "nominal"}}) == []


def test_what_most_articles_take_for_a_party_is_one() -> None:
    party = {"Civic Path": {"kind": "party"}}
    assert names(party, party, {"Civic Path": {"kind": "person"}}) == [{f"{n}: Civic Path" for n in (1, 2, 3)}]


def test_names_are_taken_apart() -> None:
    name = person_name("Minister, H.E. Jamshed Kodirov")
    assert name is not None
    assert (name.given, name.last) == (("jamshed",), "kodirov")
    assert person_name("Mr.") is None
    assert skeleton("yuldasheva") == skeleton("yuldosheva") != skeleton("valdes")


# --- proposals and stories ---

PERU: dict[str, Any] = {"kind": "state", "country": "PER"}
CHILE: dict[str, Any] = {"kind": "state", "country": "CHL"}
BOTH = {"Peru": PERU, "Chile": CHILE}


def told() -> list[Analysis]:
    """Two states, two matters at once: anchovy, and a railway; five articles of three outlets."""
    patrol = {"cue": "proposed", "by": ["Peru"], "to": ["Chile"], "kind": "proposal"}
    return [
        analysis(
            "mon",
            "Peru proposed that Chile join a patrol of the anchovy grounds for 90 days. Chile said no word. "
            "Chile's ministers also asked for a second track on the Tacna railway.",
            date="2031-05-05",
            source="Coast Wire",
            actors=BOTH,
            proposals=[
                {**patrol, "content": "a patrol of the anchovy grounds for 90 days"},
                {
                    "cue": "asked for",
                    "by": ["Chile"],
                    "to": ["Peru"],
                    "kind": "request",
                    "content": "a second track on the Tacna railway",
                },
            ],
        ),
        analysis(
            "tue",
            "Peru has proposed joint patrols of three months off Arica, where both fish anchovy. Chile welcomed them.",
            date="2031-05-06",
            source="The Ledger",
            actors=BOTH,
            proposals=[{**patrol, "content": "joint patrols of three months off Arica, where both fish anchovy"}],
            reactions=[{"cue": "welcomed", "by": ["Chile"], "stance": "support"}],
        ),
        analysis(
            "wed",
            "Of the 90-day patrol of anchovy grounds that Peru proposed, Chile rejected every day.",
            date="2031-05-12",
            source="Coast Wire",
            actors=BOTH,
            proposals=[{**patrol, "content": "90-day patrol of anchovy grounds", "status": "rejected"}],
            reactions=[{"cue": "rejected", "by": ["Chile"], "stance": "reject"}],
        ),
        analysis(
            "thu",
            "Chile has in truth accepted the patrols of the anchovy grounds, Peru says, as it proposed them: 90 days.",
            date="2031-05-13",
            source="The Ledger",
            actors={"Chile": CHILE, "Peru": PERU},
            proposals=[{**patrol, "content": "patrols of the anchovy grounds", "status": "accepted"}],
            reactions=[{"cue": "accepted", "by": ["Chile"], "stance": "accept"}],
        ),
        analysis(
            "fri",
            "Peru answered the request of Chile for a second track to Tacna: the railway will have one.",
            date="2031-05-16",
            source="Evening Record",
            actors=BOTH,
            proposals=[
                {
                    "cue": "request",
                    "by": ["Chile"],
                    "to": ["Peru"],
                    "kind": "request",
                    "content": "a second track to Tacna: the railway",
                    "status": "accepted",
                }
            ],
        ),
    ]


def groups(corpus: LinkedCorpus) -> set[frozenset[str]]:
    return {frozenset(f"{one.evidence.article} {one.evidence.item}" for one in p.told) for p in corpus.proposals}


def test_two_negotiations_of_the_same_states_stay_apart() -> None:
    assert groups(link_stories(told())) == {
        frozenset({"mon p1", "tue p1", "wed p1", "thu p1"}),
        frozenset({"mon p2", "fri p1"}),
    }


def test_any_order_and_a_generator_give_the_same() -> None:
    backwards: Iterable[Analysis] = (one for one in reversed(told()))
    assert groups(link_stories(backwards)) == groups(link_stories(told()))
    assert link_stories(told()) == link_stories(told())


def test_evidence_leads_to_article_and_words() -> None:
    analyses = {one.article.id: one for one in told()}
    corpus = link_stories(analyses.values())
    seen = [one for p in corpus.proposals for one in (*p.told, *p.views)]
    every = [one.evidence for one in seen] + [one for actor in corpus.actors for one in actor.sightings]
    assert len(every) == 6 + 3 + 10
    for one in every:
        assert analyses[one.article].article[one.span] == one.words
        assert analyses[one.article][one.item]
        assert corpus.article(one.article).date == corpus.date_of(one) == analyses[one.article].article.date


def test_the_timeline_of_a_proposal() -> None:
    railway = next(p for p in link_stories(told()).proposals if "track" in p.words)
    assert [(str(one.status), one.evidence.article) for one in railway.timeline] == [
        ("open", "mon"),
        ("accepted", "fri"),
    ]
    assert railway.status == "accepted"
    assert railway.kind == "request"


def test_contradicting_reports_settle_nothing_and_are_told() -> None:
    corpus = link_stories(told())
    patrol = next(p for p in corpus.proposals if "patrol" in p.words)
    assert [str(one.status) for one in patrol.timeline] == ["open", "rejected"]
    found = [
        (one.actor and corpus.actor(one.actor).name, one.one.article, one.other.article)
        for one in patrol.contradictions
    ]
    assert found == [(None, "wed", "thu"), ("Chile", "wed", "thu")]
    assert corpus.stories[0].contradictions == patrol.contradictions


def test_a_change_of_mind_is_told_by_a_later_article() -> None:
    corpus = link_stories(told())
    chile = corpus.actor("Chile")
    (turn,) = corpus.stories[0].turns
    assert turn.actor == chile.id
    assert (turn.before.stance, turn.before.evidence.words) == ("support", "welcomed")
    assert (turn.after.stance, turn.after.evidence.article) == ("reject", "wed")
    stances = [str(view.stance) for view in corpus.stories[0].views_of(chile.id)]
    assert stances == ["support", "reject", "accept"]


def test_outlets_side_by_side() -> None:
    corpus = link_stories(told())
    story = corpus.stories[0]
    patrol = next(p for p in corpus.proposals if "patrol" in p.words)
    chile = corpus.actor("Chile").id
    wire, ledger = story.outlets(patrol.id)
    assert (wire.source, wire.articles, ledger.source) == ("Coast Wire", ("mon", "wed"), "The Ledger")
    assert [str(view.stance) for view in wire.views] == ["reject"]
    assert wire.left_out == ((chile, "support"),)  # what came after its last article, it could not report
    assert ledger.left_out == ((chile, "reject"),)
    with pytest.raises(KeyError, match="p99"):
        story.outlets("p99")


def test_stories_are_what_proposals_connect() -> None:
    alone = analysis("sat", "Malta offered Libya a loan.", actors={"Malta": {"kind": "state", "country": "MLT"}})
    corpus = link_stories([*told(), alone])
    # the two matters stand together in Monday's article, and so are one story; what nothing connects is none
    assert [[card.id for card in story.articles] for story in corpus.stories] == [["mon", "tue", "wed", "thu", "fri"]]
    assert {actor.name for actor in corpus.stories[0].actors} == {"Peru", "Chile"}
    assert len(corpus.articles) == 6


def test_a_copy_counts_once() -> None:
    wire = told()[2]
    text = (
        wire.article.text
        + " The anchovy are to be counted again in June, when the water is warm enough for divers to stay in."
    )
    first = analysis("first", text, date="2031-05-12", actors=BOTH, proposals=[_patrol(text)], reactions=[_no()])
    copy = analysis(
        "copy", "In brief: " + text, date="2031-05-14", actors=BOTH, proposals=[_patrol(text)], reactions=[_no()]
    )
    corpus = link_stories([first, copy])
    assert corpus.article("copy").copy_of == "first"
    (proposal,) = corpus.proposals
    assert [one.is_copy for one in proposal.told] == [False, True]
    assert {one.evidence.article for one in proposal.timeline} == {"first"}
    assert [family.articles for family in corpus.stories[0].copies] == [("first", "copy")]


def _patrol(text: str) -> dict[str, Any]:
    assert "patrol" in text
    return {"cue": "proposed", "by": ["Peru"], "content": "90-day patrol of anchovy grounds", "status": "rejected"}


def _no() -> dict[str, Any]:
    return {"cue": "rejected", "by": ["Chile"], "stance": "reject"}


def test_two_proposals_of_one_article_are_two() -> None:
    text = "Peru proposed a patrol of anchovy grounds. Then Peru again suggested a patrol of anchovy grounds at night."
    both = [
        {"cue": "proposed", "by": ["Peru"], "content": "a patrol of anchovy grounds"},
        {"cue": "suggested", "by": ["Peru"], "content": "a patrol of anchovy grounds at night"},
    ]
    corpus = link_stories(analysis(f"n{n}", text, actors={"Peru": PERU}, proposals=both) for n in range(2))
    assert sorted(len(p.told) for p in corpus.proposals) == [2, 2]
    assert all(len(set(p.articles)) == 2 for p in corpus.proposals)


def test_nothing_and_articles_without_findings_or_dates() -> None:
    assert link_stories([]).stories == ()
    bare = [Analysis(article=Article(text=f"Nothing happened, {n}.", id=f"n{n}")) for n in range(3)]
    corpus = link_stories(bare)
    assert [card.date for card in corpus.articles] == [None] * 3
    assert corpus.proposals == corpus.actors == corpus.copies == ()


def test_what_is_no_analysis_is_refused() -> None:
    with pytest.raises(CorpusError, match="Analyses are expected, not str"):
        link_stories(["Peru proposed a patrol."])  # type: ignore[list-item]
    with pytest.raises(CorpusError, match=r"Analyses are expected, not Analysis by itself; .* give a list"):
        link_stories(told()[0])  # type: ignore[arg-type]
    with pytest.raises(CorpusError, match="Analyses are expected, not NoneType by itself"):
        link_stories(None)  # type: ignore[arg-type]
    with pytest.raises(CorpusError, match="'mon'"):
        link_stories([told()[0], told()[0]])


def test_an_unknown_or_shared_name_is_told() -> None:
    corpus = link_stories(told())
    with pytest.raises(KeyError, match=r"no CorpusActor of the corpus is called 'Peruu' \(there are: 'Peru'\)"):
        corpus.actor("Peruu")
    with pytest.raises(KeyError, match=r"there are: none"):
        link_stories([]).actor("Peru")
    peru = corpus.actor("Peru")
    assert corpus.actor(peru.id) == corpus.actor("PERU") == corpus.actor(peru) == peru
    with pytest.raises(TypeError, match="a CorpusActor, its id or what it is called is expected, not 7"):
        corpus.actor(7)  # type: ignore[arg-type]
    twins = evolve(corpus, actors=(peru, evolve(peru, id="a99", name="Perú", names=("Perú", "Peru"))))
    assert twins.actor("Perú").id == "a99"
    others = evolve(corpus, actors=[evolve(one, name=f"n{one.id}", names=("Peru",)) for one in twins.actors])
    with pytest.raises(KeyError, match=r"2 CorpusActors of the corpus are called 'Peru': a\d+ .*, a99 .*; ask by id"):
        others.actor("Peru")
    with pytest.raises(KeyError, match="no article of the corpus has the id 'july'"):
        corpus.article("july")
    with pytest.raises(KeyError, match="no article of the corpus has the id 'july'"):
        corpus.date_of(evolve(peru.sightings[0], article="july"))


def test_a_story_is_asked_by_values_names_and_ids() -> None:
    corpus = link_stories(told())
    story = corpus.stories[0]
    chile = corpus.actor("Chile")
    patrol = next(p for p in story.proposals if "patrol" in p.words)
    views = story.views_of(chile)
    assert len(views) == 3
    assert story.views_of("Chile") == story.views_of("chile") == story.views_of(chile.id) == views
    assert (
        story.views_of("Chile", patrol.words) == story.views_of("Chile", patrol) == story.views_of("Chile", patrol.id)
    )
    assert story.outlets(patrol) == story.outlets(patrol.words) == story.outlets(patrol.id)
    with pytest.raises(KeyError, match="no CorpusActor of this story is called 'Norway'"):
        story.views_of("Norway")
    with pytest.raises(KeyError, match="no CorpusProposal of this story is called 'a treaty'"):
        story.views_of("Chile", "a treaty")
    with pytest.raises(KeyError, match="no CorpusProposal of this story is called 'p99'"):
        story.outlets(evolve(patrol, id="p99"))
    with pytest.raises(TypeError, match="not None"):
        story.views_of(None)  # type: ignore[arg-type]


def test_words_for_one_matter_and_spans_of_time() -> None:
    assert roots_of("a halt to the filling of reservoirs").keys() == roots_of("pause in filling the reservoir").keys()
    assert not roots_of("the proposal that they should")
    assert numbers_of("a 90-day halt") == numbers_of("three months") == {"90d"}
    assert numbers_of("3,000 boats, 5.25 percent") == {"3000", "5.25"}


def test_one_plan_offered_to_two_states_is_two() -> None:
    def offer(number: int, other: str, code: str) -> Analysis:
        text = f"Peru proposed the opening of two border crossings to {other}."
        return analysis(
            f"n{number}",
            text,
            actors={"Peru": PERU, other: {"kind": "state", "country": code}},
            proposals=[{"cue": "proposed", "by": ["Peru"], "content": "the opening of two border crossings"}],
        )

    corpus = link_stories([offer(1, "Chile", "CHL"), offer(2, "Bolivia", "BOL"), offer(3, "Chile", "CHL")])
    assert groups(corpus) == {frozenset({"n1 p1", "n3 p1"}), frozenset({"n2 p1"})}


def test_a_plan_without_owner_or_content_is_no_others() -> None:
    text = "There is a plan, nobody says whose."
    plan = [{"cue": "plan", "content": "plan"}]
    corpus = link_stories(analysis(f"n{n}", text, proposals=plan) for n in range(2))
    assert len(corpus.proposals) == 2
