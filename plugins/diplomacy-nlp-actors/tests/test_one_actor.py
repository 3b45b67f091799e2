"""One person, one actor: titles with a state, descriptions after the name, short forms; and who stays apart."""

import pytest
from diplomacy_nlp_actors import Actors


@pytest.fixture(scope="module")
def read(parse):
    def find(text):
        article, annotation = parse(text)
        return {
            article[m.span]: actor
            for actor in Actors(model=None).diplomacy_find_actors(article=article, annotation=annotation)
            for m in actor.mentions
        }

    return find


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Ambassador Ole Dahl met Mayor Ada Moss. The diplomat left early.", "Ole Dahl", "The diplomat"),
        ("Ole Dahl spoke to the press in Oslo. Norway would pay, the diplomat added.", "Ole Dahl", "the diplomat"),
        ("Togo's president, Ali Kodjo, flew home. The head of state thanked Benin.", "Ali Kodjo", "The head of state"),
        ("Senator Ada Moss objected. The lawmaker wants a vote.", "Ada Moss", "The lawmaker"),
        ("Volodymyr Zelenskyy called. Zelensky was calm.", "Volodymyr Zelenskyy", "Zelensky"),
        ("Diego Ruiz Peralta came. Ruiz spoke first.", "Diego Ruiz Peralta", "Ruiz"),
    ],
)
def test_two_names_of_one(read, text, one, other):
    found = read(text)
    assert found[one] is found[other]


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Ambassador Ole Dahl met Judge Ada Moss. The cleric left early.", "Ole Dahl", "The cleric"),
        ("Ole Dahl met Ada Moss in Oslo. Norway would pay, the diplomat added.", "Ole Dahl", "the diplomat"),
        ("Prime Minister of Malta Jo Bell, Foreign Minister Ada Moss and others came.", "Jo Bell", "Ada Moss"),
    ],
)
def test_who_stays_apart(read, text, one, other):
    found = read(text)
    assert one in found
    assert found[one] is not found.get(other)


def test_an_office_with_its_state_before_the_name(read):
    bell = read("The hosts did well, Prime Minister of Malta Jo Bell told the congress.")["Jo Bell"]
    assert (bell.country, bell.role) == ("MLT", "Prime Minister")


def test_a_state_that_was_taken_for_a_part_of_its_presidents_name(read):
    found = read("President of Ukraine Oleh Zelinsky said that the port is closed.")
    assert found["Oleh Zelinsky"].country == "UKR"
    assert found["Ukraine"].kind == "state"


def test_a_state_in_brackets_after_a_name(read):
    assert read("Ada Moss (Malta) objected.")["Ada Moss"].country == "MLT"


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Norway rejected the offer. Canada welcomed it.", ("Norway", "Canada")),
        ("Peru accepted the ruling, Chile rejected it because it was late.", ("Peru", "Chile")),
        ("The bank cut the loan to Malawi. Zambia regretted it.", ("Malawi", "Zambia")),
    ],
)
def test_what_is_judged_is_a_matter(read, text, states):
    found = read(text)
    assert set(states) <= set(found)
    assert "it" not in found


def test_who_is_warned_is_somebody(read):
    found = read("Iran tested a rocket. France warned it.")
    assert found["it"] is found["Iran"]


@pytest.mark.parametrize(
    ("text", "body", "who"),
    [
        (
            "The European Commission proposed a tax. The Commission President said China must answer.",
            "European Commission",
            "The Commission President",
        ),
        (
            "The European Commission proposed a tax. A Commission spokesman denied this.",
            "European Commission",
            "A Commission spokesman",
        ),
        (
            "Turkey's Foreign Ministry rejected the plan. A Ministry spokesman said the pact was dead.",
            "Turkey's Foreign Ministry",
            "A Ministry spokesman",
        ),
    ],
)
def test_whom_a_body_has_that_is_called_by_its_noun(read, text, body, who):
    found = read(text)
    assert found[who].principal.span in [mention.span for mention in found[body].mentions]
    assert found[who].country == found[body].country
