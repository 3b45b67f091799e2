"""Of which state somebody is of whom no word says it, where an article is long enough to weigh its states."""

import pytest
from diplomacy_nlp_actors import Actors
from diplomacy_nlp_actors.find import questions_in
from diplomacy_nlp_actors.learned import FILES, OF_STATES, read_model
from diplomacy_nlp_actors.learned.likely_state import LEAST, answers, facts_beside_others, likeliest, shares
from diplomacy_nlp_actors.learned.states import Asking

from diplomacy_nlp.errors import ModelError

ARTICLE = """Bus fares to rise in Uruguay

MONTEVIDEO — The government of Uruguay will raise bus fares in March.

"Fuel has become dear," Transport Minister Ana Quiroga told lawmakers on Tuesday. The bill goes to parliament next week.

The central bank warned that prices would climb. The mayor of Salto called the plan unfair.

The drivers' union said that it would strike. Its members marched through Montevideo on Monday.

The opposition wants to wait. Commuters were angry.

Argentina, which sells Uruguay its fuel, did not comment.
"""


@pytest.fixture(scope="module")
def read(parse):
    """The countries of a text's actors by each of their mentions' words."""

    def find(text, model=None):
        article, annotation = parse(text)
        actors = Actors(model=model).diplomacy_find_actors(article=article, annotation=annotation)
        return {article[m.span]: actor.country for actor in actors for m in actor.mentions}

    return find


@pytest.mark.parametrize(
    "words", ["Ana Quiroga", "parliament", "The central bank", "The opposition", "The drivers' union"]
)
@pytest.mark.parametrize("model", [None, FILES.folder], ids=["rules", "network"])
def test_who_is_at_home_where_an_article_is_has_its_state(read, words, model):
    assert read(ARTICLE, model)[words] == "URY"


def test_who_is_of_another_state_by_its_words_is_not_asked_about(read):
    assert read(ARTICLE)["Argentina"] == "ARG"


def test_where_no_state_is_spoken_of_nobody_has_one(read):
    text = ARTICLE.replace("in Uruguay", "again").replace(" of Uruguay", "").replace("MONTEVIDEO — ", "")
    text = text.replace("through Montevideo ", "").replace("Salto", "the town")
    countries = read(text[: text.index("Argentina")])
    assert {"Ana Quiroga", "The central bank"} <= set(countries)
    assert set(countries.values()) == {None}


def test_of_a_few_sentences_and_without_the_network_the_rules_answer(parse):
    questions = questions_in(*parse(ARTICLE))
    assert answers(questions) == [question.guess for question in questions]
    article, annotation = parse("Turkey condemned the move. Trade Minister Cem Aydin said that it was a mistake.")
    asked = questions_in(article, annotation)
    assert [question.draft.name for question in asked] == ["Cem Aydin"]
    assert answers(asked, read_model(FILES).states) == [asked[0].guess] == ["TUR"]


def test_a_question_tells_how_each_state_and_none_stand(parse):
    asked = {question.draft.name: question for question in questions_in(*parse(ARTICLE))}
    facts = asked["central bank"].facts()
    assert set(facts) == {"URY", "ARG", None}
    uruguay, argentina, none = (dict(facts[state]) for state in ("URY", "ARG", None))
    assert uruguay["home"]
    assert uruguay["headline"]
    assert uruguay["dateline"]
    assert "home" not in argentina
    assert argentina["not spoken of before"]
    assert uruguay["share of names"] > argentina["share of names"]
    assert none["none: the"]
    assert none["none: noun bank"]


def test_a_share_grows_with_what_speaks_for_it():
    told = shares({"CHL": [("home", 1.0)], "PER": [], None: [("none", 1.0)]}, {"home": 2.0, "none": 1.0})
    assert sum(told.values()) == pytest.approx(1)
    assert told["CHL"] > told[None] > told["PER"]
    assert likeliest(told, 0.5) == "CHL"
    assert likeliest(told, 0.9) is None


def test_none_is_no_state_however_likely():
    assert likeliest({None: 0.9, "CHL": 0.1}, 0.5) is None
    assert likeliest({None: 1.0}, 0.5) is None


def test_others_of_an_article_speak_for_their_states():
    alone = [{"CHL": 0.9, None: 0.1}, {"CHL": 0.5, None: 0.5}, {"CHL": 0.1, None: 0.9}]
    first, _, last = facts_beside_others([("officer", 0, 0), ("group", 0, 1), ("officer", 1, 2)], alone)
    assert dict(first["CHL"])["then: others of the article"] == pytest.approx(0.3)
    assert dict(first["CHL"])["then: others of the sort"] == pytest.approx(0.1)
    assert dict(first["CHL"])["then: others of the paragraph"] == pytest.approx(0.5)
    assert "then: others of the paragraph" not in dict(last["CHL"])
    assert dict(last["CHL"])["then: beside"] == pytest.approx(0.5)


# --- the network --------------------------------------------------------------------------------------------------


def test_the_network_weighs_the_states_that_are_asked_about(parse):
    network = read_model(FILES).states
    questions = questions_in(*parse(ARTICLE))
    for question, told in zip(questions, network.shares(questions), strict=True):
        assert set(told) == {*question.states, None}
        assert sum(told.values()) == pytest.approx(1)
    assert "URY" in answers(questions, network)
    assert 0 < network.weights.by_fact[LEAST] < 1
    assert network.weights.by_fact["then: its own"] > 0  # of the second step


def test_the_network_sees_the_nearest_word_for_each_state(parse):
    _, annotation = parse(ARTICLE)
    question = next(q for q in questions_in(*parse(ARTICLE)) if q.draft.name == "central bank")
    cue, label, options = Asking(question.evidence).of(question)
    words = [None if number is None else annotation.words[number].text for number, _ in options]
    assert annotation.words[cue].text == "bank"
    assert label == "government: state"
    assert words[question.states.index("ARG")] == "Argentina"
    assert words[-1] is None
    assert any(name.startswith("share of names ") for name in options[0][1])


def test_a_folder_without_a_network_for_states_leaves_them_to_the_rules(read, tmp_path):
    for path in (FILES.configuration, FILES.weights):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert read_model(FILES.within(tmp_path)).states is None
    assert read(ARTICLE, tmp_path)["parliament"] == "URY"


def test_a_changed_network_for_states_is_named(tmp_path):
    for path in (FILES.configuration, FILES.weights, OF_STATES.configuration):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / OF_STATES.weights.name).write_bytes(b"other")
    with pytest.raises(ModelError, match=r"states\.pt was changed"):
        read_model(FILES.within(tmp_path))
