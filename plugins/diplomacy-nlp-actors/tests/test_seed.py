"""The seed article: whom issue 2 wants found in it."""

import pytest
from diplomacy_nlp_actors import Actors

from diplomacy_nlp import ActorKind, MentionType, Sector


@pytest.fixture(scope="module")
def actors(parse, seed_text):
    article, annotation = parse(seed_text)
    found = Actors().diplomacy_find_actors(article=article, annotation=annotation)
    return article, {actor.name: actor for actor in found}


@pytest.mark.parametrize(
    ("name", "kind", "country", "sector"),
    [
        ("Sergey Lavrov", "person", "RUS", "GOV"),
        ("Vladimir Putin", "person", "RUS", "GOV"),
        ("Russia", "state", "RUS", None),
        ("China", "state", "CHN", None),
        ("Ukraine", "state", "UKR", None),
        ("Britain", "state", "GBR", None),
        ("United States", "state", "USA", None),
        ("NATO", "alliance", None, "IGO"),
        ("U.N. Security Council", "organization", None, "IGO"),
        ("NATO allies", "group", None, None),
        ("Chinese officials", "group", "CHN", "GOV"),
        ("White House", "government", "USA", "GOV"),
        ("Russian state media", "media", "RUS", "MED"),
    ],
)
def test_who_is_there(actors, name, kind, country, sector):
    actor = actors[1][name]
    assert (actor.kind, actor.country, actor.sector) == (kind, country, sector)


def test_lavrov_speaks_for_russia_as_foreign_minister(actors):
    article, by_name = actors
    lavrov = by_name["Sergey Lavrov"]
    assert lavrov.role == "Foreign Minister"
    assert lavrov.principal.span in {m.span for m in by_name["Russia"].mentions}
    assert [article[m.span] for m in lavrov.mentions][:3] == ["Sergey Lavrov", "Lavrov", "he"]


def test_metonyms_are_mentions_of_their_states(actors):
    article, by_name = actors

    def metonyms(name):
        return {article[m.span] for m in by_name[name].mentions if m.type == MentionType.METONYM}

    assert metonyms("Ukraine") == {"Kyiv"}
    assert metonyms("Russia") == {"Moscow"}


def test_nobody_is_called_truly(actors):
    assert not any("ruly" in name for name in actors[1])


def test_mentions_of_different_actors_never_share_a_span(actors):
    spans = [m.span for actor in actors[1].values() for m in actor.mentions]
    assert len(spans) == len(set(spans))


def test_kinds_are_of_the_vocabulary(actors):
    assert {a.kind for a in actors[1].values()} <= set(ActorKind)
    assert {a.sector for a in actors[1].values()} <= {*Sector, None}
